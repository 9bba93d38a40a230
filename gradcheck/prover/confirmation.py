"""A second look at what was proved: the statement is evaluated at a dozen instances, once for each installation.

The evaluator (``reference``) shares nothing with the kernel.  What it finds is never a verdict: a proof that it speaks
against is not shown, and reported as a bug (GC901).
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
    """What need not be evaluated again; read when the first proof asks for it."""
    return of_this_installation()


def objection(
    claim: Proposition, hypotheses: tuple[Proposition, ...], definitions: tuple[Definition, ...]
) -> str | None:
    """Where the claim is false or has no value, in a sentence; None if nothing was found, now or earlier."""
    known = evaluated()
    digest = hashlib.sha256(structure((claim, hypotheses, definitions), lasting=True).encode()).hexdigest()[:32]
    if digest in known:
        return None
    from gradcheck.reference import disagreement  # not needed where everything was evaluated before

    found = disagreement(claim, hypotheses, definitions)
    if found is None:
        known.add(digest)
    return found
