"""A terminal for tests: a command runs in it, and what a person would see at each moment can be asked."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    import pyte

ROOT = Path(__file__).resolve().parents[2]
MARK = "GRADCHECK_TEST_MARK"  # in the environment of a command and of all that it starts
KEPT = {name: value for name, value in os.environ.items() if name not in ("CI", "NO_COLOR", "COLUMNS", "FORCE_COLOR")}


class Terminal:
    """A pseudo-terminal of so many columns with a command in it; its standard output may go elsewhere."""

    def __init__(
        self, command: Sequence[str], columns: int = 80, stdout: int | None = None, cwd: Path = ROOT, **environment: str
    ) -> None:
        termios = pytest.importorskip("termios")
        self.columns, self.mark = columns, os.urandom(8).hex()
        self.master, slave = os.openpty()
        termios.tcsetwinsize(slave, (24, columns))
        self.process = subprocess.Popen(
            [sys.executable, *command],
            stdin=slave, stdout=slave if stdout is None else stdout, stderr=slave, cwd=cwd,
            env=KEPT | {"TERM": "xterm", "PYTHONPATH": str(ROOT), "PYTHONIOENCODING": "utf-8", MARK: self.mark}
            | environment,
            start_new_session=True, preexec_fn=_take_terminal,
        )  # fmt: skip
        os.close(slave)
        self.data = b""

    def read_until(self, text: str) -> None:
        """Wait for this text."""
        while text.encode() not in self.data:
            assert self._read(), f"{text!r} was never said, but {self.data.decode(errors='replace')!r}"

    def type(self, text: bytes) -> None:
        """As the keyboard does."""
        os.write(self.master, text)

    def end(self) -> int:
        """Read on until the command is done; its exit code."""
        while self._read():
            pass
        os.close(self.master)
        return self.process.wait(60)

    def _read(self) -> bool:
        try:
            chunk = os.read(self.master, 1 << 16)
        except OSError:  # the other side is closed
            return False
        self.data += chunk
        return bool(chunk)

    @property
    def screen(self) -> list[str]:
        """Everything that is to be seen, what scrolled away too."""
        return shown(self.data, self.columns)

    def left_behind(self) -> list[int]:
        """The processes that the command started and that are still there."""
        mark = f"{MARK}={self.mark}".encode()
        found = []
        for folder in Path("/proc").glob("[0-9]*"):
            try:
                state = (folder / "stat").read_bytes().rpartition(b")")[2].split()[0]
                if mark in (folder / "environ").read_bytes() and state != b"Z":
                    found.append(int(folder.name))
            except OSError:
                continue
        return found


def shown(data: bytes, columns: int) -> list[str]:
    """What a terminal of so many columns shows of these bytes."""
    emulator = pytest.importorskip("pyte")
    screen: pyte.HistoryScreen = emulator.HistoryScreen(columns, 24, history=100_000)
    emulator.ByteStream(screen).feed(data)
    above = ["".join(line[column].data for column in range(columns)) for line in screen.history.top]
    rows = [row.rstrip() for row in (*above, *screen.display)]
    while rows and not rows[-1]:
        rows.pop()
    return rows


def _take_terminal() -> None:
    """In the child: its standard input becomes the terminal that sends it signals."""
    import fcntl
    import termios

    fcntl.ioctl(0, termios.TIOCSCTTY, 0)
