"""Equations put into normal forms: an atom that an equation names is replaced by what it equals."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from recheck.atoms import ATOMS, Atom, as_quotient, atom, below, constant, single
from recheck.polynomials import Quotient

if TYPE_CHECKING:
    from recheck.forms import Forms
    from recheck.nodes import Node


def pattern_of(forms: Forms, left: Node, right: Node) -> tuple[Any, ...]:
    """Return indices, the atom that the left side of an equation is at them (None where it is none), and the right."""
    indices = [forms.index(constant(1), forms.of(side)) for side in left.shape]
    return (
        indices,
        single(forms.of(left, tuple(map(as_quotient, indices)))),
        lambda found: forms.of(right, tuple(found)),
    )


def one_way(forms: Forms, patterns: list[Any]) -> list[Any]:
    """Return the patterns without those that only turn an earlier one around: of r = z and z = r the first."""
    images: dict[int, Quotient] = {}
    kept: list[Any] = []
    for indices, left, right in patterns:
        if not indices and left is not None:
            image = forms.substitute(right([]), images)
            if single(image) == left:
                continue
            images.setdefault(left, image)
        kept.append((indices, left, right))
    return kept


def universal_pattern(forms: Forms, universal: Node) -> tuple[Any, ...]:
    """Return the pattern of an equation f(x) = term for all real x; one without an atom for another statement."""
    variables, body = universal.args
    if body.kind == "Relation" and body.args[0] == "=" and len(variables) == 1 and variables[0].args[1] == "real":
        x, left = variables[0], body.args[1]
        if left.kind == "Uninterpreted" and left.args[3] is x:
            name = atom("symbol", x)
            return [name], single(forms.of(left)), lambda found: forms.of(body.args[2], (), {x: found[0]})
    return [], None, None


def rewritten(forms: Forms, pattern: tuple[Any, ...], q: Quotient) -> dict[int, Quotient]:
    """Return {atom: value} for the atoms of a normal form that the left side of an equation, or an entry of it, is."""
    indices, left, right = pattern
    images = {}
    for a in list(below(q)) if left is not None else ():  # what is unfolded on the left is unfolded in q, too
        found: dict[int, Quotient] = {}
        if a not in indices and match(Atom(left), Atom(a), set(indices), found) and len(found) == len(indices):
            images[a] = right([found[k] for k in indices])
    return images


def match(pattern: Any, item: Any, indices: set[int], found: dict[int, Quotient]) -> bool:
    """Whether the item is the pattern, with quotients for its indices, which are noted."""
    if isinstance(pattern, Atom):
        if not isinstance(item, Atom):
            return False
        (head, data), (other, others) = ATOMS[pattern.number], ATOMS[item.number]
        return pattern == item or (head == other and match(data, others, indices, found))
    if isinstance(pattern, Quotient):
        if not isinstance(item, Quotient):
            return False
        k = single(pattern)
        if k in indices:
            return found.setdefault(k, item).key() == item.key()
        return pattern.key() == item.key()
    if type(pattern) is tuple:
        return (
            type(item) is tuple
            and len(pattern) == len(item)
            and all(match(one, other, indices, found) for one, other in zip(pattern, item, strict=True))
        )
    return pattern == item
