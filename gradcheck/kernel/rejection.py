"""The one refusal of the kernel."""

from __future__ import annotations


class Rejected(Exception):
    """Evidence that does not prove its goal; the message says what was found and what was expected."""
