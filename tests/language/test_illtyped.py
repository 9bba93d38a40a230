"""What is ill-typed: made while a module is loaded, drawn as written, refused by the kernel, a finding at its step."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from gradcheck.derivation import Derivation, Step, at, derivation, step
from gradcheck.kernel.evidence import ByConjunction, ByCut, ByHypothesis, ByImplication, ByNormalForm
from gradcheck.kernel.goal import Goal
from gradcheck.kernel.rejection import Rejected
from gradcheck.kernel.verdict import prove, refute_by_proof
from gradcheck.language import author
from gradcheck.language.author import (
    And,
    Bernoulli,
    ForAll,
    Iff,
    Implies,
    cases_on,
    chain,
    d,
    det,
    diag,
    dimensions,
    eq,
    exp,
    hadamard,
    inverse,
    maximum,
    natural,
    ne,
    norm,
    outer,
    real,
    recurrence,
    sequence,
    total,
    trace,
    vector,
    where,
    zeros,
)  # fmt: skip
from gradcheck.language.printing.latex import render_latex
from gradcheck.language.printing.page import render_pretty
from gradcheck.language.printing.text import render_text
from gradcheck.language.syntax.illtyped import MISFITS, IllTyped, IllTypedClaim, problem_of, tolerating_misfits
from gradcheck.language.syntax.node import ShapeError
from gradcheck.language.syntax.terms import Add, Term
from gradcheck.project.discovery import LibraryError, discover, load
from gradcheck.project.proofs.transfer import receive_derivation, send_derivation
from gradcheck.prover.prove import prove_derivation
from gradcheck.runtime.child import Here
from gradcheck.runtime.limits import Limits
from gradcheck.scheduling.loading import load_apart

n, m = dimensions("n m")
A, B, C = author.matrix("A", n, m), author.matrix("B", n, m), author.matrix("C", n, n)
v, x, k = vector("v", n), real("x"), natural("k")
SIDES = "the two sides have different shapes: "

# what an author writes, how it is printed, and what is wrong with it
CASES: list[tuple[Callable[[], Any], str, str]] = [
    (lambda: eq(A, B.T), "A = B.T", f"{SIDES}n by m and m by n"),
    (lambda: ne(A, v), "A != v", f"{SIDES}n by m and n"),
    (lambda: v <= x, "v <= x", f"{SIDES}n and scalar"),
    (lambda: eq(v, 0), "v = 0", f"{SIDES}n and scalar"),
    (lambda: chain(0, "<", x, "<", v), "0 < x and x < v", f"{SIDES}scalar and n"),
    (lambda: eq(A @ B, C), "A @ B = C", "the shapes n by m and n by m do not chain in a @ b"),
    (lambda: eq(x @ A, C), "x @ A = C", "a @ b multiplies matrices and vectors; for scalars write a * b"),
    (lambda: eq(norm(A + v) ** 2 + 1, x), "norm(A + v)**2 + 1 = x", "a sum needs equal shapes, not n, n by m"),
    (lambda: eq(A - A.T, B), "A - A.T = B", "a sum needs equal shapes, not m by n, n by m"),
    (lambda: eq(A * B, C), "A*B = C", "a * b scales an array by scalars"),
    (lambda: eq(x / v, v), "x/v = v", "one divides by a scalar"),
    (lambda: eq(A**2, C), "A**2 = C", "a power is of scalars"),
    (lambda: eq(trace(A), x), "trace(A) = x", "a trace is of a square matrix, not of shape n by m"),
    (lambda: eq(det(inverse(A)), x), "det(inverse(A)) = x", "an inverse is of a square matrix, not of shape n by m"),
    (lambda: eq(v.T, v), "v.T = v", "a transpose is of a matrix, not of shape n"),
    (lambda: eq(diag(A), C), "diag(A) = C", "diag(v) makes a matrix of a vector"),
    (lambda: eq(norm(x), 1), "norm(x) = 1", "a norm is of a vector or matrix"),
    (lambda: eq(hadamard(A, v), A), "hadamard(A, v) = A", "hadamard(a, b) needs two arrays of equal shape"),
    (lambda: eq(outer(x, v), A), "outer(x, v) = A", "outer(u, v) is of two arrays"),
    (lambda: eq(maximum(v, x), v), "max(v, x) = v", "max of several arguments takes scalars"),
    (lambda: eq(A[1], 2), "A[1] = 2", "2 indices are needed for shape n by m"),
    (lambda: eq((A @ B)[1, 2], 2), "(A @ B)[1, 2] = 2", "the shapes n by m and n by m do not chain in a @ b"),
    (lambda: eq(total((A @ B)[k, 1], k, 1, n), 0), "sum((A @ B)[k, 1], k, 1, n) = 0", "the shapes n by m and n by m"),
    (lambda: eq(d(norm(A @ v), v), v), "d(norm(A @ v), v) = v", "the shapes n by m and n do not chain in a @ b"),
    (lambda: eq(exp(where(v > 0, x, 1)), x), "exp(where(v > 0, x, 1)) = x", f"{SIDES}n and scalar"),
    (lambda: eq(zeros(n) + zeros(m), v), "0*ones(n) + 0*ones(m) = v", "a sum needs equal shapes, not m, n"),
    (lambda: Implies(x > 0, eq(A, v)), "x > 0 => A = v", f"{SIDES}n by m and n"),
    (lambda: Implies(eq(A, v), x > 0), "A = v => x > 0", f"{SIDES}n by m and n"),
    (lambda: Iff(eq(x, 0), ForAll((x,), eq(v, x))), "x = 0 <=> (for all x: v = x)", f"{SIDES}n and scalar"),
    (lambda: And((x > 0, eq(v, x))), "x > 0 and v = x", f"{SIDES}n and scalar"),
]  # fmt: skip


@pytest.mark.parametrize(("write", "text", "problem"), CASES, ids=[text for _, text, _ in CASES])
def test_what_is_written_is_drawn_as_written(write: Callable[[], Any], text: str, problem: str) -> None:
    with pytest.raises(ShapeError):
        write()
    with tolerating_misfits():
        claim = write()
    assert isinstance(claim, IllTypedClaim)
    assert problem_of(claim).startswith(problem)
    assert render_text(claim) == text
    assert "IllTyped" not in render_latex(claim) + render_pretty(claim)
    (again,) = receive_derivation(send_derivation(Derivation((Step("step", claim),)))).steps
    assert again.claim is claim
    with pytest.raises(ShapeError):
        write()


@pytest.mark.parametrize("write", [write for write, _, _ in CASES], ids=[text for _, text, _ in CASES])
def test_the_kernel_says_nothing_of_what_is_ill_typed(write: Callable[[], Any]) -> None:
    with tolerating_misfits():
        claim = write()
    goals = [Goal(claim), Goal(eq(x, x), (claim,)), Goal(eq(x, x))]
    for evidence in (ByNormalForm(), ByHypothesis(), ByConjunction((ByNormalForm(),)), ByImplication(ByNormalForm())):
        for goal in goals[:2]:
            with pytest.raises(Rejected):
                prove(goal, evidence)
            with pytest.raises(Rejected):
                refute_by_proof(goal, evidence)
    with pytest.raises(Rejected):
        prove(goals[2], ByCut(claim, ByHypothesis(), ByNormalForm()))


def test_nothing_else_is_tolerated() -> None:
    with tolerating_misfits():
        bad = A @ B
        assert isinstance(bad, IllTyped)
        assert bad + 1 is (A @ B) + 1
        for declare in (
            lambda: vector("w", bad),
            lambda: author.random_variable("W", Bernoulli(x), bad),
            lambda: Bernoulli(bad),
            lambda: recurrence(sequence("u")(k), bad[1, 1], start=1),
            lambda: author.initial(sequence("u")(0), bad[1, 1]),
            lambda: step("step", eq(x, x), given=[eq(A, v)]),
            lambda: step("step", eq(x, x), hints=[at("other", {x: bad[1, 1]})]),
            lambda: step("step", eq(x, x), hints=[cases_on(bad)]),
            lambda: derivation(step("step", eq(x, x)), assume=[eq(A, v)]),
            lambda: derivation(step("step", eq(x, x)), where={"D": bad}),
        ):
            with pytest.raises(ShapeError, match=r"do not chain|two sides"):
                declare()
        with pytest.raises(TypeError):
            step("step", bad)
        with pytest.raises(ValueError, match="integer symbol"):
            author.ordered_product(C, x, 1, 2)
    assert not any(isinstance(part, MISFITS) for part in (A @ B.T).children())
    with pytest.raises(ShapeError):
        Add((A, v))


MODULE = '''"""A transposed matrix."""

from gradcheck.derivation import derivation, erratum, step
from gradcheck.language.author import *

n, m = dimensions("n m")
A, B, x = matrix("A", n, m), matrix("B", n, m), real("x")

DERIVATION = derivation(
    step("transposed", eq(A, B.T)),
    erratum("kept", eq(A @ B, A)),
    step("true", eq(A + B, B + A), using=["transposed"]),
    step("false", eq(A, B)),
)
'''


def loaded(folder: Path, text: str = MODULE) -> Derivation:
    (folder / "shapes.py").write_text(text, encoding="utf-8")
    (entry,) = discover([folder / "shapes.py"]).entries
    here, apart = load(entry), load_apart(entry, Limits(30, 1024))
    assert [item.claim for item in here.steps] == [item.claim for item in apart.steps]
    return apart


def test_one_step_does_not_keep_the_others_from_being_checked(tmp_path: Path) -> None:
    outcome = prove_derivation(loaded(tmp_path), Limits(30, 2048), Here())
    bad, kept, true, false = outcome.steps
    assert [item.verdict for item in outcome.steps] == ["refuted", "refuted", "proved", "refuted"]
    assert (bad.code, bad.reason, bad.counterexample, bad.sides) == ("GC103", "shapes", None, None)
    assert bad.shapes == f"{SIDES}n by m and m by n"
    assert bad.location is not None
    assert bad.location.line == 10
    assert kept.as_expected
    assert (true.as_expected, false.code, false.shapes) == (True, "GC101", "")


@pytest.mark.parametrize("place", ["assume=[eq(A, B.T)]", "define=[initial(sequence('u')(0), (A @ B)[1, 1])]"])
def test_outside_of_steps_it_is_an_error_of_the_module(tmp_path: Path, place: str) -> None:
    text = MODULE.replace('    step("false", eq(A, B)),\n', f"    {place},\n")
    (tmp_path / "shapes.py").write_text(text, encoding="utf-8")
    (entry,) = discover([tmp_path / "shapes.py"]).entries
    with pytest.raises(LibraryError) as caught:
        load(entry)
    assert caught.value.problem.code == "GC432"
    assert "ShapeError" in caught.value.problem.message


def test_terms_of_the_language_are_as_strict_as_ever() -> None:
    assert isinstance(A @ B.T, Term)
    with pytest.raises(ValueError, match="different shapes"):
        eq(A, B.T)
