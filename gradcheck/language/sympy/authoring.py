"""Reads what an author writes with SymPy: claims, assumptions, definitions and hints, and makes one derivation of them.

A claim that cannot be read becomes a step that says why, and the others are still checked.  What SymPy assumes of the
symbols that occur is assumed in the derivation; functions are settled, and products, factorials and binomials defined,
once all steps are known.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager, nullcontext
from functools import partial
from typing import Any, NamedTuple

import sympy
from sympy import Basic, Dummy, oo
from sympy.core.parameters import evaluate

from gradcheck.language.sympy.binders import end_from_sympy
from gradcheck.language.sympy.definitions import definitions_for, kept_apart, names_in_print, read_definitions
from gradcheck.language.sympy.functions import settle
from gradcheck.language.sympy.holding import is_held
from gradcheck.language.sympy.matrices import term_from_sympy
from gradcheck.language.sympy.proposals import Proposal
from gradcheck.language.sympy.reading import know_chance
from gradcheck.language.sympy.refusals import Refusal, shown
from gradcheck.language.sympy.statements import statement_from_sympy
from gradcheck.language.sympy.symbols import AUTHOR, bind, check_range, check_sort, noting_symbols
from gradcheck.language.sympy.writing import to_sympy
from gradcheck.language.syntax.declarations import in_order
from gradcheck.language.syntax.definitions import Definition
from gradcheck.language.syntax.illtyped import UnreadClaim
from gradcheck.language.syntax.node import Node, ShapeError
from gradcheck.language.syntax.propositions import Proposition
from gradcheck.language.syntax.terms import Symbol, Term, as_term, free_symbols


def read_term(expr: Any) -> Term:
    """Return the term of an expression, and remember what SymPy assumes of its symbols."""
    with _reading():
        return end_from_sympy(expr, {}) if expr in (oo, -oo) else term_from_sympy(expr, {})


def read_proposition(value: Any) -> Proposition:
    """Return the proposition, and remember what SymPy assumes of its symbols; TypeError for one that cannot be read."""
    with _reading():
        return statement_from_sympy(value)


def read_bound(variable: Any, *ends: Any) -> Symbol:
    """Return the variable that a word of the language binds, between its two ends if it has any.

    UnclearSymbol where SymPy assumes more of it than its sort or these ends say.
    """
    if ends:
        check_range(variable, *map(_end, ends))
    else:
        check_sort(variable)
    return bind(variable, variable, {})


def _end(value: Any) -> Any:
    """Return an end in SymPy; where it has no counterpart there, a symbol of which nothing is known."""
    try:
        return value if isinstance(value, Basic) else to_sympy(as_term(value))
    except TypeError:
        return Dummy("end")


class ReadClaim(NamedTuple):
    """A claim with what is given, and what a reader is to be told of it."""

    claim: Proposition
    given: tuple[Proposition, ...]
    note: str


def read_step(claim: Any, given: Sequence[Any], note: str) -> ReadClaim:
    """Return the statement of a step; where a part of it cannot be read, that is what the step claims."""
    notes = [note] if note else []
    if isinstance(claim, Proposal):
        if claim.problem is not None:
            return ReadClaim(UnreadClaim(shown(claim.claim), claim.problem.code, str(claim.problem)), (), note)
        notes.append(f"found by SymPy: {claim.how}")
        claim = claim.claim
    AUTHOR.told()
    try:
        with _reading():
            claim = claim() if isinstance(claim, partial) else claim
            premises = tuple(_proposition(premise) for premise in given if not _is_true(premise))
            return ReadClaim(_proposition(claim), premises, "; ".join((*notes, *AUTHOR.told())))
    except (Refusal, ShapeError, ValueError) as problem:
        code = problem.code if isinstance(problem, Refusal) else "GC440"
        return ReadClaim(UnreadClaim(shown(claim), code, str(problem)), (), "; ".join(notes))


def _is_true(premise: Any) -> bool:
    """Whether SymPy knows the assumption already, from those on its symbols; without it the claim says more."""
    return bool(premise is True or premise is sympy.true)


def _proposition(value: Any) -> Proposition:
    return value if isinstance(value, Proposition) else statement_from_sympy(value)


def read_hint(hint: Any) -> Any:
    """Return a hint with terms and propositions in the place of what SymPy has for them."""
    if not isinstance(hint, Basic):
        return hint
    with _reading():
        return statement_from_sympy(hint) if getattr(hint, "is_Boolean", False) else term_from_sympy(hint, {})


class Assembled(NamedTuple):
    """The parts of a derivation, as they were read."""

    assumptions: tuple[Proposition, ...]
    definitions: tuple[Definition, ...]
    settled: Callable[[Any], Any]  # makes a node of a step anew


def assumed_of(nodes: Iterable[object]) -> tuple[Proposition, ...]:
    """Return what SymPy assumes of the symbols that are free in the nodes of a step."""
    free: set[Symbol] = set().union(*(free_symbols(node) for node in nodes if isinstance(node, Node)))
    return AUTHOR.hypotheses_on(frozenset(free))


def assemble(
    statements: Iterable[Node], assume: Sequence[Any], define: Sequence[Any], known: Iterable[Proposition]
) -> Assembled:
    """Return the assumptions and definitions of a derivation with these statements, and its nodes made anew.

    Functions are one function in all statements; what SymPy assumes of the free symbols, ``known`` of the steps, comes
    before what is assumed.
    """
    with _reading():
        defined = read_definitions(define)
        assumed = tuple(_proposition(premise) for premise in assume if not _is_true(premise))
    statements = tuple(statements)
    nodes = (*statements, *assumed, *defined)
    extra = kept_apart(definitions_for(nodes), nodes)
    names = frozenset(definition.member.name for definition in defined)
    taken = frozenset(getattr(part, "name", "") for part in in_order(nodes))
    renamed = names_in_print((*nodes, *extra), taken)
    settled = settle((*nodes, *extra), names, frozenset(AUTHOR.functions), renamed)
    free: set[Symbol] = set().union(*map(free_symbols, (*statements, *assumed)))
    free = free.union(*(free_symbols(definition) for definition in defined))
    facts = AUTHOR.hypotheses_on(frozenset(free))
    AUTHOR.forget()
    assumptions = dict.fromkeys((*known, *facts, *map(settled, assumed)))
    return Assembled(tuple(assumptions), tuple(map(settled, (*extra, *defined))), settled)


@contextmanager
def _reading() -> Iterator[None]:
    """Remember what SymPy assumes of symbols; where ``sympy.stats`` is in use, know its random variables."""
    know_chance()
    with evaluate(True) if is_held() else nullcontext(), noting_symbols():
        yield
