"""Files to one validated piece of plain data, which is kept between runs; what it comes to is left to `ruleset`."""

# ruff: noqa: ANN401 - a file may hold any value

import hashlib
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, Final

import msgspec

from audit_core.declared.scopes import SCOPES
from audit_core.equations import Equation, Instance
from audit_core.errors import ConfigurationError, RulesetError, nearest
from audit_core.findings import Severity
from audit_core.forms import Form
from audit_core.rules import Rule, meets
from audit_core.rulesets import formfiles, registers
from audit_core.rulesets.aliases import add_aliases
from audit_core.rulesets.declared_rules import broken_data, rule_data, same_relations, words
from audit_core.rulesets.inheritance import Declared, Faulty, Layer, Reader
from audit_core.rulesets.lineages import Forms, TakenAway, taken_away
from audit_core.rulesets.models import BasisModel, SettingModel
from audit_core.rulesets.references import form_notes
from audit_core.rulesets.rulemodels import DeclaredModel
from audit_core.rulesets.ruleset import options
from audit_core.rulesets.scoring import check_scoring, merged, scoring_notes
from audit_core.rulesets.settings import Known, follow, lock_error, unknown_rule
from audit_core.rulesets.weakening import lost
from audit_core.rulesets.yaml import Tree
from audit_core.words import Words


def compiled(
    reader: Reader, layers: Sequence[Layer], declared: Iterable[Declared | Faulty], rules: Mapping[str, Rule]
) -> Any:
    """Return layers and declared rules as plain JSON data, checked from end to end.

    A pack's rule with a fault stays, marked as `broken`; a pack of which a whole file cannot be followed is left out,
    and listed under `broken`. Raises RulesetError or FormError for the first fault of a layer.
    """
    trees, earlier = formfiles.gather(layers)
    for layer in layers:
        add_aliases(trees, layer)
    draft = _Draft(Forms(_forms(trees.values()), _forms(earlier)), rules)
    for found in declared:
        draft.add_declared(found)
    draft.leave_out_broken()
    for layer in layers:
        draft.add_layer(layer)
    draft.check_locked(trees)
    draft.check_kept(trees)
    draft.check_parts(trees)
    draft.keep_locked_heard(layers)
    scoring = merged(layer.model.scoring for layer in layers)
    check_scoring(layers, draft.known, draft.forms, draft.broken)
    last = layers[-1].model
    data = {
        "name": last.ruleset,
        "version": last.version,
        "title": words(last.title or last.ruleset),
        "digest": hashlib.sha256("".join(reader.digests.values()).encode()).hexdigest(),
        "forms": [
            {**_with_boilerplate(tree.data, layers), "taken_away": draft.lineages.taken_from(form)}
            for form, tree in zip(draft.forms, trees.values(), strict=True)
        ],
        "rules": draft.rules,
        "settings": {rule: known.setting for rule, known in draft.known.items() if known.setting},
        "bases": dict(_bases(layers)),
        "scoring": scoring,
        "organs": registers.organs(layers),
        "broken": draft.broken,
        "notes": [
            *form_notes(draft.forms, trees),
            *_basis_notes(layers, trees),
            *draft.notes,
            *scoring_notes(layers, scoring, draft.known, draft.forms),
        ],
    }
    return msgspec.json.decode(msgspec.json.encode(data))


def _with_boilerplate(form: Mapping[str, Any], layers: Sequence[Layer]) -> dict[str, Any]:
    """Return a form's data with the texts that the layers add to its boilerplate, each once."""
    texts = (*form.get("boilerplate", ()), *(text for layer in layers for text in layer.model.boilerplate))
    return {**form, "boilerplate": list(dict.fromkeys(texts))}


def _forms(trees: Iterable[Tree]) -> tuple[Form, ...]:
    return tuple(Form.from_data(tree.data) for tree in trees)


def _bases(layers: Sequence[Layer]) -> Iterator[tuple[str, list[str]]]:
    for layer in layers:
        for short, basis in layer.model.bases.items():
            if isinstance(basis, BasisModel):
                yield short, [basis.zh, basis.en, basis.document, basis.article]
            else:
                yield short, [*words(basis), "", ""]


