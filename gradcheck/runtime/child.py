"""Runs calls in a process that can be killed, under a limit of time and a limit of memory.

Neither SIGALRM nor a thread stops native code, so a search runs in a child process, which is
reused from claim to claim, and only plain data comes back.  Whatever goes wrong is one of the six exceptions
below, each with its code; a worker that misbehaves is replaced, and the parent process goes on.

What passes between the processes is pickled here, inside the guarded call, so that a result that is too deep or too
big to pickle is a failure of that call and not of the pool.
"""

from __future__ import annotations

import contextlib
import faulthandler
import os
import pickle
import signal
import sys
import traceback
from collections.abc import Callable, Iterator, Sequence
from importlib import import_module
from multiprocessing.connection import Connection
from types import TracebackType
from typing import Any, Protocol, Self, TypeVar

from gradcheck.runtime.limits import OUT_OF_TIME, Limits, ending_after
from gradcheck.runtime.process import ChildProcess, describe_exit

T = TypeVar("T")

RECURSION_LIMIT = 8_000
GRACE = 30.0  # seconds that a worker may take to come up before the parent gives up on it


class WorkerProblem(Exception):
    """A call that brought no result; ``reason`` is a line for a report, ``detail`` what -v adds to it."""

    code = "GC900"
    slug = "worker-problem"

    def __init__(self, reason: str, detail: str = "") -> None:
        super().__init__(reason)
        self.reason = reason
        self.detail = detail


class TimedOut(WorkerProblem):
    """The limit of time was reached and the worker was killed."""

    code = "GC201"
    slug = "out-of-time"


class OutOfMemory(WorkerProblem):
    """The limit of memory was reached."""

    code = "GC202"
    slug = "out-of-memory"


class TooDeep(WorkerProblem):
    """The recursion limit was reached."""

    code = "GC203"
    slug = "too-deep"


class WorkerDied(WorkerProblem):
    """The worker ended by itself: a crash in native code, or somebody killed it."""

    code = "GC903"
    slug = "worker-died"


class WorkerFailed(WorkerProblem):
    """The call raised an exception; ``detail`` is its traceback."""

    code = "GC904"
    slug = "worker-failed"


class KernelFailed(WorkerProblem):
    """A checker of the kernel raised an exception; ``detail`` is its traceback."""

    code = "GC905"
    slug = "kernel-failed"


class Runner(Protocol):
    """Makes calls under limits: in a worker (``Workers``), or in this process, if it is one itself (``Here``)."""

    @property
    def apart(self) -> Runner:
        """Return a runner that ends a call at the limit whatever happens to this process."""
        ...

    def run(self, function: Callable[..., T], *args: Any, limits: Limits) -> T:
        """``function(*args)``, or one of the exceptions above."""
        ...


class Here:
    """Makes calls in this process, which another process ends when it takes too long."""

    @property
    def apart(self) -> Runner:
        """A child of this process."""
        return shared()

    def run(self, function: Callable[..., T], *args: Any, limits: Limits) -> T:
        """``function(*args)``, or one of the exceptions above, but for the limit of time."""
        try:
            return function(*args)
        except MemoryError:
            raise OutOfMemory(f"no answer within {limits.megabytes} MB") from None
        except RecursionError:
            raise TooDeep("the expressions are nested too deeply", traceback.format_exc(limit=-5)) from None
        except Exception as error:
            if getattr(error, "code", None) == KernelFailed.code:
                raise KernelFailed(str(error), traceback.format_exc()) from error
            what = traceback.format_exception_only(error)[-1].strip()
            raise WorkerFailed(f"the engine failed ({what})", traceback.format_exc()) from error


class Workers:
    """One worker process, started on first use, replaced when it had to be killed.

    ``preload`` names modules that a worker imports before its first call; that time counts towards no limit.
    """

    def __init__(self, preload: Sequence[str] = ()) -> None:
        self._preload = tuple(preload)
        self._child: ChildProcess | None = None
        self._is_ready = False

    @property
    def apart(self) -> Runner:
        """This one."""
        return self

    def start(self) -> ChildProcess:
        """Bring the worker up now, so that it preloads while the parent does something else.

        One that somebody ended while it had nothing to do is replaced.
        """
        if self._child is not None and self._is_ready and self._child.has_ended:
            self.close()
        if self._child is None:
            self._child, self._is_ready = ChildProcess(_serve, self._preload, daemon=True), False
        return self._child

    def run(self, function: Callable[..., T], *args: Any, limits: Limits) -> T:
        """``function(*args)`` in the worker, or one of the exceptions above.  The function is found by its name."""
        call = pickle.dumps((pickle.dumps((function, args)), limits))
        child = self.start()
        heard = child.size_written()
        try:
            if not self._is_ready:
                child.hear(GRACE)
                self._is_ready = True
            child.connection.send_bytes(call)
            kind, payload = pickle.loads(child.hear(limits.patience))
        except TimeoutError:
            self.close()
            raise TimedOut(limits.given_up) from None
        except (EOFError, OSError):
            code = child.exit_code()
            written = child.written(heard)
            self.close()
            if code in OUT_OF_TIME:
                raise TimedOut(limits.exhausted) from None
            raise WorkerDied(f"the worker died ({describe_exit(code)})", written) from None
        except BaseException:
            self.close()
            raise
        if kind == "result":
            return pickle.loads(payload)  # type: ignore[no-any-return]
        if kind == "memory":
            self.close()
            raise OutOfMemory(f"no answer within {limits.megabytes} MB")
        detail = payload.decode(errors="replace")
        if kind == "depth":
            raise TooDeep("the expressions are nested too deeply", detail)
        if kind == "kernel":
            raise KernelFailed(detail.rstrip().rsplit("\n", 1)[-1].partition(": ")[2], detail)
        raise WorkerFailed(f"the engine failed ({detail.rstrip().rsplit(chr(10), 1)[-1]})", detail)

    def close(self) -> None:
        """End the worker at once, whatever it is doing; the next call starts another."""
        child, self._child = self._child, None
        if child is not None:
            child.kill()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


