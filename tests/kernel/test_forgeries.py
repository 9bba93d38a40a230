"""The kernel refuses forged evidence of every kind, and verdicts can't be made, copied or altered outside of it."""

from __future__ import annotations

import copy
import dataclasses
import pickle
import subprocess
import sys
from collections.abc import Iterator
from fractions import Fraction
from importlib import import_module
from pathlib import Path
from typing import Any, get_type_hints

import pytest

from gradcheck.kernel import evidence
from gradcheck.kernel.axioms import FACTS
from gradcheck.kernel.check import CHECKERS
from gradcheck.kernel.evidence import ByContradiction, ByNormalForm, ByRewriting, BySign, Counterexample, Evidence
from gradcheck.kernel.goal import Goal
from gradcheck.kernel.rejection import Rejected
from gradcheck.kernel.verdict import Proved as Proved_goal
from gradcheck.kernel.verdict import Refuted, established, genuine, prove, refute, refute_by_proof
from gradcheck.language.author import (
    Bernoulli,
    E,
    Exists,
    ForAll,
    dimension,
    eq,
    initial,
    natural,
    ne,
    random_variable,
    reals,
    recurrence,
    sequence,
    vector,
)
from gradcheck.language.syntax.propositions import Implies
from gradcheck.language.syntax.terms import Num, as_term
from gradcheck.search.solver.asking import asking
from tests.kernel.forgeries import FORGED, HONEST, Case, Z

x, y, p = reals("x y p")
k, d = natural("k"), dimension("d")
ROOT = Path(__file__).resolve().parents[2]
PROVED = prove(Goal(eq(x + x, 2 * x)), ByNormalForm())
REFUTED = refute(Goal(eq(x, 0)), Counterexample(((x, Fraction(1)),)))

for path in sorted(Path(__file__).parent.glob("forgeries_of_*.py")):
    import_module(f"tests.kernel.{path.stem}")  # which adds its cases, and its edges


@pytest.fixture(autouse=True)
def _solver() -> Iterator[None]:
    with asking(lambda question, solver, version: (solver, version) == ("stub", "1")):
        yield


def title(case: Case) -> str:
    return f"{type(case.evidence).__name__}: {case.name}"


@pytest.mark.parametrize("case", HONEST, ids=title)
def test_honest_evidence_is_accepted(case: Case) -> None:
    assert genuine(prove(case.goal, case.evidence))


@pytest.mark.parametrize("case", FORGED, ids=title)
def test_forged_evidence_is_refused(case: Case) -> None:
    with pytest.raises(Rejected):
        prove(case.goal, case.evidence)


def test_every_rule_is_complete() -> None:
    """A label, a checker, forgeries and an honest example."""

    def rules(parent: type[Evidence]) -> set[type[Evidence]]:
        return {parent}.union(*map(rules, parent.__subclasses__()))

    for path in Path(evidence.__file__).parent.glob("*.py"):
        import_module(f"{evidence.__name__}.{path.stem}".removesuffix(".__init__"))  # so that no class is overlooked
    own = {rule for rule in rules(Evidence) if rule.__module__.startswith("gradcheck.kernel.evidence.")} - {Evidence}
    assert {rule.__name__ for rule in own} <= set(evidence.__all__)
    assert own == set(CHECKERS)
    assert [rule.__name__ for rule in own if not rule.label] == []
    assert {rule.theorem for rule in own} - {""} <= FACTS.keys()
    assert [rule.__name__ for rule in own if rule.is_connective and "rest" not in get_type_hints(rule)] == []
    assert own <= {type(case.evidence) for case in FORGED}
    assert own <= {type(case.evidence) for case in HONEST}
    assert len({title(case) for case in FORGED}) == len(FORGED)


MALFORMED: list[Any] = [
    None,
    0,
    -1,
    10**30,
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
    eq(x, x),
    Fraction(1, 2),
]


@pytest.mark.parametrize("case", HONEST, ids=title)
def test_malformed_fields_are_refused_or_do_not_matter(case: Case) -> None:
    """Whatever is put in a field: the kernel refuses it, or still proves the same true claim."""
    for field in dataclasses.fields(case.evidence):
        for value in MALFORMED:
            try:
                prove(case.goal, dataclasses.replace(case.evidence, **{field.name: value}))
            except Rejected:
                continue


