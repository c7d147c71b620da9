"""Commands, options and arguments of click whose help is in the language of the person who asks for it.

@command(Words("列出规则。", "List the rules."))
@option("--ruleset", says=Words("规则集", "rules to follow"), value=Words("名称", "NAME"))
def rules(ruleset: str) -> None: ...
"""

from collections.abc import Callable, Iterable
from typing import Any, Final

import click

from audit_core.cli.language import language
from audit_core.reporters.terminal import padded, width, wrap
from audit_core.words import Words

_UNSAID: Final = Words("", "")
_USAGE: Final = Words("用法：", "Usage: ")
_COLON: Final = Words("：", ":")
_OPTIONS: Final = Words("[选项]", "[OPTIONS]")
_COMMAND: Final = Words("命令 [参数]…", "COMMAND [ARGS]...")
_HELP: Final = Words("显示本说明", "Show this message and exit.")

Decorator = Callable[[Any], Any]


class Formatter(click.HelpFormatter):
    """Lays help out by the columns that characters take, as wide ones take two."""

    def write_usage(self, prog: str, args: str = "", prefix: str | None = None) -> None:
        """Write the usage line."""
        self._lines(args, first=f"{prefix or _USAGE.say(language())}{prog} ")

    def write_heading(self, heading: str) -> None:
        """Write the heading of a list."""
        self.write(f"{heading}{_COLON.say(language())}\n")

    def write_text(self, text: str) -> None:
        """Write paragraphs."""
        for number, paragraph in enumerate(text.split("\n\n")):
            if number:
                self.write_paragraph()
            self._lines(paragraph, first=" " * self.current_indent)

    def write_dl(self, rows: Iterable[tuple[str, str]], col_max: int = 30, col_spacing: int = 2) -> None:
        """Write names and what is said of them, in two columns; a name too long has a line of its own."""
        rows = list(rows)
        wide = min(max(width(name) for name, _ in rows), col_max)
        for name, text in rows:
            head = f"{' ' * self.current_indent}{name}"
            second = self.current_indent + wide + col_spacing
            if width(name) > wide:
                self.write(f"{head}\n")
                head = ""
            self._lines(text, first=padded(head, second))

    def _lines(self, text: str, first: str) -> None:
        for line in wrap(text, self.width, first):
            self.write(f"{line}\n")


class Context(click.Context):
    """A command line while it is followed."""

    formatter_class = Formatter


class _Value(click.Parameter):
    """A parameter whose value has a name in either language."""

    value: Words | None

    def make_metavar(self, ctx: click.Context) -> str:
        """Return what the usage calls the value."""
        self.metavar = self.value.say(language()) if self.value else None
        return super().make_metavar(ctx)


class LocalizedOption(_Value, click.Option):
    """An option that says what it is for."""

    def __init__(self, *names: Any, says: Words = _UNSAID, value: Words | None = None, **known: Any) -> None:  # noqa: ANN401 - click's
        super().__init__(*names, **known)
        self.says = says
        self.value = value

    def get_help_record(self, ctx: click.Context) -> tuple[str, str] | None:
        """Return the option and what it is for."""
        self.help = self.says.say(language())
        return super().get_help_record(ctx)


class Argument(_Value, click.Argument):
    """An argument whose place in the usage has a name."""

    def __init__(self, *names: Any, value: Words, **known: Any) -> None:  # noqa: ANN401 - click's
        super().__init__(*names, **known)
        self.value = value


class Command(click.Command):
    """A command that says what it does."""

    context_class = Context

    def __init__(self, *given: Any, says: Words = _UNSAID, **known: Any) -> None:  # noqa: ANN401 - click's
        super().__init__(*given, **known)
        self.says = says

    def collect_usage_pieces(self, ctx: click.Context) -> list[str]:
        """Return what the usage line shows after the name."""
        self.options_metavar = _OPTIONS.say(language())
        return super().collect_usage_pieces(ctx)

    def get_help_option(self, ctx: click.Context) -> click.Option | None:
        """Return the option that shows the help."""
        found = super().get_help_option(ctx)
        if found is not None:
            found.help = _HELP.say(language())
        return found

    def format_help_text(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write what the command does."""
        self.help = self.says.say(language())
        super().format_help_text(ctx, formatter)

    def get_short_help_str(self, limit: int = 45) -> str:
        """Return what the command does, in one line."""
        self.help = self.says.say(language())
        return super().get_short_help_str(limit)


class LocalizedGroup(Command, click.Group):
    """A command of commands."""

    def collect_usage_pieces(self, ctx: click.Context) -> list[str]:
        """Return what the usage line shows after the name."""
        self.subcommand_metavar = _COMMAND.say(language())
        return super().collect_usage_pieces(ctx)


def group(says: Words, **known: Any) -> Decorator:  # noqa: ANN401 - click's
    """Make a function a group of commands."""
    return click.group(cls=LocalizedGroup, says=says, **known)


def command(says: Words) -> Decorator:
    """Make a function a command."""
    return click.command(cls=Command, says=says)


def option(*names: str, says: Words, value: Words | None = None, **known: Any) -> Decorator:  # noqa: ANN401 - click's
    """Give a command an option; `value` names what it takes."""
    return click.option(*names, cls=LocalizedOption, says=says, value=value, **known)


def argument(name: str, value: Words, **known: Any) -> Decorator:  # noqa: ANN401 - click's
    """Give a command an argument; `value` is what the usage calls it."""
    return click.argument(name, cls=Argument, value=value, **known)
