"""Something that is no plugin."""

pack: dict[str, list[str]] = {"rules": []}
