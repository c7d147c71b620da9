"""Prints the matrix of faults and rules: what each changes, by rendering where they differ; run as a module."""

import sys
from collections.abc import Iterator, Mapping
from functools import cache

from audit_core.results import Audited
from audit_rulesets.samples.render import CORE, Style
from tests.reports.bases import BASES
from tests.reports.controls import CONTROLS
from tests.reports.mutations import MUTATIONS, Mutation
from tests.reports.reading import audit, auditor, statuses

SIGNS: Mapping[str, str] = {
    "fail": "F", "review": "R", "not_assessed": "n", "not_applicable": "-", "pass": "p", "error": "E",
}  # fmt: skip


@cache
def clean(base: str, style: Style) -> Audited:
    """Return the audit of a base in one rendering, made once."""
    return audit(BASES[base](), style)


def changed(before: Audited, after: Audited) -> dict[str, str]:
    """Return the rules whose verdict changed, with the new one."""
    was = statuses(before)
    return {rule: status for rule, status in statuses(after).items() if status != was.get(rule)}


def _told(mutation: Mutation, style: Style) -> str:
    now = changed(clean(mutation.base, style), audit(mutation.draft(), style))
    missing = {rule: status for rule, status in mutation.rules.items() if now.get(rule) != status}
    surplus = {rule: status for rule, status in now.items() if status not in mutation.allowed(rule)}
    unknown = sorted(set(missing) - set(auditor().rules))
    if unknown and not surplus:
        return f"--  no pack has {' '.join(unknown)}"
    if missing or surplus:
        return f"!!  missing: {_signed(missing)}; too much: {_signed(surplus)}"
    return f"ok  {_signed(now)}"


def _signed(verdicts: Mapping[str, str]) -> str:
    return " ".join(f"{rule}:{SIGNS[status]}" for rule, status in sorted(verdicts.items())) or "nothing"


def rows() -> Iterator[str]:
    """Yield a line for each fault and control: `ok`, `--` where its rule is not there, or `!!` and what is wrong."""
    for mutation in MUTATIONS:
        told: dict[str, list[str]] = {}
        for style in mutation.styles:
            told.setdefault(_told(mutation, style), []).append(style.name)
        for text, styles in told.items():
            yield f"{mutation.id:4} {text}{f' ({chr(44).join(styles)})' if len(told) > 1 else ''}"
    for control in CONTROLS:
        now = changed(clean(control.base, CORE[0]), audit(control.draft(), control.style))
        aside = dict.fromkeys(control.aside, "not_applicable") | dict.fromkeys(control.unsaid, "not_assessed")
        allowed = {**control.rules, **dict.fromkeys(control.assessed, "pass"), **aside}
        yield f"{control.id:4} {'ok' if now == allowed else '!!'}  {_signed(now)}"


if __name__ == "__main__":
    sys.stdout.writelines(f"{row}\n" for row in rows())
