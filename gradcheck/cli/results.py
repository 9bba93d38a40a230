"""Collects the results of ``prove`` and ``check``: prints text at once, and keeps the rest for reports at the end."""

from __future__ import annotations

import sys
import time
from collections.abc import Generator, Iterable, Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import replace
from itertools import chain
from typing import TYPE_CHECKING

from gradcheck.cli.options import Output
from gradcheck.cli.reports import write_reports
from gradcheck.cli.selection import RunPlan
from gradcheck.cli.terminal.signals import word_for
from gradcheck.cli.terminal.streams import Terminal, complain, for_stream
from gradcheck.outcome.run import (
    CRASH,
    NOTHING_TO_SAY,
    DerivationOutcome,
    Location,
    Preamble,
    Problem,
    RunOutcome,
    StepOutcome,
)
from gradcheck.project.discovery import Entry
from gradcheck.project.folders import shorten
from gradcheck.report.page import Line, line, plain, single_spaced
from gradcheck.report.table import table_lines
from gradcheck.report.text import (
    derivation_lines,
    is_of_module,
    notice_lines,
    place_among,
    problem_lines,
    step_lines,
    summary_line,
    unreached_lines,
)

if TYPE_CHECKING:
    from pathlib import Path

    from gradcheck.cli.cached import Cache
    from gradcheck.cli.terminal.progress_state import ProgressState
    from gradcheck.runtime.limits import Limits
    from gradcheck.scheduling.cluster import Cluster
    from gradcheck.scheduling.job import Done


