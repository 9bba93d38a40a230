"""Sends a derivation from the process that ran its module to the one that proves it.

What arrives is built by the constructors of the language and of derivations, with all their checks, and nothing of the
module's own comes along: not its functions, not its classes, nor what it did to those of others.
"""

from __future__ import annotations

import json
from functools import cache

from gradcheck.derivation import Along, Derivation, Instance, Step, check_readable
from gradcheck.language import author  # noqa: F401  (it knows all kinds of nodes)
from gradcheck.language.printing.table import Table
from gradcheck.language.syntax.hints import CasesOn, TryValue
from gradcheck.outcome.run import DocumentSummary, Location, Problem
from gradcheck.project.proofs.codec import Unreadable, decode, encode

KINDS = (Derivation, Step, Instance, Along, CasesOn, TryValue, Table, Location, Problem, DocumentSummary)


@cache
def derivation_classes() -> dict[str, type]:
    """The classes that a derivation consists of, apart from nodes."""
    return {kind.__name__: kind for kind in KINDS}


def send_derivation(derivation: Derivation) -> bytes:
    """The derivation as text; TypeError if something else is part of it."""
    return json.dumps(encode(derivation, derivation_classes()), separators=(",", ":")).encode()


def receive_derivation(text: bytes) -> Derivation:
    """The derivation that was sent; Unreadable if there is none."""
    found = decode(json.loads(text), derivation_classes())
    if not isinstance(found, Derivation) or not all(isinstance(step, Step) for step in found.steps):
        raise Unreadable("it is no derivation")
    if not found.steps and found.document is None:
        raise Unreadable("it has no steps")
    check_readable(found)
    return found
