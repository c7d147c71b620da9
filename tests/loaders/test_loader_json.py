"""The canonical JSON of a Document: read, refused with a reason, located, written, and read again."""

import json
from collections.abc import Iterator
from typing import Any

import jsonschema
import pytest
from hypothesis import given
from hypothesis import strategies as st

from audit_core.document import Cell, Document, Excerpt, Heading, Image, Paragraph, Section, Source, Span, Table
from audit_core.errors import InputError
from audit_core.formats import Limits
from audit_core.loaders import text as text_loader
from audit_core.loaders.json import dump, load
from audit_core.schemas import names, schema
from tests.loaders.shapes import nodes

USUAL = Limits()


def with_cell(cell: str) -> str:
    return '{"document": "1", "sections": [{"blocks": [{"type": "table", "rows": [["甲", ' + cell + "]]}]}]}"


def with_block(block: str) -> str:
    return '{"document": "1", "sections": [{"title": "一", "blocks": [' + block + "]}]}"


def loaded(text: str, limits: Limits = USUAL) -> Document:
    return load(text.encode(), "report.json", limits)


def table(rows: str) -> Table:
    (found,) = loaded(with_block('{"type": "table", "rows": ' + rows + "}")).tables()
    return found


def test_every_noun() -> None:
    of = loaded("""{"document": "1", "title": "题", "metadata": {"year": "2021"}, "sections": [
        {"title": "", "level": 1, "blocks": [{"type": "paragraph", "text": "甲\\n乙"}]},
        {"title": "一", "level": 2, "place": "第 1 页", "blocks": [
            {"type": "table", "rows": [["a", {"text": "b", "place": "B1"}], []], "place": "表 1"},
            {"type": "image", "alt": "图", "uri": "1.png", "place": "图 1"}]}]}""")
    assert (of.title, dict(of.metadata)) == ("题", {"year": "2021"})
    expected = (
        Section(None, (Paragraph("甲\n乙"),)),
        Section(
            Heading("一", place="第 1 页"),
            (
                Table(((Cell("a", 0, 0), Cell("b", 0, 1, place="B1")), ()), place="表 1"),
                Image("图", "1.png", place="图 1"),
            ),
            2,
        ),
    )
    assert repr(of.sections) == repr(expected)
    assert (of.source.loader, of.source.encoding, len(of.source.digest)) == ("json", "utf-8", 64)


def test_what_may_be_left_out() -> None:
    of = loaded('{"sections": [{"blocks": [{"type": "image"}]}], "document": "1"}')
    assert repr(of.sections) == repr((Section(None, (Image(),)),))
    assert (of.title, dict(of.metadata)) == ("", {})


@pytest.mark.parametrize(
    ("rows", "positions"),
    [
        ('[["a", "b"], ["c"]]', [[(0, 0), (0, 1)], [(1, 0)]]),
        ('[[{"text": "a", "rowspan": 2}, "b"], ["c"]]', [[(0, 0), (0, 1)], [(1, 1)]]),
        ('[[{"text": "a", "colspan": 2}, "b"], ["c"]]', [[(0, 0), (0, 2)], [(1, 0)]]),
        (
            '[["a", {"text": "b", "rowspan": 2, "colspan": 2}, "c"], ["d", "e"]]',
            [[(0, 0), (0, 1), (0, 3)], [(1, 0), (1, 3)]],
        ),
        ('[[{"text": "a", "rowspan": 9}], ["b"], ["c", "d"]]', [[(0, 0)], [(1, 1)], [(2, 1), (2, 2)]]),
        (
            '[[{"text": "a", "rowspan": 3}, "b"], [{"text": "c", "rowspan": 2}], ["d"]]',
            [[(0, 0), (0, 1)], [(1, 1)], [(2, 2)]],
        ),
        ("[[], [[]]]".replace("[[]]", '["a"]'), [[], [(1, 0)]]),
        ("[]", []),
    ],
)
def test_grid_positions(rows: str, positions: list[list[tuple[int, int]]]) -> None:
    assert [[(cell.row, cell.column) for cell in row] for row in table(rows).rows] == positions


