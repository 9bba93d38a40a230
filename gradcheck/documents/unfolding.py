"""Unfolds the functions that a document defines: f(u) is the body of f(x) := ... with u for x, tree by tree.

A name must not come to mean something else on the way: where a sum in the body would bind a name of the argument, or a
sum around the call a name of the body, the call is refused.  ``f'(x)`` is the derivative by the name x.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from gradcheck.documents.scope import Said
from gradcheck.language.notation.tree import (
    Binder,
    Call,
    Defining,
    Differential,
    Group,
    Item,
    Joined,
    Name,
    Number,
    Operator,
    Precedence,
    Prime,
    Quantified,
    Script,
    Tree,
    bare,
    pieces,
)

MAX_PIECES = 5_000  # of a formula whose functions are unfolded
MAX_DEPTH = 30


class Captured(Exception):
    """A call that cannot be unfolded: why, and where."""

    def __init__(self, message: str, tree: Tree) -> None:
        super().__init__(message)
        self.message, self.tree = message, tree


@dataclass(frozen=True)
class Function:
    """A function that is defined: its parameters and its body."""

    name: str
    parameters: tuple[str, ...]
    body: Tree
    is_indexed: bool = False


def function_of(tree: Tree) -> Function | None:
    """Return the function that f(x) := body defines, or s_i := body; None of any other definition."""
    if not isinstance(tree, Defining):
        return None
    left = bare(tree.left)
    if isinstance(left, Call):
        base, arguments = left.function, left.arguments
    elif isinstance(left, Script):
        base, arguments = left.base, left.indices
    else:
        return None
    names = [bare(argument) for argument in arguments]
    parameters = tuple(name.text for name in names if isinstance(name, Name))
    name = name_of(base)
    if len(parameters) < len(names) or len(set(parameters)) < len(names) or not names or not name:
        return None
    return Function(name, parameters, tree.right, is_indexed=isinstance(left, Script))


def name_of(tree: Tree) -> str:
    """Return the name of a function, f or \\sigma_{tan}; an index of one letter is no part of it."""
    if isinstance(tree, Script) and isinstance(tree.base, Name) and len(tree.indices) == 1:
        index = bare(tree.indices[0])
        is_word = (isinstance(index, Name) and len(index.text) > 1) or isinstance(index, Number)
        return f"{tree.base.text}_{index.text}" if is_word else ""  # type: ignore[attr-defined]
    return tree.text if isinstance(tree, Name) else ""


def functions_in(known: Iterable[Said]) -> dict[str, Function]:
    """Return the functions that are defined among what is known."""
    made = (function_of(one.item.content) for one in known if one.kind == "function")
    return {function.name: function for function in made if function is not None}


def unfold(tree: Tree, functions: Mapping[str, Function]) -> Tree:
    """Return the tree with all calls of these functions unfolded; Captured where that would change a meaning."""
    return _Unfolding(functions).tree(tree, frozenset(), 0) if functions else tree


def unfold_item(item: Item, functions: Mapping[str, Function]) -> Item:
    """Return an item with the calls in it unfolded."""
    return replace(item, content=unfold(item.content, functions)) if functions else item


class _Unfolding:
    def __init__(self, functions: Mapping[str, Function]) -> None:
        self.functions = functions
        self.count = 0

    def tree(self, tree: Tree, bound: frozenset[str], depth: int) -> Tree:
        """Unfold the calls in a tree; ``bound`` are the names that signs around it bind."""
        self.count += 1
        if self.count > MAX_PIECES or depth > MAX_DEPTH * 10:
            raise Captured(f"with its functions unfolded the formula has more than {MAX_PIECES:,} parts", tree)
        if isinstance(tree, Call):
            function, order = self.called(tree)
            if function is not None and not function.is_indexed:
                return self.call(tree, tree.arguments, function, order, bound, depth)
            factor = self.member(tree.function)
            if factor and len(tree.arguments) == 1:  # s_i(1 - s_i)
                argument = tree.arguments[0]
                parts = (tree.function, Group(argument.start, argument.end, argument))
                between = (Operator(tree.function.end, tree.function.end, ""),)
                return self.tree(Joined(tree.start, tree.end, Precedence.PRODUCT, parts, between), bound, depth)
        if isinstance(tree, Script) and isinstance(tree.base, Name):
            function = self.functions.get(tree.base.text)
            if function is not None and function.is_indexed:
                return self.call(tree, tree.indices, function, 0, bound, depth)
        if isinstance(tree, Differential) and not tree.variables:
            tree = self.gradient(tree)
        inside = bound | _binds(tree)
        fields: dict[str, Any] = {
            name: self.field(getattr(tree, name), inside, depth + 1) for name in tree.__dataclass_fields__
        }
        return type(tree)(**fields)

    def gradient(self, tree: Differential) -> Differential:
        """Return ∇ f(w) of a function that the document defines as the gradient by w; others stay as they are."""
        inner = bare(tree.body)
        if not isinstance(inner, Call) or len(inner.arguments) != 1 or self.called(inner)[0] is None:
            return tree
        variable = bare(inner.arguments[0])
        return replace(tree, variables=(variable,)) if isinstance(variable, Name) else tree

    def member(self, tree: Tree) -> bool:
        """Whether a tree is a name with indices that the document defines so."""
        function = (
            self.functions.get(tree.base.text) if isinstance(tree, Script) and isinstance(tree.base, Name) else None
        )
        return function is not None and function.is_indexed

    def field(self, value: object, bound: frozenset[str], depth: int) -> object:
        if isinstance(value, Tree):
            return self.tree(value, bound, depth)
        if isinstance(value, tuple):
            return tuple(self.field(part, bound, depth) for part in value)
        return value

    def called(self, tree: Call) -> tuple[Function | None, int]:
        """Return the function that is called, and how often it is derived."""
        inner: Tree = tree.function
        order = 0
        if isinstance(inner, Prime):
            order, inner = inner.order, inner.base
        return self.functions.get(name_of(inner)), order

    def call(
        self, tree: Tree, given: tuple[Tree, ...], function: Function, order: int, bound: frozenset[str], depth: int
    ) -> Tree:
        """Return the body with these arguments or indices."""
        if len(given) != len(function.parameters):
            count = len(function.parameters)
            raise Captured(f"{function.name} was defined with {count} argument{'s' * (count > 1)} or indices", tree)
        if depth > MAX_DEPTH * 5:
            raise Captured(f"the definition of {function.name} leads back to itself", tree)
        arguments = [self.tree(argument, bound, depth + 1) for argument in given]
        values = dict(zip(function.parameters, arguments, strict=True))
        own = _names(function.body) - set(function.parameters)
        if own & bound:
            raise Captured(f"{min(own & bound)} is bound here, and means something else in {function.name}", tree)
        for piece in pieces(function.body):
            taken = _binds(piece)
            caught = taken & {name for value in values.values() for name in _names(value)}
            derived = _derives(piece) & values.keys() - _same(values)
            if caught or taken & values.keys() or derived:
                name = min(caught or taken or derived)
                raise Captured(f"{name} is bound in the definition of {function.name}; use another letter", tree)
        body = self.tree(_put(function.body, values), bound, depth + 5)
        place: dict[str, Any] = {"start": tree.start, "end": tree.end}
        if not order:
            return Group(**place, inner=body)
        variable = bare(arguments[0])
        if len(arguments) > 1 or not isinstance(variable, Name):
            raise Captured(f"a derivative of {function.name} is read at a name, as in {function.name}'(x)", tree)
        by = tuple(Name(tree.start, tree.end, variable.text) for _ in range(order))
        slope = Differential(**place, word=Operator(tree.start, tree.start, "d"), variables=by,
                               body=Group(**place, inner=body))  # fmt: skip
        return Group(**place, inner=slope)


def _same(values: Mapping[str, Tree]) -> set[str]:
    """Return the parameters whose argument is a name, and that name where it is the parameter itself."""
    return {name for name, value in values.items() if isinstance(bare(value), Name) and bare(value).text == name}  # type: ignore[attr-defined]


def _names(tree: Tree) -> set[str]:
    return {piece.text for piece in pieces(tree) if isinstance(piece, Name)}


def _binds(tree: Tree) -> frozenset[str]:
    """Return the names that a sign binds in its body."""
    if isinstance(tree, Binder):
        return frozenset(_names(tree.variable))
    if isinstance(tree, Quantified):
        return frozenset(name for item in tree.items for name in _names(item))
    if isinstance(tree, Call) and len(tree.arguments) > 1 and tree.name in CALLED_BINDERS:
        return frozenset(_names(tree.arguments[1]))
    return frozenset()


def _derives(tree: Tree) -> frozenset[str]:
    """Return the names by which a sign derives; they mean the same inside and outside."""
    if isinstance(tree, Differential):
        return frozenset(name for variable in tree.variables for name in _names(variable))
    if isinstance(tree, Call) and len(tree.arguments) > 1 and tree.name in DERIVING:
        return frozenset(_names(tree.arguments[1]))
    return frozenset()


CALLED_BINDERS = {"sum", "prod", "Sum", "Product", "product", "total", "integral", "limit", "sup", "inf"}
DERIVING = {"d", "diff", "grad", "gradient", "jacobian", "hessian"}


def _put(tree: Tree, values: Mapping[str, Tree]) -> Tree:
    """Return the tree with these trees for the names."""
    if isinstance(tree, Name):
        value = values.get(tree.text)
        return tree if value is None else Group(value.start, value.end, value)
    if isinstance(tree, Call) and isinstance(tree.function, Name):
        return replace(tree, arguments=tuple(_put(argument, values) for argument in tree.arguments))
    fields: dict[str, Any] = {}
    for name in tree.__dataclass_fields__:
        value = getattr(tree, name)
        fields[name] = _put_in(value, values)
    return type(tree)(**fields)


def _put_in(value: object, values: Mapping[str, Tree]) -> object:
    if isinstance(value, Tree):
        return _put(value, values)
    return tuple(_put_in(part, values) for part in value) if isinstance(value, tuple) else value
