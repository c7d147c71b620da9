"""Values that JSON does not have, as JSON, and back; used for what is kept between runs."""

# ruff: noqa: ANN401 - a file may hold any value

from decimal import Decimal
from typing import Any, Final

from audit_core.lazy_patterns import Pattern

_SCALARS: Final = (str, int, float, type(None))


def flatten(value: Any) -> Any:
    """Return an option's value as plain JSON data.

    Raises TypeError for what is no number, text, truth value, pattern, list, tuple or mapping of these.
    """
    if isinstance(value, _SCALARS):
        return value
    if isinstance(value, Decimal):
        return {"decimal": str(value)}
    if isinstance(value, Pattern):
        return {"pattern": value.pattern}
    if isinstance(value, tuple):
        return {"tuple": [flatten(part) for part in value]}
    if isinstance(value, list):
        return [flatten(part) for part in value]
    if isinstance(value, dict):
        return {"mapping": {str(key): flatten(part) for key, part in value.items()}}
    raise TypeError(type(value).__name__)


def restore(value: Any) -> Any:
    """Return what `flatten` was given."""
    if isinstance(value, list):
        return [restore(part) for part in value]
    if not isinstance(value, dict):
        return value
    ((kind, content),) = value.items()
    if kind == "decimal":
        return Decimal(content)
    if kind == "pattern":
        return Pattern(content)
    if kind == "tuple":
        return tuple(restore(part) for part in content)
    return {key: restore(part) for key, part in content.items()}
