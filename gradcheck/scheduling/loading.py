"""Runs modules, each in a process of its own that can be killed, under limits of time and memory.

A derivation module is a program.  It may never end, fill the memory, end its process, or change what it imports; so no
process that proves anything runs one.  A child loads the module and sends its derivation back as plain data.  It serves
one module, so that none can meddle with another; those that come with gradcheck share one, and in an installed wheel
none of these is run (``stated``).  What SymPy answers may come in the order of a set, so modules in which its name
occurs are run in processes in which that is the same each time; the ``Interpreter`` that forks them loads SymPy once
for all.  Whatever goes wrong is a ``Problem`` of the module, with its code and its place:

    GC432  the module fails             GC435  it does not end within the limit of time
    GC433  it defines no derivation     GC436  it fills the memory
                                        GC903  its process ended
"""

from __future__ import annotations

import contextlib
import faulthandler
import json
import os
import re
import signal
import sys
import time
from collections.abc import Callable, Iterable, Iterator
from importlib import import_module
from multiprocessing.connection import Connection, wait
from pathlib import Path
from typing import TYPE_CHECKING

from gradcheck.project.discovery import Entry, LibraryError, load, refuse, shipped_folder
from gradcheck.runtime.child import RECURSION_LIMIT, limited, mapped_bytes
from gradcheck.runtime.importing import return_for_authors
from gradcheck.runtime.interpreter import ForkedProcess, Interpreter, with_fixed_seed
from gradcheck.runtime.limits import Limits
from gradcheck.runtime.process import POSIX, ChildProcess, describe_exit
from gradcheck.scheduling.stated import read_stated

if TYPE_CHECKING:
    from multiprocessing.process import BaseProcess

    from gradcheck.derivation import Derivation

MAX_BYTES = 200_000_000  # of a derivation on its way
MAX_TRACED = 20_000  # bytes of a traceback, which fit into a pipe
PATIENCE = 0.5  # seconds for a process that is out of time to say where it is
TRANSFER, PRELOADING = "gradcheck.project.proofs.transfer", "gradcheck.language.sympy.preloading"


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
    return read_derivation(entry, fetch_derivation(entry, limits, read_module(entry) if source is None else source))


def fetch_derivation(entry: Entry, limits: Limits, source: bytes) -> bytes:
    """The derivation of the module as text, which ``read_derivation`` makes into one."""
    stated = read_stated(entry.path, source)
    if stated is not None:
        return stated
    import_module(TRANSFER)  # imports the language: once and here, not in each child
    word, _, content = _answer_of_child(entry, limits, source).partition(b" ")
    if word == b"problem":
        code, message, line, column = json.loads(content)
        refuse(entry.path, str(code), str(message), line, column)
    return content


def read_derivation(entry: Entry, content: bytes) -> Derivation:
    """The derivation that was fetched; LibraryError if there is none."""
    from gradcheck.project.proofs.transfer import receive_derivation

    try:
        with _deep():
            return receive_derivation(content)
    except (ValueError, TypeError, LookupError, RecursionError, MemoryError) as error:
        refuse(entry.path, "GC433", f"its DERIVATION cannot be taken out of the module: {error}")


def _answer_of_child(entry: Entry, limits: Limits, source: bytes) -> bytes:
    """The answer of a child of its own, or, for the modules of the library itself, of one that serves them all."""
    with_sympy = not entry.is_document and _names_sympy(source)
    if not entry.path.resolve().is_relative_to(shipped_folder()):
        child = _Child(with_sympy)
        try:
            return child.answer(entry, limits, source)
        finally:
            child.kill()
    librarian = _librarians.pop(with_sympy, None) or _Child(with_sympy, daemon=True)
    try:
        answer = librarian.answer(entry, limits, source)
        _librarians[with_sympy] = librarian
        return answer
    finally:
        if with_sympy not in _librarians:
            librarian.kill()


