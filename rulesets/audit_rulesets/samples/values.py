"""What sentences may say of a report: its figures by name, and flags that let a sentence be used or not."""

from decimal import ROUND_HALF_UP, Decimal
from random import Random

from audit_rulesets.samples.figures import GROUPS, OTHERWISE, Figures
from audit_rulesets.samples.organs import Organ

_DIGITS = "零一二三四五六七八九"
Told = dict[str, int | Decimal | str]


def han(number: int) -> str:
    """Return a number under ten thousand in Chinese numerals, as it is counted: 两, 十二, 一百零五."""
    if number == 2:
        return "两"
    parts, gap = "", False
    for unit, name in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit, number = divmod(number, unit)
        parts += (("零" if gap and parts else "") + _DIGITS[digit] + name) if digit else ""
        gap = not digit
    return (parts[1:] if parts.startswith("一十") else parts) or "零"


def percent(part: int, whole: int, digits: int) -> str:
    """Return a share as it is printed, rounded half up."""
    share = Decimal(100 * part) / whole
    return f"{share.quantize(Decimal(1).scaleb(-digits), ROUND_HALF_UP)}%"


def _results(made: Figures) -> Told:
    counts = {group: made.total(*rows) for group, rows in GROUPS.items()}
    otherwise = ("other",) if made.year <= 2020 else OTHERWISE
    return {**counts, "otherwise": made.total(*otherwise), "both": counts["granted"] + counts["partial"],
            "not_held": made.total("unable_not_held")}  # fmt: skip


def _stages(made: Figures) -> Told:
    received, back = made.total("received"), made.total("carried_in")
    natural = made.applications["received"][0]
    return {"received": received, "carried_in": back, "completed": made.total("total"), "inflow": received + back,
            "both_ways": received,
            "carried_out": made.total("carried_out"), "natural": natural, "legal": received - natural}  # fmt: skip


def _cases(made: Figures) -> Told:
    review, direct, after = (sum(made.cases[key]) for key in ("review", "direct_suit", "suit_after_review"))
    upheld, corrected, other, pending = made.cases["review"]
    return {"review": review, "suit": direct + after, "direct": direct, "after": after, "upheld": upheld,
            "corrected": corrected, "other_outcome": other, "pending": pending, "cases": review + direct + after}  # fmt: skip


_COLUMNS = {"normative": ("issued", "repealed", "in_force"), "licences": ("licences",), "penalties": ("penalties",),
            "coercion": ("coercion",), "fees": ("fee_amount",)}  # fmt: skip
_OLD_COLUMNS = {"normative": ("made", "disclosed", "shown"), "licences": ("", "", "licences"),
                "penalties": ("", "", "penalties"), "coercion": ("", "", "coercion"),
                "centralised": ("projects", "spent")}  # fmt: skip


def _disclosed(made: Figures) -> Told:
    columns = _OLD_COLUMNS if made.year <= 2020 else _COLUMNS
    named = ((name, text) for row, names in columns.items()
             for name, text in zip(names, made.disclosure[row], strict=False))  # fmt: skip
    return {name: int(text) if text.isdecimal() else text for name, text in named if name}


def told(made: Figures) -> Told:
    """Return every number that may be told."""
    fees: Told = {"notices": made.notices, "charged": made.charged, "collected": made.collected}
    return {**_stages(made), **_results(made), **_cases(made), **_disclosed(made), **(fees if made.notices else {})}


def _truths(made: Figures) -> dict[str, bool]:
    """Return what is so of a report, by flag."""
    said = told(made)
    review, suit = said["review"], said["suit"]
    busy = bool(said["received"])
    return {
        "some": busy, "none": not busy and not said["inflow"], "left": bool(said["carried_out"]),
        "clear": busy and not said["carried_out"], "old": bool(said["carried_in"]), "fresh": not said["carried_in"],
        "done": bool(said["completed"]), "few": busy and int(said["received"]) < 100, "old_form": made.year <= 2020,
        "new_form": made.year > 2020, "case": bool(review or suit), "no_case": not review and not suit,
        "no_review": not review, "no_suit": not suit, "only_review": bool(review) and not suit, "reviewed": bool(review),
        "sued": bool(suit), "all_upheld": bool(review) and review == said["upheld"],
        "not_corrected": bool(review) and not said["corrected"], "free": not made.notices, "paid": bool(made.notices),
        "closed": bool(review) and not said["pending"], "no_doc": said.get("issued", 1) == 0,
        "only_natural": busy and not said["legal"],
    }  # fmt: skip


def flags(made: Figures, organ: Organ) -> dict[str, str]:
    """Return the flags that hold, each saying nothing when printed."""
    kinds = {organ.kind: True, "governs": organ.governs, "whole_area": organ.kind in ("province", "city", "county")}
    return {name: "" for name, holds in {**_truths(made), **kinds}.items() if holds}


def shares(said: Told, rng: Random) -> dict[str, str]:
    """Return percentages of results in all that were completed, and of applicants in all that were received."""
    digits = rng.choice((0, 1, 2))
    groups = (*GROUPS, "otherwise", "both")
    done, new = int(said["completed"]), int(said["received"])
    found = {f"p_{key}": percent(int(said[key]), done, digits) for key in groups} if done else {}
    return found | ({"p_natural": percent(int(said["natural"]), new, digits)} if new else {})


def printed(said: Told, style: str) -> dict[str, str]:
    """Return the numbers as they are printed: in digits, in digits with blanks, or small ones in Chinese."""
    if style == "spaced":
        return {key: f" {value} " for key, value in said.items()}
    if style == "han":
        return {key: han(value) if isinstance(value, int) and value < 200 and key != "projects" else str(value)
                for key, value in said.items()}  # fmt: skip
    return {key: str(value) for key, value in said.items()}
