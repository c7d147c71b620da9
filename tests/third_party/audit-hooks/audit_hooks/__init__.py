"""A plugin that answers every hook: a pack with a YAML rule, a ruleset, samples, a loader and a reporter."""

from collections.abc import Callable, Iterable, Mapping
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import TextIO

from audit_core import (
    Document,
    Limits,
    Loader,
    Paragraph,
    Reporter,
    RulePack,
    Run,
    Section,
    Source,
    View,
    Words,
    hookimpl,
)

pack = RulePack("HK", title="全部钩子 / All hooks")
pack.declare(files(__name__) / "rules.yaml")


def sniff(head: bytes, name: str) -> str | None:
    """Take files that begin with a mark."""
    return "begins with %HOOK" if head.startswith(b"%HOOK") else None


def load(data: bytes, uri: str, limits: Limits) -> Document:
    """Read every line behind the mark as a paragraph."""
    text = data.decode()
    lines = text.splitlines(keepends=True)
    paragraphs, at = [], 0
    for line in lines:
        kept = line.rstrip("\n")
        if kept and at:
            paragraphs.append(Paragraph(kept, at, at + len(kept)))
        at += len(line)
    return Document((Section(None, tuple(paragraphs)),), Source(uri, text=text, loader="hook"))


def write(run: Run, stream: TextIO, view: View) -> None:
    """Write one line for each report."""
    stream.write(f"# audit-core {run.version}  {run.date}\n")
    stream.writelines(f"{result.source.uri};{len(result.findings)}\n" for result in run.results)


@hookimpl
def audit_core_packs() -> Iterable[RulePack]:
    """Return the pack."""
    return [pack]


@hookimpl
def audit_core_rulesets() -> Mapping[str, Traversable]:
    """Return the ruleset."""
    return {"hooks": files(__name__) / "hooks.yaml"}


def sample(seed: str, year: int) -> tuple[str, bytes]:
    """Make up a report."""
    return "sample.hook", f"%HOOK\n{seed}\n{year}年政府信息公开工作年度报告\n".encode()


@hookimpl
def audit_core_samples() -> Mapping[str, Callable[[str, int], tuple[str, bytes]]]:
    """Return what makes up reports of one form."""
    return {"hook-form": sample}


@hookimpl
def audit_core_loaders() -> Iterable[Loader]:
    """Return the loader."""
    return [Loader("hook", sniff, load)]


@hookimpl
def audit_core_reporters() -> Iterable[Reporter]:
    """Return the reporter."""
    return [Reporter("lines", write, Words("每份报告一行", "one line for each report"))]
