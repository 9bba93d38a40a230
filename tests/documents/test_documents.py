"""From the text of a document to what it claims: declarations, scope, chains, comments, and what is refused."""

from __future__ import annotations

import time
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from gradcheck.derivation import Derivation, Step
from gradcheck.kernel.goal import Established
from gradcheck.prover import prove
from gradcheck.runtime.limits import Limits
from tests.documents.reading import claims, codes, derived, told, verdicts

REAL = "Let $x, y \\in \\mathbb{R}$.\n\n"


def test_a_note_is_judged_line_by_line(tmp_path: Path) -> None:
    note = REAL + "$$(x + y)^2 = x^2 + 2xy + y^2$$\n\n$$(x - y)^2 = x^2 - 2xy - y^2$$\n\n$$x^2 + y^2 \\ge 2xy$$\n"
    outcomes = verdicts(derived(tmp_path, note))
    assert [one.verdict for one in outcomes] == ["proved", "refuted", "proved"]
    at = outcomes[1].location
    assert at is not None
    assert (at.line, at.column, at.end_line, at.end_column) == (5, 3, 5, 29)
    assert note.split("\n")[at.line - 1][at.column - 1 : at.end_column] == "(x - y)^2 = x^2 - 2xy - y^2"


def test_each_relation_of_a_chain_is_a_step_also_where_the_last_line_is_right(tmp_path: Path) -> None:
    note = REAL + (
        "\\begin{align}\n(x + 1)^2 - 1 &= x^2 + 2x + 1 - 1 \\\\\n &= x^2 + x \\\\\n &= x(x + 2) + 0 \\\\\n"
        " &\\ge 2x\n\\end{align}\n"
    )
    work = derived(tmp_path, note)
    assert claims(work) == [
        "(x + 1)**2 - 1 = x**2 + 2*x + 1 - 1", "x**2 + 2*x + 1 - 1 = x**2 + x", "x**2 + x = x*(x + 2) + 0",
        "x*(x + 2) + 0 >= 2*x",
    ]  # fmt: skip
    assert [one.verdict for one in verdicts(work)] == ["proved", "refuted", "refuted", "proved"]
    assert [step.location.line for step in work.steps if step.location] == [4, 5, 6, 7]


def test_an_order_holds_to_the_end_of_its_section_and_a_sort_to_that_of_the_document(tmp_path: Path) -> None:
    note = "# One\n\nLet $x > 0$.\n\n$$|x| = x$$\n\n## Inside\n\n$$|x| = x$$\n\n# Two\n\n$$|x| = x$$\n"
    work = derived(tmp_path, note)
    assert [one.given for one in told(work)] == [("x > 0",), ("x > 0",), ()]
    assert [one.verdict for one in verdicts(work)] == ["proved", "proved", "refuted"]


def test_a_remark_never_becomes_an_assumption(tmp_path: Path) -> None:
    note = REAL + "Since $x = y$ and $x^2 < 0$, and $x y \\ge 1$,\n\n$$x = y$$\n"
    work = derived(tmp_path, note)
    assert [(one.claim, one.given) for one in told(work)] == [("x = y", ())]
    assert work.document is not None
    assert sum("a remark" in line for line in work.document.reading) == 3


def test_a_later_order_is_told_and_not_taken(tmp_path: Path) -> None:
    note = "Let $x > 0$.\n\n$$|x| = x$$\n\nIf $x > -1$ or $x \\ne 0$, fine; for $x < 0$, not; for $x > 1$, neither.\n"
    note += "\n$$x = x$$\n"
    work = derived(tmp_path, note)
    assert codes(work) == ["GC610", "GC610"]
    assert [one.given for one in told(work)] == [("x > 0",), ("x > 0",)]
    anew = note.replace(" or ", " <!-- gradcheck: anew x --> ", 1)
    assert told(derived(tmp_path, anew))[1].given == ("x != 0",)


