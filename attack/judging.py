"""Judges verdicts by the reference evaluator, which shares no code with the prover.

    proved     at no instance at which the hypotheses hold is the claim false, or has it no value
    refuted    the hypotheses hold at the counterexample, and the claim is false there; so it is whatever the values
               are that the counterexample does not name
    undecided  is never wrong

A failure of gradcheck itself is wrong whatever the statement.  Where the reference can't tell, nothing is wrong.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Any

from attack.asking import Answer
from attack.counterexamples import instance_of, names_all
from attack.statement import Statement
from gradcheck.kernel.evidence import Counterexample
from gradcheck.language.syntax.arrays import Array, Sequence
from gradcheck.language.syntax.node import Node, walk
from gradcheck.language.syntax.propositions import Proposition, Relation, eq
from gradcheck.language.syntax.random import Bernoulli, Exponential, Independent, Normal, Uncorrelated, Uniform
from gradcheck.language.syntax.substitution import replace_symbols
from gradcheck.language.syntax.terms import Symbol, as_term, bound_variables, free_symbols
from gradcheck.reference import Instance, instances, truth

COUNT = 12  # instances of a statement
FEWER = 4  # of one whose refutation is judged besides at its counterexample


@dataclass(frozen=True)
class Judgement:
    """The judgement of a verdict: ``wrong`` says what is wrong, '' if nothing is known to be;
    ``held`` at how many instances.
    """

    wrong: str = ""
    held: int = 0


def judge(statement: Statement, answer: Answer, count: int = COUNT) -> Judgement:
    """Return the judgement of the reference on the verdict."""
    if answer.verdict == "failed":
        return Judgement(answer.detail)
    if answer.verdict == "proved":
        return _judge_proved(statement, count)
    if answer.verdict == "refuted":
        found = _judge_refuted(statement, answer.counterexample or Counterexample(()))
        if not found.wrong and answer.also_proved:
            proved = _judge_proved(statement, count)
            shown = proved.wrong or "the reference does not say which of them is wrong"
            return Judgement(f"refuted, and proved by {answer.engine} as well: {shown}")
        return found
    return Judgement()


def _judge_proved(statement: Statement, count: int) -> Judgement:
    held = 0
    for instance in instances(statement.claim, statement.given, statement.definitions, count, statement.seed):
        if not _hypotheses_hold(statement, instance):
            continue
        found = truth(statement.claim, instance, statement.definitions)
        if found.kind in ("false", "undefined"):
            return Judgement(f"proved, and {_words(found)} at {described(instance)}")
        held += found.kind == "true"
    return Judgement(held=held)


def _judge_refuted(statement: Statement, values: Counterexample) -> Judgement:
    """Judge the refutation at the counterexample, and at instances that have its values."""
    at_points = dict(values.points)
    if at_points:  # numbers that are not rational are put into the statement
        statement = replace(
            statement,
            claim=replace_symbols(statement.claim, at_points),
            given=tuple(replace_symbols(one, at_points) for one in statement.given),
        )
    own = instance_of(statement, values)
    if own is None:
        return Judgement()
    complete = names_all((statement.claim, *statement.given), statement, values)
    for premise in _supposed(statement):
        if not names_all((premise,), statement, values):
            continue
        if (found := truth(premise, own, statement.definitions)).kind in ("false", "undefined"):
            return Judgement(f"refuted where a hypothesis does not hold: {_words(found)} at {described(own)}")
    others = (
        () if complete else instances(statement.claim, statement.given, statement.definitions, FEWER, statement.seed)
    )
    held = 0
    for instance in (own, *(_with_values(other, own) for other in others)):
        if not _hypotheses_hold(statement, instance):
            continue
        found = truth(statement.claim, instance, statement.definitions)
        if found.kind == "true" or (found.kind == "undefined" and complete):
            return Judgement(f"refuted, and {_words(found)} at {described(instance)}")
        held += found.kind == "false"
    return Judgement(held=held)


def _with_values(other: Instance, own: Instance) -> Instance:
    """Return the instance with the values of the counterexample where that has some."""
    return replace(
        other,
        scalars={**other.scalars, **own.scalars},
        arrays={**other.arrays, **own.arrays},
        members={**other.members, **own.members},
        widths={**other.widths, **own.widths},
        functions={**other.functions, **own.functions},
        outcomes={**other.outcomes, **own.outcomes},
    )


def _hypotheses_hold(statement: Statement, instance: Instance) -> bool:
    return all(truth(one, instance, statement.definitions).kind == "true" for one in _supposed(statement))


def _supposed(statement: Statement) -> list[Proposition]:
    """Return the hypotheses, and that the parameters of the laws are admissible."""
    return [*statement.given, *presupposed((statement.claim, *statement.given, *statement.definitions))]


def presupposed(nodes: tuple[Node, ...]) -> list[Proposition]:
    """Return what is presupposed of the laws: parameters with admissible values, for free symbols only.

    Nothing is presupposed of numbers: there is no Exponential(-1), and a claim that needs it has no value.
    """
    bound = {symbol for node in nodes for part in walk(node) for symbol in bound_variables(part)}
    found = [claim for node in nodes for part in walk(node) for claim in _admissible(part)]
    return list(dict.fromkeys(claim for claim in found if _varies(claim) and not free_symbols(claim) & bound))


def _varies(claim: Proposition) -> bool:
    return any(isinstance(part, Symbol | Array | Sequence) for part in walk(claim))


def _admissible(law: Node) -> list[Proposition]:
    zero, one = as_term(0), as_term(1)
    match law:
        case Bernoulli():
            return [Relation("<=", zero, law.p), Relation("<=", law.p, one)]
        case Uniform():
            return [Relation("<", law.lo, law.hi)]
        case Exponential():
            return [Relation(">", law.rate, zero)]
        case Normal() | Independent() | Uncorrelated():
            spread = Relation(">=", law.variance, 0 * law.variance if law.variance.shape else zero)
            return [eq(law.mean, law.mean), spread]
    return []


def _words(found: Any) -> str:
    word = {"true": "true", "false": "false", "undefined": "without a value"}[found.kind]
    return f"{word} ({found.detail})" if found.detail else word


def described(instance: Instance) -> str:
    """Return the values that the instance names, and how the others are filled in."""
    parts = [f"{symbol.name} = {value}" for symbol, value in sorted(instance.scalars.items(), key=lambda e: e[0].name)]
    parts += [f"{name} = {_listed(entries)}" for name, entries in sorted(instance.arrays.items())]
    for word, table in (("member", instance.members), ("width", instance.widths), ("outcome", instance.outcomes)):
        parts += [f"{word} {key} = {value}" for key, value in sorted(table.items(), key=repr)]
    parts += [f"{name} is the polynomial {_listed(entries)}" for name, entries in sorted(instance.functions.items())]
    return ", ".join((*parts, f"the rest {instance.fill}"))


def _listed(values: Iterable[Any]) -> str:
    return "(" + ", ".join(str(Fraction(value)) for value in values) + ")"
