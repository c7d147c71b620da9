"""How the figures of some cells are written: decimals and range; what they add up to is left to equations."""

from collections.abc import Iterator
from decimal import Decimal
from typing import Any, Final

from audit_core.declared.specs import Measure
from audit_core.figures import Figure
from audit_core.findings import Evidence, Finding, fill
from audit_core.report import Report
from audit_core.words import Words

_DECIMALS: Final = Words("应为 {wanted} 位小数", "expected {wanted}")
_WHOLE: Final = Words("应为整数", "expected a whole number")
_LEAST: Final = Words("不应小于 {wanted}", "expected at least {wanted}")
_MOST: Final = Words("不应大于 {wanted}", "expected at most {wanted}")


def with_options(spec: Measure, options: dict[str, Any]) -> Measure:
    """Return a rule as a ruleset's options have it."""
    from msgspec.structs import replace

    return replace(spec, **{name: value for name, value in options.items() if value is not None})


def check(spec: Measure, report: Report) -> Iterator[Finding]:
    """Yield the figures that are not written as asked; what is no figure is passed over."""
    for fact in report.facts():
        if fact.table not in spec.tables or not _meant(spec, fact.row, fact.column):
            continue
        wrong = fault(spec, fact.figure)
        if wrong:
            evidence = (Evidence.of(fact),)
            yield Finding(
                fact, status=spec.status, evidence=evidence,
                label=fact.label, raw=fact.raw.strip(), fault=wrong,
            )  # fmt: skip


def _meant(spec: Measure, row: str, column: str) -> bool:
    return (not spec.rows or row in spec.rows) and (not spec.columns or column in spec.columns)


def fault(spec: Measure, figure: Figure) -> Words | None:
    """Say what is wrong with a figure, or None; zero may be written without decimals."""
    value = figure.value
    if value is None:
        return None
    if spec.decimals is not None and figure.decimals != spec.decimals and value:
        return fill(_DECIMALS, {"wanted": Words.counted(spec.decimals, "decimal")}) if spec.decimals else _WHOLE
    if spec.least is not None and value < spec.least:
        return _said(_LEAST, spec.least)
    if spec.most is not None and value > spec.most:
        return _said(_MOST, spec.most)
    return None


def _said(template: Words, wanted: Decimal) -> Words:
    return Words(*(part.format(wanted=format(wanted, "f")) for part in template))
