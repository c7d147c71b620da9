"""A rule: its metadata, options and card, and the function or equations that check; running it is the engine's.

    def carried_over(report: Report, previous: Snapshot, *, tolerance: int = 0) -> Iterator[Finding]

asks for the report that is judged and for the one of the year before, and has one option.
"""

import inspect
import re
from collections.abc import Callable, Collection, Iterable, Mapping
from decimal import Decimal
from functools import cached_property
from types import CodeType, SimpleNamespace
from typing import Annotated, Any, Final, get_type_hints

from msgspec import Meta, Struct

from audit_core.equations import Equation
from audit_core.errors import PluginError, nearest_hint
from audit_core.findings import Basis, Finding, Severity, Status
from audit_core.forms import Form
from audit_core.option_types import is_of, wanted
from audit_core.words import Lang, Words

Check = Callable[..., Iterable[Finding] | None]

Example = str | Mapping[str, object]
"""What is printed in an example of a rule: a whole report as text, or what of it matters.

That is figures by `table/row/column`, the prose of sections by their keys, and what else must be said: `form`, `year`,
`organization`, the day it was `published`, the `rest` of the figures, the `register` of organs (rows as in a ruleset),
and other reports, examples themselves, under the name of what the rule asks for (see `NEEDS`).
"""

NEEDS: Final[Mapping[str, Words]] = {
    "previous": Words("同一机关上一年度的报告", "the report of the same organ for the year before"),
    "history": Words("同一机关以前各年度的报告", "the reports of the same organ for earlier years"),
    "peers": Words("同一年度同级同类机关的报告", "the reports of organs of the same kind and level for the same year"),
    "versions": Words("同一份报告的其他版本", "other versions of the same report"),
    "children": Words("下级机关同一年度的报告", "the reports of the organs below for the same year"),
    "parent": Words("上级机关同一年度的报告", "the report of the organ above for the same year"),
    "siblings": Words("同一上级的其他机关同一年度的报告", "the reports of organs under the same one for the same year"),
    "lookalikes": Words("文字或数据大体相同的报告", "reports with much the same text or figures"),
    "organs": Words("机关名录，以及其他报告的机关", "the register of organs, and the organs of the other reports"),
}
"""What a rule may ask for beside the report that is judged, by the name of its parameter."""

ALONE: Final = Words(
    "本次审核没有可供比对的其他报告（可用 --with 指定）", "no other report was given to compare with (--with)"
)
"""Why a rule that asks for other reports is not assessed where there are none at all."""

RULE_ID: Final = re.compile(r"[A-Z][A-Z0-9]{1,7}-[A-Z0-9]{1,8}")

CARD_HEADINGS: Final[Mapping[str, Words]] = {
    "checks": Words("检查", "Checks"),
    "why": Words("原因", "Why"),
    "wrong": Words("错误", "Wrong"),
    "right": Words("正确", "Right"),
    "basis": Words("依据", "Basis"),
    "false_alarms": Words("误报", "False alarms"),
    "tailoring": Words("调整", "Tailoring"),
}


class Card(Struct, frozen=True, dict=True):
    """What a rule tells of itself: for each heading of `CARD_HEADINGS` a text in both languages.

    In a docstring, each part is a line that begins with the heading and a blank (a comma may stand before it);
    further lines are indented more. The docstring is read when somebody asks for the parts: most audits do not.
    """

    known: Mapping[str, Words] = {}
    docstring: str = ""

    @classmethod
    def parse(cls, text: str) -> "Card":
        """Take the parts from a docstring's body (or a YAML text); lines before the first heading are left out."""
        return cls(docstring=text)

    @cached_property
    def parts(self) -> Mapping[str, Words]:
        """The text under each heading, in the order of the headings."""
        return self.known or _parts(self.docstring)


def _parts(text: str) -> dict[str, Words]:
    said: dict[tuple[str, Lang], list[str]] = {}
    lines: list[str] = []
    for line in inspect.cleandoc(text).splitlines():
        start = _heading(line)
        if start:
            key, lang, rest = start
            lines = said.setdefault((key, lang), [rest])
        else:
            lines.append(line.strip())
    texts = {at: _joined(filter(None, part)) for at, part in said.items()}
    return {
        key: Words(texts.get((key, "zh"), ""), _capital(texts.get((key, "en"), "")))
        for key in CARD_HEADINGS
        if (key, "zh") in texts or (key, "en") in texts
    }


