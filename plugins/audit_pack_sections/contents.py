"""Rules on what sections five and six must say."""

from collections.abc import Iterator

from audit_core import BoundSection, Count, Evidence, Finding, NotAssessed, Pattern, Report, Status, Term, Words
from audit_pack_sections import pack
from audit_pack_sections.section_outline import all_words, section_of, words_of

_CLAUSE = Pattern(r"[，。；！？,;!?\n]")
_SENTENCE = Pattern(r"[。；！？;!?\n]")
_HAN = Pattern(r"[\u3400-\u9fff\U00020000-\U0003ffff]+")
_LIST = Pattern(r"一是|二是|（[一二三]）|\([一二三]\)|(?<!\d)[12][.．、]")
_MARK = Pattern(r"^(?:[一二三四五六七八九十]+[是、.]|[（(][一二三四五六七八九十\d]+[)）]|\d+[.．、])\s*")
_NOT_YET = ("未将", "没有将", "未能将")

PROBLEMS = ("问题", "不足", "短板", "不够", "有待", "薄弱", "差距", "欠缺", "不到位", "不强", "不高", "困难", "滞后")
SHORTCOMINGS = ("不足", "短板", "不够", "有待", "薄弱", "差距", "欠缺", "不到位", "不强", "不高", "滞后", "仍需")
IMPROVEMENTS = ("改进", "下一步", "下步", "将", "措施", "今后", "接下来")
ENDEAVOURS = ("加强", "强化", "完善", "提升", "提高", "加大", "优化", "健全", "推进", "持续", "进一步", "继续", "深化")
"""Words that often begin a measure, and do not prove one."""

FEES = ("信息处理费", "信息公开处理费", "信息公开收费", "信息公开费用", "依申请公开收费", "发出收费通知")


@pack.rule(
    "SEC-12",
    domain="ogi",
    zh="第五部分没有写{lacking}",
    en="section 5 does not say {lacking}",
    severity="warning",
    basis="R50(4)",
    advice=("请写明存在的主要问题和改进情况，两者都要有。", "State the main problems and what is done about them."),
    wrong={"problems": "存在的主要问题：一是公开不够及时；二是解读形式不够丰富，群众看不明白。"},
    right={"problems": "存在的主要问题：一是公开不够及时；二是解读形式不够丰富。下一步，将建立台账，按月核对。"},
)
def problems_or_improvements(
    report: Report,
    *,
    problems: tuple[Term, ...] = PROBLEMS,
    improvements: tuple[Term, ...] = IMPROVEMENTS,
    shortcomings: tuple[Term, ...] = SHORTCOMINGS,
    endeavours: tuple[Term, ...] = ENDEAVOURS,
) -> Iterator[Finding]:
    """第五部分缺问题或缺改进 / Section five lacks problems or improvements

    检查 第五部分是否至少有一句讲问题、一句讲改进。
    Checks whether section 5 has at least one clause that names a problem and one that names an improvement.
    原因 条例要求报告“存在的主要问题及改进情况”，只讲一半就没有报告完。
    Why The Regulations ask for the main problems and the improvements; one half is not the report.
    依据 《政府信息公开条例》第五十条第四项。
    Basis Regulations on Open Government Information, article 50(4).
    误报 没有这些用语、但列了条目或以“加强”“完善”等开头的，只列为待核问题；内容为空的由 SEC-13 说明。
    False alarms A list without these words, or clauses that begin with 加强 or 完善, make it only a review finding; an
        empty section is left to SEC-13.
    调整 problems、improvements 是判断用语，shortcomings 使含改进用语的句子仍算问题，endeavours 只支持待核问题。
    Tailoring `problems` and `improvements` are the words looked for, `shortcomings` make a clause a problem whatever
        else it says, `endeavours` only support a review finding.
    """
    section, words = section_of(report, "problems")
    if not _holds(words, problems):
        yield _lacking(section, words, _PROBLEM, sure=not _LIST.search(words))
    clauses = [clause.strip() for clause in _CLAUSE.split(words) if clause.strip()]
    # Improvements mostly stand behind the problems.
    if not any(_says(clause, improvements) and _is_measure(clause, shortcomings) for clause in reversed(clauses)):
        measures = [clause for clause in clauses if _is_measure(clause, shortcomings)]
        sure = not any(_MARK.sub("", clause).startswith(endeavours) for clause in measures)
        yield _lacking(section, words, _IMPROVEMENT, sure=sure)


