"""Evaluates each proved statement at a dozen instances, once for each installation.

The evaluator (``reference``) shares no code with the kernel, and makes no verdict: where it finds the statement false
or without a value, the proof is not shown, and a bug is reported (GC901).
"""

from __future__ import annotations

import hashlib
from functools import cache

from gradcheck.language.syntax.definitions import Definition
from gradcheck.language.syntax.identity import structure
from gradcheck.language.syntax.propositions import Proposition
from gradcheck.project.cache.evaluations import Evaluations, of_this_installation


@cache
def evaluated() -> Evaluations:
    """Return the statements that need no second evaluation; reads the file at the first call."""
    return of_this_installation()


def objection(
    claim: Proposition, hypotheses: tuple[Proposition, ...], definitions: tuple[Definition, ...]
) -> str | None:
    """Return a sentence that says where the claim is false or has no value; None if nothing was found."""
    known = evaluated()
    digest = hashlib.sha256(structure((claim, hypotheses, definitions), lasting=True).encode()).hexdigest()[:32]
    if digest in known:
        return None
    from gradcheck.reference import disagreement  # not needed where everything was evaluated before

    found = disagreement(claim, hypotheses, definitions)
    if found is None:
        known.add(digest)
    return found
