"""Whatever becomes of one step or of the process at work on it, the others have their outcomes, and each only once."""

from __future__ import annotations

import os
import random
import signal
import sys
from collections import Counter
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from gradcheck.outcome.events import Event, Finished, Started
from gradcheck.outcome.run import Location, StepOutcome
from gradcheck.project.discovery import discover
from gradcheck.scheduling import worker
from gradcheck.scheduling.groups import LARGE
from gradcheck.scheduling.job import Job
from gradcheck.scheduling.pool import Pool

from .conftest import LONG, SHORT, Behaviour, once, steps


def told(outcomes: tuple[StepOutcome, ...]) -> list[tuple[str, str, str | None]]:
    return [(outcome.name, outcome.verdict, outcome.code) for outcome in outcomes]


MODULE = '''"""A module."""
from gradcheck.derivation import derivation, step
from gradcheck.language.author import eq, real
x = real("x")
DERIVATION = derivation(step("zero", eq(x + 0, x)))
'''
PLAIN = [("a", "proved", None), ("b", "proved", None)]


def around(name: str, verdict: str, code: str | None) -> list[tuple[str, str, str | None]]:
    return [PLAIN[0], (name, verdict, code), PLAIN[1]]


def test_a_step_that_takes_too_long_is_undecided_and_the_others_are_proved(behaviour: Behaviour, pool: Pool) -> None:
    outcomes = pool.prove_steps(steps("a", "hang", "b"), SHORT)
    assert told(outcomes) == around("hang", "undecided", "GC201")
    assert outcomes[1].reason in (SHORT.exhausted, SHORT.given_up)  # on a busy machine the clock ends it
    assert outcomes[1].statement.text == "claim of hang"
    assert behaviour.names() == ["a", "hang", "stating hang", "b"]


def test_a_step_that_fills_the_memory(behaviour: Behaviour, pool: Pool) -> None:
    outcomes = pool.prove_steps(steps("a", "hoard", "b"), LONG)
    assert told(outcomes) == around("hoard", "undecided", "GC202")
    before, _, _, after = (process for process, _ in behaviour.seen())
    assert before != after, "a process that has filled its memory proves nothing more"


def test_a_step_that_is_nested_too_deeply(behaviour: Behaviour, pool: Pool) -> None:
    assert told(pool.prove_steps(steps("a", "nest", "b"), LONG)) == around("nest", "undecided", "GC203")


@pytest.mark.parametrize(("name", "how"), [("die", "SIGKILL"), ("abort", "SIGABRT")])
def test_a_step_that_ends_its_process_time_and_again(behaviour: Behaviour, pool: Pool, name: str, how: str) -> None:
    outcomes = pool.prove_steps(steps("a", name, "b"), LONG)
    assert told(outcomes) == around(name, "undecided", "GC903")
    assert how in outcomes[1].reason
    assert name == "die" or any("Abort" in line for line in outcomes[1].evidence)
    assert Counter(behaviour.names()) == {"a": 1, name: 3, f"stating {name}": 1, "b": 1}


def test_a_process_that_is_killed_costs_an_attempt_at_one_step(behaviour: Behaviour, pool: Pool) -> None:
    assert told(pool.prove_steps(steps("a", "die once", "b"), LONG)) == around("die once", "proved", None)
    assert behaviour.names() == ["a", "die once", "die once", "b"]


@pytest.mark.parametrize("act", ["hang", "die"])
def test_a_refutation_stands_whatever_becomes_of_its_explanation(behaviour: Behaviour, pool: Pool, act: str) -> None:
    name = f"refuted, then {act}"
    outcomes = pool.prove_steps(steps("a", name, "b"), SHORT)
    assert told(outcomes) == around(name, "refuted", None)
    assert not outcomes[1].complete
    assert behaviour.names() == ["a", name, "b"]


def test_a_statement_that_cannot_even_be_written_down(behaviour: Behaviour, pool: Pool) -> None:
    behaviour.acts["stating hang"] = behaviour.acts["hang"]
    outcomes = pool.prove_steps(steps("a", "hang", "b"), SHORT)
    assert told(outcomes) == around("hang", "undecided", "GC201")
    assert outcomes[1].statement.text == "(not written out)"


@pytest.mark.parametrize("name", ["crash", "refuted, then crash", "exit"])
def test_a_bug_is_a_finding_of_its_step_and_the_crew_goes_on(behaviour: Behaviour, pool: Pool, name: str) -> None:
    outcomes = pool.prove_steps(steps("a", name, "b"), LONG)
    assert told(outcomes) == around(name, "undecided", "GC999")
    what = "SystemExit: on purpose" if name == "exit" else "KeyError: 'a bug on purpose'"
    assert outcomes[1].reason == f"gradcheck failed ({what})"
    assert any("in prove" in text for text in outcomes[1].evidence)
    assert outcomes[1].statement.text == f"claim of {name}"
    before, *_, after = (process for process, _ in behaviour.seen())
    assert before != after, "what a process holds in which something failed is used no more"
    assert told(pool.prove_steps(steps("a", "b"), LONG)) == PLAIN


