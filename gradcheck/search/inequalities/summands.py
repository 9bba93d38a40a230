"""Signs and orders of finite sums, from those of their terms.

    sum of f over lo <= k <= hi is > 0, >= 0, < 0 or <= 0 if every f is, and for the strict ones lo <= hi;
    sum of f <= sum of g over one range if every f <= g;
    u @ v, ones @ v and trace(A) are the sums of u[k]*v[k], v[k] and A[k, k].

What is found of the sums in a claim joins the hypotheses, and the search goes on: so a sum of exponentials is positive
in a denominator, a logarithm or a root.  Decides claims about sums whose terms have a sign that the search sees.
Undecided: sums that have a sign although their terms do not, and sums that depend on a bound variable of the claim.
"""

from __future__ import annotations

from collections.abc import Iterator

from gradcheck.kernel.evidence import ByCut, ByFact, Evidence
from gradcheck.kernel.goal import Goal
from gradcheck.kernel.rules.facts import statements
from gradcheck.language.syntax.arrays import Entry, MatMul, Ones, Trace
from gradcheck.language.syntax.node import Node, walk
from gradcheck.language.syntax.propositions import Relation
from gradcheck.language.syntax.substitution import replace_symbols
from gradcheck.language.syntax.terms import Apply, Mul, Sum, Symbol, Term, as_term, bound_variables, free_symbols
from gradcheck.search.tactic import Search, after_lemmas

NAME = "terms of sums"
SIGNS = (">", ">=", "<", "<=")
WHOLE = (
    "sums as one",
    "bounds of terms",
    "logarithms of sums",
    "both sides of a modulus",
    "lengths of vectors",
    "tangents of terms",
    "divergence",
)  # tactics that find the signs of sums for themselves
MAX_SUMS = 6
SLOW = (  # tactics that are not tried for the terms of a sum
    "boxes", "enclosure", "many boxes", "induction", "monotonicity", "mean value", "touching sides",
    "one variable for a product", "variable on its bound", "both inequalities", "contraposition",
    "equivalent inequality", "along a curve", "irrational end", "real numbers for an integer", "infeasible",
    "rewriting", "expansion", "combination", "contradiction", "inequalities of sums", "cases", "parts",
    "bounded witness", "between integers", "integer witness", "integer values", "generalisation at last",
    "transitivity", "derivatives of higher order", "derivatives from infinity", "derivatives from afar",
    "suggested witness", "sums of powers", "extremum", "leading terms", "antiderivative", "bounds of terms",
    "logarithms of sums", "both sides of a modulus", "lengths of vectors", "tangents of terms", "divergence",
)  # fmt: skip
STRICT = (*SLOW, "any numbers in the place of parts", "sums of squares", "certificate", "terms of sums")
Lemma = tuple[Relation, Evidence]
SIGNS_FOUND: dict[object, Lemma | None] = {}  # what was looked for, since many tactics ask
MAX_KEPT = 1_000


def signs_of_sums(goal: Goal, search: Search) -> Iterator[Evidence | None]:
    """Prove the claim with the signs of the sums in it among the hypotheses."""
    if not isinstance(goal.claim, Relation) or goal.rewrites:
        return
    lemmas = signs_known(goal, search)
    if lemmas:
        extended = goal.suppose(*(lemma for lemma, _ in lemmas))
        yield after_lemmas(lemmas, search.prove(extended, search.skipping(NAME, *WHOLE)))


def signs_known(goal: Goal, search: Search, logarithms: bool = True) -> list[Lemma]:
    """Return the signs of the sums in the claim that are no hypotheses yet, with their proofs.

    Sums of terms with logarithms, which rarely have a sign and take long, may be left out.
    """
    known = {(part.left, part.op) for part in goal.parts() if isinstance(part, Relation)}
    asked = [term for term in sums_in(goal.claim)[:MAX_SUMS] if not any((term, op) in known for op in SIGNS)]
    if not logarithms:
        asked = [one for one in asked if not any(isinstance(part, Apply) and part.function == "log"
                                                 for part in walk(one.body))]  # fmt: skip
    found = (_sign(goal, term, search) for term in asked)
    return [lemma for lemma in found if lemma is not None]


def proved_sign(goal: Goal, claim: Relation, search: Search) -> Evidence | None:
    """Return a proof that a sum, or an inner product, has a sign, from its terms."""
    term = as_sum(claim.left)
    if term is None:
        return None
    order = Relation(claim.op, term, claim.right)
    proof = proved_order(goal, order, search)
    if proof is None or order is claim:
        return proof
    rest = search.skipping(NAME).prove(goal.suppose(order).claiming(claim), search.skipping(NAME, depth=2))
    return None if rest is None else ByCut(order, proof, rest)


