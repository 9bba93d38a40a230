"""What is printed as LaTeX is read back: to the same statement, or to one that is printed in the same way."""

from __future__ import annotations

from collections import Counter
from fractions import Fraction
from typing import Any

from gradcheck.language.notation.elaborator import Family
from gradcheck.language.notation.latex import read_line, settled
from gradcheck.language.notation.reader import elaborate_line
from gradcheck.language.notation.readerror import ReadError
from gradcheck.language.printing.latex import render_latex
from gradcheck.language.syntax.arrays import Array, Sequence
from gradcheck.language.syntax.names import greek_name, split_name
from gradcheck.language.syntax.node import Node, walk
from gradcheck.language.syntax.propositions import Proposition, Relation
from gradcheck.language.syntax.random import RandomSequence, RandomVariable
from gradcheck.language.syntax.shorthand import ArbitraryFunction, ArbitraryMapping
from gradcheck.language.syntax.terms import Num, Symbol
from gradcheck.language.syntax.uninterpreted import ArbitraryMap, Uninterpreted
from gradcheck.language.syntax.widths import Width
from tests.language.statements import statements
from tests.library import ENTRIES, derivation_of

# What is printed otherwise than it can be read: products of shapes that chain only in one order, absolute values of
# matrices, and vectors that are drawn as rows.
UNREAD = {"GC415", "GC417", "GC418"}


def scope_of(node: Node) -> dict[str, Any]:
    """What the names of a statement are, by the names that are read back."""
    scope: dict[str, Any] = {}
    for part in walk(node):
        if isinstance(part, Symbol | Array | RandomVariable):
            scope[part.name] = part
        elif isinstance(part, Sequence):
            scope[part.name] = Family(part.name, part.sides, parameters=len(part.parameters) or None)
        elif isinstance(part, RandomSequence):
            scope[part.name] = Family(part.name, part.sides, part.law)
        elif isinstance(part, Width):
            scope[part.name] = Family(part.name, is_width=True)
        elif isinstance(part, Uninterpreted):
            scope[part.name] = ArbitraryFunction(part.name, part.differentiable)
        elif isinstance(part, ArbitraryMap):
            shapes = tuple(argument.shape for argument in part.arguments)
            scope[part.name] = ArbitraryMapping(part.name, part.differentiable, shapes, part.sides)
    for name, meaning in list(scope.items()):
        base, below = (greek_name(part) or part for part in split_name(name))
        scope.setdefault(f"{base}_{below}" if below else base, meaning)
    return scope


def read_back(text: str, numbers: list[str], scope: dict[str, Any]) -> Proposition | ReadError:
    """The statement that a text says, or why it says none."""
    try:
        return elaborate_line(text, settled(text, read_line(text), numbers), scope).claim
    except ReadError as error:
        return error


def test_the_statements_of_the_library_are_read_back() -> None:
    found: Counter[str] = Counter()
    for entry in ENTRIES:
        for step in derivation_of(entry).steps:
            text = render_latex(step.claim)
            scope = scope_of(step.claim)
            numbers = [name for name, meaning in scope.items() if not isinstance(meaning, ArbitraryFunction)]
            claim = read_back(text, numbers, scope)
            derived = any(isinstance(part, ArbitraryMap) and part.order for part in walk(step.claim))
            if isinstance(claim, ReadError):
                assert derived or claim.code in UNREAD, (
                    text,
                    str(claim),
                )
                found["derived" if derived else "unread"] += 1
            elif claim is step.claim:
                found["same"] += 1
            else:  # a product in another grouping, which is drawn alike or read back from now on
                found["alike"] += 1
                assert read_back(render_latex(claim), numbers, scope) is claim, text
    assert found["same"] > 700
    assert found["unread"] < 20
    assert found["derived"] < 30
    assert found["alike"] < 20


def test_names_with_accents_and_subscripts_are_read_back() -> None:
    for name in ("y_hat", "x_bar_i", "theta_tilde", "loss_hat", "w_max", "x1", "alpha_0", "w", "Gamma", "x_dot"):
        symbol = Symbol(name, "real")
        text = f"{render_latex(symbol)} = 0"
        base, below = split_name(name)
        drawn = f"{base}_{below}" if below else base
        assert read_back(text, [], {drawn: symbol}) is Relation("=", symbol, Num(Fraction(0))), text
    assert render_latex(Symbol("y_hat", "real")) == r"\hat{y}"


def test_random_statements_are_read_back_or_refused() -> None:
    found: Counter[str] = Counter()
    for statement in statements(7, 500):
        text = render_latex(statement)
        scope = scope_of(statement)
        numbers = [name for name, meaning in scope.items() if not isinstance(meaning, ArbitraryFunction)]
        claim = read_back(text, numbers, scope)
        if isinstance(claim, ReadError):
            found["refused"] += 1
        elif claim is statement or render_latex(claim) == text:
            found["same"] += 1
        else:  # a product in another grouping, or -0
            found["other"] += 1
            assert {part.name for part in walk(claim) if isinstance(part, Symbol)} <= set(scope), text
    assert found["same"] > 420
    assert found["other"] < 12
