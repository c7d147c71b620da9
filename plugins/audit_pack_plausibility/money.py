"""Leads on amounts of money: their magnitude, and fees that no tariff comes to."""

from collections.abc import Iterator
from decimal import Decimal
from functools import lru_cache
from typing import Annotated, Final, NamedTuple

from msgspec import Meta

from audit_core import (
    Amount,
    Evidence,
    Fact,
    Finding,
    Fix,
    Form,
    NotAssessed,
    Passage,
    Pattern,
    Report,
    Status,
    Words,
    format_number,
    passages,
)
from audit_pack_plausibility import pack

_WAN: Final = Decimal(10_000)
_LOWER: Final = ("county", "township")


@pack.rule(
    "PLA-03",
    zh="{label}为 {amount} 万元，{projects} 个项目平均每项 {each} 万元，不在 {least} 至 {most} 万元的常见范围："
    "可能金额的单位是元，或项目数有误；如确有这样的项目，则无误",
    en="{label} is {amount} 万元, on average {each} 万元 for each of {projects} projects, outside the usual {least} to "
    "{most}: the amount may be in yuan, or the number of projects wrong; where there were such projects, nothing is "
    "wrong",
    severity="warning",
    basis=("R6", "N19", "N21"),
    category="TAB",
    advice=(
        "请对照采购、财务台账核对金额的单位（元、万元）和项目数。",
        "Check the unit (yuan or 万元) and the number of projects against the accounts.",
    ),
    wrong="""
        某县人民政府2019年政府信息公开工作年度报告

        第二十条第（九）项

        | 信息内容 | 采购项目数量 | 采购总金额（单位：万元，保留4位小数） |
        |---|---|---|
        | 政府集中采购 | 392 | 60070512.0000 |
    """,
    right="""
        某县人民政府2019年政府信息公开工作年度报告

        第二十条第（九）项

        | 信息内容 | 采购项目数量 | 采购总金额（单位：万元，保留4位小数） |
        |---|---|---|
        | 政府集中采购 | 392 | 6007.0512 |
    """,
)
def magnitude(
    report: Report,
    *,
    least: Amount = Decimal("0.05"),
    most: Amount = Decimal(5000),
    county_limit: Amount = Decimal(1_000_000),
) -> Iterator[Finding]:
    """金额量级 / Magnitude of amounts

    检查 2019年式政府集中采购的每项平均金额是否在常见范围内；县、乡两级政府的金额是否达到百亿元。
    Checks whether procurement of the form of 2019 is within the usual range for each project, and whether an amount of
        a county's or township's government reaches ten billion yuan.
    原因 把元当作万元填报，数值差一万倍，汇总时会淹没其他机关的数字。
    Why Yuan given as 万元 are off by ten thousand, and drown the figures of all others in a total.
    依据 表头的单位；《政府信息公开条例》第六条要求及时、准确公开。
    Basis The unit in the head; Article 6 of the Regulations asks for accurate information.
    误报 把工程建设计入集中采购的；表头和单元格都没有单位的，记为未评估。
    False alarms Construction counted as procurement; amounts without any unit are not assessed.
    调整 least、most 是每项平均金额的下限和上限，county_limit 是县、乡政府单项金额的上限，均以万元计。
    Tailoring `least` and `most` bound the amount for each project, `county_limit` any amount of a county or township,
        all in 万元.
    """
    unusual = _procured(report, least, most) if "procurement" in report.form.tables else None
    if unusual:
        yield unusual
    elif report.organ.kind == "government" and report.organ.level in _LOWER:
        yield from _huge(report, county_limit)


def _procured(report: Report, least: Decimal, most: Decimal) -> Finding | None:
    projects = report.fact("procurement", "centralised", "projects")
    amount = report.fact("procurement", "centralised", "amount")
    if not projects.number and not amount.number:
        return None
    each = _in_wan(report, amount) / _counted(projects)
    return None if least <= each <= most else _off(report, projects, amount, (least, each, most))


