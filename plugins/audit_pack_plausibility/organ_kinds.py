"""Which organs a lead is for; what the lead is stands in the rules."""

from typing import Final, Literal

from audit_core import NotApplicable, NotAssessed, Organ

OrganLevel = Literal["province", "city", "county"]

UPPER: Final[tuple[OrganLevel, ...]] = ("province", "city", "county")
"""The levels of a government at county level or above."""


def check_government(organ: Organ, levels: tuple[str, ...]) -> None:
    """Raise NotApplicable for any organ but a government at one of the levels, NotAssessed where that is not known."""
    if not organ.kind:
        raise NotAssessed("the kind of organ is not known", "无法判断机关性质")
    if organ.kind != "government":
        raise NotApplicable("only for people's governments at county level or above", "只适用于县级以上人民政府")
    if not organ.level:
        raise NotAssessed("the level of the government is not known", "无法判断政府的层级")
    if organ.level not in levels:
        raise NotApplicable("only for people's governments at county level or above", "只适用于县级以上人民政府")
