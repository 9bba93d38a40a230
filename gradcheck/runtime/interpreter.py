"""Starts processes that are alike in every run: in which hashes, and what is drawn at random, are the same.

The order of a set follows from the hashes of its elements, and Python takes those of strings from a seed that is
another one in every run.  A fork cannot change it; so an ``Interpreter`` of its own is started once, with a fixed seed,
and imports once what is needed.  It forks a process for whoever asks: the process that started it, and those that are
forked from that one.  They share one end of a socket; a request is one byte, with the descriptors that the new process
gets.  When all of them are gone, the interpreter ends.
"""

from __future__ import annotations

import contextlib
import gc
import json
import os
import random
import select
import signal
import socket
import subprocess
import sys
import traceback
from collections.abc import Callable, Iterable, Iterator, Sequence
from importlib import import_module
from multiprocessing.connection import Connection, Pipe, wait
from typing import NoReturn

from gradcheck.runtime.importing import ROOT, path_for_authors
from gradcheck.runtime.lifeline import tie
from gradcheck.runtime.shielding import uninterrupted

VARIABLE, SEED = "PYTHONHASHSEED", "0"
PROGRAM = f"""import json, sys
root, path, *given = json.loads(sys.argv[1])
sys.path.insert(0, root)
import gradcheck  # this one, and not another one that is installed
sys.path[:] = path
from {__name__} import main
main(*given)"""
MAX_DESCRIPTORS = 16
GRACE = 30.0  # seconds for the interpreter to come up and to fork

Serve = Callable[..., None]


class Interpreter:
    """An interpreter that imports the modules of these names, and forks."""

    def __init__(self, preload: Sequence[str], recursion: int) -> None:
        """``recursion`` is the limit of recursion in all its processes."""
        self._requests, far = socket.socketpair()
        given = json.dumps([str(ROOT), sys.path, far.fileno(), list(preload), recursion])
        with far, uninterrupted():
            self._process = subprocess.Popen(
                [sys.executable, "-P", "-c", PROGRAM, given], env={**os.environ, VARIABLE: SEED},
                pass_fds=[far.fileno()], stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, start_new_session=True,
            )  # fmt: skip
        self._owner = os.getpid()

    def fork(self, serve: Serve, near: Connection, far: Connection, lifeline: int, *descriptors: int) -> ForkedProcess:
        """Start ``serve(far, None, *descriptors)``, tied to the lifeline; EOFError if the interpreter has ended.

        It has the folder, the environment and the path of this process, and the standard error of the interpreter.
        """
        process = ForkedProcess(self._requests, [far.fileno(), lifeline, *descriptors])
        folder = None
        with contextlib.suppress(OSError):
            folder = os.getcwd()
        near.send((serve, folder, dict(os.environ), path_for_authors(), sys.argv))
        return process

    def close(self) -> None:
        """Ask it no more, and end it if this process started it."""
        self._requests.close()
        if self._owner == os.getpid():
            self._process.kill()
            self._process.wait()


class ForkedProcess:
    """A process that an interpreter forked, with what is needed of the interface of ``multiprocessing.Process``."""

    def __init__(self, requests: socket.socket, descriptors: Sequence[int]) -> None:
        self.sentinel, told = Pipe(duplex=False)
        self._exit_code: int | None = None
        try:
            with told:
                socket.send_fds(requests, [b"\0"], [told.fileno(), *descriptors])
            if not wait([self.sentinel], GRACE):
                raise EOFError
            self.pid = int(self.sentinel.recv_bytes())
        except (OSError, EOFError):
            raise EOFError("the interpreter has ended") from None

    @property
    def exitcode(self) -> int | None:
        """The exit code, negative for a signal; None as long as the process runs."""
        self.join(0)
        return self._exit_code

    def join(self, seconds: float | None = None) -> None:
        """Wait until it has ended, or for so many seconds."""
        if self._exit_code is None and wait([self.sentinel], seconds):
            try:
                self._exit_code = int(self.sentinel.recv_bytes())
            except (OSError, EOFError):
                self._exit_code = -signal.SIGKILL  # so has the interpreter, which would know

    def kill(self) -> None:
        """End it at once, whatever it is doing."""
        if self.exitcode is None:
            with contextlib.suppress(OSError):
                os.kill(self.pid, signal.SIGKILL)


