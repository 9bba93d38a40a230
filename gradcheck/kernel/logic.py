"""Connectives, cases, lemmas, instances and induction: rules that turn a goal into other goals."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from gradcheck.algebra.randomness import random_names
from gradcheck.algebra.signs import NONNEGATIVE, WANTED
from gradcheck.kernel.definedness.conditions import law_claims
from gradcheck.kernel.definedness.judge import holds
from gradcheck.kernel.definedness.judgement import check_defined
from gradcheck.kernel.dependencies import Missing, Trail
from gradcheck.kernel.equality import has_sign
from gradcheck.kernel.evidence import (
    ByCases,
    ByConjunction,
    ByContradiction,
    ByCut,
    ByForallElimination,
    ByHypothesis,
    ByInduction,
    ByModusPonens,
    ByRewriting,
    ByStep,
    ByWitness,
    Evidence,
)
from gradcheck.kernel.forming import instantiated
from gradcheck.kernel.goal import Goal, check_bindable, constants_of, implied_by_laws, mentions
from gradcheck.kernel.rejection import Rejected
from gradcheck.kernel.rules.connectives import otherwise, rule_of
from gradcheck.language.syntax.arrays import is_integer
from gradcheck.language.syntax.node import Node, walk
from gradcheck.language.syntax.propositions import (
    CONVERSE,
    NEGATION,
    And,
    Exists,
    ForAll,
    Iff,
    Implies,
    Or,
    Proposition,
    Relation,
)
from gradcheck.language.syntax.random import Expectation, Variance
from gradcheck.language.syntax.terms import Extremum, Integral, Limit, Symbol, Term, as_term
from gradcheck.language.syntax.widths import sizing_symbols

Check = Callable[[Goal, Evidence, Trail], None]


def check_parts(goal: Goal, evidence: ByConjunction, trail: Trail, check: Check) -> None:
    """Check a conjunction, an equivalence or an equation part by part; a disjunction as one implication."""
    claim = goal.claim
    if isinstance(claim, And):
        parts: tuple[Proposition, ...] = claim.parts
    elif isinstance(claim, Or):
        check_defined(goal, claim.parts[0], trail)
        parts = (otherwise(claim),)
    elif isinstance(claim, Iff):
        parts = (Implies(claim.left, claim.right), Implies(claim.right, claim.left))
    elif isinstance(claim, Relation) and claim.op == "=":
        parts = (Relation("<=", claim.left, claim.right), Relation(">=", claim.left, claim.right))
    else:
        raise Rejected(f"{type(claim).__name__} has no parts")
    if len(parts) != len(evidence.parts):
        raise Rejected(f"{len(parts)} parts need as many proofs, not {len(evidence.parts)}")
    for part, proof in zip(parts, evidence.parts, strict=True):
        check(goal.claiming(part), proof, trail)


def check_cases(goal: Goal, evidence: ByCases, trail: Trail, check: Check) -> None:
    """Check cases term < 0, term = 0 and term > 0: one of them holds wherever the term is defined."""
    if evidence.term.shape:
        raise Rejected("cases are by the sign of a scalar")
    if random_names(evidence.term, goal.definitions):
        raise Rejected("the sign of a random term is not the same in every case")
    check_defined(goal, evidence.term, trail)
    for op, proof in (("<", evidence.negative), ("=", evidence.zero), (">", evidence.positive)):
        check(goal.suppose(Relation(op, evidence.term, as_term(0))), proof, trail)


def check_rewriting(goal: Goal, evidence: ByRewriting, trail: Trail, check: Check) -> None:
    """Check a proof in which equations among the hypotheses become rewritings."""
    known = set(goal.parts())
    rules = []
    for equation in evidence.equations:
        if equation not in known or equation.op != "=":
            raise Rejected("a rewriting that is not an equation among the hypotheses")
        rules.append((equation.left, equation.right))
    check(goal.rewriting(*rules), evidence.rest, trail)


def check_lemma(goal: Goal, evidence: ByCut, trail: Trail, check: Check) -> None:
    """Check a lemma, and the claim with the lemma among the hypotheses (the cut rule)."""
    check(goal.claiming(evidence.lemma), evidence.proof, trail)
    check(goal.suppose(evidence.lemma), evidence.rest, trail)


def check_consequence(goal: Goal, evidence: ByModusPonens, trail: Trail, check: Check) -> None:
    """Check modus ponens: P, and P implies Q or P iff Q among the hypotheses, give Q; not P, and P or Q, give Q."""
    known = evidence.hypothesis
    if known not in set(goal.parts()):
        raise Rejected("the implication is not among the hypotheses")
    rule = rule_of(known, evidence.backward)
    check(goal.claiming(rule.premise), evidence.premise, trail)
    check(goal.suppose(rule.conclusion), evidence.rest, trail)


def matches(hypothesis: Proposition, claim: Proposition) -> bool:
    """Whether the hypothesis states the claim, or more."""
    if hypothesis is claim:
        return True
    if not isinstance(hypothesis, Relation) or not isinstance(claim, Relation):
        return False
    for known in (hypothesis, Relation(CONVERSE[hypothesis.op], hypothesis.right, hypothesis.left)):
        if known.left is claim.left and known.right is claim.right:
            implied = {"<": ("<", "<=", "!="), ">": (">", ">=", "!="), "=": ("=", "<=", ">=")}
            if claim.op in implied.get(known.op, (known.op,)):
                return True
    return False


def check_hypothesis(goal: Goal, evidence: ByHypothesis, trail: Trail, check: Check) -> None:
    """Check that the claim is a hypothesis."""
    del evidence, trail, check
    if not any(matches(hypothesis, goal.claim) for hypothesis in (*goal.hypotheses, *goal.parts())):
        raise Rejected("the claim is not among the hypotheses")


def check_contradiction(goal: Goal, evidence: ByContradiction, trail: Trail, check: Check) -> None:
    """Check that the negation of a hypothesis follows from the other hypotheses."""
    hypothesis = evidence.hypothesis
    if hypothesis not in set(goal.parts()) or hypothesis.left.shape:
        raise Rejected("the contradicted relation is not a scalar hypothesis")
    negation = Relation(NEGATION[hypothesis.op], hypothesis.left, hypothesis.right)
    check(goal.dropping(hypothesis).claiming(negation), evidence.refutation, trail)


def check_instance_allowed(goal: Goal, symbol: Symbol, term: Term, trail: Trail) -> None:
    """Check that a term may stand for a symbol: same kind of number, defined,
    and the symbol occurs in no definition.
    """
    if symbol in constants_of(goal.definitions):
        raise Rejected(f"{symbol.name} is a constant of a definition and can't be instantiated")
    if term.shape:
        raise Rejected(f"{symbol.name} is a scalar and can't stand for an array")
    if symbol.is_integer:
        if not is_integer(term):
            raise Rejected(f"{symbol.name} is an integer, and what stands for it is not by its form")
        least = symbol.least
        if least is not None and term is not symbol and not has_sign(goal, term - least, NONNEGATIVE, trail):
            raise Rejected(f"{symbol.name} is at least {least}, and what stands for it may be less")
    check_defined(goal, term, trail)


def _check_not_averaged(goal: Goal, term: Term, *nodes: Proposition) -> None:
    """Check that a random term stands for a number only where no expectation is taken: E x = x for a number x."""
    if random_names(term, goal.definitions):
        used = [part for node in nodes for part in walk(node)]
        binders = Expectation | Variance | ForAll | Exists | Limit | Extremum | Integral
        if any(isinstance(part, binders) for part in used):
            raise Rejected("a random term can't stand for a number in a statement with means or bound variables")
        if any(random_names(node, goal.definitions) for node in nodes):
            raise Rejected("a random term can't stand for a number in a statement about random terms")


def _is_visible(goal: Goal, premise: Proposition, trail: Trail) -> bool:
    if not isinstance(premise, Relation) or premise.left.shape:
        return False
    return has_sign(goal, premise.left - premise.right, WANTED[premise.op], trail)


def _check_laws(goal: Goal, trail: Trail, *statements: Proposition) -> None:
    """Check that what the random variables of an earlier statement presuppose holds here too, also of numbers."""
    known = {*goal.parts(), *goal.presupposed(), *implied_by_laws(goal.definitions)}
    for law, is_bound in (found for statement in statements for found in law_claims(statement)):
        if is_bound:
            raise Rejected("the law of a random variable in the step depends on a bound variable")
        if law not in known and not holds(goal, law, trail):
            raise Missing((law,))


def check_step(goal: Goal, evidence: ByStep, trail: Trail, check: Check) -> None:
    """Check the use of an earlier step at an instance, with its assumptions proved at the instance."""
    found = [step for step in goal.steps if step.name == evidence.step]
    if len(found) != 1:
        raise Rejected(f"{evidence.step!r} is no earlier step that was proved")
    (step,) = found
    trail.rest_on(*step.facts)
    trail.weaken(step.trust)
    mapping = dict(evidence.bindings)
    for symbol, term in mapping.items():
        if not mentions(step.claim, symbol) and not any(mentions(a, symbol) for a in step.assumptions):
            raise Rejected(f"{symbol.name} does not occur in {step.name!r}")
        check_instance_allowed(goal, symbol, term, trail)
        _check_not_averaged(goal, term, step.claim, *step.assumptions)
    _keep_sizes(mapping.keys(), step.claim, *step.assumptions)
    instance = _instantiate(goal, step.claim, mapping)
    _check_laws(goal, trail, instance, *(_instantiate(goal, assumption, mapping) for assumption in step.assumptions))
    proofs = list(evidence.sides)
    for assumption in step.assumptions:
        premise = _instantiate(goal, assumption, mapping)
        if any(matches(hypothesis, premise) for hypothesis in goal.parts()) or _is_visible(goal, premise, trail):
            continue
        if not proofs:
            raise Rejected(f"an assumption of {step.name!r} is not proved at the instance")
        check(goal.claiming(premise), proofs.pop(0), trail)
    check(goal.suppose(instance), evidence.rest, trail)


def _keep_sizes(symbols: Iterable[Symbol], *nodes: Node) -> None:
    """Refuse to put something else for a symbol that sizes arrays: the array would be another of the same name."""
    sizing = sizing_symbols(*nodes) & set(symbols)
    if sizing:
        raise Rejected(f"{min(symbol.name for symbol in sizing)} is the size of an array and can't be instantiated")


def _instantiate(goal: Goal, claim: Proposition, mapping: dict[Symbol, Term]) -> Proposition:
    return instantiated(claim, mapping, goal.definitions)


def check_forall_instance(goal: Goal, evidence: ByForallElimination, trail: Trail, check: Check) -> None:
    """Check the use of an instance of a ForAll among the hypotheses."""
    forall = evidence.hypothesis
    if not isinstance(forall, ForAll) or forall not in set(goal.parts()):
        raise Rejected("the universal statement is not among the hypotheses")
    if len(forall.variables) != len(evidence.values):
        raise Rejected("a universal statement needs a value for each of its variables")
    mapping = dict(zip(forall.variables, evidence.values, strict=True))
    for symbol, term in mapping.items():
        check_instance_allowed(goal, symbol, term, trail)
        _check_not_averaged(goal, term, forall.body)
    _keep_sizes(mapping.keys(), forall)
    check(goal.suppose(_instantiate(goal, forall.body, mapping)), evidence.rest, trail)


def check_witness(goal: Goal, evidence: ByWitness, trail: Trail, check: Check) -> None:
    """Check an existential claim at a value."""
    claim = goal.claim
    if not isinstance(claim, Exists):
        raise Rejected("only an existential claim takes a witness")
    clean = goal.without(claim.variable)
    if random_names(evidence.value, goal.definitions):
        raise Rejected("the witness is random: it is not one number")
    if mentions(evidence.value, claim.variable):
        raise Rejected("the witness mentions the variable itself")
    check_instance_allowed(clean, claim.variable, evidence.value, trail)
    _keep_sizes((claim.variable,), claim)
    check(clean.claiming(_instantiate(goal, claim.body, {claim.variable: evidence.value})), evidence.rest, trail)


def check_induction(goal: Goal, evidence: ByInduction, trail: Trail, check: Check) -> None:
    """Check P(start), and that P(k) implies P(k + 1) for k >= start;
    hypotheses that mention the variable are not used.
    """
    k, start = evidence.variable, evidence.start
    if not k.is_integer:
        raise Rejected("induction is over an integer symbol")
    check_bindable(goal, k, goal.claim)
    if not has_sign(goal, k - start, NONNEGATIVE, trail):
        raise Rejected(f"the claim is also made for {k.name} < {start}, where the induction does not reach")
    if not k.admits(start):
        raise Rejected(f"{k.name} does not take the value {start}")
    clean = goal.without(k)
    check(clean.claiming(_instantiate(goal, goal.claim, {k: as_term(start)})), evidence.base, trail)
    after = clean.suppose(goal.claim, Relation(">=", k, as_term(start)))
    check(after.claiming(_instantiate(goal, goal.claim, {k: k + 1})), evidence.step, trail)
