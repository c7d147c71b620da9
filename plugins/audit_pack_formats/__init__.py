"""Rules on how figures, brackets, punctuation and ordinals are written; what figures add up to is left to others."""

from pathlib import Path

from audit_core import RulePack

pack = RulePack("FMT", title="数字与书写格式 / How figures and text are written")
pack.declare(Path(__file__).with_name("rules.yaml"))  # importlib.resources costs every start four milliseconds

from audit_pack_formats import (  # noqa: E402 - they declare their rules on `pack`
    cells,  # noqa: F401
    characters,  # noqa: F401
    figures,  # noqa: F401
    heads,  # noqa: F401
    numbering,  # noqa: F401
    punctuation,  # noqa: F401
    units,  # noqa: F401
)
