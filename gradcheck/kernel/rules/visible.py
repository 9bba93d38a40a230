"""Signs that are visible in a term as it is written, before multiplying out hides them.

    squares and even powers, norms, absolute values, roots, exponentials, variances    >= 0
    sums, products, quotients, finite sums and expectations of such                    by the rules of signs
    v @ w with equal sides, and X @ v summed as a norm                                 through Norm
    everything else                                                                    by its normal form

Every rule keeps "> 0" where it can: a sum is positive when one part is and none is negative.
"""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from functools import reduce

from gradcheck.algebra.lower import Lowering
from gradcheck.algebra.preparation import rewrite
from gradcheck.algebra.quotient import Quotient
from gradcheck.algebra.ring import Unsupported
from gradcheck.algebra.signs import ANY, NONNEGATIVE, NONZERO, POSITIVE, opposite, power, product, sign_of, within
from gradcheck.language.syntax import arrays, random, terms
from gradcheck.language.syntax.propositions import Relation
from gradcheck.language.syntax.terms import Num, Term


def visible_sign(lowering: Lowering, term: Term) -> int:
    """Return the possible signs of a scalar term, or of every entry of an array, as a mask."""
    sign = _by_form(lowering, term)
    if sign & (sign - 1):  # more than one possibility is left
        sign &= _by_normal_form(lowering, term)
    return sign or ANY


def _by_normal_form(lowering: Lowering, term: Term) -> int:
    ring = lowering.ring
    places = tuple(ring.generator(ring.index()) for _ in term.shape)  # of an array, the sign of every entry
    try:
        return sign_of(ring, rewrite(lowering, lowering.remembered(term, places, {})))
    except Unsupported:
        return ANY


def sign_by_factors(lowering: Lowering, claim: Relation, sign: Callable[[Quotient], int]) -> int:
    """Return the sign of left - right where one side is 0 and the other a product, from those of its factors.

    Every factor is lowered, to record the conditions under which it is defined; the product is not multiplied out.
    """
    for term, side in ((claim.left, claim.right), (claim.right, claim.left)):
        if isinstance(term, terms.Mul) and not term.shape and side is Num(Fraction(0)):
            found = reduce(product, (sign(lowering.scalar(factor)) for factor in term.factors))
            return found if term is claim.left else opposite(found)
    return ANY


def _by_form(lowering: Lowering, term: Term) -> int:
    match term:
        case terms.Add():
            signs = [visible_sign(lowering, part) for part in term.terms]
            return add_signs(signs)
        case terms.Neg():
            return opposite(visible_sign(lowering, term.term))
        case terms.Mul():
            result = POSITIVE
            for part in term.factors:
                result = product(result, visible_sign(lowering, part))
            return result
        case terms.Div():
            return product(visible_sign(lowering, term.numerator), visible_sign(lowering, term.denominator) & NONZERO)
        case terms.Pow(exponent=Num(value=value)) if value.denominator == 1:
            sign = visible_sign(lowering, term.base)
            return power(sign if value > 0 else sign & NONZERO, int(value))
        case terms.Apply(function="exp"):
            return POSITIVE
        case terms.Apply(function="abs" | "sqrt") | arrays.Norm():
            return NONNEGATIVE
        case random.Variance():
            return NONNEGATIVE
        case random.Expectation():
            inner = visible_sign(lowering, term.body)
            return inner if within(inner, NONNEGATIVE) else ANY
        case terms.Sum():
            return ANY
    return ANY


def add_signs(signs: list[int]) -> int:
    """Return the sign of a sum."""
    for wanted in (NONNEGATIVE, opposite(NONNEGATIVE)):
        if all(within(sign, wanted) for sign in signs):
            strict = [sign for sign in signs if within(sign, wanted & NONZERO)]
            return wanted & NONZERO if strict else wanted
    return ANY
