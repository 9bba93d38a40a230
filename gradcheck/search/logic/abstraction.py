"""Claims about entries, members, sums, norms and values of functions, shown for any numbers in their place.

    log(v[i]) <= v[i] - 1, given v[i] > 0        from log(z) <= z - 1 for every z > 0
    log(1 + v @ v) <= v @ v                      from log(1 + z) <= z for every z >= 0

Each outermost such part of the claim becomes a variable, wherever it occurs, in the hypotheses too; what is left has
symbols alone, and the engines for functions of one or several variables decide it.  Signs of sums that their terms show
are among the hypotheses.  Undecided: claims that need more of the parts than signs and hypotheses say.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from gradcheck.kernel.evidence import (
    ByConjunction,
    ByCut,
    ByForallElimination,
    ByForallIntroduction,
    ByHypothesis,
    ByImplication,
    ByModusPonens,
    BySign,
    Evidence,
)
from gradcheck.kernel.goal import Goal
from gradcheck.language.syntax.arrays import Entry, MatMul, Norm, Sequence, Trace
from gradcheck.language.syntax.node import Node, walk
from gradcheck.language.syntax.propositions import And, ForAll, Implies, Proposition, Relation
from gradcheck.language.syntax.terms import NO_BINDERS, Apply, Sum, Symbol, Term, Where, as_term, free_symbols
from gradcheck.language.syntax.uninterpreted import Uninterpreted
from gradcheck.search.inequalities.summands import signs_known
from gradcheck.search.tactic import Search

NAME = "any numbers in the place of parts"
PARTS = (Entry, MatMul, Norm, Sequence, Sum, Trace, Uninterpreted)
MAX_PARTS = 3
LETTERS = ("z", "y", "x")


def for_any_numbers(goal: Goal, search: Search) -> Iterator[Evidence | None]:
    """Prove the claim for all numbers in the place of its parts that are no symbols."""
    claim = goal.claim
    if not isinstance(claim, Relation) or claim.left.shape or goal.rewrites or search.depth < 2:
        return
    parts = list(dict.fromkeys(_parts(claim)))
    asked = Where if claim.op == "=" else Apply | Where
    if not any(isinstance(part, asked) for part in walk(claim)):
        return  # polynomials of parts, and their equations, are decided as they are
    if not 1 <= len(parts) <= MAX_PARTS:
        return
    taken = {symbol.name for symbol in free_symbols(claim)}
    names = [Symbol(next(n for n in (letter, f"{letter}_1", f"{letter}_2") if n not in taken)) for letter in LETTERS]
    images = dict(zip(parts, names, strict=False))
    lemmas = signs_known(goal, search) + _lengths(parts)
    extended = goal.suppose(*(lemma for lemma, _ in lemmas))
    premises = [(part, _replaced(part, images)) for part in extended.parts() if isinstance(part, Relation)]
    usable = [(part, image) for part, image in premises if _is_plain(image)]
    stated = _replaced(claim, images)
    if not _is_plain(stated):
        return
    alone = Goal(stated, tuple(image for _, image in usable))
    proof = search.prove(alone, replace(search, skip=frozenset((NAME,)), depth=search.depth - 1))
    if proof is None:
        return
    variables = tuple(images.values())
    evidence: Evidence
    if usable:
        premise = usable[0][1] if len(usable) == 1 else And(tuple(image for _, image in usable))
        every = ForAll(variables, Implies(premise, stated))
        shown: Evidence = ByHypothesis() if len(usable) == 1 else ByConjunction((ByHypothesis(),) * len(usable))
        whole = usable[0][0] if len(usable) == 1 else And(tuple(part for part, _ in usable))
        evidence = ByModusPonens(Implies(whole, claim), shown, ByHypothesis())
        proof = ByImplication(proof)
    else:
        every, evidence = ForAll(variables, stated), ByHypothesis()
    evidence = ByCut(every, ByForallIntroduction(proof), ByForallElimination(every, tuple(images), evidence))
    for lemma, shown in reversed(lemmas):
        evidence = ByCut(lemma, shown, evidence)
    yield evidence


def _parts(term: Node) -> Iterator[Term]:
    """Yield the outermost parts that are numbers, and neither symbols nor arithmetic of other parts."""
    if isinstance(term, PARTS) and not term.shape:
        yield term
    elif type(term) in NO_BINDERS or isinstance(term, Relation):
        for below in term.below:
            yield from _parts(below)


def _lengths(parts: list[Term]) -> list[tuple[Relation, Evidence]]:
    """Return that norms, and inner products of a vector with itself, are not negative."""
    squares = [p for p in parts if isinstance(p, Norm) or (isinstance(p, MatMul) and p.left is p.right)]
    return [(Relation(">=", part, as_term(0)), BySign()) for part in squares]


def _replaced(node: Any, images: Mapping[Term, Symbol]) -> Any:
    if isinstance(node, tuple):
        return tuple(_replaced(part, images) for part in node)
    if not isinstance(node, Node):
        return node
    if node in images:
        return images[node]  # type: ignore[index]
    if not isinstance(node, Proposition) and type(node) not in NO_BINDERS:
        return node
    return type(node)(*(_replaced(getattr(node, name), images) for name in node.fields)) if node.below else node


def _is_plain(node: Node) -> bool:
    """Whether only symbols, numbers and functions are left."""
    return all(isinstance(part, Relation) or type(part) in NO_BINDERS for part in walk(node)) and all(
        not part.shape for part in walk(node) if isinstance(part, Term)
    )
