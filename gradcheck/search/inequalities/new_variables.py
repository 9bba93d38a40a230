"""Inequalities in a new variable, which makes them smooth at an end or leaves one variable of two.

    z = 1/x          exp(1/x) - 2 exp(1/(x + 1)) + exp(1/(x + 2)) > 0 for x >= 1: z in (0, 1], a zero of order 3 at 0
    z = sqrt(x)      -x log(x) <= 3/4 sqrt(x): -2 z log(z) <= 3/4
    z = exp(x)       what is rational in exp(x)
    z = x/y, y > 0   (x - y)/(log(x) - log(y)) >= sqrt(x y) for x > y > 0: z - 1 >= sqrt(z) log(z) for z > 1
    z = x - y        what depends on a difference alone

The claim with x in terms of z is brought to its normal form, of which only the factor without a visible sign matters
(``equivalents``).  Where that has no variable but z, it is proved for every z between the bounds that the hypotheses
give it, and used at the z that stands for x.
Decides claims whose other form is decided.  Undecided: forms that keep two variables, bounds that are not visible.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from gradcheck.algebra.lower import Lowering
from gradcheck.algebra.polynomial import TooLarge
from gradcheck.algebra.preparation import rewrite
from gradcheck.algebra.ring import Ring, Unsupported
from gradcheck.algebra.show import show
from gradcheck.kernel.evidence import (
    ByCut,
    ByForallElimination,
    ByForallIntroduction,
    ByImplication,
    ByModusPonens,
    ByPositivity,
    BySign,
    Evidence,
)
from gradcheck.kernel.goal import Goal
from gradcheck.kernel.rules.analysis import domain_of
from gradcheck.language.syntax.node import walk
from gradcheck.language.syntax.propositions import ForAll, Implies, Proposition, Relation
from gradcheck.language.syntax.substitution import replace_symbols
from gradcheck.language.syntax.terms import Apply, Div, Num, Pow, Symbol, Term, as_term, free_symbols
from gradcheck.search.inequalities.equivalents import lemmas_for
from gradcheck.search.inequalities.irrational_bounds import without_divisors
from gradcheck.search.inequalities.one_variable import deep_comparison, real_variable
from gradcheck.search.tactic import Search, new_symbol

NAME = "new variable"
MAX_LEMMAS = 2
STEPS = (Fraction(-1), Fraction(0), Fraction(1))
Change = tuple[Symbol, Term, Term]  # the old variable, that variable in terms of the new one, and the new one


def in_new_variables(goal: Goal, search: Search) -> Iterator[Evidence | None]:
    """Prove the claim in another variable, if it is one about that variable alone."""
    claim = deep_comparison(goal, search)
    if claim is None or goal.definitions:
        return
    z = new_symbol(goal, "z")
    for old, image, value in _changes(goal, claim, z, search):
        bounds = _bounds(goal, search, z, value)
        stated = Relation(claim.op, *(replace_symbols(side, {old: image}) for side in (claim.left, claim.right)))
        kept = [replace_symbols(h, {old: image}) for h in goal.parts() if isinstance(h, Relation)]
        inside = Goal(stated, (*kept, *bounds))
        for lemma in lemmas_for(inside, stated)[:MAX_LEMMAS]:
            if free_symbols(lemma) != {z}:
                continue
            alone = Goal(lemma, tuple(bounds))
            proof = without_divisors(alone, search, lemma) or search.skipping(NAME).sub(alone)
            if proof is not None:
                yield from _instance(proof, lemma, _cofactor(inside, stated, lemma), bounds, z, value)


def _cofactor(goal: Goal, claim: Relation, lemma: Relation) -> Term | None:
    """Return (right - left)/factor, of the claim l <= r and the factor that the lemma is about."""

    def work(ring: Ring, lowering: Lowering) -> Term:
        value, factor = (rewrite(lowering, lowering.scalar(t)) for t in (claim.right - claim.left, lemma.left))
        return show(ring, value / factor)

    try:
        return goal.in_ring(work)
    except (Unsupported, TooLarge, ArithmeticError, ValueError):
        return None


def _instance(
    proof: Evidence, lemma: Relation, cofactor: Term | None, bounds: list[Relation], z: Symbol, value: Term
) -> Iterator[Evidence]:
    """Yield the use of a lemma about every z between bounds, at a value."""
    general: Proposition = lemma
    for bound in reversed(bounds):
        general, proof = Implies(bound, general), ByImplication(proof)
    every = ForAll((z,), general)
    special = replace_symbols(lemma, {z: value})
    product = None if cofactor is None else ByPositivity(special.left * replace_symbols(cofactor, {z: value}))
    for last in (BySign(), *([product] if product is not None else [])):
        rest: Evidence = last
        conclusion: Proposition = special
        chain: list[Implies] = []
        for bound in reversed(bounds):
            conclusion = Implies(replace_symbols(bound, {z: value}), conclusion)
            chain.append(conclusion)
        for implication in chain:
            rest = ByModusPonens(implication, BySign(), rest)
        yield ByCut(every, ByForallIntroduction(proof), ByForallElimination(every, (value,), rest))


def _changes(goal: Goal, claim: Relation, z: Symbol, search: Search) -> Iterator[Change]:
    """Yield the changes of variables that may help."""
    variable = real_variable(goal)
    if variable is None:
        symbols = sorted(free_symbols(claim), key=lambda symbol: symbol.name)
        if len(symbols) != 2 or any(symbol.is_integer for symbol in symbols):
            return
        for old, other in (symbols, symbols[::-1]):
            if search.accepts(goal.claiming(Relation(">", other, as_term(0))), BySign()):
                yield old, z * other, old / other
            yield old, z + other, old - other
        return
    lo, _, hi, _ = domain_of(goal, variable)
    if lo is None or lo < 0:
        return
    names = {node.function for node in walk(claim) if isinstance(node, Apply)}
    if "sqrt" in names or any(isinstance(node, Pow) and _is_half(node.exponent) for node in walk(claim)):
        yield variable, Pow(z, as_term(2)), Apply("sqrt", (variable,))
    divides = any(isinstance(node, Div) and variable in free_symbols(node.denominator) for node in walk(claim))
    if hi is None and divides and search.accepts(goal.claiming(Relation(">", variable, as_term(0))), BySign()):
        yield variable, 1 / z, 1 / variable


def _is_half(exponent: Term) -> bool:
    return isinstance(exponent, Num) and exponent.value.denominator == 2


def _bounds(goal: Goal, search: Search, z: Symbol, value: Term) -> list[Relation]:
    """Return the bounds of the new variable by numbers that are visible from the hypotheses."""
    numbers = {Num(step) for step in STEPS}
    if (variable := real_variable(goal.claiming(Relation("=", value, as_term(0))))) is not None:
        for end in domain_of(goal, variable)[::2]:
            numbers |= _images(end, value)
    found = []
    for ops, ordered in (((">", ">="), True), (("<", "<="), False)):
        for number in sorted(numbers, key=lambda n: n.value, reverse=ordered):
            known = next((Relation(op, z, number) for op in ops
                          if search.accepts(goal.claiming(Relation(op, value, number)), BySign())), None)  # fmt: skip
            if known is not None:
                found.append(known)
                break
    return found


def _images(end: Fraction | None, value: Term) -> set[Num]:
    """Return rational numbers at or just beyond which the new variable ends."""
    if end is None or end <= 0:
        return set()
    if isinstance(value, Div):
        return {Num(1 / end)}
    root = Fraction(float(end) ** 0.5).limit_denominator(1000)
    return {Num(root), Num(root + Fraction(1, 1000)), Num(root - Fraction(1, 1000))}
