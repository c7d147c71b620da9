"""Whether a file looks like one of our own text formats; reading it is left to their modules."""

from audit_core.loaders.encoding import identify, mark_of


def json(head: bytes, name: str) -> str | None:
    """Take what begins as a JSON object does, and any text that is named `.json`."""
    mark = mark_of(head)
    start = (head if mark is None else head[len(mark[0]) :].replace(b"\0", b"")).lstrip()
    if start[:1] == b"{" and start[1:].lstrip()[:1] in (b'"', b"}"):
        return "the content begins as a JSON object"
    return "named .json" if name.lower().endswith(".json") and identify(head) is None else None


def text(head: bytes, name: str) -> str | None:  # noqa: ARG001 - any name may hold text
    """Take whatever is not known to be something else."""
    return "no sign of any other format" if identify(head) is None else None
