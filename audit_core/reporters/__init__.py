"""Our own output formats; what a reporter is, `formats` says."""

from typing import Any, Final

from audit_core.formats import Reporter
from audit_core.lazy import lazy
from audit_core.words import Words

JsonObject = dict[str, Any]
"""Plain data that becomes an object of JSON."""

_HOME: Final = "audit_core.reporters"

BUILTIN: Final = (
    Reporter("text", lazy(f"{_HOME}.text", "write"), Words("供人在终端阅读", "for people, at a terminal"), once=True),
    Reporter(
        "json",
        lazy(f"{_HOME}.json", "write"),
        Words("全部结果，一个 JSON 对象", "everything, as one JSON object"),
        once=True,
    ),
    Reporter(
        "jsonl",
        lazy(f"{_HOME}.jsonl", "write"),
        Words("每份报告一行 JSON，随审随出", "a line of JSON for each report, as they come"),
        once=True,
    ),
    Reporter("sarif", lazy(f"{_HOME}.sarif", "write"), Words("SARIF 2.1.0，完整", "SARIF 2.1.0, complete"), once=True),
    Reporter(
        "sarif-github",
        lazy(f"{_HOME}.sarif", "write_github"),
        Words("SARIF 2.1.0，限于 GitHub 所接受的", "SARIF 2.1.0, what GitHub accepts"),
        once=True,
    ),
)
"""The reporters that need no plugin."""
