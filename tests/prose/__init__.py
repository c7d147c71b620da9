"""The prose against the tables, measured: sentences with the figures they state, which are altered one at a time."""
