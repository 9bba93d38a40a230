"""Strategies for random terms, shared by the tests of the writers and of the reader."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from hypothesis import strategies as st

from gradcheck.language.syntax.functions import ARITIES
from gradcheck.language.syntax.node import spelled
from gradcheck.language.syntax.propositions import And, Implies, Or, Relation
from gradcheck.language.syntax.shorthand import chain
from gradcheck.language.syntax.terms import (
    Add,
    Apply,
    Const,
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

SYMBOLS: dict[str, Term] = {
    "x": Symbol("x"), "y": Symbol("y"), "theta_0": Symbol("theta_0"), "lambda": Symbol("lambda"),
    "n": Symbol("n", "natural"), "k": Symbol("k", "integer"), "d": Symbol("d", "dimension"), "e": Symbol("e"),
}  # fmt: skip
INFINITY = Const("oo")

numbers = st.one_of(
    st.integers(-12, 12).map(Fraction),
    st.fractions(min_value=-3, max_value=3, max_denominator=9),
    st.decimals(min_value=-2, max_value=2, places=7).map(Fraction),
    st.sampled_from([Fraction(1, 10**40), Fraction(-(10**35)), Fraction(3, 1024), Fraction(22, 7001)]),
).map(Num)
leaves = st.one_of(numbers, st.sampled_from([*SYMBOLS.values(), Const("pi")]))
real_symbols = st.sampled_from([Symbol("x"), Symbol("y"), Symbol("lambda")])
bounds = st.sampled_from([Num(Fraction(0)), Symbol("y"), INFINITY, Neg(INFINITY)])
whole = st.sampled_from(
    [Num(Fraction(1)), Symbol("n", "natural"), Add((Symbol("n", "natural"), Neg(Num(Fraction(1)))))]
)
exponents = st.one_of(st.sampled_from(list(SYMBOLS.values())), st.fractions(-9, 9, max_denominator=4).map(Num))
operators = st.sampled_from(["=", "!=", "<=", "<", ">=", ">"])


def _branches(inner: st.SearchStrategy[Term]) -> st.SearchStrategy[Term]:
    lists = st.lists(inner, min_size=2, max_size=4).map(tuple)
    unary = st.sampled_from(sorted(name for name, arity in ARITIES.items() if arity == 1))
    return st.one_of(
        st.builds(Add, lists),
        st.builds(Mul, lists),
        st.builds(Neg, inner),
        st.builds(Div, inner, inner),
        st.builds(Pow, inner.filter(_no_big_number), exponents),
        st.builds(lambda name, arg: Apply(name, (arg,)), unary, inner),
        st.builds(lambda a, b: Apply("max", (a, b)), inner, inner),
        st.builds(lambda op, a, b, c: Where(Relation(op, a, b), c, a), operators, inner, inner, inner),
        st.builds(Derivative, inner, real_symbols),
        st.builds(Integral, inner, real_symbols, bounds, bounds),
        st.builds(Limit, inner, real_symbols, bounds, st.sampled_from(["", "+", "-"])),
        st.builds(Extremum, st.sampled_from(["sup", "inf"]), inner, real_symbols, bounds, bounds),
        st.builds(Sum, inner, st.just(SYMBOLS["k"]), whole, whole),
    )


def _no_big_number(term: Term) -> bool:
    return not isinstance(term, Num | Pow | Mul | Neg | Div | Add) or len(spelled(term)) < 300


terms: st.SearchStrategy[Term] = st.recursive(leaves, _branches, max_leaves=12)
relations: st.SearchStrategy[Any] = st.builds(Relation, operators, terms, terms)
chains: st.SearchStrategy[Any] = st.builds(
    lambda a, p, b, q, c: chain(a, p, b, q, c), terms, operators, terms, operators, terms
)


def _connectives(inner: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    lists = st.lists(inner, min_size=2, max_size=3).map(tuple)
    return st.one_of(st.builds(And, lists), st.builds(Or, lists), st.builds(Implies, inner, inner))


connected: st.SearchStrategy[Any] = st.recursive(
    st.builds(Relation, operators, leaves, leaves) | chains, _connectives, max_leaves=6
)