class Results:
    """Collects outcomes and problems in order; ``finish`` closes the report and gives the exit code."""

    def __init__(self, command: str, output: Output, shard: str = "") -> None:
        self._command = command
        self._shard = shard
        self._output = output
        self._terminal = Terminal(output.color)
        self._started = time.monotonic()
        self._derivations: list[DerivationOutcome] = []
        self._problems: list[Problem] = []
        self._unchanged = self.unselected = 0
        self._unbegun: list[str] = []
        self._notices: list[Problem] = []
        self._taken_now: list[DerivationOutcome] = []  # without what an earlier run found
        self._is_text = output.shown_as.streams and not output.as_sympy
        self._wordy = self._is_text and not output.quiet
        self._expected: list[Problem] = []  # modules that cannot be used, and have not been told
        self._claims: list[str] = []
        self._course: ProgressState | None = None
        self.reading = False  # whether a report says formula by formula what was read of a document

    @property
    def course(self) -> ProgressState:
        """Return the state of progress, made when a step is proved; a run answered by the cache alone makes none."""
        if self._course is None:
            from gradcheck.cli.terminal.progress_state import ProgressState

            self._course = ProgressState()
        return self._course

    @property
    def is_watched(self) -> bool:
        """Whether progress is shown; not where the summary alone was asked for."""
        from gradcheck.cli.terminal.progress import is_wanted

        return not self._output.quiet and is_wanted()

    @property
    def verbose(self) -> bool:
        """Whether the evidence was asked for."""
        return self._output.verbose

    def derivation(self, outcome: DerivationOutcome, unchanged: bool = False) -> None:
        """Take and show the outcome of a whole derivation; places are told as seen from the working directory."""
        self.unselected += outcome.unselected
        if not outcome.steps and outcome.unselected:
            return  # nobody asked for it
        self._unchanged += unchanged
        if not unchanged:
            self._taken_now.append(outcome)
        remarks, notices = (tuple(map(_placed, found)) for found in (outcome.remarks, outcome.notices))
        outcome = replace(outcome, steps=self._placed(outcome.steps), remarks=remarks, notices=notices)
        self._derivations.append(outcome)
        if self.reading and outcome.document is not None:
            from gradcheck.report.text import reading_lines

            self.show(reading_lines(outcome.document))
        shown = for_stream(outcome)
        self.show(single_spaced(chain(derivation_lines(shown, self._output.verbose), [line("")])))

    def _slowest(self, most: int) -> Iterable[Line]:
        from gradcheck.report.durations import duration_lines

        return duration_lines(self._taken_now, most)

    def _placed(self, steps: Iterable[StepOutcome]) -> tuple[StepOutcome, ...]:
        """The steps with their places as seen from here, where they are told at all: the text names what went wrong."""
        places: dict[Location, Location] = {}
        paths: dict[str, str] = {}
        for step in steps:
            at = step.location
            if at is not None and (self._output.reports or not step.is_sound):
                if at.path not in paths:
                    paths[at.path] = shorten(at.path)
                places[at] = replace(at, path=paths[at.path])
        return tuple(replace(s, location=places[s.location]) if s.location in places else s for s in steps)

    def expect_claims(self, claims: Iterable[str]) -> None:
        """Announce these claims, in this order, and no others."""
        self._claims = list(claims)

    def claim(
        self, step: StepOutcome, preamble: Preamble = NOTHING_TO_SAY, lines: Iterable[Line] | None = None
    ) -> None:
        """Take the outcome of one claim that belongs to no derivation; ``lines`` replace the usual report on it."""
        self._derivations.append(DerivationOutcome(step.name, "", "", (step,), step.seconds, preamble=preamble))
        self._taken_now.append(self._derivations[-1])
        del self._claims[:1]
        step, preamble = for_stream((step, preamble))
        self.show(step_lines(step, self._output.verbose, preamble=preamble) if lines is None else lines)

    def problem(self, problem: Problem, lines: Iterable[Line] | None = None) -> None:
        """Take a problem.

        A text report shows problems of modules, and those with ``lines``, among the results.  Other problems go to
        standard error, a line each, unless a report on standard output lists them.
        """
        problem = replace(problem, after=len(self._derivations)) if problem.written else problem
        self._problems.append(problem)
        if self._output.shown_as.lists_problems:
            return
        if lines is None and is_of_module(problem):
            lines = [*problem_lines(problem), line("")]
        if lines is not None and self._wordy:
            self.show(lines)
        else:
            complain(str(problem))

    def expect_problems(self, problems: Iterable[Problem]) -> None:
        """Take problems; that of a module which cannot be used is shown in its place among the others."""
        for problem in problems:
            if self._wordy and is_of_module(problem):
                self._expected.append(problem)
            else:
                self.problem(problem)
        self._expected.sort(key=_place)

    def come_to(self, path: Path | None) -> None:
        """Show the problems of modules before this path; with None, all that are left."""
        while self._expected and (path is None or _place(self._expected[0]) < place_among(shorten(str(path)))):
            self.problem(self._expected.pop(0))

    def notice(self, notice: Problem) -> None:
        """Take a notice that belongs to no derivation."""
        self._notices.append(notice)
        self.show([*notice_lines((notice,)), line("")])

    def show(self, lines: Iterable[Line]) -> None:
        """Print lines of the text report, if that is what was asked for."""
        if self._wordy:
            self._terminal.print(lines)

    def table(self) -> None:
        """Show a row for each derivation; with the summary alone too, for it is one."""
        if len(self._derivations) > 1 and self._output.shown_as.streams:
            self._terminal.print([*table_lines(self._derivations), line("")])

    def outcomes(self) -> list[DerivationOutcome]:
        """Return the outcomes taken so far."""
        return self._derivations

    @contextmanager
    def working(self) -> Iterator[None]:
        """Show the progress of the run on the terminal while the block runs."""
        if not self.is_watched:
            yield
            return
        from gradcheck.cli.terminal.progress import Progress
        from gradcheck.cli.terminal.progress_state import render_standing

        with Progress(lambda width, unicode: render_standing(self.course.standing(), width, unicode)):
            yield

    @contextmanager
    def reporting(self) -> Iterator[None]:
        """Report what is known if an exception ends the block, then raise it again."""
        try:
            yield
        except KeyboardInterrupt as stop:
            with suppress(OSError):  # a terminal that is gone, a reader that has left
                self._stop(word_for(stop))
            raise
        except Exception as error:
            if not isinstance(error, OSError) or error.filename is not None:  # else standard output takes no more
                from gradcheck.cli.terminal.crash import describe_error

                self._problems.append(Problem(CRASH, f"this is a bug in gradcheck: {describe_error(error)}"))
                with suppress(OSError):
                    self._stop("crashed")
            raise

    def _stop(self, how: str) -> None:
        """Take what is known of unfinished derivations, and report."""
        taken = {item.name for item in self._derivations}
        begun, unknown = self.course.unfinished()
        for outcome in begun:
            if outcome.name not in taken:
                self.derivation(outcome)
        self.finish(how, (*(name for name in unknown if name not in taken), *self._claims))

    def leave(self, names: Iterable[str]) -> None:
        """Note that these derivations are not begun."""
        self._unbegun += names

    @property
    def is_empty(self) -> bool:
        """Return whether nothing was taken."""
        return not (self._derivations or self._problems or self._expected)

    def finish(self, stopped: str = "", unreached: tuple[str, ...] = ()) -> int:
        """Print the summary or the document; return the exit code."""
        self.come_to(None)
        found = tuple(self._derivations), tuple(self._problems), self._unchanged
        run = RunOutcome(
            self._command, *found, self._shard, stopped, unreached or tuple(self._unbegun), tuple(self._notices),
            unselected=self.unselected,
        )  # fmt: skip
        if self._is_text:
            if self._output.durations is not None:
                self._terminal.print([*self._slowest(self._output.durations), line("")])
            self.show(unreached_lines(run))
            self._terminal.print([summary_line(run, time.monotonic() - self._started)])
        elif self._output.durations is not None:
            print(plain(self._slowest(self._output.durations)), end="", file=sys.stderr)
        written = write_reports(run, self._output)
        if run.bugs or run.failed_modules:
            from gradcheck.cli.terminal.crash import report_bugs

            report_bugs(run, sys.argv[1:])
        if not run.derivations and not run.problems and not stopped:
            complain("this shard is empty" if self._shard else "there was nothing to check")
        return run.exit_code if written else 2


