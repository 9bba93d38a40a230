"""The words an author writes a derivation with.

>>> from gradcheck.language.author import *
>>> n, d = dimensions("n d")
>>> X, w, y = matrix("X", n, d), vector("w", d), vector("y", n)
>>> loss = norm(y - X @ w) ** 2
>>> loss.shape
()
"""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from typing import Any

from gradcheck.language.printing import notebook, text  # noqa: F401  (how messages and notebooks show a term)
from gradcheck.language.syntax import arrays, propositions, random, terms
from gradcheck.language.syntax.definitions import Definition, Initial, Recurrence
from gradcheck.language.syntax.growth import big_o, theta
from gradcheck.language.syntax.hints import cases_on, try_value
from gradcheck.language.syntax.literals import matrix_of, unit, vector_of
from gradcheck.language.syntax.propositions import Proposition, eq
from gradcheck.language.syntax.shorthand import ArbitraryFunction, ArbitraryMapping, chain, derivative_by, is_sympy, ne
from gradcheck.language.syntax.spectra import Spectral
from gradcheck.language.syntax.terms import Apply, Const, Num, Symbol, Term, as_term, rational
from gradcheck.language.syntax.widths import HERE, widths

pi = Const("pi")
oo = Const("oo")


def real(name: str) -> Symbol:
    """Return a real variable."""
    return Symbol(name, "real")


def reals(names: str) -> tuple[Symbol, ...]:
    """Return several real variables: ``x, y = reals("x y")``."""
    return tuple(Symbol(name, "real") for name in names.split())


def integer(name: str) -> Symbol:
    """Return an integer variable."""
    return Symbol(name, "integer")


def natural(name: str) -> Symbol:
    """Return a variable over 0, 1, 2, ..."""
    return Symbol(name, "natural")


def naturals(names: str) -> tuple[Symbol, ...]:
    """Return several variables over 0, 1, 2, ..."""
    return tuple(Symbol(name, "natural") for name in names.split())


def dimension(name: str) -> Symbol:
    """Return a variable over 1, 2, 3, ..., for shapes and counts."""
    return Symbol(name, "dimension")


def dimensions(names: str) -> tuple[Symbol, ...]:
    """Return several dimensions: ``n, d = dimensions("n d")``."""
    return tuple(Symbol(name, "dimension") for name in names.split())


def vector(name: str, side: object) -> Term:
    """Return a free real vector."""
    return arrays.Array(name, (as_term(side),))


def matrix(name: str, rows: object, columns: object) -> Term:
    """Return a free real matrix."""
    return arrays.Array(name, (as_term(rows), as_term(columns)))


def array(entries: Any) -> Term:
    """Return a vector or matrix that is written out: ``array([1, x])``, ``array([[a, b], [c, d]])``."""
    rows = list(entries)
    if len(rows) > 0 and all(isinstance(row, list | tuple) for row in rows):
        if len({len(row) for row in rows}) != 1 or len(rows) * len(rows[0]) < 2:
            raise ValueError("the rows of a matrix have one length, and two entries or more altogether")
        return matrix_of(rows)
    if len(rows) < 2:
        raise ValueError("a vector that is written out has two entries or more")
    return vector_of(rows)


def onehot(index: object, side: object) -> Term:
    """Return the vector of this length with 1 at the index and 0 elsewhere."""
    return unit(as_term(index), as_term(side))


def sequence(name: str, *sides: object, of: tuple[Term, ...] = ()) -> Callable[[object], arrays.Sequence]:
    """Return a sequence of scalars, vectors or matrices: ``v = sequence("v", d)``, then ``v(k)`` is its k-th member.

    Sides that depend on the index are given by a function of it, with ``n = widths("n")``: ``sequence("b", n)`` for
    vectors of length n(k), ``sequence("A", lambda k: (n(k), n(k - 1)))`` for matrices.
    ``of`` names the variables that the members are functions of: ``y = sequence("y", of=(x,))`` for iterates y_n(x).
    """
    if len(sides) == 1 and callable(sides[0]):
        found = sides[0](HERE)
        sides = found if isinstance(found, tuple) else (found,)
    shape = tuple(as_term(side) for side in sides)
    return lambda index: arrays.Sequence(name, shape, as_term(index), of)


def family(name: str) -> Callable[..., arrays.Sequence]:
    """Return a sequence of functions of integers: ``T = family("T")``, then ``T(n, i, j)``;
    a recurrence may move i and j.
    """
    return lambda index, *places: arrays.Sequence(name, (), as_term(index), tuple(as_term(place) for place in places))