def test_what_is_declared_below_a_formula_counts_in_its_section_alone(tmp_path: Path) -> None:
    note = "$$a^\\top a \\ge 0$$\n\nwhere $a \\in \\mathbb{R}^n$.\n\n# Later\n\n$$b \\ge b$$\n\n# Last\n\n"
    note += "$b \\in \\mathbb{R}$\n"
    assert claims(derived(tmp_path, note)) == ["a @ a >= 0", "GC602"]


def test_contradictory_declarations_have_both_places(tmp_path: Path) -> None:
    note = "Let $v \\in \\mathbb{R}^n$.\nLet $v \\in \\mathbb{R}$.\n"
    work = derived(tmp_path, note)
    assert codes(work) == ["GC603"]
    assert "1:6" in work.remarks[0].message
    later = note.replace(".\nLet", ".\n\n# Two\n\nLet") + "\n$$v + v = 2v$$\n"
    assert codes(derived(tmp_path, later)) == []
    assert claims(derived(tmp_path, later)) == ["v + v = 2*v"]


def test_functions_are_unfolded_and_never_capture(tmp_path: Path) -> None:
    note = REAL + "Let $f(u) := u^2 + y$ and $n \\in \\mathbb{N}$.\n\n$$f(x + 1) = (x + 1)^2 + y$$\n\n$$f'(x) = 2x$$\n"
    work = derived(tmp_path, note)
    assert claims(work) == ["(x + 1)**2 + y = (x + 1)**2 + y", "d(x**2 + y, x) = 2*x"]
    captured = REAL + (
        "Let $n \\in \\mathbb{N}$ and $k \\in \\mathbb{N}$. Let $g(u) := \\sum_{k=1}^{n} u k$.\n\n$$g(k) = g(k)$$\n\n"
        "Let $h(u) := u + k$.\n\n$$\\sum_{k=1}^{n} h(1) = 0$$\n"
    )
    assert claims(derived(tmp_path, captured)) == ["GC601", "GC601"]
    circular = REAL + "Let $f(u) := f(u) + 1$.\n\n$$f(x) = f(x)$$\n"
    work = derived(tmp_path, circular)
    assert codes(work) == ["GC601"]
    assert claims(work)[0].startswith("GC60")


def test_undeclared_names_come_with_the_line_to_add(tmp_path: Path) -> None:
    note = "Let $A \\in \\mathbb{R}^{n \\times d}$.\n\n$$\\|A b\\|^2 \\ge 0$$\n"
    (step,) = derived(tmp_path, note).steps
    assert getattr(step.claim, "code", "") == "GC602"
    problem = str(getattr(step.claim, "problem", ""))
    assert "b" in problem
    assert "b in R^d" in problem


@pytest.mark.parametrize(
    ("comment", "display", "expected"),
    [
        ("define", "$$s = x + y = y + x$$", [("x + y = y + x", "proved")]),
        ("define s", "$$x = x \\\\ s = x + y$$", [("x = x", "proved")]),
        ("false: quoted", "$$x = x + 1$$", [("x = x + 1", "refuted")]),
        ("false at 2: quoted", "$$x = x = x + 1$$", [("x = x", "proved"), ("x = x + 1", "refuted")]),
        ("skip: no claim", "$$x = x + 1$$", []),
        ("skip at 2: no claim", "$$x = x = x + 1$$", [("x = x", "proved")]),
        ("given at 1", "$$x = 0 \\\\ x y = 0$$", [("x*y = 0", "proved")]),
        ("assume x > y", "$$x \\ge y$$", [("x >= y", "proved")]),
        ("assume $x > y$; expect 1 claims", "$$x \\ge y$$", [("x >= y", "proved")]),
        ("claim x = x", "$$y = y$$", [("x = x", "proved"), ("y = y", "proved")]),
    ],
)  # fmt: skip
def test_comments(tmp_path: Path, comment: str, display: str, expected: list[tuple[str, str]]) -> None:
    work = derived(tmp_path, f"{REAL}<!-- gradcheck: {comment} -->\n{display}\n")
    assert not work.remarks
    assert list(zip(claims(work), [step.expected for step in work.steps], strict=True)) == expected


