"""The page: rows of one width in which everything stands where a reader expects it."""

from __future__ import annotations

import subprocess
import sys
import unicodedata
from textwrap import dedent

import pytest
from hypothesis import given

from gradcheck.language import author as a
from gradcheck.language.printing.layout import beside, box, bracketed, fraction, lowered, raised, stacked
from gradcheck.language.printing.page import PAGE, layout, render_pretty
from gradcheck.language.syntax.node import Node
from gradcheck.language.syntax.propositions import Relation
from gradcheck.language.syntax.terms import Add, Neg, Symbol, Term

from .formulas import relations, terms

x, y, b, p, lam = a.reals("x y b p lam")
n, d = a.dimensions("n d")
k = a.natural("k")
i = a.integer("i")
X, w, t, G = a.matrix("X", n, d), a.vector("w", d), a.vector("y", n), a.matrix("Gamma", d, d)
R = a.random_variable("R", a.Bernoulli(p), n, d)
theta, v = a.sequence("theta", d), a.sequence("v", d)
depth = a.sequence("y", of=(x,))

ONE_ROW: list[tuple[Node, str]] = [
    (
        a.eq(a.E(a.norm(t - a.hadamard(X, R) @ w) ** 2), a.norm(t - p * X @ w) ** 2 + p * (1 - p) * a.norm(G @ w) ** 2),
        "𝔼[‖y − (X ⊙ R)w‖²] = ‖y − pXw‖² + p(1 − p)‖Γw‖²",
    ),
    (a.eq(theta(k + 1), theta(k) - lam * v(k)), "θₖ₊₁ = θₖ − λvₖ"),
    (a.chain(0, "<", a.sigmoid(x), "<=", 1), "0 < σ(x) ≤ 1"),
    (a.ne(x, y), "x ≠ y"),
    (a.And((x >= 0, a.Invertible(X.T @ X))), "x ≥ 0  ∧  XᵀX is invertible"),
    (a.Implies(x > 0, a.Exists(y, a.eq(x, y))), "x > 0  ⇒  (∃ y ∈ ℝ:  x = y)"),
    (a.Or((x <= 0, a.And((y < 1, y > 0)))), "x ≤ 0  ∨  (y < 1  ∧  y > 0)"),
    (a.Iff(x <= 0, x < 1), "x ≤ 0  ⇔  x < 1"),
    (a.ForAll((x, k), x <= k), "∀ x ∈ ℝ, k ∈ ℕ:  x ≤ k"),
    (a.PositiveDefinite(X.T @ X), "XᵀX ≻ 0"),
    (a.inverse(X.T @ X) @ w, "(XᵀX)⁻¹w"),
    (w @ w, "wᵀw"),
    (w @ (X.T @ X) @ w, "wᵀ(XᵀX)w"),
    ((X @ w) @ (X @ w), "(Xw)ᵀ(Xw)"),
    (a.eq(v(0), 0 * a.ones(d)), "v₀ = 0"),
    (-2 * x * y, "−2xy"),
    (x * 2, "x · 2"),
    (2 * a.tanh(x), "2 tanh(x)"),
    (a.real("loss") * x, "loss x"),
    (a.real("loss") * (x + 1), "loss · (x + 1)"),
    (a.real("sigma") * (1 - x), "σ · (1 − x)"),
    (a.absolute(x) * a.absolute(y), "|x| |y|"),
    (a.exp(-x), "e⁻ˣ"),
    (a.sqrt(x) + a.sqrt(2 * a.pi), "√x + √(2π)"),
    (2 * a.sqrt(x) * y * (x + 1) - a.sqrt(x * y), "2√x · y(x + 1) − √(xy)"),
    (a.sqrt(x) ** 2 + a.sqrt(x + 1) ** 2 - a.sqrt(x**2), "(√x)² + (√(x + 1))² − √(x²)"),
    ((x + 1) ** (k + 1), "(x + 1)ᵏ⁺¹"),
    (a.rational("0.059"), "0.059"),
    (a.rational("1e-30") * x, "10⁻³⁰x"),
    (a.real("theta_0") + a.real("w_max") + a.real("x12"), "θ₀ + wₘₐₓ + x₁₂"),
    (X[i, k] * w[i] ** 2, "Xᵢₖwᵢ²"),
    (x + a.rational(-1), "x − 1"),
    (x - (-y), "x − (−y)"),
    (a.Var(x * y), "Var[xy]"),
    (a.Normal(a.rational(0), p), "Normal(0, p)"),
    (a.initial(a.sequence("v")(0), 0), "v₀ = 0"),
    (a.recurrence(a.sequence("v")(k), b * a.sequence("v")(k - 1), 1), "vₖ = bvₖ₋₁   for k ≥ 1"),
]


@pytest.mark.parametrize(("node", "row"), ONE_ROW, ids=[row for _, row in ONE_ROW])
def test_a_row_reads_like_a_paper(node: Node, row: str) -> None:
    assert render_pretty(node) == row


