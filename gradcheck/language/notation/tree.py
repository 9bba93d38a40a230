"""The surface tree of a formula: what was written and where, before it has a meaning.

    statement = formula item*                     item = formula | declaration, with the word that opens it
    formula   = number | name | (formula) | sign formula | formula ** formula | function(formula, ...)
              | formula (op formula)+             for the operators of one precedence
              | formula_index | formula[index, ...] | formula' | formula.T | |formula| | [a, b; c, d]
              | binder body | d/dx body | for all names: claim | claim within number | claim as name -> point

``start`` and ``end`` are places in the source, as of a slice.  Parentheses are nodes, so the tree alone distinguishes
a sum in a sum from one longer sum.  Whatever reads a notation makes such a tree; ``elaboration`` gives it a meaning.
Names are in ASCII, Greek letters spelled out, and words are those of the text notation, in every notation.
"""

from __future__ import annotations

from enum import IntEnum

from gradcheck.language.notation.frozen import frozen

MAX_NESTING = 100  # of parentheses, and of operations and calls


class Precedence(IntEnum):
    """How tightly an operator binds, the loosest first."""

    IFF, IMPLIES, OR, AND, RELATION, SUM, PRODUCT, SIGN, POWER = range(1, 10)


@frozen
class Tree:
    """A piece of a formula, at ``source[start:end]``."""

    start: int
    end: int

    def children(self) -> tuple[Tree, ...]:
        """Return the pieces that it consists of, in the order in which they were written."""
        return ()


@frozen
class Number(Tree):
    """A literal without sign; ``text`` is what ``Fraction`` takes: ``12``, ``0.5``, ``1e-9``."""

    text: str


@frozen
class Name(Tree):
    """A name, Greek letters spelled out; nothing says yet whether it stands for anything."""

    text: str


@frozen
class Styled(Name):
    """A name that is written in a font or with an accent, as in LaTeX.

    ``text`` is the name without its font, and with its accent behind it: ``y_hat``.  ``font`` is bf, bb, cal, frak, rm,
    sf, tt or it, or empty; two names that differ in the font alone are one name unless both are declared.
    """

    font: str = ""


@frozen
class Operator(Tree):
    """An operator between two operands, the sign before one, or the mark behind one.

    Of products: ``*``, ``/``, ``@``, ``⊙`` (entry by entry), the empty text where factors stand side by side, and ``·``
    of LaTeX, which is ``*`` of numbers and ``@`` of arrays.
    """

    text: str


@frozen
class Group(Tree):
    """A formula in parentheses of its own."""

    inner: Tree

    def children(self) -> tuple[Tree, ...]:
        return (self.inner,)


@frozen
class Call(Tree):
    """A function before parentheses with arguments in them; a name, or ``sigmoid'``, ``T_n``, ``y[n]``.

    Whether it is a call or a product, x(1 - x), says the elaboration.
    """

    function: Tree
    arguments: tuple[Tree, ...]

    def children(self) -> tuple[Tree, ...]:
        return (self.function, *self.arguments)

    @property
    def name(self) -> str:
        """Return the name of the function, or an empty text where it is more than a name."""
        return self.function.text if isinstance(self.function, Name) else ""


@frozen
class Signed(Tree):
    """+ or - before an operand."""

    sign: Operator
    operand: Tree

    def children(self) -> tuple[Tree, ...]:
        return (self.sign, self.operand)


@frozen
class Power(Tree):
    """A base and its exponent: a**b**c is a to the power b**c."""

    base: Tree
    exponent: Tree

    def children(self) -> tuple[Tree, ...]:
        return (self.base, self.exponent)


@frozen
class Joined(Tree):
    """Two or more operands with operators of one precedence between them: a - b + c, a < b <= c, a => b => c."""

    precedence: Precedence
    parts: tuple[Tree, ...]
    operators: tuple[Operator, ...]  # one fewer than parts

    def children(self) -> tuple[Tree, ...]:
        found: list[Tree] = [self.parts[0]]
        for operator, part in zip(self.operators, self.parts[1:], strict=True):
            found += (operator, part)
        return tuple(found)


@frozen
class Script(Tree):
    """A base with a subscript of one or more indices: v_t, v_(t-1), X_(i, j), and the norm with a letter below it."""

    base: Tree
    indices: tuple[Tree, ...]

    def children(self) -> tuple[Tree, ...]:
        return (self.base, *self.indices)


