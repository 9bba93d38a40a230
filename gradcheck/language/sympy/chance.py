"""Random variables of ``sympy.stats`` and their laws, with means, variances, covariances and probabilities.

    Normal('X', m, s)        Normal(m, s**2)        Bernoulli('X', p)     1 with probability p, else 0
    Uniform('X', a, b)       Uniform(a, b)          Rademacher('X')       2*B - 1 for B ~ Bernoulli(1/2)
    Exponential('X', rate)   Exponential(rate)
    Binomial('X', n, p)      the sum of a vector of n independent Bernoulli(p); of up to six, of X[1], ..., X[6]
    BernoulliProcess('B', p) independent copies B[1], B[2], ...

    Expectation, Variance    held; E(...) and variance(...) of SymPy compute, and what they give is an expression
    Covariance(X, Y)         E((X - E(X))*(Y - E(Y)))
    Probability(X > a)       the mean of the indicator: E(where(X > a, 1, 0))

Two random variables of different names are independent.  Refused: conditional means, joint and other laws.
"""

from __future__ import annotations

from typing import Any

import sympy
from sympy import stats
from sympy.stats import crv_types, frv_types
from sympy.stats.rv import RandomIndexedSymbol, RandomSymbol
from sympy.stats.stochastic_process_types import BernoulliProcess

from gradcheck.language.sympy.matrices import term_from_sympy
from gradcheck.language.sympy.refusals import NoCounterpart, shown
from gradcheck.language.sympy.scalars import CONVERTERS, choose, scalar_from_sympy
from gradcheck.language.sympy.symbols import Bound
from gradcheck.language.syntax import random
from gradcheck.language.syntax.arrays import MatMul, Ones, is_integer
from gradcheck.language.syntax.terms import Add, Mul, Neg, Num, Symbol, Term, as_term, rational

MAX_TRIALS = 6  # whose outcomes are gone through


def _random(expr: Any, bound: Bound) -> Term:
    law = getattr(expr.pspace, "distribution", None)
    name = str(expr.symbol.name)
    if type(law) is frv_types.BinomialDistribution and list(law.args[2:]) == [sympy.Integer(1), sympy.Integer(0)]:
        return _binomial(name, *(scalar_from_sympy(arg, bound) for arg in law.args[:2]))
    if type(law) is frv_types.BernoulliDistribution:
        chance, *values = (scalar_from_sympy(arg, bound) for arg in law.args)
        return _of_two(random.RandomVariable(name, (), random.Bernoulli(chance)), *values)
    if type(law) is frv_types.RademacherDistribution:
        coin = random.RandomVariable(name, (), random.Bernoulli(rational(1, 2)))
        return Add((Mul((as_term(2), coin)), Neg(as_term(1))))
    if type(law) is crv_types.NormalDistribution:
        mean, deviation = law.args
        variance = scalar_from_sympy(sympy.Pow(deviation, 2, evaluate=True), bound)
        return random.RandomVariable(name, (), random.Normal(scalar_from_sympy(mean, bound), variance))
    if type(law) is crv_types.UniformDistribution:
        ends = (scalar_from_sympy(arg, bound) for arg in law.args)
        return random.RandomVariable(name, (), random.Uniform(*ends))
    if type(law) is crv_types.ExponentialDistribution:
        return random.RandomVariable(name, (), random.Exponential(scalar_from_sympy(law.rate, bound)))
    raise NoCounterpart(
        f"the law of {name} ({type(law).__name__.removesuffix('Distribution')}) is none of the language's: it"
        " has Normal, Bernoulli, Binomial, Uniform, Exponential and Rademacher, and Independent(mean, variance) for an"
        " unknown law"
    )


def _of_two(coin: Term, one: Term, zero: Term) -> Term:
    """Return the variable that is one of two values."""
    if (one, zero) == (as_term(1), as_term(0)):
        return coin
    return Add((zero, Mul((Add((one, Neg(zero))), coin))))


def _binomial(name: str, count: Term, chance: Term) -> Term:
    if not is_integer(count) or (isinstance(count, Symbol) and count.sort != "dimension"):
        raise NoCounterpart(
            f"the number of trials of {name} is a positive integer; declare it with integer=True, positive=True"
        )
    law = random.Bernoulli(chance)
    if isinstance(count, Num) and 1 <= count.value <= MAX_TRIALS:
        trials = [random.RandomSequence(name, (), as_term(k), law) for k in range(1, int(count.value) + 1)]
        return trials[0] if len(trials) == 1 else Add(tuple(trials))
    return MatMul(Ones((count,)), random.RandomVariable(name, (count,), law))


def _copy(expr: Any, bound: Bound) -> Term:
    process = expr.pspace.process if hasattr(expr.pspace, "process") else None
    index = scalar_from_sympy(expr.key, bound)
    if not isinstance(process, BernoulliProcess) or not is_integer(index):
        raise NoCounterpart(f"{shown(expr)} is a member of a process that the language does not know")
    chance, *values = (scalar_from_sympy(arg, bound) for arg in (process.p, process.success, process.failure))
    return _of_two(random.RandomSequence(str(process.symbol), (), index, random.Bernoulli(chance)), *values)


def _unconditional(expr: Any) -> Any:
    if len(expr.args) > 1 and expr.args[1] is not None:
        raise NoCounterpart(f"{shown(expr)} is conditional, which the language cannot state")
    return expr.args[0]


def _mean(expr: Any, bound: Bound) -> Term:
    return random.Expectation(term_from_sympy(_unconditional(expr), bound))


def _variance(expr: Any, bound: Bound) -> Term:
    return random.Variance(term_from_sympy(_unconditional(expr), bound))


def _covariance(expr: Any, bound: Bound) -> Term:
    if len(expr.args) > 2:
        raise NoCounterpart(f"{shown(expr)} is conditional, which the language cannot state")
    left, right = (scalar_from_sympy(arg, bound) for arg in expr.args)
    centred = (Add((side, Neg(random.Expectation(side)))) for side in (left, right))
    return random.Expectation(Mul(tuple(centred)))


def _probability(expr: Any, bound: Bound) -> Term:
    return random.Expectation(choose(_unconditional(expr), as_term(1), as_term(0), bound))


CONVERTERS.update({
    RandomSymbol: _random,
    RandomIndexedSymbol: _copy,
    stats.Expectation: _mean,
    stats.Variance: _variance,
    stats.Covariance: _covariance,
    stats.Probability: _probability,
})  # fmt: skip
