"""Exponentials, logarithms, roots, powers and absolute values over independent generators.

    exp(sum c_k m_k)   = product of exp(u_k m_k) ** (c_k / u_k)       m_k monomials, u_k a common measure
    exp(c log f)       = f ** c
    log(c * f**a * g)  = log c + a log f + log g                      f of known sign; log |f| when a is even
    root_D(f**e)       = f ** (e div D) * root_D(f) ** (e mod D)      f >= 0 known; |f| when D = 2 and e is even
    sign(f)            = |f|/f                                        f != 0
    |f**a * g|         = |f|**a |g|,  |f| = f or -f when the sign is known, |f|**2 = f**2
    b ** (m + c)       = b**c * b**m                                  m integer; through exp and log when b > 0

Each step is an identity wherever its left side is defined, given the signs that were looked up; what must hold for
the left side to be defined is recorded by ``lower`` before it comes here.
"""

from __future__ import annotations

from collections.abc import Hashable
from fractions import Fraction
from math import gcd, isqrt, lcm
from typing import Any

from flint import fmpz

from gradcheck.algebra import polynomial
from gradcheck.algebra.atoms import Atom
from gradcheck.algebra.kinds import REBUILDS
from gradcheck.algebra.polynomial import ONE, TooFine, TooLarge, rational_number
from gradcheck.algebra.quotient import Quotient, quotient
from gradcheck.algebra.ring import Refine, Ring, Unsupported
from gradcheck.algebra.signs import NEGATIVE, NONNEGATIVE, NONZERO, POSITIVE, ZERO_ONLY, sign_of, within

Factors = list[tuple[Quotient, int]]

PLAIN_MULTIPLE = 12  # of a monomial in an exponent: its exponential is a power of that of the monomial
FINEST = 10_000  # degree in one exponential


def terms_of(ring: Ring, argument: Quotient) -> list[tuple[Fraction, Quotient]]:
    """Return the argument as a rational combination of monomials over its denominator."""
    parts = []
    for powers, coefficient in argument.num.terms():
        alone = quotient(polynomial.monomial(powers, 1), argument.den, ring.relations)
        parts.append((rational_number(coefficient), alone))
    return parts


def factor(ring: Ring, argument: Quotient) -> tuple[Fraction, Factors]:
    """Return content * product of f**e, the f irreducible polynomials with positive leading coefficient,
    e of both signs.
    """
    content, factors = Fraction(1), []
    for side, direction in ((argument.num, 1), (argument.den, -1)):
        number, parts = side.factor()
        content *= number**direction
        for part, exponent in parts:
            leading = part.leading_coefficient()
            if leading < 0:
                part, content = -part, content * (-1) ** (exponent % 2)
            factors.append((Quotient(part, ONE, ring.relations), direction * exponent))
    return content, factors


def _primes(value: Fraction) -> list[tuple[int, int]]:
    """Return the prime factorisation of a positive rational number."""
    found = []
    for number, direction in ((value.numerator, 1), (value.denominator, -1)):
        if number.bit_length() > 128:
            raise TooLarge("a number too large to factor under a root or logarithm")
        found += [(int(prime), direction * int(exponent)) for prime, exponent in fmpz(number).factor()]
    return found


def exp(ring: Ring, argument: Quotient) -> Quotient:
    """Return exp of a normal form."""
    result = ring.constant(1)
    for coefficient, monomial in terms_of(ring, argument):
        result = result * _exp_monomial(ring, coefficient, monomial)
    return result


def _exp_monomial(ring: Ring, coefficient: Fraction, monomial: Quotient) -> Quotient:
    atoms = ring.atoms_of(monomial)
    if len(atoms) == 1 and atoms[0].head == "log" and monomial.key == ring.generator(atoms[0]).key:
        inner: Quotient = atoms[0].data[0]
        if coefficient.denominator == 1:
            return inner ** int(coefficient)
        return root(ring, inner, coefficient.denominator) ** int(coefficient.numerator)
    unit = _exponent_unit(ring, coefficient, ("exp", structure(ring, monomial)))
    argument = monomial if unit.numerator == 1 else monomial.scaled(Fraction(unit.numerator))
    return ring.generator(ring.atom("exp", argument, unit.denominator)) ** int(coefficient / unit)


