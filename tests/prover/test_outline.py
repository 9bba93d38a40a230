"""What -v prints of a proof: normal forms, and what base and step of an induction claim."""

from __future__ import annotations

from gradcheck.kernel.evidence import ByInduction, ByNormalForm
from gradcheck.kernel.goal import Goal
from gradcheck.language.author import dimension, eq, matrix, natural, real, vector
from gradcheck.language.notation.reader import read_claim
from gradcheck.language.syntax.propositions import Proposition
from gradcheck.prover.outline import describe_evidence
from gradcheck.search.tactics import new_search, search_proof

n = natural("n")


def outline(goal: Goal, forms: bool = True) -> tuple[str, ...]:
    evidence = search_proof(goal, new_search())
    assert evidence is not None
    return describe_evidence(goal, evidence, forms)


def test_both_sides_have_one_normal_form() -> None:
    claim, given = read_claim("(x + 1)**2 = x**2 + 2*x + 1")
    (line,) = outline(Goal(claim, given))
    assert line.startswith("normal form (both sides are ")
    shown, _ = read_claim(line.removeprefix("normal form (both sides are ").removesuffix(")") + " = (1 + x)**2")
    assert search_proof(Goal(shown), new_search()) is not None
    assert outline(Goal(claim, given), forms=False) == ("normal form",)


def test_an_entry_stands_for_an_array() -> None:
    rows, columns = dimension("m"), dimension("k")
    A, v = matrix("A", rows, columns), vector("v", columns)
    (line,) = outline(Goal(eq(A @ (2 * v), 2 * (A @ v))))
    assert line.startswith("normal form (every entry of both sides is ")
    assert "#" not in line


def test_a_long_normal_form_is_left_out() -> None:
    claim, given = read_claim("(a + b + c + x + y + z)**9 = (z + y + x + c + b + a)**9")
    assert describe_evidence(Goal(claim, given), ByNormalForm(), True) == ("normal form",)


def test_base_and_step_of_an_induction() -> None:
    x = real("x")
    claim: Proposition = 2**n * (1 + x**2) > 0
    evidence = ByInduction(n, 0, ByNormalForm(), ByNormalForm())
    lines = describe_evidence(Goal(claim), evidence)
    assert [line.strip() for line in lines if ":" in line] == [
        "base: 2**0*(1 + x**2) > 0",
        "step: 2**(n + 1)*(1 + x**2) > 0",
    ]
