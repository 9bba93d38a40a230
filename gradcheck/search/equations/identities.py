"""Equations: by normal forms, by hypotheses as rewritings or multiples, and by cases where a sign is open.

Decides identities of rational functions of exponentials, logarithms, roots, absolute values and contractions, also
modulo equations among the hypotheses that are linear in some atom.  Undecided: identities that need more than linear
consequences of the hypotheses.
"""

from __future__ import annotations

from collections.abc import Iterator

from gradcheck.algebra.lower import Lowering
from gradcheck.algebra.preparation import rewrite
from gradcheck.algebra.quotient import Quotient
from gradcheck.algebra.ring import NeedsCase, Ring, Unsupported
from gradcheck.algebra.show import show
from gradcheck.kernel.equality import entry_indices
from gradcheck.kernel.evidence import ByConjunction, ByHypothesis, ByNormalForm, ByRewriting, Evidence
from gradcheck.kernel.goal import Goal
from gradcheck.kernel.rejection import Rejected
from gradcheck.language.syntax import arrays, terms
from gradcheck.language.syntax.node import walk
from gradcheck.language.syntax.propositions import Relation
from gradcheck.language.syntax.spectra import Spectral
from gradcheck.language.syntax.terms import Term, as_term
from gradcheck.search.inequalities.summands import as_sum
from gradcheck.search.tactic import Search, after_lemmas, direct_evidence, split_by_sign

MAX_MULTIPLIERS = 8  # parts of a claim that are tried


def normal_form(goal: Goal, search: Search) -> Iterator[Evidence | None]:
    """Prove that both sides have the same normal form."""
    if isinstance(goal.claim, Relation) and goal.claim.op == "=":
        yield ByNormalForm()


def derivatives(goal: Goal, search: Search) -> Iterator[Evidence | None]:
    """Put in what the hypotheses say about derivatives of members; then both sides have the same normal form."""
    if goal.rewrites or not isinstance(goal.claim, Relation) or goal.claim.op != "=":
        return
    known = tuple(e for e in equations(goal) if isinstance(e.left, terms.Derivative) and is_atomic(e.left))
    if known:
        yield ByRewriting(known, ByNormalForm())


def known_sums(goal: Goal, search: Search) -> Iterator[Evidence | None]:
    """Put in what the hypotheses say about sums and inner products; then normal forms or signs must decide."""
    if goal.rewrites or not isinstance(goal.claim, Relation):
        return
    lemmas: list[tuple[Relation, Evidence]] = []
    known = []
    for equation in equations(goal):
        if equation.left.shape or equation.left is equation.right:
            continue
        if as_sum(equation.left) is not None:
            known.append(equation)
        elif as_sum(equation.right) is not None:
            known.append(Relation("=", equation.right, equation.left))
            lemmas.append((known[-1], ByHypothesis()))
    if known:
        yield after_lemmas(lemmas, ByRewriting(tuple(known), direct_evidence(goal.claim)))


def rewriting(goal: Goal, search: Search) -> Iterator[Evidence | None]:
    """Put equations of the hypotheses in, then go on."""
    if goal.rewrites or not isinstance(goal.claim, Relation):
        return
    direct, solved = [], []
    for equation in equations(goal):
        if is_atomic(equation.left):
            direct.append(equation)
        elif is_atomic(equation.right):
            solved.append(Relation("=", equation.right, equation.left))
        else:
            solved += list(solutions(goal, equation))
    chosen = direct + [s for s in solved if s is not None]
    if not chosen:
        return
    yield from _with_rewritings(goal, search, chosen)
    if len(chosen) > 1:
        for one in chosen:
            yield from _with_rewritings(goal, search, [one])


def _with_rewritings(goal: Goal, search: Search, chosen: list[Relation]) -> Iterator[Evidence | None]:
    known = set(goal.parts())
    lemmas: list[tuple[Relation, Evidence]] = []
    extended = goal
    for equation in chosen:
        if equation not in known:
            proof = prove_consequence(extended, search, equation)
            if proof is None:
                continue
            lemmas.append((equation, proof))
            extended = extended.suppose(equation)
    usable = in_order(tuple(e for e in chosen if e in known or any(e is lemma for lemma, _ in lemmas)))
    if not usable:
        return
    inner_goal = extended.rewriting(*((e.left, e.right) for e in usable))
    inner = search.sub(inner_goal)
    if inner is not None:
        yield after_lemmas(lemmas, ByRewriting(usable, inner))


def in_order(chosen: tuple[Relation, ...]) -> tuple[Relation, ...]:
    """Return the equations, each before those that rewrite its value; in the given order where they form a cycle."""
    rest, ordered = list(chosen), list[Relation]()
    while rest:
        for equation in rest:
            others = [e for e in rest if e is not equation]
            if not any(part is equation.left for other in others for part in walk(other.right)):
                rest.remove(equation)
                ordered.append(equation)
                break
        else:
            return chosen
    return tuple(ordered)


def prove_consequence(goal: Goal, search: Search, equation: Relation) -> Evidence | None:
    """Prove an equation that is a multiple of one of the hypotheses."""
    target = goal.claiming(equation)
    for evidence in multiples(target, search):
        if evidence is not None and search.accepts(target, evidence):
            return evidence
    return None


def equations(goal: Goal) -> list[Relation]:
    """Return the equations among the hypotheses."""
    return [h for h in goal.parts() if isinstance(h, Relation) and h.op == "="]


