"""Frozen data classes that are cheap to declare.

``dataclasses.dataclass(frozen=True)`` writes and compiles six methods for each class, which costs a third of a
millisecond a class in every process.  A record has the same fields, and shares its methods with all others.
``dataclasses.fields``, ``replace`` and ``asdict`` work on it; making one takes a little longer.
"""

from __future__ import annotations

from dataclasses import MISSING, Field, FrozenInstanceError, dataclass, field, fields
from typing import Any, NoReturn, TypeVar, dataclass_transform

Kind = TypeVar("Kind", bound=type)


@dataclass_transform(frozen_default=True, field_specifiers=(field,))
def record(cls: Kind) -> Kind:
    """Make the class a frozen data class: its annotations are its fields, ``__post_init__`` runs at the end."""
    dataclass(init=False, repr=False, eq=False)(cls)
    for name, method in SHARED.items():
        if name not in cls.__dict__ and getattr(cls, name) is getattr(object, name):
            setattr(cls, name, method)
    return cls


def _fields_of(cls: type[Any]) -> dict[str, Field[Any]]:
    found: dict[str, Field[Any]] = cls.__dataclass_fields__
    return found


def _init(self: Any, *values: Any, **named: Any) -> None:
    kinds = _fields_of(type(self))
    given = dict(zip(kinds, values, strict=False))
    if len(values) > len(kinds) or len(given | named) < len(given) + len(named) or not named.keys() <= kinds.keys():
        raise TypeError(f"{type(self).__name__} has the fields {', '.join(kinds)}, each to be given once")
    given.update(named)
    if named or len(given) < len(kinds):
        given = {name: given[name] if name in given else _default(self, kind) for name, kind in kinds.items()}
    vars(self).update(given)  # in the order of the fields
    finish = getattr(self, "__post_init__", None)
    if finish is not None:
        finish()


def _default(self: Any, kind: Field[Any]) -> Any:
    if kind.default is not MISSING:
        return kind.default
    if kind.default_factory is not MISSING:
        return kind.default_factory()
    raise TypeError(f"{type(self).__name__} needs a value for {kind.name}")


def _values(self: Any) -> tuple[Any, ...]:
    return tuple(getattr(self, name) for name in _fields_of(type(self)))


def _eq(self: Any, other: object) -> bool:
    return _values(self) == _values(other) if type(other) is type(self) else NotImplemented


def _hash(self: Any) -> int:
    return hash(_values(self))


def fields_shown(self: Any) -> str:
    """Return the class and its fields with their values."""
    shown = ", ".join(f"{one.name}={getattr(self, one.name)!r}" for one in fields(self) if one.repr)
    return f"{type(self).__qualname__}({shown})"


def _setattr(self: Any, name: str, value: object) -> NoReturn:
    raise FrozenInstanceError(f"cannot assign to field {name!r}")


def _delattr(self: Any, name: str) -> NoReturn:
    raise FrozenInstanceError(f"cannot delete field {name!r}")


SHARED = {
    "__init__": _init, "__eq__": _eq, "__hash__": _hash, "__repr__": fields_shown, "__setattr__": _setattr,
    "__delattr__": _delattr,
}  # fmt: skip
