"""Evidence has the shape that its classes declare, and a checker refuses or accepts what has: it never crashes.

The fields of honest and of forged evidence of every rule are changed, at every depth,
    for values of the right type that
mean something else, and for values of the wrong type.
"""

from __future__ import annotations

import dataclasses
import random
from collections.abc import Iterator
from fractions import Fraction
from typing import Any, get_args, get_type_hints

import pytest

from gradcheck.kernel import evidence
from gradcheck.kernel.axioms import FACTS
from gradcheck.kernel.check import CHECKERS, check
from gradcheck.kernel.dependencies import Trail
from gradcheck.kernel.evidence import (
    ByCases,
    ByConjunction,
    ByCut,
    ByHypothesis,
    ByNormalForm,
    BySign,
    Cell,
    Counterexample,
    Evidence,
)
from gradcheck.kernel.goal import Goal
from gradcheck.kernel.rejection import Rejected
from gradcheck.kernel.shape import check_shape, fitting
from gradcheck.kernel.verdict import prove, refute
from gradcheck.language.syntax.arrays import Array, Entry, Inverse, MatMul, Ones, Sequence
from gradcheck.language.syntax.node import Node
from gradcheck.language.syntax.propositions import (
    And,
    Exists,
    ForAll,
    Iff,
    Implies,
    Invertible,
    PositiveDefinite,
    Relation,
)
from gradcheck.language.syntax.random import Expectation, Normal, RandomVariable
from gradcheck.language.syntax.terms import (
    Apply,
    Const,
    Derivative,
    Extremum,
    Integral,
    Limit,
    Neg,
    Num,
    Pow,
    Sum,
    Symbol,
    Term,
    Where,
    as_term,
)
from gradcheck.search.solver.asking import asking
from tests.kernel.forgeries import FORGED, HONEST, Case
from tests.kernel.test_forgeries import FORGED_WITNESSES

x, k, d = Symbol("x"), Symbol("k", "natural"), Symbol("d", "dimension")
v, A = Array("v", (d,)), Array("A", (d, d))
ONE, OO = Num(Fraction(1)), Const("oo")
Z = RandomVariable("Z", (), Normal(Num(Fraction(0)), ONE))

SCALARS: tuple[Any, ...] = (
    ONE, Num(Fraction(-1, 2)), Num(Fraction(10**30)), x, k, d, Symbol("y"), Symbol("t"), Symbol("<t>"),
    Symbol("x'"), Const("pi"), OO,
    Neg(OO), x + 1, x * x, ONE / x, ONE / (x - x), Pow(x, x), Pow(x, Num(Fraction(1, 2))), Apply("log", (x,)),
    Apply("abs", (x,)),
    Apply("sign", (x,)), Apply("sigmoid", (Neg(x),)), Derivative(x * x, x), Sum(x, k, as_term(0), k), Integral(x,
    x, as_term(0), ONE),
    Limit(x, x, OO), Limit(ONE, x, x, "+"), Extremum("sup", x, x, as_term(0), ONE), Where(Relation("<", x, ONE), x,
    ONE),
    Entry(v, (k,)), Sequence("s", (), k), Sequence("f", (), k, (x,)), v @ v, Expectation(Z), Z,
    Expectation(Apply("exp", (Z * Z,))),
)  # fmt: skip
ARRAYS: tuple[Any, ...] = (v, A, A @ v, A @ A, Inverse(A), Ones((d,)), MatMul(v, A), v + v, Array("v", (d, k)))
RELATIONS = (
    Relation("=", x, ONE), Relation("<", x, x), Relation(">=", x * x, as_term(0)), Relation("=", v, v),
    Relation("!=", x, ONE / x),
    Relation("=", Limit(x, x, OO), OO), Relation("=", OO, OO),
)  # fmt: skip
PROPOSITIONS = (
    *RELATIONS, And(RELATIONS[:2]), Implies(RELATIONS[0], RELATIONS[1]), Iff(RELATIONS[0], RELATIONS[1]),
    Invertible(A),
    ForAll((x,), RELATIONS[0]), ForAll((), RELATIONS[0]), Exists(x, RELATIONS[2]), Exists(k, Relation("=", k, x)),
    PositiveDefinite(A),
)  # fmt: skip
SYMBOLS = (x, k, d, Symbol("y"), Symbol("<t>"), Symbol("x'"), Symbol("i", "integer"))
PROOFS: tuple[Evidence, ...] = (
    ByNormalForm(), BySign(), ByHypothesis(), ByConjunction(()), evidence.ByEvaluation(), evidence.ByExpansion(),
    evidence.ByExpansion(),
    evidence.ByFact("order"), ByCases(x, BySign(), BySign(), BySign()), ByCut(RELATIONS[2], BySign(),
    ByNormalForm()),
)  # fmt: skip
FITTING: dict[object, tuple[Any, ...]] = {
    str: ("", "+", "-", "x", "value", "tail", "touch", "<t>", *FACTS), int: (0, 1, 2, -1, 7, 10**30), bool: (True,
    False),
    Fraction: (Fraction(0), Fraction(1), Fraction(-7, 3), Fraction(10**40), Fraction(1, 10**40)), type(None): (None,),
    Term: SCALARS + ARRAYS, Num: SCALARS[:3], Symbol: SYMBOLS, Relation: RELATIONS, evidence.Evidence: PROOFS,
    Cell: (Cell(None, None, "tail"), Cell(Fraction(0), Fraction(1), "value"), Cell(Fraction(1), Fraction(0),
    "touch", Fraction(0), 3)),
}  # fmt: skip
FITTING[get_type_hints(ByCut)["lemma"]] = PROPOSITIONS
WRONG: tuple[Any, ...] = (
    None,
    0,
    True,
    0.5,
    "x",
    b"x",
    (),
    (None,),
    [],
    {},
    object(),
    x,
    RELATIONS[0],
    Fraction(1, 2),
    ByNormalForm,
)


