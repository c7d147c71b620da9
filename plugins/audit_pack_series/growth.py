"""Growth that the text states, worked out again from the tables of both years.

`全年收到政府信息公开申请120件，较上年增长35%` is held against table 3 of this report and of last year's; a statement on
anything else than a printed total, or beside another number, is left alone.
"""

import re
from collections.abc import Iterator
from decimal import ROUND_HALF_UP, Decimal
from typing import TYPE_CHECKING, Final, NamedTuple

from audit_core import Evidence, Fact, Finding, NotApplicable, Passage, Pattern, Report, Status, Words, passages
from audit_pack_series import years
from audit_pack_series.yearly import all_of

if TYPE_CHECKING:
    from audit_core import Snapshot

_GROWTH: Final = Pattern(
    r"(?:同比|(?:较|比|与)(?:上一?年度?|去年|(?P<year>20\d\d)年度?)(?:同期)?(?:相比|比较)?)[，,]?"
    r"(?:(?:增加|减少|增长|下降)了?\d+[件份宗次][，,、])?(?:同比)?"
    r"(?P<way>增长|增加|上升|提高|增幅|下降|减少|降低|回落|降幅)(?:幅度)?(?:了|为|达到?)?"
    r"(?P<about>约|近|超过?|逾|将近|大约)?(?P<share>\d{1,5}(?:\.\d{1,4})?)[%％](?!的?个?百分点)"
)
_DOWN: Final = frozenset({"下降", "减少", "降低", "回落", "降幅"})
_N: Final = r"(?:共计?|合计|总计|为|达到?|约)?(?P<count>\d+)[件份宗次]"
_AT_LEAST: Final = frozenset({"超", "超过", "逾"})
_ABOUT: Final = Decimal(2)
"""How many points a share may be off that is said to be approximate."""
_BETWEEN: Final = Pattern(r"[，,、（(\s]*")

_RECEIVED: Final = ("applications", "received", "total")
_SUBJECTS: Final[tuple[tuple[Pattern, tuple[str, str, str]], ...]] = (
    (Pattern(rf"(?:新收|收到|受理|接收)[^，,。；;]{{0,16}}?申请{_N}"), _RECEIVED),
    (Pattern(rf"申请(?:总?量|总?数量?|件数){_N}"), _RECEIVED),
    (Pattern(r"申请(?:总?量|总?数量?|件数)"), _RECEIVED),
    (Pattern(rf"行政许可(?:处理)?决定(?:数量)?{_N}"), ("licensing", "licences", "decisions")),
    (Pattern(rf"行政处罚(?:处理)?决定(?:数量)?{_N}"), ("enforcement", "penalties", "decisions")),
    (Pattern(rf"行政强制(?:处理)?决定(?:数量)?{_N}"), ("enforcement", "coercion", "decisions")),
)
"""What a statement is about, and the figure that prints it; nearer to the statement goes before farther."""

_PLAIN: Final = Pattern(
    r"(?:.*[，,、：:]|)(?:本年度?|全年|今年|年内|20\d\d年度?|我[省市县区州旗镇乡局委办厅街院]|全[省市县区州旗镇乡局委办厅街]|"
    r"共|新收|收到|受理|依法|政府信息公开|信息公开|依申请公开|的)*"
)
"""What may stand before 申请量 in its clause for it to be the report's own, and no part of it."""


class _Statement(NamedTuple):
    """A statement of growth, in per cent, negative where it is a fall; `unit` is that of its last printed digit.

    `stated` is the count that it names, if any; it is `sure` where it is about the report's own figure beyond doubt.
    Where the share `is_least`, as in 超过20%, a larger one agrees, too.
    """

    passage: Passage
    start: int
    end: int
    key: tuple[str, str, str]
    stated: Decimal | None
    share: Decimal
    unit: Decimal
    sure: bool
    is_least: bool = False

    def agrees(self, expected: Decimal) -> bool:
        """Whether the growth that the tables tell is the one stated."""
        beyond = self.is_least and expected * self.share > 0 and abs(expected) > abs(self.share)
        return beyond or abs(expected - self.share) < self.unit

    @property
    def words(self) -> str:
        """The statement as printed, in one line."""
        return " ".join(self.passage.text[self.start : self.end].split())


