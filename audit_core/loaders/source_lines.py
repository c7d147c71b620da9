"""What each line of a Markdown or plain text is; what lines make together is left to `text`."""

import re
from collections.abc import Iterator, Sequence
from enum import Enum, auto
from itertools import groupby, pairwise
from typing import Final, NamedTuple

from audit_core.annotations import raised
from audit_core.errors import InputError
from audit_core.formats import Limits

BLANKS: Final = " \t\r\n\f\u00a0\u3000"
"""What is no text at the ends of a line or paragraph; inside, it is kept."""

_LINE: Final = re.compile(r"([^\r\n]*)(\r\n|\n|\r|\Z)")
_NOT_LINE_END: Final = re.compile(r"[^\r\n]")
_WORDS: Final = re.compile(r"[^\r\n]+")
_COMMENT: Final = re.compile(r"^[ \t]*<!--", re.MULTILINE)
_NEXT_COMMENT: Final = re.compile(r"[ \t]*<!--")
_QUOTES: Final = re.compile(r"^(?: {0,3}>(?![\d=]) ?)+", re.MULTILINE)
_HEADING: Final = re.compile(r"[ \u3000]{0,3}(#{1,6})(?!#)")
_FENCE: Final = re.compile(r" {0,3}(`{3,}|~{3,})")
_IMAGE: Final = re.compile(
    r"!\[(?P<alt>[^\[\]]*)\]"
    r"\((?P<uri>[^()\s]*(?:\([^()\s]*\)[^()\s]*)*)(?:[ \t]+\"[^\"]*\")?\)[ \t\u3000]*"
)
_EMPHASIS: Final = re.compile(
    r"(?P<stars>\*{1,3})(?=[^\s*])(?P<inner>[^*]*)(?<=[^\s*])(?P=stars)"
    r"|(?P<bars>_{1,3})(?=[^\s_])(?P<other>[^_]*)(?<=[^\s_])(?P=bars)"
)
_STRUCK: Final = re.compile(
    r"(?P<stars>\*{1,3})~~[^\s~*](?:[^~*\r\n]{0,398}[^\s~*])?~~(?P=stars)"
    r"|(?<!~)~~(?=[^\s~])(?P<between>[^~\r\n]{1,400})(?<=[^\s~])~~(?!~)"
    r"|<(?P<tag>del|s|strike)(?:\s[^<>]{0,200})?>[^<>]{0,400}</(?P=tag)\s*>",
    re.IGNORECASE,
)
_RANGES: Final = re.compile(r"\d[^~]*[、，,；;和至][^~]*\d")
_RAISED: Final = re.compile(
    r"<sup(?:\s[^<>]{0,200})?>(?:<a\s[^<>]{0,200}>)?(?P<tagged>[^<>]{0,12})(?:</a\s*>)?</sup\s*>"
    r"|(?<=[^\s^])\^(?P<pandoc>[\d*①-⑳]{1,3})\^"
    r"|\$\s?(?:\{\})?\^(?:\{\s?(?P<braced>[^{}$\\]{1,6}?)\s?\}|(?P<tex>[\d*①-⑳]))\s?\$"
    r"|\[(?P<linked>\[?\d{1,2}\]?)\]\(#[^()\s]{1,80}\)",
    re.IGNORECASE,
)
_EMPHASISED: Final = re.compile(
    r"(?<![\d*\\])(?P<stars>\*{1,3})(?=[^\s*])(?P<inner>[^*\r\n]{1,400})(?<=[^\s\\])(?P=stars)(?!\*)"
)
_MARKED: Final = re.compile(r"~~|\^|<[a-z/!]|\]\(#|\*[^\s*]", re.IGNORECASE)
_UNPRINTED: Final = re.compile(
    r"<!--[\s\S]{0,400}?-->"
    r"|</?(?:a|b|big|center|em|font|i|ins|mark|small|span|strong|u)(?:\s[^<>]{0,400})?>"
    r"|(?P<end><br[ \t]*/?>)",
    re.IGNORECASE,
)
_DELIMITER: Final = re.compile(r":?-+:?|=+")
_PIPE: Final = re.compile(r"\\.|(\|)")
_BARS: Final = dict.fromkeys(map(ord, "│┃║¦｜"), "|")
_FRAME: Final = {
    **_BARS,
    **dict.fromkeys(map(ord, "─━═"), "="),
    **dict.fromkeys(map(ord, "┌┬┐├┼┤└┴┘┏┳┓┣╋┫┗┻┛╔╦╗╠╬╣╚╩╝"), "|"),
}
_FRAMED: Final = re.compile(f"[{''.join(map(chr, _FRAME))}]+")
_DASHES: Final = re.compile(r"[\s|:]*-{3}[\s|:-]*")
_RULE_CHARS: Final = 3
# Under a longer line, hyphens separate; nobody means a heading.
_TITLE_CHARS: Final = 80
# A list marker and its tab, where no other tab follows: prose that an editor indented, not two columns.
_LISTED: Final = re.compile(r"(?:[-*+•·●]|[(（]?[0-9一二三四五六七八九十]{1,3}[)）.．、])\t+[^\t]*")


