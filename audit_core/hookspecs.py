"""The few questions asked of plugins; asking them is left to `plugins`."""

from typing import TYPE_CHECKING

import pluggy

from audit_core.packs import GROUP, RulePack

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping
    from importlib.resources.abc import Traversable

    from audit_core.formats import Loader, Reporter

hookspec = pluggy.HookspecMarker(GROUP)


@hookspec
def audit_core_packs() -> "Iterable[RulePack]":  # type: ignore[empty-body]
    """Return rule packs. A `RulePack` that is itself the entry point answers this."""


@hookspec
def audit_core_rulesets() -> "Mapping[str, Traversable]":  # type: ignore[empty-body]
    """Return rulesets: the YAML file of each name that `--ruleset` and `extends` may use."""


@hookspec
def audit_core_samples() -> "Mapping[str, Callable[[str, int], tuple[str, bytes]]]":  # type: ignore[empty-body]
    """Return what makes up reports without a fault, by the name of the form they follow.

    Called with a seed and a year of that form, it returns a file's name and bytes, the same for the same seed. Such
    reports reach the authors of rules through `audit_core.testing.samples`; no audit asks for them.
    """


@hookspec
def audit_core_loaders() -> "Iterable[Loader]":  # type: ignore[empty-body]
    """Return loaders, which turn files into Documents."""


@hookspec
def audit_core_reporters() -> "Iterable[Reporter]":  # type: ignore[empty-body]
    """Return reporters, which turn results into an output format."""