def random_variable(name: str, law: random.AnyLaw, *sides: object) -> Term:
    """Return a random scalar, vector or matrix whose entries follow the law."""
    return random.RandomVariable(name, tuple(as_term(side) for side in sides), law)


def random_sequence(name: str, law: random.AnyLaw, *sides: object) -> Callable[[object], Term]:
    """Return a sequence of independent random terms of one law."""
    shape = tuple(as_term(side) for side in sides)
    return lambda index: random.RandomSequence(name, shape, as_term(index), law)


def recurrence(member: object, body: object, start: int) -> Definition:
    """Define ``member`` (a sequence at a symbol) by ``body`` for every index >= start."""
    return Recurrence(as_term(member), as_term(body), start)  # type: ignore[arg-type]


def initial(member: object, value: object) -> Definition:
    """Define one early member of a sequence."""
    return Initial(as_term(member), as_term(value))  # type: ignore[arg-type]


def Bernoulli(p: object) -> random.Bernoulli:
    """Return the law with value 1 with probability p, else 0; entries independent."""
    return random.Bernoulli(as_term(p))


def Normal(mean: object, variance: object) -> random.Normal:
    """Return the normal law; entries independent."""
    return random.Normal(as_term(mean), as_term(variance))


def Uniform(lo: object, hi: object) -> random.Uniform:
    """Return the uniform law on [lo, hi]; entries independent."""
    return random.Uniform(as_term(lo), as_term(hi))


def Exponential(rate: object) -> random.Exponential:
    """Return the exponential law of this rate, with mean 1/rate; entries independent."""
    return random.Exponential(as_term(rate))


def Independent(mean: object, variance: object, symmetric: bool = False) -> random.Independent:
    """Return a law of independent entries of this mean and variance, else unknown;
    ``symmetric`` about its mean or not.
    """
    return random.Independent(as_term(mean), as_term(variance), symmetric)


def Uncorrelated(mean: object, variance: object, symmetric: bool = False) -> random.Uncorrelated:
    """Return a law of which only means, variances, zero covariances and perhaps the symmetry are known."""
    return random.Uncorrelated(as_term(mean), as_term(variance), symmetric)


def E(body: object) -> Term:
    """Return the expectation."""
    return random.Expectation(as_term(body))


def Var(body: object) -> Term:
    """Return the variance."""
    return random.Variance(as_term(body))


def And(parts: Any) -> propositions.And:
    """Return that all of the parts hold: ``And((first, second))``."""
    return propositions.And(_claims(parts))


def Or(parts: Any) -> propositions.Or:
    """Return that one of the parts holds: ``Or((first, second))``."""
    return propositions.Or(_claims(parts))


def Implies(premise: Any, conclusion: Any) -> propositions.Implies:
    """Return that the conclusion holds under the premise."""
    return propositions.Implies(_claim(premise), _claim(conclusion))


def Iff(left: Any, right: Any) -> propositions.Iff:
    """Return that each side implies the other."""
    return propositions.Iff(_claim(left), _claim(right))


def ForAll(variables: Any, body: Any) -> propositions.ForAll:
    """Return that the body holds for every value of the variables; useful as a premise."""
    return propositions.ForAll(_bound(variables), _claim(body))


def Exists(variables: Any, body: Any) -> propositions.Exists:
    """Return that the body holds for some value of the variable, or of several."""
    return propositions.Exists(_bound(variables), _claim(body))


def Invertible(matrix: object) -> propositions.Invertible:
    """Return that the square matrix has an inverse."""
    return propositions.Invertible(as_term(matrix))


def PositiveDefinite(matrix: object) -> propositions.PositiveDefinite:
    """Return that v @ A @ v > 0 for every vector v other than 0."""
    return propositions.PositiveDefinite(as_term(matrix))


def _claim(value: Any) -> Any:
    """Return the proposition, if it is written in SymPy."""
    return _reader("read_proposition")(value) if is_sympy(value) else value


def _claims(values: Any) -> Any:
    return tuple(map(_claim, values)) if isinstance(values, tuple | list) else values


def _bound(variables: Any) -> Any:
    """Return the variables of a quantifier, of which one may stand alone."""
    if isinstance(variables, tuple | list):
        return tuple(map(_bound, variables))
    return _variable(variables) if is_sympy(variables) else variables


