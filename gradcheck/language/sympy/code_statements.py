"""Propositions and random variables as Python source in SymPy's words."""

from __future__ import annotations

from gradcheck.language.sympy.code_names import quoted
from gradcheck.language.sympy.code_terms import Code, Text, writes
from gradcheck.language.sympy.unsayable import LAWS, unsayable
from gradcheck.language.syntax import propositions, random, terms
from gradcheck.language.syntax.functions import TOTAL
from gradcheck.language.syntax.node import Node, walk
from gradcheck.language.syntax.terms import Add, Apply, Mul, Neg, Num, Pow, Symbol

RELATIONS = {"=": "Eq", "!=": "Ne", "<=": "Le", "<": "Lt", ">=": "Ge", ">": "Gt"}


@writes(random.RandomVariable)
def _random(code: Code, term: random.RandomVariable) -> Text:
    def made() -> str:
        match term.law:
            case random.Normal(mean=mean, variance=variance):
                deviation = variance if variance is terms.rational(1) else Apply("sqrt", (variance,))
                return code.call("Normal", quoted(term.name), mean, deviation).source
            case random.Bernoulli(p=p):
                return code.call("Bernoulli", quoted(term.name), p).source
            case random.Uniform(lo=lo, hi=hi):
                return code.call("Uniform", quoted(term.name), lo, hi).source
            case random.Exponential(rate=rate):
                return code.call("Exponential", quoted(term.name), rate).source
        raise unsayable(term, LAWS)

    return Text(code.names.of(term, made))


@writes(random.Expectation, random.Variance)
def _moment(code: Code, term: random.Expectation | random.Variance) -> Text:
    if not any(isinstance(node, random.RandomVariable) for node in walk(term.body)):
        raise unsayable(term, "it takes the mean of what it does not know to be random")
    return code.call(type(term).__name__, term.body)


@writes(propositions.Relation)
def _relation(code: Code, node: propositions.Relation) -> Text:
    return code.call(RELATIONS[node.op], node.left, node.right)


@writes(propositions.And, propositions.Or, propositions.Iff)
def _connected(code: Code, node: propositions.And | propositions.Or | propositions.Iff) -> Text:
    parts = (node.left, node.right) if isinstance(node, propositions.Iff) else node.parts
    if len(set(parts)) < len(parts) or len(parts) < 2:
        raise unsayable(node, "it has each part once, and more than one")
    if isinstance(node, propositions.Or) and not all(map(_is_total, parts)):
        raise unsayable(node, "it sorts the parts, and their order matters where one has no value")
    return code.call("Equivalent" if isinstance(node, propositions.Iff) else type(node).__name__, *parts)


def _is_total(part: Node) -> bool:
    """Whether a statement has a value whatever its symbols are, by its form."""
    plain = (propositions.Relation, propositions.And, Symbol, Num, Add, Neg, Mul)
    return all(
        isinstance(node, plain) or (isinstance(node, Apply) and node.function in TOTAL)
        or (isinstance(node, Pow) and isinstance(node.exponent, Num) and node.exponent.value in (1, 2, 3, 4))
        for node in walk(part)
    )  # fmt: skip


writes(propositions.Implies)(lambda code, node: code.call("Implies", node.premise, node.conclusion))


@writes(propositions.Invertible)
def _invertible(code: Code, node: propositions.Invertible) -> Text:
    if isinstance(node.matrix, terms.Sum | terms.Derivative):
        raise unsayable(node.matrix, "but as a side of a relation: compare it alone")
    return Text(f"{code.names.imported('Q')}.invertible({code.source(node.matrix)})")
