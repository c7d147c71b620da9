"""What a printed label may be: a row, a column, a group, a caption or a word of a head, as the form spells them."""

import pytest

from audit_core.binding.labels import LabelIndex, labels_of
from audit_core.forms import Form

FORM = Form.from_data({
    "form": "small",
    "title": "Small",
    "years": {"from": 2019},
    "titles": [],
    "sections": {"one": {"ordinal": "1.", "title": "One", "en": "One"}},
    "marks": {
        "ordinal": "(?!)", "label_ordinal": "[一二三四]、|（[一二]）", "unit_clause": "（单位：(?P<unit>[^）]+)(?P<decimals>)）", "period": "(?!)",
        "numerals": {},
    },
    "figures": {"placeholders": ["/"], "units": {}, "decreases": []},
    "tables": {
        "t": {
            "section": "one", "title": "T", "caption": "甲表", "caption_aliases": ["甲之表"], "corner": ["项目", "单位"], "note": "注",
            "rows": {
                "one": {"label": "一、书目", "en": "one", "aliases": ["一、书单", "书报"]},
                "two": {"label": "二、借阅册数", "en": "two", "path": ["三、大类", "（一）小类"]},
                "three": {"label": "其他", "en": "three", "path": ["三、大类"], "aliases": ["别的"]},
                "four": {"label": "借阅册数总", "en": "four"},
            },
            "columns": {
                "x": {"label": "一、春夏秋冬", "en": "x", "path": ["全年"]},
                "y": {"label": "二、册", "en": "y", "aliases": ["本"]},
            },
            "parents": {"三、大类": ["大的"]},
        },
        "u": {
            "section": "one", "title": "U", "caption": "甲表",
            "rows": {"four": {"label": "借阅册数", "en": "four"}}, "columns": {"y": {"label": "二、册", "en": "y"}},
        },
        "w": {
            "section": "one", "title": "W", "across": True,
            "rows": {"r": {"label": "右列", "en": "r", "path": ["左方"]}}, "columns": {"m": {"label": "多少", "en": "m"}},
            "parents": {"右方": []},
        },
    },
})  # fmt: skip


@pytest.mark.parametrize(
    ("text", "hits"),
    [
        ("一、书目", "row t/one statutory"),
        ("一、 书 目", "row t/one statutory"),
        ("书目", ""),  # too short without its ordinal
        ("一、书单", "row t/one alias"),
        ("书单", ""),
        ("书报", "row t/one alias"),
        ("一、书报", "row t/one alias"),  # the row has an ordinal, and its alias none
        ("（二）书报", "row t/one alias"),
        ("二、借阅册数", "row t/two statutory"),
        ("借阅册数", "row u/four statutory; row t/two alias"),
        ("其他", "row t/three statutory"),
        ("三、其他", ""),  # the row has none
        ("三、别的", ""),
        # groups before a label
        ("三、大类其他", "row t/three alias"),
        ("大的其他", "row t/three alias"),
        ("大类其他", "row t/three alias"),
        ("大类别的", "row t/three alias"),
        ("小类二、借阅册数", "row t/two alias"),
        ("（一）小类二、借阅册数", "row t/two alias"),
        ("大的（一）小类二、借阅册数", "row t/two alias"),
        ("大类小类二、借阅册数", "row t/two alias"),
        ("三、大类二、借阅册数", "row t/two alias"),  # the group between is left out
        ("小类大类二、借阅册数", ""),
        # columns
        ("一、春夏秋冬", "column t/x statutory"),
        ("春夏秋冬", "column t/x alias"),
        ("全年春夏秋冬", ""),
        ("二、册", "column t/y statutory; column u/y statutory"),
        ("册", ""),
        ("本", "column t/y alias"),
        ("一、本", ""),
        ("二、册（单位：本）", "column t/y statutory; column u/y statutory"),
        ("其他（单位：本）", "row t/three statutory"),
        # groups, captions and words of a head
        ("三、大类", "group t 三、大类"),
        ("大类", "group t 三、大类"),
        ("大的", "group t 三、大类"),
        ("（一）小类", "group t （一）小类"),
        ("小类", "group t （一）小类"),
        ("全年", "corner"),
        ("左方", "corner"),
        ("右方", "group w 右方"),
        ("右列", "row w/r statutory"),
        ("左方右列", "row w/r alias"),
        ("项目", "corner"),
        ("单位", "corner"),
        ("注", "corner"),
        ("甲表", "caption t; caption u"),
        ("甲之表", "caption t"),
        ("乙表", ""),
    ],
)
def test_what_a_label_may_be(text: str, hits: str) -> None:
    kind = LabelIndex(FORM).kind(text)
    said = [f"row {one.table}/{one.line} {one.match}" for one in kind.rows]
    said += [f"column {one.table}/{one.line} {one.match}" for one in kind.columns]
    said += [f"group {table} {label}" for table, label in kind.parents] + [f"caption {one}" for one in kind.captions]
    assert sorted(said) == sorted(hits.split("; ") if hits not in ("", "corner") else [])
    assert kind.known is bool(hits)
    assert not kind.blank
    assert not kind.numeric


@pytest.mark.parametrize(
    ("text", "is_one"),
    [
        ("大类小类二、借阅册数", True),
        ("二、借阅册数", False),
        ("大类小类二、借", True),
        ("大类小类二", False),
        ("大类小类三、借阅", False),
        ("类小类二、借阅", False),
    ],
)
def test_the_beginning_of_a_label(text: str, *, is_one: bool) -> None:
    assert LabelIndex(FORM).begins_row(text) is is_one


@pytest.mark.parametrize(
    ("texts", "table", "count"),
    [
        (("一、春夏秋冬", "本", "二、册"), "t", 2), (("一、春夏秋冬", "本", "二、册"), "u", 1), (("其他",), "t", 0), ((), "t", 0),
        (("多少", "右列"), "w", 1),
    ],
)  # fmt: skip
def test_how_many_columns_a_head_names(texts: tuple[str, ...], table: str, count: int) -> None:
    labels = LabelIndex(FORM)
    assert [labels.count_columns(texts, table), labels.count_columns(texts, table)] == [count, count]
    for number in range(1_500):
        assert labels.count_columns((str(number), *texts), table) == count


def test_one_index_is_made_for_a_form() -> None:
    assert labels_of(FORM) is labels_of(FORM)
    assert labels_of(FORM).form is FORM
