"""From the surface tree to terms: the meaning of operators and names of the language, in every notation.

    a + b - c      one sum, of a, b and the negative of c; (a + b) - c is a sum of two
    a < b <= c     a chain; a => b => c is a => (b => c)
    v + 1          a scalar beside a vector stands for each entry; I beside a square matrix has its side

Names are what the scope says, else members of what the scope says, else constants, else real variables.  Refuses,
with the place, relations where a term belongs and terms where a relation does, names that need arguments, infinity
outside of bounds, exponents so large that nobody could mean them, and whatever the terms themselves refuse.  Products
are in ``multiplication``, powers in ``powers``, functions in ``calls``, claims in ``claims``, declarations in
``declaring``.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from fractions import Fraction
from typing import Any

from gradcheck.language.notation.binding import elaborate_binder
from gradcheck.language.notation.calls import derive_by, elaborate_call, needs_arguments
from gradcheck.language.notation.claims import CLAIMING, elaborate_claim
from gradcheck.language.notation.elaborator import Abbreviated, Deferred, Family, Meaning, Row, has_members, spread_like
from gradcheck.language.notation.freenames import free_names
from gradcheck.language.notation.items import parse_formula
from gradcheck.language.notation.literals import elaborate_rows, groups_one
from gradcheck.language.notation.members import elaborate_bracket, elaborate_script, is_index, member_of
from gradcheck.language.notation.multiplication import elaborate_product, letters_of, split_factor, value_of
from gradcheck.language.notation.powers import elaborate_fenced, elaborate_mark, elaborate_power
from gradcheck.language.notation.prescan import names_alone
from gradcheck.language.notation.readerror import ReadError
from gradcheck.language.notation.tokens import tokenize
from gradcheck.language.notation.tree import (
    MAX_NESTING,
    Binder,
    Bracket,
    Call,
    Cases,
    Differential,
    Fenced,
    Joined,
    Marked,
    Name,
    Number,
    Operator,
    Power,
    Precedence,
    Prime,
    Quantified,
    Rows,
    Script,
    Signed,
    Tending,
    Tree,
    Within,
    bare,
)
from gradcheck.language.notation.words import INFINITE, NOT_NUMBERS
from gradcheck.language.syntax.arrays import Identity
from gradcheck.language.syntax.literals import unit, unit_name
from gradcheck.language.syntax.meaning import EULER
from gradcheck.language.syntax.propositions import Proposition, Relation
from gradcheck.language.syntax.shorthand import ArbitraryFunction, derivative_by
from gradcheck.language.syntax.terms import (
    Add,
    Apply,
    Const,
    Neg,
    Num,
    Shape,
    Symbol,
    Term,
    Where,
)

IDENTITY = "I"


class Elaboration:
    """Makes terms and propositions of trees; ``scope`` says what their names stand for.

    ``alone`` are the names that stand otherwise than before parentheses, ``families`` those that have members though
    nobody declares them.
    """

    def __init__(self, source: str, symbols: Mapping[str, Any], alone: Iterable[str] = ()) -> None:
        self.source = source
        self.scope: dict[str, Any] = dict(symbols)
        self.undeclared: set[str] = set()  # names that nothing gives a sort, and EULER if the number was typed
        self.alone = frozenset(alone)
        self.families: set[str] = set()
        self.like: Shape | None = None
        self.remarks: dict[str, None] = {}
        self.bound: frozenset[str] = frozenset()  # letters that a sum binds
        self.expansions = 0  # of functions that abbreviate a formula
        self.units: dict[Term, str] = {}  # for each side, the name of the array of which onehot is a gradient
        self.axes: dict[Symbol, Term] = {}  # letters that nobody declares, which run over an axis of this length

    def error(self, code: str, message: str, tree: Tree, hint: str = "") -> ReadError:
        """Return a refusal at the beginning of the tree, behind the parentheses around it."""
        return ReadError(code, message, self.source, bare(tree).start + 1, hint)

    def remark(self, text: str) -> None:
        """Note how something was read."""
        self.remarks[text] = None

    def read(self, text: str) -> Term:
        """Return what a formula by itself says, with all its names as numbers."""
        tree = parse_formula(text, tokenize(text))
        return Elaboration(text, {}, names_alone([tree])).term(tree)

    def claim(self, tree: Tree, depth: int = 0, hint: str = "a claim has one of = != <= <") -> Proposition:
        """Return the claim that the tree writes; depth: the levels above it."""
        tree = bare(tree)
        self.check_depth(tree, depth)
        try:
            return elaborate_claim(self, tree, depth, hint)
        except ReadError:
            raise
        except (ValueError, TypeError, KeyError) as error:
            raise self.error("GC415", str(error), tree) from None

    def term(self, tree: Tree, depth: int = 0) -> Term:
        """Return the term that the tree writes; depth counts the levels above it."""
        value = self.value(tree, depth)
        if isinstance(value, Row):
            hint = "it stands in products, u.T A v and u v.T, and as a whole side"
            raise self.error("GC415", "the transpose of a vector stands alone", tree, hint)
        return value

    def value(self, tree: Tree, depth: int = 0) -> Term | Row:
        """Return the term, or the row, that the tree writes."""
        tree = bare(tree)
        self.check_depth(tree, depth)
        try:
            return self.elaborate(tree, depth)
        except ReadError:
            raise
        except (ValueError, TypeError, OverflowError) as error:
            raise self.error("GC415", str(error), tree) from None

    def elaborate(self, tree: Tree, depth: int) -> Term | Row:
        """Return the value of a tree that is no group."""
        if isinstance(tree, Name):
            return self.factor(tree, depth) if letters_of(self, tree) else self.name(tree)
        if isinstance(tree, Number):
            return Num(value_of(tree))
        if isinstance(tree, Joined) and tree.precedence not in CLAIMING:
            if tree.precedence is Precedence.SUM:
                return self.sum(tree, depth + 1)
            return elaborate_product(self, tree.parts, tree.operators, depth + 1, tree)
        if isinstance(tree, Signed):
            return self.signed(tree, depth + 1)
        if isinstance(tree, Call | Power | Marked):
            return self.factor(tree, depth + 1)
        if isinstance(tree, Fenced):
            return elaborate_fenced(self, tree, depth + 1)
        if isinstance(tree, Script):
            return elaborate_script(self, tree, depth + 1)
        if isinstance(tree, Bracket):
            return elaborate_bracket(self, tree, depth + 1)
        if isinstance(tree, Prime):
            return self.primed(tree)
        if isinstance(tree, Binder):
            return elaborate_binder(self, tree, depth + 1)
        if isinstance(tree, Differential):
            return self.differential(tree, depth + 1)
        if isinstance(tree, Cases):
            return self.cases(tree, depth + 1)
        if isinstance(tree, Rows) and groups_one(tree):
            return self.value(tree.rows[0][0], depth + 1)
        if isinstance(tree, Rows):
            return elaborate_rows(self, tree, depth + 1)
        if isinstance(tree, Joined | Within | Tending | Quantified):
            raise self.error("GC412", "a relation stands where an expression belongs", tree)
        raise self.error("GC410", "this stands where an expression belongs", tree)

    def factor(self, tree: Name | Call | Power | Marked, depth: int) -> Term | Row:
        """Return a call, a power or a transpose; x(1 - x)^2 is a product."""
        factors = split_factor(self, tree)
        if len(factors) > 1:
            beside = tuple(Operator(one.start, one.start, "") for one in factors[1:])
            return elaborate_product(self, tuple(factors), beside, depth, tree)
        if isinstance(tree, Name):
            return self.name(tree)
        if isinstance(tree, Call):
            return elaborate_call(self, tree, depth)
        return elaborate_power(self, tree, depth) if isinstance(tree, Power) else elaborate_mark(self, tree, depth)

    def check_depth(self, tree: Tree, depth: int) -> None:
        if depth > MAX_NESTING:
            raise self.error("GC408", f"the formula is nested deeper than {MAX_NESTING}", tree)

    def unit(self, index: Term, side: Term) -> Term:
        """Return the vector of this length with 1 in one place and 0 elsewhere: the gradient of an entry."""
        if side not in self.units:
            name = unit_name(side)
            while any(one in self.scope or one in self.alone for one in (name, re.sub(r"_\w+", "", name))) or (
                name in self.units.values()
            ):
                name += "'"
            self.units[side] = name
        return unit(index, side, self.units[side])

    def meaning(self, name: str) -> Meaning | None:
        """Return what the scope says of a name; a definition is elaborated."""
        found: Meaning | None = self.scope.get(name)
        if isinstance(found, Deferred) and found.value is not None:
            return found.value
        return found

    def name(self, tree: Name) -> Term:
        """Return what the name stands for."""
        name = tree.text
        found = self.meaning(name)
        if isinstance(found, Deferred):
            return self.defined(found, tree)
        if isinstance(found, Term):
            return found
        if isinstance(found, Family):
            raise self.error("GC405", f"{name} has members", tree, f"as in {name}_k, or {name}[k]")
        if isinstance(found, ArbitraryFunction | Abbreviated):
            raise self.error("GC405", f"{name} needs arguments", tree, f"as in {name}(x)")
        member = member_of(self, tree) if "_" in name else None
        return member if member is not None else self.undeclared_name(tree)

    def undeclared_name(self, tree: Name) -> Term:
        """Return a constant, or a real variable."""
        name = tree.text
        if name in NOT_NUMBERS:
            raise self.error("GC406", f"{name} is not a number", tree)
        if name in INFINITE:
            hint = "infinity stands only as a bound or as the point of a limit"
            raise self.error("GC416", f"{name} is not a number", tree, hint)
        if name == "pi":
            return Const("pi")
        if name == "e":
            self.undeclared.add(EULER)
            return Apply("exp", (Num(Fraction(1)),))
        if name == IDENTITY and self.like and len(self.like) == 2 and self.like[0] is self.like[1]:
            self.remark("I is the identity matrix")
            return Identity(self.like[0])
        if name == IDENTITY and any(has_members(one) and not isinstance(one, Family) for one in self.scope.values()):
            hint = "say its side, I(n), or declare I real"
            raise self.error("GC418", "nothing says how large the identity matrix is", tree, hint)
        if needs_arguments(name):
            raise self.error("GC405", f"{name} needs arguments", tree, f"as in {name}(x)")
        base, _, letters = name.partition("_")
        if len(letters) > 1 and all(is_index(self, letter) for letter in letters):
            hint = f"declare {base}, or the name: {name} in R"
            hint = f"write where({letters[0]} = {letters[1]}, 1, 0)" if base == "delta" and len(letters) == 2 else hint
            raise self.error("GC418", f"nothing says what {base} is, with {' and '.join(letters)} at it", tree, hint)
        self.undeclared.add(name)
        return Symbol(name, "real")

    def defined(self, definition: Deferred, tree: Name) -> Term:
        """Return what a name was defined to be."""
        if definition.is_open:
            raise self.error("GC414", f"the definition of {definition.name} leads back to itself", tree)
        definition.is_open = True
        before, self.like = self.like, None
        try:
            definition.value = self.term(definition.tree)
        finally:
            definition.is_open, self.like = False, before
        return definition.value

    def symbol_of(self, tree: Tree) -> Term | None:
        """Return what v_t, v[t] or x' stands for where it is no function; None where it is one."""
        if isinstance(tree, Prime):
            known = self.meaning(tree.base.text) if isinstance(tree.base, Name) else None
            is_variable = isinstance(known, Term) or f"{getattr(tree.base, 'text', '')}'" in self.scope
            return self.term(tree) if is_variable else None
        if not isinstance(tree, Script | Bracket):
            return None
        base = tree.base
        known = self.meaning(base.text) if isinstance(base, Name) else None
        return None if isinstance(known, Family) and known.parameters else self.term(tree)

    def primed(self, tree: Prime) -> Term:
        """Return a variable whose name has primes."""
        base = tree.base
        if not isinstance(base, Name):
            raise self.error("GC410", "a prime belongs to a name", tree)
        whole = base.text + "'" * tree.order
        found = self.meaning(whole)
        if isinstance(found, Term):
            return found
        if isinstance(self.meaning(base.text), ArbitraryFunction) or needs_arguments(base.text):
            raise self.error("GC405", f"{whole} needs arguments", tree, f"as in {whole}(x)")
        self.undeclared.add(whole)
        return Symbol(whole, "real")

    def signed(self, tree: Signed, depth: int) -> Term | Row:
        if tree.sign.text == "+":
            return self.value(tree.operand, depth)
        if isinstance(tree.operand, Number):
            return Num(-value_of(tree.operand))
        value = self.value(tree.operand, depth)
        return Row(Neg(value.vector)) if isinstance(value, Row) else Neg(value)

    def sum(self, tree: Joined, depth: int) -> Term | Row:
        """Add all summands in one sum; what follows a minus is negated."""
        self.check_extent(tree)
        values = self.alike(tree.parts, depth)
        terms = [value.vector if isinstance(value, Row) else value for value in values]
        first, *rest = terms
        signs = zip(tree.operators, rest, strict=True)
        total = Add((first, *(Neg(part) if sign.text == "-" else part for sign, part in signs)))
        return Row(total) if any(isinstance(value, Row) for value in values) else total

    def check_extent(self, tree: Joined) -> None:
        """Raise ReadError where what follows a sum mentions free the variable that the sum binds."""
        for place, part in enumerate(tree.parts):
            last = part.parts[-1] if isinstance(part, Joined) else part
            if not isinstance(last, Binder) or last.word.text not in ("sum", "prod"):
                continue
            name = bare(last.variable)
            if not isinstance(name, Name) or name.text in self.scope:
                continue
            for later in tree.parts[place + 1 :]:
                if any(name.text in one.split("_") for one in free_names(later)):
                    hint = f"put parentheses around what is summed, or around the sum over {name.text}"
                    raise self.error("GC417", f"the sum over {name.text} may end here or further on", later, hint)

    def alike(self, parts: tuple[Tree, ...], depth: int) -> list[Term | Row]:
        """Return the values of parts that have one shape: I takes the side of the others, a scalar is spread."""
        before = self.like
        waiting = [IDENTITY not in self.scope and _mentions_identity(part) for part in parts]
        values: list[Term | Row | None] = [
            None if later else self.value(part, depth) for part, later in zip(parts, waiting, strict=True)
        ]
        rows = [value for value in values if isinstance(value, Row)]
        shapes = {value.shape for value in values if isinstance(value, Term) and value.shape}
        if any(waiting):
            self.like = shapes.copy().pop() if len(shapes) == 1 else before
            values = [
                self.value(part, depth) if value is None else value for part, value in zip(parts, values, strict=True)
            ]
            self.like = before
            shapes = {value.shape for value in values if isinstance(value, Term) and value.shape}
        shape = rows[0].vector.shape if rows and not shapes else shapes.pop() if len(shapes) == 1 and not rows else ()
        found: list[Term | Row] = []
        for value, part in zip(values, parts, strict=True):
            if shape and isinstance(value, Term) and not value.shape:
                found.append(self.spread(value, shape, part))
            elif value is not None:
                found.append(value)
        return found

    def spread(self, value: Term, shape: Shape, tree: Tree) -> Term:
        """Return a scalar in the shape of what stands beside it."""
        if len(shape) == 2 and not isinstance(value, Num):
            hint = "write λ*I(n) or λ*ones(n, n)"
            raise self.error("GC417", "a scalar beside a matrix may be meant times I or for each entry", tree, hint)
        inner = bare(tree)
        if isinstance(inner, Name) and inner.text in self.undeclared and inner.text not in self.scope:
            hint = f"declare {inner.text} real, or as an array"
            raise self.error("GC415", f"{inner.text} beside an array may be a number or an array", tree, hint)
        self.remark("a number beside an array stands for each entry")
        return spread_like(value, shape)

    def differential(self, tree: Differential, depth: int) -> Term:
        """Return d/dx f, ∂f/∂x, ∇_w L."""
        if not tree.variables:
            hint = "as in ∇_w L, or grad(L, w)"
            raise self.error("GC411", "a gradient is by a variable", tree, hint)
        inner = bare(tree.body)
        body = self.term(tree.body, depth)
        if isinstance(inner, Name) and inner.text in self.undeclared:
            hint = f"say what it is, as in  where {inner.text} = ..."
            raise self.error("GC418", f"nothing says what {inner.text} depends on", inner, hint)
        for tree_of_variable in tree.variables:
            body = derivative_by(body, derive_by(self, tree_of_variable, depth))
        return body

    def cases(self, tree: Cases, depth: int) -> Term:
        """Return values by conditions, the last of which may have none."""
        *branches, (last, condition) = tree.branches
        term = self.term(last, depth)
        if condition is not None and not branches:
            raise self.error("GC412", "one case alone leaves the others open", condition)
        for value, test in reversed(branches):
            relation = self.claim(test, depth) if test is not None else None
            if not isinstance(relation, Relation):
                raise self.error("GC412", "the condition of a case is one relation", test or value)
            term = Where(relation, self.term(value, depth), term)
        return term


def _mentions_identity(tree: Tree) -> bool:
    """Whether a summand is I or a multiple of it; what is in parentheses or an argument has a side of its own."""
    inner = tree
    if isinstance(inner, Signed):
        return _mentions_identity(inner.operand)
    if isinstance(inner, Joined) and inner.precedence is Precedence.PRODUCT:
        return any(_mentions_identity(part) for part in inner.parts)
    return isinstance(inner, Name) and inner.text == IDENTITY
