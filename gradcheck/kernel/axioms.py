"""The named facts: theorems that the kernel takes from the literature, each in one place with its source.

``axioms()`` is the whole trusted base beyond the rules themselves.  Some conclude something from premises, by
``kernel.rules.facts``; the others stand behind rules and are named when a proof uses them.  Nothing here is asked when
a verdict is made: this is what people read.
"""

from __future__ import annotations

from typing import NamedTuple


class Fact(NamedTuple):
    """A statement, and its source."""

    name: str
    statement: str
    source: str


FACTS: dict[str, Fact] = {fact.name: fact for fact in (
    Fact("definite-invertible", "A positive definite matrix is invertible: A v = 0 gives v.T A v = 0, hence v = 0.",
         "Horn, Johnson, Matrix Analysis, 2nd ed., section 7.1"),
    Fact("inverse-solves", "A is invertible and x = A^-1 b give A x = b.",
         "Horn, Johnson, Matrix Analysis, 2nd ed., section 0.5"),
    Fact("inverse-product", "A invertible gives A A^-1 = I and A^-1 A = I.",
         "Horn, Johnson, Matrix Analysis, 2nd ed., section 0.5"),
    Fact("inverse-unique", "A X = I, for square matrices, gives X = A^-1.",
         "Horn, Johnson, Matrix Analysis, 2nd ed., section 0.5"),
    Fact("determinant", "det(A B) = det(A) det(B), det(A.T) = det(A), det(I) = 1; A is invertible exactly if"
         " det(A) != 0, and then det(A^-1) det(A) = 1.",
         "Horn, Johnson, Matrix Analysis, 2nd ed., section 0.3"),
    Fact("right-inverse", "A X = I, for square matrices, says that A is invertible.",
         "Horn, Johnson, Matrix Analysis, 2nd ed., section 0.5"),
    Fact("congruence", "a = b gives f(a) = f(b): of named functions, norms, traces, determinants, inverses.",
         "substitution of equals"),
    Fact("transpose", "A.T = B.T gives A = B.", "Horn, Johnson, Matrix Analysis, 2nd ed., section 0.2"),
    Fact("definite-form", "A positive definite and v not zero give v.T A v > 0.",
         "Horn, Johnson, Matrix Analysis, 2nd ed., section 4.1"),
    Fact("definite-norm", "An array without length is zero: ||a - b||^2 <= 0 gives a = b.",
         "Horn, Johnson, Matrix Analysis, 2nd ed., section 5.1"),
    Fact("termwise", "Sums of at least as large terms are at least as large; larger, if there are terms and they are.",
         "Rudin, Principles of Mathematical Analysis, definition 1.17, by induction"),
    Fact("sum-parts", "A finite sum is the sum over the first part of its range and that over the rest.",
         "Graham, Knuth, Patashnik, Concrete Mathematics, 2nd ed., section 2.3"),
    Fact("sum-turned", "The sum of f(k) over lo <= k <= hi is that of f(lo + hi - k).",
         "Graham, Knuth, Patashnik, Concrete Mathematics, 2nd ed., section 2.3"),
    Fact("order", "a <= b and b <= c give a <= c, for numbers and entry by entry.",
         "Rudin, Principles of Mathematical Analysis, definition 1.5"),
    Fact("equal-norms", "Equal matrices have equal norms, singular values and absolute values.",
         "substitution of equals"),
    Fact("norm-product", "sigma_max(A B) <= sigma_max(A) sigma_max(B).",
         "Horn, Johnson, Matrix Analysis, 2nd ed., section 5.6"),
    Fact("norm-sum", "sigma_max(A + B) <= sigma_max(A) + sigma_max(B).",
         "Horn, Johnson, Matrix Analysis, 2nd ed., section 5.6"),
    Fact("norm-multiple", "sigma_max(c A) = |c| sigma_max(A).",
         "Horn, Johnson, Matrix Analysis, 2nd ed., section 5.6"),
    Fact("norm-transpose", "sigma_max(A.T) = sigma_max(A).",
         "Horn, Johnson, Matrix Analysis, 2nd ed., theorem 2.6.3"),
    Fact("norm-diagonal", "sigma_max(diag(v)) is the largest |v_i|.",
         "Horn, Johnson, Matrix Analysis, 2nd ed., section 5.6"),
    Fact("norm-identity", "The singular values and eigenvalues of the identity are 1.",
         "Horn, Johnson, Matrix Analysis, 2nd ed., section 5.6"),
    Fact("norm-outer", "sigma_max(u v.T) = norm(u) norm(v).",
         "Horn, Johnson, Matrix Analysis, 2nd ed., section 5.6"),
    Fact("norm-entries", "sigma_max(A) is at most the root of the sum of the squares of the entries of A.",
         "Horn, Johnson, Matrix Analysis, 2nd ed., section 5.6"),
    Fact("norm-image", "norm(A v) <= sigma_max(A) norm(v).",
         "Horn, Johnson, Matrix Analysis, 2nd ed., section 5.6"),
    Fact("norm-reverse-triangle", "sigma_max(A + B) >= sigma_max(A) - sigma_max(B).",
         "Horn, Johnson, Matrix Analysis, 2nd ed., section 5.1"),
    Fact("weyl", "sigma_min(A + B) >= sigma_min(A) - sigma_max(B): norm((A + B) v) >= norm(A v) - norm(B v).",
         "Horn, Johnson, Topics in Matrix Analysis, theorem 3.3.16"),
    Fact("least-product", "sigma_min(A B) >= sigma_min(A) sigma_min(B), sigma_min(A) the least norm(A v) of unit v.",
         "Horn, Johnson, Topics in Matrix Analysis, section 3.3"),
    Fact("least-diagonal", "sigma_min(diag(v)) is the smallest |v_i|.",
         "Horn, Johnson, Matrix Analysis, 2nd ed., section 2.6"),
    Fact("least-largest", "sigma_min(A) <= sigma_max(A).",
         "Horn, Johnson, Matrix Analysis, 2nd ed., section 2.6"),
    Fact("gram-eigenvalue", "The largest eigenvalue of A.T A is the square of sigma_max(A).",
         "Horn, Johnson, Matrix Analysis, 2nd ed., section 2.6"),
    Fact("gram-norm", "sigma_max(A) is the root of the largest eigenvalue of A.T A.",
         "Horn, Johnson, Matrix Analysis, 2nd ed., section 2.6"),
    Fact("absolute-value", "-b <= a <= b gives |a| <= b, for numbers and entry by entry.",
         "Rudin, Principles of Mathematical Analysis, definition 1.32"),
    Fact("absolute-product", "|A B| <= |A| |B| entry by entry, and products of larger nonnegative matrices are larger.",
         "Horn, Johnson, Matrix Analysis, 2nd ed., section 8.1"),
    Fact("absolute-sum", "|A + B| <= |A| + |B| entry by entry.",
         "Horn, Johnson, Matrix Analysis, 2nd ed., section 8.1"),
    Fact("absolute-multiple", "|c A| = |c| |A| entry by entry.",
         "Horn, Johnson, Matrix Analysis, 2nd ed., section 8.1"),
    Fact("absolute-diagonal", "|diag(v)| = diag(|v|).",
         "Horn, Johnson, Matrix Analysis, 2nd ed., section 8.1"),
    Fact("absolute-entrywise-product", "The entries of an entrywise product have the product of the absolute values.",
         "Horn, Johnson, Matrix Analysis, 2nd ed., section 8.1"),
    Fact("cumulants", "The mean of a product of entries is the sum over the partitions of its factors of the products"
         " of joint cumulants; those of independent entries are 0, and those of a normal law above order 2.",
         "Leonov, Shiryaev, Theory Probab. Appl. 4 (1959) 319-329"),
    Fact("independence", "The mean of a product of independent variables is the product of the means.",
         "Billingsley, Probability and Measure, 3rd ed., section 21"),
    Fact("total-expectation", "Z ~ Bernoulli(p), independent of the rest: E g(Z) = p E g(1) + (1 - p) E g(0).",
         "Billingsley, Probability and Measure, 3rd ed., theorem 34.4"),
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
