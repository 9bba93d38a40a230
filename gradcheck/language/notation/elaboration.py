"""From the surface tree to terms: the meaning of operators, names and declarations of the language, in every notation.

    a + b - c      one sum, of a, b and the negative of c; (a + b) - c is a sum of two
    a*b/c*d        from left to right; -a*b is the negative of a*b, and -2*a has the factor -2
    p/q            the number, for integers p and q > 1 in lowest terms and p without parentheses
    a < b <= c     a chain; a => b => c is a => (b => c)

Names are what the scope says, else constants, else real variables.  Refuses, with the place, relations where a term
belongs and terms where a relation does, names that need arguments, infinity outside of bounds, exponents so large that
nobody could mean them, unknown sorts, and whatever the terms themselves refuse.
"""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

from gradcheck.language.notation.calls import elaborate_call, needs_arguments
from gradcheck.language.notation.readerror import ReadError
from gradcheck.language.notation.tree import (
    MAX_NESTING,
    Call,
    Declaration,
    Joined,
    Name,
    Number,
    Power,
    Precedence,
    Signed,
    Tree,
    bare,
)
from gradcheck.language.notation.words import INFINITE, NOT_NUMBERS, SORTS
from gradcheck.language.syntax.magnitude import absurd_power
from gradcheck.language.syntax.meaning import EULER
from gradcheck.language.syntax.propositions import And, Implies, Or, Proposition
from gradcheck.language.syntax.shorthand import chain
from gradcheck.language.syntax.terms import Add, Apply, Const, Div, Mul, Neg, Num, Pow, Symbol, Term

CONNECTIVES = {
    Precedence.IMPLIES: "=> stands between two claims, and means that the first implies the second; at least is "
    "written >=",
    Precedence.OR: "or stands between two claims, as in  x >= 0 or x = y",
    Precedence.AND: "and stands between two claims, as in  x >= 0 and x = y",
}
CLAIMING = (*CONNECTIVES, Precedence.RELATION)


