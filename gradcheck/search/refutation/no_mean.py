"""Means that do not exist: E(exp(X)) for X ~ Exponential(r) where r <= 1, E(exp(Z**2)), E(1/U).

Of a body that is a sum of terms c x^k exp(b x + a x^2) in one variable x, c != 0, the mean exists exactly if that of
each term does, once equal terms are added up:

    x ~ Exponential(r)     a < 0, or a = 0 and b < r;      k > -1
    x ~ Normal(m, v)       a v < 1/2;                      k > -1, unless v = 0
    x ~ Uniform(l, h)                                      k > -1, unless 0 is outside of [l, h]

Decides nothing about other bodies: of several variables, with other functions, or with a factor c that may be 0.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from functools import reduce
from operator import add, mul

from gradcheck.kernel.goal import Goal
from gradcheck.language.printing.text import render_text
from gradcheck.language.syntax.functions import unfold
from gradcheck.language.syntax.node import Node, walk
from gradcheck.language.syntax.propositions import Relation
from gradcheck.language.syntax.random import (
    Expectation,
    Exponential,
    Normal,
    RandomSequence,
    RandomVariable,
    Uniform,
    Variance,
)
from gradcheck.language.syntax.terms import Add, Apply, Div, Mul, Neg, Num, Pow, Term, Where, as_term, free_symbols
from gradcheck.search.refutation.counterexample import search_counterexample

EFFORT = 30  # candidates tried against a condition
MAX_TERMS = 16
ZERO, ONE = as_term(0), as_term(1)
NEVER = Relation("<", ZERO, ZERO)
Coefficients = tuple[Term, Term]  # of x and x^2


class _Unknown(Exception):
    """The body is of another form."""


@dataclass(frozen=True)
class _Growth:
    """x^power exp(linear x + square x^2)."""

    power: Fraction
    linear: Term
    square: Term


_Body = dict[_Growth, Fraction]  # with what each is multiplied by
FLAT = _Growth(Fraction(0), ZERO, ZERO)


@dataclass(frozen=True)
class MissingMean:
    """A mean that exists only under the condition, and values at which that fails, in words; never if it is None."""

    mean: Term
    condition: Relation | None
    where: str

    def __str__(self) -> str:
        if self.condition is None:
            return f"{render_text(self.mean)} has no value: the mean does not exist"
        return f"{render_text(self.mean)} has no value at {self.where}: the mean does not exist there"


def missing_mean(goal: Goal) -> MissingMean | None:
    """Return the first mean of a relation that need not exist under the assumptions; None where none is found."""
    if not isinstance(goal.claim, Relation) or any(isinstance(node, Where) for node in walk(goal.claim)):
        return None
    free = free_symbols(goal.claim)
    for node in dict.fromkeys(walk(goal.claim)):
        if not isinstance(node, Expectation | Variance) or node.shape or free_symbols(node) - free:
            continue
        for condition in _conditions(node):
            if condition is NEVER:
                return MissingMean(node, None, "")
            fails = search_counterexample(goal.claiming(condition), EFFORT)
            if fails is not None:
                where = ", ".join(f"{symbol.name} = {value}" for symbol, value in fails.scalars
                                  if symbol in free_symbols(condition))  # fmt: skip
                return MissingMean(node, condition, where)
    return None


def _conditions(mean: Expectation | Variance) -> Iterator[Relation]:
    """Yield the conditions under which the mean exists, as far as they are known."""
    variables = {node for node in walk(mean.body) if isinstance(node, RandomVariable | RandomSequence)}
    inner = any(isinstance(node, Expectation | Variance) for node in walk(mean.body))
    if len(variables) != 1 or inner or (variable := variables.pop()).shape:
        return
    try:
        body = _growths(mean.body, variable)
        if isinstance(mean, Variance):
            body = _times(body, body)
        symbolic = any(not isinstance(c, Num) for growth in body for c in (growth.linear, growth.square))
        for growth, factor in body.items() if not symbolic or len(body) == 1 else ():
            if factor:
                yield from _existence(growth, variable.law)
    except _Unknown:
        return


def _existence(growth: _Growth, law: Node) -> Iterator[Relation]:
    match law:
        case Exponential(rate=rate):
            if growth.power <= -1 or _is_positive(growth.square):
                yield NEVER
            elif growth.square is ZERO:
                yield from _less(growth.linear, rate)
        case Normal(variance=variance):
            if growth.power <= -1 and _is_positive(variance):
                yield NEVER
            elif growth.square is not ZERO and _is_positive(growth.square):
                yield from _less(variance, Num(Fraction(1) / (2 * _number(growth.square))))
            elif growth.square is not ZERO and _is_positive(variance):
                yield from _less(growth.square, Num(Fraction(1) / (2 * _number(variance))))
        case Uniform(lo=Num(value=lo), hi=Num(value=hi)):
            if growth.power <= -1 and lo <= 0 <= hi:
                yield NEVER


def _less(left: Term, right: Term) -> Iterator[Relation]:
    """Yield that one is less than the other, unless numbers show that; what can never hold as ``NEVER``."""
    if isinstance(left, Num) and isinstance(right, Num):
        if left.value >= right.value:
            yield NEVER
    elif isinstance(left, Num):
        yield Relation(">", right, left)
    else:
        yield Relation("<", left, right)


def _is_positive(term: Term) -> bool:
    return isinstance(term, Num) and term.value > 0


def _number(term: Term) -> Fraction:
    if not isinstance(term, Num):
        raise _Unknown
    return term.value


def _growths(term: Term, x: Term) -> _Body:
    """Return the term as a sum of growths; raise _Unknown for one of another form."""
    if term is x:
        return {_Growth(Fraction(1), ZERO, ZERO): Fraction(1)}
    match term:
        case Num(value=value):
            return {FLAT: value}
        case Add(terms=parts):
            return _sum([_growths(part, x) for part in parts])
        case Neg(term=inner):
            return {growth: -factor for growth, factor in _growths(inner, x).items()}
        case Mul(factors=parts):
            return reduce(_times, [_growths(part, x) for part in parts])
        case Div(numerator=above, denominator=below):
            return _times(_growths(above, x), _power(_growths(below, x), Fraction(-1)))
        case Pow(base=base, exponent=Num(value=exponent)):
            return _power(_growths(base, x), exponent)
        case Apply(function="exp", args=(argument,)):
            return _exponential(argument, x)
        case Apply(function="sqrt", args=(argument,)):
            return _power(_growths(argument, x), Fraction(1, 2))
        case Apply() if (opened := unfold(term)) is not None:
            return _growths(opened, x)
    raise _Unknown


def _sum(parts: list[_Body]) -> _Body:
    whole: _Body = {}
    for part in parts:
        for growth, factor in part.items():
            whole[growth] = whole.get(growth, Fraction(0)) + factor
    return {growth: factor for growth, factor in whole.items() if factor}


def _times(left: _Body, right: _Body) -> _Body:
    if len(left) * len(right) > MAX_TERMS:
        raise _Unknown
    return _sum([
        {_Growth(a.power + b.power, _plus(a.linear, b.linear), _plus(a.square, b.square)): f * g}
        for a, f in left.items() for b, g in right.items()
    ])  # fmt: skip


def _power(body: _Body, exponent: Fraction) -> _Body:
    if exponent.denominator == 1 and 0 < exponent <= 4:
        return reduce(_times, [body] * int(exponent))
    if len(body) != 1:
        raise _Unknown
    ((growth, factor),) = body.items()
    if exponent.denominator != 1 and factor != 1:
        raise _Unknown
    scaled = (_product(Num(exponent), part) for part in (growth.linear, growth.square))
    times = Fraction(factor ** int(exponent)) if exponent.denominator == 1 else factor
    return {_Growth(growth.power * exponent, *scaled): times}


def _exponential(argument: Term, x: Term) -> _Body:
    """Return exp of a polynomial of degree 2; the factor exp(c) is not 0, and is taken to be 1."""
    parts = _polynomial(argument, x)
    if set(parts) - {0, 1, 2}:
        raise _Unknown
    return {_Growth(Fraction(0), parts.get(1, ZERO), parts.get(2, ZERO)): Fraction(1)}


def _polynomial(term: Term, x: Term) -> dict[int, Term]:
    """Return the coefficients of a polynomial in x."""
    if term is x:
        return {1: ONE}
    if x not in set(walk(term)):
        return {0: term}
    match term:
        case Add(terms=parts):
            return reduce(_added, [_polynomial(part, x) for part in parts])
        case Neg(term=inner):
            return {k: _product(Num(Fraction(-1)), c) for k, c in _polynomial(inner, x).items()}
        case Mul(factors=parts):
            return reduce(_multiplied, [_polynomial(part, x) for part in parts])
        case Div(numerator=above, denominator=below) if x not in set(walk(below)):
            over = Num(1 / below.value) if isinstance(below, Num) and below.value else Div(ONE, below)
            return {k: _product(c, over) for k, c in _polynomial(above, x).items()}
        case Pow(base=base, exponent=Num(value=exponent)) if exponent in (1, 2):
            return reduce(_multiplied, [_polynomial(base, x)] * int(exponent))
    raise _Unknown


def _added(left: dict[int, Term], right: dict[int, Term]) -> dict[int, Term]:
    return {k: _plus(left.get(k, ZERO), right.get(k, ZERO)) for k in {*left, *right}}


def _multiplied(left: dict[int, Term], right: dict[int, Term]) -> dict[int, Term]:
    return reduce(_added, [{i + j: _product(a, b)} for i, a in left.items() for j, b in right.items()])


def _plus(left: Term, right: Term) -> Term:
    return _folded(left, right, add, ZERO)


def _product(left: Term, right: Term) -> Term:
    return ZERO if ZERO in (left, right) else _folded(left, right, mul, ONE)


def _folded(left: Term, right: Term, operation: object, neutral: Term) -> Term:
    if isinstance(left, Num) and isinstance(right, Num):
        return Num(operation(left.value, right.value))  # type: ignore[operator]
    if neutral in (left, right):
        return right if left is neutral else left
    return operation(left, right)  # type: ignore[operator,no-any-return]
