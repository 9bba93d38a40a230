"""What the names of a statement stand for is told once, in every notation."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from gradcheck.language.author import (
    Bernoulli,
    E,
    ForAll,
    Independent,
    Normal,
    Uncorrelated,
    Uniform,
    Var,
    arbitrary_function,
    dimension,
    dimensions,
    eq,
    exp,
    initial,
    integer,
    limit,
    matrix,
    natural,
    norm,
    oo,
    random_sequence,
    random_variable,
    real,
    reals,
    recurrence,
    sequence,
    total,
    vector,
    widths,
    zeros,
)
from gradcheck.language.notation.reader import EULER, read_claim, read_typed
from gradcheck.language.notation.readerror import ReadError
from gradcheck.language.syntax.propositions import Proposition
from gradcheck.language.syntax.terms import Symbol
from gradcheck.outcome.run import SORTS
from gradcheck.project.discovery import known
from gradcheck.prover.preamble import EULER_REMARK, preamble_of
from gradcheck.report.page import plain
from gradcheck.report.text import preamble_lines
from gradcheck.runtime.limits import Limits
from gradcheck.scheduling.loading import load_apart
from tests.cli.conftest import Gradcheck, gradcheck  # noqa: F401  (a fixture)

n, d = dimensions("n d")
x, y, p, s = reals("x y p s")
k, t = natural("k"), natural("t")
v = sequence("v", d)


def page(*claims: Proposition, **more: object) -> str:
    """The preamble as it is printed."""
    return plain(preamble_lines(preamble_of(claims, **more), ""))  # type: ignore[arg-type]


LINES: dict[str, tuple[Proposition, str]] = {
    "a real number": (x > 0, "for x ∈ ℝ"),
    "sorts": (
        eq(x, k + integer("j") + n + y), "for n ∈ ℕ₊;  k ∈ ℕ;  j ∈ ℤ;  x, y ∈ ℝ"
    ),
    "arrays": (
        norm(matrix("X", n, d)) >= norm(vector("y", n)) - norm(vector("z", n)),
        "for n, d ∈ ℕ₊;  X ∈ ℝⁿˣᵈ;  y, z ∈ ℝⁿ",
    ),
    "numbers as sides": (norm(matrix("X", 2, 10)) >= 0, "for X ∈ ℝ²ˣ¹⁰"),
    "no superscript for a side": (norm(vector("y", dimension("q"))) >= 0, "for q ∈ ℕ₊;  y ∈ ℝ^q"),
    "a sum as a side": (norm(vector("y", n + 1)) >= 0, "for n ∈ ℕ₊;  y ∈ ℝ^(n + 1)"),
    "sums as sides": (norm(matrix("Y", n + 1, d)) >= 0, "for n, d ∈ ℕ₊;  Y ∈ ℝ^((n + 1)×d)"),
    "a side called x": (norm(matrix("Y", dimension("x"), n)) >= 0, "for x, n ∈ ℕ₊;  Y ∈ ℝ^(x×n)"),
    "Greek": (eq(real("lam"), real("theta_0")), "for λ, θ₀ ∈ ℝ"),
    "a free sequence": (norm(v(t)) >= 0, "for d ∈ ℕ₊;  t ∈ ℕ;  vₖ ∈ ℝᵈ for every integer k"),
    "a letter that is free": (norm(v(k)) >= 0, "for d ∈ ℕ₊;  k ∈ ℕ;  vⱼ ∈ ℝᵈ for every integer j"),
    "a sequence of functions": (
        sequence("f", of=(x, y))(3) > 0,
        "for x, y ∈ ℝ;  fₖ(·, ·) ∈ ℝ for every integer k and all arguments",
    ),
    "widths": (
        norm(sequence("A", lambda here: (widths("n")(here), widths("n")(here - 1)))(t)) >= 0,
        "for t ∈ ℕ;  nₖ ∈ ℕ₊ for every integer k;  Aₖ ∈ ℝ^(nₖ×nₖ₋₁) for every integer k",
    ),
    "functions": (
        arbitrary_function("sigma", 2)(x) > arbitrary_function("h", 0)(x) + arbitrary_function("f", 3)(x),
        "for x ∈ ℝ;  σ : ℝ → ℝ, twice differentiable;  h : ℝ → ℝ;  f : ℝ → ℝ, 3 times differentiable",
    ),
    "what a quantifier binds": (ForAll((k,), x <= k), "for x ∈ ℝ"),
    "what a sum binds": (total(x**k, k, 1, n) >= 0, "for n ∈ ℕ₊;  x ∈ ℝ"),
    "a limit over integers": (eq(limit(x**k, k, oo), 0), "for x ∈ ℝ;  bound: k ∈ ℕ"),
    "a limit over real numbers": (eq(limit(exp(-y), y, oo), 0), ""),
    "no names": (exp(x - x + 1) * 0 + 1 > 0, "for x ∈ ℝ"),
}  # fmt: skip


@pytest.mark.parametrize(("claim", "line"), LINES.values(), ids=LINES)
def test_a_name_has_a_sort(claim: Proposition, line: str) -> None:
    assert page(claim) == (f"{line}\n" if line else "")


LAWS: dict[str, tuple[Proposition, list[str]]] = {
    "a matrix": (
        eq(E(random_variable("R", Bernoulli(p), n, d)), zeros(n, d)),
        ["for   n, d ∈ ℕ₊;  p ∈ ℝ", "      R ∈ ℝⁿˣᵈ random, entries independent ~ Bernoulli(p)",
         "presupposed: 0 ≤ p ≤ 1"],
    ),
    "two scalars": (
        eq(Var(random_variable("P", Normal(0, s)) * random_variable("Q", Normal(0, s))), 1),
        ["for   s ∈ ℝ", "      P, Q ∈ ℝ random ~ Normal(0, s)", "      P, Q independent of each other",
         "presupposed: s ≥ 0"],
    ),
    "numbers that everybody can compare": (
        eq(E(random_variable("U", Uniform(0, 1)) * random_variable("B", Bernoulli(1))), 1),
        ["for   U ∈ ℝ random ~ Uniform(0, 1)", "      B ∈ ℝ random ~ Bernoulli(1)",
         "      U, B independent of each other"],
    ),
    "a law of which little is known": (
        eq(E(random_variable("W", Independent(0, s, symmetric=True), n)), zeros(n)),
        ["for   n ∈ ℕ₊;  s ∈ ℝ",
         "      W ∈ ℝⁿ random, entries independent, of one unknown law with all moments, mean 0 and variance s,"
         " symmetric about the mean", "presupposed: s ≥ 0"],
    ),
    "a law of which less is known": (
        eq(E(random_variable("W", Uncorrelated(0, s), n)), zeros(n)),
        ["for   n ∈ ℕ₊;  s ∈ ℝ",
         "      W ∈ ℝⁿ random, entries uncorrelated, of unknown laws with mean 0 and variance s", "presupposed: s ≥ 0"],
    ),
    "a sequence": (
        eq(E(random_sequence("W", Normal(0, 1), n)(t)), zeros(n)),
        ["for   n ∈ ℕ₊;  t ∈ ℕ",
         "      Wₖ ∈ ℝⁿ for every integer k random, independent over k, entries independent ~ Normal(0, 1)"],
    ),
}  # fmt: skip


@pytest.mark.parametrize(("claim", "lines"), LAWS.values(), ids=LAWS)
def test_a_random_name_has_a_law(claim: Proposition, lines: list[str]) -> None:
    assert page(claim).splitlines() == lines


def test_definitions_are_told_in_order_and_nothing_twice() -> None:
    g, beta = sequence("g", d), real("beta")
    defined = (recurrence(v(t), beta * v(t - 1) + (1 - beta) * g(t), 1), initial(v(0), zeros(d)))
    told = page(norm(v(t)) >= 0, norm(v(t)) ** 2 >= 0, definitions=defined).splitlines()
    assert told == [
        "for   d ∈ ℕ₊;  t ∈ ℕ;  β ∈ ℝ;  gₖ ∈ ℝᵈ for every integer k;  vₖ ∈ ℝᵈ",
        "      v₀ = 0,  vₜ = βvₜ₋₁ + (1 − β)gₜ   for t ≥ 1",
    ]
    found = preamble_of((norm(v(t)) >= 0,), defined)
    assert [item.text for item in found.definitions] == [
        "v[t] = beta*v[t - 1] + (1 - beta)*g[t] for t >= 1", "v[0] = 0*ones(d)"
    ]  # fmt: skip
    assert found.definitions[0].latex.endswith(r"\quad (t \geq 1)")
    r = sequence("r")
    assert page(eq(r(3), 1), definitions=(recurrence(r(t), 0 * t, 0),)) == "with rₜ = 0t   for t ≥ 0\n"


def test_a_parameter_of_a_definition_is_of_a_sort() -> None:
    a = integer("a")
    f = sequence("f", of=(a,))
    assert "fₜ(a) = a + 0   for t ≥ 0, a ∈ ℤ" in page(f(t) >= 0, definitions=(recurrence(f(t), a + 0, 0),))


def test_the_data() -> None:
    R, h = random_variable("R", Bernoulli(p), n, d), arbitrary_function("h", 2)
    found = preamble_of((eq(E(R), zeros(n, d)), h(x) > 0), declared={"p": "undeclared"})
    assert [(one.name, one.sort, one.shape, one.law, one.declared, one.differentiable) for one in found.symbols] == [
        ("n", "dimension", (), "", "", None), ("d", "dimension", (), "", "", None),
        ("p", "real", (), "", "undeclared", None), ("x", "real", (), "", "", None),
        ("h", "function", (), "", "", 2), ("R", "random", ("n", "d"), "Bernoulli(p)", "", None),
    ]  # fmt: skip
    assert {one.sort for one in found.symbols} <= set(SORTS)
    assert [line.latex for line in found.lines][1] == (
        r"R \in \mathbb{R}^{n \times d} \text{ random, entries independent} \sim \operatorname{Bernoulli}(p)"
    )
    assert [item.latex for item in found.presupposed] == [r"0 \leq p \leq 1"]


# ---- typed claims


def test_what_is_declared_and_what_is_not() -> None:
    typed = read_typed("n*x >= y; n in naturals; y in reals")
    assert typed.declared == {"n": "in the claim", "y": "in the claim", "x": "undeclared"}
    assert read_claim("n*x >= y; n in naturals; y in reals") == (typed.claim, typed.given)


def test_e_is_eulers_number_and_says_so() -> None:
    for text in ("e**x > 0", "x**e > 0; x > 0", "e > 2", "1 + e*x > 0", "e^x > 0".replace("^", "**")):
        typed = read_typed(text)
        assert typed.declared[EULER] == "undeclared"
        assert not any(isinstance(node, Symbol) and node.name == "e" for node in typed.claim.children())
        found = preamble_of((typed.claim,), declared=typed.declared)
        assert found.remarks == (EULER_REMARK,)
        assert [(one.name, one.sort) for one in found.symbols][-1] == ("e", "number")


def test_e_is_a_variable_where_it_is_declared() -> None:
    typed = read_typed("e*x = x*e; e in reals")
    found = preamble_of((typed.claim,), declared=typed.declared)
    assert (found.remarks, [one.pretty for one in found.lines]) == ((), ["e, x ∈ ℝ"])
    assert {one.name: one.declared for one in found.symbols} == {"e": "in the claim", "x": "undeclared"}
    assert preamble_of((exp(1) > 2,)).remarks == ()  # nobody typed e


def test_e_is_nothing_else() -> None:
    with pytest.raises(ReadError, match="declare e in reals for a variable"):
        read_typed("d(e*x, e) = x")
    with pytest.raises(ReadError, match="no integer"):
        read_typed("e >= 0; e in naturals")


@pytest.mark.parametrize(("text", "column"), [("x1 = x_1", 1), ("lam + 1 = lambda", 1)])
def test_typed_names_that_are_drawn_alike_are_refused(text: str, column: int) -> None:
    with pytest.raises(ReadError, match=r"alike|looks like") as caught:
        read_typed(text)
    assert (caught.value.code, caught.value.column) == ("GC413", column)


# ---- in reports


def test_a_claim_says_what_it_is_about(gradcheck: Gradcheck) -> None:  # noqa: F811
    natural_claim, real_claim = (
        gradcheck("prove", "n*(n-1) >= 0", *more) for more in (("--given", "n in naturals"), ())
    )
    assert "n(n − 1) ≥ 0\n    for n ∈ ℕ\n" in natural_claim.out
    assert "n(n − 1) ≥ 0\n    for n ∈ ℝ\n" in real_claim.out
    found = json.loads(gradcheck("prove", "n*(n-1) >= e; n in naturals", "--output-format", "json").out)
    (one,) = found["derivations"]
    assert one["symbols"] == [
        {"name": "n", "sort": "natural", "shape": [], "law": None, "declared": "in the claim", "arguments": 0,
         "differentiable": None},
        {"name": "e", "sort": "number", "shape": [], "law": None, "declared": "undeclared", "arguments": 0,
         "differentiable": None},
    ]  # fmt: skip
    assert (one["definitions"], one["preamble"], one["remarks"]) == (
        [], [{"text": "n in naturals", "latex": r"n \in \mathbb{N}"}], [EULER_REMARK]
    )  # fmt: skip


def test_a_list_of_claims_says_what_was_declared_elsewhere(gradcheck: Gradcheck, tmp_path: Path) -> None:  # noqa: F811
    (tmp_path / "claims").write_text("n*(n-1) >= 0\ne > 2\n", encoding="utf-8")
    told = gradcheck("prove", "--from", str(tmp_path / "claims"), "--given", "n in naturals").out
    assert "proved     n*(n-1) >= 0; n in naturals\n" in told
    assert f"proved     e > 2; n in naturals\n           {EULER_REMARK}\n" in told


def test_a_derivation_is_shown_with_its_preamble(gradcheck: Gradcheck) -> None:  # noqa: F811
    shown = gradcheck("show", "momentum-ema").out
    assert "        v₀ = 0,  vₜ = αvₜ₋₁ + εgₜ   for t ≥ 1\n" in shown
    assert shown.count("for every integer") == 1
    latex = gradcheck("show", "momentum-ema", "--latex").out
    assert r"    v_{0} = 0, \quad v_{t} = \alpha v_{t - 1} + \epsilon g_{t} \quad (t \geq 1)" in latex
    found = json.loads(gradcheck("show", "momentum-ema", "--output-format", "json").out)
    assert {"v", "g", "alpha"} <= {one["name"] for one in found["symbols"]}
    assert len(found["definitions"]) == 4


def test_every_name_of_the_library_has_a_place_in_its_preamble() -> None:
    """Two derivations with random variables, recurrences, functions and widths."""
    for name in ("residual-normalization", "backprop-product"):
        entry = known().find(name)
        assert entry is not None
        work = load_apart(entry, Limits())
        stated = [node for item in work.steps for node in (item.claim, *item.given)]
        found = preamble_of((*work.assumptions, *stated), work.definitions, work.notation)
        names = [one.name for one in found.symbols]
        assert len(names) == len(set(names)) > 5
        assert len(found.definitions) == len(work.definitions) > 0
        assert all("\n" not in line.pretty for line in found.lines)
