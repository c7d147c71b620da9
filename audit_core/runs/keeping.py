"""Results kept in order for whoever reads them again; where they come from is `course`'s."""

import pickle
import zlib
from array import array
from collections.abc import Collection, Iterator
from typing import IO, Final
from weakref import finalize

from audit_core.errors import ConfigurationError, reason
from audit_core.results import Result

_IN_MEMORY: Final = 32
"""So many results are kept at hand; those behind them lie in a temporary file."""


class KeptResults(Collection[Result]):
    """The results of a run, read as they come, and again from the first as often as anybody wants.

    Where nobody will (`again=False`) they are not kept, and a second reading raises LookupError.
    """

    def __init__(self, source: Iterator[Result], *, again: bool = True) -> None:
        self._source = source
        self._again = again
        self._count = 0
        self._first: list[Result] = []
        self._ends = array("Q", [0])
        self._file: IO[bytes] | None = None
        self._broken: ConfigurationError | None = None

    def __iter__(self) -> Iterator[Result]:
        at = 0
        while True:
            if at < self._count:
                one: Result | None = self._read(at)
            else:
                one = self._next()
            if one is None:
                return
            yield one
            at += 1

    def __len__(self) -> int:
        """Return how many results there are, once all of them have come."""
        while self._next() is not None:
            pass
        return self._count

    def __contains__(self, result: object) -> bool:
        return any(one == result for one in self)

    def _next(self) -> Result | None:
        if self._broken is not None:  # a result was lost: nobody may read on as if there had been none
            raise self._broken
        one = next(self._source, None)
        if one is not None:
            self._keep(one)
            self._count += 1
        return one

    def _keep(self, one: Result) -> None:
        if not self._again:
            return
        if self._count < _IN_MEMORY:
            self._first.append(one)
            return
        packed = zlib.compress(pickle.dumps(one, pickle.HIGHEST_PROTOCOL), 1)
        try:
            file = self._opened()
            file.seek(self._ends[-1])
            file.write(packed)
        except OSError as error:
            why = reason(error)
            self._broken = ConfigurationError(
                f"results cannot be kept in a temporary file: {why.en}", f"无法用临时文件保存结果：{why.zh}"
            )
            raise self._broken from None
        self._ends.append(self._ends[-1] + len(packed))

    def _read(self, at: int) -> Result:
        if not self._again:
            raise LookupError("the results of this run are not kept, and can be read only once")
        if at < _IN_MEMORY:
            return self._first[at]
        start, end = self._ends[at - _IN_MEMORY : at - _IN_MEMORY + 2]
        file = self._opened()
        file.seek(start)
        one: Result = pickle.loads(zlib.decompress(file.read(end - start)))  # noqa: S301 - a nameless file of our own
        return one

    def _opened(self) -> IO[bytes]:
        if self._file is None:
            from tempfile import TemporaryFile

            self._file = TemporaryFile()  # noqa: SIM115 - it goes with the results
            finalize(self, self._file.close)
        return self._file
