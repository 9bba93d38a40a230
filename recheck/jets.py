"""Terms over intervals: enclosures of their values and of their Taylor coefficients in one variable.

A jet is the list of balls of f, f', f''/2!, ... at every number of an interval.  That it can be made shows that f has a
value at each of them, and with more than one entry that f is differentiable there.
"""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from recheck import balls
from recheck.balls import NOUGHT, ONE, Ball, Loose, ball
from recheck.functions import UNFOLDINGS
from recheck.nodes import POS, SIGN_OF, ZERO, number, put, value_of
from recheck.polynomials import whole
from recheck.refusal import Unread

if TYPE_CHECKING:
    from recheck.nodes import Node
    from recheck.statement import Statement

LONGEST = 400  # summands of a sum, members of a sequence
VALUES = {
    "exp": balls.exp, "log": balls.log, "atan": balls.atan, "erf": balls.erf, "sigmoid": balls.sigmoid,
    "tanh": balls.tanh, "softplus": balls.softplus, "sin": lambda x: balls.wave(x, 0),
    "cos": lambda x: balls.wave(x, 1),
}  # fmt: skip
# the derivatives, from the jets of the function f and of its argument a
SLOPES: dict[str, Callable[[list[Ball], list[Ball]], list[Ball]]] = {
    "exp": lambda f, a: f, "log": lambda f, a: quotient(constant(ONE, a), a),
    "atan": lambda f, a: quotient(constant(ONE, a), plus(constant(ONE, a), power(a, 2))),
    "erf": lambda f, a: product(
        constant(ball(2).over(balls.root(balls.pi())), a), composed("exp", [-part for part in power(a, 2)])),
    "sigmoid": lambda f, a: bell(f, Fraction(1, 4), Fraction(1, 2)), "tanh": lambda f, a: bell(f, 1, 0),
    "softplus": lambda f, a: composed("sigmoid", a), "sin": lambda f, a: composed("cos", a),
    "cos": lambda f, a: [-part for part in composed("sin", a)],
}  # fmt: skip


def constant(value: Ball, like: list[Any]) -> list[Ball]:
    return [value] + [NOUGHT] * (len(like) - 1)


def plus(*jets: Any) -> list[Ball]:
    return [sum(parts[1:], parts[0]) for parts in zip(*jets, strict=True)]


def product(a: list[Ball], b: list[Ball]) -> list[Ball]:
    if all(part is NOUGHT for part in b[1:]):
        return [part * b[0] for part in a]
    return [sum((a[j] * b[k - j] for j in range(k + 1)), NOUGHT) for k in range(len(a))]


def quotient(a: list[Ball], b: list[Ball]) -> list[Ball]:
    found: list[Ball] = []
    for k in range(len(a)):
        found.append((a[k] - sum((b[j] * found[k - j] for j in range(1, k + 1)), NOUGHT)).over(b[0]))
    return found


def power(a: list[Ball], n: int) -> list[Ball]:
    """Return a**n for an integer n >= 0, each coefficient by the powers of the first."""
    if n == 0:
        return constant(ONE, a)
    rest = [NOUGHT, *a[1:]]
    total, part, factor = constant(a[0].power(n), a), constant(ONE, a), 1
    for j in range(1, min(n, len(a) - 1) + 1):
        part, factor = product(part, rest), factor * (n - j + 1) // j
        total = plus(total, [ball(factor) * a[0].power(n - j) * item for item in part])
    return total


def bell(f: list[Ball], top: Fraction | int, middle: Fraction | int) -> list[Ball]:
    """Return top - (f - middle)**2: the slope of a sigmoid f, of a hyperbolic tangent."""
    away = [f[0] - ball(middle), *f[1:]]
    found = plus(constant(ball(top), f), [-part for part in power(away, 2)])
    return [Ball(max(found[0].lo, 0), found[0].hi), *found[1:]]


def composed(name: str, a: list[Ball]) -> list[Ball]:
    """Return the jet of a function of a: k f_k is the sum of j a_j g_(k-j), g the jet of its slope."""
    found = [VALUES[name](a[0])]
    return lengthened(found, a, lambda f: SLOPES[name](f, a[: len(f)]))


def lengthened(found: list[Ball], a: list[Ball], slope: Callable[..., Any]) -> list[Ball]:
    while len(found) < len(a):
        k, g = len(found), slope(found)
        found = [*found, sum((ball(Fraction(j, k)) * a[j] * g[k - j] for j in range(1, k + 1)), NOUGHT)]
    return found


def rooted(a: list[Ball], exponent: Fraction) -> list[Ball]:
    """Return a**exponent for a rational exponent that is not whole: the base is >= 0, and > 0 where that is needed."""
    if a[0].lo == 0 and exponent > 0 and len(a) == 1:
        return [Ball(0, rooted([Ball(a[0].hi, a[0].hi)], exponent)[0].hi if a[0].hi else 0)]
    logs = balls.log(a[0])
    value = balls.root(a[0]) if exponent == Fraction(1, 2) else balls.exp(ball(exponent) * logs)
    return lengthened([value], a, lambda f: [ball(exponent) * part for part in quotient(f, a[: len(f)])])


