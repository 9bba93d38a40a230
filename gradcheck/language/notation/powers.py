"""Powers, transposes and what stands between bars.

x**n            of numbers; v**2 of a vector entry by entry; A**2 of a square matrix A @ A, A**-1 its inverse
X^T, X.T        the transpose, unless T is declared; of a vector a row, for products
|x|             the absolute value; ‖v‖ the Euclidean norm, of a matrix the Frobenius norm
‖v‖_1, ‖v‖_2, ‖v‖_oo, ‖A‖_F, ‖A‖_2              with the norm named; ‖A‖_2 is the operator norm
<u, v>          written ⟨u, v⟩: the inner product
"""

from __future__ import annotations

from fractions import Fraction

from gradcheck.language.notation.elaborator import Elaborator, Row
from gradcheck.language.notation.multiplication import transposed
from gradcheck.language.notation.tree import MAX_NESTING, Fenced, Marked, Name, Number, Power, Script, Tree, bare
from gradcheck.language.syntax.arrays import (
    Diag,
    Entry,
    Hadamard,
    Identity,
    Inverse,
    MatMul,
    Norm,
    Ones,
    OrderedProduct,
    is_integer,
)
from gradcheck.language.syntax.magnitude import absurd_power
from gradcheck.language.syntax.spectra import Spectral
from gradcheck.language.syntax.terms import Apply, Mul, Num, Pow, Symbol, Term, free_symbols

MAX_FACTORS = 20  # of a power that is written out


def elaborate_power(within: Elaborator, tree: Power, depth: int) -> Term | Row:
    """Return a power, or the transpose X^T."""
    base = within.value(tree.base, depth)
    mark = bare(tree.exponent)
    if isinstance(mark, Name) and mark.text == "T" and _is_transpose(within, base, tree):
        return transposed(base)
    if isinstance(base, Row):
        raise within.error("GC415", "a row has no power", tree)
    exponent = within.term(tree.exponent, depth)
    if base.shape:
        return _power_of_array(within, base, exponent, tree)
    if exponent.shape:
        if base is Apply("exp", (Num(Fraction(1)),)):
            within.remark("e to the power of an array is meant entry by entry")
            return Apply("exp", (exponent,))
        raise within.error("GC415", "an exponent is a scalar", tree.exponent)
    problem = absurd_power(base, exponent)
    if problem:
        raise within.error("GC407", problem, tree.exponent)
    return Pow(base, exponent)


def _is_transpose(within: Elaborator, base: Term | Row, tree: Power) -> bool:
    """Whether X^T is the transpose; GC417 where it may be a power as well."""
    if isinstance(base, Row):
        return True
    declared = "T" in within.scope
    if base.shape:
        is_square = len(base.shape) == 2 and base.shape[0] is base.shape[1]
        if declared and is_square:
            hint = "write A.T for the transpose; with another letter for T it is a power"
            raise within.error("GC417", "T is declared, so A^T may be the transpose or a power", tree, hint)
        return True
    inner = bare(tree.base)
    if not declared and "T" not in within.alone and isinstance(inner, Name) and inner.text not in within.scope:
        hint = f"declare {inner.text} in R^(n x d) for the transpose, T in N for a power"
        raise within.error("GC417", f"{inner.text}^T has two readings", tree, hint)
    return False


def _power_of_array(within: Elaborator, base: Term, exponent: Term, tree: Power) -> Term:
    if isinstance(exponent, Num) and abs(exponent.value) > MAX_FACTORS:
        raise within.error("GC407", f"a power of an array has at most {MAX_FACTORS} factors", tree.exponent)
    if len(base.shape) == 1:
        return _entrywise(within, base, exponent, tree)
    if len(base.shape) != 2 or base.shape[0] is not base.shape[1]:
        raise within.error("GC415", "a power is of a scalar or a square matrix", tree, "entry by entry: X ⊙ X")
    if isinstance(exponent, Num) and exponent.value.denominator == 1:
        times = int(exponent.value)
        if times == 0:
            return Identity(base.shape[0])
        factor = Inverse(base) if times < 0 else base
        product = factor
        for _ in range(abs(times) - 1):
            product = MatMul(product, factor)
        return product
    if is_integer(exponent):
        taken = {symbol.name for symbol in (*free_symbols(base), *free_symbols(exponent))} | set(within.scope)
        index = Symbol(next(name for name in ("k", "j", "l", "k'", "k''", "k'''") if name not in taken), "integer")
        return OrderedProduct(base, index, Num(Fraction(1)), exponent, True)
    raise within.error("GC415", "a power of a matrix has a whole exponent", tree.exponent)