@pytest.mark.parametrize(
    ("comment", "code"),
    [
        ("false", "GC605"), ("skip", "GC605"), ("ignore: why", "GC605"), ("expect 2 claims", "GC606"),
        ("false at 3: why", "GC605"), ("x ><", "GC605"), ("foo bar baz", "GC605"), ("partial", "GC605"),
    ],
)  # fmt: skip
def test_comments_that_are_wrong(tmp_path: Path, comment: str, code: str) -> None:
    assert codes(derived(tmp_path, f"{REAL}<!-- gradcheck: {comment} -->\n$$x = x$$\n")) == [code]


def test_a_comment_without_a_display_is_told(tmp_path: Path) -> None:
    assert codes(derived(tmp_path, f"{REAL}$$x = x$$\n<!-- gradcheck: expect 1 claims -->\n")) == ["GC605"]


def test_premises_and_conditions(tmp_path: Path) -> None:
    note = REAL + "$$x > 1 \\implies x^2 > 1$$\n\n$$|x| = x \\quad \\text{if } x > 0$$\n\n"
    note += "$$|x| = x \\quad \\text{if } x < 1$$\n"
    note += "\n$$x > 1 \\iff x - 1 > 0$$\n\n$$x > 1 \\iff x > 0$$\n"
    outcomes = verdicts(derived(tmp_path, note))
    assert [one.verdict for one in outcomes] == ["proved", "proved", "refuted", "proved", "refuted"]


def test_rows_beside_one_that_cannot_be_read_are_judged(tmp_path: Path) -> None:
    note = REAL + "$$\\begin{aligned} x &= x \\\\ y &= \\frac{1}{ \\\\ &= y \\end{aligned}$$\n\n$$x = x$$\n"
    found = claims(derived(tmp_path, note))
    assert found[0] in ("x = x", "GC601")
    assert found[-1] == "x = x"
    assert "GC601" in found


def test_equations_have_names_and_use_each_other(tmp_path: Path) -> None:
    note = REAL + (
        "<!-- gradcheck: f: R -> R; assume f(x) = 2*x -->\n$$f(x) = 2x \\tag{4}$$\n\n"
        "<!-- gradcheck: using (4) -->\n$$f(x) + 1 = 2x + 1$$\n"
    )
    work = derived(tmp_path, note)
    assert work.steps[0].name == "(4)"
    assert work.steps[1].using == ("(4)",)


def test_nothing_that_is_written_is_run(tmp_path: Path) -> None:
    bait = tmp_path / "run"
    code = f"__import__('pathlib').Path('{bait}').touch()"
    for text in (f"$${code} = 1$$", f"<!-- gradcheck: {code} -->", f"<!-- gradcheck: x := {code} -->\n$$x = 1$$",
                 f"```gradcheck\n{code} = 1\n```", f"<!-- gradcheck: assume {code} = 1 -->"):  # fmt: skip
        derived(tmp_path, text)
    assert not bait.exists()


HOSTILE = {
    "nested.md": REAL + "$$" + "{" * 3000 + "x" + "}" * 3000 + " = x$$",
    "deep.md": REAL + "$$" + "(" * 500 + "x" + ")" * 500 + " = x$$",
    "fractions.md": REAL + "$$" + "\\frac{1}{" * 300 + "x" + "}" * 300 + " = x$$",
    "bomb.tex": "".join(f"\\newcommand{{\\{chr(98 + k)}q}}{{\\{chr(97 + k)}q\\{chr(97 + k)}q}}\n" for k in range(24))
    + "\\newcommand{\\aq}{x}\n$$\\yq = x$$",
    "loop.tex": "\\newcommand{\\aq}{\\bq}\\newcommand{\\bq}{\\aq}\n$$\\aq = 1$$",
    "definitions.md": REAL + "".join(f"Let $f_{{{k}}} := f_{{{k - 1}}} f_{{{k - 1}}}$.\n" for k in range(1, 40))
    + "$$f_{39} = 1$$",
    "functions.md": REAL + "Let $a(u) := u$.\n"
    + "".join(f"Let ${chr(98 + k)}(u) := {chr(97 + k)}(u) {chr(97 + k)}(u)$.\n" for k in range(22)) + "$$w(x) = 1$$",
    "names.md": "$$" + " + ".join(f"x_{{{k}}}" for k in range(400)) + " = 0$$",
}  # fmt: skip


