"""Evidence: what an engine hands to the kernel.  Plain frozen data, picklable, worth nothing until it is checked.

Each class is one rule of proof; ``gradcheck.kernel`` holds one checker a class, and a class without a checker cannot
be used (a test compares the two lists).  The goal that a piece of evidence is for is never part of it: the checker
derives every sub-goal from the goal by itself, so evidence for one claim proves nothing about another.

In the formulas below, H are the hypotheses in force: assumptions of the derivation and of the step, and what rules
such as induction and case distinction add on the way.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from gradcheck.language.propositions import Proposition, Relation
from gradcheck.language.terms import Num, Symbol, Term


@dataclass(frozen=True)
class Evidence:
    """Base of the rules of proof."""


@dataclass(frozen=True)
class ByNormalForm(Evidence):
    """left - right - sum(q * (l - r) for each (q, l = r in H)) has normal form 0.

    ``multipliers`` pairs a scalar term q with an equation that must be among the hypotheses.
    A side condition that the kernel can't settle is proved before, as a lemma (ByLemma).
    """

    multipliers: tuple[tuple[Term, Relation], ...] = ()


@dataclass(frozen=True)
class ByPositivity(Evidence):
    """For left <= right: right - left equals the certificate (as in ByNormalForm), whose sign is visible.

    Visible: sums and products of squares, norms, exponentials, absolute values, variances, powers and terms that a
    hypothesis or a sort makes nonnegative (``r - l`` for l <= r in H).  Strict when one summand is visibly positive.
    """

    certificate: Term
    multipliers: tuple[tuple[Term, Relation], ...] = ()


@dataclass(frozen=True)
class ByRealRoots(Evidence):
    """One real variable: left - right is a rational function of one monotone generator (x, exp(c x), ...).

    The kernel finds the range of the generator on the domain that H gives the variable, and decides the sign of the
    polynomial there by exact real root counting.
    """

    variable: Symbol


@dataclass(frozen=True)
class BySolver(Evidence):
    """A polynomial claim in real variables, on the word of a solver: that it cannot fail under H.

    The kernel puts the question again, to the solver of this name and version, and checks nothing of the answer.
    """

    solver: str
    version: str


@dataclass(frozen=True)
class Cell:
    """A closed interval of the variable (None: unbounded) and the way the sign is established on it.

    method: 'value' (enclosure of the difference), 'slope' (mean value form), 'bend' (second derivative of one sign and
    a tangent), 'touch' (an exact zero at the rational ``point`` of exact order ``order``, derivative of that order of
    one sign on the cell), 'tail' (an unbounded cell).
    """

    lo: Fraction | None
    hi: Fraction | None
    method: str
    point: Fraction | None = None
    order: int = 0


@dataclass(frozen=True)
class ByCover(Evidence):
    """One real variable: the cells cover the domain that H gives it, and on each the relation holds by enclosure."""

    variable: Symbol
    cells: tuple[Cell, ...]
    precision: int = 64


@dataclass(frozen=True)
class ByBoxes(Evidence):
    """Several real variables, each between two numbers that H gives: on every part of the box the relation holds.

    ``cuts`` tells of each box, before its lower and its upper half, along which variable it is cut and where, or None.
    """

    variables: tuple[Symbol, ...]
    cuts: tuple[tuple[int, Fraction] | None, ...]
    precision: int = 64


@dataclass(frozen=True)
class ByMonotonicity(Evidence):
    """left <= right for variable >= anchor (side '+') or <= anchor (side '-').

    ``base`` proves it at the anchor; ``slope`` proves that the derivative of right - left has the sign that carries it
    away from the anchor.
    """

    variable: Symbol
    anchor: Term
    side: str
    base: Evidence
    slope: Evidence


@dataclass(frozen=True)
class ByDecay(Evidence):
    """left <= right towards infinity (side '+') or minus infinity ('-'): right - left tends to ``value`` >= 0.

    ``limit`` proves that; ``slope`` that right - left does not increase on the way there, and falls for left < right.
    """

    variable: Symbol
    side: str
    value: Num
    limit: Evidence
    slope: Evidence


@dataclass(frozen=True)
class ByInduction(Evidence):
    """The claim for every integer variable >= start, from ``base`` (at start) and ``step`` (k to k + 1).

    The step has the claim at k and k >= start among its hypotheses.
    """

    variable: Symbol
    start: int
    base: Evidence
    step: Evidence


@dataclass(frozen=True)
class ByCases(Evidence):
    """Split on the sign of a scalar term: a proof under term < 0, one under term = 0, one under term > 0."""

    term: Term
    negative: Evidence
    zero: Evidence
    positive: Evidence


@dataclass(frozen=True)
class ByRewriting(Evidence):
    """Equations ``atom = value`` of H (atom: a symbol, an entry, a sequence member or a derivative of one) are put in.

    The values replace the atoms after every derivative was taken, at the point where the claim is made, so that
    x = 0 in H never turns d(x, x) into d(0, 0).
    """

    equations: tuple[Relation, ...]
    rest: Evidence


@dataclass(frozen=True)
class ByTransitivity(Evidence):
    """a op c, from ``equation`` a = b in H and b op c (``rest``); a is a whole side of the claim."""

    equation: Relation
    rest: Evidence


@dataclass(frozen=True)
class ByContradiction(Evidence):
    """The hypotheses exclude each other: ``hypothesis`` is in H and ``refutation`` proves its negation."""

    hypothesis: Relation
    refutation: Evidence


@dataclass(frozen=True)
class ByHypothesis(Evidence):
    """The claim is among the hypotheses, up to the order of a relation and the sign of a difference."""


@dataclass(frozen=True)
class ByParts(Evidence):
    """A conjunction, part by part; an equivalence, as its two implications; an equation, as <= and >=."""

    parts: tuple[Evidence, ...]


@dataclass(frozen=True)
class ByAssuming(Evidence):
    """An implication: its conclusion, with its premise among the hypotheses."""

    rest: Evidence


@dataclass(frozen=True)
class ByLemma(Evidence):
    """A lemma, then the claim with the lemma among the hypotheses (the cut rule)."""

    lemma: Proposition
    proof: Evidence
    rest: Evidence


@dataclass(frozen=True)
class ByConsequence(Evidence):
    """An implication or equivalence of H whose one side ``premise`` proves; the other side joins the hypotheses.

    ``backward`` goes from the right side of an equivalence to its left side.
    """

    hypothesis: Proposition
    premise: Evidence
    rest: Evidence
    backward: bool = False


@dataclass(frozen=True)
class ByStep(Evidence):
    """An instance of an earlier, proved step joins the hypotheses.

    ``bindings`` replaces free symbols of that step; ``sides`` proves the assumptions of that step at the instance,
    in order, where H does not already contain them.
    """

    step: str
    bindings: tuple[tuple[Symbol, Term], ...]
    sides: tuple[Evidence, ...]
    rest: Evidence


@dataclass(frozen=True)
class ByInstance(Evidence):
    """An instance of a hypothesis of the form ForAll joins the hypotheses."""

    hypothesis: Proposition
    values: tuple[Term, ...]
    rest: Evidence


@dataclass(frozen=True)
class ByGeneralising(Evidence):
    """A universal claim: its body, for variables of which no hypothesis says anything."""

    rest: Evidence


@dataclass(frozen=True)
class ByValues(Evidence):
    """An integer term between two numbers (``lower``, ``upper``) has one of the values between: a proof for each."""

    term: Term
    lo: int
    hi: int
    lower: Evidence
    upper: Evidence
    proofs: tuple[Evidence, ...]


@dataclass(frozen=True)
class ByExtremum(Evidence):
    """A claim about a supremum: ``bound`` proves f <= c for every x of the interval; ``approach`` that no less will do.

    The approach is a point x0 with f(x0) = c (or a comparison with c, where only that is claimed), or None and
    a proof of the limit of f at an end ('+' upper end, '-' lower end) in ``end``.  An infimum likewise.  Where only
    sup f >= c is claimed, ``bound`` may prove abs(f) >= 0 on the interval, which shows that f is defined there.
    sup f > c and sup f != c need a point with f(x0) > c.
    """

    bound: Evidence | None = None
    point: Term | None = None
    approach: Evidence | None = None
    end: str = ""


@dataclass(frozen=True)
class ByFact(Evidence):
    """A named fact of ``kernel.rules.facts`` whose conclusion is the goal; ``premises`` proves its premises.

    ``arguments`` are terms of premises that the conclusion does not show, such as b in a <= c, from a <= b and b <= c.
    """

    fact: str
    premises: tuple[Evidence, ...] = ()
    arguments: tuple[Term, ...] = ()


@dataclass(frozen=True)
class ByInverse(Evidence):
    """x = A**-1 b, from A x = b (``product``) and a proof that A is invertible (``invertible``)."""

    product: Evidence
    invertible: Evidence


@dataclass(frozen=True)
class ByWitness(Evidence):
    """An existential claim, at this value."""

    value: Term
    rest: Evidence


@dataclass(frozen=True)
class ByObtaining(Evidence):
    """``There is an x with P(x)`` is in H: P(x) for a new x joins H in its place."""

    hypothesis: Proposition
    rest: Evidence


@dataclass(frozen=True)
class ByAntiderivative(Evidence):
    """integral of f over (lo, hi) = F(hi) - F(lo) for ``primitive`` F: F' = f, and its limits at the ends.

    ``ends`` are these limits, which ``lower`` and ``upper`` prove; None stands for 0 at an infinite end, and else for
    the value of F there.  Where one of them is infinite, the integral does not converge, and integral != c.
    """

    primitive: Term
    derivative: Evidence
    lower: Evidence
    upper: Evidence
    value: Evidence
    ends: tuple[Term | None, Term | None] = (None, None)


@dataclass(frozen=True)
class DensityPiece:
    """Part of a mean over lo < x < hi: ``integrand`` is g(x) times the density there and keeps its ``sign`` ('+', '-').

    ``same``, ``signed`` and ``integral`` prove this, and that its integral is ``value``.
    """

    lo: Term
    hi: Term
    integrand: Term
    sign: str
    value: Term
    same: Evidence
    signed: Evidence
    integral: Evidence


@dataclass(frozen=True)
class ByDensity(Evidence):
    """E g(Z) = c for a normal Z: g times the density, integrated piece by piece over the real line.

    On every piece the integrand keeps its sign, so that a finite integral is an absolutely convergent one.  ``total``
    proves that the integrals add up to c.  ``variable`` is the x of the pieces and occurs nowhere else.
    """

    variable: Symbol
    pieces: tuple[DensityPiece, ...]
    total: Evidence


@dataclass(frozen=True)
class ByQuadrature(Evidence):
    """A relation of numbers in which means E g(Z) over normal variables stand, each integrated against its density.

    The real line is cut at ``cuts`` into cells, on which Taylor's theorem of this ``order`` encloses g, and two tails.
    """

    cuts: tuple[Fraction, ...]
    order: int = 2
    precision: int = 64


@dataclass(frozen=True)
class Counterexample:
    """Values at which a universal claim is false: scalars exactly, arrays entry by entry, sequences member by member.

    ``scalars`` maps symbol to rational; ``arrays`` maps (name, indices) to rational; ``members`` maps (name, index,
    indices or parameters) to rational, (name, None, ()) if all members are that number; ``functions`` maps the name of
    an arbitrary function to a term in the one variable ``language.uninterpreted.ARGUMENT``.

    ``laws`` gives random variables a law with finitely many values: the family, one entry of it or () for all, and
    the values with their probabilities; every law must have what is assumed of it.  ``outcomes`` are values of entries
    that stand outside of means, each of positive probability.

    ``widths`` maps (name, index) of an arbitrary sequence of dimensions to a positive integer.
    ``roots`` are real symbols that only an equation names, each with the ends of an interval that holds a solution;
    ``points`` are real symbols with terms without symbols, at which evidence proves that the claim fails.
    """

    scalars: tuple[tuple[Symbol, Fraction], ...]
    arrays: tuple[tuple[str, tuple[int, ...], Fraction], ...] = ()
    members: tuple[tuple[str, int | None, tuple[int, ...], Fraction], ...] = ()
    functions: tuple[tuple[str, Term], ...] = ()
    laws: tuple[tuple[str, tuple[int, ...], tuple[tuple[Fraction, Fraction], ...]], ...] = ()
    outcomes: tuple[tuple[str, tuple[int, ...], Fraction], ...] = ()
    widths: tuple[tuple[str, int, int], ...] = ()
    roots: tuple[tuple[Symbol, Fraction, Fraction], ...] = ()
    points: tuple[tuple[Symbol, Term], ...] = ()


@dataclass(frozen=True)
class ByDefiniteness(Evidence):
    """A is positive definite: v @ A @ v = ``remainder`` + sum over j of weights[j] v[j]**2.

    ``vector`` is the name of v, which must be new; the remainder is visibly >= 0 and every weight is > 0.
    """

    vector: str
    remainder: Term
    weights: Term


@dataclass(frozen=True)
class ByRationalLimit(Evidence):
    """A limit of a quotient of polynomials in one generator that tends to 0 or to infinity at the point."""


@dataclass(frozen=True)
class ByExpansion(Evidence):
    """A limit, or that it is another one, from the asymptotic expansion of the term, series cut off after ``order``."""

    order: int = 6


@dataclass(frozen=True)
class BySqueeze(Evidence):
    """abs(f - L) <= bound for all large values (``proof``), and the bound tends to 0 (``vanishing``)."""

    bound: Term
    start: Term
    proof: Evidence
    vanishing: Evidence


@dataclass(frozen=True)
class ByContinuity(Evidence):
    """lim f = L, where f is built continuously from members whose limits are hypotheses: put the limits in.

    ``equal`` proves f = ``form``, an expression in those members; ``value`` that the form at the limits is L.
    """

    form: Term
    limits: tuple[Relation, ...]
    equal: Evidence
    value: Evidence


@dataclass(frozen=True)
class ByMeanValue(Evidence):
    """abs(f(a) - f(b)) <= c abs(a - b), from |f'(z)| <= c for every z (``slope``).

    f(z) is ``function`` of ``variable``.
    """

    function: Term
    variable: Symbol
    slope: Evidence


@dataclass(frozen=True)
class ByPieces(Evidence):
    """abs(f(a) - f(b)) <= c abs(a - b), for a continuous f with |f'(z)| <= c for every z but the ``cuts``.

    f(z) is ``function`` of ``variable``; ``slopes`` proves the bound on the open pieces between the cuts, in order.
    For every choice where(l op r, p, q) in f, ``joins`` proves that p = q where l = r.
    """

    function: Term
    variable: Symbol
    cuts: tuple[Fraction, ...]
    slopes: tuple[Evidence, ...]
    joins: tuple[Evidence, ...] = ()


@dataclass(frozen=True)
class ByIntermediateValue(Evidence):
    """Some x with f(x) = g(x): f - g is continuous between lo and hi, not positive at lo, not negative at hi.

    ``lo`` and ``hi`` are in either order.  Where the claim says more of x, ``others`` prove it for lo <= x <= hi.
    """

    lo: Fraction
    hi: Fraction
    low: Evidence
    high: Evidence
    others: tuple[Evidence, ...] = ()


@dataclass(frozen=True)
class ByEvaluation(Evidence):
    """A relation whose variables, if any, are rewritten to rational numbers: both sides in balls."""

    precision: int = 128
