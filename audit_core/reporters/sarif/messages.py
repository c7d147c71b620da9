"""Messages as SARIF writes them: numbered placeholders, arguments, and links to the operands' places.

A rule's template has named placeholders; in both languages each gets the same number, so that one list of arguments
fills either. Where the words of a finding are its own, there is only text.
"""

from collections.abc import Iterator, Mapping
from string import Formatter
from typing import Any, Final

from audit_core.escaping import visible
from audit_core.findings import Evidence, Finding, Reported, format_value
from audit_core.report import Fact
from audit_core.reporters import JsonObject, phrases
from audit_core.rules import Rule
from audit_core.words import Lang, Words

_ENDS: Final = tuple("。！？….!?")


def sentence(text: str, lang: Lang) -> str:
    """Return text with a full stop where it has no end of its own."""
    return text if not text or text.endswith(_ENDS) else text + ("。" if lang == "zh" else ".")


def plain_text(text: str) -> str:
    """Return text in one line in which nothing acts, and nothing can be taken for a link."""
    return visible(text).replace("](", "] (")


def link(text: str, target: int) -> str:
    """Return text that links to a related location."""
    escaped = plain_text(text).replace("\\", "\\\\").replace("[", "\\[").replace("]", "\\]")
    return f"[{escaped}]({target})"


def printed(operand: Evidence, lang: Lang) -> str:
    """Return an operand as it is printed."""
    return plain_text(operand.raw.strip()) or phrases.EMPTY.say(lang)


def message_strings(rule: Rule, lang: Lang) -> JsonObject:
    """Return a rule's templates: alone, and with a list of operands as the last argument.

    A rule whose findings bring words of their own has none; its title stands for it.
    """
    template = rule.template if all(rule.template) else Words(*map(_escaped, rule.title))
    fields = _fields(template)
    text = sentence(_numbered(template.say(lang), fields), lang)
    operands = phrases.OPERANDS.say(lang, operands=f"{{{len(fields)}}}")
    return {"default": {"text": text}, "operands": {"text": _with_operands(text, operands, lang)}}


def message(reported: Reported, rule: Rule | None, lang: Lang, operands: tuple[Evidence, ...]) -> JsonObject:
    """Return the message of a finding; operands are numbered from 1 in the order of the related locations."""
    arguments = _arguments(reported, rule, lang)
    links = dict(_links(reported.finding, operands, lang))
    listed = _operands(reported.finding, operands, links, lang)
    if rule is None or arguments is None:
        text = sentence(plain_text(reported.words.say(lang)), lang)
        said = phrases.OPERANDS.say(lang, operands=listed)
        return {"text": _with_operands(text, said, lang) if listed else text}
    filled = [links.get(name, plain_text(text)) for name, text in arguments] + ([listed] if listed else [])
    chosen = "operands" if listed else "default"
    text = message_strings(rule, lang)[chosen]["text"].format(*filled)
    return {"text": text, "id": chosen, "arguments": filled}


def _with_operands(text: str, operands: str, lang: Lang) -> str:
    return sentence(phrases.NEXT.say(lang).join((text, operands)), lang)


def _pieces(text: str) -> Iterator[tuple[str, str | None]]:
    """Yield the stretches of a template, each with the placeholder after it as written."""
    for literal, name, spec, conversion in Formatter().parse(text):
        field = None if name is None else name + (f"!{conversion}" if conversion else "") + (f":{spec}" if spec else "")
        yield literal, field


def _fields(template: Words) -> list[str]:
    fields = (field for text in template for _, field in _pieces(text) if field is not None)
    return list(dict.fromkeys(fields))


def _escaped(text: str) -> str:
    return text.replace("{", "{{").replace("}", "}}")


def _numbered(text: str, fields: list[str]) -> str:
    parts = []
    for literal, field in _pieces(text):
        parts.append(_escaped(literal))
        parts.append("" if field is None else f"{{{fields.index(field)}}}")
    return "".join(parts)


def _arguments(reported: Reported, rule: Rule | None, lang: Lang) -> list[tuple[str, str]] | None:
    """Return placeholders and what fills them, or None where the message was not made from the rule's template."""
    finding = reported.finding
    if rule is None or finding.message is not None:
        return None
    values = {name: format_value(value, lang) for name, value in _values(finding).items()}
    try:
        if rule.template.say(lang).format_map(values) != reported.words.say(lang):
            return None
        return [(field, ("{" + field + "}").format_map(values)) for field in _fields(rule.template)]
    except (KeyError, ValueError, AttributeError, IndexError, TypeError):
        return None


def _values(finding: Finding) -> Mapping[str, Any]:
    return {"at": finding.at, **finding.values}


def _links(finding: Finding, operands: tuple[Evidence, ...], lang: Lang) -> Iterator[tuple[str, str]]:
    """Yield the placeholders that name an operand, as links to it."""
    for name, value in _values(finding).items():
        if isinstance(value, Fact):
            for number, operand in enumerate(operands, start=1):
                if operand.at is value:
                    yield name, link(str(format_value(value, lang)), number)


def _operands(finding: Finding, operands: tuple[Evidence, ...], links: Mapping[str, str], lang: Lang) -> str:
    """List the operands, those that have no place as mere text; a single one that the message links to says enough."""
    if len(finding.evidence) == 1 and links:
        return ""
    located = [
        f"{link(operand.label.say(lang), number)} = {printed(operand, lang)}"
        for number, operand in enumerate(operands, start=1)
    ]
    others = [
        f"{plain_text(operand.label.say(lang))} = {printed(operand, lang)}"
        for operand in finding.evidence
        if operand.at is None
    ]
    return phrases.LIST.say(lang).join(located + others)