class LineKind(Enum):
    """What a line is by itself, or among its neighbours."""

    BLANK = auto()
    TEXT = auto()
    STRONG = auto()
    HEADING = auto()
    UNDERLINED_1 = auto()
    UNDERLINED_2 = auto()
    RULE = auto()
    FENCE = auto()
    CODE = auto()
    IMAGE = auto()
    TAB = auto()
    PIPE = auto()
    CELL = auto()


class SourceLine(NamedTuple):
    """A line without its end, and where it stands."""

    text: str
    start: int
    end: int


TextAndStart = tuple[str, int]
"""What stands in one cell of a row, blanks kept, and where."""


def lines_of(text: str, uri: str, limits: Limits) -> list[SourceLine]:
    """Return the lines, ended by CRLF, LF or CR; raises InputError where they are too many or too long."""
    found: list[SourceLine] = []
    for match in _LINE.finditer(text):
        start, end = match.span(1)
        if end - start > limits.line_chars:
            raise InputError(
                f"a line of {end - start:,} characters; expected at most {limits.line_chars:,}",
                f"一行有 {end - start:,} 个字符；最多 {limits.line_chars:,} 个",
                place=f"{uri}:{len(found) + 1}",
            )
        if len(found) >= limits.lines:
            raise InputError(
                f"more than {limits.lines:,} lines", f"超过 {limits.lines:,} 行", place=f"{uri}:{len(found) + 1}"
            )
        found.append(SourceLine(match[1], start, end))
    return found


def blanked(text: str, start: int, end: int) -> str:
    """Return `text` with a stretch of it turned to spaces, lines and offsets kept."""
    return text[:start] + _NOT_LINE_END.sub(" ", text[start:end]) + text[end:]


def without_comments(text: str) -> str:
    """Return `text` with the HTML comments that begin a line turned to spaces; one that never ends is text."""
    parts, at = [], 0
    opening = _COMMENT.search(text)
    while opening:
        end = text.find("-->", opening.end())
        if end < 0:
            break
        parts += [text[at : opening.start()], _NOT_LINE_END.sub(" ", text[opening.start() : end + 3])]
        at = end + 3
        opening = _NEXT_COMMENT.match(text, at) or _COMMENT.search(text, at)
    return "".join([*parts, text[at:]])


def without_quotes(text: str) -> str:
    """Return `text` with the marks of quoted blocks (`> `) turned to spaces; before a figure `>` is a sign."""
    return _QUOTES.sub(lambda marks: " " * len(marks[0]), text) if ">" in text else text


def with_pipes(text: str) -> str:
    """Return `text` with the bars of lines without pipes and tabs as pipes, and drawn rules as delimiters between them.

    Offsets are kept.
    """
    return _WORDS.sub(_piped, text) if any(chr(bar) in text for bar in _BARS) else text


def _piped(line: re.Match[str]) -> str:
    if "|" in line[0] or "\t" in line[0]:
        return line[0]
    return line[0].translate(_FRAME if _FRAMED.fullmatch(line[0].strip(BLANKS)) else _BARS)


def trimmed(text: str, start: int, blanks: str = BLANKS) -> tuple[int, int]:
    """Return where `text`, which stands at `start`, begins and ends without blanks; empty at its beginning if blank."""
    bare = text.strip(blanks)
    if not bare:
        return start, start
    start += len(text) - len(text.lstrip(blanks))
    return start, start + len(bare)


def as_printed(text: str) -> tuple[str, bool]:
    """Return a text without what is struck through, raised marks as raised characters; and whether any was struck.

    Comments, the signs of emphasis and the tags of inline elements, which print nothing, are left out; a break ends a
    line.

    >>> as_printed("~~119~~120"), as_printed("120<sup>1</sup>"), as_printed("10~~20"), as_printed("<u>12</u>件")
    (('120', True), ('120¹', False), ('10~~20', False), ('12件', False))
    """
    if not _MARKED.search(text):
        return text, False
    kept = _STRUCK.sub(_without, text)
    struck = kept != text
    alone = _RAISED.fullmatch(kept.strip(BLANKS))
    # Behind the raised marks: a link may stand in one.
    printed = _words(alone) if alone else _RAISED.sub(lambda match: raised(_words(match)), kept)
    printed = _EMPHASISED.sub(_emphasised, printed) if "*" in printed else printed
    return _UNPRINTED.sub(_line_end, printed) if "<" in printed else printed, struck


