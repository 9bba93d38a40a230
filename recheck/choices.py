"""Choices by a relation of numbers, and the primes of a number."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from recheck.atoms import as_quotient, atom
from recheck.nodes import SIGN_OF
from recheck.part import Part

if TYPE_CHECKING:
    from recheck.atoms import Env
    from recheck.nodes import Node
    from recheck.polynomials import Quotient


class Choices(Part):
    """What a choice is, where its relation is settled and where it is not."""

    def choice(self, op: str, gap: Quotient, first: Callable[..., Any], second: Callable[..., Any]) -> Quotient:
        """Return the first value where gap op 0 holds, the second where it fails; an atom where that is open."""
        known = self.decided(op, gap)
        if known is not None:
            return first() if known else second()
        one, other = first(), second()
        return one if one.key() == other.key() else as_quotient(atom("choice", op, gap, one, other))

    def decided(self, op: str, gap: Quotient) -> bool | None:
        sign, wanted = self.sign(gap), SIGN_OF[op]
        return True if not sign & ~wanted else False if not sign & wanted else None

    def truth(self, claim: Node, env: Env) -> bool | None:
        """Return whether a scalar relation holds; None where that is open."""
        return self.decided(claim.args[0], self.of(claim.args[1], (), env) - self.of(claim.args[2], (), env))


def prime_powers(value: Fraction) -> list[Any]:
    """Return numbers and exponents whose product is a positive number: small primes, and what is left."""
    if value <= 0:
        return [(value, 1)]
    found = []
    for rest, sign in ((value.numerator, 1), (value.denominator, -1)):
        p = 2
        while p <= 1000 and p * p <= rest:
            times = 0
            while rest % p == 0:
                rest, times = rest // p, times + 1
            found += [(p, sign * times)] if times else []
            p += 1
        found += [(rest, sign)] if rest > 1 else []
    return found
