"""Statements in LaTeX are the statements in text: the same terms, for claims with declarations and assumptions."""

from __future__ import annotations

import pytest

import gradcheck
from gradcheck.language.notation.reader import ReadError, read_claim, read_expression, read_proposition, read_typed
from gradcheck.language.syntax.terms import Symbol

SAME = [
    (r"\sigma(-x) = 1 - \sigma(x)", "sigmoid(-x) = 1 - sigmoid(x)"),
    (r"\tanh'(x) = 1 - \tanh^2 x", "tanh'(x) = 1 - tanh(x)^2"),
    (r"\frac{d}{dx} x^3 = 3x^2", "d(x^3, x) = 3x^2"),
    (r"\frac{\partial^2}{\partial x \partial y} (x^2 y) = 2x", "d(d(x^2 y, x), y) = 2x"),
    (r"\frac{1}{1 + e^{-x}} = \sigma(x)", "1/(1 + exp(-x)) = sigmoid(x)"),
    (r"x^2(1 - x)^3 = 0", "x^2*(1 - x)^3 = 0"),
    (r"2x(1 - x) \le \frac12", "2*x*(1 - x) <= 1/2"),
    (r"-\frac{1}{2} x = y", "-1/2*x = y"),
    (r"\sqrt{x^2} = |x|", "sqrt(x^2) = abs(x)"),
    (r"\left| x + y \right| \leq |x| + |y|", "abs(x + y) <= abs(x) + abs(y)"),
    (r"\log(xy) = \log x + \ln y \text{ if } x > 0, y > 0", "log(x*y) = log(x) + log(y); x > 0; y > 0"),
    (r"\log_2 8 = 3", "log(8)/log(2) = 3"),
    (r"0 < x \le 1 \implies \ln x \leq 0", "0 < x <= 1 => log(x) <= 0"),
    (r"x > 0 \text{ or } x \le 0", "x > 0 or x <= 0"),
    (r"x = 0 \iff x^2 = 0", "x = 0 <=> x^2 = 0"),
    (r"x \neq 0 \land y \ne 0 \Rightarrow xy \neq 0", "x != 0 and y != 0 => x*y != 0"),
    (r"\forall x \in \mathbb{R}\colon x^2 \ge 0", "for all x in R: x^2 >= 0"),
    (r"\sum_{i=1}^n i = \frac{n(n+1)}{2}; n \in \mathbb{N}", "sum(i, i, 1, n) = n*(n + 1)/2; n in naturals"),
    (r"\sum_{i=1, i \ne k}^n i \ge 0; n, k \in \mathbb{N}", "sum(where(i != k, i, 0), i, 1, n) >= 0; n, k in naturals"),
    (r"\int_0^1 x^2 \, dx = \frac13", "integral(x^2, x, 0, 1) = 1/3"),
    (r"\int_{-\infty}^{\infty} e^{-x^2} dx = \sqrt{\pi}", "integral(exp(-x^2), x, -oo, oo) = sqrt(pi)"),
    (r"\int e^{-x^2} dx = \sqrt{\pi}", "integral(exp(-x^2), x, -oo, oo) = sqrt(pi)"),
    (r"\lim_{x \to 0^+} x \log x = 0", "limit(x log(x), x, 0, right) = 0"),
    (r"\frac{1}{n} \to 0 \text{ as } n \to \infty", "limit(1/n, n, oo) = 0"),
    (r"\sup_{x \in \mathbb{R}} \sigma'(x) = \frac{1}{4}", "sup(sigmoid'(x), x) = 1/4"),
    (r"\max(x, y) + \min\{x, y\} = x + y", "max(x, y) + min(x, y) = x + y"),
    (r"\operatorname{ReLU}(x) = \begin{cases} x & \text{if } x > 0 \\ 0 & \text{otherwise} \end{cases}",
     "relu(x) = where(x > 0, x, 0)"),
    (r"\mathbb{1}[x > 0] \le 1", "where(x > 0, 1, 0) <= 1"),
    (r"3.9 \cdot 10^{-7} < x", "3.9e-7 < x"),
    (r"\hat y - \bar y = 0", "y_hat - y_bar = 0"),
    (r"w_{\text{new}} = w_1", "w_new = w_1"),
    (r"w^* = \theta_0", "w_star = theta_0"),
    (r"\|X w\|^2 \ge 0 \text{ where } X \in \mathbb{R}^{n \times d}, w \in \mathbb{R}^d",
     "norm(X @ w)^2 >= 0; X in R^(n x d); w in R^d"),
    (r"\mathbf{u}^\top \mathbf{v} = \mathbf{v}^\top \mathbf{u}; \mathbf{u}, \mathbf{v} \in \mathbb{R}^n",
     "u @ v = v @ u; u, v in R^n"),
    (r"\langle u, v \rangle = u^T v; u, v \in \mathbb{R}^n", "u @ v = u @ v; u, v in R^n"),
    (r"(A B)^\top = B^\top A^\top; A, B \in \mathbb{R}^{n \times n}", "(A @ B).T = B.T @ A.T; A, B in R^(n x n)"),
    (r"(X \odot R) w = 0; X, R \in \mathbb{R}^{n \times d}; w \in \mathbb{R}^d",
     "(X ⊙ R) w = 0; X, R in R^(n x d); w in R^d"),
    (r"\operatorname{tr}(AB) = \operatorname{tr}(BA); A, B \in \mathbb{R}^{n \times n}",
     "trace(A B) = trace(B A); A, B in R^(n x n)"),
    (r"\sigma_{\max}(AB) \le \sigma_{\max}(A) \sigma_{\max}(B); A, B \in \mathbb{R}^{n \times n}",
     "operator_norm(A B) <= operator_norm(A)*operator_norm(B); A, B in R^(n x n)"),
    (r"\, I_n x = x; x \in \mathbb{R}^n", "I(n) x = x; x in R^n"),
    (r"\nabla_w \|X w\|^2 = 2 X^\top X w; X \in \mathbb{R}^{n \times d}; w \in \mathbb{R}^d",
     "d(norm(X w)^2, w) = 2 X.T X w; X in R^(n x d); w in R^d"),
    (r"x_1 + x_2 + \dots + x_n = \sum_{k=1}^n x_k; x \in \mathbb{R}^n",
     "sum(x[k], k, 1, n) = sum(x[k], k, 1, n); x in R^n"),
    (r"\mathbb{E}[X^2] - \mathbb{E}[X]^2 = \operatorname{Var}(X) \text{ where } X \sim \mathcal{N}(\mu, \sigma^2)",
     "E[X^2] - E[X]^2 = Var(X); X ~ Normal(mu, sigma^2)"),
    (r"\mathbb{E}[R] = p; R \sim \text{Bern}(p)", "E[R] = p; R ~ Bernoulli(p)"),
    (r"v_t = \beta v_{t-1}; t \in \mathbb{N}; v_t \in \mathbb{R}", "v_t = beta*v_(t-1); t in N; v_t in R"),
    (r"h^{(t)} = h^{(t-1)}; t \in \mathbb{N}; h^{(t)} \in \mathbb{R}", "h_t = h_(t-1); t in N; h_t in R"),
    (r"\varphi(x) \ge 0; \varphi: \mathbb{R} \to \mathbb{R}", "phi(x) >= 0; phi: R -> R"),
    (r"\varphi'(x) \ge 0; φ: R -> R differentiable", "phi'(x) >= 0; phi: R -> R differentiable"),
    (r"f^2(x) \ge 0 \text{ where } f: \mathbb{R} \to \mathbb{R}", "f(x)^2 >= 0; f: R -> R"),
    (r"\lambda^2 (1 + \lambda) = 0", "lambda^2*(1 + lambda) = 0"),
    (r"\|\mathbf{X} \mathbf{w}\|^2 \ge 0; X in R^(n x d); w in R^d", "norm(X w)^2 >= 0; X in R^(n x d); w in R^d"),
    (r"\|\mathbf{x}\|^2 = \sum_{i=1}^n x_i^2; \mathbf{x} \in \mathbb{R}^n",
     "norm(x)^2 = sum(x[i]^2, i, 1, n); x in R^n"),
    (r"\, A (v)_i = 0; A \in \mathbb{R}^{n \times n}; v \in \mathbb{R}^n; i \in \mathbb{N}",
     "A*(v[i]) = 0; A in R^(n x n); v in R^n; i in N"),
    (r"\, I_n (A x) = 0; A \in \mathbb{R}^{n \times n}; x \in \mathbb{R}^n",
     "I(n) (A x) = 0; A in R^(n x n); x in R^n"),
    (r"\operatorname{leaky\_relu}(x) \le |x|", "leaky_relu(x) <= abs(x)"),
    (r"u \cdot v = v \cdot u; u, v \in \mathbb{R}^n", "u @ v = v @ u; u, v in R^n"),
    (r"c \cdot A \cdot v = 0; A \in \mathbb{R}^{n \times d}; v \in \mathbb{R}^d",
     "c*(A @ v) = 0; A in R^(n x d); v in R^d"),
    (r"a \cdot b = b \cdot a", "a*b = b*a"),
    (r"A \text{ is invertible}; A \in \mathbb{R}^{n \times n}", "invertible(A); A in R^(n x n)"),
    (r"A \succ 0; A \in \mathbb{R}^{n \times n}", "positive_definite(A); A in R^(n x n)"),
    (r"$\tanh x \le x$; x >= 0", "tanh(x) <= x; x >= 0"),
    (r"tanh(x) <= x; x \ge 0", "tanh(x) <= x; x >= 0"),
]  # fmt: skip
OTHER = [
    (r"\sigma(-x) = 1 - \sigma(x)", "sigmoid(x) = 1 - sigmoid(x)"),
    (r"x^2(1 - x) = 0", "x^(2*(1 - x)) = 0"),
    (r"\log x^2 = y", "log(x)^2 = y"),
    (r"\frac{d}{dx} x^2 + x = 0", "d(x^2 + x, x) = 0"),
    (r"\sum_{i=1}^n i + n = 0; n \in \mathbb{N}", "sum(i + n, i, 1, n) = 0; n in naturals"),
    (r"\|x\|^2 = y; x \in \mathbb{R}^n", "norm(x) = y; x in R^n"),
    (r"\mathbb{E}[X]^2 = p; X \sim \text{Bern}(p)", "E[X^2] = p; X ~ Bernoulli(p)"),
    (r"h^{(t)} = 1; t \in \mathbb{N}; h^{(t)} \in \mathbb{R}", "h^t = 1; t in N; h in R"),
    (r"\sum_{i=1, i \ne k}^n i \ge 0; n, k \in \mathbb{N}", "sum(i, i, 1, n) >= 0; n, k in naturals"),
    (r"\int_0^1 x \, dx = y", "integral(x, x, 1, 0) = y"),
    (r"x \le y", "x < y"),
    (r"a/b \cdot c = d", "a/(b*c) = d"),
]


