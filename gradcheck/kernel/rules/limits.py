"""Limits: leading terms, squeeze, continuity.

ByRationalLimit   the variable tends to an end; every atom with the variable grows like exp(polynomial in x) x^a
                  (ordered lexicographically, the highest power first), and the leading terms of numerator and
                  denominator are compared.
BySqueeze         |f - L| <= b from some point on, and b tends to 0.
ByContinuity      f is an elementary expression in members whose limits are known, defined at the limits.

A finite point is moved to infinity by x = a + 1/u or x = a - 1/u, a limit at -oo by x = -u, in the normal form of the
term, that is after every derivative was taken.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from fractions import Fraction
from typing import Any

from gradcheck.algebra.atoms import Atom
from gradcheck.algebra.calculus import Variable, derivative
from gradcheck.algebra.lower import Lowering
from gradcheck.algebra.polynomial import ONE, Polynomial, monomial
from gradcheck.algebra.quotient import Quotient
from gradcheck.algebra.ring import Ring
from gradcheck.algebra.signs import NEGATIVE, NONZERO, POSITIVE, sign_of, within
from gradcheck.algebra.substitution import substitute
from gradcheck.kernel.definedness.conditions import infinity
from gradcheck.kernel.definedness.judgement import check_defined
from gradcheck.kernel.dependencies import Trail
from gradcheck.kernel.equality import relation_of, settle
from gradcheck.kernel.evidence import ByContinuity, ByRationalLimit, BySqueeze, Evidence
from gradcheck.kernel.forming import formed, put_in
from gradcheck.kernel.goal import Goal, mentions
from gradcheck.kernel.rejection import Rejected
from gradcheck.kernel.rules.analysis import fresh, is_continuous, is_infinite, opened
from gradcheck.language.syntax.node import Node
from gradcheck.language.syntax.propositions import Relation
from gradcheck.language.syntax.terms import Apply, Limit, Num, Symbol, Term, as_term

Check = Callable[[Goal, Evidence, Trail], None]
Growth = tuple[Fraction, ...]  # rates of exp(x^4), exp(x^3), exp(x^2), exp(x), then the power of x
HIGHEST = 4
LEVEL: Growth = (Fraction(0),) * (HIGHEST + 1)
FAR: Term = as_term(1000)  # a neighbourhood of oo, where the term is to be defined


def limit_of(goal: Goal) -> tuple[Limit, Term]:
    """Return the limit and its claimed value."""
    claim = relation_of(goal)
    term, value = claim.left, claim.right
    if isinstance(value, Limit) and not isinstance(term, Limit):
        term, value = value, term
    if claim.op != "=" or not isinstance(term, Limit) or mentions(value, term.variable):
        raise Rejected("the rule proves limit = value")
    return term, value


def check_point(goal: Goal, term: Limit, trail: Trail) -> None:
    """Check that the point is a number wherever the hypotheses hold, or infinite; else nothing comes close to it."""
    if not is_infinite(term.point):
        check_defined(goal, term.point, trail)


def check_rational_limit(goal: Goal, evidence: ByRationalLimit, trail: Trail, check: Check) -> None:
    """Check the limit by leading terms."""
    del evidence, check
    term, value = limit_of(goal)
    check_point(goal, term, trail)
    x, body = opened(goal, term)
    u = fresh(goal, Symbol(x.name + "'"), body, value)
    near = goal.suppose(*neighbourhood(x, term), Relation(">", u, FAR))

    def work(ring: Ring, lowering: Lowering) -> None:
        f, place = lowering.scalar(body), lowering.scalar(u)
        (old,), (atom,) = ring.atoms_of(lowering.scalar(x)), ring.atoms_of(place)
        if infinity(term.point):
            image = place.scaled(Fraction(infinity(term.point)))
        else:
            image = lowering.scalar(term.point) + (ring.constant(1) / place).scaled(Fraction(term.side + "1"))
        f, tails = split_error_functions(ring, substitute(ring, f, {old: image}), atom)
        if contains(ring, f, old):
            raise Rejected("a part of the term that no rule opens depends on the variable")
        top, top_rest = leading(ring, f, f.num, atom, tails)
        bottom, bottom_rest = leading(ring, f, f.den, atom, tails)
        if bottom_rest is None or (top_rest is None and top >= bottom):
            raise Rejected("the tail of an error function leads, and only a bound of it is known")
        if top_rest is None:  # the leading term above is at most its bound, whose growth is smaller
            top_rest = ring.constant(1)
        if not is_nonzero(ring, bottom_rest) or (top > bottom and not is_nonzero(ring, top_rest)):
            raise Rejected("the leading coefficient may vanish")
        if f.is_zero or top <= bottom:
            found = ring.constant(0) if f.is_zero or top < bottom else top_rest / bottom_rest
            if is_infinite(value) or not (found - lowering.scalar(value)).is_zero:
                raise Rejected("the limit by leading terms is another")
        else:
            sign = sign_of(ring, top_rest / bottom_rest)
            if not within(sign, {1: POSITIVE, -1: NEGATIVE}.get(infinity(value), 0)):
                raise Rejected("the limit by leading terms is another")
        settle(near, ring, ring.conditions, trail)
        if tails:
            trail.rest_on("error-function-tail")

    near.in_ring(work, trail)


def neighbourhood(x: Symbol, term: Limit) -> list[Relation]:
    """Return inequalities for the variable as it comes close to the point;
    raise Rejected where it does not come close.
    """
    point, direction = term.point, infinity(term.point)
    if mentions(point, x):
        raise Rejected("the point mentions the variable")
    if direction > 0:
        return [Relation(">", x, FAR)]
    if direction < 0 and x.sort not in ("natural", "dimension"):
        return [Relation("<", x, -FAR)]
    if direction or x.is_integer:
        raise Rejected("an integer comes close to oo only")
    if term.side == "+":
        return [Relation(">", x, point), Relation("<", x, point + 1 / FAR)]
    if term.side == "-":
        return [Relation("<", x, point), Relation(">", x, point - 1 / FAR)]
    raise Rejected("a limit at a finite point needs a side")


def split_error_functions(ring: Ring, value: Quotient, variable: Atom) -> tuple[Quotient, dict[Atom, Growth]]:
    """Return the value with erf(q) = s (1 - t) where q = c x + d tends to s oo,
    and a growth bound of each t = erfc(s q).

    0 < erfc(y) <= exp(-y^2) for y >= 0, and exp(-q^2) = exp(-d^2) exp(-2 c d x) exp(-c^2 x^2).
    """
    tails: dict[Atom, Growth] = {}
    images: dict[Atom, Quotient] = {}
    for atom in [a for a in ring.atoms_of(value) if a.head == "erf" and contains(ring, a, variable)]:
        place, argument = ring.generator(variable), atom.data[0]
        rate = derivative(ring, argument, Variable(variable.data[0]))
        rest = argument - rate * place
        square, cross = (rate * rate).constant(), (rate * rest).scaled(Fraction(-2)).constant()
        sign = sign_of(ring, rate)
        if contains(ring, rate, variable) or square is None or cross is None or sign not in (POSITIVE, NEGATIVE):
            raise Rejected("an error function of something else than c x + d with known c^2 and c d")
        tail = ring.atom("tail", argument)
        tails[tail] = (Fraction(0), Fraction(0), -square, cross, Fraction(0))
        side = ring.constant(1 if sign == POSITIVE else -1)
        images[atom] = side - side * ring.generator(tail)
    if not images:
        return value, {}
    value = substitute(ring, value, images)
    if any(contains(ring, atom, tail) for atom in ring.atoms_of(value) for tail in tails if atom is not tail):
        raise Rejected("an error function inside of another function")
    return value, tails


def leading(
    ring: Ring, whole: Quotient, polynomial: Polynomial, variable: Atom, tails: dict[Atom, Growth]
) -> tuple[Growth, Quotient | None]:
    """Return the fastest growth among the terms of one side of a quotient, as the variable tends to infinity.

    With its coefficient, which may be 0; None if an atom leads of which only a bound is known.
    """
    best: Growth | None = None
    coefficient: Quotient | None = ring.constant(0)
    for powers, number in polynomial.terms():
        growth, rest, exact = LEVEL, [], True
        for slot, exponent in powers:
            atom = ring.slots[slot]
            if atom in tails or contains(ring, atom, variable):
                own = tails.get(atom) or growth_of(ring, whole, atom, variable)
                growth = tuple(total + exponent * part for total, part in zip(growth, own, strict=True))
                exact = exact and atom not in tails
            else:
                rest.append((slot, exponent))
        part = Quotient(monomial(rest, number), ONE, ring.relations) if exact else None
        if best is None or growth > best:
            best, coefficient = growth, part
        elif growth == best:
            coefficient = None if part is None or coefficient is None else coefficient + part
    if best is None:
        return LEVEL, coefficient
    return best, coefficient


def is_nonzero(ring: Ring, coefficient: Quotient) -> bool:
    """Whether the coefficient certainly does not vanish."""
    return bool(coefficient.constant()) or within(sign_of(ring, coefficient), NONZERO)


def contains(ring: Ring, item: Any, inner: Atom) -> bool:
    """Whether an atom occurs in an atom, quotient, tuple or term, or in the law of a random variable there."""
    if isinstance(item, Atom):
        law = ring.laws.get(item.data[0]) if item.head in ("random", "cumulant") else None
        return item is inner or any(contains(ring, part, inner) for part in (*item.data, law))
    if isinstance(item, tuple):
        return any(contains(ring, part, inner) for part in item)
    if isinstance(item, Quotient):
        return any(contains(ring, atom, inner) for atom in ring.atoms_of(item))
    return isinstance(item, Node) and inner.head == "symbol" and mentions(item, inner.data[0])


def growth_of(ring: Ring, whole: Quotient, atom: Atom, variable: Atom) -> Growth:
    """Return the growth of an atom that is exactly x, exp(r x**k) or exp(s x) with s of known sign."""
    if atom is variable:
        return (*LEVEL[:-1], Fraction(1))
    if atom.head == "exp":
        monomial, fineness = atom.data
        for power in range(1, HIGHEST + 1):
            ratio = monomial / ring.generator(variable) ** power
            rate = ratio.constant()
            if rate is None and power == 1 and not contains(ring, ratio, variable):
                rate = _symbolic_rate(ring, whole, atom, variable, ratio) * fineness
            if rate is not None:
                place = HIGHEST - power
                return (*LEVEL[:place], rate / fineness, *LEVEL[place + 1 :])
    raise Rejected("the growth of a part of the term is not known")


def _symbolic_rate(ring: Ring, whole: Quotient, atom: Atom, variable: Atom, ratio: Quotient) -> Fraction:
    """Return +1 or -1 for the only exponential of the quotient with the variable, by the sign of its rate."""
    others = [a for a in ring.atoms_of(whole) if a is not atom and a is not variable and contains(ring, a, variable)]
    sign = sign_of(ring, ratio)
    if others or not (within(sign, POSITIVE) or within(sign, NEGATIVE)):
        raise Rejected("the exponentials can't be ordered by their growth")
    return Fraction(1 if within(sign, POSITIVE) else -1)


def check_squeeze(goal: Goal, evidence: BySqueeze, trail: Trail, check: Check) -> None:
    """Check |f - L| <= bound from the start on, and that the bound tends to 0."""
    term, value = limit_of(goal)
    if infinity(term.point) <= 0 or is_infinite(value):
        raise Rejected("the squeeze is for finite limits at oo")
    trail.rest_on("squeeze")
    if not isinstance(evidence.start, Num):
        raise Rejected("the start is not a number")
    n, body = opened(goal, term)
    bound = put_in(evidence.bound, {term.variable: n})
    near = goal.suppose(Relation(">=", n, evidence.start))
    check(near.claiming(Relation("<=", Apply("abs", (body - value,)), bound)), evidence.proof, trail)
    check(goal.claiming(Relation("=", Limit(bound, n, term.point), as_term(0))), evidence.vanishing, trail)


def check_continuity(goal: Goal, evidence: ByContinuity, trail: Trail, check: Check) -> None:
    """Check f = F(members), where the members tend to known limits and F is continuous there."""
    term, value = limit_of(goal)
    check_point(goal, term, trail)
    n, body = opened(goal, term)
    near = goal.suppose(*_tail(n, term))
    if n.is_integer and not is_infinite(term.point):
        raise Rejected("an integer comes close to oo only")
    form = put_in(evidence.form, {term.variable: n})
    known = set(goal.parts())
    names: dict[Term, Symbol] = {}
    limits: dict[Symbol, Term] = {}
    for relation in evidence.limits:
        inner = relation.left
        if relation not in known or relation.op != "=" or not isinstance(inner, Limit) or is_infinite(relation.right):
            raise Rejected("a limit that is not among the hypotheses")
        if (inner.point, inner.side, inner.variable.sort) != (term.point, term.side, term.variable.sort):
            raise Rejected("a limit at another point, or over other numbers")
        name = fresh(goal, Symbol(f"{term.variable.name}-limit-{len(names)}"), form)
        names[put_in(inner.body, {inner.variable: n})] = name
        limits[name] = relation.right
    opened_form = formed(lambda: replace_terms(form, names))
    if not names and not is_infinite(term.point):
        opened_form, limits = form, {n: term.point}
    if (mentions(opened_form, n) and n not in limits) or not is_continuous(opened_form):
        raise Rejected("the form is not a continuous expression in members whose limits are known")
    if form is not body:
        check(near.claiming(Relation("=", body, form)), evidence.equal, trail)
    else:
        check_defined(near, body, trail)
    at_limit = put_in(opened_form, limits)
    check(goal.claiming(Relation("=", at_limit, value)), evidence.value, trail)


def _tail(n: Symbol, term: Limit) -> list[Relation]:
    return neighbourhood(n, term) if term.side or is_infinite(term.point) else []


def replace_terms(node: Any, mapping: Mapping[Any, Term]) -> Any:
    """Return the node with whole subterms replaced."""
    if isinstance(node, tuple):
        return tuple(replace_terms(part, mapping) for part in node)
    if not isinstance(node, Node):
        return node
    if node in mapping:
        return mapping[node]
    return type(node)(*(replace_terms(getattr(node, name), mapping) for name in node.fields))
