"""The second reader accepts true statements with their proofs, and refuses near misses and forgeries."""

from __future__ import annotations

import json

import pytest

from gradcheck.kernel.evidence import ByCut, ByNormalForm, BySign
from gradcheck.language.author import (
    Bernoulli,
    E,
    Exponential,
    Var,
    cos,
    d,
    dimensions,
    eq,
    exp,
    log,
    matrix,
    natural,
    norm,
    random_variable,
    reals,
    sigmoid,
    sin,
    sqrt,
    tanh,
    total,
    trace,
    vector,
)
from gradcheck.language.author import absolute as abs_
from gradcheck.language.printing.text import render_text
from gradcheck.language.syntax.propositions import Relation
from tests.rechecking.certificate import READER, row, word

x, y, a = reals("x y a")
k = natural("k")
side, rows = dimensions("side rows")
v, w = vector("v", side), vector("w", side)
A = matrix("A", rows, side)

IDENTITIES = [
    eq((x + y) ** 2, x**2 + 2 * x * y + y**2),
    eq(exp(x + y), exp(x) * exp(y)),
    eq(sigmoid(-x), 1 - sigmoid(x)),
    eq(tanh(x), 2 * sigmoid(2 * x) - 1),
    eq(sqrt(x**2), abs_(x)),
    eq(d(sigmoid(x), x), sigmoid(x) * (1 - sigmoid(x))),
    eq(sin(x) ** 2 + cos(x) ** 2, 1),
    eq(A @ (v + w), A @ v + A @ w),
    eq((A @ v) @ (A @ w), v @ (A.T @ A) @ w),
    eq(norm(v) ** 2, v @ v),
    eq(trace(A.T @ A), norm(A) ** 2),
    eq(total(k, k, 1, 3), 6),
]
NEAR_MISSES = [
    eq((x + y) ** 2, x**2 + x * y + y**2),
    eq(exp(x * y), exp(x) * exp(y)),
    eq(sigmoid(-x), sigmoid(x)),
    eq(sqrt(x**2), x),
    eq(d(sigmoid(x), x), sigmoid(x)),
    eq(A @ (v + w), A @ v),
    eq(norm(v), v @ v),
    eq(x / x, 1),
    eq(0 * log(x), 0),
    eq(0 * sqrt(x), 0),
    eq(total(k, k, 1, 3), 7),
]


@pytest.mark.parametrize("claim", IDENTITIES, ids=render_text)
def test_an_identity_is_checked(claim: Relation) -> None:
    assert word(claim, ByNormalForm()) == "checked"


@pytest.mark.parametrize("claim", NEAR_MISSES, ids=render_text)
def test_a_near_miss_is_refused(claim: Relation) -> None:
    assert word(claim, ByNormalForm()) == "wrong"


SIGNS = [exp(x) > 0, sigmoid(x) > 0, sigmoid(x) < 1, x**2 + 1 > 0, x**2 + y**2 >= 0, norm(v) >= 0, sin(x) <= 1]
FALSE_SIGNS = [x > 0, sigmoid(x) < exp(0) / 2, x**2 > 0, x**2 + y**2 > 0, norm(v) > 0, 1 / x**2 > 0, exp(x) > 1]


@pytest.mark.parametrize("claim", SIGNS, ids=render_text)
def test_a_sign_is_checked(claim: Relation) -> None:
    assert word(claim, BySign()) == "checked"


@pytest.mark.parametrize("claim", FALSE_SIGNS, ids=render_text)
def test_a_false_sign_is_refused(claim: Relation) -> None:
    assert word(claim, BySign()) == "wrong"


def test_what_a_hypothesis_says_is_used() -> None:
    assert word(1 / x > 0, BySign(), [x > 0]) == "checked"
    assert word(1 / x > 0, BySign(), [x >= 0]) == "wrong"
    assert word(eq(x / x, 1), ByNormalForm(), [x < 0]) == "checked"
    assert word(eq(sqrt(x**2), x), ByNormalForm(), [x >= 0]) == "checked"


def test_a_hint_about_a_term_without_a_value_shows_nothing() -> None:
    """1/(y**-2) is positive wherever it has a value, and y**2 is not."""
    line = row(y**2 > 0, BySign())
    claim, hypotheses, definitions, _, proof = READER.read(line)
    hint = READER.read(row(eq(1 / y**-2, 0), BySign()))[0].args[1]
    written = json.loads(READER.written((claim, hypotheses, definitions, (("product", hint, None),), proof)))
    assert READER.answer({**line, **written}, {}).word == "wrong"


def test_the_digest_belongs_to_the_statement() -> None:
    line = row(eq(x + x, 2 * x), ByNormalForm())
    assert READER.answer(line, {}).word == "checked"
    assert READER.answer({**line, "sha256": "0" * 64}, {}).word == "wrong"


def test_two_steps_have_two_names() -> None:
    line = row(eq(x + x, 2 * x), ByNormalForm())
    steps: dict[str, object] = {}
    assert READER.answer(line, steps).word == "checked"
    assert READER.answer(line, steps).word == "wrong"


@pytest.mark.parametrize("text", ["", "{}", "[1]", "null", '{"nodes": [], "value": {"n": 0}}', '{"nodes": [["Num"]]}'])
def test_what_is_no_step_is_refused(text: str) -> None:
    assert READER.answer(READER.parsed(text), {}).word in ("wrong", "unread")


R, T = random_variable("R", Bernoulli(a)), random_variable("T", Exponential(a))
MEANS = [
    (eq(E(R), a), True),
    (eq(E(R**2), a), True),
    (eq(Var(R), a * (1 - a)), True),
    (eq(E(T), 1 / a), True),
    (eq(E(T**2), 2 / a**2), True),
    (eq(Var(T), 1 / a**2), True),
    (eq(E(R * T), 1), True),
    (eq(E(R**2), a**2), False),
    (eq(E(T**2), 1 / a**2), False),
    (eq(Var(R), a), False),
    (eq(E(R * R), E(R) * E(R)), False),
]


@pytest.mark.parametrize(("claim", "is_true"), MEANS, ids=[render_text(claim) for claim, _ in MEANS])
def test_means_by_cumulants(claim: Relation, is_true: bool) -> None:
    assert (word(claim, ByNormalForm()) == "checked") == is_true


def test_evidence_cannot_name_what_the_reader_binds() -> None:
    """Names in angle brackets stand for bound variables: a hypothesis about one would say something of them."""
    line = row(eq(y + y, 2 * y), ByCut(eq(x, x), ByNormalForm(), ByNormalForm()))
    assert READER.answer(line, {}).word == "checked"
    (own,) = (node for node in line["nodes"] if node[:2] == ["Symbol", "x"])
    own[1] = "<x 1>"
    assert READER.answer(line, {}).word == "wrong"
