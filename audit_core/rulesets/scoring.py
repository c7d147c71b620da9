"""The scoring model of a ruleset, part by part from its layers, and what is to be said of it before it is used."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from decimal import Decimal, localcontext
from fractions import Fraction
from itertools import pairwise
from typing import Any, Final, NamedTuple, get_args

from audit_core.errors import nearest
from audit_core.figures import format_number
from audit_core.forms import Form
from audit_core.rulesets.field_types import Severity
from audit_core.rulesets.file_errors import expected, unknown
from audit_core.rulesets.inheritance import Layer
from audit_core.rulesets.models import BandModel, ScoringModelFile
from audit_core.rulesets.settings import Known, lock_error, unknown_rule
from audit_core.words import Words

BASE: Final[dict[str, Any]] = {
    "weights": {},
    "deductions": {"blocker": 5, "error": 5, "warning": 2, "note": "0.5", "info": 0},
    "repeats": ["1", "0.5", "0.25"],
    "rule_cap": "2",
    "bands": [],
    "failed": ["不合格", "failed"],
    "least_coverage": "0",
    "withholding": {},
    "blocking": ["blocker", "error"],
    "blocking_reviews": {},
}
"""What holds where no layer says anything: with no weights there is no score, and with no bands no grade."""

_HUNDRED: Final = 100
_CATEGORY: Final = Words("类别", "category")
_TABLE: Final = Words("表", "table")
_PART: Final = Fraction(1, 10)
"""So much of its share of the score, and of its deduction, is left to a locked rule at least."""

_LEAST: Final = Fraction(1, 1000)
"""The least share of a category with locked rules that has none in the base."""

_FIRST: Final = Words("第一个系数大于 0 的列表", "a first factor above 0")
_BAND: Final = Words("严重程度或规则编号", "severity or rule id")


def merged(layers: Iterable[ScoringModelFile | None]) -> dict[str, Any]:
    """Return the model as plain data: mappings are merged key by key, everything else is replaced."""
    model = dict(BASE)
    for layer in layers:
        if layer is not None:
            for name, value in layer.model_dump(exclude_none=True).items():
                model[name] = {**model[name], **value} if isinstance(value, dict) and name != "failed" else value
    return model


def check_scoring(
    layers: Sequence[Layer], known: Mapping[str, Known], forms: Sequence[Form], broken: Iterable[str]
) -> None:
    """Raise RulesetError for a category, a table or a rule that a scoring model names and nobody has.

    So it does for one that makes a locked rule cost next to nothing.

    A layer that extends nothing brings the categories it weighs; of packs that are `broken`, nothing is known.
    """
    tables = {table for form in forms for table in form.tables}
    categories = {*broken, *(one.category for one in known.values())}
    for layer in layers:
        scoring = layer.model.scoring or ScoringModelFile()
        weights = scoring.weights or {}
        for category in weights if layer.model.extends else ():
            _expect(_CATEGORY, category, categories, layer.tree.key("scoring", "weights", category))
        if scoring.repeats is not None and not any(scoring.repeats[:1]):
            place = layer.tree.value("scoring", "repeats")
            raise expected(list(map(str, scoring.repeats)), _FIRST, place)
        categories |= weights.keys()
        for table in scoring.withholding or {}:
            _expect(_TABLE, table, tables, layer.tree.key("scoring", "withholding", table))
        _check_reviews(layer, scoring.blocking_reviews or {}, known, broken, tables)
        _check_bands(layer, scoring.bands or [], known, broken)
    _check_locked(layers, known)


def _expect(what: Words, name: str, names: Collection[str], place: object) -> None:
    if name not in names:
        raise unknown(what, name, names, place)


class _Floor(NamedTuple):
    """What a locked rule may not be made to cost less than, and the entry of a layer that is held against it."""

    layer: Layer
    locked: Mapping[str, Known]

    def refuse(self, part: str, key: str, rules: Iterable[str], offence: Words, least: Words) -> None:
        """Raise RulesetError if any of the rules is locked, at the entry, or where its part of the scoring begins."""
        rule = next((rule for rule in rules if rule in self.locked), None)
        if rule is not None:
            at = ("scoring", part, key)
            place = self.layer.tree.key(*at) if at in self.layer.tree.keys else self.layer.tree.key(*at[:2])
            raise lock_error(rule, offence, place, least)

    def check_weights(self, now: Mapping[str, Fraction], base: dict[str, Fraction]) -> None:
        """Hold the share of each category in the total against that in the base, which learns of new ones."""
        for category, share in now.items():
            least = base.get(category, _LEAST / _PART) * _PART
            if share < least:
                found, wanted = _shown(share * _HUNDRED), _shown(least * _HUNDRED)
                self.refuse(
                    "weights",
                    category,
                    [rule for rule, one in self.locked.items() if one.category == category],
                    Words(
                        f"将所属类别 {category} 的权重降至合计的 {found}%",
                        f"made to weigh {found} % of the score, which is the share of its category {category}",
                    ),
                    Words(f"该类别至少应占 {wanted}%", f"expected a share of at least {wanted} %"),
                )
            base.setdefault(category, share)

    def check_deductions(self, now: Mapping[str, Any], base: Mapping[str, Any]) -> None:
        """Hold what a finding of each severity costs against what it costs in the base."""
        for severity, points in now.items():
            least = Fraction(str(base[severity])) * _PART
            if Fraction(str(points)) < least:
                found, wanted = format_number(Decimal(str(points))), _shown(least)
                self.refuse(
                    "deductions",
                    severity,
                    [rule for rule, one in self.locked.items() if one.severity == severity],
                    Words(f"将 {severity} 的扣分降至 {found}", f"made to cost {found} by the deduction for {severity}"),
                    Words(f"至少应扣 {wanted} 分", f"expected at least {wanted}"),
                )

    def check_repeats(self, now: Sequence[Any], base: Sequence[Any]) -> None:
        """Hold what a rule's first finding costs of its deduction against what it does in the base."""
        found, wanted = (Decimal(str(one[0])) for one in (now, base))
        if found < wanted:
            offence = Words(
                f"将 repeats 的第一个系数降至 {format_number(found)}",
                f"made to cost less by a first factor of {format_number(found)} in `repeats`",
            )
            least = format_number(wanted)
            self.refuse("repeats", "", self.locked, offence, Words(f"至少应为 {least}", f"expected at least {least}"))


