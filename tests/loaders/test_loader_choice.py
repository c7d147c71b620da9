"""Which loader takes a file, and how a file that none can take is refused."""

import os
from pathlib import Path

import pytest

from audit_core.document import Document, Source
from audit_core.errors import AuditError, ConfigurationError, InputError, PluginError
from audit_core.loaders import BUILTIN, HEAD, Limits, Loader, choose, read

JSON = b'{"document": "1", "sections": []}'


def loader(name: str, *, takes: bytes, priority: int = 0) -> Loader:
    def sniff(head: bytes, _: str) -> str | None:
        return f"holds {takes!r}" if takes in head else None

    def load(_: bytes, uri: str, __: Limits) -> Document:
        return Document((), Source(uri, loader=name))

    return Loader(name, sniff, load, priority)


@pytest.mark.parametrize(
    ("data", "name", "chosen"),
    [
        (JSON, "report.json", "json"),
        (JSON, "report.txt", "json"),
        (b"\xef\xbb\xbf\r\n " + JSON, "report", "json"),
        (JSON.decode().encode("utf-16"), "report.txt", "json"),
        (b'{"document": "1", "sec', "report.json", "json"),
        (b'{"document": "1", "sec', "report.md", "json"),
        (b"not JSON", "report.JSON", "json"),
        (b"{}", "report.txt", "json"),
        (b"{{ template }}", "report.md", "text"),
        (b"[1]: a reference", "report.md", "text"),
        ("青石县".encode(), "report.json.md", "text"),
        ("青石县".encode("utf-16"), "report.pdf", "text"),
    ],
)
def test_chosen_by_content(data: bytes, name: str, chosen: str) -> None:
    choice = choose(BUILTIN, data, name)
    assert choice.loader.name == chosen
    assert choice.reason


@pytest.mark.parametrize(
    ("data", "name", "found"),
    [
        (b"PK\x03\x04 mimetypeapplication/vnd.oasis.opendocument.text", "report.odt", "an ODT file"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "report.doc", "an old Office file (OLE)"),
        (b"{\\rtf1", "report.json", "an RTF file"),
        (b"a\0b", "report.txt", "a binary file (it holds NUL bytes)"),
    ],
)
def test_named_as_what_it_is(data: bytes, name: str, found: str) -> None:
    with pytest.raises(InputError) as caught:
        choose(BUILTIN, data, name)
    names = ", ".join(sorted(loader.name for loader in BUILTIN))
    assert str(caught.value) == f"{name}: {found}; expected a format that a loader takes ({names})"


def test_higher_priority_asks_first_then_the_name() -> None:
    loaders = [loader("b", takes=b"x"), loader("c", takes=b"x"), loader("a", takes=b"x", priority=-1)]
    assert choose(loaders, b"x", "x").loader.name == "b"
    assert choose(reversed(loaders), b"x", "x").loader.name == "b"


def test_a_plugin_takes_what_text_leaves() -> None:
    rich = loader("rtf", takes=b"{\\rtf")
    assert choose([*BUILTIN, rich], b"{\\rtf1", "x.txt").loader is rich


def test_loaders_see_the_head_only() -> None:
    late = loader("late", takes=b"needle")
    with pytest.raises(InputError):
        choose([late], b" " * HEAD + b"needle", "x")


def test_forced() -> None:
    assert choose(BUILTIN, JSON, "x.json", forced="text").loader.name == "text"
    assert read(JSON, "x.json", BUILTIN, forced="text").source.loader == "text"


@pytest.mark.parametrize(
    ("forced", "expected"),
    [("jsn", "no loader 'jsn'; expected 'json'"), ("q", "no loader 'q'; expected 'json', .*'text'")],
)
def test_forced_by_a_name_that_is_none(forced: str, expected: str) -> None:
    with pytest.raises(ConfigurationError, match=expected):
        choose(BUILTIN, JSON, "x.json", forced=forced)


def test_a_loader_that_breaks_is_named() -> None:
    def broken(*_: object) -> Document:
        raise ZeroDivisionError("one\ntwo")

    sniffs = Loader("mine", lambda *_: "any", broken)
    with pytest.raises(PluginError, match=r"^loader 'mine' broke: ZeroDivisionError: one two$"):
        read(b"x", "x", [sniffs])
    with pytest.raises(PluginError, match="loader 'mine' broke"):
        choose([Loader("mine", broken, broken)], b"x", "x")  # type: ignore[arg-type]


def refusal(given: object, **more: object) -> AuditError:
    with pytest.raises(InputError) as caught:
        read(given, "dir/report.txt", BUILTIN, **more)  # type: ignore[arg-type]
    error = caught.value
    assert error.say("en").startswith("dir/report.txt: ")
    assert error.say("zh").startswith("dir/report.txt: ")
    assert error.words.zh != error.words.en
    assert "\n" not in error.say("en") + error.say("zh")
    return error


def test_refused_files(tmp_path: Path) -> None:
    (tmp_path / "empty").touch()
    (tmp_path / "large").write_bytes(b"a" * 11)
    small = Limits(bytes=10)
    assert "no such file" in str(refusal(tmp_path / "none"))
    assert "no such file" in str(refusal(str(tmp_path / "none")))
    assert "a directory" in str(refusal(tmp_path))
    assert "is empty" in str(refusal(tmp_path / "empty"))
    assert "too large; expected at most 10 bytes" in str(refusal(tmp_path / "large", limits=small))
    assert "too large" in str(refusal(b"a" * 11, limits=small))
    assert "is empty" in str(refusal(b""))
    assert "cannot be read" in str(refusal("a\0b"))
    assert "cannot be read: the name is too long" in str(refusal("a" * 5000))


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may read everything")
def test_a_file_nobody_may_read(tmp_path: Path) -> None:
    secret = tmp_path / "secret"
    secret.touch(0o000)
    assert "permission denied" in str(refusal(secret))


def test_read_from_a_file_and_from_bytes(tmp_path: Path) -> None:
    path = tmp_path / "report.txt"
    path.write_bytes("青石县".encode())
    from_file = read(path, "report.txt", BUILTIN)
    from_bytes = read(path.read_bytes(), "report.txt", BUILTIN)
    assert from_file.sections == from_bytes.sections
    assert from_file.source.digest == from_bytes.source.digest
    assert from_file.source.uri == "report.txt"
