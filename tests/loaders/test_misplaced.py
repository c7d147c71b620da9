"""Where a plugin's loader says that its nodes stand: what is beyond the text, or beside the words, is refused by name."""

import pytest

from audit_core.document import Block, Cell, Document, Heading, Image, Paragraph, Section, Source, Table, flaw
from audit_core.errors import PluginError
from audit_core.formats import Loader
from audit_core.loaders import BUILTIN, read
from audit_rulesets.samples.render import STYLES, Style
from tests.reports.bases import BASES

TEXT = "标题\n甲  <b>乙</b>丙１２件。\n后 &amp; 尾\n"
"""Offsets: 标题 0 to 2; 甲  <b>乙</b>丙１２件。 3 to 19; 后 &amp; 尾 20 to 29."""


def document(*blocks: Block, heading: Heading | None = None, text: str = TEXT) -> Document:
    return Document((Section(heading, blocks),), Source("x", text=text))


def table(cell: Cell) -> Table:
    return Table(((cell,),))


SOUND = {
    "a heading": document(heading=Heading("标题", 0, 2)),
    "marks between": document(Paragraph("甲 乙丙12件。", 3, 19)),
    "an escape": document(Paragraph("后 & 尾", 20, 29)),
    "another width": document(Paragraph("丙12件", 14, 18)),
    "a mark as blanks": document(Paragraph("甲     乙    丙", 3, 15)),
    "blanks of another kind": document(Paragraph("甲\u3000\n<b>乙", 3, 10)),
    "no words at all": document(Paragraph("", 3, 3), Paragraph("（空）", 3, 3)),
    "a cell, an image and a table": document(table(Cell("乙", 0, 0, start=9, end=10)), Image("图", "", 0, 28)),
    "the end of the text": document(Table((), len(TEXT), len(TEXT))),
    "no offsets": document(Paragraph("别的", place="paragraph 1")),
    "no text": document(Paragraph("别的", place="paragraph 1"), text=""),
}


@pytest.mark.parametrize("given", SOUND.values(), ids=SOUND)
def test_nodes_that_stand_where_they_are_said_to(given: Document) -> None:
    assert flaw(given) is None


@pytest.mark.parametrize("style", STYLES, ids=lambda style: style.name)
def test_our_own_loaders_keep_to_it(style: Style) -> None:
    for draft in BASES.values():
        assert flaw(read(style.print(draft()), style.uri, BUILTIN)) is None


ASTRAY = {
    "one before": (document(heading=Heading("题\n", 0, 2)), "Heading '题\\n' at 0 to 2, where the text reads '标题'"),
    "one behind": (
        document(Paragraph("甲  <b>乙", 4, 11)), "Paragraph '甲  <b>乙' at 4 to 11, where the text reads '  <b>乙<'"),
    "one behind, a cell": (
        document(table(Cell("乙", 0, 0, start=10, end=11))), "Cell '乙' at 10 to 11, where the text reads '<'"),
    "only a part": (document(Paragraph("丙１２件", 15, 18)), "Paragraph '丙１２件' at 15 to 18, where the text reads '１２件'"),
    "beyond the end": (document(Paragraph("尾", 100, 101)), "Paragraph at 100 to 101 of a text of 30 characters"),
    "a table beyond the end": (document(Table((), 0, 31)), "Table at 0 to 31 of a text of 30 characters"),
    "backwards": (document(Paragraph("甲", 4, 3)), "Paragraph at 4 to 3 of a text"),
    "no end": (document(Paragraph("甲", 3)), "Paragraph at 3 to -1 of a text"),
    "no beginning": (document(Paragraph("甲", -1, 3)), "Paragraph at -1 to 3 of a text"),
    "a source without text": (document(Paragraph("甲", 0, 1), text=""), "Paragraph at 0 to 1 of a text of 0 characters"),
    "found by a locator": (
        Document((Section(None, (PLACED := Paragraph("乙"),)),), Source("x", text=TEXT),
                 locator=lambda _: {PLACED: (8, 9, "")}),
        "Paragraph '乙' at 8 to 9, where the text reads '>'",
    ),
}  # fmt: skip


@pytest.mark.parametrize(("given", "said"), ASTRAY.values(), ids=ASTRAY)
def test_nodes_that_stand_elsewhere(given: Document, said: str) -> None:
    found = flaw(given)
    assert found is not None
    assert found.startswith(f"returned a {said}")


def test_the_plugin_is_named() -> None:
    loader = Loader("shifted", lambda *_: "any", lambda *_: ASTRAY["one behind"][0], origin="audit-shifted 1.0")
    with pytest.raises(
        PluginError, match=r"^loader 'shifted' of plugin audit-shifted 1\.0 broke: .*where the text reads"
    ):
        read(b"x", "x.txt", [loader])
