"""What the reports of a run may see of each other, gathered before any of them is audited.

A run takes this way only where a rule asks for other reports and there are any: `check 2021.docx 2022.docx`, or
`check 2022.docx --with archive/`.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from msgspec.structs import replace

from audit_core.errors import ConfigurationError, InputError, NotAReport, reason
from audit_core.others import Reports
from audit_core.runs.auditing import Auditing, Done
from audit_core.runs.files import Input
from audit_core.spool import Spool
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
    unread: dict[int, list[Input]] = defaultdict(list)
    snapshots, names = Spool(), list[tuple[str, str, int, int]]()
    try:
        for number, done in auditing.audited([*judged, *(replace(one, compared=True) for one in beside)], gather=True):
            for uri, digest, encoded in done.snapshots if done else ():
                names.append((uri, digest, number, len(snapshots)))
                snapshots.keep(encoded)
            if done and number >= len(judged):
                unread[number].extend(_unread(done))
        # In the order of their names: what a report is compared with does not hang on the order of the paths.
        auditing.compare_with(Reports(snapshots[at] for *_, at in sorted(names)))
    except OSError as error:
        why = reason(error)
        raise ConfigurationError(
            f"reports to compare cannot be kept in a temporary file: {why.en}",
            f"无法用临时文件保存供比对的报告：{why.zh}",
        ) from None
    return [one for _, inputs in sorted(unread.items()) for one in inputs]


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
