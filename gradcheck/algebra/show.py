"""Normal forms back to terms, for the reader's eyes; nothing is proved from what is shown, and no checker imports this.

Whoever imports it has the conditions of the kernel told in these words (``ring.WORDS``).

A normal form that no term writes is refused: an equation may have put a mean for n in the member r(n) of a sequence,
which is the same number, and no index of a member by its form.
"""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from gradcheck.algebra.atoms import Atom
from gradcheck.algebra.polynomial import ONE, Polynomial, Powers, rational_number
from gradcheck.algebra.quotient import Quotient
from gradcheck.algebra.ring import WORDS, Ring, Unsupported
from gradcheck.language.syntax import arrays, terms
from gradcheck.language.syntax.terms import Apply, Const, Num, Symbol, Term
from gradcheck.language.syntax.uninterpreted import ArbitraryMap, Uninterpreted
from gradcheck.language.syntax.widths import Width

INDEX_NAMES = "ijklmnopqrs"
NUMBERED = "k_#"  # prefixes of names of indices that a normal form numbered, each of which stands for all indices


def show(ring: Ring, value: Quotient) -> Term:
    """Return a term that equals the quotient."""
    try:
        top = _polynomial(ring, value.num)
        return top if value.den is ONE else terms.Div(top, _polynomial(ring, value.den))
    except (TypeError, ValueError) as reason:
        raise Unsupported(f"no term is written so: {reason}") from None


def _polynomial(ring: Ring, polynomial: Polynomial) -> Term:
    parts = [_monomial(ring, powers, rational_number(c)) for powers, c in polynomial.terms()]
    if not parts:
        return Num(Fraction(0))
    positive_first = sorted(parts, key=lambda part: isinstance(part, terms.Neg))
    return positive_first[0] if len(parts) == 1 else terms.Add(tuple(positive_first))


def _monomial(ring: Ring, powers: Powers, coefficient: Fraction) -> Term:
    factors: list[Term] = [_power(show_atom(ring, ring.slots[slot]), exponent) for slot, exponent in powers]
    if abs(coefficient) != 1 or not factors:
        factors.insert(0, Num(abs(coefficient)))
    term = factors[0] if len(factors) == 1 else terms.Mul(tuple(factors))
    return terms.Neg(term) if coefficient < 0 else term


def _power(base: Term, exponent: int) -> Term:
    if isinstance(base, Apply) and base.function == "exp" and exponent != 1:
        return Apply("exp", (_scaled(base.args[0], Fraction(exponent)),))
    return base if exponent == 1 else terms.Pow(base, Num(Fraction(exponent)))


def _scaled(term: Term, factor: Fraction) -> Term:
    if factor == 1:
        return term
    if isinstance(term, Num):
        return Num(term.value * factor)
    if isinstance(term, terms.Mul) and isinstance(term.factors[0], Num):
        first = Num(term.factors[0].value * factor)
        rest = term.factors[1:]
        return terms.Mul((first, *rest)) if first.value != 1 else rest[0] if len(rest) == 1 else terms.Mul(rest)
    return terms.Mul((Num(factor), term))


def show_atom(ring: Ring, atom: Atom) -> Term:
    """Return a term for one atom."""
    head, data = atom.head, atom.data
    if head == "symbol":
        return data[0]  # type: ignore[no-any-return]
    if head == "index":
        bound = data[0] < 0  # free indices are numbered, and get letters where a whole formula is shown
        return Symbol(INDEX_NAMES[(-data[0] - 1) % len(INDEX_NAMES)] if bound else f"{NUMBERED}{data[0]}", "natural")
    if head == "pi":
        return Const("pi")
    if head == "entry":
        return _entry(ring, arrays.Array(data[0], _sides(ring, data[0], len(data[1]))), data[1])
    if head == "random":
        return (
            _entry(ring, arrays.Array(data[0], _sides(ring, data[0], len(data[1]))), data[1])
            if data[1]
            else Symbol(data[0])
        )
    if head in ("member", "slope"):
        member = arrays.Sequence(
            data[0], _sides(ring, data[0], len(data[3])), show(ring, data[1]), tuple(show(ring, p) for p in data[2])
        )
        term = _entry(ring, member, data[3]) if data[3] else member
        for parameter, order in zip(data[2], data[4] if head == "slope" else (), strict=head == "slope"):
            for _ in range(order):
                term = terms.Derivative(term, show(ring, parameter))
        return term
    if head == "width":
        return Width(data[0], show(ring, data[1]))
    if head == "delta":
        sides = (show_atom(ring, index) if isinstance(index, Atom) else show(ring, index) for index in data)
        return terms.Where(_equal(*sides), Num(Fraction(1)), Num(Fraction(0)))
    if head == "exp":
        return Apply("exp", (_scaled(show(ring, data[0]), Fraction(1, data[1])),))
    if head == "root":
        inner = show(ring, data[0])
        return Apply("sqrt", (inner,)) if data[1] == 2 else terms.Pow(inner, Num(Fraction(1, data[1])))
    if head == "power":
        return terms.Pow(show(ring, data[0]), show(ring, data[1]))
    if head in ("sin", "cos"):
        return Apply(head, (_scaled(show(ring, data[0]), Fraction(1, data[1])),))
    if head in ("log", "abs", "erf", "atan", "sign"):
        return Apply(head, (show(ring, data[0]),))
    if head == "reciprocal":
        return terms.Div(Num(Fraction(1)), show(ring, data[0]))
    if head == "sum":
        return _sum(ring, atom)
    if head == "function":
        return Uninterpreted(data[1], data[2], data[3], show(ring, data[0]))
    if head == "product":
        return _product(ring, atom)
    if head == "map":
        shape, places = _sides(ring, data[0], len(data[3])), tuple(place for place, _ in data[4])
        term = ArbitraryMap(data[0], shape, data[1], tuple(show(ring, argument) for argument in data[2]), places)
        entry = (*data[3], *(index for _, indices in data[4] for index in indices))
        return _entry(ring, term, entry) if entry else term
    if head == "array":
        known = ring.known.get(("written", atom))
        return _array(ring, atom) if known is None else known
    if head in ("spectral", "spectrum"):
        return ring.known.get(("written", atom), Symbol(f"{data[0]}_{atom.number}"))  # type: ignore[no-any-return]
    if head == "mean":
        from gradcheck.language.syntax.random import Expectation

        return Expectation(show(ring, data[0]))
    if head == "opaque":
        return _entry(ring, data[0], data[1]) if data[1] else data[0]
    return Symbol(repr(atom))