@frozen
class Raised(Tree):
    """A base with marks above it that are no exponent, ``h^{(t)}``, ``w^*``, ``w^{\\text{new}}``: an index or a part of
    the name, which the elaboration must not take for a power.
    """

    base: Tree
    marks: tuple[Tree, ...]

    def children(self) -> tuple[Tree, ...]:
        return (self.base, *self.marks)


@frozen
class Conditional(Tree):
    """What stands before and behind a bar in arguments: ``x | y, z``; with ``‖`` of a divergence, ``q ‖ p``."""

    parts: tuple[Tree, ...]
    bar: Operator
    conditions: tuple[Tree, ...]

    def children(self) -> tuple[Tree, ...]:
        return (*self.parts, self.bar, *self.conditions)


@frozen
class Evaluated(Tree):
    """A formula at the values that equations give its variables: what stands before a bar with ``x = 0`` below it."""

    body: Tree
    values: tuple[Tree, ...]

    def children(self) -> tuple[Tree, ...]:
        return (self.body, *self.values)


@frozen
class Listed(Tree):
    """Several formulas with commas between them: a ``set`` in braces, or a ``tuple`` in parentheses."""

    kind: str
    parts: tuple[Tree, ...]

    def children(self) -> tuple[Tree, ...]:
        return self.parts


@frozen
class Dots(Tree):
    """An ellipsis among summands, factors, entries or elements."""


@frozen
class Bracket(Tree):
    """A base before square brackets: an entry v[i], X[i, :], a member, or a word such as E[...]."""

    base: Tree
    indices: tuple[Tree, ...]

    def children(self) -> tuple[Tree, ...]:
        return (self.base, *self.indices)


@frozen
class Slice(Tree):
    """All indices from one to another, ``2:n``; an end that is left out is that of the axis."""

    lower: Tree | None
    upper: Tree | None

    def children(self) -> tuple[Tree, ...]:
        return tuple(end for end in (self.lower, self.upper) if end is not None)


@frozen
class Prime(Tree):
    """A base with primes: a derivative f'', or a name such as x'."""

    base: Tree
    order: int

    def children(self) -> tuple[Tree, ...]:
        return (self.base,)


@frozen
class Marked(Tree):
    """A base with a mark behind it: ``T`` for a transpose, written X.T or Xᵀ; ``!`` for a factorial."""

    base: Tree
    mark: Operator

    def children(self) -> tuple[Tree, ...]:
        return (self.base, self.mark)


@frozen
class Fenced(Tree):
    """A formula between signs of its own: ``abs``, ``norm``, ``floor``, ``ceil``; of ``inner`` two, <u, v>."""

    kind: str
    parts: tuple[Tree, ...]

    def children(self) -> tuple[Tree, ...]:
        return self.parts


@frozen
class Rows(Tree):
    """A matrix that is written down, row by row; one row alone is a vector."""

    rows: tuple[tuple[Tree, ...], ...]

    def children(self) -> tuple[Tree, ...]:
        return tuple(cell for row in self.rows for cell in row)


@frozen
class Cases(Tree):
    """Values with the condition of each; the last may have none."""

    branches: tuple[tuple[Tree, Tree | None], ...]

    def children(self) -> tuple[Tree, ...]:
        return tuple(piece for branch in self.branches for piece in branch if piece is not None)


@frozen
class Binder(Tree):
    """A sign that binds a variable in what follows it.

    ``word`` is sum, prod, integral, limit, sup, inf, max or min; up and down are products of matrices in that order.
    ``lower`` and ``upper`` are its ends, or none; the point of a limit is ``lower``, and ``upper`` the name left or
    right if it is from one side.  ``domain`` is a set.
    """

    word: Operator
    variable: Tree
    lower: Tree | None
    upper: Tree | None
    domain: Tree | None
    body: Tree

    def children(self) -> tuple[Tree, ...]:
        rest = (self.lower, self.upper, self.domain, self.body)
        return (self.word, self.variable, *(piece for piece in rest if piece is not None))


@frozen
class Differential(Tree):
    """A derivative by each of the variables in turn: ``d/dx f``, ``∂²f/∂x²`` with x twice, ``∇_w L``.

    ``word`` is d, ∂ or ∇.
    """

    word: Operator
    variables: tuple[Tree, ...]
    body: Tree

    def children(self) -> tuple[Tree, ...]:
        return (self.word, *self.variables, self.body)


@frozen
class Quantified(Tree):
    """``for all`` or ``exists``, with items for its variables (names, declarations, relations), before a claim."""

    word: Operator  # all or exists
    items: tuple[Tree, ...]
    body: Tree

    def children(self) -> tuple[Tree, ...]:
        return (self.word, *self.items, self.body)


