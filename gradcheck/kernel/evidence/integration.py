"""Evidence about integrals, and about means of random variables, which are integrals."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from gradcheck.kernel.evidence.rule import Evidence, Scalar
from gradcheck.language.syntax.terms import Symbol


@dataclass(frozen=True)
class ByAntiderivative(Evidence, label="antiderivative", theorem="fundamental-theorem"):
    """A proper integral: of f over (lo, hi) = F(hi) - F(lo) for ``primitive`` F, continuous on [lo, hi], F' = f inside.

    ``derivative`` proves F' = f, ``value`` that the difference is what is claimed.  Where lo = hi the integral is 0,
    whatever f is: ``value`` proves that 0 is what is claimed, and the rest says nothing.
    """

    primitive: Scalar
    derivative: Evidence
    value: Evidence


@dataclass(frozen=True)
class ByImproperIntegral(Evidence, label="antiderivative with limits", theorem="fundamental-theorem"):
    """An improper integral over lo < x < hi, by the limits of ``primitive`` F at the ends, F' = f inside.

    ``ends`` are the limits at lo and hi, which ``limits`` proves, numbers or infinite; None stands for the value of F
    at an end that is a number, where F is continuous.  ``value`` proves that their difference is what is claimed; where
    one of them is infinite, the integral is, and differs from every number.
    """

    primitive: Scalar
    derivative: Evidence
    ends: tuple[Scalar | None, Scalar | None]
    limits: tuple[Evidence, Evidence]
    value: Evidence


@dataclass(frozen=True)
class DensityPiece:
    """Part of a mean over lo < x < hi: ``integrand`` is g(x) times the density there and keeps its ``sign`` ('+', '-').

    ``same``, ``signed`` and ``integral`` prove this, and that its integral is ``value``.
    """

    lo: Scalar
    hi: Scalar
    integrand: Scalar
    sign: str
    value: Scalar
    same: Evidence
    signed: Evidence
    integral: Evidence


@dataclass(frozen=True)
class ByDensity(Evidence, label="density"):
    """E g(Z) = c for a Z with a density: g times the density, integrated piece by piece over the range of Z.

    On every piece the integrand keeps its sign, so that a finite integral is an absolutely convergent one.  ``total``
    proves that the integrals add up to c.  ``variable`` is the x of the pieces and occurs nowhere else.
    """

    variable: Symbol
    pieces: tuple[DensityPiece, ...]
    total: Evidence


@dataclass(frozen=True)
class ByQuadrature(Evidence, label="quadrature"):
    """A relation of numbers in which means E g(Z) over normal variables stand, each integrated against its density.

    The real line is cut at ``cuts`` into cells, on which Taylor's theorem of this ``order`` encloses g, and two tails.
    """

    cuts: tuple[Fraction, ...]
    order: int = 2
    precision: int = 64