def _place(problem: Problem) -> tuple[str, str]:
    return place_among("" if problem.location is None else problem.location.path)


def _placed(problem: Problem) -> Problem:
    """Return the problem with its place relative to the working directory."""
    at = problem.location
    return problem if at is None else replace(problem, location=replace(at, path=shorten(at.path)))


def prove_entries(
    entries: Iterable[Entry],
    limits: Limits,
    results: Results,
    *,
    afresh: bool = False,
    record: bool = False,
    processes: int = 1,
    cache: Cache | None = None,
    cluster: Cluster | None = None,
    wanted: RunPlan = RunPlan(),  # noqa: B008  (frozen)
) -> None:
    """Load each module and prove what is ``wanted`` of it, on the ``cluster`` if there is one.

    A module that cannot be loaded is a problem, and the next one follows.

    Recorded proofs are tried first unless ``afresh``; ``record`` writes down what was found beside each module.
    A module for which the ``cache`` has an answer is neither loaded nor proved again.
    """
    entries = wanted.ordered(entries)
    known = {}
    if cache is not None:
        known = {entry.path: wanted.recalled(entry, cache.answers.outcome(entry.path)) for entry in entries}
    todo = [entry for entry in entries if known.get(entry.path) is None]
    proving = _proved(todo, limits, results, afresh, record, processes, cache, cluster, wanted)
    with wanted.remembering(), closing(proving) as proved:
        for place, entry in enumerate(entries):
            results.come_to(entry.path)
            outcome = known.get(entry.path)
            unchanged = outcome is not None
            if outcome is None:
                done = next(proved)
                if done.problem is not None:
                    results.problem(done.problem)
                outcome = done.outcome
                if outcome is not None and cache is not None and outcome.is_whole:
                    cache.answers.keep(entry.path, done.source, entry.title, outcome, entry.speaks)
                    from gradcheck.project.cache.durations import write_durations

                    write_durations(cache.folder, entry.path, afresh or record, outcome)
                if outcome is not None and record:
                    _write_records(done, results)
            wanted.note(entry, outcome)
            told = None if outcome is None else wanted.shortened(outcome)
            if told is not None:
                results.derivation(told, unchanged)
            if not unchanged:
                results.course.delivered(entry.name, () if outcome is None else outcome.steps)
            if wanted.exit_first and (told is None or told.is_finding):
                results.leave(later.name for later in entries[place + 1 :])
                break


def _write_records(done: Done, results: Results) -> None:
    from gradcheck.project.proofs.records import write_records

    try:
        write_records(done.entry.path, done.found or {})
    except OSError as error:
        message = f"the proofs of {done.entry.name} cannot be written: {error.strerror or error}"
        results.problem(Problem("GC422", message))


def _expect(entries: Iterable[Entry], results: Results, afresh: bool, cache: Cache | None) -> None:
    """Tell the progress line which steps are to come, as far as earlier runs know them."""
    from gradcheck.project.cache.durations import read_durations

    for entry in entries:
        seconds = {} if cache is None else read_durations(cache.folder, entry.path, afresh)
        guessed = 0
        if not seconds and results.is_watched:
            with suppress(OSError):
                source = entry.path.read_bytes()
                guessed = source.count(b"step(") + source.count(b"erratum(")
        results.course.expect(entry.name, entry.title, guessed, seconds)


def _proved(
    entries: list[Entry],
    limits: Limits,
    results: Results,
    afresh: bool,
    record: bool,
    processes: int,
    cache: Cache | None,
    cluster: Cluster | None,
    wanted: RunPlan,
) -> Generator[Done]:
    """Load and prove the modules; imports what this needs only where there are any."""
    if not entries:
        return
    _expect(entries, results, afresh, cache)
    from gradcheck.scheduling.job import Job
    from gradcheck.scheduling.pool import prove_jobs

    folder = None if cache is None else cache.folder
    options = (limits, afresh or record, results.verbose, folder)
    jobs = [Job(entry, *options, wanted.selection(entry.path), record, wanted.exit_first) for entry in entries]
    with results.working():
        if cluster is not None:
            yield from cluster.prove(jobs, results.course)
        else:
            yield from prove_jobs(jobs, processes, results.course)
