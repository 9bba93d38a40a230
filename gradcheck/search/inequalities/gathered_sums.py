"""Claims that are linear in sums over one range, as an order between two sums, shown term by term.

    c*sum of f - (sum of g)/s + a <= b       sum of (c*f(k) + a/n) <= sum of (g(k)/s + b/n) over k = 1..n
    ones @ v/n <= c, given v <= c*ones       v[k]/n <= c/n for every k
    a(1) - a(t + 1) >= sum of r              sum of (a(k) - a(k + 1)) >= sum of r, given r(k) <= a(k) - a(k + 1)

``as_one_sum`` puts all sums of a claim, inner products and squares of norms among them, under one sign, spreads what is
constant over the range, and asks for the order of the terms; an equation is so decided where its terms are choices.
``by_bounds`` puts the other side of a universal assumption into a sum, and asks for what is left.
Undecided: claims that are true of the sums although not of their terms; ranges that differ.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from gradcheck.kernel.evidence import (
    ByCases,
    ByCut,
    ByFact,
    ByForallIntroduction,
    ByHypothesis,
    ByImplication,
    ByNormalForm,
    ByPositivity,
    ByRewriting,
    BySign,
    ByTransitivity,
    Evidence,
)
from gradcheck.kernel.goal import Goal
from gradcheck.kernel.rules.facts import statements
from gradcheck.language.syntax.arrays import Entry, Hadamard, MatMul, Norm, Ones
from gradcheck.language.syntax.node import walk
from gradcheck.language.syntax.propositions import CONVERSE, ForAll, Implies, Relation
from gradcheck.language.syntax.substitution import replace_symbols
from gradcheck.language.syntax.terms import (
    Add,
    Apply,
    Div,
    Mul,
    Neg,
    Num,
    Pow,
    Sum,
    Symbol,
    Term,
    Where,
    as_term,
    free_symbols,
)
from gradcheck.search.equations.identities import is_atomic
from gradcheck.search.inequalities.summands import as_sum, proved_order, sums_in
from gradcheck.search.tactic import Search, after_lemmas, direct_evidence

NAME, BOUNDS = "sums as one", "bounds of terms"
LETTERS = ("k", "j", "l", "r", "s", "t", "p", "q")
MAX_BOUNDS, MAX_CASES = 3, 2


class Part(NamedTuple):
    """A summand of a term: a factor, and the sum that it multiplies, if there is one."""

    factor: Term
    sum: Sum | None


def as_one_sum(goal: Goal, search: Search) -> Iterator[Evidence | None]:
    """Prove the claim from the order of the terms of one sum."""
    claim = goal.claim
    if not isinstance(claim, Relation) or claim.op == "!=" or claim.left.shape or goal.rewrites:
        return
    if claim.op == "=" and not any(isinstance(part, Where) for part in walk(claim)):
        return  # its normal form says
    order = gathered(goal, claim)
    proof = None if order is None else by_cases(goal, order, search) or proved_order(goal, order, search)
    if order is not None and proof is not None:
        yield proof if order is claim else ByCut(order, proof, closing(order, claim))


def by_cases(goal: Goal, order: Relation, search: Search) -> Evidence | None:
    """Return the order of two sums whose terms are in that order in each case of a choice or a modulus in them."""
    said = [rest for conclusion, *rest in statements("termwise", (order.left, order.right)) if conclusion is order]
    if not said or len(said[0]) != 1 or not isinstance(said[0][0], ForAll):
        return None
    found: dict[Term, None] = {}
    (place,) = said[0][0].variables
    for part in walk(said[0][0]):
        match part:
            case Where(condition=Relation(left=left, right=right)) if not left.shape:
                found[left - right] = None
            case Apply(function="abs", args=(inner,)) if not inner.shape:
                found[at_entries(inner, place)] = None
    if not 1 <= len(found) <= MAX_CASES:
        return None
    proof = direct_evidence(order)
    for term in found:
        zero = Relation("=", term, as_term(0))
        proof = ByCases(term, proof, ByRewriting((zero,), proof) if is_atomic(term) else proof, proof)
    evidence = ByFact("termwise", (ByForallIntroduction(ByImplication(proof)),), (order.left, order.right))
    return evidence if search.accepts(goal.claiming(order), evidence) else None


def closing(order: Relation, claim: Relation) -> Evidence:
    """Return evidence for a claim that says what the order says; one with choices is not multiplied out."""
    if order.left is claim.left and any(isinstance(part, Where) for part in walk(claim.left)):
        if claim.op == "=":
            return ByTransitivity(order, ByNormalForm())
        return ByFact("order", (ByHypothesis(), BySign()), (order.left, order.right, claim.right))
    return ByNormalForm(((as_term(1), order),)) if claim.op == "=" else BySign()


def gathered(goal: Goal, claim: Relation) -> Relation | None:
    """Return an order between two sums over one range that says what the claim says; None where there is none."""
    names = {symbol.name for node in (claim, *goal.hypotheses) for symbol in free_symbols(node)}
    own = claim.left.index if isinstance(claim.left, Sum) else None
    index = own if own is not None and own.name not in names else free_index(goal)
    left, right = parts_of(claim.left), parts_of(claim.right)
    sums = [part.sum for part in (*left, *right) if part.sum is not None]
    if not sums or any((one.lo, one.hi) != (sums[0].lo, sums[0].hi) for one in sums):
        return None
    sides = [_spread(parts, index, sums[0]) for parts in (left, right)]
    found = [side for side in sides if side is not None]
    if len(found) < 2:
        return None
    zero = as_term(0)
    summed = [zero if body is zero else Sum(body, index, sums[0].lo, sums[0].hi) for body in found]
    return Relation(claim.op, *summed) if any(isinstance(one, Sum) for one in summed) else None


def _spread(parts: list[Part], index: Symbol, over: Sum) -> Term | None:
    """Return the terms of the parts at the index; of a constant, one of as many equal shares as the range has terms."""
    count = over.hi if over.lo is as_term(1) else over.hi - over.lo + 1
    bodies = []
    for factor, one in parts:
        if index in free_symbols(factor):
            return None
        if one is not None:
            bodies.append(times(factor, replace_symbols(one.body, {one.index: index})))
        elif any(
            isinstance(part, Norm) or (isinstance(part, Sum | MatMul) and not part.shape) for part in walk(factor)
        ):
            return None  # another sum bounds no single term
        elif factor is not as_term(0):
            bodies.append(_share(factor, count))
    return plus(bodies)


def _share(term: Term, count: Term) -> Term:
    if isinstance(term, Mul) and count in term.factors:
        rest = list(term.factors)
        rest.remove(count)
        return rest[0] if len(rest) == 1 else Mul(tuple(rest))
    return as_term(1) if term is count else Div(term, count)


def parts_of(term: Term) -> list[Part]:
    """Return the summands of a term, those that are multiples of sums with the sums, at which entries are taken."""
    match term:
        case Add(terms=terms):
            return [part for inner in terms for part in parts_of(inner)]
        case Neg(term=inner):
            return [Part(minus(part.factor), part.sum) for part in parts_of(inner)]
        case Div(numerator=above, denominator=below):
            return [Part(Div(part.factor, below), part.sum) for part in parts_of(above)]
        case Mul(factors=factors):
            for place, factor in enumerate(factors):
                own = parts_of(factor)
                if any(part.sum is not None for part in own):
                    others = factors[:place] + factors[place + 1 :]
                    return [Part(times(part.factor, *others), part.sum) for part in own]
        case Pow(base=Norm(array=array), exponent=exponent) if exponent is as_term(2) and len(array.shape) == 1:
            term = array @ array
    found = as_sum(term)
    if found is None:
        return [Part(term, None)]
    body = at_entries(found.body, found.index)
    body = distributed(body)
    inside = parts_of(body) if isinstance(body, Add | Neg) else [Part(body, None)]
    if len(inside) == 1 or any(part.sum is not None for part in inside):
        return [Part(as_term(1), Sum(body, found.index, found.lo, found.hi))]
    return [Part(as_term(1), Sum(part.factor, found.index, found.lo, found.hi)) for part in inside]


def distributed(term: Term) -> Term:
    """Return a product with a sum among its factors as a sum of products."""
    if isinstance(term, Mul):
        for place, factor in enumerate(term.factors):
            if isinstance(factor, Add):
                others = term.factors[:place] + term.factors[place + 1 :]
                return plus([_signed(part, others) for part in factor.terms])
    return term


def _signed(part: Term, others: tuple[Term, ...]) -> Term:
    return Neg(times(*others, part.term)) if isinstance(part, Neg) else times(*others, part)


def at_entries(term: Term, index: Symbol) -> Term:
    """Return the term with an entry of a sum, product or function of arrays as that of their entries."""
    if isinstance(term, Entry) and len(term.indices) == 1 and term.indices[0] is index:
        return entry_of(term.array, index)
    match term:
        case Add(terms=parts):
            return Add(tuple(at_entries(part, index) for part in parts))
        case Mul(factors=parts):
            return Mul(tuple(at_entries(part, index) for part in parts))
        case Neg(term=inner):
            return Neg(at_entries(inner, index))
        case Div(numerator=above, denominator=below):
            return Div(at_entries(above, index), at_entries(below, index))
        case Apply(function=function, args=args):
            return Apply(function, tuple(at_entries(part, index) for part in args))
    return term


def entry_of(array: Term, index: Symbol) -> Term:
    """Return the entry of a vector, taken inside of sums, multiples, entrywise products and functions."""
    match array:
        case Ones():
            return as_term(1)
        case Add(terms=terms):
            return plus([entry_of(part, index) for part in terms])
        case Neg(term=inner):
            return Neg(entry_of(inner, index))
        case Mul(factors=factors):
            return times(*(entry_of(part, index) if part.shape else part for part in factors))
        case Div(numerator=above, denominator=below):
            return Div(entry_of(above, index), below)
        case Hadamard(left=left, right=right):
            return times(entry_of(left, index), entry_of(right, index))
        case Apply(function=function, args=(inner,)):
            return Apply(function, (entry_of(inner, index),))
    return Entry(array, (index,))


def by_bounds(goal: Goal, search: Search) -> Iterator[Evidence | None]:
    """Prove an order after one of its sums is bounded term by term, by a universal assumption."""
    claim = goal.claim
    if not isinstance(claim, Relation) or claim.op not in ("<=", "<", ">=", ">") or claim.left.shape or goal.rewrites:
        return
    if search.depth < 2:
        return
    tried = 0
    for one in sums_in(claim):
        for wider in _bounds(goal, one):
            tried += 1
            if tried > MAX_BOUNDS:
                return
            for op in ("<=", ">="):
                rest = _replaced(claim, one, wider)
                order = Relation(op, one, wider)
                proof = proved_order(goal, order, search)
                if proof is None:
                    continue
                left = search.prove(goal.suppose(order).claiming(rest), search.skipping(BOUNDS, NAME))
                yield (
                    None if left is None else after_lemmas([(order, proof), (rest, left)], _sum_of(order, rest, claim))
                )
                break


def _sum_of(order: Relation, rest: Relation, claim: Relation) -> Evidence:
    """Return the claim's difference as that of the rest and that of the order, both of which have a sign."""
    gaps = [gap(relation) for relation in (rest, order)]
    return ByPositivity(Add(tuple(gaps)))