def _names_sympy(source: bytes) -> bool:
    return b"sympy" in source


def start_interpreter_for(entries: Iterable[Entry]) -> None:
    """Start the interpreter if one of these modules needs it, so that processes that are forked later share it."""
    modules = [entry for entry in entries if not entry.is_document]
    for entry in modules if POSIX and _interpreter is None else ():
        with contextlib.suppress(LibraryError):
            source = read_module(entry)
            if _names_sympy(source) and read_stated(entry.path, source) is None:
                _start_interpreter()
                return


def _start_interpreter() -> Interpreter:
    global _interpreter
    if _interpreter is not None:
        _interpreter.close()
    _interpreter = Interpreter((TRANSFER, PRELOADING), RECURSION_LIMIT)
    return _interpreter


def close_loaders() -> None:
    """End the children that serve the library, and the interpreter."""
    global _interpreter
    while _librarians:
        _librarians.popitem()[1].kill()
    if _interpreter is not None:
        _interpreter.close()
        _interpreter = None


class _Child:
    """A process that loads the modules it is asked for until it is killed."""

    def __init__(self, with_sympy: bool, daemon: bool = False) -> None:
        """``daemon``: it ends with this process."""
        self.trace: int | None
        self.trace, traced = os.pipe() if POSIX else (None, None)
        self._child = _start_with_sympy(traced) if with_sympy else ChildProcess(_serve, traced, daemon=daemon)
        self.process, self.connection = self._child.process, self._child.connection
        if traced is not None:
            os.close(traced)

    def answer(self, entry: Entry, limits: Limits, source: bytes) -> bytes:
        """Ask the child for the module; LibraryError if it does not answer, and then it must be replaced."""
        try:
            self.connection.send((entry, limits, source))
            return self._child.hear(limits.seconds, MAX_BYTES)
        except TimeoutError:
            line = _line_at_work(self.process, self.trace, entry.path)
            refuse(entry.path, "GC435", f"is not loaded within {limits.seconds:g} s", line)
        except (EOFError, OSError):
            self.process.join(PATIENCE)
            how = "" if self.process.exitcode is None else f" ({describe_exit(self.process.exitcode)})"
            refuse(entry.path, "GC903", f"ends its process{how}")

    def kill(self) -> None:
        """End the child, and whatever it started and left in its session."""
        self._child.kill(group=True)
        if self.trace is not None:
            os.close(self.trace)


def _start_with_sympy(traced: int | None) -> ChildProcess:
    """Start a child in which what SymPy answers is the same each time."""
    if traced is None:
        with with_fixed_seed():
            return ChildProcess(_serve_with_sympy, None, None)
    error = 2 if _standard_error is None else _standard_error
    try:
        return ChildProcess(_serve_with_sympy, traced, error, interpreter=_interpreter or _start_interpreter())
    except EOFError:  # somebody ended the interpreter
        return ChildProcess(_serve_with_sympy, traced, error, interpreter=_start_interpreter())


_librarians: dict[bool, _Child] = {}  # whether it serves modules with SymPy, and the child
_interpreter: Interpreter | None = None
_standard_error: int | None = None
_private: tuple[int, ...] = ()


def _line_at_work(process: BaseProcess | ForkedProcess, trace: int | None, path: Path) -> int | None:
    """The line at which the child is at work, asked by a signal that is answered even in an endless loop."""
    if trace is None or process.pid is None:
        return None
    os.set_blocking(trace, False)
    told, deadline = b"", time.monotonic() + PATIENCE
    with contextlib.suppress(OSError):
        os.kill(process.pid, signal.SIGUSR1)
    while b"<module>" not in told and len(told) < MAX_TRACED and wait([trace], max(0, deadline - time.monotonic())):
        with contextlib.suppress(BlockingIOError):
            more = os.read(trace, MAX_TRACED)
            if not more:
                break  # nobody is there any more
            told += more
    frame = rf'File "{re.escape(str(path.resolve()))}", line (\d+) in <module>'
    lines = re.findall(frame, told.decode(errors="replace"))
    return int(lines[-1]) if lines else None