DEEP = 100_000
REFUSED = {
    "truncated": ('{"document": "1", "sec', "1:19: broken JSON: it ends in the middle"),
    "truncated after a comma": ('{"document": "1",\n', "2:1: broken JSON: it ends in the middle"),
    "trailing rubbish": ('{"document": "1", "sections": []} 甲', "1:35: broken JSON: something follows"),
    "trailing comma": (with_cell('"a",'), "1:81: broken JSON: expected a value"),
    "single quotes": ("{'document': '1'}", "1:2: broken JSON: expected a key in double quotes"),
    "raw control character": (with_cell('"\x01"'), "1:78: broken JSON: a control character that is not escaped"),
    "not an object": ("[]", "1:1: found an array; expected an object"),
    "no version": ('{"sections": []}', "1:1: 'document' is missing"),
    "another version": ('{"document": "2", "sections": []}', '1:15: /document: found the string "2"; expected "1"'),
    "number for text": (
        with_cell("5"),
        "1:77: /sections/0/blocks/0/rows/0/1: found the number 5; expected a string or an object",
    ),
    "null for text": (
        with_cell("null"),
        "1:77: /sections/0/blocks/0/rows/0/1: found null; expected a string or an object",
    ),
    "number for a paragraph": (
        with_block('{"type": "paragraph", "text": 1.5}'),
        "1:88: /sections/0/blocks/0/text: found the number 1.5; expected a string",
    ),
    "unknown key": (
        with_cell('{"text": "", "txet": ""}'),
        '1:99: /sections/0/blocks/0/rows/0/1/txet: unknown key "txet"; expected text',
    ),
    "missing key": (with_block('{"type": "table"}'), "1:58: /sections/0/blocks/0: 'rows' is missing"),
    "no type": (with_block('{"rows": []}'), "1:58: /sections/0/blocks/0: 'type' is missing"),
    "another type": (
        with_block('{"type": "tabel"}'),
        '1:68: /sections/0/blocks/0/type: found the string "tabel"; expected paragraph, table or image',
    ),
    "text for a block": (with_block('"甲"'), '/sections/0/blocks/0: found the string "\\u7532"; expected an object'),
    "span too large": (with_cell('{"text": "", "colspan": 1001}'), "colspan: found the number 1001; expected ≤ 1000"),
    "span too small": (with_cell('{"text": "", "rowspan": 0}'), "rowspan: found the number 0; expected ≥ 1"),
    "span as text": (with_cell('{"text": "", "rowspan": "2"}'), 'found the string "2"; expected a whole number'),
    "metadata that is no text": (
        '{"document": "1", "metadata": {"a/b~": true}, "sections": []}',
        "/metadata/a~1b~0: found the boolean true; expected a string",
    ),
    "lone high surrogate": (with_cell('"\\ud800"'), "1:78: half of a surrogate pair"),
    "lone low surrogate": (with_cell('"\\\\\\udc00"'), "1:80: half of a surrogate pair"),
    "not a number": (with_cell("NaN"), "NaN is no JSON value"),
    "a number without end": (with_cell("1" * 5000), "expected a string or an object"),
    "a key twice, where something else is wrong too": (
        with_cell('5, {"text": "", "text": ""}'),
        'key "text" twice in one JSON object',
    ),
    "sections twice": ('{"document": "1", "sections": [], "sections": []}', 'key "sections" twice'),
    "blocks twice": ('{"document": "1", "sections": [{"blocks": [], "blocks": []}]}', 'key "blocks" twice'),
    "rows twice": (with_block('{"type": "table", "rows": [["1"]], "rows": []}'), 'key "rows" twice'),
    "text of a cell twice": (with_cell('{"text": "1", "text": "2"}'), 'key "text" twice'),
    "text of a paragraph twice": (with_block('{"type": "paragraph", "text": "", "text": ""}'), 'key "text" twice'),
    "deep arrays": ("[" * DEEP, "1:33: JSON nested deeper than 32"),
    "deep in a cell": (with_cell("[" * DEEP + "]" * DEEP), "JSON nested deeper than 32"),
    "deep in an unknown key": ('{"x":' * DEEP, "JSON nested deeper than 32"),
    "deep before the type is known": (
        with_block('{"rows": ' + "[" * DEEP + "]" * DEEP + ', "type": "table"}'),
        "JSON nested deeper than 32",
    ),
    "long and truncated": (
        with_block('{"type": "paragraph", "text": "' + "a" * 2_000_000),
        "the JSON is no document: Input data was truncated",
    ),
    "long and broken": (
        with_block('{"type": "paragraph", "text": "' + "甲" * 2_000_000 + '"} 5'),
        "1:2000092: the JSON is no document: JSON is malformed",
    ),
    "long and wrong": (
        with_block('{"type": "paragraph", "text": "' + "a" * 2_000_000 + '"}, {"type": "image", "alt": 5}'),
        "the JSON is no document: Expected `str`, got `int` - at `$.sections[0].blocks[1].alt`",
    ),
}