def d(body: object, variable: object) -> Term:
    """Return the derivative, gradient or Jacobian of body by variable; by an entry v[k], that of the gradient by v."""
    return derivative_by(as_term(body), as_term(variable))


gradient = d


def hessian(body: object, variable: object) -> Term:
    """Return the matrix of second derivatives of a scalar by a vector."""
    return d(d(body, variable), variable)


def total(body: object, index: object, lo: object, hi: object) -> Term:
    """Return the finite sum of body over lo <= index <= hi."""
    return terms.Sum(as_term(body), _variable(index, lo, hi), as_term(lo), as_term(hi))


def integral(body: object, variable: object, lo: object, hi: object) -> Term:
    """Return the integral of body over lo < variable < hi."""
    return terms.Integral(as_term(body), _variable(variable, lo, hi), as_term(lo), as_term(hi))


def limit(body: object, variable: object, point: object, side: str = "") -> Term:
    """Return the limit of body as variable tends to point, from the side '+' or '-' if given."""
    ends = {"+": (point, oo), "-": (-oo, point)}.get(side, ())
    return terms.Limit(as_term(body), _variable(variable, *ends), as_term(point), side)


def sup(body: object, variable: object, lo: object = -oo, hi: object = oo) -> Term:
    """Return the supremum over the open interval lo < variable < hi."""
    return terms.Extremum("sup", as_term(body), _variable(variable, lo, hi), as_term(lo), as_term(hi))


def inf(body: object, variable: object, lo: object = -oo, hi: object = oo) -> Term:
    """Return the infimum over the open interval lo < variable < hi."""
    return terms.Extremum("inf", as_term(body), _variable(variable, lo, hi), as_term(lo), as_term(hi))


def _variable(value: Any, *ends: object) -> Any:
    """Return the symbol that is bound, perhaps between two ends; the constructors refuse what is none."""
    return _reader("read_bound")(value, *ends) if is_sympy(value) else as_term(value)


def norm(array: object) -> Term:
    """Return the Euclidean norm of a vector, the Frobenius norm of a matrix."""
    return arrays.Norm(as_term(array))


def operator_norm(matrix: object) -> Term:
    """Return the largest singular value of a matrix: the supremum of norm(A @ v) over norm(v) = 1."""
    return Spectral("operator_norm", as_term(matrix))


def smallest_singular_value(matrix: object) -> Term:
    """Return the infimum of norm(A @ v) over norm(v) = 1; 0 for a matrix with more columns than rows."""
    return Spectral("smallest_singular_value", as_term(matrix))


def largest_eigenvalue(matrix: object) -> Term:
    """Return the largest eigenvalue of a symmetric matrix;
    of any square one, the largest v @ A @ v over norm(v) = 1.
    """
    return Spectral("largest_eigenvalue", as_term(matrix))


def trace(matrix: object) -> Term:
    """Return the trace of a square matrix."""
    return arrays.Trace(as_term(matrix))


def det(matrix: object) -> Term:
    """Return the determinant of a square matrix."""
    return arrays.Determinant(as_term(matrix))


def inverse(matrix: object) -> Term:
    """Return the inverse of a square matrix."""
    return arrays.Inverse(as_term(matrix))


def identity(side: object) -> Term:
    """Return the identity matrix."""
    return arrays.Identity(as_term(side))


def ones(*sides: object) -> Term:
    """Return the array of ones."""
    return arrays.Ones(tuple(as_term(side) for side in sides))


def zeros(*sides: object) -> Term:
    """Return the array of zeros."""
    return 0 * ones(*sides)


def diag(vector: object) -> Term:
    """Return the diagonal matrix of a vector."""
    return arrays.Diag(as_term(vector))


def diagonal(matrix: object) -> Term:
    """Return the diagonal of a matrix, as a vector."""
    return arrays.Diagonal(as_term(matrix))


def hadamard(left: object, right: object) -> Term:
    """Return the entrywise product."""
    return arrays.Hadamard(as_term(left), as_term(right))


def outer(left: object, right: object) -> Term:
    """Return the products of the entries of two arrays: the matrix u v.T of two vectors."""
    return arrays.Outer(as_term(left), as_term(right))


def ordered_product(body: object, index: object, lo: object, hi: object, rising: bool = False) -> Term:
    """Return body(hi) @ ... @ body(lo), or body(lo) @ ... @ body(hi) if ``rising``, for matrices whose shapes chain."""
    return arrays.OrderedProduct(as_term(body), _variable(index, lo, hi), as_term(lo), as_term(hi), rising)


