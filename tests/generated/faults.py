"""One fault in a report that was made up, with the rules that must speak of it."""

from collections.abc import Callable
from dataclasses import dataclass
from random import Random

from audit_rulesets.samples import prose
from audit_rulesets.samples.drafts import Draft
from audit_rulesets.samples.figures import GROUPS
from audit_rulesets.samples.reports import Made, make
from audit_rulesets.samples.values import Told, told
from tests.reports import changes as c
from tests.reports.changes import Change

Kind = Callable[[Random, Made], Change | None]
"""A fault in the printed report: the change that makes it, or none where this report cannot have it."""

Lie = Callable[[Random, Made], Told | None]
"""A fault in the words: numbers told in place of the right ones, or none where this report cannot have it."""

PEOPLE = ("natural", "business", "research", "charity", "legal_service", "other")


@dataclass(frozen=True, slots=True)
class Fault:
    """A kind of fault: what must be found, and the status it must have, and what may follow from it.

    `lost_in` are layouts in which it cannot be seen; `must` are the numbers that the words have to tell.
    """

    rule: str
    put: Kind | None = None
    lie: Lie | None = None
    status: str = "fail"
    years: tuple[int, int] = (2019, 2025)
    also: frozenset[str] = frozenset()
    lost_in: frozenset[str] = frozenset()
    must: frozenset[str] = frozenset()


def _leaf(rng: Random, made: Made) -> str:
    leaves = [key for key in made.figures.applications if key not in ("received", "carried_in", "total", "carried_out")]
    return rng.choice(leaves)


def _zero(rng: Random, made: Made) -> tuple[str, str] | None:
    """Return a cell of a result with nothing in it, in a row that is not all of its kind."""
    leaves = [key for key in made.figures.applications if key not in ("received", "carried_in", "total", "carried_out")]
    cells = [(row, column) for row in leaves for column, number in zip(PEOPLE, made.figures.applications[row], strict=True)
             if not number]  # fmt: skip
    return rng.choice(cells) if cells else None


def _empty_row(rng: Random, made: Made) -> str | None:
    rows = [key for key in sum(GROUPS.values(), ()) if not any(made.figures.applications.get(key, (0,)))]
    return rng.choice(rows) if rows else None


# Sections


def _drop(rng: Random, _: Made) -> Change:
    return c.drop_part(rng.choice(("其他需要报告", "存在的主要问题")))


def _reorder(_: Random, __: Made) -> Change:
    return c.move_part("存在的主要问题", before="行政复议")


def _rename(rng: Random, _: Made) -> Change:
    other = rng.choice(("五、存在的困难和下一步打算", "五、工作中的不足与努力方向", "五、主要问题和改进举措安排"))
    return c.reword("五、存在的主要问题及改进情况", other)


def _renumber(rng: Random, _: Made) -> Change:
    return c.reword("六、其他", f"{rng.choice('七八')}、其他")


def _event(rng: Random, _: Made) -> Change:
    return c.append_part(rng.choice(("七、大事记", "七、特色亮点工作")), "9月，门户网站改版上线，开展开放日活动。")


def _title_year(rng: Random, made: Made) -> Change:
    return c.title(f"{{organ}}{made.year + rng.choice((-1, 1))}年政府信息公开工作年度报告")


def _period(rng: Random, made: Made) -> Change:
    wrong = rng.choice(("12月21日", "11月30日"))

    def change(draft: Draft) -> None:
        draft.parts[0].blocks = [str(block).replace("12月31日", wrong) for block in draft.parts[0].blocks]

    return change


def _no_improvement(_: Random, __: Made) -> Change:
    return c.say(
        "存在的主要问题",
        "一是政策解读形式不够丰富，图表和视频偏少；二是部分栏目更新不够及时，经办人员业务能力有待提高。",
    )


def _no_problem(_: Random, __: Made) -> Change:
    return c.say("存在的主要问题", "下一步，将完善公开目录，明确责任分工，增加图解和问答类解读，按季组织业务测试。")


def _nothing(rng: Random, _: Made) -> Change:
    return c.say("存在的主要问题", rng.choice(("无", "无。", "暂无。")))


def _no_fee(rng: Random, made: Made) -> Change | None:
    return None if made.figures.notices else c.say("其他需要报告", rng.choice(("无。", "无其他需要报告的事项。")))


def _blank_six(_: Random, __: Made) -> Change:
    return c.say("其他需要报告")


# Tables


