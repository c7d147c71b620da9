"""What the reports of a run may see of each other, gathered before any of them is audited.

A run takes this way only where a rule asks for other reports and there are any: `check 2021.docx 2022.docx`, or
`check 2022.docx --with archive/`.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from msgspec.structs import replace

from audit_core.errors import InputError, NotAReport
from audit_core.others import Reports
from audit_core.runs.auditing import Auditing, Done
from audit_core.runs.files import Input
from audit_core.words import Words

if TYPE_CHECKING:
    from audit_core.runs.workers import Pool


def gather(auditing: "Auditing | Pool", judged: Sequence[Input], beside: Sequence[Input]) -> list[Input]:
    """Set the reports of a run, and those that they are to be compared with, beside those that will be audited.

    Returns the inputs of `beside` that could not be read or hold no report, with the reason, to be told of with the
    others; what is wrong with one of `judged` is told when it is audited.
    """
    if not beside and not auditing.setup.needs:
        return []
    parts: dict[int, list[Done]] = defaultdict(list)
    for number, done in auditing.audited([*judged, *(replace(one, compared=True) for one in beside)], gather=True):
        if done is not None:
            parts[number].append(done)
    # In the order of their names: what a report is compared with does not hang on the order of the paths.
    snapshots = (one for dones in parts.values() for done in dones for one in done.snapshots)
    auditing.compare_with(Reports(encoded for _, _, encoded in sorted(snapshots)))
    unread = (done for number, dones in sorted(parts.items()) if number >= len(judged) for done in dones)
    return [one for done in unread for one in _unread(done)]


def _unread(done: Done) -> Iterator[Input]:
    for failure in done.failures:
        words = Words(f"未能读取供比对的报告：{failure.words.zh}", f"not read for comparison: {failure.words.en}")
        if done.snapshots:  # a plugin broke over it, and another read it
            words = Words(
                f"读取供比对的报告时：{failure.words.zh}", f"when it was read for comparison: {failure.words.en}"
            )
        yield Input(b"", failure.subject, error=InputError(words.en, words.zh, place=failure.subject))
    for uri, why in done.skipped.items():
        yield Input(b"", uri, found=True, error=NotAReport(why.en, why.zh, place=uri))