def where(condition: Any, then: object, otherwise: object) -> Term:
    """Return ``then`` where the relation holds, ``otherwise`` elsewhere."""
    return terms.Where(_claim(condition), as_term(then), as_term(otherwise))


def function(name: str) -> Callable[..., Term]:
    """Return the named function of ``gradcheck.language.syntax.functions``;
    applied to an array it acts entry by entry.
    """
    return lambda *args: Apply(name, tuple(as_term(arg) for arg in args))


def activation(name: str, **parameters: object) -> Callable[[object], Term]:
    """Return an activation of the catalogue: ``elu = activation("elu", alpha=2)``, then ``elu(x)`` is its formula."""
    from gradcheck.language.notation.activation_calls import entry_named, formula_at
    from gradcheck.language.notation.reader import read_expression

    entry = entry_named(name)
    known = {item.name for item in entry.parameters} if entry is not None else set()
    if entry is None or not parameters.keys() <= known:
        raise ValueError(f"there is no activation {name} with the parameters {', '.join(parameters) or 'that it has'}")
    given = {key: as_term(value) for key, value in parameters.items()}
    return lambda argument: formula_at(read_expression, entry, as_term(argument), given)


def arbitrary_map(
    name: str, *shapes: tuple[object, ...], sides: tuple[object, ...] = (), differentiable: int = 1
) -> ArbitraryMapping:
    """Return a function of several numbers and arrays of which nothing else is known.

    ``L = arbitrary_map("L", (n,))`` is of a vector, ``f = arbitrary_map("f", (h,), (), sides=(h,))`` of a vector and a
    number, with vectors as values; ``f(v, t)`` is a value, ``f.derivative(v, t, by=(2,))`` the derivative by t there.
    """
    of = tuple(tuple(as_term(side) for side in shape) for shape in shapes)
    return ArbitraryMapping(name, differentiable, of, tuple(as_term(side) for side in sides))


def arbitrary_function(name: str, differentiable: int = 1) -> ArbitraryFunction:
    """Return a function of one real variable about which only this is known:
    it has derivatives up to the order everywhere.

    ``sigma = arbitrary_function("sigma")``, then ``sigma(z)`` and ``sigma.derivative(z)``, entry by entry for arrays.
    """
    return ArbitraryFunction(name, differentiable)


exp, log, sqrt, erf = function("exp"), function("log"), function("sqrt"), function("erf")
tanh, sinh, cosh, sech = function("tanh"), function("sinh"), function("cosh"), function("sech")
sigmoid, softplus, relu, silu = function("sigmoid"), function("softplus"), function("relu"), function("silu")
sin, cos, atan, absolute, sign = function("sin"), function("cos"), function("atan"), function("abs"), function("sign")
maximum, minimum = function("max"), function("min")


def _reader(name: str) -> Callable[..., Any]:
    """Return the function that reads what is written in SymPy, loaded when it is called."""
    return lambda *given: getattr(import_module("gradcheck.language.sympy.authoring"), name)(*given)


terms.WORDS["sympy"] = _reader("read_term")
terms.WORDS["is sympy"] = is_sympy

__all__ = [
    "And", "Bernoulli", "E", "Exists", "Exponential", "ForAll", "Iff", "Implies", "Independent", "Invertible", "Normal",
    "Num", "Or", "PositiveDefinite", "Proposition", "Term", "Uncorrelated", "Uniform", "Var", "absolute", "activation",
    "arbitrary_function", "arbitrary_map", "array",
    "atan", "big_o", "cases_on", "chain", "cos", "cosh", "d", "det", "diag", "diagonal",
    "dimension", "dimensions", "eq", "erf", "exp", "family", "function", "gradient", "hadamard", "hessian", "identity",
    "inf", "initial", "integer", "integral", "inverse", "largest_eigenvalue", "limit", "log", "matrix", "maximum",
    "minimum", "natural", "naturals", "ne", "norm", "onehot", "ones", "oo", "operator_norm", "ordered_product", "outer",
    "pi", "random_sequence", "random_variable", "rational", "real", "reals", "recurrence", "relu", "sech", "sequence",
    "sigmoid", "sign", "silu", "sin", "sinh", "smallest_singular_value", "softplus", "sqrt", "sup", "tanh", "theta",
    "total", "trace", "try_value", "vector", "where", "widths", "zeros",
]  # fmt: skip