def test_hostile_documents_end_soon_with_a_place(tmp_path: Path) -> None:
    for name, text in HOSTILE.items():
        begun = time.process_time()
        work = derived(tmp_path, text, name)
        assert time.process_time() - begun < 10, name
        assert all(step.location is not None for step in work.steps), name
        assert work.steps or work.remarks, name


def test_two_thousand_formulas_are_read(tmp_path: Path) -> None:
    text = REAL + "".join(
        f"Some words and $x_{{{k}}}$.\n\n$$(x + {k})^2 = x^2 + {2 * k} x + {k * k}$$\n\n" for k in range(1000)
    )
    assert len(derived(tmp_path, text).steps) == 1000


def test_a_file_beside_a_document_says_what_its_text_leaves_out(tmp_path: Path) -> None:
    note = "# One\n\n$$x = y$$\n\n## Two\n\n$$x + y = y + x$$\n\n$$x = x + 1$$\n"
    (tmp_path / "note.gradcheck").write_text(
        '# what the author knows\nx, y in R\n\nat 3\nskip: a remark; of no weight\n\nat "## Two"\nexpect 1 claims\n'
        "at 9\nfalse: a slip\n"
    )
    work = derived(tmp_path, note)
    assert not work.remarks
    assert [(step.expected, one.claim) for step, one in zip(work.steps, told(work), strict=True)] == [
        ("proved", "x + y = y + x"), ("refuted", "x = x + 1"),
    ]  # fmt: skip
    (tmp_path / "note.gradcheck").write_text('x, y in R\nat "Three"\nexpect 1 claims\nat 4\ny ><\n')
    work = derived(tmp_path, note)
    assert sorted(codes(work)) == ["GC601", "GC605"]
    assert {remark.location.path for remark in work.remarks if remark.location} == {str(tmp_path / "note.gradcheck")}


@pytest.mark.parametrize(
    ("prose", "display", "claim"),
    [
        ("Let $s_i := z_i^2$ and $z \\in \\mathbb{R}^n$.", "\\sum_{i=1}^n s_i = \\|z\\|^2",
         "sum(z[i]**2, i, 1, n) = norm(z)**2"),
        ("Let $X_1, \\dots, X_n \\sim \\mathcal{N}(0, 1)$.", "\\mathbb{E}[X_1] = 0", "E(X[1]) = 0"),
        ("Let $x_1, x_2, \\ldots, x_n \\in \\mathbb{R}$.", "x_1 = x_1", "x[1] = x[1]"),
        ("<!-- gradcheck: δ Kronecker; i, j in 1..n -->", "\\delta_{ij} = \\delta_{ji}",
         "where(i = j, 1, 0) = where(j = i, 1, 0)"),
        ("Let $a \\in \\mathbb{R}$. <!-- gradcheck: log base 2 -->", "\\log(2) = 1", "log(2)/log(2) = 1"),
        ("<!-- gradcheck: V variance; X ~ Normal(0, 1) -->", "V[X] = 1", "Var(X) = 1"),
        ("", "\\sum_{k=1}^N k = N(N+1)/2", "sum(k, k, 1, N) = N*(N + 1)/2"),
        ("<!-- gradcheck: f differentiable 2; x in R -->", "f''(x) = f''(x)", "f''(x) = f''(x)"),
        ("Let $w \\in \\mathbb{R}^n$.", "n + 1 > n", "n + 1 > n"),
        ("Let $a, b > 0$.", "a b > 0", "a*b > 0"),
        ("Let $i = 1, \\dots, n$ and $v \\in \\mathbb{R}^n$.", "v_i = v_i", "v[i] = v[i]"),
    ],
)  # fmt: skip
def test_what_prose_and_comments_declare(tmp_path: Path, prose: str, display: str, claim: str) -> None:
    work = derived(tmp_path, f"{prose}\n\n$${display}$$\n")
    assert not work.remarks
    assert claims(work) == [claim]


