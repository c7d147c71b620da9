"""The forms of a ruleset's layers, each put together from what it extends; laying one over another is `overlay`'s."""

# ruff: noqa: ANN401 - a file may hold any value

from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any, Final

from audit_core.errors import FormError
from audit_core.rulesets import references
from audit_core.rulesets.file_errors import expected, unknown
from audit_core.rulesets.formmodels import FormModel
from audit_core.rulesets.inheritance import Layer
from audit_core.rulesets.overlay import overlaid
from audit_core.rulesets.pattern_macros import expanded
from audit_core.rulesets.validation import validate
from audit_core.rulesets.yaml import Tree
from audit_core.words import Words

_FORM: Final = Words("表式", "form")
_EMPTY: Final = Tree({}, {}, {})


@dataclass(slots=True)
class _Forms:
    """Forms by name: those read and not yet put together, those that are, and these as they were before an overlay."""

    read: dict[str, Tree] = field(default_factory=dict)
    done: dict[str, Tree] = field(default_factory=dict)
    earlier: list[tuple[str, Tree]] = field(default_factory=list)

    def resolved(self, name: str, chain: tuple[str, ...] = ()) -> Tree:
        if name in self.done:
            return self.done[name]
        tree = self.read[name]
        parent = tree.data.get("extends")
        base = self._parent(parent, tree, (*chain, name)) if parent is not None else _EMPTY
        self.done[name] = overlaid(_open_ended(base, tree), tree)
        return self.done[name]

    def _parent(self, name: Any, tree: Tree, chain: tuple[str, ...]) -> Tree:
        place = tree.value("extends")
        if name in chain:
            ring = " → ".join((*chain, name))
            raise FormError(f"found the ring {ring}, expected an end", f"extends 成环：{ring}", place=str(place))
        if not isinstance(name, str) or name not in {**self.read, **self.done}:
            others = [one for one in (*self.read, *self.done) if one not in chain]
            raise unknown(_FORM, str(name), others, place, FormError)
        return self.resolved(name, chain)


def _open_ended(base: Tree, over: Tree) -> Tree:
    """Return what a form extends without its last year, where the form begins in a year of its own."""
    years = over.data.get("years")
    if not isinstance(years, dict) or "from" not in years or not isinstance(base.data.get("years"), dict):
        return base
    kept = {key: year for key, year in base.data["years"].items() if key != "to"}
    return Tree({**base.data, "years": kept}, base.keys, base.values)


def gather(layers: Sequence[Layer]) -> tuple[dict[str, Tree], list[Tree]]:
    """Return the forms of all layers by name, put together and checked, in the order they are first named.

    What a form was before a layer changed it in place comes along, to tell what rules lost by that. Raises FormError,
    with its place, for the first fault.
    """
    forms = _Forms()
    for layer in layers:
        _add(forms, layer)
    whole = {name: _checked(tree, _lineage(name, forms.done)) for name, tree in forms.done.items()}
    return whole, list(_sound(forms))


def _sound(forms: _Forms) -> Iterator[Tree]:
    """Yield what forms were before they were changed in place; one that was none without the change is left out."""
    for name, tree in forms.earlier:
        with suppress(FormError):
            yield _checked(tree, _lineage(name, forms.done))


def _lineage(name: str, forms: Mapping[str, Tree]) -> list[str]:
    """Return a form's name and those of the forms it extends, the nearest first."""
    parent = forms[name].data.get("extends")
    return [name, *(_lineage(parent, forms) if parent is not None else ())]


def _checked(tree: Tree, lineage: list[str]) -> Tree:
    validate(FormModel, tree, FormError)
    whole = expanded(tree)
    references.check(whole)
    return Tree({**whole.data, "lineage": lineage}, whole.keys, whole.values)


def _add(forms: _Forms, layer: Layer) -> None:
    overlays: list[tuple[str, Tree]] = []
    forms.read = {}
    for tree, inline in layer.forms:
        name = _name(tree)
        if tree.data.get("extends") is None and (inline or name in forms.done):
            overlays.append((name, tree))
        else:
            _admit(forms, name, tree)
    for name in forms.read:
        forms.resolved(name)
    for name, tree in overlays:
        if name not in forms.done and {"years", "titles"} <= tree.data.keys():
            raise FormError(
                f"the form {name!r} is written whole; it belongs in a file of its own (`forms: [form.yaml]`)",
                f"表式 {name!r} 为完整编写的表式，应另存为一个文件（`forms: [form.yaml]`）",
                place=str(tree.value("form")),
            )
        if name not in forms.done:
            raise unknown(_FORM, name, forms.done, tree.value("form"), FormError)
        forms.earlier.append((name, forms.done[name]))
        forms.done[name] = overlaid(forms.done[name], tree)


def _admit(forms: _Forms, name: str, tree: Tree) -> None:
    if name in forms.read or name in forms.done:
        raise FormError(
            f"the form {name!r} is there already; leave out `extends` to lay this over it",
            f"表式 {name!r} 已存在；如需在其上修改，请去掉 extends",
            place=str(tree.value("form")),
        )
    forms.read[name] = tree


def _name(tree: Tree) -> str:
    if not isinstance(tree.data, dict):
        raise expected(tree.data, Words("映射（键: 值）", "a mapping"), tree.value(), FormError)
    if "form" not in tree.data:
        raise FormError("the key 'form' is missing", "缺少键 'form'", place=str(tree.value()))
    if not isinstance(tree.data["form"], str):
        raise expected(tree.data["form"], Words("表式名称", "the form's name"), tree.value("form"), FormError)
    return str(tree.data["form"])