def test_a_piece_of_evidence_that_contains_itself_is_no_proof() -> None:
    evidence = ByContradiction(x < 0, ByNormalForm())
    object.__setattr__(evidence, "refutation", evidence)
    with pytest.raises((Rejected, RecursionError)):
        prove(Goal(eq(x, y), (x < 0,)), evidence)


# counterexamples

v = vector("v", d)
s = sequence("s")
COUNT = (initial(s(0), 0), recurrence(s(k), s(k - 1) + 1, start=1))
R = random_variable("R", Bernoulli(p))
ONE, TWO = Fraction(1), Fraction(2)
FORGED_WITNESSES: dict[str, tuple[Goal, Counterexample]] = {
    "the claim holds there": (Goal(eq(x, 1)), Counterexample(((x, ONE),))),
    "an assumption fails there": (Goal(eq(x, 1), (x < 2,)), Counterexample(((x, TWO),))),
    "an assumption is not defined there": (Goal(eq(x, 1), (1 / (x - 2) < 5,)), Counterexample(((x, TWO),))),
    "a side is not defined there": (Goal(eq(x / x, 1)), Counterexample(((x, Fraction(0)),))),
    "a value is missing": (Goal(eq(x, y)), Counterexample(((x, ONE),))),
    "a float": (Goal(eq(x, 1)), Counterexample(((x, 2.0),))),  # type: ignore[arg-type]
    "nan": (Goal(eq(x, 1)), Counterexample(((x, float("nan")),))),  # type: ignore[arg-type]
    "a natural number below 0": (Goal(k >= 0), Counterexample(((k, -ONE),))),
    "half a natural number": (Goal(ne(2 * k, 1)), Counterexample(((k, ONE / 2),))),
    "a dimension of 0": (Goal(d >= 1), Counterexample(((d, Fraction(0)),))),
    "an entry is missing": (Goal(eq(v @ v, 0)), Counterexample(((d, TWO),), (("v", (1,), ONE),))),
    "an entry that is a float": (Goal(eq(v @ v, 0)), Counterexample(((d, ONE),), (("v", (1,), 0.5),))),  # type: ignore[arg-type]
    "a member that is defined": (Goal(eq(s(1), 1), (), COUNT), Counterexample((), (), (("s", 1, (), TWO),))),
    "a probability of 2": (Goal(E(R) <= 1), Counterexample(((p, TWO),))),
    "two values for a symbol": (Goal(eq(x, 1), (x < 2,)), Counterexample(((x, ONE), (x, TWO)))),
    "no values": (Goal(eq(x, x)), Counterexample(())),
    "a word for a symbol": (Goal(eq(x, 1)), Counterexample((("x", TWO),))),  # type: ignore[arg-type]
    "a universal assumption whose premise has no value somewhere": (
        Goal(eq(x, 1), (ForAll((y,), Implies(1 / y > 0, y**2 >= 0)),)),
        Counterexample(((x, TWO),)),
    ),
    "an existential claim": (Goal(Exists(x, eq(x, 5))), Counterexample(((x, ONE),))),
}


@pytest.mark.parametrize("name", FORGED_WITNESSES)
def test_forged_counterexamples_are_refused(name: str) -> None:
    goal, witness = FORGED_WITNESSES[name]
    with pytest.raises(Rejected):
        refute(goal, witness)


