"""``gradcheck show --sympy``: the modules that it prints state what the derivations state, step by step."""

from __future__ import annotations

import ast
from collections import Counter
from fractions import Fraction
from functools import cache
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gradcheck.derivation import Derivation, derivation, step
from gradcheck.language import author as a
from gradcheck.language.sympy import chance  # noqa: F401  (which reads random variables)
from gradcheck.language.sympy.code import Value, derivation_source, values_source
from gradcheck.language.sympy.code_names import quoted
from gradcheck.language.sympy.code_terms import ARRAYS, SCALARS
from gradcheck.language.sympy.unsayable import INSTEAD
from gradcheck.language.sympy.writers import WRITERS
from gradcheck.language.syntax import terms
from gradcheck.language.syntax.functions import FUNCTIONS, unfold
from gradcheck.language.syntax.illtyped import UnreadClaim
from gradcheck.language.syntax.node import Node
from gradcheck.language.syntax.propositions import And
from gradcheck.language.syntax.substitution import replace_symbols
from gradcheck.language.syntax.terms import Add, Apply, Div, Mul, Neg, Num, Sum, Symbol, Term
from gradcheck.language.syntax.uninterpreted import Uninterpreted
from gradcheck.reference import instances, truth
from tests.language.statements import statements
from tests.language.test_sympy_writing import is_ambiguous
from tests.library import ENTRIES, derivation_of


@cache
def canonical(value: Any) -> Any:
    """What is left of a node if SymPy's own forms do not count.

    Those are: sums and products without parentheses, products sorted with one number in front, functions that SymPy
    does not have written out, the arguments of max sorted, and indices of sums as integers.
    """
    if isinstance(value, tuple):
        return tuple(map(canonical, value))
    if not isinstance(value, Node):
        return value
    if isinstance(value, Apply) and not value.shape and not FUNCTIONS[value.function].sympy:
        definition = unfold(value)
        assert definition is not None
        return canonical(definition)
    if isinstance(value, Uninterpreted):
        body: Term = Uninterpreted(value.name, 0, 0, canonical(value.argument))
        if not isinstance(value.argument, Symbol):
            return Uninterpreted(value.name, value.order, value.order, canonical(value.argument))
        for _ in range(value.order):
            body = terms.Derivative(body, value.argument)
        return body
    if isinstance(value, Mul | Div | Neg):
        return product(value)
    if isinstance(value, Sum) and value.index.sort != "integer":
        index = Symbol(value.index.name, "integer")
        return canonical(Sum(replace_symbols(value.body, {value.index: index}), index, value.lo, value.hi))
    integers = ("index", "indices", "side", "sides")
    made = type(value)(*(getattr(value, f) if f in integers else canonical(getattr(value, f)) for f in value.fields))
    if isinstance(made, Add):
        parts = [part.terms if isinstance(part, Add) else (part,) for part in made.terms]
        return Add(tuple(one for part in parts for one in part))
    if isinstance(made, Apply) and made.function in ("max", "min"):
        return Apply(made.function, tuple(sorted(made.args, key=repr)))
    return made


def product(term: Term) -> Term:
    """The product with its number in front, and all other factors sorted."""
    number, over, under = Fraction(1), list[Term](), list[Term]()

    def collect(part: Term, above: list[Term], below: list[Term], upside: bool) -> None:
        nonlocal number
        match part:
            case Neg(term=inner):
                number = -number
                collect(inner, above, below, upside)
            case Mul(factors=factors):
                for factor in factors:
                    collect(factor, above, below, upside)
            case Div(numerator=numerator, denominator=denominator):
                collect(numerator, above, below, upside)
                collect(denominator, below, above, not upside)
            case Num(value=value) if value or upside:
                number = number * value if upside else number / value
            case _:
                made = canonical(part)
                if isinstance(made, Mul | Div | Neg):
                    collect(made, above, below, upside)
                else:
                    above.append(made)

    collect(term, over, under, True)
    top = [*([] if number == 1 and over else [Num(number)]), *sorted(over, key=repr)]
    above = top[0] if len(top) == 1 else Mul(tuple(top))
    return Div(above, Mul((Num(Fraction(1)), *sorted(under, key=repr)))) if under else above


