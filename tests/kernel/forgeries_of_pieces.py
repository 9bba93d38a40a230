"""Forged and honest evidence for Lipschitz bounds of functions with kinks."""

from __future__ import annotations

from typing import Any

from gradcheck.kernel.evidence import ByMeanValue, ByRewriting, BySign, Evidence
from gradcheck.language.author import absolute, eq, exp, rational, relu, sign, sqrt, where
from gradcheck.language.syntax.propositions import Relation
from gradcheck.language.syntax.terms import Symbol, Term, as_term
from tests.kernel.forgeries import FORGED, NF, Q, a, b, d, forged, honest, x, z

__all__ = ["FORGED"]

SLOPE = BySign()
AT_ZERO = (Q(0),)
ONE = as_term(1)


def grows_at_most(f: Any, c: Term = ONE, op: str = "<=") -> Relation:
    """|f(a) - f(b)| op c |a - b|."""
    return Relation(op, absolute(f(a) - f(b)), c * absolute(a - b))


def pieces(
    f: Any, cuts: tuple[Any, ...] = AT_ZERO, slopes: int | None = None, joins: tuple[Evidence, ...] = (), at: Symbol = z
) -> ByMeanValue:
    """The pieces of f between the cuts, a bound on each."""
    return ByMeanValue(f(at), at, (SLOPE,) * (len(cuts) + 1 if slopes is None else slopes), cuts, joins)


def unit(t: Any) -> Term:
    return where(t < 0, exp(t) - 1, t)


def step(t: Any) -> Term:
    return where(t < 0, as_term(0), ONE)


def moved(t: Any) -> Term:
    return where(t <= 0, t, t + 1)


def hole(t: Any) -> Term:
    return where(eq(t, 0), ONE, t)


def turned(t: Any) -> Term:
    return t - 3 * relu(-t)


def wrapped(t: Any) -> Term:
    return sign(unit(t))


def sharp_root(t: Any) -> Term:
    return sqrt(absolute(t))


MET = ByRewriting((eq(Symbol("z'"), 0),), NF)  # the two sides of the choice at z = 0

honest("a kink", grows_at_most(relu), pieces(relu))
honest("no kink at all", grows_at_most(lambda t: -t), pieces(lambda t: -t, ()))
honest("a choice", grows_at_most(unit), pieces(unit, joins=(MET,)))
honest("a sum with a choice",
       grows_at_most(lambda t: unit(t) + t, as_term(2)), pieces(lambda t: unit(t) + t, joins=(MET,)))  # fmt: skip
forged("a constant too small, with a cut", grows_at_most(relu, rational(99, 100)), pieces(relu))
forged("a constant too small on the left", grows_at_most(turned, as_term(3)), pieces(turned))
forged("a cut that is left out", grows_at_most(relu), pieces(relu, ()))
forged("a piece without a proof", grows_at_most(relu), pieces(relu, slopes=1))
forged("no piece at all", grows_at_most(relu), pieces(relu, (), 0))
forged("cuts that fall", grows_at_most(relu), pieces(relu, (Q(1), Q(0))))
forged("a cut twice", grows_at_most(relu), pieces(relu, (Q(0), Q(0))))
forged("a cut in binary floating point", grows_at_most(relu), pieces(relu, (0.0,)))
forged("strict, with a cut", grows_at_most(relu, ONE, "<"), pieces(relu))
forged("another function, with a cut", grows_at_most(lambda t: 2 * t), pieces(relu))
forged("a jump", grows_at_most(sign), pieces(sign))
forged("a jump by a quotient", grows_at_most(lambda t: absolute(t) / t), pieces(lambda t: absolute(t) / t))
forged("a pole between pieces", grows_at_most(lambda t: 0 / t), pieces(lambda t: 0 / t))
forged("a choice that jumps", grows_at_most(step), pieces(step, joins=(MET,)))
forged("a choice that jumps with slope 1", grows_at_most(moved), pieces(moved, joins=(MET,)))
forged("a choice that is not shown to join", grows_at_most(unit), pieces(unit))
forged("more joins than choices", grows_at_most(relu), pieces(relu, joins=(MET,)))
forged("a point taken out", grows_at_most(hole), pieces(hole, joins=(MET,)))
forged("a choice inside of a jump", grows_at_most(wrapped), pieces(wrapped, joins=(MET,)))
forged("an infinite slope at the cut", grows_at_most(sharp_root, as_term(5)), pieces(sharp_root))
forged("the slope at integers only, with a cut", grows_at_most(relu), pieces(relu, at=d))
forged("a constant that depends on the point", grows_at_most(lambda t: t**2, absolute(x)),
       pieces(lambda t: t**2, (), at=x))  # fmt: skip
