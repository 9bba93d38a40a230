"""The indices of widths, each brought into one form: n(k + 1 - 1) is n(k).

n(p) and n(q) are one term where p and q are one polynomial with integer coefficients.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from recheck.nodes import CANONICAL, fit, make, number, plus, times

if TYPE_CHECKING:
    from recheck.nodes import Node

MAX_TERMS = 64


def canonical(name: str, index: Node) -> tuple[Any, ...]:
    """Return a width's name and its index, as a sum of products in one order; Wrong where it is no such polynomial."""
    parts = []
    for factors, value in sorted(polynomial(index).items(), key=lambda item: tuple(map(text, item[0]))):
        if value != 1 or not factors:
            factors = (number(value), *factors)
        parts.append(factors[0] if len(factors) == 1 else times(*factors))
    return name, (number(0) if not parts else parts[0] if len(parts) == 1 else plus(*parts))


CANONICAL["Width"] = canonical


def polynomial(term: Node) -> dict[Any, Any]:
    """Return {factors: coefficient} of an integer term."""
    kind, args = term.kind, term.args
    if kind == "Num":
        fit(args[0].denominator == 1)
        return {(): args[0]} if args[0] else {}
    if kind in ("Here", "Width") or (kind == "Symbol" and args[1] != "real"):
        return {(term,): 1}
    fit(kind in ("Neg", "Add", "Mul"))
    if kind == "Neg":
        return {factors: -value for factors, value in polynomial(args[0]).items()}
    total: dict[Any, Any] = {(): 1} if kind == "Mul" else {}
    for part in args[0]:
        inner = polynomial(part)
        if kind == "Mul":
            fit(len(total) * len(inner) <= MAX_TERMS)
            pairs: Iterable[Any] = [
                (tuple(sorted(a + b, key=text)), x * y) for a, x in total.items() for b, y in inner.items()
            ]
            total = {}
        else:
            pairs = inner.items()
        for factors, value in pairs:
            total[factors] = total.get(factors, 0) + value
    return {factors: value for factors, value in total.items() if value}


def text(term: Node) -> str:
    """Return what orders the factors of an index."""
    return f"{term.kind}({', '.join(text(a) if hasattr(a, 'kind') else repr(a) for a in flat(term.args))})"


def flat(args: Any) -> list[Any]:
    return [item for arg in args for item in (flat(arg) if type(arg) is tuple else [arg])]


make("Here")
