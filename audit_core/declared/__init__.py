"""Rules that are data: term lists, patterns, required passages, formats of figures, claims; reading files is rulesets'.

The way: a `Spec` of plain data, kept as JSON → a check like any rule's function, with options a ruleset may set. The
modules of the kinds are imported when a rule of the kind first runs.
"""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from decimal import Decimal
from functools import partial
from importlib import import_module
from typing import TYPE_CHECKING, Annotated, Any, Final, Literal

from msgspec import Meta

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
]

KINDS: Final[Mapping[str, str]] = {
    "texts": "prohibited", "required": "required", "figure": "measures", "claim": "claims",
}  # fmt: skip
"""The kinds of specs, and the module of each."""


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


_Terms = Annotated[dict[str, str] | tuple[Any, ...], _vet_terms]
_Patterns = Annotated[tuple[str, ...], _vet_patterns]
_Few = Annotated[int, Meta(ge=0, le=1000)]

_TEXTS: Final[Mapping[str, Any]] = {"unless": _Patterns, "beside": _Patterns, "scope": tuple[str, ...], "cap": _Few}
_TERMS: Final[Mapping[str, Any]] = {"terms": _Terms, "also": _Terms}
_OPTIONS: Final[Mapping[str, Mapping[str, Any]]] = {
    "texts": _TEXTS,
    "required": {"scope": tuple[str, ...]},
    "figure": {"decimals": _Few, "least": Decimal, "most": Decimal},
    "claim": {name: _TEXTS[name] for name in ("unless", "beside", "scope")},
}


def spec_of(data: Mapping[str, Any]) -> "Spec":
    """Return the spec that was kept as plain data."""
    import msgspec

    from audit_core.declared.specs import Spec

    spec: Spec = msgspec.convert(data, Spec)
    return spec


def options_of(data: Mapping[str, Any], scopes: Collection[str] = ()) -> dict[str, tuple[Any, Any]]:
    """Return the options of a declared rule: type and default of each; `scopes` are all that there are."""
    kind = data["kind"]
    listed = kind == "texts" and data.get("terms", False)
    types = {**_OPTIONS[kind], **(_TERMS if listed else {})}
    if kind == "required":
        keys = _one_of(group["key"] for group in data["groups"])
        types["phrases"] = Annotated[dict[keys, tuple[str, ...]], _vet_phrases]  # type: ignore[valid-type]
    if scopes and "scope" in types:
        types["scope"] = tuple[_one_of(scopes), ...]  # type: ignore[misc]
    return {name: (type_, _default(data.get(name))) for name, type_ in types.items()}


def _one_of(names: Iterable[str]) -> Any:  # noqa: ANN401 - a type that is made
    return Literal.__getitem__(tuple(names))


def _default(value: Any) -> Any:  # noqa: ANN401 - as the data has it
    return tuple(value) if isinstance(value, list) else value


def checker(data: Mapping[str, Any]) -> "Callable[..., Iterator[Finding]]":
    """Return the function of a declared rule; the data is read when it first runs."""
    made: dict[str, Callable[[Report], Iterator[Finding]]] = {}
    module: Any = None

    def check(report: "Report", **options: object) -> "Iterator[Finding]":
        nonlocal module
        module = module or import_module(f"audit_core.declared.{KINDS[data['kind']]}")
        asked = repr(options)
        if asked not in made:
            spec = module.with_options(spec_of(data), options) if options else spec_of(data)
            made[asked] = module.ready(spec) if data["kind"] == "texts" else partial(module.check, spec)
        return made[asked](report)

    return check
