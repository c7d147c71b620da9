"""The exceptions; how they are shown is left to the command line.

AuditError
├── InputError            a report that cannot be read; the others are still audited
│   └── NotAReport        a file that can be read, and is something else
├── ConfigurationError    a form, ruleset, option or selection that cannot be followed
│   ├── FormError
│   └── RulesetError
├── PluginError           a plugin that cannot be loaded or followed
└── NotAssessed           control flow: a rule met a fact it cannot judge by
    └── NotApplicable     control flow: a rule is not for this report
"""

from types import TracebackType

from audit_core.words import Lang, Words


class AuditError(Exception):
    """Anything that audit-core itself raises: one line that says what was found, where, and what was expected.

    `place` is `file`, `file:line` or `file:line:column`, or empty.
    """

    def __init__(self, en: str, zh: str = "", *, place: str = "") -> None:
        super().__init__(en)
        self.words = Words(zh or en, en)
        self.place = place

    def say(self, lang: Lang) -> str:
        """Return the one line in `lang`, its place first."""
        text = self.words.zh if lang == "zh" else self.words.en
        return f"{self.place}: {text}" if self.place else text

    def __str__(self) -> str:
        return self.say("en")


class InputError(AuditError):
    """A report cannot be read; the audit goes on with the others."""


class NotAReport(InputError):  # noqa: N818 - told apart from a report that is broken
    """A readable file in which nothing of any form was found; in a directory it is passed over, and listed."""


class ConfigurationError(AuditError):
    """A form, a ruleset, an option or a selection cannot be followed."""


class FormError(ConfigurationError):
    """A form is malformed, or none fits the report's year."""


class RulesetError(ConfigurationError):
    """A ruleset is malformed; the place holds file, line and column."""


class PluginError(AuditError):
    """A plugin cannot be loaded, or breaks what it promised."""


class NotAssessed(AuditError):  # noqa: N818 - a verdict, not a mistake
    """A rule met a fact it cannot judge by; its outcome is `not_assessed` with this reason."""


class NotApplicable(NotAssessed):
    """A rule is not for the report it was given; its outcome is `not_applicable` with this reason."""


def mistake(error: Exception) -> AuditError:
    """Return what to say of an exception that none of us meant to raise: its kind, its words, and where it arose."""
    frame = origin(error)
    said = one_line(error)[:200] + (f" ({frame.tb_frame.f_globals.get('__name__')}:{frame.tb_lineno})" if frame else "")
    return AuditError(f"a mistake in audit-core itself: {said}", f"audit-core 自身出错：{said}")


def one_line(error: BaseException) -> str:
    """Return the kind and the words of an exception in one line."""
    return " ".join(f"{type(error).__name__}: {error}".split())


def origin(error: BaseException) -> TracebackType | None:
    """Return the innermost entry of an exception's traceback: where it arose."""
    at = error.__traceback__
    while at is not None and at.tb_next is not None:
        at = at.tb_next
    return at
