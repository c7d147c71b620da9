"""A19 with a table three as a converter leaves it: nineteen rows one figure short, two of them moved to the left."""

from collections.abc import Iterator

from audit_rulesets.samples.drafts import Draft, Raw, Row, Table
from audit_rulesets.samples.statutory import NOTE
from tests.reports.bases import a19

_FULL = ("received", "carried_in", "total", "carried_out")
_ONE = ("1", "0", "0", "0", "0", "0", "1")
_MOVED = ("refused_confirmation", "other")

_HEAD = (
    (NOTE, "", "申请人情况", "", "", "", "", "", "总计", ""),
    ("", "", "自然人", "法人或其他组织", "", "", "", "", "", ""),
    ("", "", "", "商业企业", "科研机构", "社会公益组织", "法律服务机构", "其他", "", ""),
)


def ambiguous() -> Draft:
    """Return A19 with one application, found not to be held, and a cell lost from every row of results."""
    draft = a19()
    draft.everywhere("全年办理政府信息公开申请百余件，", "全年办理政府信息公开申请1件，")
    part = draft.part("收到和处理")
    part.blocks = [Raw("applications", [*map(list, _HEAD), *_body(draft.table("applications"))])]
    return draft


def _body(table: Table) -> Iterator[list[str]]:
    """Yield label cells, one empty cell, and seven figures or six; a parent is printed in its first row."""
    seen: set[str] = set()
    for row in table.rows:
        figures = _figures(row)
        parents = [] if row.key in (*_MOVED, "total") else [label if label not in seen else "" for label in row.path]
        seen.update(row.path)
        line = [*parents, row.label, "", *figures]
        yield [*line, *[""] * (10 - len(line))]


def _figures(row: Row) -> list[str]:
    if row.key in ("received", "total"):
        return list(_ONE)
    if row.key in _FULL:
        return ["0"] * 7
    return ["1", "0", "0", "0", "0", "1"] if row.key == "unable_not_held" else ["0"] * 6
