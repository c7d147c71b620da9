"""Functions that are imported when they are called: a commit hook must not wait for what it does not use."""

from collections.abc import Callable
from importlib import import_module
from typing import Any


def lazy(module: str, name: str) -> Callable[..., Any]:
    """Return a function that imports another one, and calls it."""

    def call(*arguments: Any) -> Any:  # noqa: ANN401 - whatever that one takes and gives
        return getattr(import_module(module), name)(*arguments)

    return call
