"""The scoring model of a ruleset, part by part from its layers, and what is to be said of it before it is used."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from itertools import pairwise
from typing import Any, Final, get_args

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
_LEAST: Final = Decimal("0.01")
"""A weight below this is none."""

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

    A layer that extends nothing brings the categories it weighs; of packs that are `broken`, nothing is known.
    """
    tables = {table for form in forms for table in form.tables}
    categories = {*broken, *(one.category for one in known.values())}
    for layer in layers:
        scoring = layer.model.scoring or ScoringModelFile()
        weights = scoring.weights or {}
        if layer.model.extends:
            _check_weights(layer, weights, categories, known)
            _check_deductions(layer, known)
        if scoring.repeats is not None and not any(scoring.repeats[:1]):
            place = layer.tree.value("scoring", "repeats")
            raise expected(list(map(str, scoring.repeats)), _FIRST, place)
        categories |= weights.keys()
        for table in scoring.withholding or {}:
            _expect(_TABLE, table, tables, layer.tree.key("scoring", "withholding", table))
        _check_reviews(layer, scoring.blocking_reviews or {}, known, broken, tables)
        _check_bands(layer, scoring.bands or [], known, broken)


def _expect(what: Words, name: str, names: Collection[str], place: object) -> None:
    if name not in names:
        raise unknown(what, name, names, place)


def _check_weights(
    layer: Layer, weights: Mapping[str, Decimal], categories: Collection[str], known: Mapping[str, Known]
) -> None:
    """Refuse a weight for a category that nobody has, and one of next to nothing under a rule that is locked."""
    for category, weight in weights.items():
        place = layer.tree.key("scoring", "weights", category)
        _expect(_CATEGORY, category, categories, place)
        locked = next((rule for rule, one in known.items() if one.locked and one.category == category), None)
        if locked and weight < _LEAST:
            least = format_number(weight)
            words = Words(f"因类别权重为 {least} 而不计分", f"made not to score by a weight of {least} for {category}")
            raise lock_error(locked, words, place)


def _check_deductions(layer: Layer, known: Mapping[str, Known]) -> None:
    """Refuse a deduction of 0 for the severity of a rule that is locked."""
    scoring = layer.model.scoring
    for severity, points in ((scoring and scoring.deductions) or {}).items():
        locked = next(
            (rule for rule, one in known.items() if one.locked and one.scored and one.severity == severity), None
        )
        if locked and not points:
            words = Words("因扣分为 0 而不计分", f"made not to score by a deduction of 0 for {severity}")
            raise lock_error(locked, words, layer.tree.value("scoring", "deductions", severity))


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
