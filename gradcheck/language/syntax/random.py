"""Random variables and their laws, expectation and variance.

A random variable is a scalar or an array of entries.  Its law says what is known of the entries: whether they are
independent and identically distributed, or only uncorrelated, which moments are known, and whether the
distribution is symmetric.  Two random variables of different names are independent.
"""

from __future__ import annotations

from typing import Any

from gradcheck.language.syntax.arrays import check_sides, is_integer, spread
from gradcheck.language.syntax.node import Node
from gradcheck.language.syntax.propositions import Relation
from gradcheck.language.syntax.terms import Shape, Term, as_term, describe_shape


class Bernoulli(Node):
    """1 with probability p, else 0; entries independent."""

    p: Term


class Normal(Node):
    """The normal law of the given mean and variance; entries independent."""

    mean: Term
    variance: Term


class Uniform(Node):
    """The uniform law on [lo, hi]; entries independent."""

    lo: Term
    hi: Term


class Exponential(Node):
    """The law on x >= 0 with the density rate*exp(-rate*x); entries independent."""

    rate: Term


class Independent(Node):
    """Independent entries of one unknown law with this mean and variance; ``symmetric`` about its mean or not.

    The law has moments of every order; whether other means of it exist, such as that of exp, is not known.
    """

    mean: Term
    variance: Term
    symmetric: bool = False


class Uncorrelated(Node):
    """Entries with the given means and variances (scalars, or arrays of the same shape) and zero covariances.

    Nothing is known of orders above two.  ``symmetric`` says each entry is symmetric about its mean.
    """

    mean: Term
    variance: Term
    symmetric: bool = False


AnyLaw = Bernoulli | Normal | Uniform | Exponential | Independent | Uncorrelated


class RandomVariable(Term):
    """A random scalar (no sides), vector or matrix with the law of its entries; independent of all other names."""

    name: str
    sides: Shape
    law: Any

    def settle(self) -> None:
        check_sides(self.name, self.sides)
        _check_law(self.name, self.law, self.sides)
        object.__setattr__(self, "shape", self.sides)


class RandomSequence(Term):
    """The index-th member of a sequence of random terms, independent over the index."""

    name: str
    sides: Shape
    index: Term
    law: Any

    def settle(self) -> None:
        check_sides(self.name, self.sides)
        _check_law(self.name, self.law, self.sides)
        if not is_integer(self.index):
            raise TypeError(f"the index of {self.name} is an integer term; declare it with natural() or integer()")
        object.__setattr__(self, "shape", self.sides)


class Expectation(Term):
    """The mean of a term over all random variables in it; of an array entry by entry."""

    body: Term

    def settle(self) -> None:
        object.__setattr__(self, "shape", self.body.shape)


class Variance(Term):
    """E[(Z - E Z)^2] of a scalar term; of an array entry by entry."""

    body: Term

    def settle(self) -> None:
        object.__setattr__(self, "shape", self.body.shape)


def _check_law(name: str, law: object, sides: Shape) -> None:
    """Check that the parameters of a law are scalars, or arrays with a parameter for each entry."""
    if not isinstance(law, AnyLaw):
        raise TypeError(f"{name} needs a law such as Bernoulli(p)")
    for parameter in law_terms(law):
        if parameter.shape not in ((), sides):
            has, wanted = describe_shape(parameter.shape), describe_shape(sides)
            raise ValueError(f"a parameter of the law of {name} has the shape {has}, and {name} has {wanted}")


def law_terms(law: AnyLaw) -> tuple[Term, ...]:
    """Return the terms that parametrise a law."""
    return tuple(as_term(child) for child in law.children() if isinstance(child, Term))


def support(variable: RandomVariable) -> tuple[Relation, ...]:
    """Return what holds of every outcome of a scalar with a law of bounded or one-sided outcomes."""
    match variable.law:
        case Uniform(lo=lo, hi=hi) if not variable.sides:
            return Relation("<=", lo, variable), Relation("<=", variable, hi)
        case Exponential() if not variable.sides:
            return (Relation("<=", spread(0, variable), variable),)
    return ()


def law_conditions(law: AnyLaw) -> tuple[Relation, ...]:
    """Return the conditions that make the law a probability law, given that its parameters have values."""
    match law:
        case Bernoulli(p=p):
            return Relation(">=", p, spread(0, p)), Relation("<=", p, spread(1, p))
        case Uniform(lo=lo, hi=hi):
            return (Relation("<", spread(lo, hi), spread(hi, lo)),)
        case Exponential(rate=rate):
            return (Relation(">", rate, spread(0, rate)),)
    return (Relation(">=", law.variance, spread(0, law.variance)),)
