"""Arrays that are written out: read in three notations, printed as they were written, and decided by the engines."""

from __future__ import annotations

import random
from fractions import Fraction

import pytest

from gradcheck.kernel.goal import Goal
from gradcheck.language.author import array, dimension, matrix, onehot, reals, vector
from gradcheck.language.notation.reader import ReadError, read_typed
from gradcheck.language.printing.latex import render_latex
from gradcheck.language.printing.line import render_line
from gradcheck.language.printing.page import render_pretty, render_row
from gradcheck.language.printing.text import render_text
from gradcheck.language.syntax.literals import literal_of
from gradcheck.language.syntax.propositions import Relation
from gradcheck.language.syntax.terms import Mul, Num, Term, as_term
from gradcheck.prover.preamble import preamble_of
from tests.verdicts import verdict_on

X, Y, Z = reals("x y z")


def claim_of(text: str) -> Relation:
    claim = read_typed(text).claim
    assert isinstance(claim, Relation)
    return claim


def drawn(rng: random.Random) -> Term:
    """Return a vector or a matrix of random entries, two or more."""
    entries = [Num(Fraction(rng.randint(-3, 3), rng.choice((1, 2)))), X, Y * Z, X + 1, -X, as_term(0)]
    height, width = rng.choice(((0, 2), (0, 4), (2, 2), (2, 3), (3, 1), (1, 2), (3, 3)))
    if height == 0:
        return array([rng.choice(entries) for _ in range(width)])
    return array([[rng.choice(entries) for _ in range(width)] for _ in range(height)])


def test_what_is_printed_is_read_back() -> None:
    rng = random.Random(17)
    for _ in range(150):
        term = drawn(rng)
        claim = Relation("=", Mul((as_term(2), term)), Mul((as_term(3), term)))
        assert read_typed(render_line(claim)).claim is claim
        assert claim_of(render_text(claim)) is claim
        assert claim_of(render_latex(claim)) is claim


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("[1, 2] = x", None),
        ("[1, 2; 3, 4] v = 0 where v in R^2", "[[1, 2], [3, 4]] @ v = 0*ones(2)"),
        ("[1; 2] = [1, 2]", "[1, 2] = [1, 2]"),
        ("[[1, 2]] @ [1, 1] = onehot(1, 1)", "[[1, 2]] @ [1, 1] = onehot(1, 1)"),
        ("tr([A, 0; 0, 1]) = 0 where A in R^(1 x 1)", "trace([[A[1, 1], 0], [0, 1]]) = 0"),
        ("2 [[1, 2], [3, 4]] v = 0 where v in R^2", "2*([[1, 2], [3, 4]] @ v) = 0*ones(2)"),
        ("E[[X, 1] @ [2, 3]] = 3 where X ~ Normal(0, 1)", "E([X, 1] @ [2, 3]) = 3"),
        ("d/dx[x^2] = 2x", "d(x**2, x) = 2*x"),
        ("[x] = x", "x = x"),
        ("[1, 2] @ u = 0 where u in R^2", "[1, 2] @ u = 0"),
        ("u' @ onehot(1, 2) = 0 where u' in R^2", "u' @ onehot(1, 2) = 0"),
        (r"\begin{pmatrix} 1 & 2 \end{pmatrix} \begin{pmatrix} x \\ y \end{pmatrix} = 0", "[1, 2] @ [x, y] = 0"),
        (r"\begin{vmatrix} a & b \\ c & d \end{vmatrix} = 0", "det([[a, b], [c, d]]) = 0"),
        (r"(1, 2)^\top (3, 4) = 11", "[1, 2] @ [3, 4] = 11"),
    ],
)  # fmt: skip
def test_how_it_is_read(text: str, read: str | None) -> None:
    if read is None:
        with pytest.raises(ReadError, match="a number or an array"):
            read_typed(text)
    else:
        assert render_text(read_typed(text).claim) == read


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("[[1, 2], [3]] = 0", "2"),
        ("[1, 2] * [3, 4] = 0", "* stands between two arrays"),
        ("[A, 0; 0, A] = 0 where A in R^(n x n)", "sides of a block are numbers"),
        ("[A; b] = 0 where A in R^(2 x 2), b in R^2", "cannot be a block"),
        ("[A, B] = 0 where A in R^(2 x 2), B in R^(3 x 3)", "do not fit"),
        ("[1, 2][3] = 0", "there is no entry 3"),
        ("[1, 2][0] = 0", "there is no entry 0"),
        (f"[{', '.join(['0'] * 401)}] = 0", "at most 400"),
        ("|[1, 2]| = 1", "two readings"),
    ],
)
def test_refusals(text: str, said: str) -> None:
    with pytest.raises(ReadError) as refused:
        read_typed(text)
    assert said in str(refused.value)


