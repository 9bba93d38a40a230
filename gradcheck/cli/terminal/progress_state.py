"""Keeps the state of progress: steps decided, the step at work, and an estimate of the time left."""

from __future__ import annotations

import contextlib
import threading
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import NamedTuple

from gradcheck.cli.terminal.progress import clock, cut
from gradcheck.outcome.events import Event, Finished, Opened
from gradcheck.outcome.run import DerivationOutcome, StepOutcome

WIDEST, NARROWEST = 24, 8  # columns of a bar
LEAST_NAME = 24  # columns that are left to the name of the step before there is a bar


class Standing(NamedTuple):
    """A snapshot of a run: steps done, steps in all (0 if unknown), the step at work, seconds so far and to go."""

    done: int
    total: int
    at_work: str
    spent: float
    left: float | None


@dataclass
class _Begun:
    """What is known of one derivation; ``seconds`` are those that its steps took in an earlier run."""

    title: str = ""
    seconds: Mapping[str, float] = field(default_factory=dict)
    guessed: int = 0  # how many steps, while nobody knows their names
    steps: tuple[str, ...] | None = None
    heading: DerivationOutcome | None = None
    finished: dict[str, StepOutcome] = field(default_factory=dict)


class ProgressState:
    """Hears of every step, in any thread; answers at any time."""

    def __init__(self, now: Callable[[], float] = time.monotonic) -> None:
        self._now = now
        self._lock = threading.Lock()
        self._start = self._last = now()
        self._begun: dict[str, _Begun] = {}
        self._delivered: set[str] = set()
        self._at_work: dict[tuple[str, str], None] = {}
        self._done = 0
        self._observed = 0.0  # seconds that the steps took
        self._weighed = _Weights()
        self._to_come = _Weights()

    def expect(self, name: str, title: str, steps: int = 0, seconds: Mapping[str, float] | None = None) -> None:
        """Announce a derivation: about how many steps, and how long they took in an earlier run."""
        with self._lock:
            known = dict(seconds or {})
            self._begun[name] = begun = _Begun(title, known, len(known) or steps)
            self._to_come.add(begun, 1)

    def __call__(self, event: Event) -> None:
        """Take notice of an event."""
        with self._lock:
            if event.derivation in self._delivered:
                return  # it was on its way for long
            if isinstance(event, Opened):
                self._open(event.derivation, event.steps)
                self._begun[event.derivation].heading = event.heading
            elif isinstance(event, Finished):
                self._finish(event.derivation, event.outcome)
            else:
                self._at_work.pop((event.derivation, event.step), None)
                self._at_work[event.derivation, event.step] = None

    def _open(self, derivation: str, steps: tuple[str, ...]) -> None:
        begun = self._begun.setdefault(derivation, _Begun())
        self._to_come.add(begun, -1)
        begun.steps = steps
        self._to_come.add(begun, 1)

    def _finish(self, derivation: str, outcome: StepOutcome) -> None:
        self._at_work.pop((derivation, outcome.name), None)
        begun = self._begun.get(derivation)
        known = None if begun is None else begun.seconds.get(outcome.name)
        if begun is not None:
            if outcome.name in begun.finished:  # again, after its process was replaced
                begun.finished[outcome.name] = outcome
                return
            begun.finished[outcome.name] = outcome
            self._to_come.put(known, -1)
        self._weighed.put(known, 1)
        self._done += 1
        self._observed += outcome.seconds
        self._last = self._now()

    def delivered(self, derivation: str, steps: Iterable[StepOutcome] = ()) -> None:
        """Forget a derivation that is finished and reported, with these outcomes."""
        with self._lock:
            outcomes = tuple(steps)
            if outcomes:
                self._open(derivation, tuple(step.name for step in outcomes))
            for step in outcomes:
                self._finish(derivation, step)
            self._delivered.add(derivation)
            begun = self._begun.pop(derivation, None)
            if begun is not None:
                self._to_come.add(begun, -1)
            for place in [place for place in self._at_work if place[0] == derivation]:
                del self._at_work[place]

    @contextlib.contextmanager
    def claim(self, written: str) -> Iterator[None]:
        """Show a claim that belongs to no derivation as at work while the block runs."""
        with self._lock:
            self._at_work["", written] = None
        yield
        with self._lock:
            self._at_work.pop(("", written), None)
            self._done += 1

    def unfinished(self) -> tuple[list[DerivationOutcome], list[str]]:
        """Return what is known of unfinished derivations, and the names of those of which nothing is known."""
        with self._lock:
            known, unknown = [], []
            for name, begun in self._begun.items():
                done = begun.finished
                if not done or begun.steps is None:
                    unknown.append(name)
                    continue
                outcomes = tuple(done[step] for step in begun.steps if step in done)
                rest = tuple(step for step in begun.steps if step not in done)
                seconds = sum(step.seconds for step in outcomes)
                heading = DerivationOutcome(name, begun.title, "", ()) if begun.heading is None else begun.heading
                known.append(replace(heading, name=name, steps=outcomes, seconds=seconds, unreached=rest))
            return known, unknown

    def standing(self) -> Standing:
        """Return a snapshot."""
        with self._lock:
            now = self._now()
            at_work = next(iter(self._at_work), ("", ""))
            name = "::".join(part for part in at_work if part)
            total = self._done + self._to_come.count() if self._begun or self._delivered else 0
            return Standing(self._done, total, name, now - self._start, self._left(now))

    def _left(self, now: float) -> float | None:
        """Estimate the seconds to go from the durations of an earlier run, or else from the number of steps."""
        mean = self._observed / self._done if self._done else None
        done, rest = self._weighed.sum(mean), self._to_come.sum(mean)
        if done is None or rest is None or not done or not self._begun:
            return None
        return max(0.0, (self._last - self._start) * rest / done - (now - self._last))


class _Weights:
    """The weight of a set of steps: the seconds of those with known durations, and the number of the others."""

    def __init__(self) -> None:
        self.seconds = 0.0
        self.known = self.unknown = 0

    def put(self, seconds: float | None, times: int) -> None:
        if seconds is None:
            self.unknown += times
        else:
            self.known += times
            self.seconds += times * seconds

    def add(self, begun: _Begun, times: int) -> None:
        """The steps of a derivation that are not finished."""
        if begun.steps is None:
            for seconds in begun.seconds.values():
                self.put(seconds, times)
            self.unknown += times * (begun.guessed - len(begun.seconds))
            return
        for step in begun.steps:
            if step not in begun.finished:
                self.put(begun.seconds.get(step), times)

    def count(self) -> int:
        return self.known + self.unknown

    def sum(self, mean: float | None) -> float | None:
        """Seconds of all, where an unknown one takes the mean."""
        if not self.unknown:
            return self.seconds
        return None if mean is None else self.seconds + self.unknown * mean


def render_standing(now: Standing, width: int, unicode: bool = True) -> str:
    """Return one line: steps done of all, a bar where there is room for it, the time left, the step at work."""
    count = f"{now.done}/{now.total}" if now.total else f"{now.done} done"
    left = clock(now.spent) if now.left is None else f"{clock(now.left)} left"
    room = width - len(count) - len(left) - LEAST_NAME - 6
    parts = [count, left, now.at_work]
    if now.total and room >= NARROWEST:
        parts.insert(1, _bar(now.done / now.total, min(room, WIDEST), unicode))
    return cut("  ".join(part for part in parts if part), width, "…" if unicode else "...")


def _bar(share: float, width: int, unicode: bool) -> str:
    full = min(int(share * width), width)
    done, rest = ("━", "─") if unicode else ("#", "-")
    return done * full + rest * (width - full)
