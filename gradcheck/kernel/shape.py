"""The shape of evidence: every field holds what its class declares, all the way down.

It is checked once, before any checker runs.  A checker may then rely on the annotations of the fields, and any
exception other than ``Rejected`` is a bug in the checker, no fault of the evidence.  Types are exact: no subclass of a
rule, no bool for an int.  Nodes are checked as well, since some of their constructors do not check their arguments;
one that was found sound is not checked again.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import fields, is_dataclass
from fractions import Fraction
from functools import cache
from types import NoneType, UnionType
from typing import Annotated, Any, Union, get_args, get_origin, get_type_hints

from gradcheck.kernel import evidence as rules
from gradcheck.kernel.evidence.rule import SCALAR, Evidence, Scalar
from gradcheck.kernel.rejection import Rejected
from gradcheck.language.syntax.arrays import Entry, OrderedProduct, is_integer
from gradcheck.language.syntax.node import Node
from gradcheck.language.syntax.propositions import Invertible, PositiveDefinite, Proposition
from gradcheck.language.syntax.terms import Extremum, Integral, Limit, Sum, Term, Where

Fits = Callable[[object, list[object]], bool]  # what is inside of a value that fits joins the list

PLAIN = (str, int, bool, Fraction, NoneType)
OWN = frozenset(getattr(rules, name) for name in rules.__all__)  # rules, and the data in them
CLOSER: dict[tuple[type, str], object] = {  # than what the classes of nodes declare, and their constructors look at
    (Where, "condition"): Proposition,
    **{(kind, end): Scalar for kind in (Sum, OrderedProduct, Integral, Extremum) for end in ("lo", "hi")},
    (Limit, "point"): Scalar,
}
WHOLE: dict[type, Callable[[Any], bool]] = {  # what the fields of a node are together
    Entry: lambda node: len(node.indices) == len(node.array.shape) > 0 and all(map(is_integer, node.indices)),
    Invertible: lambda node: _is_square(node.matrix),
    PositiveDefinite: lambda node: _is_square(node.matrix),
}
MISSING = object()
SOUND = "_sound"


def check_shape(value: object, wanted: Any = Evidence) -> None:
    """Raise Rejected unless the value is of the wanted type,
    and everything in it of the shape that its class declares.
    """
    todo, seen, nodes = list[object](), set[int](), list[Node]()
    if not fitting(wanted)(value, todo):
        raise Rejected(f"{type(value).__name__} is no {'rule of proof' if wanted is Evidence else spelled(wanted)}")
    while todo:
        item = todo.pop()
        if id(item) in seen:
            continue
        seen.add(id(item))
        kind: Any = type(item)
        if isinstance(item, Node):
            if SOUND in item.__dict__:
                continue
            nodes.append(item)
        for name, fits, declared in _fields(kind):
            held = getattr(item, name, MISSING)
            if not fits(held, todo):
                where = f"{kind.__name__}.{name}"
                raise Rejected(f"the evidence is malformed: {where} holds {type(held).__name__}, not {declared}")
        if kind in WHOLE and not WHOLE[kind](item):
            raise Rejected(f"the evidence is malformed: the parts of {kind.__name__} do not fit together")
    for node in nodes:
        object.__setattr__(node, SOUND, True)


@cache
def _fields(kind: Any) -> tuple[tuple[str, Fits, str], ...]:
    """Return the fields of a class of evidence or of nodes, with what each must hold."""
    hints = get_type_hints(kind, include_extras=True)
    names = kind.fields if issubclass(kind, Node) else tuple(field.name for field in fields(kind))
    declared = [(name, CLOSER.get((kind, name), hints[name])) for name in names]
    return tuple((name, fitting(wanted), spelled(wanted)) for name, wanted in declared)


@cache
def fitting(annotation: Any) -> Fits:
    """Return the test whether a value is of the annotated type; raise TypeError for an annotation of no known kind."""
    origin, parts = get_origin(annotation), get_args(annotation)
    if origin is Annotated and parts[1:] == (SCALAR,):
        inner = fitting(parts[0])
        return lambda value, todo: inner(value, todo) and getattr(value, "shape", None) == ()
    if origin in (Union, UnionType):
        choices = [fitting(part) for part in parts]
        return lambda value, todo: any(fits(value, todo) for fits in choices)
    if origin is tuple and parts[1:] == (...,):
        one = fitting(parts[0])
        return lambda value, todo: type(value) is tuple and all(one(part, todo) for part in value)
    if origin is tuple:
        each = [fitting(part) for part in parts]
        return lambda value, todo: (
            type(value) is tuple
            and len(value) == len(each)
            and all(fits(part, todo) for fits, part in zip(each, value, strict=True))
        )
    if annotation is Any:
        return fitting(Node)
    if annotation in PLAIN:
        return lambda value, _: type(value) is annotation
    if annotation is Evidence:
        return lambda value, todo: type(value) in OWN and isinstance(value, Evidence) and _noted(value, todo)
    if isinstance(annotation, type) and issubclass(annotation, Node):
        return lambda value, todo: isinstance(value, annotation) and is_own(type(value)) and _noted(value, todo)
    if isinstance(annotation, type) and is_dataclass(annotation) and annotation in OWN:
        return lambda value, todo: type(value) is annotation and _noted(value, todo)
    raise TypeError(f"no value is known to be of the type {annotation}")


def _noted(value: object, todo: list[object]) -> bool:
    todo.append(value)
    return True


def _is_square(matrix: Term) -> bool:
    return len(matrix.shape) == 2 and matrix.shape[0] is matrix.shape[1]


@cache
def is_own(kind: type) -> bool:
    """Whether the class of a node is one of the language's, and not an imitation or a base of others."""
    return kind.__module__.startswith("gradcheck.language.") and kind not in (Node, Term, Proposition)


def spelled(annotation: Any) -> str:
    """Return an annotation as it is written in the class."""
    if get_origin(annotation) is Annotated:
        return "a scalar term"
    return annotation.__name__ if isinstance(annotation, type) and not get_args(annotation) else str(annotation)
