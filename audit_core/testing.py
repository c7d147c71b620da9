"""What a plugin's author needs to test a rule in a few lines; how a report is audited is left to the engine.

    from audit_core.testing import cases, filled, findings
    from audit_hunan import pack

    @pytest.mark.parametrize("case", cases(pack), ids=str)
    def test_examples(case):
        case.check()

    def test_more_than_fifty_carried_out_are_found():
        (found,) = findings(pack, filled({"applications/carried_out/total": 51}))
        assert found.severity == "warning"

The examples that rules are declared with are tests (`cases`). A report is given as its text, as a file, or as some
figures and prose (`filled`); the plugin need not be installed. Whether a rule keeps quiet where nothing is wrong is
seen on reports that are made up (`samples`):

    @pytest.mark.parametrize("given", samples(200))
    def test_clean_reports_pass(given):
        assert not findings(pack, given)

A rule that compares reports is given the others, which are told apart by organ and year:

    def test_what_was_carried_out_is_carried_in():
        last = filled({"applications/carried_out/total": 8}, year=2021, organization="某县人民政府")
        this = filled({"applications/carried_in/total": 6}, year=2022, organization="某县人民政府")
        (found,) = findings(pack, this, others=[last])
"""

from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from functools import cache
from hashlib import sha256
from inspect import cleandoc
from os import PathLike
from pathlib import Path
from random import Random
from typing import Any, Final, Literal, NoReturn

from msgspec import Struct
from msgspec.structs import replace

from audit_core.binding import bind
from audit_core.document import Cell, Document, Heading, Paragraph, Section, Source, Table
from audit_core.engine import Auditor
from audit_core.errors import ConfigurationError, RulesetError, nearest_hint
from audit_core.figures import ABSENT, format_number
from audit_core.findings import Reported, Status
from audit_core.forms import Concept, Form, SectionForm, form_of_year
from audit_core.loaders import read
from audit_core.organs import UNKNOWN, Organ, Organs
from audit_core.others import Reports
from audit_core.packs import RulePack
from audit_core.plugins import Plugins, discover
from audit_core.report import BoundSection, Fact, Report
from audit_core.results import Audited
from audit_core.rules import NEEDS, Example, Rule
from audit_core.rulesets import Ruleset, load
from audit_core.rulesets.file_errors import expected
from audit_core.rulesets.options import option_given
from audit_core.rulesets.ruleset import restore
from audit_core.snapshot import Snapshot
from audit_core.words import Words

__all__ = ["Case", "Given", "Printed", "audit", "cases", "filled", "findings", "report", "samples"]

Given = str | bytes | PathLike[str] | Report
"""A report's text, its bytes, the path of its file, or a report that `report` or `filled` has made."""

Printed = Mapping[str, str | int | Decimal]
"""Figures by the key of their place, `table/row/column`, as printed, and the prose of sections by their keys."""

TEXT_NAME: Final = "report.md"


def report(given: Given, *, ruleset: str = "ogi") -> Report:
    """Load a report and bind it to the form of its year.

    Raises InputError for one that cannot be read or has no form.
    """
    if isinstance(given, Report):
        return given
    data = given.encode() if isinstance(given, str) else given
    uri = TEXT_NAME if isinstance(data, bytes) else Path(data).as_posix()
    loaded = _ruleset(ruleset)
    return bind(read(data, uri, discover().loaders), loaded.forms, loaded.organs)


def filled(  # noqa: PLR0913 - what names a report is many things
    printed: Printed,
    form: str = "ogi-2021",
    *,
    rest: str | None = None,
    organization: str = "",
    year: int = 0,
    uri: str = "",
    ruleset: str = "ogi",
) -> Report:
    """Make a report of some figures, and of some sections' prose, without its tables: most rules need no more.

    It is for `year`, by default the first of the form. Every figure that is not given is printed as `rest`, or absent
    where that is None; each line of a section's prose is a paragraph. `organization` is looked up in the register of
    `ruleset`, which a rule that asks for the organs above or below needs. `uri` names its file, by which versions of
    one report are told apart. Raises ConfigurationError for a form, a place or a section that the ruleset does not
    have.
    """
    loaded = _ruleset(ruleset)
    forms = {one.name: one for one in loaded.forms}
    chosen = forms.get(form) or _refuse("form", "表式", form, forms)
    organ = loaded.organs.organ(organization) if organization else UNKNOWN
    year = year or chosen.first_year
    return _made(chosen, printed, rest=rest, organization=organization, organ=organ, year=year, uri=uri)


