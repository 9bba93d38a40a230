"""Evidence by calculation: normal forms, signs, facts of linear algebra."""

from __future__ import annotations

from dataclasses import dataclass

from gradcheck.kernel.evidence.rule import Evidence, Scalar
from gradcheck.language.syntax.propositions import Relation
from gradcheck.language.syntax.terms import Term


@dataclass(frozen=True)
class ByNormalForm(Evidence, label="normal form"):
    """left - right - sum(q * (l - r) for each (q, l = r in H)) has normal form 0.

    ``multipliers`` pairs a scalar term q with an equation that must be among the hypotheses.
    A side condition that the kernel can't settle is proved before, as a lemma (ByCut).
    """

    multipliers: tuple[tuple[Term, Relation], ...] = ()


@dataclass(frozen=True)
class ByPositivity(Evidence, label="certificate"):
    """For left <= right: right - left equals the certificate (as in ByNormalForm), whose sign is visible.

    Visible: sums and products of squares, norms, exponentials, absolute values, variances, powers and terms that a
    hypothesis or a sort makes nonnegative (``r - l`` for l <= r in H).  Strict when one summand is visibly positive.
    """

    certificate: Term
    multipliers: tuple[tuple[Term, Relation], ...] = ()


@dataclass(frozen=True)
class BySign(Evidence, label="sign"):
    """left op right, since the sign of left - right is visible: for arrays, that of every entry.

    Visible by its factors, by intervals, by what H says of them, and by counting real roots (``algebra.signs``);
    in any number of variables.  The evidence has no fields: the kernel takes everything from the claim and from H.
    """


@dataclass(frozen=True)
class BySolver(Evidence, label="solver"):
    """A polynomial claim in real variables, on the word of a solver: that it cannot fail under H.

    The kernel puts the question again, to the solver of this name and version, and checks nothing of the answer.
    """

    solver: str
    version: str


@dataclass(frozen=True)
class ByRewriting(Evidence, label="rewriting", is_connective=True):
    """Equations ``atom = value`` of H (atom: a symbol, an entry, a sequence member or a derivative of one) are put in.

    The values replace the atoms after every derivative was taken, at the point where the claim is made, so that
    x = 0 in H never turns d(x, x) into d(0, 0).
    """

    equations: tuple[Relation, ...]
    rest: Evidence


@dataclass(frozen=True)
class ByTransitivity(Evidence, label="transitivity", is_connective=True):
    """a op c, from ``equation`` a = b in H and b op c (``rest``); a is a whole side of the claim."""

    equation: Relation
    rest: Evidence


@dataclass(frozen=True)
class ByFact(Evidence, label="named fact"):
    """A named fact of ``kernel.axioms`` whose conclusion is the goal; ``premises`` proves its premises.

    ``arguments`` are the terms that the fact is about, such as a, b and c of a <= c, from a <= b and b <= c.
    """

    fact: str
    premises: tuple[Evidence, ...] = ()
    arguments: tuple[Term, ...] = ()


@dataclass(frozen=True)
class ByInverse(Evidence, label="linear system"):
    """x = A**-1 b, from A x = b (``product``) and a proof that A is invertible (``invertible``)."""

    product: Evidence
    invertible: Evidence


@dataclass(frozen=True)
class ByDefiniteness(Evidence, label="quadratic form"):
    """A is positive definite: v @ A @ v = ``remainder`` + sum over j of weights[j] v[j]**2.

    ``vector`` is the name of v, which must be new; the remainder is visibly >= 0 and every weight is > 0.
    """

    vector: str
    remainder: Scalar
    weights: Term


@dataclass(frozen=True)
class ByEvaluation(Evidence, label="ball evaluation"):
    """A relation whose variables, if any, are rewritten to rational numbers: both sides in balls."""

    precision: int = 128