@pytest.mark.parametrize(("text", "expected"), REFUSED.values(), ids=REFUSED)
def test_refusals(text: str, expected: str) -> None:
    with pytest.raises(InputError) as caught:
        loaded(text)
    en, zh = caught.value.say("en"), caught.value.say("zh")
    assert en.startswith("report.json:")
    assert expected in en
    assert "\n" not in en + zh
    assert len(en) < 400
    assert en != zh


def test_bytes_that_are_not_utf8() -> None:
    with pytest.raises(InputError, match=r"^report.json:1:78: not UTF-8, as JSON has to be$"):
        load(with_cell('"甲"').encode("gbk").replace("甲".encode("gbk"), b"x", 1), "report.json", USUAL)


def test_texts_spelt_like_keys() -> None:
    of = loaded(with_cell('"rows", "text", {"text": "blocks"}, {"text": "sections"}'))
    assert [cell.text for cell in next(of.tables()).cells()] == ["甲", "rows", "text", "blocks", "sections"]


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-32"])
def test_byte_order_marks(encoding: str) -> None:
    of = load(with_cell('"乙"').encode(encoding), "report.json", USUAL)
    assert of.source.text == with_cell('"乙"')
    assert [cell.text for cell in next(of.tables()).cells()] == ["甲", "乙"]


@pytest.mark.parametrize("cell", ['{"text": "", "rowspan": 3, "colspan": 3}', '"", "", "", "", "", "", "", "", ""'])
def test_the_cell_limit_counts_the_area(cell: str) -> None:
    loaded(with_cell(cell), Limits(cells=10))
    with pytest.raises(InputError, match="/sections/0/blocks/0: more than 9 cells"):
        loaded(with_cell(cell), Limits(cells=9))


# Where things stand.

LOCATED = """{"sections": [{"blocks": [
 {"rows": [["甲", {"place": "B1", "text": "\\u4e59\\"丙"}], [""]], "type": "table"},
 {"type": "paragraph", "text": "𠮷 丁"},
 {"type": "image", "alt": "图", "uri": "x"},
 {"type": "image"}], "title": "一、戊", "level": 2}], "document": "1", "title": "{[,:]}"}"""


