"""What a layer costs: five numbers, exact terms in its widths and sizes."""

from __future__ import annotations

from dataclasses import dataclass, fields

from gradcheck.language.syntax.terms import Add, Term, as_term
from gradcheck.layers.sizes import Size, plus

ZERO = as_term(0)


@dataclass(frozen=True)
class Counts:
    """For one input image.

    parameters       weights and biases, each once, however often it is used
    multiplications  uses of a weight, those on padding included
    additions        of the products at each output, the addition of the bias included
    comparisons      of a maximum
    activations      evaluations of the activation function
    """

    parameters: Term = ZERO
    multiplications: Term = ZERO
    additions: Term = ZERO
    comparisons: Term = ZERO
    activations: Term = ZERO

    @staticmethod
    def of(
        parameters: Size = 0,
        multiplications: Size = 0,
        additions: Size = 0,
        comparisons: Size = 0,
        activations: Size = 0,
    ) -> Counts:
        """Counts from sizes."""
        given = (parameters, multiplications, additions, comparisons, activations)
        return Counts(*(as_term(value) for value in given))

    def __add__(self, other: Counts) -> Counts:
        """The counts of two layers together, numbers folded."""
        return Counts(*(as_term(plus(_size(a), _size(b))) for a, b in zip(self.row(), other.row(), strict=True)))

    def beside(self, other: Counts) -> Counts:
        """The counts of two layers together, as sums that nothing simplifies."""
        return Counts(*(_sum(a, b) for a, b in zip(self.row(), other.row(), strict=True)))

    def row(self) -> tuple[Term, ...]:
        """The five numbers, in the order of the fields."""
        return tuple(getattr(self, field.name) for field in fields(self))


def _size(term: Term) -> Size:
    return term


def _sum(a: Term, b: Term) -> Term:
    zero = as_term(0)
    if a is zero or b is zero:
        return b if a is zero else a
    return Add((*(a.terms if isinstance(a, Add) else (a,)), b))
