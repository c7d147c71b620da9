"""Controls: harmless changes to a base, after which nothing may be found but what is named."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from audit_rulesets.samples import layouts
from audit_rulesets.samples.drafts import Draft
from audit_rulesets.samples.render import GLUED, HALF, LINES, TEXT, UNMARKED, Style
from tests.reports import changes as c
from tests.reports.bases import BASES


@dataclass(frozen=True, slots=True)
class Control:
    """One harmless change, or a rendering that is one.

    `assessed` are rules it gives something to assess, `aside` those that are not for the report it makes, `unsaid` those
    that it leaves without a number in the text.
    """

    id: str
    base: str
    change: c.Change
    style: Style = TEXT
    rules: Mapping[str, str] = field(default_factory=dict)
    assessed: tuple[str, ...] = ()
    aside: tuple[str, ...] = ()
    unsaid: tuple[str, ...] = ()

    def draft(self) -> Draft:
        """Return the base with the change made."""
        made = BASES[self.base]()
        self.change(made)
        return made


_OF_A_GOVERNMENT = ("PUB-02", *(f"ROLL-0{number}" for number in range(1, 7)))
_PENALTIES = c.put("enforcement", "penalties", "decisions", "1472")

CONTROLS: tuple[Control, ...] = (
    Control("N1", "A19", c.title("2019年{organ}政府信息公开工作年度报告")),
    Control("N2", "A19", layouts.nothing, UNMARKED),
    Control("N3", "A19", layouts.nothing, GLUED),
    Control("N4", "A19", layouts.nothing, HALF),
    Control("N5", "A19", layouts.split_cases),
    Control("N6", "A19", layouts.nothing, LINES),
    Control("N7", "A19", c.blank_zeros, rules={"FMT-07": "fail"}),
    Control("N8", "A19", layouts.reverse_preamble),
    Control("N9", "B22", c.append_sentence("集中公开2021年度部门决算。")),
    Control("N10", "B22", c.append_sentence("按公开属性分，依申请公开2条，免于公开0条。")),
    Control("N11", "B22", c.append_sentence("在门户网站设置依申请公开栏目。")),
    Control("N12", "B22", c.put("fees", "fees", "amount", "1620.38")),
    Control("N13", "A19", c.township, aside=(*_OF_A_GOVERNMENT, "PLA-07"), unsaid=("XSC-01",)),
    Control("N14", "B22", c.renamed("松溪镇人民政府"), aside=_OF_A_GOVERNMENT),
    Control("N15", "B22", c.all_of(c.renamed("城关街道办事处"), _PENALTIES), aside=_OF_A_GOVERNMENT),
    Control(
        "N16", "B22", c.append_sentence("全年发布信息423条，其中网站发布280条、公众号发布128条。"), assessed=("XSC-19",)
    ),
    Control("N17", "B22", c.reword("50.8%", "50.84%"), rules={"XSC-07": "review"}),
    Control("N18", "A19", c.reword("五、存在的主要问题及改进情况", "五、政府信息公开工作存在的主要问题及改进情况")),
    Control("N19", "A19", layouts.trailing_cells),
    Control("N20", "A19", layouts.legal_subtotal, assessed=("TAB-34",)),
    Control("N21", "A19", layouts.move_column("total", before="natural")),
    Control("N22", "A19", layouts.break_page("refused_confirmation", headed=False)),
    Control("N23", "A19", layouts.break_page("refused_confirmation", headed=True)),
    Control("N24", "A19", layouts.contents),
    Control("N25", "A19", layouts.spaced_labels),
    Control("N26", "A19", layouts.straight_quotes),
    Control("N27", "A19", layouts.broken_title, UNMARKED),
    Control("N28", "A19", layouts.announced_sections),
    Control("N29", "A19", layouts.announced_sections, UNMARKED),
    Control("N30", "A19", layouts.contents, UNMARKED),
    Control("N31", "A19", layouts.contents, GLUED),
)
"""Every control, on the rendering it is about."""
