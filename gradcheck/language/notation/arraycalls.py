"""Words for vectors and matrices, each the term that defines it.

mean(v)       sum(v)/n                      var(v)        the mean of the squares of v - mean(v)
softmax(v)    exp(v)/sum(exp(v))            logsumexp(v)  log(sum(exp(v)))
sum(v)        ones(n) @ v                   max(v)        largest_eigenvalue(diag(v))
KL(p, q)      sum of p_k log(p_k/q_k)       entropy(p)    -sum of p_k log(p_k)
diag          of a vector the matrix, of a matrix the vector on its diagonal
"""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction

from gradcheck.language.notation.binding import elaborate_product_of
from gradcheck.language.notation.divergences import divergence_of_laws, entropy_of_law, law_of
from gradcheck.language.notation.elaborator import Elaborator, Row
from gradcheck.language.notation.multiplication import transposed
from gradcheck.language.notation.powers import factorial_of
from gradcheck.language.notation.tree import Call, Name, bare
from gradcheck.language.syntax.arrays import (
    Determinant,
    Diag,
    Diagonal,
    Entry,
    Hadamard,
    Identity,
    Inverse,
    MatMul,
    Norm,
    Ones,
    Outer,
    Trace,
    is_integer,
)
from gradcheck.language.syntax.random import RandomVariable
from gradcheck.language.syntax.spectra import Spectral
from gradcheck.language.syntax.terms import Apply, Div, Mul, Neg, Num, Pow, Sum, Symbol, Term, free_symbols

ZERO, ONE, TWO = (Num(Fraction(k)) for k in range(3))
Make = Callable[[Elaborator, Call, int], Term | Row]


def of_one(make: Callable[[Term], Term]) -> Make:
    """Return the elaboration of a word that makes a term of its argument."""

    def elaborate(within: Elaborator, call: Call, depth: int) -> Term:
        value = within.value(call.arguments[0], depth)
        return make(value.vector if isinstance(value, Row) else value)

    return elaborate


def of_two(make: Callable[[Term, Term], Term]) -> Make:
    """Return the elaboration of a word that makes a term of two."""

    def elaborate(within: Elaborator, call: Call, depth: int) -> Term:
        left, right = (within.term(argument, depth) for argument in call.arguments)
        return make(left, right)

    return elaborate


def of_vector(make: Callable[[Term], Term]) -> Make:
    """Return the elaboration of a word that makes a term of a vector."""

    def elaborate(within: Elaborator, call: Call, depth: int) -> Term:
        value = within.value(call.arguments[0], depth)
        vector = value.vector if isinstance(value, Row) else value
        if len(vector.shape) != 1:
            inner = bare(call.arguments[0])
            hint = f"declare it, as in  {inner.text} in R^n" if isinstance(inner, Name) and not vector.shape else ""
            raise within.error("GC415", f"{call.name} is of a vector", call.arguments[0], hint)
        return make(vector)

    return elaborate


def total_of(array: Term) -> Term:
    """Return the sum of the entries."""
    total = MatMul(Ones(array.shape[:1]), array)
    return MatMul(total, Ones(array.shape[1:])) if len(array.shape) == 2 else total


def mean_of(vector: Term) -> Term:
    """Return the mean of the entries."""
    return Div(total_of(vector), vector.shape[0])


def variance_of(vector: Term) -> Term:
    """Return the mean of the squared distances of the entries from their mean."""
    return Div(Pow(Norm(vector - Mul((mean_of(vector), Ones(vector.shape)))), TWO), vector.shape[0])


def softmax_of(vector: Term) -> Term:
    """Return exp(v)/sum(exp(v))."""
    powers = Apply("exp", (vector,))
    return Div(powers, total_of(powers))


def logsumexp_of(vector: Term) -> Term:
    """Return log(sum(exp(v)))."""
    return Apply("log", (total_of(Apply("exp", (vector,))),))


def largest_of(vector: Term) -> Term:
    """Return the largest entry, which is the largest eigenvalue of the diagonal matrix."""
    return Spectral("largest_eigenvalue", Diag(vector))


def least_of(vector: Term) -> Term:
    """Return the least entry."""
    return Neg(largest_of(Neg(vector)))


def divergence_of(p: Term, q: Term) -> Term:
    """Return the sum of p_k log(p_k/q_k)."""
    k = Symbol(_letter(p, q), "dimension")
    ratio = Apply("log", (Div(Entry(p, (k,)), Entry(q, (k,))),))
    return Sum(Mul((Entry(p, (k,)), ratio)), k, ONE, p.shape[0])


def entropy_of(p: Term) -> Term:
    """Return minus the sum of p_k log(p_k)."""
    return Neg(MatMul(p, Apply("log", (p,))))


def _letter(*terms: Term) -> str:
    taken = {symbol.name for term in terms for symbol in free_symbols(term)}
    return next(name for name in ("k", "j", "l", "k'", "k''") if name not in taken)


def _total(within: Elaborator, call: Call, depth: int) -> Term:
    value = within.value(call.arguments[0], depth)
    array = value.vector if isinstance(value, Row) else value
    if not array.shape:
        hint = "sum(f, k, 1, n) is a sum over k; sum(v) is of a vector that is declared, as in  v in R^n"
        raise within.error("GC405", "sum takes 1 or 4 arguments, and one alone is an array", call, hint)
    return total_of(array)


