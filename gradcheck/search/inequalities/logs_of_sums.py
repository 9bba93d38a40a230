"""Orders between logarithms of sums, as orders between the sums; and moduli of such terms, by both sides.

    log(S) <= a + log(n)          S <= n*exp(a)
    t*log(S) <= a, t > 0          S <= exp(a/t)
    log(S) - log(R) >= a          S >= exp(a)*R
    |A| <= b                      -b <= A <= b, where sums or norms stand in A

The other claim joins the hypotheses; then the sign of the claim is visible.  Decides, with what compares sums, that
log-sum-exp lies between a largest entry c and c + log(n), with a temperature too, and that it changes by at most as
much as the entries do.  Undecided: several logarithms with different factors.
"""

from __future__ import annotations

from collections.abc import Iterator

from gradcheck.kernel.evidence import (
    ByCut,
    ByFact,
    ByForallElimination,
    ByForallIntroduction,
    ByHypothesis,
    ByImplication,
    ByModusPonens,
    BySign,
    Evidence,
)
from gradcheck.kernel.goal import Goal
from gradcheck.language.syntax.arrays import MatMul, Norm
from gradcheck.language.syntax.node import Node, walk
from gradcheck.language.syntax.propositions import CONVERSE, ForAll, Implies, Relation
from gradcheck.language.syntax.terms import Apply, Div, Mul, Neg, Sum, Symbol, Term, as_term
from gradcheck.search.equations.combinations import summands
from gradcheck.search.inequalities.gathered_sums import plus, times
from gradcheck.search.inequalities.summands import as_sum, signs_known
from gradcheck.search.tactic import Search, after_lemmas

Z = Symbol("z_0")  # of the general statements
NAME, MODULI = "logarithms of sums", "both sides of a modulus"


def without_logarithms(goal: Goal, search: Search) -> Iterator[Evidence | None]:
    """Prove the claim from one between the arguments of its logarithms."""
    claim = goal.claim
    if not isinstance(claim, Relation) or claim.op in ("=", "!=") or claim.left.shape or goal.rewrites:
        return
    if search.depth < 2:
        return
    logs, rest = _split(claim)
    factor = next(iter(logs.values()), (1, as_term(1)))[1]
    if not any(_has_sum(log) for log in logs) or any(factor is not other for _, other in logs.values()):
        return
    known = signs_known(goal, search)
    extended = goal.suppose(*(lemma for lemma, _ in known))
    unit = Relation(">", factor, as_term(0))
    if factor is not as_term(1) and not search.accepts(extended.claiming(unit), BySign()):
        return
    order, evidence = without_log(claim.op, logs, [(sign, _over(term, factor)) for sign, term in rest])
    proof = search.skipping(NAME).prove(extended.claiming(order), search.skipping(NAME, depth=search.depth - 1))
    if proof is not None:
        yield after_lemmas([*known, (order, proof)], evidence)


def _over(term: Term, factor: Term) -> Term:
    return term if factor is as_term(1) else Div(term, factor)


def _split(claim: Relation) -> tuple[dict[Term, tuple[int, Term]], list[tuple[int, Term]]]:
    """Return the logarithms of left - right with their signs and factors, and the other summands."""
    logs: dict[Term, tuple[int, Term]] = {}
    rest = []
    for sign, term in (*summands(claim.left), *summands(claim.right, -1)):
        factors = term.factors if isinstance(term, Mul) else (term,)
        own = [part for part in factors if isinstance(part, Apply) and part.function == "log"]
        if len(own) == 1 and own[0] not in logs:
            others = list(factors)
            others.remove(own[0])
            logs[own[0]] = sign, times(*others)
        else:
            rest.append((sign, term))
    return logs, rest


def without_log(op: str, logs: dict[Term, tuple[int, Term]], rest: list[tuple[int, Term]]) -> tuple[Relation, Evidence]:
    """Return the order between products of the arguments and the exponential of the rest; and the proof from it.

    The rest is a number z: log(S) <= z + log(R) from S <= exp(z)*R, for all z.
    """
    products = [times(*(log.args[0] for log, (sign, _) in logs.items() if sign == side)) for side in (1, -1)]  # type: ignore[attr-defined]
    sums = [plus([log for log, (sign, _) in logs.items() if sign == side]) for side in (1, -1)]
    if not rest:
        return Relation(op, *products), BySign()

    def stated(z: Term) -> tuple[Relation, Relation]:
        return Relation(op, products[0], times(Apply("exp", (z,)), products[1])), Relation(op, sums[0], z + sums[1])

    value = plus([Neg(term) if sign > 0 else term for sign, term in rest])
    every = ForAll((Z,), Implies(*stated(Z)))
    proof = ByForallIntroduction(ByImplication(BySign()))
    taken = ByForallElimination(every, (value,), ByModusPonens(Implies(*stated(value)), ByHypothesis(), BySign()))
    return stated(value)[0], ByCut(every, proof, taken)


def _has_sum(node: Node) -> bool:
    return any(isinstance(part, Sum | MatMul) and not part.shape for part in walk(node))


def bounded_modulus(goal: Goal, search: Search, inner: Term, bound: Term) -> Evidence | None:
    """Return evidence for abs(u) <= r from that for -r <= u and u <= r, if both are found one level deeper."""
    parts = Relation(">=", inner, Neg(bound)), Relation("<=", inner, bound)
    proofs = [search.sub(goal.claiming(part)) for part in parts]
    found = tuple(proof for proof in proofs if proof is not None)
    return ByFact("absolute-value", found, (inner, bound)) if len(found) == len(parts) else None


def both_sides(goal: Goal, search: Search) -> Iterator[Evidence | None]:
    """Prove a bound of a modulus from the bounds of what stands in it."""
    claim = goal.claim
    if not isinstance(claim, Relation) or claim.left.shape or goal.rewrites or search.depth < 2:
        return
    if claim.op == ">=":
        claim = Relation(CONVERSE[claim.op], claim.right, claim.left)
    match claim:
        case Relation(op="<=", left=Apply(function="abs", args=(inner,)), right=bound):
            if not any(
                isinstance(part, Norm) or (isinstance(part, Term) and as_sum(part) is not None) for part in walk(inner)
            ):
                return
            fact = bounded_modulus(goal, search.skipping(MODULI), inner, bound)
            if fact is not None:
                yield fact if claim is goal.claim else after_lemmas([(claim, fact)], BySign())
