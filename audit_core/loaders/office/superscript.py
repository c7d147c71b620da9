"""Runs of text, some of them raised → one text."""

from collections.abc import Sequence

from audit_core.annotations import raised


class Raised(str):
    """A run that is printed raised (superscript)."""

    __slots__ = ()


def joined(parts: Sequence[str]) -> str:
    """Return runs as one text; what is raised as a whole is no mark, as there is nothing that it could belong to.

    >>> joined(["120", Raised("1")]), joined([Raised("120")])
    ('120¹', '120')
    """
    if not any(isinstance(part, Raised) for part in parts) or not any(
        part.strip() for part in parts if not isinstance(part, Raised)
    ):
        return "".join(parts)
    return "".join(raised(part.strip()) if isinstance(part, Raised) else part for part in parts)
