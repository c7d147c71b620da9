"""Reports whose figures carry marks of notes, or stand beside what was struck through, in every form that can say so.

In a draft `120⟦1⟧` is a figure with a raised mark, and `⟪119⟫120` one beside a struck one.
"""

import io
import re
import zipfile
from collections.abc import Callable, Mapping
from random import Random

from audit_core.annotations import raised
from audit_rulesets.samples.drafts import Draft
from tests.reports.writers import FORMS, silent

_UP = re.compile("⟦([^⟦⟧]*)⟧")
_STRUCK = re.compile("⟪([^⟪⟫]*)⟫")
_W_RUN = re.compile(r"<w:r>(?:<w:rPr>(?:(?!</w:rPr>).)*</w:rPr>)?<w:t(?: [^>]*)?>([^<]*[⟦⟪][^<]*)</w:t></w:r>")
_S_TEXT = re.compile(r"<t>([^<]*[⟦⟪][^<]*)</t>")
_PIECE = re.compile("⟦([^⟦⟧]*)⟧|⟪([^⟪⟫]*)⟫|([^⟦⟪]+)")

MARKS = ("1", "[2]", "①", "*", "注1")


def _text(data: bytes, up: str, struck: str) -> bytes:
    return _STRUCK.sub(struck, _UP.sub(up, data.decode())).encode()


def _characters(data: bytes) -> bytes:
    return _STRUCK.sub("", _UP.sub(lambda mark: raised(mark[1]), data.decode())).encode()


def _runs(text: str, run: Callable[[str, str], str]) -> str:
    made = []
    for mark, struck, plain in _PIECE.findall(text):
        made.append(run("up", mark) if mark else run("struck", struck) if struck else run("", plain))
    return "".join(made)


def _word_run(kind: str, text: str) -> str:
    look = {"up": '<w:vertAlign w:val="superscript"/>', "struck": "<w:strike/>"}.get(kind, "")
    return f'<w:r><w:rPr>{look}</w:rPr><w:t xml:space="preserve">{text}</w:t></w:r>'


def _sheet_run(kind: str, text: str) -> str:
    look = {"up": '<vertAlign val="superscript"/>', "struck": "<strike/>"}.get(kind, "")
    return f'<r><rPr>{look}</rPr><t xml:space="preserve">{text}</t></r>'


def _parts(data: bytes, pattern: re.Pattern[str], run: Callable[[str, str], str]) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(made, "w") as new:
        for name in old.namelist():
            held = old.read(name)
            if name.endswith(("document.xml", "sheet1.xml")):
                # The writer of sheets puts every ideograph as a reference.
                text = re.sub(r"&#(\d{4,6});", lambda reference: chr(int(reference[1])), held.decode())
                held = pattern.sub(lambda match: _runs(match[1], run), text).encode()
            new.writestr(name, held)
    return made.getvalue()


DRESSERS: Mapping[str, Callable[[bytes], bytes]] = {
    "text": _characters,
    "markdown": lambda data: _text(data, r"<sup>\1</sup>", r"~~\1~~"),
    "json": _characters,
    "html": lambda data: _text(data, r"<sup>\1</sup>", r"<del>\1</del>"),
    "embedded": lambda data: _text(data, r"<sup>\1</sup>", r"<del>\1</del>"),
    "sheet": lambda data: _text(data, r"<sup>\1</sup>", r"~~\1~~"),
    "csv": _characters,
    "docx": lambda data: _parts(data, _W_RUN, _word_run),
    "xlsx": lambda data: _parts(data, _S_TEXT, _sheet_run),
    "pdf": lambda data: data,
}
"""What puts marks and strikes into the bytes of each form; the printer of PDF knows them itself."""


def dressed(draft: Draft, form: str) -> bytes:
    """Return a draft written in a form, its marks raised and its strikes struck."""
    return DRESSERS[form](FORMS[form].write(silent(draft)))


def sprinkled(draft: Draft, seed: int) -> Draft:
    """Return a draft with marks and strikes on some figures, labels, and numbers in the text."""
    random = Random(seed)
    for table in (table for part in draft.parts for table in part.tables):
        for row in table.rows:
            for column, text in row.figures.items():
                chance = random.random()
                if text and chance < 0.06:
                    row.figures[column] = f"{text}⟦{random.choice(MARKS)}⟧"
                elif text and chance < 0.1:
                    row.figures[column] = f"⟪{random.randrange(2, 99)}⟫{text}"
            if random.random() < 0.1:
                row.label += f"⟦{random.choice(MARKS[:3])}⟧"
    for part in draft.parts:
        part.blocks = [_marked(block, random) if isinstance(block, str) else block for block in part.blocks]
    return draft


def _marked(text: str, random: Random) -> str:
    """Return a paragraph with a mark behind some of its numbers."""
    return re.sub(r"\d+(?=件)", lambda number: number[0] + ("⟦1⟧" if random.random() < 0.5 else ""), text)
