"""How long tests wait for what must not be quadratic: in seconds of the processor, of which a busy machine takes none."""

from collections.abc import Iterator
from contextlib import contextmanager
from time import process_time

SECONDS = 30.0
"""Many times what linear code takes, also while its coverage is measured; quadratic code takes minutes."""


@contextmanager
def patience(seconds: float = SECONDS) -> Iterator[None]:
    """Fail where the block takes longer."""
    begin = process_time()
    yield
    assert process_time() - begin < seconds
