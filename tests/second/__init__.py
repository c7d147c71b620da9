"""A second domain, small and written as a stranger would: the yearly accounts of a public library."""
