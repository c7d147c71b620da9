"""From inputs to results: files and archives in, each report audited here or in other processes, results out.

The command line and the API go the same way; what is said to people, and where outputs are written, is left to them.
"""