def run(source: str) -> Derivation:
    """The derivation of a module that was printed."""
    names: dict[str, Any] = {"__name__": "printed"}
    exec(compile(source, "printed", "exec"), names)  # noqa: S102
    found: Derivation = names["DERIVATION"]
    return found


@pytest.mark.parametrize("name", sorted(ENTRIES))
def test_a_shipped_derivation_is_stated_in_sympy(name: str) -> None:
    written = derivation_of(name)
    source = derivation_source(written)
    read = {item.name: item for item in run(source).steps}
    for item in written.steps:
        if item.name not in read:
            assert f"{quoted(item.name)} is not said here: " in source
            continue
        found = read[item.name]
        assert not isinstance(found.claim, UnreadClaim), found
        assert found.expected == item.expected
        assert canonical((found.claim, *found.given)) == canonical((item.claim, *item.given)), item.name


def test_most_of_the_library_is_said() -> None:
    """What is not: suprema, quantifiers, arrays in sequences, random arrays, laws of moments, spectra and Jacobians."""
    told: Counter[str] = Counter()
    for name in ENTRIES:
        lines = derivation_source(derivation_of(name)).splitlines()
        told.update(line.split("said here: ")[1].split(" has no")[0] for line in lines if "# The step" in line)
        told.update(line.split("said here: ")[1].split(" has no")[0] for line in lines if "# The erratum" in line)
    assert sum(told.values()) <= 0.4 * sum(len(derivation_of(name).steps) for name in ENTRIES)
    assert set(told) <= {
        "Extremum", "ForAll", "Exists", "Sequence of arrays", "RandomVariable of arrays", "RandomVariable",
        "RandomSequence", "Spectral", "Derivative of arrays", "OrderedProduct of arrays", "PositiveDefinite",
        "Expectation", "Expectation of arrays", "Variance", "Variance of arrays", "ArbitraryMap",
        "ArbitraryMap of arrays",
    }  # fmt: skip


def test_both_ways_to_sympy_know_the_same_nodes() -> None:
    assert {name for name, arrays in WRITERS if arrays} == set(ARRAYS)
    assert {name for name, arrays in WRITERS if not arrays} == set(SCALARS)
    assert not set(INSTEAD) & (set(SCALARS) & set(ARRAYS))


x, y = a.reals("x y")
k, n = a.natural("k"), a.dimension("n")
v = a.vector("v", n)


def test_a_module_as_it_is_printed() -> None:
    g = a.sequence("g")
    written = derivation(
        step("a quotient", a.eq(2 * (x + 1) / x, 2 + 2 / x), given=[a.ne(x, 0)]),
        step("a supremum", a.sup(x, x, 0, 1) <= 1, given=[x > 0]),
        step("a \\ name", a.eq(a.norm(v), a.norm(v))),
        assume=[y > 0, a.ForAll(x, x > 0)],
        define=[a.initial(g(0), 1), a.recurrence(g(k), g(k - 1) / 2, 1)],
        source="a book",
    )
    assert (
        derivation_source(written)
        == """\
from sympy import Eq, Function, Gt, MatrixSymbol, Ne, Symbol, Trace, sqrt, symbols

from gradcheck.derivation import derivation, step
from gradcheck.language.sympy import held

y, x = symbols("y x", real=True)
k = Symbol("k", integer=True, nonnegative=True)
n = Symbol("n", integer=True, positive=True)
g = Function("g")
v = MatrixSymbol("v", n, 1)

# An assumption is not said here: ForAll has no counterpart in SymPy; as a whole claim, leave its \
variables free: it is for all their values.
#     for all x: x > 0

with held():
    DERIVATION = derivation(
        step("a quotient", Eq(2*(x + 1)/x, 2 + 2/x), given=[Ne(x, 0)]),
        # The step "a supremum" is not said here: Extremum has no counterpart in SymPy; state f(x) <= c for every x.
        #     sup(x, x, 0, 1) <= 1
        #     given x > 0
        step('a \\\\ name', Eq(sqrt(Trace(v.T*v)), sqrt(Trace(v.T*v)))),
        define=[
            Eq(g(0), 1),
            Eq(g(k), g(k - 1)/2),
        ],
        assume=[
            Gt(y, 0),
        ],
        source="a book",
    )"""
    )


