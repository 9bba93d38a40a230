"""Sines and cosines over independent angles.

An angle sum c_k m_k (m_k monomials, D_k a common denominator of the coefficients) is built up from the pairs
cos(m_k / D_k), sin(m_k / D_k) by the addition theorems; sin**2 = 1 - cos**2 reduces the rest.  Multiples of pi/12 have
their exact values, and cos(atan(t)) = 1/sqrt(1 + t**2), sin(atan(t)) = t/sqrt(1 + t**2).  So every identity that
follows from addition, double angles, Pythagoras and these inverses is decided.
"""

from __future__ import annotations

from fractions import Fraction
from math import lcm
from typing import Any

from gradcheck.algebra import elementary
from gradcheck.algebra.atoms import Atom
from gradcheck.algebra.kinds import REBUILDS
from gradcheck.algebra.polynomial import TooLarge
from gradcheck.algebra.quotient import Quotient
from gradcheck.algebra.ring import Refine, Ring

Pair = tuple[Quotient, Quotient]  # cosine, sine
MAX_MULTIPLES = 64


def cosine_and_sine(ring: Ring, angle: Quotient) -> Pair:
    """Return cos and sin of a normal form."""
    pair = ring.constant(1), ring.constant(0)
    for coefficient, monomial in elementary.terms_of(ring, angle):
        pair = add_angles(pair, _of_monomial(ring, coefficient, monomial))
    return pair


def add_angles(first: Pair, second: Pair) -> Pair:
    """Return cos(a + b) = cos a cos b - sin a sin b, sin(a + b) = sin a cos b + cos a sin b."""
    (c, s), (d, t) = first, second
    return c * d - s * t, s * d + c * t


def _of_monomial(ring: Ring, coefficient: Fraction, monomial: Quotient) -> Pair:
    pi = ring.generator(ring.atom("pi"))
    if monomial.key == pi.key and (12 * coefficient).denominator == 1:
        return _multiple(ring, _twelfth(ring), int(12 * coefficient) % 24)
    slot = monomial.generator_slot()
    if slot is not None and ring.slots[slot].head == "atan" and coefficient.denominator == 1:
        tangent = ring.slots[slot].data[0]
        short = ring.constant(1) / elementary.root(ring, ring.constant(1) + tangent * tangent, 2)
        return _multiple(ring, (short, tangent * short), int(coefficient))
    key = ("angle", elementary.structure(ring, monomial))
    fineness = int(ring.lattice.get(key, 1))
    if (coefficient * fineness).denominator != 1:
        finer = lcm(fineness, coefficient.denominator)
        if finer > MAX_MULTIPLES:
            raise TooLarge("the angles need too fine a lattice")
        raise Refine(key, finer)
    cosine, sine = ring.atom("cos", monomial, fineness), ring.atom("sin", monomial, fineness)
    base = ring.generator(cosine), ring.generator(sine)
    ring.relate(sine, 2, ring.constant(1) - base[0] * base[0])
    return _multiple(ring, base, int(coefficient * fineness))


def _multiple(ring: Ring, pair: Pair, count: int) -> Pair:
    """Return the pair of count times the angle."""
    if abs(count) > MAX_MULTIPLES:
        raise TooLarge(f"a multiple angle of {count}")
    if count < 0:
        cosine, sine = _multiple(ring, pair, -count)
        return cosine, -sine
    result = ring.constant(1), ring.constant(0)
    for _ in range(count):
        result = add_angles(result, pair)
    return result


def _twelfth(ring: Ring) -> Pair:
    """Return cos(pi/12) = (sqrt 6 + sqrt 2)/4 and sin(pi/12) = (sqrt 6 - sqrt 2)/4."""
    two, six = (elementary.root(ring, ring.constant(n), 2) for n in (2, 6))
    quarter = Fraction(1, 4)
    return (six + two).scaled(quarter), (six - two).scaled(quarter)


def _rebuilt(ring: Ring, atom: Atom, data: tuple[Any, ...]) -> Quotient:
    return cosine_and_sine(ring, data[0].scaled(Fraction(1, data[1])))[atom.head == "sin"]


REBUILDS.update(sin=_rebuilt, cos=_rebuilt)
