"""Regular expressions that are sure to run in linear time; what they look for is left to rules.

Python's `re` backtracks, so a pattern is admitted only where the backtracking has a limit that can be told from the
pattern itself: every repeat is bounded, nothing refers back, and at one place of a text it takes at most `MOST_STEPS`
steps. The time is then the text's length times a constant. (RE2 gives the same with no limit; it costs a
compiled dependency and 6 ms at each start, and on Chinese text, which it takes as UTF-8, twice the time.)
"""

import re
import sys
from collections.abc import Callable, Iterable, Sequence
from functools import lru_cache, reduce
from re import _constants as op  # type: ignore[attr-defined]
from re import _parser as parser  # type: ignore[attr-defined]
from typing import Any, Final, NamedTuple

from audit_core.errors import RulesetError

LONGEST: Final = 2000
"""So many characters a pattern may have."""

UNBOUNDED: Final = 100
"""`*` and `+` stand for at most so many times: nothing that is one phrase is longer."""

MOST_STEPS: Final = 50_000
"""So many steps a pattern may take at one place of a text, over all the ways in which it can be tried there."""

_TOO_MANY: Final = MOST_STEPS + 1

_TOKEN: Final = re.compile(
    r"""(?P<keep>\\.|\[\^?\]?(?:\\.|[^\]\\])*\]|\(\?(?:P?<[A-Za-z_]\w*>|P=\w+\)|<[=!]|[:=!>]|[a-zA-Z-]+[:)])?)
      | \{(?P<least>\d+),\} | (?P<times>[*+]|\?|\{\d*,?\d*\}) | .""",
    re.VERBOSE | re.DOTALL,
)
_REPEATS: Final = (op.MAX_REPEAT, op.MIN_REPEAT, op.POSSESSIVE_REPEAT)
_SINGLE: Final = (op.LITERAL, op.NOT_LITERAL, op.ANY, op.IN)
_ASSERTIONS: Final = (op.ASSERT, op.ASSERT_NOT)
_TEXT_ENDS: Final = (op.AT_BEGINNING_STRING, op.AT_END_STRING)
_LINE_ENDS: Final = (op.AT_BEGINNING, op.AT_END)
_LARGEST_RANGE: Final = 128
_DIGITS: Final = 10
_FOREIGN_FLAGS: Final = re.ASCII | re.LOCALE | re.VERBOSE
"""Flags that change what a class or a blank stands for."""

Nodes = Sequence[tuple[Any, Any]]
Firsts = frozenset[int] | None
"""The characters that something may begin with; None where they are too many to tell."""


class Work(NamedTuple):
    """Upper bounds of what a part of a pattern takes at one place: ways to match, and steps to try them all."""

    ways: int
    steps: int


class Vetted(NamedTuple):
    """A pattern that was admitted: bounded, with literals of which one is in every match (none: unknown).

    `joined` tells one that finds in passages joined by line breaks, line by line, at least what it finds in each.
    """

    pattern: str
    literals: tuple[str, ...]
    groups: tuple[str, ...]
    joined: bool


