"""Audits reports made up by the thousand: `python -m tests.generated --clean 2000 --faulty 1000 --files 50 --seed 1`."""

import argparse
import sys
from collections import Counter
from collections.abc import Iterator

from tests.generated.measuring import (
    Alarm,
    Found,
    Tally,
    by_rule,
    clean_files,
    clean_reports,
    faulty_reports,
    graded,
    share_right,
)


def _alarm(alarm: Alarm) -> str:
    return f"    {alarm.rule} {alarm.status}  seed {alarm.seed}, {alarm.layout}: {alarm.said}"


def clean_lines(tally: Tally, most: int, what: str = "reports") -> Iterator[str]:
    """Yield what came of clean reports: every rule that failed, with what it said, then leads by rule."""
    wrong = tally.of("fail", "error")
    yield f"clean {what}: {tally.reports}; with a failure: {len({alarm.seed for alarm in wrong})}"
    for some in by_rule(wrong).values():
        yield from (_alarm(alarm) for alarm in some[:most])
    for rule, some in by_rule(tally.of("review")).items():
        yield f"  {rule}: {len(some)} leads"
        yield from (_alarm(alarm) for alarm in some[:most])


def faulty_lines(found: dict[str, Found], most: int) -> Iterator[str]:
    """Yield what came of faulty reports: the share found with nothing else failing, then every rule that erred."""
    yield f"faulty reports: {sum(one.tried for one in found.values())}; found alone: {share_right(found):.2%}"
    yield "  rule      tried  right  weaker  missed  extra"
    for rule, one in sorted(found.items()):
        if one.right < one.tried:
            yield f"  {rule:8} {one.tried:6} {one.right:6} {len(one.weaker):7} {len(one.missed):7} {len(one.extra):6}"
            yield from (f"    missed: seed {seed}" for seed in [*one.missed, *one.weaker][:most])
            yield from (_alarm(alarm) for alarm in one.extra[:most])


def grade_lines(grades: dict[int, Counter[str]]) -> Iterator[str]:
    """Yield how many reports have each grade, by the number of their faults."""
    names = sorted({name for counts in grades.values() for name in counts})
    yield "  faults  " + "  ".join(f"{name:>9}" for name in names)
    for faults, counts in [*sorted(grades.items()), ("all", sum(grades.values(), Counter()))]:
        yield f"  {faults!s:>6}  " + "  ".join(f"{counts[name]:9}" for name in names)


def main(arguments: list[str]) -> int:
    """Print both; the answer is 1 where a clean report failed."""
    parser = argparse.ArgumentParser(prog="python -m tests.generated", description=__doc__)
    for name, default in (("clean", 2000), ("faulty", 1000), ("files", 50), ("grades", 0), ("seed", 1), ("most", 5)):
        parser.add_argument(f"--{name}", type=int, default=default)
    asked = parser.parse_args(arguments)
    tally, files = clean_reports(asked.seed, asked.clean), clean_files(asked.seed, asked.files)
    sys.stdout.writelines(f"{line}\n" for line in clean_lines(tally, asked.most))
    sys.stdout.writelines(f"{line}\n" for line in clean_lines(files, asked.most, "files of every form"))
    sys.stdout.writelines(f"{line}\n" for line in faulty_lines(faulty_reports(asked.seed, asked.faulty), asked.most))
    sys.stdout.writelines(f"{line}\n" for line in grade_lines(graded(asked.seed, asked.grades)))
    return int(bool(tally.of("fail", "error") or files.of("fail", "error")))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
