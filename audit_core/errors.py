"""The exceptions; how they are shown is left to the command line.

AuditError
├── InputError            a report that cannot be read; the others are still audited
│   └── NotAReport        a file that can be read, and is something else
├── ConfigurationError    a form, ruleset, option or selection that cannot be followed
│   ├── FormError
│   └── RulesetError
├── PluginError           a plugin that cannot be loaded or followed
└── NotAssessed           control flow: a rule met a fact it cannot judge by
    └── NotApplicable     control flow: a rule is not for this report
"""

import errno
from collections.abc import Iterable
from types import TracebackType
from typing import Final

from audit_core.words import Lang, Words


class AuditError(Exception):
    """Anything that audit-core itself raises: one line that says what was found, where, and what was expected.

    `place` is `file`, `file:line` or `file:line:column`, or empty.
    """

    def __init__(self, en: str, zh: str = "", *, place: str = "") -> None:
        super().__init__(en)
        self.words = Words(zh or en, en)
        self.place = place

    def say(self, lang: Lang) -> str:
        """Return the one line in `lang`, its place first."""
        text = self.words.zh if lang == "zh" else self.words.en
        return f"{self.place}: {text}" if self.place else text

    def __str__(self) -> str:
        return self.say("en")


class InputError(AuditError):
    """A report cannot be read; the audit goes on with the others."""


class NotAReport(InputError):  # noqa: N818 - told apart from a report that is broken
    """A readable file in which nothing of any form was found; in a directory it is passed over, and listed."""


class ConfigurationError(AuditError):
    """A form, a ruleset, an option or a selection cannot be followed."""


class FormError(ConfigurationError):
    """A form is malformed, or none fits the report's year."""


class RulesetError(ConfigurationError):
    """A ruleset is malformed; the place holds file, line and column."""


class PluginError(AuditError):
    """A plugin cannot be loaded, or breaks what it promised."""


class NotAssessed(AuditError):  # noqa: N818 - an outcome, not a mistake
    """A rule met a fact it cannot judge by; its outcome is `not_assessed` with this reason."""


class UnknownPlace(NotAssessed):
    """A rule asked for a figure, by the keys of table, row and column, that the report's form has no place for."""

    def __init__(self, form: str, key: tuple[str, str, str]) -> None:
        """Say which form lacks which place."""
        path = "/".join(key)
        super().__init__(f"the form {form} has no {path}", f"表式 {form} 没有 {path}")
        self.key = key


class NotApplicable(NotAssessed):
    """A rule is not for the report it was given; its outcome is `not_applicable` with this reason."""


class NoSuchPart(NotApplicable):
    """A rule asked the form for a section or a table that it does not have: the rule is not for reports of it.

    So it is where a form of the ruleset has such a part, or had it before it was changed; else nobody knows the key.
    """

    def __init__(self, form: str, key: str) -> None:
        """Say which form lacks what."""
        super().__init__(f"the form {form} has no {key}", f"表式 {form} 没有 {key}")
        self.key = key


def mistake(error: Exception) -> AuditError:
    """Return what to say of an exception that none of us meant to raise: its kind, its words, and where it arose."""
    frame = origin(error)
    said = one_line(error)[:200] + (f" ({frame.tb_frame.f_globals.get('__name__')}:{frame.tb_lineno})" if frame else "")
    return AuditError(f"a mistake in audit-core itself: {said}", f"audit-core 自身出错：{said}")


_SYSTEM: Final = {
    errno.ENOENT: Words("找不到文件", "no such file"),
    errno.EACCES: Words("没有权限", "permission denied"),
    errno.EPERM: Words("系统不允许该操作", "operation not permitted"),
    errno.EISDIR: Words("这是一个目录", "a directory"),
    errno.ENOTDIR: Words("路径中间有一段不是目录", "a part of the path is no directory"),
    errno.ELOOP: Words("链接成环", "a loop of links"),
    errno.ENAMETOOLONG: Words("名称过长", "the name is too long"),
    errno.EIO: Words("读写出错", "input/output error"),
    errno.ENOSPC: Words("磁盘已满", "no space left on the device"),
    errno.EDQUOT: Words("磁盘配额已用完", "the disk quota is used up"),
    errno.EFBIG: Words("文件过大", "the file would be too large"),
    errno.EROFS: Words("文件系统为只读", "the file system is read-only"),
    errno.EPIPE: Words("接收方已关闭管道", "the reader has closed the pipe"),
    errno.EBADF: Words("已关闭", "it is closed"),
    errno.EMFILE: Words("打开的文件过多", "too many open files"),
    errno.ENFILE: Words("系统打开的文件过多", "too many open files in the system"),
    errno.ENOMEM: Words("内存不足", "not enough memory"),
    errno.ENXIO: Words("没有这个设备，或另一端没有打开", "no such device, or nobody at its other end"),
    errno.EAGAIN: Words("暂时没有数据", "no data at present"),
}


def reason(error: OSError | ValueError) -> Words:
    """Return why the system refused, in words: `no such file`; what it has none of ours for, in its own."""
    known = _SYSTEM.get(error.errno or 0) if isinstance(error, OSError) else None
    own = (error.strerror if isinstance(error, OSError) else None) or str(error) or type(error).__name__
    return known or Words(own, own)


def nearest(name: str, known: Iterable[str], like: float = 0.55) -> str:
    """Return the known name that is most like `name`, whatever their case, or an empty string where none is.

    `like` is how much, from 0 to 1, it must be like it.
    """
    from difflib import get_close_matches

    folded = {candidate.casefold(): candidate for candidate in sorted(set(known))}
    close = get_close_matches(name.casefold(), list(folded), n=1, cutoff=like)
    return folded[close[0]] if close else ""


def nearest_hint(name: str, known: Iterable[str]) -> Words:
    """Return what to add to the error for an unknown name: `; the nearest is FMT-19`, or nothing."""
    near = nearest(name, known)
    return Words(f"；最接近的是 {near}", f"; the nearest is {near}") if near else Words("", "")


def one_line(error: BaseException) -> str:
    """Return the kind and the words of an exception in one line."""
    return " ".join(f"{type(error).__name__}: {error}".split())


def origin(error: BaseException) -> TracebackType | None:
    """Return the innermost entry of an exception's traceback: where it arose."""
    at = error.__traceback__
    while at is not None and at.tb_next is not None:
        at = at.tb_next
    return at
