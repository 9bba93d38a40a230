"""Whole derivations in SymPy: what is proved, what is refuted, and which step cannot be read."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
import sympy as sp
from sympy import stats

from gradcheck.derivation import Derivation, by_sympy, derivation, erratum, held, step
from gradcheck.interface import prove_all
from gradcheck.kernel.goal import Goal
from gradcheck.language import author
from gradcheck.language.printing.text import render_text
from gradcheck.language.sympy.code import derivation_source
from gradcheck.language.sympy.refusals import NoCounterpart, UnclearSymbol
from gradcheck.language.sympy.symbols import AUTHOR
from gradcheck.language.syntax.definitions import DefinitionError
from gradcheck.language.syntax.illtyped import UnreadClaim
from tests.verdicts import verdict_on

x, y, b = sp.symbols("x y b")
p, q = sp.symbols("p q", positive=True)
n, m = sp.symbols("n m", integer=True, positive=True)
t = sp.Symbol("t", integer=True, nonnegative=True)
i = sp.Symbol("i", integer=True)
f, g, v, u = map(sp.Function, "fgvu")
A, B = sp.MatrixSymbol("A", n, n), sp.MatrixSymbol("B", n, n)
X, w, z = sp.MatrixSymbol("X", n, m), sp.MatrixSymbol("w", m, 1), sp.MatrixSymbol("z", n, 1)
sigmoid = 1 / (1 + sp.exp(-x))


def eq(left: Any, right: Any) -> Any:
    return sp.Eq(left, right, evaluate=False)


def verdicts(work: Derivation) -> dict[str, str]:
    """The verdict on each step by itself, or the code of one that cannot be read."""
    found = {}
    for item in work.steps:
        if isinstance(item.claim, UnreadClaim):
            found[item.name] = item.claim.code
        else:
            found[item.name] = verdict_on(Goal(item.claim, (*work.assumptions, *item.given), work.definitions))
    return found


def verdict(claim: Any, *given: Any, **more: Any) -> str:
    return verdicts(derivation(step("claim", claim, given=given), **more))["claim"]


TRUE: dict[str, Any] = {
    "a derivative": eq(sp.Derivative(sigmoid, x), sigmoid * (1 - sigmoid)),
    "a symbol's assumptions": sp.sqrt(p * q) <= (p + q) / 2,
    "a logarithm of a product": eq(sp.log(p * q), sp.log(p) + sp.log(q)),
    "an arbitrary function": eq(sp.Derivative(f(x**2), x), f(x**2).diff(x)),
    "a second derivative of one": eq(sp.Derivative(f(2 * x), x, x), f(2 * x).diff(x, 2)),
    "an integral": eq(sp.Integral(p * sp.exp(-p * x), (x, 0, 1)), 1 - sp.exp(-p)),
    "a limit": eq(sp.Limit(sp.tanh(x), x, sp.oo), 1),
    "a sum": eq(sp.Sum(i, (i, 1, n)), n * (n + 1) / 2),
    "a case distinction": eq(sp.Piecewise((x, x > 0), (-x, True)), sp.Abs(x)),
    "a step function": eq(sp.Heaviside(x), (1 + sp.sign(x)) / 2),
    "a factorial": eq(sp.factorial(t + 1, evaluate=False), (t + 1) * sp.factorial(t)),
    "Pascal's rule": eq(
        sp.binomial(t + 1, i, evaluate=False), sp.binomial(t, i, evaluate=False) + sp.binomial(t, i - 1, evaluate=False)
    ),
    "a product": eq(sp.Product(i, (i, 1, t + 1)), (t + 1) * sp.Product(i, (i, 1, t))),
    "a trace": eq(sp.Trace(A * B), sp.Trace(B * A)),
    "a gradient by a matrix": eq(sp.Derivative(sp.Trace(X.T * X), X), 2 * X),
    "a Jacobian": eq(sp.Derivative(X * w, w), X),
    "a block matrix": eq(
        sp.BlockMatrix([[A, B], [B, A]]) * sp.BlockMatrix([[sp.Identity(n)], [sp.ZeroMatrix(n, n)]]),
        sp.BlockMatrix([[A], [B]]),
    ),
    "an applied function": eq(z.applyfunc(sp.Lambda(x, x**2)), sp.HadamardProduct(z, z)),
    "a norm": eq(sp.sqrt(sp.Trace(z.T * z)) ** 2, sp.MatMul(z.T, z)[0, 0]),
    "an interval": sp.Implies(sp.Contains(x, sp.Interval(0, 1)), x**2 <= x),
}
FALSE: dict[str, Any] = {
    "a derivative": eq(sp.Derivative(sigmoid, x), sigmoid * (1 + sigmoid)),
    "a symbol's assumptions": sp.sqrt(p * q) >= (p + q) / 2,
    "a logarithm of a product": eq(sp.log(p * q), sp.log(p) * sp.log(q)),
    "an integral": eq(sp.Integral(p * sp.exp(-p * x), (x, 0, 1)), 1 - sp.exp(p)),
    "a limit": eq(sp.Limit(sp.tanh(x), x, sp.oo), 2),
    "a sum": eq(sp.Sum(i, (i, 1, n)), n * (n - 1) / 2),
    "a case distinction": eq(sp.Piecewise((x, x > 0), (x, True)), sp.Abs(x)),
    "a step function": eq(sp.Heaviside(x, 0), (1 + sp.sign(x)) / 2),
    "a factorial": eq(sp.factorial(t + 1, evaluate=False), t * sp.factorial(t)),
    "a product": eq(sp.Product(i, (i, 1, t + 1)), t * sp.Product(i, (i, 1, t))),
    "a trace": eq(sp.Trace(A * B), sp.Trace(A) * sp.Trace(B)),
    "a gradient by a matrix": eq(sp.Derivative(sp.Trace(X.T * X), X), X),
    "a norm": eq(sp.sqrt(sp.Trace(z.T * z)), sp.MatMul(z.T, z)[0, 0]),
    "an interval": sp.Implies(sp.Contains(x, sp.Interval(0, 2)), x**2 <= x),
}


@pytest.mark.parametrize("name", TRUE)
def test_what_is_true_is_proved(name: str) -> None:
    assert verdict(TRUE[name]) == "proved"


@pytest.mark.parametrize("name", FALSE)
def test_a_near_miss_is_refuted(name: str) -> None:
    assert verdict(FALSE[name]) == "refuted"


UNTRUE_AT_AN_EDGE: dict[str, Any] = {
    "a product without factors below the start": eq(sp.Product(i, (i, 3, t)), sp.Product(i, (i, 3, t))),
    "a factorial below 0": eq(sp.factorial(i, evaluate=False), sp.factorial(i, evaluate=False)),
    "an entry beyond the end": sp.Ge(sp.IndexedBase("c", shape=(n,))[n] ** 2, 0, evaluate=False),
    "the inverse of any matrix": eq(sp.Inverse(A), sp.Inverse(A)),
}


@pytest.mark.parametrize("name", UNTRUE_AT_AN_EDGE)
def test_what_has_no_value_is_not_proved(name: str) -> None:
    assert verdict(UNTRUE_AT_AN_EDGE[name]) == "undecided"


def test_what_is_cancelled_in_a_held_statement_asks_for_its_condition() -> None:
    with held():
        claim = sp.Eq((1 - b) * (1 - b**t) / (1 - b), 1 - b**t)
    assert verdict(claim) == "undecided"
    assert verdict(claim, sp.Ne(b, 1)) == "proved"


def test_a_recurrence_defines_a_function_of_an_integer() -> None:
    define = [sp.Eq(v(0), 0), sp.Eq(v(t), b * v(t - 1) + (1 - b))]
    assert verdict(eq(v(t), 1 - b**t), define=define) == "proved"
    assert verdict(eq(v(t), 1 - b ** (t + 1)), define=define) == "refuted"
    assert verdict(eq(v(t), b * v(t - 1) + (1 - b)), t >= 1, define=define) == "proved"
    assert verdict(eq(v(t), b * v(t - 1) + (1 - b)), define=define) == "undecided", "v(-1) is no member"


def test_a_recurrence_may_say_the_next_member() -> None:
    one_later = [sp.Eq(v(0), 0), sp.Eq(v(t + 1), b * v(t) + (1 - b) + t)]
    same = [sp.Eq(v(0), 0), sp.Eq(v(t), b * v(t - 1) + (1 - b) + (t - 1))]
    assert verdict(eq(v(3), b * v(2) + (1 - b) + 2), define=one_later) == "proved"
    assert verdict(eq(v(3), b * v(2) + (1 - b) + 3), define=one_later) == "refuted"
    made = [derivation(step("any", x**2 >= 0), define=define).definitions for define in (one_later, same)]
    assert [one.start for one in made[0][1:]] == [one.start for one in made[1][1:]] == [1]  # type: ignore[union-attr]
    fibonacci = [sp.Eq(u(0), 0), sp.Eq(u(1), 1), sp.Eq(u(t + 2), u(t + 1) + u(t))]
    assert verdict(eq(u(t + 2), u(t + 1) + u(t)), define=fibonacci) == "proved"
    with pytest.raises(TypeError, match="at a symbol"):
        derivation(step("any", x**2 >= 0), define=[sp.Eq(v(2 * t), v(t))])


def test_a_sum_that_ends_before_it_begins_is_told_of() -> None:
    assert "has no value" in step("empty", eq(sp.Sum(i, (i, 3, 1)), 0)).note
    assert not step("empty", eq(sp.Sum(i, (i, 3, 2)), 0)).note


def test_a_recurrence_begins_after_its_first_values() -> None:
    work = derivation(
        step("any", u(t) >= u(t) - 1),
        define=[sp.Eq(u(0), 1), sp.Eq(u(1), 1), sp.Eq(u(t), u(t - 1) + u(t - 2))],
    )
    assert [render_text(one) for one in work.definitions] == [
        "u[0] = 1", "u[1] = 1", "u[t] = u[t - 2] + u[t - 1] for t >= 2",
    ]  # fmt: skip


BAD_DEFINITIONS: dict[str, tuple[list[Any], type[Exception], str]] = {
    "of a real number": ([sp.Eq(f(x), x)], NoCounterpart, "functions of an integer"),
    "of a symbol": ([sp.Eq(y, x)], NoCounterpart, "functions of an integer"),
    "from nowhere": ([sp.Eq(v(i), v(i - 1))], NoCounterpart, "where v begins"),
    "by itself": ([eq(v(t), v(t) + 1)], DefinitionError, "earlier members"),
    "an inequality": ([v(t) >= 0], NoCounterpart, "defines nothing"),
    "at positive numbers": ([sp.Eq(v(0, p), 1), sp.Eq(v(t, p), p * v(t - 1, p))], UnclearSymbol, "takes all values"),
    "before its index begins": ([sp.Eq(v(-1), 3), sp.Eq(v(n), 2 * v(n - 1))], NoCounterpart, "begins at 0"),
}


@pytest.mark.parametrize(("define", "error", "words"), BAD_DEFINITIONS.values(), ids=BAD_DEFINITIONS.keys())
def test_what_defines_nothing_is_refused(define: list[Any], error: type[Exception], words: str) -> None:
    with pytest.raises(error, match=words):
        derivation(step("any", x**2 >= 0), define=define)


def test_an_assumption_on_a_symbol_of_a_definition_holds_in_the_derivation() -> None:
    work = derivation(step("claim", v(t) > 0), define=[sp.Eq(v(0), 1), sp.Eq(v(t), p * v(t - 1))])
    assert [render_text(one) for one in work.assumptions] == ["p > 0"]
    assert verdicts(work) == {"claim": "proved"}


def test_products_of_one_factor_with_different_first_indices() -> None:
    k = sp.Symbol("k", integer=True)
    products = sp.Product(x, (k, n, n + m)), sp.Product(x, (k, 1, m + 1))
    work = derivation(step("claim", eq(*products)))
    assert render_text(work.steps[0].claim) == "prod[m + n - n + 1](x) = prod[m + 1](x)"


def test_a_symbol_may_have_the_name_of_one_in_a_definition_of_the_language() -> None:
    k = sp.Symbol("k", integer=True)
    work = derivation(step("claim", eq(sp.factorial(k + 1), (k + 1) * sp.factorial(k)), given=[k >= 0]))
    assert verdicts(work) == {"claim": "proved"}
    assert "k1" in render_text(work.definitions[1])


def test_a_sequence_that_is_named_factorial_is_an_arbitrary_one() -> None:
    own = sp.Function("factorial")
    assert verdict(eq(own(3), 6)) == "refuted"
    assert verdict(author.eq(author.sequence("factorial")(3), 6)) == "refuted"
    work = derivation(
        step("claim", eq(own(3) - sp.factorial(3, evaluate=False), 2)),
        define=[sp.Eq(own(0), 1), sp.Eq(own(t), 2 * own(t - 1))],
    )
    assert render_text(work.steps[0].claim) == "factorial[3] - factorial2[3] = 2"
    assert verdicts(work) == {"claim": "proved"}


def test_a_factorial_is_printed_as_a_module_that_is_read_again() -> None:
    work = derivation(step("claim", eq(sp.factorial(n), n * sp.factorial(n - 1))))
    names: dict[str, Any] = {}
    exec(derivation_source(work), names)  # noqa: S102  (it is what the tests are about)
    assert verdicts(names["DERIVATION"]) == {"claim": "proved"}


def test_a_function_of_sympy_stands_in_the_words_of_the_language() -> None:
    assert verdict(author.eq(author.real("x") + f(x), f(x) + x)) == "proved"
    assert verdict(f(x)) == "GC440"


def test_a_step_that_cannot_be_read_leaves_the_others() -> None:
    work = derivation(
        step("true", x**2 + 1 >= 2 * x),
        step("decided", sp.Eq(x, x)),
        step("compared", x == y),
        step("unknown", sp.Eq(sp.gamma(p), p)),
        step("twice", sp.Symbol("x", positive=True) > 1),
        step("float", sp.Eq(0.1 * x, x)),
        step("alike", sp.Symbol("xy") + x + y > 0),
        step("given", x**2 >= 0, given=[sp.Eq(sp.zeta(x), 1)]),
        erratum("false", sp.Eq(x**2, x)),
    )
    assert verdicts(work) == {
        "decided": "GC441", "compared": "GC441", "unknown": "GC440", "twice": "GC442", "float": "GC440",
        "alike": "GC442", "given": "GC440", "true": "proved", "false": "refuted",
    }  # fmt: skip


def test_an_assumption_that_sympy_knows_is_none() -> None:
    work = derivation(step("square", p**2 + 1 >= 2 * p, given=[p > 0]))
    assert [render_text(one) for one in (*work.assumptions, *work.steps[0].given)] == ["p > 0"]


def test_only_the_symbols_that_occur_are_assumed_about() -> None:
    derivation(step("one", p + q > 1, given=[x > 1]))
    work = derivation(step("other", q**2 + 1 >= 2 * q))
    assert [render_text(one) for one in work.assumptions] == ["q > 0"]


def test_a_derivation_owes_nothing_to_the_one_before() -> None:
    derivation(step("one", p + f(x) > 1))
    rho, f_alone = author.real("p"), author.arbitrary_function("f", differentiable=0)
    work = derivation(step("other", author.eq(rho * f_alone(rho), f_alone(rho) * rho)))
    assert work.assumptions == ()
    assert _functions(work.steps[0].claim) == {("f", 0)}


def test_a_function_is_one_function_in_all_steps() -> None:
    work = derivation(
        step("at a point", f(t) >= f(t) - 1),
        step("value", sp.Ge(f(x) ** 2, 0, evaluate=False)),
        step("curve", eq(sp.Derivative(f(x), x, x), f(x).diff(x, 2))),
    )
    assert verdicts(work) == {"at a point": "proved", "value": "proved", "curve": "proved"}
    assert {repr(node) for item in work.steps for node in _functions(item.claim)} == {"('f', 2)"}


def _functions(claim: Any) -> set[tuple[str, int]]:
    from gradcheck.language.syntax.node import walk
    from gradcheck.language.syntax.uninterpreted import Uninterpreted

    return {(part.name, part.differentiable) for part in walk(claim) if isinstance(part, Uninterpreted)}


def test_sympy_and_the_words_of_the_language_stand_side_by_side() -> None:
    rho = author.real("r")
    work = derivation(
        step("mixed", author.eq(rho * x + sp.exp(x), sp.exp(x) + x * rho)),
        step("supremum", author.eq(author.sup(sp.diff(sigmoid, x), x), sp.Rational(1, 4))),
        step("quantified", author.ForAll((rho,), rho**2 + x**2 >= 0)),
    )
    assert set(verdicts(work).values()) == {"proved"}


def chance(claim: Any, *given: Any) -> str:
    return verdict(claim, *given)


N1, coin, even = stats.Normal("Z", x, q), stats.Bernoulli("C", p, 1, 0), stats.Uniform("U", 0, 1)
dice, sign = stats.Binomial("K", n, p), stats.Rademacher("S")
waiting, other = stats.Exponential("W", q), stats.Exponential("V", q)
copies = stats.BernoulliProcess("R", p)
MOMENTS: dict[str, tuple[Any, Any]] = {
    "a normal variance": (eq(stats.Variance(N1), q**2), eq(stats.Variance(N1), q)),
    "a second moment": (eq(stats.Expectation(N1**2), x**2 + q**2), eq(stats.Expectation(N1**2), q**2)),
    "a coin": (eq(stats.Variance(coin), p * (1 - p)), eq(stats.Variance(coin), p)),
    "a uniform": (eq(stats.Variance(even), sp.Rational(1, 12)), eq(stats.Variance(even), sp.Rational(1, 6))),
    "an exponential": (eq(stats.Variance(waiting), 1 / q**2), eq(stats.Variance(waiting), 1 / q)),
    "one waiting time twice": (
        eq(stats.Expectation(waiting * waiting), 2 / q**2),
        eq(stats.Expectation(waiting * other), 2 / q**2),
    ),
    "a binomial": (eq(stats.Expectation(dice), n * p), eq(stats.Expectation(dice), p)),
    "a sign": (eq(stats.Expectation(sign**2), 1), eq(stats.Expectation(sign), 1)),
    "a covariance": (eq(stats.Covariance(N1, N1), q**2), eq(stats.Covariance(N1, even), q)),
    "copies": (
        eq(stats.Expectation(copies[1] * copies[2]), p**2),
        eq(stats.Expectation(copies[1] * copies[1]), p**2),
    ),
    "an event": (eq(stats.Probability(sp.Ne(coin, 1)), 1 - p), eq(stats.Probability(coin >= 0), p)),
    "two events": (
        eq(stats.Probability(sp.Or(sp.Eq(coin, 1), sp.Eq(sign, 1))), (1 + p) / 2),
        eq(stats.Probability(sp.And(sp.Eq(coin, 1), coin > 0)), p**2),
    ),
    "trials": (
        eq(stats.Probability(sp.Eq(stats.Binomial("T", 3, p), 2)), 3 * p**2 * (1 - p)),
        eq(stats.Probability(stats.Binomial("T", 3, p) >= 1), 1 - p**3),
    ),
    "a function of a coin": (
        eq(stats.Expectation(2 * f(coin) + x), x + 2 * p * f(1) + 2 * (1 - p) * f(0)),
        eq(stats.Expectation(f(coin)), f(p)),
    ),
    "one variable twice": (
        eq(stats.Variance(even + even), sp.Rational(1, 3)),
        eq(stats.Variance(even + even), sp.Rational(1, 6)),
    ),
}  # fmt: skip


@pytest.mark.parametrize(("true", "false"), MOMENTS.values(), ids=MOMENTS.keys())
def test_random_variables(true: Any, false: Any) -> None:
    assert verdict(true, p < 1) == "proved"
    assert verdict(false, p < 1) == "refuted"


NO_LAW: dict[str, Any] = {
    "another law": lambda: stats.Expectation(stats.Gamma("G", p, q)),
    "a conditional mean": lambda: stats.Expectation(N1, N1 > 0),
    "a conditional covariance": lambda: stats.Covariance(N1, even, N1 > 0),
}


@pytest.mark.parametrize("make", NO_LAW.values(), ids=NO_LAW.keys())
def test_what_the_language_has_no_law_for(make: Any) -> None:
    assert verdict(eq(make(), 0)) == "GC440"


slope = sp.diff(sigmoid, x)
PROPOSED: dict[str, Any] = {
    "diff": lambda: by_sympy(sp.diff, sigmoid, x),
    "solve": lambda: by_sympy(sp.solve, x**2 - 4, x),
    "solve, an equation": lambda: by_sympy(sp.solve, sp.Eq(sp.diff(slope, x), 0), x),
    "no real root": lambda: by_sympy(sp.solve, x**2 + 1, x),
    "integrate": lambda: by_sympy(sp.integrate, x * sp.exp(-x), (x, 0, sp.oo)),
    "limit": lambda: by_sympy(sp.limit, slope, x, sp.oo),
    "summation": lambda: by_sympy(sp.summation, i**2, (i, 1, n)),
    "factor": lambda: by_sympy(sp.factor, x**2 - 2 * x + 1),
    "simplify": lambda: by_sympy(sp.simplify, sp.sin(x) ** 2 + sp.cos(x) ** 2),
    "maximum": lambda: by_sympy(sp.maximum, slope, x),
    "minimum": lambda: by_sympy(sp.minimum, x**2 - x, x, sp.Interval(0, 1)),
    "E": lambda: by_sympy(stats.E, N1**2),
    "variance": lambda: by_sympy(stats.variance, 2 * even + 1),
    "the author's own": lambda: by_sympy(sp.Eq((x - 1) ** 2, x**2 - 2 * x + 1, evaluate=False), sp.expand),
}


@pytest.mark.parametrize("name", PROPOSED)
def test_what_sympy_proposes_is_proved(name: str) -> None:
    work = derivation(step("found", PROPOSED[name]()))
    assert verdicts(work) == {"found": "proved"}
    assert work.steps[0].note.startswith("found by SymPy: ")


def test_a_wrong_answer_of_sympys_is_refuted() -> None:
    softplus = sp.log(1 + sp.exp(x))
    work = derivation(
        erratum("a supremum that is not attained", by_sympy(sp.maximum, sp.diff(softplus, x), x)),
        erratum("a small angle", by_sympy(eq(sp.acos(sp.Rational(7823207, 7823209)), 0), sp.simplify)),
    )
    assert set(verdicts(work).values()) == {"refuted"}


def test_an_order_of_matrices_is_one_of_their_entries() -> None:
    assert "entry by entry" in step("order", sp.Le(A, B, evaluate=False)).note
    assert "entry by entry" not in step("equal", eq(A, B)).note


def _refused(make: Callable[[], Any], code: str = "GC440") -> str:
    """Return why there is no statement; the step that is made of it says so."""
    made = step("refused", make()).claim
    assert isinstance(made, UnreadClaim)
    assert made.code == code
    return made.problem


def test_no_answer_is_no_statement() -> None:
    assert "no answer" in _refused(lambda: by_sympy(sp.integrate, sp.exp(sp.sin(x)), (x, 0, 1)))


def test_what_sympy_raises_is_told_at_the_step() -> None:
    assert "NotImplementedError" in _refused(lambda: by_sympy(sp.solve, sp.sin(x) + x - sp.exp(x), x))
    assert "TypeError" in _refused(lambda: by_sympy(sp.diff))
    with held():
        computed = by_sympy(sp.diff, x**2, x)
    assert "before the block" in _refused(lambda: computed, "GC443")


def test_what_claims_nothing_is_told_at_its_step() -> None:
    for claim in (sp.solve(x**2 - 1, x), (x, y), {x: y}, sp.FiniteSet(x), x + y):
        assert "claims nothing" in _refused(lambda claim=claim: claim)
    with pytest.raises(TypeError, match="no proposition"):
        step("plain", (1, 2))  # nothing of SymPy is in it


REFUSED = {
    "2*k": sp.Eq(sp.Mod(i, 2), 0), "integer k": sp.Le(sp.floor(x), x, evaluate=False),
    "factorial": sp.Eq(sp.gamma(n), 1), "removeO": sp.Eq(sp.exp(x), sp.series(sp.exp(x), x, 0, 2)),
    "real=True": sp.Eq(sp.re(sp.exp(y * sp.I)), x),
    "Function('f')": sp.Eq(sp.zeta(x), 1), "Subs": sp.Eq(sp.Derivative(x * f(x), f(x)), x),
    "an entry": eq(sp.Derivative(X * w, X[0, 0]), w),
}  # fmt: skip


@pytest.mark.parametrize("words", REFUSED)
def test_a_refusal_says_what_to_write_instead(words: str) -> None:
    assert words in _refused(lambda: REFUSED[words])


def test_a_function_of_a_function_is_derived_by_it() -> None:
    assert verdict(by_sympy(sp.diff, f(g(x)), x)) == "proved"
    assert verdict(by_sympy(sp.diff, f(g(x)), x, 2)) == "proved"
    assert verdict(sp.Eq(sp.Derivative(f(g(x)), x), sp.Derivative(f(g(x)), g(x)))) == "refuted"


def test_normal_densities_with_symbols() -> None:
    N = stats.Normal("N", b, p)
    assert verdict(eq(sp.Integral(stats.density(N)(x), (x, -sp.oo, sp.oo)), 1), p > 0) == "proved"
    assert (
        verdict(eq(sp.Integral(sp.exp(-(x**2) / (2 * p**2)), (x, -sp.oo, sp.oo)), sp.sqrt(2 * sp.pi) * p)) == "proved"
    )
    assert verdict(eq(stats.Expectation(sp.exp(N)), sp.exp(b + p**2 / 2))) == "proved"
    assert verdict(eq(stats.Expectation(sp.exp(N)), sp.exp(b + p**2))) == "refuted"


def test_the_answer_that_is_missing_cannot_be_computed_with() -> None:
    with pytest.raises(NoCounterpart, match="NotImplementedError"):
        _ = by_sympy(sp.solve, sp.sin(x) + x - sp.exp(x), x).value
    assert by_sympy(sp.gcd, 6 * x, 4 * x).value == 2 * x  # only a statement of it is missing


def test_other_steps_are_checked_beside_one_that_sympy_does_not_answer() -> None:
    steps = (
        step("no root", by_sympy(sp.solve, sp.sin(x) + x - sp.exp(x), x)),
        step("slope", by_sympy(sp.diff, x**2, x)),
        erratum("no claim", by_sympy(sp.gcd, 6 * x, 4 * x)),
        erratum("false", sp.Eq(x**2, x)),
    )
    found = prove_all(derivation(*steps))
    assert [one.verdict for one in found] == ["undecided", "proved", "undecided", "refuted"]
    assert [one.code for one in found if one.verdict == "undecided"] == ["GC440", "GC440"]


ASKED: dict[str, tuple[Any, str]] = {
    "a side by its name": (lambda: by_sympy(sp.limit, sp.sign(x), x, 0, dir="-"), "limit(sign(x), x, 0, left) = -1"),
    "a method": (lambda: by_sympy((x**2).diff, x), "d(x**2, x) = 2*x"),
    "roots in an interval": (
        lambda: by_sympy(sp.solveset, x**2 - 1, x, sp.Interval(0, sp.oo)),
        "0 <= x => (x**2 - 1 = 0 <=> x = 1)",
    ),
    "a maximum in an interval": (
        lambda: by_sympy(sp.maximum, x, x, domain=sp.Interval(0, 1)),
        "sup(x, x, 0, 1) = 1 and (exists x: (0 <= x and x <= 1 and x = 1))",
    ),
}


@pytest.mark.parametrize(("make", "text"), ASKED.values(), ids=ASKED.keys())
def test_what_was_asked_is_in_the_statement(make: Any, text: str) -> None:
    assert render_text(step("claim", make()).claim) == text
    assert verdict(make()) == "proved"


UNSTATED: dict[str, tuple[Any, str]] = {
    "an unknown that is not named": (lambda: by_sympy(sp.solve, x**2 - 1), "asked for something"),
    "a system": (lambda: by_sympy(sp.solve, [x + y, x - y], [x, y]), "one equation"),
    "a common divisor": (lambda: by_sympy(sp.gcd, 6 * x, 4 * x), "nothing says"),
    "a value": (lambda: by_sympy((x**2).subs, x, 1), "nothing says"),
    "a moment": (lambda: by_sympy(stats.moment, stats.Normal("Z", 0, 1), 2), "nothing says"),
    "a condition by its name": (
        lambda: by_sympy(stats.E, stats.Normal("Z", 0, 1), condition=stats.Normal("Z", 0, 1) > 0),
        "conditional",
    ),
    "nothing": (lambda: by_sympy(lambda: x), "comes first"),
    "several answers": (lambda: by_sympy(lambda term: (term, term), x), "no expression"),
    "a set of roots that is none": (lambda: by_sympy(sp.solveset, x**2 - 1, x, sp.S.Integers), "no interval"),
}


@pytest.mark.parametrize(("make", "words"), UNSTATED.values(), ids=UNSTATED.keys())
def test_an_answer_that_no_statement_is_made_of(make: Any, words: str) -> None:
    assert words in _refused(make)


def test_a_maximum_of_positive_numbers_is_none_of_all_numbers() -> None:
    assert "bound variable" in _refused(lambda: by_sympy(sp.maximum, sp.exp(-p), p), "GC442")


@pytest.fixture(autouse=True)
def _nothing_read_before() -> None:
    AUTHOR.forget()
