"""What a plugin's author needs to test a rule in a few lines; how a report is audited is left to the engine.

    from audit_core.testing import filled, findings
    from audit_hunan import pack

    def test_more_than_fifty_carried_out_are_found():
        (found,) = findings(pack, filled({"applications/carried_out/total": 51}))
        assert found.severity == "warning"

A report is given as its text, as a file, or as its figures alone (`filled`); the plugin need not be installed. Whether
a rule keeps quiet where nothing is wrong is seen on reports that are made up (`samples`):

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
from os import PathLike
from pathlib import Path
from random import Random
from typing import Final, NoReturn

from msgspec.structs import replace

from audit_core.binding import bind
from audit_core.document import Cell, Document, Section, Source, Table
from audit_core.engine import Auditor
from audit_core.errors import ConfigurationError, RulesetError, nearest_hint
from audit_core.figures import ABSENT, format_number
from audit_core.findings import Reported, Status
from audit_core.forms import Concept, Form, form_of_year
from audit_core.loaders import read
from audit_core.organs import UNKNOWN, Organ
from audit_core.others import Reports
from audit_core.packs import RulePack
from audit_core.plugins import Plugins, discover
from audit_core.report import Fact, Report
from audit_core.results import Audited
from audit_core.rulesets import Ruleset, load
from audit_core.snapshot import Snapshot

__all__ = ["Figures", "Given", "audit", "filled", "findings", "report", "samples"]

Given = str | bytes | PathLike[str] | Report
"""A report's text, its bytes, the path of its file, or a report that `report` or `filled` has made."""

Figures = Mapping[str, str | int | Decimal]
"""Figures by the key of their place, `table/row/column`, as printed."""

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


def filled(
    figures: Figures,
    form: str = "ogi-2021",
    *,
    rest: str | None = None,
    organization: str = "",
    year: int = 0,
    ruleset: str = "ogi",
) -> Report:
    """Make a report of figures alone, without a page: a rule that reads facts needs no more.

    It is for `year`, by default the first of the form. Every figure that is not given is printed as `rest`, or absent
    where that is None. `organization` is looked up in the register of `ruleset`, which a rule that asks for the organs
    above or below needs. Raises ConfigurationError for a form or a place that the ruleset does not have.
    """
    loaded = _ruleset(ruleset)
    forms = {one.name: one for one in loaded.forms}
    chosen = forms.get(form) or _refuse("form", "表式", form, forms)
    places = _places(chosen)
    for key in figures:
        if key not in places:
            _refuse("figure", "数据", key, places)
    printed = {key: text if isinstance(text, str) else format_number(text) for key, text in figures.items()}
    if rest is not None:
        others = (key for key, concept in places.items() if _is_statutory(chosen, concept))
        printed = dict.fromkeys(others, rest) | printed
    organ = loaded.organs.organ(organization) if organization else UNKNOWN
    return _made(chosen, printed, organization, organ, year or chosen.first_year)


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


def _made(form: Form, printed: Mapping[str, str], organization: str, organ: Organ, year: int) -> Report:
    """Print one line for each figure, so that findings have places, and take the figures from there."""
    cells: dict[str, Cell] = {}
    lines: list[str] = []
    at = 0
    for row, (key, text) in enumerate(printed.items()):
        start = at + len(key) + 1
        cells[key] = Cell(text, row, 1, start=start, end=start + len(text))
        lines.append(f"{key}\t{text}\n")
        at += len(lines[-1])
    text = "".join(lines)
    digest = sha256(f"{form.name}\n{organization}\n{year}\n{text}".encode()).hexdigest()
    source = Source(f"figures-{year}", digest=digest, text=text, loader="testing")
    table = Table(tuple((cell,) for cell in cells.values()), 0, at)
    document = Document((Section(None, (table,)),), source)
    facts = tuple(_fact(form, concept, cells.get(concept.key)) for concept in form.concepts)
    return Report(document, form, facts, year=year, organization=organization, organ=organ)


def _fact(form: Form, concept: Concept, cell: Cell | None) -> Fact:
    return Fact(concept, form.reader.read(cell.text), cell) if cell else Fact(concept, ABSENT)
