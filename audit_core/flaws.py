"""What keeps something that a rule yields from being a finding of its report.

It is looked at when it is yielded: a wrong type would else seem to be a mistake of ours, in diagnosis or a reporter.
"""

# ruff: noqa: ANN401 - a plugin may yield any object

from collections.abc import Iterator
from decimal import Decimal
from typing import Any, Final, get_args

from audit_core.figures import Number
from audit_core.findings import Consequence, Evidence, Finding, Fix, Responsibility, Sides
from audit_core.report import OtherFact, OtherText, Place, Report
from audit_core.words import Words

_PARTS: Final[tuple[tuple[str, Any], ...]] = (
    ("at", Place),
    ("sides", Sides | None),
    ("fix", Fix | None),
    ("evidence", tuple),
    ("consequences", tuple),
    ("message", Words | None),
    ("advice", Words | None),
    ("key", str),
    ("table", str),
    ("cause", str),
)
_RESPONSIBILITIES: Final = get_args(Responsibility)


def flaw(found: Any, report: Report) -> str | None:
    """Return in English what is wrong with a finding, or None where nothing is."""
    return next(_flaws(found, report), None)


def _flaws(found: Any, report: Report) -> Iterator[str]:
    if not _is(found, Finding):
        yield f"yielded {type(found).__name__}, not a Finding"
        return
    wrong = next((name for name, kind in _PARTS if not _is(getattr(found, name), kind)), None)
    if wrong is not None:
        yield f"yielded a Finding whose {wrong} is {type(getattr(found, wrong)).__name__}"
        return
    if found.responsibility not in _RESPONSIBILITIES:
        yield f"yielded a Finding whose responsibility is {found.responsibility!r}"
    structs = (*filter(None, (found.sides, found.fix)), *found.evidence, *found.consequences)
    yield from (said for struct in structs for said in _wrong(struct))
    for place in (found.at, *(item.at for item in found.evidence if not _is(item.at, OtherFact | OtherText))):
        if not report.has(place):
            yield f"yielded a Finding with a place that is not of this report ({type(place).__name__})"


_OURS: Final = frozenset({"audit_core", "builtins", "decimal"})


def _is(value: Any, kind: Any) -> bool:
    """Whether a value is of a kind, and of no class of a stranger's: what that does when it is used nobody knows."""
    if not isinstance(value, kind) or type(value).__module__.partition(".")[0] not in _OURS:
        return False
    return not isinstance(value, Words) or (_is(value.zh, str) and _is(value.en, str))


_FIELDS: Final[dict[type, dict[str, Any]]] = {
    Sides: {"left": Number, "relation": str, "right": Number, "words": Words},
    Fix: {"text": str, "words": Words, "safe": bool},
    Evidence: {"label": Words, "raw": str, "value": Decimal | int | None, "at": Place},
    Consequence: {"rule": str, "key": str, "words": Words},
}


def _wrong(struct: Any) -> Iterator[str]:
    """Look at what a struct holds: it takes whatever it is given."""
    if type(struct) not in _FIELDS:
        yield f"yielded a Finding that holds {type(struct).__name__}"
        return
    for name, kind in _FIELDS[type(struct)].items():
        value = getattr(struct, name)
        if not _is(value, kind):
            yield f"yielded a Finding with {type(struct).__name__}.{name} of {type(value).__name__}"
