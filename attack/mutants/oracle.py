"""Evaluates statements by their definitions, in floating point with 100 digits, to judge proved mutants.

Nothing here is taken from the algebra or the kernel: a sum is added up, an expectation is the weighted mean over all
outcomes, a derivative is a central difference, a member of a sequence follows its recurrence.  Sums over dimensions
have the sizes of the instance.  ``Undefined`` is raised where a term has no value, ``Unknown`` where this evaluator
has no means (infinite suprema and the like).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from itertools import product
from typing import Any

import mpmath
from mpmath import mp, mpf

from attack.mutants.functions import FUNCTIONS
from gradcheck.language.syntax import arrays, random, spectra, terms, uninterpreted
from gradcheck.language.syntax.definitions import Definition, Initial, Recurrence
from gradcheck.language.syntax.node import walk
from gradcheck.language.syntax.propositions import (
    NEGATION,
    And,
    ForAll,
    Iff,
    Implies,
    Invertible,
    Or,
    PositiveDefinite,
    Proposition,
    Relation,
)
from gradcheck.language.syntax.terms import Symbol, Term
from gradcheck.language.syntax.widths import Width

mp.dps = 100
STEP = mpf(10) ** -16  # of a central difference; nested twice, 36 digits are left
TOLERANCE = mpf(10) ** -28
FOUND = mpf(10) ** -9  # for a supremum that was searched for
MAX_OUTCOMES = 5_000

Key = tuple[Any, ...]


class Undefined(Exception):
    """The term has no value at the instance."""


class Unknown(Exception):
    """The evaluator cannot find the value."""


@dataclass
class Instance:
    """Values for everything that is free in a statement; random entries have values only inside an outcome."""

    scalars: dict[Symbol, Any]
    entries: dict[tuple[str, tuple[int, ...]], Any] = field(default_factory=dict)
    members: dict[tuple[str, int, tuple[int, ...]], Any] = field(default_factory=dict)
    widths: dict[tuple[str, int], int] = field(default_factory=dict)


def number(value: Any) -> Any:
    """Return an mpf of an int or Fraction."""
    return mpf(value.numerator) / value.denominator if isinstance(value, Fraction) else mpf(value)


class Oracle:
    """The values of terms and propositions at one instance."""

    def __init__(self, instance: Instance, definitions: tuple[Definition, ...] = ()) -> None:
        self.scalars = {symbol: number(value) for symbol, value in instance.scalars.items()}
        self.entries = {key: number(value) for key, value in instance.entries.items()}
        self.members = {key: number(value) for key, value in instance.members.items()}
        self.widths = instance.widths
        self.definitions = definitions
        self.guesses_limits = False
        self.outcome: dict[Key, Any] = {}
        self.memory: dict[Key, Any] = {}

    # propositions

    def holds(self, claim: Proposition) -> bool:
        """Whether the proposition is true; one with an undefined side is not."""
        match claim:
            case Relation():
                return all(self._compare(claim, place) for place in self.places(claim.left))
            case And():
                return all(self.holds(part) for part in claim.parts)
            case Or(parts=(*others, last)):
                return any(self._holds_or_fails(part) for part in others) or self.holds(last)
            case Implies():
                return not self.holds(claim.premise) or self.holds(claim.conclusion)
            case Iff():
                return self.holds(claim.left) == self.holds(claim.right)
            case ForAll():
                values = [self._candidates(symbol) for symbol in claim.variables]
                return all(
                    self._under(dict(zip(claim.variables, v, strict=True)), claim.body) for v in product(*values)
                )
            case PositiveDefinite():
                return bool(min(mpmath.eigsy(self._symmetric(claim.matrix), eigvals_only=True)) > TOLERANCE)
            case Invertible():
                return bool(abs(mpmath.det(self.matrix(claim.matrix))) > TOLERANCE)
        raise Unknown(type(claim).__name__)

    def _holds_or_fails(self, claim: Proposition) -> bool:
        """Whether the proposition is true; raise Unknown where it may have no value, and so hide the parts after it."""
        if self.holds(claim):
            return True
        if not isinstance(claim, Relation) or claim.left.shape:
            raise Unknown("a part of a disjunction that may have no value")
        if not self.holds(Relation(NEGATION[claim.op], claim.left, claim.right)):
            raise Unknown("a part of a disjunction that has no value")
        return False

    def _candidates(self, symbol: Symbol) -> list[Any]:
        least = {"natural": 0, "dimension": 1}.get(symbol.sort, -3)
        return list(range(least, 6)) if symbol.is_integer else [mpf(k) / 3 for k in range(-12, 13)]

    def _under(self, values: Mapping[Symbol, Any], claim: Proposition) -> bool:
        before = {symbol: self.scalars.get(symbol) for symbol in values}
        self.scalars.update(values)
        self.memory.clear()
        try:
            return self.holds(claim)
        finally:
            self.scalars.update(before)
            self.memory.clear()

    def _compare(self, claim: Relation, place: tuple[int, ...]) -> bool:
        try:
            if self.guesses_limits and claim.op == "=" and isinstance(claim.left, terms.Limit):
                return self._approaches(claim.left, self.value(claim.right))
            left, right = self.value(claim.left, place), self.value(claim.right, place)
        except (Undefined, ZeroDivisionError):
            return False
        found = any(isinstance(node, terms.Extremum) for node in walk(claim))
        gap, near = left - right, (FOUND if found else TOLERANCE) * (1 + abs(left) + abs(right))
        return {
            "=": abs(gap) <= near, "!=": abs(gap) > near, "<=": gap <= near, "<": gap < -near * 10**-8,
            ">=": gap >= -near, ">": gap > near * 10**-8,
        }[claim.op]  # fmt: skip

    def _approaches(self, limit: terms.Limit, value: Any) -> bool:
        """Whether the gap falls to a tenth from one place to the next, closer to the point: a heuristic."""
        gaps = [abs(one - value) for one in self.close_to(limit)]
        return bool(gaps[2] <= TOLERANCE or gaps[2] * 10 <= gaps[1] <= gaps[0] / 10)

    def close_to(self, limit: terms.Limit) -> list[Any]:
        """Return the values of the term at three places, closer and closer to the point;
        recursions are not followed far.
        """
        end = self.bound(limit.point, {})
        if mpmath.isinf(end):
            recursive = any(isinstance(node, arrays.Sequence) for node in walk(limit.body))
            places = [mpmath.sign(end) * step for step in ((4, 12, 36) if recursive else (100, 10**4, 10**6))]
        else:
            places = [end + (-1 if limit.side == "-" else 1) * mpf(10) ** -k for k in (2, 5, 8)]
        return [self.value(limit.body, (), {limit.variable: place}) for place in places]

    # sizes

    def places(self, term: Term, scope: Mapping[Symbol, Any] | None = None) -> Iterator[tuple[int, ...]]:
        """Yield the index tuples of a term, counted from 1."""
        return product(*(range(1, self.size(side, scope) + 1) for side in term.shape))

    def size(self, side: Term, scope: Mapping[Symbol, Any] | None = None) -> int:
        return int(self.value(side, (), scope))

    def width(self, term: Width, at: Key, scope: Mapping[Symbol, Any]) -> Any:
        index = int(self.value(term.index, (), scope))
        if (term.name, index) not in self.widths:
            raise Unknown(f"{term.name}({index}) has no value")
        return mpf(self.widths[term.name, index])

    def matrix(self, term: Term) -> Any:
        rows, columns = map(self.size, term.shape)
        return mpmath.matrix([[self.value(term, (i, j)) for j in range(1, columns + 1)] for i in range(1, rows + 1)])

    def _symmetric(self, term: Term) -> Any:
        matrix = self.matrix(term)
        return (matrix + matrix.T) / 2

    # terms

    def value(self, term: Term, at: tuple[int, ...] = (), scope: Mapping[Symbol, Any] | None = None) -> Any:
        """Return the value of a scalar term, or of one entry."""
        scope = scope or {}
        rule: Callable[..., Any] | None = RULES.get(type(term))
        if rule is None:
            raise Unknown(type(term).__name__)
        return rule(self, term, at, scope)

    def symbol(self, term: Symbol, at: Key, scope: Mapping[Symbol, Any]) -> Any:
        found = scope[term] if term in scope else self.scalars.get(term)
        if found is None:
            raise Unknown(f"{term.name} has no value")
        return found

    def power(self, term: terms.Pow, at: Key, scope: Mapping[Symbol, Any]) -> Any:
        base, exponent = self.value(term.base, (), scope), self.value(term.exponent, (), scope)
        if exponent == int(exponent):
            if base == 0 and exponent < 0:
                raise Undefined("a negative power of 0")
            return base ** int(exponent)
        if base < 0 or (base == 0 and exponent < 0):
            raise Undefined("a broken power of a negative number")
        return base**exponent

    def apply(self, term: terms.Apply, at: tuple[int, ...], scope: Mapping[Symbol, Any]) -> Any:
        args = [self.value(arg, at, scope) for arg in term.args]
        function = FUNCTIONS.get(term.function)
        if function is None:
            raise Unknown(term.function)
        result = function(*args)
        if not isinstance(result, mpf) or not mpmath.isfinite(result):
            raise Undefined(term.function)
        return result

    def divide(self, term: terms.Div, at: tuple[int, ...], scope: Mapping[Symbol, Any]) -> Any:
        divisor = self.value(term.denominator, (), scope)
        if abs(divisor) < mpf(10) ** -60:
            raise Undefined("division by 0")
        return self.value(term.numerator, at, scope) / divisor

    def multiply(self, term: terms.Mul, at: tuple[int, ...], scope: Mapping[Symbol, Any]) -> Any:
        result = mpf(1)
        for part in term.factors:
            result *= self.value(part, at if part.shape else (), scope)
        return result

    def where(self, term: terms.Where, at: Key, scope: Mapping[Symbol, Any]) -> Any:
        gap = self.value(term.condition.left, (), scope) - self.value(term.condition.right, (), scope)
        op = term.condition.op
        true = {"=": gap == 0, "!=": gap != 0, "<=": gap <= 0, "<": gap < 0, ">=": gap >= 0, ">": gap > 0}[op]
        return self.value(term.then if true else term.otherwise, (), scope)

    def sum(self, term: terms.Sum, at: Key, scope: Mapping[Symbol, Any]) -> Any:
        lo, hi = int(self.value(term.lo, (), scope)), int(self.value(term.hi, (), scope))
        if hi < lo - 1:
            raise Undefined("a sum of fewer than no terms")
        return mpmath.fsum(self.value(term.body, (), {**scope, term.index: mpf(k)}) for k in range(lo, hi + 1))

    def product_of(self, term: arrays.MatMul, at: tuple[int, ...], scope: Mapping[Symbol, Any]) -> Any:
        cut = len(term.left.shape) - 1
        return mpmath.fsum(
            self.value(term.left, (*at[:cut], k), scope) * self.value(term.right, (k, *at[cut:]), scope)
            for k in range(1, self.size(term.left.shape[-1], scope) + 1)
        )

    def outer(self, term: arrays.Outer, at: tuple[int, ...], scope: Mapping[Symbol, Any]) -> Any:
        cut = len(term.left.shape)
        return self.value(term.left, at[:cut], scope) * self.value(term.right, at[cut:], scope)

    def entry(self, term: arrays.Entry, at: Key, scope: Mapping[Symbol, Any]) -> Any:
        place = tuple(int(self.value(index, (), scope)) for index in term.indices)
        if any(not 1 <= index <= self.size(side, scope) for index, side in zip(place, term.array.shape, strict=True)):
            raise Undefined("an index outside of its array")
        return self.value(term.array, place, scope)

    def array(self, term: arrays.Array, at: tuple[int, ...], scope: Mapping[Symbol, Any]) -> Any:
        return self.entries[term.name, at]

    def member(self, term: arrays.Sequence, at: tuple[int, ...], scope: Mapping[Symbol, Any]) -> Any:
        index = int(self.value(term.index, (), scope))
        parameters = tuple(self.value(p, (), scope) for p in term.parameters)
        return self._member(term.name, index, parameters, at)

    def _member(self, name: str, index: int, parameters: tuple[Any, ...], at: tuple[int, ...]) -> Any:
        own = [d for d in self.definitions if d.member.name == name]
        if not own:
            if (name, index, at) not in self.members and self.guesses_limits:
                self.members[name, index, at] = mpf(index % 3 - 1) / 2  # far out any bounded values suffice
            if (name, index, at) not in self.members:
                raise Unknown(f"{name}({index}) has no value")
            return self.members[name, index, at]
        key = (name, index, parameters, at)
        if key not in self.memory:
            self.memory[key] = self._defined_member(own, index, parameters, at)
        return self.memory[key]

    def _defined_member(self, own: list[Definition], index: int, parameters: Key, at: tuple[int, ...]) -> Any:
        for definition in own:
            bound: dict[Any, Any] = dict(zip(definition.member.parameters, parameters, strict=True))
            if isinstance(definition, Initial) and definition.at == index:
                return self.value(definition.value, at, bound)
            if isinstance(definition, Recurrence) and index >= definition.start:
                return self.value(definition.body, at, {**bound, definition.index: mpf(index)})
        raise Undefined(f"{own[0].member.name}({index}) is not defined")

    # derivatives

    def derivative(self, term: terms.Derivative, at: tuple[int, ...], scope: Mapping[Symbol, Any]) -> Any:
        cut = len(term.body.shape)
        if isinstance(term.variable, Symbol):
            variable = term.variable
            here = self.symbol(variable, (), scope)

            def along(moved: Any) -> Any:
                if variable in scope:
                    return self.value(term.body, at, {**scope, variable: moved})
                return self._moved(self.scalars, variable, moved, term.body, at, scope)
        else:
            name = str(getattr(term.variable, "name", ""))
            table: Any = self.entries
            key: Any = (name, at[cut:])
            if isinstance(term.variable, arrays.Sequence):
                table, key = self.members, (name, int(self.value(term.variable.index, (), scope)), at[cut:])
            if key not in table:
                raise Unknown(f"a derivative by {name}, of which there is no value")
            here = table[key]

            def along(moved: Any) -> Any:
                return self._moved(table, key, moved, term.body, at[:cut], scope)

        return (along(here + STEP) - along(here - STEP)) / (2 * STEP)

    def _moved(self, table: Any, key: Any, value: Any, body: Term, at: tuple[int, ...], scope: Any) -> Any:
        before, memory = table[key], self.memory
        table[key], self.memory = value, {}
        try:
            return self.value(body, at, scope)
        finally:
            table[key], self.memory = before, memory

    # randomness

    def expectation(self, term: random.Expectation, at: tuple[int, ...], scope: Mapping[Symbol, Any]) -> Any:
        return self._mean(lambda: self.value(term.body, at, scope), term.body)

    def variance(self, term: random.Variance, at: tuple[int, ...], scope: Mapping[Symbol, Any]) -> Any:
        mean = self._mean(lambda: self.value(term.body, at, scope), term.body)
        return self._mean(lambda: (self.value(term.body, at, scope) - mean) ** 2, term.body)

    def _mean(self, body: Callable[[], Any], term: Term) -> Any:
        """Return the mean over the random entries that the body needs, one after the other as it needs them."""
        saved, memory = self.outcome, self.memory
        total, count = mpf(0), 0
        todo: list[tuple[dict[Key, Any], Any]] = [({}, mpf(1))]
        try:
            while todo:
                self.outcome, weight = todo.pop()
                self.memory = {}
                count += 1
                if count > MAX_OUTCOMES:
                    raise Unknown("too many outcomes")
                try:
                    total += weight * body()
                except _Asks as question:
                    todo += [({**self.outcome, question.key: v}, weight * w) for v, w in question.law if w]
            return total
        finally:
            self.outcome, self.memory = saved, memory

    def random_entry(self, term: Any, at: tuple[int, ...], scope: Mapping[Symbol, Any]) -> Any:
        index = (int(self.value(term.index, (), scope)),) if isinstance(term, random.RandomSequence) else ()
        key = (term.name, index, at)
        if key not in self.outcome:
            raise _Asks(key, self._law(term.law, at))
        return self.outcome[key]

    def _law(self, law: Any, at: tuple[int, ...]) -> list[tuple[Any, Any]]:
        """Return outcomes with their probabilities: exact for polynomials of degree 5, and beyond for Bernoulli."""
        if isinstance(law, random.Bernoulli):
            p = self.value(law.p)
            return [(mpf(1), p), (mpf(0), 1 - p)]
        if isinstance(law, random.Uniform):
            lo, hi = self.value(law.lo), self.value(law.hi)
            middle, half, node = (lo + hi) / 2, (hi - lo) / 2, mpmath.sqrt(mpf(3) / 5)
            return [(middle - half * node, mpf(5) / 18), (middle, mpf(8) / 18), (middle + half * node, mpf(5) / 18)]
        if isinstance(law, random.Exponential):  # Gauss and Laguerre: the roots of x^3 - 9 x^2 + 18 x - 6
            rate, roots = self.value(law.rate), mpmath.polyroots([1, -9, 18, -6])
            return [(root / rate, root / (4 * mpmath.laguerre(4, 0, root)) ** 2) for root in roots]
        mean = self.value(law.mean, at if law.mean.shape else ())
        deviation = mpmath.sqrt(self.value(law.variance, at if law.variance.shape else ()))
        if isinstance(law, random.Normal):
            far = deviation * mpmath.sqrt(3)
            return [(mean - far, mpf(1) / 6), (mean, mpf(2) / 3), (mean + far, mpf(1) / 6)]
        if law.symmetric:
            return [(mean - deviation, mpf(1) / 2), (mean + deviation, mpf(1) / 2)]
        return [(mean - deviation / 2, mpf(4) / 5), (mean + 2 * deviation, mpf(1) / 5)]

    def inverse(self, term: arrays.Inverse, at: tuple[int, ...], scope: Mapping[Symbol, Any]) -> Any:
        matrix = self.matrix(term.matrix)
        if abs(mpmath.det(matrix)) < TOLERANCE:
            raise Undefined("the inverse of a singular matrix")
        return mpmath.inverse(matrix)[at[0] - 1, at[1] - 1]

    def spectral(self, term: spectra.Spectral, at: Key, scope: Mapping[Symbol, Any]) -> Any:
        rows, columns = (self.size(side, scope) for side in term.matrix.shape)
        entries = [[self.value(term.matrix, (i, j), scope) for j in range(1, columns + 1)] for i in range(1, rows + 1)]
        matrix = mpmath.matrix(entries)
        if term.kind == "largest_eigenvalue":
            return max(mpmath.eigsy((matrix + matrix.T) / 2, eigvals_only=True))
        values = list(mpmath.svd_r(matrix, compute_uv=False))
        least = mpf(0) if columns > rows else min(values)
        return max(values) if term.kind == "operator_norm" else least

    def ordered_product(self, term: arrays.OrderedProduct, at: Key, scope: Mapping[Symbol, Any]) -> Any:
        lo, hi = int(self.value(term.lo, (), scope)), int(self.value(term.hi, (), scope))
        if hi < lo - 1:
            raise Undefined("a product of fewer than no factors")
        result = mpmath.eye(self.size(term.shape[0], scope))
        for k in range(lo, hi + 1) if term.rising else range(hi, lo - 1, -1):
            inner = {**scope, term.index: mpf(k)}
            height, width = (self.size(side, inner) for side in term.body.shape)
            rows = [[self.value(term.body, (i, j), inner) for j in range(1, width + 1)] for i in range(1, height + 1)]
            result = result * mpmath.matrix(rows)
        return result[at[0] - 1, at[1] - 1]

    def arbitrary(self, term: uninterpreted.Uninterpreted, at: tuple[int, ...], scope: Mapping[Symbol, Any]) -> Any:
        """Return the value of an arbitrary function, which is taken to be tanh."""
        argument = self.value(term.argument, at, scope)
        value = mpmath.tanh(argument)
        if term.order > 1:
            raise Unknown("a higher derivative of an arbitrary function")
        return 1 - value**2 if term.order else value

    def extremum(self, term: terms.Extremum, at: Key, scope: Mapping[Symbol, Any]) -> Any:
        """Return the extremum by a grid dense near 0 and near finite ends, and a search around the best point:
        12 digits.
        """
        sign = 1 if term.kind == "sup" else -1
        lo, hi = (self.bound(end, scope) for end in (term.lo, term.hi))
        if not lo < hi:
            raise Undefined("an extremum over nothing")

        def body(x: Any) -> Any:
            return sign * self.value(term.body, (), {**scope, term.variable: x})

        points = [_spread(lo, hi, mpf(k) / 60) for k in range(1, 60)]
        values = [body(x) for x in points]
        best = max(range(len(points)), key=values.__getitem__)
        if 0 < best < len(points) - 1:
            left, right = points[best - 1], points[best + 1]
            for _ in range(60):
                first, second = left + (right - left) * GOLDEN, right - (right - left) * GOLDEN
                left, right = (left, second) if body(first) > body(second) else (first, right)
            values.append(body((left + right) / 2))
        return sign * max(values)

    def bound(self, term: Term, scope: Mapping[Symbol, Any]) -> Any:
        """Return the end of an interval, infinite ones included."""
        if isinstance(term, terms.Neg):
            return -self.bound(term.term, scope)
        infinite = isinstance(term, terms.Const) and term.name == "oo"
        return mp.inf if infinite else self.value(term, (), scope)


GOLDEN = (3 - mpmath.sqrt(5)) / 2


def _spread(lo: Any, hi: Any, part: Any) -> Any:
    """Return the point of an open interval at a part between 0 and 1; far out towards infinite ends."""
    if lo == -mp.inf and hi == mp.inf:
        return mpmath.sinh(12 * (part - mpf(1) / 2))
    turned = 64 * (part - mpf(1) / 2)
    if hi == mp.inf:
        return lo + mpmath.exp(turned)
    return hi - mpmath.exp(-turned) if lo == -mp.inf else lo + (hi - lo) / (1 + mpmath.exp(-turned))


class _Asks(Unknown):
    """The body of an expectation needs the value of a random entry; outside of an expectation it has no value."""

    def __init__(self, key: Key, law: list[tuple[Any, Any]]) -> None:
        super().__init__(key, law)
        self.key, self.law = key, law


RULES: dict[type[Any], Callable[..., Any]] = {
    terms.Num: lambda o, t, at, scope: number(t.value),
    terms.Const: lambda o, t, at, scope: +mp.pi if t.name == "pi" else _unknown(),
    Symbol: Oracle.symbol,
    terms.Add: lambda o, t, at, scope: mpmath.fsum(o.value(part, at, scope) for part in t.terms),
    terms.Neg: lambda o, t, at, scope: -o.value(t.term, at, scope),
    terms.Mul: Oracle.multiply,
    terms.Div: Oracle.divide,
    terms.Pow: Oracle.power,
    terms.Apply: Oracle.apply,
    terms.Where: Oracle.where,
    terms.Sum: Oracle.sum,
    terms.Derivative: Oracle.derivative,
    terms.Extremum: Oracle.extremum,
    Width: Oracle.width,
    arrays.Array: Oracle.array,
    arrays.Entry: Oracle.entry,
    arrays.Sequence: Oracle.member,
    arrays.MatMul: Oracle.product_of,
    arrays.Transpose: lambda o, t, at, scope: o.value(t.matrix, at[::-1], scope),
    arrays.Hadamard: lambda o, t, at, scope: o.value(t.left, at, scope) * o.value(t.right, at, scope),
    arrays.Outer: Oracle.outer,
    arrays.Diag: lambda o, t, at, scope: o.value(t.vector, at[:1], scope) if at[0] == at[1] else mpf(0),
    arrays.Diagonal: lambda o, t, at, scope: o.value(t.matrix, at * 2, scope),
    arrays.Identity: lambda o, t, at, scope: mpf(at[0] == at[1]),
    arrays.Ones: lambda o, t, at, scope: mpf(1),
    arrays.Trace: lambda o, t, at, scope: mpmath.fsum(
        o.value(t.matrix, (k, k), scope) for k in range(1, o.size(t.matrix.shape[0], scope) + 1)
    ),
    arrays.Norm: lambda o, t, at, scope: mpmath.sqrt(
        mpmath.fsum(o.value(t.array, place, scope) ** 2 for place in o.places(t.array, scope))
    ),
    arrays.Inverse: Oracle.inverse,
    arrays.Determinant: lambda o, t, at, scope: mpmath.det(o.matrix(t.matrix)),
    arrays.OrderedProduct: Oracle.ordered_product,
    spectra.Spectral: Oracle.spectral,
    uninterpreted.Uninterpreted: Oracle.arbitrary,
    random.RandomVariable: Oracle.random_entry,
    random.RandomSequence: Oracle.random_entry,
    random.Expectation: Oracle.expectation,
    random.Variance: Oracle.variance,
}


def _unknown() -> Any:
    raise Unknown("infinity")
