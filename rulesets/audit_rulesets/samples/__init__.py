"""Reports made up from a seed, without a fault: organ, year, figures, words and layout; no organ in them exists.

`reports.clean` makes one; `audit_core.testing.samples` hands them to the authors of rules. What they are held against
is left to the rules.
"""
