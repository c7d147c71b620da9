"""Which forms a declared rule is for, and on which it lapsed, since they took away what it speaks of."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Final, NamedTuple

from audit_core.equations import UnknownName
from audit_core.errors import ConfigurationError, RulesetError
from audit_core.forms import Form
from audit_core.rules import meets
from audit_core.rulesets.file_errors import unknown
from audit_core.rulesets.rulemodels import DeclaredModel
from audit_core.rulesets.yaml import Tree
from audit_core.words import Words

_FORM: Final = Words("表式", "form")


class Forms(NamedTuple):
    """The forms of a ruleset, and those of them that a layer changed in place as they were before."""

    now: tuple[Form, ...]
    earlier: tuple[Form, ...] = ()

    def before(self, form: Form) -> tuple[Form, ...]:
        """Return the forms that one extends, and what it and they were before they were changed in place."""
        extended = (one for one in self.now if one is not form and one.name in form.lineage)
        return (*extended, *(one for one in self.earlier if one.name in form.lineage))

    def supplanted(self, form: Form) -> tuple[Form, ...]:
        """Return the form, if any, that one takes over from in its domain without extending it."""
        earlier = (one for one in self.now if one.domain == form.domain != "" and one.first_year < form.first_year)
        last = max(earlier, key=lambda one: (one.first_year, len(one.lineage)), default=form)
        return () if last.name in form.lineage else (last,)

    def taken_from(self, form: Form) -> list[str]:
        """Return the keys of the sections and tables that a form had before, by itself or by what it extends."""
        return sorted({key for before in self.before(form) for key in before.parts} - form.parts)


def meant(model: DeclaredModel, forms: Iterable[Form]) -> tuple[Form, ...]:
    """Return the forms that a declared rule is for."""
    return tuple(
        form
        for form in forms
        if model.domain in (None, "", form.domain) and form.fits(model.form) and meets(model.since, model.until, form)
    )


def no_form(rule: str, model: DeclaredModel, pattern: str, tree: Tree, forms: Sequence[Form]) -> ConfigurationError:
    """Return the error for a rule that is for no form: there is none of that name, or none in its years."""
    if not any(form.fits(pattern) and form.fits(model.form) for form in forms):
        return unknown(_FORM, pattern, [form.name for form in forms], tree.value("rules", rule, "form"))
    key = "since" if model.since is not None else "until"
    return RulesetError(
        "none of the forms that the rule is for has a report year in its years",
        "规则所指的表式都不在其适用年度内",
        place=str(tree.value("rules", rule, key)),
    )


def lacks(names: str) -> RulesetError:
    """Return the error for a form that has nothing of those names."""
    return RulesetError(f"no {names}", f"没有 {names}")


def lapse(form: str, fault: RulesetError) -> list[str]:
    """Return, in both languages, that a form took away what a rule speaks of, and what that is."""
    cause = fault.__cause__ or fault
    fault = lacks(cause.name) if isinstance(cause, UnknownName) else fault
    return [
        f"表式 {form} 取消了该规则所涉内容：{fault.words.zh}",
        f"the form {form} took away what the rule speaks of: {fault.words.en}",
    ]


class TakenAway(NamedTuple):
    """A section or a table that a form takes away from what it extends or was; `kind` is `sections` or `tables`.

    `before` are the forms before it that have it.
    """

    form: Form
    kind: str
    what: Words
    at: object
    before: tuple[Form, ...]

    @property
    def words(self) -> Words:
        """What the form takes away."""
        return Words(
            f"表式 {self.form.name} 取消了{self.what.zh}",
            f"the form {self.form.name} takes away {self.what.en}",
        )

    @property
    def note(self) -> Words:
        """What is to be known of it."""
        return Words(
            f"{self.at}：{self.words.zh}，报告缺少该内容不再指出",
            f"{self.at}: {self.words.en}; a report without it is not faulted",
        )


def taken_away(forms: Forms, trees: Mapping[str, Tree]) -> Iterator[TakenAway]:
    """Yield the sections that a form takes away, and the tables that a layer takes away from one in place."""
    for form in forms.now:
        at = trees[form.name].value("form")
        before = forms.before(form)
        sections = {one.key: one for each in before for one in each.sections}
        for key in (key for key in sections if key not in form.parts):
            said = Words(f"部分“{sections[key].heading}”", f"the section {key}")
            yield TakenAway(form, "sections", said, at, tuple(each for each in before if key in each.parts))
        earlier = [one for one in forms.earlier if one.name == form.name]
        tables = {key: table for each in earlier for key, table in each.tables.items()}
        for key in (key for key in tables if key not in form.tables):
            said = Words(f"表“{tables[key].title.zh}”", f"the table {key}")
            yield TakenAway(form, "tables", said, at, tuple(each for each in earlier if key in each.tables))