def test_engines_decide_them() -> None:
    claims = {
        "[[1, 2], [3, 4]] @ [1, 1] = [3, 7]": "proved",
        "[[1, 2], [3, 4]] @ [1, 1] = [3, 8]": "refuted",
        "det([[a, b], [c, d]]) = a d - b c": "proved",
        "det([[a, b], [c, d]]) = a d + b c": "refuted",
        "inverse([[a, b], [c, d]]) = 1/(a d - b c) [[d, -b], [-c, a]] given a d - b c != 0": "proved",
        "inverse([[a, b], [c, d]]) = 1/(a d - b c) [[d, -b], [-c, a]]": "undecided",  # it may have no value
        "norm([3, 4]) = 5": "proved",
        "norm([3, 4]) = 7": "refuted",
        "softmax([x, 0]) = [sigmoid(x), sigmoid(-x)]": "proved",
        "softmax([x, 0]) = [sigmoid(-x), sigmoid(x)]": "refuted",
        "d([x^2, sin(x)], x) = [2x, cos(x)]": "proved",
        "det([A, 0; 0, B]) = det(A) det(B) where A, B in R^(2 x 2)": "proved",
        "det([A, 0; 0, B]) = det(A) + det(B) where A, B in R^(2 x 2)": "refuted",
        "[[1, 2], [2, 4]] @ v = 0 where v = [2, -1]": "proved",
    }
    for text, verdict in claims.items():
        typed = read_typed(text)
        assert verdict_on(Goal(typed.claim, typed.given)) == verdict, text


def test_products_of_numbers_agree_with_an_oracle() -> None:
    """Matrix products by their definition, over fractions."""
    rng = random.Random(5)
    for _ in range(12):
        a, b = ([[rng.randint(-4, 4) for _ in range(2)] for _ in range(2)] for _ in range(2))
        product = [[sum(a[i][k] * b[k][j] for k in range(2)) for j in range(2)] for i in range(2)]
        wrong = [row[:] for row in product]
        wrong[rng.randrange(2)][rng.randrange(2)] += 1
        assert verdict_on(Goal(Relation("=", array(a) @ array(b), array(product)))) == "proved"
        assert verdict_on(Goal(Relation("=", array(a) @ array(b), array(wrong)))) == "refuted"


def test_the_page_shows_rows_and_no_name_for_the_units() -> None:
    claim = claim_of("[[1, x], [3, 4]] @ [1, 1] = [1 + x, 7]")
    assert render_pretty(claim) == "⎡ 1  x ⎤ · [1, 1] = [1 + x, 7]\n⎣ 3  4 ⎦"
    assert render_row(claim) == "[1, x; 3, 4] · [1, 1] = [1 + x, 7]"
    assert [one.name for one in preamble_of((claim,)).symbols] == ["x"]
    n, k = dimension("n"), dimension("k")
    named = Relation("=", onehot(k, n) @ vector("v", n), vector("v", n)[k])
    assert [one.name for one in preamble_of((named,)).symbols] == ["n", "k", "v"]


def test_what_only_looks_alike_is_no_literal() -> None:
    two = array([1, X])
    assert literal_of(two) is not None
    assert literal_of(two + vector("v", 2)) is None
    assert literal_of(onehot(1, 2) + onehot(2, 2)) is None  # it was not written so
    assert literal_of(2 * onehot(2, 2) + 1 * onehot(1, 2)) is None
    assert render_text(matrix("M", 2, 2) + array([[1, 2], [3, 4]])).startswith("M + ")
    for wrong in ([], [1], [[1]], [[1, 2], [3]]):
        with pytest.raises(ValueError, match="entries"):
            array(wrong)
