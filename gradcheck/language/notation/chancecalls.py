"""Words of chance, in parentheses or brackets.

    E[X]          the mean                        Cov[X, Y]     E[(X - E[X])*(Y - E[Y])], Corr[X, Y] by the deviations
    Var[X]        the variance                    P(X > a)      E[where(X > a, 1, 0)]

Refuses a mean of what nothing says to be random: an undeclared X would be a number, and E[X] = X a triviality.
"""

from __future__ import annotations

from fractions import Fraction

from gradcheck.language.notation.arraycalls import Make
from gradcheck.language.notation.elaborator import Elaborator
from gradcheck.language.notation.tree import Call, Name, Tree, pieces
from gradcheck.language.syntax.arrays import Sequence
from gradcheck.language.syntax.node import walk
from gradcheck.language.syntax.propositions import And, Proposition, Relation
from gradcheck.language.syntax.random import Expectation, RandomSequence, RandomVariable, Variance
from gradcheck.language.syntax.terms import Apply, Div, Mul, Num, Term, Where

ZERO, ONE = Num(Fraction(0)), Num(Fraction(1))


def _check_random(within: Elaborator, call: Call, *nodes: Term | Proposition) -> None:
    """Raise ReadError for a mean of nothing random in which a name is undeclared."""
    if any(isinstance(part, RandomVariable | RandomSequence) for node in nodes for part in walk(node)):
        return
    if any(isinstance(part, Sequence) for node in nodes for part in walk(node)):
        return  # a recurrence may define it by what is random
    names = [p for tree in call.arguments for p in pieces(tree) if isinstance(p, Name) and p.text in within.undeclared]
    if names:
        name = next((one.text for one in names if one.text[:1].isupper()), names[0].text)
        hint = f"declare it, as in  where {name} ~ iid(mean m, variance s**2), or {name} ~ Normal(0, 1)"
        raise within.error("GC418", f"nothing in {call.name}[...] is random", names[0], hint)


def _mean(within: Elaborator, call: Call, depth: int) -> Term:
    body = _body(within, call, depth)
    return Expectation(body)


def _variance(within: Elaborator, call: Call, depth: int) -> Term:
    return Variance(_body(within, call, depth))


def _body(within: Elaborator, call: Call, depth: int) -> Term:
    body = within.term(call.arguments[0], depth)
    _check_random(within, call, body)
    return body


def _covariance_of(left: Term, right: Term) -> Term:
    return Expectation(Mul((left - Expectation(left), right - Expectation(right))))


def _covariance(within: Elaborator, call: Call, depth: int) -> Term:
    left, right = _two(within, call, depth)
    return _covariance_of(left, right)


def _correlation(within: Elaborator, call: Call, depth: int) -> Term:
    left, right = _two(within, call, depth)
    return Div(_covariance_of(left, right), Apply("sqrt", (Mul((Variance(left), Variance(right))),)))


def _two(within: Elaborator, call: Call, depth: int) -> tuple[Term, Term]:
    left, right = (within.term(argument, depth) for argument in call.arguments)
    _check_random(within, call, left, right)
    if left.shape or right.shape:
        raise within.error("GC415", f"{call.name} is of two scalars", call)
    return left, right


def _probability(within: Elaborator, call: Call, depth: int) -> Term:
    event: Tree = call.arguments[0]
    claim = within.claim(event, depth, hint="as in P(X > 0)")
    _check_random(within, call, claim)
    return Expectation(_indicator(within, claim, event))


def _indicator(within: Elaborator, claim: Proposition, tree: Tree) -> Term:
    parts = claim.parts if isinstance(claim, And) else (claim,)
    indicator: Term = ONE
    for part in reversed(parts):
        if not isinstance(part, Relation):
            raise within.error("GC412", "an event is a relation or a chain of some", tree)
        indicator = Where(part, indicator, ZERO)
    return indicator


CHANCE_FORMS: dict[str, tuple[int, int, Make]] = {
    "E": (1, 1, _mean),
    "Var": (1, 1, _variance),
    "Cov": (2, 2, _covariance),
    "Corr": (2, 2, _correlation),
    "P": (1, 1, _probability),
}
