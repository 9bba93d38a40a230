"""Symbols of SymPy as symbols of the language, with what SymPy assumes of them as sorts and hypotheses.

    Symbol('x')                                  a real number, and so is Symbol('x', real=True)
    Symbol('x', positive=True)                   a real number with the hypothesis x > 0; likewise for
                                                 nonnegative, negative, nonpositive, nonzero
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

from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache
from typing import Any

import sympy

from gradcheck.language.sympy.refusals import UnclearSymbol
from gradcheck.language.syntax.meaning import check_name
from gradcheck.language.syntax.propositions import Proposition, Relation
from gradcheck.language.syntax.terms import Symbol, Term, as_term, free_symbols

SORTS: tuple[tuple[str, dict[str, bool]], ...] = (
    ("real", {}),
    ("real", {"real": True}),
    ("integer", {"integer": True}),
    ("natural", {"integer": True, "nonnegative": True}),
    ("dimension", {"integer": True, "positive": True}),
)
SIGNS = {"positive": ">", "nonnegative": ">=", "negative": "<", "nonpositive": "<=", "nonzero": "!="}

Facts = tuple[Proposition, ...]
Bound = dict[Any, Term]  # what SymPy's bound variables stand for


class SymbolTable:
    """The symbols of the derivation that is being written, by name, with their hypotheses."""

    def __init__(self) -> None:
        self._known: dict[str, tuple[object, Symbol, Facts]] = {}
        self.functions: set[str] = set()  # the names of undefined functions
        self._told: dict[str, None] = {}

    def tell(self, remark: str) -> None:
        """Remember what a reader is to know of the statement that is being read."""
        self._told[remark] = None

    def told(self) -> tuple[str, ...]:
        """Return what was to be told, once."""
        found, self._told = tuple(self._told), {}
        return found

    def note(self, name: str, assumed: object, symbol: Symbol, facts: Facts) -> Symbol:
        """Return the symbol, and remember its hypotheses; UnclearSymbol if the name has other ones already."""
        known = self._known.setdefault(name, (assumed, symbol, facts))
        if known != (assumed, symbol, facts):
            raise UnclearSymbol(
                f"two symbols are named {name}, with different assumptions, and SymPy prints both alike; declare it"
                " once, or give one of them another name"
            )
        return symbol

    def hypotheses_on(self, symbols: frozenset[Symbol]) -> Facts:
        """Return what SymPy assumes of these symbols beyond their sorts, in the order in which they were read."""
        return tuple(fact for _, symbol, facts in self._known.values() if symbol in symbols for fact in facts)

    @property
    def is_asked(self) -> bool:
        """Whether anything was read since the last derivation."""
        return bool(self._known or self.functions)

    def forget(self) -> None:
        """Begin a derivation, which owes nothing to those before it."""
        self._known.clear()
        self.functions.clear()
        self._told.clear()


AUTHOR = SymbolTable()  # of what authors write; a search that asks SymPy for something has none
_table: SymbolTable | None = None


@contextmanager
def noting_symbols(table: SymbolTable = AUTHOR) -> Iterator[SymbolTable]:
    """Inside of this block the hypotheses on symbols are remembered; outside of it, a symbol with one is refused."""
    global _table
    before, _table = _table, table
    try:
        yield table
    finally:
        _table = before


def tell(text: str) -> None:
    """Let the reader of the statement know this."""
    if _table is not None:
        _table.tell(text)


def symbol_from_sympy(expr: Any) -> Symbol:
    """Return the symbol, and remember the hypothesis on it; UnclearSymbol if there is no such symbol."""
    if type(expr) is not sympy.Symbol:
        raise UnclearSymbol(f"{expr} is a {type(expr).__name__} and has no lasting name; use a Symbol")
    symbol, facts = _read(expr)
    if _table is not None:
        return _table.note(symbol.name, tuple(sorted(expr.assumptions0.items())), symbol, facts)
    if facts:
        raise UnclearSymbol(f"that {symbol.name} is {_told(expr)} would be lost; state it as an assumption")
    return symbol


def ranged(symbol: Symbol, facts: Facts) -> Symbol:
    """Return the symbol, with these hypotheses remembered; UnclearSymbol if nobody remembers them."""
    if _table is not None:
        return _table.note(symbol.name, facts, symbol, facts)
    if facts:
        raise UnclearSymbol(f"the range of {symbol.name} would be lost; state it as an assumption")
    return symbol


def bind(expr: Any, body: Any, bound: Bound, integer: bool = False) -> Symbol:
    """Return the variable of a sum, an integral or a limit of the body, of which no hypothesis is kept.

    A Dummy gets a name of its own; UnclearSymbol where a Symbol would capture another one that has its name.
    """
    taken = {other.name for other in body.free_symbols if other != expr and hasattr(other, "name")}
    taken |= {symbol.name for other, term in bound.items() if other != expr for symbol in free_symbols(term)}
    if type(expr) is sympy.Dummy:
        base = expr.name.lstrip("_") or "i"
        names = (base, *(f"{base}{count}" for count in range(1, len(taken) + 2)))
        name = next(name for name in names if name not in taken)
        return Symbol(name, "integer" if integer or expr.is_integer else "real")
    symbol = Symbol(name_of(expr.label), "integer") if isinstance(expr, sympy.Idx) else _read(expr)[0]
    if symbol.name in taken:
        raise UnclearSymbol(f"two symbols are named {symbol.name}, and one is bound; give one of them another name")
    return Symbol(symbol.name, "integer") if integer and not symbol.is_integer else symbol


def _read(expr: Any) -> tuple[Symbol, Facts]:
    """Return the symbol of the narrowest sort, and the hypothesis that SymPy's assumptions add to it."""
    facts = expr.assumptions0
    name = name_of(expr)
    if facts.get("commutative") is False:
        raise UnclearSymbol(f"{name} does not commute; a matrix is a MatrixSymbol")
    found = next((sort for sort, assumed in SORTS if facts == _implied_by(**assumed)), None)
    if found is not None:
        return Symbol(name, found), ()
    for sort in ("real", "integer"):
        for word, op in SIGNS.items():
            if facts == _implied_by(**{sort: True, word: True}):
                symbol = Symbol(name, sort)
                return symbol, (Relation(op, symbol, as_term(0)),)
    raise UnclearSymbol(
        f"{name} is declared as {_told(expr)}, and that would be lost: symbols"
        " are real or integer, and may be positive, nonnegative, negative, nonpositive or nonzero; state the rest in"
        " given="
    )


