"""Why a part of a statement has no value, why nothing can be said of it, and how much work may be done on it."""

from __future__ import annotations

from gradcheck.language.syntax.node import Node


class NoValue(Exception):
    """The part has no value at the instance, for sure."""

    def __init__(self, part: Node | None, why: str, at: str = "") -> None:
        super().__init__(why)
        self.part, self.why, self.at = part, why, at


class CannotTell(Exception):
    """The evaluator has no means to decide; never an error."""


class TooClose(CannotTell):
    """Two approximate numbers that may be equal."""


class Tie(CannotTell):
    """A choice that hangs on a number which is 0 at the point of a derivative, and may not be beside it."""


class NotPolynomial(CannotTell):
    """Something else than a polynomial is asked of a number that stands for many."""


class OutOfWork(CannotTell):
    """The work that was granted is done."""


class Work:
    """The steps that are left: about the number of nodes to evaluate."""

    def __init__(self, steps: int) -> None:
        self.left = steps

    def spend(self, steps: int = 1) -> None:
        """Take the steps away; OutOfWork where they are not there."""
        self.left -= steps
        if self.left < 0:
            raise OutOfWork("it takes more work than was granted")
