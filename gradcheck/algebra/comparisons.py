"""Signs by comparing two positive sides: products instead of sums of logarithms, squares instead of roots.

    sum c_k log(q_k) + r     has the sign of  A exp(n r) - B,  A / B = product of q_k**(n c_k),  n c_k whole, q_k > 0
    q exp(u) - r exp(v)      has the sign of  u + log(q) - v - log(r),  q, r > 0
    b - c                    has the sign of  b**2 - c**2,  where b >= 0 and c >= 0, c a multiple of a root or modulus

The first two since the logarithm increases, the last since b**2 - c**2 = (b - c)(b + c), and b + c = 0 only where
b = c = 0.  A question that is asked in the other form is looked up in ``sign_of`` like any other.  Undecided
(``ANY``): logarithms inside of products, many logarithms, large exponents.
"""

from __future__ import annotations

from fractions import Fraction
from math import lcm

from gradcheck.algebra import elementary
from gradcheck.algebra.polynomial import ONE, TooLarge, monomial, rational_number
from gradcheck.algebra.polynomial import constant as constant_polynomial
from gradcheck.algebra.quotient import Quotient
from gradcheck.algebra.ring import Ring, Unsupported
from gradcheck.algebra.signs import ANY, FURTHER, NONNEGATIVE, NONPOSITIVE, POSITIVE, sign_of, within

MAX_LOGARITHMS = 4
MAX_TERMS = 4  # beside the logarithms
LARGEST = 12  # exponent of an argument, and numerator and denominator of a multiple in an exponent
MAX_SQUARED = 12  # terms of what is squared


def compared(ring: Ring, value: Quotient) -> int:
    """Return the sign of a polynomial as far as products and squares show it."""
    try:
        shape = product_form(ring, value)
        found = ANY if shape is None else sign_of(ring, shape)
        found = by_squares(ring, value) if found == ANY else found
        if found != ANY or not any(atom.head == "exp" for atom in ring.atoms_of(value)):
            return found
        shape = exponent_form(ring, value)
        return ANY if shape is None else sign_of(ring, shape)
    except (Unsupported, TooLarge):
        return ANY


def product_form(ring: Ring, value: Quotient) -> Quotient | None:
    """Return A exp(n r) - B for sum c_k log(q_k) + r, which has its sign; None where no such form is found."""
    logs: list[tuple[Quotient, Fraction]] = []
    rest = constant_polynomial(0)
    for powers, number in value.num.terms():
        atom = ring.slots[powers[0][0]] if powers else None
        if atom is not None and len(powers) == 1 and powers[0][1] == 1 and atom.head == "log":
            logs.append((atom.data[0], rational_number(number)))
        elif any(ring.slots[slot].head == "log" for slot, _ in powers):
            return None
        else:
            rest = rest + monomial(powers, number)
    if not 1 <= len(logs) <= MAX_LOGARITHMS or len(rest.coefficients) > MAX_TERMS or not value.den.is_one():
        return None
    whole = lcm(*(number.denominator for _, number in logs))
    remainder = Quotient(rest, ONE, ring.relations).scaled(Fraction(whole))
    multiples = [rational_number(number) for _, number in remainder.num.terms()]
    exponents = [int(number * whole) for _, number in logs]
    if any(max(abs(m.numerator), m.denominator) > LARGEST for m in multiples) or max(map(abs, exponents)) > LARGEST:
        return None
    if any(sign_of(ring, argument) != POSITIVE for argument, _ in logs):
        return None
    above, below = elementary.exp(ring, remainder), ring.constant(1)
    for (argument, _), exponent in zip(logs, exponents, strict=True):
        if exponent > 0:
            above = above * argument**exponent
        else:
            below = below * argument**-exponent
    return above - below


def exponent_form(ring: Ring, value: Quotient) -> Quotient | None:
    """Return u + log(q) - v - log(r) for q exp(u) - r exp(v), which has its sign; q and r are positive.

    Both sides are monomials, or the second is a sum without exponential of its own, v = 0.
    """
    terms = list(value.num.terms())
    if not 2 <= len(terms) <= MAX_TERMS or not value.den.is_one():
        return None
    pure = [item for item in terms if item[0] and all(ring.slots[slot].head == "exp" for slot, _ in item[0])]
    if len(terms) > 2 and len(pure) != 1:
        return None
    first = terms[0] if len(terms) == 2 else pure[0]
    alone = Quotient(monomial(*first), ONE, ring.relations)
    gap, direction = ring.constant(0), 1 if rational_number(first[1]) > 0 else -1
    for side, sign in ((alone, direction), (value - alone, -direction)):
        exponent, rest = exponent_apart(ring, side.scaled(Fraction(sign)))
        if sign_of(ring, rest) != POSITIVE:
            return None
        gap = gap + (exponent + elementary.log(ring, rest)).scaled(Fraction(sign))
    return gap


def exponent_apart(ring: Ring, value: Quotient) -> tuple[Quotient, Quotient]:
    """Return u and q for a monomial q exp(u); 0 and the value itself for a sum."""
    exponent = ring.constant(0)
    if len(value.num.coefficients) == 1:
        ((powers, _),) = value.num.terms()
        for slot, count in powers:
            if ring.slots[slot].head == "exp":
                argument, fineness = ring.slots[slot].data
                exponent = exponent + argument.scaled(Fraction(count, fineness))
                value = value / ring.generator(ring.slots[slot]) ** count
    return exponent, value


def by_squares(ring: Ring, value: Quotient) -> int:
    """Return the sign of b + a w, w a square root or an absolute value, a and b of opposite sign:
    by b**2 - a**2 w**2.
    """
    for slot in value.slots():
        atom = ring.slots[slot]
        degree, square = ring.relations.get(slot, (0, ONE))
        if degree != 2 or atom.head not in ("root", "abs"):
            continue
        parts = [constant_polynomial(0), constant_polynomial(0)]
        for powers, number in value.num.terms():
            exponent = dict(powers).get(slot, 0)
            if exponent > 1:
                break
            others = tuple(item for item in powers if item[0] != slot)
            parts[exponent] = parts[exponent] + monomial(others, number)
        else:
            b, a = (Quotient(part, ONE, ring.relations) for part in parts)
            if len(b.num.coefficients) > MAX_SQUARED or len(a.num.coefficients) > MAX_SQUARED:
                continue
            direction = _opposed(sign_of(ring, b), sign_of(ring, a))
            if direction:
                gap = b * b - a * a * Quotient(square, ONE, ring.relations)
                found = sign_of(ring, gap if direction > 0 else -gap)
                if found != ANY:
                    return found
    return ANY


def _opposed(first: int, second: int) -> int:
    """Return 1 where the first is >= 0 and the second <= 0, -1 the other way round, 0 where neither is certain."""
    if within(first, NONNEGATIVE) and within(second, NONPOSITIVE):
        return 1
    return -1 if within(first, NONPOSITIVE) and within(second, NONNEGATIVE) else 0


FURTHER.append(compared)
