"""A rule's examples told in the words of a form; what an example is stands in `rules`, running it is `testing`'s."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from functools import lru_cache
from inspect import cleandoc
from typing import Final

from audit_core.forms import Form
from audit_core.rules import NEEDS, Example, Rule
from audit_core.words import Lang, Words

_COLON: Final = Words("：", ": ")
_COMMA: Final = Words("，", ", ")
_KEYS: Final[Mapping[str, Words]] = {
    "form": Words("表式", "form"),
    "year": Words("年度", "year"),
    "organization": Words("机关", "organ"),
    "published": Words("发布日期", "published"),
    "rest": Words("其余数据", "all other figures"),
    "register": Words("机关名录", "register of organs"),
    "options": Words("选项", "options"),
    "says": Words("正文", "text"),
}
_UNKNOWN: Final = Words("（表式中没有）", " (not in the form)")


def told_of(rule: Rule, kind: str, forms: Collection[Form], lang: Lang) -> list[list[str]]:
    """Return the lines of a rule's first examples that are `wrong` or `right`: as many as a card has room for."""
    # The rule's own forms name things first, the latest before all.
    own = {form.name for form in forms if rule.is_of((form.domain,)) and rule.applies(form)}
    known = sorted(forms, key=lambda form: (form.name in own, form.first_year), reverse=True)
    relation = bool(rule.equations)
    return [list(told(example, known, lang, relation=relation)) for example in rule.examples.get(kind, ())[:_MOST]]


_MOST: Final = 6


def told(example: Example, forms: Sequence[Form], lang: Lang, *, relation: bool = False) -> Iterator[str]:
    """Yield the lines that tell an example: a report as it is printed, or what of it matters, by name.

    What other reports print is listed under the words for them. The first of `forms` that knows a key names it, and one
    that none knows is marked; in an example of a `relation` it is one of its own names, which are told together.
    """
    if isinstance(example, str):
        yield from cleandoc(example).splitlines()
        return
    plain: list[str] = []
    for key, said in example.items():
        name = _name(key, forms)
        if key in NEEDS:
            yield f"{NEEDS[key].say(lang)}{_COLON.say(lang)}".rstrip()
            for other in said if isinstance(said, tuple) else (said,):
                lines = told(other, forms, lang, relation=relation)
                yield from (f"{'  ' if number else '– '}{line}" for number, line in enumerate(lines))
        elif name:
            yield f"{name.say(lang)}{_COLON.say(lang)}{_said(said, lang)}"
        elif relation:
            plain.append(f"{key} {_said(said, lang)}")
        else:
            yield f"{key}{_UNKNOWN.say(lang)}{_COLON.say(lang)}{_said(said, lang)}"
    if plain:
        yield _COMMA.say(lang).join(plain)


def _name(key: str, forms: Sequence[Form]) -> Words | None:
    return _KEYS.get(key) or next((names[key] for names in map(_names, forms) if key in names), None)


@lru_cache(maxsize=32)
def _names(form: Form) -> Mapping[str, Words]:
    """The words of a form for its figures, by `table/row/column`, and for its sections."""
    figures = {concept.key: concept.label for concept in form.concepts}
    return {section.key: section.words for section in form.sections} | figures


def _said(value: object, lang: Lang) -> str:
    if isinstance(value, Mapping):
        return _COMMA.say(lang).join(f"{key} {_said(part, lang)}" for key, part in value.items())
    if isinstance(value, tuple | list):  # rows of the register
        return Words("；", "; ").say(lang).join(_said(part, lang) for part in value)
    if value == "":
        return Words("（空白）", "(blank)").say(lang)
    return str(value)
