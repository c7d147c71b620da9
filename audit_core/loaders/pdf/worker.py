"""What stands on the pages of a PDF: characters, ruling lines and pictures; runs in a process of its own.

PDFium is called directly, as a page holds thousands of characters. Boxes are in points from the top left corner of the
page as it is shown. What the marks mean is left to the other modules.
"""

import ctypes
import sys
from array import array
from collections.abc import Callable, Iterator
from contextlib import suppress
from itertools import pairwise
from math import atan2, hypot, pi
from struct import pack, unpack
from typing import Final, NamedTuple

import msgspec
import pypdfium2 as pdfium
from pypdfium2 import raw

from audit_core.loaders.pdf import fallback
from audit_core.loaders.pdf.protocol import Native, PageContents, RawPage, ReadRequest

_DEEPEST: Final = 16
"""Forms inside forms beyond this hold no table anybody draws."""

_THIN: Final = 3.0
"""Points; a filled shape no thicker is drawn as a line."""

_SCALE: Final = 1000.0
_LARGEST: Final = 20_000
"""Points; the format itself allows no page so large."""

Point = tuple[float, float]


class Matrix(NamedTuple):
    """An affine map of the plane, as PDF writes it."""

    a: float
    b: float
    c: float
    d: float
    e: float
    f: float

    def on(self, x: float, y: float) -> Point:
        """Return where a point comes to stand."""
        return self.a * x + self.c * y + self.e, self.b * x + self.d * y + self.f

    def then(self, other: "Matrix") -> "Matrix":
        """Return this map followed by another."""
        a, b, c, d, e, f = self
        o = other
        return Matrix(
            a * o.a + b * o.c, a * o.b + b * o.d, c * o.a + d * o.c, c * o.b + d * o.d,
            e * o.a + f * o.c + o.e, e * o.b + f * o.d + o.f,
        )  # fmt: skip


class TooMuch(Exception):  # noqa: N818 - an answer, not a mistake
    """The file asks for more than it may: `what`, and how much of it there may be."""

    def __init__(self, what: str) -> None:
        super().__init__(what)
        self.what = what


def main() -> None:
    """Answer requests on standard input until it ends: each a length and a message, both ways."""
    fallback.install()
    requests, answers = sys.stdin.buffer, sys.stdout.buffer
    decode = msgspec.msgpack.Decoder(ReadRequest).decode
    while len(head := requests.read(8)) == 8:  # noqa: PLR2004
        (length,) = unpack("<Q", head)
        answer = msgspec.msgpack.encode(marks(decode(requests.read(length))))
        answers.write(pack("<Q", len(answer)) + answer)
        answers.flush()


def marks(asked: ReadRequest) -> PageContents:
    """Return what a file holds, or the name of the reason why it cannot be read."""
    _bound(asked)
    try:
        with pdfium.PdfDocument(asked.data) as pdf:
            return _document(pdf, asked)
    except pdfium.PdfiumError as error:
        # PDFium's last error may be that of the file before.
        locked = "password" in str(error).lower() and b"/Encrypt" in asked.data
        return PageContents(fault="password" if locked else "broken")
    except TooMuch as error:
        return PageContents(fault=error.what)
    except MemoryError:
        return PageContents(fault="memory")


def _bound(asked: ReadRequest) -> None:
    """Let the system end this process where native code runs on although nobody waits any more."""
    try:
        import resource
        import signal
    except ImportError:
        return
    soft, hard = resource.getrlimit(resource.RLIMIT_AS)
    if soft != asked.memory and (hard == resource.RLIM_INFINITY or asked.memory <= hard):
        # Some systems know the limit and will not set it; the clock still bounds the process.
        with suppress(ValueError, OSError):
            resource.setrlimit(resource.RLIMIT_AS, (asked.memory, hard))
    signal.alarm(int(asked.seconds) + 2)


def _document(pdf: pdfium.PdfDocument, asked: ReadRequest) -> PageContents:
    if len(pdf) > asked.pages:
        raise TooMuch("pages")
    left = {"glyphs": asked.glyphs, "rules": asked.rules}
    pages = []
    for number in range(len(pdf)):
        try:
            page = pdf[number]
        except pdfium.PdfiumError:
            return PageContents(fault="page", page=number + 1)
        if not (1 <= page.get_width() <= _LARGEST and 1 <= page.get_height() <= _LARGEST):
            return PageContents(fault="page", page=number + 1)
        pages.append(_page(page, left))
        page.close()
    return PageContents(pages=pages, metadata=pdf.get_metadata_dict(skip_empty=True))