_shared: Workers | None = None


def shared(preload: Sequence[str] = ()) -> Workers:
    """The workers of this process; ``preload`` counts on the first call.  ``close_shared`` ends them."""
    global _shared
    if _shared is None:
        _shared = Workers(preload)
    return _shared


def forget_shared() -> None:
    """Forget, in a forked process, the workers of its parent."""
    global _shared
    _shared = None


def close_shared() -> None:
    """End the workers of this process, if there are any."""
    global _shared
    workers, _shared = _shared, None
    if workers is not None:
        workers.close()


def _serve(connection: Connection, noise: int | None, preload: Sequence[str]) -> None:
    """Run in a worker: import what is wanted, say so, and answer calls until the parent closes the pipe."""
    silence(noise)
    forget_shared()
    sys.setrecursionlimit(RECURSION_LIMIT)
    for name in preload:
        with contextlib.suppress(Exception):  # the call that needs the module fails with its own traceback
            import_module(name)
    mapped = mapped_bytes()
    with contextlib.suppress(OSError, EOFError):
        connection.send_bytes(b"ready")
        while True:
            call, limits = pickle.loads(connection.recv_bytes())
            connection.send_bytes(pickle.dumps(_answer(call, limits, mapped)))
    os._exit(0)


def silence(noise: int | None) -> None:
    """Ignore interruptions in a new process, which the parent handles, and write its output to the file ``noise``."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)  # a Python handler would wait for native code to return
    with contextlib.suppress(OSError):
        target = noise if noise is not None else os.open(os.devnull, os.O_WRONLY)
        os.dup2(target, 1)
        os.dup2(target, 2)
        sys.stdout = sys.stderr = open(target, "w", encoding="utf-8", errors="replace", closefd=False)  # noqa: SIM115
        faulthandler.enable(sys.stderr)


def mapped_bytes() -> int:
    """The address space of this process; 0 where the system does not say."""
    try:
        with open("/proc/self/statm", encoding="ascii") as table:
            return int(table.read().split()[0]) * os.sysconf("SC_PAGE_SIZE")
    except (OSError, ValueError):
        return 0


@contextlib.contextmanager
def limited(limits: Limits, mapped: int) -> Iterator[None]:
    """Bound the address space to so much beyond what is ``mapped``, and the processor time.

    The latter only in case that the parent is no longer there to bound the time.
    """
    try:
        import resource
    except ImportError:  # not on this system: the limit of time alone holds
        yield
        return
    used = resource.getrusage(resource.RUSAGE_SELF)
    seconds = int(used.ru_utime + used.ru_stime + limits.seconds) + 5
    wanted = {resource.RLIMIT_CPU: seconds, resource.RLIMIT_AS: mapped + limits.megabytes * 1024 * 1024}
    before = {which: resource.getrlimit(which) for which in wanted}
    for which, soft in wanted.items():
        hard = before[which][1]
        with contextlib.suppress(ValueError, OSError):
            resource.setrlimit(which, (soft if hard == resource.RLIM_INFINITY else min(soft, hard), hard))
    try:
        yield
    finally:
        for which, both in before.items():
            with contextlib.suppress(ValueError, OSError):
                resource.setrlimit(which, both)


def _answer(call: bytes, limits: Limits, mapped: int) -> tuple[str, bytes]:
    """Make the call, in the worker, and turn every outcome into a word and bytes."""
    try:
        with limited(limits, mapped), ending_after(limits.seconds):
            function, args = pickle.loads(call)
            return "result", pickle.dumps(function(*args))
    except MemoryError:
        return "memory", b""
    except RecursionError:
        return "depth", traceback.format_exc(limit=-5).encode()
    except BaseException as error:
        kind = "kernel" if getattr(error, "code", None) == KernelFailed.code else "failed"
        return kind, traceback.format_exc().encode()