def _exponent_unit(ring: Ring, coefficient: Fraction, key: Hashable) -> Fraction:
    """Return the number of which all coefficients of one monomial in exponents met so far are integer multiples."""
    known = ring.lattice.get(key)
    if known is None and abs(coefficient.numerator) > PLAIN_MULTIPLE:
        raise Refine(key, abs(coefficient))  # as exp(1001 y/1000) alone, which is no power of exp(y/1000)
    if known is None and coefficient.denominator > 1:
        raise Refine(key, Fraction(1, coefficient.denominator))
    unit = Fraction(1 if known is None else known)
    if (coefficient / unit).denominator == 1:
        return unit
    common = lcm(unit.denominator, coefficient.denominator)
    finer = Fraction(gcd(int(unit * common), int(coefficient * common)), common)
    if max(unit, abs(coefficient)) > FINEST * finer:
        raise TooFine("the exponents need too fine a lattice")
    raise Refine(key, finer)


def structure(ring: Ring, item: Any) -> Hashable:
    """Return what is the same of a quotient in every ring of one goal, whatever the lattice."""
    if isinstance(item, Quotient):
        terms = [*item.num.terms(), ((), None), *item.den.terms()]
        return tuple(
            (number, structure(ring, tuple((ring.slots[s], e) for s, e in powers))) for powers, number in terms
        )
    if isinstance(item, Atom):
        return item.head, *(structure(ring, part) for part in item.data)
    return tuple(structure(ring, part) for part in item) if isinstance(item, tuple) else item


def log(ring: Ring, argument: Quotient) -> Quotient:
    """Return log of a normal form that is positive."""
    content, factors = factor(ring, argument)
    result, unknown = ring.constant(0), ring.constant(1)
    for base, exponent in factors:
        sign = sign_of(ring, base)
        if within(sign, NEGATIVE):
            base, content, sign = -base, content * (-1) ** (exponent % 2), POSITIVE
        if within(sign, POSITIVE):
            result = result + _log_atom(ring, base).scaled(Fraction(exponent))
        elif exponent % 2 == 0:
            result = result + _log_atom(ring, absolute(ring, base)).scaled(Fraction(exponent))
        else:
            unknown = unknown * base**exponent
    if unknown.constant() is None:
        signed = unknown if content > 0 else -unknown
        return result + _log_number(ring, abs(content)) + _log_atom(ring, signed)
    if content <= 0:
        raise Unsupported("the logarithm of a number that is not positive")
    return result + _log_number(ring, content)


def _log_number(ring: Ring, value: Fraction) -> Quotient:
    return sum((_log_atom(ring, ring.constant(p)).scaled(Fraction(e)) for p, e in _primes(value)), ring.constant(0))


def _log_atom(ring: Ring, argument: Quotient) -> Quotient:
    atoms = ring.atoms_of(argument)
    if len(atoms) == 1 and atoms[0].head == "exp" and argument.key == ring.generator(atoms[0]).key:
        monomial, fineness = atoms[0].data
        return monomial.scaled(Fraction(1, fineness))  # type: ignore[no-any-return]
    if len(atoms) == 1 and atoms[0].head == "root" and argument.key == ring.generator(atoms[0]).key:
        inner, degree = atoms[0].data
        return log(ring, inner).scaled(Fraction(1, degree))
    return ring.generator(ring.atom("log", argument))


