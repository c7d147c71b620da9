"""The words of a report: sentences chosen by chance among those that are true of its figures."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from random import Random
from string import Formatter

from audit_rulesets.samples import phrases
from audit_rulesets.samples.figures import Figures, spread
from audit_rulesets.samples.organs import Organ
from audit_rulesets.samples.values import Told, flags, han, printed, shares, told


@cache
def gaps(sentence: str) -> frozenset[str]:
    """Return the names of what a sentence leaves open."""
    return frozenset(name for _, name, _, _ in Formatter().parse(sentence) if name)


def _numbers(rng: Random) -> dict[str, str]:
    """Return numbers of things that no table counts."""
    a, b, c = rng.randint(20, 900), rng.randint(20, 900), rng.randint(20, 900)
    sizes = {"n1": 900, "n2": 700, "n3": 40, "n4": 9, "n5": 80, "n6": 300}
    found = {name: str(rng.randint(most // 3, most)) for name, most in sizes.items()}
    lists = {"a": a, "b": b, "c": c, "t": a + b + c, "more": a + b + rng.randint(1, 99)}
    return {**found, **{name: str(number) for name, number in lists.items()}, "n9": str(rng.randint(1, 8))}


def _channels(rng: Random, said: Told) -> dict[str, str]:
    received = int(said["received"])
    c1, c2, c3 = spread(rng, received, (60, 25, 15))
    rest = int(said["completed"]) - int(said["granted"]) - int(said["partial"])
    kinds = {"c1": c1, "c2": c2, "c3": c3, "k1": rng.randint(0, received), "rest": rest}
    return {**{key: str(value) for key, value in kinds.items()}, "h_received": han(received)}


@dataclass(slots=True)
class Teller:
    """Tells of a report; `told` are the numbers it says, `must` the gaps that have to be in what it says.

    `sure` are the sentences used for a bank in place of a choice, by the bank's name.
    """

    rng: Random
    organ: Organ
    year: int
    told: Told
    flags: Mapping[str, str]
    shares: Mapping[str, str]
    must: frozenset[str] = frozenset()
    style: str = "plain"
    words: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        years = {"y": str(self.year), "last_y": str(self.year - 1), "next_y": str(self.year + 1)}
        names = {"organ": self.organ.name, "we": self.organ.we, "whole": self.organ.whole, "short": self.organ.short}
        notice = {"notice": "2019〕60" if self.year <= 2020 else "2021〕30"}
        self.words = {**_numbers(self.rng), **_channels(self.rng, self.told), **years, **names, **notice, **self.shares,
                      **printed(self.told, self.style), **self.flags}  # fmt: skip

    def fitting(self, bank: Sequence[str]) -> list[str]:
        """Return the sentences of a bank that may be said, and that say what must be where any does."""
        able = [sentence for sentence in bank if gaps(sentence) <= self.words.keys()]
        wanted = [sentence for sentence in able if gaps(sentence) & self.must]
        return wanted or able

    def say(self, bank: Sequence[str], chance: float = 1) -> str:
        """Return a sentence of a bank, or nothing where none may be said or by chance."""
        some = self.fitting(bank)
        asked = bool(some) and bool(gaps(some[0]) & self.must)
        if not some or (self.rng.random() > chance and not asked):
            return ""
        self.words |= _numbers(self.rng)
        sentence = self.rng.choice(some)
        return sentence.format_map(self.words)

    def several(self, bank: Sequence[str], least: int, most: int) -> str:
        """Return some sentences of a bank, none twice."""
        some = [one for one in bank if gaps(one) <= self.words.keys()]
        chosen = self.rng.sample(some, min(len(some), self.rng.randint(least, most)))
        return "".join(self.say((one,)) for one in chosen)


def teller(
    rng: Random, organ: Organ, made: Figures, lies: Told | None = None, must: frozenset[str] = frozenset()
) -> Teller:
    """Return a teller of figures, with `lies` in place of some of them."""
    said = told(made) | (lies or {})
    style = rng.choice(("plain", "plain", "plain", "spaced", "han"))
    return Teller(rng, organ, made.year, said, flags(made, organ), shares(told(made), rng), must, style)


def preamble(tell: Teller) -> list[str]:
    """Return the paragraphs before section one."""
    last = tell.say(phrases.PERIODS) + tell.say(phrases.CONTACTS)
    return [text for text in (tell.say(phrases.GROUNDS), last) if text]


_HEADS = {
    "plain": ("主动公开方面。", "依申请公开方面。", "政府信息管理方面。", "公开平台建设方面。", "监督保障方面。"),
    "numbered": (
        "（一）主动公开。",
        "（二）依申请公开。",
        "（三）政府信息管理。",
        "（四）平台建设。",
        "（五）监督保障。",
    ),
    "figures": (
        "1.主动公开情况。",
        "2.依申请公开情况。",
        "3.政府信息管理情况。",
        "4.平台建设情况。",
        "5.监督保障情况。",
    ),
    "none": ("", "", "", "", ""),
}


def head_of(paragraph: str) -> str:
    """Return the heading that a paragraph of section one begins with."""
    heads = (head for some in _HEADS.values() for head in some if head)
    return next((head for head in heads if paragraph.startswith(head)), "依申请公开方面。")


def overview(tell: Teller) -> list[str]:
    """Return section one: five aspects, a paragraph each."""
    first = (
        tell.say(phrases.OPENINGS)
        + tell.several(phrases.DISCLOSED, 0, 3)
        + tell.say(phrases.DOCUMENTS, 0.6)
        + tell.say(phrases.DECISIONS, 0.4)
    )
    texts = (first, _requests(tell), tell.several(phrases.MANAGEMENT, 1, 2), tell.several(phrases.PLATFORMS, 1, 2),
             _supervision(tell))  # fmt: skip
    heads = _HEADS[tell.rng.choice(list(_HEADS))]
    return [head + text for head, text in zip(heads, texts, strict=True)]


def _requests(tell: Teller) -> str:
    first = tell.say(phrases.STAGES) + tell.say(phrases.CHANNELS, 0.3)
    last = tell.say(phrases.APPLICANTS, 0.4) + tell.say(phrases.RESULTS, 0.6) + tell.say(phrases.CASES, 0.5)
    middle = tell.several(phrases.HANDLING, 1, 2)
    return "".join((first, last, middle) if tell.rng.random() < 0.7 else (middle, first, last))


def _supervision(tell: Teller) -> str:
    if not tell.organ.governs and tell.organ.kind != "street":
        return tell.several(phrases.SUPERVISION, 1, 2) + tell.say(phrases.ASSESSMENT, 0.3)
    results = (tell.say(phrases.ASSESSMENT), tell.say(phrases.REVIEW), tell.say(phrases.ACCOUNTABILITY))
    return tell.several(phrases.SUPERVISION, 0, 2) + "".join(results)


def problems(tell: Teller) -> list[str]:
    """Return section five."""
    return [tell.say(phrases.MISSES), tell.say(phrases.MENDS)]


def remainder(tell: Teller) -> list[str]:
    """Return section six."""
    bank = phrases.FEES if tell.year > 2020 else phrases.NOTHING
    return [tell.say(bank)]