def _capital(text: str) -> str:
    """Begin with a capital: the heading that the sentence went on from is shown on a line of its own."""
    return text[:1].upper() + text[1:]


def _joined(lines: Iterable[str]) -> str:
    """Join lines with a blank, but not between Chinese characters, which know none."""
    text = ""
    for line in lines:
        chinese = text[-1:] > "\u2e7f" and line[:1] > "\u2e7f"
        text += line if chinese or not text else f" {line}"
    return text


def _heading(line: str) -> tuple[str, Lang, str] | None:
    for key, words in CARD_HEADINGS.items():
        for lang, heading in (("zh", words.zh), ("en", words.en)):
            if line.startswith((f"{heading} ", f"{heading}, ")):
                return key, lang, line.removeprefix(heading).lstrip(",").strip()  # type: ignore[return-value]
    return None


Count = Annotated[int, Meta(ge=0)]
"""The type of an option that is a whole number, 0 or more."""

Amount = Annotated[Decimal, Meta(ge=0)]
"""The type of an option that is an exact number, 0 or more."""

Share = Annotated[Decimal, Meta(ge=0, le=1)]
"""The type of an option that is a part of a whole, from 0 to 1."""

Term = Annotated[str, Meta(min_length=1)]
"""The type of an option that is a word or several, not an empty text."""


class Option(Struct, frozen=True):
    """A keyword-only parameter of a rule: its type as annotated, and its default.

    What a ruleset gives is held against the type, the bounds of a `msgspec.Meta` in it included; a `Pattern` is given
    as text, and refused where it could take long.
    """

    name: str
    type: Any
    default: Any


class Rule(Struct, frozen=True):
    """One check.

    `category` is the part of the score that its findings count in, by default its pack's.
    `parameters` are the names of what `check` is given, in order: `report`, and names of `NEEDS`. `only`, given a
    report, raises NotApplicable where the rule is not for it, before anything is looked for.
    `status` is what a rule comes to whose `equations` do not hold, fail or review; a function says it of each finding.
    `grades` are its severities on some forms, by a pattern of their names.
    `form` is a pattern of the forms the rule is for, and for those that extend them (see `Form.fits`); `since` and
    `until` are the first and the last report year. One with a `domain` is for its forms alone, and unknown to others.
    `lapsed` tells of forms, by name, that took away what the rule or a part of it speaks of, and what that is.
    `template` is filled with a finding's values. `examples` are what the rule finds fault with (`wrong`) and what not
    (`right`). `silences` names rules whose findings follow from this one's and are dropped, as their outcome says;
    a finding about one table silences only that table's. `explains` names rules whose findings follow from a failure of
    this one, too, and are told beside it at no cost of their own. `scored` is False for what is shown and never
    counted.
    `about` says what of every form the rule is about as a whole, `sections` or `tables`: no form takes one away from
    under it while it is locked.
    `locked` rules cannot be switched off by a ruleset. `broken` says why a rule cannot be followed, which is then its
    outcome, `error`; without words it can.
    """

    id: str
    title: Words
    template: Words
    severity: Severity
    category: str
    check: Check | None = None
    equations: tuple[Equation, ...] = ()
    status: Status = Status.FAIL
    grades: Mapping[str, Severity] = {}
    basis: tuple[Basis | str, ...] = ()
    advice: Words = Words("", "")
    form: str = "*"
    since: int | None = None
    until: int | None = None
    domain: str = ""
    lapsed: Mapping[str, Words] = {}
    options: Mapping[str, Option] = {}
    card: Card = Card()
    examples: Mapping[str, tuple[Example, ...]] = {}
    silences: tuple[str, ...] = ()
    explains: tuple[str, ...] = ()
    scored: bool = True
    locked: bool = False
    pack: str = ""
    parameters: tuple[str, ...] = ("report",)
    only: Callable[[Any], None] | None = None
    about: tuple[str, ...] = ()
    broken: Words = Words("", "")

    @property
    def needs(self) -> tuple[str, ...]:
        """The names of what the rule asks for beside the report that is judged, in the order asked."""
        return tuple(name for name in self.parameters if name != "report")

    def is_of(self, domains: Collection[str]) -> bool:
        """Whether the rule is one of some domains, as one that names none is of all."""
        return not self.domain or self.domain in domains

    def applies(self, form: Form) -> bool:
        """Whether the rule is for reports of a form, in some year of it at least."""
        return form.fits(self.form) and meets(self.since, self.until, form)

    def grade_on(self, form: Form) -> Severity | None:
        """Return the severity that the rule has on reports of a form alone."""
        return next((grade for pattern, grade in self.grades.items() if form.fits(pattern)), None)

    def in_force(self, year: int) -> bool:
        """Whether the rule is for reports of a year."""
        return (self.since is None or self.since <= year) and (self.until is None or year <= self.until)


