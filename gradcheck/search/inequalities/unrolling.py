"""Inductions over assumptions that hold at every index: what a recurrent inequality gives after T steps.

    r(T) <= c**T*r(0)                      from  r(t + 1) <= c*r(t)  for all t, and c >= 0
    sum of r(u), u < T, <= a(0) - a(T)     from  r(t) <= a(t) - a(t + 1)  for all t
    T*m <= 2*l*(a(0) - b)                  from  a(t + 1) <= a(t) - g(t)/(2*l),  g(t) >= m  and  a(t) >= b  for all t

The step from T to T + 1 is a combination of the claim at T and of the assumptions at the members that it has, each
times what cancels a member, which must not be negative; what is left must have a visible sign.  A claim that bounds a
potential a by b, or by nothing, is first strengthened: a(T) takes the place of the bound.

Decides contractions, telescoped sums and the bounds of gradient descent that follow so, with squares of norms for the
numbers and with iterates that a recurrence defines.  Undecided: what needs products of assumptions, two inductions at
once, or another strengthening.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from itertools import islice
from typing import Any

from gradcheck.algebra.atoms import Atom
from gradcheck.algebra.lower import Lowering
from gradcheck.algebra.polynomial import ONE, TooLarge
from gradcheck.algebra.quotient import Quotient, quotient
from gradcheck.algebra.ring import Ring, Unsupported
from gradcheck.algebra.show import show
from gradcheck.algebra.signs import NEGATIVE, NONNEGATIVE, POSITIVE, sign_of, within
from gradcheck.kernel.dependencies import Trail
from gradcheck.kernel.equality import has_sign
from gradcheck.kernel.evidence import (
    ByForallElimination,
    ByInduction,
    ByModusPonens,
    ByNormalForm,
    ByPositivity,
    ByRewriting,
    Evidence,
)
from gradcheck.kernel.goal import Goal, constants_of
from gradcheck.language.syntax.arrays import Norm, Sequence
from gradcheck.language.syntax.node import Node, walk
from gradcheck.language.syntax.propositions import ForAll, Implies, Proposition, Relation
from gradcheck.language.syntax.substitution import replace_symbols
from gradcheck.language.syntax.terms import Add, Mul, Neg, Num, Pow, Symbol, Term, as_term, free_symbols, number_of
from gradcheck.language.syntax.uninterpreted import ArbitraryMap
from gradcheck.search.tactic import Search, after_lemmas, direct_evidence
from gradcheck.search.trivial import seen

NAME = "unrolled assumptions"
MAX_INSTANCES = 8
MAX_TRIALS = 120  # of multiples that cancel a member
ZERO, TWO = as_term(0), as_term(2)


@dataclass(frozen=True)
class Rule:
    """An assumption about every index, or about those with a premise."""

    forall: ForAll
    variable: Symbol
    premise: Proposition | None
    body: Relation


@dataclass(frozen=True)
class Instance:
    """A rule at a place, with the proof of its premise."""

    rule: Rule
    place: Term
    said: Proposition
    body: Relation
    premise: Evidence | None

    def around(self, rest: Evidence) -> Evidence:
        """Return the evidence with the instance among the hypotheses."""
        if self.premise is not None:
            rest = ByModusPonens(self.said, self.premise, rest)
        return ByForallElimination(self.rule.forall, (self.place,), rest)


def unrolled(goal: Goal, search: Search) -> Iterator[Evidence | None]:
    """Prove an order or an equation of numbers by induction on an index, from assumptions about every index."""
    claim = goal.claim
    if not isinstance(claim, Relation) or claim.op == "!=" or claim.left.shape or goal.rewrites or search.depth < 1:
        return
    rules = list(_rules(goal))
    if not rules:
        return
    places = {index for part in walk(claim) if isinstance(part, Sequence) for index in free_symbols(part.index)}
    constants = constants_of(goal.definitions)
    for k in sorted(free_symbols(claim) - constants, key=lambda s: (s not in places, s.name)):
        if not k.is_integer or _is_side(claim, k):
            continue
        start = max((v for v in range(-1, 3) if has_sign(goal, k - v, NONNEGATIVE, Trail())), default=None)
        if start is None or not k.admits(start):
            continue
        yield _by_induction(goal, search, k, start, rules)
        if claim.op in ("<=", ">="):
            for lemma, gap in _strengthened(goal, k, rules):
                proof = _by_induction(goal.claiming(lemma), search, k, start if k.least is None else k.least, rules)
                if proof is not None:
                    bound = Relation(">=", gap, ZERO)
                    lemmas = [(lemma, proof)]
                    if search.accepts(goal.claiming(bound), ByPositivity(gap)):  # of a norm, which the rules do not say
                        lemmas.append((bound, ByPositivity(gap)))
                    supposed = goal.suppose(*(one for one, _ in lemmas))
                    yield after_lemmas(lemmas, _combined(supposed, search, rules, _indices(lemma, k), k))


def _rules(goal: Goal) -> Iterator[Rule]:
    for part in goal.parts():
        if isinstance(part, ForAll) and len(part.variables) == 1 and part.variables[0].is_integer:
            body, premise = part.body, None
            if isinstance(body, Implies):
                body, premise = body.conclusion, body.premise
            if isinstance(body, Relation) and body.op != "!=" and (body.op == "=" or not body.left.shape):
                yield Rule(part, part.variables[0], premise, body)


def _is_side(claim: Node, k: Symbol) -> bool:
    """Whether the symbol is a side of an array, over which there is no induction."""
    return any(k in free_symbols(side) for part in walk(claim) if isinstance(part, Term) for side in part.shape)


def _by_induction(goal: Goal, search: Search, k: Symbol, start: int, rules: list[Rule]) -> Evidence | None:
    claim, clean = goal.claim, goal.without(k)
    at_start = clean.claiming(replace_symbols(claim, {k: as_term(start)}))
    base: Evidence | None = direct_evidence(at_start.claim)
    if base is None or not search.accepts(at_start, base):
        base = _combined(at_start, search, rules, [], k)
    if base is None:
        return None
    after = replace_symbols(claim, {k: k + 1})
    inside = clean.suppose(claim, Relation(">=", k, as_term(start))).claiming(after)
    step = _combined(inside, search, rules, _indices(after, k), k)
    return None if step is None else ByInduction(k, start, base, step)


def _indices(claim: Node, k: Symbol) -> list[int]:
    """Return the c such that the claim has a member with the index k + c, the largest first; and 0 and 1."""
    found = {_offset(part.index, k) for part in walk(claim) if isinstance(part, Sequence)} | {0, 1}
    return sorted((c for c in found if c is not None), reverse=True)


def _offset(index: Term, k: Symbol) -> int | None:
    """Return c where the index is k + c, perhaps written as (k + 1) + 1; None for any other."""
    if isinstance(index, Add):
        offsets = [_offset(part, k) for part in index.terms]
        others = [number_of(part) for part, own in zip(index.terms, offsets, strict=True) if own is None]
        numbers = [number for number in others if number is not None and number.denominator == 1]
        own = [offset for offset in offsets if offset is not None]
        return own[0] + int(sum(numbers)) if len(own) == 1 and len(numbers) == len(others) else None
    return 0 if index is k else None


def _combined(goal: Goal, search: Search, rules: list[Rule], offsets: list[int], k: Symbol) -> Evidence | None:
    """Return evidence that the claim is a combination of the hypotheses and of instances of the rules.

    One instance of each rule is tried before several.
    """
    places = [(rule, _places(rule, offsets, k)) for rule in rules]
    for most in (1, 3) if any(len(found) > 1 for _, found in places) else (1,):
        wanted = ((rule, place) for rule, found in places for place in found[:most])
        made = (_instance(goal, rule, place) for rule, place in wanted)
        instances = list(islice((one for one in made if one is not None), MAX_INSTANCES))
        supposed = goal
        for one in instances:
            supposed = supposed.suppose(*((one.said, one.body) if one.premise is not None else (one.body,)))
        lemmas = [lemma for lemma in _put_in(supposed) if search.accepts(supposed.claiming(lemma[0]), lemma[1])]
        supposed = supposed.suppose(*(lemma for lemma, _ in lemmas))
        known = [h for h in supposed.parts() if isinstance(h, Relation) and h.op != "!=" and not h.left.shape]
        evidence = after_lemmas(lemmas, _combination(supposed, search, known))
        for one in reversed(instances):
            evidence = None if evidence is None else one.around(evidence)
        if evidence is not None:
            return evidence
    return None


def _put_in(goal: Goal) -> Iterator[tuple[Relation, Evidence]]:
    """Yield equations between scalar parts of the hypotheses and of the claim, by equations for members in them.

    With w = v - g/l for a member w the part norm(w - v)**2 is norm(v - g/l - v)**2.
    """
    known = [h for h in goal.parts() if isinstance(h, Relation)]
    for equation in known:
        if equation.op == "=" and equation.left.shape and isinstance(equation.left, Sequence):
            parts = (part for h in (*known, goal.claim) for part in _scalars(h, equation.left) if h is not equation)
            for part in islice(dict.fromkeys(parts), MAX_INSTANCES):
                image = _replaced(part, equation.left, equation.right)
                yield Relation("=", part, image), ByRewriting((equation,), ByNormalForm())


def _replaced(node: Any, old: Node, new: Node) -> Any:
    if isinstance(node, tuple):
        return tuple(_replaced(part, old, new) for part in node)
    if node is old or not isinstance(node, Node) or not node.below:
        return new if node is old else node
    return type(node)(*(_replaced(getattr(node, name), old, new) for name in node.fields))


def _scalars(node: Node, member: Sequence) -> Iterator[Term]:
    """Yield the least scalar terms with the member in them; of a power of a norm the power."""
    if any(part is member for part in walk(node)):
        inner = [] if isinstance(node, Pow) else [part for child in node.below for part in _scalars(child, member)]
        if inner:
            yield from inner
        elif isinstance(node, Term) and not node.shape:
            yield node


def _places(rule: Rule, offsets: list[int], k: Symbol) -> list[Term]:
    """Return the terms for the variable at which a member of the rule is one with an index k + c."""
    own = {_offset(part.index, rule.variable) for part in walk(rule.body) if isinstance(part, Sequence)}
    known = {d for d in own if d is not None}
    wanted = {c - d for d in known for c in offsets if c - d >= -1}
    if len(known) > 1 and offsets:  # from one member to the next: the last of the rule is the last of the claim
        wanted = {max(offsets) - max(known)}
    found = [k if c == 0 else k + c if c > 0 else k - 1 for c in sorted(wanted, key=lambda c: (c != 0, c))]
    if not offsets:
        found = [as_term(v) for v in (0, 1) if rule.variable.admits(v)]
    return list(islice(found, 3))


def _instance(goal: Goal, rule: Rule, place: Term) -> Instance | None:
    least = rule.variable.least
    if least is not None and not has_sign(goal, place - least, NONNEGATIVE, Trail()):
        return None
    mapping = {rule.variable: place}
    try:
        said: Proposition = replace_symbols(rule.forall.body, mapping)
        body: Relation = replace_symbols(rule.body, mapping)
        premise = None if rule.premise is None else seen(goal.claiming(replace_symbols(rule.premise, mapping)))
    except ValueError:
        return None
    if rule.premise is not None and premise is None:
        return None
    return Instance(rule, place, said, body, premise)


def _gap(relation: Relation) -> Term:
    """Return what the relation says is not negative, or of an equation is 0."""
    larger, smaller = (relation.right, relation.left) if relation.op in ("<=", "<") else (relation.left, relation.right)
    return larger if smaller is ZERO else Add((larger, Neg(smaller)))


def _combination(goal: Goal, search: Search, known: list[Relation]) -> Evidence | None:
    """Return evidence that the claim is a combination of the relations and something of visible sign."""
    claim = goal.claim
    if not isinstance(claim, Relation):
        return None
    equations = [h for h in known if h.op == "="]
    usable = equations if claim.op == "=" else known

    def work(ring: Ring, lowering: Lowering) -> Evidence | None:
        values: list[tuple[Relation, Quotient]] = []
        for relation in usable:
            try:
                values.append((relation, lowering.scalar(_gap(relation))))
            except (Unsupported, TooLarge):
                continue
        found = _Elimination(ring, claim.op).search(lowering.scalar(_gap(claim)), values)
        if found is None:
            return None
        multiples, rest = found
        of_equations = tuple((show(ring, factor), relation) for factor, relation in multiples if relation.op == "=")
        if claim.op == "=":
            return ByNormalForm(multipliers=of_equations)
        parts = [_times(show(ring, factor), _gap(relation)) for factor, relation in multiples if relation.op != "="]
        if not rest.is_zero or not parts:
            parts.append(show(ring, rest))
        return ByPositivity(parts[0] if len(parts) == 1 else Add(tuple(parts)), of_equations)

    evidence = goal.in_ring(work)
    return evidence if evidence is not None and search.accepts(goal, evidence) else None


def _times(factor: Term, term: Term) -> Term:
    return term if isinstance(factor, Num) and factor.value == 1 else Mul((factor, term))


Multiple = tuple[Quotient, Relation]


class _Elimination:
    """The search for multiples of relations that leave nothing but a visible sign of a difference."""

    def __init__(self, ring: Ring, op: str) -> None:
        self.ring = ring
        self.wanted = 0 if op == "=" else POSITIVE if op in ("<", ">") else NONNEGATIVE
        self.trials = 0

    def search(self, value: Quotient, known: list[tuple[Relation, Quotient]]) -> tuple[list[Multiple], Quotient] | None:
        """Return multiples of some of the relations, and what is left of the value after them."""
        if value.is_zero or (self.wanted and within(sign_of(self.ring, value), self.wanted)):
            return [], value
        found_in: list[tuple[Quotient, list[tuple[int, Quotient]]]] = []
        for atom in _with_members(self.ring, value):
            own = _coefficient(self.ring, value, atom)
            slopes = [(place, _coefficient(self.ring, other, atom)) for place, (_, other) in enumerate(known)]
            usable = [(place, its) for place, its in slopes if its is not None and not its.is_zero]
            if own is not None and usable:
                usable.sort(key=lambda item: len(set(known[item[0]][1].slots()) - set(value.slots())))  # few new atoms
                found_in.append((own, usable))
        for own, usable in sorted(found_in, key=lambda item: len(item[1])):  # first what few relations cancel
            for place, its in usable:
                if self.trials >= MAX_TRIALS:
                    return None
                self.trials += 1
                relation, other = known[place]
                factor = own / its
                if relation.op != "=" and not within(sign_of(self.ring, factor), NONNEGATIVE):
                    continue
                found = self.search(value - factor * other, known[:place] + known[place + 1 :])
                if found is not None:
                    return [(factor, relation), *found[0]], found[1]
        return None


def _with_members(ring: Ring, value: Quotient) -> list[Atom]:
    """Return the members, and what sums and arbitrary functions make of them, in the value: those made last first."""
    atoms = (a for a in ring.atoms_of(value) if a.head in ("member", "map", "sum") and _has_members(ring, a))
    return sorted(atoms, key=lambda atom: -ring.slot(atom))


def _has_members(ring: Ring, atom: Atom) -> bool:
    return any(inner.head in ("member", "map") for inner in ring.atoms_within(ring.generator(atom)))


def _coefficient(ring: Ring, value: Quotient, atom: Atom) -> Quotient | None:
    """Return the coefficient of an atom in which the value is linear; None where it is not."""
    slot = ring.slot(atom)
    if value.num.degree_in(slot) != 1 or (value.den is not ONE and value.den.degree_in(slot) > 0):
        return None
    return quotient(value.num.derivative(slot), value.den, ring.relations)


def _strengthened(goal: Goal, k: Symbol, rules: list[Rule]) -> Iterator[tuple[Relation, Term]]:
    """Yield claims in which a potential takes the place of its bound, and by how much it is larger than the bound.

    The claims have no denominators.
    In D >= 0 the coefficient u of a(0) or a(1) says how often: D - u*(a(k) - b) >= 0, for the rule a(t) >= b.
    The square of a norm is a potential with the bound 0.
    """
    claim = goal.claim
    if not isinstance(claim, Relation):
        return
    for first, gap in _potentials(claim, k, rules):

        def work(ring: Ring, lowering: Lowering, first: Term = first, gap: Term = gap) -> Term | None:
            value = lowering.scalar(_gap(claim))
            bottom = quotient(value.den, ONE, ring.relations)
            sign = sign_of(ring, bottom)
            if sign not in (POSITIVE, NEGATIVE):
                return None
            value, start = value * (bottom if sign == POSITIVE else -bottom), lowering.scalar(first)
            for atom in ring.atoms_of(start):
                own, its = _coefficient(ring, value, atom), _coefficient(ring, start, atom)
                if own is not None and its is not None and not its.is_zero:
                    return show(ring, value - own / its * lowering.scalar(gap))
            return None

        try:
            stronger = goal.in_ring(work)
        except (Unsupported, TooLarge, ValueError):
            continue
        if stronger is not None:
            yield Relation(">=", stronger, ZERO), gap


def _potentials(claim: Relation, k: Symbol, rules: list[Rule]) -> Iterator[tuple[Term, Term]]:
    """Yield potentials at their first index in the claim, each with what is not negative of it at k."""
    parts = set(walk(claim))
    for rule in rules:
        potential = _bounded(rule)
        for first in (ZERO, as_term(1)) if potential is not None else ():
            with suppress(ValueError):
                start: Any = replace_symbols(potential, {rule.variable: first})  # type: ignore[type-var]
                if start in parts:
                    yield start, _gap(replace_symbols(rule.body, {rule.variable: _from(k, first)}))
    for part in walk(claim):
        if isinstance(part, Pow) and isinstance(part.base, Norm) and part.exponent is TWO:
            members = [m for m in walk(part) if isinstance(m, Sequence)]
            if len(members) == 1 and isinstance(members[0].index, Num):
                with suppress(ValueError):
                    later = Sequence(members[0].name, members[0].sides, _from(k, members[0].index))
                    yield part, _replaced(part, members[0], later)


def _from(k: Symbol, first: Term) -> Term:
    return k if first is ZERO else k + first


def _bounded(rule: Rule) -> Term | None:
    """Return a(t), where the rule says a(t) >= b with nothing else that depends on t."""
    larger, smaller = rule.body.left, rule.body.right
    if rule.body.op in ("<=", "<"):
        larger, smaller = smaller, larger
    plain = isinstance(larger, Sequence | ArbitraryMap | Pow) and rule.variable in free_symbols(larger)
    return larger if plain and rule.body.op != "=" and rule.variable not in free_symbols(smaller) else None
