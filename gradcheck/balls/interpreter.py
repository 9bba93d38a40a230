"""The interpreter of scalar terms over any ring of enclosures: a term becomes a truncated Taylor series.

``Interpreter(ring, values, definitions, variable).series(term, n)`` encloses the Taylor coefficients of the term by
``variable`` up to order n, with the other symbols at their ``values``.  It refuses (``Undefined``) outside the domain
of a term, at kinks and jumps where a derivative is needed, and for terms that are no finite computation:
limits, integrals,
suprema, expectations, arrays.

Members of sequences are computed upwards from their first one and kept, so the cost is linear in the index.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from fractions import Fraction
from typing import Any

from gradcheck.balls import series as power_series
from gradcheck.balls.branches import BRANCHES, Branch, holds
from gradcheck.balls.scope import ARGUMENT, Binding, Family, Scope
from gradcheck.balls.series import Ring, Series, Undefined, Value
from gradcheck.language.syntax.arrays import Sequence, is_integer
from gradcheck.language.syntax.definitions import Definition, Initial, Recurrence
from gradcheck.language.syntax.functions import unfold
from gradcheck.language.syntax.propositions import Relation
from gradcheck.language.syntax.terms import (
    Add,
    Apply,
    Const,
    Derivative,
    Div,
    Mul,
    Neg,
    Num,
    Pow,
    Sum,
    Symbol,
    Term,
    Where,
    number_of,
)

HIGHEST_ORDER = 60
MAX_MEMBERS = 100_000
MAX_SUMMANDS = 10_000
LARGEST_EXPONENT = 10_000


ZERO, ONE = Fraction(0), Fraction(1)


class Interpreter:
    """The interpreter of terms as series; see the module."""

    def __init__(
        self,
        ring: Ring,
        values: Mapping[Symbol, Value],
        definitions: tuple[Definition, ...] = (),
        variable: Symbol | None = None,
    ) -> None:
        self.ring, self.definitions, self.variable = ring, definitions, variable
        self.zero, self.one = ring.number(ZERO), ring.number(ONE)
        self.numbers: dict[Term, Value] = {}
        self.begin(values)

    def begin(self, values: Mapping[Symbol, Value]) -> None:
        """Read terms at other values of the symbols; only the numbers are kept."""
        self.values = values
        self.root = Scope({})
        self.roots: dict[Symbol, Binding] = {}
        self.places: dict[int, Binding] = {}
        self.families: dict[tuple[Any, ...], Family] = {}
        self.others: dict[Symbol, Interpreter] = {}

    def series(self, term: Term, n: int, scope: Scope | None = None) -> Series:
        """Return the Taylor coefficients of the term up to order n."""
        scope = scope or self.root
        known = scope.known.get(term)
        if known is not None and known[0] >= n:
            return known[1] if known[0] == n else known[1][: n + 1]
        rule = RULES.get(type(term))
        if rule is None or term.shape:
            raise Undefined(f"balls do not evaluate {type(term).__name__}")
        if n > HIGHEST_ORDER:
            raise Undefined(f"a derivative of order {n} is too high")
        result = rule(self, term, n, scope)
        scope.known[term] = (n, result)
        return result

    def jet(self, term: Term, order: int) -> Series:
        """Return all Taylor coefficients of the term up to the order, none of them left out."""
        try:
            result = self.ring.check(self.series(term, order))
        except RecursionError:
            raise Undefined("the term is nested too deeply") from None
        return result + [self.zero] * (order + 1 - len(result))

    def value(self, term: Term, scope: Scope) -> Value:
        return self.series(term, 0, scope)[0]

    def _num(self, term: Num, n: int, scope: Scope) -> Series:
        value = self.numbers.get(term)
        if value is None:
            value = self.numbers[term] = self.ring.number(term.value)
        return [value]

    def _const(self, term: Const, n: int, scope: Scope) -> Series:
        if term.name != "pi":
            raise Undefined("infinity is no value")
        return [self.ring.pi()]

    def _symbol(self, term: Symbol, n: int, scope: Scope) -> Series:
        bound = scope.bindings.get(term)
        if bound is not None:
            return bound.compute(n)
        if term not in self.values:
            raise Undefined(f"{term.name} has no value")
        if term is self.variable and n > 0:
            return [self.values[term], self.one]
        return [self.values[term]]

    def _add(self, term: Add, n: int, scope: Scope) -> Series:
        return power_series.add([self.series(part, n, scope) for part in term.terms])

    def _neg(self, term: Neg, n: int, scope: Scope) -> Series:
        return [-value for value in self.series(term.term, n, scope)]

    def _mul(self, term: Mul, n: int, scope: Scope) -> Series:
        result = self.series(term.factors[0], n, scope)
        for factor in term.factors[1:]:
            result = power_series.multiply(result, self.series(factor, n, scope), n)
        return result

    def _div(self, term: Div, n: int, scope: Scope) -> Series:
        top, bottom = self.series(term.numerator, n, scope), self.series(term.denominator, n, scope)
        return self.ring.check(power_series.divide(self.ring, top, bottom, n))

    def _pow(self, term: Pow, n: int, scope: Scope) -> Series:
        """Return the series of a power as ``Pow`` says:
        integer exponents on any base, rational ones on [0, oo) or (0, oo), others on (0, oo).
        """
        base = self.series(term.base, n, scope)
        exponent = number_of(term.exponent)
        if exponent is None and is_integer(term.exponent):
            whole = self._integer(term.exponent, scope)
            exponent = None if whole is None else Fraction(whole)
        if exponent is None:
            if not self.ring.signs(base[0]).positive:
                raise Undefined("the base of a power with a real exponent is not certainly positive")
            powers = self.series(term.exponent, n, scope)
            inner = power_series.multiply(powers, self._function("log", base, n), n)
            return self._function("exp", inner, n)
        if abs(exponent) > LARGEST_EXPONENT:
            raise Undefined(f"the exponent {exponent} is too large")
        return self.ring.check(power_series.compose(self.ring.power(base[0], exponent, n), base, n))

    def _function(self, name: str, inner: Series, n: int) -> Series:
        scope = Scope({ARGUMENT: Binding(lambda order: inner[: order + 1])})
        return self.series(Apply(name, (ARGUMENT,)), n, scope)

    def _apply(self, term: Apply, n: int, scope: Scope) -> Series:
        if term.function in ("max", "min"):
            left, right = term.args
            upper = term.function == "max"
            return self._choose(right - left if upper else left - right, right, left, n, scope)
        inner = self.series(term.args[0], n, scope)
        n = n if len(inner) > 1 else 0  # a function of a constant is constant
        if term.function in BRANCHES:
            return self._branches(term.function, inner, n)
        coefficients = self.ring.taylor(term.function, inner[0], n)
        if coefficients is not None:
            return self.ring.check(power_series.compose(coefficients, inner, n))
        unfolded = unfold(term)
        if unfolded is None:
            raise Undefined(f"{term.function} cannot be enclosed here")
        return self.series(unfolded, n, scope)

    def _branches(self, name: str, inner: Series, n: int) -> Series:
        right, left, smooth = BRANCHES[name]

        def follow(branch: Branch, argument: Series) -> Series:
            return self.series(branch(ARGUMENT), n, Scope({ARGUMENT: Binding(lambda order: argument[: order + 1])}))

        signs = self.ring.signs(inner[0])
        if signs.positive:
            return follow(right, inner)
        if signs.negative:
            return follow(left, inner)
        if n > 1 or (n == 1 and not smooth and not self.ring.kinks):
            raise Undefined(f"{name} is not smooth at 0")
        if signs.nonnegative and signs.nonpositive and n == 0:
            return [self.zero]
        below, above = self.ring.split(inner[0])
        return self._join(follow(left, [below, *inner[1:]]), follow(right, [above, *inner[1:]]))

    def _join(self, a: Series, b: Series) -> Series:
        length = max(len(a), len(b))
        return [
            self.ring.hull(a[k] if k < len(a) else self.zero, b[k] if k < len(b) else self.zero) for k in range(length)
        ]

    def _choose(self, difference: Term, then: Term, otherwise: Term, n: int, scope: Scope) -> Series:
        """Return ``then`` where the difference is positive, ``otherwise`` where it is negative;
        they agree where it is 0.
        """
        signs = self.ring.signs(self.series(difference, n, scope)[0])
        if signs.positive or (n == 0 and signs.nonnegative):
            return self._defined(otherwise, then, n, scope)
        if signs.negative or (n == 0 and signs.nonpositive):
            return self._defined(then, otherwise, n, scope)
        if n > 1 or (n == 1 and not self.ring.kinks):
            raise Undefined("max and min are not smooth where their arguments are equal")
        return self._join(self.series(then, n, scope), self.series(otherwise, n, scope))

    def _defined(self, dropped: Term, kept: Term, n: int, scope: Scope) -> Series:
        self.series(dropped, 0, scope)
        return self.series(kept, n, scope)

    def _where(self, term: Where, n: int, scope: Scope) -> Series:
        """Return the branch that applies; where that is not decided, both at order 0; a jump has no derivative."""
        condition = term.condition
        if not isinstance(condition, Relation) or condition.left.shape:
            raise Undefined("the condition of where(...) is not a relation of scalars")
        difference = self.series(condition.left - condition.right, n, scope)
        signs = self.ring.signs(difference[0])
        if n > 0 and not (signs.positive or signs.negative):
            raise Undefined("where(...) may switch its branch here, and has no derivative")
        taken = holds(condition.op, signs)
        if taken is None:
            return self._join(self.series(term.then, n, scope), self.series(term.otherwise, n, scope))
        return self.series(term.then if taken else term.otherwise, n, scope)

    def _sum(self, term: Sum, n: int, scope: Scope) -> Series:
        lo, hi = self._integer(term.lo, scope, n), self._integer(term.hi, scope, n)
        if lo is None or hi is None or hi < lo - 1 or hi - lo > MAX_SUMMANDS:
            raise Undefined("the bounds of a sum are not integers lo <= hi + 1 of a moderate distance")
        parts: list[Series] = [[self.zero]]
        for index in range(lo, hi + 1):
            inner = Scope({**scope.bindings, term.index: self._constant(index)})
            parts.append(self.series(term.body, n, inner))
        return power_series.add(parts)

    def _constant(self, value: int) -> Binding:
        number = self.ring.number(Fraction(value))
        return Binding(lambda order: [number], value)

    def _integer(self, term: Term, scope: Scope, n: int = 0) -> int | None:
        """Return the integer that a term certainly is; simple indices are added up without the ring.

        For a derivative of the counted terms, n > 0, the integer must not vary with the variable.
        """
        if isinstance(term, Num):
            return int(term.value) if term.value.denominator == 1 else None
        if isinstance(term, Symbol) and term in scope.bindings and scope.bindings[term].integer is not None:
            return scope.bindings[term].integer
        if isinstance(term, Neg):
            inner = self._integer(term.term, scope, n)
            return None if inner is None else -inner
        if isinstance(term, Add):
            parts = [self._integer(part, scope, n) for part in term.terms]
            return None if None in parts else sum(part for part in parts if part is not None)
        value = self.series(term, min(n, 1), scope)
        return self.ring.integer(value[0]) if len(value) == 1 else None

    def _derivative(self, term: Derivative, n: int, scope: Scope) -> Series:
        variable = term.variable
        if not isinstance(variable, Symbol) or variable.is_integer or any(not s.is_integer for s in scope.bindings):
            raise Undefined("only derivatives by a real variable outside definitions are evaluated")
        if variable is self.variable:
            return power_series.differentiate(self.series(term.body, n + 1, scope), self.zero)
        if n > 0 or scope.bindings:
            raise Undefined("mixed derivatives are not evaluated")
        if variable not in self.others:
            self.others[variable] = Interpreter(self.ring, self.values, self.definitions, variable)
        return self.others[variable].series(term, n)

    def _sequence(self, term: Sequence, n: int, scope: Scope) -> Series:
        index = self._integer(term.index, scope)
        if index is None:
            raise Undefined(f"the index of {term.name} is not a number")
        family = self._family(term, scope)
        known = family.members.get(index)
        if known is not None and known[0] >= n:
            return known[1][: n + 1]
        first = min(self._starts(term.name), default=index)
        if not first <= index <= first + MAX_MEMBERS:
            raise Undefined(f"{term.name} is not defined at {index}")
        for k in range(first, index + 1):
            if k not in family.members or family.members[k][0] < n:
                family.members[k] = (n, self._member(family, k, n))
        return family.members[index][1]

    def _starts(self, name: str) -> list[int]:
        mine = [d for d in self.definitions if d.member.name == name]
        return [d.at if isinstance(d, Initial) else d.start for d in mine]

    def _family(self, term: Sequence, scope: Scope) -> Family:
        parameters: tuple[Term, ...] | None = None
        for definition in self.definitions:
            if definition.member.name == term.name:
                parameters = definition.member.parameters
        if parameters is None or len(parameters) != len(term.parameters) or term.shape:
            raise Undefined(f"{term.name} is not defined with these parameters")
        bindings: dict[Symbol, Binding] = {}
        for parameter, argument in zip(parameters, term.parameters, strict=True):
            if not isinstance(parameter, Symbol):
                raise Undefined(f"a parameter of {term.name} is no symbol")
            bindings[parameter] = (
                self._place(argument, scope) if parameter.is_integer else self._argument(argument, scope)
            )
            bindings[parameter].compute(0)  # the argument must have a value even if no body uses it
        key = (term.name, *bindings.values())
        return self.families.setdefault(key, Family(term.name, bindings))

    def _place(self, argument: Term, scope: Scope) -> Binding:
        """Return the binding of an integer parameter: one for each value,
        so that members at equal places are shared.
        """
        integer = self._integer(argument, scope)
        if integer is None:
            raise Undefined("a parameter that counts is no number")
        return self.places.setdefault(integer, self._constant(integer))

    def _argument(self, argument: Term, scope: Scope) -> Binding:
        if isinstance(argument, Symbol):
            if argument in scope.bindings:
                return scope.bindings[argument]
            if argument not in self.roots:
                self.roots[argument] = Binding(lambda order: self.series(argument, order))
            return self.roots[argument]
        return Binding(lambda order: self.series(argument, order, scope))

    def _member(self, family: Family, index: int, n: int) -> Series:
        for definition in self.definitions:
            if definition.member.name != family.name:
                continue
            bindings = family.bindings
            if isinstance(definition, Recurrence):
                if index < definition.start:
                    continue
                bindings = {**bindings, definition.index: self._constant(index)}
                return self.series(definition.body, n, Scope(bindings))
            if definition.at == index:
                return self.series(definition.value, n, Scope(bindings))
        raise Undefined(f"{family.name} is not defined at {index}")


Rule = Callable[[Interpreter, Any, int, Scope], Series]
RULES: dict[type, Rule] = {
    Num: Interpreter._num, Const: Interpreter._const, Symbol: Interpreter._symbol, Add: Interpreter._add,
    Neg: Interpreter._neg, Mul: Interpreter._mul, Div: Interpreter._div, Pow: Interpreter._pow,
    Apply: Interpreter._apply, Where: Interpreter._where, Sum: Interpreter._sum, Derivative: Interpreter._derivative,
    Sequence: Interpreter._sequence,
}  # fmt: skip
