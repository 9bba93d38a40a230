"""Propositions: relations, connectives that guard what follows them, quantifiers over names in use, hypotheses."""

from __future__ import annotations

from typing import Any

from attack.maker import Maker, generates, k, n, p, s, x, y
from attack.scalars import apply
from gradcheck.language.syntax import propositions
from gradcheck.language.syntax.arrays import Array, Entry
from gradcheck.language.syntax.node import walk
from gradcheck.language.syntax.propositions import (
    OPERATORS,
    And,
    Exists,
    ForAll,
    Iff,
    Implies,
    Proposition,
    Relation,
    eq,
)
from gradcheck.language.syntax.shorthand import ne
from gradcheck.language.syntax.terms import Derivative, Symbol, Term, as_term, bound_variables

Or: Any = getattr(propositions, "Or", None)  # once the language has it


def claim(make: Maker, depth: int) -> Proposition:
    """Return a relation that follows the templates."""
    from attack.templates import about

    return about(make, make.scalar(depth))


def proposition(make: Maker, depth: int) -> Proposition:
    """Return a relation, or a connective of two."""
    if depth <= 0 or make.once_in(2):
        return make.any_of(lambda: guard(make), lambda: relation(make, depth))
    return make.make(make.of(CONNECTIVES), depth)


def guard(make: Maker, v: Symbol | None = None) -> Proposition:
    """Return a condition on a symbol."""
    v = v or make.of((x, x, y, k, make.real_symbol()))
    return make.of(
        (ne(v, 0), v > 0, v >= 0, v < 0, eq(v, 0), eq(v, 1), v > 1, v >= 1, ne(v, 1), v <= 0, eq(v, -1), v < v,
         v**2 < 0, 1 / v > 0, apply("log", v) > 0, ne(1 / v, 0), v > y, eq(v, y))
    )  # fmt: skip


@generates(Relation)
def relation(make: Maker, depth: int) -> Proposition:
    left = make.scalar(depth)
    return Relation(make.of(OPERATORS), left, make.any_of(make.number, lambda: left, lambda: make.scalar(depth)))


@generates(And)
def conjunction(make: Maker, depth: int) -> Proposition:
    first = make.any_of(lambda: guard(make), lambda: claim(make, depth))
    return make.any_of(
        lambda: And((first, claim(make, depth))),
        lambda: And((claim(make, depth), first)),
        lambda: And((claim(make, depth),)),
        lambda: And((first, claim(make, depth), guard(make))),
    )


@generates(Implies)
def implication(make: Maker, depth: int) -> Proposition:
    v = make.of((x, y, k))
    guarded: tuple[tuple[Proposition, Proposition], ...] = (
        (ne(v, 0), eq(v / v, 1)), (v > 0, eq(apply("exp", apply("log", v)), v)), (v >= 0, eq(apply("sqrt", v) ** 2, v)),
        (v >= 0, eq(v / v, 1)), (eq(v / v, 1), ne(v, 0)), (ne(v, 1), eq((v**2 - 1) / (v - 1), v + 1)),
        (v > 1, apply("log", v) > 0), (1 / v > 0, v > 0), (eq(v, 0), eq(1 / v, 1 / v)), (v < v, eq(1 / v, 0)),
        (apply("log", v) >= 0, v >= 1), (v**2 < 0, eq(v, v + 1)),
    )  # fmt: skip
    return make.any_of(
        lambda: Implies(*make.of(guarded)),
        lambda: Implies(guard(make), claim(make, depth)),
        lambda: Implies(claim(make, depth), guard(make)),
        lambda: Implies(And((guard(make), guard(make))), claim(make, depth)),
    )


@generates(Iff)
def equivalence(make: Maker, depth: int) -> Proposition:
    one = claim(make, depth)
    return make.any_of(
        lambda: Iff(one, one),
        lambda: Iff(one, claim(make, depth)),
        lambda: Iff(eq(make.scalar(depth), 0), guard(make)),
        lambda: Iff(guard(make), one),
        lambda: Iff(eq(x / x, 1), ne(x, 0)),
        lambda: Iff(eq(x * y, 0), eq(x, 0)),
        lambda: Iff(apply("log", x) > 0, x > 1),
    )


