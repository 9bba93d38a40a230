"""Terms to normal forms.

``lower(ring, term)`` is the normal form of a scalar term, ``entry(ring, term, indices)`` that of one entry of an
array; both record the conditions under which the term is defined.  Functions are unfolded to exp, log, roots and
absolute values; matrix words to sums over indices; members of sequences with an index such as k + 1 or 3 are unfolded
by their recurrences as far as the index is known to be at or above the start; expectations and derivatives are taken.

Inside a derivative only hypotheses that hold in a neighbourhood are used: those without the variable, and strict
inequalities.  So |x| is not x inside d(|x|, x) under x >= 0.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from fractions import Fraction
from typing import Any

from gradcheck.algebra import comparisons, elementary  # noqa: F401  (signs ask it, too)
from gradcheck.algebra.bound_arrays import bound_array
from gradcheck.algebra.calculus import Variable, derivative
from gradcheck.algebra.choices import choice, mean_of
from gradcheck.algebra.contraction import contract
from gradcheck.algebra.dependence import depends_through, varies_with
from gradcheck.algebra.determinants import MAX_ROWS, Rows, cofactor, determinant
from gradcheck.algebra.differentiability import is_variable
from gradcheck.algebra.expectation import mean
from gradcheck.algebra.finite_sums import finite_sum, know_ranges
from gradcheck.algebra.functions import function_value, map_value
from gradcheck.algebra.hypotheses import suppose
from gradcheck.algebra.integrability import mean_exists
from gradcheck.algebra.neighbourhood import is_open, require_around
from gradcheck.algebra.products import entry_of_product
from gradcheck.algebra.quotient import Quotient
from gradcheck.algebra.randomness import random_members, random_names
from gradcheck.algebra.ring import NameTaken, Ring, Unsupported, in_words, told
from gradcheck.algebra.signs import NONNEGATIVE, POSITIVE, sign_of, within
from gradcheck.algebra.spectral import spectral
from gradcheck.algebra.substitution import delta, renormalise
from gradcheck.algebra.sufficiency import suffices
from gradcheck.algebra.trigonometry import cosine_and_sine
from gradcheck.algebra.widths import width
from gradcheck.language.syntax import arrays, random, terms
from gradcheck.language.syntax.arrays import is_integer
from gradcheck.language.syntax.definitions import Initial, Recurrence, look_back, takes
from gradcheck.language.syntax.functions import unfold
from gradcheck.language.syntax.propositions import Invertible, Proposition, Relation
from gradcheck.language.syntax.spectra import Spectral
from gradcheck.language.syntax.terms import Num, Symbol, Term, free_symbols
from gradcheck.language.syntax.uninterpreted import ArbitraryMap, Uninterpreted
from gradcheck.language.syntax.widths import Width

Scope = Mapping[Symbol, Quotient]
EMPTY: dict[Symbol, Quotient] = {}
MAX_EXPLICIT = 64


class Lowering:
    """The recursion, with the ring it fills; ``variables`` are those that derivatives around the term are taken by."""

    def __init__(self, ring: Ring) -> None:
        self.ring = ring
        self.variables: tuple[Term, ...] = ()
        self.nested = 0

    def scalar(self, term: Term, scope: Scope = EMPTY) -> Quotient:
        """Return the normal form of a scalar term; symbols of the scope stand for their quotients."""
        return self.remembered(term, (), scope)

    def entry(self, term: Term, indices: tuple[Quotient, ...], scope: Scope = EMPTY) -> Quotient:
        """Return the normal form of one entry."""
        return self.remembered(term, indices, scope)

    def remembered(self, term: Term, indices: tuple[Quotient, ...], scope: Scope) -> Quotient:
        ring = self.ring
        used: tuple[object, ...] = ()
        if scope:
            inner = sorted(scope.keys() & free_symbols(term), key=lambda symbol: (symbol.name, symbol.sort))
            used = tuple((symbol, scope[symbol].key) for symbol in inner)  # one name and two sorts are two symbols
        key = (term, tuple([index.key for index in indices]), used, self.variables)
        return ring.remember(key, lambda: self.normal(term, indices, scope))

    def normal(self, term: Term, indices: tuple[Quotient, ...], scope: Scope) -> Quotient:
        ring = self.ring
        if len(indices) != len(term.shape):
            raise Unsupported("an array stands where a number belongs")
        match term:
            case Num():
                return ring.constant(term.value)
            case Symbol():
                return scope[term] if term in scope else ring.generator(ring.atom("symbol", term))
            case terms.Const(name="pi"):
                return ring.generator(ring.atom("pi"))
            case arrays.Array():
                self.one_shape("array", term, scope)
                return ring.generator(ring.atom("entry", term.name, indices))
            case terms.Add():
                return sum((self.remembered(part, indices, scope) for part in term.terms), ring.constant(0))
            case terms.Neg():
                return -self.remembered(term.term, indices, scope)
            case terms.Mul():
                product = ring.constant(1)
                for part in term.factors:
                    product = product * self.remembered(part, indices if part.shape else (), scope)
                return product
            case terms.Div():
                divisor = self.scalar(term.denominator, scope)
                ring.require("nonzero", divisor, self.shown("!=", term.denominator, divisor, scope))
                return self.remembered(term.numerator, indices, scope) / divisor
            case terms.Pow():
                return self.power(term, scope)
            case terms.Apply():
                return self.elementwise(term, indices, scope) if indices else self.function(term, scope)
            case terms.Where():
                return choice(self, term, scope)
            case terms.Sum():
                return finite_sum(self, term, indices, scope)
            case terms.Derivative():
                return self.derivative(term, indices, scope)
            case arrays.Entry():
                return self.entry(term.array, self.places(term, scope), scope)
            case arrays.Sequence():
                return self.member(term, indices, scope)
            case arrays.MatMul():
                cut = len(term.left.shape) - 1
                first, last = indices[:cut], indices[cut:]
                return self.over(
                    term.left.shape[-1],
                    lambda k: self.entry(term.left, (*first, k), scope) * self.entry(term.right, (k, *last), scope),
                    scope,
                )
            case arrays.Transpose():
                return self.entry(term.matrix, indices[::-1], scope)
            case arrays.Hadamard():
                return self.entry(term.left, indices, scope) * self.entry(term.right, indices, scope)
            case arrays.Outer():
                cut = len(term.left.shape)
                return self.entry(term.left, indices[:cut], scope) * self.entry(term.right, indices[cut:], scope)
            case arrays.Diag():
                return delta(ring, *indices) * self.entry(term.vector, indices[:1], scope)
            case arrays.Diagonal():
                return self.entry(term.matrix, indices * 2, scope)
            case arrays.Identity():
                return delta(ring, *indices)
            case arrays.Ones():
                return ring.constant(1)
            case arrays.Trace():
                return self.over(term.matrix.shape[0], lambda i: self.entry(term.matrix, (i, i), scope), scope)
            case arrays.Norm():
                return elementary.root(ring, self.squares(term.array, (), scope), 2)
            case arrays.OrderedProduct():
                return entry_of_product(self, term, indices, scope)
            case arrays.Determinant() if (rows := self.rows(term.matrix, scope)) is not None:
                return determinant(ring, rows)
            case arrays.Inverse() if (rows := self.rows(term.matrix, scope)) is not None:
                places = [int(number) for index in indices if (number := index.constant()) is not None]
                if len(places) == len(indices):
                    divisor = determinant(ring, rows)
                    shown = self.shown("!=", arrays.Determinant(term.matrix), divisor, scope)
                    ring.require("nonzero", divisor, shown)
                    return cofactor(ring, rows, *places) / divisor
            case Uninterpreted():
                return self.arbitrary(term, self.remembered(term.argument, indices, scope))
            case ArbitraryMap():
                return self.map(term, indices, scope)
            case Spectral(matrix=matrix):
                sides = self.length(matrix.shape[0], scope), self.length(matrix.shape[1], scope)
                written = None if any(symbol in scope for symbol in free_symbols(term)) else term
                return spectral(ring, term.kind, lambda i, j: self.entry(matrix, (i, j), scope), sides, written)
            case Width():
                return width(ring, term.name, self.scalar(term.index, scope))
            case random.Expectation():
                if not indices:
                    return mean_of(self, term, scope)
                return self.mean(term, self.entry(term.body, indices, scope), scope)
            case random.Variance():
                return self.variance(term, self.remembered(term.body, indices, scope), scope)
            case random.RandomVariable() | random.RandomSequence():
                return self.random(term, indices, scope)
        return self.opaque(term, indices, scope)

    def rows(self, matrix: Term, scope: Scope) -> Rows | None:
        """Return all entries of a small square matrix; None where its side is no number, or a large one."""
        side = self.length(matrix.shape[0], scope).constant()
        if side is None or side > MAX_ROWS:
            return None
        places = [self.ring.constant(place) for place in range(1, int(side) + 1)]
        return [[self.entry(matrix, (i, j), scope) for j in places] for i in places]

    def places(self, term: arrays.Entry, scope: Scope) -> tuple[Quotient, ...]:
        """Return the indices of an entry that the author wrote, which must lie within the sides of the array."""
        ring = self.ring
        found = []
        for index, side in zip(term.indices, term.array.shape, strict=True):
            place, length = self.scalar(index, scope), self.scalar(side, scope)
            for gap, low, high in ((place - ring.constant(1), Num(Fraction(1)), index), (length - place, index, side)):
                hidden = any(symbol in scope for symbol in free_symbols(index))
                shown = told(ring, ">=", gap) if hidden else Relation("<=", low, high)
                ring.require("nonnegative", gap, shown)
            found.append(place)
        return tuple(found)

    def length(self, side: Term, scope: Scope) -> Quotient:
        """Return the side of an array: a number >= 0 that depends on indices of sums around it through widths alone."""
        length = self.scalar(side, scope)
        if any(atom.indices and atom.head != "width" for atom in self.ring.atoms_of(length)):
            raise Unsupported("an array whose size is bound by a sum")
        if not within(sign_of(self.ring, length), NONNEGATIVE):
            self.ring.require("nonnegative", length, self.shown(">=", side, length, scope))
        return length

    def one_shape(self, kind: str, term: Any, scope: Scope, *more: Term) -> None:
        """Refuse an array whose size is not the same wherever its name occurs."""
        if any(symbol in scope for side in term.sides for symbol in free_symbols(side)):
            raise Unsupported(f"{term.name} occurs with a size that varies")
        self.ring.one_shape(kind, term.name, (*term.sides, *more))

    def over(self, side: Term, body: Any, scope: Scope) -> Quotient:
        """Return the sum of body(i) over 1 <= i <= side."""
        ring = self.ring
        length = self.length(side, scope)
        number = length.constant()
        if number is not None and number <= MAX_EXPLICIT:
            return sum((body(ring.constant(i)) for i in range(1, int(number) + 1)), ring.constant(0))
        key = ("over", self.nested, length.key)  # one index for all sums of one depth and length, so that they share
        index = ring.known.get(key)
        if index is None:
            index = ring.known[key] = ring.index()
            ring.ranges[index] = (ring.constant(1), length)
        self.nested += 1
        try:
            value = body(ring.generator(index))
        finally:
            self.nested -= 1
        return contract(ring, value, index, ring.constant(1), length)

    def squares(self, term: Term, indices: tuple[Quotient, ...], scope: Scope) -> Quotient:
        if len(indices) == len(term.shape):
            return self.entry(term, indices, scope) ** 2
        side = term.shape[len(indices)]
        return self.over(side, lambda i: self.squares(term, (*indices, i), scope), scope)

    def mean(self, term: Term, value: Quotient, scope: Scope) -> Quotient:
        """Return the mean of the value, which must exist; if s(z) = E(z X) for every number z, s(X) is not E(X X)."""
        if any(self.ring.families(scope[symbol]) for symbol in scope.keys() & free_symbols(term)):
            raise Unsupported("a mean of something that depends on a random parameter")
        if not mean_exists(self.ring, value):
            if any(symbol in scope for symbol in free_symbols(term)):
                raise Unsupported("a mean under a bound variable that is not shown to exist")
            self.ring.require("finite", self.ring.constant(1), Relation("=", term, term))
        return mean(self.ring, value)

    def variance(self, term: Term, value: Quotient, scope: Scope) -> Quotient:
        return self.mean(term, value * value, scope) - mean(self.ring, value) ** 2

    def random(self, term: Any, indices: tuple[Quotient, ...], scope: Scope) -> Quotient:
        ring = self.ring
        if any(symbol in scope for symbol in free_symbols(term.law)):
            raise Unsupported(f"the law of {term.name} depends on a bound variable")
        if random_names(term.law, ring.setting.definitions, averaged=True):
            raise Unsupported(f"the law of {term.name} is random itself")
        member = (self.scalar(term.index, scope),) if isinstance(term, random.RandomSequence) else ()
        self.one_shape("random", term, scope, terms.as_term(len(member)))
        if ring.laws.setdefault(term.name, term.law) is not term.law:
            raise NameTaken(f"two random variables named {term.name} with different laws")
        self.presuppose(term.law, (*member, *indices))
        return ring.generator(ring.atom("random", term.name, (*member, *indices), families=(term.name,)))

    def presuppose(self, law: Any, indices: tuple[Quotient, ...]) -> None:
        """Require what makes the law one, of the parameters of this entry."""
        for shown in random.law_conditions(law):
            left, right = (self.parameter(side, indices) for side in (shown.left, shown.right))
            gap = left - right if shown.op in (">", ">=") else right - left
            self.ring.require("positive" if shown.op in ("<", ">") else "nonnegative", gap, shown)

    def parameter(self, value: Term, indices: tuple[Quotient, ...]) -> Quotient:
        """Return a parameter of a law: a scalar, or the entry of an array of parameters."""
        return self.entry(value, indices[-len(value.shape) :]) if value.shape else self.scalar(value)

    def power(self, term: terms.Pow, scope: Scope) -> Quotient:
        ring = self.ring
        base, exponent = self.scalar(term.base, scope), self.scalar(term.exponent, scope)
        number = exponent.constant()
        if number is not None and number.denominator == 1:
            if number < 0:
                ring.require("nonzero", base, self.shown("!=", term.base, base, scope))
            return base ** int(number)
        if number is not None:
            kind, op = ("nonnegative", ">=") if number > 0 else ("positive", ">")
            ring.require(kind, base, self.shown(op, term.base, base, scope))
            return elementary.root(ring, base, number.denominator) ** int(number.numerator)
        if is_integer(term.exponent):
            falls = any(factor < 0 for factor, _ in elementary.terms_of(ring, exponent))
            grows = within(sign_of(ring, exponent), NONNEGATIVE)
            if not grows or (falls and not within(sign_of(ring, base), POSITIVE)):
                # b**(m - k) = b**m / b**k needs b != 0
                suffices(ring, "nonzero", base, self.shown("!=", term.base, base, scope))
            if not base.is_zero:
                return elementary.integer_power(ring, base, exponent)
            if within(sign_of(ring, exponent), POSITIVE):
                return base
            raise Unsupported("a power of 0 with a symbolic exponent that may be 0")
        suffices(ring, "positive", base, self.shown(">", term.base, base, scope))
        return elementary.real_power(ring, base, exponent)

    def elementwise(self, term: terms.Apply, indices: tuple[Quotient, ...], scope: Scope) -> Quotient:
        """Return a function of an array at one entry: the function of a placeholder, which stands for the entry."""
        placeholder = Symbol(f"<{term.function} argument>")
        inner = self.entry(term.args[0], indices, scope)
        return self.scalar(terms.Apply(term.function, (placeholder,)), {placeholder: inner})

    def function(self, term: terms.Apply, scope: Scope) -> Quotient:
        ring = self.ring
        opened = unfold(term)
        if opened is not None:
            return self.scalar(opened, scope)
        argument = self.scalar(term.args[0], scope)
        name = term.function
        if name == "exp":
            return elementary.exp(ring, argument)
        if name == "log":
            ring.require("positive", argument, self.shown(">", term.args[0], argument, scope))
            return elementary.log(ring, argument)
        if name == "sqrt":
            ring.require("nonnegative", argument, self.shown(">=", term.args[0], argument, scope))
            return elementary.root(ring, argument, 2)
        if name == "abs":
            return elementary.absolute(ring, argument)
        if name == "sign":
            return elementary.signum(ring, argument)
        if name in ("sin", "cos"):
            return cosine_and_sine(ring, argument)[name == "sin"]
        return elementary.odd_function(ring, name, argument)

    def arbitrary(self, term: Uninterpreted, argument: Quotient) -> Quotient:
        return function_value(self.ring, argument, term.name, term.differentiable, term.order)

    def map(self, term: ArbitraryMap, indices: tuple[Quotient, ...], scope: Scope) -> Quotient:
        self.one_shape("map", term, scope)
        arguments = tuple(self.whole(argument, scope) for argument in term.arguments)
        cut, places = len(term.sides), iter(indices[len(term.sides) :])
        by = tuple((place, tuple(next(places) for _ in term.arguments[place - 1].shape)) for place in term.by)
        return map_value(self.ring, term.name, term.differentiable, arguments, indices[:cut], by)

    def whole(self, term: Term, scope: Scope) -> Quotient:
        """Return a number, or an array as one atom."""
        if not term.shape:
            return self.scalar(term, scope)
        array = bound_array(self.ring, lambda *places: self.entry(term, places, scope),
                            tuple(self.length(side, scope) for side in term.shape))  # fmt: skip
        if scope.keys().isdisjoint(free_symbols(term)):
            self.ring.known.setdefault(("written", self.ring.atoms_of(array)[0]), term)
        return array

    def shown(self, op: str, term: Term, value: Quotient, scope: Scope) -> Relation:
        """Return ``term op 0`` as the author wrote the term, or its normal form where it stands under a binder."""
        if any(symbol in scope for symbol in free_symbols(term)):
            return told(self.ring, op, value)
        return Relation(op, term, Num(Fraction(0)))

    def derivative(self, term: terms.Derivative, indices: tuple[Quotient, ...], scope: Scope) -> Quotient:
        variable, cut = term.variable, len(term.body.shape)
        if not is_variable(variable, self.ring.setting.definitions):
            raise Unsupported("a derivative by something else than a real symbol, a vector, a matrix or a free member")
        place = self.scalar(variable.index, scope) if isinstance(variable, arrays.Sequence) else None
        if variable in scope:
            raise Unsupported("a derivative by a bound variable")
        bound = scope.keys() & free_symbols(term.body)
        if any(varies_with(self.ring, scope[symbol], variable) for symbol in bound):
            raise Unsupported("a derivative of a function at an argument that depends on the variable")
        with self.inside(variable, scope):
            start, by = len(self.ring.conditions), Variable(variable, indices[cut:], place)
            body = self.remembered(term.body, indices[:cut], scope)
            require_around(self.ring, self.ring.conditions[start:], by)
            value = derivative(self.ring, body, by)
        return renormalise(self.ring, value)

    @contextmanager
    def inside(self, variable: Term, scope: Scope) -> Iterator[None]:
        """Suspend, within the scope, the hypotheses that need not hold in a neighbourhood of the variable."""
        ring, before = self.ring, self.variables
        known = ring.setting.definitions
        if variable in before or not any(depends_through(h, variable, known) for h in ring.setting.hypotheses):
            self.variables = (*before, variable)
            try:
                yield
            finally:
                self.variables = before
            return
        saved = ring.facts, ring.bounds, ring.patterns, ring.epoch
        met, ranges = len(ring.conditions), frozenset(ring.ranges)
        ring.facts, ring.bounds, ring.patterns = {}, {}, []
        ring.tick()
        self.variables = (*before, variable)
        try:
            for hypothesis in ring.setting.hypotheses:
                if all(is_open(hypothesis, by, known) for by in self.variables):
                    self.suppose(hypothesis)
            del ring.conditions[met:]  # a hypothesis is defined where it holds
            know_ranges(ring, scope.values())
            yield
        finally:
            ring.facts, ring.bounds, ring.patterns, ring.epoch = saved
            self.variables = before
            know_ranges(ring, [ring.generator(index) for index in ring.ranges if index not in ranges])

    def member(self, term: arrays.Sequence, indices: tuple[Quotient, ...], scope: Scope) -> Quotient:
        self.one_shape("sequence", term, scope)
        for definition in self.ring.setting.definitions:
            if definition.member.name == term.name and not takes(definition, term.parameters):
                raise Unsupported(f"a parameter of {term.name} is an integer in its definition")
        parameters = tuple(self.scalar(parameter, scope) for parameter in term.parameters)
        return self.member_at(term.name, self.scalar(term.index, scope), parameters, indices)

    def member_at(
        self, name: str, index: Quotient, parameters: tuple[Quotient, ...], indices: tuple[Quotient, ...]
    ) -> Quotient:
        """Return a member of a sequence: unfolded when its index is a number or has the form m + c with c > 0."""
        ring = self.ring
        own = [d for d in ring.setting.definitions if d.member.name == name]
        number = index.constant()
        for definition in own:
            if isinstance(definition, Initial) and number == definition.at:
                return self.remembered(definition.value, indices, _bind(definition, parameters))
            if isinstance(definition, Recurrence):
                above = index - ring.constant(definition.start)
                ahead = number is not None or _offset(index) > 0
                if ahead and within(sign_of(ring, above), NONNEGATIVE):
                    bound = {**_bind(definition, parameters), definition.index: index}
                    return self.remembered(definition.body, indices, bound)
                first = definition.start - look_back(definition)
                shown = Relation(">=", in_words(ring, index), Num(Fraction(first)))
                ring.require("nonnegative", index - ring.constant(first), shown)
        families = ring.known.get(("random", name))
        if families is None:
            families = ring.known[("random", name)] = random_members(name, ring.setting.definitions)
        return ring.generator(ring.atom("member", name, index, parameters, indices, families=families))

    def opaque(self, term: Term, indices: tuple[Quotient, ...], scope: Scope) -> Quotient:
        """Return a term that no rule opens: an atom that equals only itself."""
        ring = self.ring
        if any(symbol in scope for symbol in free_symbols(term)):
            raise Unsupported("a term that no rule opens, under a bound variable")
        if random_names(term, ring.setting.definitions, averaged=not isinstance(term, random.Expectation)):
            raise Unsupported("a term with random variables that no rule opens")
        if isinstance(term, arrays.Inverse):
            ring.require("invertible", ring.constant(1), Invertible(term.matrix))
        elif isinstance(term, terms.Extremum | terms.Limit | terms.Integral | random.Expectation):
            ring.require("finite", ring.constant(1), Relation("=", term, term))
        elif isinstance(term, arrays.Determinant):
            self.squares(term.matrix, (), scope)  # for what its entries ask
        else:
            raise Unsupported(f"{type(term).__name__.lower()} has no normal form")
        return ring.generator(ring.atom("opaque", term, indices))

    def suppose(self, hypothesis: Proposition) -> None:
        """Learn the sign that a hypothesis states; nothing else of it is used here."""
        suppose(self, hypothesis)


def _bind(definition: Any, parameters: tuple[Quotient, ...]) -> dict[Symbol, Quotient]:
    return dict(zip(definition.member.parameters, parameters, strict=True))


def _offset(index: Quotient) -> Fraction:
    return next((number for number, powers in index.monomials() if not powers), Fraction(0))
