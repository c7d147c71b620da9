"""Rectangles on a page, and the characters that stand in them."""

from collections.abc import Iterable
from typing import NamedTuple


class Box(NamedTuple):
    """A rectangle in points from the top left corner."""

    x0: float
    y0: float
    x1: float
    y1: float

    @property
    def width(self) -> float:
        """From left to right."""
        return self.x1 - self.x0

    @property
    def height(self) -> float:
        """From top to bottom."""
        return self.y1 - self.y0

    @property
    def middle(self) -> float:
        """Half way down."""
        return (self.y0 + self.y1) / 2

    @property
    def centre(self) -> float:
        """Half way across."""
        return (self.x0 + self.x1) / 2


def around(boxes: Iterable[Box]) -> Box:
    """Return the smallest box that holds some others."""
    x0, y0, x1, y1 = zip(*boxes, strict=True)
    return Box(min(x0), min(y0), max(x1), max(y1))


class Glyph(NamedTuple):
    """A character: its box, its size in points, its direction in quarter turns, and its number in the file."""

    text: str
    box: Box
    size: float
    turn: int
    order: int
