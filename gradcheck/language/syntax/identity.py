"""A text that two values share exactly when they are the same: what a seal over a statement is computed from.

``repr`` is not suitable: different values can print alike (a name may be an imitation of a string), a shared part is
printed as often as it occurs, and a deep value is not printed at all.  Here every part gives its type and how many
parts it has; a node that occurs again is a reference to where it occurred first.
"""

from __future__ import annotations

from dataclasses import fields, is_dataclass
from fractions import Fraction

from gradcheck.language.syntax.node import Node

PLAIN = frozenset(id(kind) for kind in (int, bool, str, bytes, type(None), Fraction))
Parts = tuple[type, bool, str, tuple[str, ...], str]
_known: dict[int, Parts] = {}  # by the id of a type that is kept here, and so keeps its id


def _parts(kind: type) -> Parts:
    """Return the type, whether it is one of nodes, its description in the text, and its fields, the last first."""
    if issubclass(kind, Node):
        names = kind.fields
    elif is_dataclass(kind):
        names = tuple(field.name for field in fields(kind))
    else:
        raise TypeError(f"{kind.__name__} is no part of a statement or a proof")
    header = f"{kind.__qualname__} {id(kind)} {len(names)}"
    return kind, issubclass(kind, Node), header, tuple(reversed(names)), f"{kind.__module__} {kind.__qualname__}"


def structure(value: object, lasting: bool = False) -> str:
    """Return the text; raise TypeError for anything but nodes, tuples, dataclasses, rationals, ints,
    strings and truth values.

    ``lasting``: the same in every process, since types are given by their names.  No seal is over such a text.
    """
    told: list[str] = []
    first: dict[int, int] = {}
    todo = [value]
    while todo:
        item = todo.pop()
        kind = type(item)
        if kind is tuple:
            told.append(f"tuple {len(item)}")  # type: ignore[arg-type]
            todo += item[::-1]  # type: ignore[index]
            continue
        own = _known.get(id(kind))
        if own is None:
            if id(kind) in PLAIN:
                told.append(f"{kind.__name__} {item!r}")
                continue
            own = _known[id(kind)] = _parts(kind)
        _, is_node, header, names, lasting_header = own
        if is_node:
            place = first.get(id(item))
            if place is not None:
                told.append(f"again {place}")
                continue
            first[id(item)] = len(first)
        told.append(lasting_header if lasting else header)
        for name in names:
            todo.append(getattr(item, name))
    return "\n".join(told)
