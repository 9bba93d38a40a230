"""Systematically wrong variants of a step: one change each, at every place of the claim, and assumptions left out.

sign          one summand, argument of a function, or side with the other sign
exponent      an exponent one more or less
coefficient   a number one more or less (the numerator of a fraction)
dropped       one summand or factor left out, of a product of matrices too
index         a member, a bound of a sum or an index of an entry one more or less; indices of an entry swapped
renamed       a symbol, bound index or array for another of the same sort or shape
transpose     a transpose left out, the sides of its matrix made equal where they are not
strict        < for <=
bound         a bound, or the value of a supremum, strengthened by a millionth
assumption    an assumption of the step or of the derivation left out
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from gradcheck.derivation import Derivation, Step
from gradcheck.language.printing.text import render_text
from gradcheck.language.syntax.arrays import Array, Entry, Hadamard, MatMul, Ones, OrderedProduct, Sequence, Transpose
from gradcheck.language.syntax.definitions import Definition
from gradcheck.language.syntax.node import Node, walk
from gradcheck.language.syntax.propositions import Proposition, Relation
from gradcheck.language.syntax.substitution import replace_symbols
from gradcheck.language.syntax.terms import (
    Add,
    Apply,
    Extremum,
    Mul,
    Neg,
    Num,
    Pow,
    Sum,
    Symbol,
    Term,
    bound_variables,
    outside_fields,
)

KINDS = ("sign", "exponent", "coefficient", "dropped", "index", "renamed", "transpose", "strict", "bound", "assumption")
MILLIONTH = Num(Fraction(1, 10**6))
Variant = tuple[str, Any]


@dataclass(frozen=True)
class Mutant:
    """A variant of a step, with all its assumptions."""

    derivation: str
    step: str
    kind: str
    claim: Proposition
    given: tuple[Proposition, ...]
    definitions: tuple[Definition, ...]
    using: tuple[str, ...] = ()
    dropped: str = ""

    @property
    def is_identity(self) -> bool:
        """Whether an equation is claimed and the change is in it."""
        return isinstance(self.claim, Relation) and self.claim.op == "=" and self.kind != "assumption"

    def __str__(self) -> str:
        without = f"   without {self.dropped}" if self.dropped else ""
        return f"{self.derivation} / {self.step} [{self.kind}]: {render_text(self.claim)}{without}"


def mutants_of(derivation: Derivation, step: Step) -> list[Mutant]:
    """Return all mutants of a step, each claim once, none equal to a claim of the derivation."""
    given = derivation.assumptions + step.given
    shipped = {(other.claim, frozenset(other.given)) for other in derivation.steps}
    pool = _vocabulary(step.claim, given)
    found: dict[Any, Mutant] = {}
    for kind, claim in variants(step.claim, pool):
        if (claim, frozenset(step.given)) not in shipped and not _trivial(claim):
            mutant = Mutant(derivation.name, step.name, kind, claim, given, derivation.definitions, step.using)
            found.setdefault(claim, mutant)
    for claim, square_given, definitions in _without_transposes(step.claim, given, derivation.definitions):
        mutant = Mutant(derivation.name, step.name, "transpose", claim, square_given, definitions, step.using)
        if not _trivial(claim):
            found.setdefault(claim, mutant)
    for premise in given:
        rest = tuple(other for other in given if other is not premise)
        text = render_text(premise)
        mutant = Mutant(
            derivation.name, step.name, "assumption", step.claim, rest, derivation.definitions, step.using, text
        )
        found[step.claim, premise] = mutant
    return list(found.values())


def _without_transposes(
    claim: Proposition, given: tuple[Proposition, ...], definitions: tuple[Definition, ...]
) -> Iterator[tuple[Proposition, tuple[Proposition, ...], tuple[Definition, ...]]]:
    """Yield the statement with n = d, since a transpose of a matrix with sides n and d can be left out only there."""
    shapes = {part.shape for part in walk(claim) if isinstance(part, Transpose)}
    for rows, columns in sorted(shapes, key=str):
        if rows is columns or not isinstance(rows, Symbol) or not isinstance(columns, Symbol):
            continue
        mapping = {rows: columns}
        try:
            square = replace_symbols(claim, mapping)
            others = tuple(replace_symbols(part, mapping) for part in given)
            defined = tuple(replace_symbols(part, mapping) for part in definitions)
        except (ValueError, TypeError):
            continue
        yield from ((other, others, defined) for kind, other in variants(square, []) if kind == "transpose")


def _trivial(claim: Proposition) -> bool:
    return isinstance(claim, Relation) and claim.left is claim.right


def _vocabulary(claim: Proposition, given: tuple[Proposition, ...]) -> list[Term]:
    """Return the symbols and arrays that may be mistaken for each other."""
    bound = {symbol for node in walk(claim) for symbol in bound_variables(node)}
    found = [n for part in (claim, *given) for n in walk(part) if isinstance(n, Symbol | Array) and n not in bound]
    return sorted(dict.fromkeys(found), key=lambda term: str(getattr(term, "name", "")))


def variants(node: Any, pool: list[Term]) -> Iterator[Variant]:
    """Yield every node that differs from this one by one change, with the kind of the change."""
    yield from _here(node, pool)
    bound = bound_variables(node)
    for position, name in enumerate(node.fields):
        value = getattr(node, name)
        if name in ("sides", "law") or (isinstance(node, Symbol | Array)) or value in bound:
            continue
        inner = [*pool, *bound] if bound and name not in outside_fields(node) else pool
        if isinstance(value, Node):
            for kind, other in variants(value, inner):
                if kind != "sign" or name != "index":
                    yield from _rebuilt(node, position, other, _kind(node, name, kind))
        elif isinstance(value, tuple):
            for place, item in enumerate(value):
                if isinstance(item, Node):
                    for kind, other in variants(item, inner):
                        parts = (*value[:place], other, *value[place + 1 :])
                        yield from _rebuilt(node, position, parts, _kind(node, name, kind))


def _kind(parent: Node, name: str, kind: str) -> str:
    """Return the kind of a change of a number, by its place: coefficient, exponent or index."""
    if kind == "coefficient" and isinstance(parent, Pow) and name == "exponent":
        return "exponent"
    indices = (isinstance(parent, Sequence) and name == "index") or (isinstance(parent, Entry) and name == "indices")
    return "index" if indices or (isinstance(parent, Sum) and name in ("lo", "hi")) else kind


def _rebuilt(node: Node, position: int, value: Any, kind: str) -> Iterator[Variant]:
    fields = [getattr(node, name) for name in node.fields]
    fields[position] = value
    try:
        yield kind, type(node)(*fields)
    except (ValueError, TypeError):
        return  # the change does not fit: shapes, or an index that is no integer


def _here(node: Any, pool: list[Term]) -> Iterator[Variant]:
    match node:
        case Add(terms=parts):
            for k, part in enumerate(parts):
                rest = (*parts[:k], *parts[k + 1 :])
                yield "dropped", rest[0] if len(rest) == 1 else Add(rest)
                if not isinstance(part, Neg):
                    yield "sign", Add((*parts[:k], Neg(part), *parts[k + 1 :]))
        case Neg(term=inner):
            yield "sign", inner
        case Mul(factors=parts):
            for k in range(len(parts)):
                rest = (*parts[:k], *parts[k + 1 :])
                if Mul(rest).shape == node.shape:
                    yield "dropped", rest[0] if len(rest) == 1 else Mul(rest)
        case Num(value=value):
            for change in (1, -1):
                yield "coefficient", Num(Fraction(value.numerator + change, value.denominator))
        case Pow(base=base, exponent=exponent) if not isinstance(exponent, Num):
            yield "exponent", Pow(base, exponent + 1)
            yield "exponent", Pow(base, exponent - 1)
        case Sequence(name=name, sides=sides, index=index, parameters=parameters) if not isinstance(index, Num):
            yield "index", Sequence(name, sides, index + 1, parameters)
            yield "index", Sequence(name, sides, index - 1, parameters)
        case Sum(body=body, index=index, lo=lo, hi=hi):
            yield from (("index", Sum(body, index, *ends)) for ends in _moved(lo, hi))
        case OrderedProduct(body=body, index=index, lo=lo, hi=hi, rising=rising):
            yield from (("index", OrderedProduct(body, index, *ends, rising)) for ends in _moved(lo, hi))
        case MatMul(left=first, right=second) | Hadamard(left=first, right=second):
            yield from (("dropped", part) for part in (first, second) if part.shape == node.shape)
        case Apply(function=name, args=(argument,)) if not isinstance(argument, Neg | Num):
            yield "sign", Apply(name, (Neg(argument),))
        case Entry(array=array, indices=(i, j)) if i is not j:
            yield "index", Entry(array, (j, i))
        case Transpose(matrix=matrix):
            yield "transpose", matrix
        case Symbol(sort=sort):
            yield from (("renamed", s) for s in pool if isinstance(s, Symbol) and s.sort == sort and s is not node)
        case Array(sides=sides):
            yield from (("renamed", a) for a in pool if isinstance(a, Array) and a.sides == sides and a is not node)
        case Relation(op=op, left=left, right=right):
            yield from _relations(op, left, right)


def _moved(lo: Term, hi: Term) -> Iterator[tuple[Term, Term]]:
    """Yield the ends of a range with one of them moved by 1; numbers among them are changed as numbers."""
    for change in (1, -1):
        if not isinstance(hi, Num):
            yield lo, hi + change
        if not isinstance(lo, Num):
            yield lo + change, hi


def _relations(op: str, left: Term, right: Term) -> Iterator[Variant]:
    if op in ("<=", ">="):
        yield "strict", Relation(op[0], left, right)
    if left.shape and op in ("<=", "<", ">=", ">"):
        yield "bound", Relation(op, left, right + Ones(left.shape) * MILLIONTH * (1 if ">" in op else -1))
    if not left.shape and op in ("<=", "<"):
        yield "bound", Relation(op, left, _tighter(right, -1))
        yield "bound", Relation(op, _tighter(left, 1), right)
    if not left.shape and op in (">=", ">"):
        yield "bound", Relation(op, left, _tighter(right, 1))
    if op == "=" and isinstance(left, Extremum):
        yield "bound", Relation(op, left, _tighter(right, -1))
        yield "bound", Relation(op, left, _tighter(right, 1))
    if op == "=" and not (isinstance(right, Num) and not right.value):
        yield "sign", Relation(op, left, Neg(right))


def _tighter(term: Term, direction: int) -> Term:
    if isinstance(term, Num):
        change = abs(term.value) / 10**6 or Fraction(1, 10**6)
        return Num(term.value + direction * change)
    return term + MILLIONTH * direction if direction > 0 else term - MILLIONTH


__all__ = ["KINDS", "Mutant", "mutants_of", "variants"]