def _counted(projects: Fact) -> Decimal:
    if projects.value and projects.value > 0:
        return projects.value
    raise NotAssessed("there is an amount and no number of projects", "有采购金额而没有项目数，无法平均")


def _off(report: Report, projects: Fact, amount: Fact, bounds: tuple[Decimal, Decimal, Decimal]) -> Finding:
    least, each, most = bounds
    average = Words("平均每项", "for each project")
    return Finding(
        amount,
        status=Status.REVIEW,
        evidence=(Evidence.of(projects), Evidence.of(amount), Evidence(average, f"{_rounded(each)}万元", each)),
        fix=_ten_thousandth(amount) if least <= each / _WAN <= most else None,
        label=amount.label,
        amount=_plain(_in_wan(report, amount)),
        projects=projects.number,
        each=_rounded(each),
        least=format_number(least),
        most=format_number(most),
    )


def _huge(report: Report, limit: Decimal) -> Iterator[Finding]:
    for index in _amounts(report.form):
        fact = report.vector[index]
        if fact.number and _in_wan(report, fact) >= limit:
            yield _too_much(report, fact, limit)


@lru_cache(maxsize=16)
def _amounts(form: Form) -> tuple[int, ...]:
    """Return where the amounts of money stand in the vector of a form."""
    return tuple(concept.index for concept in form.concepts if concept.type == "money")


_HUGE: Final = Words(
    "{label}为 {amount} 万元，达到 {limit} 万元，对县、乡政府偏大：可能金额的单位是元；如确有这样的规模，则无误",
    "{label} is {amount} 万元, {limit} or more, which is large for a county or township: it may be in yuan; where it "
    "is "
    "really so, nothing is wrong",
)


def _too_much(report: Report, fact: Fact, limit: Decimal) -> Finding:
    amount = _in_wan(report, fact)
    return Finding(
        fact,
        status=Status.REVIEW,
        evidence=(fact,),
        message=_HUGE,
        fix=_ten_thousandth(fact),
        label=fact.label,
        amount=_plain(amount),
        limit=format_number(limit),
    )


def _in_wan(report: Report, fact: Fact) -> Decimal:
    table = report.tables.get(fact.table)
    unit = fact.figure.unit or (table.units.get(fact.column, "") if table else "") or fact.concept.unit
    base, factor = report.form.vocabulary.units.get(unit, ("", Decimal(0)))
    if base != "元":
        raise NotAssessed(f"{fact.label.en} has no unit of money", f"{fact.label.zh}没有金额单位")
    return fact.number * factor / _WAN


def _plain(number: Decimal) -> str:
    """Print an amount without zeros behind its decimals."""
    return format_number(number.quantize(Decimal(1)) if number == number.to_integral_value() else number.normalize())


def _rounded(each: Decimal) -> str:
    places = Decimal("0.01") if each >= 1 else Decimal("0.000001")
    return format_number(each.quantize(places))


def _ten_thousandth(fact: Fact) -> Fix | None:
    """Return the amount as 万元, where it was printed as yuan; only the organ can say whether it was."""
    if fact.value is None or fact.figure.oddities:
        return None
    text = format_number((fact.value / _WAN).quantize(Decimal("0.0001")))
    return Fix(text, Words(f"如单位是元，应为 {text}（须核对）", f"{text} if it is in yuan (to be confirmed)"))


_FEE: Final = Pattern(r"信息(?:公开)?(?:信息)?处理费|收费通知")
_AMOUNT: Final = Pattern(r"(?P<about>[约近超逾过])?(?P<number>\d[\d,，]*(?:\.\d+)?)\s*(?P<unit>万元|元)(?![/／每])")
_ELSE: Final = Pattern(
    r"邮寄|快递|邮政|复印|打印|工本|检索|制作费|事业性|罚|减免|免收|免除|退|上年|去年|标准|每[件页]|[件页]以[上下内]|预算|经费"
)


