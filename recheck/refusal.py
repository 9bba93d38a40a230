"""Why a certificate is not accepted."""

from __future__ import annotations


class Wrong(Exception):
    """The certificate does not prove its statement."""


class Unread(Exception):
    """This reader does not know what stands here."""


def need(condition, reason):
    if not condition:
        raise Wrong(reason)
