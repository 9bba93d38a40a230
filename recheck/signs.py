"""Signs of normal forms: by the hypotheses, by intervals, and by the hints of a certificate."""

from __future__ import annotations

import itertools
from contextlib import suppress
from fractions import Fraction

from recheck.atoms import ATOMS, RANGES, below, constant, single
from recheck.factors import content, sign_by_factors
from recheck.intervals import OF_SIGN, Interval, opposite, power_sign, product, signs_of_row, whole_ends
from recheck.linear import combined
from recheck.nodes import ANY, LEAST, NEG, POS, SIGN_OF, ZERO, is_outcome, value_of, walk
from recheck.numerics import signs as signs_of_numbers
from recheck.polynomials import ONE, RELATIONS, Quotient, monic, order_of, p_add, p_divide, p_times, spend
from recheck.refusal import Unread, Wrong, need
from recheck.statement import offset_from

MAX_CROSS = 64  # terms of p q, which is looked up for p/q
DEFINED = []  # demands that a term has a value under the hypotheses: entered by the file that knows when it has one
MAX_PLACES = 60  # at which hypotheses about arrays are used
MAX_NESTED = 3  # atoms inside of atoms whose intervals are asked for
MAX_DEPTH = 12  # polynomials whose signs are asked for one inside of another


class Signs:
    """What is certainly positive, negative or zero."""

    def learn(self, hypothesis, env=None, places=()):
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

    def follow(self, premise, env):
        """Whether a premise, of scalar relations alone, certainly holds."""
        parts = premise.args[0] if premise.kind == "And" else (premise,)
        with suppress(Unread, Wrong):
            return all(p.kind == "Relation" and not p.args[1].shape and self.truth(p, env) for p in parts)
        return False

    def learn_gap(self, op, q):
        """Note that q op 0."""
        den = self.sign(Quotient(q.den))
        if den in (POS, NEG):
            self.note(q.num, SIGN_OF[op] if den == POS else opposite(SIGN_OF[op]))
        else:
            self.note(q.num if op in ("=", "!=") else p_times(q.num, q.den), SIGN_OF[op])

    def note(self, poly, mask):
        """Record that the polynomial has one of the signs."""
        common, rest = content(poly)
        if common and len(poly) > 1:
            sign = self.p_sign({common: Fraction(1)})
            if sign in (POS, NEG):
                self.note(rest, mask if sign == POS else opposite(mask))
        for factor in self.factors_known(poly):
            rest = p_divide(poly, factor)
            sign = ANY if rest is None else self.p_sign(factor)
            if sign in (POS, NEG):
                self.note(rest, mask if sign == POS else opposite(mask))
        shape = outline(poly)
        if shape is None:
            return
        form, offset, factor = shape
        mask = mask if factor > 0 else opposite(mask)
        found = OF_SIGN.get(mask, Interval())
        interval = Interval(
            *(None if end is None else end - offset for end in (found.lo, found.hi)), found.lo_open, found.hi_open
        )
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

    def exclude(self, place):
        """Record that a form is not a number."""
        if place not in self.nonzero:
            self.nonzero.add(place)
            self.signs.clear()

    def factors_known(self, poly):
        """Return polynomials with several terms, bounded by hypotheses, that may divide a longer one."""
        if not 3 <= len(poly) <= MAX_CROSS:
            return []
        found = [(dict(form), end) for form, bound in self.bounds.items() for end in {bound.lo, bound.hi} - {None}]
        factors = [p_add(form, {(): end} if end else {}, -1) for form, end in found]
        return [f for f in factors if len(f) > 1 and len(f) < len(poly) and f.keys() != poly.keys()]

    def note_square(self, form, is_not_zero):
        """Of a root or an absolute value w between numbers, w**2 lies between their squares; w != 0 says w**2 > 0."""
        mono, c = next(iter(form))
        degree, square = RELATIONS.get(mono[0][0], (0, None))
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

    def sign(self, q):
        """Return the possible signs of a quotient: of p/q, where it is not seen so, that of p q."""
        mask = product(self.p_sign(q.num), self.p_sign(q.den) & ~ZERO) or ANY
        if mask not in (POS, NEG, ZERO) and q.den != ONE and len(q.num) * len(q.den) <= MAX_CROSS:
            mask &= self.bounded(p_times(q.num, q.den))
        return mask or ANY

    def bounded(self, poly):
        """Return the signs that hypotheses about this very polynomial leave."""
        shape = outline(poly)
        if shape is None:
            return ANY
        form, offset, factor = shape
        mask = self.bounds.get(form, Interval()).plus(Interval(offset, offset)).sign()
        mask &= ~ZERO if (form, offset) in self.nonzero else ANY
        return mask if factor > 0 else opposite(mask)

    def p_sign(self, poly):
        """Return the possible signs of a polynomial; what is found is kept until more is known."""
        key = frozenset(poly.items())
        found = self.signs.get(key) or self.signs.get((key, self.asked))
        if found is None:
            if key in self.working or len(self.working) > MAX_DEPTH:
                return ANY
            self.working.add(key)
            try:
                found = self.sign_of_poly(poly)
            finally:
                self.working.discard(key)
            self.signs[key if not self.asked or found in (POS, NEG, ZERO) else (key, self.asked)] = found
        return found

    def sign_of_poly(self, poly):
        if not poly:
            return ZERO
        shape = outline(poly)
        if shape is None:
            return POS if poly[()] > 0 else NEG
        if self.universal:
            self.instantiate(poly)
        if self.arrays:
            self.instantiate_entries(poly)
        form, offset, factor = shape
        mask = self.enclosed(form).plus(Interval(offset, offset)).sign()
        if (form, offset) in self.nonzero:
            mask &= ~ZERO
        if len(poly) == 1:
            sign = POS
            for a, e in next(iter(poly)):
                sign = product(sign, power_sign(self.interval(a).sign() & ~self.excluded(a), e))
            mask &= sign
        mask = (mask if factor > 0 else opposite(mask)) or ANY
        for more in (
            signs_of_numbers,
            lambda poly: sign_by_factors(self, poly),
            lambda poly: combined(self, poly, 2 if len(poly) < 5 else 1).sign(),
            self.hint,
        ):
            if mask not in (POS, NEG, ZERO):
                mask = mask & more(poly) or mask  # hypotheses that contradict each other leave none: nothing is learnt
        return mask

    def instantiate(self, poly):
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

    def solved(self, variables, terms, values):
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

    def is_of_sort(self, q, sort):
        """Whether a number certainly is of a sort: a polynomial of whole numbers, and not below the least one."""
        whole = q.den == ONE and all(c.denominator == 1 for c in q.num.values())
        whole = whole and all(is_whole(a) and isinstance(e, int) and e > 0 for mono in q.num for a, e in mono)
        return sort == "real" or (whole and not (sort in LEAST and self.sign(q - constant(LEAST[sort])) & NEG))

    def instantiate_entries(self, poly):
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

    def is_place(self, q, side):
        """Whether a number certainly lies between 1 and the side of an array."""
        lo, hi = RANGES.get(single(q), (None, None))
        if lo is not None and lo.constant() == 1 and hi.key() == side.key():
            return True
        return not self.sign(q - constant(1)) & NEG and not self.sign(side - q) & NEG

    def excluded(self, a):
        return ZERO if (frozenset({(((a, 1),), Fraction(1))}), Fraction(0)) in self.nonzero else 0

    def enclosed(self, form):
        """Return an interval for a polynomial without constant term: by hypotheses, and by its atoms."""
        spend(20 * len(form))
        total = Interval(Fraction(0), Fraction(0))
        for mono, c in form:
            part, sign = Interval(Fraction(1), Fraction(1)), POS
            for a, e in mono:
                inner = self.interval(a)
                sign = product(sign, power_sign(inner.sign() & ~self.excluded(a), e))
                for _ in range(e if isinstance(e, int) and 0 < e < 9 and part else 0):
                    part = None if inner.sign() & NEG else part.times(inner)
                part = part if isinstance(e, int) and 0 < e < 9 else None
            if len(mono) == 1 and mono[0][1] == 1:
                part = self.interval(mono[0][0])
            total = total.plus((part or OF_SIGN.get(sign, Interval())).scaled(c))
        return total.meet(self.bounds.get(form, Interval()))

    def interval(self, a):
        """Return the numbers that an atom may be, by its kind and by the hypotheses."""
        known = self.signs.get((a, self.asked))
        if known is not None:
            return known
        found = self.bounds.get(frozenset({(((a, 1),), Fraction(1))}), Interval())
        head, data = ATOMS[a]
        if a in self.asked or len(self.asked) >= MAX_NESTED:
            return found
        outside = self.asked
        self.asked = outside | {a}
        try:
            found = found.meet(self.by_kind(a, head, data))
        finally:
            self.asked = outside
        self.signs[a, outside] = found
        return found

    def by_kind(self, a, head, data):
        zero, one = Fraction(0), Fraction(1)
        if head == "symbol" and data[0].args[1] in LEAST:
            return Interval(Fraction(LEAST[data[0].args[1]]))
        if head == "width" or (head == "matrix" and data[0] in ("operator_norm", "smallest_singular_value")):
            return Interval(one if head == "width" else zero)
        if head == "index":
            lo, hi = RANGES[a]
            low, high = (
                self.enclosed(outline(q.num)[0])
                .plus(Interval(outline(q.num)[1], outline(q.num)[1]))
                .scaled(abs(outline(q.num)[2]))
                if q.den == ONE and outline(q.num) and outline(q.num)[2] > 0
                else Interval(q.constant(), q.constant())
                for q in (lo, hi)
            )
            return Interval(low.lo, high.hi)
        if head == "exp":
            sign = self.sign(data[0])
            return Interval(
                zero if sign & NEG else one,
                None if sign & POS else one,
                bool(sign & NEG) or not sign & ZERO,
                bool(sign & ZERO == 0),
            )
        if head in ("root", "abs"):
            return OF_SIGN[POS if not self.sign(data[0]) & ZERO else ZERO | POS]
        if head in ("sin", "cos", "sign"):
            return Interval(-one, one)
        if head == "erf":
            return Interval(-one, one, True, True).meet(OF_SIGN.get(self.sign(data[0]), Interval()))
        if head == "atan":
            return Interval(Fraction(-1571, 1000), Fraction(1571, 1000)).meet(
                OF_SIGN.get(self.sign(data[0]), Interval())
            )
        if head == "log":
            return OF_SIGN.get(self.sign(data[0] - constant(1)), Interval())
        if head == "pi":
            return Interval(Fraction(314159, 100000), Fraction(314160, 100000), True, True)
        if head == "choice":
            return OF_SIGN.get(self.sign(data[2]) | self.sign(data[3]), Interval())
        if head == "delta":
            return Interval(zero, one)
        if head == "inverse":
            return OF_SIGN.get(self.sign(data[0]), Interval())
        if head == "power":
            sign = self.sign(data[0])
            whole_even = data[1].den == ONE and all(c % 2 == 0 for c in data[1].num.values())
            return (
                OF_SIGN[POS if sign == POS or (whole_even and not sign & ZERO) else ZERO | POS]
                if whole_even or not sign & NEG
                else Interval()
            )
        if head == "sum":
            sign = POS
            for part, e in data[1]:
                sign = product(sign, power_sign(self.interval(part.number).sign() & ~self.excluded(part.number), e))
            filled = all(not self.sign(hi - lo) & NEG for lo, hi in data[2])
            if not sign & NEG or not sign & POS:
                return OF_SIGN[sign if filled else sign | ZERO]
        return Interval()

    def hint(self, poly):
        """Return the sign that a hint of the certificate shows, checked; ANY without one."""
        key = monic(poly)
        if key in self.open:
            return ANY  # a question that depends on itself learns nothing
        self.open.add(key)
        try:
            while True:
                for kind, term, place in self.hints_for(key):
                    mask = self.shown(key, kind, term, place)
                    if mask != ANY:
                        return mask
                more = self.statement.ask and self.statement.ask(self, poly)
                if not more:
                    return ANY
                self.statement.hints.append(more)
        finally:
            self.open.discard(key)

    def hints_for(self, key):
        """Return the hints about the polynomial of this key, or its negative."""
        while self.read < len(self.statement.hints):
            hint = self.statement.hints[self.read]
            self.read += 1
            try:
                num = self.of(hint[1]).num
            except (Unread, Wrong):
                continue  # it is meant for other hypotheses
            if num:
                for same in (monic(num), monic({mono: -c for mono, c in num.items()})):
                    self.hinted.setdefault(same, []).append(hint)
        return self.hinted.get(key, [])

    def shown(self, key, kind, term, place):
        """Return the signs of the polynomial of this key that a hint shows; ANY where it does not help here."""
        try:
            for part in (term, place):
                if part is not None:
                    DEFINED[0](self, part)
            q = self.of(term)
            mask, den = HINTS[kind](self, term, q, place), self.p_sign(q.den)
        except (Unread, Wrong):
            return ANY
        if den not in (POS, NEG):
            return ANY
        return mask if (den == POS) == (monic(q.num) == key) else opposite(mask)

    def visible(self, term, value=None):
        """Return the signs that a term may have by its factors and summands, as it is written.

        ``value`` gives normal forms of its parts.
        """
        kind, args = term.kind, term.args
        if kind == "Mul":
            mask = POS
            for part in args[0]:
                mask = product(mask, self.visible(part, value))
            return mask
        if kind == "Add":
            masks = [self.visible(part, value) for part in args[0]]
            for side in (POS, NEG):
                if not any(mask & ~(side | ZERO) for mask in masks):
                    return side if side in masks else ZERO if set(masks) == {ZERO} else side | ZERO
            return self.sign((value or self.of)(term))
        if kind == "Neg":
            return opposite(self.visible(args[0], value))
        if kind == "Div":
            return product(self.visible(args[0], value), self.visible(args[1], value) & ~ZERO)
        if kind == "Pow" and value_of(args[1]) is not None and value_of(args[1]).denominator == 1:
            return power_sign(self.visible(args[0], value), int(value_of(args[1])))
        if kind == "Norm" or kind == "Variance":
            return ZERO | POS
        if kind == "Expectation":
            inner = self.visible(args[0], value)
            return inner if not inner & NEG else ANY
        return self.sign((value or self.of)(term))

    def by_roots(self, term, q, place):
        """Return the signs of a polynomial of one atom on the interval of the atom, by Sturm's theorem."""
        a = single(self.of(place))
        if (
            a is None
            or q.den != ONE
            or any(m and (len(m) > 1 or m[0][0] != a or not isinstance(m[0][1], int)) for m in q.num)
        ):
            raise Wrong("no polynomial of one atom")
        degree = max((m[0][1] for m in q.num if m), default=0)
        row = [q.num.get(((a, k),) if k else (), Fraction(0)) for k in range(degree + 1)]
        return signs_of_row(row, self.interval(a))

    def by_squares(self, term, q, place):
        """b + a w, where w is a root or an absolute value and a, b differ in sign, has the sign of b**2 - a**2 w**2."""
        w = single(self.of(place))
        need(w in RELATIONS and RELATIONS[w][0] == 2 and q.den == ONE, "no square root")
        parts = [{}, {}]
        for mono, c in q.num.items():
            parts[dict(mono).get(w, 0)][tuple(x for x in mono if x[0] != w)] = c
        b, a = map(Quotient, parts)
        gap = b * b - a * a * Quotient(RELATIONS[w][1])
        if not (self.sign(b) & NEG or self.sign(a) & POS):
            return self.sign(gap)
        return opposite(self.sign(gap)) if not (self.sign(b) & POS or self.sign(a) & NEG) else ANY

    def by_exponentials(self, term, q, place):
        """A sum of logarithms, or what ``place`` times it is, has the sign of its exponential less 1."""
        return self.sign(self.exp(q.scaled(place.args[0])) - constant(1)) if place.args[0] > 0 else ANY

    def by_logarithms(self, term, q, place):
        """A - B has the sign of u, where A and B are positive and exp(u) = A/B."""
        above, under = self.of(term.args[0][0]), -self.of(term.args[0][1])
        need(self.sign(above) == POS and self.sign(under) == POS, "a logarithm of what may not be positive")
        gap = self.of(place)
        need(not (self.exp(gap) * under - above).num, "another logarithm")
        return self.sign(gap)


HINTS = {
    "product": lambda forms, term, q, place: forms.visible(term), "sturm": Signs.by_roots, "squares": Signs.by_squares,
    "exponentials": Signs.by_exponentials, "logarithms": Signs.by_logarithms,
}  # fmt: skip


def outline(poly):
    """Return (form, offset, factor) with poly = factor (form + offset), no constant in form; None for a number."""
    rest = {mono: c for mono, c in poly.items() if mono}
    if not rest:
        return None
    factor = rest[max(rest, key=order_of)]
    return frozenset((mono, c / factor) for mono, c in rest.items()), poly.get((), Fraction(0)) / factor, factor


def is_whole(a):
    head, data = ATOMS[a]
    return head in ("index", "width") or (head == "symbol" and data[0].args[1] != "real")
