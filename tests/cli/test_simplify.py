"""``gradcheck simplify``: the simplest form, then the proof; never one without the other."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from pathlib import Path
from types import ModuleType

import pytest

from gradcheck.language.syntax.propositions import Proposition
from gradcheck.language.syntax.terms import Term
from gradcheck.runtime.child import TimedOut, Workers
from gradcheck.search.equations.simplification import Simplest

from .conftest import Gradcheck


@pytest.fixture(autouse=True)
def search(prover: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    """In this process: of a sum, the first part is the simplest form; everything else stays as it is."""
    stub = ModuleType("gradcheck.search.equations.simplification")

    def search_simplest(term: Term, given: tuple[Proposition, ...], with_sympy: bool = True) -> Simplest:
        parts: tuple[Term, ...] = getattr(term, "parts", None) or getattr(term, "terms", None) or (term,)
        return Simplest(parts[0])

    def run(self: Workers, function: Callable[..., object], *args: object, limits: object) -> object:
        return function(*args)

    stub.__dict__["search_simplest"] = search_simplest
    monkeypatch.setitem(sys.modules, "gradcheck.search.equations.simplification", stub)
    monkeypatch.setattr(Workers, "run", run)


def test_the_form_is_followed_by_its_proof(gradcheck: Gradcheck) -> None:
    ran = gradcheck("simplify", "tanh(x)", "--given", "x > 0")
    assert ran.code == 0
    assert ran.out.startswith("  tanh(x)\n\n  ✓ proved  simplest form")
    assert "    assuming: x > 0" in ran.out


def test_a_mistyped_name_is_no_difference(gradcheck: Gradcheck) -> None:
    ran = gradcheck("simplify", "dropout-l3")
    assert (ran.code, ran.out) == (2, "")
    assert "did you mean dropout-l2" in ran.err
    assert gradcheck("simplify", "a-b").code == 0
    ran = gradcheck("simplify", "x +", "--output-format", "json")
    assert (ran.code, json.loads(ran.out)["command"]) == (2, "simplify")
    assert json.loads(ran.out)["problems"][0].startswith("GC411")


def test_json(gradcheck: Gradcheck) -> None:
    found = json.loads(gradcheck("simplify", "x", "--output-format", "json").out)
    assert found["command"] == "simplify"
    assert found["derivations"][0]["steps"][0]["statement"]["text"] == "x = x"


def test_a_form_that_is_not_proved_is_a_finding(gradcheck: Gradcheck) -> None:
    assert gradcheck("simplify", "x/x").code == 1


@pytest.mark.parametrize("text", ["tanh(x", "x = 1", "", "no_such(x)"])
def test_what_is_no_expression(gradcheck: Gradcheck, text: str) -> None:
    ran = gradcheck("simplify", text)
    assert (ran.code, ran.out) == (2, "")
    assert "GC4" in ran.err


def test_out_of_time(gradcheck: Gradcheck, monkeypatch: pytest.MonkeyPatch) -> None:
    def late(self: Workers, function: Callable[..., object], *args: object, limits: object) -> object:
        raise TimedOut("no answer within 1 s")

    monkeypatch.setattr(Workers, "run", late)
    ran = gradcheck("simplify", "tanh(x)")
    assert ran.code == 1
    assert "? undecided  simplest form" in ran.out
    assert "no answer within 1 s [GC201]" in ran.out


def test_a_derivation_shows_its_last_equation(gradcheck: Gradcheck, own: Path) -> None:
    ran = gradcheck("simplify", "add-zero")
    assert ran.code == 0
    assert ran.out.startswith("  x\n\n  ✓ proved  zero")
