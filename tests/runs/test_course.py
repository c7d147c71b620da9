"""A run as it goes on: order, what is kept, interrupts, and outputs that are valid whenever it ends."""

import gc
import io
import json
import os
import pickle
import signal
import threading
from collections.abc import Callable, Iterator, Sequence
from functools import cache
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec import structs

from audit_core import audit_many
from audit_core.cli import main
from audit_core.errors import ConfigurationError
from audit_core.formats import View
from audit_core.guard import GUARD, Interrupted
from audit_core.reporters import BUILTIN
from audit_core.reporters.json import Members, dumps, pieces
from audit_core.results import Failure, Result
from audit_core.runs.auditing import Auditing, Done, Orders, Setup
from audit_core.runs.course import Course
from audit_core.runs.files import Input, inputs
from audit_core.runs.keeping import _IN_MEMORY, KeptResults
from audit_core.spool import Spool
from audit_core.words import Words
from audit_rulesets.samples.render import PIPES, TEXT
from tests.reporters.sample import sample
from tests.reports.bases import b22

TEXTS = st.text(max_size=8)
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers(-9, 9) | TEXTS,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(TEXTS, inner, max_size=4),
    max_leaves=12,
)


def lazy(value: object) -> object:
    """Return a value with its arrays and objects to be written one by one."""
    if isinstance(value, dict):
        return Members((key, lazy(item)) for key, item in value.items())
    return iter([lazy(item) for item in value]) if isinstance(value, list) else value


@settings(max_examples=50)
@given(VALUES, st.sampled_from([2, -1]))
def test_what_is_written_in_pieces_is_what_is_written_whole(value: object, indent: int) -> None:
    assert "".join(pieces(lazy(value), indent)) == dumps(value, indent)
    assert "".join(pieces(value, indent)) == dumps(value, indent)


def numbered(count: int) -> Iterator[Result]:
    base, other = sample().results
    for number in range(count):
        yield Result(base.source, base.audited, other.score if number % 2 else base.score, kept=str(number).encode())


@pytest.mark.parametrize("count", [0, 1, _IN_MEMORY, _IN_MEMORY + 7])
def test_results_are_read_as_often_as_anybody_wants(count: int) -> None:
    kept = KeptResults(numbered(count))
    first = [int(one.kept) for one in kept]
    assert first == [int(one.kept) for one in kept] == list(range(count))
    assert len(kept) == count


def test_two_readers_at_once() -> None:
    kept = KeptResults(numbered(_IN_MEMORY + 5))
    pairs = [(int(one.kept), int(other.kept)) for one, other in zip(kept, kept, strict=True)]
    assert pairs == [(n, n) for n in range(_IN_MEMORY + 5)]


def test_what_lies_in_the_file_is_the_same_result() -> None:
    (*_, before) = numbered(_IN_MEMORY + 1)
    (*_, after) = KeptResults(numbered(_IN_MEMORY + 1))
    (*_, again) = KeptResults(numbered(_IN_MEMORY + 1))
    assert repr(after.score) == repr(before.score) == repr(again.score)
    assert [one.words for one in after.findings] == [one.words for one in before.findings]


def test_where_a_result_cannot_be_kept_nobody_reads_on(monkeypatch: pytest.MonkeyPatch) -> None:
    kept = KeptResults(numbered(_IN_MEMORY + 7))
    with monkeypatch.context() as full:
        full.setattr(Spool, "_opened", lambda _: (_ for _ in ()).throw(OSError(28, "No space left on device")))
        with pytest.raises(ConfigurationError, match="no space left"):
            list(kept)
    with pytest.raises(ConfigurationError, match="no space left"):
        list(kept)


def test_a_result_that_cannot_be_read_back_is_told_at_its_cause() -> None:
    kept = KeptResults(numbered(_IN_MEMORY + 7))
    list(kept)
    kept._behind._opened().truncate(3)
    with pytest.raises(ConfigurationError, match="results cannot be kept in a temporary file: input/output error"):
        list(kept)


def test_what_is_not_kept_is_read_once() -> None:
    kept = KeptResults(numbered(3), again=False)
    assert [int(one.kept) for one in kept] == [0, 1, 2]
    assert len(kept) == 3
    with pytest.raises(LookupError):
        next(iter(kept))


@pytest.mark.parametrize("name", [reporter.name for reporter in BUILTIN if reporter.once])
def test_who_promises_to_read_once_does(name: str) -> None:
    reporter = next(one for one in BUILTIN if one.name == name)
    run = sample()
    whole, once = io.StringIO(), io.StringIO()
    reporter.write(run, whole, View())
    reporter.write(sample().__class__(**{
        field: getattr(run, field) for field in run.__struct_fields__ if field != "results"
    }, results=KeptResults(iter(run.results), again=False)), once, View())  # fmt: skip
    assert once.getvalue() == whole.getvalue()