class Reading:
    """The terms of a statement over values of its symbols, which are jets in ``variable``."""

    def __init__(self, statement: Statement, values: dict[Node, Any], variable: Node | None = None) -> None:
        self.statement, self.values, self.variable = statement, values, variable
        self.members: dict[Any, dict[int, list[Ball]]] = {}

    def jet(self, term: Node, order: int = 0, env: dict[Node, Any] | None = None) -> list[Ball]:
        """Return the first coefficients, up to this order; Unread where they are not enclosed."""
        if term.shape:
            raise Unread("an enclosure of an array")
        env = self.values if env is None else env
        kind, args = term.kind, term.args

        def of(part: Node) -> list[Ball]:
            return self.jet(part, order, env)

        like = [None] * (order + 1)
        known = value_of(term)
        if known is not None:
            return constant(ball(known), like)
        if kind == "Const" and args[0] == "pi":
            return constant(balls.pi(), like)
        if kind == "Symbol" and term in env:
            return (env[term] + [NOUGHT] * (order + 1))[: order + 1]
        if kind == "Add":
            return plus(*map(of, args[0]))
        if kind == "Neg":
            return [-part for part in of(args[0])]
        if kind == "Mul":
            total = of(args[0][0])
            for part in args[0][1:]:
                total = product(total, of(part))
            return total
        if kind == "Div":
            return quotient(of(args[0]), of(args[1]))
        if kind == "Pow":
            return self.power(of(args[0]), value_of(args[1]), lambda: of(args[1]))
        if kind == "Apply":
            return self.applied(args[0], args[1], of)
        if kind == "Where":
            claim = args[0]
            if claim.kind != "Relation":
                raise Unread("a choice by this condition")
            gap = plus(of(claim.args[1]), [-part for part in of(claim.args[2])])
            return of(args[1] if decided(claim.args[0], gap) else args[2])
        if kind == "Derivative":
            return self.derivative(args[0], args[1], order, env)
        if kind == "Sum":
            lo, hi = value_of(args[2]), value_of(args[3])
            if lo is None or hi is None or lo.denominator * hi.denominator != 1 or not -1 <= hi - lo <= LONGEST:
                raise Unread("a sum whose ends are not known")
            parts = [of(put(args[0], {args[1]: number(lo + k)})) for k in range(int(hi - lo) + 1)]
            return plus(constant(NOUGHT, like), *parts)
        if kind == "Sequence":
            return self.member(term, value_of(args[2]), [of(part) for part in args[3]], order)
        raise Unread(f"an enclosure of {kind}")

    def power(self, base: list[Ball], n: Fraction | None, exponent: Callable[..., Any]) -> list[Ball]:
        if n is None:
            logs = composed("log", base)
            return composed("exp", product(logs, exponent()))
        if n.denominator != 1:
            return rooted(base, n)
        found = power(base, abs(int(n)))
        return quotient(constant(ONE, base), found) if n < 0 else found

    def applied(self, name: str, args: tuple[Node, ...], of: Callable[..., Any]) -> list[Ball]:
        if name in VALUES:
            return composed(name, of(args[0]))
        if name == "sqrt":
            return rooted(of(args[0]), Fraction(1, 2))
        if name in ("abs", "relu", "sign"):
            a = of(args[0])
            sign = a[0].mask()
            if (sign & (sign - 1) and len(a) > 1) or (sign == ZERO and len(a) > 1):
                raise Loose("a kink")
            if name == "sign":
                return constant(balls.sign(a[0]), a)
            if len(a) == 1:
                return [(balls.absolute if name == "abs" else balls.relu)(a[0])]
            return a if sign == POS else constant(NOUGHT, a) if name == "relu" else [-part for part in a]
        if name in ("max", "min"):
            a, b = map(of, args)
            if len(a) == 1:
                best = max if name == "max" else min
                return [Ball(best(a[0].lo, b[0].lo), best(a[0].hi, b[0].hi))]
            return a if decided(">" if name == "max" else "<", plus(a, [-part for part in b])) else b
        if name in UNFOLDINGS:
            return of(UNFOLDINGS[name](*args))
        raise Unread(f"an enclosure of the function {name}")

    def derivative(self, body: Node, symbol: Node, order: int, env: dict[Node, Any]) -> list[Ball]:
        if symbol is self.variable and env.get(symbol) is self.values[symbol]:
            found = self.jet(body, order + 1, env)
            return [ball(k) * part for k, part in enumerate(found)][1:]
        if self.variable is None and env is self.values and order == 0 and symbol in env:
            inner = Reading(self.statement, {**env, symbol: [env[symbol][0], ONE]}, symbol)
            return [inner.jet(body, 1)[1]]
        raise Unread("an enclosure of this derivative")

    def member(self, term: Node, index: Fraction | None, parameters: list[Any], order: int) -> list[Ball]:
        """Return a member of a defined sequence, after all that come before it."""
        name, first = term.args[0], self.statement.first(term.args[0])
        if first is None or index is None or index.denominator != 1 or not first <= index <= first + LONGEST:
            raise Unread("a member of a sequence that is not known")
        key = name, order, tuple((part.lo, part.hi) for jet in parameters for part in jet)
        row = self.members.setdefault(key, {})
        for k in range(first, int(index) + 1):
            if k not in row:
                row[k] = self.made(name, k, parameters, order)
        return row[int(index)]

    def made(self, name: str, k: int, parameters: list[Any], order: int) -> list[Ball]:
        for definition in self.statement.definitions:
            own, body = definition.args[:2]
            if own.args[0] != name or (definition.kind == "Initial" and whole(own.args[2].args[0]) != k):
                continue
            if definition.kind == "Recurrence":
                if k < definition.args[2]:
                    continue
                body = put(body, {own.args[2]: number(k)})
            return self.jet(body, order, {**self.values, **dict(zip(own.args[3], parameters, strict=True))})
        raise Unread("a member without definition")


def decided(op: str, gap: list[Ball]) -> bool:
    """Return whether gap op 0 for all numbers enclosed; where derivatives are asked for, also all around them."""
    mask = gap[0].mask()
    if len(gap) > 1 and mask & ZERO:
        raise Loose("a choice that changes")
    if not mask & ~SIGN_OF[op]:
        return True
    if mask & SIGN_OF[op]:
        raise Loose("a choice that is open")
    return False
