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
    ByCut,
    ByForallElimination,
    ByForallIntroduction,
    ByHypothesis,
    ByImplication,
    ByModusPonens,
    ByPositivity,
    BySign,
    Evidence,
)
from gradcheck.kernel.goal import Goal
from gradcheck.language.syntax.arrays import Entry, MatMul, Norm, Sequence, Trace
from gradcheck.language.syntax.node import Node, walk
from gradcheck.language.syntax.propositions import ForAll, Implies, Proposition, Relation
from gradcheck.language.syntax.terms import NO_BINDERS, Add, Apply, Neg, Sum, Symbol, Term, Where, as_term, free_symbols
from gradcheck.language.syntax.uninterpreted import Uninterpreted
from gradcheck.search.inequalities.summands import Lemma, as_sum, signs_known
from gradcheck.search.tactic import Search, after_lemmas

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
    lemmas = signs_known(goal, search) + _visible(goal, search, parts) + _shares(goal, search, parts)
    extended = goal.suppose(*(lemma for lemma, _ in lemmas))
    premises = [(part, _replaced(part, images)) for part in extended.parts() if isinstance(part, Relation)]
    usable = [(part, image) for part, image in premises if _is_plain(image)]
    stated = _replaced(claim, images)
    if not _is_plain(stated):
        return
    alone = Goal(stated, tuple(image for _, image in usable))
    proof = search.prove(alone, _anew(search))
    if proof is None:
        return
    general: Proposition = stated
    special: Proposition = claim
    evidence: Evidence = ByHypothesis()
    for part, image in usable:  # one premise in the other: inside of derivatives a conjunction says nothing
        general, special = Implies(image, general), Implies(part, special)
        evidence = ByModusPonens(special, ByHypothesis(), evidence)
        proof = ByImplication(proof)
    every = ForAll(tuple(images.values()), general)
    evidence = ByCut(every, ByForallIntroduction(proof), ByForallElimination(every, tuple(images), evidence))
    yield after_lemmas(lemmas, evidence)


def _anew(search: Search) -> Search:
    """Return the search for a claim of another kind, for which all other tactics are tried again."""
    return replace(search, skip=frozenset((NAME,)), depth=search.depth - 1)


def _parts(term: Node) -> Iterator[Term]:
    """Yield the outermost parts that are numbers, and neither symbols nor arithmetic of other parts."""
    if isinstance(term, PARTS) and not term.shape:
        yield term
    elif type(term) in NO_BINDERS or isinstance(term, Relation):
        for below in term.below:
            yield from _parts(below)


def _visible(goal: Goal, search: Search, parts: list[Term]) -> list[Lemma]:
    """Return the signs of parts that are visible, as that of an entry of a positive vector is."""
    found: list[Lemma] = []
    known = {(h.left, h.op) for h in goal.parts() if isinstance(h, Relation)}
    for part in parts:
        signs = (Relation(op, part, as_term(0)) for op in (">", ">=", "<", "<=") if (part, op) not in known)
        sign = next((one for one in signs if search.accepts(goal.claiming(one), BySign())), None)
        found += [(sign, BySign())] if sign is not None else []
    return found


def _shares(goal: Goal, search: Search, parts: list[Term]) -> list[Lemma]:
    """Return that an entry is at most the sum of its vector, where an assumption gives the sum a value."""
    found: list[Lemma] = []
    for h in goal.parts():
        if not isinstance(h, Relation) or h.op != "=":
            continue
        whole = as_sum(h.left)
        array = whole.body.array if whole is not None and isinstance(whole.body, Entry) else None
        for part in parts:
            if array is None or not isinstance(part, Entry) or part.array is not array:
                continue
            order, bound = Relation("<=", part, h.left), Relation("<=", part, h.right)
            proof = search.prove(goal.claiming(order), _anew(search))
            last = ByPositivity(Add((h.left, Neg(part))), ((as_term(-1), h),))
            if proof is not None and search.accepts(goal.suppose(order).claiming(bound), last):
                found.append((bound, ByCut(order, proof, last)))
    return found


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
