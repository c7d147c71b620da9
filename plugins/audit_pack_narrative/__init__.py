"""Rules on what the prose says: numbers and claims held against the tables, and against each other.

`prose` joins the printed text, `numerals` finds its quantities, `sentences` their clauses and years, `lexicon` the
words, `subjects` and `mentions` what each number counts, `claims` what is said in words; `reading` does so once for
each report. `tables` are what is printed in cells, `comparing` and `figures` hold one against the other. `numbers` is
for the rules of other packs. Every other module holds rules.
"""

from audit_core import RulePack

pack = RulePack("XSC", title="正文与表格 / Narrative against tables", domain="ogi")

from audit_pack_narrative import (  # noqa: E402 - they declare their rules on `pack`
    applications,  # noqa: F401
    contradictions,  # noqa: F401
    decisions,  # noqa: F401
    documents,  # noqa: F401
    fees,  # noqa: F401
    litigation,  # noqa: F401
    parts,  # noqa: F401
    percentages,  # noqa: F401
    results,  # noqa: F401
    wordings,  # noqa: F401
)