def _emphasised(match: re.Match[str]) -> str:
    """Return what stands between signs of emphasis, or all where they stand for words left out (张**、李**)."""
    text, inner = match.string, match["inner"]
    before, after = text[max(match.start() - 1, 0) : match.start()], text[match.end() : match.end() + 1]
    opens = inner[0].isalnum() or not before.isalnum()
    return inner if opens and (len(inner) > 1 or inner.isdecimal() or not after.isalnum()) else match[0]


def _line_end(tag: re.Match[str]) -> str:
    return "\n" if tag["end"] else ""


def _without(struck: re.Match[str]) -> str:
    """Return nothing, unless the signs stand in two ranges of figures (`1~~2、3~~4`)."""
    text, between = struck.string, struck["between"]
    start, end = struck.span()
    ranged = between and text[max(start - 1, 0) : start].isdigit() and text[end : end + 1].isdigit()
    return struck[0] if ranged and _RANGES.fullmatch(between) else ""


def _words(match: re.Match[str]) -> str:
    return next(group for group in match.groups() if group is not None).strip()


def inside_emphasis(text: str) -> tuple[int, int]:
    """Return the stretch of `text` that Markdown emphasises as a whole, or all of it."""
    match = _EMPHASIS.fullmatch(text) if text[:1] in ("*", "_") else None
    if match is None:
        return 0, len(text)
    return match.span("inner") if match["stars"] else match.span("other")


def heading_of(text: str) -> tuple[int, int] | None:
    """Return the level of a line that `#` marks as a heading, and where its text begins; None for other lines.

    `##` may stand without a space, as people write it before Chinese; a single `#` may not, as tags do.
    """
    match = _HEADING.match(text)
    if match is None:
        return None
    level, after = len(match[1]), text[match.end() :]
    spaced = after[:1] in ("", " ", "\u00a0", "\u3000") or (after[:1] == "\t" and after.count("\t") == 1)
    return (level, match.end()) if spaced or level > 1 else None


def images_of(text: str) -> list[re.Match[str]]:
    """Return the pictures of a line that holds nothing else (groups `alt` and `uri`), otherwise none."""
    start, end = trimmed(text, 0)
    if not text.startswith("![", start):
        return []
    found = list(_IMAGE.finditer(text, start, end))
    return found if sum(len(match[0]) for match in found) == end - start else []


def pipes(text: str) -> list[int]:
    """Return the offsets of the pipes that no backslash escapes."""
    return [match.start() for match in _PIPE.finditer(text) if match[1]]


def pieces_of(line: SourceLine, width: int = 0) -> list[TextAndStart]:
    """Return what stands between pipes; the outer pipes are borders, and what is beyond them is no cell.

    There are no borders in a line of a table without outer pipes that is as wide as the table's `width`.
    """
    bounds = [-1, *pipes(line.text), len(line.text)]
    pieces = [(line.text[a + 1 : b], line.start + a + 1) for a, b in pairwise(bounds)]
    if len(pieces) == width:
        return pieces
    if len(pieces) > 1 and not pieces[0][0].strip():
        del pieces[0]
    if pieces and not pieces[-1][0].strip():
        del pieces[-1]
    return pieces


def is_delimiter(pieces: Sequence[TextAndStart], index: int) -> bool:
    """Tell the line that Markdown puts under a header.

    Fewer than three hyphens are that only in the second line of a table: elsewhere they are figures left out, which
    `=` never is.
    """
    texts = [text.strip() for text, _ in pieces]
    return all(map(_DELIMITER.fullmatch, texts)) and (index == 1 or all("---" in text or "=" in text for text in texts))


def kinds_of(lines: Sequence[SourceLine]) -> list[LineKind]:
    """Return what each line is."""
    kinds = [_kind(line.text) for line in lines]
    _settle_fences(lines, kinds)
    _settle_underlines(lines, kinds)
    _settle_tabs(lines, kinds)
    _settle_cells(lines, kinds)
    _settle_pipes(lines, kinds)
    return kinds


def _kind(text: str) -> LineKind:
    bare = text.strip(BLANKS)
    if not bare:
        return LineKind.TAB if "\t" in text else LineKind.BLANK
    if bare[0] in "#`~!|-=*_":
        kind = _marked(text, bare)
        if kind is not None:
            return kind
    if "\t" in text:
        return LineKind.TAB
    return LineKind.PIPE if "|" in bare and pipes(bare) else LineKind.TEXT


