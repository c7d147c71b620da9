"""Rules on what the prose says: numbers and claims held against the tables, and against each other.

`joined_prose` joins the printed text, `numerals` finds its quantities, `sentences` their clauses and years, `lexicon`
the words, `subjects` and `mentions` what each number counts, `prose_claims` what is said in words; `prose_reading`
does so once for each report. `table_figures` are what is printed in cells, `comparing` and `disclosure_numbers` hold
one against the other. `numbers` is for the rules of other packs. Every other module holds rules.
"""

from audit_core import RulePack

pack = RulePack("XSC", title="正文与表格 / Narrative against tables", domain="ogi")

from audit_pack_narrative import (  # noqa: E402 - they declare their rules on `pack`
    application_results,  # noqa: F401
    applications,  # noqa: F401
    contradictions,  # noqa: F401
    enforcement,  # noqa: F401
    fees,  # noqa: F401
    litigation,  # noqa: F401
    normative_documents,  # noqa: F401
    parts,  # noqa: F401
    percentages,  # noqa: F401
    wordings,  # noqa: F401
)