def root(ring: Ring, argument: Quotient, degree: int) -> Quotient:
    """Return the nonnegative root of the given degree of a normal form that is nonnegative.

    A factor leaves the root only when its sign is known: a positive one always, a nonnegative one when what stays
    behind is nonnegative as well (root(a b) = root(a) root(b) needs a, b >= 0 even where a = 0).
    """
    if degree == 1 or argument.is_zero:
        return argument
    content, factors = factor(ring, argument)
    result, unknown = ring.constant(1), ring.constant(1)
    weak: Factors = []
    for base, exponent in factors:
        sign = sign_of(ring, base)
        if within(sign, NEGATIVE):
            base, content, sign = -base, content * (-1) ** (exponent % 2), POSITIVE
        whole, left = divmod(exponent, degree)
        if within(sign, POSITIVE):
            result = result * base**whole
            result = result * _root_atom(ring, base, degree, left) if left else result
        elif within(sign, NONNEGATIVE):
            result = result * base**whole
            weak += [(base, left)] if left else []
        elif degree == 2:
            result = result * absolute(ring, base) ** whole
            unknown = unknown * base**left
        else:
            unknown = unknown * base**exponent
    if content < 0:
        content, unknown = -content, -unknown
    for prime, exponent in _primes(content):
        whole, left = divmod(exponent, degree)
        result = result.scaled(Fraction(prime) ** whole)
        if left:
            result = result * _root_atom(ring, ring.constant(prime), degree, left)
    number = unknown.constant()
    for base, left in weak:
        if number is None:
            unknown = unknown * base**left
        else:
            result = result * _root_atom(ring, base, degree, left)
    if number is not None:
        if number != 1:
            raise Unsupported("the root of a number that is not positive")
        return result
    if unknown.den is not ONE:
        raise Unsupported("a root of higher degree of a quotient of unknown sign")
    return result * _root_atom(ring, unknown, degree, 1)


def _root_atom(ring: Ring, base: Quotient, degree: int, exponent: int) -> Quotient:
    common = gcd(degree, exponent)
    degree, exponent = degree // common, exponent // common
    atoms = ring.atoms_of(base)
    if len(atoms) == 1 and atoms[0].head == "exp" and base.key == ring.generator(atoms[0]).key:
        monomial, fineness = atoms[0].data
        return exp(ring, monomial.scaled(Fraction(exponent, degree * fineness)))
    number = base.constant()
    if number is not None and degree == 2 and number.denominator == 1 and isqrt(int(number)) ** 2 == number:
        return ring.constant(isqrt(int(number)) ** exponent)
    atom = ring.atom("root", base, degree)
    ring.relate(atom, degree, base)
    return ring.generator(atom) ** exponent


def absolute(ring: Ring, argument: Quotient) -> Quotient:
    """Return the absolute value of a normal form."""
    content, factors = factor(ring, argument)
    result = ring.constant(abs(content))
    for base, exponent in factors:
        sign = sign_of(ring, base)
        if within(sign, NONNEGATIVE):
            result = result * base**exponent
        elif within(sign, NEGATIVE | ZERO_ONLY):
            result = result * (-base) ** exponent
        else:
            even, odd = divmod(exponent, 2)
            result = result * base ** (2 * even)
            if odd:
                atom = ring.atom("abs", base)
                ring.relate(atom, 2, base * base)
                result = result * ring.generator(atom)
    return result


def signum(ring: Ring, argument: Quotient) -> Quotient:
    """Return the sign of a normal form: a number where it is known, |q|/q where q is not 0."""
    sign = sign_of(ring, argument)
    for mask, value in ((POSITIVE, 1), (ZERO_ONLY, 0), (NEGATIVE, -1)):
        if within(sign, mask):
            return ring.constant(value)
    if within(sign, NONZERO):
        return absolute(ring, argument) / argument
    return ring.generator(ring.atom("sign", argument))


def real_power(ring: Ring, base: Quotient, exponent: Quotient) -> Quotient:
    """Return base ** exponent for a positive base and any real exponent."""
    return exp(ring, exponent * log(ring, base))


def integer_power(ring: Ring, base: Quotient, exponent: Quotient) -> Quotient:
    """Return base ** exponent for an integer exponent; the caller ensures base != 0 where the exponent may be < 0."""
    content, factors = factor(ring, base)
    result = ring.constant(1)
    if content < 0:
        result = _sign_power(ring, exponent)
    result = result * real_power(ring, ring.constant(abs(content)), exponent)
    for part, multiplicity in factors:
        power = exponent.scaled(Fraction(multiplicity))
        sign = sign_of(ring, part)
        if within(sign, POSITIVE):
            result = result * real_power(ring, part, power)
        elif within(sign, NEGATIVE):
            result = result * _sign_power(ring, power) * real_power(ring, -part, power)
        else:
            for coefficient, monomial in terms_of(ring, power):
                if coefficient.denominator != 1:
                    raise Unsupported("an integer exponent with fractional coefficients")
                if monomial.constant() is not None:
                    result = result * part ** int(coefficient)
                else:
                    result = result * ring.generator(ring.atom("power", part, monomial)) ** int(coefficient)
    return result


