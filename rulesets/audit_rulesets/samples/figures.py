"""Figures that balance: table three from what was done, what was carried in and out; tables two and four beside it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from random import Random

from audit_rulesets.samples.organs import Organ

Row = list[int]

GROUPS: Mapping[str, tuple[str, ...]] = {
    "granted": ("granted",),
    "partial": ("partial",),
    "denied": (
        "denied_state_secret", "denied_by_law", "denied_safety", "denied_third_party", "denied_internal",
        "denied_process", "denied_case_file", "denied_query",
    ),
    "unable": ("unable_not_held", "unable_needs_creation", "unable_unclear"),
    "refused": (
        "refused_petition", "refused_repeat", "refused_publication", "refused_excessive", "refused_confirmation",
    ),
}  # fmt: skip
OTHERWISE = ("other_not_corrected", "other_fee_unpaid", "other_reasons")
_SHARES = {"granted": 40, "partial": 8, "denied": 12, "unable": 22, "refused": 8, "otherwise": 6}
_APPLICANTS = (70, 16, 1, 2, 5, 3)
_OUTCOMES = (60, 10, 15, 12)


@dataclass(slots=True)
class Figures:
    """The figures of a report, totals left out: six applicants by row, four outcomes by kind of case, table two."""

    year: int
    applications: dict[str, Row]
    cases: dict[str, Row]
    disclosure: dict[str, list[str]]
    notices: int = 0
    charged: int = 0
    collected: int = 0

    def total(self, *rows: str) -> int:
        """Return the total of some rows of table three."""
        return sum(sum(self.applications.get(row, ())) for row in rows)

    def lines(self) -> dict[str, str]:
        """Return table three as it is printed."""
        return {key: _line(row) for key, row in self.applications.items()}

    def case_lines(self) -> dict[str, str]:
        """Return table four as it is printed."""
        return {key: _line(row) for key, row in self.cases.items()}


def _line(row: Sequence[int]) -> str:
    return " ".join(map(str, (*row, sum(row))))


def spread(rng: Random, total: int, weights: Sequence[float]) -> Row:
    """Part a total by weights, one by one while it is small."""
    if total > 400:
        share = [int(total * weight / sum(weights)) for weight in weights]
        share[0] += total - sum(share)
        return share
    found = [0] * len(weights)
    for index in rng.choices(range(len(weights)), weights, k=total):
        found[index] += 1
    return found


def _size(rng: Random, organ: Organ) -> int:
    """Return how many applications an organ answers."""
    most = {
        "province": 6000,
        "city": 2000,
        "county": 300,
        "office": 120,
        "department": 60,
        "township": 15,
        "street": 20,
    }
    if organ.kind in ("township", "street", "department", "office") and rng.random() < 0.35:
        return 0
    return rng.choice((rng.randint(1, 9), rng.randint(5, 40), rng.randint(1, most[organ.kind])))


def _results(rng: Random, year: int) -> dict[str, float]:
    """Return a weight for every row of results."""
    otherwise = ("other",) if year <= 2020 else ("other_not_corrected", "other_reasons")
    weights: dict[str, float] = {}
    for group, rows in {**GROUPS, "otherwise": otherwise}.items():
        share = _SHARES[group] * rng.uniform(0.3, 1.6) * (rng.random() > 0.15)
        weights |= {row: share * rng.random() * (rng.random() > 0.2) for row in rows}
    return weights | {"granted": 30}


def _applications(rng: Random, organ: Organ, year: int) -> dict[str, Row]:
    done = spread(rng, _size(rng, organ), list((weights := _results(rng, year)).values()))
    table = {key: spread(rng, count, _APPLICANTS) for key, count in zip(weights, done, strict=True)}
    total = [sum(column) for column in zip(*table.values(), strict=True)]
    carry = rng.random() < 0.6 and sum(total) > 0
    out = spread(rng, rng.randint(0, 1 + sum(total) // 10) if carry else 0, _APPLICANTS)
    back = [rng.randint(0, max(0, n // 8)) if carry else 0 for n in total]
    new = [t + o - b for t, o, b in zip(total, out, back, strict=True)]
    return {"received": new, "carried_in": back, **table, "total": total, "carried_out": out}


def _cases(rng: Random, organ: Organ) -> dict[str, Row]:
    most = {"province": 60, "city": 40, "county": 12}.get(organ.kind, 3)
    some = rng.random() < (0.7 if organ.kind in ("province", "city", "county") else 0.25)
    counts = {key: rng.randint(0, most) if some else 0 for key in ("review", "direct_suit", "suit_after_review")}
    counts["suit_after_review"] *= counts["review"] > 0
    return {key: spread(rng, count, _OUTCOMES) for key, count in counts.items()}


def _stock(rng: Random, most: int) -> list[str]:
    """Return items of last year, their change, and decisions that are not their sum."""
    before = rng.choice((0, rng.randint(1, 30), rng.randint(1, most)))
    change = rng.randint(-before // 3, before // 3) if before else 0
    decisions = rng.randint(0, most * 9) if before else 0
    return [str(before), str(change), str(decisions + (before + change == decisions != 0))]


def _money(rng: Random, most: int, digits: int) -> str:
    return str(Decimal(rng.randint(1, most * 10**digits)).scaleb(-digits))


def _disclosure_2019(rng: Random, organ: Organ) -> dict[str, list[str]]:
    made = rng.choice((0, rng.randint(1, 60)))
    shown = rng.randint(0, made + 2)
    acts = organ.kind not in ("office", "street") and rng.random() < 0.7
    projects = rng.choice((0, rng.randint(1, 500)))
    spent = f"{Decimal(projects * rng.randint(2000, 900000)).scaleb(-4):.4f}" if projects else "0"
    rules = [str(rng.randint(0, 3)), "2", "41"] if organ.kind == "province" else ["0", "0", "0"]
    stock = {key: _stock(rng, 700) if acts else ["0", "0", "0"]
             for key in ("licences", "other_services", "penalties", "coercion")}  # fmt: skip
    fees = _stock(rng, 40)[:2] if acts else ["0", "0"]
    return {"rules": rules, "normative": [str(made), str(shown), str(shown + rng.randint(1, 300))], **stock,
            "fees": fees, "centralised": [str(projects), spent]}  # fmt: skip


def _disclosure_2021(rng: Random, organ: Organ) -> dict[str, list[str]]:
    issued, repealed = rng.choice((0, rng.randint(1, 60))), rng.choice((0, rng.randint(1, 20)))
    acts = organ.kind != "office" and rng.random() < 0.7
    most = rng.choice((30, 3000, 90000))
    fees = _money(rng, 400, rng.choice((0, 1, 2, 4))) if acts and rng.random() < 0.6 else "0"
    rules = [str(rng.randint(0, 3)), "1", "57"] if organ.kind == "province" else ["0", "0", "0"]
    return {
        "rules": rules,
        "normative": [str(issued), str(repealed), str(issued + rng.randint(0, 200))],
        **{key: [str(rng.randint(0, most) if acts else 0)] for key in ("licences", "penalties", "coercion")},
        "fees": [fees],
    }


def _charge(rng: Random, made: Figures) -> None:
    """Let some pay for the handling of their applications."""
    made.notices = rng.randint(1, 3)
    made.charged = sum(rng.choice((100, 300, 500, 900)) for _ in range(made.notices))
    made.collected = made.charged
    made.disclosure["fees"] = [str(Decimal(made.charged).scaleb(-4) + rng.randint(1, 90))]


def figures(rng: Random, organ: Organ, year: int) -> Figures:
    """Return figures of an organ for a year."""
    disclosure = (_disclosure_2019 if year <= 2020 else _disclosure_2021)(rng, organ)
    made = Figures(year, _applications(rng, organ, year), _cases(rng, organ), disclosure)
    if year > 2020 and made.total("received") > 20 and rng.random() < 0.15:
        _charge(rng, made)
    return made
