"""A verdict is about a statement: nothing put in, sound definitions, steps that this kernel proved."""

from __future__ import annotations

import ast
import dataclasses
import pickle
import subprocess
import sys
from pathlib import Path

import pytest

import gradcheck.kernel
from gradcheck.kernel.evidence import ByHypothesis, ByNormalForm, ByStep
from gradcheck.kernel.goal import Established, Goal
from gradcheck.kernel.rejection import Rejected
from gradcheck.kernel.verdict import established, genuine, prove
from gradcheck.language.author import eq, initial, natural, reals, recurrence, sequence
from gradcheck.language.syntax.definitions import Definition
from gradcheck.language.syntax.propositions import Proposition
from gradcheck.language.syntax.terms import as_term

x, y = reals("x y")
k = natural("k")
v = sequence("v")
NF, HYP = ByNormalForm(), ByHypothesis()
FALSE = eq(x, x + 1)


def test_a_goal_inside_a_proof_is_no_statement() -> None:
    with pytest.raises(Rejected):
        prove(Goal(eq(x, 5), (), (), (), ((x, as_term(5)),)), NF)
    with pytest.raises(Rejected):
        prove(Goal(x >= 0, laws=(x >= 0,)), HYP)


def test_definitions_define() -> None:
    with pytest.raises(Rejected):
        prove(Goal(eq(x, x), (), (recurrence(v(k), v(k) + 1, start=0),)), NF)
    with pytest.raises(Rejected):
        prove(Goal(eq(x, x), (), (initial(v(0), 1), initial(v(0), 2), recurrence(v(k), v(k - 1), start=1))), NF)


def test_only_sealed_steps_are_used() -> None:
    use = ByStep("step", (), (), HYP)
    proved = established(prove(Goal(eq(x + y, y + x)), NF), "step")
    assert genuine(prove(Goal(eq(x + y, y + x), (), (), (proved,)), use))
    forged = [
        Established("step", FALSE, ()),
        dataclasses.replace(proved, claim=FALSE),
        dataclasses.replace(proved, claim=FALSE, seal=b"0" * 32),
        dataclasses.replace(proved, name="other"),
        dataclasses.replace(proved, facts=("sturm",)),
        dataclasses.replace(proved, trust="enclosure"),
    ]
    for step in forged:
        with pytest.raises(Rejected):
            prove(Goal(step.claim, (), (), (step,)), ByStep(step.name, (), (), HYP))


def test_a_step_belongs_to_its_definitions() -> None:
    one = (initial(v(0), 1), recurrence(v(k), v(k - 1), start=1))
    two = (initial(v(0), 2), recurrence(v(k), v(k - 1), start=1))
    step = established(prove(Goal(eq(v(0), 1), (), one), NF), "step")
    with pytest.raises(Rejected):
        prove(Goal(eq(v(0), 1), (), two, (step,)), ByStep("step", (), (), HYP))


def test_a_step_with_fewer_definitions_is_used_with_more() -> None:
    """Where the same sequences are defined alike, and nothing that the step mentions is defined only in the goal."""
    w, u = sequence("w"), sequence("u")
    one = (initial(v(0), 1), recurrence(v(k), v(k - 1), start=1))
    other = (initial(w(0), 2), recurrence(w(k), w(k - 1), start=1))
    built = (initial(u(0), v(0)), recurrence(u(k), u(k - 1) + v(k), start=1))
    use = ByStep("step", (), (), HYP)

    def used(claim: Proposition, before: tuple[Definition, ...], after: tuple[Definition, ...]) -> bool:
        step = established(prove(Goal(claim, (), before), NF), "step")
        try:
            return genuine(prove(Goal(claim, (), after, (step,)), use))
        except Rejected:
            return False

    first, free = eq(v(0), 1), eq(w(k) - w(k), 0)
    assert used(first, one, one + other)
    assert used(first, one, other + one + built)
    assert used(eq(x, x), (), one)
    assert used(eq(u(0), 1), one + built, one + built + other)
    assert not used(first, one + other, one)  # proved with a definition that the goal lacks
    assert not used(free, (), other)  # there w was any sequence, and had all members
    assert not used(free, one, one + other)
    assert used(free, other, one + other)
    two = (initial(v(0), 1), recurrence(v(k), 2 * v(k - 1), start=1))
    assert not used(first, one, two)


def test_the_definitions_of_a_step_are_sealed() -> None:
    one = (initial(v(0), 1), recurrence(v(k), v(k - 1), start=1))
    two = (initial(v(0), 2), recurrence(v(k), v(k - 1), start=1))
    step = established(prove(Goal(eq(v(0), 1), (), one), NF), "step")
    for definitions in ((), two, one[::-1]):
        altered = dataclasses.replace(step, definitions=definitions)
        with pytest.raises(Rejected):
            prove(Goal(eq(v(0), 1), (), definitions, (altered,)), ByStep("step", (), (), HYP))


def test_a_step_under_assumptions_keeps_them() -> None:
    verdict = prove(Goal(eq(x / x, 1), (x > 0,)), NF)
    step = established(verdict, "step")
    assert step.assumptions == (x > 0,)
    altered = dataclasses.replace(step, assumptions=())
    with pytest.raises(Rejected):
        prove(Goal(eq(x / x, 1), (), (), (altered,)), ByStep("step", (), (), HYP))


def test_steps_of_forged_verdicts_are_refused() -> None:
    verdict = prove(Goal(eq(x, x)), NF)
    object.__setattr__(verdict, "goal", Goal(FALSE))
    assert not genuine(verdict)
    with pytest.raises(Rejected):
        established(verdict, "step")
    with pytest.raises(TypeError):
        pickle.dumps(verdict)


def test_the_kernel_has_no_assert() -> None:
    folder = Path(gradcheck.kernel.__file__).parent
    for path in (*folder.glob("*.py"), *folder.parent.joinpath("algebra").glob("*.py")):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        assert not any(isinstance(node, ast.Assert) for node in ast.walk(tree)), path.name


def test_false_claims_are_refused_without_assertions_too() -> None:
    code = (
        "from gradcheck.kernel.evidence import ByNormalForm\n"
        "from gradcheck.kernel.verdict import prove\n"
        "from gradcheck.kernel.goal import Goal\n"
        "from gradcheck.kernel.rejection import Rejected\n"
        "from gradcheck.language.author import eq, real\n"
        "x = real('x')\n"
        "prove(Goal(eq(x + x, 2 * x)), ByNormalForm())\n"
        "try:\n"
        "    prove(Goal(eq(x, 2 * x)), ByNormalForm())\n"
        "except Rejected:\n"
        "    print('refused')\n"
    )
    root = Path(gradcheck.kernel.__file__).parents[2]
    done = subprocess.run([sys.executable, "-O", "-c", code], capture_output=True, text=True, cwd=root, timeout=60)
    assert done.stdout.strip() == "refused", done.stderr
