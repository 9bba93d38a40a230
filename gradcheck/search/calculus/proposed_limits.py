"""Proposes limits that are worth trying: the one that SymPy finds, and common numbers.  Nothing is proved here."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from fractions import Fraction

from gradcheck.language.syntax.node import Node
from gradcheck.language.syntax.terms import Limit, Num, Symbol, Term, free_symbols
from gradcheck.runtime.mishaps import sympy_at_work

COMMON = tuple(Num(Fraction(v)) for v in (0, 1, Fraction(1, 2), -1, 2))


def limits_of(term: Limit, positive: Iterable[Symbol] = ()) -> Iterator[Term]:
    """Yield the limit that SymPy finds, where these symbols are positive, and common ones."""
    import sympy

    from gradcheck.language.sympy.computing import scalar_to_sympy
    from gradcheck.language.sympy.reading import from_sympy

    seen: set[Node] = set()
    with sympy_at_work():
        variable, point = scalar_to_sympy(term.variable), scalar_to_sympy(term.point)
        signed = {scalar_to_sympy(symbol): sympy.Symbol(symbol.name, positive=True) for symbol in positive}
        found = sympy.limit(scalar_to_sympy(term.body).xreplace(signed), variable, point, term.side or "+-")
        value = from_sympy(found.xreplace({new: old for old, new in signed.items()}))
        if not free_symbols(value) & {term.variable}:
            seen.add(value)
            yield value
    yield from (value for value in COMMON if value not in seen)
