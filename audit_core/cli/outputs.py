"""Where a run is written: which formats go where, and how each gets there whole; what is written is the reporters'.

A regular file is replaced at once by a complete one that keeps its mode and owner, through links to the file they lead
to; a pipe or a device is written to, never replaced. What is read by a run is never written by it.
"""

import errno
import os
import stat
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from io import BytesIO, TextIOWrapper
from pathlib import Path
from time import monotonic, sleep
from typing import IO, TYPE_CHECKING, Final

from msgspec import Struct

from audit_core.cli.language import language
from audit_core.errors import ConfigurationError, reason
from audit_core.escaping import inert, visible
from audit_core.runs.files import INSIDE, STDIN, Input, is_directory
from audit_core.words import Words

if TYPE_CHECKING:
    from audit_core.formats import Reporter, View
    from audit_core.results import Run

STDOUT: Final = "-"
_DOCS: Final = "AUDIT_CORE_DOCS_URL"
_NOTHING: Final = Words("", "")

_NEW: Final = os.O_WRONLY | os.O_CREAT | os.O_EXCL
_THROUGH: Final = os.O_WRONLY | getattr(os, "O_NOCTTY", 0)
_SAFE: Final = getattr(os, "O_NOFOLLOW", 0)
_PLAIN: Final = getattr(os, "O_CLOEXEC", 0) | getattr(os, "O_BINARY", 0)
_PATIENCE: Final = 5.0
"""Seconds in which somebody opens a pipe that is written to."""

_LOOK: Final = 0.05
_AT_ONCE: Final = 1024 * 1024
_NOT_TO_BE_REPLACED: Final = frozenset({errno.EACCES, errno.EPERM, errno.EBUSY, errno.EXDEV})

_Identity = tuple[int, int] | str


class Target(Struct, frozen=True):
    """A format, and the file that it goes to: `-` is standard output."""

    reporter: "Reporter"
    file: str

    @property
    def name(self) -> str:
        """What messages call the place."""
        return _said("标准输出", "standard output") if self.file == STDOUT else self.file

    def view(self, *, quiet: bool) -> "View":
        """Return how the output is wanted there: for people at a terminal, else plain and 80 columns wide."""
        from audit_core.formats import View

        terminal = self.is_terminal
        width = terminal_columns() if terminal else 80
        colour = terminal and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"
        return View(
            lang=language(), colour=colour, width=max(40, min(width, 120)), quiet=quiet, warn=tell, docs=documentation()
        )

    @property
    def is_terminal(self) -> bool:
        """Whether a person watches the place."""
        return self.file == STDOUT and sys.stdout.isatty()

    def write(self, run: "Run", *, quiet: bool) -> None:
        """Write a run to standard output as it comes; raises ConfigurationError where it cannot be written."""
        with self._telling():
            self.reporter.write(run, sys.stdout, self.view(quiet=quiet))
            sys.stdout.flush()

    def put(self, content: IO[bytes]) -> None:
        """Write a whole output, and close it; raises ConfigurationError, in one line, where it cannot be written."""
        with content, self._telling():
            if self.file == STDOUT:
                sys.stdout.writelines(TextIOWrapper(content, encoding="utf-8", newline=""))
                sys.stdout.flush()
            else:
                _put(self.file, content)

    @contextmanager
    def _telling(self) -> Iterator[None]:
        try:
            yield
        except (OSError, ValueError) as error:
            why = reason(error)
            raise ConfigurationError(f"cannot be written: {why.en}", f"无法写入：{why.zh}", place=self.name) from None


def documentation() -> str:
    """Return the address of the built documentation, from the environment."""
    given = os.environ.get(_DOCS, "")
    if given and not given.startswith(("https://", "http://", "file:///")):
        raise ConfigurationError(
            f"{_DOCS}={given!r}; expected an address that begins with https://, http:// or file:///",
            f"{_DOCS}={given!r}；应为以 https://、http:// 或 file:/// 开头的网址",
        )
    return given


