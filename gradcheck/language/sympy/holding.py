"""A block in which SymPy writes down what an author writes, and evaluates nothing.

    with held():
        claim = Eq((1 - b)*h*(1 - b**t)/(1 - b), h*(1 - b**t))    # holds if b != 1

SymPy evaluates while it builds: outside of such a block ``x/x`` is 1 and ``Eq(x, x)`` is True before it can be read.
Inside, sums, products, powers, functions and relations of scalars are held by SymPy's own switch.  It does not reach
matrices and connectives: their operators are replaced for as long as the block runs, so that ``A*A.I`` is a product,
and so is ``M*M`` of an explicit matrix, with which SymPy would compute.
Arithmetic of Python itself is never seen: ``2*3`` is 6, and ``Rational(2, 4)`` is 1/2.

Statements are built in the block, and computing in it is refused with GC443: with the switch off, ``diff`` and ``E`` of
SymPy give wrong answers.  Compute before the block, and use the result in it.  It is for one thread at a time.
"""

from __future__ import annotations

import inspect
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from types import CodeType, FrameType
from typing import Any

import sympy
from sympy.core.parameters import evaluate
from sympy.matrices import MatrixBase
from sympy.matrices import expressions as heads
from sympy.matrices.expressions import MatrixExpr
from sympy.matrices.expressions.matexpr import MatrixElement

from gradcheck.language.sympy.refusals import ComputedWhileHeld

WRITING = (  # the functions of SymPy that write; all others compute
    "sympify", "symbols", "var", "sqrt", "root", "cbrt", "hadamard_product", "kronecker_product", "diagonalize_vector",
    "matrix_symbols", "diag", "eye", "ones", "zeros", "default_sort_key", "ordered", "numbered_symbols", "flatten",
    "shape", "pprint", "pretty", "pretty_print", "latex", "srepr", "sstr", "sstrrepr", "python", "init_printing",
    "cacheit", "public",
)  # fmt: skip
OF_CHANCE = (
    "E", "P", "variance", "covariance", "std", "moment", "cmoment", "smoment", "skewness", "kurtosis",
    "correlation", "density", "cdf", "entropy", "median", "quantile", "sample", "characteristic_function",
    "moment_generating_function",
)  # fmt: skip
METHODS = (
    "doit", "diff", "integrate", "limit", "series", "nseries", "simplify", "factor", "expand", "cancel", "apart",
    "together", "collect", "trigsimp", "powsimp", "radsimp", "nsimplify", "evalf", "n", "refine", "as_explicit",
    "evaluate_integral", "fourier_transform", "rewrite", "coeff", "fdiff", "as_poly", "as_finite_difference", "as_sum",
    "transform", "euler_maclaurin", "as_numer_denom", "as_real_imag", "as_coefficients_dict", "leadterm", "aseries",
    "lseries", "taylor_term", "removeO", "jacobian", "det",
)  # fmt: skip


@contextmanager
def held() -> Iterator[None]:
    """Inside of this block SymPy builds what is written; computing in it is refused."""
    if is_held():
        yield
        return
    before = {(kind, name): kind.__dict__.get(name) for kind, name, _ in REPLACED}
    profile = sys.getprofile()
    with evaluate(False):
        for kind, name, made in REPLACED:
            setattr(kind, name, made)
        sys.setprofile(_watch)
        try:
            yield
            if sys.getprofile() is None:  # Python takes away a profiler that has raised
                raise ComputedWhileHeld("what was computed inside of `with held():` was refused, and caught there")
        finally:
            sys.setprofile(profile)
            for (kind, name), known in before.items():
                delattr(kind, name) if known is None else setattr(kind, name, known)


def is_held() -> bool:
    """Whether such a block is running."""
    return MatrixExpr.__dict__.get("__mul__") is _multiplied


def _watch(frame: FrameType, event: str, _: object) -> None:
    """Raise ComputedWhileHeld where an author calls a function of SymPy that computes."""
    if event != "call":
        return
    name = _computing("sympy.stats" in sys.modules).get(frame.f_code)
    if frame.f_code is _DERIVATIVE and frame.f_locals.get("kwargs", {}).get("evaluate"):
        name = "Derivative(..., evaluate=True)"
    if name is not None and not _within_sympy(frame.f_back):
        raise ComputedWhileHeld(
            f"{name} computes, and inside of `with held():` SymPy only writes; compute before the block, and use the"
            " result in it"
        )


_DERIVATIVE = sympy.Derivative.__new__.__code__


def _within_sympy(frame: FrameType | None) -> bool:
    """Whether SymPy itself makes the call; its wrappers around functions do not count."""
    while frame is not None and frame.f_globals.get("__name__") in ("sympy.core.cache", "sympy.core.decorators"):
        frame = frame.f_back
    return frame is not None and str(frame.f_globals.get("__name__")).partition(".")[0] == "sympy"