@years.rule(
    "XYR-08",
    zh="正文写明“{words}”，按两年表格的 {before} 和 {figure} 应为 {expected}%",
    en="the text says “{words}”; by the tables of both years, {before} and {figure}, it is {expected}%",
    severity="warning",
    basis="R6",
    advice=("请重新计算同比。", "Work the growth out again."),
    wrong={
        "overview": "全年收到政府信息公开申请120件，较上年增长35%。",
        "applications/received/total": 120,
        "previous": {"applications/received/total": 100},
    },
    right={
        "overview": "全年收到政府信息公开申请120件，较上年增长20%。",
        "applications/received/total": 120,
        "previous": {"applications/received/total": 100},
    },
)
def growth(report: Report, previous: "Snapshot") -> Iterator[Finding]:
    """同比数字复算 / Growth recomputed

    检查 正文中“较上年增长（下降）百分之几”，与两年表格中的数据是否相符。只看收到的申请和行政许可、行政处罚、行政强制的
        决定；写有件数的，件数须与本年表格一致。四舍五入或者去尾都算相符。
    Checks whether the growth that the text states agrees with the tables of both years: of applications received, and
        of decisions on licences, penalties and coercion. Where it names a count, this must be this year's figure.
        Rounded and cut off alike agree.
    原因 同比是最常被引用的数，却要两份报告才能核对。
    Why Growth is quoted most, and takes two reports to check.
    依据 《政府信息公开条例》第六条。
    Basis Article 6 of the Regulations.
    误报 基数不在表格中的；申请量前面写有其他范围的，只列为待核问题。
    False alarms Growth of what no table has; where another scope may be meant, it is only a review finding.
    调整 可以停用，或调整严重程度。
    Tailoring May be switched off or given another severity.
    """
    found = list(_statements(report))
    if not found:
        raise NotApplicable("the text states no growth of what the tables have", "正文没有写明表格所列数据的同比")
    yield from all_of(_recomputed(report, previous, one) for one in found)


def _recomputed(report: Report, previous: "Snapshot", one: _Statement) -> Iterator[Finding]:
    now, then = report.fact(*one.key), previous.fact(*one.key)
    if one.stated is not None and one.stated != now.value:
        return  # another quantity, or a count that does not agree with the table: XSC has it
    if then.number and now.number >= 0:
        expected = (now.number - then.number) * 100 / then.number
        if not one.agrees(expected):
            yield _found(one, now, then, expected)


def _found(one: _Statement, now: Fact, then: Fact, expected: Decimal) -> Finding:
    at = one.passage.cut(one.start, one.end)
    return Finding(
        at=at,
        status=Status.FAIL if one.sure else Status.REVIEW,
        evidence=(Evidence(_TEXT, one.words, None, at), Evidence.of(now), Evidence.of(then)),
        key="/".join(one.key),
        words=one.words,
        figure=now.number,
        before=then.number,
        expected=expected.quantize(Decimal("0.01"), ROUND_HALF_UP),
    )


_TEXT: Final = Words("正文", "text")


def _statements(report: Report) -> Iterator[_Statement]:
    for passage in passages(report, "paragraphs").every:
        for match in _GROWTH.finditer(passage.text):
            if match["year"] is None or int(match["year"]) == report.year - 1:
                yield from _about(passage, match)


def _about(passage: Passage, match: re.Match[str]) -> Iterator[_Statement]:
    """Yield the statement where what it is about stands right before it."""
    begin, _ = passage.sentence(match.start(), match.end())
    before = passage.text[begin : match.start()]
    for pattern, key in _SUBJECTS:
        for subject in pattern.finditer(before):
            if not _BETWEEN.fullmatch(before, subject.end()):
                continue
            count = subject["count"] if "count" in pattern.groupindex else None
            share = Decimal(match["share"])
            unit = Decimal(1).scaleb(int(share.as_tuple().exponent)) if not match["about"] else _ABOUT
            yield _Statement(
                passage,
                begin + subject.start(),
                match.end(),
                key,
                Decimal(count) if count else None,
                -share if match["way"] in _DOWN else share,
                max(unit, Decimal("0.0001")),
                sure=bool(count) or bool(_PLAIN.fullmatch(before, 0, subject.start())),
                is_least=match["about"] in _AT_LEAST,
            )
            return
