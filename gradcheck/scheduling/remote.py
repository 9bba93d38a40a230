"""Answers requests on a machine of a cluster, in processes of their own that are killed with whoever asked.

A request is bytes, so the cluster's own processes import nothing of the mathematics.  ``answer`` is called there; it
starts ``python -m gradcheck.scheduling.remote``, which reads requests, proves, and writes what came of each.  Requests
are pickled: the machines of a cluster trust each other, as Dask's own do.
"""

from __future__ import annotations

import contextlib
import os
import pickle
import signal
import struct
import subprocess
import sys
import threading
from collections.abc import Mapping
from dataclasses import dataclass
from queue import SimpleQueue
from typing import IO, TYPE_CHECKING

from gradcheck.runtime.importing import ROOT, leave_working_directory

if TYPE_CHECKING:
    from gradcheck.project.proofs.records import Record
    from gradcheck.scheduling.job import Done, Job
    from gradcheck.scheduling.pool import Pool

# With -m the answers would be __main__'s, and without -P what lies in the working directory could be imported.
PROGRAM = f"import sys; sys.path.append({str(ROOT)!r}); from {__name__} import main; main()"
HEAD = struct.Struct("!Q")


class Unanswered(Exception):
    """The process that was to answer ended without an answer; its text says how."""


@dataclass(frozen=True)
class Request:
    """A derivation to prove, as it is sent from process to process, with what is known of its steps."""

    job: Job
    derivation: bytes
    known: Mapping[str, Record]


@dataclass(frozen=True)
class Answer:
    """The result of a request, with the versions that are ``installed`` where it was proved."""

    done: Done
    installed: str | None


def installed() -> str | None:
    """Return the versions behind a verdict on this machine; verdicts under different versions must not be mixed."""
    from gradcheck.project.cache.installation import version

    return version()


def answer(request: bytes, seconds: float) -> bytes:
    """Have a process of its own answer the request; Unanswered if it ended, or was killed after so many seconds.

    A process that has answered stays for the next request; a machine has as many as requests at once.
    """
    try:
        child = _idle.pop()
    except IndexError:
        child = _Child()
    said = child.ask(request, seconds)
    _idle.append(child)
    return said


class _Child:
    """A process that answers one request after the other."""

    def __init__(self) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-P", "-c", PROGRAM],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, start_new_session=True,
        )  # fmt: skip
        self._said = _Reader(self._process.stderr)

    def ask(self, request: bytes, seconds: float) -> bytes:
        """Return the answer; Unanswered if there is none, and then the process must be replaced."""
        overdue = threading.Timer(seconds, self._end)
        overdue.start()
        try:
            if self._process.stdin is None or self._process.stdout is None:
                raise EOFError
            _write(self._process.stdin, request)
            return _read(self._process.stdout)
        except (OSError, EOFError):
            self._end()
            code = self._process.wait()
            for stream in (self._process.stdin, self._process.stdout):
                if stream is not None:
                    with contextlib.suppress(OSError):
                        stream.close()
            raise Unanswered(f"exit code {code}: {self._said.text()[-2000:]}") from None
        finally:
            overdue.cancel()

    def _end(self) -> None:
        """Kill the process and all that it started."""
        if os.name == "posix" and self._process.poll() is None:
            with contextlib.suppress(OSError):
                os.killpg(self._process.pid, signal.SIGKILL)
        self._process.kill()


_idle: list[_Child] = []  # processes of this machine that wait for a request


class _Reader(threading.Thread):
    """Reads a stream to its end, so that whoever writes to it never waits."""

    def __init__(self, stream: IO[bytes] | None) -> None:
        super().__init__(daemon=True)
        self._stream, self._content = stream, b""
        self.start()

    def run(self) -> None:
        """Read to the end, and keep the last lines."""
        if self._stream is not None:
            with self._stream:
                while part := self._stream.read(4096):
                    self._content = (self._content + part)[-8000:]

    def text(self) -> str:
        """Return what was read, once the stream has ended."""
        self.join()
        return self._content.decode(errors="replace").strip()


def prove_request(request: Request, pool: Pool) -> Answer:
    """Prove the derivation of the request, each step within its limits."""
    return Answer(pool.prove_content(request.job, request.derivation, request.known), installed())


def main() -> int:
    """Answer requests from standard input, one after the other; end at once when it is closed."""
    leave_working_directory()
    from gradcheck.scheduling.pool import Pool

    out = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # whatever else is printed
    requests: SimpleQueue[bytes] = SimpleQueue()
    threading.Thread(target=_listen, args=(requests,), daemon=True).start()
    with Pool(1) as pool:
        while True:
            _write(out, pickle.dumps(prove_request(pickle.loads(requests.get()), pool)))


def _listen(requests: SimpleQueue[bytes]) -> None:
    """Take requests until the process that asks has ended.

    The stream is not that of ``sys.stdin``: forked children close that one, and would wait for its lock.
    """
    with contextlib.suppress(EOFError), os.fdopen(os.dup(0), "rb") as stream:
        while True:
            requests.put(_read(stream))
    if os.name == "posix":
        os.killpg(0, signal.SIGKILL)
    os._exit(1)


def _write(stream: IO[bytes], content: bytes) -> None:
    stream.write(HEAD.pack(len(content)) + content)
    stream.flush()


def _read(stream: IO[bytes]) -> bytes:
    """The next message; EOFError if the stream ends before it does."""
    head = stream.read(HEAD.size)
    if len(head) < HEAD.size:
        raise EOFError
    (length,) = HEAD.unpack(head)
    content = stream.read(length)
    if len(content) < length:
        raise EOFError
    return content
