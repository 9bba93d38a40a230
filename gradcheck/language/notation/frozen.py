"""Frozen data classes that are cheap to declare: those of the surface tree, of which there are many.

``dataclass(frozen=True, slots=True)`` writes and compiles its methods anew for each class, two milliseconds a class.
These share theirs.  ``dataclasses.fields`` and ``replace`` work on them.
"""

from __future__ import annotations

from dataclasses import MISSING, FrozenInstanceError, dataclass
from typing import Any, NoReturn, TypeVar, dataclass_transform

Kind = TypeVar("Kind", bound=type)


@dataclass_transform(frozen_default=True)
def frozen(cls: Kind) -> Kind:
    """Make the class a frozen data class: its annotations are its fields."""
    dataclass(init=False, repr=False, eq=False)(cls)
    for name, method in SHARED.items():
        setattr(cls, name, method)
    kinds: dict[str, Any] = cls.__dataclass_fields__  # type: ignore[attr-defined]
    cls._names = tuple(kinds)  # type: ignore[attr-defined]
    cls._defaults = {name: kind.default for name, kind in kinds.items() if kind.default is not MISSING}  # type: ignore[attr-defined]
    return cls


def _init(self: Any, *values: Any, **named: Any) -> None:
    names = self._names
    if named or len(values) != len(names):
        given = dict(zip(names, values, strict=False))
        whole = {**self._defaults, **given, **named}
        if len(values) > len(names) or given.keys() & named.keys() or whole.keys() != set(names):
            raise TypeError(f"{type(self).__name__} has the fields {', '.join(names)}, each to be given once")
        values = tuple(whole[name] for name in names)
    self.__dict__.update(zip(names, values, strict=True))


def _values(self: Any) -> tuple[Any, ...]:
    return tuple(self.__dict__[name] for name in self._names)


def _eq(self: Any, other: object) -> bool:
    return _values(self) == _values(other) if type(other) is type(self) else NotImplemented


def _hash(self: Any) -> int:
    return hash(_values(self))


def _repr(self: Any) -> str:
    return f"{type(self).__name__}({', '.join(f'{name}={self.__dict__[name]!r}' for name in self._names)})"


def _refuse(self: Any, name: str, value: object = None) -> NoReturn:
    raise FrozenInstanceError(f"cannot change the field {name!r}")


SHARED = {
    "__init__": _init, "__eq__": _eq, "__hash__": _hash, "__repr__": _repr, "__setattr__": _refuse,
    "__delattr__": _refuse,
}  # fmt: skip
