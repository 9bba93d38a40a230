"""What binds a variable in SymPy: Sum, Integral, Limit, Derivative and Subs.

Both ends of a sum are integers; where the last is infinite, the sum is the limit of its finite parts.  A sum over the
places of entries, which SymPy counts from 0, is one over places counted from 1.  A derivative by a
MatrixSymbol has the layout of the language: that of a scalar has the shape of the matrix, that of a column by a column
one row an output, and that of a number by an entry is that entry of its gradient.  ``Subs(Derivative(f(u), u), u, a)``
is the derivative of the arbitrary function f at a.

Refused: indefinite integrals, sums over all integers, derivatives by a function, and other Subs under which
something is derived.
"""

from __future__ import annotations

from typing import Any

import sympy
from sympy.core.parameters import evaluate
from sympy.matrices.expressions.matexpr import MatrixElement

from gradcheck.language.sympy.functions import next_integer, shape_of
from gradcheck.language.sympy.refusals import NoCounterpart, shown
from gradcheck.language.sympy.scalars import CONVERTERS, scalar_from_sympy
from gradcheck.language.sympy.symbols import Bound, bind, check_range, check_value, tell
from gradcheck.language.syntax.arrays import Array, Entry, is_integer
from gradcheck.language.syntax.shorthand import derivative_by
from gradcheck.language.syntax.substitution import replace_symbols
from gradcheck.language.syntax.terms import (
    Add,
    Const,
    Derivative,
    Integral,
    Limit,
    Neg,
    Sum,
    Symbol,
    Term,
    as_term,
    free_symbols,
)
from gradcheck.language.syntax.uninterpreted import Uninterpreted


def end_from_sympy(expr: Any, bound: Bound) -> Term:
    """Return a bound or the point of a limit, which may be infinite."""
    if expr is sympy.oo or expr is -sympy.oo:
        return Const("oo") if expr is sympy.oo else Neg(Const("oo"))
    return scalar_from_sympy(expr, bound)


def _over_limits(expr: Any, bound: Bound) -> Term:
    """Return a Sum or an Integral: the first limits are the innermost, and their ends may use variables further out."""
    from gradcheck.language.sympy.matrices import term_from_sympy

    summed = isinstance(expr, sympy.Sum)
    inner: Bound = dict(bound)
    ends: list[tuple[Symbol, Term, Term]] = []
    for limits in reversed(expr.limits):
        if len(limits) != 3:
            raise NoCounterpart(f"{shown(expr)} has no bounds; give both")
        variable, lo, hi = limits
        low, high = end_from_sympy(lo, inner), end_from_sympy(hi, inner)
        check_range(variable, lo, hi)
        if summed and lo.is_Integer and hi.is_Integer and hi < lo - 1:
            tell(f"a sum from {lo} to {hi} has no value, where SymPy subtracts terms; the empty sum ends at {lo - 1}")
        if summed and not all(is_integer(side) or side is Const("oo") for side in (low, high)):
            raise NoCounterpart(f"the bounds of {shown(expr)} must be integers; declare symbols with integer=True")
        symbol = bind(variable, expr.function, inner, summed)
        inner[variable] = symbol
        if summed and _numbers_entries(expr.function, variable):  # from 1 here, from 0 there
            inner[variable] = Add((symbol, Neg(as_term(1))))
            low, high = (end if end is Const("oo") else next_integer(end) for end in (low, high))
        ends.append((symbol, low, high))
    body = term_from_sympy(expr.function, inner)
    for name, low, high in reversed(ends):
        body = _summed(body, name, low, high) if summed else Integral(body, name, low, high)
    return body


def _numbers_entries(expr: Any, variable: Any) -> bool:
    """Whether the variable counts entries from 0: one has it as its index, or something more than it."""
    entries = [entry for entry in expr.atoms(sympy.Indexed) if shape_of(entry) is not None]
    places = [place for entry in entries for place in entry.indices]
    places += [place for entry in expr.atoms(MatrixElement) for place in entry.args[1:]]
    return any(_is_at_least(place, variable) for place in places)


def _is_at_least(place: Any, variable: Any) -> bool:
    return place == variable or (
        place.is_Add and variable in place.args and not any(part.is_Integer and part < 0 for part in place.args)
    )


