"""The refusals of the kernel."""

from __future__ import annotations


class Rejected(Exception):
    """Evidence that does not prove its goal; the message says what was found and what was expected."""


class Upheld(Rejected):
    """Values at which the claim holds."""


class TooDeep(Rejected):
    """A statement or evidence that is nested deeper than the kernel can follow."""
