"""Events come from other processes whole, in the order of each sender, and never keep anybody waiting."""

from __future__ import annotations

import multiprocessing
import os

import pytest

from gradcheck.events import Event, Finished, Opened, Started
from gradcheck.scheduling.wire import Wire
from gradcheck.verdict import Formula, StepOutcome

pytestmark = pytest.mark.skipif(os.name != "posix", reason="needs Unix sockets")
FORK = multiprocessing.get_context("fork")


def ended(step: str, reason: str = "because") -> Finished:
    return Finished("d", StepOutcome(step, Formula("x", "x", "x"), "proved", "undecided", reason=reason))


@pytest.fixture
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("gradcheck.scheduling.wire.PATIENCE", 0.2)


@pytest.fixture
def patient(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("gradcheck.scheduling.wire.PATIENCE", 60.0)


def send(wire: Wire, *events: Event) -> None:
    child = FORK.Process(target=lambda: [wire.send(event) for event in events])
    child.start()
    child.join(60)
    assert child.exitcode == 0


def test_everything_that_was_sent_has_arrived_when_the_block_is_left(patient: None) -> None:
    heard: list[Event] = []
    events = [Opened("d", ("a", "b")), *(Started("d", str(number)) for number in range(500)), ended("a", "x" * 50_000)]
    with Wire(heard.append) as wire:
        send(wire, *events)
    assert heard == events


def test_what_is_too_large_is_lost_and_the_rest_arrives(patient: None) -> None:
    heard: list[Event] = []
    with Wire(heard.append) as wire:
        send(wire, ended("a", "x" * 30_000_000), Started("d", "b"))
    assert heard == [Started("d", "b")]


@pytest.mark.filterwarnings("ignore::pytest.PytestUnhandledThreadExceptionWarning")
def test_an_observer_that_fails_stops_nobody(impatient: None) -> None:
    def fail(event: Event) -> None:
        raise ValueError("on purpose")

    with Wire(fail) as wire:
        send(wire, *(Started("d", str(number)) for number in range(5_000)))


def test_a_sender_that_outlives_the_block_is_not_kept(impatient: None) -> None:
    with Wire(lambda event: None) as wire:
        go, gone = FORK.Event(), FORK.Event()

        def late() -> None:
            go.wait(60)
            for number in range(5_000):
                wire.send(Started("d", str(number)))
            gone.set()

        child = FORK.Process(target=late)
        child.start()
    go.set()
    assert gone.wait(60)
    child.join(60)
