"""Rules on how figures, brackets, punctuation and ordinals are written; what figures add up to is left to others."""

from pathlib import Path

from audit_core import RulePack

pack = RulePack("FMT", title="数字与书写格式 / How figures and text are written")
pack.declare(Path(__file__).with_name("rules.yaml"))  # importlib.resources costs every start four milliseconds

from audit_pack_formats import (  # noqa: E402 - they declare their rules on `pack`
    characters,  # noqa: F401
    figure_format,  # noqa: F401
    heads,  # noqa: F401
    ordinals,  # noqa: F401
    punctuation,  # noqa: F401
    unfilled_cells,  # noqa: F401
    units,  # noqa: F401
)
