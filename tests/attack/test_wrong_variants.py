"""A seeded sample of the mutation harness: no wrong variant of a shipped claim is proved."""

from __future__ import annotations

from collections import Counter

import pytest

from attack.mutants.mutate import KINDS, Mutant, mutants_of, variants
from attack.mutants.run import Case, cases_of, classify, decide, judge, refuted_share, run, sample, table
from gradcheck.derivation import Derivation, Step
from gradcheck.kernel.evidence import ByNormalForm
from gradcheck.language.author import (
    Bernoulli,
    E,
    Exists,
    Or,
    d,
    dimensions,
    eq,
    exp,
    hadamard,
    initial,
    limit,
    matrix,
    natural,
    norm,
    oo,
    random_variable,
    reals,
    recurrence,
    sequence,
    sup,
    tanh,
    total,
    vector,
)
from gradcheck.language.syntax.propositions import Relation
from gradcheck.language.syntax.terms import as_term
from gradcheck.project.proofs.search_result import SearchResult
from tests.library import ENTRIES, derivation_of

x, y, p = reals("x y p")
n, m = dimensions("n m")
k = natural("k")


def mutant(claim: object, *given: object, define: tuple[object, ...] = ()) -> Mutant:
    return Mutant("test", "test", "sign", claim, given, define)  # type: ignore[arg-type]


def test_no_false_mutant_of_a_sample_is_proved() -> None:
    names = ("tanh-derivative", "momentum-forms", "ridge-minimizer", "product-variance")
    works = [derivation_of(name) for name in ENTRIES if name in names]
    items = [case for work in works for case in cases_of(work) if not case.mutant.using]
    outcomes = list(run(sample(items, 16, seed=7), seconds=2))
    assert len(outcomes) == 16
    assert not [str(outcome.mutant) for outcome in outcomes if outcome.word == "FALSE"], table(outcomes)
    assert refuted_share(outcomes) >= 0.8, table(outcomes)


def test_every_kind_of_change_is_made() -> None:
    found = Counter(
        mutant.kind
        for name in ("dropout-l2", "sigmoid-derivative", "ema-unrolled", "dropout-versus-ridge")
        for derivation in [derivation_of(name)]
        for step in derivation.steps
        for mutant in mutants_of(derivation, step)
    )
    assert found.keys() | {"transpose"} == set(KINDS), found
    square = matrix("A", n, n)
    kinds = {kind for kind, _ in variants(eq(square.T @ square, square), [])}
    assert "transpose" in kinds


def test_what_is_nested_is_changed_too() -> None:
    """Bound indices, ends of ranges, arguments of functions, factors of products of matrices, bounds of arrays."""
    v, A, u = vector("v", n), matrix("A", n, n), sequence("u")
    i = natural("i")
    cases = [
        (eq(total(u(i), i, k, m), x), "index", eq(total(u(i), i, k + 1, m), x)),
        (eq(total(u(i), i, 0, k), x), "index", eq(total(u(k), i, 0, k), x)),
        (eq(tanh(x), y), "sign", eq(tanh(-x), y)),
        (eq(A @ v, v), "dropped", eq(v, v)),
        (eq(x, 1), "sign", eq(x, -as_term(1))),
    ]
    for claim, kind, wanted in cases:
        assert (kind, wanted) in list(variants(claim, [k])), kind
    bounds = [kind for kind, _ in variants(Relation("<=", v, A @ v), [])]
    assert "bound" in bounds


def test_a_transpose_is_lost_where_the_sides_are_made_equal() -> None:
    X, w = matrix("X", n, m), vector("w", m)
    claim = eq(norm(X @ w) ** 2, w @ (X.T @ (X @ w)))
    found = [one for one in mutants_of(Derivation((Step("s", claim),)), Step("s", claim)) if one.kind == "transpose"]
    assert found
    assert all("X @ (X @ w)" in str(one) for one in found)


def test_a_mutant_differs_in_one_place_and_keeps_its_shape() -> None:
    v = vector("v", n)
    claim = eq(2 * v + x * v, v)
    for _, other in variants(claim, [x, y]):
        assert other is not claim
        assert other.left.shape == (n,)


def test_the_oracle_knows_true_from_false() -> None:
    X, w = matrix("X", n, m), vector("w", m)
    R = random_variable("R", Bernoulli(p), n, m)
    s = sequence("s")
    count = (initial(s(0), 0), recurrence(s(k), s(k - 1) + k, start=1))
    true = [
        mutant(eq(E(R[1, 1]), p), n >= 1),
        mutant(eq(d(norm(X @ w) ** 2, w), 2 * (X.T @ (X @ w)))),
        mutant(eq(s(k), k * (k + 1) / 2), define=count),
        mutant(eq(total(x**k, k, 0, 3), 1 + x + x**2 + x**3)),
        mutant(sup(d(tanh(x), x), x) <= 1),
        mutant(d(exp(x) * x, x) >= -1),
        mutant(eq(sup(exp(x), x, -oo, 0), 1)),
        mutant(Or((eq(x, 0), eq(x / x, 1)))),
        mutant(eq(sup(tanh(x), x, 0, 1), tanh(as_term(1)))),
    ]
    false = [
        mutant(eq(E(norm(hadamard(R, X) @ w) ** 2), p * norm(X @ w) ** 2)),
        mutant(eq(d(norm(X @ w) ** 2, w), X.T @ (X @ w))),
        mutant(eq(s(k), k * k), define=count),
        mutant(sup(d(tanh(x), x), x) <= y, y >= 0),
        mutant(eq(x / x, 1)),
        mutant(x**2 > 0),
        mutant(Or((x > 0, x < 0))),
    ]
    assert {judge(item)[0] for item in true} == {"equivalent"}
    assert {judge(item)[0] for item in false} == {"FALSE"}
    assert judge(mutant(Exists(x, eq(x, 1))))[0] == "unjudged"
    assert judge(mutant(Or((eq(x / x, 1), eq(x, 0)))))[0] == "unjudged"


def test_what_is_proved_and_false_is_called_so(monkeypatch: pytest.MonkeyPatch) -> None:
    """An unsound prover, which proves everything, is caught."""
    monkeypatch.setattr("attack.mutants.run.search_finding", lambda goal, step: SearchResult(evidence=ByNormalForm()))
    monkeypatch.setattr("attack.mutants.run.prove", lambda goal, evidence: None)
    assert decide(Case(mutant(eq(x + 0, x)), ()), 1.0).word == "equivalent"
    assert decide(Case(mutant(eq(x + 1, x)), ()), 1.0).word == "FALSE"


def test_a_guess_at_a_limit_tells_a_true_one() -> None:
    """It only says which of the claims that were neither proved nor refuted are true."""
    assert classify(mutant(eq(limit(tanh(x), x, -oo), -1)))[0] == "open"
    assert classify(mutant(eq(limit((exp(x) - 1) / x, x, 0), 1)))[0] == "open"
    assert classify(mutant(eq(limit(tanh(x), x, oo), -1)))[0] == "undecided"
    assert classify(mutant(eq(limit((exp(x) - 1) / x, x, 0), 2)))[0] == "undecided"
    slow = (y >= 0, 12 * y <= 11, y < 1)
    assert classify(mutant(eq(limit(y ** (k - 1), k, oo), 0), *slow))[0] == "open"
    assert classify(mutant(eq(limit(y**k, k, oo), 1), *slow))[0] == "undecided"


def test_a_limit_of_what_has_no_value_has_none() -> None:
    assert classify(mutant(eq(limit(x / d(y, x), x, oo), 0)))[0] == "undefined"
