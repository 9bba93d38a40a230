"""Values for everything that is free in a statement, at which a claim is evaluated."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from types import MappingProxyType
from zlib import crc32

from gradcheck.language.syntax.node import spelled
from gradcheck.language.syntax.terms import Symbol

FILLS = ("zeros", "ones", "unit", "negative", "ascending", "random")
SMALL = (0, 1, -1, 2, Fraction(1, 2), Fraction(-1, 2), -2, 3, Fraction(1, 3), Fraction(3, 2), Fraction(-2, 3))
LINES: Mapping[str, tuple[int | Fraction, ...]] = MappingProxyType({  # the coefficients of an arbitrary function
    "zeros": (0,), "ones": (0, 1), "unit": (0, Fraction(1, 2)), "negative": (0, -1), "ascending": (1, 1),
    "random": (Fraction(1, 2), 0, 1),
})  # fmt: skip
Exact = int | Fraction
Place = tuple[int, ...]


@dataclass(frozen=True)
class Instance:
    """Values of symbols and of arrays; what is not listed follows from ``fill`` and ``seed``.

    ``arrays`` are the entries in rows, by name; ``members`` those of free sequences, by name, index and place (from 0).
    So are ``widths``, by name and index; ``functions`` are polynomials that stand for arbitrary functions, constant
    coefficient first; ``outcomes`` are values of random entries, by name, index (() for a variable) and place, for what
    is random outside of a mean.
    """

    scalars: Mapping[Symbol, Exact] = field(default_factory=dict)
    arrays: Mapping[str, tuple[Exact, ...]] = field(default_factory=dict)
    members: Mapping[tuple[str, int, Place], Exact] = field(default_factory=dict)
    widths: Mapping[tuple[str, int], int] = field(default_factory=dict)
    functions: Mapping[str, tuple[Exact, ...]] = field(default_factory=dict)
    outcomes: Mapping[tuple[str, tuple[int, ...], Place], Exact] = field(default_factory=dict)
    fill: str = "zeros"
    seed: int = 0

    def entry(self, name: str, index: int | None, place: Place) -> Exact:
        """Return an entry of an array, or of a member of a free sequence, that is not listed."""
        if self.fill == "random":
            return SMALL[self.draw(len(SMALL), name, index, place)]
        if self.fill == "ascending":
            return 1 + (0 if index is None else index % 3) + sum((k + 1) * (p % 3) for k, p in enumerate(place))
        if self.fill == "unit":
            return int(len(set(place)) == 1) if len(place) > 1 else int(not any(place))
        return {"zeros": 0, "ones": 1, "negative": -1}[self.fill]

    def constant_member(self) -> Exact | None:
        """Return the value of every scalar member of a free sequence, whatever its index; None if they differ."""
        return {"zeros": 0, "ones": 1, "unit": 1, "negative": -1}.get(self.fill)

    def width(self, name: str, index: int) -> int:
        """Return a width that is not listed."""
        varied = self.fill in ("ascending", "random")
        return self.widths.get((name, index), 1 + (self.draw(3, name, index) if varied else 0))

    def function(self, name: str) -> tuple[Exact, ...]:
        """Return the coefficients of the polynomial that an arbitrary function is."""
        return self.functions.get(name, LINES[self.fill])

    def draw(self, below: int, *what: object) -> int:
        """Return one of 0, 1, ..., below - 1, the same for the same arguments."""
        return crc32(spelled((self.seed, *what)).encode()) % below