def test_places_and_offsets() -> None:
    of = loaded(LOCATED)
    (section,) = of.sections
    found = {}
    for node in (section.heading, *section.blocks, *next(of.tables()).cells()):
        assert node is not None
        span = of.span(node)
        assert span is not None
        found[of.place(node)] = of.source.text[span.start : span.end]
    assert found == {
        "/sections/0/title": "一、戊",
        "/sections/0/blocks/0": '{"rows": [["甲", {"place": "B1", "text": "\\u4e59\\"丙"}], [""]], "type": "table"}',
        "/sections/0/blocks/0/rows/0/0": "甲",
        "B1": '\\u4e59\\"丙',
        "/sections/0/blocks/0/rows/1/0": "",
        "/sections/0/blocks/1": "𠮷 丁",
        "/sections/0/blocks/2": "图",
        "/sections/0/blocks/3": '{"type": "image"}',
    }


def test_lines_columns_and_excerpts() -> None:
    of = loaded(LOCATED)
    paragraph = next(of.paragraphs())
    location = of.locate(Excerpt(paragraph, 2, 3))
    assert location.region is not None
    assert (location.region.start_line, location.region.start_column) == (3, 35)
    assert location.span is not None
    assert of.source.position(location.span.start, "utf16") == (3, 36)
    escaped = next(of.tables()).rows[0][1]
    begin = LOCATED.index("\\u4e59")
    assert of.span(escaped) == Span(begin, begin + 9)


def test_keys_may_come_in_any_order_and_written_in_any_way() -> None:
    of = loaded(
        '{"\\u0064ocument": "1", "sections": [{"title": "", "blo\\u0063ks": [{"text": "甲", "type": "paragraph"}]}]}'
    )
    (paragraph,) = of.paragraphs()
    span = of.span(paragraph)
    assert span is not None
    assert of.source.text[span.start : span.end] == "甲"


# What is written.


def test_dump_is_canonical() -> None:
    of = text_loader.load("# 题\n\n甲\n乙\n\n规章\t0\n".encode(), "report.md", USUAL)
    assert (
        dump(of).decode()
        == """{
 "document": "1",
 "title": "题",
 "metadata": {},
 "sections": [
  {
   "title": "题",
   "level": 1,
   "place": "1:3",
   "blocks": [
    {
     "type": "paragraph",
     "text": "甲\\n乙",
     "place": "3:1"
    },
    {
     "type": "table",
     "rows": [
      [
       {
        "text": "规章",
        "place": "6:1"
       },
       {
        "text": "0",
        "place": "6:4"
       }
      ]
     ],
     "place": "6:1"
    }
   ]
  }
 ]
}
"""
    )


def test_places_survive() -> None:
    of = text_loader.load("甲\n\n规章\t0\n".encode(), "report.md", USUAL)
    again = load(dump(of), "report.json", USUAL)
    assert [again.place(cell) for cell in next(again.tables()).cells()] == ["3:1", "3:4"]
    assert dump(again) == dump(of)


def test_json_without_places_gets_none() -> None:
    assert json.loads(dump(loaded(with_cell('"乙"'))))["sections"][0]["blocks"][0] == {
        "type": "table",
        "rows": [["甲", "乙"]],
    }


WORDS = st.text(st.characters(exclude_categories=["Cs"]), max_size=8)
PLACES = st.sampled_from(["", "", "12:5", "Sheet1!B3"])
EXTENTS = st.sampled_from([1, 1, 1, 2, 3])
CELLS = WORDS | st.fixed_dictionaries(
    {"text": WORDS}, optional={"rowspan": EXTENTS, "colspan": EXTENTS, "place": PLACES}
)
BLOCKS = st.one_of(
    st.fixed_dictionaries({"type": st.just("paragraph"), "text": WORDS}, optional={"place": PLACES}),
    st.fixed_dictionaries(
        {"type": st.just("table"), "rows": st.lists(st.lists(CELLS, max_size=4), max_size=4)},
        optional={"place": PLACES},
    ),
    st.fixed_dictionaries({"type": st.just("image")}, optional={"alt": WORDS, "uri": WORDS, "place": PLACES}),
)
SECTIONS = st.fixed_dictionaries(
    {"blocks": st.lists(BLOCKS, max_size=3)}, optional={"title": WORDS, "level": st.integers(1, 9), "place": PLACES}
)
DOCUMENTS = st.fixed_dictionaries(
    {"document": st.just("1"), "sections": st.lists(SECTIONS, max_size=3)},
    optional={"title": WORDS, "metadata": st.dictionaries(WORDS, WORDS, max_size=2)},
)
SCHEMA = schema("document")
VALIDATOR = jsonschema.Draft202012Validator(SCHEMA)


