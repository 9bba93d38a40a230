"""The named facts about orders: of what is compared with a third, and of finite sums."""

from __future__ import annotations

from functools import partial
from typing import Any

from gradcheck.kernel.rules.statement import Fact, equal, needed
from gradcheck.language.syntax.propositions import And, ForAll, Implies, Proposition, Relation
from gradcheck.language.syntax.substitution import replace_symbols
from gradcheck.language.syntax.terms import Add, Num, Sum, Symbol, Term, as_term, free_symbols


def order(op: str, a: Term, b: Term, c: Term) -> tuple[Proposition, ...]:
    """a <= c, from a <= b and b <= c; strict if the second is; and the same for >=."""
    return Relation(op, a, c), Relation(op[0] + "=", a, b), Relation(op, b, c)


def termwise(op: str, left: Term, right: Term) -> tuple[Proposition, ...]:
    """An order between two sums over one range, 0 being a sum of zeros, from that between their terms.

    The terms are in that order for every integer of the range; of a strict order, that the range is not empty, too.
    """
    sums = [side for side in (left, right) if isinstance(side, Sum)]
    needed(bool(sums))
    first, ends = sums[0], (sums[0].lo, sums[0].hi)
    needed(not left.shape and all((one.index, one.lo, one.hi) == (first.index, *ends) for one in sums))
    least = first.lo.value if isinstance(first.lo, Num) else -1
    place = Symbol(first.index.name, "dimension" if least >= 1 else "natural" if least >= 0 else "integer")
    needed(not any(place in free_symbols(part) for part in (*sums, *ends)))
    needed(not any(first.index in free_symbols(end) for end in ends))
    inside = And((Relation("<=", ends[0], place), Relation("<=", place, ends[1])))
    terms = Relation(op, _summand(left, first.index, place), _summand(right, first.index, place))
    every = ForAll((place,), Implies(inside, terms))
    return (Relation(op, left, right), every, *((Relation("<=", *ends),) if op in ("<", ">") else ()))


def _summand(side: Term, index: Symbol, place: Symbol) -> Term:
    """Return what is added at the place; 0 of 0."""
    if isinstance(side, Sum):
        return replace_symbols(side.body, {index: place})
    needed(side is as_term(0))
    return side


def parted(whole: Any, last: Term) -> tuple[Proposition, ...]:
    """A sum is that up to a place and that of the rest: all three have values, so the place lies in the range."""
    needed(isinstance(whole, Sum) and whole.index not in free_symbols(last))
    first = Sum(whole.body, whole.index, whole.lo, last)
    return (equal(whole, Add((first, Sum(whole.body, whole.index, last + as_term(1), whole.hi)))),)


def turned(whole: Any) -> tuple[Proposition, ...]:
    """A sum is the same when its terms are taken from the last one."""
    needed(isinstance(whole, Sum) and not any(whole.index in free_symbols(end) for end in (whole.lo, whole.hi)))
    body = replace_symbols(whole.body, {whole.index: whole.lo + whole.hi - whole.index})
    return (equal(whole, Sum(body, whole.index, whole.lo, whole.hi)),)


ORDERS: dict[str, tuple[Fact, ...]] = {
    "order": tuple(partial(order, op) for op in ("<=", "<", ">=", ">")),
    "sum-parts": (parted,),
    "sum-turned": (turned,),
    "termwise": tuple(partial(termwise, op) for op in ("=", "<=", "<", ">=", ">")),
}
