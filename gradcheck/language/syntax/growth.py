"""Growth: O and Theta, as statements about every value of the parameters.

    f = O(g)        there is a number c in 1, 2, ... with f <= c g for all values of the variables
    f = Theta(g)    there is one with g <= c f and f <= c g for all values of the variables

The variables range over their sorts (1, 2, ... for a dimension), not only over large values: for functions that are
positive at all of them, which counts are, the two come to the same.  That c is an integer is no restriction, as every
constant is below one.  The definition has no absolute values: for negative functions, state the absolute value.
"""

from __future__ import annotations

from gradcheck.language.syntax.propositions import And, Exists, ForAll, Proposition, Relation
from gradcheck.language.syntax.terms import Symbol, Term, as_term, free_symbols


def _constant(*terms: Term) -> Symbol:
    """Return a symbol over 1, 2, ... whose name none of the terms uses."""
    taken = {symbol.name for term in terms for symbol in free_symbols(term)}
    name = next(n for n in ("c", "c'", "c''", "c'''", "c''''") if n not in taken)
    return Symbol(name, "dimension")


def _checked(f: object, g: object, variables: tuple[Symbol, ...]) -> tuple[Term, Term]:
    left, right = as_term(f), as_term(g)
    if not variables:
        raise ValueError("growth is in some variables; name them: theta(f, g, n)")
    if left.shape or right.shape:
        raise ValueError("growth is of scalars")
    return left, right


def big_o(f: object, g: object, *variables: Symbol) -> Proposition:
    """Return f = O(g) in the variables: one constant for all of their values."""
    left, right = _checked(f, g, variables)
    c = _constant(left, right, *variables)
    return Exists(c, ForAll(variables, Relation("<=", left, c * right)))


def theta(f: object, g: object, *variables: Symbol) -> Proposition:
    """Return f = Theta(g) in the variables: one constant for all of their values."""
    left, right = _checked(f, g, variables)
    c = _constant(left, right, *variables)
    bounds = Relation("<=", right, c * left), Relation("<=", left, c * right)
    return Exists(c, ForAll(variables, And(bounds)))