@cache
def _computing(with_chance: bool) -> dict[CodeType, str]:
    """The code of everything in SymPy that computes, with its name; of ``sympy.stats`` only where that is loaded."""
    found = {name: getattr(sympy, name) for name in sympy.__all__ if name not in WRITING}
    if with_chance:
        found |= {f"stats.{name}": getattr(sys.modules["sympy.stats"], name, None) for name in OF_CHANCE}
    codes = {_code(value): name for name, value in found.items()}
    kinds: list[type] = [sympy.Basic]
    for kind in kinds:
        below: list[type] = kind.__subclasses__()
        kinds += [other for other in below if other not in kinds]
    bases: set[type] = {base for known in kinds for base in known.__mro__}
    for kind in bases:
        codes |= {_code(kind.__dict__[name]): f".{name}()" for name in METHODS if name in kind.__dict__}
    return {code: name for code, name in codes.items() if code is not None}


def _code(value: object) -> CodeType | None:
    function = inspect.unwrap(value) if callable(value) else None
    code = getattr(function, "__code__", None)
    return None if code is None or "<locals>" in code.co_qualname else code  # a wrapper is that of many functions


def _plain(expr: Any) -> Any:
    if isinstance(expr, MatrixBase) and not isinstance(expr, MatrixExpr):
        return sympy.ImmutableMatrix(expr)
    return sympy.Integer(expr) if isinstance(expr, int) else expr


def _multiplied(left: Any, right: Any) -> Any:
    return heads.MatMul(_plain(left), _plain(right), evaluate=False)


def _multiplied_from_left(right: Any, left: Any) -> Any:
    return heads.MatMul(_plain(left), _plain(right), evaluate=False)


def _added(left: Any, right: Any) -> Any:
    return heads.MatAdd(_plain(left), _plain(right), evaluate=False)


def _subtracted(left: Any, right: Any) -> Any:
    return _added(left, _negative(right))


def _negative(matrix: Any) -> Any:
    return _multiplied(-1, matrix)


def _divided(matrix: Any, scalar: Any) -> Any:
    return heads.MatMul(_plain(matrix), sympy.Pow(_plain(scalar), sympy.Integer(-1), evaluate=False), evaluate=False)


def _raised(matrix: Any, exponent: Any) -> Any:
    return heads.MatPow(_plain(matrix), _plain(exponent))


def _inverse(matrix: Any) -> Any:
    return heads.Inverse(_plain(matrix))


def _transposed(matrix: Any) -> Any:
    return heads.Transpose(_plain(matrix))


def _entry(matrix: Any, place: Any) -> Any:
    if not isinstance(place, tuple) or len(place) != 2 or any(isinstance(index, slice) for index in place):
        raise IndexError("inside of `with held():` an entry of a matrix has a row and a column: A[i, j]")
    return MatrixElement(matrix, *map(_plain, place))


def _joined(kind: Any, *parts: Any, **_: Any) -> Any:
    """Return the conjunction, disjunction or equivalence of the parts, in their order."""
    made = sympy.Basic.__new__(
        kind, *(sympy.true if part is True else sympy.false if part is False else part for part in parts)
    )
    made._argset = frozenset(made._args)
    return made


LOGIC: tuple[tuple[type, str, Any], ...] = tuple(
    (kind, "__new__", staticmethod(_joined)) for kind in (sympy.And, sympy.Or, sympy.Equivalent)
)
OPERATORS: dict[str, Any] = {
    "__mul__": _multiplied, "__matmul__": _multiplied, "__rmul__": _multiplied_from_left,
    "__rmatmul__": _multiplied_from_left, "__add__": _added, "__sub__": _subtracted, "__neg__": _negative,
    "__truediv__": _divided, "__pow__": _raised, "inv": _inverse, "T": property(_transposed), "transpose": _transposed,
}  # fmt: skip
OF_SYMBOLS: dict[str, Any] = {"__getitem__": _entry, "inverse": _inverse, "I": property(_inverse)}


def _below(kind: Any) -> Iterator[Any]:
    yield kind
    for other in kind.__subclasses__():
        yield from _below(other)


REPLACED: tuple[tuple[type, str, Any], ...] = (
    *LOGIC,
    *((MatrixExpr, name, made) for name, made in (OPERATORS | OF_SYMBOLS).items()),
    *((kind, name, made) for kind in dict.fromkeys(_below(MatrixBase)) for name, made in OPERATORS.items()
      if kind is MatrixBase or name in kind.__dict__),
)  # fmt: skip
