"""Other ways to write a normal form: factored, and in an author's words (tanh, sigmoid, a norm) instead of atoms.

A *word* is a scalar term whose normal form says something about atoms such as exp(x).  Three ways are tried: the word
is an atom; the word is a Möbius function of a monomial of exponentials, which is solved for that monomial (e^(2x) =
(1 + t)/(1 - t) for t = tanh x); the value is a multiple of a power of the word.  Nothing is proved here: a caller that
claims an equality must have the kernel check it.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Iterator
from contextlib import suppress
from fractions import Fraction
from typing import Any

from gradcheck.algebra.atoms import Atom
from gradcheck.algebra.lower import Lowering
from gradcheck.algebra.polynomial import ONE, Polynomial, Powers, TooLarge, monomial, rational_number
from gradcheck.algebra.quotient import Quotient, quotient
from gradcheck.algebra.ring import NeedsCase, Refine, Ring, Unsupported
from gradcheck.algebra.show import show
from gradcheck.algebra.substitution import substitute
from gradcheck.language.syntax.node import Node
from gradcheck.language.syntax.substitution import replace_symbols
from gradcheck.language.syntax.terms import (
    Add,
    Apply,
    Derivative,
    Div,
    Extremum,
    Integral,
    Limit,
    Mul,
    Neg,
    Num,
    Pow,
    Sum,
    Symbol,
    Term,
    Where,
)

MAX_WORDS, MAX_TERMS = 12, 80
RARE = ("sech", "csch", "coth", "sinh", "cosh")
PLAIN = ("symbol", "entry", "index", "random", "member", "pi")
KIN = {
    "softplus": ("sigmoid",), "logsigmoid": ("sigmoid",), "silu": ("sigmoid",), "swish": ("sigmoid",),
    "mish": ("softplus", "tanh"), "cosh": ("sinh", "tanh"), "sinh": ("cosh",), "sech": ("tanh",), "coth": ("csch",),
}  # fmt: skip
FAILURES = (Unsupported, TooLarge, NeedsCase, ArithmeticError, ValueError)


def spellings(lowering: Lowering, value: Quotient, words: Iterable[Term]) -> Iterator[Term]:
    """Yield terms that equal the value, in no order: as it is shown, factored, and with the words put in."""
    ring = lowering.ring
    named: dict[Symbol, Term] = {}
    seen: set[Hashable] = set()
    states = [value]
    while states and len(seen) < 4 * MAX_WORDS:
        state = states.pop(0)
        if state.key in seen:
            continue
        seen.add(state.key)
        for shown in (show(ring, state), factored(ring, state)):
            with suppress(ValueError, TypeError):
                yield _signed(replace_symbols(shown, named))
        if len(state.num) + len(state.den) > MAX_TERMS:
            continue
        for number, word in enumerate(words):
            if number >= MAX_WORDS:
                break
            name = Symbol(f"<{number}>")
            for found in _put_in(lowering, state, word, name):
                named[name] = word
                states.append(found)


def _signed(term: Term) -> Term:
    """Return ``-(2*x)`` as ``-2*x``, and ``2*(x*y)`` as ``2*x*y``."""
    if isinstance(term, Add):
        return Add(tuple(_flat(part) for part in term.terms))
    term = _flat(term)
    if isinstance(term, Neg):
        inner = term.term
        first, *rest = inner.factors if isinstance(inner, Mul) else (inner,)
        if isinstance(first, Num):
            return Mul((Num(-first.value), *rest)) if rest else Num(-first.value)
    return term


def _flat(term: Term) -> Term:
    """Return the term with products inside of products flattened."""
    if isinstance(term, Neg):
        return Neg(_flat(term.term))
    if not isinstance(term, Mul):
        return term
    return Mul(tuple(inner for part in term.factors for inner in (part.factors if isinstance(part, Mul) else (part,))))


def kin(word: Term) -> list[Term]:
    """Return the functions that occur in derivatives of a word."""
    if not isinstance(word, Apply) or word.shape:
        return []
    return [Apply(name, word.args) for name in KIN.get(word.function, ())]


def _put_in(lowering: Lowering, value: Quotient, word: Term, name: Symbol) -> list[Quotient]:
    """Return the value with the word, under its name, in the place of atoms; only where that leaves fewer of them."""
    ring = lowering.ring
    found: list[Quotient] = []
    try:
        image = lowering.scalar(word)
        own = ring.generator(ring.atom("symbol", name))
        if not _dear(ring, image) or not _dear(ring, value):
            return []
        slot = image.generator_slot()
        if slot is not None:
            found.append(substitute(ring, value, {ring.slots[slot]: own}))
        else:
            solved = _solved(ring, value, image, own)
            found += [solved] if solved is not None else []
            found += _multiples(ring, value, image, own)
    except FAILURES:
        return []
    except Refine:  # it is only the spelling that would need finer exponents
        return []
    before = _dear(ring, value)
    return [item for item in found if _dear(ring, item) < before]


def _dear(ring: Ring, value: Quotient) -> set[Atom]:
    """Return the atoms that an author would rather not see."""
    return {atom for atom in ring.atoms_of(value) if atom.head not in PLAIN}


def _multiples(ring: Ring, value: Quotient, image: Quotient, own: Quotient) -> list[Quotient]:
    """Return the value as a multiple of the word, its square, its reciprocal or its root, where the rest is simpler."""
    found = []
    for exponent in (1, 2, -1):
        rest = value / image**exponent
        if len(rest.num) + len(rest.den) <= len(value.num) + len(value.den):
            found.append(rest * own**exponent)
    return found


def _solved(ring: Ring, value: Quotient, image: Quotient, own: Quotient) -> Quotient | None:
    """Return the value, the word = (a M + b N)/(c M + d N) solved for the quotient of its two monomials M and N."""
    if any(atom.head != "exp" for atom in ring.atoms_of(image)):
        return None
    parts: dict[Powers, list[Fraction]] = {}
    for place, polynomial in enumerate((image.num, image.den)):
        for powers, coefficient in polynomial.terms():
            parts.setdefault(powers, [Fraction(0)] * 2)[place] = rational_number(coefficient)
    if len(parts) != 2:
        return None
    (high, (a, c)), (low, (b, d)) = parts.items()
    up, down = dict(high), dict(low)
    ratio = {slot: up.get(slot, 0) - down.get(slot, 0) for slot in sorted({*up, *down})}
    ratio = {slot: exponent for slot, exponent in ratio.items() if exponent}
    power = (ring.constant(b) - own.scaled(d)) / (own.scaled(c) - ring.constant(a))  # M/N
    slot = min(ratio, key=lambda s: abs(ratio[s]))
    for other, exponent in ratio.items():
        if other != slot:
            power = power / ring.generator(ring.slots[other]) ** exponent
    step = ratio[slot]
    degrees = {dict(powers).get(slot, 0) for part in (value.num, value.den) for powers, _ in part.terms()}
    shift = min(degrees)
    if any((degree - shift) % abs(step) for degree in degrees):
        return None
    top, bottom = (_replaced(ring, part, slot, shift, step, power) for part in (value.num, value.den))
    return top / bottom


def _replaced(ring: Ring, part: Polynomial, slot: int, shift: int, step: int, power: Quotient) -> Quotient:
    """Return the polynomial over g**shift, with g**step replaced by the power."""
    total = ring.constant(0)
    for powers, coefficient in part.terms():
        times = (dict(powers).get(slot, 0) - shift) // step
        rest = monomial([item for item in powers if item[0] != slot], coefficient)
        total = total + quotient(rest, ONE, ring.relations) * power**times
    return total


def factored(ring: Ring, value: Quotient) -> Term:
    """Return the quotient as a product of irreducible factors over another."""
    above, below = value.num.factor(), value.den.factor()
    number = above[0] / below[0]
    top, bottom = list(above[1]), list(below[1])
    for factors in (bottom, top):
        for position, (part, exponent) in enumerate(factors):
            if number < 0 and exponent % 2 and any(coefficient > 0 for _, coefficient in (-part).terms()):
                factors[position], number = (-part, exponent), -number
    over = _product(ring, number.denominator, bottom)
    term = _product(ring, abs(number.numerator), top)
    term = term if over is Num(Fraction(1)) else Div(term, over)
    return Neg(term) if number < 0 else term


def _product(ring: Ring, number: int, factors: list[tuple[Any, int]]) -> Term:
    parts: list[Term] = [Num(Fraction(number))] if number != 1 else []

    def order(item: tuple[Any, int]) -> tuple[int, bool]:
        part = Quotient(item[0], ONE, ring.relations)
        return len(item[0]), any(atom.head not in PLAIN or _is_name(atom) for atom in ring.atoms_of(part))

    for part, exponent in sorted(factors, key=order):
        base = show(ring, Quotient(part, ONE, ring.relations))
        if exponent != 1 and isinstance(base, Apply) and base.function == "exp":
            base, exponent = show(ring, Quotient(part**exponent, ONE, ring.relations)), 1
        parts.append(base if exponent == 1 else Pow(base, Num(Fraction(exponent))))
    return Num(Fraction(1)) if not parts else parts[0] if len(parts) == 1 else Mul(tuple(parts))


def _is_name(atom: Atom) -> bool:
    """Whether the atom is the name of a word."""
    return atom.head == "symbol" and atom.data[0].name.startswith("<")


def size(node: Node) -> int:
    """Return a measure of length: a point for each number, symbol, function, operation."""
    memory: dict[Node, int] = {}

    def measure(item: Node) -> int:
        if item not in memory:
            below = list(item.children())
            own = 1
            if isinstance(item, Num):
                own = len(str(item.value.numerator)) + (item.value.denominator != 1) * len(str(item.value.denominator))
            elif isinstance(item, Add):
                own = len(item.terms) - 1 - sum(isinstance(part, Neg) for part in item.terms[1:])
            elif isinstance(item, Div):
                own = 5 if isinstance(item.denominator, Apply) and item.denominator.function == "exp" else 2
            elif isinstance(item, Mul):
                own = 0
            elif isinstance(item, Derivative | Extremum | Integral | Limit | Sum | Where):
                own = 12
            elif isinstance(item, Apply) and item.function in RARE:
                own = 4
            memory[item] = own + sum(map(measure, below))
        return memory[item]

    return measure(node)
