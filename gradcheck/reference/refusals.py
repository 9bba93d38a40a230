"""Exceptions for parts without a value and for undecided ones, and the limit on the work."""

from __future__ import annotations

from gradcheck.language.syntax.node import Node


class NoValue(Exception):
    """The part certainly has no value at the instance."""

    def __init__(self, part: Node | None, why: str, at: str = "") -> None:
        super().__init__(why)
        self.part, self.why, self.at = part, why, at


class CannotTell(Exception):
    """The evaluator has no means to decide; never an error."""


class TooClose(CannotTell):
    """Two approximate numbers that may be equal."""


class Tie(CannotTell):
    """A choice that depends on a number which is 0 at the point of a derivative, and may not be beside it."""


class NotPolynomial(CannotTell):
    """An operation on a number that stands for many, which only works for polynomials."""


class OutOfWork(CannotTell):
    """The allowed work is used up."""


class Work:
    """The steps that are left: about the number of nodes to evaluate."""

    def __init__(self, steps: int) -> None:
        self.left = steps

    def spend(self, steps: int = 1) -> None:
        """Take the steps away; raise OutOfWork where there are not enough."""
        self.left -= steps
        if self.left < 0:
            raise OutOfWork("it takes more work than was granted")
