"""Evidence by the rules of logic, which puts other evidence together."""

from __future__ import annotations

from dataclasses import dataclass

from gradcheck.kernel.evidence.rule import Evidence, Scalar
from gradcheck.language.syntax.propositions import Proposition, Relation
from gradcheck.language.syntax.terms import Symbol


@dataclass(frozen=True)
class ByInduction(Evidence, label="induction", theorem="induction"):
    """The claim for every integer variable >= start, from ``base`` (at start) and ``step`` (k to k + 1).

    The step has the claim at k and k >= start among its hypotheses.
    """

    variable: Symbol
    start: int
    base: Evidence
    step: Evidence


@dataclass(frozen=True)
class ByCases(Evidence, label="cases"):
    """Split on the sign of a scalar term: a proof under term < 0, one under term = 0, one under term > 0."""

    term: Scalar
    negative: Evidence
    zero: Evidence
    positive: Evidence


@dataclass(frozen=True)
class ByContradiction(Evidence, label="contradiction"):
    """The hypotheses exclude each other: ``hypothesis`` is in H and ``refutation`` proves its negation."""

    hypothesis: Relation
    refutation: Evidence


@dataclass(frozen=True)
class ByHypothesis(Evidence, label="assumption"):
    """The claim is among the hypotheses, up to the order of a relation and the sign of a difference."""


@dataclass(frozen=True)
class ByConjunction(Evidence, label="parts"):
    """A conjunction, part by part; an equivalence, as its two implications; an equation, as <= and >=.

    A disjunction has one part: the negation of its first part implies the rest.
    """

    parts: tuple[Evidence, ...]


@dataclass(frozen=True)
class ByDisjunct(Evidence, label="one of several"):
    """A disjunction, by its part number ``place`` (from 0); the parts before that have values."""

    place: int
    proof: Evidence


@dataclass(frozen=True)
class ByDisjunction(Evidence, label="cases"):
    """A disjunction of H: a proof of the claim under each of its parts, the parts before it being false."""

    hypothesis: Proposition
    proofs: tuple[Evidence, ...]


@dataclass(frozen=True)
class ByImplication(Evidence, label="implication", is_connective=True):
    """An implication: its conclusion, with its premise among the hypotheses."""

    rest: Evidence


@dataclass(frozen=True)
class ByCut(Evidence, label="lemma", is_connective=True):
    """A lemma, then the claim with the lemma among the hypotheses (the cut rule)."""

    lemma: Proposition
    proof: Evidence
    rest: Evidence


@dataclass(frozen=True)
class ByModusPonens(Evidence, label="consequence", is_connective=True):
    """An implication or equivalence of H whose one side ``premise`` proves; the other side joins the hypotheses.

    ``backward`` goes from the right side of an equivalence to its left side.  Of a disjunction of H ``premise`` proves
    that the first part, or with ``backward`` the last one, is false; the others join the hypotheses.
    """

    hypothesis: Proposition
    premise: Evidence
    rest: Evidence
    backward: bool = False


@dataclass(frozen=True)
class ByStep(Evidence, label="earlier step", is_connective=True):
    """An instance of an earlier, proved step joins the hypotheses.

    ``bindings`` replaces free symbols of that step; ``sides`` proves the assumptions of that step at the instance,
    in order, where H does not already contain them.
    """

    step: str
    bindings: tuple[tuple[Symbol, Scalar], ...]
    sides: tuple[Evidence, ...]
    rest: Evidence


@dataclass(frozen=True)
class ByForallElimination(Evidence, label="instance", is_connective=True):
    """An instance of a hypothesis of the form ForAll joins the hypotheses."""

    hypothesis: Proposition
    values: tuple[Scalar, ...]
    rest: Evidence


@dataclass(frozen=True)
class ByForallIntroduction(Evidence, label="generalisation", is_connective=True):
    """A universal claim: its body, for variables of which no hypothesis says anything."""

    rest: Evidence


@dataclass(frozen=True)
class ByFiniteCases(Evidence, label="integer values"):
    """An integer term between two numbers (``lower``, ``upper``) has one of the values between: a proof for each."""

    term: Scalar
    lo: int
    hi: int
    lower: Evidence
    upper: Evidence
    proofs: tuple[Evidence, ...]


@dataclass(frozen=True)
class ByWitness(Evidence, label="witness"):
    """An existential claim, at this value."""

    value: Scalar
    rest: Evidence


@dataclass(frozen=True)
class ByExistsElimination(Evidence, label="existence", is_connective=True):
    """``There is an x with P(x)`` is in H: P(x) for a new x joins H in its place."""

    hypothesis: Proposition
    rest: Evidence
