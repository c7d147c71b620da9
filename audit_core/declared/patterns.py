"""Regular expressions that are sure to run in linear time; what they look for is left to rules.

Python's `re` backtracks, so a pattern is admitted only where the backtracking has a limit that can be told from the
pattern itself: every repeat is bounded, nothing refers back, and what one place of a text can be tried in has at most
`MOST_WAYS` ways. The time is then the text's length times a constant. (RE2 gives the same with no limit; it costs a
compiled dependency and 6 ms at each start, and on Chinese text, which it takes as UTF-8, twice the time.)
"""

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache, reduce
from re import _constants as op  # type: ignore[attr-defined]
from re import _parser as parser  # type: ignore[attr-defined]
from typing import Any, Final, NamedTuple

from audit_core.errors import RulesetError

LONGEST: Final = 2000
"""So many characters a pattern may have."""

UNBOUNDED: Final = 100
"""`*` and `+` stand for at most so many times: nothing that is one phrase is longer."""

MOST_WAYS: Final = 20_000
"""In so many ways a pattern may be tried at one place of a text."""

_TOKEN: Final = re.compile(
    r"""(?P<keep>\\.|\[\^?\]?(?:\\.|[^\]\\])*\]|\(\?(?:P?<[A-Za-z_]\w*>|P=\w+\)|<[=!]|[:=!>]|[a-zA-Z-]+[:)])?)
      | \{(?P<least>\d+),\} | (?P<times>[*+]|\?|\{\d*,?\d*\}) | .""",
    re.VERBOSE | re.DOTALL,
)
_REPEATS: Final = (op.MAX_REPEAT, op.MIN_REPEAT, op.POSSESSIVE_REPEAT)
_SINGLE: Final = (op.LITERAL, op.NOT_LITERAL, op.ANY, op.IN)
_ASSERTIONS: Final = (op.ASSERT, op.ASSERT_NOT)
_LARGEST_RANGE: Final = 128

Nodes = Sequence[tuple[Any, Any]]
Firsts = frozenset[int] | None
"""The characters that something may begin with; None where they are too many to tell."""


class Vetted(NamedTuple):
    """A pattern that was admitted: bounded, with literals of which one is in every match (none: unknown).

    `joined` tells one that asks for no beginning or end of the text, and for no line break.
    """

    pattern: str
    literals: tuple[str, ...]
    groups: tuple[str, ...]
    joined: bool


@lru_cache(maxsize=4096)
def vet(pattern: str) -> Vetted:
    """Return a pattern as it is run.

    Raises RulesetError for one that does not compile, is too long, refers back or may be tried in too many ways.
    """
    if len(pattern) > LONGEST:
        raise RulesetError(
            f"found a pattern of {len(pattern)} characters, expected at most {LONGEST}",
            f"正则表达式共 {len(pattern)} 个字符，最多 {LONGEST} 个",
        )
    text = bounded(pattern)
    try:
        compiled, tree = re.compile(text), parser.parse(text)
    except (re.error, RecursionError, OverflowError) as error:
        raise _refused(f"the pattern does not compile: {error}", f"正则表达式无法编译：{error}") from error
    ways = _ways(list(tree), frozenset())
    if ways > MOST_WAYS:
        raise _refused(
            f"the pattern may be tried in over {MOST_WAYS} ways at one place; bound its repeats more tightly",
            f"正则表达式在一处可有超过 {MOST_WAYS} 种尝试，请收紧重复次数",
        )
    if compiled.match(""):
        raise _refused("the pattern matches an empty text", "正则表达式能匹配空文本")
    plain = () if compiled.flags & re.IGNORECASE else _literals(list(tree))
    return Vetted(text, plain, tuple(compiled.groupindex), _joined(text))


def as_run(patterns: Iterable[str]) -> tuple[str, ...]:
    """Return patterns as they are run; raises RulesetError for the first that is not admitted."""
    return tuple(vet(pattern).pattern for pattern in patterns)


def _joined(pattern: str) -> bool:
    """Whether a pattern looks at no boundary of its text: told by its letters, so that a doubt is a no."""
    bare = re.sub(r"\[\^|\\[$^]", "", pattern)
    return not any(sign in bare for sign in ("^", "$", "\\A", "\\Z", "\\n", "\n"))


def _refused(en: str, zh: str) -> RulesetError:
    return RulesetError(en, zh)


def bounded(pattern: str) -> str:
    """Return a pattern with every repeat that has no end bounded by `UNBOUNDED`."""
    parts: list[str] = []
    after_repeat = False
    for token in _TOKEN.finditer(pattern):
        repeat = bool(token["times"] or token["least"]) and not after_repeat
        parts.append(_bounded(token) if repeat else token[0])
        after_repeat = repeat
    return "".join(parts)


def _bounded(token: re.Match[str]) -> str:
    if token["least"]:
        return f"{{{token['least']},{max(UNBOUNDED, int(token['least']))}}}"
    return {"*": f"{{0,{UNBOUNDED}}}", "+": f"{{1,{UNBOUNDED}}}"}.get(token[0], token[0])


def _ways(nodes: Nodes, follow: Firsts) -> int:
    """Return an upper bound of the ways a sequence can match at one place; `follow` is what may come after it."""
    ways = 1
    for number, (kind, content) in enumerate(nodes):
        after = _firsts(nodes[number + 1 :], follow)
        ways = min(ways * _ways_of(kind, content, after), MOST_WAYS + 1)
    return ways


