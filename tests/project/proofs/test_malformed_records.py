"""Malformed recorded proofs: a number is as long as it is written, and nothing crashes."""

from __future__ import annotations

import pytest

from gradcheck.kernel.evidence import ByNormalForm, Counterexample
from gradcheck.kernel.goal import Goal
from gradcheck.language.syntax.propositions import Relation
from gradcheck.language.syntax.terms import Symbol
from gradcheck.project.proofs.codec import Unreadable, decode
from gradcheck.project.proofs.search_result import SearchResult
from gradcheck.prover.prove import prove_again


@pytest.mark.parametrize("text", ["1e999999999", "-1e-999999999", "1_0", " 1", "1.5", "nan", "", "1/0"])
def test_numbers_have_no_exponent(text: str) -> None:
    with pytest.raises(Unreadable):
        decode({"nodes": [["Num", {"q": text}]], "value": {"n": 0}})


def test_a_malformed_counterexample_is_no_crash() -> None:
    x = Symbol("x")
    for scalars in (None, 1, (1,), ByNormalForm()):
        finding = SearchResult(counterexample=Counterexample(scalars))  # type: ignore[arg-type]
        assert prove_again(Goal(Relation("<", x, x)), finding) is None
