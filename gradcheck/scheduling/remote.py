"""What happens on a machine of a cluster: one request, in a process of its own that is killed with whoever asked.

A request is bytes, so the cluster's own processes import nothing of the mathematics.  ``answer`` is called there; it
starts ``python -m gradcheck.scheduling.remote``, which reads the request, proves, and writes what came of it.  Requests
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
from typing import IO, TYPE_CHECKING

from gradcheck.limits import Limits

if TYPE_CHECKING:
    from gradcheck.proofs.records import Record
    from gradcheck.verdict import StepOutcome

HEAD = struct.Struct("!Q")


class Unanswered(Exception):
    """The process that was to answer ended without an answer; its text says how."""


@dataclass(frozen=True)
class Request:
    """A derivation to prove, as it is sent from process to process, with what is known of its steps."""

    derivation: bytes
    limits: Limits
    known: Mapping[str, Record]
    forms: bool = False


@dataclass(frozen=True)
class Answer:
    """The outcomes of the steps, in order, and what searches found."""

    steps: tuple[StepOutcome, ...]
    found: Mapping[str, Record]


def installed() -> str | None:
    """What stands behind a verdict on this machine; verdicts of machines where it differs are not to be mixed."""
    from gradcheck.cache.installation import version

    return version()


def answer(request: bytes, seconds: float) -> bytes:
    """What a process of its own says to the request; Unanswered if it ended, or was killed after so many seconds."""
    child = subprocess.Popen(
        [sys.executable, "-m", __name__], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
        start_new_session=True,
    )  # fmt: skip
    overdue = threading.Timer(seconds, _end, [child])
    overdue.start()
    try:
        if child.stdin is None or child.stdout is None or child.stderr is None:
            raise Unanswered("it has no pipes")
        said = _Reader(child.stderr)
        try:
            _write(child.stdin, request)
            return _read(child.stdout)
        except (OSError, EOFError):
            _end(child)
            child.wait()
            raise Unanswered(f"exit code {child.returncode}: {said.text()[-2000:]}") from None
    finally:
        overdue.cancel()
        _end(child)
        child.wait()
        for stream in (child.stdin, child.stdout):
            if stream is not None:
                stream.close()


def _end(child: subprocess.Popen[bytes]) -> None:
    """Kill the process and all that it started."""
    if os.name == "posix" and child.returncode is None:
        with contextlib.suppress(OSError):
            os.killpg(child.pid, signal.SIGKILL)
    child.kill()


class _Reader(threading.Thread):
    """Reads a stream to its end, so that whoever writes to it never waits."""

    def __init__(self, stream: IO[bytes]) -> None:
        super().__init__(daemon=True)
        self._stream, self._content = stream, b""
        self.start()

    def run(self) -> None:
        with self._stream:
            while part := self._stream.read(4096):
                self._content = (self._content + part)[-8000:]

    def text(self) -> str:
        """What was read, once the stream has ended."""
        self.join()
        return self._content.decode(errors="replace").strip()


def prove_request(request: Request) -> Answer:
    """Prove the derivation of the request, each step within its limits."""
    from gradcheck.proofs.transfer import receive_derivation
    from gradcheck.scheduling.local import Crew

    derivation = receive_derivation(request.derivation)
    with Crew(1) as crew:
        return Answer(*crew.prove_derivation(derivation, request.limits, request.known, request.forms))


def main() -> int:
    """Answer one request from standard input; end at once if that is closed before the answer is there."""
    out = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # whatever else is printed
    request = pickle.loads(_read(sys.stdin.buffer))
    threading.Thread(target=_end_with_input, daemon=True).start()
    _write(out, pickle.dumps(prove_request(request)))
    return 0


def _end_with_input() -> None:
    """Wait until whoever asked is gone: nobody waits for the answer any more.

    The lock of ``sys.stdin`` must not be held meanwhile: children close it when they are forked.
    """
    while os.read(0, 4096):
        pass
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


if __name__ == "__main__":
    sys.exit(main())
