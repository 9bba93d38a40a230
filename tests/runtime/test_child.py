"""The workers: every way in which a call can end, and how fast."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator

import pytest

from gradcheck.runtime.child import OutOfMemory, TimedOut, TooDeep, WorkerDied, WorkerFailed, WorkerProblem, Workers
from gradcheck.runtime.limits import COUNTS, Limits

ROOMY = Limits(seconds=30, megabytes=1024)


def add(left: int, right: int) -> int:
    return left + right


def pid() -> int:
    return os.getpid()


def spin() -> None:
    while True:
        pass


def doze(seconds: float) -> str:
    time.sleep(seconds)
    return "awake"


def native_spin() -> int:
    return sum(iter(lambda: 0, 1))


def hoard(megabytes: int) -> int:
    return len(bytearray(megabytes * 1024 * 1024))


def descend(depth: int) -> int:
    return 1 + descend(depth + 1)


def nested(depth: int) -> list[object]:
    result: list[object] = []
    for _ in range(depth):
        result = [result]
    return result


def fail() -> None:
    raise KeyError("a fault of the engine")


def leave() -> None:
    raise SystemExit(0)


def die(number: int) -> None:
    os.write(2, b"last words")
    os.kill(os.getpid(), number)


def chatter() -> str:
    print("noise")
    os.write(1, b"more noise")
    return "said"


def unpicklable() -> object:
    return lambda: None


def modules() -> list[str]:
    return sorted(sys.modules)


@pytest.fixture(scope="module")
def workers() -> Iterator[Workers]:
    with Workers() as pool:
        yield pool


def test_result_comes_back_and_worker_is_reused(workers: Workers) -> None:
    assert workers.run(add, 2, 3, limits=ROOMY) == 5
    first = workers.run(pid, limits=ROOMY)
    assert first != os.getpid()
    assert workers.run(pid, limits=ROOMY) == first


def test_a_worker_that_was_killed_while_it_had_nothing_to_do_is_replaced(workers: Workers) -> None:
    first = workers.run(pid, limits=ROOMY)
    child = workers.start()
    os.kill(first, signal.SIGKILL)
    child.process.join()
    assert workers.run(pid, limits=ROOMY) != first


@pytest.mark.parametrize("function", [spin, native_spin])
def test_time_limit_kills_the_worker(workers: Workers, function: object) -> None:
    limits = Limits(0.3, 512)
    with pytest.raises(TimedOut) as caught:
        workers.run(function, limits=limits)  # type: ignore[arg-type]
    assert caught.value.code == "GC201"
    assert caught.value.reason in (limits.exhausted, limits.given_up)  # on a busy machine the clock ends it
    assert workers.run(add, 1, 1, limits=ROOMY) == 2


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="the system does not bound the address space")
def test_memory_limit(workers: Workers) -> None:
    assert workers.run(hoard, 100, limits=Limits(30, 300)) == 100 * 1024 * 1024
    with pytest.raises(OutOfMemory) as caught:
        workers.run(hoard, 600, limits=Limits(30, 300))
    assert caught.value.code == "GC202"
    assert workers.run(hoard, 600, limits=ROOMY) == 600 * 1024 * 1024


def test_recursion(workers: Workers) -> None:
    with pytest.raises(TooDeep) as caught:
        workers.run(descend, 0, limits=ROOMY)
    assert caught.value.code == "GC203"
    with pytest.raises(TooDeep):
        workers.run(nested, 100_000, limits=ROOMY)


@pytest.mark.parametrize("function", [fail, leave, unpicklable])
def test_failure_of_an_engine_keeps_its_traceback(workers: Workers, function: object) -> None:
    with pytest.raises(WorkerFailed) as caught:
        workers.run(function, limits=ROOMY)  # type: ignore[arg-type]
    assert caught.value.code == "GC904"
    assert "Traceback" in caught.value.detail
    assert workers.run(add, 1, 1, limits=ROOMY) == 2


@pytest.mark.parametrize("number", [signal.SIGSEGV, signal.SIGABRT, signal.SIGKILL])
def test_death_of_a_worker(workers: Workers, number: signal.Signals) -> None:
    with pytest.raises(WorkerDied) as caught:
        workers.run(die, number, limits=ROOMY)
    assert number.name in caught.value.reason
    assert "last words" in caught.value.detail
    assert number == signal.SIGKILL or "in die" in caught.value.detail
    assert workers.run(add, 1, 1, limits=ROOMY) == 2


def test_a_worker_writes_nothing_to_the_streams_of_the_parent(capfd: pytest.CaptureFixture[str]) -> None:
    print("before", end="")
    with Workers() as pool:
        assert pool.run(chatter, limits=ROOMY) == "said"
    seen = capfd.readouterr()
    assert seen.out + seen.err == "before"


def test_preload_is_there_before_the_first_call() -> None:
    with Workers(preload=["colorsys", "no.such.module"]) as pool:
        assert "colorsys" in pool.run(modules, limits=ROOMY)


def test_codes_are_distinct() -> None:
    codes = [kind.code for kind in WorkerProblem.__subclasses__()]
    assert len(set(codes)) == len(codes) == 6


INTERRUPTED = """
import os, sys, threading, _thread
from gradcheck.runtime.limits import COUNTS, Limits
from gradcheck.runtime.child import Workers
sys.path.insert(0, {tests!r})
from test_child import pid, spin
with Workers() as pool:
    print(pool.run(pid, limits=Limits(9, 512)), flush=True)
    {ending}
    pool.run(spin, limits=Limits(2, 512))
"""


@pytest.mark.skipif(os.name != "posix", reason="signals")
@pytest.mark.parametrize("ending", ["threading.Timer(0.3, _thread.interrupt_main).start()", "os.kill(os.getpid(), 9)"])
def test_no_worker_outlives_its_parent(ending: str) -> None:
    code = INTERRUPTED.format(tests=os.path.dirname(__file__), ending=ending)
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode != 0
    worker = int(done.stdout)
    for _ in range(100):
        if not _alive(worker):
            return
        time.sleep(0.05)
    pytest.fail("the worker is still there")


def _alive(process: int) -> bool:
    try:
        with open(f"/proc/{process}/stat", encoding="ascii") as table:
            return table.read().rsplit(")", 1)[1].split()[0] != "Z"
    except FileNotFoundError:
        return False
    except OSError:
        os.kill(process, 0)
        return True


@pytest.mark.skipif(not COUNTS, reason="this system does not count the seconds of a process")
def test_seconds_of_a_processor_count_and_not_those_of_the_clock() -> None:
    with Workers() as workers:
        assert workers.run(doze, 0.3, limits=Limits(seconds=0.1)) == "awake"
        with pytest.raises(TimedOut, match=r"within 0\.2 s$"):
            workers.run(native_spin, limits=Limits(seconds=0.2))
        with pytest.raises(TimedOut, match=r"within 0\.5 s by the clock"):
            workers.run(doze, 60.0, limits=Limits(seconds=0.1))
        assert workers.run(add, 1, 2, limits=ROOMY) == 3
