"""A lowering that knows the hypotheses of its setting, and the equations that are put in at the end."""

from __future__ import annotations

from itertools import product

from gradcheck.algebra.hypotheses import index_atoms
from gradcheck.algebra.lower import Lowering
from gradcheck.algebra.quotient import Quotient
from gradcheck.algebra.ring import Ring, Unsupported
from gradcheck.algebra.substitution import substitute


def prepare(ring: Ring) -> Lowering:
    """A lowering whose ring has learnt the hypotheses of its setting."""
    lowering = Lowering(ring)
    ring.member = lowering.member_at
    ring.parameter = lowering.parameter
    # the second time the signs of the first help to read the hypotheses themselves
    for _ in range(2 if ring.setting.hypotheses else 0):
        for hypothesis in ring.setting.hypotheses:
            lowering.suppose(hypothesis)
        ring.memory.clear()
        ring.tick()
    ring.conditions.clear()
    return lowering


def rewrite(lowering: Lowering, value: Quotient) -> Quotient:
    """Put the equations of the setting in, one after the other; each left side must be a single atom.

    An equation of arrays is put in entry by entry, at every index that occurs.
    """
    ring = lowering.ring
    for left, right in ring.setting.rewrites:
        places = tuple(ring.index() for _ in left.shape)
        indices = tuple(ring.generator(place) for place in places)
        image, target = lowering.remembered(left, indices, {}), lowering.remembered(right, indices, {})
        atoms = ring.atoms_of(image)
        if len(atoms) != 1 or ring.generator(atoms[0]).key != image.key:
            raise Unsupported("only a single symbol, entry, member or derivative can be rewritten")
        mapping = {atoms[0]: target}
        for choice in product(index_atoms(ring, value), repeat=len(places)) if places else ():
            names = dict(zip(places, map(ring.generator, choice), strict=True))
            (instance,) = ring.atoms_of(substitute(ring, image, names))
            mapping[instance] = substitute(ring, target, names)
        value = substitute(ring, value, mapping)
    return value
