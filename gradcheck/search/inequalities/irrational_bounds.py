"""Inequalities of one real variable between ends that are not rational, with the signs of sines and cosines.

    x < pi/2                              gives  x < 1571/1000, a domain that a cover of balls can be of
    tan(x) > x + x**3/3, cos(x) > 0       from   sin(x) > (x + x**3/3) cos(x), which has no pole

First come rational bounds a little beyond the irrational ones, and the sign of the variable, which other variables may
show; then the signs that sines and cosines of the claim have on the domain; then the claim, or an equivalent one
without divisors (``equivalents``), is covered.
Decides claims that hold with a margin at the irrational end, once the divisors are gone: those of Huygens, Cusa, Wilker
and Mitrinovic on (0, pi/2).  Where both sides are equal there, the slope has to have one sign beside it (``curves``).
Undecided: divisors without a sign, several irrational ends at which both sides are equal.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction

from gradcheck.kernel.evidence import ByCases, ByCut, BySign, Evidence
from gradcheck.kernel.goal import Goal
from gradcheck.kernel.rules.analysis import domain_of
from gradcheck.language.syntax.node import walk
from gradcheck.language.syntax.propositions import CONVERSE, Relation
from gradcheck.language.syntax.terms import Apply, Num, Symbol, as_term
from gradcheck.search.inequalities.curves import from_irrational_ends, irrational_ends, number_of
from gradcheck.search.inequalities.equivalents import lemmas_for, with_one_exponential_less
from gradcheck.search.inequalities.one_variable import comparison, deep_comparison, quick_cover, real_variable, visible
from gradcheck.search.tactic import Lemma, Search, after_lemmas, first_proof

MODULI = "bounds of a modulus"
NAME = "rational bounds beside irrational ones"
ROOM = (Fraction(1, 10**4), Fraction(1, 100))
ANGLES = ("sin", "cos", "tan")
MAX_ANGLES = 3
MAX_LEMMAS = 3


def inside_a_modulus(goal: Goal, search: Search) -> Iterator[Evidence | None]:
    """Prove the claim under -c < x < c, where an assumption says abs(x) < c."""
    variable = real_variable(goal)
    if variable is None or search.depth < 2 or goal.rewrites:
        return
    for h in goal.parts():
        if isinstance(h, Relation) and h.op in ("<", "<=") and h.left == Apply("abs", (variable,)):
            if not isinstance(h.right, Num):
                continue
            bounds = [Relation(h.op, variable, h.right), Relation(CONVERSE[h.op], variable, Num(-h.right.value))]
            if not set(bounds) <= set(goal.hypotheses):
                by_sides = ByCases(variable, BySign(), BySign(), BySign())  # on each, the modulus is x or -x
                yield after_lemmas([(one, by_sides) for one in bounds], search.sub(goal.suppose(*bounds)))
                return


def between_irrational_ends(goal: Goal, search: Search) -> Iterator[Evidence | None]:
    """Prove the claim, or an equivalent one, under rational bounds and signs of its angles."""
    claim, variable = comparison(goal), real_variable(goal)
    if claim is None or variable is None or deep_comparison(goal, search) is None:
        return
    bounds = list(_rational_bounds(goal, search, variable))
    extended = goal.suppose(*(bound for bound, _ in bounds))
    signs = list(_signs_of_angles(extended, replace(search, prove=lambda goal, search: None), claim))
    if not bounds and not signs:
        return
    extended = extended.suppose(*(sign for sign, _ in signs))
    proof = without_divisors(extended, search, claim)
    if proof is None and signs:
        proof = search.skipping(NAME).sub(extended)
    yield after_lemmas([*bounds, *signs], proof)


def without_divisors(goal: Goal, search: Search, claim: Relation) -> Evidence | None:
    """Prove a claim, or one that is equivalent to it, by a cover of its domain, without any other tactic."""
    search = replace(search, prove=lambda goal, search: None)
    ways = (visible, quick_cover, from_irrational_ends)
    proof = first_proof(goal, search, ways)
    if proof is not None:
        return proof
    lemmas = lemmas_for(goal, claim)[:MAX_LEMMAS]
    for lemma in lemmas:
        proof = first_proof(goal.claiming(lemma), search, ways)
        if proof is not None and search.accepts(goal, ByCut(lemma, proof, BySign())):
            return ByCut(lemma, proof, BySign())
    for first in lemmas[:1]:
        turned = Relation("<" if first.op == ">" else "<=", first.right, first.left)
        for lemma in with_one_exponential_less(goal, turned):
            proof = first_proof(goal.claiming(lemma), search, ways)
            if proof is not None and search.accepts(goal, ByCut(lemma, proof, BySign())):
                return ByCut(lemma, proof, BySign())
    return None


def _rational_bounds(goal: Goal, search: Search, variable: Symbol) -> Iterator[Lemma]:
    """Yield rational bounds close to the irrational ones."""
    for end, side in irrational_ends(goal, variable):
        number = number_of(end)
        if number is None or abs(number) > 10**6:
            continue
        for room in ROOM:
            near = (number + (room if side == "-" else -room)).limit_denominator(10**5)
            bound = Relation("<=" if side == "-" else ">=", variable, Num(near))
            if search.accepts(goal.claiming(bound), BySign()):
                yield bound, BySign()
                break
    lo, _, hi, _ = domain_of(goal, variable)
    for op, bounded in ((">=", lo is not None), ("<=", hi is not None)):
        sign = Relation(op, variable, as_term(0))
        if not bounded and search.accepts(goal.claiming(sign), BySign()):  # as s >= 0 from s >= t >= 0
            yield sign, BySign()


def _signs_of_angles(goal: Goal, search: Search, claim: Relation) -> Iterator[Lemma]:
    """Yield the signs of sines and cosines of the claim on the domain, as far as covers show them."""
    parts: list[Apply] = []
    for node in walk(claim):
        if isinstance(node, Apply) and node.function in ANGLES:
            parts += [Apply(name, node.args) for name in ("cos", "sin")]
    for part in list(dict.fromkeys(parts))[: 2 * MAX_ANGLES]:
        for op in (">", "<"):
            sign = Relation(op, part, as_term(0))
            if sign in goal.hypotheses:
                break
            proof = first_proof(goal.claiming(sign), search, (quick_cover, from_irrational_ends))
            if proof is not None:
                yield sign, proof
                break
