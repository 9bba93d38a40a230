"""The rules for terms that are computed from the values of their parts, and have one only if all parts have."""

from __future__ import annotations

from collections.abc import Callable
from itertools import product as choices
from typing import Any

from gradcheck.language.syntax import arrays, terms
from gradcheck.language.syntax.random import RandomSequence, RandomVariable
from gradcheck.language.syntax.terms import Term
from gradcheck.language.syntax.uninterpreted import ArbitraryMap, Uninterpreted
from gradcheck.language.syntax.widths import Here, Width
from gradcheck.reference import elementary, powers, tensors
from gradcheck.reference.evaluator import LONGEST_RUN, Evaluator
from gradcheck.reference.indeterminates import at_point
from gradcheck.reference.infinitesimals import Moving
from gradcheck.reference.numbers import exact, over, settled, sign
from gradcheck.reference.refusals import CannotTell, NotPolynomial, OutOfWork, Tie
from gradcheck.reference.tensors import Tensor, places

FUNCTION = 5  # steps of work for a function of mpmath
NAMED = (arrays.Array, arrays.Sequence, RandomVariable, RandomSequence, Width, Uninterpreted, ArbitraryMap)


def parts(e: Evaluator, wanted: tuple[Term, ...]) -> list[Any]:
    """Return the values of all parts; an undefined part takes precedence over an undecided one."""
    found, doubt = [], None
    for part in wanted:
        try:
            found.append(e.value(part))
        except (Tie, NotPolynomial, OutOfWork):
            raise
        except CannotTell as reason:
            doubt = reason
    if doubt is not None:
        raise doubt
    return found


def constant(e: Evaluator, term: terms.Const) -> Any:
    if term.name == "pi":
        return elementary.pi()
    raise e.none(term, "oo is no number")


def add(e: Evaluator, term: terms.Add) -> Any:
    return summed(parts(e, term.terms))


def summed(found: list[Any]) -> Any:
    """Return the sum of numbers, or of arrays of the same sides."""
    total = found[0]
    for one in found[1:]:
        if type(total) is Tensor:
            total = Tensor(total.sides, [a + b for a, b in zip(total.entries, one.entries, strict=True)])
        else:
            total = total + one
    return total if type(total) is Tensor else settled(total)


def negative(e: Evaluator, term: terms.Neg) -> Any:
    found = e.value(term.term)
    return found.each(lambda entry: -entry) if type(found) is Tensor else -found


def multiply(e: Evaluator, term: terms.Mul) -> Any:
    scale: Any = 1
    array: Tensor | None = None
    for one in parts(e, term.factors):
        if type(one) is Tensor:
            array = one
        else:
            scale = scale * one
    if array is None:
        return settled(scale)
    return array.each(lambda entry: scale * entry)


def divide(e: Evaluator, term: terms.Div) -> Any:
    top, bottom = parts(e, (term.numerator, term.denominator))
    here = bottom.value if isinstance(bottom, Moving) else bottom
    if not sign(here):
        raise e.none(term, "division by 0")
    return top.each(lambda entry: over(entry, bottom)) if type(top) is Tensor else over(top, bottom)


def power(e: Evaluator, term: terms.Pow) -> Any:
    base, exponent = parts(e, (term.base, term.exponent))
    return powers.power(base, exponent)


def apply(e: Evaluator, term: terms.Apply) -> Any:
    e.work.spend(FUNCTION)
    args = parts(e, term.args)
    if type(args[0]) is Tensor:
        return args[0].each(lambda entry: elementary.apply(term.function, [entry]))
    return elementary.apply(term.function, args)


def total(e: Evaluator, term: terms.Sum) -> Any:
    ends = parts(e, (term.lo, term.hi))
    lo, hi = (e.whole(end) for end in (term.lo, term.hi))
    if hi < lo - 1:
        raise e.none(term, f"the sum runs from {ends[0]} to {ends[1]}")
    if hi - lo > LONGEST_RUN:
        raise CannotTell("a sum is too long")
    if hi < lo:
        return _zeros(e.sides(term.shape)) if term.shape else 0
    found = []
    for k in range(lo, hi + 1):
        with e.binding(term.index, k):
            found.append(e.value(term.body))
    return summed(found)


def _zeros(sides: tuple[int, ...]) -> Tensor:
    return Tensor(sides, [0 for _ in places(sides)])


def entry(e: Evaluator, term: arrays.Entry) -> Any:
    array = e.value(term.array)
    place = tuple(e.whole(index) - 1 for index in term.indices)
    for index, side in zip(place, array.sides, strict=True):
        if not 0 <= index < side:
            raise e.none(term, f"index {index + 1} of a side of {side}")
    return array[place]


