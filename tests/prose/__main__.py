"""Prints how many altered figures the rules on the prose notice, and whom they accuse wrongly: `python -m tests.prose --rounds 3`."""

import argparse
import sys
from collections.abc import Iterator

from tests.prose.measuring import Case, Tally, measured
from tests.prose.statements import statements


def lines(tally: Tally, most: int) -> Iterator[str]:
    """Yield the figures by rule, then what was passed over, accused wrongly or told twice."""
    yield f"altered figures: {len(tally.altered)}; noticed: {tally.share:.1%}"
    for rule, (noticed, tried) in tally.recall().items():
        yield f"  {rule}  {noticed:5} of {tried:5}  {noticed / tried:.1%}"
    yield f"nothing altered that is stated: {tally.silent + len(tally.accused)}; nothing said: {tally.precision:.1%}"
    for name, some in (
        ("passed over", [case for case in tally.altered if not case.found]),
        ("accused", tally.accused),
        ("told twice", tally.twice),
    ):
        yield f"{name}: {len(some)}"
        yield from map(_line, some[:most])


def _line(case: Case) -> str:
    spoke = " ".join(f"{rule}:{status}" for rule, status in case.spoke.items()) or "nothing"
    return f"  {case.line:3} {case.style:11} {case.what:18} {spoke}  {case.text}"


def main(arguments: list[str]) -> int:
    """Print the figures; the answer is 1 where less than 95 in 100 were noticed, or anybody was accused."""
    parser = argparse.ArgumentParser(prog="python -m tests.prose", description=__doc__)
    for name, default in (("rounds", 3), ("seed", 1), ("most", 20), ("line", 0)):
        parser.add_argument(f"--{name}", type=int, default=default)
    asked = parser.parse_args(arguments)
    some = [one for one in statements() if asked.line in (0, one.number)]
    tally = measured(asked.seed, asked.rounds, some)
    sys.stdout.writelines(f"{line}\n" for line in lines(tally, asked.most))
    return int(tally.share < 0.95 or bool(tally.accused))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
