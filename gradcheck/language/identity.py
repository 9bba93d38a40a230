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
        elif isinstance(item, Node):
            if id(item) in first:
                told.append(f"again {first[id(item)]}")
                continue
            first[id(item)] = len(first)
            told.append(f"{kind.__qualname__} {id(kind)} {len(item.fields)}")
            todo += [getattr(item, name) for name in reversed(item.fields)]
        elif kind is tuple:
            told.append(f"tuple {len(item)}")  # type: ignore[arg-type]
            todo += reversed(item)  # type: ignore[call-overload]
        elif is_dataclass(kind):
            own = fields(kind)
            told.append(f"{kind.__qualname__} {id(kind)} {len(own)}")
            todo += [getattr(item, field.name) for field in reversed(own)]
        else:
            raise TypeError(f"{kind.__name__} is no part of a statement or a proof")
    return "\n".join(told)