def _drop_table(rng: Random, made: Made) -> Change:
    keys = ("cases", "enforcement", "fees")
    return c.drop_table(rng.choice(keys))


def _drop_row(rng: Random, made: Made) -> Change | None:
    row = _empty_row(rng, made)
    return c.drop_row(row) if row else None


def _repeat_row(rng: Random, made: Made) -> Change | None:
    row = _empty_row(rng, made)
    return c.repeat_row(row) if row else None


def _drop_column(rng: Random, made: Made) -> Change | None:
    empty = [key for n, key in enumerate(PEOPLE) if not any(row[n] for row in made.figures.applications.values())]
    return c.drop_column(rng.choice(empty)) if empty else None


def _mislabel(rng: Random, _: Made) -> Change:
    row, label = rng.choice((
        ("denied_by_law", "2.其他法律法规禁止公开"), ("unable_not_held", "1.本机关不掌握政府相关信息"),
        ("refused_petition", "1.信访举报类申请"), ("denied_internal", "5.属于内部事务信息"),
    ))  # fmt: skip
    return c.label_row(row, label)


def _old_form(_: Random, made: Made) -> Change | None:
    return c.old_tables if made.figures.disclosure["normative"][0] == "11" else None


def _row_sum(rng: Random, made: Made) -> Change:
    one, other = rng.sample(["granted", "partial", "denied_by_law", "unable_not_held", "refused_repeat"], 2)
    return c.add((one, "total", 1), (other, "total", -1)) if made.figures.total(other) else c.add((one, "total", 1))


def _column_sum(rng: Random, made: Made) -> Change | None:
    rows = [key for key, row in made.figures.applications.items()
            if row[0] and key not in ("received", "carried_in", "total", "carried_out")]  # fmt: skip
    return c.add((row := rng.choice(rows), "natural", -1), (row, "business", 1)) if rows else None


def _balance(rng: Random, made: Made) -> Change | None:
    """Change what came in, in one column and the total, by a number that leaves the rows' sums right."""
    column = rng.choice(PEOPLE)
    return c.add(("received", column, amount := rng.randint(1, 9)), ("received", "total", amount))


def _one_cell(rng: Random, made: Made) -> Change:
    return c.add((_leaf(rng, made), rng.choice(PEOPLE), rng.randint(1, 20)))


def _cases_sum(rng: Random, made: Made) -> Change:
    block = rng.choice(("review", "direct_suit", "suit_after_review"))
    key = f"{block}/total"

    def change(draft: Draft) -> None:
        draft.put("cases", "cases", key, str(int(draft.figure("cases", "cases", key)) + rng.randint(1, 3)))

    return change


def _issued(rng: Random, made: Made) -> Change | None:
    issued, repealed, _ = map(int, made.figures.disclosure["normative"])
    left = issued - repealed - rng.randint(1, 3)
    return c.put("documents", "normative", "in_force", str(left)) if left >= 0 else None


def _shown_less(_: Random, made: Made) -> Change | None:
    shown = int(made.figures.disclosure["normative"][1])
    return c.put("documents", "normative", "total", str(shown - 1)) if shown > 1 else None


def _stock_below(_: Random, made: Made) -> Change | None:
    before = made.figures.disclosure["licences"][0]
    return c.put("licensing", "licences", "change", f"-{int(before) + 2}") if before != "0" else None


# Figures as they are printed


def _decimals(_: Random, made: Made) -> Change | None:
    spent = made.figures.disclosure["centralised"][1]
    return c.put("procurement", "centralised", "amount", spent[:-2]) if "." in spent else None


def _negative(rng: Random, made: Made) -> Change | None:
    if not made.figures.total("granted"):
        return None
    return c.add(("partial", "legal_service", -1 - made.figures.applications["partial"][4]),
                 ("granted", "legal_service", 1 + made.figures.applications["partial"][4]),
                 ("partial", "natural", 1 + made.figures.applications["partial"][4]),
                 ("granted", "natural", -1 - made.figures.applications["partial"][4]),
                 ) if made.figures.applications["granted"][0] > made.figures.applications["partial"][4] else None  # fmt: skip


def _figure(rng: Random, made: Made, least: int = 1) -> tuple[str, str, str, str] | None:
    """Return some whole figure of decisions, where it stands and how it is printed."""
    rows = {"licences": "licensing", "penalties": "enforcement", "coercion": "enforcement"}
    cells = [(table, row, "decisions", made.figures.disclosure[row][-1]) for row, table in rows.items()]
    some = [cell for cell in cells if int(cell[3]) >= least]
    return rng.choice(some) if some else None


