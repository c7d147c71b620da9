"""Rules that are data: term lists, patterns, required passages, formats of figures, claims; reading files is rulesets'.

The way: a `Spec` of plain data, kept as JSON → a check like any rule's function, with options a ruleset may set. The
modules of the kinds are imported when a rule of the kind first runs.
"""

from collections.abc import Callable, Iterator, Mapping
from decimal import Decimal
from importlib import import_module
from typing import TYPE_CHECKING, Any, Final

from audit_core.declared.scopes import Passage, Passages, is_numbered_heading, passages

if TYPE_CHECKING:
    from audit_core.declared.specs import Spec
    from audit_core.findings import Finding
    from audit_core.report import Report

__all__ = [
    "KINDS",
    "Passage",
    "Passages",
    "checker",
    "is_numbered_heading",
    "options_of",
    "passages",
    "spec_of",
    "vetting_of",
]

KINDS: Final[Mapping[str, str]] = {
    "texts": "prohibited", "required": "required", "figure": "measures", "claim": "claims",
}  # fmt: skip
"""The kinds of specs, and the module of each."""

Terms = dict[str, str] | tuple[Any, ...]

_TEXTS: Final[Mapping[str, Any]] = {
    "unless": tuple[str, ...], "beside": tuple[str, ...], "scope": tuple[str, ...], "cap": int,
}  # fmt: skip
_TERMS: Final[Mapping[str, Any]] = {"terms": Terms, "also": Terms}
_OPTIONS: Final[Mapping[str, Mapping[str, Any]]] = {
    "texts": _TEXTS,
    "required": {"phrases": dict[str, tuple[str, ...]], "scope": tuple[str, ...]},
    "figure": {"decimals": int, "least": Decimal, "most": Decimal},
    "claim": {name: _TEXTS[name] for name in ("unless", "beside", "scope")},
}


def spec_of(data: Mapping[str, Any]) -> "Spec":
    """Return the spec that was kept as plain data."""
    import msgspec

    from audit_core.declared.specs import Spec

    spec: Spec = msgspec.convert(data, Spec)
    return spec


def options_of(data: Mapping[str, Any]) -> dict[str, tuple[Any, Any]]:
    """Return the options of a declared rule: type and default of each."""
    kind = data["kind"]
    listed = kind == "texts" and data.get("terms", False)
    types = {**_OPTIONS[kind], **(_TERMS if listed else {})}
    return {name: (type_, _default(data.get(name))) for name, type_ in types.items()}


def _default(value: Any) -> Any:  # noqa: ANN401 - as the data has it
    return tuple(value) if isinstance(value, list) else value


def vetting_of(name: str) -> Callable[[Any], object] | None:
    """Return what vets an option when a file loads, patterns and counts; it raises RulesetError."""
    return _VETTING.get(name)


def _vet_patterns(value: Any) -> None:  # noqa: ANN401 - as the file has it
    from audit_core.declared.patterns import vet

    for pattern in value:
        vet(pattern)


def _vet_terms(value: Any) -> None:  # noqa: ANN401 - as the file has it
    from audit_core.declared.terms import items_of

    items_of(value)


def _vet_phrases(value: Any) -> None:  # noqa: ANN401 - as the file has it
    for patterns in value.values():
        _vet_patterns(patterns)


def _vet_count(value: int) -> None:
    from audit_core.errors import RulesetError

    if not 0 <= value <= _MOST:
        raise RulesetError(f"found {value}, expected 0 to {_MOST}", f"此处为 {value}，应为 0 至 {_MOST}")


_MOST: Final = 1000
"""The most that a count of decimals or of places listed may be."""

_VETTING: Final[Mapping[str, Callable[[Any], object]]] = {
    "unless": _vet_patterns,
    "beside": _vet_patterns,
    "terms": _vet_terms,
    "also": _vet_terms,
    "phrases": _vet_phrases,
    "decimals": _vet_count,
    "cap": _vet_count,
}


def checker(data: Mapping[str, Any]) -> "Callable[..., Iterator[Finding]]":
    """Return the function of a declared rule; the data is read when it first runs."""
    made: dict[str, Spec] = {}
    module: Any = None

    def check(report: "Report", **options: object) -> "Iterator[Finding]":
        nonlocal module
        module = module or import_module(f"audit_core.declared.{KINDS[data['kind']]}")
        asked = repr(options) if options else ""
        if asked not in made:
            spec = spec_of(data)
            made[asked] = module.with_options(spec, options) if options else spec
        found: Iterator[Finding] = module.check(made[asked], report)
        return found

    return check