def product(e: Evaluator, term: arrays.MatMul) -> Any:
    left, right = parts(e, (term.left, term.right))
    e.work.spend(len(left.entries) * max(1, len(right.entries)) // 4)
    return tensors.matrix_product(left, right)


def hadamard(e: Evaluator, term: arrays.Hadamard) -> Any:
    left, right = parts(e, (term.left, term.right))
    return Tensor(left.sides, [a * b for a, b in zip(left.entries, right.entries, strict=True)])


def outer(e: Evaluator, term: arrays.Outer) -> Any:
    left, right = parts(e, (term.left, term.right))
    return Tensor(left.sides + right.sides, [a * b for a in left.entries for b in right.entries])


def diag(e: Evaluator, term: arrays.Diag) -> Any:
    vector = e.value(term.vector)
    side = vector.sides[0]
    return Tensor((side, side), [vector.entries[i] if i == j else 0 for i in range(side) for j in range(side)])


def _diagonal(matrix: Tensor) -> list[Any]:
    return [matrix[k, k] for k in range(matrix.sides[0])]


def norm(e: Evaluator, term: arrays.Norm) -> Any:
    entries = e.value(term.array).entries
    moving = [one for one in entries if isinstance(one, Moving)]
    if moving and all(exact(one) and one == 0 for one in (getattr(x, "value", x) for x in entries)):
        return _norm_at_zero(moving)
    found: Any = 0
    for one in entries:
        found = found + one * one
    return elementary.sqrt(settled(found))


def _norm_at_zero(moving: list[Moving]) -> Any:
    """Return the norm of b e, norm(b) times the absolute value of e: a kink where b is not 0."""
    direction, length = moving[0].direction, 0
    for one in moving:
        if one.direction is not direction or not exact(one.slope):
            raise CannotTell("a second derivative of a norm at 0")
        length = length + one.slope * one.slope
    if length and not direction.side:
        raise Tie("a norm has a kink at 0")
    return Moving(direction, 0, direction.side * elementary.sqrt(settled(length)))


def ordered_product(e: Evaluator, term: arrays.OrderedProduct) -> Any:
    ends = parts(e, (term.lo, term.hi))
    lo, hi = (e.whole(end) for end in (term.lo, term.hi))
    if hi < lo - 1:
        raise e.none(term, f"the product runs from {ends[0]} to {ends[1]}")
    if hi - lo > LONGEST_RUN:
        raise CannotTell("a product is too long")
    result: Tensor | None = None
    for k in range(lo, hi + 1) if term.rising else range(hi, lo - 1, -1):
        with e.binding(term.index, k):
            factor = e.value(term.body)
        result = factor if result is None else tensors.matrix_product(result, factor)
    return tensors.identity(e.side(term.shape[0])) if result is None else result


def arbitrary(e: Evaluator, term: Uninterpreted) -> Any:
    """Return the value of an arbitrary function, which is a polynomial here."""
    line: list[Any] = list(e.instance.function(term.name))
    for _ in range(term.order):
        line = [k * c for k, c in enumerate(line)][1:] or [0]
    argument = e.value(term.argument)
    if type(argument) is Tensor:
        return argument.each(lambda one: at_point(line, one))
    return settled(at_point(line, argument))


def of_several(e: Evaluator, term: ArbitraryMap) -> Any:
    """Return a derivative of an arbitrary function of several numbers or arrays; its entries are quadratic here.

    f(z) = c + sum of l[a] z[a] + sum of s[a, b] z[a] z[b]/2 over all entries of all arguments, s symmetric.
    """
    entries: list[Any] = []
    own: list[range] = []
    for value in parts(e, term.arguments):
        inner = value.entries if type(value) is Tensor else [value]
        own.append(range(len(entries), len(entries) + len(inner)))
        entries += inner

    def coefficient(output: tuple[int, ...], *at: int) -> int:
        return e.instance.draw(5, "map", term.name, output, *sorted(at)) - 2

    def derivative(output: tuple[int, ...], by: tuple[int, ...]) -> Any:
        if len(by) > 2:
            return 0
        total: Any = coefficient(output, *by)
        for a, one in enumerate(entries):
            total = total + (coefficient(output, *by, a) * one if len(by) < 2 else 0)
            for b, other in enumerate(entries) if not by else ():
                total = total + over(coefficient(output, a, b), 2) * one * other
        return settled(total)

    by = list(choices(*(own[place - 1] for place in term.by)))
    found = [derivative(output, one) for output in places(e.sides(term.sides)) for one in by]
    return Tensor(e.sides(term.shape), found) if term.shape else found[0]


def here(e: Evaluator, term: Here) -> Any:
    raise CannotTell("the index of a member stands in its sides alone")


def ones(e: Evaluator, term: arrays.Ones) -> Tensor:
    sides = e.sides(term.shape)
    return Tensor(sides, [1 for _ in places(sides)])


RULES: dict[type[Any], Callable[[Evaluator, Any], Any]] = {
    terms.Num: lambda e, term: settled(term.value),
    terms.Symbol: lambda e, term: e.symbol(term),
    terms.Const: constant,
    terms.Add: add,
    terms.Neg: negative,
    terms.Mul: multiply,
    terms.Div: divide,
    terms.Pow: power,
    terms.Apply: apply,
    terms.Sum: total,
    arrays.Array: lambda e, term: e.array(term.name, term.shape),
    arrays.Sequence: lambda e, term: e.member(term),
    arrays.Entry: entry,
    arrays.MatMul: product,
    arrays.Transpose: lambda e, term: tensors.transposed(e.value(term.matrix)),
    arrays.Hadamard: hadamard,
    arrays.Outer: outer,
    arrays.Diag: diag,
    arrays.Diagonal: lambda e, term: (lambda found: Tensor(found.sides[:1], _diagonal(found)))(e.value(term.matrix)),
    arrays.Trace: lambda e, term: summed([0, *_diagonal(e.value(term.matrix))]),
    arrays.Inverse: lambda e, term: tensors.inverse(e.value(term.matrix)),
    arrays.Determinant: lambda e, term: tensors.determinant(e.value(term.matrix)),
    arrays.Identity: lambda e, term: tensors.identity(e.side(term.side)),
    arrays.Ones: ones,
    arrays.Norm: norm,
    arrays.OrderedProduct: ordered_product,
    Width: lambda e, term: e.width(term),
    Here: here,
    Uninterpreted: arbitrary,
    ArbitraryMap: of_several,
}
