"""A verdict rests on what the claim mentions: definitions and assumptions about other things do not change it."""

from __future__ import annotations

import pytest

from gradcheck.derivation import Derivation, Step, at
from gradcheck.language.author import dimension, eq, initial, natural, ones, real, recurrence, sequence
from gradcheck.language.notation.reader import read_claim
from gradcheck.language.syntax.definitions import Definition
from gradcheck.language.syntax.propositions import Proposition
from gradcheck.prover.prove import Proving, _goal, prove_derivation
from gradcheck.runtime.child import Here
from gradcheck.runtime.limits import Limits

LIMITS = Limits(30, 2048)
x, y, real_n = real("x"), real("y"), real("n")
n, k = dimension("n"), natural("k")
u, v, w, s = sequence("u", n), sequence("v", n), sequence("w"), sequence("s")
VECTOR: tuple[Definition, ...] = (recurrence(v(k), v(k - 1) / 2, start=1), initial(v(0), ones(n)))
SCALAR: tuple[Definition, ...] = (recurrence(s(k), s(k - 1) + 1 / n, start=1), initial(s(0), n))
OTHER: tuple[Definition, ...] = (recurrence(w(k), w(k - 1) + s(k), start=1), initial(w(0), 0))
CLAIMS = {
    "limit((1 + 3/n)**n, n, oo) = exp(3)": "proved",
    "limit((1 + 3/n)**n, n, oo) = exp(3); n in dimensions": "proved",
    "limit((1 + 3/n)**n, n, oo) = 20; n in dimensions": "refuted",
    "atan(2*x - 1)/(1 - x)**2 = atan(2*x - 1)/(1 - x**2); x > 0; x < 1": "refuted",
    "sup(n*(1 - n), n, 0, 1) = 1/4": "proved",
    "k >= 1; k in naturals": "refuted",
    "k >= 0; k in naturals": "proved",
}


def verdict(text: str, define: tuple[Definition, ...] = (), assume: tuple[Proposition, ...] = ()) -> str:
    claim, given = read_claim(text)
    derivation = Derivation((Step("claim", claim, given),), assume, define)
    return prove_derivation(derivation, LIMITS, Here()).steps[0].verdict


@pytest.mark.parametrize("claim", CLAIMS)
@pytest.mark.parametrize("define", [(), VECTOR, SCALAR + OTHER + VECTOR], ids=["none", "vector", "all"])
def test_definitions_of_other_sequences(claim: str, define: tuple[Definition, ...]) -> None:
    assert verdict(claim, define) == CLAIMS[claim]


OTHERS = {"y > 0": y > 0, "y**2 = 2": eq(y**2, 2), "n > 5": real_n > 5, "s(3) >= 1": s(3) >= 1}
PAIRS = [
    (claim, other)
    for claim, found in CLAIMS.items()
    for other in OTHERS
    if found == "refuted" and not (other == "y**2 = 2" and "atan" in claim)  # as with the others, after a long search
]


@pytest.mark.parametrize(("claim", "other"), PAIRS)
def test_assumptions_about_other_things(claim: str, other: str) -> None:
    assert verdict(claim, (), (OTHERS[other],)) == "refuted"


def test_an_assumption_that_nothing_satisfies_is_no_other_thing() -> None:
    """Under it there is no counterexample, whatever it is about."""
    assert verdict("x**2 = x", (), (y > 3, y < 2)) != "refuted"


def test_what_is_mentioned_is_there() -> None:
    define = SCALAR + OTHER + VECTOR
    steps = (
        Step("free", eq(x, x)),
        Step("of s", eq(s(0), n)),
        Step("of w", eq(w(0), 0)),
        Step("hint", eq(x, x), hints=(at("of s", {x: v(1)[1]}),)),
        Step("assumed", eq(x, x), given=(eq(w(1), x),)),
    )
    derivation = Derivation(steps, (), define)
    found = [_goal(derivation, step, ()).definitions for step in steps]
    assert found == [(), SCALAR, SCALAR + OTHER, VECTOR, SCALAR + OTHER]


def test_a_step_brings_its_definitions() -> None:
    steps = (
        Step("of s", eq(s(1) - s(0), 1 / n)),
        Step("uses it", eq(n * (s(1) - s(0)), 1), using=("of s",)),
        Step("uses it for x", eq(x + s(1) - s(0), x + 1 / n), using=("of s",)),
        Step("names it", x**2 >= 0, using=("of s",)),
    )
    proving = Proving(Derivation(steps, (), OTHER[:0] + SCALAR + VECTOR), LIMITS, Here())
    assert [proving.prove(step).outcome.verdict for step in steps] == ["proved"] * 4
    used = proving._use("names it")
    assert used is not None
    assert used.definitions == SCALAR


def test_what_a_sequence_is_still_counts() -> None:
    """The same claim about a member, with two definitions of its sequence, and with none."""
    claim = Step("claim", eq(s(1), s(0) + 1 / n))
    for define, expected in ((SCALAR, "proved"), ((replace_start(SCALAR), SCALAR[1]), "refuted"), ((), "refuted")):
        derivation = Derivation((claim,), (), define)
        assert prove_derivation(derivation, LIMITS, Here()).steps[0].verdict == expected


def replace_start(define: tuple[Definition, ...]) -> Definition:
    return recurrence(s(k), s(k - 1) + 2 / n, start=1)
