"""Which loader reads a file, within which limits; how each format is read is left to the modules beside this one.

A loader is chosen by what a file holds. Its name only decides where the content could be several things, so a
`.txt` that holds canonical JSON is JSON, and a `.json` cut in the middle is broken JSON, not text.
"""

import os
from collections.abc import Iterable
from contextlib import contextmanager
from typing import TYPE_CHECKING, Final, Literal, NamedTuple

from audit_core import regular
from audit_core.errors import AuditError, ConfigurationError, InputError, NotAReport, PluginError, nearest, one_line
from audit_core.formats import Limits, Loader
from audit_core.guard import GUARD, OutOfTime
from audit_core.lazy import lazy
from audit_core.loaders import sniffing
from audit_core.loaders.radicals import without_radicals
from audit_core.words import Words

if TYPE_CHECKING:
    from collections.abc import Iterator

    from audit_core.document import Block, Document

__all__ = ["BUILTIN", "HEAD", "SPAN", "Choice", "Limits", "Loader", "choose", "contents", "read", "refuse_large_text"]

HEAD: Final = 65_536
"""As many bytes from the beginning of a file a loader is shown when asked whether it takes it."""

SPAN: Final = 1_000
"""As many rows or columns one cell may cover, as in HTML; the document format says so too."""


def refuse_large_text(data: bytes, uri: str, limits: Limits) -> None:
    """Raise InputError for a file that is text and too large to be read as such."""
    if len(data) > limits.text:
        raise InputError(
            f"a text of {len(data):,} bytes; expected at most {limits.text:,} (--limit text)",
            f"文本文件有 {len(data):,} 字节；最多 {limits.text:,} 字节（--limit text）",
            place=uri,
        )


def _refuse_excess(document: "Document", limits: Limits) -> None:
    """Raise InputError for a document that prints more than a report can hold."""
    printed = sum(map(_printed, document.blocks()))
    if printed > limits.characters:
        raise InputError(
            f"{printed:,} characters are printed; expected at most {limits.characters:,} (--limit characters)",
            f"正文和表格共 {printed:,} 个字符；最多 {limits.characters:,} 个（--limit characters）",
            place=document.source.uri,
        )


def _printed(block: "Block") -> int:
    """Return how many characters a block prints."""
    rows = getattr(block, "rows", None)
    return len(getattr(block, "text", "")) if rows is None else sum([len(cell.text) for row in rows for cell in row])


_USUAL: Final = Limits()


class Choice(NamedTuple):
    """The loader that reads a file, and why."""

    loader: Loader
    reason: str


# Each format is imported when it is read: a commit hook must not wait for those it does not use.
BUILTIN: Final = (
    Loader("json", sniffing.json, lazy("audit_core.loaders.json", "load"), priority=100),
    Loader("csv", sniffing.csv, lazy("audit_core.loaders.csv", "load")),
    Loader("html", sniffing.html, lazy("audit_core.loaders.html", "load"), priority=50),
    Loader("docx", sniffing.docx, lazy("audit_core.loaders.docx", "load")),
    Loader("ods", sniffing.ods, lazy("audit_core.loaders.ods", "load")),
    Loader("pdf", sniffing.pdf, lazy("audit_core.loaders.pdf", "load")),
    Loader("xls", sniffing.xls, lazy("audit_core.loaders.xls", "load"), priority=-50),
    Loader("xlsx", sniffing.xlsx, lazy("audit_core.loaders.xlsx", "load")),
    Loader("text", sniffing.text, lazy("audit_core.loaders.text", "load"), priority=-100),
)
"""The loaders that need no plugin."""

_OWN: Final = frozenset(loader.load for loader in BUILTIN)


def choose(
    loaders: Iterable[Loader],
    data: bytes,
    name: str,
    forced: str | None = None,
    broken: list[PluginError] | None = None,
) -> Choice:
    """Return the loader for a file of these bytes and this name; `forced` names one that takes it unasked.

    Raises InputError where no loader takes it, ConfigurationError where `forced` is not the name of one, and
    PluginError where a loader breaks when it is asked; where a list `broken` is given, it goes there and the next
    loader is asked.
    """
    # Sorted for determinism: plugins are discovered in no order.
    ordered = sorted(loaders, key=lambda loader: (-loader.priority, loader.name))
    if forced is not None:
        return Choice(named(forced, ordered), "按名称指定 / asked for by name")
    head = data[:HEAD]
    for loader in ordered:
        reason = None
        try:
            with _contained(loader, "sniffer"):
                reason = loader.sniff(head, name)
        except PluginError as error:
            if broken is None:
                raise
            broken.append(error)
        if reason is not None:
            return Choice(loader, reason)
    raise _nobody_takes(data, name, ordered)