def terminal_columns() -> int:
    """Return the width of the terminal, 80 where there is none."""
    import shutil

    return shutil.get_terminal_size((80, 24)).columns


def _said(zh: str, en: str) -> str:
    return Words(zh, en).say(language())


def tell(line: str) -> None:
    """Say one line on standard error, harmless whatever it quotes; where nobody listens, it is lost."""
    try:
        sys.stderr.write(inert(f"audit-core: {visible(' '.join(line.split()))}") + "\n")
        sys.stderr.flush()
    except (OSError, ValueError):
        return


def targets(formats: Sequence[str], known: "Mapping[str, Reporter]") -> list[Target]:
    """Return the formats asked for (`FMT` or `FMT=FILE`) with their places.

    Raises ConfigurationError for a format nobody knows, no name behind `=`, or two formats in one place.
    """
    found = [_target(text, known) for text in formats]
    places: dict[_Identity, str] = {}
    for target in found:
        place = _identity(target)
        if place in places:
            raise _twice(target)
        places[place] = target.file
    return found


def _target(text: str, known: "Mapping[str, Reporter]") -> Target:
    name, equals, file = text.partition("=")
    if name not in known:
        names = ", ".join(sorted(known))
        raise ConfigurationError(
            f"no format {name!r}; expected one of {names}", f"没有输出格式 {name!r}；可用：{names}"
        )
    if equals and not file:
        raise ConfigurationError(f"--format {text}: expected a file behind =", f"--format {text}：= 后应为文件名")
    return Target(known[name], file or STDOUT)


def _twice(target: Target) -> ConfigurationError:
    if target.file == STDOUT:
        return ConfigurationError(
            "only one format can go to standard output; give the others a file (FMT=FILE)",
            "只能有一种格式写到标准输出；其余请指定文件（FMT=FILE）",
        )
    return ConfigurationError(
        "two formats to one file; give each a file of its own",
        "两种格式写到同一个文件；请分别指定文件",
        place=target.file,
    )


def _identity(target: Target) -> _Identity:
    status = _status(target)
    if status is not None and status.st_ino:
        return status.st_dev, status.st_ino
    return target.file if target.file == STDOUT else os.path.normcase(os.path.realpath(target.file))


def _status(target: Target) -> os.stat_result | None:
    try:
        return os.fstat(sys.stdout.fileno()) if target.file == STDOUT else Path(target.file).stat()
    except (OSError, ValueError):  # it is not there yet, or no file of the system's
        return None


def refuse_inputs(to: Sequence[Target], named: Iterable[str], found: Iterable[Input]) -> None:
    """Raise ConfigurationError where an output would overwrite what the run reads, by whatever name or link.

    `named` are paths of the command line, `found` the inputs. Our own earlier output may be replaced where it was found
    by walking.
    """
    written = {}
    for target in to:
        status = _status(target)
        if status is not None and stat.S_ISREG(status.st_mode):
            written[status.st_dev, status.st_ino] = target
    if not written:
        return
    for path in named:
        same = _same(_outer(path), written)
        if same is not None:
            raise _is_input(same)
    for one in found:
        if one.found and isinstance(one.given, Path):
            same = _same(one.given, written)
            if same is not None and not replaceable(one.given):
                raise _is_input(same, _known(same))


def _outer(path: str) -> Path | int:
    if path == STDIN:
        return 0
    outer = path.partition(INSIDE)[0]
    return Path(path if os.path.lexists(path) else outer)


def _same(path: Path | int, written: Mapping[tuple[int, int], Target]) -> Target | None:
    try:
        status = os.stat(path)  # noqa: PTH116 - a number is a file that is open
    except (OSError, ValueError):
        return None
    return written.get((status.st_dev, status.st_ino))


def _is_input(target: Target, unless: Words = _NOTHING) -> ConfigurationError:
    return ConfigurationError(
        f"is an input of this run, and not written over; give the output another name{unless.en}",
        f"是本次审核的输入，不予覆盖；请另选输出文件{unless.zh}",
        place=target.name,
    )


