"""Starts, watches and kills one process that proves, on the side of the scheduling process."""

from __future__ import annotations

import time
from collections.abc import Iterator

from gradcheck.outcome.run import StepOutcome
from gradcheck.runtime.limits import OUT_OF_TIME, Limits
from gradcheck.runtime.process import ChildProcess, describe_exit
from gradcheck.runtime.shielding import uninterrupted
from gradcheck.scheduling.messages import News, Stopped
from gradcheck.scheduling.work import Part, Work
from gradcheck.scheduling.worker import ORIGIN, serve

NAME = "gradcheck worker"
GRACE = 30.0  # seconds for what is no step: to come up, to receive a derivation, to be told to run a module
WRITING = 5.0  # seconds to write down a step that is not to be proved
EXPLAINING = 5.0  # seconds for what would have been true instead of what was refuted


class Gone(Exception):
    """The process has ended."""


class WorkerProcess:
    """A process, and what it works at: the ``left`` steps of a work; the first must end by the ``deadline``."""

    def __init__(self, workers: list[WorkerProcess]) -> None:
        """Start the process; it closes the descriptors of the other ``workers``."""
        self.work: Work | None = None
        self.left: Part = ()
        self.decided: StepOutcome | None = None
        self.deadline = self._since = 0.0
        self._holds = -1
        with uninterrupted():
            self._child: ChildProcess = ChildProcess(
                serve, ORIGIN, others=[worker._child for worker in workers], name=NAME
            )
            workers.append(self)
        self.process, self.connection = self._child.process, self._child.connection

    def give(self, work: Work, part: Part) -> None:
        """Send it a task; Gone if it has ended while it had nothing to do."""
        task = work.task(part, fresh=self._holds != work.number)
        self.work, self.left, self.decided = work, part, None
        self._holds = work.number
        self.deadline = time.monotonic() + work.job.limits.patience + GRACE
        try:
            self.connection.send(task)
        except OSError:
            raise Gone from None

    def hear(self) -> Iterator[News]:
        """Return the news it has sent; Gone if it has ended."""
        while True:
            try:
                if not self.connection.poll():
                    return
                news = self.connection.recv()
            except Exception:  # the end of the pipe, or what was meant to become a word when the process was ended
                raise Gone from None
            yield news

    def start_step(self) -> None:
        """Note that it begins its next step now, if there is one."""
        self.decided = None
        if self.work is not None and self.left:
            limits = self.work.job.limits
            self._since = time.monotonic()
            stopped = self.work.is_stopped(self.left[0])
            self.deadline = self._since + (min(limits.patience, WRITING) if stopped else limits.patience)

    def explain(self, decided: StepOutcome) -> None:
        """Note that its step is decided, and leave it a little time to explain that."""
        self.decided = decided
        self.deadline = min(self.deadline, time.monotonic() + EXPLAINING)

    def rest(self) -> None:
        """Note that it has nothing to do."""
        self.work, self.left, self.decided = None, (), None

    def stderr_tail(self) -> Stopped:
        """Return why it ended and what it wrote to standard error, where native libraries say why they abort."""
        code = self._child.exit_code()
        if self.work is not None and code in OUT_OF_TIME:
            return Stopped(self.work.job.limits.exhausted, "GC201", seconds=time.monotonic() - self._since)
        words = tuple(self._child.written().splitlines())
        return Stopped(f"its process ended ({describe_exit(code)})", "GC903", words, time.monotonic() - self._since)

    def out_of_time(self) -> Stopped:
        """Return the reason for killing it at the deadline."""
        limits = Limits() if self.work is None else self.work.job.limits
        return Stopped(limits.given_up, "GC201", seconds=time.monotonic() - self._since)

    def kill(self) -> None:
        """End it at once, whatever it is doing."""
        self._child.kill()
