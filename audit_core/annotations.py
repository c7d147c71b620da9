"""Marks that point to a note, as `120¹`, `120①` or `120［1］` print them: never part of the figure they stand behind.

What a file sets raised (superscript) is read as the characters that Unicode has for it, so that `120` with a raised
`1` is the text `120¹`, and `m²` stays what it is.
"""

from typing import Final

from audit_core.lazy_patterns import Pattern

_PLAIN: Final = "0123456789+-=()（）abcdefghijklmnoprstuvwxyz"
_RAISED: Final = "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁼⁽⁾⁽⁾ᵃᵇᶜᵈᵉᶠᵍʰⁱʲᵏˡᵐⁿᵒᵖʳˢᵗᵘᵛʷˣʸᶻ"
_TO_RAISED: Final = str.maketrans(_PLAIN, _RAISED)
_MOST: Final = 12
"""A longer raised text is no mark; it is printed so by accident, or is not short enough to be one."""

_UP: Final = "".join(dict.fromkeys(_RAISED))
_CIRCLED: Final = "\u2460-\u2487\u24f5-\u24fe\u2776-\u2793\u3251-\u325f\u32b1-\u32bf"
_NUMBER: Final = rf"(?:\d{{1,2}}|[{_UP}{_CIRCLED}]{{1,4}})"
_NOTE: Final = rf"注\s?{_NUMBER}"
_BRACKETED: Final = r"\[\^[^\[\]\s]{1,30}\]|" + "|".join(
    rf"{opening}(?:{_NUMBER}|{_NOTE}|注){closing}"
    for opening, closing in (("\\[", "\\]"), ("［", "］"), ("〔", "〕"), ("【", "】"))
)
_SIGNS: Final = rf"[{_UP}]{{1,{_MOST}}}|[{_CIRCLED}]|{_BRACKETED}|[(（](?:{_NOTE}|注)[)）]|{_NOTE}"
_BEHIND: Final = rf"{_SIGNS}|[*＊※†‡]{{1,3}}"

_MARKS: Final = Pattern(rf"(?:\s?(?:{_BEHIND}|注))+$")
_TAIL: Final = 40
"""Characters at the end of a text that are searched for marks: no more are there, and the search is bounded."""

_BEFORE: Final = Pattern(rf"[{_UP}]{{1,{_MOST}}}(?=[\d.−－＋+/—-])")
_IN_TEXT: Final = Pattern(rf"(?<![×xX]10)(?:(?<=[\d％%])(?:{_BEHIND})(?=[^\s\d.．])|[{_UP}]{{1,{_MOST}}})")
_OF_LABEL: Final = Pattern(rf"[{_UP}]+|(?<=\w)\s?(?:{_SIGNS}|[*＊※†‡]{{1,3}})$")
_TOUCHED: Final = Pattern(rf"[{_UP}{_CIRCLED}*＊※†‡\[［〔【注]")
_RAISED_ONES: Final = frozenset(_UP)

_SHORT_TAIL: Final = 12
_ENDS_MARKED: Final = Pattern(rf"(?:[{_UP}{_CIRCLED}*＊※†‡\]］〕】]|注[\s\S]{{0,8}})$")
"""What every text with a mark behind it ends with, and few others do: those need none of the larger patterns."""


def raised(text: str) -> str:
    """Return `text` as it is printed raised; what Unicode has no raised character for stays as it is."""
    return text.translate(_TO_RAISED) if len(text) <= _MOST else text


def parted(text: str) -> tuple[str, str]:
    """Return what `text` prints, and the marks that stand behind it, or before it where they are raised.

    >>> parted("120¹"), parted("120（注1）"), parted("120"), parted("①")
    (('120', '¹'), ('120', '（注1）'), ('120', ''), ('①', ''))
    """
    if text[-1:].isascii() and text[-1:].isdigit() and "注" not in text:
        before = _BEFORE.match(text) if text[0] in _RAISED_ONES else None
        return (text[before.end() :], before[0]) if before else (text, "")
    if not _may_end_marked(text):
        return text, ""
    tail = text[-_TAIL:]
    match = _MARKS.search(tail)
    if match is None or not text[: len(text) - len(match[0])].strip():
        return text, ""
    return text[: len(text) - len(match[0])], match[0].strip()


def unmarked(text: str) -> str:
    """Return prose with blanks for the marks behind figures, its length kept.

    >>> unmarked("收到申请120¹件"), unmarked("共10［2］件")
    ('收到申请120 件', '共10    件')
    """
    return _IN_TEXT.sub(lambda mark: " " * len(mark[0]), text) if _TOUCHED.search(text) else text


def unmarked_label(text: str) -> str:
    """Return a label without the marks in and behind it.

    >>> unmarked_label("总计¹"), unmarked_label("予以公开①"), unmarked_label("备注")
    ('总计', '予以公开', '备注')
    """
    return _OF_LABEL.sub("", text) if _may_end_marked(text) or not _RAISED_ONES.isdisjoint(text) else text


def _may_end_marked(text: str) -> bool:
    return _ENDS_MARKED.search(text, max(0, len(text) - _SHORT_TAIL)) is not None