def test_a_gradient_is_by_something(tmp_path: Path) -> None:
    """``\\nabla f`` without a variable was read as f: then \\nabla (x^2) = x^2 was proved."""
    assert claims(derived(tmp_path, REAL + "$$\\nabla (x^2) = x^2$$\n")) == ["GC601"]
    work = derived(tmp_path, REAL + "Let $f(u) := u^2$.\n\n$$\\nabla f(x) = 2x$$\n\n$$\\nabla f(x) = f(x)$$\n")
    assert claims(work) == ["d(x**2, x) = 2*x", "d(x**2, x) = x**2"]
    assert claims(derived(tmp_path, REAL + "Let $f(u) := u^2$.\n\n$$\\nabla (f(x) + 1) = 2x$$\n")) == ["GC601"]


def test_a_comment_before_an_inline_formula_reads_it(tmp_path: Path) -> None:
    note = REAL + "With <!-- gradcheck: assume --> $x = y$ we have <!-- gradcheck: claim --> $x^2 = y^2$.\n"
    work = derived(tmp_path, note)
    assert not work.remarks
    assert told(work) == [(3, "x**2 = y**2", ("x = y",))]
    unread = derived(tmp_path, note.replace("<!-- gradcheck: assume -->", ""))
    assert told(unread) == [(3, "x**2 = y**2", ())]


def test_what_follows_does_not_change_what_a_letter_was(tmp_path: Path) -> None:
    note = REAL + "$$\\sigma(x) \\le 1$$\n\nNow let $\\sigma > 0$.\n"
    assert claims(derived(tmp_path, note)) == ["sigmoid(x) <= 1"]


def test_each_row_has_its_own_label(tmp_path: Path) -> None:
    note = (
        REAL
        + "\\begin{align}\nx &= x \\nonumber \\\\\ny &= y \\label{eq:b} \\\\\nx + y &= y + x \\tag{7}\n\\end{align}\n"
    )
    assert [step.name for step in derived(tmp_path, note).steps] == ["line 4", "eq:b", "(7)"]


AT_POINTS = r"""
Let $c \in \mathbb{R}$, $a > 0$, $f(x) := x^3 + a$, $x \in \mathbb{R}$ and $y := x^2$.

$$\left. \frac{d}{dx} f(x) \right|_{x = 1} = 3$$
$$\frac{d}{dx} x^2 \Big|_{x = c} + \left. \frac{d}{dx} x^2 \right|_{x = -c} = 0$$
$$\left. y \right|_{x = 2} = 4$$
$$\frac{d}{dc} \left. x^2 \right|_{x = c} = 0$$
"""


def test_a_formula_at_a_point_is_read_where_its_letter_means_nothing_else(tmp_path: Path) -> None:
    first, second, *rest = told(derived(tmp_path, AT_POINTS))
    assert (first.claim, first.given) == ("d(x_0**3 + a, x_0) = 3", ("a > 0", "x_0 = 1"))
    assert (second.claim, second.given) == ("d(x_0**2, x_0) + d(x_1**2, x_1) = 0", ("x_0 = c", "x_1 = -c"))
    assert [one.claim for one in rest] == ["GC601", "GC601"]  # y is defined by x; c is held in a derivative by c


CHOSEN = r"""
Let $\Delta > 0$, $U \sim \mathcal{U}(0, 1)$, $V \sim \mathcal{N}(0, 1)$, $L \in \mathbb{R}$, $w \in \mathbb{R}^n$,
$A \in \mathbb{R}^{n \times n}$.

$$\mathbb{E}_{U}[\Delta U] = \Delta/2$$
$$\mathbb{E}_{U}[U V] = 0$$
$$\mathbb{E}_{U, V}[U V] = 0$$
$$\nabla_w w^\top A w = A w$$
$$\nabla_w \frac{1}{2} w^\top w = w$$
$$\nabla_w L w^\top = w$$
"""


