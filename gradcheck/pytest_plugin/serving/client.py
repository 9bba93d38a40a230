"""Asks the serving process: starts it with the first question, and ends it with the session."""

from __future__ import annotations

import contextlib
import json
import os
import signal
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import IO, Any

from gradcheck.project.discovery import Entry

PATIENCE = 0.5  # seconds for the process to end its own workers; it keeps nothing that could be lost

Answer = Mapping[str, Any]


class Ended(Exception):
    """The process ended, or wrote something that is no answer; the message has its exit code and last output."""


class Prover:
    """Names and proves the steps of modules; every answer is kept, so that nothing is done twice.

    ``said`` is what overrides the settings of the project: ``timeout``, ``memory``, ``jobs``.
    """

    def __init__(self, folder: Path, said: Mapping[str, object]) -> None:
        self._folder = folder
        self._said = dict(said)
        self._process: subprocess.Popen[str] | None = None
        self._named: dict[Path, Answer] = {}
        self._proved: dict[Path, Answer] = {}
        self._asked: list[Path] = []

    def name(self, entry: Entry) -> Answer:
        """The ``steps`` of the module with their ``name`` and ``line``, or its ``problem``."""
        if entry.path not in self._named:
            self._ask({"name": _plain(entry)})
            self._named[entry.path] = self._answer()
        return self._named[entry.path]

    def prove(self, entry: Entry, wanted: Mapping[Entry, Sequence[str] | None]) -> Answer:
        """Prove a module; return its ``steps`` by name, or its ``problem``.

        ``wanted`` has the steps of each module of this session, or None for all; those that they use are proved, too.
        The other modules are proved meanwhile, as many at once as the settings allow.
        """
        if entry.path not in self._asked:
            todo = [e for e in {entry: None, **wanted} if e.path not in self._asked]
            self._ask({"prove": [{**_plain(e), "steps": wanted.get(e)} for e in todo]})
            self._asked += [e.path for e in todo]
        while entry.path not in self._proved:
            answer = self._answer()
            self._proved[Path(answer["path"])] = answer
        return self._proved[entry.path]

    def _ask(self, question: Mapping[str, object]) -> None:
        stdin, _ = self._streams()
        while len(self._proved) < len(self._asked):  # answers come in the order of the questions
            answer = self._answer()
            self._proved[Path(answer["path"])] = answer
        try:
            stdin.write(json.dumps(question) + "\n")
            stdin.flush()
        except OSError as error:
            raise self._ended() from error

    def _answer(self) -> Answer:
        _, stdout = self._streams()
        try:
            answer = json.loads(stdout.readline())
        except (ValueError, OSError):
            raise self._ended() from None
        if "failure" in answer:
            self.close()
            raise Ended(answer["failure"])
        return answer  # type: ignore[no-any-return]

    def _streams(self) -> tuple[IO[str], IO[str]]:
        if self._process is None:
            self._process = subprocess.Popen(
                # -P: what stands in the working directory is not gradcheck's business
                [sys.executable, "-P", "-m", "gradcheck.pytest_plugin.serving", json.dumps(self._said)],
                cwd=self._folder,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                text=True,
                encoding="utf-8",
                start_new_session=True,  # an interruption of the runner is not one of this process: it is ended
            )
        if self._process.stdin is None or self._process.stdout is None:
            raise self._ended()
        return self._process.stdin, self._process.stdout

    def _ended(self) -> Ended:
        code = None if self._process is None else self._process.poll()
        self.close()
        return Ended("the process that proves ended" + ("" if code is None else f" (exit code {code})"))

    def close(self) -> None:
        """End the process and everything that it started; questions without an answer are asked again."""
        process, self._process = self._process, None
        self._asked = list(self._proved)
        if process is None:
            return
        process.terminate()
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(PATIENCE)
        if hasattr(os, "killpg"):
            with contextlib.suppress(OSError):
                os.killpg(process.pid, signal.SIGKILL)
        process.kill()
        process.wait()
        for stream in (process.stdin, process.stdout):
            with contextlib.suppress(OSError):
                if stream is not None:
                    stream.close()


def _plain(entry: Entry) -> dict[str, Any]:
    told = {"name": entry.name, "title": entry.title, "topic": entry.topic, "path": str(entry.path)}
    preamble = "" if entry.preamble is None else str(entry.preamble)
    return told | ({"is_document": True, "preamble": preamble} if entry.is_document else {})
