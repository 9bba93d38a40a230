"""The rules of logic: they turn a goal into other goals."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from recheck.definedness import demand_defined
from recheck.goal import Goal, new_name, stronger
from recheck.nodes import LEAST, is_integer, is_moved, make, negate, number, plus, put, relation, renamed, walk
from recheck.refusal import Refusal, need
from recheck.rule import check, known, rule
from recheck.statement import laws_of, sizes

if TYPE_CHECKING:
    from recheck.nodes import Node


@rule("Trusted")
def trusted(goal: Goal, fact: str) -> None:
    """The claim is not checked: the answer names what it rests on."""
    goal.statement.trust.append(fact)


@rule("ByRewriting")
def rewriting(goal: Goal, equations: tuple[Node, ...], rest: Any) -> None:
    for equation in equations:
        known(goal, equation)
        need(equation.kind == "Relation" and equation.args[0] == "=", "a rewriting by what is no equation")
    check(goal.rewriting(*(equation.args[1:] for equation in equations)), rest)


@rule("ByTransitivity")
def transitivity(goal: Goal, equation: Node, rest: Any) -> None:
    known(goal, equation)
    op, left, right = goal.claim.args
    need(equation.args[0] == "=" and equation.args[1] in (left, right), "an equation about another side")
    left, right = (equation.args[2] if side is equation.args[1] else side for side in (left, right))
    check(goal.claiming(relation(op, left, right)), rest)


@rule("ByCases")
def cases(goal: Goal, term: Node, *proofs: Any) -> None:
    need(not term.shape and not goal.statement.is_random(term), "cases by the sign of what is no number")
    demand_defined(goal, term)
    for op, proof in zip(("<", "=", ">"), proofs, strict=True):
        check(goal.suppose(relation(op, term, number(0))), proof)


@rule("ByContradiction")
def contradiction(goal: Goal, hypothesis: Node, refutation: Any) -> None:
    known(goal, hypothesis)
    need(hypothesis.kind == "Relation" and not hypothesis.args[1].shape, "no scalar relation")
    others = [h for h in goal.parts() if h is not hypothesis]
    check(Goal(goal.statement, negate(hypothesis), others, goal.rewrites), refutation)


@rule("ByHypothesis")
def hypothesis_rule(goal: Goal) -> None:
    need(any(stronger(h, goal.claim) for h in (*goal.hypotheses, *goal.parts())), "the claim is no hypothesis")


@rule("ByConjunction")
def conjunction(goal: Goal, proofs: Any) -> None:
    claim = goal.claim
    if claim.kind == "And":
        parts = claim.args[0]
    elif claim.kind == "Iff":
        parts = make("Implies", *claim.args), make("Implies", *claim.args[::-1])
    elif claim.kind == "Or":
        demand_defined(goal, claim.args[0][0])
        rest = claim.args[0][1:]
        parts = (make("Implies", negate(claim.args[0][0]), rest[0] if len(rest) == 1 else make("Or", rest)),)
    else:
        need(claim.kind == "Relation" and claim.args[0] == "=", "a claim without parts")
        parts = relation("<=", *claim.args[1:]), relation(">=", *claim.args[1:])
    need(len(parts) == len(proofs), "parts without proof")
    for part, proof in zip(parts, proofs, strict=True):
        check(goal.claiming(part), proof)


@rule("ByImplication")
def implication(goal: Goal, rest: Any) -> None:
    need(goal.claim.kind == "Implies" and not goal.statement.is_random(goal.claim.args[0]), "no implication")
    demand_defined(goal, goal.claim.args[0])
    check(goal.suppose(goal.claim.args[0]).claiming(goal.claim.args[1]), rest)


@rule("ByDisjunct")
def disjunct(goal: Goal, place: int, rest: Any) -> None:
    need(goal.claim.kind == "Or" and 0 <= place < len(goal.claim.args[0]), "no part of this number")
    for part in goal.claim.args[0][:place]:
        demand_defined(goal, part)
    check(goal.claiming(goal.claim.args[0][place]), rest)


@rule("ByDisjunction")
def disjunction(goal: Goal, hypothesis: Node, proofs: Any) -> None:
    known(goal, hypothesis)
    need(
        hypothesis.kind == "Or" and len(proofs) == len(hypothesis.args[0]) and not goal.statement.is_random(hypothesis),
        "no disjunction",
    )
    inside = goal
    for part, proof in zip(hypothesis.args[0], proofs, strict=True):
        check(inside.suppose(part), proof)
        inside = inside.suppose(negate(part))


@rule("ByCut")
def cut(goal: Goal, lemma: Node, proof: Any, rest: Any) -> None:
    check(goal.claiming(lemma), proof)
    check(goal.suppose(lemma), rest)


@rule("ByModusPonens")
def modus_ponens(goal: Goal, hypothesis: Node, premise: Any, rest: Any, backward: bool) -> None:
    known(goal, hypothesis)
    first, last = (hypothesis.args[0][0], hypothesis.args[0][1:]) if hypothesis.kind == "Or" else hypothesis.args
    if hypothesis.kind == "Or":
        first, last = (hypothesis.args[0][-1], hypothesis.args[0][:-1]) if backward else (first, last)
        first, last = negate(first), last[0] if len(last) == 1 else make("Or", last)
    else:
        need(hypothesis.kind == "Iff" or (hypothesis.kind == "Implies" and not backward), "no implication")
        first, last = (last, first) if backward else (first, last)
    check(goal.claiming(first), premise)
    check(goal.suppose(last), rest)


def admits(goal: Goal, symbol: Node, term: Node) -> None:
    """Demand that the term may stand for the symbol."""
    need(
        symbol not in goal.statement.constants() and not term.shape and not goal.statement.is_random(term),
        "no number of that kind",
    )
    if symbol.args[1] != "real":
        need(is_integer(term), "an integer is needed")
        if symbol.args[1] in LEAST and term is not symbol:
            goal.demand(relation(">=", term, number(LEAST[symbol.args[1]])))
    demand_defined(goal, term)


def instance(goal: Goal, node: Node, mapping: dict[Node, Node]) -> Node:
    """Return a statement with terms for free symbols, where it says the same of them."""
    fixed, mapping = goal.statement.constants(), dict(mapping)
    for s, t in list(mapping.items()):  # a new name for a variable, which may stand under a derivative, too
        alike = t.kind == "Symbol" and t.args[1] == s.args[1] and fixed.isdisjoint((s, t))
        if alike and s in node.free and t not in walk(node) and not any(s in law.free for law in laws_of((node,))):
            node = renamed(node, s, mapping.pop(s))
    for part in walk(node):
        if part.kind in ("Derivative", "Limit", "Integral", "Extremum") and any(s in part.free for s in mapping):
            for s, t in mapping.items():
                need(
                    t.kind in ("Symbol", "Num", "Add", "Neg", "Mul") or part.kind != "Derivative",
                    "a term under a derivative",
                )
                if part.kind == "Derivative" and part.args[1].kind == "Symbol" and not is_moved(part, mapping):
                    need(part.args[1] not in t.free and s is not part.args[1], "the variable of a derivative")
    return put(node, mapping)


def shows(goal: Goal, claim: Node) -> bool:
    """Whether a claim has a value and holds by signs alone."""
    try:
        demand_defined(goal, claim)
    except Refusal:
        return False
    return bool(goal.holds(claim))


@rule("ByStep")
def step_rule(goal: Goal, name: str, bindings: Any, sides: Any, rest: Any) -> None:
    need(name in goal.statement.steps, "no such step")
    claim, assumptions, definitions, facts = goal.statement.steps[name]
    goal.statement.trust += facts
    need(set(definitions) <= set(goal.statement.definitions), "a step with other definitions")
    used = {p.args[0] for node in (claim, *assumptions) for p in walk(node) if p.kind == "Sequence"}
    need(
        used & {d.args[0].args[0] for d in goal.statement.definitions} <= {d.args[0].args[0] for d in definitions},
        "other sequences",
    )
    mapping = dict(bindings)
    for symbol, term in mapping.items():
        admits(goal, symbol, term)
    need(sizes(claim, *assumptions).isdisjoint(mapping), "the size of an array is replaced")
    premises = [instance(goal, assumption, mapping) for assumption in assumptions]
    result, proofs = instance(goal, claim, mapping), list(sides)
    for law in laws_of((result, *premises)):
        goal.demand(law)
    unmet = [premise for premise in premises if not any(stronger(h, premise) for h in goal.parts())]
    if len(proofs) < len(unmet) and all(shows(goal, premise) for premise in unmet):
        unmet = []
    for place, premise in enumerate(unmet):
        is_plain = len(proofs) < len(unmet) - place and (premise.kind != "Relation" or not premise.args[1].shape)
        if proofs and not (is_plain and shows(goal, premise)):
            check(goal.claiming(premise), proofs.pop(0))
        else:
            need(is_plain, "an assumption without proof")
            demand_defined(goal, premise)
            goal.demand(premise)
    check(goal.suppose(result), rest)


@rule("ByForallElimination")
def instance_rule(goal: Goal, hypothesis: Node, values: tuple[Node, ...], rest: Any) -> None:
    known(goal, hypothesis)
    need(hypothesis.kind == "ForAll" and len(values) == len(hypothesis.args[0]), "no universal statement")
    mapping = dict(zip(hypothesis.args[0], values, strict=True))
    for symbol, term in mapping.items():
        admits(goal, symbol, term)
    need(sizes(hypothesis).isdisjoint(mapping), "the size of an array is replaced")
    check(goal.suppose(instance(goal, hypothesis.args[1], mapping)), rest)


@rule("ByForallIntroduction")
def generalisation(goal: Goal, rest: Any) -> None:
    need(goal.claim.kind == "ForAll", "no universal claim")
    variables = goal.claim.args[0]
    need(
        goal.statement.constants().isdisjoint(variables) and sizes(goal.claim).isdisjoint(variables),
        "a constant is bound",
    )
    check(goal.without(*variables).claiming(goal.claim.args[1]), rest)


@rule("ByWitness")
def witness(goal: Goal, value: Node, rest: Any) -> None:
    need(goal.claim.kind == "Exists", "no existential claim")
    variable, body = goal.claim.args
    clean = goal.without(variable)
    need(variable not in value.free and variable not in sizes(body), "the witness mentions the variable")
    admits(clean, variable, value)
    check(clean.claiming(instance(goal, body, {variable: value})), rest)


@rule("ByExistsElimination")
def existence(goal: Goal, hypothesis: Node, rest: Any) -> None:
    known(goal, hypothesis)
    need(hypothesis.kind == "Exists" and not goal.statement.is_random(hypothesis), "no existential statement")
    variable, body = hypothesis.args
    need(variable not in goal.statement.constants() and variable not in sizes(body), "a constant is bound")
    others = [h for h in goal.parts() if h is not hypothesis]
    known_body = put(body, {variable: new_name(goal, variable)})
    check(Goal(goal.statement, goal.claim, (*others, known_body), goal.rewrites), rest)


@rule("ByFiniteCases")
def finite_cases(
    goal: Goal, term: Node, lo: int, hi: int, lower: tuple[str, ...], upper: tuple[str, ...], proofs: tuple[Any, ...]
) -> None:
    need(
        is_integer(term) and not goal.statement.is_random(term) and len(proofs) == max(hi - lo + 1, 0),
        "values without proof",
    )
    demand_defined(goal, term)
    check(goal.claiming(relation("<=", number(lo), term)), lower)
    check(goal.claiming(relation("<=", term, number(hi))), upper)
    for value, proof in zip(range(lo, hi + 1), proofs, strict=True):
        check(goal.suppose(relation("=", term, number(value))), proof)


@rule("ByInduction")
def induction(goal: Goal, k: Node, start: int, base: Any, step: Any) -> None:
    need(
        k.args[1] != "real" and k not in goal.statement.constants() and k not in sizes(goal.claim),
        "no induction over this",
    )
    need(start >= LEAST.get(k.args[1], start), "the symbol does not take the value at the start")
    goal.demand(relation(">=", k, number(start)))
    clean = goal.without(k)
    check(clean.claiming(instance(goal, goal.claim, {k: number(start)})), base)
    after = clean.suppose(goal.claim, relation(">=", k, number(start)))
    check(after.claiming(instance(goal, goal.claim, {k: plus(k, number(1))})), step)