_PROBLEM = Words("存在的主要问题", "what the main problems are")
_IMPROVEMENT = Words("改进情况或改进措施", "what is done to improve")


def _says(clause: str, words: tuple[str, ...]) -> bool:
    return _holds(clause, words) and not _holds(clause, _NOT_YET)


def _is_measure(clause: str, shortcomings: tuple[str, ...]) -> bool:
    return not _holds(clause, shortcomings)


def _lacking(section: BoundSection, words: str, lacking: Words, *, sure: bool) -> Finding:
    return Finding(
        section,
        status=Status.FAIL if sure else Status.REVIEW,
        evidence=(_opening(section, words),),
        key=f"problems/{'problems' if lacking is _PROBLEM else 'improvements'}",
        lacking=lacking,
    )


def _opening(section: BoundSection, words: str) -> Evidence:
    text = " ".join(words.split())
    return Evidence(Words("该部分文字", "its text"), text if len(text) <= 120 else f"{text[:120]}…", at=section)  # noqa: PLR2004


@pack.rule(
    "SEC-13",
    domain="ogi",
    zh="第五部分只有 {count} 个汉字（“{text}”），没有实际内容",
    en="section 5 has {count} Chinese characters (“{text}”) and says nothing",
    severity="error",
    basis="R50(4)",
    advice=(
        "请写明存在的主要问题和改进情况；“无”不符合条例要求。",
        "State the main problems and the improvements; “none” does not meet the Regulations.",
    ),
    silences=("SEC-12",),
    wrong={"problems": "无。"},
    right={"problems": "存在的主要问题是公开不够及时，解读形式不够丰富。下一步，将建立台账，按月核对，增加图解。"},
)
def problems_empty(report: Report, *, least: Count = 30) -> Iterator[Finding]:
    """第五部分为空 / Section five empty

    检查 第五部分有没有实际内容：空白、只写“无”或不足30个汉字的，视为没有。
    Checks whether section 5 says anything: blank, 无, or fewer than 30 Chinese characters is nothing.
    原因 问题和改进是条例规定必须报告的内容，不可以“无”代替。
    Why Problems and improvements must be reported; “none” is no report.
    依据 《政府信息公开条例》第五十条第四项。
    Basis Regulations on Open Government Information, article 50(4).
    误报 该部分有图片或表格的，内容可能在其中，不作判断。
    False alarms Where the section holds a picture or a table, its content may be there, and it is not judged.
    调整 least 是最少的汉字数。
    Tailoring `least` is the least number of Chinese characters.
    """
    section, words = section_of(report, "problems")
    count = sum(map(len, _HAN.findall(words)))
    if count >= least:
        return
    if section.images or section.tables:
        raise NotAssessed("the content of section 5 may be in a picture or table", "第五部分的内容可能在图片或表格中")
    yield Finding(section, evidence=(_opening(section, words),), key="problems", count=count, text=words)


