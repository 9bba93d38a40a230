"""Primitives of polynomials times exponentials of quadratics.

    int exp(-a (x - m)^2) dx = sqrt(pi/(4 a)) erf(sqrt(a) (x - m)),
    int x^k exp(q) dx        = -x^(k-1) exp(q)/(2 a) + b/(2 a) int x^(k-1) exp(q) + (k-1)/(2 a) int x^(k-2) exp(q)

for q = -a x^2 + b x + c with a > 0, normalised to vanish at the infinite end of a half-line; for a = 0 by

    int x^k exp(b x + c) dx  = x^k exp(b x + c)/b - k/b int x^(k-1) exp(b x + c),    int x^k dx = x^(k+1)/(k + 1).

Undecided: bodies that are no such sums.
"""

from __future__ import annotations

from typing import Any

from gradcheck.kernel.rules.analysis import is_infinite
from gradcheck.language.syntax.terms import Integral, Term, as_term
from gradcheck.runtime.mishaps import sympy_at_work

MAX_POWER = 8


def primitive_of(term: Integral) -> Term | None:
    """Return a primitive of a sum of terms c x^k exp(-a x^2 + b x + c') that vanishes
    at the infinite end of the interval.
    """
    import sympy

    from gradcheck.language.sympy.computing import scalar_to_sympy
    from gradcheck.language.sympy.reading import from_sympy

    with sympy_at_work():
        x: Any = scalar_to_sympy(term.variable)
        body: Any = sympy.expand(sympy.powsimp(sympy.expand(scalar_to_sympy(term.body))))
        end = 1 if is_infinite(term.hi) and not is_infinite(term.lo) else -1 if is_infinite(term.lo) else 0
        total: Any = sympy.Integer(0)
        if body == 0:
            return as_term(0)
        for summand in sympy.Add.make_args(body):
            part = _primitive_of_monomial(sympy.powsimp(summand), x, end)
            if part is None:
                return None
            total += part
        return from_sympy(total)
    return None


def _primitive_of_monomial(summand: Any, x: Any, end: int) -> Any:
    import sympy

    coefficient, rest = summand.as_independent(x)
    power, exponent = 0, sympy.Integer(0)
    factors: Any = sympy.Mul.make_args(rest)
    for factor in factors:
        if factor.func is sympy.exp:
            exponent += factor.args[0]
        elif factor.is_Pow and factor.base == x and factor.exp.is_Integer and factor.exp > 0:
            power += int(factor.exp)
        elif factor == x:
            power += 1
        elif factor != 1:
            return None
    quadratic = sympy.Poly(sympy.expand(exponent), x)
    if quadratic.degree() > 2 or power > MAX_POWER:
        return None
    if quadratic.degree() < 2:
        return coefficient * _primitive_of_power(power, quadratic.nth(1), sympy.exp(exponent), x)
    minus_a, b, c = quadratic.all_coeffs()
    a = -minus_a
    if a.is_nonpositive or (a.is_number and not a.is_positive):
        return None  # of another sign that is open, the kernel finds out which it is
    exponential = sympy.exp(exponent)
    centre = sympy.exp(sympy.expand(c + b**2 / (4 * a))) * sympy.sqrt(sympy.pi / (4 * a))
    found = [centre * (sympy.erf(sympy.sqrt(a) * (x - b / (2 * a))) - end)]
    for k in range(1, power + 1):
        step = -(x ** (k - 1)) * exponential / (2 * a) + b / (2 * a) * found[k - 1]
        found.append(step + (k - 1) / (2 * a) * found[k - 2] if k > 1 else step)
    return coefficient * found[power]


def _primitive_of_power(power: int, rate: Any, exponential: Any, x: Any) -> Any:
    if rate == 0:
        return x ** (power + 1) * exponential / (power + 1)
    found: Any = exponential / rate
    for k in range(1, power + 1):
        found = x**k * exponential / rate - k * found / rate
    return found