def test_what_has_one_reading_is_read(tmp_path: Path) -> None:
    assert claims(derived(tmp_path, CHOSEN)) == [
        "E(Delta*U) = Delta/2", "GC601", "E(U*V) = 0", "d(w @ A @ w, w) = A @ w", "d(1/2*(w @ w), w) = w", "GC604",
    ]  # fmt: skip


MIXED = r"""
<!-- gradcheck: \theta_k, g_k \in \mathbb{R}^n; k, t in N; \hat{u}, $\Gamma$ in R^(n x n); \Gamma diagonal;
  \Gamma symmetric; v_t in R; v_0 = 0; v_t = v_{t-1} + 1 for t >= 1; ^L label; a^L in R; \tau^2 name; \tau^2 in R;
  p in R^n; H entropy; T transpose; T in N; 6e4 number; \text{loss} in R; ^(t) index; ∘ entry by entry; ≈ rounded -->

$$\theta_k + g_k = g_k$$
$$\Gamma^\top \hat{u} = \Gamma \hat u$$
$$v_t = t$$
$$a^L + \tau^2 = 6e4 + \text{loss}$$
$$H(p) = 0$$
$$\Gamma^T = \Gamma$$
"""


def test_comments_take_names_as_the_document_writes_them(tmp_path: Path) -> None:
    work = derived(tmp_path, MIXED)
    assert codes(work) == []
    assert claims(work) == [
        "theta[k] + g[k] = g[k]", "Gamma.T @ u_hat = Gamma @ u_hat", "v[t] = t", "a_L + tau_2 = 60000 + loss",
        "-p @ log(p) = 0", "Gamma.T = Gamma",
    ]  # fmt: skip


def test_an_integral_of_a_function_is_a_function_with_that_slope(tmp_path: Path) -> None:
    note = "<!-- gradcheck: f: R -> R; F(x) integral of f; a in R -->\n\n$$F'(a) = f(a)$$\n"
    assert [(one.claim, one.given) for one in told(derived(tmp_path, note))] == [
        ("F'(a) = f(a)", ("for all x: F'(x) = f(x)",))
    ]


TENDS = r"""
Let $n \in \mathbb{N}$ and $x \in \mathbb{R}$.

$$\frac{1}{n} \to 0 \text{ as } n \to \infty$$
\begin{align} e^{-x} &= \frac{1}{e^x} \\ &\to 0 \quad\text{as } x \to \infty \end{align}
$$n = O(n^2) \text{ as } n \to \infty$$
<!-- gradcheck: as x -> 0 -->
$$\frac{\sin x}{x} \to 1$$
$$x \to 1$$
"""


def test_what_tends_to_something_is_a_limit(tmp_path: Path) -> None:
    first, second, third, growth, last, open_one = claims(derived(tmp_path, TENDS))
    assert (first, third, last) == ("limit(1/n, n, oo) = 0", "limit(1/exp(x), x, oo) = 0", "limit(sin(x)/x, x, 0) = 1")
    assert second == "exp(-x) = 1/exp(x)"
    assert growth.startswith("exists c in dimensions: ")
    assert open_one == "GC607"


ENTRIES = r"""
Let $R \in \mathbb{R}^{n \times d}$ with $R_{ij} \sim \mathrm{Bernoulli}(p)$, $0 < p < 1$, and $v \in \mathbb{R}^d$ with
$v_j \sim \mathcal{N}(0, 1)$. Let $a_{kl} \in \mathbb{R}$.

$$\mathbb{E}[R v] = 0$$
$$\mathbb{E}\left[\sum_{j=1}^d R_{ij}\right] = p d$$
$$\mathbb{E}\left[\sum_{j=1}^d R_{ij}\right] = R_{ij} d$$
$$\sum_{k=1}^d a_{kl} = d a_{kl}$$
$$a_{kl} + a_{kl} = 2 a_{kl}$$
"""