@pack.rule(
    "SEC-14",
    domain="ogi",
    zh="第六部分只有标题，没有内容",
    en="section 6 has a heading and no text",
    severity="note",
    basis="R50",
    advice=(
        "请补上内容；2019、2020 年度没有其他事项的，可以写“无”。",
        "Add its text; for 2019 and 2020 a report with nothing else to say may say 无 (none).",
    ),
    wrong="""
        # 某县人民政府2022年政府信息公开工作年度报告

        ## 一、总体情况

        ## 二、主动公开政府信息情况

        ## 三、收到和处理政府信息公开申请情况

        ## 四、政府信息公开行政复议、行政诉讼情况

        ## 五、存在的主要问题及改进情况

        ## 六、其他需要报告的事项
    """,
    right="""
        # 某县人民政府2022年政府信息公开工作年度报告

        ## 一、总体情况

        ## 二、主动公开政府信息情况

        ## 三、收到和处理政府信息公开申请情况

        ## 四、政府信息公开行政复议、行政诉讼情况

        ## 五、存在的主要问题及改进情况

        ## 六、其他需要报告的事项

        本年度未发出收费通知，未收取信息处理费。
    """,
)
def other_blank(report: Report) -> Iterator[Finding]:
    """第六部分为空 / Section six blank

    检查 第六部分的标题之下有没有文字。
    Checks whether there is any text under the heading of section 6.
    原因 空白让人分不清是没有事项，还是漏写了。
    Why A blank does not tell “nothing to report” from “left out”.
    依据 《政府信息公开条例》第五十条。
    Basis Regulations on Open Government Information, article 50.
    误报 内容是图片或表格的不算空白；网页附在文末的附件链接、上一篇和下一篇、打印、关闭、分享不算文字。
    False alarms A picture or a table under the heading is content; what a page prints below any text is none: links of
        annexes, neighbours, buttons to print, close and share.
    调整 可以停用，或调整严重程度。
    Tailoring May be switched off or given another severity.
    """
    section, words = section_of(report, "other")
    blank = all(not line.strip("：:。. \u3000") or _FURNITURE.fullmatch(line) for line in words.splitlines())
    if blank and not section.images and not section.tables:
        evidence = Evidence(Words("标题", "heading"), section.title, at=section)
        yield Finding(section, evidence=(evidence,), key="other")


_FURNITURE = Pattern(
    r"\s*(?:(?:(?:相关)?附件(?:下载|列表|\d)?|[上下]一[篇条])\s*[：:]?\s*|分享到?\s*[：:].*"
    r"|(?:(?:相关)?附件(?:下载|列表|\d)?\s*[：:])?.{1,120}\.(?:docx?|xlsx?|pdf|wps|et|ofd|zip|rar)\s*|[上下]一[篇条]\s*[：:].*"
    r"|(?:[\s【】()（）|｜：:\[\]]|打印|关闭|返回|收藏|分享|本页|本文|窗口|顶部|列表|字体|[大中小])+)"
)
"""Lines that a page prints below any text: annexes, neighbours, buttons."""


