"""The reader: what it reads, what it refuses, where the caret stands, and that nothing else ever comes out of it."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from gradcheck.language import author as a
from gradcheck.language.notation.reader import (
    ReadError,
    read_claim,
    read_claims,
    read_expression,
    read_proposition,
    render_caret,
)
from gradcheck.language.notation.tokens import HINTS, SIGNS
from gradcheck.language.printing.text import render_text
from gradcheck.language.syntax.propositions import Proposition
from gradcheck.language.syntax.terms import Add, Const, Div, Mul, Neg, Num, Symbol, Term

x, y, b = a.reals("x y b")
n = a.natural("n")
half = a.rational(1, 2)

READ: list[tuple[str, Term]] = [
    ("x + y - 1", x + y - 1),
    ("x - (y - 1)", x - (y - 1)),
    ("(x + y) + 1", Add((Add((x, y)), Num(Fraction(1))))),
    ("(x*y)*b", Mul((Mul((x, y)), b))),
    ("x*y*b", x * y * b),
    ("x*y/b*2", Mul((Div(Mul((x, y)), b), Num(Fraction(2))))),
    ("-x*y", Neg(x * y)),
    ("(-x)*y", -x * y),
    ("-2*x", -2 * x),
    ("- 2 * x", -2 * x),
    ("-(2)*x", Neg(Mul((Num(Fraction(2)), x)))),
    ("--x", Neg(Neg(x))),
    ("+x", x),
    ("-x**2", Neg(x**2)),
    ("x**-y", x**-y),
    ("x**y**2", x ** (y**2)),
    ("x²", x**2),
    ("x¹² · y⁰", x**12 * y**0),
    ("1/2", half),
    ("-1/2*x", a.rational(-1, 2) * x),
    ("(1)/2", Div(Num(Fraction(1)), Num(Fraction(2)))),
    ("2/4", Div(Num(Fraction(2)), Num(Fraction(4)))),
    ("1/0", Div(Num(Fraction(1)), Num(Fraction(0)))),
    ("x*1/2", Div(Mul((x, Num(Fraction(1)))), Num(Fraction(2)))),
    ("0.1", a.rational(1, 10)),
    (".5", half),
    ("5.", a.rational(5)),
    ("007", a.rational(7)),
    ("1e-9", a.rational(1, 10**9)),
    ("2.50E+2", a.rational(250)),
    ("1e400", Num(Fraction(10**400))),
    ("pi*x", Const("pi") * x),
    ("π", Const("pi")),
    ("e**x", a.exp(1) ** x),
    ("λ + lambda", Symbol("lambda") + Symbol("lambda")),
    ("\N{MICRO SIGN}", Symbol("mu")),
    ("λ_1", Symbol("lambda_1")),
    ("σ(x)×(1 − σ(x)) ÷ 2", a.sigmoid(x) * (1 - a.sigmoid(x)) / 2),
    ("sigma*logistic(x)", Symbol("sigma") * a.sigmoid(x)),
    ("ln(x)", a.log(x)),
    ("arctan(x)", a.atan(x)),
    ("Max(x, y, 0)", a.maximum(a.maximum(x, y), 0)),
    ("d(x**3, x)", a.d(x**3, x)),
    ("d(x**3, x, 2)", a.d(a.d(x**3, x), x)),
    ("d*x", Symbol("d") * x),
    ("where(x > 0, x, 0)", a.where(x > 0, x, 0)),
    ("where(x = 0, 1, 2)", a.where(a.eq(x, 0), 1, 2)),
    ("sup(x, x)", a.sup(x, x)),
    ("sup(x, x, 0)", a.sup(x, x, 0)),
    ("inf(x, x, -oo, 1)", a.inf(x, x, -a.oo, 1)),
    ("limit(1/x, x, +∞)", a.limit(1 / x, x, a.oo)),
    ("limit(1/x, x, 0, left)", a.limit(1 / x, x, 0, "-")),
    ("integral(exp(-x**2), x, -inf, oo)", a.integral(a.exp(-(x**2)), x, -a.oo, a.oo)),
    ("sum(k**2, k, 1, 3)", a.total(a.integer("k") ** 2, a.integer("k"), 1, 3)),
    ("e", a.exp(1)),
    ("x ^ 2", x**2),
    ("x⁻¹ + x^(-y)", x**-1 + x**-y),
    ("|x|", a.absolute(x)),
    ("√x", a.sqrt(x)),
    ("2x", 2 * x),
    ("2x y", 2 * x * y),
    ("2(x + 1)", 2 * (x + 1)),
    ("(x)(y)", x * y),
    ("(x)y", x * y),
    ("x²y", x**2 * y),
    ("x(y + x)", x * (y + x)),
    ("x(y + x)^2", x * (y + x) ** 2),
    ("y^x(1 - x)", y**x * (1 - x)),
    ("2xy + x + y", 2 * x * y + x + y),
    ("sin x cos 2x", a.sin(x) * a.cos(2 * x)),
    ("sin^2 x", a.sin(x) ** 2),
    ("||x| - |y||", a.absolute(a.absolute(x) - a.absolute(y))),
    ("tanh'(x)", a.d(a.tanh(x), x)),
    ("d(x, x, y)", a.d(a.d(x, x), y)),
    ("d/dx x^2 y", a.d(x**2 * y, x)),
    ("∂²/∂x² x^3", a.d(a.d(x**3, x), x)),
    ("∫_0^1 x^2 dx", a.integral(x**2, x, 0, 1)),
    ("lim_(x -> oo) tanh(x)", a.limit(a.tanh(x), x, a.oo)),
    ("∑(k = 1..3) k^2", a.total(a.integer("k") ** 2, a.integer("k"), 1, 3)),
    (
        "sum(1/2^k, k, 1, oo)",
        a.limit(a.total(1 / a.as_term(2) ** a.integer("k"), a.integer("k"), 1, a.natural("N")), a.natural("N"), a.oo),
    ),
    ("x_1 + x₂", Symbol("x_1") + Symbol("x_2")),
    ("x'", Symbol("x'")),
]


@pytest.mark.parametrize(("text", "term"), READ, ids=[text for text, _ in READ])
def test_an_expression_is_read_as_written(text: str, term: Term) -> None:
    assert read_expression(text) is term


def test_nothing_is_cancelled() -> None:
    claim = read_proposition("(1 - b)*x*(1 - b**y)/(1 - b) = x*(1 - b**y)")
    assert claim is a.eq((1 - b) * x * (1 - b**y) / (1 - b), x * (1 - b**y))
    assert read_proposition("x = x") is a.eq(x, x)
    assert read_proposition("x/x == 1") is a.eq(x / x, 1)


def test_chains_and_conjunctions() -> None:
    assert read_proposition("0 < x ≤ 1") is a.chain(0, "<", x, "<=", 1)
    assert read_proposition("x != 1") is a.ne(x, 1)
    assert read_proposition("x < 1 and y >= 2") is a.And((x < 1, y >= 2))


CONNECTED = [
    ("x < 1 or y < 1", a.Or((x < 1, y < 1))),
    ("x < 1 ∨ y < 1 ∨ b < 1", a.Or((x < 1, y < 1, b < 1))),
    ("(x < 1 or y < 1) or b < 1", a.Or((a.Or((x < 1, y < 1)), b < 1))),
    ("x < 1 or y < 1 and b < 1", a.Or((x < 1, a.And((y < 1, b < 1))))),
    ("x < 1 => y < 1", a.Implies(x < 1, y < 1)),
    ("x < 1 ⇒ y < 1", a.Implies(x < 1, y < 1)),
    ("x < 1 implies y < 1", a.Implies(x < 1, y < 1)),
    ("x < 1 => y < 1 => b < 1", a.Implies(x < 1, a.Implies(y < 1, b < 1))),
    ("(x < 1 => y < 1) => b < 1", a.Implies(a.Implies(x < 1, y < 1), b < 1)),
    ("x < 1 or y < 1 => b < 1 and y < 1", a.Implies(a.Or((x < 1, y < 1)), a.And((b < 1, y < 1)))),
    ("((0 < x < 1)) => max(x, y) < 1", a.Implies(a.chain(0, "<", x, "<", 1), a.maximum(x, y) < 1)),
    ("where(x < 1, (x), y) < 1 => x < 1", a.Implies(a.where(x < 1, x, y) < 1, x < 1)),
]


@pytest.mark.parametrize(("text", "claim"), CONNECTED, ids=[text for text, _ in CONNECTED])
def test_relations_are_connected(text: str, claim: Proposition) -> None:
    assert read_proposition(text) is claim
    assert read_proposition(render_text(claim)) is claim
    assert read_claim(f"x = x ; {text}") == (a.eq(x, x), (claim,))


def test_as_many_implications_as_parentheses() -> None:
    claim = read_proposition("x = 1" + " => x = 1" * 99)
    assert read_proposition(render_text(claim)) is claim
    assert read_proposition("(" * 100 + "x = 1" + " => x = 1" * 99 + ")" * 100) is claim


def test_assumptions_follow_semicolons() -> None:
    assert read_claim("tanh(x) <= x ; x >= 0") == (a.tanh(x) <= x, (x >= 0,))
    assert read_claim("x = x; x > 0 ; y != 0 ; # both") == (a.eq(x, x), (x > 0, a.ne(y, 0)))


@pytest.mark.parametrize(
    ("declaration", "sort"),
    [
        ("n in naturals", "natural"),
        ("n natural", "natural"),
        ("n ∈ ℕ", "natural"),
        ("n integer", "integer"),
        ("m, n in integers", "integer"),
        ("n in ℤ", "integer"),
        ("n in dimensions", "dimension"),
        ("n dimension", "dimension"),
        ("n real", "real"),
        ("n ∈ ℝ", "real"),
    ],
)
def test_declarations_give_sorts_and_are_no_assumptions(declaration: str, sort: str) -> None:
    claim, premises = read_claim(f"b**n >= 0 ; b > 0 ; {declaration}")
    symbol = Symbol("n", sort)
    assert claim is (b**symbol >= 0)
    assert premises == (b > 0,)


def test_a_declaration_wins_over_a_constant() -> None:
    claim, _ = read_claim("e + pi > 0 ; e in reals; pi real")
    assert claim is (Symbol("e") + Symbol("pi") > 0)


def test_sums_take_declared_bounds() -> None:
    claim, _ = read_claim("sum(b**i, i, 0, n) = (1 - b**(n + 1))/(1 - b) ; n in naturals")
    i = a.integer("i")
    assert claim is a.eq(a.total(b**i, i, 0, n), (1 - b ** (n + 1)) / (1 - b))


def test_a_bound_variable_is_bound_in_the_body_alone() -> None:
    k = a.integer("k")
    assert read_expression("k*sum(k, k, 1, 2)") is Symbol("k") * a.total(k, k, 1, 2)
    assert read_expression("sum(sum(i, i, 1, k), k, 1, 2)") is a.total(
        a.total(a.integer("i"), a.integer("i"), 1, k), k, 1, 2
    )


def test_known_symbols_are_used() -> None:
    p = Symbol("p", "natural")
    assert read_expression("p + q", {"p": p}) is p + Symbol("q")
    w = a.vector("w", a.dimension("d"))
    assert read_expression("2*w", {"w": w}) is 2 * w
    assert read_expression("2 + w", {"w": w}) is 2 * a.ones(a.dimension("d")) + w
    with pytest.raises(ReadError) as caught:
        read_expression("v + w", {"w": w, "v": a.vector("v", a.dimension("n"))})
    assert caught.value.code == "GC415"


REFUSED: list[tuple[str, str, int, str]] = [
    # text, code, column (from 1), and a word that the message or the hint must hold
    ("", "GC401", 1, "no formula"),
    ("   ", "GC401", 1, "no formula"),
    ("x = 1 ;; x > 0", "GC401", 8, ""),
    ("x.__class__ = 1", "GC402", 2, "attributes"),
    ("x[0] = 1", "GC418", 1, ""),
    ("{x} = 1", "GC402", 1, "round"),
    ("'a' = 1", "GC411", 1, ""),
    ('f"{x}" = 1', "GC402", 2, ""),
    ("lambda x: x", "GC410", 9, ""),
    ("lambda x", "GC412", 1, ""),
    ("x := 3", "GC410", 3, ""),
    ("x => y", "GC412", 1, ">="),
    ("x = 1 => y", "GC412", 10, "first implies the second"),
    ("x = 1 or y", "GC412", 10, "between two claims"),
    ("x > 0 and 2 or y = 1", "GC412", 11, "between two claims"),
    ("(x = 1 => y = 2) = 1", "GC412", 2, "where an expression belongs"),
    ("sin(x = 1 => y = 2) = 1", "GC412", 5, "where an expression belongs"),
    ("where(x = 1 or y = 2, 1, 2) = 1", "GC412", 7, "one relation"),
    ("=> x = 1", "GC411", 1, ""),
    ("x = 1 or", "GC411", 9, "after or"),
    ("x = 1 => => y = 2", "GC411", 10, "after =>"),
    ("x = 1 ; (x = 1 => y = 2", "GC403", 9, "never closed"),
    ("x <=> y", "GC412", 1, ""),
    ("implies = 1", "GC411", 1, ""),
    ("x = 1" + " => x = 1" * 100, "GC408", 898, "100"),
    ("x =< y", "GC402", 3, "<="),
    ("x // y = 1", "GC402", 3, "a/b"),
    ("x % y = 1", "GC402", 3, "remainder"),
    ("x! = 1", "GC415", 1, "integer"),
    ("x @ y = 1", "GC415", 1, ""),
    ("x \N{EN DASH} 1 = 1", "GC402", 3, "en dash"),
    ("x\N{ZERO WIDTH SPACE} = 1", "GC402", 2, "200B"),
    ("x\0 = 1", "GC402", 2, "0000"),
    ("⅓ = 1", "GC402", 1, "2153"),
    ("(x = 1", "GC403", 1, "never closed"),
    ("sin((x) = 1", "GC403", 4, "never closed"),
    ("sin(", "GC403", 4, "never closed"),
    ("x) = 1", "GC403", 2, "closes none"),
    (") = 1", "GC403", 1, "closes none"),
    ("sigmod(x) = 1", "GC404", 1, "sigmoid"),
    ("1 + TANH(x) = 1", "GC404", 5, ""),
    ("x(y + 1) = 1", "GC404", 1, "x*(...)"),
    ("eval(x) = 1", "GC404", 1, "eval"),
    ("exec(x) = 1", "GC404", 1, "exec"),
    ("sin(x, y) = 1", "GC405", 1, "1 argument"),
    ("sin() = 1", "GC405", 1, "1 argument"),
    ("max(x) = 1", "GC415", 5, ""),
    ("where(x > 0, 1) = 1", "GC405", 1, "3 arguments"),
    ("1 + sigmoid = 1", "GC405", 5, "sigmoid(x)"),
    ("nan = nan", "GC406", 1, "not a number"),
    ("1 + NaN = 1", "GC406", 5, "not a number"),
    ("x < 1e999999999", "GC406", 5, "4,000"),
    ("x < 1e-999999999", "GC406", 5, "4,000"),
    ("x < " + "9" * 4001, "GC406", 5, "4,000"),
    ("9**9**9 > 1", "GC407", 4, "10,000"),
    ("x**(10**10) > 1", "GC407", 5, "10,000"),
    ("x**10001 > 1", "GC407", 4, "10,000"),
    ("x**-10001 > 1", "GC407", 4, "10,000"),
    ("(x**9000)**9000 = 1", "GC407", 12, "10,000"),
    ("(9**4000)**9 = 1", "GC407", 12, "4,000"),
    ("10**9000 = 1", "GC407", 5, "4,000"),
    ("x**1e9 = 1", "GC407", 4, "10,000"),
    ("1_000 = 1", "GC413", 2, ""),
    ("x if y else 1", "GC410", 8, "where"),
    ("not x", "GC410", 1, "opposite"),
    ("x or y", "GC412", 1, "between two claims"),
    ("x in (0, 1)", "GC410", 3, "0 < x < 1"),
    ("x, y = 1", "GC410", 2, ""),
    ("import os", "GC410", 1, ""),
    ("True", "GC410", 1, ""),
    ("x +", "GC411", 4, "after +"),
    ("x * * y = 1", "GC411", 5, "after *"),
    ("* x = 1", "GC411", 1, ""),
    ("= 1", "GC411", 1, ""),
    ("f(*x) = 1", "GC411", 3, ""),
    ("max(x, ) = 1", "GC411", 8, "after ,"),
    ("() = 1", "GC411", 2, ""),
    ("x", "GC412", 1, "claims nothing"),
    ("(x < 1) < 2", "GC412", 2, "relation"),
    ("sin(x=1) = 2", "GC412", 5, "relation"),
    ("where(x, 1, 2) = 1", "GC412", 7, "claims nothing"),
    ("where(0 < x < 1, 1, 2) = 1", "GC412", 7, "one relation"),
    ("__import__ = 1", "GC413", 1, "__import__"),
    ("_x = 1", "GC413", 1, ""),
    ("x__y = 1", "GC413", 1, ""),
    ("\N{CYRILLIC SMALL LETTER A} = 1", "GC413", 1, "cyrillic"),
    ("s\N{CYRILLIC SMALL LETTER I}n(x) = 1", "GC413", 2, "cyrillic"),
    ("\N{GREEK SMALL LETTER OMICRON} = 0", "GC413", 1, "omicron"),
    ("\N{FULLWIDTH LATIN SMALL LETTER X} = 1", "GC413", 1, "write x"),
    ("é = 1", "GC413", 1, "latin small letter e"),
    ("𝐱 = 1", "GC413", 1, "write x"),
    ("Δx = 2", "GC413", 1, "Delta_x"),
    ("αβ = 2", "GC413", 1, "α*β"),
    ("x" * 33 + " = 1", "GC413", 1, "32"),
    ("n = n ; n in naturals ; n real", "GC414", 25, "another sort"),
    ("x = 1 ; n in primes", "GC414", 14, "naturals"),
    ("x = 1 ; 2 in naturals", "GC414", 9, "names"),
    ("inf = 1", "GC416", 1, "bound"),
    ("x < oo", "GC416", 5, "bound"),
    ("limit(1/x, x, oo + 1) = 0", "GC416", 15, ""),
    ("sum(i, i, 1, n/2) = n", "GC416", 14, "naturals"),
    ("sum(k, 2, 1, 3) = 2", "GC416", 8, "variable"),
    ("d(x, x**2) = 2", "GC416", 6, "real variable"),
    ("d(x, 2) = 2", "GC416", 6, "real variable"),
    ("d(b**n, n) = 1 ; n in naturals", "GC416", 9, "real variable"),
    ("d(x, x, 1000000) = 0", "GC416", 9, "20"),
    ("limit(x, x, 0, up) = 0", "GC416", 16, "left or right"),
    ("λ·λ − ф = 1", "GC413", 7, "cyrillic"),
]


@pytest.mark.parametrize(("line", "code", "column", "word"), REFUSED, ids=[line[:40] for line, *_ in REFUSED])
def test_a_refusal_names_the_place(line: str, code: str, column: int, word: str) -> None:
    with pytest.raises(ReadError) as caught:
        read_claim(line)
    error = caught.value
    assert (error.code, error.column) == (code, column), str(error)
    assert word in str(error)


@pytest.mark.parametrize("line", [line for line, _, _, _ in REFUSED if len(line) <= 70])
def test_the_caret_stands_under_the_place(line: str) -> None:
    with pytest.raises(ReadError) as caught:
        read_claim(line)
    source, caret = render_caret(caught.value).split("\n")
    assert caret.strip() == "^"
    marked = caught.value.column - 1
    wide = sum(character == "\N{FULLWIDTH LATIN SMALL LETTER X}" for character in line[:marked])
    assert len(caret) - 1 == marked + wide
    assert len(source) == len(caught.value.text)


def test_a_long_line_is_shown_around_the_place() -> None:
    line = "x + " * 1000 + "y2 2" + " + x" * 500 + " = 1"
    with pytest.raises(ReadError) as caught:
        read_claim(line)
    assert caught.value.column == 4004
    source, caret = render_caret(caught.value).split("\n")
    assert len(source) < 90
    assert source.startswith("...")
    assert source.endswith("...")
    assert source[len(caret) - 1] == "2"
    assert source[len(caret) - 4 : len(caret) - 1] == "y2 "


def test_the_caret_line_is_safe_for_a_terminal() -> None:
    with pytest.raises(ReadError) as caught:
        read_claim("x\x1b[31m\ud800 = 1\n")
    shown = render_caret(caught.value)
    assert "\x1b" not in shown
    assert shown.encode("utf-8")
    assert shown.count("\n") == 1


def test_hints_of_operators_are_reached() -> None:
    """Every operator that has a hint is refused with that hint."""
    for text in (hint for hint in HINTS if not hint[0].isalpha()):
        with pytest.raises(ReadError) as caught:
            read_claim(f"x {text} y = 1")
        assert caught.value.hint == HINTS[text]
    assert not set(HINTS) & set(SIGNS)


def test_each_line_of_a_file_is_read_by_itself() -> None:
    lines = read_claims("# claims\n\ntanh(x) <= x ; x >= 0\r\nx 2 = 1  # wrong\n   \nx = x\n")
    assert [line.number for line in lines] == [3, 4, 6]
    assert lines[0].claim is (a.tanh(x) <= x)
    assert lines[0].given == (x >= 0,)
    assert lines[0].text == "tanh(x) <= x ; x >= 0"
    assert lines[1].claim is None
    assert lines[1].error is not None
    assert lines[1].error.code == "GC409"
    assert lines[2].error is None


HOSTILE = {
    "parentheses": "(" * 5000 + "x" + ")" * 5000 + " = 1",
    "open parentheses": "(" * 19_000,
    "close parentheses": "x" + ")" * 19_000,
    "101 parentheses": "(" * 101 + "x" + ")" * 101 + " = 1",
    "calls": "sin(" * 3000 + "x" + ")" * 3000 + " = 1",
    "signs": "-" * 10_000 + "x = 1",
    "powers": "x" + "**x" * 4000 + " = 1",
    "bracketed powers": "x" + "**(x)" * 3000 + " = 1",
    "mixed depth": "-(1 + 2*sin(" * 90 + "x" + "))" * 90 + " = 1",
    "a megabyte": "x + " * 250_000 + "x = 1",
    "a long sum": "x + " * 4_900 + "x = 1",
    "a long product": "x*" * 4_900 + "x = 1",
    "many relations": "x < " * 4_900 + "x",
    "many conjunctions": "x < 1 and " * 1_900 + "x < 1",
    "many semicolons": ";" * 19_000,
    "many arguments": "max(" + "x, " * 3_000 + "x) = 1",
    "derivatives": "d(" * 99 + "x" + ", x, 20)" * 99 + " = 1",
    "where in where": "where(" * 99 + "x" + " > 0, 1, 2)" * 99 + " = 1",
    "long numbers": " + ".join(["9" * 3900] * 5) + " = 1",
    "powers of long numbers": "*".join(["9**4000"] * 1500) + " = 1",
    "a tower of fractions": "x**(1/" + "3" * 60 + ") = 1",
    "a zero exponent": "x**(1/0) = 1",
    "a root in an exponent": "x**(2**(1/2)) = 1",
    "only names": "x " * 9_000,
    "a long name": "x" * 20_000,
    "quotes": "'" * 19_999,
    "surrogates": "\ud800" * 1000,
    "right to left": "\N{RIGHT-TO-LEFT OVERRIDE}x = 1",
    "combining": "x\N{COMBINING ACUTE ACCENT} = 1",
    "arabic digits": "\N{ARABIC-INDIC DIGIT FIVE} = 1",
    "backslashes": "\\" * 500,
    "newlines": "\n" * 500 + "x = 1",
    "dunders": "().__class__.__bases__[0].__subclasses__() = 1",
}


@pytest.mark.parametrize("line", HOSTILE.values(), ids=HOSTILE.keys())
def test_hostile_lines_are_read_or_refused(line: str) -> None:
    error = refusal(read_claim, line)
    if error is None:
        assert render_text(read_claim(line)[0])
    else:
        assert render_caret(error).count("\n") == 1


def refusal(read: Callable[[str], object], line: str) -> ReadError | None:
    try:
        read(line)
    except ReadError as error:
        return error
    return None


def test_a_sum_of_many_terms_is_one_node() -> None:
    term = read_expression(" + ".join(["x*y"] * 800))
    assert isinstance(term, Add)
    assert len(term.terms) == 800


alphabet = st.sampled_from(
    [
        *"xyn123.()()()+-*/,=<>;! ",
        "**",
        "sin",
        "sum",
        "d",
        "where",
        "limit",
        "oo",
        " in ",
        "naturals",
        " and ",
        "λ",
        "²",
        "^",
    ]
)


@settings(max_examples=500, deadline=2000)
@given(st.one_of(st.text(max_size=60), st.lists(alphabet, max_size=25).map("".join)))
@example("x\x00")
@example("sum(x,x,x,x)=x")
@example("d(d,d)=d;d d d")
@example("limit(x,x,oo,oo)=1")
@example("x in naturals ; x")
@example("1e5.5 = 2")
@example("٣ = 3")
def test_nothing_but_a_read_error_comes_out(line: str) -> None:
    for read in (read_claim, read_expression, read_proposition):
        error = refusal(read, line)
        if error is not None:
            assert error.code.startswith("GC4")
            assert error.message
            assert 1 <= error.column <= len(error.text) + 1
            assert render_caret(error)
    assert all((item.claim is None) != (item.error is None) for item in read_claims(line))


@pytest.mark.parametrize(
    "line", ["x" + " + x" * 50_000 + " = 1", "(" * 1_000 + "x" + ")" * 1_000 + " = x", "x = " + "-" * 9_000 + "x"]
)
def test_what_no_person_writes_by_hand_is_refused(line: str) -> None:
    with pytest.raises(ReadError) as caught:
        read_claim(line)
    assert caught.value.code == "GC408"


@pytest.mark.parametrize(
    ("text", "column"),
    [("max(1,000, 1) = 1", 6), ("1,000 = 1000", 2), ("sum(i, i, 1,100) = 5050", 12), ("max(12,345,678, 1) = 1", 7)],
)
def test_digits_are_not_grouped(text: str, column: int) -> None:
    with pytest.raises(ReadError) as caught:
        read_claim(text)
    assert (caught.value.code, caught.value.column) == ("GC406", column)


@pytest.mark.parametrize("first", ["1, 100", "1,10", "1,1000", "x,100", "0.5,100"])
def test_arguments_need_no_blank(first: str) -> None:
    read_claim(f"max({first}) >= 1")