class Elaboration:
    """Makes terms and propositions of trees; ``scope`` says what their names stand for."""

    def __init__(self, source: str, symbols: Mapping[str, Term]) -> None:
        self.source = source
        self.scope: dict[str, Term] = dict(symbols)
        self.undeclared: set[str] = set()  # names that nothing gives a sort, and EULER if the number was typed

    def error(self, code: str, message: str, tree: Tree, hint: str = "") -> ReadError:
        """Return a refusal at the beginning of the tree, behind the parentheses around it."""
        return ReadError(code, message, self.source, bare(tree).start + 1, hint)

    def declare(self, declaration: Declaration) -> None:
        """Give the names the sort that the declaration says."""
        word = declaration.sort
        sort = SORTS.get(word.text) if isinstance(word, Name) else None
        if sort is None:
            hint = "a range is written 0 < x < 1"
            raise self.error("GC414", "a sort is naturals, integers, dimensions or reals", word, hint)
        for name in declaration.names:
            if not isinstance(name, Name):
                raise self.error("GC414", "a declaration lists names", name, "as in  n, m in naturals")
            symbol = Symbol(name.text, sort)
            if self.scope.setdefault(name.text, symbol) is not symbol:
                raise self.error("GC414", f"{name.text} already has another sort", name)

    def claim(self, tree: Tree, depth: int = 0, hint: str = "a claim has one of = != <= <") -> Proposition:
        """Return the relation that the tree writes, or the chain or connective of some; depth: the levels above it."""
        tree = bare(tree)
        self.check_depth(tree, depth)
        if not isinstance(tree, Joined) or tree.precedence not in CLAIMING:
            raise self.error("GC412", "this is an expression and claims nothing", tree, hint)
        if tree.precedence is Precedence.RELATION:
            return self.relation(tree, depth)
        hint = CONNECTIVES[tree.precedence]
        if tree.precedence is not Precedence.IMPLIES:
            parts = tuple(self.claim(part, depth + 1, hint) for part in tree.parts)
            return And(parts) if tree.precedence is Precedence.AND else Or(parts)
        last = len(tree.parts) - 1
        *premises, claim = [
            self.claim(part, depth + min(level + 1, last), hint) for level, part in enumerate(tree.parts)
        ]
        for premise in reversed(premises):
            claim = Implies(premise, claim)
        return claim

    def relation(self, tree: Joined, depth: int) -> Proposition:
        """Return the relation or chain of the sides with the signs between them."""
        links: list[Term | str] = []
        for position, side in enumerate(tree.parts):
            links += [tree.operators[position - 1].text] * (position > 0)
            links.append(self.term(side, depth))
        try:
            return chain(*links)
        except (ValueError, TypeError, KeyError) as error:
            raise self.error("GC415", str(error), tree) from None

    def term(self, tree: Tree, depth: int = 0) -> Term:
        """Return the term that the tree writes; depth counts the levels above it."""
        tree = bare(tree)
        self.check_depth(tree, depth)
        try:
            if isinstance(tree, Name):
                return self.name(tree)
            if isinstance(tree, Number):
                return Num(value_of(tree))
            if isinstance(tree, Joined) and tree.precedence not in CLAIMING:
                join = self.sum if tree.precedence is Precedence.SUM else self.product
                return join(tree, depth + 1)
            if isinstance(tree, Power):
                return self.power(tree, depth + 1)
            if isinstance(tree, Call):
                return elaborate_call(self, tree, depth + 1)
            if isinstance(tree, Signed):
                return self.signed(tree, depth + 1)
        except ReadError:
            raise
        except (ValueError, TypeError, OverflowError) as error:
            raise self.error("GC415", str(error), tree) from None
        raise self.error("GC412", "a relation stands where an expression belongs", tree)

    def check_depth(self, tree: Tree, depth: int) -> None:
        if depth > MAX_NESTING:
            raise self.error("GC408", f"the formula is nested deeper than {MAX_NESTING}", tree)

    def name(self, tree: Name) -> Term:
        """Return what the name stands for."""
        name = tree.text
        if name in self.scope:
            return self.scope[name]
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
        if needs_arguments(name):
            raise self.error("GC405", f"{name} needs arguments", tree, f"as in {name}(x)")
        self.undeclared.add(name)
        return Symbol(name, "real")

    def signed(self, tree: Signed, depth: int) -> Term:
        if tree.sign.text == "+":
            return self.term(tree.operand, depth)
        if isinstance(tree.operand, Number):
            return Num(-value_of(tree.operand))
        return Neg(self.term(tree.operand, depth))

    def power(self, tree: Power, depth: int) -> Term:
        base, exponent = self.term(tree.base, depth), self.term(tree.exponent, depth)
        problem = absurd_power(base, exponent)
        if problem:
            raise self.error("GC407", problem, tree.exponent)
        return Pow(base, exponent)

    def sum(self, tree: Joined, depth: int) -> Term:
        """Add all summands in one sum; what follows a minus is negated."""
        first, *rest = (self.term(part, depth) for part in tree.parts)
        signs = zip(tree.operators, rest, strict=True)
        return Add((first, *(Neg(part) if sign.text == "-" else part for sign, part in signs)))

    def product(self, tree: Joined, depth: int) -> Term:
        """Multiply and divide from left to right; a minus before all is part of a first factor that is a number."""
        first = tree.parts[0]
        if isinstance(first, Signed) and first.sign.text == "-" and not is_number(first):
            return Neg(self.factors(tree, first.operand, depth, number=False))  # -x*y is the negative of x*y
        return self.factors(tree, first, depth, number=is_number(first))

    def factors(self, tree: Joined, first: Tree, depth: int, number: bool) -> Term:
        """Return the product that begins with ``first``; number: it may be the numerator of a number such as 1/4."""
        factors = [self.term(first, depth)]
        for operator, part in zip(tree.operators, tree.parts[1:], strict=True):
            term = self.term(part, depth)
            if operator.text == "*":
                factors.append(term)
            else:
                above = factors[0] if len(factors) == 1 else Mul(tuple(factors))
                value = quotient_of_numbers(above, term) if number and isinstance(bare(part), Number) else None
                factors = [Div(above, term) if value is None else value]
            number = False
        return factors[0] if len(factors) == 1 else Mul(tuple(factors))


def value_of(tree: Number) -> Fraction:
    """Return the exact value of a literal."""
    return Fraction(int(tree.text)) if tree.text.isdecimal() else Fraction(tree.text)


def is_number(tree: Tree) -> bool:
    """Whether the tree is a literal, perhaps after a minus, without parentheses."""
    if isinstance(tree, Signed) and tree.sign.text == "-":
        tree = tree.operand
    return isinstance(tree, Number)


def quotient_of_numbers(above: Term, below: Term) -> Num | None:
    """Return the number p/q for integers p and q > 1 in lowest terms; any other quotient stays one."""
    if isinstance(above, Num) and isinstance(below, Num) and below.value > 1:
        value = above.value / below.value
        if value.numerator == above.value and value.denominator == below.value:
            return Num(value)
    return None