def _summed(body: Term, index: Symbol, low: Term, high: Term) -> Term:
    """Return the finite sum, or the limit of finite sums."""
    if high is not Const("oo"):
        return Sum(body, index, low, high)
    taken = {symbol.name for symbol in free_symbols(body) | free_symbols(low)} | {index.name}
    last = Symbol(next(name for name in ("N", "M", "N1", "M1", "N2") if name not in taken), "natural")
    return Limit(Sum(body, index, low, last), last, high)


def _derivative(expr: Any, bound: Bound) -> Term:
    from gradcheck.language.sympy.matrices import term_from_sympy

    return derived(term_from_sympy(expr.expr, bound), expr, bound)


def derived(term: Term, expr: Any, bound: Bound) -> Term:
    """Return the term derived as the Derivative of SymPy says."""
    from gradcheck.language.sympy.matrices import term_from_sympy

    if not all(count.is_number for _, count in expr.variable_count):
        raise NoCounterpart(f"{shown(expr)} is derived a symbolic number of times; state it for a number")
    with evaluate(True):  # a count may be held, as 1 + 1
        counted = [(variable, int(count)) for variable, count in expr.variable_count]
    if len(counted) == 1 and isinstance(term, Uninterpreted) and expr.expr.args == (counted[0][0],):
        ((variable, count),) = counted
        if not isinstance(variable, sympy.Symbol):  # f(g(x)) by g(x) is the slope of f there
            return Uninterpreted(term.name, term.order + count, term.order + count, term.argument)
    for variable in (variable for variable, count in counted for _ in range(count)):
        by = term_from_sympy(variable, bound)
        entry = isinstance(by, Entry) and isinstance(by.array, Array) and not term.shape
        if not entry and not isinstance(by, Symbol | Array):
            raise NoCounterpart(
                f"a derivative is by a symbol, a MatrixSymbol or, of a number, by an entry, not by {shown(variable)};"
                " for another term take a symbol in its place, and Subs"
            )
        if term.shape and by.shape:
            tell("a derivative of an array by an array has the indices of the output first; SymPy's is transposed")
        term = derivative_by(term, by)
    return term


def _limit(expr: Any, bound: Bound) -> Term:
    body, variable, point, side = expr.args
    symbol = bind(variable, body, bound)
    if point.is_infinite:
        check_range(variable, point, point)
    else:
        check_range(variable, point if str(side) == "+" else -sympy.oo, point if str(side) == "-" else sympy.oo)
    word = "" if point.is_infinite or str(side) == "+-" else str(side)
    return Limit(scalar_from_sympy(body, {**bound, variable: symbol}), symbol, end_from_sympy(point, bound), word)


def _substituted(expr: Any, bound: Bound) -> Term:
    """Return the term with values for its variables, where that is the same as the value of the term at them."""
    body, variables, points = expr.args
    inner: Bound = dict(bound)
    values: dict[Symbol, Term] = {}
    for variable, point in zip(variables, points, strict=True):
        check_value(variable, point)
        symbol = bind(variable, body, inner)
        inner[variable] = symbol
        values[symbol] = scalar_from_sympy(point, bound)
    term = scalar_from_sympy(body, inner)
    order, by = 0, set[Term]()
    while isinstance(term, Derivative) and term.variable in values:
        by.add(term.variable)
        term, order = term.body, order + 1
    if order and isinstance(term, Uninterpreted) and by == {term.argument}:
        (argument,) = (values[symbol] for symbol in values if symbol is term.argument)
        return Uninterpreted(term.name, term.order + order, term.order + order, argument)
    if order:
        raise NoCounterpart(f"{shown(expr)} is the value of a derivative; compute it, or state it for a symbol")
    if len(variables) > 1 and (
        len(values) < len(variables) or any(symbol in free_symbols(at) for symbol in values for at in values.values())
    ):
        raise NoCounterpart(f"{shown(expr)} depends on the order in which SymPy substitutes; write out what is meant")
    try:
        return replace_symbols(term, values)
    except ValueError as problem:
        raise NoCounterpart(f"{shown(expr)} cannot be substituted: {problem}") from None


CONVERTERS.update({
    sympy.Sum: _over_limits,
    sympy.Integral: _over_limits,
    sympy.Limit: _limit,
    sympy.Derivative: _derivative,
    sympy.Subs: _substituted,
})  # fmt: skip