@generates(ForAll)
def universal(make: Maker, depth: int) -> Proposition:
    """Return a universal claim, over a symbol that may occur outside, or may range past the end of an array."""
    v = make.of((x, y, k, n, make.real_symbol()))
    array = Array("v", (n,))
    return make.any_of(
        lambda: ForAll((v,), claim(make, depth)),
        lambda: ForAll((v, y) if v is not y else (v,), claim(make, depth)),
        lambda: And((ForAll((v,), guard(make, v)), claim(make, depth))),
        lambda: Implies(ForAll((v,), guard(make, v)), claim(make, depth)),
        lambda: ForAll((k,), eq(Entry(array, (k,)), Entry(array, (k,)))),
        lambda: ForAll((v,), Implies(guard(make, v), claim(make, depth))),
        lambda: Implies(ForAll((v,), claim(make, 0)), claim(make, 0)),
    )


@generates(Exists)
def existence(make: Maker, depth: int) -> Proposition:
    """Return a claim that a value exists, for instance of a term that may have none."""
    v = make.of((y, x, k))
    term = make.scalar(depth)
    return make.any_of(
        lambda: Exists(v, eq(v, term)),
        lambda: Exists(v, eq(v, term)),
        lambda: Exists(v, claim(make, depth)),
        lambda: Exists(v, And((guard(make, v), claim(make, 0)))),
        lambda: Exists(v, relation(make, depth)),
        lambda: Exists(v, v > term),
        lambda: Implies(Exists(v, guard(make, v)), claim(make, depth)),
        lambda: Exists(v, ForAll((x,), v <= x**2)) if v is not x else Exists(v, eq(v, v)),
    )


CONNECTIVES: tuple[type[Proposition], ...] = (And, Implies, Iff, ForAll, Exists)

if Or is not None:

    @generates(Or)
    def disjunction(make: Maker, depth: int) -> Proposition:
        """Return the parts before guard those after them."""
        v = make.of((x, y, k))
        return make.any_of(
            lambda: Or((eq(v, 0), eq(v / v, 1))),
            lambda: Or((eq(v / v, 1), eq(v, 0))),
            lambda: Or((v <= 0, eq(apply("exp", apply("log", v)), v))),
            lambda: Or((v < 0, eq(v / v, 1))),
            lambda: Or((guard(make), claim(make, depth))),
            lambda: Or((claim(make, depth), claim(make, depth))),
            lambda: Or((guard(make, v), guard(make, v))),
        )

    CONNECTIVES += (Or,)


def hypotheses(make: Maker, stated: Proposition) -> tuple[Proposition, ...]:
    """Return hypotheses: about free symbols, about names that are bound in the claim,
    about entries that do not exist.
    """
    bound = sorted({v for node in walk(stated) for v in bound_variables(node)}, key=lambda v: v.name)
    v = make.of((x, y, k, p, s, make.real_symbol(), *bound, *bound))
    array = Array("v", (n,))
    index = make.of((as_term(0), n + 1, as_term(1), n, k, n - 1))
    quantified = make.of((k, n))
    return make.any_of(
        lambda: (guard(make, v),),
        lambda: (guard(make, v),),
        lambda: (guard(make, v),),
        lambda: (guard(make), guard(make)),
        lambda: (v > 0, v < 0),
        lambda: (eq(v, make.number()),),
        lambda: (eq(v, make.number()),),
        lambda: (Entry(array, (index,)) > 0,),
        lambda: (ForAll((quantified,), Entry(array, (quantified,)) > 0),),
        lambda: (eq(_other(make, v), make.scalar(1)),),
        lambda: (Implies(guard(make), guard(make)),),
        lambda: (And((guard(make, v), guard(make))),),
        lambda: (ForAll((v,), v**2 >= 0),),
        lambda: (Exists(v, guard(make, v)),),
        lambda: (eq(Derivative(apply("abs", x), x), make.number()),),
        lambda: (claim(make, 1),),
    )


def _other(make: Maker, v: Symbol) -> Term:
    return make.of((v, make.real_symbol()))
