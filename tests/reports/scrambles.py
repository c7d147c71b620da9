"""Clean reports as broken converters leave them: labels lost, rows joined and cut, digits run together; seeded."""

from collections.abc import Callable, Mapping, Sequence
from random import Random

from audit_rulesets.samples.drafts import Draft, Row, Table
from audit_rulesets.samples.render import LINES, PIPES, TEXT, Style
from tests.reports.bases import BASES

Scramble = Callable[[Table, Random], str]

RESULTS_TO = ("total", "carried_out")


def redrawn(base: str, random: Random, *, most: int = 40) -> Draft:
    """Return a clean report with other figures in tables three and four, sparse as real ones are, that add up."""
    draft = BASES[base]()
    table = draft.table("applications")
    results = [row for row in table.rows if row.path and row.key != "total"]
    columns = [column.key for column in table.columns if column.key != "total"]
    for row in results:
        busy = random.random() < 0.4
        for column in columns:
            row.figures[column] = str(random.choice((0, 0, 0, 1, 2, random.randrange(most))) if busy else 0)
    for column in columns:
        handled = sum(int(row.figures[column]) for row in results)
        out = random.choice((0, 0, 1, 3))
        brought = random.randrange(handled + out + 1) if random.random() < 0.5 else 0
        for key, value in {
            "total": handled,
            "carried_out": out,
            "carried_in": brought,
            "received": handled + out - brought,
        }.items():
            table.row(key).figures[column] = str(value)
    for row in table.rows:
        row.figures["total"] = str(sum(int(row.figures[column]) for column in columns))
    _redraw_cases(draft, random, most)
    return draft


def _redraw_cases(draft: Draft, random: Random, most: int) -> None:
    figures = draft.table("cases").rows[0].figures
    for block in dict.fromkeys(key.split("/")[0] for key in figures):
        keys = [key for key in figures if key.startswith(f"{block}/")]
        for key in keys[:-1]:
            figures[key] = str(random.choice((0, 0, 1, random.randrange(most))))
        figures[keys[-1]] = str(sum(int(figures[key]) for key in keys[:-1]))


def truth(draft: Draft) -> dict[str, str]:
    """Return every printed figure of a draft by the path of its concept."""
    found: dict[str, str] = {}
    for part in draft.parts:
        for table in part.tables:
            for row in table.rows:
                for column, text in row.figures.items():
                    across = table.key == "cases"
                    found[f"cases/{column}" if across else f"{table.key}/{row.key}/{column}"] = text
    return found


def lines_of(table: Table) -> tuple[list[list[str]], list[list[str]]]:
    """Return the head rows and the rows of a table as cells."""
    plain = table.plain()
    return plain[: len(plain) - len(table.rows)], plain[len(plain) - len(table.rows) :]


def piped(lines: Sequence[Sequence[str]]) -> str:
    """Return rows in pipes, the first one a head."""
    shown = [f"| {' | '.join(line)} |" for line in lines]
    return "\n".join([shown[0], f"|{' --- |' * len(lines[0])}", *shown[1:]])


def labels_lost(table: Table, random: Random) -> str:
    """Empty the label cells of some rows, or lose the cells themselves."""
    head, rows = lines_of(table)
    share = random.choice((0.1, 0.3, 0.6, 1.0))
    for number, row in enumerate(rows):
        if random.random() < share:
            rows[number] = [""] * table.labels + row[table.labels :] if random.random() < 0.5 else row[table.labels :]
    return piped([*head, *rows])


def rows_cut(table: Table, random: Random) -> str:
    """Cut some rows in two."""
    head, rows = lines_of(table)
    cut: list[list[str]] = []
    for row in rows:
        at = random.randrange(table.labels, len(row)) if random.random() < 0.3 else len(row)
        cut += [part for part in (row[:at], row[at:]) if part]
    return piped([*head, *cut])


def rows_joined(table: Table, random: Random) -> str:
    """Print some rows behind the row before, in one line; sometimes without their labels."""
    head, rows = lines_of(table)
    joined: list[list[str]] = []
    for row in rows:
        if joined and random.random() < 0.3:
            joined[-1] = [*joined[-1], *(row if random.random() < 0.6 else row[table.labels :])]
        else:
            joined.append(list(row))
    return piped([*head, *joined])


def labels_away(table: Table, random: Random) -> str:
    """Print the labels by themselves, as lines or as a grid, before or after the figures."""
    head, rows = lines_of(table)
    labels = [next(text for text in reversed(row[: table.labels]) if text) for row in rows]
    shown = "\n".join(labels) if random.random() < 0.5 else piped([[label] for label in labels])
    figures = piped([*head, *(row[table.labels :] for row in rows)])
    return "\n\n".join([shown, figures] if random.random() < 0.5 else [figures, shown])


def run_together(table: Table, random: Random) -> str:
    """Print the whole table in one line, digits without anything between, now and then a blank or a line break."""
    said = [spot.text for row in table.grid()[: len(lines_of(table)[0])] for spot in row if spot.text]
    seen: set[str] = set()
    for row in table.rows:
        said += [label for label in row.path if label not in seen]
        seen.update(row.path)
        digits = "".join(row.figures.values())
        if random.random() < 0.05:
            at = len("".join(list(row.figures.values())[:-1]))
            digits = f"{digits[:at]} {digits[at:]}"
        said += [row.label, digits]
    gap = random.choice(("", "", "\n"))
    return gap.join(said)


SCRAMBLES: Mapping[str, Scramble] = {
    "labels lost": labels_lost,
    "rows cut": rows_cut,
    "rows joined": rows_joined,
    "labels away": labels_away,
    "run together": run_together,
}


def scrambled(draft: Draft, scramble: Scramble, random: Random) -> bytes:
    """Print a draft with tables three and four scrambled, each in its place."""
    for key in ("applications", "cases"):
        part = next(part for part in draft.parts if any(table.key == key for table in part.tables))
        table = draft.table(key)
        if key == "cases" and scramble is not run_together:
            continue
        at = part.blocks.index(table)
        part.blocks[at] = scramble(table, random)
    return PIPES.print(draft)


def lose_cells(draft: Draft, random: Random, many: int) -> None:
    """Lose cells of table three; what follows moves up."""
    table = draft.table("applications")
    for _ in range(many):
        row = random.choice(table.rows)
        row.figures.pop(random.choice(list(row.figures)), None)


def blank_zeros(draft: Draft) -> None:
    """Print nothing instead of zeros in tables three and four."""
    for key in ("applications", "cases"):
        for row in draft.table(key).rows:
            row.figures = {column: "" if text == "0" else text for column, text in row.figures.items()}


def miscount(draft: Draft, random: Random) -> None:
    """Print a wrong figure somewhere in table three."""
    row: Row = random.choice(draft.table("applications").rows)
    column = random.choice(list(row.figures))
    row.figures[column] = str(int(row.figures[column] or 0) + random.choice((1, 2, 9, 10)))


def line_by_line(draft: Draft, random: Random) -> bytes:
    """Print one cell a line, some labels of table three lost."""
    for row in draft.table("applications").rows:
        if random.random() < 0.3:
            row.label, row.path = "", ()
    return LINES.print(draft)


RENDERINGS: tuple[Style, ...] = (TEXT, PIPES, LINES)
