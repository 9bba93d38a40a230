"""Vectors and matrices as Python source in SymPy's words: ``array_writers`` says which words these are."""

from __future__ import annotations

from fractions import Fraction

from gradcheck.language.sympy.code_names import quoted
from gradcheck.language.sympy.code_terms import ATOM, POWER, PRODUCT, Code, Text, arbitrary, derivative, series, writes
from gradcheck.language.sympy.places import shifted
from gradcheck.language.sympy.unsayable import JACOBIAN, unsayable
from gradcheck.language.syntax import arrays, terms
from gradcheck.language.syntax.terms import Add, Apply, Div, Mul, Neg, Num, Symbol, Term
from gradcheck.language.syntax.uninterpreted import Uninterpreted

ENTRY = Symbol("x")  # which stands for each entry
ALONE = (terms.Sum, terms.Derivative)  # which are no matrices in SymPy, and are compared alone


def matrix(code: Code, term: Term) -> Text:
    """Return an array as an operand of others."""
    if isinstance(term, ALONE):
        raise unsayable(term, "but as a side of a relation: compare it alone")
    return code.text(term)


def _sides(code: Code, sides: tuple[Term, ...]) -> list[str]:
    return [*map(code.source, sides), *["1"] * (2 - len(sides))]


@writes(arrays.Array, arrays=True)
def _array(code: Code, term: arrays.Array) -> Text:
    return Text(
        code.names.of(term, lambda: code.call("MatrixSymbol", quoted(term.name), *_sides(code, term.sides)).source)
    )


writes(arrays.Ones, arrays=True)(lambda code, term: code.call("OneMatrix", *_sides(code, term.sides)))
writes(arrays.Identity, arrays=True)(lambda code, term: code.call("Identity", term.side))


@writes(Add, arrays=True)
def _sum(code: Code, term: Add) -> Text:
    for part in term.terms:
        matrix(code, part.term if isinstance(part, Neg) else part)
    return code.sum_of(term.terms)


@writes(Neg, arrays=True)
def _negative(code: Code, term: Neg) -> Text:
    matrix(code, term.term)
    return code.negative(term)


@writes(Div, arrays=True)
def _quotient(code: Code, term: Div) -> Text:
    matrix(code, term.numerator)
    return code.quotient(term)


@writes(Mul, arrays=True)
def _scaled(code: Code, term: Mul) -> Text:
    if len(term.factors) == 2 and term.factors[0] is Num(Fraction(0)) and isinstance(term.factors[1], arrays.Ones):
        return code.call("ZeroMatrix", *_sides(code, term.shape))
    for factor in term.factors:
        if factor.shape:
            matrix(code, factor)
    return code.product_of(term.factors)


@writes(arrays.MatMul, arrays=True)
def _product(code: Code, term: arrays.MatMul) -> Text:
    if len(term.left.shape) == 1:
        return Text(f"({_row(code, term)}).T")
    left = matrix(code, term.left)
    start = left.within(PRODUCT, first=True) if isinstance(term.left, arrays.MatMul) else left.within(POWER, first=True)
    return Text(f"{start}*{matrix(code, term.right).within(POWER)}", PRODUCT)


def _row(code: Code, term: Term) -> str:
    """Return the factors of a vector as a matrix with one row."""
    if isinstance(term, arrays.MatMul) and len(term.left.shape) == 1:
        return f"{_row(code, term.left)}*{matrix(code, term.right).within(POWER)}"
    return f"{matrix(code, term).within(ATOM)}.T"


@writes(arrays.MatMul)
def _inner(code: Code, term: arrays.MatMul) -> Text:
    return Text(f"({_row(code, term.left)}*{matrix(code, term.right).within(POWER)})[0, 0]")


@writes(arrays.Outer, arrays=True)
def _outer(code: Code, term: arrays.Outer) -> Text:
    left, right = matrix(code, term.left).within(POWER), _row(code, term.right)
    return Text(f"{left}*{right if '*' not in right else f'({right})'}", PRODUCT)


writes(arrays.Transpose, arrays=True)(lambda code, term: Text(f"{matrix(code, term.matrix).within(ATOM)}.T"))
writes(arrays.Inverse, arrays=True)(lambda code, term: Text(f"{matrix(code, term.matrix).within(ATOM)}.I"))
writes(arrays.Diag, arrays=True)(lambda code, term: code.call("DiagMatrix", matrix(code, term.vector).source))
writes(arrays.Diagonal, arrays=True)(lambda code, term: code.call("DiagonalOf", matrix(code, term.matrix).source))
writes(arrays.Trace)(lambda code, term: code.call("Trace", matrix(code, term.matrix).source))
writes(arrays.Determinant)(lambda code, term: code.call("Determinant", matrix(code, term.matrix).source))


@writes(arrays.Hadamard, arrays=True)
def _hadamard(code: Code, term: arrays.Hadamard) -> Text:
    parts: list[Term] = [term]
    while isinstance(parts[0], arrays.Hadamard):
        parts[:1] = [parts[0].left, parts[0].right]
    return code.call("HadamardProduct", *(matrix(code, part).source for part in parts))


@writes(arrays.Norm)
def _norm(code: Code, term: arrays.Norm) -> Text:
    array = matrix(code, term.array)
    square = code.call("Trace", f"{array.within(ATOM)}.T*{array.within(POWER)}")
    return code.call("sqrt", square.source)


@writes(arrays.Entry)
def _entry(code: Code, term: arrays.Entry) -> Text:
    places = [code.source(shifted(place, -1)) for place in term.indices]
    return Text(f"{matrix(code, term.array).within(ATOM)}[{', '.join([*places, '0'][:2])}]")


@writes(Apply, arrays=True)
def _applied(code: Code, term: Apply) -> Text:
    body = code.source(Apply(term.function, (ENTRY,)))
    return _each(code, code.symbol(ENTRY), body, term.args[0])


@writes(Uninterpreted, arrays=True)
def _arbitrary(code: Code, term: Uninterpreted) -> Text:
    body = arbitrary(code, Uninterpreted(term.name, term.differentiable, term.order, ENTRY)).source
    return _each(code, code.symbol(ENTRY), body, term.argument)


def _each(code: Code, entry: str, body: str, array: Term) -> Text:
    function = code.call("Lambda", entry, body).source
    return Text(f"{matrix(code, array).within(ATOM)}.applyfunc({function})")


@writes(terms.Sum, arrays=True)
def _series(code: Code, term: terms.Sum) -> Text:
    matrix(code, term.body)
    return series(code, term)


@writes(terms.Derivative, arrays=True)
def _derivative(code: Code, term: terms.Derivative) -> Text:
    if term.body.shape and term.variable.shape:
        raise unsayable(term, JACOBIAN)
    if term.body.shape and not isinstance(term.body, terms.Derivative):
        matrix(code, term.body)
    return derivative(code, term)
