"""A statement for the prover: a claim with its hypotheses, its definitions, and the earlier steps that it may use."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from gradcheck.derivation import Instance, Step
from gradcheck.language.printing.text import render_text
from gradcheck.language.syntax.arrays import Array, Sequence
from gradcheck.language.syntax.definitions import Definition, Initial, Recurrence
from gradcheck.language.syntax.hints import CasesOn, TryValue
from gradcheck.language.syntax.node import walk
from gradcheck.language.syntax.propositions import Proposition
from gradcheck.language.syntax.random import RandomSequence, RandomVariable
from gradcheck.language.syntax.terms import Symbol, Term
from gradcheck.language.syntax.widths import at_index


@dataclass(frozen=True)
class Statement:
    """One statement; the seed and the number make it again.  ``kind`` is the kind of term that it tests."""

    seed: int
    number: int
    kind: str
    claim: Proposition
    given: tuple[Proposition, ...] = ()
    definitions: tuple[Definition, ...] = ()
    earlier: tuple[Step, ...] = ()
    hints: tuple[object, ...] = ()

    @property
    def using(self) -> tuple[str, ...]:
        """Return the names of the steps before it, all of which its proof may use."""
        return tuple(step.name for step in self.earlier)

    def lines(self) -> list[str]:
        """Return the statement with all that a reader needs to judge it: laws, sorts and shapes included."""
        nodes = (self.claim, *self.given, *self.definitions, *(s.claim for s in self.earlier))
        found = [render_text(self.claim)]
        found += [f"    given {render_text(one)}" for one in self.given]
        found += [f"    where {_defined(one)}" for one in self.definitions]
        for step in self.earlier:
            under = "; ".join(render_text(one) for one in step.given)
            found.append(f"    step {step.name}: {render_text(step.claim)}" + (f"   given {under}" if under else ""))
        found += [f"    hint {_hint(one)}" for one in self.hints]
        found += [f"    with {line}" for line in _meanings(nodes)]
        return found

    @property
    def again(self) -> str:
        """Return the command that puts the statement again."""
        return f"python -m attack --seed {self.seed} --only {self.number}"


def _defined(one: Definition) -> str:
    if isinstance(one, Recurrence):
        return f"{render_text(one.member)} = {render_text(one.body)} for {one.index.name} >= {one.start}"
    if isinstance(one, Initial):
        return f"{render_text(one.member)} = {render_text(one.value)}"
    return repr(one)


def _hint(one: object) -> str:
    match one:
        case Instance(step=name, values=values):
            return f"{name} at " + ", ".join(f"{s.name} = {render_text(t)}" for s, t in values)
        case CasesOn(term=term):
            return f"cases on {render_text(term)}"
        case TryValue(term=term):
            return f"try {render_text(term)}"
        case Symbol():
            return f"induction over {one.name}"
    return repr(one)


def _meanings(nodes: Iterable[object]) -> list[str]:
    """Return sorts other than real, sides of arrays and laws, each name once."""
    found: dict[str, None] = {}
    for node in nodes:
        for part in walk(node):  # type: ignore[arg-type]
            if isinstance(part, Symbol) and part.sort != "real":
                found.setdefault(f"{part.name} {part.sort}")
            elif isinstance(part, RandomVariable | RandomSequence):
                law = ", ".join(_value(getattr(part.law, name)) for name in part.law.fields)
                found.setdefault(f"{part.name} ~ {type(part.law).__name__}({law}){_sides(part.sides)}")
            elif isinstance(part, Array | Sequence) and part.sides:
                found.setdefault(f"{part.name}{_sides(part.sides)}")
    return sorted(found)


def _value(value: object) -> str:
    return render_text(value) if isinstance(value, Term) else str(value)


def _sides(sides: tuple[Term, ...]) -> str:
    at_k = (
        render_text(at_index(side, Symbol("k", "natural"))) for side in sides
    )  # those of a sequence may depend on its index
    return f" of sides {', '.join(at_k)}" if sides else ""
