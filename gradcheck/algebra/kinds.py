"""The effect of a replacement inside of an atom, by the kind of the atom.

The file that makes atoms of a kind enters one of two things for it:

    REBUILDS   the quotient that its constructor makes of new data: exp(x) at x = 0 is 1
    BOUND      the image of an atom that binds indices, when other atoms are replaced also inside of it
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from gradcheck.algebra.atoms import Atom
from gradcheck.algebra.quotient import Quotient
from gradcheck.algebra.ring import Ring, Unsupported

Images = Mapping[Atom, Quotient]

REBUILDS: dict[str, Callable[[Ring, Atom, tuple[Any, ...]], Quotient]] = {}
BOUND: dict[str, Callable[[Ring, Atom, Images], Quotient]] = {}


def rebuild(ring: Ring, atom: Atom, data: tuple[Any, ...]) -> Quotient:
    """Return the quotient that the constructor of the atom makes of new data; Unsupported for a kind that has none."""
    found = REBUILDS.get(atom.head)
    if found is None:
        raise Unsupported(f"a substitution inside {atom.head}")
    return found(ring, atom, data)