def gap(relation: Relation) -> Term:
    """Return what an order says to be at least 0."""
    return relation.right - relation.left if relation.op in ("<=", "<") else relation.left - relation.right


def _replaced(claim: Relation, one: Sum, wider: Sum) -> Relation:
    sides = [_in_place(side, one, wider) for side in (claim.left, claim.right)]
    return Relation(claim.op, *sides)


def _in_place(term: Term, one: Sum, wider: Sum) -> Term:
    """Return the term with the sum replaced where it is a summand."""
    if as_sum(term) is one or term is one:
        return wider
    match term:
        case Add(terms=terms):
            return Add(tuple(_in_place(part, one, wider) for part in terms))
        case Neg(term=inner):
            return Neg(_in_place(inner, one, wider))
    return term


def _bounds(goal: Goal, one: Sum) -> Iterator[Sum]:
    """Yield the sum with one side of a universal assumption in the place of the other."""
    for h in goal.parts():
        if not isinstance(h, ForAll) or len(h.variables) != 1:
            continue
        body = h.body.conclusion if isinstance(h.body, Implies) else h.body
        if not isinstance(body, Relation) or body.op not in CONVERSE or body.op in ("=", "!=") or body.left.shape:
            continue
        for side, other in ((body.left, body.right), (body.right, body.left)):
            place, image = (replace_symbols(part, {h.variables[0]: one.index}) for part in (side, other))
            if any(part is place for part in walk(one.body)):
                yield Sum(_with(one.body, place, image), one.index, one.lo, one.hi)


