"""Tables that are printed in no grid, as regions: one cell a line, or all in one paragraph.

读者                                   读者春季秋季合计成人读者123儿童读者459
春季
秋季
成人读者
1
2
"""

from collections.abc import Iterator, Sequence

from audit_core.binding.gridless import line_per_cell
from audit_core.binding.labels import LabelIndex
from audit_core.binding.regions import Region
from audit_core.document import Document, Excerpt


def read(
    document: Document, labels: LabelIndex, others: Sequence[LabelIndex], found: dict[str, Region]
) -> Iterator[Excerpt]:
    """Add tables to those `found` in grids; yield the text that is cells of tables, and thus no prose.

    `others` are the labels of the forms of other years, one of which may have been printed instead.
    """
    tables = labels.form.tables
    if found.keys() >= tables.keys():
        return
    for region, cells in line_per_cell.regions(document, labels, others):
        if region.table not in found:
            found[region.table] = region
            yield from cells
    wanted = [key for key, table in tables.items() if key not in found and not table.codes]
    if wanted:
        from audit_core.binding.gridless import inline_tables
        from audit_core.binding.gridless.token_runs import prose_of

        prose = prose_of(document, labels)
        for region in inline_tables.regions(prose, labels, wanted):
            found.setdefault(region.table, region)
        yield from inline_tables.printed(prose, labels, wanted)
