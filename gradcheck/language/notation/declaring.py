"""What follows a claim: declarations, definitions and assumptions, in any order.

Sorts come first, then shapes (a letter that is first met in a shape is a dimension), functions, laws, the members that
recurrences define, and definitions; what is left are assumptions.  ``name = term`` behind ``where`` defines the name if
nothing else declares it, and so does any other such item whose right side is an array; all other equations are assumed.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from gradcheck.language.notation.claims import NO_WORDS, stated_words
from gradcheck.language.notation.constructed import construct, is_constructed
from gradcheck.language.notation.elaboration import Elaboration
from gradcheck.language.notation.elaborator import Abbreviated, Deferred, Family, is_array_tree
from gradcheck.language.notation.laws import elaborate_law
from gradcheck.language.notation.prescan import bound_letters, integer_letters, letters_in_ends
from gradcheck.language.notation.recurrences import Pattern, Recurring, define_members, member_pattern, mentions
from gradcheck.language.notation.sets import conditions_of, sort_of
from gradcheck.language.notation.tree import (
    Bracket,
    Call,
    Declaration,
    Defining,
    Distributed,
    Interval,
    Item,
    Joined,
    Name,
    Number,
    Precedence,
    Prime,
    Property,
    Script,
    Signature,
    Space,
    Tree,
    bare,
    pieces,
)
from gradcheck.language.notation.words import FIELDS, SORTS, is_function
from gradcheck.language.syntax.arrays import Array, is_integer
from gradcheck.language.syntax.definitions import Definition
from gradcheck.language.syntax.node import walk
from gradcheck.language.syntax.propositions import Proposition
from gradcheck.language.syntax.random import RandomSequence, RandomVariable
from gradcheck.language.syntax.shorthand import ArbitraryFunction, ArbitraryMapping
from gradcheck.language.syntax.terms import Num, Shape, Symbol, Term
from gradcheck.language.syntax.widths import HERE

SMOOTH = 20  # how often a smooth function is taken to be differentiable
ORDERS = {"twice": 2, "differentiable": 1, "smooth": SMOOTH}


@dataclass
class Declared:
    """What the items of a line come to: assumptions, definitions, and the terms that names abbreviate."""

    given: list[Proposition] = field(default_factory=list)
    definitions: tuple[Definition, ...] = ()
    deferred: list[Deferred] = field(default_factory=list)


class Declaring:
    """Takes the items of a line into the scope of an elaboration."""

    def __init__(self, within: Elaboration, trees: list[Tree]) -> None:
        self.within, self.trees = within, trees
        self.items = [tree for tree in trees if isinstance(tree, Item)]
        spaces = (piece for tree in trees for piece in pieces(tree) if isinstance(piece, Space))
        self.sides = {one.text for space in spaces for one in pieces(space) if isinstance(one, Name)}
        within.bound = frozenset(bound_letters(trees))
        self.bound, self.letters = bound_letters(trees), integer_letters(trees, within.scope)
        self.scope = within.scope
        self.given = frozenset(within.scope)  # what was known before
        self.found = Declared()
        self.shapes: dict[str, tuple[Shape, Tree]] = {}
        self.assumed: list[tuple[Item, Tree]] = []
        self.conditions: list[tuple[Symbol, Tree]] = []
        self.recurring: list[Recurring] = []

    def declare(self) -> None:
        """Take all that declares or defines a name."""
        trees = [item.content for item in self.items]
        declarations = [tree for tree in trees if isinstance(tree, Declaration)]
        for one in declarations:
            if sort_of(one.sort) is not None:
                self.sorted(one)
        self.sides_of(trees)
        for one in declarations:
            if isinstance(one.sort, Space):
                self.shaped(one)
            elif sort_of(one.sort) is None:
                hint = "a range is written 0 < x < 1"
                word = "a sort is naturals, integers, dimensions or reals"
                raise self.within.error("GC414", word, one.sort, hint)
        for tree in trees:
            if isinstance(tree, Property):
                self.described(tree)
            elif isinstance(tree, Signature):
                self.function(tree)
        self.sort_out()
        for tree in trees:
            if isinstance(tree, Distributed):
                self.distributed(tree)
        for name, (shape, where) in self.shapes.items():
            self.put(name, Array(name, shape), where)
        self.bounding()

    def bounding(self) -> None:
        """Declare the letters that nothing else declares and that bound a sum or a range: natural numbers."""
        for name, word in letters_in_ends(self.trees).items():
            if name not in self.scope and name not in self.bound and "_" not in name and not is_function(name):
                self.scope[name] = Symbol(name, "natural")
                self.within.undeclared.add(name)
                self.within.remark(f"{name} is a natural number: it bounds a {word}")

    def put(self, name: str, meaning: object, tree: Tree) -> None:
        """Give a name its meaning; it has none or the same so far."""
        if self.scope.setdefault(name, meaning) != meaning:
            raise self.within.error("GC414", f"{name} already has another sort", tree)

    def sorted(self, tree: Declaration) -> None:
        """Declare numbers of a sort: names, members such as g_t, and widths n_k in dimensions."""
        kind = sort_of(tree.sort) or "real"
        for name in tree.names:
            plain = self.plain(name)
            if plain:
                symbol = Symbol(plain, kind)
                self.put(plain, symbol, name)
                if isinstance(bare(tree.sort), Interval):
                    self.conditions.append((symbol, tree.sort))
                continue
            base, parameters = self.base_of(name)
            if kind not in ("real", "dimension"):
                raise self.within.error("GC414", f"the members of {base} are real numbers", tree.sort)
            self.put(base, Family(base, is_width=kind == "dimension", parameters=parameters), name)
        self.words_of(tree.names, tree.words)

    def plain(self, tree: Tree) -> str:
        """Return the name that is declared; an empty text for a pattern such as g_t, which stands for all members."""
        inner = bare(tree)
        if isinstance(inner, Prime) and isinstance(inner.base, Name):
            return inner.base.text + "'" * inner.order
        if isinstance(inner, Script) and isinstance(inner.base, Name) and len(inner.indices) == 1:
            mark = bare(inner.indices[0])
            if isinstance(mark, Number) and mark.text.isdecimal():
                return f"{inner.base.text}_{mark.text}"
        if not isinstance(inner, Name):
            return ""
        base, _, index = inner.text.rpartition("_")
        is_letter = bool(base) and len(index) == 1 and index.isalpha()
        is_index = index in self.bound or (index in self.letters and index not in self.sides)
        is_pattern = is_letter and (is_index or self.has_other_members(base, index))
        return "" if is_pattern else inner.text

    def has_other_members(self, base: str, index: str) -> bool:
        """Whether another member of the same sequence occurs; if not, g_t alone is a name like any other."""
        for tree in self.trees:
            for one in pieces(tree):
                if isinstance(one, Script | Bracket) and isinstance(one.base, Name) and one.base.text == base:
                    return True
                if isinstance(one, Name) and one.text.startswith(f"{base}_"):
                    other = one.text[len(base) + 1 :]
                    if other != index and (other.isdecimal() or other in self.letters):
                        return True
        return False

    def base_of(self, tree: Tree) -> tuple[str, int | None]:
        """Return the name of which a pattern has a member, and the number of its arguments: g_t, g[t], y[k](x)."""
        inner = bare(tree)
        if isinstance(inner, Name) and "_" in inner.text:
            return inner.text.rpartition("_")[0], None
        if isinstance(inner, Script | Bracket) and isinstance(inner.base, Name) and len(inner.indices) == 1:
            return inner.base.text, None
        if isinstance(inner, Call) and isinstance(inner.function, Script | Bracket):
            return self.base_of(inner.function)[0], len(inner.arguments)
        raise self.within.error("GC414", "a declaration lists names", tree, "as in  n, m in naturals, or  g_t in R^n")

    def sides_of(self, trees: list[Tree]) -> None:
        """Declare the letters that are first met in a shape."""
        for tree in trees:
            for space in pieces(tree):
                if not isinstance(space, Space):
                    continue
                for side in space.sides:
                    for name in pieces(side):
                        if isinstance(name, Name) and name.text not in self.scope and not _is_called(side, name):
                            self.scope[name.text] = Symbol(name.text, "dimension")

    def index_of(self, tree: Tree) -> str:
        """Return the letter of a pattern."""
        inner = bare(tree)
        if isinstance(inner, Call):
            inner = bare(inner.function)
        if isinstance(inner, Name):
            return inner.text.rpartition("_")[2]
        mark = bare(inner.indices[0]) if isinstance(inner, Script | Bracket) else inner
        return mark.text if isinstance(mark, Name) else ""

    def shape_of(self, space: Space, index: str = "") -> Shape:
        """Return the sides of an array, which may depend on the index of a member."""
        if not isinstance(space.field, Name) or FIELDS.get(space.field.text) != "real":
            raise self.within.error("GC414", "arrays have real entries", space, "as in  X in R^(n x d)")
        if len(space.sides) > 2:
            raise self.within.error("GC414", "an array is a vector or a matrix", space, "as in  X in R^(n x d)")
        outer = self.within.scope
        self.within.scope = outer | {index: HERE} if index else outer
        try:
            sides = tuple(self.within.term(side) for side in space.sides)
        finally:
            self.within.scope = outer
        for side, tree in zip(sides, space.sides, strict=True):
            if side.shape or not is_integer(side) or (isinstance(side, Num) and side.value < 0):
                hint = "a side is a number or a name such as n"
                raise self.within.error("GC414", "a side of an array is no whole number", tree, hint)
        return sides

    def shaped(self, tree: Declaration) -> None:
        """Declare arrays, and sequences of them."""
        space = tree.sort
        if not isinstance(space, Space):
            return
        for name in tree.names:
            plain = self.plain(name)
            if plain:
                shape = self.shape_of(space)
                if plain in self.scope or self.shapes.get(plain, (shape, name))[0] != shape:
                    raise self.within.error("GC414", f"{plain} already has another sort", name)
                self.shapes[plain] = shape, name
            else:
                base, parameters = self.base_of(name)
                shape = self.shape_of(space, self.index_of(name))
                self.put(base, Family(base, shape, parameters=parameters), name)
        self.words_of(tree.names, tree.words)

    def words_of(self, names: tuple[Tree, ...], words: tuple[Name, ...]) -> None:
        """Note what the words behind a declaration say."""
        if words:
            self.assumed.append((Item(names[0].start, words[-1].end, "where", Property(
                names[0].start, words[-1].end, names, words)), names[0]))  # fmt: skip

    def described(self, tree: Property) -> None:
        """Take words that say what names are; a name alone is a real number."""
        words = [word.text for word in tree.words]
        if len(words) == 1 and words[0] in SORTS:
            self.sorted(Declaration(tree.start, tree.end, tree.names, tree.words[0]))

    def function(self, tree: Signature) -> None:
        """Declare arbitrary functions of numbers and arrays."""
        ends = (*tree.sources, tree.target)
        for end in ends:
            if not isinstance(end, Space) and (sort_of(end) != "real" or isinstance(end, Interval)):
                hint = "as in  f: R -> R differentiable, L: R^n x R -> R"
                raise self.within.error(
                    "GC414", "a function is of real numbers and arrays, with such values", end, hint
                )
        *shapes, sides = (self.shape_of(end) if isinstance(end, Space) else () for end in ends)
        order = 0
        for word in tree.words:
            if isinstance(word, Number):
                order = int(word.text) if word.text.isdecimal() else 0
            elif isinstance(word, Name) and word.text in ORDERS:
                order = max(order, ORDERS[word.text])
            elif not isinstance(word, Name) or word.text not in NO_WORDS:
                hint = "a function may be differentiable, twice differentiable, or differentiable 3"
                raise self.within.error("GC414", "this cannot be said of a function", word, hint)
        if order > SMOOTH:
            raise self.within.error("GC414", f"a function is at most {SMOOTH} times differentiable", tree)
        for name in tree.names:
            plain = self.plain(name)
            if not plain:
                raise self.within.error("GC414", "a declaration lists names", name, "as in  f: R -> R")
            one = len(shapes) == 1 and not shapes[0] and not sides
            of_several = ArbitraryMapping(plain, order, tuple(shapes), sides)
            self.put(plain, ArbitraryFunction(plain, order) if one else of_several, name)

    def distributed(self, tree: Distributed) -> None:
        """Declare random names."""
        shape: Shape = ()
        if isinstance(tree.space, Space):
            shape = self.shape_of(tree.space)
        elif tree.space is not None and sort_of(tree.space) is None:
            raise self.within.error("GC414", "a random name is in R, R^n or R^(n x d)", tree.space)
        elif tree.like is not None:
            model = bare(tree.like)
            if isinstance(model, Name) and model.text in self.shapes:
                shape = self.shapes[model.text][0]
            else:
                shape = self.within.term(tree.like).shape
        random = {self.plain(name) for item in self.items if isinstance(item.content, Distributed)
                  for name in item.content.names}  # fmt: skip
        for other, (sides, where) in list(self.shapes.items()):  # which laws may mention
            if other not in random:
                self.put(other, Array(other, sides), where)
        if is_constructed(tree.law):
            self.constructed(tree, shape)
            return
        law = elaborate_law(self.within, tree.law)
        for name in tree.names:
            plain = self.plain(name)
            if plain:
                declared = self.shapes.pop(plain, None)
                sides = declared[0] if declared is not None else shape
                if declared is not None and shape and shape != sides:
                    raise self.within.error("GC414", f"{plain} already has another shape", name)
                known = self.scope.get(plain)
                if isinstance(known, Symbol) and known.sort == "real" and plain not in self.given:
                    del self.scope[plain]
                self.put(plain, self.random(plain, sides, law, name), name)
            else:
                base, _ = self.base_of(name)
                known = self.scope.get(base)
                if isinstance(known, Family) and known.law is None and not known.is_width:
                    shape = known.sides
                    del self.scope[base]
                self.put(base, Family(base, shape, law), name)

    def constructed(self, tree: Distributed, shape: Shape) -> None:
        """Define names as the terms that have a law which is made of others."""
        for name in tree.names:
            plain = self.plain(name)
            if not plain or plain in self.shapes or shape or tree.like is not None:
                raise self.within.error("GC414", "only a number has this law", name, "give each entry a name")
            known = self.scope.get(plain)
            if isinstance(known, Symbol) and known.sort == "real" and plain not in self.given:
                del self.scope[plain]
            term, presupposed = construct(self.within, plain, tree.law)
            self.put(plain, term, name)
            self.found.deferred.append(Deferred(plain, name, term))
            self.found.given += presupposed

    def random(self, name: str, sides: Shape, law: object, tree: Tree) -> Term:
        try:
            return RandomVariable(name, sides, law)
        except (ValueError, TypeError) as error:
            raise self.within.error("GC415", str(error), tree) from None

    def sort_out(self) -> None:
        """Tell definitions, recurrences and assumptions apart."""
        previous: Recurring | None = None
        for item in self.items:
            tree = item.content
            if isinstance(tree, Property):
                if not (len(tree.words) == 1 and tree.words[0].text in SORTS):
                    self.assumed.append((item, tree))
                continue
            if isinstance(tree, Declaration | Signature | Distributed):
                continue
            equation = _equation(tree)
            if previous is not None and item.word == "for" and previous.takes(tree):
                continue
            previous = None
            if equation is not None:
                pattern = member_pattern(self.within, equation.left, self.shapes)
                if pattern is not None and not item.names and self.recurs(item, pattern, equation):
                    previous = Recurring(pattern, equation, is_given=item.word in ("given", "if"))
                    self.recurring.append(previous)
                    continue
                if self.abbreviates(item, equation):
                    continue
                if self.defines(item, equation):
                    name = equation.left
                    deferred = Deferred(name.text, equation.right)  # type: ignore[attr-defined]
                    self.scope[deferred.name] = deferred
                    self.found.deferred.append(deferred)
                    continue
            elif isinstance(tree, Defining):
                raise self.within.error("GC414", "a definition is of a name", tree.left)
            self.assumed.append((item, tree))

    def abbreviates(self, item: Item, equation: Defining) -> bool:
        """Take f(x) = x**2 as the definition of a function, where f is none so far."""
        left = equation.left
        if not isinstance(left, Call) or not left.name or left.name in self.scope or left.name in self.shapes:
            return False
        names = [bare(argument) for argument in left.arguments]
        parameters = tuple(one.text for one in names if isinstance(one, Name))
        is_defined = item.word == "where" or isinstance(item.content, Defining)
        if not is_defined or is_function(left.name) or len(set(parameters)) != len(names) or not names:
            return False
        self.scope[left.name] = Abbreviated(left.name, parameters, equation.right)
        return True

    def recurs(self, item: Item, pattern: Pattern, equation: Defining) -> bool:
        """Whether an equation of a member defines it; behind given, only one that leads back to earlier members."""
        if item.word not in ("given", "if"):
            return True
        if any(one.pattern.name == pattern.name and not one.is_given for one in self.recurring):
            return False
        return isinstance(bare(pattern.index), Number) or mentions(equation.right, pattern.name)

    def defines(self, item: Item, equation: Defining) -> bool:
        """Whether an equation defines its left side."""
        name = equation.left
        if not isinstance(name, Name) or name.text in self.scope or name.text in self.shapes or item.names:
            return False
        if any(isinstance(one, Name) and one.text == name.text for one in pieces(equation.right)):
            return False
        return isinstance(item.content, Defining) or item.word == "where" or is_array_tree(equation.right)

    def drop_initials(self) -> None:
        """Take an initial value for an assumption, where no recurrence defines the other members."""
        defined = {one.pattern.name for one in self.recurring if not isinstance(bare(one.pattern.index), Number)}
        for one in [one for one in self.recurring if one.pattern.name not in defined]:
            self.recurring.remove(one)
            item = next(item for item in self.items if item.content.start == one.equation.start)
            self.assumed.append((item, item.content))

    def define(self) -> None:
        """Elaborate the members that recurrences define, which gives them their shapes."""
        self.drop_initials()
        self.found.definitions = define_members(self.within, self.recurring)

    def assume(self) -> None:
        """Elaborate what is assumed."""
        for symbol, sort in self.conditions:
            self.found.given += conditions_of(self.within, symbol, sort)
        for item, tree in self.assumed:
            if isinstance(tree, Property) or isinstance(item.content, Property):
                self.found.given += self.properties(item.content)
                continue
            for name in (*item.names, None):
                self.found.given.append(self.within.claim(_with_left(tree, name)))
        for deferred in self.found.deferred:
            if deferred.value is None:
                self.within.term(Name(deferred.tree.start, deferred.tree.end, deferred.name))

    def properties(self, tree: Tree) -> list[Proposition]:
        """Return what words such as positive definite say of names."""
        if not isinstance(tree, Property):
            return []
        found: list[Proposition] = []
        for name in tree.names:
            inner = bare(name)
            known = self.scope.get(inner.text) if isinstance(inner, Name) else None
            if isinstance(known, Family) and known.law is not None and all(w.text in NO_WORDS for w in tree.words):
                continue
            value = self.within.term(name)
            random = any(isinstance(part, RandomVariable | RandomSequence) for part in walk(value))
            if any(word.text in ("independent", "random") for word in tree.words) and not random:
                hint = "say its law, as in  X ~ iid(mean 0, variance 1)"
                raise self.within.error("GC418", "nothing says that this is random", name, hint)
            found += stated_words(self.within, tree, value)
        return found


def _with_left(content: Tree, name: Tree | None) -> Tree:
    """Return x > 0 for the name x and the relation y > 0."""
    if name is None or not isinstance(content, Joined):
        return content
    return Joined(name.start, content.end, content.precedence, (name, *content.parts[1:]), content.operators)


def _equation(tree: Tree) -> Defining | None:
    """Return a relation with one = as a definition of its left side."""
    if isinstance(tree, Defining):
        return tree
    inner = bare(tree)
    if not isinstance(inner, Joined) or inner.precedence is not Precedence.RELATION or len(inner.parts) != 2:
        return None
    left, right = inner.parts
    return Defining(inner.start, inner.end, bare(left), right) if inner.operators[0].text == "=" else None


def _is_called(side: Tree, name: Name) -> bool:
    """Whether a name in a side stands before an index, as a width does: n_k, n[k - 1]."""
    for piece in pieces(side):
        if isinstance(piece, Call) and piece.function is name:
            return True
        if isinstance(piece, Script | Bracket) and (piece.base is name or name in piece.indices):
            return True
    return "_" in name.text
