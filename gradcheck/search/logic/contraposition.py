"""Comparisons by contraposition: where the claim fails, an assumption fails too.

Decides conclusions from monotone polynomials to their arguments, such as x <= y from x^3 <= y^3,
and x = y from x^3 + x = y^3 + y: with
x > y among the assumptions, x^3 > y^3 is seen as a sign or has a certificate of squares.  Undecided: what needs more
than one assumption to fail, or a longer proof that it does.
"""

from __future__ import annotations

from collections.abc import Iterator

from gradcheck.kernel.evidence import ByCases, ByContradiction, ByCut, BySign, Evidence
from gradcheck.kernel.goal import Goal
from gradcheck.language.syntax.node import walk
from gradcheck.language.syntax.propositions import CONVERSE, NEGATION, Relation
from gradcheck.language.syntax.terms import Add, Div, Mul, Neg, Num, Pow, Symbol, as_term, free_symbols
from gradcheck.search.inequalities.one_variable import is_pointwise
from gradcheck.search.inequalities.squares import squares
from gradcheck.search.tactic import Search

NAME = "contraposition"
HOLDS = {"<=": "=>", "<": ">", ">=": "<=", ">": "<", "=": "="}  # signs of right - left with which a claim holds
PLAIN = Relation | Add | Div | Mul | Neg | Num | Pow | Symbol
MAX_HYPOTHESES = 4
SIGN = BySign()


def contraposed(goal: Goal, search: Search) -> Iterator[Evidence | None]:
    """Split by the three signs of right - left: the claim holds, or an assumption does not."""
    claim = goal.claim
    if not isinstance(claim, Relation) or claim.op == "!=" or claim.left.shape or goal.rewrites or search.depth < 2:
        return
    if not is_pointwise(claim) or not _is_plain(claim):
        return
    if claim.op in (">", ">="):
        claim = Relation(CONVERSE[claim.op], claim.right, claim.left)
    gap, own = claim.right - claim.left, free_symbols(claim)
    known = [h for h in goal.parts() if isinstance(h, Relation) and not h.left.shape and h.op != "!="]
    for h in [h for h in known if own <= free_symbols(h) and _is_plain(h)][:MAX_HYPOTHESES]:
        proofs: list[Evidence] = []
        for op in ("<", "=", ">"):
            case = goal.suppose(Relation(op, gap, as_term(0)))
            if op in HOLDS[claim.op]:
                proofs.append(SIGN)
                continue
            refutation = _refuted(case.dropping(h), h, search)
            if refutation is None:
                break
            proofs.append(ByContradiction(h, refutation))
        if len(proofs) == 3:
            yield ByCases(gap, *proofs)


def _is_plain(relation: Relation) -> bool:
    """Whether the relation is between polynomials, as far as its form shows."""
    return all(isinstance(node, PLAIN) for node in walk(relation))


def _refuted(goal: Goal, h: Relation, search: Search) -> Evidence | None:
    """Return a proof that the hypothesis fails, or None."""
    denial = goal.claiming(Relation(NEGATION[h.op], h.left, h.right))
    if search.accepts(denial, SIGN):
        return SIGN
    for op in (NEGATION[h.op],) if h.op != "=" else ("<", ">"):
        strict = Relation(op, h.left, h.right)
        for evidence in squares(goal.claiming(strict), search):
            if evidence is not None:
                found = evidence if h.op != "=" else ByCut(strict, evidence, SIGN)
                if search.accepts(denial, found):
                    return found
    return None
