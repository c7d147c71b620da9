"""One word for one thing: no name of a type or of a module serves twice, but for those that are listed with the reason.

The lists may only shrink. A name that is new to them wants another word, a noun of the thing; one that serves once by
now is to be taken off.
"""

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
FILES = sorted(file for room in ("audit_core", "plugins") for file in (ROOT / room).rglob("*.py"))

TYPES: Mapping[str, str] = {
    "a node of a document, and how JSON writes it": "Cell Document Image Paragraph Section Table",
    "a field of a YAML file, and what it becomes": "Case Claim Group Number Part Pattern Percentage Severity Share Term Unit",
    "a place in a report, and one in a YAML file": "Place",
    "steps of reading rulesets, seen in no other room": "Forms Reader Terms Texts Values",
    "steps of binding, seen in no other room": "Cells Node Region Row Text Token Vector",
}
MODULES: Mapping[str, str] = {
    "one format, read and written": "json text",
    "what a ruleset says of it, and what is made of that": "compiling scoring",
    "parts of a SARIF log, which names them so": "results rules",
}


# A class, or an alias of types, at the top of a module; an underscore before it makes it no other word.
_TYPE = re.compile(r"^(?:class )?_?([A-Z]\w*)(?=[(:]| = )", re.MULTILINE)


def types() -> Iterator[tuple[str, Path]]:
    for file in FILES:
        for name in _TYPE.findall(file.read_text(encoding="utf-8")):
            if not name.isupper():
                yield name, file


def modules() -> Iterator[tuple[str, Path]]:
    return ((file.stem, file) for file in FILES if not file.stem.startswith("__"))


@pytest.mark.parametrize(("named", "listed"), [(types, TYPES), (modules, MODULES)])
def test_no_name_serves_twice(named: Callable[[], Iterable[tuple[str, Path]]], listed: Mapping[str, str]) -> None:
    homes: dict[str, set[str]] = defaultdict(set)
    for name, file in named():
        homes[name].add(str(file.relative_to(ROOT)))
    twice = {name: sorted(files) for name, files in homes.items() if len(files) > 1}
    allowed = {name for names in listed.values() for name in names.split()}
    assert {name: files for name, files in twice.items() if name not in allowed} == {}
    assert allowed - twice.keys() == set(), "take these off the list"
