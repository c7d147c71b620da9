"""Terms and patterns that should not be in a report: each match a finding, or all of them one."""

from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator
from functools import partial
from itertools import islice
from typing import Any, Final

from audit_core.declared.patterns import as_run
from audit_core.declared.scopes import Passages, passages
from audit_core.declared.search import Hit, Seeker
from audit_core.declared.specs import Texts
from audit_core.declared.terms import items_of
from audit_core.document import Excerpt
from audit_core.findings import Evidence, Finding, Fix, Severity
from audit_core.report import Report
from audit_core.words import Words

_SHOWN: Final = 2
"""So many places are shown where all matches are one finding."""

_MANY: Final = 16
"""More items than these are looked for together first."""

_SENTENCE: Final = Words("所在句", "sentence")
_PLACE: Final = Words("原文", "text")
_MORE: Final = Words("另有 {more} 处，未逐一列出", "{more} more, not listed one by one")
_REPLACE: Final = Words("改为“{fix}”", "replace by “{fix}”")


def with_options(spec: Texts, options: dict[str, Any]) -> Texts:
    """Return a rule as a ruleset's options have it."""
    from msgspec.structs import replace

    changed = {name: value for name, value in options.items() if name in ("scope", "cap")}
    changed |= {name: as_run(options[name]) for name in ("unless", "beside") if name in options}
    if "terms" in options:
        changed["items"] = items_of(options["terms"])
    if options.get("also"):
        changed["items"] = (*changed.get("items", spec.items), *items_of(options["also"]))
    return replace(spec, **changed)


def ready(spec: Texts) -> Callable[[Report], Iterator[Finding]]:
    """Return what yields what a report says that it should not."""
    every = _seekers(spec)
    literals = tuple(dict.fromkeys(literal for seeker in every for literal in seeker.literals))
    return partial(_check, spec, every, literals if len(every) > _MANY else ())


def _check(spec: Texts, every: tuple[Seeker, ...], first_look: tuple[str, ...], report: Report) -> Iterator[Finding]:
    hits = tuple(_hits(spec, every, first_look, report))
    if spec.count == "once" and hits:
        yield _once(spec, hits)
        return
    listed = hits[: spec.cap] if spec.cap else hits
    for hit in listed:
        yield _each(spec, hit)
    if len(hits) > len(listed):
        yield Finding(hits[spec.cap].passage.node, status="pass", message=_MORE, more=len(hits) - len(listed))


def _hits(spec: Texts, every: tuple[Seeker, ...], first_look: tuple[str, ...], report: Report) -> Iterator[Hit]:
    """Yield the matches item by item, each item's in reading order; of those that overlap, the first item's."""
    shared = passages(report, *spec.scope)
    asked = (
        seeker
        for seeker in _possible(every, first_look, shared)
        if seeker.item.form == "*" or report.form.fits(seeker.item.form)
    )
    yield from _apart(
        hit
        for seeker in asked
        for hit in seeker.among(passages(report, *seeker.item.scope) if seeker.item.scope else shared)
    )


def _possible(every: tuple[Seeker, ...], first_look: tuple[str, ...], shared: Passages) -> Iterable[Seeker]:
    """Return the items that may be found; most reports hold none of a long list, which one look tells."""
    if not first_look or shared.may_hold(first_look):
        return every
    return [seeker for seeker in every if seeker.item.scope or not seeker.literals]


def _apart(hits: Iterable[Hit]) -> Iterator[Hit]:
    taken: dict[int, list[tuple[int, int]]] = {}
    for hit in hits:
        # A heading that stands in a paragraph is an excerpt of it, and its words are the paragraph's.
        node = hit.passage.node
        of, shift = (node.of, node.start) if isinstance(node, Excerpt) else (node, 0)
        start, end = shift + hit.start, shift + hit.end
        stretches = taken.setdefault(id(of), [])
        after = bisect_left(stretches, (end, 0))
        if not after or stretches[after - 1][1] <= start:
            stretches.insert(after, (start, end))
            yield hit


def said_of(spec: Texts, text: str) -> Iterator[Hit]:
    """Yield the matches in a text that stands alone, as an example does."""
    from audit_core.declared.scopes import Passage
    from audit_core.document import Paragraph

    passage = Passage(Paragraph(text), text)
    for seeker in _seekers(spec):
        yield from islice(seeker.within(passage), 1)


def _seekers(spec: Texts) -> tuple[Seeker, ...]:
    return tuple(Seeker(item, spec.unless, spec.beside) for item in spec.items)


def _each(spec: Texts, hit: Hit) -> Finding:
    return Finding(
        hit.passage.cut(hit.start, hit.end),
        status=spec.status,
        severity=Severity(hit.item.severity) if hit.item.severity else None,
        evidence=(Evidence(_SENTENCE, hit.sentence, at=hit.passage.cut(hit.start, hit.end)),),
        message=Words(*hit.item.message) if hit.item.message[0] else None,
        fix=_fix(hit),
        key=hit.text,
        **_values(hit),
    )


def _values(hit: Hit) -> dict[str, Any]:
    return {"found": hit.text, "right": hit.item.right, "sentence": hit.sentence, **hit.groups}


def _fix(hit: Hit) -> Fix | None:
    if not hit.item.fix and not hit.item.right:
        return None
    text = hit.item.fix.format_map(hit.groups) if hit.item.fix else hit.item.right
    return Fix(text, Words(*(part.format(fix=text) for part in _REPLACE)), safe=hit.item.safe)


def _once(spec: Texts, hits: tuple[Hit, ...]) -> Finding:
    shown = hits[:_SHOWN]
    first = _each(spec, hits[0])
    return Finding(
        first.at,
        status=spec.status,
        severity=first.severity,
        evidence=tuple(Evidence(_PLACE, hit.sentence, at=hit.passage.cut(hit.start, hit.end)) for hit in shown),
        message=first.message,
        fix=first.fix,
        key="text",
        **{**first.values, "count": len(hits), "found": tuple(dict.fromkeys(hit.text for hit in hits))[:6]},
    )
