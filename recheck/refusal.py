"""Why a certificate is not accepted."""

from __future__ import annotations

from typing import Any


class Refusal(Exception):
    """What is not accepted; ``at`` is the innermost piece of evidence that fails."""

    at: Any = None


class Wrong(Refusal):
    """The certificate does not prove its statement."""


class Unread(Refusal):
    """This reader does not know what stands here, or is not willing to work so long."""


def need(condition: object, reason: str) -> None:
    """Raise Wrong, with the reason, unless the condition holds."""
    if not condition:
        raise Wrong(reason)
