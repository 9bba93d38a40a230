"""Slips of an author are refused where they are written, and what was meant is accepted."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from gradcheck.derivation import derivation, step
from gradcheck.language.author import (
    And,
    Exists,
    ForAll,
    Invertible,
    Normal,
    PositiveDefinite,
    Uniform,
    dimension,
    eq,
    exp,
    integral,
    limit,
    matrix,
    natural,
    norm,
    random_sequence,
    random_variable,
    reals,
    sup,
    total,
    vector,
    where,
)
from gradcheck.language.syntax.substitution import replace_symbols
from gradcheck.project.proofs.transfer import receive_derivation, send_derivation

x, y, z = reals("x y z")
n, k, m = natural("n"), natural("k"), dimension("m")
v, A = vector("v", m), matrix("A", m, m)
anything: Any = None


@pytest.mark.parametrize(
    "written",
    [
        lambda: where(True, x, y),
        lambda: where(None, x, y),
        lambda: where(And((x > 0, y > 0)), x, y),
        lambda: where(v > v, x, y),
        lambda: Exists((), eq(x, y)),
        lambda: Exists("y", eq(x, y)),  # type: ignore[arg-type]
        lambda: Exists((x, x + y), eq(x, y)),  # type: ignore[arg-type]
        lambda: Exists(eq(x, y), y),  # type: ignore[arg-type]
        lambda: ForAll("y", eq(x, y)),  # type: ignore[arg-type]
        lambda: ForAll((v,), norm(v) >= 0),  # type: ignore[arg-type]
        lambda: ForAll((y,), True),
        lambda: And(eq(x, y)),  # type: ignore[arg-type]
        lambda: Invertible(x),
        lambda: Invertible(2),  # type: ignore[arg-type]
        lambda: PositiveDefinite(v),
        lambda: total(x, x, 1, n),
        lambda: total(k, k, 1, v),
        lambda: integral(x, x, v, 1),
        lambda: sup(x, x, 0, v),
        lambda: limit(x, x, v),
        lambda: random_variable("Y", Normal(v, 1)),
        lambda: random_variable("Y", Normal(0, v), n),
        lambda: random_variable("Y", anything),
        lambda: random_sequence("Y", anything)(k),
        lambda: random_sequence("Y", Uniform(v, 1))(k),
        lambda: random_sequence("Y", Normal(0, 1))(x),
        lambda: random_sequence("Y", Normal(0, 1))(v),
    ],
)
def test_it_is_refused_when_it_is_made(written: Callable[[], object]) -> None:
    with pytest.raises((TypeError, ValueError)):
        written()


def test_what_was_meant_is_accepted() -> None:
    assert where(x > 0, x, y).shape == ()
    assert Exists((y,), eq(x, y)) is Exists(y, eq(x, y))
    assert Exists((y, z), eq(x, y + z)) is Exists(y, Exists(z, eq(x, y + z)))
    assert ForAll(y, eq(y, y)) is ForAll((y,), eq(y, y)) is ForAll([y], eq(y, y))  # type: ignore[arg-type]
    assert And([x > 0, y > 0]) is And((x > 0, y > 0))  # type: ignore[arg-type]
    assert Invertible(A).matrix is A
    assert random_variable("Y", Normal(v, 1), m).shape == (m,)
    assert random_sequence("Y", Normal(v, 1), m)(k + 1).shape == (m,)
    work = derivation(step("one", Exists((y, z), eq(x, y + z))), step("all", ForAll([y], exp(y) > 0)))  # type: ignore
    assert receive_derivation(send_derivation(work)) == work


def test_a_substitution_that_makes_no_term_is_a_value_error() -> None:
    """There is no member of a sequence at a real number."""
    with pytest.raises(ValueError, match="integer"):
        replace_symbols(random_sequence("Y", Normal(0, 1))(k), {k: x})
