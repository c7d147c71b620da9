"""Entry points of the installed distributions, kept between runs while none comes, goes or changes."""

import os
import sys
from collections.abc import Iterator
from typing import NamedTuple

from audit_core import cache


class Entry(NamedTuple):
    """One entry point: its name, what it names, and the distribution that has it."""

    name: str
    value: str
    distribution: str
    version: str


def installed(group: str) -> list[Entry]:
    """Return the entry points of a group.

    Reading the metadata of all distributions takes tens of milliseconds; what was read is kept under the names and
    times of their metadata, so a new, changed or removed distribution is seen at once.
    """
    slot, key = cache.slot_of("entries", group), cache.key_of(group, list(_stamps()))
    kept = cache.read(slot, key)
    if kept is not None:
        return [Entry(*entry) for entry in kept]
    found = list(_scan(group))
    cache.write(slot, key, found)
    return found


def _stamps() -> Iterator[tuple[object, ...]]:
    for place in sys.path:
        yield place, *sorted(_distributions(place or os.curdir))


def _distributions(place: str) -> Iterator[tuple[str | int, ...]]:
    """Yield name, time and size of what each distribution at a place of the path says of its entry points."""
    try:
        with os.scandir(place) as found:
            for item in found:
                if item.name.endswith((".dist-info", ".egg-info", ".egg")):
                    yield item.name, *_times(f"{item.path}/entry_points.txt"), *_times(item.path)
    except OSError:
        yield "", *_times(place)  # an archive, or nothing


def _times(file: str) -> tuple[int, int]:
    try:
        found = os.stat(file)  # noqa: PTH116 - some hundred of them: a Path costs more than the look
    except OSError:
        return 0, 0
    return found.st_mtime_ns, found.st_size


def _scan(group: str) -> Iterator[Entry]:
    from importlib.metadata import entry_points

    for point in entry_points(group=group):
        dist = point.dist
        name, version = (dist.name, dist.version) if dist else ("", "")
        yield Entry(point.name, point.value, str(name or "").lower().replace("_", "-"), str(version or ""))
