"""Hints for the signs of polynomials that the second reader does not see by itself: how each is shown.

    product        the polynomial is this product of powers of factors, as python-flint finds it
    sturm          a polynomial of one atom: count its roots on the interval of the atom
    squares        b + a w, w a root or an absolute value: compare squares
    exponentials   a sum of logarithms: compare its exponential with 1
    logarithms     q exp(u) - r exp(v): compare logarithms

The reader checks each of them.  Where no hint helps the sign stays open.
"""

from __future__ import annotations

from fractions import Fraction
from math import lcm
from typing import Any

from flint import Ordering, fmpq, fmpq_mpoly_ctx

from gradcheck.certificates.reader import own_modules
from gradcheck.certificates.showing import NotShown, show_atom, show_polynomial, show_quotient

MAX_DEGREE, MAX_TERMS, MAX_LOGARITHM = 60, 300, 12
MAX_HINTS = 200  # of one step

Poly = dict[Any, Fraction]
Hint = tuple[Any, ...]


class Asked:
    """Gives the reader a hint wherever it asks for one, and keeps them in the order in which they were given."""

    def __init__(self) -> None:
        self.hints: list[Hint] = []
        self._asked: set[Any] = set()

    def __call__(self, forms: Any, poly: Poly) -> Hint | None:
        key = forms, own_modules().polynomials.monic(poly)
        if key in self._asked or len(self.hints) >= MAX_HINTS:
            return None
        self._asked.add(key)
        hint = hint_for(forms, poly)
        if hint is not None and hint not in self.hints:
            self.hints.append(hint)
        return hint


def hint_for(forms: Any, poly: Poly) -> Hint | None:
    """Return a hint by which the reader shows the sign of the polynomial; None where none is found."""
    modules = own_modules()
    try:
        found = factored(poly)
        if found is not None:
            content, monomial, factors = found
            if len(factors) > 1 or monomial or (factors and factors[0][1] > 1):
                return "product", _product(content, monomial, factors), None
        for method in (_sturm, _squares, _exponentials, _logarithms):
            hint = method(forms, poly)
            if hint is not None:
                return hint
    except (NotShown, modules.refusal.Refusal):
        return None
    return None


def factored(poly: Poly) -> tuple[Fraction, Any, list[tuple[Poly, int]]] | None:
    """Return content, monomial and irreducible factors; None for a number, a monomial, or one that is too large."""
    atoms = sorted({a for mono in poly for a, _ in mono})
    if not atoms or len(poly) < 2 or len(poly) > MAX_TERMS:
        return None
    powers = [{a: Fraction(e) for a, e in mono} for mono in poly]
    least = {a: min(row.get(a, Fraction(0)) for row in powers) for a in atoms}
    unit = {a: lcm(*(row.get(a, Fraction(0)).denominator for row in powers)) for a in atoms}
    exponents = [tuple(int((row.get(a, Fraction(0)) - least[a]) * unit[a]) for a in atoms) for row in powers]
    if max(map(max, exponents)) > MAX_DEGREE:
        return None
    ring = fmpq_mpoly_ctx.get([f"g{place}" for place in range(len(atoms))], Ordering.lex)
    values = [fmpq(c.numerator, c.denominator) for c in poly.values()]
    content, factors = ring.from_dict(dict(zip(exponents, values, strict=True))).factor()
    whole = own_modules().polynomials.whole
    found: list[tuple[Poly, int]] = []
    for factor, count in factors:
        part: Poly = {}
        for row, value in factor.to_dict().items():
            mono = tuple((a, whole(Fraction(int(e), unit[a]))) for a, e in zip(atoms, row, strict=True) if e)
            part[mono] = Fraction(int(value.p), int(value.q))
        found.append((part, int(count)))
    outside = tuple((a, whole(least[a])) for a in atoms if least[a])
    return Fraction(int(content.p), int(content.q)), outside, found


def _product(content: Fraction, monomial: Any, factors: list[tuple[Poly, int]]) -> Any:
    nodes = own_modules().nodes
    parts = [nodes.number(content)] if content != 1 else []
    parts += [show_atom(a, e) for a, e in monomial]
    for factor, count in factors:
        shown = show_polynomial(factor)
        parts.append(shown if count == 1 else nodes.make("Pow", shown, nodes.number(count)))
    return nodes.times(*parts)


def _sturm(forms: Any, poly: Poly) -> Hint | None:
    atoms = {a for mono in poly for a, _ in mono}
    exponents = [e for mono in poly for _, e in mono]
    if len(atoms) != 1 or not all(isinstance(e, int) and e > 0 for e in exponents) or max(exponents) < 2:
        return None
    return _helping(forms, "sturm", poly, show_atom(atoms.pop()))


def _squares(forms: Any, poly: Poly) -> Hint | None:
    modules = own_modules()
    for a in sorted({a for mono in poly for a, _ in mono}):
        degree = modules.polynomials.RELATIONS.get(a, (0, None))[0]
        if degree == 2 and modules.atoms.ATOMS[a][0] in ("root", "abs"):
            hint = _helping(forms, "squares", poly, show_atom(a))
            if hint is not None:
                return hint
    return None


def _exponentials(forms: Any, poly: Poly) -> Hint | None:
    heads = own_modules().atoms.ATOMS
    logs = [c for mono, c in poly.items() if mono and heads[mono[0][0]][0] == "log"]
    count = lcm(*(c.denominator for c in poly.values()))
    if not logs or count > MAX_LOGARITHM or any(abs(c * count) > MAX_LOGARITHM for c in logs):
        return None
    return _helping(forms, "exponentials", poly, own_modules().nodes.number(count))


def _logarithms(forms: Any, poly: Poly) -> Hint | None:
    modules = own_modules()
    heads, quotient = modules.atoms.ATOMS, modules.polynomials.Quotient
    if len(poly) > 4 or not any(heads[a][0] == "exp" for mono in poly for a, _ in mono):
        return None
    pure = [mono for mono in poly if mono and all(heads[a][0] == "exp" for a, _ in mono)]
    for mono in [next(iter(poly))] if len(poly) == 2 else pure if len(pure) == 1 else []:
        turn = 1 if poly[mono] > 0 else -1
        above = {mono: poly[mono] * turn}
        below = {other: -c * turn for other, c in poly.items() if other != mono}
        if all(forms.sign(quotient(part)) == modules.nodes.POS for part in (above, below)):
            gap = show_quotient(forms.log(quotient(above)) - forms.log(quotient(below)))
            term = modules.nodes.minus(show_polynomial(above), show_polynomial(below))
            hint = "logarithms", term, gap
            if modules.hints.HINTS["logarithms"](forms, term, forms.of(term), gap) != modules.nodes.ANY:
                return hint
    return None


def _helping(forms: Any, kind: str, poly: Poly, place: Any) -> Hint | None:
    """Return the hint if the reader learns something from it."""
    modules = own_modules()
    term = show_polynomial(poly)
    try:
        mask = modules.hints.HINTS[kind](forms, term, modules.polynomials.Quotient(poly), place)
    except modules.refusal.Refusal:
        return None
    return None if mask == modules.nodes.ANY else (kind, term, place)