SIGN = BySign()
COIN = ((Fraction(-1), Fraction(1, 2)), (ONE, Fraction(1, 2)))
FORGED_NEGATIONS: dict[str, tuple[Goal, Evidence, Counterexample | None]] = {
    "two values for a symbol": (
        Goal(eq(x, x)),
        ByContradiction(eq(x, Num(Fraction(0))), ByRewriting((eq(x, Num(ONE)),), SIGN)),
        Counterexample(((x, Fraction(0)), (x, ONE))),
    ),
    "a value for a bound variable": (
        Goal(Exists(x, eq(x, 5))), ByRewriting((eq(x, as_term(0)),), SIGN), Counterexample(((x, Fraction(0)),))
    ),
    "a probability of 2": (Goal(E(R) <= 1), ByRewriting((eq(p, as_term(2)),), SIGN), Counterexample(((p, TWO),))),
    "assumptions without values": (Goal(x > 0, (x > 1,)), SIGN, None),
    "assumptions that fail": (
        Goal(x > 0, (x > 1,)), ByRewriting((eq(x, as_term(0)),), SIGN), Counterexample(((x, Fraction(0)),))
    ),
    "true for some": (Goal(x > 0), SIGN, None),
    "assumptions that hold for one outcome": (
        Goal(x > x, (eq(Z, 1),)),
        SIGN,
        Counterexample(((p, Fraction(0)),), laws=(("Z", (), COIN),), outcomes=(("Z", (), ONE),)),
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", FORGED_NEGATIONS)
def test_forged_proofs_of_a_negation_are_refused(name: str) -> None:
    with pytest.raises(Rejected):
        refute_by_proof(*FORGED_NEGATIONS[name])


# verdicts


def test_verdicts_are_made_by_the_kernel_only() -> None:
    for verdict in (PROVED, REFUTED):
        values = [getattr(verdict, field.name) for field in dataclasses.fields(verdict)]
        with pytest.raises(TypeError):
            type(verdict)(*values)  # type: ignore[arg-type]
        with pytest.raises(TypeError):
            type(verdict)(*values[:-1], permit=object())  # type: ignore[arg-type]
        with pytest.raises(TypeError):
            dataclasses.replace(verdict, trust="exact")
        assert genuine(verdict)


@pytest.mark.parametrize("work", [copy.copy, copy.deepcopy, pickle.dumps], ids=["copy", "deepcopy", "pickle"])
def test_verdicts_are_not_copied(work: Any) -> None:
    for verdict in (PROVED, REFUTED):
        with pytest.raises(TypeError):
            work(verdict)


def test_an_empty_instance_is_not_genuine() -> None:
    assert not genuine(object.__new__(Proved_goal))
    assert not genuine(object.__new__(Refuted))
    assert not genuine(None)


def test_an_altered_verdict_is_not_genuine() -> None:
    with pytest.raises(dataclasses.FrozenInstanceError):
        PROVED.goal = Goal(eq(x, y))  # type: ignore[misc]
    changes: dict[str, Any] = {
        "goal": Goal(eq(x, y)), "trust": "enclosure", "evidence": BySign(), "facts": ("sturm",),
        "side_conditions": (x > 0,), "seal": b"", "counterexample": None,
    }  # fmt: skip
    for make in (
        lambda: prove(Goal(eq(x + x, 2 * x)), ByNormalForm()),
        lambda: refute(Goal(eq(x, 0)), Counterexample(((x, ONE),))),
    ):
        for name, value in changes.items():
            verdict: Any = make()
            if hasattr(verdict, name):
                object.__setattr__(verdict, name, value)
                assert not genuine(verdict), name


def test_an_imitation_is_not_genuine_and_is_no_step() -> None:
    class Proved(Proved_goal):
        pass

    forged: Any = object.__new__(Proved)
    for field in dataclasses.fields(PROVED):
        object.__setattr__(forged, field.name, getattr(PROVED, field.name))
    assert not genuine(forged)
    with pytest.raises(Rejected):
        established(forged, "step")
    with pytest.raises(Rejected):
        established(REFUTED, "step")  # type: ignore[arg-type]


def test_a_goal_brings_nothing_that_was_not_checked() -> None:
    with pytest.raises(Rejected):
        prove(Goal(eq(x, 0), rewrites=((x, as_term(0)),)), ByNormalForm())
    with pytest.raises(Rejected):
        prove(Goal(eq(s(0), 1), (), (initial(s(0), 0), initial(s(0), 1))), ByNormalForm())


def test_the_same_without_assert_statements() -> None:
    script = (
        "from tests.kernel import test_forgeries as t\n"
        "from gradcheck.kernel.verdict import genuine, prove, refute, refute_by_proof\n"
        "from gradcheck.kernel.rejection import Rejected\n"
        "def refused(work, *values):\n"
        "    try:\n"
        "        work(*values)\n"
        "    except Rejected:\n"
        "        return True\n"
        "left = [c.name for c in t.FORGED if not refused(prove, c.goal, c.evidence)]\n"
        "left += [n for n, w in t.FORGED_WITNESSES.items() if not refused(refute, *w)]\n"
        "left += [n for n, w in t.FORGED_NEGATIONS.items() if not refused(refute_by_proof, *w)]\n"
        "object.__setattr__(t.PROVED, 'goal', t.Goal(t.eq(t.x, t.y)))\n"
        "print(__debug__, left, genuine(t.PROVED), len(t.FORGED) > 150)\n"
    )
    command = [sys.executable, "-O", "-c", script]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=300)
    assert done.stdout.split("\n")[0] == "False [] False True", done.stdout + done.stderr
