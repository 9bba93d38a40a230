"""Values at which a claim fails."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from gradcheck.kernel.evidence.rule import Scalar
from gradcheck.language.syntax.terms import Symbol


@dataclass(frozen=True)
class Counterexample:
    """Values at which a universal claim is false: scalars exactly, arrays entry by entry, sequences member by member.

    ``scalars`` maps symbol to rational; ``arrays`` maps (name, indices) to rational; ``members`` maps (name, index,
    indices or parameters) to rational, (name, None, ()) if all members are that number; ``functions`` maps the name of
    an arbitrary function to a term in the one variable ``language.uninterpreted.ARGUMENT``.

    ``laws`` gives random variables a law with finitely many values: the family, one entry of it or () for all, and
    the values with their probabilities; every law must have what is assumed of it.  ``outcomes`` are values of entries
    that stand outside of means, each of positive probability.

    ``widths`` maps (name, index) of an arbitrary sequence of dimensions to a positive integer.

    ``roots`` are real symbols that only an equation names, each with the ends of an interval that holds a solution;
    ``points`` are real symbols with terms without symbols, at which evidence proves that the claim fails.
    """

    scalars: tuple[tuple[Symbol, Fraction], ...]
    arrays: tuple[tuple[str, tuple[int, ...], Fraction], ...] = ()
    members: tuple[tuple[str, int | None, tuple[int, ...], Fraction], ...] = ()
    functions: tuple[tuple[str, Scalar], ...] = ()
    laws: tuple[tuple[str, tuple[int, ...], tuple[tuple[Fraction, Fraction], ...]], ...] = ()
    outcomes: tuple[tuple[str, tuple[int, ...], Fraction], ...] = ()
    widths: tuple[tuple[str, int, int], ...] = ()
    roots: tuple[tuple[Symbol, Fraction, Fraction], ...] = ()
    points: tuple[tuple[Symbol, Scalar], ...] = ()