def _entrywise(within: Elaborator, base: Term, exponent: Term, tree: Power) -> Term:
    within.remark("a power of a vector is meant entry by entry")
    if isinstance(exponent, Num):
        if exponent.value == Fraction(1, 2):
            return Apply("sqrt", (base,))
        if exponent.value.denominator == 1 and exponent.value != 0:
            times = int(exponent.value)
            factor = base if times > 0 else MatMul(Inverse(Diag(base)), Ones(base.shape))
            product = factor
            for _ in range(abs(times) - 1):
                product = Hadamard(product, factor)
            return product
    raise within.error("GC415", "a power of a vector has a whole number or 1/2 as its exponent", tree.exponent)


def elaborate_mark(within: Elaborator, tree: Marked, depth: int) -> Term | Row:
    """Return a transpose, or a factorial as the product of the numbers up to it."""
    if tree.mark.text == "!":
        return factorial_of(within, within.term(tree.base, depth), tree)
    if tree.mark.text != "T":
        raise within.error("GC410", f"{tree.mark.text} has no meaning here", tree.mark)
    value = within.value(tree.base, depth)
    inner = bare(tree.base)
    if not isinstance(value, Row) and not value.shape:
        hint = f"declare it, as in {inner.text} in R^(n x d)" if isinstance(inner, Name) else ""
        raise within.error("GC415", "a transpose is of a matrix or a vector", tree, hint)
    return transposed(value)


def factorial_of(within: Elaborator, value: Term, tree: Tree) -> Term:
    """Return the product of 1, ..., n."""
    if not is_integer(value):
        raise within.error("GC415", "a factorial is of an integer", tree, "declare it, as in  n in N")
    one = Num(Fraction(1))
    taken = {symbol.name for symbol in free_symbols(value)} | (within.alone - within.scope.keys())
    letters = (letter + "'" * primes for primes in range(MAX_NESTING) for letter in "kjl")
    free = (Symbol(name, "integer") for name in letters if name not in taken)
    index = next(one for one in free if within.scope.get(one.name, one) is one)
    return Entry(OrderedProduct(Mul((index, Identity(one))), index, one, value, True), (one, one))


def elaborate_fenced(within: Elaborator, tree: Fenced, depth: int) -> Term:
    """Return an absolute value, a norm, or an inner product."""
    if tree.kind == "inner":
        if len(tree.parts) != 2:
            raise within.error("GC405", "an inner product is of two vectors", tree)
        left, right = (within.term(part, depth) for part in tree.parts)
        return MatMul(left, right)
    value = within.value(tree.parts[0], depth)
    inner = value.vector if isinstance(value, Row) else value
    if tree.kind == "norm":
        return Norm(inner)
    if tree.kind != "abs":
        raise within.error("GC410", f"there is no {tree.kind}", tree)
    if inner.shape:
        hint = "write ‖v‖, or abs(v) entry by entry" if len(inner.shape) == 1 else "write ‖A‖ or det(A)"
        raise within.error("GC417", "|...| of an array has two readings", tree, hint)
    return Apply("abs", (inner,))


def elaborate_named_norm(within: Elaborator, tree: Script, depth: int) -> Term:
    """Return a norm with a letter below it."""
    fenced = tree.base
    if not isinstance(fenced, Fenced) or fenced.kind != "norm" or len(tree.indices) != 1:
        raise within.error("GC410", "only names and norms have something below them", tree)
    value = within.value(fenced.parts[0], depth)
    inner = value.vector if isinstance(value, Row) else value
    mark = bare(tree.indices[0])
    letter = mark.text if isinstance(mark, Name | Number) else ""
    if len(inner.shape) == 1:
        if letter == "2":
            return Norm(inner)
        if letter == "1":
            return MatMul(Ones(inner.shape), Apply("abs", (inner,)))
        if letter in ("oo", "inf"):
            return Spectral("operator_norm", Diag(inner))
    elif len(inner.shape) == 2:
        if letter == "F":
            return Norm(inner)
        if letter in ("2", "op"):
            return Spectral("operator_norm", inner)
    else:
        return Norm(inner)  # which is refused
    hint = "norms are ‖v‖_1, ‖v‖_2 and ‖v‖_oo of a vector, ‖A‖_F and ‖A‖_2 of a matrix"
    raise within.error("GC410", "there is no such norm", tree.indices[0], hint)
