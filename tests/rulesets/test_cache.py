"""What is kept between runs, and when it is not."""

import _sre
import gc
import importlib
import json
import os
import pkgutil
import re
import subprocess
import sys
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from audit_core import cache, lazy_patterns
from audit_core.errors import ConfigurationError
from audit_core.plugins import FIRST_PARTY, discover, entry_points
from audit_core.rulesets import compiling, load
from audit_core.rulesets.ruleset import flatten, restore
from audit_rulesets.samples.render import TEXT
from tests.reports.bases import b22

REPORT = TEXT.print(b22()).decode()


def entry() -> Path:
    place = cache.directory()
    assert place
    (found,) = Path(place).glob("environment-*/ruleset-*")
    return found


KEYS: list[str] = []


@pytest.fixture(autouse=True)
def _keys(monkeypatch: pytest.MonkeyPatch) -> None:
    """Remember the keys of entries that are written."""
    write = cache.write
    KEYS.clear()

    def remembered(name: str, key: str, content: bytes) -> None:
        KEYS.append(key)
        write(name, key, content)

    monkeypatch.setattr(cache, "write", remembered)


@pytest.fixture
def reads(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """One name for each time that files were read and checked."""
    names: list[str] = []
    checked = compiling.compiled

    def counted(reader: Any, layers: Any, *rest: Any) -> Any:
        names.append(layers[-1].model.ruleset)
        return checked(reader, layers, *rest)

    monkeypatch.setattr(compiling, "compiled", counted)
    return names


def test_a_second_load_reads_what_was_kept(shelf: Any, reads: list[str]) -> None:
    first, second = shelf.load(), shelf.load()
    assert reads == ["base"]
    assert first.digest == second.digest
    assert first.rules == second.rules
    assert first.scoring == second.scoring
    assert first.forms[0].tables == second.forms[0].tables


def test_options_come_back_as_they_were(shelf: Any, reads: list[str]) -> None:
    text = "rules: {NOTE-01: {options: {limit: 1.50, words: [a], strict: true}}}"
    assert shelf.over(text).settings == shelf.over(text).settings
    assert reads == ["mine"]


@pytest.mark.parametrize("content", [b"", b"{", b"[]", b"null", b"\xff\x00"])
def test_a_broken_entry_is_no_entry(shelf: Any, reads: list[str], content: bytes) -> None:
    shelf.load()
    entry().write_bytes(content)
    assert shelf.load().name == "base"
    assert reads == ["base", "base"]


def test_a_changed_file_is_read_again(shelf: Any, reads: list[str]) -> None:
    before = shelf.load()
    shelf.write("form.yaml", (shelf.place / "form.yaml").read_text(encoding="utf-8").replace("大人", "成人") + "\n")
    after = shelf.load()
    assert reads == ["base", "base"]
    assert before.digest != after.digest


def test_a_file_that_is_gone_is_missed(shelf: Any) -> None:
    shelf.load()
    (shelf.place / "form.yaml").unlink()
    with pytest.raises(ConfigurationError, match="no such file"):
        shelf.load()


def test_a_changed_file_that_is_wrong_is_refused_every_time(shelf: Any) -> None:
    shelf.load()
    shelf.known["base"].write_text("ruleset: base\nruels: {}")
    for _ in range(2):
        with pytest.raises(ConfigurationError, match="ruels"):
            shelf.load()


def test_switched_off(shelf: Any, reads: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AUDIT_CORE_NO_CACHE", "1")
    shelf.load()
    shelf.load()
    assert reads == ["base", "base"]


def test_a_directory_that_cannot_be_written(shelf: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    shelf.write("file", "")
    monkeypatch.setenv("AUDIT_CORE_CACHE_DIR", str(shelf.place / "file" / "cache"))
    assert shelf.load().name == shelf.load().name == "base"


def test_what_is_too_much_is_not_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cache, "MOST_BYTES", 100)
    cache.write("one", "key", b"1" * 100)
    assert cache.read("one", "key") is None
    cache.write("one", "key", b"1" * 30)
    assert cache.read("one", "key") == b"1" * 30


def test_an_entry_is_for_its_key_alone() -> None:
    cache.write("one", "key", b"1")
    assert (cache.read("one", "key"), cache.read("one", "another"), cache.read("two", "key")) == (b"1", None, None)


@pytest.mark.parametrize(("bound", "most"), [("MOST_ENTRIES", 8), ("MOST_KEPT", 8 * 90)])
def test_what_was_not_used_for_longest_goes_first(monkeypatch: pytest.MonkeyPatch, bound: str, most: int) -> None:
    monkeypatch.setattr(cache, bound, most)
    for number in range(12):
        cache.write(f"run-{number:02}", "key", b"1")
        place = next(Path(str(cache.directory())).glob(f"environment-*/run-{number:02}"))
        os.utime(place, (1e9 + number, 1e9 + number))
    left = [number for number in range(12) if cache.read(f"run-{number:02}", "key")]
    assert 4 <= len(left) <= 9
    assert left == list(range(12))[-len(left) :]


def test_two_environments_keep_their_own(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cache, "MOST_ENTRIES", 4)
    cache.write("one", "key", b"1")
    with monkeypatch.context() as elsewhere:
        elsewhere.setattr(sys, "prefix", "/elsewhere")
        for number in range(10):
            cache.write(f"run-{number}", "key", b"2")
        assert cache.read("one", "key") is None
    assert cache.read("one", "key") == b"1"


def test_what_nobody_has_used_for_long_goes_when_an_environment_comes() -> None:
    place = Path(str(cache.directory()))
    (place / "environment-0").mkdir()
    (place / "environment-1").mkdir()
    for file in ("environment-0/run-1", "environment-1/run-1", "ruleset-1.json", "another"):
        (place / file).write_text("")
    for file in ("environment-0/run-1", "environment-0", "another"):
        os.utime(place / file, (1e9, 1e9))
    cache.write("one", "key", b"1")
    left = {str(file.relative_to(place)) for file in place.rglob("*")} & {
        "environment-0", "environment-1/run-1", "ruleset-1.json", "another"
    }  # fmt: skip
    assert left == {"environment-1/run-1", "another"}


@pytest.mark.parametrize(
    ("platform", "variables", "place"),
    [
        ("linux", {"XDG_CACHE_HOME": "/x"}, "/x/audit-core"),
        ("linux", {"XDG_CACHE_HOME": "", "HOME": "/h"}, "/h/.cache/audit-core"),
        ("darwin", {"HOME": "/h"}, "/h/Library/Caches/audit-core"),
        ("win32", {"LOCALAPPDATA": "/l"}, "/l/audit-core"),
        ("linux", {"XDG_CACHE_HOME": "", "HOME": "h"}, None),
    ],
)
def test_where(monkeypatch: pytest.MonkeyPatch, platform: str, variables: dict[str, str], place: str | None) -> None:
    monkeypatch.delenv("AUDIT_CORE_CACHE_DIR")
    monkeypatch.setattr(sys, "platform", platform)
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    assert cache.directory() == place


@pytest.mark.parametrize("named", ["cache", "./cache", ""])
def test_a_relative_place_is_none_of_ours(monkeypatch: pytest.MonkeyPatch, named: str) -> None:
    monkeypatch.setattr(sys, "platform", "linux")
    monkeypatch.setenv("AUDIT_CORE_CACHE_DIR", named)
    monkeypatch.setenv("XDG_CACHE_HOME", named)
    monkeypatch.setenv("HOME", "/h")
    assert cache.directory() == "/h/.cache/audit-core"


def _linked(place: Path) -> None:
    place.rename(place.with_name("elsewhere"))
    place.symlink_to(place.with_name("elsewhere"))


def _of_a_pipe(place: Path) -> None:
    place.unlink()
    os.mkfifo(place)


def _huge(place: Path) -> None:
    with place.open("ab") as file:
        file.truncate(3 * 1024**3)


def _raised(place: Path) -> None:
    place.write_bytes(place.read_bytes().replace(b'"severity":"error"', b'"severity":"note"', 1))


def _forged(place: Path) -> None:
    """Put a list where a mapping is expected, under the right digest."""
    key = next(key for key in KEYS if cache.read(place.name, key))
    cache.write(place.name, key, b'{"files": {}, "data": []}')


WRONG: dict[str, Callable[[Path], object]] = {
    "changed": _raised,
    "cut": lambda place: place.write_bytes(place.read_bytes()[:-5]),
    "without a digest": lambda place: place.write_bytes(place.read_bytes().partition(b"\n")[2]),
    "of another version": lambda place: place.write_bytes(place.read_bytes().replace(b"cache 2 ", b"cache 1 ", 1)),
    "readable by others": lambda place: place.chmod(0o644),
    "writable by a group": lambda place: place.chmod(0o620),
    "a link": _linked,
    "a pipe": _of_a_pipe,
    "huge": _huge,
    "forged": _forged,
}


@pytest.mark.skipif(os.name == "nt", reason="files of POSIX")
@pytest.mark.parametrize("harm", WRONG.values(), ids=WRONG)
def test_an_entry_that_is_wrong_is_not_believed_and_written_anew(
    shelf: Any, reads: list[str], harm: Callable[[Path], object]
) -> None:
    first = shelf.load()
    harm(entry())
    assert shelf.load().rules == first.rules
    assert reads == ["base", "base"]
    assert shelf.load().rules == first.rules
    assert len(reads) == 2
    assert entry().stat().st_mode & 0o777 == 0o600


@pytest.mark.skipif(os.name == "nt", reason="files of POSIX")
def test_a_directory_that_others_may_enter_is_not_used(shelf: Any, reads: list[str]) -> None:
    shelf.load()
    entry().parent.chmod(0o755)
    shelf.load()
    shelf.load()
    assert reads == ["base"] * 3


@pytest.mark.skipif(not hasattr(os, "geteuid"), reason="owners of POSIX")
def test_an_entry_of_somebody_else_is_not_believed(
    shelf: Any, reads: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    shelf.load()
    monkeypatch.setattr(os, "geteuid", lambda: 12345)
    shelf.load()
    assert reads == ["base", "base"]


def beside() -> Path:
    """Return where bytecode is written."""
    return Path(cache.__spec__.cached).parent


def names(place: Path) -> list[str]:
    return sorted(file.name.partition("-")[0].partition(".")[0] for file in place.rglob("*") if file.is_file())


def test_what_ships_is_kept_beside_the_code_and_is_none_of_the_users(
    shelf: Any, reads: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AUDIT_CORE_NO_CACHE", "1")
    first, second = shelf.load(shipped=True), shelf.load(shipped=True)
    assert reads == ["base"]
    assert first.rules == second.rules
    assert names(beside()) == ["ruleset"]
    monkeypatch.delenv("AUDIT_CORE_NO_CACHE")
    shelf.load(shipped=True)
    assert (reads, names(Path(str(cache.directory())))) == (["base"], [])


def test_what_ships_is_kept_once_for_all_working_directories(
    shelf: Any, reads: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("one", "two"):
        (shelf.place / name).mkdir()
        monkeypatch.chdir(shelf.place / name)
        shelf.load(shipped=True)
        shelf.load()
    assert reads == ["base", "base"]  # once for each place


def test_a_file_that_is_named_from_where_one_works_is_of_that_place(
    shelf: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    shelf.known["base"] = Path("base.yaml")
    before = shelf.load(shipped=True)
    (shelf.place / "elsewhere").mkdir()
    for name in ("form.yaml", "base.yaml"):
        text = (shelf.place / name).read_text(encoding="utf-8")
        (shelf.place / "elsewhere" / name).write_text(text.replace("Total mismatch", "Other"), encoding="utf-8")
    monkeypatch.chdir(shelf.place / "elsewhere")
    assert shelf.load(shipped=True).rules["LIB-01"].title != before.rules["LIB-01"].title


def _of_the_user(shelf: Any) -> None:
    shelf.write("mine.yaml", "ruleset: mine\nextends: base\n")
    shelf.load("mine.yaml", shipped=True)


def _not_to_be_written(shelf: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "dont_write_bytecode", True)
    shelf.load(shipped=True)


def _barred(shelf: Any, _monkeypatch: pytest.MonkeyPatch) -> None:
    beside().parent.mkdir(exist_ok=True)
    beside().write_text("")
    shelf.load(shipped=True)


def _of_an_archive(shelf: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as archived:
        archived.setattr(cache, "__spec__", SimpleNamespace(cached=None))
        shelf.load(shipped=True)


NOT_BESIDE: dict[str, Callable[[Any, pytest.MonkeyPatch], None]] = {
    "a ruleset of the user's": lambda shelf, _: _of_the_user(shelf),
    "rules of others": lambda shelf, _: shelf.load(shipped=False),
    "no bytecode is to be written": _not_to_be_written,
    "the place cannot be written": _barred,
    "code in an archive": _of_an_archive,
}


@pytest.mark.parametrize("act", NOT_BESIDE.values(), ids=NOT_BESIDE)
def test_what_cannot_be_kept_beside_the_code_is_the_users(
    shelf: Any, monkeypatch: pytest.MonkeyPatch, act: Callable[[Any, pytest.MonkeyPatch], None]
) -> None:
    act(shelf, monkeypatch)
    assert names(beside()) == []
    assert names(Path(str(cache.directory()))) == ["ruleset"]


HARMED: dict[str, Callable[[Path], object]] = {
    "changed": _raised,
    "cut": WRONG["cut"],
    "empty": lambda place: place.write_bytes(b""),
    "a link to nowhere": lambda place: (place.unlink(), place.symlink_to("nowhere")),
    "a directory": lambda place: (place.unlink(), place.mkdir()),
}


@pytest.mark.skipif(os.name == "nt", reason="files of POSIX")
@pytest.mark.parametrize("harm", HARMED.values(), ids=HARMED)
def test_what_was_harmed_beside_the_code_is_not_believed(
    shelf: Any, reads: list[str], harm: Callable[[Path], object]
) -> None:
    first = shelf.load(shipped=True)
    (place,) = beside().iterdir()
    harm(place)
    assert shelf.load(shipped=True).rules == first.rules
    assert shelf.load(shipped=True).rules == first.rules
    assert reads == ["base", "base"]


def test_two_versions_of_the_code_never_read_each_others(
    shelf: Any, reads: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    shelf.load(shipped=True)
    with monkeypatch.context() as other:
        other.setattr(cache, "of_code", lambda _place: "another version")
        shelf.load(shipped=True)
    shelf.load(shipped=True)
    assert reads == ["base"] * 3


@pytest.mark.parametrize(
    ("origins", "is_beside"),
    [([], False), ([True], True), ([False], False), ([True, False], False), ([False, True], False)],
)
def test_patterns_are_kept_beside_the_code_where_all_rules_ship(origins: list[bool], is_beside: bool) -> None:
    kept = lazy_patterns._Kept()
    kept.compiled("abc", 0)
    for shipped in origins:
        kept.note_origin(shipped=shipped)
    kept.keep()
    found = lazy_patterns._read(cache.read_beside), lazy_patterns._read(cache.read)
    assert [[*one] for one in found] == ([["0:abc"], []] if is_beside else [[], ["0:abc"]])


def test_patterns_of_others_are_kept_beside_those_that_ship(monkeypatch: pytest.MonkeyPatch) -> None:
    for text, shipped in (("a", True), ("b", False), ("c", True)):
        kept = lazy_patterns._Kept()
        kept.compiled("a", 0)
        kept.compiled(text, 0)
        kept.note_origin(shipped=shipped)
        kept.keep()
    assert sorted(lazy_patterns._read(cache.read_beside)) == ["0:a", "0:c"]
    assert sorted(lazy_patterns._read(cache.read)) == ["0:b"]
    monkeypatch.setattr(lazy_patterns, "_code", None)  # nothing is compiled from here on
    again = lazy_patterns._Kept()
    assert [again.compiled(text, 0).pattern for text in "abc"] == ["a", "b", "c"]


PATTERNS = {
    "plain": ("a.c", 0),
    "groups with names": (r"(?P<year>\d{4})年(?:(\d+)月)?", 0),
    "flags within": ("(?im)^[一-龥A]+$", 0),
    "flags beside": ("a|^b.", re.MULTILINE | re.DOTALL),
    "a reference": (r"(?P<one>.)(?P=one)", 0),
    "a look": ("(?<![一二三])四(?=五)", 0),
}


@pytest.mark.parametrize(("text", "flags"), PATTERNS.values(), ids=PATTERNS)
def test_a_pattern_that_was_kept_is_the_same(monkeypatch: pytest.MonkeyPatch, text: str, flags: int) -> None:
    first = lazy_patterns._Kept()
    compiled = re.compile(text, flags)
    assert first.compiled(text, flags) == compiled
    first.keep()
    monkeypatch.setattr(lazy_patterns, "_code", None)  # nothing is compiled from here on
    again = lazy_patterns._Kept().compiled(text, flags)
    assert (again, again.flags, again.groups) == (compiled, compiled.flags, compiled.groups)
    assert again.groupindex == compiled.groupindex
    for said in ("abc", "2023年", "2023年5月", "一龥", "x\nb\n", "aa", "九四五"):
        assert _found(again, said) == _found(compiled, said)


def shipped() -> set[tuple[str, int]]:
    """Return every pattern of our packs and rulesets, the core's among them, with its flags."""
    found = discover()
    packs = {entry.value.partition(":")[0] for entry in entry_points() if entry.distribution == FIRST_PARTY}
    for name in sorted(packs):
        package = importlib.import_module(name)
        for module in pkgutil.walk_packages(getattr(package, "__path__", ()), f"{name}."):
            importlib.import_module(module.name)
    alive = [load(name, found.rulesets, found.rules, found.declarations) for name in found.rulesets]
    patterns = [one for one in gc.get_objects() if isinstance(one, lazy_patterns.Pattern)]
    assert alive
    return {(one.pattern, one.flags) for one in patterns}


def test_every_pattern_that_ships_is_the_same_when_it_was_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    patterns = sorted(shipped())
    assert len(patterns) > 200
    first = lazy_patterns._Kept()
    for text, flags in patterns:
        first.compiled(text, flags)
    first.keep()
    assert len(lazy_patterns._read(cache.read)) == len(patterns)
    monkeypatch.setattr(lazy_patterns, "_code", None)  # nothing is compiled from here on
    monkeypatch.setattr(lazy_patterns.re, "compile", None)
    kept = lazy_patterns._Kept()
    again = [kept.compiled(*one) for one in patterns]
    monkeypatch.undo()
    for (text, flags), one in zip(patterns, again, strict=True):
        compiled = re.compile(text, flags)
        assert (one, one.pattern, one.flags, one.groups) == (compiled, text, compiled.flags, compiled.groups)
        assert dict(one.groupindex) == dict(compiled.groupindex)
        assert _found(one, REPORT) == _found(compiled, REPORT), text


def _found(pattern: re.Pattern[str], text: str) -> list[tuple[Any, ...]]:
    return [(one.span(), one.groups(), one.groupdict(), one.lastgroup) for one in pattern.finditer(text)]


def test_patterns_that_were_harmed_are_compiled_anew() -> None:
    kept = lazy_patterns._Kept()
    kept.compiled("abc", 0)
    kept.keep()
    (place,) = Path(str(cache.directory())).glob("environment-*/patterns")
    content = bytearray(place.read_bytes())
    for at in range(0, len(content), 7):
        harmed = content.copy()
        harmed[at] ^= 0x15
        place.write_bytes(harmed)
        assert lazy_patterns._Kept().compiled("abc", 0).findall("xabc") == ["abc"]


def test_a_pattern_that_does_not_compile_is_told_of_as_ever() -> None:
    for _ in range(2):
        with pytest.raises(re.error, match="unterminated"):
            lazy_patterns._Kept().compiled("(", 0)


def test_patterns_are_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lazy_patterns, "_MOST", 3)
    for texts in ("ab", "cd"):
        kept = lazy_patterns._Kept()
        for text in texts:
            kept.compiled(text, 0)
        kept.keep()
    assert sorted(lazy_patterns._read(cache.read)) == ["0:c", "0:d"]


PRIVATE: dict[str, tuple[Any, str]] = {
    "no compiler": (re, "_compiler"),
    "no parser": (re, "_parser"),
    "no step of the compiler": (re._compiler, "_code"),  # type: ignore[attr-defined]
    "no compilation of a code": (_sre, "compile"),
}


@pytest.mark.parametrize(("where", "name"), PRIVATE.values(), ids=PRIVATE)
def test_another_python_compiles_as_it_does(monkeypatch: pytest.MonkeyPatch, where: Any, name: str) -> None:
    compiled = re.compile("a(?P<b>.)c", re.IGNORECASE)
    monkeypatch.setattr(re, "compile", lambda pattern, flags: {("a(?P<b>.)c", re.IGNORECASE): compiled}[pattern, flags])
    monkeypatch.delattr(where, name)
    if where is re:
        monkeypatch.setitem(sys.modules, f"re.{name}", None)
    kept = lazy_patterns._Kept()
    assert kept.compiled("a(?P<b>.)c", re.IGNORECASE) is compiled
    kept.keep()
    assert lazy_patterns._read(cache.read) == {}


def test_a_python_that_compiles_to_something_else_is_as_ever(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lazy_patterns, "_made", None)
    assert lazy_patterns._Kept().compiled("abc", re.IGNORECASE) == re.compile("abc", re.IGNORECASE)


Import = Callable[..., list[Any]]


@pytest.fixture
def imported(monkeypatch: pytest.MonkeyPatch) -> Import:
    """Import a module that compiles patterns, in a new process of the command line, and give what they come to."""
    compiler = re._compiler  # type: ignore[attr-defined]
    original = compiler.compile

    def act(*patterns: tuple[str | bytes, int], within: str = "") -> list[Any]:
        monkeypatch.setattr(compiler, "compile", original)
        monkeypatch.setattr(lazy_patterns, "_KEPT", lazy_patterns._Kept())
        re.purge()
        lazy_patterns.keep_constants()
        text = within or "found = [re.compile(*one) for one in ()]\n" + "".join(
            f"found.append(re.compile({text!r}, {int(flags)}))\n" for text, flags in patterns
        )
        module = {"re": re}
        exec(compile(text, "module", "exec"), module)
        lazy_patterns._KEPT.keep()
        found: Any = module["found"]
        return [*found]

    return act


CONSTANTS: list[tuple[str | bytes, int]] = [
    ("a(?P<one>.)c", 0), (b"a(?P<one>.)c", 0), ("[\xe9]", re.IGNORECASE), (b"[\xe9]", re.IGNORECASE)
]  # fmt: skip


def test_what_a_module_compiles_is_kept(imported: Import, monkeypatch: pytest.MonkeyPatch) -> None:
    compiled = [re.compile(*one) for one in CONSTANTS]
    assert imported(*CONSTANTS) == compiled
    monkeypatch.setattr(lazy_patterns, "_code", None)  # nothing is compiled from here on
    again = imported(*CONSTANTS)
    assert again == compiled
    assert [one.flags for one in again] == [one.flags for one in compiled]
    assert again[1].fullmatch(b"abc")["one"] == b"b"


LEFT: dict[str, str] = {
    "locale": "found = re.compile(b'[a-z]+', re.LOCALE).findall(b'ab c')",
    "a tree": "found = re.Scanner([('[a]', 'ab'), ('[ ]', None), ('[c]', 'c')]).scan('a c')[0]",
    "within a function": "found = (lambda: re.findall('[a-z]+', 'ab c'))()",
}


@pytest.mark.parametrize("text", LEFT.values(), ids=LEFT)
def test_what_is_no_constant_is_left_to_re(imported: Import, text: str) -> None:
    assert [one if isinstance(one, str) else one.decode() for one in imported(within=text)] == ["ab", "c"]
    assert lazy_patterns._read(cache.read) == {}


def test_a_constant_that_does_not_compile_is_told_of_as_ever(imported: Import) -> None:
    for _ in range(2):
        with pytest.raises(re.error, match="unterminated"):
            imported(("(", 0))


def test_no_constant_is_kept_where_nothing_is_to_be(imported: Import, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AUDIT_CORE_NO_CACHE", "1")
    assert imported(("abc", 0))[0].findall("xabc") == ["abc"]
    monkeypatch.delenv("AUDIT_CORE_NO_CACHE")
    assert lazy_patterns._read(cache.read) == {}


@pytest.mark.parametrize(("where", "name"), [(re, "_compiler"), (re._compiler, "compile")])  # type: ignore[attr-defined]
def test_another_re_is_left_as_it_is(monkeypatch: pytest.MonkeyPatch, where: Any, name: str) -> None:
    monkeypatch.delattr(where, name)
    lazy_patterns.keep_constants()
    assert not hasattr(where, name)


WARM = """
import sys
from decimal import Decimal
from pathlib import Path
from audit_core.rulesets import load
load("base", {"base": Path("base.yaml").absolute()}, {}, [])
print(sorted({"yaml", "pydantic", "jsonschema", "importlib.resources"} & set(sys.modules)))
"""


def test_a_warm_start_imports_neither_yaml_nor_pydantic(shelf: Any) -> None:
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))}
    said = [
        subprocess.run([sys.executable, "-c", WARM], check=True, capture_output=True, text=True, env=environment).stdout
        for _ in range(2)
    ]
    assert "yaml" in said[0]
    assert said[1].strip() == "[]"


@pytest.mark.parametrize(
    "value", [1, True, None, "1.50", Decimal("1.50"), (1, ("a",)), [Decimal(1)], {"decimal": "x", "tuple": (1,)}, {}]
)
def test_options_survive_json(value: Any) -> None:
    kept = json.loads(json.dumps(flatten(value)))
    assert (restore(kept), type(restore(kept))) == (value, type(value))


def test_what_json_cannot_hold_is_refused() -> None:
    with pytest.raises(TypeError, match="object"):
        flatten(object())