_SHORT_NAME: Final = re.compile(r"[A-Z]{1,3}[0-9]{1,3}")


def _basis_notes(layers: Sequence[Layer], trees: Mapping[str, Tree]) -> Iterator[Words]:
    """Yield the bases that look like a short name and are none that a layer explains."""
    known = {short for layer in layers for short in layer.model.bases}
    cited = [(tree.data.get("basis", ""), tree.value("basis")) for tree in trees.values()]
    for layer in layers:
        for rule, entry in layer.model.rules.items():
            bases = () if isinstance(entry, str) else entry.basis or ()
            cited += [(basis, layer.tree.value("rules", rule, "basis")) for basis in bases]
    for basis, place in cited:
        if _SHORT_NAME.fullmatch(basis) and basis not in known:
            near = nearest(basis, known)
            yield Words(
                f"{place}：依据 {basis} 不在 bases 之中，将原样显示" + (f"；是否为 {near}？" if near else ""),
                f"{place}: the basis {basis} is none of `bases` and is shown as it is"
                + (f"; did you mean {near}?" if near else ""),
            )


class _Draft:
    """The rules of a ruleset while its layers are followed."""

    def __init__(self, forms: Forms, rules: Mapping[str, Rule]) -> None:
        self.lineages = forms
        self.forms = forms.now
        self._domains = frozenset(form.domain for form in self.forms)
        self._scopes = (*SCOPES, *{section.key: None for form in self.forms for section in form.sections})
        self._elsewhere = {rule.id: rule.domain for rule in rules.values() if not rule.is_of(self._domains)}
        self._coded = rules
        self.known = {rule.id: Known.of(rule) for rule in rules.values() if rule.id not in self._elsewhere}
        self.rules: dict[str, dict[str, Any]] = {}
        self.broken: dict[str, list[str]] = {}
        self.notes: list[Words] = []

    def add_declared(self, found: Declared | Faulty) -> None:
        """Take over a rule that a pack declares, or remember its fault, or that of a whole file."""
        if isinstance(found, Declared):
            if found.model.domain and found.model.domain not in self._domains:
                self._elsewhere[found.rule] = found.model.domain
                return
            try:
                self._add(found)
            except ConfigurationError as error:
                self._break(found, found.model, error)
        elif found.rule:
            model = DeclaredModel.model_construct(title=found.rule, severity="error", domain=found.domain)
            self._break(found, model, found.error)
        else:
            self.broken.setdefault(found.pack, [found.error.say("zh"), found.error.say("en")])

    def _add(self, found: Declared) -> None:
        rule, model = found.rule, found.model
        if rule in self.known:
            raise _taken(rule, found.tree.key("rules", rule))
        data = self.rules[rule] = rule_data(rule, model, found.tree, self.lineages, found.pack, found.category)
        self.known[rule] = Known.declared(data, options(data, self._scopes), locked=model.locked)

    def _break(self, found: Declared | Faulty, model: DeclaredModel, error: ConfigurationError) -> None:
        """Keep a rule as one that is there and cannot be followed."""
        data = broken_data(found.rule, model, error, found.pack, found.category)
        self.rules[found.rule] = data
        self.known[found.rule] = Known.declared(data, None, locked=model.locked)

    def leave_out_broken(self) -> None:
        """Leave out packs of which a file cannot be followed, rules in Python included: nobody knows what is there."""
        self.rules = {rule: data for rule, data in self.rules.items() if not self.is_of_broken(rule)}
        self.known = {rule: known for rule, known in self.known.items() if not self.is_of_broken(rule)}

    def is_of_broken(self, rule: str) -> bool:
        """Whether a rule's id is one of a pack that was left out."""
        return rule.partition("-")[0] in self.broken

    def add_layer(self, layer: Layer) -> None:
        """Take over the rules that a layer declares, then what it says of packs, then what it says of single rules."""
        declared = {rule: entry for rule, entry in layer.model.rules.items() if isinstance(entry, DeclaredModel)}
        for rule, model in declared.items():
            self._declare(rule, model, layer)
        for rule, model in declared.items():
            self._check_silences(rule, model, layer)
        said = {name: entry for name, entry in layer.model.rules.items() if not isinstance(entry, DeclaredModel)}
        packs = {name: rules for name in said if (rules := self._of_pack(name))}
        for prefix, rules in packs.items():
            for rule in rules:
                follow(rule, said[prefix], self.known, layer.tree, at=prefix)
        for rule, entry in said.items():
            if rule not in packs:
                self._set(rule, entry, layer)

    def _set(self, rule: str, entry: str | SettingModel, layer: Layer) -> None:
        domain = next((of for one, of in self._elsewhere.items() if rule in (one, one.partition("-")[0])), "")
        if domain and rule not in self.known:
            raise _of_another_domain(rule, domain, layer.tree.key("rules", rule))
        if rule in self.known or not self.is_of_broken(rule):
            follow(rule, entry, self.known, layer.tree)

    def _of_pack(self, prefix: str) -> list[str]:
        """Return the rules whose ids begin with a prefix."""
        return [rule for rule in self.known if rule.partition("-")[0] == prefix]

    def _declare(self, rule: str, model: DeclaredModel, layer: Layer) -> None:
        place = layer.tree.key("rules", rule)
        before = self.known.get(rule)
        if before and before.coded:
            raise _taken(rule, place)
        data = rule_data(rule, model, layer.tree, self.lineages, category=before.category if before else "")
        if before and before.locked and not before.is_broken:
            self._keep_lock(rule, model, data, before, place)
        self.rules[rule] = data
        locked = model.locked or bool(before and before.locked)
        self.known[rule] = Known.declared(data, options(data, self._scopes), locked=locked)

    def _keep_lock(
        self, rule: str, model: DeclaredModel, data: Mapping[str, Any], before: Known, place: object
    ) -> None:
        """Let a locked rule be said in other words, and no less gravely."""
        meant = [[form.name for form in self.forms if _is_for(found, form)] for found in (self.rules[rule], data)]
        same = self.rules[rule].get("spec") == data.get("spec")
        if not same or meant[0] != meant[1] or not self._same_relations(rule, data):
            raise lock_error(rule, Words("改为检查别的关系", "made to check something else"), place)
        milder = any(self.rules[rule][key] != data[key] for key in ("status", "grades"))
        if Severity(model.severity).rank < before.severity.rank or not model.scored or milder:
            raise lock_error(rule, Words("降低严重程度或设为不计分", "lowered or made not to score"), place)
        if data["category"] != before.category:
            raise lock_error(rule, Words("改归其他类别", "moved to another category"), place)

    def _same_relations(self, rule: str, data: Mapping[str, Any]) -> bool:
        return same_relations(equations(self.rules[rule]), equations(data), self.forms)

    def check_locked(self, trees: Mapping[str, Tree]) -> None:
        """Refuse a form that takes away what a locked rule speaks of."""
        for rule, data in self.rules.items():
            for form in data["lapsed"] if self.known[rule].locked else ():
                said = Words(
                    f"表式 {form} 取消了 {rule} 所涉内容，该规则将落空",
                    f"the form {form} takes away all that {rule} speaks of",
                )
                raise _locked(said, _KEPT, trees[form].value("form"))

    def check_kept(self, trees: Mapping[str, Tree]) -> None:
        """Refuse a form that weakens what a locked rule demands; of another rule, note it."""
        for rule, data in self.rules.items():
            for form in self.forms if data["equations"] else ():
                if not _is_for(data, form) or form.name in data["lapsed"]:
                    continue
                earlier = (*self.lineages.before(form), *self.lineages.supplanted(form))
                before = (one for one in earlier if _is_for(data, one))
                gone = next(filter(None, (lost(equations(data), form, one) for one in before)), None)
                if gone is not None:
                    self._weakened(rule, form, gone, trees[form.name])

    def check_parts(self, trees: Mapping[str, Tree]) -> None:
        """Refuse a form that takes a section or a table from under a locked rule about all of them; note others.

        The rule is one that is for the form, and for one before it that has the part.
        """
        for gone in taken_away(self.lineages, trees):
            about = (rule for rule, one in sorted(self.known.items()) if one.locked and gone.kind in one.about)
            rule = next((rule for rule in about if self._loses(rule, gone)), None)
            if rule is not None:
                zh, en = f"{rule} 要求该内容齐全", f"which {rule} asks for"
                raise _locked(Words(f"{gone.words.zh}，{zh}", f"{gone.words.en}, {en}"), _KEPT, gone.at)
            self.notes.append(gone.note)

    def _loses(self, rule: str, gone: TakenAway) -> bool:
        """Whether a rule in Python is for a form that takes away a part, and for one of those that had it."""
        of = self._coded[rule]
        return all(of.is_of((form.domain,)) for form in (gone.form, *gone.before)) and (
            of.applies(gone.form) and any(map(of.applies, gone.before))
        )

    def _weakened(self, rule: str, form: Form, gone: Instance, tree: Tree) -> None:
        table = ("tables", gone.table)
        place = tree.value(*table) if table in tree.values and gone.table in form.tables else tree.value("form")
        zh, en = self.rules[rule]["title"]
        said = Words(
            f"表式 {form.name} 不再载明 {rule} 在原表式中检查的关系（{zh}：{gone.place.zh}），或者有所放宽",
            f"the form {form.name} no longer demands, or demands less strictly, what {rule} checks on the form before "
            f"it ({en}: {gone.place.en})",
        )
        if self.known[rule].locked:
            raise _locked(said, _STANDING, place)
        self.notes.append(Words(f"{place}：{said.zh}", f"{place}: {said.en}"))

    def _check_silences(self, rule: str, model: DeclaredModel, layer: Layer) -> None:
        for index, silenced in enumerate(model.silences):
            if silenced not in self.known and not self.is_of_broken(silenced):
                raise unknown_rule(silenced, self.known, layer.tree.value("rules", rule, "silences", index))

    def keep_locked_heard(self, layers: Sequence[Layer]) -> None:
        """Refuse a ruleset's rule that silences a locked one; of a pack's, note that it does not."""
        for rule, known in self.known.items():
            for silenced in known.silences:
                if silenced not in self.known or not self.known[silenced].locked:
                    continue
                for layer in layers:
                    entry = layer.model.rules.get(rule)
                    if isinstance(entry, DeclaredModel) and silenced in entry.silences:
                        place = layer.tree.value("rules", rule, "silences", entry.silences.index(silenced))
                        raise lock_error(silenced, Words(f"由 {rule} 代为说明", f"silenced by {rule}"), place)
                self.notes.append(
                    Words(
                        f"{silenced} 已锁定，{rule} 报告问题时仍照常报告（silences 不起作用）",
                        f"{silenced} is locked: it is reported beside {rule}, whose `silences` has no effect on it",
                    )
                )