@pack.rule(
    "SEC-15",
    domain="ogi",
    zh="没有报告收取信息处理费的情况",
    en="the report does not say whether an information processing fee was charged",
    severity="warning",
    basis=("FEE", "N21"),
    advice=(
        "请在第六部分写明发出收费通知的件数、总金额和实际收取的总金额；没有收取的，写明“未收取信息处理费”。",
        "State in section 6 how many fee notices were sent, their total and what was collected, or that none was.",
    ),
    form="ogi-2021",
    wrong={"other": "无。"},
    right={"other": "本年度未发出收费通知，未收取信息处理费。"},
)
def fee_unreported(
    report: Report,
    *,
    fees: tuple[Term, ...] = FEES,
    statements: tuple[Term, ...] = ("未", "没有", "无", "不涉及", "不收", "不存在", "零"),
    money: tuple[Term, ...] = ("收费", "收取", "费用"),
) -> Iterator[Finding]:
    """未报告信息处理费 / Fee situation not reported

    检查 2021年度起，报告（通常在第六部分）是否写明收取信息处理费的情况：金额，或没有收取。
    Checks whether the report, from 2021 on, says what was charged as information processing fee, or that none was.
    原因 《政府信息公开信息处理费管理办法》施行后，收费情况须在年度报告中公开。
    Why Since the rules on the fee came into force, what is charged has to be published in the report.
    依据 国办函〔2020〕109号《政府信息公开信息处理费管理办法》；年度报告填报的通行要求。
    Basis Rules on the information processing fee, 国办函〔2020〕109号; common practice of the reports.
    误报 写在其他部分也算，说明可以写在下一句；第六部分、或提到信息公开、申请人的句子，只说没有收费、未收取费用的，以
        及依申请公开的信息免费提供的，也算；只提到办法、没有说明收取情况的，列为待核问题；没有第六部分的由 SEC-02 说明。
    False alarms A statement in another section counts, and one in the next sentence; so does one in section 6, or in a
        sentence on open information or on applicants, that speaks of charges in general, and that what is asked for is
        free; the mere mention of the fee is a review finding; where section 6 is missing, SEC-02 says so.
    调整 fees 是指称信息处理费的用语，statements 是表示没有收取的用语，money 是泛指收费的用语。
    Tailoring `fees` are the words for the fee, `statements` those that say none was charged, `money` those for charges
        in general.
    """
    said: list[Evidence] = []
    for sentence, after in _sentences(report, fees):
        if _tells(sentence, statements) or (_AFTER.search(after) and _tells(after, statements)):
            return
        said.append(Evidence(Words("提到信息处理费的句子", "sentence that mentions the fee"), sentence.strip()))
    if any(_tells(sentence, statements) for sentence in _on_charges(report, money)) or _free(report):
        return
    yield Finding(
        report.section("other"),
        status=Status.REVIEW if said else Status.FAIL,
        evidence=tuple(said[:3]),
        message=_MENTIONED if said else None,
        table="other",
        key="fee",
    )


_AMOUNT = Pattern(r"\d\s*(?:万?元|[件次笔起])|[零〇一二两三四五六七八九十百千万]\s*(?:元|件)")


_AFTER = Pattern(r"收|费|缴|通知|^\s*(?:无|没有|零|0)\s*$")
_OTHER_CHARGES = Pattern("行政事业性收费|收费(?:通知|标准|项目|目录|政策)|乱收费|违规收费")
_FREE = Pattern("申请公开[^，。；]{0,12}免费|免费[^，。；]{0,12}申请公开")


def _free(report: Report) -> bool:
    """Whether the report says that what is asked for is given free of charge."""
    return any("免费" in one.text and _FREE.search(one.text) for one in report.paragraphs())


def _tells(sentence: str, statements: tuple[str, ...]) -> bool:
    return bool(_AMOUNT.search(sentence)) or _holds(sentence, statements)


def _sentences(report: Report, words: tuple[str, ...]) -> Iterator[tuple[str, str]]:
    """Yield the sentences that hold one of some words, each with the next; those of section six come first."""
    for text in (words_of(report, "other") or "", *reversed(list(all_words(report)))):
        if _holds(text, words):
            sentences = [one for one in _SENTENCE.split(text) if one.strip()]
            yield from (pair for pair in zip(sentences, (*sentences[1:], ""), strict=True) if _holds(pair[0], words))


def _on_charges(report: Report, money: tuple[str, ...]) -> Iterator[str]:
    """Yield what speaks of charges in general: sentences of section six and of applicants, and behind 信息公开."""
    here = _OTHER_CHARGES.sub("", words_of(report, "other") or "")
    yield from (one for one in _SENTENCE.split(here) if _holds(one, money))
    for paragraph in report.paragraphs():
        text = _OTHER_CHARGES.sub("", paragraph.text)
        if _holds(text, money):
            behind = (one.partition("信息公开")[2] for one in _CLAUSE.split(text))
            yield from (one for one in behind if _holds(one, money))
            yield from (one for one in _CLAUSE.split(text) if "申请人" in one and _holds(one, money))


def _holds(text: str, words: tuple[str, ...]) -> bool:
    return any(word in text for word in words)


_MENTIONED = Words(
    "提到了信息处理费，但没有看到收取情况，请核对",
    "the fee is mentioned, but not whether any was charged: please check",
)
