"""Two languages side by side; what is said, and where, is left to others."""

from typing import TYPE_CHECKING, Literal, NamedTuple, Self

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

Lang = Literal["zh", "en"]


class Words(NamedTuple):
    """One text in Chinese and English, with the same placeholders in both."""

    zh: str
    en: str

    @classmethod
    def of(cls, text: "str | tuple[str, str] | dict[str, str]") -> Self:
        """Read a plain string (the same in both), a pair, a `{zh, en}` mapping or `"中文 / English"`."""
        if isinstance(text, dict):
            return cls(text.get("zh") or text.get("en", ""), text.get("en") or text.get("zh", ""))
        if isinstance(text, tuple):
            return cls(*text)
        zh, slash, en = text.partition(" / ")
        return cls(zh.strip(), en.strip() if slash else zh.strip())

    @classmethod
    def counted(cls, count: int, one: str, more: str = "") -> Self:
        """Return a number for a template: alone in Chinese, whose counters stand in it, with its noun in English."""
        return cls(str(count), counted(count, one, more))

    @classmethod
    def joined(cls, parts: "Iterable[Words]") -> Self:
        """Return texts as the clauses of one."""
        texts = tuple(parts)
        return cls("；".join([text.zh for text in texts]), "; ".join([text.en for text in texts]))

    @classmethod
    def listed(cls, names: "Sequence[str]", most: int) -> Self:
        """Name some, up to `most` of them, and say how many there are where not all are named."""
        zh, en = "、".join(names[:most]), ", ".join(names[:most])
        if len(names) <= most:
            return cls(zh, en)
        return cls(f"{zh}等 {len(names)} 个", f"{en} and others, {len(names)} in all")

    def say(self, lang: Lang, **values: object) -> str:
        """Return the text in `lang` with its placeholders filled."""
        text = self.zh if lang == "zh" else self.en
        return text.format_map(values) if values else text


def counted(count: int, one: str, more: str = "") -> str:
    """Return a number with its English noun, in the plural where it is not one: `1 row`, `3 rows`, `2 branches`."""
    return f"{count} {one if count == 1 else more or one + 's'}"