def samples(count: int, *, form: str = "", seed: str = "", ruleset: str = "ogi") -> Iterator[Report]:
    """Yield reports without a fault, made up from a seed: figures that balance, words that agree with them, any layout.

    `form` is the only form they follow, by default any that an installed plugin makes up reports of; the same seed
    makes the same reports. Raises ConfigurationError for a form that no plugin makes up reports of.
    """
    plugins, loaded = discover(), _ruleset(ruleset)
    forms = {one.name: one for one in loaded.forms if one.name in plugins.samples}
    if form not in forms and (form or not forms):
        _refuse("form to make up reports of", "可生成样本的表式", form, forms)
    chosen = [forms[form]] if form else list(forms.values())
    for number in range(count):
        own = f"{seed}/{number}"
        rng = Random(own)  # noqa: S311 - no secret
        of = rng.choice(chosen)
        last = of.last_year or of.first_year + _YEARS
        year = rng.choice([one for one in range(of.first_year, last + 1) if form_of_year(loaded.forms, one) is of])
        uri, data = plugins.samples[of.name](own, year)
        yield bind(read(data, uri, plugins.loaders), loaded.forms, loaded.organs)


_YEARS: Final = 4
"""For how many years after its first reports are made up of a form that is still in force."""


def findings(
    pack: RulePack | str, given: Given, *, ruleset: str = "ogi", others: Iterable[Given] = ()
) -> list[Reported]:
    """Return what a pack finds in a report, or one rule or installed pack named by its id.

    `others` are the reports it is compared with. Raises AssertionError where a rule broke or asked for a figure that no
    form of the ruleset has, so that no test passes on silence.
    """
    return list(audit(pack, given, ruleset=ruleset, others=others).findings)


def audit(pack: RulePack | str, given: Given, *, ruleset: str = "ogi", others: Iterable[Given] = ()) -> Audited:
    """Return outcomes and findings of a pack, or of one rule or installed pack named by its id.

    `others` are the reports it is compared with, as those of a run or of `--with`: what a rule asks for by the names of
    its parameters is looked up among them. Raises AssertionError where a rule broke or asked for a figure that
    no form of the ruleset has, and RulesetError where a file of a pack has a fault.
    """
    plugins = discover()
    if isinstance(pack, RulePack):
        plugins, pack = _with(plugins, pack), pack.prefix
    auditor = _Strict.load(ruleset, plugins=plugins, select=[pack])
    rules = (rule.broken for rule in auditor.ruleset.rules.values() if rule.broken.en)
    for words in (*auditor.ruleset.broken.values(), *rules):
        raise RulesetError(words.en, words.zh)
    judged = report(given, ruleset=ruleset)
    beside = Reports(Snapshot.of(report(other, ruleset=ruleset)) for other in others)
    audited = auditor.check(judged, beside.others_of(judged, auditor.ruleset.organs))
    broken = [f"{one.rule}: {one.reason.en}" for one in audited.outcomes if one.status is Status.ERROR]
    if broken:
        raise AssertionError("; ".join(broken))
    return replace(audited, outcomes=tuple(one for one in audited.outcomes if one.rule in auditor.rules))


class _Strict(Auditor):
    """Takes whatever no form has for a slip: in a test there is no other form that a rule may be meant for."""

    LIKE = 0.0


