"""Recurrences: members before the start, divisions by k - c, logarithms of earlier members, parameters, widths."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from attack.maker import OO, Maker, generates, i, j, k, n, s, x, y, z
from attack.scalars import apply
from gradcheck.language.syntax.arrays import Array, Determinant, Inverse, Norm, Ones, Sequence
from gradcheck.language.syntax.definitions import Definition, Initial, Recurrence
from gradcheck.language.syntax.terms import Integral, Limit, Sum, Symbol, Term, Where, as_term
from gradcheck.language.syntax.widths import HERE, Here, Width

Member = Callable[..., Sequence]
Defined = tuple[tuple[Definition, ...], Callable[[Maker], Term]]

STEPS: tuple[Callable[[Member], Term], ...] = (  # the body of a recurrence, by the member before
    lambda u: u(k - 1) / (k - 3),
    lambda u: u(k - 1) / (k - 1),
    lambda u: u(k - 1) / (k - 2) + 1,
    lambda u: apply("log", u(k - 1)),
    lambda u: apply("sqrt", u(k - 1)),
    lambda u: apply("sqrt", u(k - 1) - 1),
    lambda u: 1 / u(k - 1),
    lambda u: u(k - 1) / u(k - 1),
    lambda u: u(k - 1) ** -1,
    lambda u: u(k - 1) + k,
    lambda u: 2 * u(k - 1),
    lambda u: u(k - 1) * k,
    lambda u: 0 * u(k - 1),
    lambda u: -u(k - 1),
    lambda u: u(k - 1) ** 2,
    lambda u: x * u(k - 1),
    lambda u: u(k - 1) / x,
    lambda u: u(k - 1) + 0 * apply("log", y),
    lambda u: Where(k < 4, u(k - 1), u(k - 1) / (k - 3)),
    lambda u: Where(u(k - 1) > 0, apply("log", u(k - 1)), as_term(1)),
    lambda u: u(k - 1) + Integral(1 / z, z, as_term(0), as_term(1)),
    lambda u: u(k - 1) + Limit(1 / z, z, as_term(0), "+"),
    lambda u: u(k - 1) * Limit(z / (z + k), z, OO),
    lambda u: Sum(u(k - 1), j, as_term(1), k),
    lambda u: Sum(1 / (j - 2), j, as_term(1), k - 1) + u(k - 1),
    lambda u: u(k - 1) ** apply("log", k - 1),
    lambda u: apply("asin", u(k - 1)),
    lambda u: apply("tan", u(k - 1)),
    lambda u: as_term(1) / k,
    lambda u: apply("exp", u(k - 1)),
)  # fmt: skip


def index_of(make: Maker) -> Term:
    """Return an index from below the start to far above it."""
    return make.any_of(
        make.integer, make.integer_symbol, lambda: as_term(make.of((0, 1, -1, 2, 3, 5))), lambda: k, lambda: k + 1
    )


def scalar_recurrence(make: Maker) -> Defined:
    name = "u"
    parameters: tuple[Term, ...] = ()

    def member(index: object) -> Sequence:
        return Sequence(name, (), as_term(index), parameters)

    start = make.of((1, 1, 1, 0, 2))
    first = make.of((as_term(0), as_term(1), as_term(-1), as_term(2), x, 1 / x, apply("log", y), s))
    body = make.of(STEPS)(member)
    definitions: list[Definition] = [Recurrence(member(k), body, start)]
    if any(isinstance(part, Sequence) for part in _walk(body)):
        definitions.insert(0, Initial(member(start - 1), first))
    return tuple(definitions), lambda made: member(index_of(made))


def two_back(make: Maker) -> Defined:
    def member(index: object) -> Sequence:
        return Sequence("f", (), as_term(index))

    body = make.of(
        (
            member(k - 1) + member(k - 2),
            member(k - 1) / member(k - 2),
            member(k - 2) / (k - 4),
            apply("log", member(k - 2)),
        )
    )
    firsts = make.of(((0, 1), (1, 1), (1, 0), (0, 0), (2, -1)))
    found = (
        Initial(member(0), as_term(firsts[0])),
        Initial(member(1), as_term(firsts[1])),
        Recurrence(member(k), body, 2),
    )
    return found, lambda made: member(index_of(made))


def with_parameter(make: Maker) -> Defined:
    """Return a function of x at which each member is taken: used, not used, or dividing by it."""

    def member(index: object, at: Term = x) -> Sequence:
        return Sequence("g", (), as_term(index), (at,))

    first = make.of((as_term(1), x, 1 / x, apply("log", x), apply("sqrt", x), as_term(0)))
    body = make.of(
        (member(k - 1) / x, member(k - 1), apply("log", member(k - 1)), x * member(k - 1), member(k - 1) + 1)
    )
    found = (Initial(member(0), first), Recurrence(member(k), body, 1))
    return found, lambda made: member(index_of(made), made.scalar(1))


def moving(make: Maker) -> Defined:
    """Return an integer parameter that the recurrence moves, through places at which a member may have no value."""

    def member(index: object, at: Term) -> Sequence:
        return Sequence("b", (), as_term(index), (at,))

    first = make.of(
        (
            as_term(1),
            1 / i,
            Where(_equals(i, 0), as_term(1), as_term(0)),
            i,
            apply("log", i),
            apply("sqrt", i),
            1 / (i - 2),
        )
    )
    body = make.of(
        (member(k - 1, i) + member(k - 1, i - 1), member(k - 1, i - 1), member(k - 1, i + 1) / i, member(k - 1, -i))
    )
    found = (Initial(member(0, i), first), Recurrence(member(k, i), body, 1))
    return found, lambda made: member(index_of(made), made.integer())


def vector_recurrence(make: Maker) -> Defined:
    side = make.of((n, n, as_term(1), as_term(2), k if make.once_in(20) else n))

    def member(index: object) -> Sequence:
        return Sequence("a", (side,), as_term(index))

    before = member(k - 1)
    body = make.of(
        (before / Norm(before), apply("log", before), Array("A", (n, n)) @ before if side is n else before,
         apply("sqrt", before), before / (k - 2), before - before)
    )  # fmt: skip
    first = make.of((0 * Ones((side,)), Ones((side,)), -Ones((side,)), Ones((side,)) / x))
    found = (Initial(member(0), first), Recurrence(member(k), body, 1))
    return found, lambda made: made.any_of(lambda: member(index_of(made)), lambda: Norm(member(index_of(made))))


def matrix_recurrence(make: Maker) -> Defined:
    side = make.of((n, as_term(1), as_term(2)))

    def member(index: object) -> Sequence:
        return Sequence("Q", (side, side), as_term(index))

    before = member(k - 1)
    body = make.of((Inverse(before), before @ before, before / Determinant(before), before / (k - 2), 0 * before))
    first = make.of((0 * Ones((side, side)), Ones((side, side)), Array("S", (side, side))))
    found = (Initial(member(0), first), Recurrence(member(k), body, 1))
    return found, lambda made: made.any_of(lambda: member(index_of(made)), lambda: Norm(member(index_of(made))))


FORMS = (scalar_recurrence, scalar_recurrence, scalar_recurrence, two_back, with_parameter, moving, vector_recurrence,
         matrix_recurrence)  # fmt: skip


def defined_member(make: Maker) -> Term:
    """Return a member of a sequence that the statement defines."""
    if not make.sequences or make.once_in(4):
        definitions, member = make.of(FORMS)(make)
        name = definitions[0].member.name
        if name not in make.sequences:
            make.definitions[name], make.sequences[name] = definitions, member
    return make.sequences[make.of(sorted(make.sequences))](make)


def free_matrix(side: Term, index: object) -> Sequence:
    """Return a member of a free sequence of square matrices."""
    name = {n: "Z", as_term(1): "Y"}.get(side, "F")
    return Sequence(name, (side, side), as_term(index))


@generates(Recurrence, Initial)
def recurrence(make: Maker, depth: int) -> Term:
    return defined_member(make)


@generates(Sequence)
def member(make: Maker, depth: int) -> Term:
    """Return a member of a free or of a defined sequence, at any index and parameter."""
    return make.any_of(
        lambda: defined_member(make),
        lambda: defined_member(make),
        lambda: Sequence("d", (), index_of(make)),
        lambda: Sequence("e", (), index_of(make), (make.scalar(depth),)),
        lambda: Sequence("o", (n,), index_of(make)),
        lambda: free_matrix(n, index_of(make)),
    )


@generates(Width, Here)
def width(make: Maker, depth: int) -> Term:
    """Return a width, and members whose sides are widths."""

    def layer(index: object) -> Sequence:
        return Sequence("V", (Width("h", HERE), Width("h", HERE - 1)), as_term(index))

    def state(index: object) -> Sequence:
        return Sequence("E", (Width("h", HERE),), as_term(index))

    at = make.integer()
    return make.any_of(
        lambda: layer(at) @ state(at - 1),
        lambda: layer(at),
        lambda: state(at) * make.scalar(0),
        lambda: Norm(state(at)) * Width("h", at),
        lambda: Width("h", at) / make.of((Width("h", at), Width("h", at) - 1, at)),
        lambda: Norm(state(at)) / Norm(state(at)),
    )


def _walk(node: Any) -> Any:
    from gradcheck.language.syntax.node import walk

    return walk(node)


def _equals(left: Symbol, right: object) -> Any:
    from gradcheck.language.syntax.propositions import eq

    return eq(left, right)
