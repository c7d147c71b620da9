"""Our own loaders and reporters as a plugin: found through an entry point, like a stranger's."""

from typing import TYPE_CHECKING

from audit_core.packs import hookimpl

if TYPE_CHECKING:
    from collections.abc import Iterable

    from audit_core.formats import Loader, Reporter


@hookimpl
def audit_core_loaders() -> "Iterable[Loader]":
    """Return the loaders that come with audit-core."""
    from audit_core.loaders import BUILTIN

    return BUILTIN


@hookimpl
def audit_core_reporters() -> "Iterable[Reporter]":
    """Return the reporters that come with audit-core."""
    from audit_core.reporters import BUILTIN

    return BUILTIN