def _known(target: Target) -> Words:
    """Say how the earlier output of a plugin's reporter is known, for it may be just that."""
    if not target.reporter.origin:
        return _NOTHING
    name, line = target.reporter.name, first_line()
    return Words(
        f"；插件格式 {name} 的输出以“{line}”开头，才能认出是以前的输出",
        f"; what the plugin's format {name} wrote before is known as such where it begins with “{line}”",
    )


def first_line() -> str:
    """Return how an output begins that is known to be one, so that no later run takes it for a report."""
    from datetime import date

    from audit_core import __version__

    return f"# audit-core {__version__}  {date.today()}"  # noqa: DTZ011 - the auditor's day


def said_of_place(target: Target, content: IO[bytes], asked: Iterable[str]) -> Words:
    """Return what to say of a plugin's output that will lie among the reports, and tells nobody that it is none."""
    from audit_core.loaders import HEAD
    from audit_core.loaders.sniffing import is_own

    head = content.read(HEAD)
    content.seek(0)
    file = Path(os.path.realpath(target.file))
    among = any(is_directory(path) and file.is_relative_to(os.path.realpath(path)) for path in asked)
    if target.file == STDOUT or not among or not head or is_own(head):
        return _NOTHING
    name, line = target.reporter.name, first_line()
    return Words(
        f"{target.name}：位于所审核的目录中，下次审核会当作报告；请写到别处，或者让插件格式 {name} 以“{line}”开头",
        f"{target.name}: lies in what is audited, and the next run will take it for a report; write it elsewhere, or "
        f"let the plugin's format {name} begin with “{line}”",
    )


def replaceable(file: Path) -> bool:
    """Whether nothing is lost where a file is written anew: it is empty, or holds what we wrote."""
    from audit_core.loaders import HEAD
    from audit_core.loaders.sniffing import is_own

    try:
        with file.open("rb") as stream:
            head = stream.read(HEAD)
    except OSError:
        return False
    return not head or is_own(head)


def _put(file: str, content: IO[bytes]) -> None:
    try:
        status = Path(file).stat()
    except FileNotFoundError:
        _replace(os.path.realpath(file), content, None)
        return
    if not stat.S_ISREG(status.st_mode):
        _write(_opened(file), content)
    elif os.access(file, os.W_OK):
        _replace(os.path.realpath(file), content, status)
    else:
        raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), file)


def _opened(file: str) -> int:
    """Open a pipe or a device; raises OSError for a pipe that nobody opens to read within `_PATIENCE` seconds."""
    until = monotonic() + _PATIENCE
    while True:
        try:
            handle = os.open(file, _THROUGH | _PLAIN | getattr(os, "O_NONBLOCK", 0))
        except OSError as error:
            if error.errno != errno.ENXIO or monotonic() > until:
                raise
            sleep(_LOOK)
        else:
            if hasattr(os, "set_blocking"):
                os.set_blocking(handle, True)
            return handle


def _replace(file: str, content: IO[bytes], before: os.stat_result | None) -> None:
    """Put a new file in the place of the one before, which nobody ever sees half; else write into that one.

    Its mode and owner are kept. Where that cannot be, or the directory or the system does not let it be replaced, as a
    file that is mounted by itself, it is written where it is.
    """
    import secrets  # it brings hashes and random numbers along, which a run without output files does without

    beside = Path(file).with_name(f".audit-core-{secrets.token_hex(16)}")
    try:
        handle = os.open(beside, _NEW | _SAFE | _PLAIN, 0o666 if before is None else 0o600)
        try:
            kept = before is None or _as_before(handle, before)
            _write(handle, content if kept else BytesIO())
            if kept:
                beside.replace(file)
                return
        finally:
            beside.unlink(missing_ok=True)
    except OSError as error:
        if before is None or error.errno not in _NOT_TO_BE_REPLACED:
            raise
    _write(os.open(file, os.O_WRONLY | os.O_TRUNC | _SAFE | _PLAIN), content)


