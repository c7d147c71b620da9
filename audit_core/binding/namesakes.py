"""Rows whose label several rows of a table bear: the group printed above tells which is meant, else their order.

甲类          |
  总数        | 10        total under 甲类
乙类          |
  总数        | 20        total under 乙类
总数          | 30        total of all: its group is none, and 乙类 has its own
"""

from bisect import bisect_right
from collections import deque
from collections.abc import Iterable, Sequence
from itertools import islice
from operator import itemgetter

from audit_core.binding.regions import PrintedRow, Region
from audit_core.forms import TableForm, fold


def assign_rows(table: TableForm, region: Region) -> None:
    """Give each row of a region whose label is shared the key that its place tells; without one it is undecided."""
    _Settler(table, region).settle(region.groups)


class _Settler:
    def __init__(self, table: TableForm, region: Region) -> None:
        self._order = {key: number for number, key in enumerate(table.rows)}
        self._paths = {key: [fold(label) for label in reversed(line.path)] for key, line in table.rows.items()}
        self._depth = max(map(len, self._paths.values()))
        self._labels = {key: fold(line.label) for key, line in table.rows.items()}
        self._rows = region.rows
        self._shared = [self._candidates(table, row) for row in region.rows]
        self._own = self._next_rows()
        named = {path[0] for path in self._paths.values() if path}
        self._groups = [(at, label) for at, label in region.groups if label in named]
        self._taken: set[str] = set()
        self._lowest = -1
        self._printed = 0
        self._last: dict[str, int] = {}

    @staticmethod
    def _candidates(table: TableForm, row: PrintedRow) -> list[str]:
        hits = row.kinds[row.label].rows if row.label >= 0 else ()
        keys = [hit.line for hit in hits if hit.table == table.key]
        return keys if len(keys) > 1 else []

    def settle(self, groups: Iterable[tuple[int, str]]) -> None:
        """Go through the rows, and the texts that may name their `groups`, as they are printed."""
        before = deque(groups)
        for number, row in enumerate(self._rows):
            while before and before[0][0] <= number:
                self._note(before.popleft()[1])
            candidates = self._shared[number]
            if candidates:
                key = self._chosen(number, candidates)
                row.options = row.options if key else ()
                row.key = key or next((one for one in candidates if one not in self._taken), candidates[-1])
            self._taken.add(row.key)
            self._lowest = max(self._lowest, self._order[row.key])
            self._note(self._labels[row.key])

    def _note(self, label: str) -> None:
        self._printed += 1
        self._last[label] = self._printed

    def _chosen(self, number: int, candidates: list[str]) -> str:
        """Return the row that a shared label means; nothing where that cannot be told.

        It is the one whose group was printed last. Where that has its row already, or no group is printed, it is the
        next of those that belong before the next row or group that is told, if as many are printed as belong there.
        """
        near = {key: self._nearness(key) for key in candidates}
        meant = [key for key in candidates if near[key] == max(near.values())]
        if len(meant) == 1 and meant[0] not in self._taken:
            return meant[0]
        end, high = min(self._next_group(number, candidates), self._own[number])
        between = [key for key in candidates if self._lowest < self._order[key] < high and key not in self._taken]
        if between:
            alike = islice((one for one in self._shared[number:end] if one == candidates), len(between) + 1)
            return between[0] if len(list(alike)) == len(between) else ""
        return meant[0] if len(meant) == 1 else ""  # printed again

    def _next_group(self, number: int, candidates: Sequence[str]) -> tuple[int, int]:
        """Return where the next group of a candidate is printed, and the place of that in the form."""
        for at, label in self._groups[bisect_right(self._groups, number, key=itemgetter(0)) :]:
            for key in candidates:
                if self._paths[key][:1] == [label]:
                    return at, self._order[key]
        return len(self._rows), len(self._order)

    def _next_rows(self) -> list[tuple[int, int]]:
        """Return for each row where the next is printed whose label is its own, and the place of that in the form."""
        found = [(len(self._rows), len(self._order))]
        for at in range(len(self._rows) - 1, 0, -1):
            found.append(found[-1] if self._shared[at] else (at, self._order[self._rows[at].key]))
        return found[::-1]

    def _nearness(self, key: str) -> tuple[int, ...]:
        """Return how late the groups of a row were printed, the innermost first; -1 for what was not."""
        found = [self._last.get(label, -1) for label in self._paths[key]]
        return (*found, *(-1 for _ in range(self._depth - len(found))))
