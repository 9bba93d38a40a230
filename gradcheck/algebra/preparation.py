"""A lowering that knows the hypotheses of its setting, and the equations that are put in at the end."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from gradcheck.algebra.atoms import Atom
from gradcheck.algebra.calculus import Variable, derivative
from gradcheck.algebra.lower import Lowering
from gradcheck.algebra.quotient import Quotient
from gradcheck.algebra.ring import Ring, Unsupported
from gradcheck.algebra.substitution import substitute
from gradcheck.language.syntax.propositions import Proposition

READINGS = 2  # of a hypothesis, at most


def prepare(ring: Ring) -> Lowering:
    """Return a lowering whose ring has learnt the hypotheses of its setting."""
    lowering = Lowering(ring)
    ring.member = lowering.member_at
    ring.parameter = lowering.parameter
    ring.lower = lowering.scalar
    ring.derivative = lambda value, symbol: derivative(ring, value, Variable(symbol))
    left: Iterable[Proposition] = ring.setting.hypotheses
    for _ in range(READINGS):  # later facts may settle what earlier ones left open
        left = _left_open(lowering, left)
        if not left:
            break
        ring.forget_open()
        ring.tick()
    ring.conditions.clear()
    ring.assumed = dict(ring.facts_used)
    return lowering


def _left_open(lowering: Lowering, hypotheses: Iterable[Proposition]) -> list[Proposition]:
    """Learn from the hypotheses; return those for which a sign was asked that is not known."""
    left = []
    for hypothesis in hypotheses:
        before = lowering.ring.unsettled
        lowering.suppose(hypothesis)
        if lowering.ring.unsettled != before:
            left.append(hypothesis)
    return left


def rewrite(lowering: Lowering, value: Quotient) -> Quotient:
    """Put the equations of the setting in, one after the other; each left side must be a single atom.

    An equation of arrays is put in entry by entry, at every index that occurs, also inside sums.
    """
    ring = lowering.ring
    for left, right in ring.setting.rewrites:
        places = tuple(ring.index() for _ in left.shape)
        indices = tuple(ring.generator(place) for place in places)
        for place, side in zip(places, left.shape, strict=True):
            ring.ranges[place] = (ring.constant(1), lowering.scalar(side))
        image, target = lowering.remembered(left, indices, {}), lowering.remembered(right, indices, {})
        atoms = ring.atoms_of(image)
        if len(atoms) != 1 or ring.generator(atoms[0]).key != image.key:
            raise Unsupported("only a single symbol, entry, member or derivative can be rewritten")
        value = substitute(ring, value, Instances(ring, atoms[0], places, target))
    return value


class Instances(Mapping[Atom, Quotient]):
    """The values that an equation of arrays, or of scalars, gives for the atoms that are its left side at some indices.

    The indices may be those of a sum in which the atom stands: the equation holds at all of them.
    """

    def __init__(self, ring: Ring, pattern: Atom, places: tuple[Atom, ...], target: Quotient) -> None:
        self.ring, self.pattern, self.places, self.target = ring, pattern, places, target
        self.found: dict[Atom, Quotient | None] = {}

    def image(self, atom: Atom) -> Quotient | None:
        """Return the value that replaces the atom; None if it is no instance."""
        if atom.head != self.pattern.head:
            return None
        if atom not in self.found:
            names: dict[Atom, Quotient] = {}
            fits = self._fits(self.pattern.data, atom.data, names) and len(names) == len(self.places)
            self.found[atom] = substitute(self.ring, self.target, names) if fits else None
        return self.found[atom]

    def _fits(self, pattern: Any, item: Any, names: dict[Atom, Quotient]) -> bool:
        if isinstance(pattern, tuple):
            same = isinstance(item, tuple) and len(item) == len(pattern)
            return same and all(self._fits(a, b, names) for a, b in zip(pattern, item, strict=True))
        if isinstance(pattern, Quotient):
            if not isinstance(item, Quotient):
                return False
            slot = pattern.generator_slot()
            if slot is not None and self.ring.slots[slot] in self.places:
                return names.setdefault(self.ring.slots[slot], item).key == item.key
            return pattern.key == item.key
        return bool(pattern is item or pattern == item)

    def __contains__(self, atom: object) -> bool:
        return isinstance(atom, Atom) and self.image(atom) is not None

    def __getitem__(self, atom: Atom) -> Quotient:
        image = self.image(atom)
        if image is None:
            raise KeyError(atom)
        return image

    def __iter__(self) -> Iterator[Atom]:
        return iter([atom for atom, image in self.found.items() if image is not None])

    def __len__(self) -> int:
        return len(list(iter(self)))
