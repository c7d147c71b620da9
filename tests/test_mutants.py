"""The command that tries mutants: what it tries, what it takes for changed, and how it counts."""

import re

import pytest

from tests.mutants.__main__ import (
    ROOT,
    Survivor,
    Tried,
    accepted,
    changed_in,
    changed_lines,
    functions_at,
    functions_of,
    module_of,
    narrowed,
    plain_name,
    rooms,
    sampled_rooms,
    shown,
    told,
)

SOURCE = '''"""A module."""

LIMIT = 3


def check(value):
    if value > LIMIT:
        return True
    return False


class Reader:
    """Reads."""

    limit = LIMIT

    def read(self):
        return self.limit
'''


def test_every_module_that_decides_is_pinned_by_some_tests() -> None:
    """Held against what branch coverage is asked of."""
    (patterns,) = re.findall(r"^deciding='(.*)'$", (ROOT / ".ci" / "run").read_text(encoding="utf-8"), re.MULTILINE)
    named = [module for room in rooms().values() for module in room.modules]
    assert len(named) == len(set(named))
    for pattern in patterns.split(","):
        # A folder's pattern reaches all that is below it.
        deciding = ROOT.glob(pattern) if pattern.endswith(".py") else (ROOT / pattern.removesuffix("*")).rglob("*.py")
        assert {str(path.relative_to(ROOT)) for path in deciding} <= set(named)
    assert all((ROOT / test).exists() for room in rooms().values() for test in room.tests)


def test_what_is_accepted_has_a_reason_and_a_function() -> None:
    text = (ROOT / "tests/mutants/accepted.toml").read_text(encoding="utf-8")
    assert len(accepted()) == text.count("[[accepted]]") == len(re.findall(r'^reason = "\w.{9,}"$', text, re.MULTILINE))
    for function, _ in accepted():
        assert any(function.startswith(f"{module_of(path)}.") for room in rooms().values() for path in room.modules)


@pytest.mark.parametrize(
    ("lines", "names"),
    [
        ({6}, ["x_check"]),
        ({9}, ["x_check"]),
        ({1, 3, 10, 13, 15}, []),
        ({18}, ["xǁReaderǁread"]),
        ({7, 17}, ["x_check", "xǁReaderǁread"]),
    ],
)
def test_functions_that_stand_on_changed_lines(lines: set[int], names: list[str]) -> None:
    assert list(functions_at(SOURCE, lines)) == names


def test_changed_lines_of_a_diff() -> None:
    diff = "--- a/x.py\n+++ b/x.py\n@@ -3 +3 @@\n-a\n+b\n@@ -8,2 +7,0 @@\n-c\n@@ -20,0 +20,3 @@\n+d\n+++ b/y.py\n@@ -1 +1,2 @@\n"
    assert changed_lines(diff) == {"x.py": {3, 7, 20, 21, 22}, "y.py": {1, 2}}


@pytest.mark.parametrize(
    ("path", "module"),
    [
        ("audit_core/equations/__init__.py", "audit_core.equations"),
        ("plugins/audit_pack_tables/table_lines.py", "audit_pack_tables.table_lines"),
    ],
)
def test_names_of_modules(path: str, module: str) -> None:
    assert module_of(path) == module


def test_a_survivor_is_told_as_it_would_be_accepted() -> None:
    diff = changed_in("# name: survived\n--- a.py\n+++ a.py\n@@ -1 +1 @@\n     kept\n-    a > 1\n+    a >= 1\n")
    name = plain_name("audit_core.scoring.xǁ_Scoringǁ_grade")
    assert (name, plain_name("audit_core.figures.x_half_unit")) == (
        "audit_core.scoring._Scoring._grade",
        "audit_core.figures.half_unit",
    )
    entry = shown(Survivor(name, diff))
    assert changed_in(entry) == diff == ("- a > 1", "+ a >= 1")
    assert f'function = "{name}"' in entry


def test_what_was_not_tried_is_said_and_not_counted() -> None:
    survivor = Survivor("f", ("- a", "+ b"))
    tried = Tried("figures", 17, 4, (survivor,) * 3, 9)
    assert tried.counted == 20
    assert tried.line() == "figures        85.0 % killed: 17 of 20, 4 accepted besides, 9 not tried"
    assert (
        Tried("figures", untried=5).line() == "figures              – killed: 0 of 0, 0 accepted besides, 5 not tried"
    )


@pytest.mark.parametrize(
    ("killed", "survived", "untried", "enough"),
    [(17, 3, 0, True), (16, 3, 0, False), (0, 3, 17, True), (0, 3, 16, False), (0, 0, 0, True), (0, 0, 9, True)],
)
def test_want_of_time_fails_nothing(killed: int, survived: int, untried: int, enough: bool) -> None:
    survivors = (Survivor("f", ("- a", "+ b")),) * survived
    assert told([Tried("a", killed, 5, survivors, untried), Tried("b")]) is enough


def test_a_room_is_narrowed_to_the_modules_of_the_functions_asked_for() -> None:
    room = rooms()["scoring"]
    every = list(functions_of(room))
    assert ("audit_core/scoring.py", "audit_core.scoring.xǁ_Scoringǁ_grade") in every
    assert list(functions_of(room, {"audit_core/scoring.py": {1}})) == []
    assert list(narrowed(room, every[:2])) == [(room, tuple(name for _, name in every[:2]))]
    assert list(narrowed(room, ())) == []


def test_a_sample_is_the_same_for_the_same_seed() -> None:
    sample = list(sampled_rooms(3, 1))
    assert sample == list(sampled_rooms(3, 1)) != list(sampled_rooms(3, 2))
    assert [room.name for room, _ in sample] == list(rooms())
    for room, names in sample:
        assert len(set(names)) == min(3, len(list(functions_of(room))))
        assert {name.rpartition(".")[0] for name in names} >= {module_of(path) for path in room.modules}
