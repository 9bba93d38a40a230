"""Inequalities in one integer that hold for real numbers too, except around finitely many integers.

    for all real x with h(x): l(x) op r(x)    gives    l(n) op r(n) for every integer n with h(n)

(an integer is a real number: a lemma, and its instance).  Where the inequality fails for some reals, integers a <= b
are looked for such that it fails, at halves, between a and b alone: the lemma is for x > b and for x < a, and the
integers from a to b are looked at one by one.  So 2**n >= n**3 for n >= 10, and 2**n + 2 >= n**2 for n >= 0.

Decides comparisons of one integer n, assumptions about n alone included, whose real parts other tactics prove.
Undecided: those that fail for reals farther than 64 from 0; powers of n whose base is not visibly positive, such as
(-1)**n, for the real statement has no meaning; several integers.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction

from flint import arb, fmpq

from gradcheck.balls.jets import enclose
from gradcheck.balls.series import Undefined
from gradcheck.kernel.evidence import (
    ByCases,
    ByConjunction,
    ByContradiction,
    ByCut,
    ByEvaluation,
    ByFiniteCases,
    ByForallElimination,
    ByForallIntroduction,
    ByHypothesis,
    ByImplication,
    ByModusPonens,
    ByNormalForm,
    ByRewriting,
    BySign,
    Evidence,
)
from gradcheck.kernel.goal import Goal
from gradcheck.language.syntax.arrays import Sequence
from gradcheck.language.syntax.definitions import Definition
from gradcheck.language.syntax.node import walk
from gradcheck.language.syntax.propositions import And, ForAll, Implies, Proposition, Relation
from gradcheck.language.syntax.substitution import replace_symbols
from gradcheck.language.syntax.terms import Apply, Pow, Sum, Symbol, as_term, free_symbols
from gradcheck.search.inequalities.one_variable import comparison, is_pointwise
from gradcheck.search.tactic import Search, new_symbol

NAME = "real numbers for an integer"
FARTHEST = 64
PARTS = tuple(Fraction(k, 16) for k in range(16))
DEPTHS = (1, 2, 3, 4)
WITHOUT = ("induction", "both inequalities")


def for_real_numbers(goal: Goal, search: Search) -> Iterator[Evidence | None]:
    """Prove the claim for real numbers; where it fails for some of them, prove the integers around them one by one."""
    n = _integer_of(goal)
    if n is None or search.depth < 2:
        return
    least = n.least
    known = [h for h in goal.parts() if isinstance(h, Relation) and free_symbols(h) == {n}]
    own = [h for h in known if h.op != "!="]
    if least is not None:
        own.append(Relation(">=", n, as_term(least)))
    places = [k for k in range(-FARTHEST, FARTHEST) if all(_holds(h, n, Fraction(k)) for h in own)]
    excluded = {k for k in places if any(_holds(h, n, Fraction(k)) is False for h in known)}
    if any(_holds(goal.claim, n, Fraction(k)) is False for k in places if k not in excluded):
        return
    failing = [k for k in places if _fails_behind(goal.claim, n, k)]
    failing = sorted({*failing, *excluded, *(k - 1 for k in excluded)})
    if not failing:
        yield _as_real(goal, search, n, own)
    elif failing[-1] < FARTHEST - 1 and (failing[0] > -FARTHEST or places[0] > -FARTHEST):
        first = places[0] if places[0] > -FARTHEST else failing[0]
        yield _around(goal, search, n, own, (first, failing[-1] + 1), first == places[0])


def _integer_of(goal: Goal) -> Symbol | None:
    """Return the only symbol of a comparison of scalars, if it is an integer and no bound of a sum; else None."""
    claim = comparison(goal)
    symbols = set() if claim is None else free_symbols(claim)
    if claim is None or claim.left.shape or goal.rewrites or len(symbols) != 1 or not is_pointwise(claim):
        return None
    (n,) = symbols
    nodes = list(walk(claim))
    transcendental = any(n in free_symbols(node.exponent if isinstance(node, Pow) else node)
                         for node in nodes if isinstance(node, Pow | Apply))  # fmt: skip
    plain = not any(isinstance(node, Sum | Sequence | Definition) for node in nodes)
    return n if n.is_integer and plain and transcendental else None


def _around(
    goal: Goal, search: Search, n: Symbol, own: list[Relation], ends: tuple[int, int], at_start: bool
) -> Evidence | None:
    """Prove the claim for reals above the larger integer and below the smaller one; integers between one by one."""
    a, b = ends
    above, below = n - b, n - a
    beyond = _as_real(goal.suppose(Relation(">", above, as_term(0))), search, n, [*own, Relation(">", n, as_term(b))])
    if beyond is None:
        return None
    last = _at(goal.suppose(Relation("=", above, as_term(0))), search, n, b)
    inside = goal.suppose(Relation("<", above, as_term(0)))
    if at_start:
        rest = _between(inside, search, n, a, b - 1)
    else:
        before = inside.suppose(Relation("<", below, as_term(0)))
        proofs = (
            _as_real(before, search, n, [*own, Relation("<", n, as_term(a))]),
            _at(inside.suppose(Relation("=", below, as_term(0))), search, n, a),
            _between(inside.suppose(Relation(">", below, as_term(0))), search, n, a + 1, b - 1),
        )
        rest = None if None in proofs else ByCases(below, *(p for p in proofs if p is not None))
    return None if rest is None or last is None else ByCases(above, rest, last, beyond)


def _between(goal: Goal, search: Search, n: Symbol, lo: int, hi: int) -> Evidence | None:
    proofs = [_at(goal.suppose(Relation("=", n, as_term(v))), search, n, v) for v in range(lo, hi + 1)]
    found = tuple(proof for proof in proofs if proof is not None)
    visible = BySign()
    return ByFiniteCases(n, lo, hi, visible, visible, found) if len(found) == len(proofs) else None


def _at(goal: Goal, search: Search, n: Symbol, value: int) -> Evidence | None:
    """Prove the claim where the last hypothesis says that n is this number."""
    equation, unequal = Relation("=", n, as_term(value)), Relation("!=", n, as_term(value))
    said = goal.hypotheses[-1]
    if said is equation:
        same: Evidence = ByHypothesis()
    elif isinstance(said, Relation):
        same = ByNormalForm(((as_term(1), said),))
    if any(h is unequal for h in goal.parts()):
        return ByContradiction(unequal, same)
    for last in (BySign(), ByEvaluation()):
        proof = ByCut(equation, same, ByRewriting((equation,), last))
        if search.accepts(goal, proof):
            return proof
    return None


def _as_real(goal: Goal, search: Search, n: Symbol, own: list[Relation]) -> Evidence | None:
    """Prove the claim from the same claim for every real number that satisfies the same assumptions."""
    x = new_symbol(goal, "x")
    stated = _strict(goal.claim, n, own)
    claim = replace_symbols(stated, {n: x})
    premises = tuple(dict.fromkeys(own))
    visible = [h if any(h is known for known in goal.parts()) else None for h in premises]
    proofs: list[Evidence] = [ByHypothesis() if h is not None else BySign() for h in visible]
    if not premises:
        lemma: Proposition = ForAll((x,), claim)
        real = goal.claiming(claim)
    else:
        premise = premises[0] if len(premises) == 1 else And(premises)
        lemma = ForAll((x,), Implies(replace_symbols(premise, {n: x}), claim))
        real = goal.suppose(replace_symbols(premise, {n: x})).claiming(claim)
    proof = _proved(real, search.skipping(*WITHOUT))
    if proof is None:
        return None
    if not premises:
        return ByCut(lemma, ByForallIntroduction(proof), ByForallElimination(lemma, (n,), ByHypothesis()))
    rule = Implies(premise, stated)
    together = proofs[0] if len(proofs) == 1 else ByConjunction(tuple(proofs))
    used = ByForallElimination(lemma, (n,), ByModusPonens(rule, together, ByHypothesis()))
    return ByCut(lemma, ByForallIntroduction(ByImplication(proof)), used)


def _strict(claim: Proposition, n: Symbol, own: list[Relation]) -> Proposition:
    """Return which side of an inequation is less, where an integer with these properties shows it;
    other claims unchanged.
    """
    if isinstance(claim, Relation) and claim.op == "!=":
        for k in sorted(range(-FARTHEST, FARTHEST + 1), key=abs):
            if all(_holds(h, n, Fraction(k)) for h in own):
                less = _holds(Relation("<", claim.left, claim.right), n, Fraction(k))
                return claim if less is None else Relation("<" if less else ">", claim.left, claim.right)
    return claim


def _proved(goal: Goal, search: Search) -> Evidence | None:
    """Return a proof, a shallow one if there is one, else a deep one; None if there is neither."""
    proofs = (search.prove(goal, replace(search, depth=depth)) for depth in DEPTHS)
    return next((proof for proof in proofs if proof is not None), None)


def _fails_behind(claim: Proposition, n: Symbol, place: int) -> bool:
    """Whether the claim fails for some real number between this integer and the next."""
    if isinstance(claim, Relation) and claim.op == "!=":
        signs = {_holds(Relation("<", claim.left, claim.right), n, place + part) for part in (*PARTS, Fraction(1))}
        return len(signs - {None}) > 1
    return any(_holds(claim, n, place + part) is False for part in PARTS[1:])


def _holds(claim: Proposition, n: Symbol, value: Fraction) -> bool | None:
    """Whether a comparison, read as one of a real number, holds there; None where balls leave that open."""
    if not isinstance(claim, Relation):
        return None
    try:
        gap = enclose(claim.left - claim.right, {n: arb(fmpq(value.numerator, value.denominator))})
    except Undefined:
        return None
    zero, apart = gap.is_exact() and gap == 0, gap < 0 or gap > 0
    holds = {"<": gap < 0, "<=": gap <= 0, ">": gap > 0, ">=": gap >= 0, "=": zero, "!=": apart}
    fails = {"<": gap >= 0, "<=": gap > 0, ">": gap <= 0, ">=": gap < 0, "=": apart, "!=": zero}
    return True if holds[claim.op] else False if fails[claim.op] else None
