"""A rule pack: where rules are declared; finding packs and running rules is left to plugins and the engine."""

from collections.abc import Callable, Iterator, Mapping
from typing import TYPE_CHECKING, Final, TypeVar, cast

import pluggy
from msgspec import Struct

from audit_core.errors import PluginError, nearest_hint
from audit_core.findings import Basis, Severity
from audit_core.rules import RULE_ID, Card, Check, Example, Rule, options_of, parameters_of
from audit_core.words import Words

if TYPE_CHECKING:
    from importlib.resources.abc import Traversable

    from audit_core.report import Report

GROUP: Final = "audit_core"
"""The group of entry points that plugins are found by."""

hookimpl = pluggy.HookimplMarker(GROUP)
"""Marks the functions of a plugin that answer; `hookspecs` holds what they may be asked."""

API_VERSION: Final = 1
"""The version of what packs may rely on; raised when something of it changes or goes."""

F = TypeVar("F", bound=Check)


class Declaration(Struct, frozen=True):
    """A YAML file of declarative rules that a pack ships."""

    file: "Traversable"
    pack: str
    category: str = ""
    domain: str = ""


PARTS: Final = ("sections", "tables")
"""What a rule can be about as a whole."""


def _check_about(about: tuple[str, ...], rule: str) -> None:
    for word in about:
        if word not in PARTS:
            hint = nearest_hint(word, PARTS)
            raise PluginError(
                f"{rule}: `about` names {word!r}, which is no part of a form{hint.en} (known: {', '.join(PARTS)})",
                f"{rule}：about 中的 {word!r} 不是表式的组成部分{hint.zh}（可用 {'、'.join(PARTS)}）",
            )


class RulePack:
    """A set of rules under one prefix; as an entry point of the group `audit_core`, it is the plugin itself.

    `prefix` is what its rule ids begin with (`HN` for `HN-01`), two to eight capital letters or digits; `category` the
    part of the score in which its rules count unless they say otherwise, such as `TAB` of the ruleset `ogi`: by default
    one of the pack's own, the prefix, which counts only where the ruleset gives it a weight. With a `domain`, its rules
    are for the forms that name the same, and reports of others know nothing of them. `api` is the version of
    audit-core's API the pack was written for.
    """

    def __init__(
        self, prefix: str, *, title: str = "", category: str = "", domain: str = "", api: int = API_VERSION
    ) -> None:
        if not RULE_ID.fullmatch(f"{prefix}-1"):
            raise PluginError(
                f"the prefix {prefix!r} is not two to eight capital letters or digits",
                f"前缀 {prefix!r} 应为二至八个大写字母或数字",
            )
        self.prefix = prefix
        self.title = Words.of(title or prefix)
        self.category = category or prefix
        self.domain = domain
        self.api = api
        self.rules: dict[str, Rule] = {}
        self.declarations: list[Declaration] = []

    def rule(  # noqa: PLR0913 - one keyword for each thing a rule declares
        self,
        rule_id: str,
        *,
        zh: str,
        en: str,
        severity: Severity | str,
        basis: str | Basis | tuple[str | Basis, ...] = (),
        advice: str | tuple[str, str] = "",
        wrong: Example | tuple[Example, ...] = (),
        right: Example | tuple[Example, ...] = (),
        form: str = "*",
        since: int | None = None,
        until: int | None = None,
        only: "Callable[[Report], None] | None" = None,
        domain: str | None = None,
        category: str = "",
        silences: tuple[str, ...] = (),
        explains: tuple[str, ...] = (),
        scored: bool = True,
        locked: bool = False,
        about: tuple[str, ...] = (),
    ) -> Callable[[F], F]:
        """Declare the decorated function as a rule.

        The function's positional parameters are what it asks for, `report` and the names of `rules.NEEDS`; its
        keyword-only ones are the options. `form` is a pattern of form names, by default any; what extends such a form
        is meant as well (see `Form.fits`). `since` and `until` are the first and the last report year that the rule
        is for, `domain` the kind of reports where it is not the pack's; `only` is given a report and raises
        NotApplicable where the rule is not for it, before what it asks for is looked up. `about` names what of every
        form it is about as a whole (`sections`, `tables`): no form takes one away while the rule is locked. `zh` and
        `en` are the message's templates; the docstring's first line is the title, `中文 / English`, and the rest the
        card. `wrong` and `right` are examples of what the rule finds fault with and what not, which `testing.cases`
        runs. Raises
        PluginError for an id that is malformed, outside the prefix or taken, for a parameter that nothing can be given
        for, for an unknown word in `about`, for an option whose default is not of its type, and for an example that is
        neither a text nor a mapping.
        """
        self._admit(rule_id)
        _check_about(about, rule_id)
        examples = {"wrong": _several(wrong, rule_id), "right": _several(right, rule_id)}

        def declare(check: F) -> F:
            title, _, body = (check.__doc__ or rule_id).strip().partition("\n")
            self.rules[rule_id] = Rule(
                id=rule_id,
                title=Words.of(title),
                template=Words(zh, en),
                severity=Severity(severity),
                category=category or self.category,
                check=check,
                basis=basis if isinstance(basis, tuple) else (basis,),
                advice=Words.of(advice),
                form=form,
                since=since,
                only=only,
                until=until,
                domain=self.domain if domain is None else domain,
                options=options_of(check, rule_id),
                card=Card.parse(body),
                examples=examples,
                silences=silences,
                explains=explains,
                scored=scored,
                locked=locked,
                about=about,
                pack=self.prefix,
                parameters=parameters_of(check, rule_id),
            )
            return check

        return declare

    def declare(self, file: "Traversable") -> None:
        """Add the declarative rules of a YAML file, usually `importlib.resources.files(__name__) / "rules.yaml"`."""
        self.declarations.append(Declaration(file, self.prefix, self.category, self.domain))

    def _admit(self, rule_id: str) -> None:
        if not RULE_ID.fullmatch(rule_id) or not rule_id.startswith(f"{self.prefix}-"):
            raise PluginError(
                f"the rule id {rule_id!r} does not begin with the pack's prefix {self.prefix}-",
                f"规则编号 {rule_id!r} 不以规则包前缀 {self.prefix}- 开头",
            )
        if rule_id in self.rules:
            raise PluginError(
                f"the rule id {rule_id} is declared twice in pack {self.prefix}",
                f"规则包 {self.prefix} 中规则编号 {rule_id} 重复",
            )

    @hookimpl
    def audit_core_packs(self) -> "Iterator[RulePack]":
        """Answer the question for packs with itself."""
        yield self


def _several(examples: Example | tuple[Example, ...], rule: str) -> tuple[Example, ...]:
    found: tuple[object, ...] = examples if isinstance(examples, tuple) else (examples,)
    for one in found:
        if not isinstance(one, str | Mapping):
            kind = type(one).__name__
            raise PluginError(
                f"{rule}: found {kind} as an example, expected a text or a mapping (several in a tuple)",
                f"{rule}：示例的类型为 {kind}，应为文本或映射（几个示例写成元组）",
            )
    return cast("tuple[Example, ...]", found)
