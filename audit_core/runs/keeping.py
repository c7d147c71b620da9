"""Results kept in order for whoever reads them again; where they come from is `course`'s."""

import pickle
import zlib
from collections.abc import Collection, Iterator
from typing import Final

from audit_core.errors import ConfigurationError, reason
from audit_core.results import Result
from audit_core.spool import Spool

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
        self._behind = Spool(at_hand=0)
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
        try:
            self._behind.keep(zlib.compress(pickle.dumps(one, pickle.HIGHEST_PROTOCOL), 1))
        except OSError as error:
            self._broken = _unkept(error)
            raise self._broken from None

    def _read(self, at: int) -> Result:
        if not self._again:
            raise LookupError("the results of this run are not kept, and can be read only once")
        if at < _IN_MEMORY:
            return self._first[at]
        try:
            packed = self._behind[at - _IN_MEMORY]
        except OSError as error:
            raise _unkept(error) from None
        one: Result = pickle.loads(zlib.decompress(packed))  # noqa: S301 - a nameless file of our own
        return one


def _unkept(error: OSError) -> ConfigurationError:
    why = reason(error)
    return ConfigurationError(
        f"results cannot be kept in a temporary file: {why.en}", f"无法用临时文件保存结果：{why.zh}"
    )
