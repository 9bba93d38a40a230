"""A mean is a number only where it is finite: what certainly is, and what is left to a side condition."""

from __future__ import annotations

import pytest

from gradcheck.algebra.integrability import is_integrable
from gradcheck.algebra.preparation import prepare
from gradcheck.algebra.ring import Ring, Setting, with_ring
from gradcheck.kernel.dependencies import Missing
from gradcheck.kernel.evidence import ByNormalForm, ByPositivity
from gradcheck.kernel.goal import Goal
from gradcheck.kernel.rejection import Rejected
from gradcheck.kernel.verdict import prove
from gradcheck.language.author import (
    Bernoulli,
    E,
    Independent,
    Normal,
    Uncorrelated,
    Uniform,
    Var,
    absolute,
    dimension,
    eq,
    exp,
    log,
    norm,
    random_variable,
    reals,
    relu,
    sigmoid,
    sin,
    softplus,
    sqrt,
    tanh,
)
from gradcheck.language.syntax.terms import Term

c, p, s = reals("c p s")
d = dimension("d")
z = random_variable("z", Normal(0, 1))
y = random_variable("y", Independent(0, 1))
u = random_variable("u", Uniform(0, 1))
r = random_variable("r", Bernoulli(p))
h = random_variable("h", Uncorrelated(0, 1), d)
q = random_variable("q", Uncorrelated(0, 1))


def integrable(body: Term) -> bool:
    def work(ring: Ring) -> bool:
        return is_integrable(ring, prepare(ring).scalar(body))

    return with_ring(Setting(), work)


@pytest.mark.parametrize(
    "body",
    [
        z**4 * y**6, relu(z) ** 3, absolute(y) * sin(z), tanh(y), sigmoid(c * y + 1) * y**2, softplus(z), exp(c * z),
        exp(z) * z**2 * y, exp(-(z**2)), exp(-(y**2)) * y**3, exp(u**2 + r), exp(u * z), sqrt(1 + z**2), norm(h) ** 2,
        norm(h), absolute(q), q * absolute(q), z / (1 + exp(z)), tanh(z) ** 2 * exp(z), exp(-absolute(y)),
        log(1 + exp(u)),
    ],
)  # fmt: skip
def test_means_that_exist(body: Term) -> None:
    assert integrable(body)


@pytest.mark.parametrize(
    "body",
    [
        exp(z**2), exp(z**2) - z, exp(y), exp(q), exp(-y), exp(z * random_variable("w", Normal(0, 1))), exp(c * z**2),
        exp(exp(z)), absolute(q) ** 3, norm(h) ** 3, exp(z**2) / (1 + exp(z)), y / (1 - c * exp(z)), 1 / (1 - exp(z)),
        softplus(y**2), exp(absolute(z) ** 3),
    ],
)  # fmt: skip
def test_means_that_may_not_exist(body: Term) -> None:
    assert not integrable(body)


def test_what_may_be_infinite_is_not_cancelled() -> None:
    for body, claim in (
        (exp(z**2), eq(E(z + exp(z**2)) - E(exp(z**2)), 0)),
        (exp(z**2), eq(0 * E(exp(z**2)), 0)),
        (exp(y), eq(E(exp(y)), E(exp(y)))),
        (exp(z**2 / 3), eq(Var(exp(z**2 / 3)), Var(exp(z**2 / 3)))),
    ):
        with pytest.raises(Missing):
            prove(Goal(claim), ByNormalForm())
        with pytest.raises(Rejected):
            prove(Goal(E(body) >= 0), ByPositivity(E(body)))
    assert prove(Goal(eq(E(exp(y)), E(exp(y))), (eq(E(exp(y)), c),)), ByNormalForm())
    assert prove(Goal(E(tanh(y) ** 2) >= 0), ByPositivity(E(tanh(y) ** 2)))
    assert prove(Goal(eq(E(z + exp(z)) - E(exp(z)), 0)), ByNormalForm())
