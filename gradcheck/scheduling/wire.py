"""Events of other processes, brought to this one.

Messages go through a Unix datagram socket: each arrives whole or not at all, whoever is killed in the meantime, and
nobody holds a lock that others wait for.  Where there are no such sockets nothing is observed.
"""

from __future__ import annotations

import contextlib
import pickle
import socket
import threading
from types import TracebackType
from typing import Self

from gradcheck.events import Event, Observer

MOST_BYTES = 1 << 20  # of a message; a socket may take less
PATIENCE = 2.0  # seconds for the other side to listen; then nothing more is told


class Wire:
    """While the block runs, what a forked child gives to ``send`` reaches the observer, in a thread of this process."""

    def __init__(self, observer: Observer) -> None:
        self._observer = observer
        self._near: socket.socket | None = None
        self._far: socket.socket | None = None
        with contextlib.suppress(AttributeError, OSError):
            self._near, self._far = socket.socketpair(socket.AF_UNIX, socket.SOCK_DGRAM)
            self._far.settimeout(PATIENCE)
        self._reader = threading.Thread(target=self._read, name="gradcheck-events", daemon=True)

    def __enter__(self) -> Self:
        self._reader.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Everything that was sent is delivered before the block is left."""
        if self._far is None:
            return
        with contextlib.suppress(OSError):
            self._far.send(b"")
            self._reader.join()
        self._far.close()

    def send(self, event: Event) -> None:
        """Called in a child: bring the event over; one that is too large, or that nobody waits for, is lost."""
        if self._far is None:
            return
        try:
            self._far.send(pickle.dumps(event))
        except TimeoutError:  # nobody listens any more
            self._far = None
        except (OSError, pickle.PicklingError, RecursionError):
            pass

    def _read(self) -> None:
        if self._near is None:
            return
        with self._near, contextlib.suppress(OSError):
            while message := self._near.recv(MOST_BYTES):
                self._observer(pickle.loads(message))
