"""Modules are run here: in a process of their own, that can be killed, under limits of time and memory.

A derivation module is a program.  It may never end, fill the memory, end its process, or change what it imports; so no
process that proves anything runs one.  A child loads the module and sends its derivation back as plain data.  Whatever
goes wrong is a ``Problem`` of the module, with its code and its place:

    GC432  the module fails             GC435  it does not end within the limit of time
    GC433  it defines no derivation     GC436  it fills the memory
                                        GC903  its process ended
"""

from __future__ import annotations

import contextlib
import faulthandler
import json
import multiprocessing
import os
import re
import signal
import sys
import time
from collections.abc import Iterator
from importlib import import_module
from multiprocessing.connection import Connection, wait
from pathlib import Path
from typing import TYPE_CHECKING

from gradcheck.library import Entry, LibraryError, load, refuse
from gradcheck.workers import RECURSION_LIMIT, Limits, describe_exit, limited, mapped_bytes

if TYPE_CHECKING:
    from multiprocessing.context import ForkContext, SpawnContext
    from multiprocessing.process import BaseProcess

    from gradcheck.derivation import Derivation

MOST_BYTES = 200_000_000  # of a derivation on its way
MOST_TRACED = 20_000  # bytes of a traceback, which fit into a pipe
PATIENCE = 0.5  # seconds for a process that is out of time to say where it is
POSIX = os.name == "posix"


def read_module(entry: Entry) -> bytes:
    """The text of the module; LibraryError if it cannot be read."""
    try:
        return entry.path.read_bytes()
    except OSError as error:
        refuse(entry.path, "GC432", f"cannot be read: {error.strerror or error}")


def load_apart(entry: Entry, limits: Limits, source: bytes | None = None) -> Derivation:
    """The derivation of the module, whose code ran elsewhere; LibraryError where there is none.

    ``source`` is what the file was found to hold, if it was read already.
    """
    from gradcheck.proofs.transfer import receive_derivation  # imports the language: once and here, not in each child

    source = read_module(entry) if source is None else source
    if b"sympy" in source:
        import_module("gradcheck.language.sympy_bridge")
    word, _, content = _answer_of_child(entry, limits, source).partition(b" ")
    if word == b"problem":
        code, message, line, column = json.loads(content)
        refuse(entry.path, str(code), str(message), line, column)
    try:
        with _deep():
            return receive_derivation(content)
    except (ValueError, TypeError, LookupError, RecursionError, MemoryError) as error:
        refuse(entry.path, "GC433", f"its DERIVATION cannot be taken out of the module: {error}")


def _answer_of_child(entry: Entry, limits: Limits, source: bytes) -> bytes:
    context = _context()
    receiver, sender = context.Pipe(duplex=False)
    trace, traced = os.pipe() if POSIX else (None, None)
    for stream in (sys.stdout, sys.stderr):
        if stream is not None:
            stream.flush()
    process = context.Process(target=_serve, args=(sender, traced, entry, limits, source))
    try:
        process.start()
        sender.close()
        if not wait([receiver, process.sentinel], limits.seconds):
            line = _line_at_work(process, trace, entry.path)
            refuse(entry.path, "GC435", f"is not loaded within {limits.seconds:g} s", line)
        if not receiver.poll(PATIENCE):
            raise EOFError  # it ended, and something that it left behind keeps the pipe open
        return receiver.recv_bytes(MOST_BYTES)
    except (EOFError, OSError):
        process.join(PATIENCE)
        how = "" if process.exitcode is None else f" ({describe_exit(process.exitcode)})"
        refuse(entry.path, "GC903", f"ends its process{how}")
    finally:
        _kill(process)
        receiver.close()
        for descriptor in (trace, traced):
            if descriptor is not None:
                os.close(descriptor)


def _context() -> ForkContext | SpawnContext:
    return multiprocessing.get_context("fork") if POSIX else multiprocessing.get_context("spawn")


def _kill(process: BaseProcess) -> None:
    """End the child, and whatever it started and left in its session."""
    if process.pid is None:
        return
    if POSIX:
        with contextlib.suppress(OSError):
            os.killpg(process.pid, signal.SIGKILL)  # a group of this number is its own, or there is none
    process.kill()
    process.join()


def _line_at_work(process: BaseProcess, trace: int | None, path: Path) -> int | None:
    """The line at which the child is at work, asked by a signal that is answered even in an endless loop."""
    if trace is None or process.pid is None:
        return None
    os.set_blocking(trace, False)
    told, deadline = b"", time.monotonic() + PATIENCE
    with contextlib.suppress(OSError):
        os.kill(process.pid, signal.SIGUSR1)
    while b"<module>" not in told and len(told) < MOST_TRACED and wait([trace], max(0, deadline - time.monotonic())):
        with contextlib.suppress(BlockingIOError):
            told += os.read(trace, MOST_TRACED)
    frame = rf'File "{re.escape(str(path.resolve()))}", line (\d+) in <module>'
    lines = re.findall(frame, told.decode(errors="replace"))
    return int(lines[-1]) if lines else None


def _serve(sender: Connection, traced: int | None, entry: Entry, limits: Limits, source: bytes) -> None:
    """The child: load, answer, and end without any ceremony that the module may have arranged."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # an interruption is the parent's business
    if POSIX:
        with contextlib.suppress(OSError):
            os.setsid()
        with contextlib.suppress(OSError):
            os.dup2(2, 1)  # what the module writes past Python goes to standard error, too
        if traced is not None:
            faulthandler.register(signal.SIGUSR1, traced, all_threads=False)
    answer = _loaded(entry, limits, source)
    with contextlib.suppress(OSError):
        sender.send_bytes(answer)
    os._exit(0)


def _loaded(entry: Entry, limits: Limits, source: bytes) -> bytes:
    """The derivation, or the problem, behind a word that says which."""
    from gradcheck.proofs.transfer import send_derivation

    try:
        with limited(limits, mapped_bytes()):
            derivation = load(entry, source)
            with _deep():
                answer = b"derivation " + send_derivation(derivation)
        if len(answer) <= MOST_BYTES:
            return answer
        problem = _problem("GC436", f"its derivation takes {len(answer) // 1_000_000} MB")
    except LibraryError as error:
        at = error.problem.location
        problem = _problem(error.problem.code, error.problem.message, at.line, at.column)
    except MemoryError:
        problem = _problem("GC436", "fills the memory while it is loaded")
    except RecursionError:
        problem = _problem("GC432", "its statements are nested too deeply")
    except (TypeError, ValueError) as error:
        problem = _problem("GC433", f"its DERIVATION cannot be taken out of the module: {error}")
    except BaseException as error:
        problem = _problem("GC432", f"fails: {type(error).__name__}: {error}")
    return problem


def _problem(code: str, message: str, line: int = 1, column: int = 1) -> bytes:
    return b"problem " + json.dumps([code, message, line, column]).encode()


@contextlib.contextmanager
def _deep() -> Iterator[None]:
    """Terms may be nested deeper than Python's usual limit of recursion."""
    usual = sys.getrecursionlimit()
    sys.setrecursionlimit(max(usual, RECURSION_LIMIT))
    try:
        yield
    finally:
        sys.setrecursionlimit(usual)
