"""What rules say in full, held against a record: verdict, words, places, evidence and fix, as an auditor would check them.

The tests say which reports are judged and what must be found; the record says how it is told. After a change that is
meant: `UPDATE_GOLDEN=1 pytest`, and look at the difference of `tests/golden/said/`. What no test says any
more stays there until the folder is removed before.

`by_module.txt` holds which entries the quick tests of each module say, so that a rule that falls silent fails the module
even where no test names it: what a module said, it must say again when all of it ran.
"""

import atexit
import os
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from pathlib import Path
from zlib import crc32

from audit_core import Audited, Finding, Location, Report, Words

_ROOT = Path(__file__).parents[2]
_FOLDER = _ROOT / "tests" / "golden" / "said"
_UPDATED = bool(os.environ.get("UPDATE_GOLDEN"))
if _UPDATED and os.environ.get("PYTEST_XDIST_WORKER"):
    raise RuntimeError(
        "UPDATE_GOLDEN wants one process: each worker would write the record without what the others say"
    )
_BY_MODULE = _FOLDER / "by_module.txt"
_LONGEST = 120
_MOST_LINES = 2


def hold_audited(audited: Audited, plain: str, others: Iterable[Report] = (), packs: tuple[str, ...] = ("",)) -> None:
    """Hold what the rules of some packs find in a report, beside others, against the record.

    What a report from an office file says is not held: its places are told by no text.
    """
    said: dict[str, list[str]] = {}
    for one in audited.findings:
        if one.rule.startswith(packs):
            said.setdefault(one.rule, []).extend(told(audited.report, one.finding, one.severity, one.words))
    texts = [other.document.source.text for other in others]
    if audited.report.document.source.text and all(texts):
        for rule, lines in said.items():
            hold(rule, audited.report, plain, lines, beside="".join(texts))


def hold(rule: str, of: Report, plain: str, said: Iterable[str], options: str = "", beside: str = "") -> None:
    """Hold what a rule says of a report against the record; `plain` is the clean text that it was made from."""
    text = of.document.source.text
    told = "\n".join(said)
    if not told:
        return
    organ = of.organ
    which = "".join((text, organ.name, organ.kind, organ.level, organ.scope, *sorted(organ.powers or ()), beside))
    entry = f"# {rule} {crc32(which.encode()):08x}{options}"
    _note(entry.removeprefix("# "))
    record = _record(rule.partition("-")[0])
    if _UPDATED:
        record[entry] = "\n".join([*_changed(text, plain), told])
    assert entry in record, f"{entry} is not recorded; see {__name__}"
    assert told == "\n".join(line for line in record[entry].split("\n") if line[:2] not in ("- ", "+ "))


def hold_lines(name: str, entry: str, lines: Iterable[str]) -> None:
    """Hold what is read of something, by its own words, against a record of its own."""
    said, record = "\n".join(lines), _record(name)
    _note(f"{name} {crc32(entry.encode()):08x}")
    if _UPDATED:
        record[f"# {entry}"] = said
    assert record[f"# {entry}"] == said


def told(report: Report, finding: Finding, severity: str, words: Words) -> Iterator[str]:
    """Yield the lines that a finding is recorded in."""
    text = report.document.source.text
    who = "" if finding.responsibility == "source" else f" ({finding.responsibility})"
    yield f"{finding.status} {severity}{who} {finding.key} [{finding.table}] {finding.cause}".rstrip()
    yield f"    zh: {words.zh}"
    yield f"    en: {words.en}"
    yield f"    at: {_place(report.locate(finding.at), text)}"
    for one in finding.evidence:
        value = "" if one.value is None else f" = {one.value}"
        yield f"    {one.label.zh} / {one.label.en}: {_clipped(one.raw)}{value} at {_place(report.locate(one.at), text)}"
    if finding.sides:
        left, relation, right = finding.sides.left, finding.sides.relation, finding.sides.right
        yield f"    sides: {left} {relation} {right}, {finding.sides.words.zh} / {finding.sides.words.en}"
    if finding.advice:
        yield f"    advice: {finding.advice.zh} / {finding.advice.en}"
    if finding.fix:
        safe = "safe" if finding.fix.safe else "to be checked"
        yield f"    fix ({safe}): {_clipped(finding.fix.text)}: {finding.fix.words.zh} / {finding.fix.words.en}"
    for other in finding.consequences:
        yield f"    so {other.rule} {other.key}: {other.words.zh} / {other.words.en}"


def _place(of: Location, text: str) -> str:
    printed = f" “{_clipped(text[of.span.start : of.span.end])}”" if of.span and text else ""
    return f"{of.logical or of.place}{printed}".strip() or "-"


def _clipped(text: str) -> str:
    line = text.replace("\n", "⏎").replace("\t", "⇥")
    return line if len(line) <= _LONGEST else f"{line[:_LONGEST]}… ({len(line)}, {crc32(line.encode()):08x})"


def _changed(text: str, plain: str) -> Iterator[str]:
    """Yield the lines that were taken out and put in, the first of them."""
    old, new = plain.split("\n"), text.split("\n")
    for mark, lines, others in (("-", old, set(new)), ("+", new, set(old))):
        changed = [line for line in lines if line.strip() and line not in others]
        yield from (f"{mark} {_clipped(line)}" for line in changed[:_MOST_LINES])


def _note(entry: str) -> None:
    """Take note that the test that runs says an entry."""
    SAID.setdefault(os.environ.get("PYTEST_CURRENT_TEST", "").rpartition(" ")[0], set()).add(entry)


def fallen_silent(said: Mapping[str, set[str]]) -> dict[str, list[str]]:
    """Return what modules no longer say, of those whose quick tests all ran: `said` is what each of them says."""
    blocks = _BY_MODULE.read_text(encoding="utf-8").strip().split("\n\n") if _BY_MODULE.exists() else []
    recorded = {name: set(entries.split("\n")) for name, _, entries in (block.partition("\n") for block in blocks)}
    if _UPDATED:
        recorded = {module: one for module, one in {**recorded, **said}.items() if Path(_ROOT, module).exists()}
        entries = ("\n".join([name, *sorted(one)]) + "\n" for name, one in sorted(recorded.items()) if one)
        _BY_MODULE.write_text("\n".join(entries), encoding="utf-8")
    gone = {module: ["anything: the module is gone"] for module in recorded if not Path(_ROOT, module).exists()}
    silent = {module: sorted(recorded.get(module, set()) - one) for module, one in said.items()}
    return gone | {module: entries for module, entries in silent.items() if entries}


SAID: dict[str, set[str]] = {}
"""The entries that each test says, by its node id."""


@cache
def _record(pack: str) -> dict[str, str]:
    """The entries of a pack's record, by their first line."""
    path = _FOLDER / f"{pack}.txt"
    blocks = path.read_text(encoding="utf-8").split("\n\n") if path.exists() else []
    record = {head: rest for head, _, rest in (block.strip("\n").partition("\n") for block in blocks)}
    if _UPDATED:
        atexit.register(_write, path, record)
    return record


def _write(path: Path, record: dict[str, str]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    entries = (f"{head}\n{rest}\n" for head, rest in sorted(record.items()))
    path.write_text("\n".join(entries), encoding="utf-8")