def said(text: str) -> tuple[object, ...]:
    typed = read_typed(text)
    return typed.claim, typed.given, typed.definitions


@pytest.mark.parametrize(("latex", "text"), SAME)
def test_latex_says_what_text_says(latex: str, text: str) -> None:
    assert said(latex) == said(text)


@pytest.mark.parametrize(("latex", "text"), OTHER)
def test_what_looks_alike_is_not_the_same(latex: str, text: str) -> None:
    assert said(latex) != said(text)


def test_expressions_and_propositions_may_be_latex() -> None:
    x = Symbol("x", "real")
    assert read_expression(r"\frac{x}{2}", {"x": x}) is read_expression("x/2", {"x": x})
    assert read_proposition(r"x \ge 0") is read_proposition("x >= 0")
    assert read_claim(r"\lambda^2 (x + 1) = 0", {"lambda": Symbol("lambda", "real")})[0] is not None
    with pytest.raises(ReadError, match="an assumption stands behind"):
        read_expression(r"\frac{x}{2}; x > 0")


def test_a_recurrence_may_be_latex() -> None:
    latex = (r"v_t = (1 - \beta) \sum_{i=1}^t \beta^{t-i} g_i \text{ where } t \in \mathbb{N}, v_0 = 0, "
             r"v_t = \beta v_{t-1} + (1 - \beta) g_t \text{ for } t \ge 1")  # fmt: skip
    text = ("v_t = (1 - β) sum(β^(t-i) g_i, i, 1, t) where t in N, v_0 = 0, "
            "v_t = β v_(t-1) + (1 - β) g_t for t >= 1")  # fmt: skip
    assert said(latex) == said(text)


def test_claims_in_latex_are_proved_and_refuted() -> None:
    assert gradcheck.prove(r"\sigma(-x) = 1 - \sigma(x)").verdict == "proved"
    assert gradcheck.prove(r"\sigma(-x) = 1 + \sigma(x)").verdict == "refuted"
