"""Counterexamples: a universal claim is false at exact values, both sides evaluated there.

The values give every scalar symbol a rational number of its sort, every array and every free sequence member that is
needed its entries, every arbitrary function a term of one variable that is as smooth as the function is said to be.
An assumption for all numbers z (such as abs(sigma'(z)) <= 1) must be proved for all of them.  Random variables of
which only moments are known get laws with these moments (``finite_laws``).

The statement is lowered with the dimensions put in as numbers, so that every sum over an index is written out, and
evaluated exactly, or in balls that exclude the claim.  All assumptions must hold at the values, and both sides of a
refuted relation must be defined there.
"""

from __future__ import annotations

from gradcheck.algebra.polynomial import TooLarge
from gradcheck.algebra.quotient import DivisionByZero
from gradcheck.algebra.ring import Unsupported
from gradcheck.kernel.counterexample.finite_laws import check_certain
from gradcheck.kernel.counterexample.roots_of_assumptions import check_at_roots
from gradcheck.kernel.counterexample.valuation import Valuation
from gradcheck.kernel.dependencies import Trail
from gradcheck.kernel.evidence import Counterexample
from gradcheck.kernel.goal import Goal, constants_of, implied_by_laws
from gradcheck.kernel.rejection import Rejected, Upheld
from gradcheck.language.syntax.propositions import Relation


def check_counterexample(goal: Goal, witness: Counterexample, trail: Trail) -> None:
    """Return if the assumptions hold and the claim fails at the values; else raise Rejected."""
    if witness.points:
        raise Rejected("at points that are no rational numbers, a claim is refuted by evidence")
    values = Valuation(goal, witness)
    missing = constants_of(goal.definitions) - values.scalars.keys() - {root for root, _, _ in witness.roots}
    if missing:
        raise Rejected(f"{min(s.name for s in missing)} has no value")
    laws = (*goal.presupposed(), *implied_by_laws(goal.definitions))
    if witness.outcomes:
        check_certain(goal)
    try:
        if witness.roots:
            return check_at_roots(goal, values, witness, trail)
        wanted = [*((hypothesis, True) for hypothesis in (*goal.hypotheses, *laws)), (goal.claim, False)]
        for statement, holds in sorted(wanted, key=lambda item: not isinstance(item[0], Relation)):  # quantifiers last
            found = values.holds(statement)
            if holds and found is not True:
                raise Rejected("an assumption does not hold at the values")
            if not holds and found is not False:
                raise (Upheld if found else Rejected)("the claim does not fail at the values")
        trail.join(values.trail)
    except (Unsupported, TooLarge, DivisionByZero) as reason:
        raise Rejected(f"the statement can't be evaluated: {reason}") from None
