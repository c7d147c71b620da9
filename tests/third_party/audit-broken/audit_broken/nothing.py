"""Something that is no plugin."""

pack = {"rules": []}
