"""A Dask cluster of a scheduler and two workers, each a process: the same verdicts as here, whatever dies."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from gradcheck.project.discovery import discover, shipped_folder
from gradcheck.runtime.limits import Limits
from gradcheck.scheduling.job import Done, Job
from gradcheck.scheduling.pool import Pool, prove_jobs
from gradcheck.scheduling.remote import Unanswered, answer
from tests.cli.conftest import Gradcheck

distributed = pytest.importorskip("distributed")

from gradcheck.scheduling.cluster import Cluster, ClusterError  # noqa: E402

NAMES = ("ema-bias", "ema-unrolled", "momentum-forms", "relu-derivative", "tanh-derivative")


class Machines:
    """The processes of a cluster."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._processes: list[subprocess.Popen[bytes]] = []
        self._workers: list[subprocess.Popen[bytes]] = []
        options = ("--port", "0", "--host", "127.0.0.1", "--no-dashboard", "--no-jupyter")
        scheduler = self.start("dask_scheduler", *options, told=subprocess.PIPE)
        assert scheduler.stderr is not None
        said = b""
        while not (found := re.search(rb"Scheduler at:\s+(tcp://127\.0\.0\.1:\d+)", said)):
            part = scheduler.stderr.readline()
            assert part, said.decode()
            said += part
        self.address = found[1].decode()

    def start(self, program: str, *options: str, told: int = subprocess.DEVNULL) -> subprocess.Popen[bytes]:
        command = [sys.executable, "-m", f"distributed.cli.{program}", *options]
        process = subprocess.Popen(command, stderr=told, cwd=self._folder)
        self._processes.append(process)
        return process

    def have_workers(self, count: int) -> list[subprocess.Popen[bytes]]:
        """So many workers, those of earlier tests among them if they live."""
        alive = [worker for worker in self._workers if worker.poll() is None]
        self.dismiss(*alive[count:])
        options = ("--no-nanny", "--nthreads", "1", "--no-dashboard")
        new = [self.start("dask_worker", self.address, *options) for _ in range(count - len(alive))]
        self._workers = alive[:count] + new
        with distributed.Client(self.address, set_as_default=False) as client:
            while len(client.scheduler_info(n_workers=-1)["workers"]) != count:  # it hears of a death a little later
                pass
        return self._workers

    def dismiss(self, *processes: subprocess.Popen[bytes]) -> None:
        for process in processes:
            process.kill()
            process.wait()
            if process.stderr is not None:
                process.stderr.close()

    def stop(self) -> None:
        self.dismiss(*self._processes)


@pytest.fixture(scope="module")
def machines(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Machines]:
    """A scheduler; the workers come and go with the tests."""
    started = Machines(tmp_path_factory.mktemp("cluster"))
    yield started
    started.stop()


@pytest.fixture
def joined(machines: Machines) -> Iterator[tuple[Cluster, list[subprocess.Popen[bytes]]]]:
    """A cluster of two workers, and their processes."""
    workers = machines.have_workers(2)
    cluster = Cluster(machines.address)
    yield cluster, workers
    cluster.close()


def jobs(afresh: bool = False) -> list[Job]:
    entries = discover([shipped_folder()]).entries
    return [Job(entry, Limits(), afresh) for entry in entries if entry.name in NAMES]


def verdicts(done: Done) -> Any:
    assert done.outcome is not None
    return done.entry.name, [(s.name, s.verdict, s.trust, s.statement.text) for s in done.outcome.steps]


def decided(done: Any) -> Any:
    name, steps = done
    return name, [step[:2] for step in steps]  # a proof that was recorded may need less than one that is searched for


@pytest.fixture(scope="module")
def undisturbed() -> list[Any]:
    return [verdicts(done) for done in prove_jobs(jobs(), 1)]


def test_a_worker_that_is_killed_costs_nothing_but_time(
    joined: tuple[Cluster, list[subprocess.Popen[bytes]]], undisturbed: list[Any]
) -> None:
    cluster, workers = joined
    answers = cluster.prove(jobs(afresh=True))
    first = next(answers)
    at_work = {address for address, tasks in cluster._client.processing().items() if tasks}
    pids = [pid for address, pid in cluster._client.run(os.getpid).items() if address in at_work]
    assert pids, "nobody is at work any more"
    os.kill(pids[0], signal.SIGKILL)
    searched = list(map(verdicts, [first, *answers]))
    assert [decided(done) for done in searched] == [decided(done) for done in undisturbed]
    assert not cluster.refused
    assert sorted(worker.poll() is None for worker in workers) == [False, True]


