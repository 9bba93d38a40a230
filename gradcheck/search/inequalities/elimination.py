"""Inequalities of several real variables, by eliminating one of them.

    put_on_bounds    a variable x >= b (b a term) in which right - left does not fall: it is enough to look at x = b;
    as_one_variable  variables in powers of one product only, as a x in cosh(a x) <= exp(a^2 x^2/2): the claim
                     for every number z in its place.
Decides chains such as tanh(y) <= x from x >= y >= 0, and log(x) < 500 from x < exp(500).
Undecided: variables that are bounded through others only.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from math import gcd

from gradcheck.kernel.evidence import (
    ByCut,
    ByEvaluation,
    ByForallElimination,
    ByForallIntroduction,
    ByMonotonicity,
    ByPositivity,
    Evidence,
)
from gradcheck.kernel.goal import Goal
from gradcheck.kernel.rules.analysis import bound_on
from gradcheck.language.syntax.propositions import ForAll, Relation
from gradcheck.language.syntax.substitution import replace_symbols
from gradcheck.language.syntax.terms import Add, Apply, Div, Mul, Neg, Num, Pow, Symbol, Term, as_term, free_symbols
from gradcheck.search.inequalities.one_variable import comparison, deep_comparison, monotone_goals
from gradcheck.search.tactic import Search

BOUNDS, GROUPS = "variable on its bound", "one variable for a product"
MAX_BOUNDS = 6
Exponents = dict[Symbol, int]


def put_on_bounds(goal: Goal, search: Search) -> Iterator[Evidence | None]:
    """Prove the claim where a variable is at one of its bounds, and that the difference does not fall beyond it."""
    claim = deep_comparison(goal, search)
    if claim is None:
        return
    tried = 0
    for symbol in sorted(free_symbols(claim), key=lambda s: s.name):
        for h in goal.parts():
            bound = None if symbol.is_integer else bound_on(h, symbol)
            if bound is None or isinstance(bound.right, Num) or tried == MAX_BOUNDS:
                continue
            tried += 1
            side = "+" if bound.op in (">", ">=") else "-"
            shape = ByMonotonicity(symbol, bound.right, side, ByEvaluation(), ByEvaluation())
            base, slope = monotone_goals(goal, claim, shape)
            second = None if base is None or slope is None else search.sub(slope)
            first = None if base is None or second is None else search.sub(base)
            if first is not None and second is not None:
                yield ByMonotonicity(symbol, bound.right, side, first, second)


def as_one_variable(goal: Goal, search: Search) -> Iterator[Evidence | None]:
    """Prove the claim for every number in the place of a product of variables."""
    claim = comparison(goal)
    if claim is None or deep_comparison(goal, search) is None or goal.definitions:
        return
    z = Symbol("z" if all(s.name != "z" for s in free_symbols(claim)) else "z_1")
    grouping = _Grouping(z)
    left, right = grouping.replaced(claim.left), grouping.replaced(claim.right)
    if left is None or right is None or grouping.unit is None or len(grouping.unit) < 2:
        return
    alone = Relation(claim.op, left, right)
    if free_symbols(alone) != {z}:
        return
    proof = search.sub(Goal(alone))
    if proof is None:
        return
    every = ForAll((z,), alone)
    value = _monomial(grouping.unit)
    instance = replace_symbols(alone, {z: value})
    if not isinstance(instance, Relation):
        return
    rest = ByPositivity(instance.right - instance.left)
    yield ByCut(every, ByForallIntroduction(proof), ByForallElimination(every, (value,), rest))


class _Grouping:
    """Terms in which real symbols occur only in powers of one product (``unit``), with z in its place."""

    def __init__(self, z: Symbol) -> None:
        self.z = z
        self.unit: Exponents | None = None

    def replaced(self, term: Term) -> Term | None:
        """Return the term with z for the product; None where symbols are left over."""
        found = _product(term)
        if found is not None:
            number, exponents, others = found
            power = self._power(exponents)
            inner = [self.replaced(other) for other in others]
            known = [part for part in inner if part is not None]
            if power is None or len(known) < len(inner):
                return None
            factors: list[Term] = [Num(number)] if number != 1 else []
            factors += ([self.z] if power == 1 else [Pow(self.z, as_term(power))] if power else []) + known
            return as_term(1) if not factors else factors[0] if len(factors) == 1 else Mul(tuple(factors))
        parts = _below(term)
        inner = [self.replaced(part) for part in parts]
        known = [part for part in inner if part is not None]
        return _rebuilt(term, known) if parts and len(known) == len(inner) else None

    def _power(self, exponents: Exponents) -> int | None:
        if not exponents:
            return 0
        if self.unit is None:
            common = gcd(*exponents.values())
            self.unit = {symbol: exponent // common for symbol, exponent in exponents.items()}
        symbol = next(iter(exponents))
        power = exponents[symbol] // self.unit[symbol] if symbol in self.unit else 0
        return power if power and {s: e * power for s, e in self.unit.items()} == exponents else None


def _product(term: Term) -> tuple[Fraction, Exponents, list[Term]] | None:
    """Return the number, the powers of real symbols, and the other factors; None for a sum or a function."""
    match term:
        case Num(value=value):
            return value, {}, []
        case Symbol() if not term.is_integer:
            return Fraction(1), {term: 1}, []
        case Neg(term=inner):
            found = _product(inner) or (Fraction(1), {}, [inner])
            return -found[0], found[1], found[2]
        case Pow(base=Symbol() as base, exponent=Num(value=value)) if value.denominator == 1 and not base.is_integer:
            return Fraction(1), {base: int(value)}, []
        case Mul(factors=factors):
            number, powers, others = Fraction(1), dict[Symbol, int](), list[Term]()
            for factor in factors:
                found = _product(factor) or (Fraction(1), {}, [factor])
                number *= found[0]
                powers = {s: e for s in {*powers, *found[1]} if (e := powers.get(s, 0) + found[1].get(s, 0))}
                others += found[2]
            return number, powers, others
        case Div(numerator=top, denominator=bottom):
            above = _product(top) or (Fraction(1), {}, [top])
            below = _product(bottom)
            if below is None or below[2] or not below[0]:
                return None
            powers = {s: e for s in {*above[1], *below[1]} if (e := above[1].get(s, 0) - below[1].get(s, 0))}
            return above[0] / below[0], powers, above[2]
    return None


def _below(term: Term) -> tuple[Term, ...]:
    match term:
        case Add(terms=parts):
            return parts
        case Apply(args=parts):
            return parts
        case Pow(base=base, exponent=exponent):
            return base, exponent
        case Div(numerator=top, denominator=bottom):
            return top, bottom
    return ()


def _rebuilt(term: Term, parts: list[Term]) -> Term:
    match term:
        case Apply(function=function):
            return Apply(function, tuple(parts))
        case Add():
            return Add(tuple(parts))
        case Pow():
            return Pow(*parts)
    return Div(*parts)


def _monomial(unit: Exponents) -> Term:
    """Return the product, as a person writes it."""
    ordered = sorted(unit.items(), key=lambda item: item[0].name)
    above = [s if e == 1 else Pow(s, as_term(e)) for s, e in ordered if e > 0]
    below = [s if e == -1 else Pow(s, as_term(-e)) for s, e in ordered if e < 0]
    top = as_term(1) if not above else above[0] if len(above) == 1 else Mul(tuple(above))
    return top if not below else Div(top, below[0] if len(below) == 1 else Mul(tuple(below)))
