"""Which language is spoken, and in which encoding; what is said is left to the others."""

import io
import os
import sys
from typing import Final, get_args

from audit_core.errors import ConfigurationError
from audit_core.words import Lang

VARIABLE: Final = "AUDIT_CORE_LANG"
_LOCALE: Final = ("LC_ALL", "LC_MESSAGES", "LANG")

_chosen: list[Lang] = []


def choose(lang: Lang | None) -> None:
    """Take the language that the command line asks for, for the rest of this process."""
    _chosen[:] = [lang] if lang else []


def language() -> Lang:
    """Return the language: the one asked for, else that of the environment, else that of the locale.

    Raises ConfigurationError where the environment names another one.
    """
    if _chosen:
        return _chosen[0]
    named = os.environ.get(VARIABLE, "")
    if named in get_args(Lang):
        return named  # type: ignore[return-value]
    if named:
        choose("en")
        raise ConfigurationError(f"{VARIABLE}={named!r}; expected zh or en", f"{VARIABLE}={named!r}；应为 zh 或 en")
    locale = next(filter(None, (os.environ.get(name) for name in _LOCALE)), "")
    return "zh" if locale.lower().startswith("zh") else "en"


def to_utf8() -> None:
    """Write UTF-8 wherever output is not a terminal, and never stop at a character that cannot be shown."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            if not stream.isatty():
                stream.reconfigure(encoding="utf-8")
            stream.reconfigure(errors="backslashreplace")