@pytest.mark.parametrize("name", ["json", "jsonl", "text"])
def test_a_report_is_written_before_the_next_is_audited(name: str) -> None:
    reporter = next(one for one in BUILTIN if one.name == name)
    stream, seen = io.StringIO(), []
    run = sample()

    def coming() -> Iterator[Result]:
        for result in run.results:
            seen.append(stream.getvalue().count("TAB-31"))
            yield result
        seen.append(stream.getvalue().count("TAB-31"))

    fields = {field: getattr(run, field) for field in run.__struct_fields__ if field != "results"}
    reporter.write(run.__class__(**fields, results=KeptResults(coming(), again=False)), stream, View())
    assert seen[0] < seen[1] < seen[2]


@cache
def setup() -> Setup:
    return Auditing(Orders(select=("SEC-01",))).setup


def test_what_a_stranger_put_into_an_example_is_not_told_to_another_process() -> None:
    rule = structs.replace(setup().rules["SEC-01"], examples={"wrong": ({"overview": lambda: "?"},)})
    told = pickle.loads(pickle.dumps(structs.replace(setup(), rules={"SEC-01": rule}).without_code()))
    assert told.rules["SEC-01"].examples == {}


class Arriving:
    """Stands for what audits: tells of inputs in the order it is given, and may be interrupted on the way."""

    def __init__(self, order: Sequence[int | None]) -> None:
        self.order = order
        self.stopped = False
        self.setup = setup()

    def stop(self) -> None:
        self.stopped = True

    def audited(self, found: Sequence[Input]) -> Iterator[tuple[int, Done | None]]:
        for number in self.order:
            if number is None:
                signal.raise_signal(signal.SIGINT)
            else:
                yield number, Done(failures=[Failure("input", found[number].uri, Words("坏", "bad"))])
                yield number, None


@settings(max_examples=20)
@given(st.permutations(range(6)))
def test_whichever_is_ready_first_the_order_is_that_of_the_inputs(order: list[int]) -> None:
    found = [Input(b"", str(number)) for number in range(6)]
    course = Course(Arriving(order), found)  # type: ignore[arg-type]
    told = [failure.subject for done in course.parts() for failure in done.failures]
    assert told == [str(number) for number in range(6)]


def test_an_interrupt_loses_nothing_that_is_done() -> None:
    found = [Input(b"", str(number)) for number in range(5)]
    auditing = Arriving([3, 0, None, 1])
    with GUARD.handling_signals(), GUARD.holding_interrupts():
        run = Course(auditing, found).run()  # type: ignore[arg-type]
        told = [(one.kind, one.subject) for one in run.failures]
    assert told == [("run", "audit-core"), *(("input", one) for one in ("0", "3", "1", "2", "4"))]
    assert auditing.stopped


def test_an_interrupt_while_something_is_written_waits_for_the_next_report() -> None:
    with GUARD.handling_signals():
        with GUARD.holding_interrupts():
            signal.raise_signal(signal.SIGINT)
            with pytest.raises(Interrupted), GUARD.interruptible():
                pass
        assert GUARD.interrupted


INTERRUPTED: dict[str, Callable[[str], object]] = {
    "json": lambda text: json.loads(text)["summary"]["reports"],
    "jsonl": lambda text: [json.loads(line) for line in text.splitlines()][-1]["end"]["summary"]["reports"],
    "sarif": lambda text: len([a for a in json.loads(text)["runs"][0]["artifacts"] if "roles" in a]),
    "text": lambda text: int("reports 1" in text or "1 report;" in text),
}


@pytest.mark.parametrize("name", INTERRUPTED)
def test_an_output_is_whole_when_the_run_is_interrupted(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    for file in ("a.md", "b.md", "c.md"):
        Path(file).write_bytes(PIPES.print(b22()))
    whole, count = Auditing._audited, []

    def audited(self: Auditing, one: Input, done: Done) -> Result:
        count.append(one.uri)
        if len(count) == 2:
            signal.raise_signal(signal.SIGINT)
        return whole(self, one, done)

    monkeypatch.setattr(Auditing, "_audited", audited)
    status = main(["check", ".", "--select", "TAB", "--format", name, "--lang", "en"])
    text = capsys.readouterr().out
    assert (status, INTERRUPTED[name](text)) == (2, 1)
    assert "b.md" in text


@pytest.mark.slow
def test_no_result_outlives_its_turn(tmp_path: Path) -> None:
    for number in range(6):
        (tmp_path / f"{number}.md").write_bytes(PIPES.print(b22()))
    alive: list[int] = []

    def see(_: Result) -> None:
        gc.collect()
        alive.append(sum(isinstance(one, Result) for one in gc.get_objects()))

    found = list(inputs([str(tmp_path)], "-", 10**9))
    run = Course(Auditing(Orders(select=("SEC-01",))), found, seen=see).run(again=False)
    next(one for one in BUILTIN if one.name == "json").write(run, io.StringIO(), View())
    assert len(alive) == 6
    assert alive[-1] <= alive[1]


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="needs FIFOs")
def test_a_pipe_that_is_named_twice_is_read_once(tmp_path: Path) -> None:
    pipe, report = tmp_path / "pipe.md", TEXT.print(b22())
    os.mkfifo(pipe)
    writer = threading.Thread(target=pipe.write_bytes, args=(report,), daemon=True)
    writer.start()
    (result,) = audit_many([pipe, pipe], others=[pipe])
    writer.join(10)
    assert not writer.is_alive()
    assert result.audited.report.year == 2022