def equations(data: Mapping[str, Any]) -> tuple[Equation, ...]:
    """Return the equations of a declared rule's plain data."""
    return tuple(
        Equation(tuple(t), each, text, tuple(only), form, tuple(lapsed))
        for t, each, text, only, form, lapsed in data["equations"]
    )


def _is_for(data: Mapping[str, Any], form: Form) -> bool:
    return data["domain"] in ("", form.domain) and form.fits(data["form"]) and meets(data["since"], data["until"], form)


_STANDING: Final = Words(
    "应保留原有关系，可以增加新的行、列", "expected the relation with all its lines, new ones added if need be"
)
_KEPT: Final = Words("应保留该内容", "expected a form that keeps it")


def _locked(said: Words, wanted: Words, place: object) -> RulesetError:
    """Return the error for a form that a locked rule does not allow, with what it does."""
    return RulesetError(
        f"{said.en}; the rule is locked: {wanted.en}", f"{said.zh}；该规则已锁定，{wanted.zh}", place=str(place)
    )


def _of_another_domain(rule: str, domain: str, place: object) -> RulesetError:
    return RulesetError(
        f"{rule} is for reports of the domain {domain!r}, of which this ruleset has no form",
        f"{rule} 适用于“{domain}”领域的报告，本规则集没有该领域的表式",
        place=str(place),
    )


def _taken(rule: str, place: object) -> RulesetError:
    return RulesetError(
        f"the rule id {rule} is taken by a pack; only its settings can be given here",
        f"规则编号 {rule} 已由规则包声明，此处只能更改其设置",
        place=str(place),
    )
