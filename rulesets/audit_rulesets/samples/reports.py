"""Reports made up from a seed: an organ, a year, figures, words and a layout."""

from dataclasses import dataclass
from datetime import date
from random import Random

from audit_rulesets.samples import layouts, prose
from audit_rulesets.samples.drafts import Draft, Part, Table
from audit_rulesets.samples.figures import Figures, figures
from audit_rulesets.samples.organs import Organ, organ
from audit_rulesets.samples.prose import Teller
from audit_rulesets.samples.render import CORE, ENDED, LINES, STYLES, UNMARKED, Style
from audit_rulesets.samples.statutory import applications, cases, disclosure_2019, disclosure_2021
from audit_rulesets.samples.values import Told

NOTHING: Told = {}


@dataclass(slots=True)
class Made:
    """A report that was made up, with what it was made of; `seed` makes it again."""

    seed: str
    organ: Organ
    figures: Figures
    teller: Teller
    draft: Draft
    style: Style

    @property
    def year(self) -> int:
        """The year it reports on."""
        return self.figures.year

    def page(self) -> str:
        """Return the file as text."""
        return self.style.print(self.draft).decode()


TITLES = (
    "{organ}{y}年政府信息公开工作年度报告",
    "{y}年{organ}政府信息公开工作年度报告",
    "{organ}{y}年度政府信息公开工作年度报告",
)


def _published(rng: Random, organ: Organ, year: int) -> str:
    last = date(year + 1, 3, 31) if organ.kind in ("province", "city", "county") else date(year + 1, 1, 31)
    return date.fromordinal(rng.randint(date(year + 1, 1, 4).toordinal(), last.toordinal())).isoformat()


def _tables(made: Figures) -> list[Table]:
    printed = {key: " ".join(row) for key, row in made.disclosure.items()}
    return (disclosure_2019 if made.year <= 2020 else disclosure_2021)(printed)


def _parts(tell: Teller, made: Figures) -> list[Part]:
    return [
        Part("", [*prose.preamble(tell)]),
        Part("一、总体情况", [*prose.overview(tell)]),
        Part("二、主动公开政府信息情况", [*_tables(made)]),
        Part("三、收到和处理政府信息公开申请情况", [applications(made.lines(), year=made.year)]),
        Part("四、政府信息公开行政复议、行政诉讼情况", [cases(made.case_lines())]),
        Part("五、存在的主要问题及改进情况", [*prose.problems(tell)]),
        Part("六、其他需要报告的事项", [*prose.remainder(tell)]),
    ]


def _draft(rng: Random, tell: Teller, made: Figures) -> Draft:
    name, year = tell.organ.name, made.year
    title = rng.choice(TITLES).format(organ=name, y=year)
    facts = {"organization": name, "year": str(year), "published": _published(rng, tell.organ, year)}
    return Draft(title, facts, _parts(tell, made))


def make(seed: str, *, year: int = 0, lies: Told = NOTHING, must: frozenset[str] = frozenset()) -> Made:
    """Return the report of a seed; `lies` are told in its words, `must` are numbers that its words have to tell."""
    rng = Random(seed)
    some = organ(rng)
    counted = figures(rng, some, year or rng.randint(2019, 2025))
    tell = prose.teller(rng, some, counted, lies, must)
    return Made(seed, some, counted, tell, _draft(rng, tell, counted), rng.choice(CORE))


_FOLDS = ("，,", "：:", "；;", "（(", "）)", "！!", "？?")


def fold(draft: Draft) -> None:
    """Print every punctuation mark that has one in its half-width form, as some converters do."""
    for mark in _FOLDS:
        draft.everywhere(mark[0], mark[1])


LAYOUTS = (
    layouts.nothing, layouts.nothing, layouts.trailing_cells, layouts.split_cases, layouts.spaced_labels,
    layouts.contents, layouts.announced_sections, layouts.legal_subtotal, layouts.reverse_preamble, fold,
    layouts.straight_quotes, layouts.move_column("total", before="natural"),
    layouts.break_page("refused_publication", headed=True),
)  # fmt: skip


def clean(seed: str, year: int = 0) -> Made:
    """Return a report without a fault, in any layout, of a year or of any."""
    made = make(seed, year=year)
    rng = Random(f"{seed}/layout")
    made.style = rng.choice(STYLES)
    change = rng.choice(LAYOUTS)
    if made.style not in (LINES, ENDED) or change in (layouts.nothing, layouts.reverse_preamble):
        change(made.draft)
    if made.style is UNMARKED and rng.random() < 0.2:
        layouts.broken_title(made.draft)
    return made
