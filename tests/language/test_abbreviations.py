"""Functions and names that abbreviate formulas: they are put in without capture, and within limits."""

from __future__ import annotations

import pytest

from gradcheck.language.notation.reader import ReadError, read_typed
from gradcheck.language.printing.text import render_text


@pytest.mark.parametrize(
    ("line", "text"),
    [
        ("f(f(x)) = x where f(x) = -x", "-(-x) = x"),
        ("f(g(x)) = x where g(x) = x - 1, f(y) = y + 1", "(x - 1) + 1 = x"),
        ("f(x, y) = f(y, x) where f(a, b) = a b", "x*y = y*x"),
        ("f(t) = 1 where f(x) = integral(exp(-s), s, 0, x)", "integral(exp(-s), s, 0, t) = 1"),
        ("a = 2 where a = b + 1, b = c^2", "c**2 + 1 = 2"),
        ("f'(x) = 2x where f(x) = x^2", "d(x**2, x) = 2*x"),
    ],
)
def test_what_is_put_in(line: str, text: str) -> None:
    assert render_text(read_typed(line).claim) == text


@pytest.mark.parametrize(
    ("line", "code"),
    [
        ("f(k) = 6k where f(x) = sum(x k, k, 1, 3), k in N", "GC416"),  # k would be captured
        ("f(s) = 1 where f(x) = integral(exp(-s), s, 0, x)", "GC416"),
        ("f(x) = 1 where f(x) = f(x) + 1", "GC404"),
        ("f(x) = 1 where f(x) = g(x), g(x) = f(x)", "GC404"),
        ("a = 1 where a = b, b = a", "GC414"),
        ("f'(2x) = 4x where f(x) = x^2", "GC416"),
        ("f(x, y) = 1 where f(x) = x", "GC405"),
    ],
)
def test_what_is_refused(line: str, code: str) -> None:
    with pytest.raises(ReadError) as caught:
        read_typed(line)
    assert caught.value.code == code


def test_definitions_that_double_are_refused_at_once() -> None:
    functions = ", ".join(f"f{k}(x) = f{k + 1}(x) + f{k + 1}(x)" for k in range(40))
    names = ", ".join(f"a{k} = b{k} a{k + 1} + a{k + 1}" for k in range(60))
    for line in (f"f0(x) = 1 where {functions}, f40(x) = x", f"a0 = 1 where {names}"):
        with pytest.raises(ReadError) as caught:
            read_typed(line)
        assert caught.value.code == "GC408"