@frozen
class Within(Tree):
    """A claim with ≈ and how far apart its sides may be: ``f ≈ g within 0.005``."""

    claim: Tree
    tolerance: Tree

    def children(self) -> tuple[Tree, ...]:
        return (self.claim, self.tolerance)


@frozen
class Tending(Tree):
    """A claim with O(...) and what it is about: ``f = O(g) as n -> oo``."""

    claim: Tree
    variable: Tree
    point: Tree

    def children(self) -> tuple[Tree, ...]:
        return (self.claim, self.variable, self.point)


@frozen
class Space(Tree):
    """The arrays of some sides over a set of numbers: ``R^n``, ``R^(n x d)``."""

    field: Tree
    sides: tuple[Tree, ...]

    def children(self) -> tuple[Tree, ...]:
        return (self.field, *self.sides)


@frozen
class Interval(Tree):
    """The numbers between two ends, ``[0, 1)``; with ``whole`` the integers, ``1..n``."""

    lower: Tree
    upper: Tree
    lower_open: bool = False
    upper_open: bool = False
    whole: bool = False

    def children(self) -> tuple[Tree, ...]:
        return (self.lower, self.upper)


@frozen
class Declaration(Tree):
    """Names, or patterns such as g_t, and what they are.

    ``sort`` is a word (``n, m in naturals``, ``d dimension``), a Space, or an Interval; ``words`` say more of it:
    ``A in R^(n x n) symmetric``.
    """

    names: tuple[Tree, ...]
    sort: Tree
    words: tuple[Name, ...] = ()

    def children(self) -> tuple[Tree, ...]:
        return (*self.names, self.sort, *self.words)


@frozen
class Property(Tree):
    """Names and words for what they are, in their order: ``A positive definite``, ``X, Y independent``."""

    names: tuple[Tree, ...]
    words: tuple[Name, ...]

    def children(self) -> tuple[Tree, ...]:
        return (*self.names, *self.words)


@frozen
class Signature(Tree):
    """Functions from sets to a set: ``f, g: R -> R differentiable 2``."""

    names: tuple[Tree, ...]
    sources: tuple[Tree, ...]
    target: Tree
    words: tuple[Tree, ...] = ()

    def children(self) -> tuple[Tree, ...]:
        return (*self.names, *self.sources, self.target, *self.words)


@frozen
class Distributed(Tree):
    """Random names and their law: ``R ~ Bernoulli(p) iid like X``, ``q, k ~ iid(mean 0, variance 1) in R^d``."""

    names: tuple[Tree, ...]
    law: Tree
    words: tuple[Name, ...] = ()
    like: Tree | None = None
    space: Tree | None = None

    def children(self) -> tuple[Tree, ...]:
        rest = tuple(piece for piece in (self.like, self.space) if piece is not None)
        return (*self.names, self.law, *self.words, *rest)


@frozen
class Defining(Tree):
    """A name or pattern and what it stands for, ``name := term``; an equation may be one too, says the elaboration."""

    left: Tree
    right: Tree

    def children(self) -> tuple[Tree, ...]:
        return (self.left, self.right)


@frozen
class Item(Tree):
    """What follows a claim: a declaration, a definition or an assumption.

    ``word`` is where, given, for, if or ``;``, whichever was written last; ``names`` stand before a relation that
    holds for each of them, as in ``x, y > 0``.
    """

    word: str
    content: Tree
    names: tuple[Tree, ...] = ()

    def children(self) -> tuple[Tree, ...]:
        return (*self.names, self.content)


def bare(tree: Tree) -> Tree:
    """Return the tree without the parentheses around it."""
    while isinstance(tree, Group):
        tree = tree.inner
    return tree


def pieces(tree: Tree) -> tuple[Tree, ...]:
    """Return the tree and everything in it, each node before its children; those of the last trees are kept."""
    known = _kept.get(id(tree))
    if known is not None:  # a kept tree lives, so no other one has its number
        return known
    found: list[Tree] = []
    todo = [tree]
    pop, take = todo.pop, found.append
    while todo:
        piece = pop()
        take(piece)
        todo += piece.children()[::-1]
    if len(_kept) >= MOST_KEPT:
        _kept.clear()
    _kept[id(tree)] = made = tuple(found)
    return made


MOST_KEPT = 500
_kept: dict[int, tuple[Tree, ...]] = {}  # by the number of the tree, which is the first of its pieces
