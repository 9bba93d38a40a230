"""Arrays whose sizes depend on an integer: what holds for all widths, and what holds only where some are equal."""

from __future__ import annotations

from fractions import Fraction
from random import Random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gradcheck.algebra.contraction import contract_all
from gradcheck.algebra.preparation import prepare
from gradcheck.algebra.ring import Ring
from gradcheck.algebra.show import show
from gradcheck.kernel.evidence import ByInduction, ByNormalForm, BySign, ByStep, Counterexample
from gradcheck.kernel.goal import Goal
from gradcheck.kernel.rejection import Rejected
from gradcheck.kernel.verdict import established, genuine, refute
from gradcheck.kernel.verdict import prove as prove_goal
from gradcheck.language.author import (
    Bernoulli,
    E,
    arbitrary_function,
    d,
    diag,
    eq,
    identity,
    initial,
    naturals,
    norm,
    ones,
    ordered_product,
    outer,
    random_variable,
    real,
    recurrence,
    sequence,
    total,
    trace,
    vector,
    widths,
)
from gradcheck.language.printing.text import render_text
from gradcheck.language.syntax import arrays, terms
from gradcheck.language.syntax.propositions import Proposition
from gradcheck.language.syntax.terms import Num, Symbol, Term
from gradcheck.language.syntax.widths import Width
from gradcheck.search.refutation.counterexample import search_counterexample

n, p = widths("n"), widths("p")
i, j, k, L = naturals("i j k L")
x = real("x")
A = sequence("A", lambda k: (n(k), n(k - 1)))
B = sequence("B", lambda k: (n(k - 1), n(k)))
Q = sequence("Q", lambda k: (n(k), n(k)))
b, u = sequence("b", n), sequence("u", n)
v = vector("v", n(0))
sigma = arbitrary_function("sigma")
y = sequence("y", n)
NETWORK = (initial(y(0), v), recurrence(y(k), sigma(A(k) @ y(k - 1) + b(k)), start=1))
X = random_variable("X", Bernoulli(Fraction(1, 2)), p(0), p(1))


def falling(lo: object, hi: object) -> Term:
    return ordered_product(A(k), k, lo, hi)


TRUE = [
    eq(trace(A(k) @ B(k)), trace(B(k) @ A(k))),
    eq(norm(ones(n(k))) ** 2, n(k)),
    eq(trace(identity(n(k))), n(k + 1 - 1)),
    eq(norm(outer(b(i), b(j))) ** 2, norm(outer(b(j), b(i))) ** 2),
    eq(d(b(k), b(k)), identity(n(k))),
    eq(falling(1, 0), identity(n(0))),
    eq(falling(1, 3), A(3) @ A(2) @ A(1)),
    eq(falling(1, L + 1), A(L + 1) @ falling(1, L)),
    eq(falling(i + 1, i + L + 2), A(i + L + 2) @ A(i + L + 1) @ falling(i + 1, i + L)),
    eq(falling(1, L).T, ordered_product(A(k).T, k, 1, L, rising=True)),
    eq(falling(1, L), ordered_product(A(j), j, 1, L)),
    eq(ordered_product(B(k), k, 1, L + 1, rising=True), ordered_product(B(k), k, 1, L, rising=True) @ B(L + 1)),
    eq(ordered_product(A(k) @ Q(k - 1), k, 1, L + 1), A(L + 1) @ Q(L) @ ordered_product(A(k) @ Q(k - 1), k, 1, L)),
    eq(total(norm(b(k)) ** 2, k, 0, L + 1), total(norm(b(j)) ** 2, j, 0, L) + norm(b(L + 1)) ** 2),
    eq(total(b(k) @ u(k), k, 0, L), total(u(j) @ b(j), j, 0, L)),
    eq(total(x * n(k), k, 0, L), x * total(norm(ones(n(j))) ** 2, j, 0, L)),
    eq(total(total(b(k) @ b(k) * norm(u(j)) ** 2, j, 0, k), k, 0, 2),
       total(total(b(i) @ b(i) * norm(u(j)) ** 2, j, 0, i), i, 0, 2)),
    eq(E(total(total(X[j, k] ** 2, j, 1, p(0)), k, 1, p(1))), p(0) * p(1) / 2),
]  # fmt: skip