def _with(term: Term, old: Term, new: Term) -> Term:
    """Return the term with another in the place of one of its parts, where only arithmetic is around that."""
    if term is old:
        return new
    match term:
        case Add(terms=parts):
            return Add(tuple(_with(part, old, new) for part in parts))
        case Mul(factors=parts):
            return Mul(tuple(_with(part, old, new) for part in parts))
        case Neg(term=inner):
            return Neg(_with(inner, old, new))
        case Div(numerator=above, denominator=below):
            return Div(_with(above, old, new), below)
    return term


def free_index(goal: Goal) -> Symbol:
    """Return an integer symbol whose name stands nowhere in the goal."""
    names = {part.name for node in (goal.claim, *goal.hypotheses) for part in walk(node) if isinstance(part, Symbol)}
    letters = (*LETTERS, *(f"k{count}" for count in range(1, len(names) + 2)))
    return Symbol(next(letter for letter in letters if letter not in names), "integer")


def times(*factors: Term) -> Term:
    """Return the product, without ones and without products inside."""
    parts = [part for factor in factors for part in (factor.factors if isinstance(factor, Mul) else (factor,))]
    kept = [part for part in parts if part is not as_term(1)]
    return as_term(1) if not kept else kept[0] if len(kept) == 1 else Mul(tuple(kept))


def minus(term: Term) -> Term:
    """Return the negative."""
    return Num(-term.value) if isinstance(term, Num) else term.term if isinstance(term, Neg) else Neg(term)


def plus(terms: list[Term]) -> Term:
    """Return the sum, 0 of none."""
    return as_term(0) if not terms else terms[0] if len(terms) == 1 else Add(tuple(terms))
