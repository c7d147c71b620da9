"""Which rows, columns and words of a printed table are only pieces, as conversion and page breaks leave them.

    成人读     | 1 | 2                     a label cut off at the end of a grid
    者                                     its rest, in a paragraph between two grids
    儿童读者   | 4 | 5

A table is damaged where rows of figures lost their labels, rows were joined or emptied, or words of its labels stand
outside of it, between its grids. There a label that the form does not know may be whole in the original.
"""

from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import pairwise
from typing import Final

from msgspec.structs import replace

from audit_core.binding.labels import LabelIndex
from audit_core.binding.model import AMBIGUOUS, TableBinding
from audit_core.binding.titles import LINE
from audit_core.document import Document, Excerpt, Heading, Paragraph, Table
from audit_core.figures import State
from audit_core.forms import Form, TableForm, fold
from audit_core.report import BoundLine, BoundTable, Fact, Notice, has_unassigned_rows
from audit_core.words import Words, counted

_LONGEST_SCRAP: Final = 60
_SENTENCE_ENDS: Final = frozenset("。；！？!?;")
_SHOWN: Final = 4


def mark(document: Document, bound: Mapping[str, TableBinding], labels: LabelIndex) -> Iterator[Excerpt]:
    """Mark the pieces among the rows of tables, and yield the scraps of labels that stand outside of these.

    Nothing is known of a row that is a piece and prints no figure: they may stand in another piece of it.
    """
    odd = [one for one in bound.values() if _is_odd(one.table)]
    unassigned = bool(odd) and has_unassigned_rows(
        document.tables(), [one.table for one in bound.values()], labels.form.reader
    )
    for one in odd:
        found = _scraps(document, one.table, labels.form)
        yield from found
        if found:
            one.notices.append(_scattered(one.table.form, found))
        unplaced = any(notice.kind == "unplaced_cells" and not notice.decided for notice in one.notices)
        table = _marked(one.table, labels.form, scattered=bool(found), unplaced=unassigned or unplaced)
        if table is not one.table:
            one.table, one.plain = table, False
            one.facts = list(_known(one.facts, [key for key, line in table.rows.items() if line.damaged]))


def _known(facts: Sequence[Fact], pieces: Sequence[str]) -> Iterator[Fact]:
    filled = {fact.row for fact in facts if fact.state is not State.BLANK}
    for fact in facts:
        empty = fact.row in pieces and fact.row not in filled
        yield Fact(fact.concept, AMBIGUOUS, fact.cell) if empty else fact


def _scraps(document: Document, table: BoundTable, form: Form) -> list[Excerpt]:
    """Return the lines between the grids of a table that are made of characters of its labels alone."""
    if len(table.blocks) < 2:  # noqa: PLR2004 - nothing stands between one
        return []
    blocks = set(table.blocks)
    found: list[Excerpt] = []
    passed: list[Excerpt] = []
    inside = False
    for node in _flow(document):
        if node in blocks:
            found += passed if inside else ()
            passed, inside = [], True
        elif inside and isinstance(node, Paragraph | Heading):
            passed += _lines(node)
    letters = _letters(form, table.key)
    return [line for line in found if _is_scrap(line.text, letters)]


def _flow(document: Document) -> Iterator[Paragraph | Heading | Table | None]:
    for section in document.sections:
        yield section.heading
        yield from (block for block in section.blocks if isinstance(block, Paragraph | Table))


def _lines(node: Paragraph | Heading) -> Iterator[Excerpt]:
    return (Excerpt(node, line.start(), line.end()) for line in LINE.finditer(node.text))


def _is_scrap(text: str, letters: frozenset[str]) -> bool:
    words = fold(text) if len(text) <= _LONGEST_SCRAP and _SENTENCE_ENDS.isdisjoint(text) else ""
    return not words.isdecimal() and bool(words) and all(one in letters or one.isdecimal() for one in words)


@lru_cache(maxsize=256)
def _labels(form: Form, key: str) -> tuple[str, ...]:
    """Return all that is printed in a table beside figures, folded."""
    table = form.tables[key]
    lines = (*table.rows.values(), *table.columns.values())
    groups = (text for line in lines for text in line.path)
    parents = (text for label, aliases in table.parents.items() for text in (label, *aliases))
    labels = (text for line in lines for text in (line.label, *line.aliases))
    return tuple({fold(text): None for text in (*labels, *groups, *parents, *table.corner, table.note)})


@lru_cache(maxsize=256)
def _letters(form: Form, key: str) -> frozenset[str]:
    return frozenset("".join(_labels(form, key)))