def _sign_power(ring: Ring, exponent: Quotient) -> Quotient:
    """Return (-1) ** exponent for an integer exponent."""
    result = ring.constant(1)
    for coefficient, monomial in terms_of(ring, exponent):
        if coefficient.denominator != 1:
            raise Unsupported("a power of -1 with a fractional exponent")
        if coefficient % 2 == 0:
            continue
        if monomial.constant() is not None:
            result = -result
        else:
            atom = ring.atom("power", ring.constant(-1), monomial)
            ring.relate(atom, 2, ring.constant(1))
            result = result * ring.generator(atom)
    return result


def rationalised(ring: Ring, argument: Quotient) -> Quotient:
    """Return the same quotient without roots of numbers in a denominator that is one product:
    1/sqrt(2) as sqrt(2)/2.
    """
    if argument.den.is_one() or len(argument.den) != 1:
        return argument
    ((powers, _),) = argument.den.terms()
    for slot, exponent in powers:
        degree, value = ring.relations.get(slot, (0, ONE))
        if degree and value.is_constant():
            extra = ring.generator(ring.slots[slot]) ** (degree - exponent)
            top, bottom = (Quotient(side, ONE, ring.relations) * extra for side in (argument.num, argument.den))
            argument = quotient(top.num, bottom.num, ring.relations)
    return argument


ANGLES = {Fraction(1): Fraction(1, 4), Fraction(3): Fraction(1, 3), Fraction(1, 3): Fraction(1, 6)}
TANGENTS = (
    (2, -1, 3, Fraction(1, 12)),
    (2, 1, 3, Fraction(5, 12)),
    (-1, 1, 2, Fraction(1, 8)),
    (1, 1, 2, Fraction(3, 8)),
)


def odd_function(ring: Ring, head: str, argument: Quotient) -> Quotient:
    """Return erf or atan of a normal form: odd, 0 at 0; atan(t) = t/|t| a for t^2 = tan(a)^2, a = pi/4, pi/3, pi/6.

    A constant square leaves the sign open, as of |x|/x and (-1)^n, so that t/|t| stays.  Also
    tan(pi/12) = 2 - sqrt 3, tan(5 pi/12) = 2 + sqrt 3, tan(pi/8) = sqrt 2 - 1, tan(3 pi/8) = sqrt 2 + 1.
    """
    if head not in ("erf", "atan"):
        raise Unsupported(f"no rule opens {head}")  # another function need not be odd
    argument = rationalised(ring, argument)
    if argument.is_zero:
        return argument
    if argument.num.leading_coefficient() < 0:
        return -odd_function(ring, head, -argument)
    square = (argument * argument).constant() if head == "atan" and len(argument.num) == 1 else None
    angle = None if square is None else ANGLES.get(square)
    if square is not None and angle is not None:
        positive = root(ring, ring.constant(square), 2)
        return argument / positive * ring.generator(ring.atom("pi")).scaled(angle)
    atoms = ring.atoms_of(argument) if head == "atan" else []
    if len(atoms) == 1 and atoms[0].head == "root":
        for whole, sign, radicand, part in TANGENTS:
            tangent = ring.constant(whole) + root(ring, ring.constant(radicand), 2).scaled(Fraction(sign))
            for side in (1, -1):
                if (argument - tangent.scaled(Fraction(side))).is_zero:
                    return ring.generator(ring.atom("pi")).scaled(side * part)
    atom = ring.atom(head, argument)
    return ring.generator(atom)


REBUILDS["exp"] = lambda ring, atom, data: exp(ring, data[0].scaled(Fraction(1, data[1])))
REBUILDS["log"] = lambda ring, atom, data: log(ring, data[0])
REBUILDS["root"] = lambda ring, atom, data: root(ring, data[0], data[1])
REBUILDS["abs"] = lambda ring, atom, data: absolute(ring, data[0])
REBUILDS["sign"] = lambda ring, atom, data: signum(ring, data[0])
REBUILDS["power"] = lambda ring, atom, data: integer_power(ring, data[0], data[1])
REBUILDS["erf"] = REBUILDS["atan"] = lambda ring, atom, data: odd_function(ring, atom.head, data[0])