@contextlib.contextmanager
def with_fixed_seed() -> Iterator[None]:
    """Interpreters that are started inside of the block have the seed; for systems that do not fork."""
    before = os.environ.get(VARIABLE)
    os.environ[VARIABLE] = SEED
    try:
        yield
    finally:
        os.environ.pop(VARIABLE)
        os.environ.update({} if before is None else {VARIABLE: before})


def main(descriptor: int, preload: Iterable[str], recursion: int) -> None:
    """Run in the interpreter: import, and fork until nobody is there to ask."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    random.seed(SEED)
    sys.setrecursionlimit(recursion)
    for name in preload:
        with contextlib.suppress(Exception):  # the process that needs the module fails with its own traceback
            import_module(name)
    gc.freeze()
    with socket.socket(fileno=descriptor) as requests, _woken_by_children() as woken:
        running: dict[int, Connection] = {}
        while True:
            ready, _, _ = select.select([requests, woken], [], [])
            if woken in ready:
                woken.recv(4096)
                _tell_of_ended(running)
            if requests in ready:
                asked, given, _, _ = socket.recv_fds(requests, 1, MAX_DESCRIPTORS)
                if not asked:
                    return
                told = Connection(given[0], readable=False)
                pid = os.fork()
                if not pid:
                    _begin(given[1:], [requests, woken, told, *running.values()])
                for other in given[1:]:
                    os.close(other)
                running[pid] = told
                _send(told, pid)


@contextlib.contextmanager
def _woken_by_children() -> Iterator[socket.socket]:
    """A socket that has something to read when a child has ended."""
    woken, wake = socket.socketpair()
    wake.setblocking(False)
    with woken, wake:
        signal.set_wakeup_fd(wake.fileno(), warn_on_full_buffer=False)
        signal.signal(signal.SIGCHLD, lambda *_: None)
        try:
            yield woken
        finally:  # a child that ends later finds the socket closed
            signal.signal(signal.SIGCHLD, signal.SIG_DFL)
            signal.set_wakeup_fd(-1)


def _tell_of_ended(running: dict[int, Connection]) -> None:
    """Tell the exit codes of children to those who asked for them."""
    with contextlib.suppress(ChildProcessError):
        while running:
            pid, status = os.waitpid(-1, os.WNOHANG)
            if not pid:
                return
            with running.pop(pid) as told:
                _send(told, os.waitstatus_to_exitcode(status))


def _send(told: Connection, number: int) -> None:
    with contextlib.suppress(OSError):  # nobody is there any more
        told.send_bytes(str(number).encode())


def _begin(given: Sequence[int], kept: Iterable[socket.socket | Connection]) -> NoReturn:
    """Run in the new process: become like the one that asked for it, and serve."""
    try:
        signal.set_wakeup_fd(-1)
        signal.signal(signal.SIGCHLD, signal.SIG_DFL)
        for one in kept:
            one.close()
        far, lifeline, *descriptors = given
        with contextlib.suppress(OSError):
            tie(lifeline)
        connection = Connection(far)
        serve, folder, environment, sys.path[:], sys.argv[:] = connection.recv()
        os.environ.clear()
        os.environ.update(environment)
        if folder is not None:
            with contextlib.suppress(OSError):
                os.chdir(folder)
        serve(connection, None, *descriptors)
    except (EOFError, OSError):  # nobody is there any more
        pass
    except BaseException:
        traceback.print_exc()
    finally:
        os._exit(1)