class Case(Struct, frozen=True):
    """An example of a rule, to be run: its rule's id, whether it is `wrong` or `right`, and its number from 1.

    The examples of a rule that YAML declares are run when it is read: it is one case, of the kind `declared` and
    without an example, named by the pack's prefix where a whole file cannot be read.
    """

    rule: str
    kind: Literal["wrong", "right", "declared"]
    number: int
    example: Example
    pack: RulePack
    ruleset: str = "ogi"

    def __str__(self) -> str:
        return f"{self.rule} {self.kind}{f' {self.number}' if self.number else ''}"

    def audited(self) -> Audited:
        """Return what the rule alone comes to on the example.

        Raises ConfigurationError for what the example names and there is none of, an option of the rule included.
        """
        auditor = _alone(self.pack, self.rule, self.ruleset)
        loaded = auditor.ruleset
        given = {} if isinstance(self.example, str) else self.example
        if "options" in given:
            setting = replace(loaded.setting(self.rule), options=self._options(given["options"]))
            settings = {**loaded.settings, self.rule: setting}
            auditor = _Strict(replace(loaded, settings=settings), auditor.rules, select=[self.rule])
        organs = loaded.organs
        if "register" in given:
            own = Organs.from_data({"register": given["register"]})
            register, aliases = (*own.register, *organs.register), {**organs.aliases, **own.aliases}
            organs = replace(organs, register=register, aliases=aliases)
        press = _Press(loaded, organs)
        rule = auditor.rules[self.rule]
        judged = press.print(self.example, rule)
        others = Reports(Snapshot.of(one) for one in press.others(given, rule, judged))
        return auditor.check(judged, others.others_of(judged, organs))

    def check(self) -> None:
        """Raise AssertionError where the rule finds nothing in what is wrong, or does not pass what is right.

        Raises RulesetError for the fault of a declared rule that could not be read, or that its examples refute.
        """
        if self.kind == "declared":
            self._check_declared()
            return
        audited = self.audited()
        outcome = next(one for one in audited.outcomes if one.rule == self.rule)
        told = "; ".join(one.words.en for one in audited.findings) or outcome.reason.en
        due = (Status.FAIL, Status.REVIEW) if self.kind == "wrong" else (Status.PASS,)
        if outcome.status not in due or bool(audited.findings) != (self.kind == "wrong"):
            raise AssertionError(f"{self}: the rule comes to {outcome.status} ({told})")

    def _check_declared(self) -> None:
        _, loaded = _loaded(self.pack, self.ruleset)
        fault = loaded.broken.get(self.pack.prefix) or loaded.rules[self.rule].broken
        if fault.en:
            raise RulesetError(fault.en, fault.zh)

    def _options(self, given: Any) -> dict[str, Any]:  # noqa: ANN401 - an example may hold any value
        """Return the options of the example, held against the rule's as those of a ruleset are."""
        known = self.pack.rules[self.rule].options
        if not isinstance(given, Mapping):
            raise expected(given, Words("映射（选项: 值）", "a mapping of options and values"), f"{self} options")
        options = {}
        for name, value in given.items():
            place = f"{self} options"
            written = Decimal(str(value)) if isinstance(value, float) else value  # as a ruleset's numbers are read
            options[name] = restore(option_given(self.rule, name, written, known, place, f"{place}/{name}"))
        return options


def cases(pack: RulePack, *, ruleset: str = "ogi") -> list[Case]:
    """Return the examples of a pack's rules: a wrong one must give a finding, and a right one must pass.

    A right one has to be assessed: what is not there to be judged proves nothing. Nothing is run before `Case.check`.
    Each rule that the pack declares in YAML for forms of the ruleset is a case, too. Raises RulesetError where such a
    pack is held against a ruleset that has a fault itself.
    """
    found = [
        Case(rule.id, "wrong" if kind == "wrong" else "right", number, example, pack, ruleset)
        for rule in pack.rules.values()
        for kind, examples in rule.examples.items()
        for number, example in enumerate(examples, start=1)
    ]
    if not pack.declarations:
        return found
    _, loaded = _loaded(pack, ruleset)
    if pack.prefix in loaded.broken:
        declared = [pack.prefix]
    else:
        declared = [rule.id for rule in loaded.rules.values() if rule.pack == pack.prefix]
    return [*found, *(Case(rule, "declared", 0, {}, pack, ruleset) for rule in declared)]


