"""Inequalities that follow linearly from the hypotheses, with their terms as they are written.

``l <= r`` holds when r - l is a sum of c (r' - l'), c > 0 rational, over hypotheses l' <= r', of multiples of
equations among the hypotheses, and of a number >= 0.  The summands of sums are compared as they stand, up to a
rational factor, so that terms without a handy normal form, such as suprema and members of sequences, cost nothing.
Undecided: whatever needs a product of two hypotheses, or a function of one.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from gradcheck.kernel.evidence import ByNormalForm, ByPositivity, Evidence
from gradcheck.kernel.goal import Goal
from gradcheck.language.syntax.propositions import CONVERSE, Relation
from gradcheck.language.syntax.terms import Add, Div, Mul, Neg, Num, Term, as_term
from gradcheck.search.inequalities.linear_program import solve_nonnegative
from gradcheck.search.tactic import Search

Vector = dict[Term, Fraction]
Column = tuple[Vector, Relation | None, int]
ONE = as_term(1)
MAX_HYPOTHESES = 24


def transitive(goal: Goal, search: Search) -> Iterator[Evidence | None]:
    """Prove the claim as a nonnegative combination of the hypotheses."""
    claim = goal.claim
    if not isinstance(claim, Relation) or claim.left.shape or claim.op == "!=":
        return
    if claim.op in (">", ">="):
        claim = Relation(CONVERSE[claim.op], claim.right, claim.left)
    target = linear(claim.right - claim.left)
    columns = list(_columns(goal, strict_first=claim.op == "<"))
    solution = solve_nonnegative([vector for vector, _, _ in columns], target)
    if solution is None:
        return
    used = [(weight, relation, sign) for weight, (_, relation, sign) in zip(solution, columns, strict=True) if weight]
    multipliers = tuple((Num(weight * sign), h) for weight, h, sign in used if h is not None and h.op == "=")
    if claim.op == "=":
        yield ByNormalForm(tuple((Num(-factor.value), h) for factor, h in multipliers))
        return
    parts = [Num(weight) if h is None else _gap(h) if weight == 1 else Num(weight) * _gap(h)
             for weight, h, _ in used if h is None or h.op != "="]  # fmt: skip
    certificate = as_term(0) if not parts else parts[0] if len(parts) == 1 else Add(tuple(parts))
    yield ByPositivity(certificate, multipliers)


def _gap(h: Relation) -> Term:
    return h.right - h.left if h.op in ("<", "<=") else h.left - h.right


def _columns(goal: Goal, strict_first: bool) -> Iterator[Column]:
    relations = [h for h in goal.parts() if isinstance(h, Relation) and not h.left.shape and h.op != "!="]
    if strict_first:
        relations.sort(key=lambda h: h.op not in ("<", ">"))
        yield {ONE: Fraction(1)}, None, 1
    equal = isinstance(goal.claim, Relation) and goal.claim.op == "="
    for h in relations[:MAX_HYPOTHESES]:
        if h.op == "=":
            vector = linear(h.left - h.right)
            yield vector, h, 1
            yield {term: -number for term, number in vector.items()}, h, -1
        elif not equal:
            yield linear(_gap(h)), h, 1
    if not strict_first and not equal:
        yield {ONE: Fraction(1)}, None, 1


def linear(term: Term) -> Vector:
    """Return the term as a rational combination of terms that are no sums, 1 among them."""
    found: Vector = {}
    _collect(term, Fraction(1), found)
    return {part: number for part, number in found.items() if number}


def _collect(term: Term, weight: Fraction, found: Vector) -> None:
    match term:
        case Num(value=value):
            found[ONE] = found.get(ONE, Fraction(0)) + weight * value
        case Add(terms=parts):
            for part in parts:
                _collect(part, weight, found)
        case Neg(term=inner):
            _collect(inner, -weight, found)
        case Div(numerator=top, denominator=Num(value=value)) if value:
            _collect(top, weight / value, found)
        case Mul(factors=factors) if any(isinstance(factor, Num) for factor in factors):
            for factor in factors:
                if isinstance(factor, Num):
                    weight *= factor.value
            rest = tuple(factor for factor in factors if not isinstance(factor, Num))
            _collect(rest[0] if len(rest) == 1 else Mul(rest) if rest else ONE, weight, found)
        case _:
            found[term] = found.get(term, Fraction(0)) + weight