def _page(page: pdfium.PdfPage, left: dict[str, int]) -> RawPage:
    shown = _shown(page)
    read = RawPage(page.get_width(), page.get_height())
    objects = _Objects(shown, left)
    objects.walk(page.raw, raw.FPDFPage_CountObjects, raw.FPDFPage_GetObject, Matrix(1, 0, 0, 1, 0, 0), 0)
    read.rules, read.images = objects.rules.tobytes(), objects.images.tobytes()
    read.texts, read.hidden = objects.texts, objects.hidden
    if objects.texts:
        _characters(page, shown, read, left)
    return read


def _shown(page: pdfium.PdfPage) -> Matrix:
    """Return the map from the page's own plane to the page as shown, its first corner at the top left."""
    width, height = page.get_size()
    wide, high = int(width * _SCALE), int(height * _SCALE)

    def device(x: float, y: float) -> Point:
        across, down = ctypes.c_int(), ctypes.c_int()
        raw.FPDF_PageToDevice(page.raw, 0, 0, wide, high, 0, x, y, across, down)
        return across.value / _SCALE, down.value / _SCALE

    zero, right, up = device(0, 0), device(100, 0), device(0, 100)
    return Matrix(
        (right[0] - zero[0]) / 100, (right[1] - zero[1]) / 100, (up[0] - zero[0]) / 100, (up[1] - zero[1]) / 100,
        *zero,
    )  # fmt: skip


def _characters(page: pdfium.PdfPage, shown: Matrix, read: RawPage, left: dict[str, int]) -> None:
    text = page.get_textpage()
    count = raw.FPDFText_CountChars(text)
    left["glyphs"] -= max(count, 0)
    if left["glyphs"] < 0:
        raise TooMuch("glyphs")
    characters, boxes = [], array("f")
    for code, box in _printed(text.raw, count, shown):
        if code in (0, 0xFFFD):
            read.unmapped += 1
        characters.append(chr(code) if 0 < code < 0xD800 or 0xE000 <= code <= 0x10FFFF else "\ufffd")  # noqa: PLR2004
        boxes.extend(box)
    read.text, read.boxes = "".join(characters), boxes.tobytes()
    text.close()


RawBox = tuple[float, float, float, float, float, float]
"""x0, y0, x1, y1, size, and the direction of writing in quarter turns against the clock, -1 for one between them."""

_ASLANT: Final = 0.1
"""In quarter turns: text further from all of them is a stamp or a watermark."""


def _printed(text: Native, count: int, shown: Matrix) -> Iterator[tuple[int, RawBox]]:
    """Yield the code and the box of each character that the page itself prints."""
    loose, form = raw.FS_RECTF(), raw.FS_MATRIX()
    sides = [ctypes.c_double() for _ in range(4)]
    x0, x1, y0, y1 = sides
    for n in range(count):
        if raw.FPDFText_IsGenerated(text, n):
            continue
        code = raw.FPDFText_GetUnicode(text, n)
        raw.FPDFText_GetMatrix(text, n, form)
        size = raw.FPDFText_GetFontSize(text, n) * hypot(form.c, form.d)
        turn = _turn(form, shown)
        raw.FPDFText_GetLooseCharBox(text, n, loose)
        tall = max(loose.top - loose.bottom, loose.right - loose.left)
        if 0 < tall <= 3 * size:
            yield code, (*_box(shown, loose.left, loose.bottom, loose.right, loose.top), size, turn)
        else:
            # Fonts for vertical writing have boxes that are not scaled; the shape itself is.
            raw.FPDFText_GetCharBox(text, n, *sides)
            yield code, (*_box(shown, x0.value, y0.value, x1.value, y1.value), size, turn)


def _turn(form: Native, shown: Matrix) -> int:
    across, down = form.a * shown.a + form.b * shown.c, form.a * shown.b + form.b * shown.d
    turn = atan2(-down, across) / (pi / 2)
    return round(turn) % 4 if abs(turn - round(turn)) <= _ASLANT else -1


def _box(shown: Matrix, left: float, bottom: float, right: float, top: float) -> tuple[float, float, float, float]:
    (x0, y0), (x1, y1) = shown.on(left, bottom), shown.on(right, top)
    return min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1)