def _marked(text: str, bare: str) -> LineKind | None:
    """Return the kind that the first character of a line promises, or None if the rest does not keep it."""
    first = bare[0]
    if first == "#":
        return LineKind.HEADING if heading_of(text) else None
    if first == "|":
        return LineKind.PIPE
    if first == "!":
        return LineKind.IMAGE if images_of(text) else None
    if first in "`~":
        return LineKind.FENCE if _FENCE.match(text) and first not in bare.lstrip(first) else None
    if len(bare) >= _RULE_CHARS and bare == first * len(bare):
        return LineKind.RULE
    strong = "\t" not in bare and "|" not in bare and inside_emphasis(bare)[0] > 1
    return LineKind.STRONG if strong else None


def _settle_fences(lines: Sequence[SourceLine], kinds: list[LineKind]) -> None:
    """Mark what stands between two fences; a fence that is never closed is text."""
    opened: int | None = None
    for index in [i for i, kind in enumerate(kinds) if kind is LineKind.FENCE]:
        if opened is None:
            opened = index
        elif _closes(lines[index].text, lines[opened].text):
            kinds[opened + 1 : index] = [LineKind.CODE] * (index - opened - 1)
            opened = None
    left = opened if opened is not None else len(kinds)
    for index in range(left, len(kinds)):
        if kinds[index] is LineKind.FENCE:
            kinds[index] = LineKind.TEXT


def _closes(fence: str, opening: str) -> bool:
    marker = opening.strip(BLANKS)
    length = len(marker) - len(marker.lstrip(marker[0]))
    bare = fence.strip(BLANKS)
    return len(bare) >= length and bare == marker[0] * len(bare)


def _settle_underlines(lines: Sequence[SourceLine], kinds: list[LineKind]) -> None:
    """Make a heading of a single line of text that `===` or `---` underlines."""
    text = (LineKind.TEXT, LineKind.STRONG)
    for index in range(1, len(kinds)):
        if kinds[index] is not LineKind.RULE or kinds[index - 1] not in text:
            continue
        mark = lines[index].text.strip(BLANKS)[0]
        single = index == 1 or kinds[index - 2] not in text
        if single and mark in "=-" and len(lines[index - 1].text) <= _TITLE_CHARS:
            kinds[index - 1] = LineKind.UNDERLINED_1 if mark == "=" else LineKind.UNDERLINED_2


def _settle_tabs(lines: Sequence[SourceLine], kinds: list[LineKind]) -> None:
    """Leave to tables the runs of tabbed lines that have columns, and a single line between two of them."""
    for start, stop in list(_runs(kinds, LineKind.TAB)):
        columns = any(_has_columns(line.text) for line in lines[start:stop])
        for index in range(start, stop):
            blank = not lines[index].text.strip(BLANKS)
            if blank and (not columns or index in (start, stop - 1)):
                kinds[index] = LineKind.BLANK
            elif not columns:
                kinds[index] = LineKind.TEXT
    for index in range(1, len(kinds) - 1):
        if kinds[index] in (LineKind.TEXT, LineKind.STRONG) and kinds[index - 1] is kinds[index + 1] is LineKind.TAB:
            kinds[index] = LineKind.TAB


def _has_columns(text: str) -> bool:
    bare = text.strip(BLANKS)
    return "\t" in bare and not _LISTED.fullmatch(bare)


def _settle_cells(lines: Sequence[SourceLine], kinds: list[LineKind]) -> None:
    """Take pipes for the ends of cells, not for columns, in a stretch where most lines hold one cell."""
    for start, stop in list(_runs(kinds, LineKind.PIPE, LineKind.BLANK)):
        filled = [i for i in range(start, stop) if lines[i].text.strip(BLANKS + "|")]
        single = sum(_is_single(lines[i].text) for i in filled)
        # A line of dashes makes a table of the lines about it, be it of one column.
        if single > 1 and 2 * single > len(filled) and not any(_DASHES.fullmatch(lines[i].text) for i in filled):
            kinds[start:stop] = [LineKind.BLANK] * (stop - start)
            for index in filled:
                kinds[index] = LineKind.CELL


def _is_single(text: str) -> bool:
    return not pipes(text.strip(BLANKS).removeprefix("|").removesuffix("|"))


def _settle_pipes(lines: Sequence[SourceLine], kinds: list[LineKind]) -> None:
    """Take for text a line with a pipe in it that neither begins with one nor has a neighbour of its kind."""
    for start, stop in list(_runs(kinds, LineKind.PIPE)):
        if stop - start == 1 and not lines[start].text.strip(BLANKS).startswith("|"):
            kinds[start] = LineKind.TEXT


def _runs(kinds: Sequence[LineKind], *of: LineKind) -> Iterator[tuple[int, int]]:
    at = 0
    for wanted, group in groupby(kinds, of.__contains__):
        stop = at + sum(1 for _ in group)
        if wanted:
            yield at, stop
        at = stop
