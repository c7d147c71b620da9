"""The statutory tables of both forms as they are printed, to be filled with figures; the words are the form's."""

from collections.abc import Mapping, Sequence

from audit_rulesets.samples.drafts import Column, Row, Table

APPLICANTS = ("natural", "business", "research", "charity", "legal_service", "other", "total")
RESULTS = ("upheld", "corrected", "other", "pending", "total")
CORNER = "信息内容"
NOTE = "（本列数据的勾稽关系为：第一项加第二项之和，等于第三项加第四项之和）"

_DONE = ("三、本年度办理结果",)
_DENIED = (*_DONE, "（三）不予公开")
_UNABLE = (*_DONE, "（四）无法提供")
_REFUSED = (*_DONE, "（五）不予处理")
_OTHERWISE = (*_DONE, "（六）其他处理")

_FIRST_ROWS: Mapping[str, tuple[str, tuple[str, ...]]] = {
    "received": ("一、本年新收政府信息公开申请数量", ()),
    "carried_in": ("二、上年结转政府信息公开申请数量", ()),
    "granted": ("（一）予以公开", _DONE),
    "partial": ("（二）部分公开（区分处理的，只计这一情形，不计其他情形）", _DONE),
    "denied_state_secret": ("1.属于国家秘密", _DENIED),
    "denied_by_law": ("2.其他法律行政法规禁止公开", _DENIED),
    "denied_safety": ("3.危及“三安全一稳定”", _DENIED),
    "denied_third_party": ("4.保护第三方合法权益", _DENIED),
    "denied_internal": ("5.属于三类内部事务信息", _DENIED),
    "denied_process": ("6.属于四类过程性信息", _DENIED),
    "denied_case_file": ("7.属于行政执法案卷", _DENIED),
    "denied_query": ("8.属于行政查询事项", _DENIED),
    "unable_not_held": ("1.本机关不掌握相关政府信息", _UNABLE),
    "unable_needs_creation": ("2.没有现成信息需要另行制作", _UNABLE),
    "unable_unclear": ("3.补正后申请内容仍不明确", _UNABLE),
    "refused_petition": ("1.信访举报投诉类申请", _REFUSED),
    "refused_repeat": ("2.重复申请", _REFUSED),
    "refused_publication": ("3.要求提供公开出版物", _REFUSED),
    "refused_excessive": ("4.无正当理由大量反复申请", _REFUSED),
    "refused_confirmation": ("5.要求行政机关确认或重新出具已获取信息", _REFUSED),
}
_OTHER_2019: Mapping[str, tuple[str, tuple[str, ...]]] = {"other": ("（六）其他处理", _DONE)}
_OTHER_2021: Mapping[str, tuple[str, tuple[str, ...]]] = {
    "other_not_corrected": ("1.申请人无正当理由逾期不补正、行政机关不再处理其政府信息公开申请", _OTHERWISE),
    "other_fee_unpaid": ("2.申请人逾期未按收费通知要求缴纳费用、行政机关不再处理其政府信息公开申请", _OTHERWISE),
    "other_reasons": ("3.其他", _OTHERWISE),
}
_LAST_ROWS: Mapping[str, tuple[str, tuple[str, ...]]] = {
    "total": ("（七）总计", _DONE),
    "carried_out": ("四、结转下年度继续办理", ()),
}

Figures = Mapping[str, str]
"""The figures of a table: for each row's key a line of them, separated by blanks."""


def applications(figures: Figures, *, year: int) -> Table:
    """Return table three; rows that `figures` leaves out are all zero."""
    other = _OTHER_2019 if year <= 2020 else _OTHER_2021
    columns = [
        Column("natural", "自然人", ("申请人情况",)),
        *(
            Column(key, label, ("申请人情况", "法人或其他组织"))
            for key, label in zip(
                APPLICANTS[1:6], ("商业企业", "科研机构", "社会公益组织", "法律服务机构", "其他"), strict=True
            )
        ),
        Column("total", "总计", ("申请人情况",)),
    ]
    rows = [
        Row(key, label, path, _line(APPLICANTS, figures.get(key, "0 0 0 0 0 0 0")))
        for key, (label, path) in {**_FIRST_ROWS, **other, **_LAST_ROWS}.items()
    ]
    return Table("applications", columns, rows, labels=3, corner=NOTE)