class _Objects:
    """Collects the ruling lines and pictures of one page, also those inside forms."""

    def __init__(self, shown: Matrix, left: dict[str, int]) -> None:
        self.shown = shown
        self.left = left
        self.rules = array("f")
        self.images = array("f")
        self.texts = self.hidden = 0

    def walk(
        self,
        of: Native,
        count: Callable[[Native], int],
        get: Callable[[Native, int], Native],
        placed: Matrix,
        depth: int,
    ) -> None:
        """Collect from the objects of a page or a form; `placed` maps them onto the page's plane."""
        for number in range(count(of)):
            one = get(of, number)
            kind = raw.FPDFPageObj_GetType(one)
            if kind == raw.FPDF_PAGEOBJ_PATH:
                self._path(one, placed)
            elif kind == raw.FPDF_PAGEOBJ_TEXT:
                self.texts += 1
                self.hidden += raw.FPDFTextObj_GetTextRenderMode(one) == raw.FPDF_TEXTRENDERMODE_INVISIBLE
            elif kind == raw.FPDF_PAGEOBJ_IMAGE:
                self._image(one, placed)
            elif kind == raw.FPDF_PAGEOBJ_FORM and depth < _DEEPEST:
                inner = _matrix(one).then(placed)
                self.walk(one, raw.FPDFFormObj_CountObjects, raw.FPDFFormObj_GetObject, inner, depth + 1)

    def _image(self, one: Native, placed: Matrix) -> None:
        corners = [_matrix(one).then(placed).then(self.shown).on(x, y) for x, y in ((0, 0), (0, 1), (1, 0), (1, 1))]
        x0, y0, x1, y1 = _around(corners)
        if min(x1 - x0, y1 - y0) <= _THIN:
            self._thin(x0, y0, x1, y1)
        else:
            self._count()
            self.images.extend((x0, y0, x1, y1))

    def _path(self, one: Native, placed: Matrix) -> None:
        fill, stroke = ctypes.c_int(), ctypes.c_int()
        raw.FPDFPath_GetDrawMode(one, fill, stroke)
        if not (fill.value or stroke.value):
            return
        matrix = _matrix(one).then(placed).then(self.shown)
        for points in _subpaths(one, matrix):
            if stroke.value:
                self._stroked(points)
            elif len(points) > 2:  # noqa: PLR2004
                x0, y0, x1, y1 = _around(points)
                if min(x1 - x0, y1 - y0) <= _THIN:
                    self._thin(x0, y0, x1, y1)

    def _stroked(self, points: list[Point]) -> None:
        for (x0, y0), (x1, y1) in pairwise(points):
            if abs(x0 - x1) <= 1 or abs(y0 - y1) <= 1:
                self._thin(min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1))

    def _thin(self, x0: float, y0: float, x1: float, y1: float) -> None:
        """Keep a thin box as the line through its middle, unless it is a dot."""
        if x1 - x0 >= y1 - y0:
            y0 = y1 = (y0 + y1) / 2
        else:
            x0 = x1 = (x0 + x1) / 2
        if max(x1 - x0, y1 - y0) > 0.5:  # noqa: PLR2004
            self._count()
            self.rules.extend((x0, y0, x1, y1))

    def _count(self) -> None:
        self.left["rules"] -= 1
        if self.left["rules"] < 0:
            raise TooMuch("rules")


def _matrix(one: Native) -> Matrix:
    form = raw.FS_MATRIX()
    raw.FPDFPageObj_GetMatrix(one, form)
    return Matrix(form.a, form.b, form.c, form.d, form.e, form.f)


def _around(points: list[Point]) -> tuple[float, float, float, float]:
    across, down = [x for x, _ in points], [y for _, y in points]
    return min(across), min(down), max(across), max(down)


def _subpaths(one: Native, matrix: Matrix) -> Iterator[list[Point]]:
    """Yield the corners of each straight part of a path; a curve ends a part."""
    x, y = ctypes.c_float(), ctypes.c_float()
    points: list[Point] = []
    first: Point | None = None
    for number in range(raw.FPDFPath_CountSegments(one)):
        segment = raw.FPDFPath_GetPathSegment(one, number)
        raw.FPDFPathSegment_GetPoint(segment, x, y)
        point = matrix.on(x.value, y.value)
        if raw.FPDFPathSegment_GetType(segment) != raw.FPDF_SEGMENT_LINETO:
            if points:
                yield points
            points = []
            first = point if raw.FPDFPathSegment_GetType(segment) == raw.FPDF_SEGMENT_MOVETO else first
        points.append(point)
        if raw.FPDFPathSegment_GetClose(segment) and first is not None:
            points.append(first)
    if points:
        yield points


if __name__ == "__main__":
    main()
