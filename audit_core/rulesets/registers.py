"""The register of organs as layers give it: each organ once, under an organ that is registered, and in no circle."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

from audit_core.errors import RulesetError
from audit_core.organs import plain_name
from audit_core.rulesets.file_errors import show, unknown
from audit_core.rulesets.inheritance import Layer
from audit_core.rulesets.models import SCOPES, RegisteredModel
from audit_core.rulesets.yaml import Place
from audit_core.words import Words

_WORDS: Final = {"kind": Words("机关性质", "kind of organ"), "level": Words("机关层级", "level of organs")}
_SCOPE: Final = Words("数据范围", "scope of figures")
_PARENT: Final = Words("上级机关", "parent organ")


def organs(layers: Sequence[Layer]) -> dict[str, Any]:
    """Return how organs are told, what the last layer says first.

    Raises RulesetError for a register that names an organ or a code twice, an organ under one that nobody registers or
    under itself, and a kind or level that no kind of organ has.
    """
    given = [layer.model.organs for layer in reversed(layers) if layer.model.organs]
    kinds = [kind.model_dump() for organs in given for kind in organs.kinds]
    for layer in layers:
        _check_words(layer, kinds)
        _check_once(layer)
    register = [
        {**organ.model_dump(), "scope": SCOPES.get(organ.scope, "")} for organs in given for organ in organs.register_
    ]
    _set_parents(register, [place for layer in reversed(layers) for place in _parent_places(layer)])
    unique: list[str] = next((one.unique for one in given if one.unique), [])
    areas: list[str] = next((one.areas for one in given if one.areas), [])
    return {"kinds": kinds, "register": register, "unique": unique, "areas": areas}


def _register(layer: Layer) -> Sequence[RegisteredModel]:
    return layer.model.organs.register_ if layer.model.organs else ()


def _place(layer: Layer, number: int, *below: str) -> Place:
    return layer.tree.value("organs", "register", number, *below)


def _parent_places(layer: Layer) -> Iterator[Place]:
    return (_place(layer, number, "parent") for number in range(len(_register(layer))))


def _check_words(layer: Layer, kinds: Sequence[Mapping[str, Any]]) -> None:
    known = {key: {kind[key] for kind in kinds if kind[key]} for key in _WORDS}
    for number, organ in enumerate(_register(layer)):
        for key, what in _WORDS.items():
            value = getattr(organ, key)
            if value and known[key] and value not in known[key]:
                raise unknown(what, value, known[key], _place(layer, number, key))
        if organ.scope and organ.scope not in SCOPES:
            raise unknown(_SCOPE, organ.scope, SCOPES, _place(layer, number, "scope"))


def _check_once(layer: Layer) -> None:
    names: dict[str, Place] = {}
    codes: dict[str, Place] = {}
    for number, organ in enumerate(_register(layer)):
        place = _place(layer, number)
        for name in {plain_name(name) for name in (organ.name, *organ.alias)}:
            if name in names:
                raise _again(Words("机关", "organ"), name, names[name], place)
            names[name] = place
        if organ.code in codes:
            raise _again(Words("机关代码", "code of an organ"), organ.code, codes[organ.code], place)
        if organ.code:
            codes[organ.code] = place


def _again(what: Words, name: str, first: Place, place: Place) -> RulesetError:
    return RulesetError(
        f"found the {what.en} {show(name)} again, expected it once (first at {first})",
        f"{what.zh} {show(name)} 重复，只应登记一次（首次在 {first}）",
        place=str(place),
    )


def _set_parents(register: Sequence[dict[str, Any]], places: Sequence[Place]) -> None:
    """Put each parent's name as it is registered where it was given by an alias or a code; the first of a name counts.

    Raises RulesetError for one that is not registered, and for organs that stand under themselves.
    """
    names: dict[str, str] = {}
    for row in register:
        for called in (*map(plain_name, (row["name"], *row["alias"])), row["code"]):
            names.setdefault(called, row["name"])
    for row, place in zip(register, places, strict=True):
        if row["parent"]:
            called = plain_name(row["parent"])
            if called not in names:
                raise unknown(_PARENT, row["parent"], (one["name"] for one in register), place)
            row["parent"] = names[called]
    above: dict[str, tuple[str, Place]] = {}
    for row, place in zip(register, places, strict=True):
        above.setdefault(plain_name(row["name"]), (plain_name(row["parent"]), place))
    done: set[str] = set()
    for name in above:
        _check_way_up(name, above, done)


def _check_way_up(name: str, above: Mapping[str, tuple[str, Place]], done: set[str]) -> None:
    way: dict[str, None] = {}
    while name and name not in done:
        if name in way:
            circle = [*list(way)[list(way).index(name) :], name]
            raise RulesetError(
                f"found organs in a circle, each under the next: {' → '.join(circle)}",
                f"上下级关系成环：{' → '.join(circle)}",
                place=str(above[name][1]),
            )
        way[name] = None
        name = above[name][0]
    done.update(way)
