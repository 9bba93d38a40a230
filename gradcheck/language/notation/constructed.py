"""Laws that are made of others: a name with such a law is the term that has it, and print shows the name.

    Binomial(n, p)              the sum of n independent Bernoulli(p); 0 for n = 0
    Laplace(m, b)               m + b (U - V) for independent U, V ~ Exponential(1); b > 0 is presupposed
    Gamma(k, r)                 the sum of k independent Exponential(r), for a whole number k >= 1
    Categorical(p, q, ...)      1, 2, ... with these probabilities, by one choice after another
    Finite([a, b], [p, q])      these values with these probabilities

That the sum has this law is a fact about laws, which every table of them has; means, variances and probabilities then
follow by the rules for the parts.  Two probabilities may be terms, and are presupposed to be >= 0 and to add up to 1;
of three or more a term would divide by what is left, which may be 0, so these are numbers.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from fractions import Fraction

from gradcheck.language.notation.elaborator import Elaborator
from gradcheck.language.notation.tree import Call, Name, Rows, Tree, bare
from gradcheck.language.syntax.arrays import MatMul, Ones, is_integer
from gradcheck.language.syntax.propositions import Proposition, Relation
from gradcheck.language.syntax.random import AnyLaw, Bernoulli, Exponential, RandomVariable
from gradcheck.language.syntax.terms import Add, Mul, Neg, Num, Shape, Symbol, Term, as_term

ZERO, ONE = as_term(0), as_term(1)
MAX_OUTCOMES = 8
EXAMPLES = {
    "Binomial": "Binomial(n, p)",
    "Laplace": "Laplace(m, b)",
    "Gamma": "Gamma(3, r), with a whole number first",
    "Categorical": "Categorical(1/2, 1/4, 1/4)",
    "Finite": "Finite([0, 1], [1/3, 2/3])",
}


@dataclass
class Construction:
    """A term with a law, and what the law presupposes; ``parts`` counts the names that were made for it."""

    within: Elaborator
    name: str
    given: list[Proposition] = field(default_factory=list)
    parts: int = 0

    def part(self, law: AnyLaw, sides: Shape = ()) -> Term:
        """Return a random variable under a name that nothing has."""
        self.parts += 1
        label = self.name + "'" * self.parts
        while label in self.within.scope or label in self.within.alone:
            self.parts += 1
            label += "'"
        return RandomVariable(label, sides, law)

    def positive(self, term: Term, tree: Tree, what: str) -> None:
        """Presuppose that a parameter is positive."""
        if isinstance(term, Num) and term.value <= 0:
            raise self.within.error("GC414", f"{what} is positive", tree)
        if not isinstance(term, Num):
            self.given.append(Relation(">", term, ZERO))


Make = Callable[[Construction, tuple[Tree, ...]], Term]


def is_constructed(tree: Tree) -> bool:
    """Whether a tree names a law that is made of others."""
    inner = bare(tree)
    return isinstance(inner, Call) and inner.name in CONSTRUCTIONS


def construct(within: Elaborator, name: str, tree: Tree) -> tuple[Term, list[Proposition]]:
    """Return the term of this name with the law, and what the law presupposes."""
    call, found = bare(tree), Construction(within, name)
    if not isinstance(call, Call):
        raise within.error("GC405", "this law needs its parameters", tree)
    least, most, make = CONSTRUCTIONS[call.name]
    if not least <= len(call.arguments) <= most:
        message = f"{call.name} does not have {len(call.arguments)} parameters"
        raise within.error("GC405", message, tree, f"as in {EXAMPLES[call.name]}")
    term = make(found, call.arguments)
    return term, found.given


def _number(found: Construction, tree: Tree) -> Term:
    value = found.within.term(tree)
    if value.shape:
        raise found.within.error("GC415", "a parameter of this law is a number", tree)
    return value


def _count(found: Construction, tree: Tree, least: int) -> Term:
    """Return how many parts there are: a whole number."""
    inner = bare(tree)
    if isinstance(inner, Name) and inner.text not in found.within.scope and least == 0:
        found.within.scope[inner.text] = Symbol(inner.text, "natural")  # a shape of a gamma law may be any number
        found.within.remark(f"{inner.text} is a natural number: it counts")
    value = found.within.term(tree)
    lowest = value.value if isinstance(value, Num) else value.least if isinstance(value, Symbol) else None
    if not is_integer(value) or lowest is None or lowest < least:
        hint = "declare it, as in  n in 1..oo" if least else "declare it, as in  n in N"
        raise found.within.error("GC414", f"this is a whole number, {least} or more", tree, hint)
    return value


def _total(vector: Term) -> Term:
    return MatMul(Ones(vector.shape), vector)


def _binomial(found: Construction, arguments: tuple[Tree, ...]) -> Term:
    count, p = _count(found, arguments[0], 0), _number(found, arguments[1])
    found.within.remark("a binomial variable is a sum of independent Bernoulli variables")
    return _total(found.part(Bernoulli(p), (count,)))


def _laplace(found: Construction, arguments: tuple[Tree, ...]) -> Term:
    mean, scale = (_number(found, tree) for tree in arguments)
    found.positive(scale, arguments[1], "the scale of a Laplace law")
    found.within.remark("a Laplace variable is its mean and a scaled difference of exponential variables")
    first, second = found.part(Exponential(ONE)), found.part(Exponential(ONE))
    return Add((mean, Mul((scale, Add((first, Neg(second)))))))


def _gamma(found: Construction, arguments: tuple[Tree, ...]) -> Term:
    count, rate = _count(found, arguments[0], 1), _number(found, arguments[1])
    found.within.remark("a gamma variable with a whole number is a sum of independent exponential variables")
    return _total(found.part(Exponential(rate), (count,)))


def _categorical(found: Construction, arguments: tuple[Tree, ...]) -> Term:
    trees = _cells(arguments[0]) if len(arguments) == 1 else arguments
    return _choice(found, [as_term(k) for k in range(1, len(trees) + 1)], trees)


def _finite(found: Construction, arguments: tuple[Tree, ...]) -> Term:
    values, chances = _cells(arguments[0]), _cells(arguments[1])
    if len(values) != len(chances):
        raise found.within.error("GC415", "there are as many values as probabilities", arguments[1])
    return _choice(found, [_number(found, tree) for tree in values], chances)


def _cells(tree: Tree) -> tuple[Tree, ...]:
    inner = bare(tree)
    return inner.rows[0] if isinstance(inner, Rows) and len(inner.rows) == 1 else (tree,)


def _choice(found: Construction, values: Sequence[Term], trees: Sequence[Tree]) -> Term:
    """Return the first value with its probability, else the second with its share of what is left, and so on."""
    if not 2 <= len(trees) <= MAX_OUTCOMES:
        message = f"such a law has 2 to {MAX_OUTCOMES} outcomes"
        raise found.within.error("GC414", message, trees[0], f"as in {EXAMPLES['Categorical']}")
    chances = [_number(found, tree) for tree in trees]
    numbers = [one.value for one in chances if isinstance(one, Num)]
    if any(one < 0 for one in numbers) or (len(numbers) == len(chances) and sum(numbers) != 1):
        raise found.within.error("GC414", "probabilities are >= 0 and add up to 1", trees[0])
    if len(numbers) < len(chances):
        found.given += [Relation(">=", one, ZERO) for one in chances if not isinstance(one, Num)]
        found.given.append(Relation("=", Add(tuple(chances)), ONE))
    if len(numbers) < len(chances) > 2:
        hint = "probabilities of three outcomes or more are numbers; two may be p and 1 - p"
        raise found.within.error("GC410", "this law is not part of the language", trees[0], hint)
    term = values[-1]
    for place in reversed(range(len(values) - 1)):
        share = _share(chances, place)
        if share is None:  # nothing is left
            continue
        chosen = found.part(Bernoulli(share))
        term = Add((Mul((chosen, values[place])), Mul((Add((ONE, Neg(chosen))), term))))
    return term


def _share(chances: Sequence[Term], place: int) -> Term | None:
    """Return the probability of an outcome if none before it was chosen; None if one of them surely was."""
    own, before = chances[place], chances[:place]
    if not isinstance(own, Num):
        return own  # of two outcomes, the first
    left = 1 - sum((one.value for one in before if isinstance(one, Num)), Fraction(0))
    return None if left == 0 else Num(own.value / left)


CONSTRUCTIONS: dict[str, tuple[int, int, Make]] = {
    "Binomial": (2, 2, _binomial),
    "Laplace": (2, 2, _laplace),
    "Gamma": (2, 2, _gamma),
    "Categorical": (1, MAX_OUTCOMES, _categorical),
    "Finite": (2, 2, _finite),
}