def _ways_of(kind: Any, content: Any, after: Firsts) -> int:  # noqa: ANN401 - nodes of the parser have no types
    if kind in (op.GROUPREF, op.GROUPREF_EXISTS):
        raise _refused("the pattern refers back to a group", "正则表达式含有反向引用")
    if kind in _REPEATS:
        least, most, body = content
        return _ways_of_repeat(least, most, body, after)
    if kind is op.BRANCH:
        return _ways_of_branch(content[1], after)
    if kind is op.SUBPATTERN:
        return _ways(list(content[3]), after)
    if kind is op.ATOMIC_GROUP:
        return _ways(list(content), None)
    return _ways(list(content[1]), None) if kind in _ASSERTIONS else 1


def _ways_of_repeat(least: int, most: int, body: Nodes, after: Firsts) -> int:
    most = min(int(most), MOST_WAYS + 1)
    inner = _ways(list(body), None)
    if inner == 1:
        return 1 if _apart(list(body), after) else most - least + 1
    total = 0
    for times in range(least, most + 1):
        total += inner**times
        if total > MOST_WAYS:
            return MOST_WAYS + 1
    return total


def _apart(body: Nodes, after: Firsts) -> bool:
    """Whether a repeat cannot go on where what follows begins, so that it ends in one place only."""
    if after is None:
        return False
    if len(body) == 1 and body[0][0] in _SINGLE:
        return not any(_accepts(body[0], character) for character in after)
    begins = _firsts(body, None)
    return begins is not None and not begins & after


def _ways_of_branch(branches: Iterable[Nodes], after: Firsts) -> int:
    every = [list(branch) for branch in branches]
    ways = [_ways(branch, after) for branch in every]
    firsts = [_firsts(branch, after) for branch in every]
    known = [first for first in firsts if first is not None]
    distinct = len(known) == len(firsts) and sum(map(len, known)) == len(frozenset().union(*known))
    return max(ways) if distinct else sum(ways)


def _firsts(nodes: Nodes, follow: Firsts) -> Firsts:
    """Return the characters that a sequence may begin with; what it may leave out lets the next in."""
    found: frozenset[int] = frozenset()
    for kind, content in nodes:
        first, optional = _first_of(kind, content)
        if first is None:
            return None
        found |= first
        if not optional:
            return found
    return None if follow is None else found | follow


def _first_of(kind: Any, content: Any) -> tuple[Firsts, bool]:  # noqa: ANN401 - nodes of the parser have no types
    if kind in _SINGLE:
        return _characters((kind, content)), False
    if kind is op.SUBPATTERN:
        return _firsts(list(content[3]), None), False
    if kind in _REPEATS:
        return _firsts(list(content[2]), None), content[0] == 0
    if kind is op.BRANCH:
        firsts = [_firsts(list(branch), None) for branch in content[1]]
        return reduce(lambda a, b: None if a is None or b is None else a | b, firsts), False
    return None, False


def _characters(node: tuple[Any, Any]) -> Firsts:
    kind, content = node
    if kind is op.LITERAL:
        return frozenset({content})
    if kind is not op.IN:
        return None
    found: set[int] = set()
    for inner, value in content:
        if inner is op.LITERAL:
            found.add(value)
        elif inner is op.RANGE and value[1] - value[0] <= _LARGEST_RANGE:
            found.update(range(value[0], value[1] + 1))
        elif inner is op.CATEGORY and value is op.CATEGORY_DIGIT:
            found.update(map(ord, "0123456789０１２３４５６７８９"))
        else:
            return None
    return frozenset(found)


def _accepts(node: tuple[Any, Any], character: int) -> bool:
    """Whether a single character's node may match a character."""
    kind, content = node
    if kind is op.LITERAL:
        return bool(content == character)
    if kind is op.NOT_LITERAL:
        return bool(content != character)
    if kind is op.ANY:
        return True
    negated = content[0][0] is op.NEGATE
    return bool(negated) != any(_within(inner, value, character) for inner, value in content)


def _within(kind: Any, value: Any, character: int) -> bool:  # noqa: ANN401 - nodes of the parser have no types
    if kind is op.LITERAL:
        return bool(value == character)
    if kind is op.RANGE:
        return bool(value[0] <= character <= value[1])
    if kind is op.CATEGORY:
        return bool(_CATEGORIES.get(value, str.isprintable)(chr(character)))
    return False


_CATEGORIES: Final[dict[Any, Any]] = {
    op.CATEGORY_DIGIT: str.isdecimal,
    op.CATEGORY_SPACE: str.isspace,
    op.CATEGORY_WORD: lambda c: c.isalnum() or c == "_",
}


def _literals(nodes: Nodes) -> tuple[str, ...]:
    """Return texts of which at least one is in every match; the longest that can be told, none where none can.

    Of equally long ones it is the last: what a pattern begins with is mostly the more common word.
    """
    found: list[tuple[str, ...]] = []
    run = ""
    for kind, content in nodes:
        if kind is op.LITERAL:
            run += chr(content)
            continue
        found += [(run,)] if run else []
        run = ""
        found += filter(None, [_literals_of(kind, content)])
    found += [(run,)] if run else []
    return max(reversed(found), key=lambda texts: (min(map(len, texts)), -len(texts)), default=())


def _literals_of(kind: Any, content: Any) -> tuple[str, ...]:  # noqa: ANN401 - nodes of the parser have no types
    if kind is op.SUBPATTERN:
        return _literals(list(content[3]))
    if kind in _REPEATS and content[0] > 0:
        least, _, body = content
        alone = len(body) == 1 and body[0][0] is op.LITERAL
        return (chr(body[0][1]) * least,) if alone else _literals(list(body))
    if kind is op.BRANCH:
        every = [_literals(list(branch)) for branch in content[1]]
        return tuple(dict.fromkeys(text for texts in every for text in texts)) if all(every) else ()
    if kind is op.IN and all(inner is op.LITERAL for inner, _ in content):
        return tuple(chr(value) for _, value in content)
    return ()