def meets(since: int | None, until: int | None, form: Form) -> bool:
    """Whether some years, open on either side, and those of a form have one in common."""
    begins = until is None or form.first_year <= until
    return begins and (since is None or form.last_year is None or since <= form.last_year)


def parameters_of(check: Check, rule: str) -> tuple[str, ...]:
    """Return what a rule's function asks for: its positional parameters, an underscore before a name left out.

    Raises PluginError for one that is neither `report` nor a name of `NEEDS`.
    """
    code = _code_of(check)
    if code is not None:
        asked = code.co_varnames[: code.co_argcount]
    else:
        positional = (inspect.Parameter.POSITIONAL_ONLY, inspect.Parameter.POSITIONAL_OR_KEYWORD)
        asked = tuple(p.name for p in inspect.signature(check).parameters.values() if p.kind in positional)
    names = tuple(name.lstrip("_") for name in asked)
    known = ("report", *NEEDS)
    for name in names:
        if name not in known or names.count(name) > 1:
            raise _unknown_parameter(rule, name, known)
    return names


def _code_of(check: Check) -> CodeType | None:
    """Return the code of a plain function, which tells its parameters faster than its signature does."""
    if inspect.ismethod(check) or hasattr(check, "__wrapped__") or hasattr(check, "__signature__"):
        return None
    return getattr(check, "__code__", None)


def _unknown_parameter(rule: str, name: str, known: tuple[str, ...]) -> PluginError:
    hint = nearest_hint(name, known)
    return PluginError(
        f"{rule}: the parameter {name!r} is nothing a rule can be given{hint.en} "
        f"(one of {', '.join(known)}, each once; options stand behind `*`)",
        f"{rule}：参数 {name!r} 不能作为规则的输入{hint.zh}（可用 {'、'.join(known)}，各写一次；选项写在 * 之后）",
    )


def options_of(check: Check, rule: str) -> dict[str, Option]:
    """Return the options of a rule's function: its keyword-only parameters, each annotated and with a default.

    Raises PluginError where one has no default, or one that is not of its type.
    """
    code = _code_of(check)
    if code is not None and not code.co_kwonlyargcount:
        return {}
    parameters = [p for p in inspect.signature(check).parameters.values() if p.kind is p.KEYWORD_ONLY]
    if not parameters:
        return {}
    annotated = SimpleNamespace(
        __annotations__={p.name: p.annotation for p in parameters if p.annotation is not p.empty}
    )
    hints = get_type_hints(
        annotated, globalns=getattr(check, "__globals__", {}), include_extras=True
    )  # others may be for type checkers only
    for parameter in parameters:
        if parameter.default is parameter.empty or parameter.name not in hints:
            raise PluginError(
                f"{rule}: the option {parameter.name!r} needs a type and a default",
                f"{rule}：选项 {parameter.name!r} 须有类型和默认值",
            )
        kind, default = hints[parameter.name], parameter.default
        if not is_of(default, kind):
            expected = wanted(kind)
            raise PluginError(
                f"{rule}: found {default!r} as the default of the option {parameter.name!r}, expected {expected.en}",
                f"{rule}：选项 {parameter.name!r} 的默认值为 {default!r}，应为{expected.zh}",
            )
    return {p.name: Option(p.name, hints[p.name], p.default) for p in parameters}