def test_a_step_whose_bug_comes_back_when_it_is_written_down(behaviour: Behaviour, pool: Pool) -> None:
    behaviour.acts["stating crash"] = behaviour.acts["crash"]
    outcomes = pool.prove_steps(steps("a", "crash", "b"), LONG)
    assert told(outcomes) == around("crash", "undecided", "GC999")
    assert outcomes[1].statement.text == "(not written out)"


def test_a_bug_before_any_step(behaviour: Behaviour, pool: Pool, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys.modules["gradcheck.prover.prove"], "Proving", None)
    outcomes = pool.prove_steps(steps("a", "b"), LONG)
    assert [(name, verdict, code) for name, verdict, code in told(outcomes)] == [
        ("a", "undecided", "GC999"), ("b", "undecided", "GC999"),
    ]  # fmt: skip
    assert all("TypeError" in outcome.reason for outcome in outcomes)


@pytest.mark.parametrize("exit_first", [False, True])
def test_a_bug_in_loading_is_a_problem_of_its_module(
    tmp_path: Path, pool: Pool, monkeypatch: pytest.MonkeyPatch, exit_first: bool
) -> None:
    def choose(job: Job, *rest: Any) -> object:
        return {}["on purpose"] if job.entry.name == "b" else real_choose(job, *rest)

    real_choose = worker.choose
    monkeypatch.setattr(worker, "choose", choose)
    for name in "abc":
        (tmp_path / f"{name}.py").write_text(MODULE, encoding="utf-8")
    done = list(pool.prove([Job(entry, LONG, exit_first=exit_first) for entry in discover([tmp_path]).entries]))
    assert [item.problem is None for item in done] == [True, False, True]
    assert all(item.outcome is not None and item.outcome.holds for item in (done[0], done[2]))
    problem = done[1].problem
    assert problem is not None
    assert (problem.code, problem.message) == ("GC999", "gradcheck failed (KeyError: 'on purpose')")
    assert problem.location == Location(str(tmp_path / "b.py"), 1)
    assert "in choose" in problem.trace


def test_a_bug_when_all_is_known(tmp_path: Path, pool: Pool, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("gradcheck.scheduling.work.finish_job", lambda *_: {}["on purpose"])
    (tmp_path / "a.py").write_text(MODULE, encoding="utf-8")
    (done,) = pool.prove(Job(entry, LONG) for entry in discover([tmp_path]).entries)
    assert done.outcome is None
    assert done.problem is not None
    assert done.problem.code == "GC999"


def test_processes_that_end_while_they_have_nothing_to_do_cost_nothing(behaviour: Behaviour, pool: Pool) -> None:
    for _ in range(3):
        assert told(pool.prove_steps(steps("a", "b"), LONG)) == PLAIN
        for one in pool._workers:
            one.process.kill()
            one.process.join()
    assert Counter(behaviour.names()) == {"a": 3, "b": 3}


def test_steps_that_are_used_are_proved_before_in_whatever_process(behaviour: Behaviour, pool: Pool) -> None:
    names = [f"s{number}" for number in range(3 * LARGE)]
    behaviour.acts["s7"] = behaviour.acts["die once"]
    using = {name: ("s0", before) for before, name in pairwise(names)}
    outcomes = pool.prove_steps(steps(*names, using=using), LONG)
    assert [outcome.name for outcome in outcomes] == names
    assert all(outcome.engine == ",".join(sorted(set(using.get(outcome.name, ())))) for outcome in outcomes)
    assert Counter(behaviour.names()) == Counter([*names, "s7"])


def test_a_large_derivation_is_proved_by_several_processes(behaviour: Behaviour) -> None:
    meeting = behaviour.folder / "meeting"

    def meet() -> None:
        """Wait until somebody else is there, too."""
        once(meeting, lambda: None)
        with open(meeting, "a+", encoding="utf-8") as log:
            log.write(f"{os.getpid()}\n")
            log.flush()
            while len(set(meeting.read_text(encoding="utf-8").split())) < 2:
                pass

    names = [f"s{number}" for number in range(2 * LARGE)]
    behaviour.acts |= {names[0]: meet, names[-1]: meet}
    with Pool(2) as pool:
        outcomes = pool.prove_steps(steps(*names), LONG)
    assert [outcome.verdict for outcome in outcomes] == ["proved"] * len(names)


@pytest.mark.parametrize("seed", range(2))
def test_whoever_is_killed_when_the_outcomes_are_those_of_an_undisturbed_run(
    behaviour: Behaviour, seed: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("gradcheck.scheduling.work.MAX_DEATHS", 10**6)  # nothing is said of who is hit how often
    chance = random.Random(seed)
    names = [f"s{number}" for number in range(2 * LARGE)]
    using = {name: tuple(chance.sample(names[:place], min(place, 2))) for place, name in enumerate(names)}
    derivation = steps(*names, using=using)
    with Pool(3) as pool:
        undisturbed = pool.prove_steps(derivation, LONG)
    pool = Pool(3)

    def disturb(event: Event) -> None:
        if isinstance(event, Started | Finished) and chance.random() < 0.1:
            victim = chance.choice(pool._workers)
            if victim.process.pid is not None:
                os.kill(victim.process.pid, signal.SIGKILL)

    pool._observer = disturb
    with pool:
        assert pool.prove_steps(derivation, LONG) == undisturbed
