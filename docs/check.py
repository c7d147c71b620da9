"""Hold a built site to what it promises: `python docs/check.py SITE` ends with 1 and says what is missing.

Every page has the language of its folder and leads to the same page in the other language, and words of Chinese are
found by the search: in its index they stand as words.
"""

import json
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Final

WORDS: Final = {
    "勾稽": "zh/reference/rules/TAB-32/",
    "结转下年": "zh/reference/rules/TAB-32/",
    "待核": "zh/howto/decisions/",
    "名录": "zh/howto/organs/",
    "提交前检查": "zh/howto/pre-commit/",
    "退出状态": "zh/reference/commands/",
    "pipeline": "en/howto/ci/",
    "TAB-32": "en/reference/rules/TAB-32/",
}
"""Words to look for, each with the page that it must lead to among others."""

_BREAK: Final = "\u200b"
_OTHER: Final = {"en": "zh", "zh": "en"}


def faults(site: Path) -> Iterator[str]:
    """Yield what a site lacks."""
    for page in sorted(site.glob("[ez][nh]/**/index.html")):
        yield from _of_page(page, site)
    index = json.loads((site / "search" / "search_index.json").read_text(encoding="utf-8"))
    for word, wanted in WORDS.items():
        found = {entry["location"].partition("#")[0] for entry in index["docs"] if _holds(entry, word, index)}
        if wanted not in found:
            yield f"the search does not find {word} in {wanted}"


def _of_page(page: Path, site: Path) -> Iterator[str]:
    name = page.parent.relative_to(site).as_posix()
    lang, _, rest = name.partition("/")
    text = page.read_text(encoding="utf-8")
    if f'<html lang="{lang}"' not in text:
        yield f"{name} is not in {lang}"
    other = site / _OTHER[lang] / rest / "index.html"
    if not other.is_file():
        yield f"{name} is not there in {_OTHER[lang]}"
    links = re.findall(r'<a href="([^"]+)" hreflang="(\w+)" class="md-select__link"', text)
    if [(page.parent / link / "index.html").resolve() for link, to in links if to == _OTHER[lang]] != [other.resolve()]:
        yield f"{name} does not lead to itself in {_OTHER[lang]}"


def _holds(entry: dict[str, str], word: str, index: dict[str, dict[str, str]]) -> bool:
    """Whether the words of an entry, as the index parts them, make up a word from end to end."""
    separator = index["config"]["separator"]
    pattern = rf"(?:^|{separator})" + rf"{_BREAK}?".join(map(re.escape, word)) + rf"(?:$|{separator})"
    text = re.sub(r"<[^>]+>", " ", f"{entry['title']} {entry['text']}")
    return re.search(pattern, text) is not None


def main(site: str) -> int:
    """Print the faults of a site, and return the exit status."""
    found = list(faults(Path(site)))
    for fault in found:
        sys.stderr.write(f"{fault}\n")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
