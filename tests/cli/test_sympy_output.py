"""``show --sympy``, and ``--output-format sympy`` of ``simplify`` and ``bound``: Python that builds the answers."""

from __future__ import annotations

import subprocess
import sys
from typing import Any

import pytest
import sympy

from tests.cli.conftest import Gradcheck

X = sympy.Symbol("x", real=True)


def built(source: str) -> dict[str, Any]:
    """What the names of the source stand for, and its last line as ``_``."""
    *lines, last = source.rstrip().splitlines()
    names: dict[str, Any] = {}
    exec("\n".join(lines), names)  # noqa: S102
    exec(last if " = " in last or last.startswith("#") else f"_ = {last}", names)  # noqa: S102
    return names


def test_a_derivation_is_shown_as_a_module_of_sympy(gradcheck: Gradcheck) -> None:
    ran = gradcheck("show", "momentum-ema", "--sympy")
    assert ran.code == 0
    names: dict[str, Any] = {}
    exec(ran.out, names)  # noqa: S102
    assert names["DERIVATION"].source
    assert "is not said here: Sequence of arrays has no counterpart in SymPy" in ran.out


def test_it_takes_no_sympy_to_print_it() -> None:
    script = """
import sys
from gradcheck.__main__ import main
assert main(["show", "sigmoid-derivative", "--sympy"]) == 0
assert "sympy" not in sys.modules
"""
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize("other", [("--latex",), ("--output-format", "json")])
def test_one_form_at_a_time(gradcheck: Gradcheck, other: tuple[str, ...]) -> None:
    ran = gradcheck("show", "momentum-ema", "--sympy", *other)
    assert ran.code == 2
    assert "ask for one of" in ran.err


def test_the_simplest_form(gradcheck: Gradcheck) -> None:
    ran = gradcheck("simplify", "(exp(x) - exp(-x))/(exp(x) + exp(-x))", "--output-format", "sympy")
    assert ran.code == 0
    assert ran.out.splitlines() == ["from sympy import Symbol, tanh", "", 'x = Symbol("x", real=True)', "", "tanh(x)"]


def test_its_conditions_are_comments(gradcheck: Gradcheck) -> None:
    ran = gradcheck("simplify", "(x**2 - 1)/(x - 1)", "--output-format", "sympy")
    assert ran.code == 0
    assert "# if x != 1" in ran.out
    assert built(ran.out)["_"] == X + 1


def test_a_bound_and_its_exact_ends(gradcheck: Gradcheck) -> None:
    ran = gradcheck("bound", "gelu", "--output-format", "sympy")
    assert ran.code == 0
    names = built(ran.out)
    assert sympy.simplify(sympy.diff(names["function"], X) - names["derivative"]) == 0
    assert names["supremum"].evalf(12) == names["derivative"].subs(X, sympy.sqrt(2)).evalf(12)


def test_ends_between_two_numbers_and_infinite_ones(gradcheck: Gradcheck) -> None:
    names = built(gradcheck("bound", "mish", "--layers", "2", "--output-format", "sympy").out)
    low, high = names["supremum"]
    assert 0 < high - low < sympy.Rational("1e-13")
    assert names["naive_bound"][0] < high**2
    assert built(gradcheck("bound", "x**3", "--output-format", "sympy").out)["supremum"] == sympy.oo


def test_a_bound_for_every_depth(gradcheck: Gradcheck) -> None:
    found = built(gradcheck("bound", "sigmoid", "--layers", "n", "--output-format", "sympy").out)["bound"]
    assert found.subs(sympy.Symbol("n", integer=True, positive=True), 3) == sympy.Rational(1, 64)


@pytest.mark.parametrize(
    "arguments",
    [("bound", "tanh", "--plot"), ("bound", "--from", "-"), ("check", "."), ("gain", "tanh"), ("list",)],
)
def test_other_commands_write_no_sympy(gradcheck: Gradcheck, arguments: tuple[str, ...]) -> None:
    ran = gradcheck(*arguments, "--output-format", "sympy")
    assert ran.code == 2
    assert "sympy" in ran.err
    assert not ran.out