def test_the_law_of_entries_is_that_of_the_array_and_one_thing_is_no_array(tmp_path: Path) -> None:
    work = derived(tmp_path, ENTRIES)
    first, mean, wrong, summed, twice = told(work)
    assert first.claim == "E(R @ v) = 0*ones(n)"
    assert mean.claim == "E(sum(R[i, j], j, 1, d)) = p*d"
    assert wrong.claim == "GC601"  # a side is random, and the other is not
    assert (summed.claim, twice.claim) == ("GC602", "a_kl + a_kl = 2*a_kl")
    assert [one.verdict for one in verdicts(work)][:3] == ["proved", "proved", "undecided"]


TWICE = r"""
<!-- gradcheck: t in N; v_t, g_t \in \mathbb{R}; v_0 = 0; v_t = 2 v_{t-1} + g_t for t >= 1; assume t >= 1 -->

$$v_t - g_t = 2 v_{t-1}$$

<!-- gradcheck: anew v; v_t \in \mathbb{R}; v_0 = 0; v_t = 3 v_{t-1} + g_t for t >= 1 -->

$$v_t - g_t = 3 v_{t-1}$$
$$v_t - g_t = 2 v_{t-1}$$
$$\sum_{j=1}^3 j + \left(\sum_{j=1}^3 j\right)^2 = 42$$
"""


def test_a_name_may_be_defined_anew_by_another_recurrence(tmp_path: Path) -> None:
    work = derived(tmp_path, TWICE)
    assert claims(work) == [
        "v[t] - g[t] = 2*v[t - 1]", "v'[t] - g[t] = 3*v'[t - 1]", "v'[t] - g[t] = 2*v'[t - 1]",
        "sum(j, j, 1, 3) + sum(j, j, 1, 3)**2 = 42",
    ]  # fmt: skip
    assert [one.verdict for one in verdicts(work)] == ["proved", "proved", "refuted", "proved"]


NEAR = REAL + "$$x^2 + 1 > 0$$\n\n$$x^2 + 2 > 1$$\n\n$$x = y$$\n\n$$x^2 + y^2 > -1$$\n\n# Two\n\n$$x^2 + 3 > 2$$\n"


def test_an_open_relation_may_use_those_above_it_in_its_section(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    work = derived(tmp_path, NEAR)
    one, two, false, three, _ = work.steps
    first = (one.name, two.name)
    assert [step.near for step in work.steps] == [(), first[:1], first, (*first, false.name), ()]
    asked: list[tuple[str, tuple[str, ...]]] = []
    plain = prove.prove_step

    def hard(derivation: Derivation, step: Step, earlier: tuple[Established, ...], *rest: Any, **named: Any) -> Any:
        asked.append((step.name, tuple(item.name for item in earlier)))
        found = plain(derivation, step, earlier, *rest, **named)
        if step.name != three.name or earlier:
            return found
        open_one = replace(found.outcome, verdict="undecided", trust=None, reason="nothing decides it", code="GC200")
        return prove.Result(open_one)

    monkeypatch.setattr(prove, "prove_step", hard)
    found = prove.prove_derivation(work, Limits(20, 2048, "solver"))
    assert [step.verdict for step in found.steps] == ["proved", "proved", "refuted", "proved", "proved"]
    assert asked[3:5] == [(three.name, ()), (three.name, (one.name, two.name))]  # what is false is not used


HALVES = r"""
\newcommand{\half}{\tfrac12}
\newcommand{\twelfth}{x^12}
Let $x, s \in \mathbb{R}$.
\[ \half x + \half x = x \]
\[ \twelfth = 1 \]
\[ s \in [0, 1) \Rightarrow s^2 \le s \]
\[ s \in (0, \infty) \Rightarrow s^2 > 0 \]
"""


def test_digits_of_a_macro_are_arguments_one_by_one_and_a_set_before_an_arrow_is_a_premise(tmp_path: Path) -> None:
    half, power, inside, above = told(derived(tmp_path, HALVES, "paper.tex"))
    assert half.claim == "1/2*x + 1/2*x = x"
    assert power.claim == "GC604"
    assert (inside.claim, inside.given) == ("s**2 <= s", ("0 <= s < 1",))
    assert (above.claim, above.given) == ("s**2 > 0", ("0 < s",))