class _Press:
    """Prints the reports of examples with the forms of a ruleset, for the organs of a register."""

    def __init__(self, ruleset: Ruleset, organs: Organs) -> None:
        self._forms = ruleset.forms
        self._organs = organs

    def print(
        self, example: Example, rule: Rule, uri: str = "", beside: Report | None = None, years: int = 0
    ) -> Report:
        """Make the report of an example, or one `years` from that `beside` it and of the same organ."""
        if isinstance(example, str):
            return bind(
                read(cleandoc(example).encode(), uri or TEXT_NAME, discover().loaders), self._forms, self._organs
            )
        given = dict(example)
        said: dict[str, Any] = {key: given.pop(key) for key in _SAID if key in given}
        year = said.get("year") or (beside.year + years if beside else 0)
        form = self._form(said.get("form", ""), rule, year, beside)
        name = said.get("organization") or (beside.organization if beside else _ORGAN)
        figures = {key: value for key, value in given.items() if key not in NEEDS}
        return _made(
            form,
            figures,  # type: ignore[arg-type]
            rest=said.get("rest"),
            organization=name,
            organ=self._organs.organ(name) if name != _ORGAN else Organ(name),
            year=year or _year(form, rule),
            uri=uri,
            published=said.get("published", ""),
            beside=(*_SAID, *NEEDS),
        )

    def others(self, example: Mapping[str, object], rule: Rule, judged: Report) -> Iterator[Report]:
        """Make the reports that an example sets beside the one judged; last year's is of the year before, and so on."""
        for need in NEEDS:
            given: Any = example.get(need, ())
            others = given if isinstance(given, tuple) else (given,)
            for number, other in enumerate(others):
                years = number - len(others) if need in {"previous", "history"} else 0
                yield self.print(other, rule, f"{need}-{number + 1}", judged, years)

    def _form(self, name: str, rule: Rule, year: int, beside: Report | None) -> Form:
        forms = {one.name: one for one in self._forms}
        if name:
            return forms.get(name) or _refuse("form", "表式", name, forms)
        if beside and beside.form.covers(year):
            return beside.form
        if beside:
            known = [form for form in forms.values() if form.domain == beside.form.domain]
        else:
            known = [form for form in forms.values() if rule.is_of((form.domain,)) and rule.applies(form)]
        found = form_of_year(known, year) if year else max(known, key=lambda form: form.first_year, default=None)
        return found or _refuse("form for the year", "年度表式", str(year), ())


def _year(form: Form, rule: Rule) -> int:
    """Return the second year of a form, which has one before it, or the first that the rule is for."""
    years = (form.first_year + 1, form.first_year, rule.since or 0, rule.until or 0)
    return next(year for year in years if form.covers(year) and rule.in_force(year))


_SAID: Final = ("form", "year", "organization", "published", "rest", "register", "options")
_ORGAN: Final = "甲"
"""What the organ of an example is called that does not name one."""


@cache
def _alone(pack: RulePack, rule: str, ruleset: str) -> Auditor:
    """Return what audits by one rule of a pack."""
    plugins, loaded = _loaded(pack, ruleset)
    return _Strict(loaded, plugins.rules, select=[rule])


@cache
def _loaded(pack: RulePack, ruleset: str) -> tuple[Plugins, Ruleset]:
    plugins = _with(discover(), pack)
    return plugins, load(ruleset, plugins.rulesets, plugins.rules, plugins.declarations)


def _with(plugins: Plugins, pack: RulePack) -> Plugins:
    """Return the plugins with a pack in place of an installed one of its prefix."""
    others = tuple(other for other in plugins.packs if other.prefix != pack.prefix)
    return replace(plugins, packs=(*others, pack))


