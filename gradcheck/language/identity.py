"""A text that two values share exactly when they are the same: what a seal over a statement is computed from.

``repr`` will not do: what prints alike need not be alike (a name may be an imitation of a string), what is shared is
printed as often as it occurs, and what is deep is not printed at all.  Here every part says its type and how many
parts it has; a node that occurs again is a reference to where it occurred first.
"""

from __future__ import annotations

from dataclasses import fields, is_dataclass
from fractions import Fraction

from gradcheck.language.node import Node

PLAIN = (int, bool, str, bytes, type(None), Fraction)
_known: dict[int, tuple[type, str, tuple[str, ...]]] = {}  # by the id of a type that is kept here, and so keeps its id


def _parts(kind: type) -> tuple[type, str, tuple[str, ...]]:
    """The type, what it says of itself, and its fields, the last first."""
    if issubclass(kind, Node):
        names = kind.fields
    elif is_dataclass(kind):
        names = tuple(field.name for field in fields(kind))
    else:
        raise TypeError(f"{kind.__name__} is no part of a statement or a proof")
    return kind, f"{kind.__qualname__} {id(kind)} {len(names)}", tuple(reversed(names))


def structure(value: object) -> str:
    """The text; TypeError for what is no node, tuple, dataclass, rational, whole number, string or truth value."""
    told: list[str] = []
    first: dict[int, int] = {}
    todo = [value]
    while todo:
        item = todo.pop()
        kind = type(item)
        if kind in PLAIN:
            told.append(f"{kind.__name__} {item!r}")
        elif kind is tuple:
            told.append(f"tuple {len(item)}")  # type: ignore[arg-type]
            todo += item[::-1]  # type: ignore[index]
        else:
            own = _known.get(id(kind))
            if own is None:
                own = _known[id(kind)] = _parts(kind)
            _, header, names = own
            if isinstance(item, Node):
                if id(item) in first:
                    told.append(f"again {first[id(item)]}")
                    continue
                first[id(item)] = len(first)
            told.append(header)
            todo += [getattr(item, name) for name in names]
    return "\n".join(told)
