"""The process that reads PDF files: started once, asked file by file, ended when a file takes too long.

A file of three kilobytes can keep PDFium busy for years and fill any memory (forms that draw each other); native code
cannot be interrupted, only its process ended.
"""

import atexit
import contextlib
import os
import subprocess
import sys
from struct import pack, unpack
from threading import Event, Lock, Timer
from typing import Final

import msgspec

from audit_core.errors import PluginError
from audit_core.loaders.pdf.protocol import PageContents, ReadRequest

_START: Final = "import sys; sys.path[:] = sys.argv[1:]; from audit_core.loaders.pdf import worker; worker.main()"
_LENGTH: Final = 8


class WorkerEnded(Exception):  # noqa: N818 - an answer, not a mistake
    """The process ended before it answered; `late` where it was ended for taking too long."""

    def __init__(self, *, late: bool) -> None:
        super().__init__()
        self.late = late


class WorkerProcess:
    """The process, its pipes, and who may use them: one thread of the process that started it."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._running: subprocess.Popen[bytes] | None = None
        self._owner = 0

    def read(self, asked: ReadRequest) -> PageContents:
        """Return what stands in a file; raises Broken where no answer comes."""
        with self._lock:
            running = self._started()
            late = Event()
            timer = Timer(asked.seconds, _ended, (running, late))
            timer.daemon = True
            timer.start()
            try:
                return msgspec.msgpack.decode(_exchanged(running, msgspec.msgpack.encode(asked)), type=PageContents)
            except (OSError, EOFError, msgspec.DecodeError) as error:
                self._end()
                raise WorkerEnded(late=late.is_set()) from error
            except BaseException:
                self._end()  # the answer to a question that was given up would be taken for that to the next
                raise
            finally:
                timer.cancel()

    def _started(self) -> "subprocess.Popen[bytes]":
        """Return the running process; one that a forked parent started is left to it."""
        if self._running is None or self._owner != os.getpid() or self._running.poll() is not None:
            if not sys.executable:
                raise PluginError(
                    "the PDF reader needs a Python interpreter to start, and this program names none",
                    "读取 PDF 需要启动 Python 解释器，而本程序未提供",
                )
            self._end()
            # Nothing of the file is in the command; the search path is that of this process.
            command = [sys.executable, "-E", "-c", _START, *sys.path]
            pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "stderr": subprocess.DEVNULL}
            self._running = subprocess.Popen(command, **pipes)  # type: ignore[call-overload]  # noqa: S603
            self._owner = os.getpid()
        return self._running

    def _end(self) -> None:
        running, self._running = self._running, None
        if running is None or self._owner != os.getpid():
            return
        running.kill()
        for pipe in (running.stdin, running.stdout):
            with contextlib.suppress(OSError):
                if pipe:
                    pipe.close()
        running.wait()

    def close(self) -> None:
        """End the process if it runs."""
        with self._lock:
            self._end()


def _ended(running: "subprocess.Popen[bytes]", late: Event) -> None:
    late.set()
    running.kill()


def _exchanged(running: "subprocess.Popen[bytes]", question: bytes) -> bytes:
    if running.stdin is None or running.stdout is None:
        raise EOFError
    running.stdin.write(pack("<Q", len(question)) + question)
    running.stdin.flush()
    head = running.stdout.read(_LENGTH)
    if len(head) < _LENGTH:
        raise EOFError
    (length,) = unpack("<Q", head)
    return running.stdout.read(length)


WORKER: Final = WorkerProcess()
"""The reader of this process."""

atexit.register(WORKER.close)
