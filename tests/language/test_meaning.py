"""What is printed is what is meant: no name that reads as something else, and no name for two things."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest

from gradcheck.derivation import Derivation, Step, derivation, step
from gradcheck.language.author import (
    And,
    Bernoulli,
    E,
    ForAll,
    Iff,
    Implies,
    Normal,
    arbitrary_function,
    dimension,
    dimensions,
    eq,
    integer,
    matrix,
    natural,
    pi,
    random_variable,
    real,
    sequence,
    sigmoid,
    total,
    vector,
)
from gradcheck.language.syntax.meaning import check_abbreviation, check_name, drawn
from gradcheck.language.syntax.node import Node
from gradcheck.language.syntax.propositions import Exists, Proposition
from gradcheck.language.syntax.terms import Num, Symbol
from gradcheck.project.proofs.codec import Unreadable
from gradcheck.project.proofs.transfer import receive_derivation, send_derivation

x, y = real("x"), real("y")
n, d = dimensions("n d")
ODD = ("0", "2", "1/2", "x y", "x + 1", "x=y", "", " x", "x\n", "x\x1b[2K", "<x>", "oo", "x-1", "-x", "хi", "x\u200b",
       "'x", "\N{KELVIN SIGN}", "x\N{SUPERSCRIPT TWO}", "a.b", "f(x)", "1x", "_x")  # fmt: skip


@pytest.mark.parametrize("name", ODD)
def test_a_name_that_reads_as_something_else_is_none(name: str) -> None:
    with pytest.raises(ValueError, match=r"name"):
        check_name(name)
    if name:
        with pytest.raises(ValueError, match=r"in the step 's'"):
            derivation(step("s", dimension(name) >= 1))


@pytest.mark.parametrize("name", ["x", "x_1", "F'", "w''", "theta", "θ", "lam", "W_perp", "alpha2", "pi", "e"])
def test_a_name_is_of_letters(name: str) -> None:
    check_name(name)
    derivation(step("s", eq(real(name), real(name))))


def test_an_abbreviation_may_show_what_it_depends_on() -> None:
    check_abbreviation("var(z)")
    check_abbreviation("f(x, y)")
    for name in ("0", "f(", "f()", "f(1)", "f(x) >= 0", "x >= 0"):
        with pytest.raises(ValueError, match="cannot be a name"):
            check_abbreviation(name)
    with pytest.raises(ValueError, match="cannot be a name"):
        derivation(step("s", x**2 >= 0), where={"0": x**2})


TWO: dict[str, tuple[Proposition, ...]] = {
    "two sorts": (eq(real("x") * natural("x"), natural("x") * real("x")),),
    "a sort in what is given": (natural("x") >= 0, real("x") <= 5),
    "a scalar and an array": (eq(vector("x", n)[1] * x, x * vector("x", n)[1]),),
    "two shapes": (eq(vector("v", n) @ vector("v", n), vector("v", n) @ vector("v", n)), vector("v", d)[1] >= 0),
    "two laws": (eq(E(random_variable("X", Normal(0, 1))), E(random_variable("X", Bernoulli(Fraction(1, 2))))),),
    "a random and a fixed one": (eq(E(random_variable("x", Normal(0, 1))), x),),
    "bound and free": (eq(total(integer("x"), integer("x"), 1, n), x),),
    "two sequences": (eq(sequence("v", n)(1)[1], sequence("v")(1)),),
    "two functions": (eq(arbitrary_function("f", 1)(x), arbitrary_function("f", 2)(x)),),
    "a number": (eq(real("pi"), pi),),
    "drawn alike": (eq(real("x1"), real("x_1")),),
    "drawn alike in Greek": (eq(real("lam"), real("lambda")),),
    "the letter and its name": (eq(real("θ"), real("theta")),),
    "an integer called as a number": (integer("e") >= 0,),
    "a number and a member": (eq(real("x0"), sequence("x")(0)),),
    "a number and a member, underlined": (eq(sequence("x")(0), real("x_0")),),
    "a number and a member that may become it": (eq(sequence("x")(natural("k")), real("x0")),),
    "an index and a member": (eq(sequence("x")(natural("k")) * natural("k"), real("x_k")),),
    "an entry and a number": (eq(vector("x", n)[1], real("x1")),),
    "two indices": (eq(matrix("A", n, n)[natural("i"), natural("j")], real("A_ij")),),
    "an entry and a member": (eq(vector("x", n)[1], sequence("x")(1)),),
    "a function and a number": (eq(arbitrary_function("f")(y), real("f")),),
    "a function with a subscript and a member": (eq(arbitrary_function("f0")(y), sequence("f", of=(y,))(0)),),
    "a derivative and a function": (eq(arbitrary_function("f").derivative(y), arbitrary_function("f'")(y)),),
    "the sigmoid and a function": (eq(arbitrary_function("sigma")(y), sigmoid(y)),),
    "a product": (eq(real("ab"), real("a") * real("b")),),
    "a product with a subscript": (eq(real("ab_1"), real("a") * real("b_1")),),
}


def test_names_that_are_not_drawn_alike_stand_beside_each_other() -> None:
    k = natural("k")
    u = sequence("u")
    derivation(step("a subscript that is no index", eq(real("u_max"), u(k)), given=[eq(k, 0)]))
    derivation(step("another letter", eq(real("v0"), u(0))))
    derivation(step("a vector and numbers", eq(vector("u", n) @ vector("u", n), real("u0") ** 2)))
    derivation(step("a standard deviation", eq(sigmoid(real("sigma")), sigmoid(real("sigma")))))
    derivation(
        step("words", eq(real("ab") * real("a"), real("c"))), step("Greek", eq(real("pi_0"), real("p") * real("i")))
    )
    derivation(step("one step", eq(real("u0"), 0)), step("another", eq(u(0), 0)))


@pytest.mark.parametrize("statement", TWO.values(), ids=TWO)
def test_a_name_means_one_thing_in_a_statement(statement: tuple[Proposition, ...]) -> None:
    claim, *given = statement
    with pytest.raises(
        ValueError, match=r"two things|look alike|no integer|drawn alike|stands for a function|product of"
    ):
        derivation(step("s", claim, given=given))
    if given:
        with pytest.raises(ValueError, match=r"two things"):
            derivation(step("s", claim), assume=given)


def test_another_step_may_use_a_name_otherwise() -> None:
    derivation(step("a", natural("k") >= 0), step("b", real("k") ** 2 >= 0), step("c", eq(real("k"), real("k"))))
    v = sequence("v", of=(x,))
    derivation(step("a", eq(v(1) + sequence("v", of=(y,))(2), sequence("v", of=(y,))(2) + v(1))))


def test_what_looks_alike_is_drawn_alike() -> None:
    assert drawn("x1") == drawn("x_1") != drawn("x12")
    assert drawn("λ") == drawn("lam") == drawn("lambda")
    assert len({drawn(name) for name in ("x", "x'", "x''", "X", "x_2", "xx")}) == 6


@pytest.mark.parametrize("bad", [True, False, None, 1, x, "x"])
def test_connectives_join_propositions(bad: Any) -> None:
    for make in (
        lambda: And((eq(x, x), bad)), lambda: Implies(bad, eq(x, 1)), lambda: Implies(eq(x, 1), bad),
        lambda: Iff(eq(x, 1), bad), lambda: Iff(bad, eq(x, 1)), lambda: ForAll((x,), bad), lambda: Exists(x, bad),
    ):  # fmt: skip
        with pytest.raises(TypeError, match="no proposition"):
            make()


def test_what_claims_nothing_is_no_step() -> None:
    with pytest.raises(ValueError, match="claims nothing"):
        derivation(step("s", And(())))
    with pytest.raises(ValueError, match="claims nothing"):
        derivation(step("s", Implies(x > 0, And((x > 0, And(()))))))


@pytest.mark.parametrize("name", ["", " ", "a\nb", "a\x1b[2K", "a\u2028b", "\u202eb", 3])
def test_the_name_of_a_step_is_a_line(name: Any) -> None:
    with pytest.raises(ValueError, match="no name of a step"):
        derivation(step(name, eq(x, x)))


def test_a_derivation_that_arrives_is_looked_at_again() -> None:
    """A module may make one without the words of an author."""
    for bad in (
        Derivation(()),
        Derivation((Step("s", Symbol("0", "dimension") >= 1),)),
        Derivation((Step("s", eq(natural("x") * x, x * natural("x"))),)),
        Derivation((Step("a\n  ✓ proved  b", eq(x, x)),)),
        Derivation((Step("s", eq(x + Num(Fraction(1)), x)),), notation=(("2", x + Num(Fraction(1))),)),
    ):
        with pytest.raises((Unreadable, ValueError)):
            receive_derivation(send_derivation(bad))


def test_nodes_of_every_kind_have_been_thought_of() -> None:
    """Whatever has a name is one of the kinds whose meaning is compared."""
    from gradcheck.project.proofs.codec import node_classes

    named: set[str] = {
        kind.__name__ for kind in node_classes().values() if issubclass(kind, Node) and "name" in kind.fields
    }
    assert named == {
        "Symbol",
        "Const",
        "Array",
        "RandomVariable",
        "Sequence",
        "RandomSequence",
        "Width",
        "Uninterpreted",
        "ArbitraryMap",
    }
