"""Sets of numbers: words for sorts, intervals and ranges, and what they say of a variable.

n in naturals       0, 1, 2, ...           d in dimensions      1, 2, 3, ...         also R, N, Z
p in [0, 1]         0 <= p <= 1            i in 1..n            a dimension with i <= n
"""

from __future__ import annotations

from gradcheck.language.notation.elaborator import Elaborator
from gradcheck.language.notation.tree import Interval, Name, Number, Signed, Tree, bare
from gradcheck.language.notation.words import FIELDS, INFINITE, SORTS
from gradcheck.language.syntax.propositions import Proposition, Relation
from gradcheck.language.syntax.terms import Symbol


def sort_of(tree: Tree | None) -> str | None:
    """Return the sort of the numbers in a set; None for what is no set of numbers."""
    if tree is None:
        return "real"
    inner = bare(tree)
    if isinstance(inner, Name):
        return SORTS.get(inner.text) or FIELDS.get(inner.text)
    if isinstance(inner, Interval):
        if not inner.whole:
            return "real"
        lower = bare(inner.lower)
        return {"0": "natural", "1": "dimension"}.get(lower.text, "integer") if isinstance(lower, Number) else "integer"
    return None


def symbol_for(within: Elaborator, name: str, sort: Tree | None, tree: Tree) -> Symbol:
    """Return the variable of this name over the set; GC414 where it is none."""
    kind = sort_of(sort)
    if kind is None:
        hint = "a range is written 0 < x < 1"
        raise within.error("GC414", "a sort is naturals, integers, dimensions or reals", sort or tree, hint)
    return Symbol(name, kind)


def conditions_of(within: Elaborator, symbol: Symbol, sort: Tree | None, depth: int = 0) -> list[Proposition]:
    """Return what a set says of a variable beyond its sort."""
    inner = bare(sort) if sort is not None else None
    if not isinstance(inner, Interval):
        return []
    found: list[Proposition] = []
    if not _is_infinite(within, inner.lower) and not (inner.whole and sort_of(inner) != "integer"):
        found.append(Relation(">" if inner.lower_open else ">=", symbol, within.term(inner.lower, depth)))
    if not _is_infinite(within, inner.upper):
        found.append(Relation("<" if inner.upper_open else "<=", symbol, within.term(inner.upper, depth)))
    return found


def _is_infinite(within: Elaborator, tree: Tree) -> bool:
    end = bare(tree)
    name = bare(end.operand) if isinstance(end, Signed) else end
    return isinstance(name, Name) and name.text in INFINITE and name.text not in within.scope