def is_atomic(term: Term) -> bool:
    """Whether the term is one atom of normal forms: a symbol, a member, an entry, or a derivative of a member."""
    if isinstance(term, terms.Symbol | arrays.Array):
        return isinstance(term, terms.Symbol)
    if isinstance(term, arrays.Norm):
        return isinstance(term.array, arrays.Array)
    whole = arrays.Sequence | arrays.OrderedProduct | terms.Extremum | terms.Limit | terms.Integral | Spectral
    if isinstance(term, whole):
        return True
    if isinstance(term, terms.Derivative):
        return isinstance(term.body, arrays.Sequence)
    return isinstance(term, arrays.Entry) and isinstance(term.array, arrays.Array | arrays.Sequence)


def solutions(goal: Goal, equation: Relation) -> Iterator[Relation]:
    """Yield the equation solved for an atom in which it is linear with a coefficient that is a number."""
    shape = equation.left.shape
    candidates = [t for t in walk(equation) if isinstance(t, Term) and t.shape == shape and is_atomic(t)]
    for atom in candidates[:6]:
        if isinstance(atom, terms.Symbol) and atom.is_integer and not _is_integral(equation):
            continue  # its value cannot stand where an integer is needed
        found = _coefficient(goal, equation, atom)
        if found is not None:
            difference = equation.left - equation.right
            yield Relation("=", atom, atom - (difference if found == 1 else difference / as_term(found)))


def _is_integral(equation: Relation) -> bool:
    return arrays.is_integer(equation.left) and arrays.is_integer(equation.right)


def _coefficient(goal: Goal, equation: Relation, atom: Term) -> object | None:
    def work(ring: Ring, lowering: Lowering) -> object | None:
        indices = entry_indices(ring, lowering, equation.left)
        place = lowering.remembered(atom, indices, {})
        value = lowering.remembered(equation.left, indices, {}) - lowering.remembered(equation.right, indices, {})
        slots = place.slots()
        if len(slots) != 1 or value.num.degree_in(slots[0]) != 1 or value.den.degree_in(slots[0]):
            return None
        slope = Quotient(value.num.derivative(slots[0]), value.den, ring.relations).normalised()
        return slope.constant()

    try:
        return goal.in_ring(work)
    except (Unsupported, Rejected, ArithmeticError):
        return None


def multiples(goal: Goal, search: Search) -> Iterator[Evidence | None]:
    """Prove the claim as a multiple of one equation of the hypotheses, the factor read off the normal forms."""
    claim = goal.claim
    if not isinstance(claim, Relation) or claim.op != "=":
        return
    for equation in equations(goal):
        if equation.left.shape == claim.left.shape:
            factor = _ratio(goal, claim, equation)
            if factor is not None:
                yield ByNormalForm(multipliers=((factor, equation),))
        elif not equation.left.shape:
            alike = dict.fromkeys(t for t in walk(claim) if isinstance(t, Term) and t.shape == claim.left.shape)
            for multiplier in list(alike)[:MAX_MULTIPLIERS]:
                yield ByNormalForm(multipliers=((multiplier, equation),))
        for term in walk(claim):
            if isinstance(term, arrays.MatMul) and equation.left.shape:
                for side in (term.left, term.right):
                    yield ByNormalForm(multipliers=((side, equation),))


def _ratio(goal: Goal, claim: Relation, equation: Relation) -> Term | None:
    def work(ring: Ring, lowering: Lowering) -> Term | None:
        indices = entry_indices(ring, lowering, claim.left)
        values = [
            rewrite(lowering, lowering.remembered(r.left, indices, {}) - lowering.remembered(r.right, indices, {}))
            for r in (claim, equation)
        ]
        if values[1].is_zero:
            return None
        ratio = values[0] / values[1]
        plain = all(atom.head not in ("entry", "delta", "index") and not atom.indices for atom in ring.atoms_of(ratio))
        return show(ring, ratio) if plain else None

    try:
        return goal.in_ring(work)
    except (Unsupported, Rejected, ArithmeticError):
        return None


def cases(goal: Goal, search: Search) -> Iterator[Evidence | None]:
    """Split a sign that a where(...) or an absolute value leaves open into three cases."""
    if not isinstance(goal.claim, Relation) or goal.claim.left.shape or search.depth < 2:
        return
    for term in split_terms(goal):
        if any(isinstance(h, Relation) and h.left is term for h in goal.hypotheses):
            continue
        yield split_by_sign(goal, search, term)
        return


def split_terms(goal: Goal) -> list[Term]:
    """Return the terms by whose sign the claim may be split."""
    found: dict[Term, None] = {}
    claim = goal.claim

    def work(ring: Ring, lowering: Lowering) -> None:
        for side in (claim.left, claim.right):  # type: ignore[attr-defined]
            lowering.scalar(side)

    try:
        goal.in_ring(work)
    except NeedsCase as need:
        found[need.term] = None
    except (Unsupported, ArithmeticError):
        pass
    for node in walk(claim):
        if isinstance(node, terms.Apply) and node.function in (
            "abs",
            "relu",
            "sign",
            "leaky_relu",
            "elu",
            "selu",
            "softsign",
        ):
            found[node.args[0]] = None
        if isinstance(node, terms.Apply) and node.function in ("max", "min"):
            found[node.args[0] - node.args[1]] = None
        if isinstance(node, terms.Where) and isinstance(node.condition, Relation):
            found[node.condition.left - node.condition.right] = None
    return list(found)


def both_ways(goal: Goal, search: Search) -> Iterator[Evidence | None]:
    """Prove an equation of numbers as two inequalities."""
    claim = goal.claim
    if isinstance(claim, Relation) and claim.op == "=" and not claim.left.shape and search.depth > 2:
        parts = [search.sub(goal.claiming(Relation(op, claim.left, claim.right))) for op in ("<=", ">=")]
        if parts[0] is not None and parts[1] is not None:
            yield ByConjunction((parts[0], parts[1]))
