"""Members of sequences that are written as values, u(k) = 2 u(k - 1) + 1, and what stays a function."""

from __future__ import annotations

import pytest

from gradcheck.language.notation.reader import read_typed
from gradcheck.language.notation.readerror import ReadError

SAME = [
    ("u(N) = 2**(N + 1) - 1; N in N; u(0) = 1; u(k) = 2u(k-1) + 1",
     "u_N = 2**(N + 1) - 1; N in N; u_0 = 1; u_k = 2u_(k-1) + 1"),
    ("v(t+1) = b*v(t) + g(t+1); t in N where v(0) = 0, v(t) = b v(t-1) + g(t)",
     "v_(t+1) = b*v_t + g_(t+1); t in N where v_0 = 0, v_t = b v_(t-1) + g_t"),
    ("m(t) = (1 - b)*sum(b**(t-i)*g(i), i, 1, t); t in N where m(0) = 0, m(t) = b m(t-1) + (1 - b) g(t)",
     "m_t = (1 - b)*sum(b**(t-i)*g_i, i, 1, t); t in N where m_0 = 0, m_t = b m_(t-1) + (1 - b) g_t"),
    ("x(T) = (1 - a)**T*x(0); T in N where x(t+1) = x(t) - a*x(t)",
     "x_T = (1 - a)**T*x_0; T in N where x_(t+1) = x_t - a*x_t"),
]  # fmt: skip


@pytest.mark.parametrize(("called", "scripted"), SAME)
def test_a_value_is_a_member(called: str, scripted: str) -> None:
    one, other = read_typed(called), read_typed(scripted)
    assert (one.claim, one.given, one.definitions) == (other.claim, other.given, other.definitions)
    assert one.definitions


@pytest.mark.parametrize(
    "line",
    [
        "f(x + 1) = f(x) + 1; f: R -> R; given f(x) = f(x-1) + 1",  # declared as a function
        "x(1 - x) <= 1/4",  # a product
        "exp(x) = exp(0); given exp(x) = exp(x-1)",  # a function that there is
        "f(x) = f(0); f: R -> R; given f(x) = f(0)",
    ],
)
def test_others_are_no_sequences(line: str) -> None:
    assert not read_typed(line).definitions


def test_without_a_recurrence_the_name_is_unknown() -> None:
    with pytest.raises(ReadError) as caught:
        read_typed("u(N) = 3; N in N; u(0) = 1")
    assert caught.value.code == "GC404"
