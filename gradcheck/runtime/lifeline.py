"""Ends children with their parent, however that ends: by ``kill -9``, too, and in the midst of native code.

The parent holds one end of a pipe, to which nobody ever writes; when the parent is gone, the system closes that end and
kills the child at the other one.  Where the system has no such service (it is Linux's), a child ends when it reads from
its parent next, or when its limit of processor time ends it.
"""

from __future__ import annotations

import contextlib
import os
import select
import signal
import sys


class Lifeline:
    """Made by the parent, tied by the child; ``cut`` ends the child as the end of the parent does."""

    def __init__(self) -> None:
        self._near, self._far = os.pipe()

    @property
    def descriptors(self) -> tuple[int, int]:
        """The child's end, and the parent's, which no other child may keep open."""
        return self._near, self._far

    def cut(self) -> None:
        """Close the end of the parent, which ends the child."""
        for descriptor in self.descriptors:
            with contextlib.suppress(OSError):
                os.close(descriptor)

    def tie(self) -> None:
        """Tie the child, which calls this, to its parent."""
        with contextlib.suppress(OSError):
            os.close(self._far)
        tie(self._near)


def tie(descriptor: int) -> None:
    """Tie this process to whoever has the other end of the pipe."""
    if sys.platform == "linux":
        import fcntl

        fcntl.fcntl(descriptor, fcntl.F_SETOWN, os.getpid())
        fcntl.fcntl(descriptor, fcntl.F_SETSIG, signal.SIGKILL)
        fcntl.fcntl(descriptor, fcntl.F_SETFL, os.O_ASYNC | os.O_NONBLOCK)
        if select.select([descriptor], [], [], 0)[0]:  # it was gone before
            os.kill(os.getpid(), signal.SIGKILL)
