"""Which language is spoken, and in which encoding; what is said is left to the others."""

import gettext
import io
import os
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Final, get_args

from audit_core.errors import ConfigurationError
from audit_core.words import Lang

OPTION: Final = "--lang"
VARIABLE: Final = "AUDIT_CORE_LANG"
_LOCALE: Final = ("LC_ALL", "LC_MESSAGES", "LANG")
_CHINESE: Final = "zh"

_DOMAIN: Final = "audit-core"
_GETTEXT_VARIABLE: Final = "LANGUAGE"


class _ChosenLanguage:
    """The language that was chosen for this process, if one was."""

    lang: Lang | None = None


def choose(lang: Lang | None) -> None:
    """Take a language for the rest of this process, or, with None, that of the environment."""
    _ChosenLanguage.lang = lang


def asked(arguments: Sequence[str]) -> Lang | None:
    """Return the language that a command line asks for.

    It is looked for before anything is parsed, so that what the parser refuses is refused in it.
    """
    named: str | None = None
    for at, argument in enumerate(arguments):
        if argument == "--":
            break
        if argument == OPTION:
            named = next(iter(arguments[at + 1 : at + 2]), None)
        elif argument.startswith(f"{OPTION}="):
            named = argument.partition("=")[2]
    return named if named in get_args(Lang) else None  # type: ignore[return-value]


def language() -> Lang:
    """Return the language: the one asked for, else that of the environment, else that of the system.

    Raises ConfigurationError where the environment names another one.
    """
    if _ChosenLanguage.lang:
        return _ChosenLanguage.lang
    named = os.environ.get(VARIABLE, "")
    if named in get_args(Lang):
        return named  # type: ignore[return-value]
    if named:
        choose("en")
        raise ConfigurationError(f"{VARIABLE}={named!r}; expected zh or en", f"{VARIABLE}={named!r}；应为 zh 或 en")
    locale = next(filter(None, (os.environ.get(name) for name in _LOCALE)), None) or _of_windows()
    return "zh" if locale.lower().startswith(_CHINESE) else "en"


def _of_windows() -> str:
    """Return the language that Windows shows its own windows in; there is none elsewhere."""
    if sys.platform == "win32":
        import ctypes
        import locale

        return locale.windows_locale.get(ctypes.windll.kernel32.GetUserDefaultUILanguage(), "")
    return ""


@contextmanager
def spoken() -> Iterator[None]:
    """Let click speak the language as well, which asks gettext for its words; English needs no catalogue."""
    if language() != "zh":
        yield
        return
    before = gettext.textdomain(), os.environ.get(_GETTEXT_VARIABLE)
    gettext.bindtextdomain(_DOMAIN, str(Path(__file__).parent / "locale"))
    gettext.textdomain(_DOMAIN)
    os.environ[_GETTEXT_VARIABLE] = _CHINESE
    try:
        yield
    finally:
        gettext.textdomain(before[0])
        del os.environ[_GETTEXT_VARIABLE]
        if before[1] is not None:
            os.environ[_GETTEXT_VARIABLE] = before[1]


def to_utf8() -> None:
    """Write UTF-8 wherever output is not a terminal, and never stop at a character that cannot be shown."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            if not stream.isatty():
                stream.reconfigure(encoding="utf-8")
            stream.reconfigure(errors="backslashreplace")
