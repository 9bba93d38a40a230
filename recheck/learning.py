"""What hypotheses say of the signs of polynomials."""

from __future__ import annotations

import itertools
from contextlib import suppress
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from recheck.atoms import ATOMS, RANGES, below, constant, single
from recheck.factors import content
from recheck.intervals import OF_SIGN, Interval, opposite, power_sign, product, whole_ends
from recheck.nodes import ANY, LEAST, NEG, POS, SIGN_OF, ZERO, is_outcome, walk
from recheck.part import Part
from recheck.polynomials import NO_RELATION, ONE, RELATIONS, Quotient, p_add, p_divide, p_times
from recheck.refusal import Unread, Wrong
from recheck.statement import offset_from

if TYPE_CHECKING:
    from recheck.atoms import Env, Places
    from recheck.nodes import Node
    from recheck.polynomials import Poly
from recheck.atoms import is_whole
from recheck.polynomials import outline

MAX_CROSS = 64  # terms of p q, which is looked up for p/q
MAX_PLACES = 60  # at which hypotheses about arrays are used


class Learning(Part):
    """Takes up what hypotheses say."""

    def learn(self, hypothesis: Node, env: Env | None = None, places: Places = ()) -> None:
        """Note what a hypothesis says about the sign of a polynomial; those about random outcomes say nothing here."""
        if hypothesis.kind == "Implies" and env and self.follow(hypothesis.args[0], env):
            self.learn(hypothesis.args[1], env, places)
        if hypothesis.kind == "And":
            for part in hypothesis.args[0]:
                self.learn(part, env, places)
        is_about_outcomes = is_outcome(hypothesis) or self.statement.is_random(hypothesis)
        if hypothesis.kind != "Relation" or len(hypothesis.args[1].shape) != len(places) or is_about_outcomes:
            return
        op, left, right = hypothesis.args
        with suppress(Unread, Wrong):
            self.learn_gap(op, self.of(left, places, env) - self.of(right, places, env))

    def follow(self, premise: Node, env: Env) -> bool:
        """Whether a premise, of scalar relations alone, certainly holds."""
        parts = premise.args[0] if premise.kind == "And" else (premise,)
        with suppress(Unread, Wrong):
            return all(p.kind == "Relation" and not p.args[1].shape and self.truth(p, env) for p in parts)
        return False

    def learn_gap(self, op: str, q: Quotient) -> None:
        """Note that q op 0."""
        den = self.sign(Quotient(q.den))
        if den in (POS, NEG):
            self.note(q.num, SIGN_OF[op] if den == POS else opposite(SIGN_OF[op]))
        else:
            self.note(q.num if op in ("=", "!=") else p_times(q.num, q.den), SIGN_OF[op])

    def note(self, poly: Poly, mask: int) -> None:
        """Record that the polynomial has one of the signs."""
        common, rest = content(poly)
        if common and len(poly) > 1:
            sign = self.p_sign({common: Fraction(1)})
            if sign in (POS, NEG):
                self.note(rest, mask if sign == POS else opposite(mask))
        for factor in self.factors_known(poly):
            other = p_divide(poly, factor)
            sign = ANY if other is None else self.p_sign(factor)
            if other is not None and sign in (POS, NEG):
                self.note(other, mask if sign == POS else opposite(mask))
        shape = outline(poly)
        if shape is None:
            return
        form, offset, factor = shape
        mask = mask if factor > 0 else opposite(mask)
        found = OF_SIGN.get(mask, Interval())
        lo, hi = (None if end is None else end - offset for end in (found.lo, found.hi))
        interval = Interval(lo, hi, found.lo_open, found.hi_open)
        if all(
            c.denominator == 1 and all(is_whole(a) and isinstance(e, int) and e > 0 for a, e in mono)
            for mono, c in form
        ):
            interval = whole_ends(interval)
        before = self.bounds.get(form, Interval())
        self.bounds[form] = before.meet(interval)
        if before.ends() != self.bounds[form].ends():
            self.signs.clear()
        self.void = self.void or self.bounds[form].is_empty()
        if not mask & ZERO:
            self.exclude((form, offset))
        self.note_square(form, mask & ZERO == 0 and not offset)
        if len(poly) == 1:
            ((mono, value),) = poly.items()
            signs = [(a, e, power_sign(self.interval(a).sign(), e)) for a, e in mono]
            left = [(a, e) for a, e, sign in signs if sign not in (POS, NEG)]
            if len(mono) > 1 and len(left) == 1 and left[0][1] == 1:
                rest = POS if value > 0 else NEG
                for a, _, sign in signs:
                    rest = product(rest, sign) if a != left[0][0] else rest
                self.note({((left[0][0], 1),): Fraction(1)}, mask if rest == POS else opposite(mask))
            elif not mask & ZERO:
                for a, _ in left:
                    self.exclude((frozenset({(((a, 1),), Fraction(1))}), Fraction(0)))

    def exclude(self, place: tuple[Any, ...]) -> None:
        """Record that a form is not a number."""
        if place not in self.nonzero:
            self.nonzero.add(place)
            self.signs.clear()

    def factors_known(self, poly: Poly) -> list[Any]:
        """Return polynomials with several terms, bounded by hypotheses, that may divide a longer one."""
        if not 3 <= len(poly) <= MAX_CROSS:
            return []
        found = [(dict(form), end) for form, bound in self.bounds.items() for end in {bound.lo, bound.hi} - {None}]
        factors = [p_add(form, {(): end} if end else {}, -1) for form, end in found]
        return [f for f in factors if len(f) > 1 and len(f) < len(poly) and f.keys() != poly.keys()]

    def note_square(self, form: frozenset[Any], is_not_zero: bool) -> None:
        """Of a root or an absolute value w between numbers, w**2 lies between their squares; w != 0 says w**2 > 0."""
        mono, c = next(iter(form))
        degree, square = RELATIONS.get(mono[0][0], NO_RELATION)
        if len(form) > 1 or len(mono) > 1 or mono[0][1] != 1 or c != 1 or degree != 2:
            return
        if ATOMS[mono[0][0]][0] not in ("root", "abs"):
            return
        found = self.bounds[form]
        if found.lo is not None and found.lo >= 0:
            self.note(p_add(square, {(): -found.lo * found.lo}), POS if found.lo_open else ZERO | POS)
        if found.hi is not None and found.hi > 0:
            self.note(p_add(square, {(): -found.hi * found.hi}), NEG if found.hi_open else ZERO | NEG)
        if is_not_zero or found.sign() == POS:
            self.note(square, POS)
            if ATOMS[mono[0][0]][0] == "abs":
                self.note(ATOMS[mono[0][0]][1][0].num, NEG | POS)

    def instantiate(self, poly: Poly) -> None:
        """Note what universal hypotheses say of the values of arbitrary functions in a polynomial."""
        for a in [a for a in below(Quotient(poly)) if a not in self.instances]:
            self.instances.add(a)
            head, data = ATOMS[a]
            for hypothesis in self.universal if head in ("function", "member") else ():
                variables, body = hypothesis.args
                if head == "function" and len(variables) == 1 and variables[0].args[1] == "real":
                    self.learn(body, {variables[0]: data[3]})
                for part in walk(body) if head == "member" else ():
                    if part.kind == "Sequence" and part.args[0] == data[0].args[0]:
                        env = self.solved(variables, (part.args[2], *part.args[3]), (data[1], *data[2]))
                        if env is not None:
                            self.learn(body, env)

    def solved(self, variables: tuple[Node, ...], terms: tuple[Node, ...], values: Places) -> Env | None:
        """Return values of the variables at which the terms, each a variable plus a number, are these; None without."""
        env = {}
        for term, value in zip(terms, values, strict=True):
            for x in variables if not term.free.isdisjoint(variables) else ():
                offset = offset_from(term, x)
                if offset is not None and x not in env:
                    env[x] = value - constant(offset)
        if any(x not in env or not self.is_of_sort(env[x], x.args[1]) for x in variables):
            return None
        return env if all(self.of(t, (), env).key() == v.key() for t, v in zip(terms, values, strict=True)) else None

    def is_of_sort(self, q: Quotient, sort: str) -> bool:
        """Whether a number certainly is of a sort: a polynomial of whole numbers, and not below the least one."""
        whole = q.den == ONE and all(c.denominator == 1 for c in q.num.values())
        whole = whole and all(is_whole(a) and isinstance(e, int) and e > 0 for mono in q.num for a, e in mono)
        return sort == "real" or (whole and not (sort in LEAST and self.sign(q - constant(LEAST[sort])) & NEG))

    def instantiate_entries(self, poly: Poly) -> None:
        """Note what hypotheses about arrays say at the places of the entries that stand in a polynomial."""
        data = [ATOMS[a][1] for a in below(Quotient(poly)) if ATOMS[a][0] in ("entry", "random", "member")]
        found = {place.key(): place for row in data for place in row[-1] if isinstance(place, Quotient)}
        new = [place for key, place in found.items() if key not in self.places]
        if not new or len(self.places) + len(new) > MAX_PLACES:
            return
        self.places |= found
        for hypothesis in self.arrays:
            sides = [self.of(side) for side in hypothesis.args[1].shape]
            fitting = [[p for p in self.places.values() if self.is_place(p, side)] for side in sides]
            for places in itertools.product(*fitting):
                if any(place in new for place in places):
                    self.learn(hypothesis, None, places)

    def is_place(self, q: Quotient, side: Quotient) -> bool:
        """Whether a number certainly lies between 1 and the side of an array."""
        k: Any = single(q)
        lo, hi = RANGES.get(k, (q, q))
        if k in RANGES and lo.constant() == 1 and hi.key() == side.key():
            return True
        return not self.sign(q - constant(1)) & NEG and not self.sign(side - q) & NEG
