"""Places of entries, which are counted from 1 here and from 0 in SymPy, and the ranges of sums over them."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from gradcheck.language.sympy.unsayable import unsayable
from gradcheck.language.syntax.arrays import Entry
from gradcheck.language.syntax.node import walk
from gradcheck.language.syntax.substitution import replace_symbols
from gradcheck.language.syntax.terms import Add, Neg, Num, Sum, Symbol, Term, free_symbols


def shifted(term: Term, by: int) -> Term:
    """Return the integer term plus a number, with the numbers in it added up."""
    rest: list[Term] = []
    total = Fraction(by)
    for part in _summands(term):
        if isinstance(part, Num):
            total += part.value
        elif isinstance(part, Neg) and isinstance(part.term, Num):
            total -= part.term.value
        else:
            rest.append(part)
    constant = () if total == 0 and rest else (Num(total),) if total >= 0 or not rest else (Neg(Num(-total)),)
    terms = (*rest, *constant)
    return terms[0] if len(terms) == 1 else Add(terms)


def _summands(term: Term) -> Iterator[Term]:
    if isinstance(term, Add):
        for part in term.terms:
            yield from _summands(part)
    else:
        yield term


def for_sympy(term: Sum) -> Sum:
    """Return the sum over the same terms for SymPy.

    One over places of entries is counted from 0.  The index has the sort that its first value implies: SymPy would take
    the sort for granted outside of the sum, too.
    """
    body, index, lo, hi = term.body, term.index, term.lo, term.hi
    if index in _counting(body):
        body = _replaced(term, body, index, shifted(index, 1))
        lo, hi = shifted(lo, -1), shifted(hi, -1)
    least = lo.value if isinstance(lo, Num) else lo.least if isinstance(lo, Symbol) else None
    if index.least is not None and (least is None or least < index.least):
        weaker = Symbol(index.name, "integer")
        body, index = _replaced(term, body, index, weaker), weaker
    return Sum(body, index, lo, hi)


def _counting(body: Term) -> set[Symbol]:
    """Return the symbols in the places of entries."""
    entries = [node for node in walk(body) if isinstance(node, Entry)]
    return {symbol for entry in entries for place in entry.indices for symbol in free_symbols(place)}


def _replaced(term: Sum, body: Term, index: Symbol, other: Term) -> Term:
    try:
        return replace_symbols(body, {index: other})
    except ValueError as problem:
        raise unsayable(term, f"its index {index.name} would have to be counted otherwise: {problem}") from None
