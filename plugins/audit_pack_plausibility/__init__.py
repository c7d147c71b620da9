"""Leads on figures that are possible and yet improbable: a person must confirm each; sums are left to other packs."""

from audit_core import RulePack

pack = RulePack("PLA", title="数据合理性 / Plausibility of figures", domain="ogi")

from audit_pack_plausibility import (  # noqa: E402 - they declare their rules on `pack`
    all_tables,  # noqa: F401
    case_outcomes,  # noqa: F401
    compared,  # noqa: F401
    document_counts,  # noqa: F401
    item_counts,  # noqa: F401
    money,  # noqa: F401
    powers,  # noqa: F401
)