def _check_locked(layers: Sequence[Layer], known: Mapping[str, Known]) -> None:
    """Refuse a layer that makes a locked rule cost next to nothing, measured by the layers that extend nothing."""
    locked = {rule: one for rule, one in sorted(known.items()) if one.locked and one.scored}
    base = merged(layer.model.scoring for layer in layers if not layer.model.extends)
    shares = _shares(base["weights"])
    for number, layer in enumerate(layers, start=1):
        if layer.model.extends and layer.model.scoring:
            now = merged(one.model.scoring for one in layers[:number])
            floor = _Floor(layer, locked)
            floor.check_weights(_shares(now["weights"]), shares)
            floor.check_deductions(now["deductions"], base["deductions"])
            floor.check_repeats(now["repeats"], base["repeats"])


def _shares(weights: Mapping[str, Any]) -> dict[str, Fraction]:
    """Return the share of each category in the total of the weights."""
    total = sum(Fraction(str(weight)) for weight in weights.values()) or 1
    return {category: Fraction(str(weight)) / total for category, weight in weights.items()}


def _shown(number: Fraction) -> str:
    """Print a number with at most six digits that count."""
    with localcontext(prec=6):
        return format_number((Decimal(number.numerator) / Decimal(number.denominator)).normalize())


def _check_reviews(
    layer: Layer,
    reviews: Mapping[str, Sequence[str]],
    known: Mapping[str, Known],
    broken: Iterable[str],
    tables: Collection[str],
) -> None:
    for rule, named in reviews.items():
        if rule not in known and rule.partition("-")[0] not in broken:
            raise unknown_rule(rule, known, layer.tree.key("scoring", "blocking_reviews", rule))
        for index, table in enumerate(named):
            _expect(_TABLE, table, tables, layer.tree.value("scoring", "blocking_reviews", rule, index))


