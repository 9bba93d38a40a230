"""Atoms: what the generators of a normal form stand for."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from typing import Any

from recheck.nodes import Node
from recheck.polynomials import ONE, RELATIONS, WORK, Quotient, reduced, whole
from recheck.refusal import Unread

Places = tuple[Quotient, ...]
Env = dict[Node, Quotient]
ATOMS: list[tuple[str, tuple[Any, ...]]] = []
_numbers: dict[Any, int] = {}  # (head, data) by number, and back
FREE: dict[int, set[int]] = {}  # the indices of atoms that are not bound in them
RANGES: dict[int, tuple[Quotient, Quotient]] = {}
SUMS: list[Any] = []  # the ends of every index that was bound, and the sums that were met


def forget() -> None:
    """Forget all atoms: each statement has its own."""
    for table in (ATOMS, _numbers, FREE, RANGES, SUMS, RELATIONS):
        table.clear()
    WORK[0] = 0


def atom(head: str, *data: Any) -> int:
    """Return the number of the atom of this head and data: texts, nodes, quotients, atoms, and tuples of these."""
    key = (head, keyed(data))
    found = _numbers.get(key)
    if found is None:
        found = _numbers[key] = len(ATOMS)
        ATOMS.append((head, data))
    return found


def keyed(item: Any) -> Any:
    return item.key() if isinstance(item, Quotient) else tuple(map(keyed, item)) if type(item) is tuple else item


def as_quotient(number_of_atom: int, exponent: Fraction | int = 1) -> Quotient:
    return Quotient(reduced({((number_of_atom, exponent),): Fraction(1)}))


def constant(value: Fraction | int) -> Quotient:
    return Quotient({(): Fraction(value)} if value else {})


def below(item: Any, closed: tuple[str, ...] = ()) -> Iterator[int]:
    """Yield the numbers of all atoms inside of a quotient, an atom or data, but none of the ``closed`` kinds."""
    todo, seen = [item], set()
    while todo:
        top = todo.pop()
        if isinstance(top, Quotient):
            todo += [Atom(a) for poly in (top.num, top.den) for mono in poly for a, _ in mono]
        elif type(top) is tuple:
            todo += top
        elif isinstance(top, Atom) and top.number not in seen and ATOMS[top.number][0] not in closed:
            seen.add(top.number)
            yield top.number
            todo += ATOMS[top.number][1]


class Atom:
    """The number of an atom, as data of another atom."""

    __slots__ = ("number",)

    def __init__(self, number: int) -> None:
        self.number = number

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Atom) and self.number == other.number

    def __hash__(self) -> int:
        return hash(("atom", self.number))


def index_atoms(item: Any) -> set[int]:
    """Return the indices inside of a quotient, an atom or data that are not bound there."""
    if isinstance(item, Quotient):
        return {k for poly in (item.num, item.den) for mono in poly for a, _ in mono for k in index_atoms(Atom(a))}
    if type(item) is tuple:
        return {k for part in item for k in index_atoms(part)}
    if not isinstance(item, Atom):
        return set()
    found = FREE.get(item.number)
    if found is None:
        head, data = ATOMS[item.number]
        found = {item.number} if head == "index" else index_atoms(data)
        bound = data[0] if head == "sum" else data[1] if head == "matrix" else ()
        found = FREE[item.number] = found - {one.number for one in bound}
    return found


def single(q: Quotient) -> int | None:
    """Return the atom that the quotient is; None if it is none."""
    if q.den == ONE and len(q.num) == 1:
        ((mono, value),) = q.num.items()
        if value == 1 and len(mono) == 1 and mono[0][1] == 1:
            return mono[0][0]
    return None


def powered(q: Quotient, e: int) -> Quotient:
    if isinstance(e, int):
        return q.power(e)
    if len(q.num) == 1 and q.den == ONE:
        ((mono, value),) = q.num.items()
        if value == 1 and all(ATOMS[a][0] == "exp" for a, _ in mono):
            return Quotient({tuple((a, whole(Fraction(p) * e)) for a, p in mono): Fraction(1)})
    raise Unread("a fractional power")


def is_whole(a: int) -> bool:
    head, data = ATOMS[a]
    return head in ("index", "width") or (head == "symbol" and data[0].args[1] != "real")