def _ruleset(ruleset: str) -> Ruleset:
    place = Path(ruleset)
    return _ruleset_of(ruleset, place.stat().st_mtime_ns if place.is_file() else 0)


@cache
def _ruleset_of(ruleset: str, _changed: int) -> Ruleset:
    plugins = discover()
    return load(ruleset, plugins.rulesets, plugins.rules, plugins.declarations)


def _refuse(kind: str, zh: str, name: str, known: Iterable[str]) -> NoReturn:
    hint = nearest_hint(name, known)
    raise ConfigurationError(f"no {kind} {name!r}{hint.en}", f"没有{zh} {name!r}{hint.zh}")


def _places(form: Form) -> dict[str, Concept]:
    return {concept.key: concept for concept in form.concepts}


def _is_statutory(form: Form, concept: Concept) -> bool:
    table = form.tables[concept.table]
    return not table.rows[concept.row].optional and not table.columns[concept.column].optional


def _made(  # noqa: PLR0913 - what names a report is many things
    form: Form,
    given: Printed,
    *,
    rest: str | None,
    organization: str,
    organ: Organ,
    year: int,
    uri: str = "",
    published: str = "",
    beside: Iterable[str] = (),
) -> Report:
    """Print one line for each figure and paragraph, so that findings have places, and take the report from there.

    `beside` are keys that may be meant by one that is none.
    """
    places = _places(form)
    sections = {section.key: section for section in form.sections}
    for key in given:
        if key not in places and key not in sections:
            _refuse("figure or section", "数据或部分", key, [*places, *sections, *beside])
    printed = {key: text if isinstance(text, str) else format_number(text) for key, text in given.items()}
    if rest is not None:
        others = (key for key, concept in places.items() if _is_statutory(form, concept))
        printed = dict.fromkeys(others, rest) | printed
    page = _GrowingText()
    cells = {key: page.cell(key, text) for key, text in printed.items() if key in places}
    table = Table(tuple((cell,) for cell in cells.values()), 0, len(page))
    prose = [page.section(sections[key], printed[key]) for key in sections if key in printed]
    digest = sha256(f"{form.name}\n{organization}\n{year}\n{page}".encode()).hexdigest()
    source = Source(uri or f"figures-{year}", digest=digest, text=str(page), loader="testing")
    metadata = {"published": published} if published else {}
    document = Document((Section(None, (table,)), *(one for one, _ in prose)), source, metadata=metadata)
    facts = tuple(_fact(form, concept, cells.get(concept.key)) for concept in form.concepts)
    bound = tuple(one for _, one in prose)
    return Report(document, form, facts, year=year, organization=organization, organ=organ, sections=bound)


class _GrowingText:
    """The text of a made report, as it grows line by line."""

    def __init__(self) -> None:
        self._text = ""

    def __len__(self) -> int:
        return len(self._text)

    def __str__(self) -> str:
        return self._text

    def cell(self, key: str, text: str) -> Cell:
        """Print a figure behind its key, and return its cell."""
        row = self._text.count("\n")
        self._text += f"{key}\t"
        start, end = self._print(text)
        return Cell(text, row, 1, start=start, end=end)

    def section(self, of: SectionForm, prose: str) -> tuple[Section, BoundSection]:
        """Print a section, its heading as prescribed; return it as it stands and as it is bound."""
        heading = Heading(of.heading, *self._print(of.heading))
        body = tuple(Paragraph(line, *self._print(line)) for line in prose.splitlines() if line)
        bound = BoundSection(of, heading, of.number, of.title, "statutory", marked=True, run_in=False, body=body)
        return Section(heading, body), bound

    def _print(self, text: str) -> tuple[int, int]:
        start = len(self._text)
        self._text += f"{text}\n"
        return start, start + len(text)


def _fact(form: Form, concept: Concept, cell: Cell | None) -> Fact:
    return Fact(concept, form.reader.read(cell.text), cell) if cell else Fact(concept, ABSENT)
