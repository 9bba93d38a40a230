"""However a run ends, none of its processes stays behind, and what is kept is whole."""

from __future__ import annotations

import json
import os
import random
import select
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from gradcheck.outcome.events import Event
from gradcheck.scheduling.groups import LARGE
from gradcheck.scheduling.pool import Pool

from .conftest import LONG, Behaviour, steps

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")

PATIENCE = 60.0
SLEEPER = (
    '"""Sleeps."""\nimport os, time\nos.write({fd}, b"%d " % os.getpid())\ntime.sleep(10_000)\nDERIVATION = None\n'
)
PLAIN = '''"""Plain."""
from gradcheck.derivation import derivation, erratum, step
from gradcheck.language.author import eq, exp, real
x = real("x")
DERIVATION = derivation(step("square", eq((x + 1) ** 2, x**2 + 2 * x + 1)), step("false", x >= 0),
                        step("bound", exp(x) >= 1 + x))
'''


def is_there(process: int) -> bool:
    try:
        state = Path(f"/proc/{process}/stat").read_text(encoding="ascii")
    except OSError:
        return False
    return state.rpartition(")")[2].split()[0] not in "ZX"


def below(process: int) -> list[int]:
    """All processes that this one started, directly or not."""
    found = []
    for task in Path(f"/proc/{process}/task").glob("*/children"):
        try:
            children = [int(child) for child in task.read_text(encoding="ascii").split()]
        except OSError:
            continue
        found += [each for child in children for each in (child, *below(child))]
    return found


def wait_for(condition: Callable[[], bool]) -> None:
    deadline = time.monotonic() + PATIENCE
    while not condition():
        assert time.monotonic() < deadline, "it does not come"
        select.select([], [], [], 0.01)


def gradcheck(*arguments: str, **options: object) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", "gradcheck", *arguments]
    return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, **options)  # type: ignore[call-overload, no-any-return]


@pytest.fixture
def sleeping(tmp_path: Path) -> Iterator[tuple[subprocess.Popen[bytes], list[int]]]:
    """A run of which two processes are at work at modules that never end, and all its processes."""
    here, far = os.pipe()
    for name in ("one", "two"):
        (tmp_path / f"{name}.py").write_text(SLEEPER.format(fd=far), encoding="utf-8")
    running = gradcheck("check", "--jobs", "2", "--no-cache", "--timeout", "1000", str(tmp_path), pass_fds=[far])
    os.close(far)
    told = b""
    while len(told.split()) < 2:
        more = os.read(here, 100)
        assert more, running.communicate()[1].decode()
        told += more
    os.close(here)
    found = [running.pid, *below(running.pid)]
    assert {int(process) for process in told.split()} <= set(found)
    assert len(found) >= 5
    yield running, found
    running.kill()
    running.communicate()


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP, signal.SIGKILL, signal.SIGSEGV])
def test_no_process_outlives_the_run(sleeping: tuple[subprocess.Popen[bytes], list[int]], number: int) -> None:
    running, found = sleeping
    running.send_signal(number)
    running.communicate(timeout=PATIENCE)
    assert running.returncode in (-number, 128 + number)
    wait_for(lambda: not any(map(is_there, found)))


def test_no_module_outlives_the_process_that_waits_for_it(
    sleeping: tuple[subprocess.Popen[bytes], list[int]],
) -> None:
    running, _ = sleeping
    workers = [child for child in below(running.pid) if below(child)]
    modules = [child for worker in workers for child in below(worker)]
    assert len(modules) == 2
    for worker in workers:
        os.kill(worker, signal.SIGKILL)
    wait_for(lambda: not any(map(is_there, modules)))
    assert is_there(running.pid)


def test_a_reader_that_leaves_early_leaves_nobody_behind(tmp_path: Path) -> None:
    for number in range(6):
        (tmp_path / f"plain_{number}.py").write_text(PLAIN, encoding="utf-8")
    running = gradcheck("check", "--jobs", "2", "--no-cache", str(tmp_path))
    assert running.stdout is not None
    assert running.stderr is not None
    wait_for(lambda: len(below(running.pid)) >= 2)
    found = below(running.pid)
    running.stdout.close()
    assert running.stderr.read() == b""
    assert running.wait(timeout=PATIENCE) == 2
    wait_for(lambda: not any(map(is_there, found)))


@pytest.mark.parametrize("seed", range(3))
def test_an_interruption_at_any_moment_ends_the_crew_and_the_next_run_is_right(behaviour: Behaviour, seed: int) -> None:
    names = [f"s{number}" for number in range(2 * LARGE)]
    moment = random.Random(seed).randrange(2 * len(names))
    heard: list[Event] = []
    processes: set[int] = set()
    others = set(below(os.getpid()))  # which earlier tests have left to this process

    def interrupt(event: Event) -> None:
        heard.append(event)
        processes.update(set(below(os.getpid())) - others)
        if len(heard) == moment:
            os.kill(os.getpid(), signal.SIGINT)

    with Pool(3, interrupt) as pool, pytest.raises(KeyboardInterrupt):
        pool.prove_steps(steps(*names), LONG)
    assert not any(map(is_there, processes))
    with Pool(3) as pool:
        assert [outcome.verdict for outcome in pool.prove_steps(steps(*names), LONG)] == ["proved"] * len(names)


def test_runs_that_are_killed_at_any_moment_leave_a_cache_that_the_next_ones_can_use(tmp_path: Path) -> None:
    (tmp_path / "pyproject.toml").touch()
    for number in range(4):
        (tmp_path / f"plain_{number}.py").write_text(PLAIN.replace("x + 1", f"x + {number}"), encoding="utf-8")
    arguments = ("check", "--output-format", "json", "--jobs", "2", ".")

    def kept() -> int:
        return sum(path.is_file() for path in (tmp_path / ".gradcheck_cache").rglob("*"))

    for more in (1, 3):
        wanted = kept() + more
        running = gradcheck(*arguments, cwd=tmp_path)
        wait_for(lambda wanted=wanted, running=running: kept() >= wanted or running.poll() is not None)  # type: ignore[misc]
        found = [running.pid, *below(running.pid)]
        running.kill()
        running.communicate()
        wait_for(lambda found=found: not any(map(is_there, found)))  # type: ignore[misc]
    verdicts = []
    for cache in ("--no-cache", None):
        chosen = [*arguments, cache] if cache else arguments
        done = subprocess.run(
            [sys.executable, "-m", "gradcheck", *chosen], cwd=tmp_path, capture_output=True, check=False
        )
        document = json.loads(done.stdout)
        verdicts.append([(s["name"], s["verdict"]) for item in document["derivations"] for s in item["steps"]])
    assert verdicts[0] == verdicts[1]
    assert [verdict for _, verdict in verdicts[0]].count("refuted") == 4 + 3