FALSE = [  # for some widths; each is true where all layers have one width
    eq(n(1), n(2)),
    eq(n(k), n(j)),
    eq(norm(ones(n(k))) ** 2, n(k + 1)),
    eq(trace(identity(n(k))), trace(identity(n(j)))),
    eq(norm(outer(ones(n(1)), ones(n(2)))) ** 2, n(1) ** 2),
    eq(norm(falling(1, 0)) ** 2, n(1)),
    eq(total(n(k), k, 1, 2), 2 * n(1)),
    eq(total(norm(ones(n(k))) ** 2, k, 1, L), L * n(1)),
]


def prove(claim: Proposition, *given: Proposition, define: Any = ()) -> None:
    assert genuine(prove_goal(Goal(claim, given, define), ByNormalForm()))


@pytest.mark.parametrize("claim", TRUE, ids=render_text)
def test_what_holds_for_all_widths_is_proved(claim: Proposition) -> None:
    prove(claim)


@pytest.mark.parametrize("claim", FALSE, ids=render_text)
def test_what_holds_for_equal_widths_only_is_refuted(claim: Proposition) -> None:
    goal = Goal(claim)
    with pytest.raises(Rejected):
        prove_goal(goal, ByNormalForm())
    found = search_counterexample(goal)
    assert found is not None
    assert genuine(refute(goal, found))


def test_a_layer_of_a_network() -> None:
    layer = diag(sigma.derivative(A(k + 1) @ y(k) + b(k + 1))) @ A(k + 1)
    prove(eq(d(y(k + 1), v), layer @ d(y(k), v)), define=NETWORK)
    with pytest.raises(Rejected):  # of another layer's bias nothing is known but where it stands
        prove_goal(Goal(eq(d(y(k + 1), b(i)), layer @ d(y(k), b(i))), (), NETWORK), ByNormalForm())


def test_an_array_whose_size_depends_on_a_bound_variable_is_no_array() -> None:
    w = vector("w", n(k))
    with pytest.raises(Rejected, match="w occurs with a size that varies"):
        prove(eq(total(norm(w) ** 2, k, 0, L), total(norm(w) ** 2, k, 0, L)))


def test_what_sizes_an_array_is_neither_instantiated_nor_inducted_on() -> None:
    w = vector("w", n(k))
    claim = eq(norm(w - w) ** 2, 0)
    with pytest.raises(Rejected, match="size of an array"):
        prove_goal(Goal(claim), ByInduction(k, 0, ByNormalForm(), ByNormalForm()))
    step = established(prove_goal(Goal(claim), ByNormalForm()), "zero")
    with pytest.raises(Rejected, match="size of an array"):
        prove_goal(Goal(eq(x, x), (), (), (step,)), ByStep("zero", ((k, j),), (), ByNormalForm()))


def test_the_index_of_a_member_may_be_instantiated() -> None:
    claim = eq(trace(A(k) @ B(k)), trace(B(k) @ A(k)))
    step = established(prove_goal(Goal(claim), ByNormalForm()), "cyclic")
    at_j = eq(trace(A(j + 1) @ B(j + 1)), trace(B(j + 1) @ A(j + 1)))
    instance = ByStep("cyclic", ((k, j + 1),), (), BySign())
    assert genuine(prove_goal(Goal(at_j, (), (), (step,)), instance))


def test_a_name_has_one_shape_as_a_function_of_the_index() -> None:
    other = sequence("A", lambda k: (n(k), n(k)))
    with pytest.raises(Rejected, match="two different shapes"):
        prove_goal(Goal(eq(trace(other(k)) + norm(A(k)), norm(A(k)) + trace(other(k)))), ByNormalForm())


