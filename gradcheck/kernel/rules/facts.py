"""The named facts: mathematics that the kernel takes from the literature, each in one place with its source.

``axioms()`` is the whole trusted base beyond the rules themselves.  A fact with premises is applied by ``ByFact``;
the others stand behind rules and are named when a proof uses them.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from gradcheck.evidence import ByFact, Evidence
from gradcheck.kernel.goal import Goal
from gradcheck.kernel.rejection import Rejected
from gradcheck.kernel.trail import Trail
from gradcheck.language.arrays import Inverse, MatMul, Norm
from gradcheck.language.propositions import Invertible, PositiveDefinite, Proposition, Relation
from gradcheck.language.terms import Add, Neg, Pow, as_term

Check = Callable[[Goal, Evidence, Trail], None]


@dataclass(frozen=True)
class Fact:
    """A statement, its source, and for facts with premises the premises that a conclusion needs."""

    name: str
    statement: str
    source: str
    premises: Callable[[Proposition], tuple[Proposition, ...] | None] | None = None


def _definite(claim: Proposition) -> tuple[Proposition, ...] | None:
    return (PositiveDefinite(claim.matrix),) if isinstance(claim, Invertible) else None


def _solved(claim: Proposition) -> tuple[Proposition, ...] | None:
    """A x = b, from the invertibility of A and x = A^-1 b."""
    if not isinstance(claim, Relation) or claim.op != "=" or not isinstance(claim.left, MatMul):
        return None
    matrix, solution = claim.left.left, claim.left.right
    if len(matrix.shape) != 2 or matrix.shape[0] is not matrix.shape[1]:
        return None
    return Invertible(matrix), Relation("=", solution, MatMul(Inverse(matrix), claim.right))


def _no_length(claim: Proposition) -> tuple[Proposition, ...] | None:
    """a = b, from ||a - b||^2 <= 0."""
    if not isinstance(claim, Relation) or claim.op != "=" or not claim.left.shape:
        return None
    return (Relation("<=", Pow(Norm(Add((claim.left, Neg(claim.right)))), as_term(2)), as_term(0)),)


FACTS: dict[str, Fact] = {fact.name: fact for fact in (
    Fact("definite-invertible", "A positive definite matrix is invertible: A v = 0 gives v A v = 0, hence v = 0.",
         "Horn, Johnson, Matrix Analysis, 2nd ed., section 7.1", _definite),
    Fact("inverse-solves", "A is invertible and x = A^-1 b give A x = b.",
         "Horn, Johnson, Matrix Analysis, 2nd ed., section 0.5", _solved),
    Fact("definite-norm", "An array without length is zero: ||a - b||^2 <= 0 gives a = b.",
         "Horn, Johnson, Matrix Analysis, 2nd ed., section 5.1", _no_length),
    Fact("cumulants", "The mean of a product of entries is the sum over the partitions of its factors of the products"
         " of joint cumulants; those of independent entries are 0, and those of a normal law above order 2.",
         "Leonov, Shiryaev, Theory Probab. Appl. 4 (1959) 319-329"),
    Fact("independence", "The mean of a product of independent variables is the product of the means.",
         "Billingsley, Probability and Measure, 3rd ed., section 21"),
    Fact("even-part", "For a symmetric about 0, E f(a) = E (f(a) + f(-a))/2.", "substitution a -> -a"),
    Fact("gaussian-absolute-moment", "E|a|^n = sqrt(2/pi) 2^((n-1)/2) ((n-1)/2)! s^n for odd n and a ~ N(0, s^2).",
         "Papoulis, Probability, Random Variables, and Stochastic Processes, section 5-4"),
    Fact("sturm", "V(a) - V(b) counts the distinct real roots of a square-free polynomial in (a, b].",
         "Sturm 1829; Basu, Pollack, Roy, Algorithms in Real Algebraic Geometry, theorem 2.62"),
    Fact("ball-arithmetic", "python-flint's balls contain the exact result of each operation.",
         "Johansson, Arb: efficient arbitrary-precision midpoint-radius interval arithmetic, IEEE ToC 66 (2017)"),
    Fact("mean-value", "|f(a) - f(b)| <= c |a - b| when f is differentiable and |f'| <= c between a and b.",
         "Rudin, Principles of Mathematical Analysis, theorem 5.10"),
    Fact("taylor", "f(b) is the Taylor polynomial at a plus f^(m)(c) (b - a)^m / m! for some c between a and b.",
         "Rudin, Principles of Mathematical Analysis, theorem 5.15"),
    Fact("intermediate-value", "A continuous function takes every value between two of its values.",
         "Rudin, Principles of Mathematical Analysis, theorem 4.23"),
    Fact("fundamental-theorem", "The integral of a continuous F' is the increment of F.",
         "Rudin, Principles of Mathematical Analysis, theorem 6.21"),
    Fact("growth", "As x -> oo, exp(x) outgrows every power of x; a quotient behaves as its leading terms.",
         "Rudin, Principles of Mathematical Analysis, theorems 8.6 and 4.4"),
    Fact("continuity", "Sums, products, quotients and compositions of continuous functions are continuous.",
         "Rudin, Principles of Mathematical Analysis, theorems 4.7 and 4.9"),
    Fact("density", "E g(Z) is the integral of g times the density of Z, when it converges absolutely.",
         "Billingsley, Probability and Measure, 3rd ed., theorem 16.13 and example 16.9"),
    Fact("error-function-tail", "0 < erfc(x) <= exp(-x^2) for x >= 0.",
         "NIST Digital Library of Mathematical Functions, 7.8.2"),
    Fact("squeeze", "|f - L| <= b and b -> 0 give f -> L.", "Rudin, Principles of Mathematical Analysis, theorem 3.19"),
    Fact("monotonicity", "A continuous function with derivative >= 0 inside an interval increases on it.",
         "Rudin, Principles of Mathematical Analysis, theorem 5.11"),
    Fact("induction", "P(a), and P(k) implies P(k + 1) for k >= a, give P(k) for every k >= a.", "Peano"),
)}  # fmt: skip


def axioms() -> list[tuple[str, str, str]]:
    """Name, statement and source of everything that is taken on trust."""
    return [(fact.name, fact.statement, fact.source) for fact in FACTS.values()]


def check_fact(goal: Goal, evidence: ByFact, trail: Trail, check: Check) -> None:
    """The goal is the conclusion of a named fact; its premises are proved."""
    fact = FACTS.get(evidence.fact)
    if fact is None or fact.premises is None:
        raise Rejected(f"there is no fact named {evidence.fact!r} that concludes something")
    premises = fact.premises(goal.claim)
    if premises is None or len(premises) != len(evidence.premises):
        raise Rejected(f"the fact {fact.name!r} does not conclude the claim")
    for premise, proof in zip(premises, evidence.premises, strict=True):
        check(goal.claiming(premise), proof, trail)
    trail.rest_on(fact.name)
