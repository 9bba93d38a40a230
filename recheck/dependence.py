"""What atoms vary with chance, which ones are independent, and which have moments of every order."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any

from recheck.atoms import ATOMS, Atom, below, constant
from recheck.nodes import POS, parts_of, value_of, walk
from recheck.part import Part
from recheck.polynomials import Quotient
from recheck.statement import offset_from

if TYPE_CHECKING:
    from recheck.nodes import Node

BOUNDED = {"sin", "cos", "erf", "sign", "atan"}


class Dependence(Part):
    """How atoms depend on random variables."""

    def varying(self, item: Any) -> Iterator[int]:
        """Yield the random entries and members of random recurrences inside of an item, but not inside of means."""
        for a in below(item, closed=("mean",)):
            head, data = ATOMS[a]
            if head == "random" or (head in ("member", "slope") and self.statement.is_random(data[0])):
                yield a

    def varies(self, item: Any) -> bool:
        return any(True for _ in self.varying(item))

    def dependent(self, one: int, other: int) -> bool:
        """Whether two atoms may depend on one random entry."""
        first, second = self.sources(one), self.sources(other)
        for name in first.keys() & second.keys():
            for last, exact in first[name]:
                for end, is_exact in second[name]:
                    if last is None or end is None or not self.apart(last, exact, end, is_exact):
                        return True
        return False

    def apart(self, last: Quotient, exact: bool, end: Quotient, is_exact: bool) -> bool:
        """Whether members of one random sequence differ: at one index each, or up to one."""
        return (is_exact and self.sign(end - last) == POS) or (exact and self.sign(last - end) == POS)

    def sources(self, a: int) -> dict[str, Any]:
        """Return {name: {(index, whether there alone)}} of the random families in an atom; index None for all of it."""
        found: dict[str, list[Any]] = {}
        for b in self.varying(Atom(a)):
            head, data = ATOMS[b]
            if head == "random" and data[0].kind == "RandomSequence":
                found.setdefault(data[0].args[0], []).append((data[1][0], True))
            elif head == "random":
                found.setdefault(data[0].args[0], []).append((None, True))
            else:
                for name, ahead in self.reached(data[0].args[0]).items():
                    end = None if ahead is None else data[1] + constant(ahead)
                    found.setdefault(name, []).append((end, False))
        return found

    def reached(self, name: str) -> dict[Any, Any]:
        """Return {random name: how far beyond its own index a member may look}; None where that is not seen."""
        found: dict[str, Any] = {}
        for definition in self.statement.definitions:
            own, body = definition.args[:2]
            if own.args[0] != name:
                continue
            for part in outside_means(body):
                ahead = look_ahead(part.args[2], own.args[2]) if part.kind.endswith("Sequence") else None
                if part.kind == "RandomVariable":
                    found[part.args[0]] = None
                elif part.kind == "RandomSequence":
                    found[part.args[0]] = larger(found.get(part.args[0], ahead), ahead)
                elif part.kind == "Sequence" and part.args[0] != name:
                    for inner, more in self.reached(part.args[0]).items():
                        more = None if ahead is None or more is None else more + ahead
                        found[inner] = larger(found.get(inner, more), more)
        return found

    def has_moments(self, a: int) -> bool:
        """Whether all moments of an atom exist: a polynomial in random entries, its absolute value, or bounded."""
        head, data = ATOMS[a]
        if not self.varies(Atom(a)) or head in BOUNDED:
            return True
        if head == "random":
            return data[0].args[-1].kind != "Uncorrelated"
        if head == "abs":
            poly = data[0]
            return not self.varies(Quotient(poly.den)) and all(
                isinstance(e, int) and e > 0 and self.has_moments(b) for mono in poly.num for b, e in mono
            )
        return head == "member" and not any(map(self.varies, data[1:])) and self.is_polynomial(data[0])

    def is_polynomial(self, term: Node) -> bool:
        """Whether a term is a polynomial in random entries of which all moments exist; members by induction."""
        if not self.statement.is_random(term):
            return True
        kind, args = term.kind, term.args
        parts = [part for arg in args for part in parts_of(arg)]
        if kind in ("RandomVariable", "RandomSequence"):
            return args[-1].kind != "Uncorrelated" and not self.statement.is_random(*args[-1].args[:2])
        if kind == "Sequence":
            bodies = [d.args[1] for d in self.statement.definitions if d.args[0].args[0] == args[0]]
            inner = {p for body in bodies for p in walk(body) if p.kind == "Sequence" and p.args[0] == args[0]}
            plain = not self.statement.is_random(*(q for p in inner for q in p.args[3]))
            return plain and all(self.is_polynomial_body(body, args[0]) for body in bodies)
        return self.is_built(kind, args, parts, self.is_polynomial)

    def is_polynomial_body(self, body: Node, name: str) -> bool:
        """Whether a body is one, if the members of this name are."""
        if body.kind == "Sequence" and body.args[0] == name:
            return True
        if not self.statement.is_random(body) or body.kind in ("RandomVariable", "RandomSequence", "Sequence"):
            return self.is_polynomial(body)
        parts = [part for arg in body.args for part in parts_of(arg)]
        return self.is_built(body.kind, body.args, parts, lambda part: self.is_polynomial_body(part, name))

    def is_built(self, kind: str, args: tuple[Any, ...], parts: list[Node], inner: Callable[..., Any]) -> bool:
        if kind == "Div":
            return inner(args[0]) and not self.statement.is_random(args[1])
        if kind == "Pow":
            n, base = value_of(args[1]), args[0]
            if base.kind == "Norm" and n is not None and n > 0 and n % 2 == 0:
                return inner(base.args[0])
            return n is not None and n.denominator == 1 and n >= 0 and inner(base)
        built = (
            "Add",
            "Neg",
            "Mul",
            "Sum",
            "MatMul",
            "Transpose",
            "Hadamard",
            "Outer",
            "Diag",
            "Diagonal",
            "Trace",
            "Entry",
        )
        return kind in built and all(map(inner, parts))


def outside_means(root: Node) -> Iterator[Node]:
    """Yield the parts of a term that do not stand inside of a mean."""
    todo = [root]
    while todo:
        top = todo.pop()
        if top.kind not in ("Expectation", "Variance"):
            yield top
            todo += [part for arg in top.args for part in parts_of(arg)]


def look_ahead(index: Node, own: Node) -> Any:
    """Return how far an index is beyond that of the member: a number; None for another term."""
    if own.kind == "Symbol":
        return offset_from(index, own)
    value, place = value_of(index), value_of(own)
    return None if value is None or place is None else value - place


def larger(one: Any, other: Any) -> Any:
    return None if one is None or other is None else max(one, other)
