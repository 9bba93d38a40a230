"""Starts one child process, ties it to its parent, and kills it at once.

The process is forked where the system forks, by this one or by an ``Interpreter``, and spawned elsewhere.  It has one
end of a pipe, closes what its parent says that it must not keep open, and ends with its parent, however that ends
(``lifeline``).  What it is to write to standard error, where native libraries say why they abort, goes into a file that
the parent can read after its end.
"""

from __future__ import annotations

import contextlib
import multiprocessing
import os
import signal
import sys
import tempfile
from collections.abc import Callable, Iterable, Sequence
from multiprocessing.connection import wait
from typing import TYPE_CHECKING, Any

from gradcheck.runtime.lifeline import Lifeline
from gradcheck.runtime.shielding import uninterrupted

if TYPE_CHECKING:
    from multiprocessing.context import ForkContext, SpawnContext
    from multiprocessing.process import BaseProcess

    from gradcheck.runtime.interpreter import ForkedProcess, Interpreter

POSIX = os.name == "posix"
LEFT = 0.5  # seconds for a message to arrive that was sent before the end
DYING = 1.0  # seconds between the end of its pipe and its own
MAX_HEARD = 8_000  # bytes of what a process wrote that are told

Serve = Callable[..., None]  # of the pipe, the descriptor to write to (None: nowhere), and what else was given


class ChildProcess:
    """A process that runs ``serve(pipe, noise, *args)``; ``daemon``: the interpreter ends it at its own end.

    ``others`` are processes of this one whose descriptors the new one must not keep open.  An ``interpreter`` forks it,
    if one is given; then the ``args`` are descriptors, and EOFError is raised if the interpreter has ended.
    """

    process: BaseProcess | ForkedProcess

    def __init__(
        self,
        serve: Serve,
        *args: Any,
        others: Iterable[ChildProcess] = (),
        name: str = "",
        daemon: bool = False,
        interpreter: Interpreter | None = None,
    ) -> None:
        context = _context()
        self.connection, far = context.Pipe()
        self._noise = tempfile.TemporaryFile()  # noqa: SIM115
        self._lifeline = Lifeline() if POSIX else None
        for stream in (sys.stdout, sys.stderr):
            if stream is not None:
                stream.flush()
        kept = [descriptor for one in (self, *others) for descriptor in one._own()] if POSIX else []
        given = far, self._noise.fileno() if POSIX else None, *args
        with far, uninterrupted():
            if interpreter is not None and self._lifeline is not None:
                self.process = interpreter.fork(serve, self.connection, far, self._lifeline.descriptors[0], *args)
                return
            begun = serve, self._lifeline, kept, given
            process = context.Process(target=_begin, args=begun, name=name or None, daemon=daemon)
            process.start()
            self.process = process

    def _own(self) -> list[int]:
        """The descriptors that no other process may keep open."""
        return [self.connection.fileno(), *(self._lifeline.descriptors[1:] if self._lifeline is not None else ())]

    def hear(self, seconds: float, most: int | None = None) -> bytes:
        """Return its next message; TimeoutError after so many seconds, EOFError if it has ended."""
        if not wait([self.connection, self.process.sentinel], seconds):
            raise TimeoutError
        if not self.connection.poll(LEFT):
            raise EOFError  # it ended, and something that it left behind may keep the pipe open
        return self.connection.recv_bytes(most)

    def written(self, start: int = 0) -> str:
        """Return what the process wrote from that place on, as far as it is told."""
        content = os.pread(self._noise.fileno(), MAX_HEARD, start) if POSIX else b""
        return content.decode(errors="replace")

    def size_written(self) -> int:
        """Return how much the process wrote until now."""
        return os.fstat(self._noise.fileno()).st_size

    @property
    def has_ended(self) -> bool:
        """Whether the process is no more."""
        return bool(wait([self.process.sentinel], 0))

    def exit_code(self) -> int:
        """Return the exit code of a process that is ending; it is killed if it takes long."""
        self.process.join(DYING)
        self.process.kill()
        self.process.join()
        return self.process.exitcode or 0

    def kill(self, group: bool = False) -> None:
        """End the process at once, whatever it is doing; with ``group``, all that it left in a session of its own."""
        if group and POSIX and self.process.pid is not None:
            with contextlib.suppress(OSError):
                os.killpg(self.process.pid, signal.SIGKILL)  # a group of this number is its own, or there is none
        self.process.kill()
        self.process.join()
        self.connection.close()
        self._noise.close()
        if self._lifeline is not None:
            self._lifeline.cut()


def _context() -> ForkContext | SpawnContext:
    return multiprocessing.get_context("fork") if POSIX else multiprocessing.get_context("spawn")


def _begin(serve: Serve, lifeline: Lifeline | None, kept: Sequence[int], given: tuple[Any, ...]) -> None:
    """Run in the child."""
    for descriptor in kept:
        with contextlib.suppress(OSError):
            os.close(descriptor)
    if lifeline is not None:
        with contextlib.suppress(OSError):
            lifeline.tie()
    serve(*given)


def describe_exit(exitcode: int) -> str:
    """Describe the exit code of a process in words."""
    if exitcode < 0:
        with contextlib.suppress(ValueError):
            return signal.Signals(-exitcode).name
    return f"exit code {exitcode}"