@given(DOCUMENTS, st.booleans())
def test_what_is_written_is_read_again(value: dict[str, Any], ascii_only: bool) -> None:
    VALIDATOR.validate(value)
    of = loaded(json.dumps(value, ensure_ascii=ascii_only))
    again = load(dump(of), "report.json", USUAL)
    assert repr(again.sections) == repr(of.sections)
    assert (again.title, again.metadata) == (of.title, of.metadata)
    assert dump(again) == dump(of)
    VALIDATOR.validate(json.loads(dump(of)))


@given(DOCUMENTS, st.booleans(), st.sampled_from([None, 1]))
def test_every_node_stands_where_its_text_is(value: dict[str, Any], ascii_only: bool, indent: int | None) -> None:
    of = loaded(json.dumps(value, ensure_ascii=ascii_only, indent=indent))
    for node in nodes(of):
        span = of.span(node)
        assert span is not None
        assert of.place(node)
        written = of.source.text[span.start : span.end]
        if isinstance(node, Cell | Paragraph | Heading):
            assert json.loads(f'"{written}"') == node.text
        elif isinstance(node, Table):
            assert json.loads(written)["type"] == "table"


MUTATIONS: st.SearchStrategy[Any] = st.sampled_from(
    [None, 0, -1, 1.5, True, "", "1", [], {}, [[]], {"text": 1}, ["", 1], {"type": "table"}]
)


@given(DOCUMENTS, st.data())
def test_the_decoder_refuses_what_the_schema_refuses(value: dict[str, Any], data: st.DataObject) -> None:
    around, key = data.draw(st.sampled_from(list(members(value))))
    around[key] = data.draw(MUTATIONS)
    try:
        loaded(json.dumps(value))
    except InputError as error:
        reason = str(error)
    else:
        reason = ""
    assert VALIDATOR.is_valid(value) == (not reason)
    assert "is no document" not in reason, "every refusal is explained"


def members(value: Any) -> Iterator[tuple[Any, Any]]:
    keys = list(value) if isinstance(value, dict) else range(len(value))
    for key in keys:
        yield value, key
        if isinstance(value[key], dict | list):
            yield from members(value[key])


# The schema.


def test_the_schema_is_one() -> None:
    jsonschema.Draft202012Validator.check_schema(SCHEMA)
    assert "document" in names()


def test_the_schema_says_what_everything_is() -> None:
    described = [SCHEMA, *SCHEMA["$defs"].values()]
    properties = [p for part in objects(SCHEMA) for p in part["properties"].values() if "$ref" not in p]
    assert all(part["title"] and part["description"] for part in [*described, *properties])
    assert all(part["additionalProperties"] is False for part in objects(SCHEMA))


def objects(part: Any) -> Iterator[dict[str, Any]]:
    if isinstance(part, dict) and isinstance(part.get("properties"), dict):
        yield part
    for inner in part.values() if isinstance(part, dict) else part if isinstance(part, list) else ():
        yield from objects(inner)


def test_an_unknown_schema() -> None:
    with pytest.raises(KeyError):
        schema("documnt")


def test_a_document_of_another_format_keeps_its_places() -> None:
    cell = Cell("0", 0, 0, place="Sheet1!A1")
    of = Document((Section(None, (Table(((cell,),)),)),), Source("report.xlsx", loader="xlsx"))
    assert json.loads(dump(of))["sections"][0]["blocks"][0]["rows"] == [[{"text": "0", "place": "Sheet1!A1"}]]