def _as_before(handle: int, before: os.stat_result) -> bool:
    """Give a new file the owner and mode of the one that it replaces, and return whether it has them."""
    if hasattr(os, "fchown") and (before.st_uid, before.st_gid) != _owner(handle):
        try:
            os.fchown(handle, before.st_uid, before.st_gid)
        except OSError:
            return False
    if hasattr(os, "fchmod"):
        os.fchmod(handle, stat.S_IMODE(before.st_mode))
    return True


def _owner(handle: int) -> tuple[int, int]:
    status = os.fstat(handle)
    return status.st_uid, status.st_gid


def _write(handle: int, content: IO[bytes]) -> None:
    """Write everything, and close; what the system says only on closing is an error as well."""
    content.seek(0)
    with os.fdopen(handle, "wb", buffering=0) as stream:
        while rest := memoryview(content.read(_AT_ONCE)):
            while rest:
                rest = rest[stream.write(rest) :]


def asked(arguments: Sequence[str]) -> Iterator[str]:
    """Yield the values of `--format` on a command line that was never parsed, or not to its end."""
    options = arguments[: arguments.index("--")] if "--" in arguments else arguments
    for at, argument in enumerate(options):
        name, equals, value = argument.partition("=")
        if name == "--format":
            yield value if equals else next(iter(options[at + 1 : at + 2]), "")


def put_failure(arguments: Sequence[str], subject: str, words: Words) -> None:
    """Write what kept a run from beginning into the files that it was to write, each valid in its format.

    That is a file that is new, empty or ours: an argument that was never parsed does not cost a person a file.
    """
    from datetime import date

    from audit_core import __version__
    from audit_core.reporters import BUILTIN
    from audit_core.results import Failure, Run

    known = {reporter.name: reporter for reporter in BUILTIN}
    failure = Failure("configuration", subject or "audit-core", words)
    run = Run(__version__, "", "", "", {}, (), (), (failure,), date.today())  # noqa: DTZ011 - the auditor's day
    done: set[_Identity] = {STDOUT}
    read = {_identity(Target(BUILTIN[0], str(_outer(path)))) for path in _not_asked(arguments)}
    for text in asked(arguments) if "check" in arguments else ():
        try:
            target = _target(text, known)
            if _identity(target) not in done | read and _is_free(Path(target.file)):
                target.put(rendered(target, run, quiet=False))
                done.add(_identity(target))
        except ConfigurationError:  # told of already, or of no account beside what is
            continue


def _not_asked(arguments: Sequence[str]) -> Iterator[str]:
    """Yield what else on a command line may name a file, which is then read."""
    formats = set(asked(arguments))
    for argument in arguments:
        name, _, value = argument.partition("=")
        if name != "--format" and argument not in formats:
            yield from filter(None, (argument, value))


def _is_free(file: Path) -> bool:
    try:
        return not stat.S_ISREG(file.stat().st_mode) or replaceable(file)
    except (OSError, ValueError):
        return True


def rendered(target: Target, run: "Run", *, quiet: bool) -> IO[bytes]:
    """Return the text of a run in a format, from its beginning: at hand, or in a temporary file where it is long.

    Raises ConfigurationError where that file cannot be written.
    """
    from tempfile import SpooledTemporaryFile

    content = SpooledTemporaryFile(_AT_ONCE)  # noqa: SIM115 - it goes with whoever reads it
    try:
        stream = TextIOWrapper(content, encoding="utf-8", errors="backslashreplace", newline="")
        target.reporter.write(run, stream, target.view(quiet=quiet))
        stream.detach().seek(0)
    except BaseException as error:
        with suppress(OSError):  # what it still holds back is tried again
            content.close()
        if not isinstance(error, OSError):
            raise
        why = reason(error)
        raise ConfigurationError(
            f"cannot be written to a temporary file: {why.en}", f"无法写入临时文件：{why.zh}", place=target.name
        ) from None
    return content