def name_of(expr: Any) -> str:
    """Return the name, if reports can print it."""
    try:
        check_name(expr.name)
    except ValueError as problem:
        raise UnclearSymbol(f"{problem}; give the symbol another name") from None
    return str(expr.name)


@lru_cache(maxsize=64)
def _implied_by(**assumed: bool) -> dict[str, bool]:
    facts: dict[str, bool] = sympy.Symbol("x", **assumed).assumptions0
    return facts


def _told(expr: Any) -> str:
    """Return the assumptions that the author wrote."""
    written = sorted(expr._assumptions_orig.items())
    words = [name if value else f"not {name}" for name, value in written if name != "commutative"]
    return " and ".join(words) or "nothing"


def check_sort(expr: Any) -> None:
    """Refuse a variable of a quantifier of which SymPy assumes more than its sort says."""
    if type(expr) is sympy.Symbol and _read(expr)[1]:
        raise UnclearSymbol(
            f"{expr} is declared as {_told(expr)}, and as a bound variable it takes all values of its sort; bind a"
            " symbol without it, and state it as a premise"
        )


def check_value(expr: Any, value: Any = None) -> None:
    """Refuse a variable in whose place a value is put of which less is known than SymPy assumes of the variable.

    Without a value it is an arbitrary real number.
    """
    for word in (*SIGNS, "integer"):
        if getattr(expr, f"is_{word}") and not getattr(value, f"is_{word}", False):
            raise UnclearSymbol(
                f"{expr} is declared as {word}, and {'an entry' if value is None else value} in its place need not be;"
                " SymPy may have used the assumption: take a symbol without it"
            )


def check_unassumed(expr: Any, what: str) -> None:
    """Refuse a value of a function, or an entry, of which SymPy assumes more than that it is real."""
    for word in (*SIGNS, "rational", "irrational", "imaginary"):
        if getattr(expr, f"is_{word}"):
            raise UnclearSymbol(
                f"{what} is declared as {word}, and that would be lost; declare it without, and state that in given="
            )


def check_range(expr: Any, lo: Any, hi: Any) -> None:
    """Refuse a bound variable of which SymPy assumes more than its ends say; an integer one takes its ends too."""
    above, below = lo.is_extended_nonnegative, hi.is_extended_nonpositive
    apart = (lo.is_extended_positive, hi.is_extended_negative) if expr.is_integer else (above, below)
    for word, implied in (
        ("positive", apart[0]), ("nonnegative", above), ("negative", apart[1]), ("nonpositive", below),
        ("nonzero", any(apart)),
    ):  # fmt: skip
        if getattr(expr, f"is_{word}") and not implied:
            raise UnclearSymbol(
                f"{expr} is declared as {word}, and as a bound variable it runs from {lo} to {hi}; SymPy may have used"
                " the assumption outside of it: bind a symbol without it"
            )