@pytest.fixture(autouse=True)
def _solver() -> Iterator[None]:
    with asking(lambda question, solver, version: False):
        yield


def title(case: Case) -> str:
    return f"{type(case.evidence).__name__}: {case.name}"


def parts(item: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[tuple[Any, ...], Any]]:
    """The places in a piece of evidence, with what stands there; nodes are places as a whole."""
    if isinstance(item, tuple):
        inside: Any = enumerate(item)
    elif dataclasses.is_dataclass(item) and not isinstance(item, type):
        inside = ((field.name, getattr(item, field.name)) for field in dataclasses.fields(item))
    else:
        return
    for name, part in inside:
        yield (*path, name), part
        yield from parts(part, (*path, name))


def put(item: Any, path: tuple[Any, ...], value: Any) -> Any:
    """The item with the value at that place."""
    if not path:
        return value
    first, *rest = path
    if isinstance(item, tuple):
        return (*item[:first], put(item[first], tuple(rest), value), *item[first + 1 :])
    return dataclasses.replace(item, **{first: put(getattr(item, first), tuple(rest), value)})


def alike(part: Any) -> tuple[Any, ...]:
    """Values of the type that the place of this part has, by what stands there."""
    if isinstance(part, tuple):
        return ((), part[:-1], part + part[-1:], part[::-1])
    if isinstance(part, Evidence):
        return PROOFS
    kinds = [kind for kind in FITTING if isinstance(kind, type) and isinstance(part, kind)]
    return tuple(value for kind in kinds for value in FITTING[kind])


def answer(goal: Goal, found: Any) -> None:
    """The kernel refuses or accepts; anything else fails the test."""
    try:
        prove(goal, found)
    except Rejected:
        return


def cases() -> list[Case]:
    """A few pieces of evidence for each rule."""
    found: dict[type, list[Case]] = {}
    for case in (*HONEST, *FORGED):
        found.setdefault(type(case.evidence), []).append(case)
    return [case for kind in CHECKERS for case in found[kind][:6]]


@pytest.mark.parametrize("case", cases(), ids=title)
def test_changed_evidence_is_refused_or_accepted(case: Case) -> None:
    dice = random.Random(title(case))
    places = list(parts(case.evidence))
    for path, part in dice.sample(places, min(len(places), 8)):
        fitting_values = alike(part)
        for value in (*dice.sample(fitting_values, min(len(fitting_values), 6)), dice.choice(WRONG)):
            answer(case.goal, put(case.evidence, path, value))


