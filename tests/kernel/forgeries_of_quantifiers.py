"""Forged and honest evidence of the rules of quantifiers over integers, and of recurrences that move a parameter."""

from __future__ import annotations

from gradcheck.kernel.evidence import ByExistsElimination, ByFiniteCases, ByForallIntroduction, ByNormalForm, ByWitness
from gradcheck.language.author import (
    Exists,
    ForAll,
    dimension,
    eq,
    family,
    initial,
    integer,
    natural,
    norm,
    recurrence,
    total,
    where,
)
from gradcheck.language.syntax.arrays import Array
from gradcheck.language.syntax.terms import as_term
from tests.kernel.forgeries import FORGED, KNOWN, NF, SCALED, SIGN, a, forged, honest, i, k, n, one, r, s, x

h = integer("h")
square = ForAll((i,), i**2 >= 0)
honest("for all integers", square, ByForallIntroduction(SIGN))
forged("what is assumed of one value", ForAll((x,), x > 0), ByForallIntroduction(KNOWN), x > 0)
forged("what is assumed of one member", ForAll((k,), r(k) > 0), ByForallIntroduction(KNOWN), r(k) > 0)
forged("no universal claim", i**2 >= 0, ByForallIntroduction(SIGN))
forged("a constant of a definition for all values", ForAll((a,), eq(s(1), a)), ByForallIntroduction(NF), define=SCALED)
side = dimension("side")
forged(
    "the size of an array for all values", ForAll((side,), norm(Array("g", (side,))) >= 0), ByForallIntroduction(SIGN)
)

some = Exists(k, eq(n, 2 * k))
m = natural("k'")
honest(
    "an even number, and two more",
    Exists(k, eq(n + 2, 2 * k)),
    ByExistsElimination(some, ByWitness(m + 1, ByNormalForm(((one, eq(n, 2 * m)),)))),
    some,
)
forged("an odd number from an even one", Exists(k, eq(n + 1, 2 * k)),
       ByExistsElimination(some, ByWitness(m + 1, ByNormalForm(((one, eq(n, 2 * m)),)))), some)  # fmt: skip

low, high = as_term(0) <= i, i <= as_term(2)
cubic = i * (i - 1) * (i - 2)
POLY = tuple(ByNormalForm(((factor, eq(i, v)),))
             for v, factor in ((0, (i - 1) * (i - 2)), (1, i * (i - 2)), (2, i * (i - 1))))  # fmt: skip
honest("three values", eq(cubic, 0), ByFiniteCases(i, 0, 2, KNOWN, KNOWN, POLY), low, high)
forged("a value without a proof", eq(cubic, 0), ByFiniteCases(i, 0, 2, KNOWN, KNOWN, POLY[:2]), low, high)
forged("fewer values than there are", eq(i * (i - 1), 0), ByFiniteCases(i, 0, 1, KNOWN, KNOWN, POLY[:2]), low, high)
forged("no upper bound", eq(cubic, 0), ByFiniteCases(i, 0, 2, KNOWN, KNOWN, POLY), low)
forged("a real between integers", eq(x * (x - 1), 0), ByFiniteCases(x, 0, 1, KNOWN, KNOWN, (NF, NF)), x >= 0, x <= 1)
forged("no value at all", eq(one, 0), ByFiniteCases(i, 1, 0, KNOWN, KNOWN, ()))
forged("a quotient is no integer", eq(i, 0), ByFiniteCases(i / 2, 0, 0, KNOWN, KNOWN, (NF,)), i / 2 >= 0, i / 2 <= 0)

f = family("f")
PASCAL = (
    initial(f(0, i), where(eq(i, 0), 1, 0)),
    recurrence(f(n, i), f(n - 1, i) + f(n - 1, i - 1), start=1),
)
honest("a moved parameter", eq(f(k + 1, 3), f(k, 3) + f(k, 2)), NF, define=PASCAL)
honest("a member of Pascal's triangle", eq(f(4, 2), 6), NF, define=PASCAL)
forged("the parameter not moved", eq(f(k + 1, 3), 2 * f(k, 3)), NF, define=PASCAL)
forged("a real in the place of an integer", eq(f(k + 1, x), f(k, x) + f(k, x - 1)), NF, define=PASCAL)
forged("a half in the place of an integer", eq(f(1, one / 2), 0), NF, define=PASCAL)
forged("positive integers at least 2", i >= 2, SIGN, i > 0)
honest("positive integers at least 1", i >= 1, SIGN, i > 0)
forged("positive reals at least 1", x >= 1, SIGN, x > 0)
honest("integers that differ, differ by 1", i - n >= 1, SIGN, i > n)
forged("reals that differ", x - a >= 1, SIGN, x > a)
honest("a bound up to a number", n - i + 2 > 0, SIGN, n - i >= 0)
forged("a bound up to too large a number", n - i - 1 > 0, SIGN, n - i >= 0)
honest("a bound and a value", n - 1 > 0, SIGN, n - i > 0, eq(i, 1))

forged("an empty sum has terms", total(1, i, 1, n) >= 1, SIGN)
forged("an empty sum is positive", total(i, i, 1, n) > 0, SIGN)
forged("a sum within a sum", total(total(1, i, 1, k), k, 1, n) >= 1, SIGN)

__all__ = ["FORGED"]