def _check_bands(layer: Layer, bands: Sequence[BandModel], known: Mapping[str, Known], broken: Iterable[str]) -> None:
    names = {*get_args(Severity), *known}
    for number, band in enumerate(bands):
        for index, name in enumerate(band.without):
            if name.partition("-")[0] not in broken:
                _expect(_BAND, name, names, _without(layer, number, index))


def _without(layer: Layer, band: int, index: int) -> object:
    """Return where a name of a band's `without` stands, which is a list or one name alone."""
    at = ("scoring", "bands", band, "without")
    return layer.tree.value(*at, index) if (*at, index) in layer.tree.values else layer.tree.value(*at)


def scoring_notes(
    layers: Sequence[Layer], model: Mapping[str, Any], known: Mapping[str, Known], forms: Sequence[Form]
) -> Iterator[Words]:
    """Yield what the author of a ruleset should know of its scoring.

    That is weights that are not 100, deductions that rise where they should fall, and rules in no category.
    """
    yield from _rising(layers, model)
    weights: Mapping[str, Any] = model["weights"]
    if not weights:
        return
    total = sum((Decimal(str(weight)) for weight in weights.values()), start=Decimal(0))
    if total != _HUNDRED:
        place = _place(layers, "weights")
        yield Words(
            f"{place}：类别权重合计 {format_number(total)}，不是 100；得分按各类别权重的比例计算",
            f"{place}: the weights add up to {format_number(total)}, not to 100; the score is by their proportions",
        )
    for category, rules in _uncounted(weights, model["deductions"], known, forms).items():
        near, named = nearest(category, weights), ", ".join(weights)
        zh = (
            f"是否为 {near}？"
            if near
            else f"请用 category 写明计入哪一类（{'、'.join(weights)}），或为 {category} 设权重"
        )
        en = f"did you mean {near}?" if near else f"name one that has (`category`: {named}), or give it a weight"
        yield Words(
            f"类别 {category} 没有权重，{'、'.join(rules)} 不影响得分；{zh}",
            f"the category {category} has no weight, so {', '.join(rules)} will not change the score; {en}",
        )


def _place(layers: Sequence[Layer], part: str) -> object:
    """Return where a part of the scoring was given last."""
    given = (layer for layer in reversed(layers) if layer.model.scoring and getattr(layer.model.scoring, part))
    return next(layer.tree.key("scoring", part) for layer in given)


def _rising(layers: Sequence[Layer], model: Mapping[str, Any]) -> Iterator[Words]:
    """Yield the deductions that are greater than those of what is graver, or of what came before."""
    points = {name: Decimal(str(model["deductions"][name])) for name in get_args(Severity)}
    for graver, milder in pairwise(points):
        if points[milder] > points[graver]:
            place = _place(layers, "deductions")
            more, less = format_number(points[milder]), format_number(points[graver])
            yield Words(
                f"{place}：{milder} 扣 {more} 分，多于更严重的 {graver} 所扣的 {less} 分",
                f"{place}: {milder} costs {more}, more than the graver {graver}, which costs {less}",
            )
    shares = [Decimal(str(share)) for share in model["repeats"]]
    if shares != sorted(shares, reverse=True):
        place = _place(layers, "repeats")
        yield Words(
            f"{place}：同一规则后面的问题扣分多于前面的，repeats 应依次递减",
            f"{place}: a further finding of a rule costs more than one before it; expected repeats that do not rise",
        )


def _uncounted(
    weights: Mapping[str, Any], deductions: Mapping[str, Any], known: Mapping[str, Known], forms: Sequence[Form]
) -> Mapping[str, list[str]]:
    """Return the rules that mean to score and are in a category without any weight, by category.

    A weight of 0 is one that somebody gave.
    """
    found: dict[str, list[str]] = defaultdict(list)
    for rule, one in sorted(known.items()):
        meant = any(form.fits(one.form) for form in forms) and one.setting.get("enabled", True)
        if meant and one.scored and deductions.get(one.severity) and one.category not in weights:
            found[one.category].append(rule)
    return found
