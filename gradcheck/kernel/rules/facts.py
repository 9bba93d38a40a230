"""The named facts: theorems that the kernel takes from the literature, each in one place with its source.

``axioms()`` is the whole trusted base beyond the rules themselves.  A fact with premises is applied by ``ByFact``;
the others stand behind rules and are named when a proof uses them.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from inspect import signature

from gradcheck.kernel.dependencies import Trail
from gradcheck.kernel.evidence import ByFact, Evidence
from gradcheck.kernel.forming import formed
from gradcheck.kernel.goal import Goal
from gradcheck.kernel.rejection import Rejected
from gradcheck.kernel.rules import norms, sums
from gradcheck.language.syntax.arrays import Inverse, MatMul, Norm
from gradcheck.language.syntax.propositions import Invertible, PositiveDefinite, Proposition, Relation
from gradcheck.language.syntax.terms import Add, Neg, Pow, as_term

Check = Callable[[Goal, Evidence, Trail], None]


@dataclass(frozen=True)
class Fact:
    """A statement, its source, and for facts with premises the premises that a conclusion needs.

    ``premises`` takes the conclusion, and the arguments of the evidence where the conclusion does not say everything.
    """

    name: str
    statement: str
    source: str
    premises: Callable[..., tuple[Proposition, ...] | None] | None = None

    @cached_property
    def arity(self) -> int:
        """Return how many arguments the evidence gives besides the conclusion."""
        return 0 if self.premises is None else len(signature(self.premises).parameters) - 1


def _definite(claim: Proposition) -> tuple[Proposition, ...] | None:
    return (PositiveDefinite(claim.matrix),) if isinstance(claim, Invertible) else None


def _solved(claim: Proposition) -> tuple[Proposition, ...] | None:
    """Return the premises of A x = b: the invertibility of A and x = A^-1 b; None for another claim."""
    if not isinstance(claim, Relation) or claim.op != "=" or not isinstance(claim.left, MatMul):
        return None
    matrix, solution = claim.left.left, claim.left.right
    if len(matrix.shape) != 2 or matrix.shape[0] is not matrix.shape[1]:
        return None
    return Invertible(matrix), Relation("=", solution, MatMul(Inverse(matrix), claim.right))


def _no_length(claim: Proposition) -> tuple[Proposition, ...] | None:
    """Return the premise of a = b: ||a - b||^2 <= 0; None for another claim."""
    if not isinstance(claim, Relation) or claim.op != "=" or not claim.left.shape:
        return None
    return (Relation("<=", Pow(Norm(Add((claim.left, Neg(claim.right)))), as_term(2)), as_term(0)),)


FACTS: dict[str, Fact] = {fact.name: fact for fact in (
    Fact("definite-invertible", "A positive definite matrix is invertible: A v = 0 gives v.T A v = 0, hence v = 0.",
         "Horn, Johnson, Matrix Analysis, 2nd ed., section 7.1", _definite),
    Fact("inverse-solves", "A is invertible and x = A^-1 b give A x = b.",
         "Horn, Johnson, Matrix Analysis, 2nd ed., section 0.5", _solved),
    Fact("definite-norm", "An array without length is zero: ||a - b||^2 <= 0 gives a = b.",
         "Horn, Johnson, Matrix Analysis, 2nd ed., section 5.1", _no_length),
    Fact("termwise", "Sums of at least as large terms are at least as large; larger, if there are terms and they are.",
         "Rudin, Principles of Mathematical Analysis, definition 1.17, by induction", sums.termwise),
    Fact("order", "a <= b and b <= c give a <= c, for numbers and entry by entry.",
         "Rudin, Principles of Mathematical Analysis, definition 1.5", norms.transitive),
    Fact("equal-norms", "Equal matrices have equal norms, singular values and absolute values.",
         "substitution of equals", norms.equal_matrices),
    Fact("norm-product", "sigma_max(A B) <= sigma_max(A) sigma_max(B).",
         "Horn, Johnson, Matrix Analysis, 2nd ed., section 5.6", norms.norm_of_product),
    Fact("norm-sum", "sigma_max(A + B) <= sigma_max(A) + sigma_max(B).",
         "Horn, Johnson, Matrix Analysis, 2nd ed., section 5.6", norms.norm_of_sum),
    Fact("norm-multiple", "sigma_max(c A) = |c| sigma_max(A).",
         "Horn, Johnson, Matrix Analysis, 2nd ed., section 5.6", norms.norm_of_multiple),
    Fact("norm-transpose", "sigma_max(A.T) = sigma_max(A).",
         "Horn, Johnson, Matrix Analysis, 2nd ed., theorem 2.6.3", norms.norm_of_transpose),
    Fact("norm-diagonal", "sigma_max(diag(v)) is the largest |v_i|.",
         "Horn, Johnson, Matrix Analysis, 2nd ed., section 5.6", norms.norm_of_diagonal),
    Fact("norm-identity", "The singular values and eigenvalues of the identity are 1.",
         "Horn, Johnson, Matrix Analysis, 2nd ed., section 5.6", norms.norm_of_identity),
    Fact("norm-outer", "sigma_max(u v.T) = norm(u) norm(v).",
         "Horn, Johnson, Matrix Analysis, 2nd ed., section 5.6", norms.norm_of_outer),
    Fact("norm-entries", "sigma_max(A) is at most the root of the sum of the squares of the entries of A.",
         "Horn, Johnson, Matrix Analysis, 2nd ed., section 5.6", norms.norm_by_entries),
    Fact("norm-image", "norm(A v) <= sigma_max(A) norm(v).",
         "Horn, Johnson, Matrix Analysis, 2nd ed., section 5.6", norms.norm_of_image),
    Fact("norm-reverse-triangle", "sigma_max(A + B) >= sigma_max(A) - sigma_max(B).",
         "Horn, Johnson, Matrix Analysis, 2nd ed., section 5.1", norms.norm_of_sum_below),
    Fact("weyl", "sigma_min(A + B) >= sigma_min(A) - sigma_max(B): norm((A + B) v) >= norm(A v) - norm(B v).",
         "Horn, Johnson, Topics in Matrix Analysis, theorem 3.3.16", norms.least_of_sum),
    Fact("least-product", "sigma_min(A B) >= sigma_min(A) sigma_min(B), sigma_min(A) the least norm(A v) of unit v.",
         "Horn, Johnson, Topics in Matrix Analysis, section 3.3", norms.least_of_product),
    Fact("least-diagonal", "sigma_min(diag(v)) is the smallest |v_i|.",
         "Horn, Johnson, Matrix Analysis, 2nd ed., section 2.6", norms.least_of_diagonal),
    Fact("least-largest", "sigma_min(A) <= sigma_max(A).",
         "Horn, Johnson, Matrix Analysis, 2nd ed., section 2.6", norms.least_at_most_largest),
    Fact("gram-eigenvalue", "The largest eigenvalue of A.T A is the square of sigma_max(A).",
         "Horn, Johnson, Matrix Analysis, 2nd ed., section 2.6", norms.gram_eigenvalue),
    Fact("gram-norm", "sigma_max(A) is the root of the largest eigenvalue of A.T A.",
         "Horn, Johnson, Matrix Analysis, 2nd ed., section 2.6", norms.norm_by_gram),
    Fact("absolute-value", "-b <= a <= b gives |a| <= b, for numbers and entry by entry.",
         "Rudin, Principles of Mathematical Analysis, definition 1.32", norms.size_between),
    Fact("absolute-product", "|A B| <= |A| |B| entry by entry, and products of larger nonnegative matrices are larger.",
         "Horn, Johnson, Matrix Analysis, 2nd ed., section 8.1", norms.size_of_product),
    Fact("absolute-sum", "|A + B| <= |A| + |B| entry by entry.",
         "Horn, Johnson, Matrix Analysis, 2nd ed., section 8.1", norms.size_of_sum),
    Fact("absolute-multiple", "|c A| = |c| |A| entry by entry.",
         "Horn, Johnson, Matrix Analysis, 2nd ed., section 8.1", norms.size_of_multiple),
    Fact("absolute-diagonal", "|diag(v)| = diag(|v|).",
         "Horn, Johnson, Matrix Analysis, 2nd ed., section 8.1", norms.size_of_diagonal),
    Fact("absolute-entrywise-product", "The entries of an entrywise product have the product of the absolute values.",
         "Horn, Johnson, Matrix Analysis, 2nd ed., section 8.1", norms.size_of_entrywise_product),
    Fact("cumulants", "The mean of a product of entries is the sum over the partitions of its factors of the products"
         " of joint cumulants; those of independent entries are 0, and those of a normal law above order 2.",
         "Leonov, Shiryaev, Theory Probab. Appl. 4 (1959) 319-329"),
    Fact("independence", "The mean of a product of independent variables is the product of the means.",
         "Billingsley, Probability and Measure, 3rd ed., section 21"),
    Fact("even-part", "For a symmetric about 0, E f(a) = E (f(a) + f(-a))/2: a and -a have one law.",
         "Billingsley, Probability and Measure, 3rd ed., section 21"),
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
    Fact("asymptotic-expansion", "As u -> oo, exp(r u^k), u^a and log(u)^b are ordered by growth; the Taylor series"
         " at 0 of 1/(1 + d), exp, log(1 + d), (1 + d)^r, sin, cos, atan, erf cut off before d^n have rest O(d^n).",
         "de Bruijn, Asymptotic Methods in Analysis, sections 1.2 to 1.5"),
    Fact("continuity", "Sums, products, quotients and compositions of continuous functions are continuous.",
         "Rudin, Principles of Mathematical Analysis, theorems 4.7 and 4.9"),
    Fact("density", "E g(Z) is the integral of g times the density of Z, when it converges absolutely.",
         "Billingsley, Probability and Measure, 3rd ed., theorem 16.13 and example 16.9"),
    Fact("error-function-tail", "0 < erfc(x) <= exp(-x^2) for x >= 0.",
         "NIST Digital Library of Mathematical Functions, 7.8.2"),
    Fact("solver", "What an SMT solver calls unsatisfiable has no solution: its answer is not replayed. The verdict"
         " names the solver with its version, and is worth no more than that.",
         "Jovanovic, de Moura, Solving non-linear arithmetic, IJCAR 2012"),
    Fact("squeeze", "|f - L| <= b and b -> 0 give f -> L.", "Rudin, Principles of Mathematical Analysis, theorem 3.19"),
    Fact("monotonicity", "A continuous function with derivative >= 0 inside an interval does not decrease on it;"
         " with derivative > 0 it increases.",
         "Rudin, Principles of Mathematical Analysis, theorem 5.11"),
    Fact("induction", "P(a), and P(k) implies P(k + 1) for k >= a, give P(k) for every k >= a.", "Peano"),
)}  # fmt: skip


def axioms() -> list[tuple[str, str, str]]:
    """Return name, statement and source of everything that is taken on trust."""
    return [(fact.name, fact.statement, fact.source) for fact in FACTS.values()]


def check_fact(goal: Goal, evidence: ByFact, trail: Trail, check: Check) -> None:
    """Check that the goal is the conclusion of a named fact, and that its premises are proved."""
    fact = FACTS.get(evidence.fact)
    if fact is None or fact.premises is None:
        raise Rejected(f"there is no fact named {evidence.fact!r} that concludes something")
    if len(evidence.arguments) != fact.arity:
        raise Rejected(f"the fact {fact.name!r} takes {fact.arity} arguments, not {len(evidence.arguments)}")
    derive, claim = fact.premises, goal.claim
    premises = formed(lambda: derive(claim, *evidence.arguments))
    if premises is None or len(premises) != len(evidence.premises):
        raise Rejected(f"the fact {fact.name!r} does not conclude the claim")
    for premise, proof in zip(premises, evidence.premises, strict=True):
        check(goal.claiming(premise), proof, trail)
    trail.rest_on(fact.name)
