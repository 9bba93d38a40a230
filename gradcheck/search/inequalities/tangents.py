"""Jensen's inequality for sums of any number of terms, each from the tangent of a convex or concave function.

    exp(x) >= exp(m)*(1 + x - m)        log(x) <= log(m) + x/m - 1          x**2 >= 2*m*x - m**2
    x*log(x) >= x*log(m) + x - m        sqrt(x) <= sqrt(m)/2 + x/(2*sqrt(m))    1/x >= 2/m - x/m**2

At a mean m of the arguments, summed with weights w(k) >= 0 that add up to W (1 by an assumption, or a constant times
the number of terms): sum of w(k)*f(x(k)) >= W*f(m).  ``jensen`` tries as m what stands in the same function elsewhere
in the claim, the weighted mean, and the mean of the arguments; with the bound among the hypotheses the sign of the
claim must be visible.  Decides that log-sum-exp is at least mean + log(n), entropies at most log(n), arithmetic above
geometric and harmonic means, and Jensen's inequality for these functions.  ``divergence`` decides that a divergence of
two positive distributions, sum of p*(log(p) - log(q)), is not negative, by log(z) >= 1 - 1/z.
Undecided: other functions; weights whose sum nobody states.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import product
from typing import NamedTuple

from gradcheck.kernel.evidence import (
    ByCut,
    ByFact,
    ByForallElimination,
    ByForallIntroduction,
    ByImplication,
    ByModusPonens,
    ByPositivity,
    BySign,
    Evidence,
)
from gradcheck.kernel.goal import Goal
from gradcheck.kernel.rules.facts import statements
from gradcheck.language.syntax.node import walk
from gradcheck.language.syntax.propositions import ForAll, Implies, Proposition, Relation
from gradcheck.language.syntax.substitution import replace_symbols
from gradcheck.language.syntax.terms import Apply, Div, Mul, Neg, Pow, Sum, Symbol, Term, as_term, free_symbols
from gradcheck.search.inequalities.gathered_sums import at_entries, free_index, parts_of, plus, times
from gradcheck.search.inequalities.summands import as_sum, signs_known, sums_in
from gradcheck.search.tactic import Lemma, Search, after_lemmas

NAME, DIVERGENCE = "tangents of terms", "divergence"
ZERO, ONE, TWO = as_term(0), as_term(1), as_term(2)
X, M = Symbol("x_0"), Symbol("m_0")  # of the general statements
MAX_SUMS, MAX_POINTS = 3, 4
SHOWN: dict[object, Evidence] = {}  # proofs of general statements


class Curve(NamedTuple):
    """A function that lies above its tangents (op '>=') or below ('<='), on all numbers or on the positive ones."""

    op: str
    is_positive: bool
    value: Callable[[Term], Term]
    slope: Callable[[Term], Term]

    def tangent(self, x: Term, m: Term) -> Term:
        return self.value(m) + self.slope(m) * (x - m)


def _exp(x: Term) -> Term:
    return Apply("exp", (x,))


def _log(x: Term) -> Term:
    return Apply("log", (x,))


def _root(x: Term) -> Term:
    return Apply("sqrt", (x,))


CURVES = {
    "exp": Curve(">=", False, _exp, _exp),
    "log": Curve("<=", True, _log, lambda m: 1 / m),
    "sqrt": Curve("<=", True, _root, lambda m: 1 / (2 * _root(m))),
    "square": Curve(">=", False, lambda x: x**2, lambda m: 2 * m),
    "entropy": Curve(">=", True, lambda x: x * _log(x), lambda m: _log(m) + 1),
    "reciprocal": Curve(">=", True, lambda x: 1 / x, lambda m: -1 / m**2),
}


class Summand(NamedTuple):
    """The terms w(k)*f(x(k)) of a sum."""

    curve: Curve
    weight: Term
    argument: Term
    over: Sum

    def at(self, *bodies: Term) -> Sum:
        """Return the weighted sum of a term in the index."""
        return Sum(times(self.weight, *bodies), self.over.index, self.over.lo, self.over.hi)


def jensen(goal: Goal, search: Search) -> Iterator[Evidence | None]:
    """Prove an order by the value of a function at a mean."""
    claim = goal.claim
    if not isinstance(claim, Relation) or claim.op in ("=", "!=") or claim.left.shape or goal.rewrites:
        return
    if search.depth < 2:
        return
    asked = [(one, m) for one in _summands(goal)[:MAX_SUMS] for m in _points(goal, one)[:MAX_POINTS]]
    if asked:
        known: list[Lemma] = [*signs_known(goal, search, logarithms=False)]
        for one, m in asked:
            for lemmas in _bounded(goal.suppose(*(lemma for lemma, _ in known)), search, one, m):
                yield after_lemmas([*known, *lemmas], BySign())


def _summands(goal: Goal) -> list[Summand]:
    """Return the sums of the claim whose terms are weighted values of a function."""
    index, found = free_index(goal), []
    for one in sums_in(goal.claim):
        for part in parts_of(one):
            if part.sum is not None:
                body = replace_symbols(at_entries(part.sum.body, part.sum.index), {part.sum.index: index})
                found += list(_read(body, Sum(body, index, part.sum.lo, part.sum.hi)))
    return found


def _read(body: Term, over: Sum) -> Iterator[Summand]:
    """Yield the ways to read a term as weight times value of a function of what depends on the index."""
    factors = body.factors if isinstance(body, Mul) else (body,)
    for place, factor in enumerate(factors):
        if over.index not in free_symbols(factor):
            continue
        rest = times(*factors[:place], *factors[place + 1 :])
        match factor:
            case Apply(function="log", args=(x,)) if over.index in free_symbols(rest):
                if any(part is x for part in factors):
                    others = list(factors)
                    others.remove(factor)
                    others.remove(x)
                    yield Summand(CURVES["entropy"], times(*others), x, over)
                yield Summand(CURVES["log"], rest, x, over)
            case Apply(function="exp" | "log" | "sqrt" as name, args=(x,)):
                yield Summand(CURVES[name], rest, x, over)
            case Pow(base=x, exponent=exponent) if exponent is TWO:
                yield Summand(CURVES["square"], rest, x, over)
            case Div(numerator=above, denominator=x) if over.index in free_symbols(x):
                yield Summand(CURVES["reciprocal"], times(rest, above), x, over)


def _points(goal: Goal, one: Summand) -> list[Term]:
    """Return what may be the mean of the arguments."""
    found: dict[Term, None] = {}
    index = one.over.index
    for part in walk(goal.claim):
        match part:
            case Apply(function=function, args=(x,)) if CURVES.get(function) is one.curve:
                found[x] = None
            case Pow(base=x, exponent=exponent) if exponent is TWO and one.curve is CURVES["square"]:
                found[x] = None
    free = free_symbols(goal.claim)
    inside = [x for x in found if not x.shape and free_symbols(x) <= free]
    whole = Sum(times(one.weight, one.argument), index, one.over.lo, one.over.hi)
    if index in free_symbols(one.weight):
        return [*inside, whole] if _occurs(goal, whole) else inside
    count = one.over.hi if one.over.lo is ONE else one.over.hi - one.over.lo + 1
    plain = Sum(one.argument, index, one.over.lo, one.over.hi)
    values = [h.right for h in goal.parts() if isinstance(h, Relation) and h.op == "=" and _is(h.left, plain)]
    return [*inside, *(Div(value, count) for value in (*values, *([plain] if _occurs(goal, plain) else [])))]


def _occurs(goal: Goal, plain: Sum) -> bool:
    return any(isinstance(part, Term) and _is(part, plain) for part in walk(goal.claim))


def _is(term: Term, plain: Sum) -> bool:
    """Whether a term is the sum, up to the name of the index."""
    found = as_sum(term)
    if found is None or (found.lo, found.hi) != (plain.lo, plain.hi) or plain.index in free_symbols(found):
        return False
    return replace_symbols(at_entries(found.body, found.index), {found.index: plain.index}) is plain.body


def _bounded(goal: Goal, search: Search, one: Summand, m: Term) -> Iterator[list[Lemma]]:
    """Yield the bound of a sum by the value at m, with the lemmas that it needs."""
    curve, index = one.curve, one.over.index
    premises = [Relation(">", m, ZERO)] if curve.is_positive else []
    shown: list[Lemma] = []
    for premise in premises:
        proof = search.skipping(NAME).prove(goal.claiming(premise), search.skipping(NAME, depth=2))
        if proof is None:
            return
        shown.append((premise, proof))
    order = Relation(curve.op, one.at(curve.value(one.argument)), one.at(curve.tangent(one.argument, m)))
    general = _general(goal, search, curve)
    by_terms = _termwise(goal.suppose(*premises), search, order, general, one, m)
    if general is None or by_terms is None:
        return
    lemmas = [*shown, (order, by_terms)]
    count = one.over.hi if one.over.lo is ONE else one.over.hi - one.over.lo + 1
    sums = [h for h in goal.parts() if isinstance(h, Relation) and h.op == "=" and as_sum(h.left) is not None]
    certificate = order.left - order.right if curve.op == ">=" else order.right - order.left
    sign = ONE if curve.op == ">=" else as_term(-1)
    whole = times(one.weight, count) if index not in free_symbols(one.weight) else ONE
    bound = Relation(curve.op, order.left, times(whole, curve.value(m)))
    for multiple in (None, curve.value(m) - m * curve.slope(m), times(one.weight, curve.slope(m))):
        for h in sums if multiple is not None else (None,):
            if multiple is None or h is None:
                used: tuple[tuple[Term, Relation], ...] = ()
            elif index in free_symbols(multiple):
                continue
            else:
                used = ((times(sign, multiple), h),)
            evidence = ByPositivity(certificate, used)
            if search.accepts(goal.suppose(*(lemma for lemma, _ in lemmas)).claiming(bound), evidence):
                yield [*lemmas, (bound, evidence)]
                return


def _general(goal: Goal, search: Search, curve: Curve) -> Lemma | None:
    """Return that the function lies on one side of all its tangents, with its proof."""
    stated: Proposition = Relation(curve.op, curve.value(X), curve.tangent(X, M))
    positive = (Relation(">", X, ZERO), Relation(">", M, ZERO)) if curve.is_positive else ()
    proof = proved_for_all(search, Goal(stated, positive))
    return None if proof is None else (for_all((X, M), positive, stated), proof)


def for_all(variables: tuple[Symbol, ...], premises: tuple[Proposition, ...], stated: Proposition) -> ForAll:
    """Return the statement under the premises, one in the other, for all values of the variables."""
    for premise in reversed(premises):
        stated = Implies(premise, stated)
    return ForAll(variables, stated)


def proved_for_all(search: Search, goal: Goal) -> Evidence | None:
    """Return a proof of a statement about any numbers, its premises being the hypotheses of the goal."""
    key = goal, search.trust
    if key not in SHOWN:
        found = search.prove(goal, Search(depth=4, prove=search.prove, trust=search.trust, skip=frozenset((NAME,))))
        if found is None:
            return None
        for _ in goal.hypotheses:
            found = ByImplication(found)
        SHOWN[key] = ByForallIntroduction(found)
    return SHOWN[key]


def instance(general: ForAll, values: tuple[Term, ...], rest: Evidence, proofs: tuple[Evidence, ...]) -> Evidence:
    """Return evidence that takes the statement at the values, its premises proved, and goes on."""
    body: Proposition = replace_symbols(general.body, dict(zip(general.variables, values, strict=True)))
    steps: list[tuple[Proposition, Evidence]] = []
    for proof in proofs:
        steps.append((body, proof))
        body = body.conclusion  # type: ignore[attr-defined]
    for implication, proof in reversed(steps):
        rest = ByModusPonens(implication, proof, rest)
    return ByForallElimination(general, values, rest)


def _termwise(
    goal: Goal, search: Search, order: Relation, general: Lemma | None, one: Summand, m: Term
) -> Evidence | None:
    """Return the order of the sums from that of the terms, each an instance of the general statement."""

    def by_instance(term: Callable[[Term], Term]) -> Instance:
        argument = term(one.argument)
        value, line = one.curve.value(argument), one.curve.tangent(argument, m)
        return Instance((argument, m), term(one.weight), value - line if one.curve.op == ">=" else line - value)

    return None if general is None else shown_by_terms(goal, search, order, general, one.over.index, by_instance)


class Instance(NamedTuple):
    """Where a general statement is taken, what it is multiplied by, and what it says to be at least 0."""

    values: tuple[Term, Term]
    weight: Term
    gap: Term


def shown_by_terms(
    goal: Goal,
    search: Search,
    order: Relation,
    general: Lemma,
    index: Symbol,
    by_instance: Callable[[Callable[[Term], Term]], Instance],
) -> Evidence | None:
    """Return an order between two sums, each of whose terms is an instance of a general statement with a weight."""
    said = [rest for conclusion, *rest in statements("termwise", (order.left, order.right)) if conclusion is order]
    if len(said) != 1 or not isinstance(general[0], ForAll) or not isinstance(said[0][0], ForAll):
        return None
    every = said[0][0]
    (place,) = every.variables
    values, weight, gap = by_instance(lambda term: replace_symbols(term, {index: place}))
    inside = goal.suppose(every.body.premise)
    proofs: list[Evidence] = []
    body: Proposition = general[0].body
    while isinstance(body, Implies):
        premise = replace_symbols(body.premise, dict(zip(general[0].variables, values, strict=True)))
        proof = search.skipping(NAME).prove(inside.claiming(premise), search.skipping(NAME, depth=2))
        if proof is None:
            return None
        proofs.append(proof)
        body = body.conclusion
    last = instance(general[0], values, ByPositivity(times(weight, gap)), tuple(proofs))
    positive = Relation(">=", weight, ZERO)
    if weight is not ONE and not search.accepts(inside.claiming(positive), BySign()):
        proof = search.skipping(NAME).prove(inside.claiming(positive), search.skipping(NAME, depth=2))
        if proof is None:
            return None
        last = ByCut(positive, proof, last)
    whole = ByForallIntroduction(ByImplication(ByCut(*general, last)))
    evidence = ByFact("termwise", (whole,), (order.left, order.right))
    return evidence if search.accepts(goal.claiming(order), evidence) else None


def divergence(goal: Goal, search: Search) -> Iterator[Evidence | None]:
    """Prove an order from w*(log(a) - log(b)) >= w*(1 - b/a) for the terms of its sums."""
    claim = goal.claim
    if not isinstance(claim, Relation) or claim.op not in ("<=", ">=") or claim.left.shape or goal.rewrites:
        return
    if search.depth < 2:
        return
    index = free_index(goal)
    pairs, over = _logarithms(claim, index)
    if not pairs or over is None:
        return
    known = signs_known(goal, search, logarithms=False)
    inner = goal.suppose(*(lemma for lemma, _ in known))
    proof = proved_for_all(search, Goal(RATIO, (Relation(">", X, ZERO), Relation(">", M, ZERO))))
    if proof is None:
        return
    general = for_all((X, M), (Relation(">", X, ZERO), Relation(">", M, ZERO)), RATIO), proof
    lemmas: list[tuple[Relation, Evidence]] = []
    for w, a, b in pairs:
        sides = [Sum(times(w, body), index, over.lo, over.hi) for body in (_log(a) - _log(b), 1 - b / a)]
        order = Relation(">=", *sides)
        values = (a, b)

        def by_instance(term: Callable[[Term], Term], w: Term = w, values: tuple[Term, Term] = values) -> Instance:
            x, m = map(term, values)
            return Instance((x, m), term(w), _log(x) - _log(m) - (1 - m / x))

        shown = shown_by_terms(inner, search, order, general, index, by_instance)
        if shown is None:
            return
        lemmas.append((order, shown))
    certificate = plus([order.left - order.right for order, _ in lemmas])
    sums = [h for h in goal.parts() if isinstance(h, Relation) and h.op == "=" and as_sum(h.left) is not None]
    for signs in product((0, 1, -1), repeat=min(len(sums), 3)):
        used = tuple((as_term(sign), h) for sign, h in zip(signs, sums, strict=False) if sign)
        yield after_lemmas([*known, *lemmas], ByPositivity(certificate, used))


def _logarithms(claim: Relation, index: Symbol) -> tuple[list[tuple[Term, Term, Term]], Sum | None]:
    """Return w, a and b for the terms w*log(a) - w*log(b) of what the claim says to be at least 0."""
    left, right = (claim.left, claim.right) if claim.op == ">=" else (claim.right, claim.left)
    above: list[tuple[Term, Term]] = []
    below: list[tuple[Term, Term]] = []
    pairs: list[tuple[Term, Term, Term]] = []
    over: Sum | None = None
    for part in (*parts_of(left), *parts_of(Neg(right))):
        if part.sum is None:
            continue
        if over is not None and (part.sum.lo, part.sum.hi) != (over.lo, over.hi):
            return [], None
        over = part.sum
        body = times(part.factor, replace_symbols(at_entries(over.body, over.index), {over.index: index}))
        is_below, factors = _unsigned(body)
        logs = [f for f in factors if isinstance(f, Apply) and f.function == "log" and index in free_symbols(f)]
        if len(logs) != 1:
            continue
        factors.remove(logs[0])
        (x,) = logs[0].args
        (below if is_below else above).append((times(*factors), x))
    for w, a in list(above):
        b = next((x for weight, x in below if weight is w), None)
        if b is not None:
            above.remove((w, a))
            below.remove((w, b))
            pairs.append((w, a, b))
    for side, is_below in ((above, False), (below, True)):
        for w, x in side:  # a logarithm of a quotient by itself
            if not isinstance(x, Div):
                return [], None
            pairs.append((w, x.denominator, x.numerator) if is_below else (w, x.numerator, x.denominator))
    return pairs, over


def _unsigned(term: Term) -> tuple[bool, list[Term]]:
    """Return whether a product has a minus sign, and its other factors."""
    if isinstance(term, Neg):
        negative, factors = _unsigned(term.term)
        return not negative, factors
    negative, found = False, []
    for factor in term.factors if isinstance(term, Mul) else (term,):
        if factor is as_term(-1):
            negative = not negative
        else:
            found.append(factor)
    return negative, found


RATIO = Relation(">=", _log(X) - _log(M), 1 - M / X)
