"""The negation that must be proved so that a claim is refuted.

A universal claim is false when it fails at some admissible values of some of its symbols, whatever the others are.
The values of symbols, and of members of free scalar sequences, are put in as equations, and in the claim integers that
size nothing are replaced by their values; the negation is then proved for all values of the other symbols at which the
assumptions hold.  So it must be shown besides that the assumptions can be met: at a full set of values, found by the
search and checked here exactly, or at roots of equations in the given intervals
(``counterexample.roots_of_assumptions``).  At points that are not rational the assumptions are proved together with
the negation (``counterexample.irrational_points``).

    exists x: P          is negated to: not P, for every x
    for all x: P         is negated to: not P, for some x
    P and Q              is negated to: P implies not Q
    P or Q               is negated to: not P and not Q
    P implies Q          is negated to: P and not Q
    sup f = c            is negated to: sup f != c, through a value above c or a bound below it
    limit f = c          is negated to: the limit is another number
"""

from __future__ import annotations

from fractions import Fraction

from gradcheck.kernel.counterexample.around import equations_of
from gradcheck.kernel.counterexample.irrational_points import denied_at_points
from gradcheck.kernel.counterexample.roots_of_assumptions import check_possible_at_roots
from gradcheck.kernel.counterexample.valuation import Valuation
from gradcheck.kernel.evidence import Counterexample
from gradcheck.kernel.forming import put_in
from gradcheck.kernel.goal import Goal, constants_of, implied_by_laws
from gradcheck.kernel.rejection import Rejected
from gradcheck.kernel.rules.denial import deny
from gradcheck.language.syntax.propositions import Exists, Proposition, Relation
from gradcheck.language.syntax.terms import Num, Symbol, free_symbols
from gradcheck.language.syntax.widths import sizing_symbols


def negated(goal: Goal, values: Counterexample | None) -> Goal:
    """Return the goal whose proof refutes this one;
    raise Rejected when the assumptions are not shown to be possible.
    """
    chosen = values or Counterexample(())
    if chosen.points:
        return Goal(denied_at_points(goal, chosen))
    presupposed = (*goal.hypotheses, *goal.presupposed(), *implied_by_laws(goal.definitions))
    free: set[Symbol] = set().union(*map(free_symbols, presupposed))
    if any(symbol not in dict(chosen.scalars) for symbol in free) and not chosen.roots:
        raise Rejected("the assumptions need values at which they hold")
    if chosen.outcomes:
        raise Rejected("a proof of the negation is for every outcome")
    if len(dict(chosen.scalars)) != len(chosen.scalars):
        raise Rejected("a symbol has two values")
    outside = {*free, *dict(chosen.scalars), *constants_of(goal.definitions), *sizing_symbols(goal.claim)}
    if isinstance(goal.claim, Exists) and goal.claim.variable in outside:
        raise Rejected("the variable of the existential claim has a meaning outside of it")
    valuation = Valuation(goal, chosen)
    if chosen.roots:
        check_possible_at_roots(goal, valuation, chosen)
    for hypothesis in () if chosen.roots else presupposed:
        if valuation.holds(hypothesis) is not True:
            raise Rejected("an assumption does not hold at the values")
    pins: tuple[Proposition, ...] = tuple(
        Relation("=", symbol, Num(Fraction(value))) for symbol, value in chosen.scalars
    )
    inside = (Relation("<", a, b) for r, lo, hi in chosen.roots for a, b in ((Num(lo), r), (r, Num(hi))))
    pins += (*inside, *equations_of(valuation.members), *goal.hypotheses)
    sizes = sizing_symbols(goal.claim, *goal.hypotheses, *goal.definitions)
    whole = {symbol: number for symbol, number in valuation.integers.items() if symbol not in sizes}
    return Goal(deny(put_in(goal.claim, whole)), pins, goal.definitions, goal.steps)