class _Fee(NamedTuple):
    """An amount of the fee as printed, in yuan."""

    passage: Passage
    start: int
    end: int
    yuan: Decimal


@pack.rule(
    "PLA-06",
    zh="正文中信息处理费的金额 {amounts} 不是 {step} 元的整数倍：按国家标准（按件每件100元起，按页每页10元、20元、"
    "40元）"
    "算不出这个数，可能填写有误；如含邮寄等其他费用，则须分开写明",
    en="the processing fee of {amounts} is no multiple of {step} yuan: the national tariff (from 100 yuan an "
    "application, or "
    "10, 20 and 40 yuan a page) comes to no such amount, so it may be misprinted; other charges such as postage "
    "should be stated apart",
    severity="note",
    basis=("FEE", "R6"),
    category="XSC",
    form="ogi-2021",
    advice=("请对照收费通知核对金额。", "Check the amount against the notice of the fee."),
    wrong={"other": "全年发出收费通知1件，总金额385元。"},
    right={"other": "全年发出收费通知1件，总金额380元。"},
)
def fee_off_tariff(report: Report, *, step: Annotated[Decimal, Meta(gt=0)] = Decimal(10)) -> Iterator[Finding]:
    """信息处理费不是10的倍数 / Fee not a multiple of 10

    检查 正文中写明的信息处理费金额，是否为10元的整数倍。
    Checks whether the amounts of the processing fee that the text states are multiples of 10 yuan.
    原因 两种计收标准都以10元或100元为单位，出现零头说明金额可能有误。
    Why Both tariffs go by tens or hundreds of yuan; any odd amount may be wrong.
    依据 《政府信息公开信息处理费管理办法》（国办函〔2020〕109号）规定的按件、按页计收标准。
    Basis The tariffs by application and by page of the Measures, 国办函〔2020〕109号.
    误报 金额中含邮寄费、复印费的；写明“约”“余”的和其他费用的分句不查。
    False alarms Amounts that include postage or copies; approximate amounts and clauses on other charges are left out.
    调整 step 是金额应为其整数倍的元数。
    Tailoring `step` is the number of yuan that amounts should be multiples of.
    """
    said = passages(report, "paragraphs")
    if not said.every:
        raise NotAssessed("there is no prose", "没有正文")
    if "处理费" not in said.text and "收费通知" not in said.text:
        return
    odd = [fee for passage in said.every for fee in _fees(passage) if fee.yuan % step]
    if odd:
        yield _off_tariff(odd, step)


def _fees(passage: Passage) -> Iterator[_Fee]:
    """Yield the exact amounts in sentences on the processing fee, but not those that a clause gives for another."""
    text = passage.text
    if "元" not in text or not _FEE.search(text):
        return
    for match in _AMOUNT.finditer(text):
        start, end = passage.sentence(*match.span())
        if match["about"] or not _FEE.search(text, start, end) or _ELSE.search(text, *passage.clause(*match.span())):
            continue
        number = Decimal(match["number"].replace(",", "").replace("，", ""))
        yield _Fee(passage, match.start("number"), match.end(), number * (_WAN if match["unit"] == "万元" else 1))


def _off_tariff(odd: list[_Fee], step: Decimal) -> Finding:
    first = odd[0]
    label = Words("信息处理费", "processing fee")
    shown = tuple(
        Evidence(label, fee.passage.quoted(fee.start, fee.end), fee.yuan, fee.passage.cut(fee.start, fee.end))
        for fee in odd
    )
    return Finding(
        first.passage.cut(first.start, first.end),
        status=Status.REVIEW,
        evidence=shown,
        key="prose/fee",
        amounts=tuple(dict.fromkeys(fee.passage.text[fee.start : fee.end] for fee in odd)),
        step=format_number(step),
    )