@pytest.mark.parametrize("values", [(("n", 0, 0),), (("n", 0, -1),), (("n", 0, 1), ("n", 0, 2)), (("n", 0, True),)])
def test_forged_widths_are_refused(values: Any) -> None:
    with pytest.raises(Rejected, match=r"a width is one integer|the evidence is malformed"):
        refute(Goal(eq(n(0), 1)), Counterexample((), widths=values))


def test_a_counterexample_needs_every_width() -> None:
    goal = Goal(eq(n(0), n(1)))
    assert genuine(refute(goal, Counterexample((), widths=(("n", 0, 1), ("n", 1, 2)))))
    with pytest.raises(Rejected):
        refute(goal, Counterexample((), widths=(("n", 0, 1),)))
    with pytest.raises(Rejected, match="does not fail"):
        refute(goal, Counterexample((), widths=(("n", 0, 2), ("n", 1, 2))))


def test_sums_are_taken_from_the_inside_out() -> None:
    """Of two sums whose order the caller gives, the one whose range depends on the other's index is inside."""

    def work(order: int) -> str:
        lowering = prepare(Ring(Goal(eq(x, x)).setting))
        ring = lowering.ring
        outer_index, inner = ring.index(), ring.index()
        place = {k: ring.generator(outer_index)}
        ranges = {outer_index: (ring.constant(1), lowering.scalar(L)),
                  inner: (ring.constant(1), lowering.scalar(n(k), place))}  # fmt: skip
        body = lowering.entry(b(k), (ring.generator(inner),), place)
        chosen = dict(list(ranges.items())[::order])
        value = contract_all(ring, body, chosen)
        assert not ring.free_indices(value)
        return render_text(show(ring, value))

    assert work(1) == work(-1)


Rows = list[list[Fraction]]


class Numbers:
    """Terms evaluated by loops over rows and columns, at random widths and entries."""

    def __init__(self, seed: int) -> None:
        self.random = Random(seed)
        self.known: dict[Any, Any] = {}

    def once(self, key: Any, make: Any) -> Any:
        if key not in self.known:
            self.known[key] = make()
        return self.known[key]

    def size(self, side: Term, scope: dict[Symbol, int]) -> int:
        return int(self.rows(side, scope)[0][0])

    def rows(self, term: Term, scope: dict[Symbol, int]) -> Rows:
        """The matrix of a term; of a number, one by one."""
        match term:
            case Num():
                return [[term.value]]
            case Symbol():
                return [[Fraction(scope[term])]]
            case Width():
                place = int(self.rows(term.index, scope)[0][0])
                return [[Fraction(self.once((term.name, place), lambda: self.random.randint(1, 3)))]]
            case arrays.Sequence():
                place = int(self.rows(term.index, scope)[0][0])
                height, width = (self.size(side, scope) for side in term.shape)
                return self.once((term.name, place), lambda: [
                    [Fraction(self.random.randint(-3, 3)) for _ in range(width)] for _ in range(height)
                ])  # type: ignore[no-any-return]  # fmt: skip
            case terms.Add():
                first, *others = (self.rows(part, scope) for part in term.terms)
                for other in others:
                    first = [[a + c for a, c in zip(r, s, strict=True)] for r, s in zip(first, other, strict=True)]
                return first
            case terms.Neg():
                return [[-entry for entry in row] for row in self.rows(term.term, scope)]
            case terms.Mul():
                number = Fraction(1)
                for factor in term.factors:
                    number *= self.rows(factor, scope)[0][0]
                return [[number]]
            case arrays.Transpose():
                return [list(column) for column in zip(*self.rows(term.matrix, scope), strict=True)]
            case arrays.MatMul():
                return _times(self.rows(term.left, scope), self.rows(term.right, scope))
            case arrays.Trace():
                return [[sum((row[s] for s, row in enumerate(self.rows(term.matrix, scope))), Fraction(0))]]
            case arrays.OrderedProduct():
                lo, hi = (int(self.rows(end, scope)[0][0]) for end in (term.lo, term.hi))
                factors = [self.rows(term.body, {**scope, term.index: number}) for number in range(lo, hi + 1)]
                size = self.size(term.shape[0], scope)
                result = [[Fraction(r == c) for c in range(size)] for r in range(size)]
                for factor in factors if term.rising else factors[::-1]:
                    result = _times(result, factor)
                return result
            case terms.Sum():
                lo, hi = (int(self.rows(end, scope)[0][0]) for end in (term.lo, term.hi))
                values = (self.rows(term.body, {**scope, term.index: number})[0][0] for number in range(lo, hi + 1))
                return [[sum(values, Fraction(0))]]
        raise NotImplementedError(type(term).__name__)