@pytest.mark.parametrize(
    "kind", [kind for kind in CHECKERS if dataclasses.fields(kind)], ids=lambda kind: kind.__name__
)
def test_a_field_of_another_type_is_malformed(kind: type[Evidence]) -> None:
    case = next(case for case in HONEST if type(case.evidence) is kind)
    for field in dataclasses.fields(kind):
        with pytest.raises(Rejected, match=f"malformed: {kind.__name__}.{field.name} holds"):
            prove(case.goal, dataclasses.replace(case.evidence, **{field.name: object()}))


def test_every_annotation_of_evidence_is_known() -> None:
    for name in evidence.__all__:
        for hint in get_type_hints(getattr(evidence, name), include_extras=True).values():
            assert not fitting(hint)(object(), [])


WITNESSES = [
    (goal, witness)
    for goal, witness in FORGED_WITNESSES.values()
] + [
    (Goal(Relation("=", v @ v, ONE)), Counterexample(((d, Fraction(1)),), (("v", (1,), Fraction(2)),))),
    (Goal(Relation("=", x, ONE)), Counterexample((), roots=((x, Fraction(1), Fraction(2)),))),
]  # fmt: skip


@pytest.mark.parametrize("at", range(len(WITNESSES)))
def test_changed_counterexamples_are_refused_or_accepted(at: int) -> None:
    goal, witness = WITNESSES[at]
    dice = random.Random(at)
    for path, part in parts(witness):
        for value in (*alike(part)[:8], dice.choice(WRONG)):
            try:
                refute(goal, put(witness, path, value))
            except Rejected:
                continue


def shape_refused(value: object, wanted: Any = Evidence) -> bool:
    try:
        check_shape(value, wanted)
    except Rejected:
        return True
    return False


class Imitation(BySign):
    """A rule that looks like another."""


class ImitatedTerm(Term):
    """A term that is none of the language."""

    name: str

    def settle(self) -> None:
        object.__setattr__(self, "shape", ())


def test_types_are_exact() -> None:
    assert not shape_refused(ByConjunction((BySign(),)))
    assert shape_refused(ByConjunction([BySign()]))  # type: ignore[arg-type]
    assert shape_refused(ByConjunction((Imitation(),)))
    assert shape_refused(ByConjunction((Evidence,)))  # type: ignore[arg-type]
    assert shape_refused(evidence.ByInduction(k, True, BySign(), BySign()))
    assert not shape_refused(evidence.ByInduction(k, 1, BySign(), BySign()))
    assert shape_refused(evidence.ByWitness(ImitatedTerm("x"), BySign()))
    assert shape_refused(evidence.ByWitness(v, BySign()))  # an array where a number is meant
    assert not shape_refused(evidence.ByWitness(v @ v, BySign()))
    assert shape_refused(Counterexample(()))
    assert not shape_refused(Counterexample(()), Counterexample)
    assert shape_refused(object.__new__(ByCut))


def test_nodes_are_looked_into() -> None:
    unsound: tuple[Node, ...] = (
        Relation("=", Entry(v, (x,)), ONE),
        Relation("=", Entry(v, (k, k)), ONE),
        And((Relation("=", Entry(v, (x,)), ONE),)),
    )
    for proposition in unsound:
        for _ in range(2):  # nothing is remembered of what is unsound
            assert shape_refused(ByCut(proposition, BySign(), BySign()))  # type: ignore[arg-type]
            assert shape_refused((proposition,), tuple[Node, ...])
    assert not shape_refused(ByCut(Relation("=", Entry(v, (k,)), ONE), BySign(), BySign()))


def test_evidence_that_contains_itself_has_a_shape_and_no_end() -> None:
    knot = ByConjunction((BySign(),))
    object.__setattr__(knot, "parts", (knot,))
    assert not shape_refused(knot)
    with pytest.raises((Rejected, RecursionError)):
        check(Goal(RELATIONS[0]), knot, Trail())


def test_what_the_search_tries_is_looked_at_too() -> None:
    with pytest.raises(Rejected, match="malformed"):
        check(Goal(RELATIONS[0]), ByConjunction(None), Trail())  # type: ignore[arg-type]
    assert get_args(get_type_hints(Counterexample)["scalars"])
