"""The instances at which a statement is evaluated: edges first, then small random numbers; the hypotheses are true.

A profile says what all symbols and arrays are at once (0, 1, -1, side 1, the numbers of the statement, ...).  The
instance is then changed to satisfy the hypotheses, side by side: an equation gives a symbol or an array the value of
the other side, and
an inequality is made tight.  An instance at which a hypothesis or a law is not shown to be true is left out.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from fractions import Fraction
from random import Random
from typing import Any

from gradcheck.language.syntax.arrays import Array, Sequence
from gradcheck.language.syntax.definitions import Definition, Initial, Recurrence
from gradcheck.language.syntax.node import Node, walk
from gradcheck.language.syntax.propositions import And, Proposition, Relation
from gradcheck.language.syntax.random import Bernoulli, Exponential, Independent, Normal, Uncorrelated, Uniform
from gradcheck.language.syntax.terms import Neg, Num, Symbol, Term, as_term, bound_variables, free_symbols
from gradcheck.reference.evaluator import Evaluator
from gradcheck.reference.instance import FILLS, SMALL, Exact, Instance
from gradcheck.reference.numbers import settled
from gradcheck.reference.refusals import CannotTell, NoValue, OutOfWork, Work
from gradcheck.reference.relations import HOLDS
from gradcheck.reference.repairs import FLIPPED, admit

TRIES = 3  # profiles for each instance that is asked for
REAL = (0, 1, -1, Fraction(1, 2), 2, -2)
NATURAL = (0, 1, 2, 3, 5)
SIDES = (1, 2, 1, 2, 3)
LARGEST_NUMBER = 12  # of the statement that is tried as the value of a symbol
Bounds = dict[Symbol, list[tuple[str, Exact]]]


@dataclass
class Needs:
    """What has to be chosen: the free symbols of the statement, its arrays with their sides, and the numbers in it."""

    symbols: list[Symbol] = field(default_factory=list)
    lengths: set[Symbol] = field(default_factory=set)
    arrays: dict[str, tuple[Term, ...]] = field(default_factory=dict)
    numbers: list[Exact] = field(default_factory=list)
    laws: list[Proposition] = field(default_factory=list)
    parameters: list[Term] = field(default_factory=list)  # of laws, which have values
    pools: dict[Symbol, list[Exact]] = field(default_factory=dict)
    varies: bool = False  # with the fill alone: members of free sequences, widths, functions, outcomes


def needs_of(nodes: tuple[Node, ...], definitions: tuple[Definition, ...]) -> Needs:
    """Return what has to be chosen for the statement and for the definitions that it uses."""
    found = Needs()
    symbols: dict[Symbol, None] = dict.fromkeys(s for node in nodes for s in _sorted(free_symbols(node)))
    numbers: dict[Exact, None] = {}
    todo, seen, used = list(nodes), set[Node](), set[str]()
    bound = {symbol for node in nodes for part in walk(node) for symbol in bound_variables(part)}
    while todo:
        for part in walk(todo.pop()):
            if part in seen:
                continue
            seen.add(part)
            if isinstance(part, Num):
                if abs(part.value) <= LARGEST_NUMBER:
                    numbers[part.value.numerator if part.value.denominator == 1 else part.value] = None
                continue
            sides = getattr(part, "shape", ())
            for side in sides:
                found.lengths |= free_symbols(side)
            if isinstance(part, Array):
                found.arrays[part.name] = part.sides
            elif isinstance(part, Sequence) and part.name not in used:
                used.add(part.name)
                own = [one for one in definitions if one.member.name == part.name]
                found.varies |= not own
                for one in own:
                    todo.append(one.body if isinstance(one, Recurrence) else one.value)
                    inner = {*one.member.parameters, getattr(one, "index", None)}
                    symbols.update(dict.fromkeys(s for s in _sorted(free_symbols(todo[-1])) if s not in inner))
                    numbers[one.at if isinstance(one, Initial) else one.start] = None
            elif isinstance(part, Bernoulli | Normal | Uniform | Exponential | Independent | Uncorrelated):
                found.varies = True
                terms = [child for child in part.children() if isinstance(child, Term)]
                found.parameters += [term for term in terms if term.children() and not free_symbols(term) & bound]
                found.laws += [law for law in _admissible(part) if not free_symbols(law) & bound]
            elif type(part).__name__ in ("Uninterpreted", "ArbitraryMap", "Width"):
                found.varies = True
    found.symbols, found.numbers = list(symbols), list(numbers)
    return found


def _sorted(symbols: frozenset[Symbol]) -> list[Symbol]:
    return sorted(symbols, key=lambda symbol: symbol.name)


def _admissible(law: Node) -> list[Proposition]:
    zero, one = as_term(0), as_term(1)
    if any(isinstance(child, Term) and child.shape for child in law.children()):
        return []  # ``law_at`` refuses what is inadmissible
    match law:
        case Bernoulli(p=p):
            return [Relation("<=", zero, p), Relation("<=", p, one)]
        case Uniform(lo=lo, hi=hi):
            return [Relation("<", lo, hi)]
        case Exponential(rate=rate):
            return [Relation(">", rate, zero)]
        case Normal() | Independent() | Uncorrelated():
            return [Relation(">=", law.variance, zero)]
    return []


def instances(
    claim: Proposition,
    hypotheses: tuple[Proposition, ...] = (),
    definitions: tuple[Definition, ...] = (),
    count: int = 12,
    seed: int = 0,
) -> Iterator[Instance]:
    """Yield at most ``count`` instances at which the hypotheses and the laws are true, those at the edges first."""
    work = Work(count * 20_000)
    for evaluator in admitted(claim, hypotheses, definitions, count, seed, work):
        yield evaluator.instance


def admitted(
    claim: Proposition,
    hypotheses: tuple[Proposition, ...],
    definitions: tuple[Definition, ...],
    count: int,
    seed: int,
    work: Work,
) -> Iterator[Evaluator]:
    """Yield the evaluator of each instance, which has evaluated the hypotheses there;
    they end when the work is done.
    """
    needs = needs_of((claim, *hypotheses), definitions)
    conditions = [*_flat(hypotheses), *needs.laws]
    bounds = _bounds(conditions)
    seen: set[Any] = set()
    given = 0
    only_one = not needs.symbols and not needs.arrays and not needs.varies
    for number in range(1 if only_one else count * TRIES):
        instance = _profile(needs, bounds, number, seed)
        try:
            evaluator = admit(instance, definitions, conditions, work)
            if evaluator is not None and not all(_has_value(evaluator, term) for term in needs.parameters):
                continue
        except OutOfWork:
            return
        if evaluator is None:
            continue
        chosen = evaluator.instance
        key = (*chosen.scalars.values(), *chosen.arrays.values(), chosen.fill if needs.varies or needs.arrays else "")
        if key in seen:
            continue
        seen.add(key)
        yield evaluator
        given += 1
        if given == count:
            return


def _has_value(e: Evaluator, term: Term) -> bool:
    try:
        e.value(term)
    except OutOfWork:
        raise
    except (NoValue, CannotTell):
        return False
    return True


def _flat(hypotheses: tuple[Proposition, ...]) -> Iterator[Proposition]:
    for one in hypotheses:
        if isinstance(one, And):
            yield from _flat(one.parts)
        else:
            yield one


def _bounds(conditions: list[Proposition]) -> Bounds:
    """Return the bounds that the conditions give single symbols: relations with a number on the other side."""
    found: Bounds = {}
    for one in conditions:
        if isinstance(one, Relation):
            for side, other, op in (one.left, one.right, one.op), (one.right, one.left, FLIPPED.get(one.op, one.op)):
                number = _number(other)
                if isinstance(side, Symbol) and number is not None:
                    found.setdefault(side, []).append((op, number))
    return found


def _number(term: Term) -> Exact | None:
    if isinstance(term, Num):
        return settled(term.value)  # type: ignore[no-any-return]
    return -settled(term.term.value) if isinstance(term, Neg) and isinstance(term.term, Num) else None


def _fits(value: Exact, symbol: Symbol, bounds: Bounds) -> bool:
    if symbol.is_integer and not (_is_whole(value) and symbol.admits(Fraction(value))):
        return False
    return all(HOLDS[op](int(value > number) - int(value < number)) for op, number in bounds.get(symbol, ()))


def _is_whole(value: Exact) -> bool:
    return value == int(value)


def _profile(needs: Needs, bounds: Bounds, number: int, seed: int) -> Instance:
    """Return the instance of this number before any repair."""
    random = Random(seed * 1_000 + number) if number >= len(FILLS) or seed else None
    scalars: dict[Symbol, Exact] = {}
    for place, symbol in enumerate(needs.symbols):
        pool = needs.pools.get(symbol) or needs.pools.setdefault(symbol, _pool(symbol, needs, bounds))
        if random is None:
            scalars[symbol] = pool[(number + (place if number > 2 else 0)) % len(pool)]
        else:
            scalars[symbol] = random.choice(pool)
    fill = FILLS[number] if random is None else random.choice((*FILLS[3:], "random"))
    return Instance(scalars, fill=fill, seed=seed * 1_000 + number)


def _pool(symbol: Symbol, needs: Needs, bounds: Bounds) -> list[Exact]:
    own = [number for _, number in bounds.get(symbol, ())]
    if symbol.is_integer:
        plain: list[Exact] = list(NATURAL if symbol.sort != "integer" else (0, 1, -1, 2, 3, -2))
        if symbol in needs.lengths:
            plain = list(SIDES)
        elif symbol.sort == "dimension":
            plain = [1, 2, 3, 4]
        near: list[Exact] = [int(number) + step for number in own for step in (0, 1, -1)]
        near += [] if symbol in needs.lengths else [int(n) for n in needs.numbers if _is_whole(n)]
    else:
        plain = list(REAL)
        near = [number for bound in own for number in (bound, bound + 1, bound - 1, bound + Fraction(1, 2))]
        if len(own) > 1:
            near += [(own[0] + own[1]) * Fraction(1, 2), own[0] + (own[1] - own[0]) * Fraction(1, 10)]
        near += [sign * number for number in needs.numbers for sign in (1, -1)] + list(SMALL[7:])
    mixed = [*own, *plain[:3], *near, *plain[3:]]
    fitting = [value for value in dict.fromkeys(mixed) if _fits(value, symbol, bounds)]
    return fitting or plain
