"""The process that proves for pytest, forked from the tests: it need not start an interpreter and import all once more.

It runs what ``python -m gradcheck.pytest_plugin.serving`` runs, in a session of its own, with its own standard input
and output.  Tests of how it is started start it for real.
"""

from __future__ import annotations

import os
import signal
import sys
import time
from collections.abc import Sequence
from contextlib import suppress
from importlib import import_module
from subprocess import TimeoutExpired
from typing import Any

from gradcheck.pytest_plugin.serving.__main__ import main
from gradcheck.scheduling.pool import NEEDED


class Forked:
    """Stands for ``subprocess.Popen``, as far as the client uses it."""

    def __init__(self, command: Sequence[str], *, cwd: Any, encoding: str, **_: object) -> None:
        for name in NEEDED:
            import_module(name)  # here, and once for all
        self.returncode: int | None = None
        asked, questions = os.pipe()
        answers, told = os.pipe()
        self.pid = os.fork()
        if self.pid == 0:
            os.close(questions)
            os.close(answers)
            self._serve(command[-1], cwd, asked, told)
        os.close(asked)
        os.close(told)
        self.stdin = os.fdopen(questions, "w", encoding=encoding)
        self.stdout = os.fdopen(answers, encoding=encoding)

    def _serve(self, said: str, folder: Any, asked: int, told: int) -> None:
        """Run in the child, and end without what the tests do at their end."""
        code = 70
        try:
            os.setsid()
            os.chdir(folder)
            os.dup2(asked, 0)
            os.dup2(told, 1)
            os.close(asked)
            os.close(told)
            sys.stdin = os.fdopen(0, encoding="utf-8")
            sys.argv = ["serving", said]
            code = main()
        except SystemExit as end:
            code = end.code if isinstance(end.code, int) else 1
        finally:
            os._exit(code)

    def poll(self) -> int | None:
        if self.returncode is None:
            with suppress(ChildProcessError):
                found, status = os.waitpid(self.pid, os.WNOHANG)
                self.returncode = os.waitstatus_to_exitcode(status) if found else None
        return self.returncode

    def wait(self, seconds: float = 60) -> int:
        end = time.monotonic() + seconds
        while (code := self.poll()) is None:
            if time.monotonic() > end:
                raise TimeoutExpired("serving", seconds)
        return code

    def send(self, number: int) -> None:
        if self.poll() is None:
            os.kill(self.pid, number)

    def terminate(self) -> None:
        self.send(signal.SIGTERM)

    def kill(self) -> None:
        self.send(signal.SIGKILL)
