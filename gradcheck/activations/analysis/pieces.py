"""The activations by name, and any formula in x, as smooth pieces.

A formula with abs, relu, max, where and their like is cut at the zeros of their arguments; on each open interval
between two cuts the function that applies there is put in, so a piece is smooth up to its ends.  Refuses (ValueError)
unknown names, formulas with other variables, and arguments of which the sign between the cuts is not shown.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise

from gradcheck.activations import registry
from gradcheck.activations.registry import Values
from gradcheck.activations.registry import X as X
from gradcheck.balls.branches import BRANCHES
from gradcheck.balls.exact import exact_jet
from gradcheck.balls.jets import jet
from gradcheck.balls.series import Undefined
from gradcheck.language.syntax.functions import unfold
from gradcheck.language.syntax.node import Node, walk
from gradcheck.language.syntax.propositions import Relation
from gradcheck.language.syntax.terms import Apply, Num, Term, Where, free_symbols
from gradcheck.search.covers.enclosure import NotFound, linear_root
from gradcheck.search.covers.univariate import Function


@dataclass(frozen=True)
class Piece:
    """The function on the open interval lo < x < hi."""

    lo: Fraction | None
    hi: Fraction | None
    term: Term

    @property
    def inside(self) -> Fraction:
        """Return a simple number of the interval."""
        if self.lo is None:
            return Fraction(0) if self.hi is None else self.hi - 1
        return self.lo + 1 if self.hi is None else (self.lo + self.hi) / 2


@dataclass(frozen=True)
class Activation:
    """A function of ``X``: its formula, its definition by simpler functions, and its pieces in order."""

    name: str
    formula: Term
    definition: Term
    pieces: tuple[Piece, ...]

    @property
    def cuts(self) -> tuple[Fraction, ...]:
        """Return the points between the pieces."""
        return tuple(piece.hi for piece in self.pieces if piece.hi is not None)

    def slope_at_cut(self, cut: Fraction) -> Fraction | None:
        """Return the derivative at a cut, where values and slopes of both pieces are rational and agree."""
        for before, after in pairwise(self.pieces):
            if before.hi == cut:
                try:
                    left, right = exact_jet(before.term, X, cut, 1), exact_jet(after.term, X, cut, 1)
                    value = exact_jet(self.formula, X, cut, 0)[0]
                except Undefined:
                    return None
                return left[1] if left == right and left[0] == value else None
        return None


def activation(name: str, values: Values | None = None) -> Activation:
    """Return the activation of a name or alias, with values for its parameters; ValueError with the nearest names."""
    found = registry.named(name, values)
    return of_formula(found.name, found.formula)


def of_formula(name: str, formula: Term) -> Activation:
    """Return the activation with this formula in x."""
    if formula.shape or free_symbols(formula) - {X}:
        others = ", ".join(sorted(s.name for s in free_symbols(formula) - {X}))
        raise ValueError(f"a formula for an activation is a scalar in x alone{f', without {others}' if others else ''}")
    cuts = sorted(_cuts(formula))
    ends: list[Fraction | None] = [None, *cuts, None]
    pieces = tuple(Piece(lo, hi, _resolve(formula, lo, hi, {})) for lo, hi in pairwise(ends))
    return Activation(name, formula, _definition(formula), _merged(formula, pieces))


def _merged(formula: Term, pieces: tuple[Piece, ...]) -> tuple[Piece, ...]:
    """Return the pieces with neighbours of one term joined,
    where the formula has the value of the term at the cut too.
    """
    found = [pieces[0]]
    for piece in pieces[1:]:
        before = found[-1]
        if before.term is piece.term and before.hi is not None and _takes_value(formula, piece.term, before.hi):
            found[-1] = Piece(before.lo, piece.hi, piece.term)
        else:
            found.append(piece)
    return tuple(found)


def _takes_value(formula: Term, term: Term, cut: Fraction) -> bool:
    try:
        return exact_jet(formula, X, cut, 0) == exact_jet(term, X, cut, 0)
    except Undefined:
        return False


def _definition(formula: Term) -> Term:
    opened = unfold(formula) if isinstance(formula, Apply) and len(formula.args) == 1 else None
    return formula if opened is None else opened


def _switches(node: Node) -> Term | None:
    """Return the term at whose zeros the node changes its branch."""
    if isinstance(node, Apply) and node.function in BRANCHES:
        return node.args[0]
    if isinstance(node, Apply) and node.function in ("max", "min"):
        return node.args[0] - node.args[1]
    if isinstance(node, Where) and isinstance(node.condition, Relation) and not node.condition.left.shape:
        return node.condition.left - node.condition.right
    return None


def _cuts(formula: Term) -> set[Fraction]:
    """Return the zeros of the arguments, innermost first, each linear at least between the cuts that are known already.

    Of an argument that is not linear there, only simple rational zeros are looked for.
    """
    found: set[Fraction] = set()
    for node in reversed(list(walk(formula))):
        argument = _switches(node)
        if argument is not None and X in free_symbols(argument):
            switched = any(_switches(inner) is not None for inner in walk(argument))
            root = None if switched else linear_root(argument, X)
            found |= {root} if root is not None else _cuts_between(argument, sorted(found))
    return found


def _simple_zeros(argument: Term) -> set[Fraction]:
    found = set()
    for k in range(-40, 41):
        try:
            if exact_jet(argument, X, Fraction(k, 4), 0)[0] == 0:
                found.add(Fraction(k, 4))
        except Undefined:
            continue
    return found


def _cuts_between(argument: Term, cuts: list[Fraction]) -> set[Fraction]:
    ends: list[Fraction | None] = [None, *cuts, None]
    found: set[Fraction] = set()
    for lo, hi in pairwise(ends):
        try:
            root = linear_root(_resolve(argument, lo, hi, {}), X, _inside(lo, hi))
        except ValueError:
            root = None
        if root is not None and (lo is None or root > lo) and (hi is None or root < hi):
            found.add(root)
    return found | _simple_zeros(argument)


def _inside(lo: Fraction | None, hi: Fraction | None) -> Fraction:
    if lo is None:
        return Fraction(7, 3) if hi is None else hi - 1
    return lo + 1 if hi is None else (lo + hi) / 2


def _resolve(term: Term, lo: Fraction | None, hi: Fraction | None, known: dict[Node, Node]) -> Term:
    """Return the term with the branches that apply on lo < x < hi."""

    def build(node: Node) -> Node:
        if not isinstance(node, Term) or X not in free_symbols(node):
            return node
        if node not in known:
            known[node] = rebuild(node)
        return known[node]

    def rebuild(node: Node) -> Node:
        argument = _switches(node)
        fields = [
            tuple(build(part) if isinstance(part, Node) else part for part in value)
            if isinstance(value, tuple)
            else build(value) if isinstance(value, Node) else value
            for value in (getattr(node, name) for name in node.fields)
        ]  # fmt: skip
        if argument is None:
            return type(node)(*fields)
        sign = _sign(build(argument), lo, hi)
        if isinstance(node, Where):
            taken = (
                (sign == 0 and node.condition.op in ("=", "<=", ">="))
                or (sign > 0 and node.condition.op in (">", ">=", "!="))
                or (sign < 0 and node.condition.op in ("<", "<=", "!="))
            )
            return build(node.then if taken else node.otherwise)
        if isinstance(node, Apply) and node.function in ("max", "min"):
            return build(node.args[0 if (sign > 0) == (node.function == "max") else 1])
        if not isinstance(node, Apply):
            raise ValueError("a branch of an unknown kind")
        if sign == 0:
            return Num(Fraction(0))
        right, left, _ = BRANCHES[node.function]
        inner = build(node.args[0])
        if not isinstance(inner, Term):
            raise ValueError("the argument of a function is a term")
        return right(inner) if sign > 0 else left(inner)

    result = build(term)
    if not isinstance(result, Term):
        raise ValueError("a formula is a term")
    return result


def _sign(argument: Node, lo: Fraction | None, hi: Fraction | None) -> int:
    if isinstance(argument, Term):
        for sign, op in ((1, ">"), (-1, "<"), (0, "=")):
            proof = Function(argument, X, lo, hi).prove(op, Fraction(0), budget=200)
            if not isinstance(proof, NotFound):
                return sign
    raise ValueError("the sign of an argument of abs, max or where is not known between the kinks")


def values_agree(left: Term, right: Term, points: tuple[Fraction, ...]) -> bool:
    """Whether two terms in x certainly differ at none of the points, as far as 200 bits show."""
    from gradcheck.balls.arithmetic import ball

    for point in points:
        try:
            a = jet(left, X, ball(point), 0, precision=200)[0]
            b = jet(right, X, ball(point), 0, precision=200)[0]
        except Undefined:
            continue
        if not a.overlaps(b):
            return False
    return True
