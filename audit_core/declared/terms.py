"""Term lists as items: what is wrong and what is right, plain terms, or rows of a table; a term `re:…` is a pattern."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

from audit_core.declared.patterns import as_run, vet
from audit_core.declared.specs import Item
from audit_core.errors import RulesetError

PATTERN: Final = "re:"
KEYS: Final = ("term", "right", "unless", "form")

Terms = Mapping[str, Any] | Sequence[Any]
"""`{wrong: right}`, plain terms, or mappings with `term`, `right`, `unless` and `form`."""


def items_of(terms: Terms) -> tuple[Item, ...]:
    """Return a term list as items.

    Raises RulesetError for a pattern that is not admitted.
    """
    return tuple(_items(terms))


def _items(terms: Terms) -> Iterator[Item]:
    if isinstance(terms, Mapping):
        for term, right in terms.items():
            yield _item({"term": term, "right": right})
        return
    for row in terms:
        yield _item({"term": row} if isinstance(row, str) else row)


def _item(row: Mapping[str, Any]) -> Item:
    for key in row:
        if key not in KEYS:
            listed = ", ".join(KEYS)
            raise RulesetError(
                f"unknown key {key!r} of a term, expected {listed}", f"词语的键 {key!r} 未知，应为 {listed}"
            )
    term, given = str(row["term"]), row.get("unless") or ()
    unless = as_run([given] if isinstance(given, str) else given)
    right, form = str(row.get("right") or ""), str(row.get("form") or "*")
    if not term.startswith(PATTERN):
        return Item(term, term=True, literals=(term,), right=right, unless=unless, form=form)
    vetted = vet(term.removeprefix(PATTERN))
    return Item(vetted.pattern, literals=vetted.literals, joined=vetted.joined, right=right, unless=unless, form=form)