def _reprinted(how: Callable[[str], str], least: int = 1) -> Kind:
    def put(rng: Random, made: Made) -> Change | None:
        found = _figure(rng, made, least)
        return c.put(*found[:3], how(found[3])) if found else None

    return put


_WIDE = str.maketrans("0123456789", "０１２３４５６７８９")


def _zero_as(*texts: str) -> Kind:
    def put(rng: Random, made: Made) -> Change | None:
        cell = _zero(rng, made)
        return c.put("applications", *cell, rng.choice(texts)) if cell else None

    return put


def _caption(rng: Random, _: Made) -> Change:
    table, number = rng.choice((("documents", "一"), ("licensing", "五"), ("fees", "八")))
    return c.caption(table, f"第二十条第({number})项")


def _unit(_: Random, __: Made) -> Change:
    return c.label_column("fees", "amount", "本年收费金额（单位：元）")


def _lost_cell(rng: Random, made: Made) -> Change:
    return c.drop_cell(_leaf(rng, made), rng.choice(PEOPLE))


def _bare(rng: Random, _: Made) -> Change:
    return c.bare_row(rng.choice(("refused_confirmation", "refused_repeat", "unable_unclear")))


# Words


def _sentence(*texts: str) -> Kind:
    def put(rng: Random, made: Made) -> Change:
        numbers = {"y": made.year, "last_y": made.year - 1, "we": made.organ.we, "whole": made.organ.whole,
                   "n": rng.randint(300, 900), "m": rng.randint(20, 90), "k": rng.randint(1000, 5000)}  # fmt: skip
        return c.append_sentence(rng.choice(texts).format(**numbers))

    return put


def _published(late: str) -> Kind:
    def put(_: Random, made: Made) -> Change | None:
        day = {"31 January": "02-03", "31 March": "04-02", "early": "12-30"}[late]
        year = made.year + (late != "early")
        kinds = {"31 January": ("department",), "31 March": ("province", "city", "county")}.get(
            late, (made.organ.kind,)
        )
        return c.published(f"{year}-{day}") if made.organ.kind in kinds else None

    return put


def _off(key: str, *others: str) -> Lie:
    """Tell a number that is not the right one, nor any that could be meant instead; some others must not be zero."""

    def lie(rng: Random, made: Made) -> Told | None:
        said = told(made.figures)
        right = said.get(key)
        if not isinstance(right, int) or not right or not all(said[other] for other in others):
            return None
        near = {value for value in said.values() if isinstance(value, int)}
        near |= {one - other for one in near for other in near}
        wrong = [number for number in range(max(0, right - 9), right + 60) if number not in near]
        return {key: rng.choice(wrong)} if wrong else None

    return lie


def _claims(key: str, *zeros: str) -> Lie:
    """Tell the words of a report in which some numbers are zero."""

    def lie(_: Random, made: Made) -> Told | None:
        return dict.fromkeys(zeros, 0) if told(made.figures)[key] else None

    return lie


def _lied(rule: str, key: str, *, years: tuple[int, int] = (2019, 2025), also: tuple[str, ...] = ()) -> Fault:
    return Fault(rule, lie=_off(key), years=years, also=frozenset(also), must=frozenset({key}))


def _moved_fee(rng: Random, made: Made) -> Change | None:
    """Book one application as dropped for want of payment."""
    if made.figures.notices or not made.figures.applications.get("other_reasons", [0])[0]:
        return None
    moved = c.add(("other_reasons", "natural", -1), ("other_reasons", "total", -1), ("other_fee_unpaid", "natural", 1),
                  ("other_fee_unpaid", "total", 1))  # fmt: skip
    return c.all_of(
        moved, c.say("其他需要报告", rng.choice(("本年度未发出收费通知。", "全年发出收费通知0件，总金额0元。")))
    )


def _no_result(_: Random, made: Made) -> Change | None:
    if not made.organ.governs:
        return None

    def change(draft: Draft) -> None:
        part = draft.part("总体情况")
        part.blocks[-1] = (
            "监督保障方面，举办业务培训班6期，培训210人次，年度考核中6个单位获评优秀，未发生责任追究情形。"
        )

    return change


