"""What many rules are given and none may change: attributes set once, mappings that are only read.

A rule that tries gets AttributeError or TypeError, and those that run after it see what it saw.
"""

import copyreg
from types import MappingProxyType
from typing import Any, NoReturn

from msgspec import Struct
from msgspec.structs import force_setattr


class Frozen:
    """An object whose attributes are set while it is made, through `vars`, and never again.

    What a `cached_property` keeps goes the same way.
    """

    def __setattr__(self, name: str, _: object) -> NoReturn:
        raise AttributeError(f"{type(self).__name__}.{name} cannot be changed")

    def __delattr__(self, name: str) -> NoReturn:
        raise AttributeError(f"{type(self).__name__}.{name} cannot be changed")


def freeze(struct: Struct, *fields: str) -> None:
    """Let the mappings in some fields of a frozen struct only be read, too."""
    for field in fields:
        value = getattr(struct, field)
        if type(value) is dict:
            force_setattr(struct, field, MappingProxyType(value))


def _proxy(mapping: dict[Any, Any]) -> "MappingProxyType[Any, Any]":
    return MappingProxyType(mapping)


def _reduced(proxy: "MappingProxyType[Any, Any]") -> tuple[Any, ...]:
    return _proxy, (dict(proxy),)


copyreg.pickle(MappingProxyType, _reduced)  # results go from one process to another
