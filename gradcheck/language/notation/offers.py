"""The declarations that would make sense of a line: shapes worked out from how names are used.

``‖X w - y‖² >= 0`` makes no sense of numbers; with X in R^(n x d), w in R^d, y in R^n it does.  Each name that nobody
declares is tried as a number, a vector and a matrix, the most usual one for such a letter first, and the sides of what
it is added to, multiplied by or compared with are unified.  What comes out is offered in a message and never assumed.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from itertools import product
from typing import Any

from gradcheck.language.notation.elaborator import Family
from gradcheck.language.notation.tree import (
    Binder,
    Bracket,
    Call,
    Differential,
    Fenced,
    Group,
    Item,
    Joined,
    Marked,
    Name,
    Number,
    Power,
    Precedence,
    Quantified,
    Script,
    Signed,
    Tree,
    Within,
    bare,
    pieces,
)
from gradcheck.language.notation.words import CHANCE, INFINITE, NUMBERS, is_function, may_stand_beside
from gradcheck.language.syntax.names import LETTERS
from gradcheck.language.syntax.node import walk
from gradcheck.language.syntax.terms import Term, describe_shape
from gradcheck.language.syntax.widths import Here

MAX_NAMES = 6  # that are tried in all ways
Side = int | str | Term
Shape = tuple[Any, ...]  # of sides; a row begins with ROW
ROW = "row"
SCALARS = (
    "trace", "tr", "det", "norm", "sum", "mean", "var", "logsumexp", "max", "min", "operator_norm",
    "largest_eigenvalue", "smallest_singular_value", "lambda_max", "sigma_max", "sigma_min", "dot", "P", "Cov", "Corr",
    "KL", "entropy",
)  # fmt: skip
OF_VECTORS = ("softmax", "logsumexp", "mean", "var", "KL", "entropy")
OF_MATRICES = ("trace", "tr", "det", "inv", "inverse", "lambda_max", "largest_eigenvalue")


class MisfitError(Exception):
    """The shapes do not fit together."""


def offered_line(trees: Iterable[Tree], scope: Mapping[str, Any]) -> str:
    """Return declarations that would make sense of the trees, or an empty text."""
    trees = [tree.content if isinstance(tree, Item) else tree for tree in trees]
    claims = [tree for tree in trees if _is_claim(tree)]
    names = _candidates(claims, scope)
    if not names or len(names) > MAX_NAMES:
        return ""
    choices = sorted(product(range(3), repeat=len(names)), key=lambda ranks: _cost(names, ranks))
    for ranks in choices:
        if not any(ranks):
            continue
        solver = Solver(scope, dict(zip(names, ranks, strict=True)))
        try:
            for tree in claims:
                solver.claim(tree)
        except MisfitError:
            continue
        return solver.told()
    return ""


def _is_claim(tree: Tree) -> bool:
    inner = bare(tree)
    return isinstance(inner, Joined | Quantified | Within)


def _is_function(name: str) -> bool:
    """Whether the name is a function of the language or an activation."""
    from gradcheck.language.notation.activation_calls import activation_of  # loaded for an error alone

    return is_function(name) or activation_of(name) is not None


def _candidates(trees: list[Tree], scope: Mapping[str, Any]) -> list[str]:
    found: dict[str, None] = {}
    for tree in trees:
        bound = {bare(p.variable).text for p in pieces(tree) if isinstance(p, Binder) and isinstance(p.variable, Name)}  # type: ignore[attr-defined]
        for piece in pieces(tree):
            if isinstance(piece, Name):
                name = piece.text.partition("_")[0]
                known = name in scope or piece.text in scope or piece.text in bound
                if not known and not _is_function(name) and name not in NUMBERS and name not in (*INFINITE, "I", "T"):
                    found[name] = None
    return list(found)


def _cost(names: list[str], ranks: tuple[int, ...]) -> tuple[int, tuple[int, ...]]:
    """Return how unusual it is to call things so."""
    total = 0
    for name, rank in zip(names, ranks, strict=True):
        if name in LETTERS:
            total += (0, 4, 5)[rank]
        else:
            total += (2, 3, 0)[rank] if name[0].isupper() else (1, 0, 4)[rank]
    return total, ranks


class Solver:
    """The shapes of names of these ranks, with sides that are unified as they are used."""

    def __init__(self, scope: Mapping[str, Any], ranks: dict[str, int]) -> None:
        self.scope = scope
        self.same: dict[int, Side] = {}
        self.fresh = 0
        self.shapes: dict[str, Shape] = {name: tuple(self.side() for _ in range(rank)) for name, rank in ranks.items()}

    def side(self) -> int:
        self.fresh += 1
        return self.fresh

    def root(self, side: Side) -> Side:
        while isinstance(side, int) and side in self.same:
            side = self.same[side]
        return side

    def unify(self, left: Side, right: Side) -> None:
        left, right = self.root(left), self.root(right)
        if ROW in (left, right):
            raise MisfitError
        if left is right or left == right:
            return
        if isinstance(left, int):
            self.same[left] = right
        elif isinstance(right, int):
            self.same[right] = left
        else:
            raise MisfitError

    def alike(self, left: Shape, right: Shape) -> Shape:
        if len(left) != len(right) or (left[:1] == (ROW,)) != (right[:1] == (ROW,)):
            raise MisfitError
        for a, b in zip(left, right, strict=True):
            if a != ROW:
                self.unify(a, b)
        return left

    def claim(self, tree: Tree) -> None:
        inner = bare(tree)
        if isinstance(inner, Quantified):
            return self.claim(inner.body)
        if isinstance(inner, Within):
            return self.claim(inner.claim)
        if isinstance(inner, Joined) and inner.precedence < Precedence.RELATION:
            for part in inner.parts:
                self.claim(part)
            return None
        if isinstance(inner, Joined) and inner.precedence is Precedence.RELATION:
            self.together(inner.parts)
        return None

    def together(self, parts: tuple[Tree, ...]) -> Shape:
        """Return the one shape of summands or sides; a number may stand beside an array."""
        shapes = [(part, self.shape(part)) for part in parts]
        arrays = [shape for part, shape in shapes if not (isinstance(bare(part), Number) and not shape)]
        if not arrays:
            return ()
        for shape in arrays[1:]:
            self.alike(arrays[0], shape)
        return arrays[0]

    def shape(self, tree: Tree) -> Shape:
        inner = bare(tree)
        match inner:
            case Name(text=text):
                return self.name(text)
            case Signed(operand=operand):
                return self.shape(operand)
            case Joined(precedence=Precedence.SUM, parts=parts):
                return self.together(parts)
            case Joined(precedence=Precedence.PRODUCT):
                return self.product(inner)
            case Power(base=base, exponent=exponent):
                return self.power(base, exponent)
            case Marked(base=base):
                return self.transposed(self.shape(base))
            case Fenced(kind=kind, parts=parts):
                shape = self.shape(parts[0])
                if (kind == "norm") != bool(shape):
                    raise MisfitError
                return ()
            case Call():
                return self.call(inner)
            case Differential(variables=variables, body=body):
                shape = self.shape(body)
                for variable in variables:
                    shape = shape + self.shape(variable)
                return shape
            case Script() | Bracket():
                return self.entry(inner)
            case Binder(body=body):
                return self.shape(body)
        return ()

    def name(self, text: str) -> Shape:
        if text in self.shapes:
            return self.shapes[text]
        known = self.scope.get(text)
        if isinstance(known, Term):
            return known.shape
        if text == "I" and known is None:
            side = self.side()
            return (side, side)
        base = text.partition("_")[0]
        if base != text and (base in self.shapes or base in self.scope):
            shape = self.name(base)
            if shape and len(shape) != 1 and len(shape) != len(text) - len(base) - 1:
                raise MisfitError
        return ()

    def entry(self, tree: Script | Bracket) -> Shape:
        base = bare(tree.base)
        if isinstance(base, Name) and base.text in CHANCE and base.text not in self.scope:
            return self.shape(tree.indices[0])
        if isinstance(base, Fenced):
            return self.shape(base)
        if isinstance(base, Name) and isinstance(self.scope.get(base.text), Family):
            family: Family = self.scope[base.text]
            return family.sides
        if len(self.shape(tree.base)) != len(tree.indices):
            raise MisfitError
        return ()

    def transposed(self, shape: Shape) -> Shape:
        if not shape:
            raise MisfitError
        if shape[0] == ROW:
            return shape[1:]
        return (ROW, *shape) if len(shape) == 1 else shape[::-1]

    def power(self, base: Tree, exponent: Tree) -> Shape:
        shape, mark = self.shape(base), bare(exponent)
        if isinstance(mark, Name) and mark.text == "T":
            return self.transposed(shape)
        if len(shape) == 2 and shape[0] != ROW:
            self.unify(*shape)
        return shape

    def call(self, call: Call) -> Shape:
        name = call.name
        if not _is_function(name) or name in self.scope:
            value = self.name(name) if name else ()
            return self.times(value, self.shape(call.arguments[0]), "") if call.arguments else value
        shapes = [self.shape(argument) for argument in call.arguments]
        if not shapes:
            return ()
        first = shapes[0]
        if name in ("I", "eye", "identity", "ones", "zeros"):
            if any(shapes):
                raise MisfitError
            return (self.side(),) * 2 if name in ("I", "eye", "identity") else tuple(self.side() for _ in shapes)
        if name in ("d", "diff", "grad", "gradient", "jacobian", "hessian", "Derivative"):
            last = shapes[1] if len(shapes) > 1 else ()
            return first + last * (2 if name == "hessian" else 1)
        if (name in OF_VECTORS and len(first) != 1) or (name in OF_MATRICES and len(first) != 2):
            raise MisfitError
        if name in OF_MATRICES:
            self.unify(*first)
        if name in SCALARS or len(shapes) > 1:
            return ()
        if name in ("diag", "transpose"):
            if not first:
                raise MisfitError
            return self.transposed(first) if name == "transpose" else first[:1] if len(first) == 2 else first * 2
        return first

    def product(self, tree: Joined) -> Shape:
        shape: Shape | None = None
        waiting = False
        for sign, part in zip(("*", *(one.text for one in tree.operators)), tree.parts, strict=True):
            inner = bare(part)
            if isinstance(inner, Name) and may_stand_beside(inner.text) and inner.text not in self.scope:
                waiting = True
                continue
            own = self.shape(Group(part.start, part.end, part))
            shape = own if shape is None else self.times(shape, own, "" if waiting else sign)
            waiting = False
        return shape or ()

    def times(self, left: Shape, right: Shape, sign: str) -> Shape:
        """Return the shape of a product."""
        if not left or not right:
            if sign == "/" and right:
                raise MisfitError
            if sign == "@":
                raise MisfitError
            return left or right
        if sign == "⊙":
            return self.alike(left, right)
        if sign in ("*", "/"):
            raise MisfitError
        if left[0] == ROW:
            if right[0] == ROW:
                raise MisfitError
            self.unify(left[1], right[0])
            return (ROW, right[1]) if len(right) == 2 else ()
        if right[0] == ROW:
            if len(left) != 1:
                raise MisfitError
            return (left[0], right[1])
        if sign == "" and len(left) == 1:
            raise MisfitError
        self.unify(left[-1], right[0])
        return left[:-1] + right[1:]

    def told(self) -> str:
        """Return the declarations in words."""
        letters = iter([c for c in "ndmkpqrs" if c not in self.scope and c not in self.shapes])
        called: dict[Side, str] = {}

        def name_of(side: Side) -> str:
            root = self.root(side)
            if root not in called:
                called[root] = (
                    next(letters, "l")
                    if not isinstance(root, Term) or any(isinstance(part, Here) for part in walk(root))
                    else describe_shape((root,))
                )
            return called[root]

        found: dict[str, list[str]] = {}
        for name, shape in sorted(self.shapes.items(), key=lambda item: -len(item[1])):
            if shape:
                sides = [name_of(side) for side in shape]
                written = f"R^{sides[0]}" if len(sides) == 1 else f"R^({' x '.join(sides)})"
                found.setdefault(written, []).append(name)
        return ", ".join(f"{', '.join(names)} in {written}" for written, names in found.items())
