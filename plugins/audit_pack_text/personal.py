"""The rule on personal data in a published report; contact numbers of the office are no such data."""

import re
from collections.abc import Iterator
from datetime import date
from typing import Final

from audit_core import Evidence, Finding, Passage, Pattern, Report, Status, Term, Words, passages
from audit_pack_text import pack

_NUMBER: Final = Pattern(r"\d[\d \-]{10}")
"""What a number of either kind holds; most reports hold no digits in such a row."""
_IDENTITY: Final = Pattern(r"[1-9](?<![\dA-Za-z].)\d{5}(?:19|20)\d{9}[\dXx](?![\dA-Za-z])")
_MOBILE: Final = Pattern(r"1(?<![\d.\-].)[3-9]\d[ \-]?\d{4}[ \-]?\d{4}(?![\d.])")
_WEIGHTS: Final = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CHECKS: Final = "10X98765432"

SURNAMES: Final = (
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何林罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘蒋蔡余杜叶程苏魏吕丁沈任姚卢姜崔钟谭陆汪范"
    "金石廖贾夏韦付傅方白邹孟熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴莫孔向汤"
)
OFFICES: Final = (
    "咨询电话", "监督电话", "联系电话", "办公电话", "服务热线", "热线", "传真", "值班", "受理电话", "投诉电话",
)  # fmt: skip


@pack.rule(
    "TXT-08",
    zh="疑似公开了个人信息（{kind}）：{found}",
    en="personal data seem to be published ({kind}): {found}",
    severity="blocker",
    basis=("R15",),
    advice=(
        "请立即核对；确属个人信息的，先行撤下或遮盖，再改正公布。",
        "Check at once; where it is personal data, take it down or mask it before anything else.",
    ),
    wrong={"overview": "申请人（身份证号11010519491231002X）申请公开征地信息。"},
    right={"overview": "有申请人申请公开征地信息。"},
)
def personal_data(
    report: Report, *, offices: tuple[Term, ...] = OFFICES, surnames: str = SURNAMES
) -> Iterator[Finding]:
    """个人信息泄露 / Personal data

    检查 有没有校验码正确的身份证号、不在联系方式里的手机号码、与申请连在一起的申请人姓名；一律请人核对后认定。
    Checks for identity numbers with a right check digit, mobile numbers outside contact details, and names of
        applicants next to their requests; each is a review finding until a person confirms it.
    原因 公开涉及个人隐私的信息会造成损害，条例禁止公开。
    Why Publishing personal data does harm, and the Regulations forbid it.
    依据 《政府信息公开条例》第十五条；《中华人民共和国个人信息保护法》。
    Basis Article 15 of the Regulations; Personal Information Protection Law.
    误报 机关公布的咨询、监督电话和前言中的联系方式不算；列出的号码已遮盖。
    False alarms Numbers of the office and contact details before section 1 do not count; findings show numbers masked.
    调整 offices 是表示机关电话的用语，surnames 是识别姓名所用的姓氏。
    Tailoring `offices` are the words that mark numbers of the office, `surnames` the characters that names begin with.
    """
    asked = passages(report, "headings", "paragraphs", "cells")
    numbers = asked.may_match(_NUMBER)
    if numbers and asked.may_match(_IDENTITY):
        yield from (found for passage in asked.every for found in _identities(passage))
    if numbers and asked.may_match(_MOBILE):
        before = {id(passage.node) for passage in passages(report, "before").every}
        outside = (passage for passage in asked.every if id(passage.node) not in before)
        yield from (found for passage in outside for found in _mobiles(passage, offices))
    if asked.may_match(_NAMED, _NAMING):
        yield from (found for passage in asked.every for found in _names(passage, frozenset(surnames)))


_NAMED: Final = Pattern(
    r"申请人[：:（(]?(?P<after>[\u4e00-\u9fff]{2,3})(?:先生|女士|[）)])|(?:先生|女士)(?=[^。；\n]{0,12}申请)"
)

_NAMING: Final = ("申请人", "先生", "女士")


def _identities(passage: Passage) -> Iterator[Finding]:
    for match in _IDENTITY.finditer(passage.text):
        if valid_identity(match[0]):
            masked = f"{match[0][:4]}**********{match[0][-2:]}"
            yield _finding(passage, match, Words("身份证号", "identity number"), masked)


def valid_identity(number: str) -> bool:
    """Whether 18 characters are an identity number: a birthday that exists, and the check digit of GB 11643-1999."""
    try:
        date(int(number[6:10]), int(number[10:12]), int(number[12:14]))
    except ValueError:
        return False
    rest = sum(int(digit) * weight for digit, weight in zip(number[:17], _WEIGHTS, strict=True)) % 11
    return _CHECKS[rest] == number[17].upper()


def _mobiles(passage: Passage, offices: tuple[str, ...]) -> Iterator[Finding]:
    for match in _MOBILE.finditer(passage.text):
        start, end = passage.sentence(match.start(), match.end())
        if not any(word in passage.text[start:end] for word in offices):
            digits = re.sub(r"\D", "", match[0])
            yield _finding(passage, match, Words("手机号码", "mobile number"), f"{digits[:3]}****{digits[-4:]}")


def _names(passage: Passage, surnames: frozenset[str]) -> Iterator[Finding]:
    for match in _NAMED.finditer(passage.text):
        name = _name(match["after"] or passage.text[max(0, match.start() - 3) : match.start()], surnames)
        if name and not name.endswith("某"):
            masked = name[0] + "*" * (len(name) - 1)
            yield _finding(passage, match, Words("申请人姓名", "an applicant's name"), masked)


def _name(text: str, surnames: frozenset[str]) -> str:
    """Return the name of two or three characters that a text ends in, told by its surname, or nothing."""
    plain = text.removesuffix("先生").removesuffix("女士")
    return next((plain[-size:] for size in (3, 2) if len(plain) >= size and plain[-size] in surnames), "")


def _finding(passage: Passage, match: re.Match[str], kind: Words, masked: str) -> Finding:
    at = passage.cut(match.start(), match.end())
    evidence = Evidence(kind, masked, at=at)
    return Finding(at, status=Status.REVIEW, evidence=(evidence,), key=f"{kind.en}/{masked}", kind=kind, found=masked)
