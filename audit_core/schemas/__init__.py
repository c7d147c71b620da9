"""The public JSON Schemas; what they describe is said in the schemas themselves."""

import json
from importlib.resources import files
from typing import Any

_SUFFIX = ".schema.json"


def names() -> tuple[str, ...]:
    """Return the names of all schemas, sorted for determinism."""
    found = (entry.name for entry in files(__name__).iterdir())
    return tuple(sorted(name.removesuffix(_SUFFIX) for name in found if name.endswith(_SUFFIX)))


def schema(name: str) -> dict[str, Any]:
    """Return the JSON Schema (2020-12) of `document` and its like; raises KeyError for any other name."""
    if name not in names():
        raise KeyError(name)
    loaded: dict[str, Any] = json.loads(files(__name__).joinpath(name + _SUFFIX).read_bytes())
    return loaded