def _requests(*texts: str, where: str) -> Kind:
    """Say other words on applications, where some number is not zero."""

    def put(rng: Random, made: Made) -> Change | None:
        said = told(made.figures)
        text = rng.choice(texts).format_map({**said, "wrong": _wrong(rng, said), "we": made.organ.we})

        def change(draft: Draft) -> None:
            blocks = draft.part("总体情况").blocks
            blocks[1] = prose.head_of(str(blocks[1])) + text

        return change if said[where] else None

    return put


def _wrong(rng: Random, said: Told) -> str:
    """Return a percentage that is none of anything, in two digits and one decimal."""
    done, granted = int(said["completed"]) or 1, int(said["granted"])
    able = [
        n
        for n in range(101, 999)
        if all(abs(1000 * granted / whole - n) > 9 for whole in (done, int(said["received"]) or 1))
    ]
    return f"{rng.choice(able) / 10:.1f}%"


_NONE = (
    "{we}全年未收到政府信息公开申请。",
    "本年度收到政府信息公开申请0件。",
    "依申请公开渠道畅通，本年度没有收到政府信息公开申请。",
)
_ALL = ("全年收到政府信息公开申请{received}件，全部办结。", "共受理政府信息公开申请{received}件，均已办结，无结转。")
_SHARE = "全年答复政府信息公开申请{completed}件，其中予以公开{granted}件，占办结总数的{wrong}。"
_NEVER = (
    "全年收到政府信息公开申请{received}件，未发生因政府信息公开引发的行政复议。",
    "全年收到政府信息公开申请{received}件，{we}没有因政府信息公开工作引发行政复议和行政诉讼案件。",
)


def _denied_fee(_: Random, made: Made) -> Change | None:
    """Say in section six that there is nothing, and before that a fee was taken."""
    taken = c.append_sentence("全年收取政府信息公开信息处理费400元。")
    paid = made.figures.disclosure["fees"] != ["0"]
    return c.all_of(taken, c.say("其他需要报告", "本年度未收取信息处理费。")) if paid else None


_OLD, _NEW = (2019, 2020), (2021, 2025)
_SUMS = frozenset({"TAB-31", "TAB-32", "TAB-33"})
_HALF = frozenset({"half-width"})