def _divergence(within: Elaborator, call: Call, depth: int) -> Term:
    laws = [law_of(within, argument) for argument in call.arguments]
    if laws[0] is not None and laws[1] is not None:
        return divergence_of_laws(within, call, laws[0], laws[1])
    p, q = (within.term(argument, depth) for argument in call.arguments)
    if len(p.shape) != 1 or p.shape != q.shape:
        raise within.error("GC415", "KL(p, q) is of two vectors of one length", call)
    return divergence_of(p, q)


def _entropy(within: Elaborator, call: Call, depth: int) -> Term | Row:
    law = law_of(within, call.arguments[0])
    if law is not None:
        return entropy_of_law(within, call, law)
    value = within.value(call.arguments[0], depth)
    if isinstance(value, RandomVariable) and not value.shape:
        return entropy_of_law(within, call, value.law, value)
    return of_vector(entropy_of)(within, call, depth)


def _diag(within: Elaborator, call: Call, depth: int) -> Term:
    value = within.value(call.arguments[0], depth)
    array = value.vector if isinstance(value, Row) else value
    return Diagonal(array) if len(array.shape) == 2 else Diag(array)


def _sides(within: Elaborator, call: Call, depth: int) -> tuple[Term, ...]:
    """Return the sides of ones(n), ones(n, d)."""
    sides = tuple(within.term(argument, depth) for argument in call.arguments)
    for side, tree in zip(sides, call.arguments, strict=True):
        if not is_integer(side):
            name = bare(tree)
            hint = f"declare it, as in  {name.text} dimension" if isinstance(name, Name) else ""
            raise within.error("GC415", f"a side of {call.name} is no integer", tree, hint)
    return sides


def _ones(within: Elaborator, call: Call, depth: int) -> Term:
    return Ones(_sides(within, call, depth))


def _zeros(within: Elaborator, call: Call, depth: int) -> Term:
    return Mul((ZERO, Ones(_sides(within, call, depth))))


def _identity(within: Elaborator, call: Call, depth: int) -> Term:
    return Identity(_sides(within, call, depth)[0])


def _onehot(within: Elaborator, call: Call, depth: int) -> Term:
    """Return the vector of length n with 1 in the place k and 0 elsewhere."""
    index, side = (within.term(argument, depth) for argument in call.arguments)
    for value, tree in zip((index, side), call.arguments, strict=True):
        if not is_integer(value):
            raise within.error("GC415", "onehot(k, n) is of integers", tree, "declare it, as in  k in 1..n")
    return within.unit(index, side)


def _binomial(within: Elaborator, call: Call, depth: int) -> Term:
    """Return n!/(k! (n - k)!), which has a value for 0 <= k <= n."""
    above, below = (within.term(argument, depth) for argument in call.arguments)
    upper, lower = call.arguments
    factors = (factorial_of(within, below, lower), factorial_of(within, above - below, lower))
    return Div(factorial_of(within, above, upper), Mul(factors))


def _transpose(within: Elaborator, call: Call, depth: int) -> Term | Row:
    return transposed(within.value(call.arguments[0], depth))


def _ordered(within: Elaborator, call: Call, depth: int) -> Term:
    """Return the product of numbers; one of matrices says its order, product(M[k], k from 1 up to n)."""
    if len(call.arguments) == 4:
        return elaborate_product_of(within, *call.arguments, depth=depth)
    hint = "as in product(M[k], k from 1 up to n)"
    raise within.error("GC405", "product takes what is multiplied and a range", call, hint)


ARRAY_FORMS: dict[str, tuple[int, int, Make]] = {
    "norm": (1, 1, of_one(Norm)),
    "trace": (1, 1, of_one(Trace)),
    "tr": (1, 1, of_one(Trace)),
    "det": (1, 1, of_one(Determinant)),
    "inv": (1, 1, of_one(Inverse)),
    "inverse": (1, 1, of_one(Inverse)),
    "diag": (1, 1, _diag),
    "diagonal": (1, 1, of_one(Diagonal)),
    "I": (1, 1, _identity),
    "eye": (1, 1, _identity),
    "identity": (1, 1, _identity),
    "ones": (1, 4, _ones),
    "zeros": (1, 4, _zeros),
    "outer": (2, 2, of_two(Outer)),
    "hadamard": (2, 2, of_two(Hadamard)),
    "dot": (2, 2, of_two(MatMul)),
    "onehot": (2, 2, _onehot),
    "transpose": (1, 1, _transpose),
    "total": (1, 1, _total),
    "mean": (1, 1, of_vector(mean_of)),
    "var": (1, 1, of_vector(variance_of)),
    "softmax": (1, 1, of_vector(softmax_of)),
    "logsumexp": (1, 1, of_vector(logsumexp_of)),
    "largest": (1, 1, of_vector(largest_of)),
    "least": (1, 1, of_vector(least_of)),
    "KL": (2, 2, _divergence),
    "entropy": (1, 1, _entropy),
    "binomial": (2, 2, _binomial),
    "product": (2, 4, _ordered),
    "lambda_max": (1, 1, of_one(lambda matrix: Spectral("largest_eigenvalue", matrix))),
    "sigma_max": (1, 1, of_one(lambda matrix: Spectral("operator_norm", matrix))),
    "sigma_min": (1, 1, of_one(lambda matrix: Spectral("smallest_singular_value", matrix))),
    **{
        kind: (1, 1, of_one(lambda matrix, kind=kind: Spectral(kind, matrix)))  # type: ignore[misc]
        for kind in ("operator_norm", "smallest_singular_value", "largest_eigenvalue")
    },
}
