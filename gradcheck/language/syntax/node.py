"""Interned, immutable tree nodes: the base of the whole language.

Two nodes built from equal fields are the same object, so structural equality is identity, hashing is O(1) and
a term with shared parts is a DAG that every traversal may memoise on ``id``.  A node never changes after it was
made: assigning to a field raises.  Pickling goes through the constructor, hence through the pool again.
"""

from __future__ import annotations

import inspect
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, ClassVar, dataclass_transform
from weakref import KeyedRef

Key = tuple[Any, ...]
_POOL: dict[Key, KeyedRef[Key, Any]] = {}
_RECENT: deque[Any] = deque(maxlen=20_000)  # nodes that are kept, since the same are often made again soon


class ShapeError(ValueError):
    """Terms whose shapes do not fit together."""


Tolerance = Callable[[type, Key, str], Any]
_tolerance: Tolerance | None = None


@contextmanager
def tolerating(tolerance: Tolerance) -> Iterator[None]:
    """Inside of this block, ``tolerance(class, fields, problem)`` may stand in for a node that is ill-typed.

    It is asked before a node is made (without a problem), and where the shapes do not fit; None leaves things as they
    are.  This is in force only while a module is loaded: a proof gets a ShapeError.
    """
    global _tolerance
    before, _tolerance = _tolerance, tolerance
    try:
        yield
    finally:
        _tolerance = before


def misfit(kind: type, values: Key, problem: str) -> Any:
    """Return the node that stands in for an ill-typed one; raise ShapeError if there is none."""
    found = None if _tolerance is None else _tolerance(kind, values, problem)
    if found is None:
        raise ShapeError(problem)
    return found


def _forget(known: KeyedRef[Key, Any], pool: dict[Key, KeyedRef[Key, Any]] = _POOL) -> None:
    """Remove a node that is no longer used from the pool, unless another has its place already."""
    if pool.get(known.key) is known:
        del pool[known.key]


@dataclass_transform(frozen_default=True, eq_default=False)
class Interned(type):
    """Metaclass whose call looks the fields up in the pool before it makes a node."""

    def __call__(cls, *values: Any, **named: Any) -> Any:
        names: tuple[str, ...] = cls.fields  # type: ignore[attr-defined]
        if named or len(values) != len(names):
            values = values + tuple(
                named.pop(name) if name in named else cls._default(name) for name in names[len(values) :]
            )
            if named:
                raise TypeError(f"{cls.__name__} has no field {sorted(named)[0]!r}")
        if _tolerance is not None and (known := _tolerance(cls, values, "")) is not None:
            return known
        values = cls.prepare(*values)  # type: ignore[attr-defined]
        key = (cls, *values)
        known = _POOL.get(key)
        node = None if known is None else known()
        if node is None:
            node = object.__new__(cls)  # type: ignore[arg-type]
            for name, value in zip(names, values, strict=True):
                object.__setattr__(node, name, value)
            object.__setattr__(node, "below", tuple(_nodes(values)))
            try:
                node.settle()
            except ShapeError as problem:
                if _tolerance is None:
                    raise
                return misfit(cls, values, str(problem))
            _POOL[key] = KeyedRef(node, _forget, key)
            _RECENT.append(node)
        return node

    def _default(cls, name: str) -> Any:
        try:
            return cls.__dict__[name]
        except KeyError:
            raise TypeError(f"{cls.__name__} needs the field {name!r}") from None


def _nodes(values: tuple[Any, ...]) -> Iterator[Node]:
    for value in values:
        if isinstance(value, Node):
            yield value
        elif isinstance(value, tuple):
            yield from (item for item in value if isinstance(item, Node))


def spelled(value: Any) -> str:
    """Return a node by its classes and fields, for what must not depend on a notation."""
    if isinstance(value, tuple):
        return f"({', '.join(map(spelled, value))}{',' * (len(value) == 1)})"
    if not isinstance(value, Node):
        return repr(value)
    return f"{type(value).__name__}({', '.join(spelled(getattr(value, name)) for name in value.fields)})"


class Node(metaclass=Interned):
    """Base of every term, proposition and law; fields are the annotations of the subclass, in order."""

    __slots__ = ("__dict__", "__weakref__")
    fields: ClassVar[tuple[str, ...]] = ()
    is_misfit: ClassVar[bool] = False  # stands for a term or statement whose parts do not fit together
    below: ClassVar[tuple[Node, ...]]  # set when a node is made; no field

    def __init_subclass__(cls) -> None:
        own = [name for name in inspect.get_annotations(cls) if not name.startswith("_")]
        cls.fields = tuple(own) if own else cls.fields

    @staticmethod
    def prepare(*values: Any) -> tuple[Any, ...]:
        """Convert and check the fields before the pool is asked; raises TypeError or ValueError."""
        return values

    def settle(self) -> None:
        """Compute derived attributes once, when the node is made."""

    def __setattr__(self, name: str, value: object = None) -> None:
        raise AttributeError(f"{type(self).__name__} is immutable; build a new one instead of setting {name!r}")

    __delattr__ = __setattr__

    def __reduce__(self) -> tuple[Any, ...]:
        return type(self), tuple(getattr(self, name) for name in self.fields)

    __repr__ = spelled  # until there is a notation (``printing.text``)

    def children(self) -> tuple[Node, ...]:
        """Return the nodes directly below this one, in field order."""
        return self.below


def walk(root: Node) -> Iterator[Node]:
    """Yield every node below ``root`` (itself included), each once, parents first."""
    seen: set[Node] = set()
    stack = [root]
    while stack:
        node = stack.pop()
        if node not in seen:
            seen.add(node)
            yield node
            stack.extend(node.below)
