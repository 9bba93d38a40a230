"""Symbols of SymPy as symbols of the language, with what SymPy assumes of them as sorts and hypotheses.

    Symbol('x')                                  a real number, and so is Symbol('x', real=True)
    Symbol('x', positive=True)                   a real number with the hypothesis x > 0; likewise nonnegative, negative,
                                                 nonpositive, nonzero
    Symbol('k', integer=True)                    an integer
    Symbol('k', integer=True, nonnegative=True)  a natural number: 0, 1, 2, ...
    Symbol('n', integer=True, positive=True)     a dimension: 1, 2, 3, ...

A hypothesis belongs to the derivation in which the symbol occurs free.  The variable of a sum, an integral or a limit
takes the values between its ends, whatever is assumed of it; SymPy may have used an assumption before, so one that the
ends do not imply is refused.

Refused with GC442: a Dummy or Wild that is free (it has no name), complex, imaginary and non-commutative symbols,
assumptions that the language cannot state (even, prime, rational, ...), and one name with two sets of assumptions,
which SymPy prints alike.
"""

from __future__ import annotations

from typing import Any

import sympy

from gradcheck.language.sympy.refusals import UnclearSymbol
from gradcheck.language.syntax.meaning import check_name
from gradcheck.language.syntax.propositions import Proposition, Relation
from gradcheck.language.syntax.terms import Symbol, as_term

SORTS: tuple[tuple[str, dict[str, bool]], ...] = (
    ("real", {}),
    ("real", {"real": True}),
    ("integer", {"integer": True}),
    ("natural", {"integer": True, "nonnegative": True}),
    ("dimension", {"integer": True, "positive": True}),
)
OPERATORS = {"positive": ">", "nonnegative": ">=", "negative": "<", "nonpositive": "<=", "nonzero": "!="}
IMPLIED = {"real", "finite", "extended_real", "complex", "commutative", "infinite", "hermitian", "zero"}

Assumed = tuple[tuple[str, bool], ...]
_known: dict[str, tuple[Assumed, Symbol, Proposition | None]] = {}  # the symbols of the derivation being written


def forget_symbols() -> None:
    """Forget all symbols: a new derivation begins."""
    _known.clear()


def hypotheses_on(symbols: set[Symbol] | frozenset[Symbol]) -> tuple[Proposition, ...]:
    """Return what SymPy assumes of these symbols beyond their sorts, in the order in which they were read."""
    return tuple(fact for _, symbol, fact in _known.values() if fact is not None and symbol in symbols)


def symbol_from_sympy(expr: Any) -> Symbol:
    """Return the symbol, and remember the hypothesis on it; UnclearSymbol if there is no such symbol."""
    assumed = _assumed(expr)
    known = _known.get(expr.name)
    if known is not None and known[0] == assumed:
        return known[1]
    symbol, fact = _read(expr)
    if known is not None and (known[1], known[2]) != (symbol, fact):
        raise UnclearSymbol(
            f"two symbols are named {expr.name}, with different assumptions ({_told(known[0])}; {_told(assumed)}), and"
            " SymPy prints both alike; give one of them another name"
        )
    _known[expr.name] = (assumed, symbol, fact)
    return symbol


def bound_from_sympy(expr: Any, integer: bool = False) -> Symbol:
    """Return the variable of a sum, an integral or a limit, of which no hypothesis is kept; a Dummy is named by itself."""
    if type(expr) is sympy.Dummy:
        return Symbol(f"{expr.name.lstrip('_') or 'i'}", "integer" if integer else _read(expr)[0].sort)
    if isinstance(expr, sympy.Idx):
        return Symbol(_name(expr.label), "integer")
    symbol, _ = _read(expr)
    return Symbol(symbol.name, "integer") if integer and not symbol.is_integer else symbol


def _assumed(expr: Any) -> Assumed:
    if type(expr) is not sympy.Symbol:
        raise UnclearSymbol(f"{expr} is a {type(expr).__name__} and has no lasting name; use a Symbol")
    return tuple(sorted(expr._assumptions_orig.items()))


def _read(expr: Any) -> tuple[Symbol, Proposition | None]:
    """Return the symbol of the narrowest sort, and the hypothesis that SymPy's assumptions add to it."""
    facts = expr.assumptions0
    if facts.get("commutative") is False:
        raise UnclearSymbol(f"{expr.name} does not commute; a matrix is a MatrixSymbol")
    if type(expr) is sympy.Symbol:
        name = _name(expr)
    else:
        name = expr.name
    for sort, assumed in SORTS:
        if facts == _implied_by(assumed):
            return Symbol(name, sort), None
    for base in ({"real": True}, {"integer": True}):
        for word, op in OPERATORS.items():
            if facts == _implied_by({**base, word: True}):
                symbol = Symbol(name, "integer" if "integer" in base else "real")
                return symbol, Relation(op, symbol, as_term(0))
    told = _told(tuple(sorted(expr._assumptions_orig.items())))
    raise UnclearSymbol(
        f"{name} is declared as {told}, which the language cannot state; symbols are real or integer, and may be"
        " positive, nonnegative, negative, nonpositive or nonzero; state the rest in given="
    )


def _name(expr: Any) -> str:
    try:
        check_name(expr.name)
    except ValueError as problem:
        raise UnclearSymbol(f"{problem}; give the symbol another name") from None
    return str(expr.name)


def _implied_by(assumed: dict[str, bool]) -> dict[str, bool]:
    facts: dict[str, bool] = sympy.Symbol("x", **assumed).assumptions0
    return facts


def _told(assumed: Assumed) -> str:
    words = [name if value else f"not {name}" for name, value in assumed if name != "commutative"]
    return " and ".join(words) or "nothing"


def check_range(expr: Any, lo: Any, hi: Any) -> None:
    """Refuse a bound variable of which SymPy assumes more than its ends say."""
    for word in ("positive", "nonnegative", "negative", "nonpositive", "nonzero"):
        if not getattr(expr, f"is_{word}"):
            continue
        above, below = word in ("positive", "nonnegative"), word in ("negative", "nonpositive")
        if above and lo.is_extended_nonnegative or below and hi.is_extended_nonpositive:
            continue
        if word == "nonzero" and (lo.is_extended_nonnegative or hi.is_extended_nonpositive):
            continue
        raise UnclearSymbol(
            f"{expr} is declared as {word}, and as a bound variable it runs from {lo} to {hi}; SymPy may have used the"
            " assumption outside of it: bind a symbol without it"
        )