def read(
    given: str | os.PathLike[str] | bytes,
    uri: str,
    loaders: Iterable[Loader],
    limits: Limits = _USUAL,
    forced: str | None = None,
    broken: list[PluginError] | None = None,
) -> "Document":
    """Return the Document in a file, or in bytes already read (from standard input, say).

    `uri` is what findings and errors call the file; its ending counts as the file's.
    Raises InputError, one line with `uri` first, where the file cannot be read as a report, NotAReport where it is
    empty, something else, or what we wrote ourselves (unless a loader is forced); ConfigurationError where `forced`
    names no loader; PluginError where a loader breaks (`broken`: see `choose`).
    """
    data = contents(given, uri, limits)
    if not data:
        raise NotAReport("the file is empty; expected a report", "文件是空的；应为一份报告", place=uri)
    if forced is None and sniffing.is_own(data[:HEAD]):
        raise NotAReport("what audit-core itself wrote", "这是 audit-core 的输出，不是报告", place=uri)
    loader = choose(loaders, data, uri, forced, broken).loader
    with _contained(loader, "loader"):
        document = loader.load(data, uri, limits)
        document = without_radicals(document if loader.load in _OWN else _sound(document))
        _refuse_excess(document, limits)
        return document


def contents(given: str | os.PathLike[str] | bytes, uri: str, limits: Limits = _USUAL) -> bytes:
    """Return the bytes of a file, of a pipe or device read once to its end, or bytes already read.

    Raises InputError, one line with `uri` first, where the file cannot be read or is too large.
    """
    try:
        if not isinstance(given, bytes):
            return regular.content(given, limits.bytes, stream=True)
        if len(given) > limits.bytes:
            raise regular.too_large(limits.bytes)
    except regular.Unreadable as error:
        raise InputError(error.words.en, error.words.zh, place=uri) from None
    return given


@contextmanager
def _contained(loader: Loader, call: Literal["loader", "sniffer"]) -> "Iterator[None]":
    """Turn whatever a loader raises by mistake, an exit included, into a PluginError that names it."""
    GUARD.enter(call, loader.name)
    try:
        GUARD.refuse_barred(call, loader.name)
        with GUARD.around(loader.origin):
            yield
    except InputError:
        raise
    except BaseException as error:
        GUARD.stop_if_asked(error)
        if isinstance(error, MemoryError | RecursionError) and not loader.origin:
            raise
        if isinstance(error, OutOfTime):
            words = Words(f"超过时限（{error.limit:g} 秒）", f"exceeded its time limit ({error.limit:g} s)")
        elif isinstance(error, AuditError):
            words = error.words
        else:
            words = Words(*2 * (one_line(error)[:200],))
        raise _broke(loader, words) from error


def _broke(loader: Loader, how: Words) -> PluginError:
    of = Words(f"插件 {loader.origin} 的", f" of plugin {loader.origin}") if loader.origin else Words("", "")
    zh = f"{of.zh}加载器 {loader.name!r} 出错：{how.zh}"
    return PluginError(f"loader {loader.name!r}{of.en} broke: {how.en}", zh)


def _sound(document: "Document") -> "Document":
    """Hold a plugin's loader to what it promises: what it gets wrong would else seem to be a mistake of ours."""
    from audit_core.document import flaw

    said = flaw(document)
    if said:
        raise TypeError(said)
    return document


def named(name: str, loaders: Iterable[Loader]) -> Loader:
    """Return the loader of a name; raises ConfigurationError where there is none."""
    for loader in loaders:
        if loader.name == name:
            return loader
    names = [loader.name for loader in loaders]
    near = nearest(name, names)
    known = repr(near) if near else ", ".join(map(repr, names))
    raise ConfigurationError(f"no loader {name!r}; expected {known}", f"没有加载器 {name!r}；应为 {known}")


def _nobody_takes(data: bytes, name: str, loaders: list[Loader]) -> InputError:
    # The whole file: what some formats hold is said at their end.
    found = sniffing.identify(data, name)
    if found and found.remedy.en:
        return refused(found, name)
    zh, en = found[:2] if found else ("无法识别的内容", "content that no loader recognises")
    names = ", ".join(sorted(loader.name for loader in loaders)) or "none"
    error = NotAReport if found in sniffing.NO_REPORTS else InputError
    return error(
        f"{en}; expected a format that a loader takes ({names})",
        f"{zh}；应为已有加载器支持的格式（{names}）",
        place=name,
    )


def refused(found: sniffing.FileKind, uri: str) -> InputError:
    """Return the error for a format that may hold a report and is not read: what it is, and what to do."""
    return InputError(f"{found.en}: {found.remedy.en}", f"{found.zh}：{found.remedy.zh}", place=uri)
