"""What is assumed teaches what its terms say, and not what a step of normalisation would like to have."""

from __future__ import annotations

import pytest

from gradcheck.kernel.check import check
from gradcheck.kernel.dependencies import Trail
from gradcheck.kernel.evidence import BySign
from gradcheck.kernel.goal import Goal
from gradcheck.kernel.rejection import Rejected
from gradcheck.language.notation.reader import read_claim
from tests.verdicts import verdict


def is_visible(written: str) -> bool:
    try:
        check(Goal(*read_claim(written)), BySign(), Trail())
    except Rejected:
        return False
    return True


@pytest.mark.parametrize(
    "written",
    [
        # derivatives that exist where the chain rule divides by 0: false at x = y = 0
        "sqrt(x**4 + y**4) > 0; d(sqrt(x**4 + y**4), x) < 1",
        "x**4 + y**4 != 0; d(sqrt(x**4 + y**4), x) < 1",
        "x != 0; d(sqrt(abs(x))**3, x) < 1",
        "x != 0; d(abs(x)**(3/2)*sign(x), x) < 1",
        # 0**(n - k) is 0 and not 0**n / 0**k: false at x = 0
        "x**k != 0; x**(n-k) < 1; n > k; k >= 1; n, k in naturals",
        "x**(2*k) > 0; x**(n-k) < 1; n > k; k >= 1; n, k in naturals",
        # the sum to 0 is empty, and not the sum to -2 and two terms more: false at n = -2
        "2*n**2 + 6*n + 5 <= 3/4; sum(k**2, k, 1, n+2) <= 3/4; n in integers",
    ],
)
def test_nothing_is_learnt_from_a_step(written: str) -> None:
    assert not is_visible(written)
    assert verdict(written) != "proved"


@pytest.mark.parametrize(
    "written",
    [
        "sqrt(x**4 + y**4) > 0; d(sqrt(x**4 + y**4), x) < 1; x > 0",
        "x**4 + y**4 != 0; 1/sqrt(x**4 + y**4) < 1",
        "x**k != 0; x**(n-k) < 1; n > k; k >= 1; x > 0; n, k in naturals",
        "2*n**2 + 6*n + 5 <= 20; sum(k**2, k, 1, n+2) <= 20; n >= 0; n in integers",
        "x - 1 < 5; d(x**2, x)/2 < 6",
    ],
)
def test_what_the_terms_say_is_learnt(written: str) -> None:
    assert is_visible(written)