SEVERAL_ROWS: list[tuple[Node, str]] = [
    (
        (1 - b) * x * (1 - b**k) / (1 - b),
        """
        (1 − b)x(1 − bᵏ)
        ────────────────
             1 − b
        """,
    ),
    (
        a.absolute(a.d(depth(n), x)) <= a.rational(1, 4) ** n,
        """
        │∂yₙ(x)│   ⎛1⎞ⁿ
        │──────│ ≤ ⎜─⎟
        │  ∂x  │   ⎝4⎠
        """,
    ),
    (
        a.eq(a.d(a.norm(t - X @ w) ** 2, w), 2 * X.T @ (X @ w - t)),
        """
        ∇ ‖y − Xw‖² = 2Xᵀ(Xw − y)
         w
        """,
    ),
    (
        a.total(b**i, i, 1, n),
        """
          n
          ∑   bⁱ
        i = 1
        """,
    ),
    (
        a.sup(a.d(a.tanh(x), x), x),
        """
              ∂
         sup  ── tanh(x)
        x ∈ ℝ ∂x
        """,
    ),
    (
        a.limit(1 / x, x, 0, "+"),
        """
               1
         lim   ─
        x → 0⁺ x
        """,
    ),
    (
        a.integral(a.exp(-x), x, 0, a.oo),
        """
        ⌠∞
        ⎮  e⁻ˣ dx
        ⌡0
        """,
    ),
    (
        a.where(x > 0, x, 0),
        """
        ⎧ x   if x > 0
        ⎨
        ⎩ 0   otherwise
        """,
    ),
    (
        x / (y / b),
        """
         x
        ───
         y
         ─
         b
        """,
    ),
    (
        x ** a.rational(1, 2),
        """
         1/2
        x
        """,
    ),
    (
        a.identity(d) @ w,
        """
        I w
         d
        """,
    ),
]


@pytest.mark.parametrize(("node", "page"), SEVERAL_ROWS)
def test_rows_are_laid_out_like_a_paper(node: Node, page: str) -> None:
    assert render_pretty(node) == dedent(page).strip("\n").rstrip()


@given(terms | relations)
def test_rows_have_one_width_and_characters_one_column(node: Term) -> None:
    drawn = layout(node)
    assert {len(row) for row in drawn.rows} == {drawn.width}
    assert 0 <= drawn.base < drawn.height
    for character in "".join(drawn.rows):
        assert character.isprintable()
        assert unicodedata.east_asian_width(character) not in "WF"
        assert not unicodedata.combining(character)


@given(terms)
def test_brackets_open_and_close(term: Term) -> None:
    text = "".join(layout(term).rows)
    for opening, closing in ("()", "⎛⎞", "⎝⎠", "[]", "₍₎", "⁽⁾"):
        assert text.count(opening) == text.count(closing)


def test_nothing_wraps() -> None:
    long: Term = x
    for _ in range(200):
        long = long + x
    assert "\n" not in render_pretty(long)
    assert len(render_pretty(long)) == 4 * 200 + 1


def test_boxes() -> None:
    half = fraction(box("1"), box("2"))
    assert half.rows == ("1", "─", "2")
    assert half.base == 1
    assert beside("x", half).rows == (" 1", "x─", " 2")
    assert bracketed(half).rows == ("⎛1⎞", "⎜─⎟", "⎝2⎠")
    assert raised(box("x"), box("q")).rows == (" q", "x ")  # there is no raised q
    assert lowered(box("x"), box("b")).rows == ("x ", " b")  # nor a lowered b
    assert raised(bracketed(half), box("n")).rows == ("⎛1⎞ⁿ", "⎜─⎟ ", "⎝2⎠ ")
    assert raised(box("x"), box("k + 1")).rows == ("xᵏ⁺¹",)
    assert stacked("sup", "x ∈ ℝ", base=0).base == 0


def test_what_cannot_be_drawn_is_refused() -> None:
    with pytest.raises(TypeError, match="cannot be drawn"):
        render_pretty(Node())


def test_writers_and_reader_do_not_load_sympy() -> None:
    code = (
        "import sys; import gradcheck.language.author; from gradcheck.language.notation import reader;"
        "from gradcheck.language.printing import latex, page, text;"
        "claim, given = reader.read_claim('d(tanh(x), x) <= 1 ; x >= 0');"
        "text.render_text(claim), latex.render_latex(claim), page.render_pretty(claim);"
        "sys.exit('sympy' in sys.modules)"
    )
    subprocess.run([sys.executable, "-c", code], check=True, timeout=60)


def test_a_wide_relation_goes_on_below() -> None:
    names = [Symbol(f"a_{number}", "real") for number in range(60)]
    wide = Add((*names[:30], Neg(names[30]), *names[31:]))
    rows = render_pretty(Relation("=", Symbol("s", "real"), wide)).splitlines()
    assert max(map(len, rows)) <= PAGE < sum(map(len, rows))
    assert rows[0].startswith("s = a₀ + a₁")
    assert all(row.startswith(("    + ", "    − ")) for row in rows[1:])
    assert "".join(row.replace(" ", "") for row in rows) == "s=" + "+".join(map(render_pretty, names)).replace(
        "+a₃₀", "−a₃₀"
    )
    both = render_pretty(Relation("<=", wide, wide)).splitlines()
    assert [row[:2] for row in both if not row.startswith("  ")] == ["a₀", "+ ", "+ ", "≤ "]
    assert max(map(len, both)) <= PAGE