_BLOCKS = {
    "review": ("行政复议",),
    "direct_suit": ("行政诉讼", "未经复议直接起诉"),
    "suit_after_review": ("行政诉讼", "复议后起诉"),
}
_RESULT_LABELS = dict(zip(RESULTS, ("结果维持", "结果纠正", "其他结果", "尚未审结", "总计"), strict=True))


def cases(figures: Figures) -> Table:
    """Return table four in one piece: fifteen columns side by side."""
    columns = [
        Column(f"{block}/{key}", label, path)
        for block, path in _BLOCKS.items()
        for key, label in _RESULT_LABELS.items()
    ]
    line = {f"{block}/{key}": text for block in _BLOCKS for key, text in _line(RESULTS, figures[block]).items()}
    return Table("cases", columns, [Row("cases", "", (), line)], labels=0)


def case_blocks(whole: Table) -> list[Table]:
    """Return table four broken in three, as a page leaves it."""
    figures = whole.row("cases").figures
    return [
        Table(
            "cases",
            [Column(f"{block}/{key}", label, path[-1:]) for key, label in _RESULT_LABELS.items()],
            [Row("cases", "", (), {f"{block}/{key}": figures[f"{block}/{key}"] for key in RESULTS})],
            labels=0,
        )
        for block, path in _BLOCKS.items()
    ]


def _line(keys: Sequence[str], figures: str) -> dict[str, str]:
    return dict(zip(keys, figures.split(), strict=True))


def _table(key: str, article: str, columns: Mapping[str, str], rows: Mapping[str, tuple[str, str]]) -> Table:
    spans = [*[1] * (len(columns) - 1), 4 - len(columns)]
    return Table(
        key,
        [Column(k, label, (), width) for (k, label), width in zip(columns.items(), spans, strict=True)],
        [Row(k, label, (), _line(tuple(columns), figures)) for k, (label, figures) in rows.items()],
        caption=f"第二十条第（{article}）项",
        corner=CORNER,
    )


def disclosure_2019(figures: Figures) -> list[Table]:
    """Return the five tables of section two, form of 2019."""
    stock = {"previous": "上一年项目数量", "change": "本年增/减", "decisions": "处理决定数量"}
    documents = {"made": "本年新制作数量", "disclosed": "本年新公开数量", "total": "对外公开总数量"}
    bought = {"projects": "采购项目数量", "amount": "采购总金额（单位：万元，保留4位小数）"}

    def rows(**labels: str) -> dict[str, tuple[str, str]]:
        return {key: (label, figures[key]) for key, label in labels.items()}

    return [
        _table("documents", "一", documents, rows(rules="规章", normative="规范性文件")),
        _table("licensing", "五", stock, rows(licences="行政许可", other_services="其他对外管理服务事项")),
        _table("enforcement", "六", stock, rows(penalties="行政处罚", coercion="行政强制")),
        _table("fees", "八", {key: stock[key] for key in ("previous", "change")}, rows(fees="行政事业性收费")),
        _table("procurement", "九", bought, rows(centralised="政府集中采购")),
    ]


def disclosure_2021(figures: Figures) -> list[Table]:
    """Return the four tables of section two, form of 2021."""
    documents = {"issued": "本年制发件数", "repealed": "本年废止件数", "in_force": "现行有效件数"}
    decisions = {"decisions": "本年处理决定数量"}

    def rows(**labels: str) -> dict[str, tuple[str, str]]:
        return {key: (label, figures[key]) for key, label in labels.items()}

    return [
        _table("documents", "一", documents, rows(rules="规章", normative="行政规范性文件")),
        _table("licensing", "五", decisions, rows(licences="行政许可")),
        _table("enforcement", "六", decisions, rows(penalties="行政处罚", coercion="行政强制")),
        _table("fees", "八", {"amount": "本年收费金额（单位：万元）"}, rows(fees="行政事业性收费")),
    ]