def _scattered(table: TableForm, found: Sequence[Excerpt]) -> Notice:
    """Return the notice of words of a table's labels that stand outside of it."""
    said = [f"“{line.text.strip()}”" for line in found[:_SHOWN]]
    more = Words("等" if len(found) > _SHOWN else "", ", …" if len(found) > _SHOWN else "")
    words = Words(
        f"{table.title.zh}的行名有 {len(found)} 处散落在表格之外：{'、'.join(said)}{more.zh}",
        f"{table.title.en}: pieces of its labels stand outside of it in {counted(len(found), 'place')}: "
        f"{', '.join(said)}{more.en}",
    )
    return Notice("unplaced_cells", found[0], words, table.key, tuple(found[:_SHOWN]))


def _is_odd(table: BoundTable) -> bool:
    """Whether anything of a table is missing, unknown or printed twice; cheap, since hardly any is."""
    if table.superseded:
        return False
    if table.extra_rows or table.extra_columns or table.duplicates:
        return True
    form = table.form
    lines = (*table.rows.values(), *table.columns.values())
    missing = any(not line.optional and key not in table.rows for key, line in form.rows.items())
    missing = missing or any(not line.optional and key not in table.columns for key, line in form.columns.items())
    return missing or any(line.match == "deviating" for line in lines)


def _marked(table: BoundTable, form: Form, *, scattered: bool, unplaced: bool) -> BoundTable:
    """Return an odd table with its pieces marked.

    `scattered` tells that words of its labels stand outside, `unplaced` that figures of it could not be placed.
    """
    damaged = scattered or unplaced or _has_gaps(table) or _has_joined(table)
    if not damaged and len(table.blocks) == 1 and not _shifted(table):  # one grid cuts no labels
        return table
    pieces = _Pieces(table, form, scattered=scattered, damaged=damaged)
    return replace(
        table,
        damaged=damaged,
        rows={key: pieces.row(line) for key, line in table.rows.items()},
        extra_rows=tuple([pieces.row(line) for line in table.extra_rows]),
        duplicates=tuple([(replace(line, damaged=damaged), figures) for line, figures in table.duplicates]),
    )


class _Pieces:
    """Tells which rows of a table are pieces."""

    def __init__(self, table: BoundTable, form: Form, *, scattered: bool, damaged: bool) -> None:
        self._labels = _labels(form, table.key)
        self._letters = _letters(form, table.key) if scattered else frozenset[str]()
        self._damaged = damaged
        self._blocks = len(table.blocks)
        self._shifted = _shifted(table)
        self._ends = {cell for block in table.blocks for row in (block.rows[:1], block.rows[-1:]) for cells in row
                      for cell in cells}  # fmt: skip

    def row(self, line: BoundLine) -> BoundLine:
        """Return a row, marked where it is a piece of one."""
        shifted = line.line is not None and line.line.key in self._shifted
        return replace(line, damaged=True) if line.match == "deviating" and (shifted or self._is_piece(line)) else line

    def _is_piece(self, line: BoundLine) -> bool:
        """Whether a label is cut off, or, beside scraps, put together of others."""
        words = fold(line.text)
        if line.line is not None:
            own = fold(line.line.label)
            cut = words in own if self._damaged else self._is_end(words, own)
        else:
            cut = self._damaged and any(words in label for label in self._labels)
        at_end = not self._ends.isdisjoint(line.cells)
        return bool(words) and (cut or (at_end and all(one in self._letters for one in words)))

    def _is_end(self, words: str, label: str) -> bool:
        """Whether a label was cut off between two grids, or, where there is none, broke off with its line."""
        return (self._blocks != 1 and label.startswith(words)) or (self._blocks > 1 and label.endswith(words))


def _shifted(table: BoundTable) -> set[str]:
    """Return the rows whose labels are whole only together with a neighbour's: words of one stand in the other."""
    found: set[str] = set()
    for one, two in pairwise(table.rows.values()):
        if one.line and two.line and "deviating" == one.match == two.match:
            printed, statutory = fold(one.text) + fold(two.text), fold(one.line.label) + fold(two.line.label)
            found |= {one.line.key, two.line.key} if printed == statutory else set()
    return found


def _has_joined(table: BoundTable) -> bool:
    """Whether a row is so much longer than the others that one more, with nothing in it, may have been joined to it."""
    if not table.rows:
        return False
    widths = sorted(len(line.cells) for line in table.rows.values())
    return widths[-1] - widths[len(widths) // 2] >= len(table.columns)


def _has_gaps(table: BoundTable) -> bool:
    """Whether rows without any words or figures stand between the rows of a table."""
    taken = set(table.row_cells())
    for block in table.blocks:
        known = [number for number, row in enumerate(block.rows) if not taken.isdisjoint(row)]
        between = block.rows[known[0] : known[-1]] if known else ()
        if any(row and not any(cell.text.strip() for cell in row) for row in between):
            return True
    return False
