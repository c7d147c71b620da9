"""Rows whose label several rows of a table bear: the group printed above tells which is meant, else their order.

甲类          |
  总数        | 10        total under 甲类
乙类          |
  总数        | 20        total under 乙类
总数          | 30        total of all: its group is none, and 乙类 has its own
"""

from collections import deque
from collections.abc import Collection, Sequence

from audit_core.binding.regions import Printed, Region
from audit_core.forms import TableForm, fold


def settle(table: TableForm, region: Region) -> None:
    """Give each row of a region whose label is shared the key that its place tells; without one it is undecided."""
    _Settler(table, region).settle()


class _Settler:
    def __init__(self, table: TableForm, region: Region) -> None:
        self._order = list(table.rows)
        self._paths = {key: [fold(label) for label in reversed(line.path)] for key, line in table.rows.items()}
        self._depth = max(map(len, self._paths.values()))
        self._labels = {key: fold(line.label) for key, line in table.rows.items()}
        self._rows = region.rows
        self._groups = region.groups
        self._shared = [self._candidates(table, row) for row in region.rows]

    @staticmethod
    def _candidates(table: TableForm, row: Printed) -> list[str]:
        hits = row.kinds[row.label].rows if row.label >= 0 else ()
        keys = [hit.line for hit in hits if hit.table == table.key]
        return keys if len(keys) > 1 else []

    def settle(self) -> None:
        taken: list[str] = []
        above: list[str] = []
        groups = deque(self._groups)
        for number, row in enumerate(self._rows):
            while groups and groups[0][0] <= number:
                above.append(groups.popleft()[1])
            candidates = self._shared[number]
            if candidates:
                key = self._chosen(number, candidates, above, taken)
                row.options = row.options if key else ()
                row.key = key or next((one for one in candidates if one not in taken), candidates[-1])
            taken.append(row.key)
            above.append(self._labels[row.key])

    def _chosen(self, number: int, candidates: list[str], above: Sequence[str], taken: Collection[str]) -> str:
        """Return the row that a shared label means; nothing where that cannot be told.

        It is the one whose group was printed last. Where that has its row already, or no group is printed, it is the
        next of those that belong before the next row or group that is told, if as many are printed as belong there.
        """
        near = {key: self._nearness(key, above) for key in candidates}
        meant = [key for key in candidates if near[key] == max(near.values())]
        if len(meant) == 1 and meant[0] not in taken:
            return meant[0]
        stops = [(at, self._order.index(key)) for at, label in self._groups if at > number
                 for key in candidates if self._paths[key][:1] == [label]]  # fmt: skip
        later = range(number + 1, len(self._rows))
        stops += [(n, self._order.index(self._rows[n].key)) for n in later if not self._shared[n]]
        end, high = min(stops, default=(len(self._rows), len(self._order)))
        low = max((self._order.index(key) for key in taken), default=-1)
        between = [key for key in candidates if low < self._order.index(key) < high and key not in taken]
        if between:
            alike = self._shared[number:end].count(candidates)
            return between[0] if len(between) == alike else ""
        return meant[0] if len(meant) == 1 else ""  # printed again

    def _nearness(self, key: str, above: Sequence[str]) -> tuple[int, ...]:
        """Return how late the groups of a row were printed, the innermost first; -1 for what was not."""
        last = {label: number for number, label in enumerate(above)}
        found = [last.get(label, -1) for label in self._paths[key]]
        return (*found, *(-1 for _ in range(self._depth - len(found))))