def _serve(
    connection: Connection, noise: int | None, traced: int | None, begin: Callable[[], None] = lambda: None
) -> None:
    """Run in the child: load and answer, and end without running exit handlers of the module.

    ``begin`` is called before each module.
    """
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # an interruption is the parent's business
    if _interpreter is not None:
        _interpreter.close()  # a module asks it for nothing, and it ends when nobody else is there
    return_for_authors()
    if traced is not None:
        _restore_standard_error()
        for descriptor in _private:
            os.close(descriptor)
        with contextlib.suppress(OSError):
            os.setsid()
        with contextlib.suppress(OSError):
            os.dup2(2, 1)  # what the module writes past Python goes to standard error, too
        faulthandler.register(signal.SIGUSR1, traced, all_threads=False)
    with contextlib.suppress(OSError, EOFError):
        while True:
            asked = connection.recv()
            begin()
            connection.send_bytes(_loaded(*asked))
    os._exit(0)


def _serve_with_sympy(connection: Connection, _: int | None, traced: int | None, error: int | None) -> None:
    """Run in a child that the interpreter forked, and writes errors to ``error``; or, elsewhere, in a spawned one."""
    if error is not None:
        os.dup2(error, 2)
        os.close(error)
    _serve(connection, None, traced, import_module(PRELOADING).begin_alike)


def become_worker(*private: int) -> None:
    """Before a process turns its standard error elsewhere: what modules write goes where it went until now.

    The ``private`` descriptors are closed in its children: as long as one of them holds the end of a pipe, nobody at
    the other end notices that its owner is gone.
    """
    global _standard_error, _private
    _standard_error, _private = os.dup(2), private


def _restore_standard_error() -> None:
    if _standard_error is not None:
        with contextlib.suppress(OSError):
            os.dup2(_standard_error, 2)
            sys.stderr = open(2, "w", 1, encoding="utf-8", errors="backslashreplace", closefd=False)  # noqa: SIM115


def _loaded(entry: Entry, limits: Limits, source: bytes) -> bytes:
    """The derivation, or the problem, behind a word that says which."""
    from gradcheck.project.proofs.transfer import send_derivation

    try:
        with limited(limits, mapped_bytes()), _deep() if entry.is_document else contextlib.nullcontext():
            derivation = _load_document(entry, source) if entry.is_document else load(entry, source)
            with _deep():
                answer = b"derivation " + send_derivation(derivation)
        if len(answer) <= MAX_BYTES:
            return answer
        problem = _problem("GC436", f"its derivation takes {len(answer) // 1_000_000} MB")
    except LibraryError as error:
        at = error.problem.location
        place = () if at is None else (at.line, at.column)
        problem = _problem(error.problem.code, error.problem.message, *place)
    except MemoryError:
        problem = _problem("GC436", "fills the memory while it is loaded")
    except RecursionError:
        problem = _problem("GC432", "its statements are nested too deeply")
    except (TypeError, ValueError) as error:
        problem = _problem("GC433", f"its DERIVATION cannot be taken out of the module: {error}")
    except BaseException as error:
        problem = _problem("GC432", f"fails: {type(error).__name__}: {error}")
    return problem


def _load_document(entry: Entry, source: bytes) -> Derivation:
    """Return the derivation of a document; its path is told as its steps tell it."""
    from gradcheck.documents.carriers.passage import Unusable
    from gradcheck.documents.derive import load_document
    from gradcheck.project.folders import project_of

    path = entry.path.resolve()
    try:
        return load_document(path, source, project_of(path.parent), entry.name, entry.title, entry.preamble)
    except Unusable as problem:
        refuse(entry.path, problem.code, str(problem), problem.line, problem.column)


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