def _equal(left: Term, right: Term) -> Any:
    from gradcheck.language.syntax.propositions import Relation

    return Relation("=", left, right)


def _sides(ring: Ring, name: str, count: int) -> tuple[Term, ...]:
    """Return the sides of the array of this name, as the terms had it that were lowered."""
    for kind in ("array", "sequence", "map"):
        known = ring.known.get(("shape", kind, name))
        if known is not None and len(known) == count:
            return known  # type: ignore[no-any-return]
    return tuple(Symbol(name, "dimension") for name in ("n", "d")[:count]) if count <= 2 else ()


def _entry(ring: Ring, array: Term, indices: tuple[Quotient, ...]) -> Term:
    return arrays.Entry(array, tuple(show(ring, index) for index in indices))


def _array(ring: Ring, atom: Atom) -> Term:
    """Return a linear combination of arrays for the array of an atom; Unsupported for any other."""
    inside, names, _ = atom.data
    value: Quotient = inside.data[0]
    places = tuple(show_atom(ring, name) for name in names)
    parts: list[Term] = []
    for powers, coefficient in value.num.terms():
        own = [(slot, exponent) for slot, exponent in powers if ring.slots[slot].indices & set(names)]
        if value.den is not ONE or len(own) != 1 or own[0][1] != 1:
            raise Unsupported("no term is written so")
        entry = show_atom(ring, ring.slots[own[0][0]])
        if not isinstance(entry, arrays.Entry) or entry.indices != places:
            raise Unsupported("no term is written so")
        if any(place in terms.free_symbols(entry.array) for place in places):
            raise Unsupported("no term is written so")
        rest = tuple(item for item in powers if item not in own)
        factor = _monomial(ring, rest, rational_number(coefficient))
        parts.append(entry.array if not rest and coefficient == 1 else terms.Mul((factor, entry.array)))
    if not parts:
        raise Unsupported("no term is written so")
    return parts[0] if len(parts) == 1 else terms.Add(tuple(parts))


def _product(ring: Ring, atom: Atom) -> Term:
    """Return an entry of an ordered product, its factors as they were written."""
    inside, _, lo, hi, _, entry = atom.data
    written = ring.known.get(("written", inside))
    if written is None:
        return Symbol(f"product of {inside}")
    places = entry[::-1] if written.rising else entry
    shown = arrays.OrderedProduct(written.body, written.index, show(ring, lo), show(ring, hi), written.rising)
    return _entry(ring, shown, places)


def _sum(ring: Ring, atom: Atom) -> Term:
    ranges, factors, bound = atom.data
    parts: list[Term] = []
    for inner, exponent in factors:
        term = show_atom(ring, inner)
        parts.append(_power(term, exponent) if exponent > 0 else terms.Pow(term, Num(Fraction(exponent))))
    body = parts[0] if len(parts) == 1 else terms.Mul(tuple(parts))
    for (lo, hi), index in zip(ranges, bound, strict=True):
        symbol = show_atom(ring, index)
        body = terms.Sum(body, symbol, show(ring, lo), show(ring, hi))  # type: ignore[arg-type]
    return body


WORDS.append(show)
