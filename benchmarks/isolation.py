"""A function in a process of its own, with limits that native code can't escape.

The limit is of processor time, so that a busy machine takes nothing from anybody; a multiple of it by the clock ends
what only waits.  The process is a copy of this one, so what was imported before is there and costs nothing.
"""

from __future__ import annotations

import multiprocessing
import os
import resource
import signal
import time
from collections.abc import Callable
from dataclasses import dataclass
from multiprocessing.connection import Connection
from typing import Any

PATIENCE = 20  # seconds by the clock for a second of the processor
BYTES = 4 * 2**30


@dataclass(frozen=True)
class Answer:
    """What came back, or why nothing did, and the seconds of processor time that it took."""

    value: Any
    seconds: float
    problem: str = ""


def call_apart(function: Callable[..., Any], argument: Any, limit: int) -> Answer:
    """``function(argument)``, or its exception as a problem; "out of time" after so many seconds, and killed."""
    context = multiprocessing.get_context("fork")
    ours, theirs = context.Pipe(duplex=False)
    child = context.Process(target=_work, args=(theirs, function, argument, limit))
    child.start()
    theirs.close()
    try:
        if not ours.poll(limit * PATIENCE):
            return Answer(None, float(limit), "out of time")
        value, seconds, problem = ours.recv()
        return Answer(value, seconds, problem)
    except EOFError:  # it ended without a word
        child.join()
        out_of_time = child.exitcode is not None and -child.exitcode in (signal.SIGXCPU, signal.SIGKILL)
        return Answer(None, float(limit), "out of time" if out_of_time else f"ended with {child.exitcode}")
    finally:
        child.kill()
        child.join()
        ours.close()


def _work(pipe: Connection, function: Callable[..., Any], argument: Any, limit: int) -> None:
    silent = os.open(os.devnull, os.O_WRONLY)
    os.dup2(silent, 1)
    os.dup2(silent, 2)
    resource.setrlimit(resource.RLIMIT_CPU, (limit, limit + 1))
    resource.setrlimit(resource.RLIMIT_AS, (BYTES, BYTES))
    start = time.process_time()
    try:
        value, problem = function(argument), ""
    except Exception as error:  # any failure of a tool is an answer that it does not give
        value, problem = None, f"{type(error).__name__}: {error}"[:200]
    pipe.send((value, time.process_time() - start, problem))
    pipe.close()
