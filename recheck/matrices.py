"""Products of many matrices, and what is one number or matrix of a matrix: norms, inverses, determinants.

Each is an atom that holds an entry of the matrix at two indices that are bound in the atom.  Bound indices are numbered
by how deep the atoms inside are nested, so that equal matrices give one atom and no index is captured.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from recheck.atoms import ATOMS, RANGES, Atom, as_quotient, atom, below, constant
from recheck.part import Part
from recheck.refusal import Unread, Wrong

if TYPE_CHECKING:
    from recheck.atoms import Places
    from recheck.nodes import Node
    from recheck.polynomials import Quotient

MAX_FACTORS = 12


class Matrices(Part):
    """Atoms that hold a matrix."""

    def of_matrix(self, label: str, matrix: Node, places: tuple[Any, ...], env: dict[Any, Any]) -> Quotient:
        """Return the entry of what a matrix alone determines."""
        indices = [self.index(constant(1), self.of(side, (), env)) for side in matrix.shape]
        entry = self.of(matrix, tuple(map(as_quotient, indices)), env)
        return self.sealed(label, indices, entry, (), places)

    def sealed(
        self,
        label: str,
        indices: list[int],
        entry: Quotient,
        ends: list[Quotient] | tuple[Any, ...],
        places: Places,
    ) -> Quotient:
        """Return the atom of an array whose entry at the indices is given; the indices are bound in it."""
        inner = below((entry, *ends, *(RANGES[k] for k in indices)))
        depth = 1 + max(
            (ATOMS[a][1][1] for a in inner if ATOMS[a][0] == "index" and ATOMS[a][1][0] == "bound"), default=0
        )
        images: dict[int, Quotient] = {}
        names: list[Any] = []
        for place, k in enumerate(indices):
            lo, hi = (self.substitute(end, images) for end in RANGES[k])
            name = atom("index", "bound", depth, place, lo, hi)
            RANGES[name] = lo, hi
            images[k] = as_quotient(name)
            names.append(Atom(name))
        return as_quotient(
            atom("matrix", label, tuple(names), self.substitute(entry, images), tuple(ends), tuple(places))
        )

    def unsealed(self, a: int, images: dict[int, Quotient]) -> tuple[Any, ...]:
        """Return new indices for the bound ones of an atom, and the entry at them, with quotients for atoms."""
        _, names, entry, _, _ = ATOMS[a][1]
        new: list[int] = []
        renamed: dict[int, Quotient] = {}
        for name in names:
            ends = (self.substitute(self.substitute(end, images), renamed) for end in RANGES[name.number])
            new.append(self.index(*ends))
            renamed[name.number] = as_quotient(new[-1])
        return new, self.substitute(self.substitute(entry, images), renamed)

    def moved_matrix(self, a: int, images: dict[int, Quotient]) -> Quotient:
        """Return the atom with quotients in the place of atoms."""
        label, _, _, ends, places = ATOMS[a][1]
        indices, entry = self.unsealed(a, images)
        ends, places = ([self.substitute(q, images) for q in row] for row in (ends, places))
        if label == "product":
            return self.product(indices, entry, ends, tuple(places))
        return self.sealed(label, indices, entry, ends, tuple(places))

    def ordered(self, term: Node, places: Places, env: dict[Any, Any]) -> Quotient:
        """Return an entry of a product of matrices in order."""
        body, k, lo, hi, rising = term.args
        lo, hi = self.of(lo, (), env), self.of(hi, (), env)
        step = self.index(lo, hi)
        inside = {**env, k: as_quotient(step)}
        sides = [self.index(constant(1), self.of(side, (), inside)) for side in body.shape]
        entry = self.of(body, tuple(map(as_quotient, sides)), inside)
        if rising:  # the transpose of the product of the transposes that falls
            sides, places = sides[::-1], places[::-1]
        return self.product([step, *sides], entry, [lo, hi], places)

    def product(self, indices: list[int], entry: Quotient, ends: list[Quotient], places: Places) -> Quotient:
        """Return an entry of the product from hi down to lo; a first factor that is there certainly is taken out."""
        lo, hi = ends
        length = (hi - lo + constant(1)).constant()
        if length is not None and (length < 0 or length.denominator != 1):
            raise Wrong("a product that ends before it begins")
        if length == 0:
            return self.delta(*places)
        step, row, column = indices
        if (length is None or length > MAX_FACTORS) and not self.has_last(lo, hi):
            new = [self.index(lo, hi)]
            for k in (row, column):
                new.append(self.index(constant(1), self.substitute(RANGES[k][1], {step: as_quotient(new[0])})))
            entry = self.substitute(entry, dict(zip(indices, map(as_quotient, new), strict=True)))
            return self.sealed("product", new, entry, ends, places)
        inner = RANGES[column][1]
        k = self.index(constant(1), self.substitute(inner, {step: hi}))

        def at(i: Quotient, j: Quotient) -> Quotient:
            return self.substitute(entry, {step: hi, row: i, column: j})

        def rest(i: Quotient, j: Quotient) -> Quotient:
            return self.product(indices, entry, [lo, hi - constant(1)], (i, j))

        i, j, m = *places, as_quotient(k)
        return self.total([k], at(i, m) * rest(m, j))

    def matrix_slope(self, a: Any, wrt: Any) -> Any:
        """Return the derivative of an atom of a matrix that is constant; Unread for another."""
        _, entry = self.unsealed(a, {})
        if self.derivative(entry, wrt).num:
            raise Unread("a derivative of what a matrix determines")
        return constant(0)
