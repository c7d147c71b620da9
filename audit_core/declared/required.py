"""What a report has to speak of: groups of alternatives of which each must occur; what is missing is named."""

from collections.abc import Iterator
from typing import Any, Final

from audit_core.declared.patterns import as_run
from audit_core.declared.scopes import Passage, passages
from audit_core.declared.search import compiled
from audit_core.declared.specs import Group, Required
from audit_core.errors import NotAssessed
from audit_core.findings import Evidence, Finding, Severity
from audit_core.report import BoundSection, Report
from audit_core.words import Words

_NONE: Final = "—"


def with_options(spec: Required, options: dict[str, Any]) -> Required:
    """Return a rule as a ruleset's options have it; `phrases` are alternatives by the key of a group."""
    from msgspec.structs import replace

    phrases = options.get("phrases") or {}
    patterns = {key: as_run(given) for key, given in phrases.items()}
    groups = tuple(replace(group, patterns=patterns.get(group.key, group.patterns)) for group in spec.groups)
    return replace(spec, groups=groups, scope=options.get("scope", spec.scope))


def check(spec: Required, report: Report) -> Iterator[Finding]:
    """Yield one finding that names every group that does not occur.

    Raises NotAssessed where the report has none of the text that is asked.
    """
    found = {group.key: _first(group, spec, report) for group in spec.groups}
    missing = [group for group in spec.groups if found[group.key] is None]
    if not missing:
        return
    severities = [Severity(group.severity) for group in missing if group.severity]
    yield Finding(
        _place(spec, report),
        status=spec.status,
        severity=max(severities, key=lambda one: one.rank, default=None),
        evidence=tuple(_evidence(group, found[group.key]) for group in spec.groups),
        key=",".join(group.key for group in missing),
        missing=tuple(Words(*group.name) for group in missing),
    )


def lacking(spec: Required, text: str) -> list[str]:
    """Return the keys of the groups that a text does not speak of."""
    return [group.key for group in spec.groups if not _search(group, text)]


def _search(group: Group, text: str) -> bool:
    return any(compiled(pattern).search(text) for pattern in group.patterns)


def _first(group: Group, spec: Required, report: Report) -> tuple[Passage, int, int] | None:
    asked = passages(report, *(group.scope or spec.scope))
    if not asked.every:
        scope = ", ".join(group.scope or spec.scope)
        raise NotAssessed(f"there is no text in {scope}", f"没有可供检查的文字（{scope}）")
    for pattern in group.patterns:
        for passage in asked.every:
            match = compiled(pattern).search(passage.text)
            if match:
                return passage, match.start(), match.end()
            if "\n" in passage.text and compiled(pattern).search(passage.whole):
                return passage, 0, len(passage.text)
    return None


def _evidence(group: Group, found: tuple[Passage, int, int] | None) -> Evidence:
    if found is None:
        return Evidence(Words(*group.name), _NONE)
    passage, start, end = found
    first, last = passage.clause(start, end)
    return Evidence(Words(*group.name), passage.text[first:last].strip(), at=passage.cut(start, end))


def _place(spec: Required, report: Report) -> BoundSection | None:
    return next((section for key in spec.scope if (section := report.section(key))), None)
