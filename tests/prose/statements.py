"""Sentences with the figures they state: `全年收到政府信息公开申请{received}件。`; how they are altered is left to `measuring`.

A line of `statements.txt` is a sentence. `{name}` prints a figure of `tables.NAMES`, `{received+in}` a sum,
`{granted/done:1}` a percentage with its decimals, `{received@2}` the second of the parts that a figure is split into,
and `{!out}` nothing: the words there claim that the figure is 0, or the few that are received. In brackets before a sentence stand what the tables
have to be for it: `in=0` a figure that is nothing, `natural=received` all of one kind,
`received=2` a number of applications, `2019` the form.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path
from random import Random

from audit_rulesets.samples.values import han
from tests.prose.tables import Tables

_LINE = re.compile(r"(?:\[(?P<needs>[^\]]*)\] )?(?P<text>.+)")
_FIELD = re.compile(r"\{(?P<claims>!)?(?P<names>[a-z_,+]+)(?:/(?P<of>[a-z_]+):(?P<decimals>\d))?(?:@(?P<part>\d))?\}")
_COUNTED = re.compile(r"(?<=\})[件起]")
_COUNTERS = {
    "": "件起",
    "applications": "件份宗条次个封项例",
    "cases": "件起宗例",
    "documents": "件个部份",
    "decisions": "件起宗个",
}
_HALF_WIDTH = str.maketrans("，。；：（）", ",.;:()")
_FULL_WIDTH = str.maketrans("0123456789", "０１２３４５６７８９")
_TRADITIONAL = str.maketrans(
    "请开办规发废个务复议诉讼结转与据处费导证级县区数类总无条应对为来报网机构认说还给强制专门户",
    "請開辦規發廢個務復議訴訟結轉與據處費導證級縣區數類總無條應對為來報網機構認說還給強製專門戶",
)
STYLES = ("plain", "half-width", "traditional", "full-width", "counters", "written", "spaced")


@dataclass(frozen=True)
class Stated:
    """What a sentence states in one place: a figure or a sum of figures, a percentage of one, or that all are 0."""

    names: tuple[str, ...]
    of: str = ""
    decimals: int = 0
    claims: bool = False
    value: int = 0

    def printed(self, tables: Tables) -> str:
        """Return what the place must print to agree with the tables."""
        value = sum((tables[name] for name in self.names), start=Decimal(0))
        if self.claims:
            return "" if all(tables[name] == self.value for name in self.names) else str(value)
        if self.of:
            whole = tables[self.of]
            share = 100 * value / whole if whole else Decimal(0)
            return str(share.quantize(Decimal(1).scaleb(-self.decimals), ROUND_HALF_UP))
        return str(value)


@dataclass
class Sentence:
    """A sentence as it is printed beside some tables.

    `stated` are the places that state something, `spots` where in the text they stand.
    """

    pieces: list[str | Stated]
    tables: Tables
    style: str
    counter: str = ""
    instead: dict[int, str] = field(default_factory=dict)

    @property
    def stated(self) -> dict[int, Stated]:
        """Every place by its number."""
        return {n: piece for n, piece in enumerate(self.pieces) if isinstance(piece, Stated)}

    def text(self) -> str:
        """Return what is printed."""
        printed = []
        for n, piece in enumerate(self.pieces):
            if isinstance(piece, str):
                printed.append(piece)
                continue
            figure = self.instead.get(n, piece.printed(self.tables))
            written = self.style == "written" and figure.isdigit() and not piece.of and len(figure) < 4
            before_counter = n + 1 < len(self.pieces) and str(self.pieces[n + 1])[:1] in "件份宗起"
            printed.append(han(int(figure)) if written and before_counter else figure)
        return _styled("".join(printed), self.style)


def _styled(text: str, style: str) -> str:
    match style:
        case "half-width":
            return text.translate(_HALF_WIDTH)
        case "traditional":
            return text.translate(_TRADITIONAL)
        case "full-width":
            return text.translate(_FULL_WIDTH)
        case "spaced":
            return re.sub(r"(?<!\d)(?=\d)|(?<=\d)(?!\d)", " ", text)
        case _:
            return text


@dataclass(frozen=True)
class Statement:
    """A line: the sentence, and what the tables have to be."""

    number: int
    text: str
    year: int
    zero: tuple[str, ...]
    whole: tuple[str, ...]
    few: int

    def made(self, rng: Random, style: str) -> Sentence:
        """Return the sentence with tables made for it."""
        tables = Tables.made(rng, self.year, self.zero, self.whole, self.few)
        text = self.text
        if style == "counters":
            kind = next((k for k in ("documents", "cases") if _is_about(text, k)), "applications")
            kind = "decisions" if _is_about(text, "licensing") or _is_about(text, "enforcement") else kind
            text = _COUNTED.sub(rng.choice(_COUNTERS[kind]), text)
        return Sentence(list(_pieces(text, tables, rng, self.few)), tables, style)


def _is_about(text: str, kind: str) -> bool:
    names = {name for match in _FIELD.finditer(text) for name in re.split("[,+]", match["names"])}
    return any(Tables.table_of(name) == kind for name in names)


def _pieces(text: str, tables: Tables, rng: Random, few: int) -> Iterator[str | Stated]:
    splits: dict[str, list[int]] = {}
    at = 0
    for match in _FIELD.finditer(text):
        yield text[at : match.start()]
        at = match.end()
        if match["part"]:
            names = match["names"]
            if names not in splits:
                count = max(int(m["part"]) for m in _FIELD.finditer(text) if m["part"] and m["names"] == names)
                splits[names] = _split(int(tables[names]), count, rng)
            yield str(splits[names][int(match["part"]) - 1])
        else:
            names = tuple(re.split("[,+]", match["names"]))
            yield Stated(names, match["of"] or "", int(match["decimals"] or 0), bool(match["claims"]), few)
    yield text[at:]


def _split(value: int, count: int, rng: Random) -> list[int]:
    cuts = sorted(rng.randint(0, value) for _ in range(count - 1))
    return [b - a for a, b in zip([0, *cuts], [*cuts, value], strict=True)]


def statements() -> list[Statement]:
    """Return the lines of the file."""
    lines = (Path(__file__).parent / "statements.txt").read_text(encoding="utf-8").splitlines()
    return [_statement(n, line) for n, line in enumerate(lines, 1) if line and not line.startswith("#")]


def _statement(number: int, line: str) -> Statement:
    match = _LINE.fullmatch(line)
    assert match, line
    needs = (match["needs"] or "").split()
    settings: Mapping[str, str] = dict(need.split("=") for need in needs if "=" in need)
    zero = tuple(name for name, value in settings.items() if value == "0")
    whole = tuple(name for name, value in settings.items() if value == "received")
    for found in _FIELD.finditer(match["text"]):
        for name in (*re.split("[,+]", found["names"]), *filter(None, [found["of"]])):
            Tables.table_of(name)
    few = int(settings["received"]) if settings.get("received", "").isdigit() else 0
    return Statement(number, match["text"], 2019 if "2019" in needs else 2024, zero, whole, few)