def test_all_answers_are_those_of_the_cluster(
    joined: tuple[Cluster, list[subprocess.Popen[bytes]]], undisturbed: list[Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Pool, "prove_content", None)
    cluster, _ = joined
    assert list(map(verdicts, cluster.prove(jobs()))) == undisturbed


def test_answers_of_other_versions_do_not_count(
    joined: tuple[Cluster, list[subprocess.Popen[bytes]]], undisturbed: list[Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("gradcheck.scheduling.cluster.installed", lambda: "another version")
    cluster, _ = joined
    assert list(map(verdicts, cluster.prove(jobs()))) == undisturbed
    assert cluster.refused == {"a worker that joined later has other versions": len(NAMES)}


def test_where_all_workers_are_gone_the_rest_is_proved_here(
    machines: Machines, undisturbed: list[Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    (worker,) = machines.have_workers(1)
    cluster = Cluster(machines.address)
    cluster._patience = 0.1  # between two looks at whether anybody is there
    try:
        answers = cluster.prove(jobs())
        first = next(answers)
        os.kill(worker.pid, signal.SIGKILL)
        assert list(map(verdicts, [first, *answers])) == undisturbed
        assert set(cluster.refused) <= {"no worker is left"}
    finally:
        cluster.close()


def test_a_check_on_a_cluster(
    joined: tuple[Cluster, list[subprocess.Popen[bytes]]], machines: Machines, gradcheck: Gradcheck, own: Path
) -> None:
    (own / "broken.py").write_text("DERIVATION = 1/0\n", encoding="utf-8")
    text = (own / "add_zero.py").read_text(encoding="utf-8")
    (own / "wrong.py").write_text(text.replace("eq(x + 0, x)", "eq(x + 2, x)"), encoding="utf-8")
    reports = ("--no-cache", "--output-format", "concise")
    here, there = gradcheck("check", *reports), gradcheck("check", *reports, "--cluster", machines.address)
    assert there.code == here.code == 2
    assert there.out == here.out
    assert "GC101 wrong::zero" in there.out
    assert there.err == here.err

    here, there = gradcheck("check", *reports, "-x"), gradcheck("check", *reports, "-x", "--cluster", machines.address)
    assert there == here


def test_an_answer_without_some_of_its_steps_does_not_count(
    joined: tuple[Cluster, list[subprocess.Popen[bytes]]], undisturbed: list[Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    def shortened(content: bytes) -> Done:
        done = read(content)
        assert done.outcome is not None
        return replace(done, outcome=replace(done.outcome, steps=done.outcome.steps[:-1]))

    read = Cluster._read
    monkeypatch.setattr(Cluster, "_read", staticmethod(shortened))
    cluster, _ = joined
    assert list(map(verdicts, cluster.prove(jobs()))) == undisturbed
    assert cluster.refused == {"a worker left steps out": len(NAMES)}


def test_what_the_cluster_did_not_answer_is_told(
    joined: tuple[Cluster, list[subprocess.Popen[bytes]]],
    machines: Machines,
    gradcheck: Gradcheck,
    own: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def answered_badly(content: bytes) -> Done:
        raise ValueError("bad answer")

    monkeypatch.setattr(Cluster, "_read", staticmethod(answered_badly))
    reports = ("--no-cache", "--output-format", "concise")
    here, ran = gradcheck("check", *reports), gradcheck("check", *reports, "--cluster", machines.address)
    assert (ran.code, ran.out) == (here.code, here.out)
    assert ran.err == "gradcheck: 1 request was not answered by the cluster, but here: bad answer\n"


MANY = '''"""Many steps, of which each tenth uses the one before."""

from gradcheck.derivation import derivation, step
from gradcheck.language.author import eq, real

x, y = real("x"), real("y")

DERIVATION = derivation(
    *(
        step(f"s{k}", eq(x * k + y, y + k * x + k // 60), using=[f"s{k - 1}"] if k % 10 == 0 and k else [])
        for k in range(65)
    )
)
'''


def test_a_large_derivation_is_put_together_again(
    joined: tuple[Cluster, list[subprocess.Popen[bytes]]], machines: Machines, gradcheck: Gradcheck, own: Path
) -> None:
    (own / "add_zero.py").write_text(MANY, encoding="utf-8")
    reports = ("--no-cache", "--output-format", "concise")
    here, there = gradcheck("check", *reports), gradcheck("check", *reports, "--cluster", machines.address)
    assert there.code == here.code == 1
    assert there.out == here.out
    assert there.out.endswith("65 steps: 60 proved, 5 refuted\n")

    here, there = gradcheck("check", *reports, "-x"), gradcheck("check", *reports, "-x", "--cluster", machines.address)
    assert there == here
    assert "61 steps: 60 proved, 1 refuted" in there.out


def test_a_cluster_with_other_versions_is_refused(
    joined: tuple[Cluster, list[subprocess.Popen[bytes]]], machines: Machines, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("gradcheck.project.cache.installation.version", lambda: "another version")
    with pytest.raises(ClusterError, match="have other versions of gradcheck"):
        Cluster(machines.address)


def test_a_cluster_without_workers_or_scheduler_is_refused(machines: Machines, gradcheck: Gradcheck) -> None:
    machines.have_workers(0)
    with pytest.raises(ClusterError, match="has no workers"):
        Cluster(machines.address, patience=0.2)
    with pytest.raises(ClusterError, match="no scheduler answers at tcp"):
        Cluster("tcp://127.0.0.1:1", patience=0.2)
    with pytest.raises(ClusterError, match="'nonsense://x' is no address of a scheduler"):
        Cluster("nonsense://x", patience=0.2)


def test_an_address_that_is_none_is_refused_at_once(gradcheck: Gradcheck, own: Path) -> None:
    ran = gradcheck("check", "--cluster", "scheduler")
    assert ran.code == 2
    assert "'scheduler' is no address of a scheduler" in ran.err


def test_without_dask_the_option_says_what_to_install(
    gradcheck: Gradcheck, own: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "distributed", None)
    ran = gradcheck("check", "--cluster", "tcp://127.0.0.1:1")
    assert ran.code == 2
    assert "pip install 'gradcheck[cluster]'" in ran.err


def test_a_request_that_is_none_brings_no_answer() -> None:
    with pytest.raises(Unanswered, match="UnpicklingError"):
        answer(b"nonsense", 60)


def test_a_request_is_killed_in_the_end() -> None:
    with pytest.raises(Unanswered, match="exit code -9"):
        answer(ENDLESS, 1)


# a pickle that never ends: max(itertools.count())
ENDLESS = b"cbuiltins\nmax\n(citertools\ncount\n(tRtR."
