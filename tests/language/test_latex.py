r"""LaTeX: what stands on the page, with balanced braces and only commands that LaTeX and KaTeX know."""

from __future__ import annotations

import re

import pytest
from hypothesis import given

from gradcheck.language import author as a
from gradcheck.language.printing.latex import latex_name, render_latex
from gradcheck.language.syntax.node import Node
from gradcheck.language.syntax.terms import Add, Mul, Neg, Term

from .formulas import relations, terms

x, y, b, lam, theta = a.reals("x y b lam theta")
n, d = a.dimensions("n d")
k = a.natural("k")
i = a.integer("i")
X, w, t = a.matrix("X", n, d), a.vector("w", d), a.vector("t", n)

COMMANDS = {
    "frac", "left", "right", "sigma", "theta", "lambda", "pi", "infty", "exp", "log", "sqrt", "tanh", "sinh", "cosh",
    "coth", "sin", "cos", "tan", "arctan", "max", "min", "operatorname", "lvert", "rvert", "sum", "int", "lim", "sup",
    "inf", "to", "in", "mathbb", "partial", "begin", "end", "text", "leq", "geq", "neq", "cdot",
}  # fmt: skip

WRITTEN: list[tuple[Node, str]] = [
    (x / y, r"\frac{x}{y}"),
    (-x * y, r"\left( -x \right) y"),
    (x + a.rational(-1), "x - 1"),
    (x - (y - b), r"x - \left( y - b \right)"),
    (x**2, "x^{2}"),
    ((x + 1) ** k, r"\left( x + 1 \right)^{k}"),
    (a.rational(1, 4) ** n, r"\left( \frac{1}{4} \right)^{n}"),
    (x * 2, r"x \cdot 2"),
    (a.rational("1e-30") * x, r"10^{-30} x"),
    (a.sigmoid(theta), r"\sigma\left( \theta \right)"),
    (a.real("w_max") * lam, r"w_{\mathrm{max}} \lambda"),
    (a.real("x12") + a.real("theta_0"), "x_{12} + \\theta_{0}"),
    (a.exp(-x), "e^{-x}"),
    (a.absolute(x), r"\left\lvert x \right\rvert"),
    (a.sqrt(2 * a.pi), r"\sqrt{2 \pi}"),
    (a.function("leaky_relu")(x), r"\operatorname{leaky\_relu}\left( x \right)"),
    (a.norm(t - X @ w) ** 2, r"\left\lVert t - X w \right\rVert^{2}"),
    (a.hadamard(w, w), r"w \odot w"),
    (w @ w, r"w^{\top} w"),
    (w @ (X.T @ X) @ w, r"w^{\top} \left( X^{\top} X \right) w"),
    (0 * a.ones(d), r"\mathbf{0}_{d}"),
    (a.eq(w, a.zeros(d)), "w = 0"),
    (lam * (X @ w), r"\lambda \cdot X w"),
    (lam * X @ w, r"\lambda X w"),
    (X.T @ X, r"X^{\top} X"),
    (a.inverse(X.T @ X), r"\left( X^{\top} X \right)^{-1}"),
    (X[1, k], "X_{1, k}"),
    (a.E(x), r"\mathbb{E}\left[ x \right]"),
    (a.d(a.norm(w), w), r"\nabla_{w} \left\lVert w \right\rVert"),
    (a.d(a.tanh(x), x), r"\frac{\partial}{\partial x} \tanh\left( x \right)"),
    (a.d(a.d(x**3, x), x), r"\frac{\partial^{2}}{\partial x^{2}} x^{3}"),
    (a.sequence("v")(k + 1), "v_{k + 1}"),
    (a.sequence("y", of=(x,))(k), r"y_{k}\left( x \right)"),
    (a.sup(x, x), r"\sup_{x \in \mathbb{R}} x"),
    (a.inf(x, x, 0, a.oo), r"\inf_{x \in \left( 0, \infty \right)} x"),
    (a.limit(1 / x, x, 0, "+"), r"\lim_{x \to 0^{+}} \frac{1}{x}"),
    (a.total(b**i, i, 1, n), r"\sum_{i = 1}^{n} b^{i}"),
    (a.total(b + i, i, 1, n) * x, r"\left( \sum_{i = 1}^{n} \left( b + i \right) \right) x"),
    (a.integral(x, x, 0, 1), r"\int_{0}^{1} x \, dx"),
    (a.ne(x, y), r"x \neq y"),
    (a.chain(0, "<", x, "<=", 1), r"0 < x \leq 1"),
    (a.Exists(x, a.eq(x, 0)), r"\exists x \in \mathbb{R}\colon\; x = 0"),
    (a.PositiveDefinite(X.T @ X), r"X^{\top} X \succ 0"),
    (
        a.where(x > 0, x, 0),
        r"\begin{cases} x & \text{if } x > 0 \\ 0 & \text{otherwise} \end{cases}",
    ),
]


@pytest.mark.parametrize(("node", "latex"), WRITTEN, ids=[latex for _, latex in WRITTEN])
def test_what_is_written_is_set(node: Node, latex: str) -> None:
    assert render_latex(node) == latex


def test_every_number_and_name_is_set_in_order() -> None:
    claim = a.eq((1 - b) * x * (1 - b**k) / (1 - b), x * (1 - b**k))
    assert re.findall(r"[a-z](?![a-z{])", render_latex(claim).replace("left", "").replace("right", "")) == list(
        "bxbkbxbk"
    )


def test_differences_of_negatives_are_never_run_together() -> None:
    for term in (
        x - Neg(y),
        x - Neg(Neg(y)),
        Add((x, Neg(a.rational(-1)))),
        Mul((x, a.rational(-1))),
        Neg(Neg(x)),
        x - (-2 * y),
    ):
        assert not re.search(r"[-+] *[-+]", render_latex(term)), render_latex(term)


@given(terms | relations)
def test_braces_balance_and_commands_are_known(node: Term) -> None:
    latex = render_latex(node)
    depth = 0
    for character in re.sub(r"\\[{}]", "", latex):
        depth += (character == "{") - (character == "}")
        assert depth >= 0
    assert depth == 0
    assert latex.count(r"\left") == latex.count(r"\right")
    assert set(re.findall(r"\\([A-Za-z]+)", latex)) <= COMMANDS
    assert not re.search(r"[-+] [-+]", latex)


@pytest.mark.parametrize(
    ("name", "latex"),
    [
        ("x", "x"),
        ("lam", r"\lambda"),
        ("Gamma", r"\Gamma"),
        ("loss", r"\mathrm{loss}"),
        ("sigma_w", r"\sigma_{w}"),
        ("h_12_b", r"h_{\mathrm{12\_b}}"),
    ],
)
def test_names(name: str, latex: str) -> None:
    assert latex_name(name) == latex


def test_what_has_no_latex_is_refused() -> None:
    with pytest.raises(TypeError, match="no LaTeX"):
        render_latex(Node())
