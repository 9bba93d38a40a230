"""The truth values of propositions at the values of a counterexample."""

from __future__ import annotations

from itertools import product

from gradcheck.algebra.lower import Lowering
from gradcheck.algebra.signs import WANTED
from gradcheck.kernel.counterexample.enumeration import holds_quantified
from gradcheck.kernel.counterexample.values import Values
from gradcheck.kernel.definedness.conditions import unguarded
from gradcheck.kernel.rejection import Rejected
from gradcheck.kernel.rules.connectives import holds_connected
from gradcheck.kernel.rules.evaluation import signs_at
from gradcheck.kernel.rules.matrices import is_regular
from gradcheck.kernel.rules.visible import sign_by_factors
from gradcheck.language.syntax.propositions import (
    And,
    Exists,
    ForAll,
    Iff,
    Implies,
    Invertible,
    Or,
    PositiveDefinite,
    Proposition,
    Relation,
)
from gradcheck.language.syntax.terms import Div, Mul, Term, as_term


class Valuation(Values):
    """Values, and the truth values of propositions at them."""

    def signs(self, claim: Relation) -> list[int]:
        """Return the possible signs of each entry of left - right at the values;
        Rejected where a side is not defined.
        """
        left, right = self.put(claim.left), self.put(claim.right)
        return signs_at(self, claim, lambda lowering: self._signs(lowering, claim, left, right))

    def _signs(self, lowering: Lowering, claim: Relation, left: Term, right: Term) -> list[int]:
        ring = lowering.ring
        known = sign_by_factors(lowering, Relation(claim.op, left, right), lambda part: self.evaluate(ring, part))
        if holds := not known & ~WANTED[claim.op]:
            self.check_defined(ring)
        for part in _scalars_in_arrays(Relation(claim.op, left, right)):  # asked for if there are no entries, too
            lowering.scalar(part)
        self.check_defined(ring)
        sides = [lowering.scalar(side).constant() for side in left.shape]
        if None in sides:
            raise Rejected("a side of an array has no value")
        masks = [known] if holds else []
        for place in () if holds else product(*(range(1, int(side or 0) + 1) for side in sides)):
            ring.conditions.clear()
            indices = tuple(map(ring.constant, place))
            first, second = (lowering.remembered(side, indices, {}) for side in (left, right))
            self.check_defined(ring)
            masks.append(self.evaluate(ring, first - second))
        self.trail.rest_on(*ring.facts_used)
        return masks

    def holds(self, claim: Proposition) -> bool | None:
        """Whether a proposition holds at the values; None when that is not decided."""
        match claim:
            case Relation():
                wanted, masks = WANTED[claim.op], self.signs(claim)
                if all(not mask & ~wanted for mask in masks):
                    return True
                return False if any(not mask & wanted for mask in masks) else None
            case And() | Or() | Implies() | Iff():
                return holds_connected(self.holds, claim)
            case ForAll() | Exists():
                return holds_quantified(self, claim, self.holds)
            case Invertible() | PositiveDefinite():
                rows = self.matrix(claim.matrix)
                return None if rows is None else is_regular(rows, definite=isinstance(claim, PositiveDefinite))
        raise Rejected(f"{type(claim).__name__} is not evaluated")


def _scalars_in_arrays(claim: Relation) -> list[Term]:
    """Return the scalars that multiply arrays, and divisors of arrays; each has a value where the claim has one."""
    found: dict[Term, None] = {}
    for node in unguarded(claim):
        if isinstance(node, Div) and node.shape:
            found[Div(as_term(1), node.denominator)] = None
        elif isinstance(node, Mul) and node.shape:
            found.update((factor, None) for factor in node.factors if not factor.shape)
    return list(found)
