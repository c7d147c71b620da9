"""What is wrong with a file, in one line: where, what was found and what was expected; finding it is others'."""

# ruff: noqa: ANN401 - a file may hold any value

from collections.abc import Iterable
from typing import Any, Final

from audit_core.errors import ConfigurationError, RulesetError, nearest
from audit_core.words import Words

_SHOWN: Final = 12
"""So many expected names are listed; of more, only the nearest is named."""

_LENGTH: Final = 60


def unknown(
    kind: Words, name: str, known: Iterable[str], place: object, error: type[ConfigurationError] = RulesetError
) -> ConfigurationError:
    """Return the error for a name that nobody knows, with the nearest one that is known."""
    names = sorted(set(known))
    near = nearest(name, names)
    en, zh = f"unknown {kind.en} {show(name)}", f"未知的{kind.zh} {show(name)}"
    if near:
        en, zh = f"{en}; did you mean {show(near)}?", f"{zh}；是否为 {show(near)}？"
    if names and (not near or len(names) <= _SHOWN):
        listed = names[:_SHOWN]
        more = " …" if len(names) > _SHOWN else ""
        en = f"{en}{' ' if near else '; '}expected one of {', '.join(listed)}{more}"
        zh = f"{zh}{'' if near else '；'}应为 {'、'.join(listed)}{more} 之一"
    return error(en, zh, place=str(place))


def expected(
    found: object, wanted: Words, place: object, error: type[ConfigurationError] = RulesetError
) -> ConfigurationError:
    """Return the error for a value that is not what was expected."""
    return error(
        f"found {show(found)}, expected {wanted.en}", f"此处为 {show(found)}，应为{wanted.zh}", place=str(place)
    )


def show(value: Any) -> str:
    """Print a value of a file in one short piece, as the file's writer would know it."""
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, dict):
        return f"{{{_cut(', '.join(map(str, value)))}}}"
    if isinstance(value, list):
        return f"[{_cut(', '.join(map(show, value)))}]"
    return f"'{_cut(' '.join(value.split()))}'" if isinstance(value, str) else _cut(str(value))


def _cut(text: str) -> str:
    return text if len(text) <= _LENGTH else f"{text[:_LENGTH]}…"