FAULTS: tuple[Fault, ...] = (
    Fault("SEC-02", _drop),
    Fault("SEC-03", _reorder),
    Fault("SEC-05", _rename),
    Fault("SEC-04", _renumber),
    Fault("SEC-06", _event),
    Fault("SEC-07", _title_year),
    Fault("SEC-09", _period),
    Fault("SEC-11", _no_result),
    Fault("SEC-12", _no_improvement),
    Fault("SEC-12", _no_problem),
    Fault("SEC-13", _nothing),
    Fault("SEC-14", _blank_six, years=_OLD),
    Fault("SEC-15", _no_fee, years=_NEW),
    Fault("TAB-01", _drop_table),
    Fault("TAB-02", _drop_row),
    Fault("TAB-03", _drop_column),
    Fault("TAB-04", _mislabel),
    Fault("TAB-05", _old_form, years=_NEW),
    Fault("TAB-07", _repeat_row),
    Fault("TAB-21", _issued, years=_NEW, also=frozenset({"XSC-12"})),
    Fault("TAB-22", _shown_less, years=_OLD, also=frozenset({"XSC-12"})),
    Fault("TAB-23", _stock_below, years=_OLD),
    Fault("TAB-31", _row_sum, also=frozenset({"TAB-33"})),
    Fault("TAB-33", _column_sum),
    Fault("TAB-32", _balance, also=frozenset({"XSC-01", "XSC-06", "XSC-07", "XSC-08"})),
    Fault("TAB-31", _one_cell, also=_SUMS | {"XSC-05", "XSC-07"}),
    Fault("TAB-33", _one_cell, also=_SUMS | {"XSC-05", "XSC-07"}),
    Fault("TAB-41", _cases_sum, also=frozenset({"XSC-10", "XSC-11"})),
    Fault("FMT-01", _decimals, years=_OLD, also=frozenset({"XSC-14"})),
    Fault("FMT-02", _negative, also=frozenset({"XSC-05", "XSC-07", "XSC-19"})),
    Fault("FMT-03", _reprinted(lambda text: f"{text}.5"), also=frozenset({"XSC-13"})),
    Fault("FMT-04", _reprinted(lambda text: text.translate(_WIDE))),
    Fault("FMT-05", _reprinted(lambda text: f"{int(text):,}", 1000)),
    Fault("FMT-06", _reprinted(lambda text: f"{text}件")),
    Fault("FMT-07", _zero_as("")),
    Fault("FMT-08", _zero_as("/", "-", "—")),
    Fault("FMT-09", _zero_as("无数据", "见附件", "未统计")),
    Fault("FMT-11", _caption, lost_in=_HALF),
    Fault("FMT-12", _sentence("完善登记制度,规范办理流程。", "优化栏目设置;方便群众查询。")),
    Fault("FMT-17", _unit, years=_NEW),
    Fault("EXT-01", _lost_cell, status="review"),
    Fault("EXT-02", _bare, status="review", lost_in=frozenset({"ragged"})),
    Fault("TXT-01", _sentence("{last_y}年，{whole}共召开工作推进会4次。", "{last_y}年，{we}公开信息{n}条。")),
    Fault("TXT-02", _sentence("XX局牵头负责日常工作。", "由×××科具体承办。", "发布信息（此处填写数量）条。")),
    Fault("TXT-03", _sentence("在图书管设置查阅点。")),
    Fault("TXT-04", _sentence("发放宣传单约{n}余份。", "参与群众近{n}多人。", "大约{n}左右群众参与。")),
    Fault("TXT-05", _sentence("严格执行《中华人民共和国政府信息公开条例》（国务院令第492号）。", "坚持以公开为原则、不公开为例外。")),
    Fault("TXT-08", _sentence("联系人周明，手机13800000000。"), status="review"),
    Fault("PUB-01", _published("31 January")),
    Fault("PUB-02", _published("31 March")),
    Fault("PUB-04", _published("early")),
    Fault("XSC-19", _sentence("全年编发简报{m}期，其中要情{n}期、专报{k}期。", "新增解读材料{m}篇，包括文字解读{k}篇、图解{n}篇。")),
    Fault("XSC-18", _sentence("重点民生专栏发布信息{n}条。年内该专栏发布信息{m}条。"), status="review"),
    Fault("XSC-15", _moved_fee, years=_NEW),
    Fault("XSC-07", _requests(_SHARE, where="granted")),
    Fault("XSC-08", _requests(*_NONE, where="received")),
    Fault("XSC-09", _requests(*_ALL, where="carried_out")),
    Fault("XSC-11", _requests(*_NEVER, where="review")),
    Fault("XSC-16", _denied_fee, years=_NEW),
    _lied("XSC-01", "received", also=("XSC-07", "XSC-06", "XSC-19")),
    _lied("XSC-02", "carried_in", also=("XSC-19",)),
    _lied("XSC-03", "completed", also=("XSC-19", "XSC-07")),
    _lied("XSC-04", "carried_out"),
    *(_lied("XSC-05", key, also=("XSC-07", "XSC-19")) for key in ("granted", "partial", "denied", "unable", "refused", "both")),
    _lied("XSC-06", "natural", also=("XSC-07", "XSC-19")),
    _lied("XSC-06", "legal", also=("XSC-07", "XSC-19")),
    _lied("XSC-10", "review", also=("XSC-19",)),
    _lied("XSC-10", "suit", also=("XSC-19",)),
    _lied("XSC-10", "direct", also=("XSC-19",)),
    _lied("XSC-12", "issued", years=_NEW),
    _lied("XSC-12", "in_force", years=_NEW),
    _lied("XSC-12", "made", years=_OLD),
    _lied("XSC-13", "penalties"),
    _lied("XSC-13", "licences"),
    _lied("XSC-14", "projects", years=_OLD),
)  # fmt: skip


def _planted(fault: Fault, seed: str) -> Made | None:
    rng = Random(f"{seed}/fault")
    year = rng.randint(*fault.years)
    made = make(seed, year=year, must=fault.must)
    if fault.lost_in & {made.style.name}:
        return None
    if fault.lie:
        lies = fault.lie(rng, made)
        return _told_otherwise(fault, seed, year, lies) if lies else None
    change = fault.put(rng, made) if fault.put else None
    if change:
        change(made.draft)
    return made if change else None


def _told_otherwise(fault: Fault, seed: str, year: int, lies: Told) -> Made | None:
    """Return a report that tells lies, where its words are others than those of the one that does not."""
    made, honest = make(seed, year=year, lies=lies, must=fault.must), make(seed, year=year, must=fault.must)
    return made if made.page() != honest.page() else None


def planted(fault: Fault, seed: str) -> Made:
    """Return a report with a fault; seeds that cannot have it are passed over."""
    return next(made for number in range(5000) if (made := _planted(fault, f"{seed}/{number}")))