@lru_cache(maxsize=4096)
def vet(pattern: str) -> Vetted:
    """Return a pattern as it is run.

    Raises RulesetError for one that does not compile, is too long, refers back or may take too many steps.
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
    if compiled.flags & _FOREIGN_FLAGS:
        raise _refused("the pattern sets a flag other than i, m and s", "正则表达式含有 i、m、s 以外的标志")
    work = _work(_uncased(list(tree), caseless=bool(compiled.flags & re.IGNORECASE)), frozenset())
    if work.steps > MOST_STEPS:
        raise _refused(
            f"the pattern may take over {MOST_STEPS:,} steps at one place; bound its repeats more tightly",
            f"正则表达式在一处可能尝试超过 {MOST_STEPS:,} 步，请收紧重复次数",
        )
    if compiled.match(""):
        raise _refused("the pattern matches an empty text", "正则表达式能匹配空文本")
    plain = () if compiled.flags & re.IGNORECASE else _literals(list(tree))
    joined = _joined(list(tree), dotall=bool(compiled.flags & re.DOTALL))
    return Vetted(text, plain, tuple(compiled.groupindex), joined)


def as_run(patterns: Iterable[str]) -> tuple[str, ...]:
    """Return patterns as they are run; raises RulesetError for the first that is not admitted."""
    return tuple(vet(pattern).pattern for pattern in patterns)


def _joined(nodes: Nodes, *, dotall: bool, negated: bool = False) -> bool:
    """Whether a sequence finds in passages joined by line breaks, `^` and `$` taken by line, what it finds in each.

    More may be found there, never less: so not what asks for the text's own ends, keeps what it has taken, or must not
    be followed (`negated`) by what a line break may be.
    """
    return all(_joined_node(kind, content, dotall, negated) for kind, content in nodes)


def _joined_node(kind: Any, content: Any, dotall: bool, negated: bool) -> bool:  # noqa: ANN401, FBT001 - a parser's node
    if kind in (op.POSSESSIVE_REPEAT, op.ATOMIC_GROUP):
        return False
    if kind is op.AT:
        return content not in _TEXT_ENDS and not (negated and content in _LINE_ENDS)
    if kind in _SINGLE:
        return not negated or not (dotall if kind is op.ANY else _accepts((kind, content), ord("\n")))
    negated = negated or kind is op.ASSERT_NOT
    return all(_joined(body, dotall=dotall, negated=negated) for body in _bodies(kind, content))


def _bodies(kind: Any, content: Any) -> Sequence[Nodes]:  # noqa: ANN401 - nodes of the parser have no types
    """Return the sequences inside a node."""
    if kind is op.BRANCH:
        return list(content[1])
    return [content[{op.SUBPATTERN: 3, op.ASSERT: 1, op.ASSERT_NOT: 1}.get(kind, 2)]]


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


def _uncased(nodes: Nodes, *, caseless: bool) -> list[tuple[Any, Any]]:
    """Return a sequence in which whatever may match in either case stands as any character.

    So no two letters are told apart by their case, nor by what else a letter matches without it (`K` and U+212A).
    """
    return [_uncased_node(kind, content, caseless) for kind, content in nodes]


def _uncased_node(kind: Any, content: Any, caseless: bool) -> tuple[Any, Any]:  # noqa: ANN401, FBT001 - a parser's node
    def within(nodes: Nodes) -> list[tuple[Any, Any]]:
        return _uncased(nodes, caseless=caseless)

    if kind is op.SUBPATTERN:
        group, on, off, body = content
        inner = (caseless or bool(on & re.IGNORECASE)) and not off & re.IGNORECASE
        return kind, (group, on, off, _uncased(body, caseless=inner))
    if kind in _REPEATS:
        return kind, (*content[:2], within(content[2]))
    if kind is op.BRANCH:
        return kind, (content[0], [within(branch) for branch in content[1]])
    if kind is op.ATOMIC_GROUP:
        return kind, within(content)
    if kind in _ASSERTIONS:
        return kind, (content[0], within(content[1]))
    uncased = kind is op.LITERAL and chr(content).lower() == chr(content).upper()
    return (op.ANY, None) if caseless and kind in _SINGLE and not uncased else (kind, content)


def _work(nodes: Nodes, follow: Firsts) -> Work:
    """Return upper bounds of what a sequence takes at one place; `follow` is what may come after it."""
    ways, steps = 1, 0
    for number, (kind, content) in enumerate(nodes):
        after = _firsts(nodes[number + 1 :], follow)
        more, each = _work_of(kind, content, after)
        steps += ways * each
        ways *= more
    return Work(min(ways, _TOO_MANY), min(steps, _TOO_MANY))


def _work_of(kind: Any, content: Any, after: Firsts) -> Work:  # noqa: ANN401 - nodes of the parser have no types
    if kind in (op.GROUPREF, op.GROUPREF_EXISTS):
        raise _refused("the pattern refers back to a group", "正则表达式含有反向引用")
    if kind in _REPEATS:
        least, most, body = content
        return _work_of_repeat(least, min(int(most), _TOO_MANY), list(body), after)
    if kind is op.BRANCH:
        return _work_of_branch(content[1], after)
    if kind is op.SUBPATTERN:
        return _work(list(content[3]), after)
    if kind is op.ATOMIC_GROUP:
        return _work(list(content), None)
    return _work(list(content[1]), None) if kind in _ASSERTIONS else Work(1, 1)


def _work_of_repeat(least: int, most: int, body: Nodes, after: Firsts) -> Work:
    inner = _work(body, None)
    if inner.ways == 1:
        return Work(1 if _apart(body, after) else most - least + 1, most * inner.steps)
    ways = steps = 0
    for times in range(most + 1):
        reached = inner.ways**times
        ways += reached if times >= least else 0
        steps += reached * inner.steps if times < most else 0
        if steps > MOST_STEPS:
            return Work(_TOO_MANY, _TOO_MANY)
    return Work(ways, steps)


def _apart(body: Nodes, after: Firsts) -> bool:
    """Whether a repeat cannot go on where what follows begins, so that it ends in one place only."""
    if after is None:
        return False
    if len(body) == 1 and body[0][0] in _SINGLE:
        return not any(_accepts(body[0], character) for character in after)
    begins = _firsts(body, None)
    return begins is not None and not begins & after


def _work_of_branch(branches: Iterable[Nodes], after: Firsts) -> Work:
    every = [list(branch) for branch in branches]
    works = [_work(branch, after) for branch in every]
    firsts = [_firsts(branch, after) for branch in every]
    known = [first for first in firsts if first is not None]
    distinct = len(known) == len(firsts) and sum(map(len, known)) == len(frozenset().union(*known))
    ways = [work.ways for work in works]
    return Work(max(ways) if distinct else sum(ways), len(works) + sum(work.steps for work in works))


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
            found |= _digits()
        else:
            return None
    return frozenset(found)


@lru_cache(maxsize=1)
def _digits() -> frozenset[int]:
    r"""Return all that `\d` matches: the decimal digits of every script, which Unicode has in runs of ten."""
    of_each_run = (code for code in range(0, sys.maxunicode + 1, _DIGITS) if chr(code).isdecimal())
    near = (range(max(code - _DIGITS, 0), code + _DIGITS) for code in of_each_run)
    return frozenset(code for codes in near for code in codes if chr(code).isdecimal())


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
    return negated != any(_within(inner, value, character) for inner, value in content[negated:])


def _within(kind: Any, value: Any, character: int) -> bool:  # noqa: ANN401 - nodes of the parser have no types
    if kind is op.LITERAL:
        return bool(value == character)
    if kind is op.RANGE:
        return bool(value[0] <= character <= value[1])
    if kind is op.CATEGORY:
        return _CATEGORIES[value](chr(character))
    return True


_CATEGORIES: Final[dict[Any, Callable[[str], bool]]] = {
    op.CATEGORY_DIGIT: str.isdecimal,
    op.CATEGORY_NOT_DIGIT: lambda c: not c.isdecimal(),
    op.CATEGORY_SPACE: str.isspace,
    op.CATEGORY_NOT_SPACE: lambda c: not c.isspace(),
    op.CATEGORY_WORD: lambda c: c.isalnum() or c == "_",
    op.CATEGORY_NOT_WORD: lambda c: not c.isalnum() and c != "_",
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