@pytest.mark.parametrize(
    ("claim", "said"),
    [
        (a.eq(terms.as_term(1) + 2, 3), "Eq(Integer(1) + 2, 3)"),
        (a.eq(Neg(x * y), 0), "Eq(-(x*y), 0)"),
        (a.eq(Div(terms.as_term(1), terms.as_term(2)), x), "Eq(Rational(1, 2), x)"),
        (a.eq(x - (x - y), y), "Eq(x - (x - y), y)"),
        (a.eq(x / (y / x), y), "Eq(x/(y/x), y)"),
        (a.eq((x**y) ** 2, x ** (y**2)), "Eq((x**y)**2, x**y**2)"),
        (a.eq(a.real("lambda"), a.real("Eq")), "Eq(lambda_, Eq_)"),
        (a.eq(a.limit(x, x, 0, "-"), 0), 'Eq(Limit(x, x, 0, "-"), 0)'),
        (a.eq(a.total(v[k], k, 1, n), v @ v), "Eq(Sum(v[k, 0], (k, 0, n - 1)), (v.T*v)[0, 0])"),
    ],
)
def test_a_statement_as_it_is_printed(claim: Any, said: str) -> None:
    assert f"step({quoted('one')}, {said})," in derivation_source(derivation(step("one", claim)))


def test_values_and_remarks() -> None:
    values = [
        Value("", "", "a remark\nin two"), Value("f", x / 2), Value("low", 'Rational("0.1")', "about"),
        Value("s", a.sup(x, x, 0, 1)), Value("", x + 1),
    ]  # fmt: skip
    assert values_source(values).splitlines() == [
        "from sympy import Rational, Symbol", "", 'x = Symbol("x", real=True)', "", "# a remark?in two", "f = x/2",
        'low = Rational("0.1")  # about',
        "# s is not said here: Extremum has no counterpart in SymPy; state f(x) <= c for every x.",
        "#     sup(x, x, 0, 1)", "x + 1",
    ]  # fmt: skip


@pytest.mark.parametrize("seed", range(2))
def test_statements_of_every_kind_are_printed_as_what_they_say(seed: int) -> None:
    """What the source builds in SymPy is read as a statement that is true where the printed one is."""
    said = same = 0
    for number, claim in enumerate(statements(seed + 20, 200)):
        if is_ambiguous(claim):
            continue
        written = derivation(step(str(number), claim))
        source = derivation_source(written)
        if "is not said here" in source:
            continue
        (found,) = run(source).steps
        assert not isinstance(found.claim, UnreadClaim), found
        said += 1
        same += canonical(found.claim) is canonical(claim)
        for instance in instances(And((claim, found.claim)), count=2):
            kinds = {truth(one, instance, steps=2_000).kind for one in (claim, found.claim)}
            assert len(kinds - {"unknown"}) < 2, source
    assert said > 40
    assert same > said * 0.9


SEEN = st.text(st.characters(exclude_categories=("C", "Z")), min_size=1, max_size=12)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(SEEN)
def test_a_name_is_never_more_than_a_name(name: str) -> None:
    """Sources and names of steps are strings in the source, whatever they are."""
    found = run(derivation_source(derivation(step(name, x > 0), source=name)))
    assert found.steps[0].name == name
    assert found.source == name


@given(st.text())
def test_any_string_is_written_as_one_string(text: str) -> None:
    assert ast.literal_eval(quoted(text)) == text
