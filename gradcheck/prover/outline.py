"""Prints a proof as an indented outline, for ``-v``.  No verdict rests on it.

Where the goal of a rule is at hand (at the top, in parts, cases, implications and inductions), the base and the step of
an induction are written out, and, if asked for, the normal form of an equation.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from fractions import Fraction

from gradcheck.algebra.lower import Lowering
from gradcheck.algebra.polynomial import TooLarge
from gradcheck.algebra.preparation import rewrite
from gradcheck.algebra.ring import Ring, Unsupported
from gradcheck.algebra.show import INDEX_NAMES, NUMBERED, show
from gradcheck.kernel.equality import entry_indices
from gradcheck.kernel.evidence import (
    ByBoxes,
    ByCases,
    ByConjunction,
    ByCover,
    ByImplication,
    ByInduction,
    ByNormalForm,
    Evidence,
)
from gradcheck.kernel.goal import Goal
from gradcheck.kernel.rejection import Rejected
from gradcheck.language.printing.text import render_text
from gradcheck.language.syntax.node import Node, walk
from gradcheck.language.syntax.propositions import And, Implies, Relation
from gradcheck.language.syntax.substitution import replace_symbols
from gradcheck.language.syntax.terms import Symbol, as_term

LONGEST = 400  # characters of a formula that a reader still reads
MAX_NODES = 400  # of an equation whose normal form is written out
FAILURES = (Unsupported, TooLarge, Rejected, ArithmeticError, ValueError, TypeError, AttributeError, KeyError)


def describe_evidence(goal: Goal | None, evidence: Evidence, forms: bool = False, depth: int = 0) -> tuple[str, ...]:
    """The lines of the outline, with ``forms`` the normal forms as well; without a goal, the rules alone."""
    pad, name = "  " * depth, evidence.label
    details = [str(len(evidence.cells)) + " cells"] if isinstance(evidence, ByCover) else []
    details += [f"{evidence.cuts.count(None)} boxes"] if isinstance(evidence, ByBoxes) else []
    goals = {} if goal is None else dict(_goals(goal, evidence))
    below: list[str] = []
    for field in fields(evidence):
        value = getattr(evidence, field.name)
        if isinstance(value, Evidence):
            below += _part(field.name, goals.get(field.name), value, forms, depth)
        elif isinstance(value, tuple) and value and all(isinstance(v, Evidence) for v in value):
            for position, part in enumerate(value, 1):
                label = f"{field.name} {position}"
                below += _part(label, goals.get(label), part, forms, depth)
        elif isinstance(value, Node):
            details.append(f"{field.name} {render_text(value)}")
        elif isinstance(value, str | int | Fraction) and value != "":
            details.append(f"{field.name} {value}")
        elif isinstance(value, tuple) and not isinstance(evidence, ByCover | ByBoxes):
            details += [_describe_item(item) for item in value]
    if forms and goal is not None and isinstance(evidence, ByNormalForm) and not evidence.multipliers:
        details += _normal_form(goal)
    line = f"{pad}{name}" + (f" ({'; '.join(details)})" if details else "")
    return (line, *below)


def _part(label: str, goal: Goal | None, evidence: Evidence, forms: bool, depth: int) -> Iterator[str]:
    claim = "" if goal is None else render_text(goal.claim)
    yield "  " * depth + f"  {label}:" + (f" {claim}" if 0 < len(claim) <= LONGEST else "")
    yield from describe_evidence(goal, evidence, forms, depth + 2)


def _goals(goal: Goal, evidence: Evidence) -> Iterator[tuple[str, Goal]]:
    """The goals of the parts of a proof, where they follow from the goal alone."""
    claim = goal.claim
    match evidence:
        case ByConjunction() if isinstance(claim, And):
            yield from ((f"parts {position}", goal.claiming(part)) for position, part in enumerate(claim.parts, 1))
        case ByImplication() if isinstance(claim, Implies):
            yield "rest", goal.suppose(claim.premise).claiming(claim.conclusion)
        case ByCases():
            for name, op in (("negative", "<"), ("zero", "="), ("positive", ">")):
                yield name, goal.suppose(Relation(op, evidence.term, as_term(0)))
        case ByInduction():
            k, start = evidence.variable, as_term(evidence.start)
            clean = goal.without(k)
            try:
                yield "base", clean.claiming(replace_symbols(claim, {k: start}))
                after = clean.suppose(claim, Relation(">=", k, start))
                yield "step", after.claiming(replace_symbols(claim, {k: k + 1}))
            except (ValueError, TypeError):
                return


def _normal_form(goal: Goal) -> list[str]:
    """Return the normal form of both sides of an equation, by entries for arrays; nothing where it is too long."""
    claim = goal.claim
    if not isinstance(claim, Relation) or sum(1 for _ in walk(claim)) > MAX_NODES:
        return []
    left = claim.left

    def work(ring: Ring, lowering: Lowering) -> str:
        indices = entry_indices(ring, lowering, left)
        shown = show(ring, rewrite(lowering, lowering.remembered(left, indices, {})))
        symbols = {node for node in walk(shown) if isinstance(node, Symbol)}
        unused = [letter for letter in INDEX_NAMES if letter not in {symbol.name for symbol in symbols}]
        free = sorted((s for s in symbols if s.name.startswith(NUMBERED)), key=lambda s: int(s.name[3:]))
        letters = {s: Symbol(letter, s.sort) for s, letter in zip(free, unused, strict=False)}
        return render_text(replace_symbols(shown, letters) if letters else shown)

    try:
        text = goal.in_ring(work)
    except FAILURES:
        return []
    what = "both sides are" if not left.shape else "every entry of both sides is"
    return [f"{what} {text}"] if len(text) <= LONGEST and "#" not in text else []


def _describe_item(item: object) -> str:
    if isinstance(item, Node):
        return render_text(item)
    if isinstance(item, tuple):
        return " := ".join(_describe_item(part) for part in item)
    return type(item).__name__ if is_dataclass(item) else str(item)
