"""Entry points of the installed distributions, read from where distributions are installed and nowhere else.

`importlib.metadata` takes tens of milliseconds for a hundred distributions; all that is wanted of it stands in one
small file of each. Nothing is kept between runs, so nothing that is kept can name what is imported.
"""

import os
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Final, NamedTuple

_INFO: Final = (".dist-info", ".egg-info")
_SITE: Final = frozenset({"site-packages", "dist-packages"})


class EntryPoint(NamedTuple):
    """One entry point: its name, what it names, and the distribution that has it."""

    name: str
    value: str
    distribution: str
    version: str


def installed(group: str) -> list[EntryPoint]:
    """Return the entry points of a group; of two distributions of one name the first on the search path counts."""
    found: dict[str, list[EntryPoint]] = {}
    for place in filter(_is_site, dict.fromkeys(sys.path)):
        for info in _infos(place):
            points = list(_points(info, group))
            if points:
                name, version = _named(info)
                found.setdefault(name, [EntryPoint(point, value, name, version) for point, value in points])
    return [entry for entries in found.values() for entry in entries]


def _is_site(place: str) -> bool:
    """Whether distributions may be installed at a place of the search path.

    The working directory is none, however it came there: by `python -m`, or by an empty element of PYTHONPATH. What
    lies there is audited, not run.
    """
    if not os.path.isabs(place):  # noqa: PTH117 - these are texts, and the command line waits for them
        return False
    try:
        return os.path.basename(place) in _SITE or not os.path.samefile(place, os.curdir)  # noqa: PTH119, PTH121
    except OSError:
        return False


def _infos(place: str) -> Iterator[str]:
    try:
        with os.scandir(place) as found:
            yield from sorted(item.path for item in found if item.name.endswith(_INFO))
    except OSError:
        return  # an archive, or nothing


def _points(info: str, group: str) -> Iterator[tuple[str, str]]:
    """Yield name and value of the entry points of a group, as `entry_points.txt` lists them under its heading."""
    try:
        with open(f"{info}/entry_points.txt", encoding="utf-8") as file:  # noqa: PTH123 - some hundred of them
            text = file.read()
    except (OSError, ValueError):
        return
    here = False
    for line in map(str.strip, text.splitlines() if group in text else ()):
        if line.startswith("["):
            here = line == f"[{group}]"
        elif here and "=" in line and not line.startswith(("#", ";")):
            name, _, value = line.partition("=")
            yield name.strip(), value.strip()


def _named(info: str) -> tuple[str, str]:
    """Return name and version of a distribution, empty where its metadata does not say."""
    said = {"name": "", "version": ""}
    for file in ("METADATA", "PKG-INFO"):
        try:
            lines = Path(info, file).read_text(encoding="utf-8").partition("\n\n")[0].splitlines()
        except (OSError, ValueError):
            continue
        for key, _, value in (line.partition(":") for line in lines):
            if key.lower() in said:
                said[key.lower()] = value.strip()
    return said["name"].lower().replace("_", "-"), said["version"]