def orders_of_sums(goal: Goal, search: Search) -> Iterator[Evidence | None]:
    """Prove an order between two sums over one range from that of their terms."""
    claim = goal.claim
    if not isinstance(claim, Relation) or claim.op == "!=" or claim.left.shape or goal.rewrites:
        return
    left, right = as_sum(claim.left), as_sum(claim.right)
    if left is None or right is None or (left.lo, left.hi) != (right.lo, right.hi):
        return
    right = _renamed(right, left.index)
    if right is None:
        return
    order = Relation(claim.op, left, right)
    proof = proved_order(goal, order, search)
    if proof is not None:
        yield (
            proof
            if order is claim
            else after_lemmas([(order, proof)], search.prove(goal.suppose(order), search.skipping(NAME)))
        )


def _sign(goal: Goal, term: Sum, search: Search) -> Lemma | None:
    """Return the sign of a sum; that it is strict is only tried where its terms show it at once."""
    key = NAME, term, goal.hypotheses, goal.definitions, search.depth, search.trust
    if key not in SIGNS_FOUND:
        if len(SIGNS_FOUND) >= MAX_KEPT:
            SIGNS_FOUND.clear()
        SIGNS_FOUND[key] = _sign_by_terms(goal, term, search)
    return SIGNS_FOUND[key]


def _sign_by_terms(goal: Goal, term: Sum, search: Search) -> Lemma | None:
    for weak, strict in ((">=", ">"), ("<=", "<")):
        for op, skipped in ((weak, SLOW), (strict, STRICT)):
            claim = Relation(op, term, as_term(0))
            proof = proved_order(goal, claim, search, skipped)
            if proof is None:
                break
            found = claim, proof
        if op is strict or proof is not None:
            return found
    return None


def proved_order(goal: Goal, claim: Relation, search: Search, skipped: tuple[str, ...] = SLOW) -> Evidence | None:
    said = [rest for conclusion, *rest in statements("termwise", (claim.left, claim.right)) if conclusion is claim]
    if not said:
        return None
    premises, proofs = said[0], []
    for premise in premises:
        proof = search.skipping(*skipped).sub(goal.claiming(premise))
        if proof is None:
            return None
        proofs.append(proof)
    evidence = ByFact("termwise", tuple(proofs), (claim.left, claim.right))
    return evidence if search.accepts(goal.claiming(claim), evidence) else None


def sums_in(claim: Node) -> list[Sum]:
    """Return the sums in a claim that no binder of it reaches into, the innermost first."""
    found: dict[Sum, None] = {}
    names = frozenset(symbol.name for symbol in free_symbols(claim))

    def collect(node: Node, bound: frozenset[Symbol]) -> None:
        inside = bound | frozenset(bound_variables(node))
        for part in node.below:
            collect(part, inside)
        term = as_sum(node, names) if isinstance(node, Term) else None
        if term is not None and free_symbols(node).isdisjoint(bound):
            own = _renamed(term, _free_index(names)) if term.index.name in names else term
            found.update({} if own is None else {own: None})

    collect(claim, frozenset())
    return list(found)


def as_sum(term: Node, names: frozenset[str] = frozenset()) -> Sum | None:
    """Return the term as a sum of scalars, over an index that has none of the names; None for what is none."""
    match term:
        case Sum() if not term.shape:
            return term
        case MatMul(left=left, right=right) if not term.shape:
            index = _free_index(names | _names_in(term))
            factors = [_entry(side, index) for side in (left, right) if not isinstance(side, Ones)]
            body = Mul(tuple(factors)) if len(factors) == 2 else factors[0] if factors else as_term(1)
            return Sum(body, index, as_term(1), left.shape[0])
        case Trace(matrix=matrix):
            index = _free_index(names | _names_in(term))
            return Sum(Entry(matrix, (index, index)), index, as_term(1), matrix.shape[0])
    return None


def _entry(array: Term, index: Symbol) -> Term:
    return Entry(array, (index,))


def _names_in(term: Term) -> set[str]:
    return {part.name for part in walk(term) if isinstance(part, Symbol)}


def _free_index(names: frozenset[str]) -> Symbol:
    """Return an integer symbol that has none of the names."""
    letters = ("k", "j", "l", *(f"k{count}" for count in range(1, len(names) + 2)))
    return Symbol(next(letter for letter in letters if letter not in names), "integer")


def _renamed(term: Sum, index: Symbol) -> Sum | None:
    """Return the same sum over another index; None where that would capture."""
    if index is term.index:
        return term
    if index in free_symbols(term):
        return None
    try:
        return Sum(replace_symbols(term.body, {term.index: index}), index, term.lo, term.hi)
    except ValueError:
        return None
