"""Concrete functions for arbitrary ones: a choice for each of them, the simplest first."""

from __future__ import annotations

from gradcheck.kernel.goal import Goal
from gradcheck.language.author import ForAll, arbitrary_function, eq, reals
from gradcheck.language.syntax.uninterpreted import ARGUMENT
from gradcheck.search.refutation.concrete_functions import candidates, function_names
from gradcheck.search.refutation.counterexample import refutes, search_counterexample

x, y = reals("x y")
f, g = arbitrary_function("f"), arbitrary_function("g", differentiable=2)


def test_the_functions_of_a_goal() -> None:
    assert function_names(Goal(eq(f(x), 1), (g.derivative(y, 2) >= 0,))) == {"f": 1, "g": 2}
    assert function_names(Goal(x > 0)) == {}


def test_a_choice_for_each_function() -> None:
    assert candidates(Goal(x > 0)) == [()]
    assert candidates(Goal(eq(f(x), 1)))[0] == (("f", ARGUMENT),)
    pairs = [dict(one) for one in candidates(Goal(eq(f(x), g(y))))]
    assert all(pair.keys() == {"f", "g"} for pair in pairs)
    assert any(pair["f"] is pair["g"] for pair in pairs)
    assert any(pair["f"] is not pair["g"] for pair in pairs)


def test_one_of_them_refutes_what_is_false_of_some_function() -> None:
    for goal in (Goal(eq(f(x + y), f(x) + f(y))), Goal(f(x) >= x, (ForAll((y,), f.derivative(y) >= 0),))):
        found = search_counterexample(goal)
        assert found is not None
        assert refutes(goal, found)
        assert found.functions in candidates(goal)


def test_none_of_them_refutes_what_is_true_of_all() -> None:
    assert search_counterexample(Goal(f(x) ** 2 + g(y) ** 2 >= 2 * f(x) * g(y)), 60) is None
