"""Small changes to a draft, to be put together into faults and controls."""

from audit_rulesets.samples.drafts import Block, Draft, Part, Row
from audit_rulesets.samples.layouts import Change
from audit_rulesets.samples.statutory import disclosure_2019
from tests.reports.bases import A19_DISCLOSURE, ORGAN


def all_of(*changes: Change) -> Change:
    """Make several changes."""

    def change(draft: Draft) -> None:
        for one in changes:
            one(draft)

    return change


def reword(old: str, new: str) -> Change:
    """Replace words that stand in one place."""
    return lambda draft: draft.reword(old, new)


def put(table: str, row: str, column: str, text: str) -> Change:
    """Print another figure."""
    return lambda draft: draft.put(table, row, column, text)


def add(*cells: tuple[str, str, int]) -> Change:
    """Change figures of table three: row, column, amount."""

    def change(draft: Draft) -> None:
        for row, column, amount in cells:
            draft.add("applications", row, column, amount)

    return change


def title(text: str) -> Change:
    """Print another title; `{organ}` stands for the organ's name."""

    def change(draft: Draft) -> None:
        draft.title = text.format(organ=draft.metadata["organization"])

    return change


def published(day: str) -> Change:
    """Say another day of publication."""

    def change(draft: Draft) -> None:
        draft.metadata["published"] = day

    return change


def drop_part(heading: str) -> Change:
    """Leave out a section."""

    def change(draft: Draft) -> None:
        draft.parts.remove(draft.part(heading))

    return change


def move_part(heading: str, before: str) -> Change:
    """Print a section before another."""

    def change(draft: Draft) -> None:
        part = draft.part(heading)
        draft.parts.remove(part)
        draft.parts.insert(draft.parts.index(draft.part(before)), part)

    return change


def append_part(heading: str, *texts: str) -> Change:
    """Print one section more."""
    return lambda draft: draft.parts.append(Part(heading, [*texts]))


def say(heading: str, *texts: str) -> Change:
    """Print other paragraphs in a section."""

    def change(draft: Draft) -> None:
        draft.part(heading).blocks = [*texts]

    return change


def drop_paragraph(beginning: str) -> Change:
    """Leave out the paragraphs that begin with some words."""

    def keep(block: Block) -> bool:
        return not (isinstance(block, str) and block.startswith(beginning))

    def change(draft: Draft) -> None:
        for part in draft.parts:
            part.blocks = [block for block in part.blocks if keep(block)]

    return change


def append_sentence(text: str) -> Change:
    """Put a sentence at the end of the first paragraph of section one."""

    def change(draft: Draft) -> None:
        part = draft.part("总体情况")
        part.blocks[0] = f"{part.blocks[0]}{text}"

    return change


def drop_table(key: str) -> Change:
    """Leave out a table."""

    def change(draft: Draft) -> None:
        for part in draft.parts:
            part.blocks = [block for block in part.blocks if isinstance(block, str) or block.key != key]

    return change


def old_tables(draft: Draft) -> None:
    """Print section two on the form of 2019, with as many documents as the text says."""
    draft.part("主动公开政府信息情况").blocks = [*disclosure_2019({**A19_DISCLOSURE, "normative": "11 11 86"})]


def drop_row(key: str) -> Change:
    """Leave out a row of table three."""

    def change(draft: Draft) -> None:
        table = draft.table("applications")
        table.rows.remove(table.row(key))

    return change


def repeat_row(key: str) -> Change:
    """Print a row of table three twice."""

    def change(draft: Draft) -> None:
        table = draft.table("applications")
        row = table.row(key)
        table.rows.insert(table.rows.index(row) + 1, Row(row.key, row.label, row.path, dict(row.figures)))

    return change


def label_row(key: str, label: str) -> Change:
    """Print another label of a row of table three."""

    def change(draft: Draft) -> None:
        draft.table("applications").row(key).label = label

    return change


def bare_row(key: str) -> Change:
    """Lose the cells before a label of table three."""

    def change(draft: Draft) -> None:
        draft.table("applications").row(key).bare = True

    return change


def drop_cell(row: str, column: str) -> Change:
    """Leave out a cell of table three; what follows it moves up."""

    def change(draft: Draft) -> None:
        del draft.table("applications").row(row).figures[column]

    return change


def swap(row: str, one: str, other: str) -> Change:
    """Exchange two figures of a row of table three."""

    def change(draft: Draft) -> None:
        figures = draft.table("applications").row(row).figures
        figures[one], figures[other] = figures[other], figures[one]

    return change


def drop_column(key: str) -> Change:
    """Leave out a column of table three, head and figures."""

    def change(draft: Draft) -> None:
        table = draft.table("applications")
        table.columns.remove(table.column(key))
        for row in table.rows:
            del row.figures[key]

    return change


def label_column(table: str, key: str, label: str) -> Change:
    """Print another label of a column."""

    def change(draft: Draft) -> None:
        draft.table(table).column(key).label = label

    return change


def caption(table: str, text: str) -> Change:
    """Print another caption of a table."""

    def change(draft: Draft) -> None:
        draft.table(table).caption = text

    return change


def sum_decisions(draft: Draft) -> None:
    """Print as decisions the sum of the two columns before."""
    for key in ("licensing", "enforcement"):
        for row in draft.table(key).rows:
            row.figures["decisions"] = str(int(row.figures["previous"]) + int(row.figures["change"]))


def blank_zeros(draft: Draft) -> None:
    """Print no zeros in the rows of results, totals included."""
    for row in draft.table("applications").rows:
        if row.path and row.key != "total":
            row.figures = {key: "" if text == "0" else text for key, text in row.figures.items()}


def township(draft: Draft) -> None:
    """Make it the report of a township with nothing to count."""
    for old, new in ((ORGAN, "松溪镇人民政府"), ("全县", "全镇"), ("我县", "我镇"), ("县政府", "镇政府")):
        draft.everywhere(old, new)
    draft.everywhere("全年办理政府信息公开申请百余件，", "")
    draft.metadata["organization"] = "松溪镇人民政府"
    for part in draft.parts:
        for table in part.tables:
            for row in table.rows:
                row.figures = dict.fromkeys(row.figures, "0")


def renamed(organ: str) -> Change:
    """Make it the report of another organ, with the same figures."""
    unit, kind = ("镇", "镇政府") if "镇" in organ else ("街道", "街道办事处")

    def change(draft: Draft) -> None:
        for old, new in ((ORGAN, organ), ("全县", f"全{unit}"), ("我县", f"我{unit}"), ("县政府", kind)):
            draft.everywhere(old, new)
        draft.metadata["organization"] = organ

    return change


def pictured(heading: str, picture: str) -> Change:
    """Print a picture in place of the tables of a section."""
    return say(heading, f"![{picture}]({picture}.png)")
