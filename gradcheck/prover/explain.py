"""Explains a refuted equation: the difference of its sides, and the right side that would have been true.

Both are written in the author's own words: the correction changes as little of the right side as it can, and what it
changes is shown beside what stood there ("p(1 - p), not p(1 + p)").  It is a part of the right side solved for, one of
the small slips of ``edits``, or the value of an integral, a limit or a mean that a tactic proves.  For arrays the
difference is looked for as a multiple of an array of the claim.  The kernel confirms that both are equal to what they
stand for wherever that is defined; a claim without an explanation is no less refuted.  Whatever is too large or has no
normal form is left out.  Runs in a worker, so it may be slow without harm.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from difflib import SequenceMatcher
from fractions import Fraction
from itertools import islice

from gradcheck.algebra import polynomial
from gradcheck.algebra.forms import FAILURES, PLAIN, kin, size, spellings
from gradcheck.algebra.lower import Lowering
from gradcheck.algebra.quotient import Quotient
from gradcheck.algebra.ring import Ring
from gradcheck.algebra.show import show
from gradcheck.kernel.check import check
from gradcheck.kernel.counterexample.valuation import Valuation
from gradcheck.kernel.definedness.conditions import OPEN
from gradcheck.kernel.dependencies import Missing, Trail
from gradcheck.kernel.equality import entry_indices
from gradcheck.kernel.evidence import ByNormalForm, Counterexample
from gradcheck.kernel.goal import Goal
from gradcheck.kernel.rejection import Rejected
from gradcheck.language.printing.text import render_text
from gradcheck.language.syntax import arrays, random
from gradcheck.language.syntax.node import Node, walk
from gradcheck.language.syntax.propositions import Proposition, Relation
from gradcheck.language.syntax.substitution import replace_terms
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
from gradcheck.prover.edits import edits
from gradcheck.runtime.mishaps import is_noted
from gradcheck.search.calculus.values import propose_values
from gradcheck.search.refutation.candidates import is_model, search_candidates
from gradcheck.search.refutation.counterexample import search_models
from gradcheck.search.tactic import unless_it_fails
from gradcheck.search.tactics import new_search

Indices = tuple[Quotient, ...]
ZERO, ONE = Num(Fraction(0)), Num(Fraction(1))
MAX_ROUNDS = 4  # of conditions under which both sides are defined
DEPTH = 3  # of the search for the value of a mean, an integral or a limit
MAX_EDITS, MAX_CHECKS = 400, 120  # small changes of the right side that are looked at, and that are tried
MAX_MODELS = 6  # values at which a change that needs a proof is tried first
SMALL = 80  # nodes of a claim for which so many are tried
MAX_NODES, MAX_HOLES, MAX_SUMMANDS, LONGEST = 400, 24, 8, 1_000
Operations = Derivative | Limit | Extremum | Integral | random.Expectation | random.Variance


@dataclass(frozen=True)
class Explanation:
    """Left minus right; the true right side; the part of it that was changed, with what stood there."""

    difference: Term | None = None
    correction: Term | None = None
    changed: tuple[Term, Term] | None = None


@dataclass(frozen=True)
class Hole:
    """A part of the right side, in which that side is linear: the side is ``factor`` times the part, and more."""

    part: Term
    factor: Term
    fill: Callable[[Term], Term]
    summand: Term
    fill_summand: Callable[[Term], Term]


def explain(goal: Goal) -> Explanation:
    """Explain a refuted equation, as far as normal forms allow."""
    claim = goal.claim
    if not isinstance(claim, Relation) or claim.op != "=" or sum(1 for _ in walk(claim)) > MAX_NODES:
        return Explanation()
    found = _edited(goal, claim, _by_normal_forms(goal, claim))
    if found.correction is None and (valued := _with_value(goal, claim)) is not None:
        known = _by_normal_forms(goal, valued)
        value = valued.left if isinstance(valued.left, Num | Symbol) else known.correction
        return Explanation(found.difference if known.difference is None else known.difference, value, known.changed)
    return found


def _by_normal_forms(goal: Goal, claim: Relation) -> Explanation:
    try:
        found = goal.in_ring(lambda ring, lowering: _explain(ring, lowering, claim))
    except (*FAILURES, Rejected):
        return Explanation()
    except Exception as error:
        if not is_noted(error):
            raise
        return Explanation()
    if not _is_true(goal, claim.left - claim.right, found.difference):
        found = replace(found, difference=None)
    return found if _is_true(goal, claim.left, found.correction) else Explanation(found.difference)


def _edited(goal: Goal, claim: Relation, found: Explanation) -> Explanation:
    """Return the explanation with a small change of the right side, where that is more like it than the correction."""
    if isinstance(claim.left, Symbol | Num) or (found.difference is not None and found.difference is ZERO):
        return found
    least = 0.0 if found.correction is None else _likeness(found.correction, claim.right)
    rated = {whole: _likeness(whole, claim.right) for whole in islice(edits(claim.right), MAX_EDITS)}
    better = sorted((whole for whole in rated if rated[whole] > least), key=lambda whole: -rated[whole])
    most = MAX_CHECKS if sum(1 for _ in walk(claim)) <= SMALL else MAX_CHECKS // 4
    if not better:
        return found
    models = unless_it_fails(list[Counterexample](), lambda: [*search_models(goal), *_small(goal)][:MAX_MODELS])
    for whole in better[:most]:
        apart = whole is claim.left or any(_agrees(goal, claim.left, whole, at) is False for at in models)
        if not apart and _is_true(goal, claim.left, whole):
            return replace(found, correction=whole, changed=_changed_summand(claim.right, whole))
    # sums that have no normal form are looked at where they are numbers, and then proved
    if found.correction is not None or not any(isinstance(node, Sum) for node in walk(claim.left)):
        return found
    agreeing = [
        whole for whole in better[:most] if models and all(_agrees(goal, claim.left, whole, at) for at in models)
    ]
    search = replace(new_search(), depth=DEPTH)
    for whole in agreeing[:2]:
        if search.sub(goal.claiming(Relation("=", claim.left, whole))) is not None:
            return replace(found, correction=whole, changed=_changed_summand(claim.right, whole))
    return found


def _small(goal: Goal) -> list[Counterexample]:
    return [one for one in islice(search_candidates(goal), MAX_MODELS * 4) if is_model(goal, one)]


def _agrees(goal: Goal, left: Term, right: Term, at: Counterexample) -> bool | None:
    """Return whether the sides are equal at the values; None where that is open."""
    return unless_it_fails(None, lambda: Valuation(goal, at).holds(Relation("=", left, right)))


def _with_value(goal: Goal, claim: Relation) -> Relation | None:
    """Return the claim with the proved value of the one mean, integral or limit on its left; None without one."""
    operations = {node for node in walk(claim) if isinstance(node, Operations)}
    if len(operations) != 1 or isinstance(term := operations.pop(), Derivative) or term in set(walk(claim.right)):
        return None
    search = replace(new_search(), depth=DEPTH)
    for value in unless_it_fails(list[Term](), lambda: list(propose_values(term, goal, search))):
        if search.sub(goal.claiming(Relation("=", term, value))) is not None:
            return Relation("=", replace_terms(claim.left, {term: value}), claim.right)
    return None


def _is_true(goal: Goal, left: Term, right: Term | None) -> bool:
    """Return whether the kernel finds both sides equal wherever they are defined."""
    if right is None:
        return True
    for _ in range(MAX_ROUNDS):
        try:
            check(goal.claiming(Relation("=", left, right)), ByNormalForm(), Trail())
        except Missing as missing:
            goal = goal.suppose(*map(_as_number, missing.conditions))
        except (*FAILURES, Rejected):
            return False
        else:
            return True
    return False


def _as_number(condition: Proposition) -> Proposition:
    """Say of t = t, where t is an integral, an extremum or a limit, that t is a number: alone it may be infinite."""
    if isinstance(condition, Relation) and condition.left is condition.right and isinstance(condition.left, OPEN):
        return Relation("=", Mul((ZERO, condition.left)), ZERO)
    return condition


def _explain(ring: Ring, lowering: Lowering, claim: Relation) -> Explanation:
    indices = entry_indices(ring, lowering, claim.left)
    left, right = (lowering.remembered(side, indices, {}) for side in (claim.left, claim.right))
    if (left - right).is_zero:
        return Explanation()
    words = [word for word in _words(claim) if word is not claim.left and word is not claim.right]
    words += [relative for word in words for relative in kin(word) if relative not in words]
    found = list(_written(lowering, left - right, words, indices, claim))
    difference = min(found, key=size, default=None)
    correction, changed = _corrected(lowering, claim, left, indices)
    return Explanation(difference, correction, changed)


def _words(root: Node) -> list[Term]:
    """The scalar parts of a claim that are more than symbols and sums, the larger first."""
    parts = [
        n for n in walk(root) if isinstance(n, Term) and not n.shape and not isinstance(n, Num | Symbol | Add | Neg)
    ]
    free = [part for part in parts if not _has_bound(root, part)]
    return sorted(free, key=lambda part: (isinstance(part, Mul | Div), -size(part)))


def _has_bound(root: Node, part: Term) -> bool:
    """Return whether the part contains a variable that the claim binds around it."""
    bound = {node.index for node in walk(root) if isinstance(node, Sum)}
    bound |= {node.variable for node in walk(root) if isinstance(node, Limit | Extremum | Integral)}
    return any(node in bound for node in walk(part))


def _written(
    lowering: Lowering,
    value: Quotient,
    words: Iterable[Term],
    indices: Indices,
    claim: Relation,
    part: Term | None = None,
) -> Iterator[Term]:
    """Terms with this value; for entries of an array, combinations of free arrays, or a multiple of one of the claim.

    In the place of a ``part`` of the right side, no sum but the part itself is taken from the claim.
    """
    if not indices:
        for term in spellings(lowering, value, words):
            if not any(isinstance(node, Symbol) and node.name[0] == "<" for node in walk(term)):
                yield term
        return
    shape = claim.left.shape
    combined = _combination(lowering, value, indices, shape)
    if combined is not None:
        yield combined
    for word in walk(claim):
        if isinstance(word, Add) and part is not None and word is not part:
            continue
        if isinstance(word, Term) and word.shape == shape and not isinstance(word, Neg | Mul | Operations):
            image = lowering.remembered(word, indices, {})
            if image.is_zero:
                continue
            ratio = value / image
            if all(atom.head in PLAIN and not atom.indices for atom in lowering.ring.atoms_of(ratio)):
                for factor in spellings(lowering, ratio, ()):
                    yield _times(factor, word)


def _combination(lowering: Lowering, value: Quotient, indices: Indices, shape: tuple[Term, ...]) -> Term | None:
    """Entries that are a linear combination of those of arrays and members of sequences, as that combination."""
    ring = lowering.ring
    places = tuple(index.key for index in indices)
    parts: dict[Term, Quotient] = {}
    for coefficient, powers in value.monomials():
        own = [(ring.slots[slot], exponent) for slot, exponent in powers if ring.slots[slot].indices]
        if len(own) != 1 or own[0][1] != 1 or len(parts) > MAX_SUMMANDS:
            return None
        atom = own[0][0]
        entry = atom.data[1] if atom.head == "entry" else atom.data[3] if atom.head == "member" else ()
        if not entry or tuple(index.key for index in entry) != places:
            return None
        array: Term = arrays.Array(atom.data[0], shape)
        if atom.head == "member":
            parameters = tuple(show(ring, parameter) for parameter in atom.data[2])
            array = arrays.Sequence(atom.data[0], shape, show(ring, atom.data[1]), parameters)
        factor = ring.constant(coefficient)
        for slot, exponent in powers:
            if ring.slots[slot] is not atom:
                factor = factor * ring.generator(ring.slots[slot]) ** exponent
        parts[array] = parts.get(array, ring.constant(0)) + factor
    below = Quotient(value.den, polynomial.ONE, ring.relations)
    if not parts or not _is_plain(ring, below):
        return None
    summands = [_times(min(spellings(lowering, f / below, ()), key=size), array) for array, f in parts.items()]
    summands.sort(key=lambda term: isinstance(term, Neg))
    return summands[0] if len(summands) == 1 else Add(tuple(summands))


def _times(factor: Term, word: Term) -> Term:
    if factor is ONE:
        return word
    if isinstance(factor, Neg):
        return Neg(_times(factor.term, word))
    return factor * word


def _corrected(
    lowering: Lowering, claim: Relation, left: Quotient, indices: Indices
) -> tuple[Term | None, tuple[Term, Term] | None]:
    """The right side that is true and most like the one that was stated; and what was changed in it."""
    if isinstance(claim.left, Symbol | Num):
        return None, None
    own = [word for word in _words(claim.right) if not any(isinstance(n, Operations) for n in walk(word))]
    others = [word for word in _words(claim.left) if isinstance(word, Apply | arrays.Norm) and word is not claim.left]
    words = list(dict.fromkeys([*own, *others, *(relative for word in _words(claim) for relative in kin(word))]))
    known = set(walk(claim.right))
    found: dict[Term, tuple[Term, Term] | None] = {}
    for hole in list(_holes(claim.right))[:MAX_HOLES]:
        try:
            value = _value_of(lowering, hole, left, indices)
            places = indices if hole.part.shape else ()
            if value is None or (indices and not places and not _is_plain(lowering.ring, value)):
                continue
            for part in _written(lowering, value, words, places, claim, hole.part):
                whole = hole.fill(part)
                if whole is not claim.left and (claim.left in known or claim.left not in set(walk(whole))):
                    found[whole] = (hole.fill_summand(part), hole.summand)
        except FAILURES:
            continue
    strange = tuple({Sum, Where, random.Expectation} - {type(node) for node in walk(claim.right)})
    usual = [t for t in found if not _cancels(t) and not any(isinstance(node, strange) for node in walk(t))]
    likely = [term for term in usual if len(render_text(term)) <= LONGEST]
    if not likely:
        return None, None
    best = max(likely, key=lambda term: _likeness(term, claim.right))
    changed = found[best]
    return best, changed if changed is not None and changed[1] is not claim.right else None


def _changed_summand(stated: Term, whole: Term) -> tuple[Term, Term] | None:
    """Return the summand that differs, with what was stated there; None where there is no single one."""
    if isinstance(stated, Add) and isinstance(whole, Add) and len(stated.terms) == len(whole.terms):
        pairs = [(new, old) for new, old in zip(whole.terms, stated.terms, strict=True) if new is not old]
        return pairs[0] if len(pairs) == 1 else None
    return None


def _cancels(term: Term) -> bool:
    """Whether a summand is the negative of another, in whatever order its factors stand."""
    if not isinstance(term, Add):
        return False
    signed = [(isinstance(part, Neg), _factors(part.term if isinstance(part, Neg) else part)) for part in term.terms]
    return any((not sign, factors) in signed for sign, factors in signed)


def _factors(term: Term) -> frozenset[Term]:
    return frozenset(term.factors if isinstance(term, Mul) else (term,))


def _likeness(term: Term, stated: Term) -> float:
    """Rate how much of the text is the same; new fractions, and a sign in front of a sum, lower the rating."""
    same = SequenceMatcher(None, render_text(term), render_text(stated), autojunk=False).ratio()
    fractions = [sum(isinstance(node, Div) for node in walk(side)) for side in (term, stated)]
    signs = [sum(isinstance(n, Add) and isinstance(n.terms[0], Neg) for n in walk(side)) for side in (term, stated)]
    return same - max(0, fractions[0] - fractions[1]) / 7 - max(0, signs[0] - signs[1]) / 7 - size(term) / 1000


def _is_plain(ring: Ring, value: Quotient) -> bool:
    return all(atom.head in PLAIN and not atom.indices for atom in ring.atoms_of(value))


def _value_of(lowering: Lowering, hole: Hole, left: Quotient, indices: Indices) -> Quotient | None:
    """Return what the part must be for the right side to equal the left."""
    zero: Term = Mul((ZERO, hole.part)) if hole.part.shape else ZERO
    rest = lowering.remembered(hole.fill(zero), indices, {})
    places = indices if hole.factor.shape else ()
    factor = lowering.remembered(hole.factor, places, {})
    return None if factor.is_zero else (left - rest) / factor


def _holes(right: Term) -> Iterator[Hole]:
    """The parts of the right side in which it is linear, the whole first."""

    def go(
        part: Term,
        factor: Term,
        fill: Callable[[Term], Term],
        summand: Term | None,
        fill_summand: Callable[[Term], Term],
    ) -> Iterator[Hole]:
        own = part if summand is None else summand
        yield Hole(part, factor, fill, own, fill_summand)
        match part:
            case Add(terms=terms):
                for position, term in enumerate(terms):
                    put = _putting(terms, position, Add)
                    if summand is None or part is summand:
                        yield from go(term, factor, _after(put, fill), term, _same)
                    else:
                        yield from go(term, factor, _after(put, fill), summand, _after(put, fill_summand))
            case Neg(term=term):
                yield from go(term, Neg(factor), _after(Neg, fill), own, _after(Neg, fill_summand))
            case Mul(factors=factors):
                for position, term in enumerate(factors):
                    others = [f for place, f in enumerate(factors) if place != position]
                    put = _putting(factors, position, Mul)
                    yield from go(term, _product(factor, others), _after(put, fill), own, _after(put, fill_summand))
            case Div(numerator=above, denominator=below):

                def put_over(term: Term, below: Term = below) -> Term:
                    return Div(term, below)

                yield from go(above, Div(factor, below), _after(put_over, fill), own, _after(put_over, fill_summand))

    yield from go(right, ONE, _same, None, _same)


def _same(term: Term) -> Term:
    return term


def _after(inner: Callable[[Term], Term], outer: Callable[[Term], Term]) -> Callable[[Term], Term]:
    return lambda term: outer(inner(term))


def _product(first: Term, others: list[Term]) -> Term:
    return Mul((first, *others)) if others else first


def _putting(parts: tuple[Term, ...], position: int, kind: type[Add] | type[Mul]) -> Callable[[Term], Term]:
    """Puts a term into a place of a sum or product; sums in sums and products in products lose their brackets."""

    def put(term: Term) -> Term:
        inner: tuple[Term, ...] = (term,)
        if kind is Mul and isinstance(term, Mul):
            inner = term.factors
        elif kind is Add and isinstance(term, Add):
            inner = term.terms
        before, after = parts[:position], parts[position + 1 :]
        if kind is Mul and term is ONE and before + after:
            inner = ()
        if kind is Mul and term is ZERO and not term.shape and not any(part.shape for part in parts):
            return ZERO
        if kind is Mul and isinstance(term, Neg):
            return Neg(put(term.term))
        if kind is Add and term is ZERO and before + after:
            inner = ()
        whole = _gathered((*before, *inner, *after)) if kind is Mul else (*before, *inner, *after)
        return whole[0] if len(whole) == 1 else kind(whole)

    return put


def _gathered(factors: tuple[Term, ...]) -> tuple[Term, ...]:
    """Return the factors with a symbol that occurs twice as its square."""
    twice = {factor for factor in factors if isinstance(factor, Symbol) and factors.count(factor) == 2}
    squares = (Pow(factor, Num(Fraction(2))) if factor in twice else factor for factor in factors)
    return tuple(dict.fromkeys(squares)) if twice else factors
