"""One activation: its formula in x, its parameters, its source and its names."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction


@dataclass(frozen=True)
class Parameter:
    """A number in the formula with its default; ``least`` bounds it from below, strictly where ``strict``."""

    name: str
    default: str
    least: str | None = None
    strict: bool = True

    def allows(self, value: Fraction) -> bool:
        """Whether the formula is meant for this value."""
        if self.least is None:
            return True
        least = Fraction(self.least)
        return value > least if self.strict else value >= least

    @property
    def condition(self) -> str:
        """Return ``alpha > 0``, or nothing."""
        return "" if self.least is None else f"{self.name} {'>' if self.strict else '>='} {self.least}"


@dataclass(frozen=True)
class Entry:
    """An activation as a person would look it up.

    ``formula`` is a text for ``language.notation``, in x and the parameters.  ``short`` is the same function with all
    parameters at their defaults, where the language has a word for it.  ``source`` names functions of frameworks, or
    the paper.
    """

    name: str
    formula: str
    source: str
    parameters: tuple[Parameter, ...] = ()
    aliases: tuple[str, ...] = ()
    short: str = ""

    def parameter(self, name: str) -> Parameter | None:
        """Return the parameter of this name."""
        return next((item for item in self.parameters if item.name == name), None)