def _times(left: Rows, right: Rows) -> Rows:
    return [[sum((a * c for a, c in zip(row, column, strict=True)), Fraction(0)) for column in zip(*right, strict=True)]
            for row in left]  # fmt: skip


@st.composite
def walks(draw: st.DrawFn) -> list[Term]:
    """The factors of a closed walk through the layers: weights and their transposes, whose product is square."""
    moves = draw(st.lists(st.sampled_from((-1, 1)), min_size=1, max_size=2))
    moves += [-move for move in moves]
    draw(st.randoms()).shuffle(moves)
    start = draw(st.sampled_from((k, k + 1, L)))
    index: Term = start
    walk: list[Term] = []
    for move in moves:
        up = index + 1 if move == 1 else index
        walk.append(draw(st.sampled_from((A(up).T, B(up)) if move == 1 else (A(up), B(up).T))))
        index = index + move
    if draw(st.booleans()):
        through = ordered_product(A(i), i, start + 1, start + L)
        walk = [through.T, through, *walk]
    return walk


def closed(walk: list[Term]) -> Term:
    """The trace of the product of the factors."""
    result = walk[0]
    for factor in walk[1:]:
        result = result @ factor
    return trace(result)


@st.composite
def chains(draw: st.DrawFn) -> Term:
    scalar = closed(draw(walks()))
    return total(scalar, k, 1, L) if draw(st.booleans()) else scalar


@settings(max_examples=50, deadline=None)
@given(chains(), chains(), st.integers(0, 10**6))
def test_equal_normal_forms_have_equal_values(left: Term, right: Term, seed: int) -> None:
    try:
        prove(eq(left, right))
    except Rejected:
        return
    check_values(left, right, seed)


@settings(max_examples=50, deadline=None)
@given(walks(), st.integers(0, 5), st.booleans(), st.booleans(), st.integers(0, 10**6))
def test_a_walk_may_start_anywhere(walk: list[Term], at: int, back: bool, summed: bool, seed: int) -> None:
    turned = walk[at % len(walk) :] + walk[: at % len(walk)]
    left, right = closed(walk), closed([factor.T for factor in reversed(turned)] if back else turned)
    if summed:
        left, right = total(left, k, 1, L), total(right, k, 1, L)
    prove(eq(left, right))
    check_values(left, right, seed)


def check_values(left: Term, right: Term, seed: int) -> None:
    numbers = Numbers(seed)
    scope = {symbol: numbers.random.randint(0, 3) for symbol in (k, L)}
    assert numbers.rows(left, scope) == numbers.rows(right, scope)


@settings(max_examples=30, deadline=None)
@given(chains(), st.integers(0, 10**6))
def test_the_values_of_the_kernel_are_those_of_loops(term: Term, seed: int) -> None:
    numbers = Numbers(seed)
    scope = {symbol: numbers.random.randint(0, 2) for symbol in (k, L)}
    value = numbers.rows(term, scope)[0][0]
    sizes = tuple(
        (name, place, known) for (name, place), known in numbers.known.items() if isinstance(known, Fraction | int)
    )
    members = tuple(
        (name, place, (row + 1, column + 1), entry)
        for (name, place), known in numbers.known.items() if isinstance(known, list)
        for row, entries in enumerate(known) for column, entry in enumerate(entries)
    )  # fmt: skip
    scalars = tuple((symbol, Fraction(number)) for symbol, number in scope.items())
    witness = Counterexample(scalars, (), members, widths=sizes)
    assert genuine(refute(Goal(eq(term, value + 1)), witness))
