"""From tokens to the surface tree: a Pratt parser, in which every operator has a precedence and nothing has a meaning.

From the loosest to the tightest:

    =>   or   and   = != < <= > >=   + -   * /   + - as signs   **

Operands with operators of one precedence between them are one node; a power is to the right, x**y**z = x**(y**z), and
its exponent may have a sign, x**-y.  A declaration after a semicolon is ``n, m in WORD``, or ``n WORD`` with a word for
a sort.  Refuses parentheses that do not match, missing operands, two operands side by side, and what is nested too
deeply; unknown words are not its concern.
"""

from __future__ import annotations

from itertools import islice

from gradcheck.language.notation.readerror import ReadError
from gradcheck.language.notation.tokens import HINTS, MAX_TOKENS, Token
from gradcheck.language.notation.tree import (
    MAX_NESTING,
    Call,
    Declaration,
    Group,
    Joined,
    Name,
    Number,
    Operator,
    Power,
    Precedence,
    Signed,
    Tree,
)
from gradcheck.language.notation.words import SORTS

LOOSEST = 0  # binds less tightly than every operator

PRECEDENCE = {
    "=>": Precedence.IMPLIES, "or": Precedence.OR, "and": Precedence.AND,
    **dict.fromkeys(("=", "!=", "<", "<=", ">", ">="), Precedence.RELATION),
    "+": Precedence.SUM, "-": Precedence.SUM, "*": Precedence.PRODUCT, "/": Precedence.PRODUCT,
    "**": Precedence.POWER,
}  # fmt: skip


def parse_formula(source: str, tokens: list[Token]) -> Tree:
    """Return the tree of a text that is one formula; ReadError otherwise."""
    parser = Parser(source, tokens)
    tree = parser.formula()
    if parser.token.text:
        raise parser.unexpected()
    return tree


def parse_line(source: str, tokens: list[Token]) -> list[Tree]:
    """Return the tree of a claim, and those of the formulas and declarations that follow it after semicolons."""
    parser = Parser(source, tokens)
    trees = [parser.formula()]
    while parser.token.text:
        parser.skip()
        if parser.token is not tokens[-1]:  # a semicolon at the end opens nothing
            trees.append(parser.item())
    return trees


class Parser:
    """Reads the tokens from left to right; ``token`` is the next one."""

    def __init__(self, source: str, tokens: list[Token]) -> None:
        self.source, self.tokens = source, tokens
        self.place = self.first = 0  # of the next token, and of the first one of this formula
        self.token = tokens[0]
        self.opened: list[Token] = []  # parentheses
        self.depth = 0  # of formulas in formulas

    def skip(self) -> Token:
        """Go on to the next token, and return the one that was next."""
        token = self.token
        self.place += 1
        self.token = self.tokens[self.place]
        return token

    def error(self, code: str, message: str, token: Token, hint: str = "") -> ReadError:
        return ReadError(code, message, self.source, token.start + 1, hint)

    def item(self) -> Tree:
        """Read what follows a semicolon: a declaration or a formula."""
        end = next(at for at in range(self.place, len(self.tokens)) if self.tokens[at].kind == "end")
        written = self.tokens[self.place : end]
        if len(written) > 1 and (written[-2].text == "in" or (len(written) == 2 and written[1].text in SORTS)):
            return self.declaration(end)
        return self.formula()

    def declaration(self, end: int) -> Declaration:
        """Read names with commas between them, perhaps ``in``, and the word for a sort, which is the last one."""
        names = [self.declared()]
        while self.token.text == ",":
            self.skip()
            names.append(self.declared())
        if self.token.text == "in":
            self.skip()
        if self.place != end - 1:
            raise self.error("GC414", "a declaration lists names", self.token, "as in  n, m in naturals")
        self.first = self.place
        sort = self.operand()
        return Declaration(names[0].start, sort.end, tuple(names), sort)

    def declared(self) -> Name:
        """Read one name of a declaration."""
        if self.token.kind != "name":
            raise self.error("GC414", "a declaration lists names", self.token, "as in  n, m in naturals")
        token = self.skip()
        return Name(token.start, token.end, token.text)

    def formula(self) -> Tree:
        """Read all up to the next token of kind 'end'."""
        self.first = self.place
        if len(self.tokens) > MAX_TOKENS:
            self.refuse_long()
        tree = self.expression(LOOSEST)
        if self.token.kind != "end":
            raise self.unexpected()
        return tree

    def refuse_long(self) -> None:
        """Raise ReadError for a formula of too many parts."""
        parts = 0
        for token in islice(self.tokens, self.first, None):
            if token.kind == "end":
                break
            parts += token.text not in ("(", ")", ",")
            if parts > MAX_TOKENS:
                raise self.error("GC408", f"the formula has more than {MAX_TOKENS:,} parts", token)

    def expression(self, floor: int) -> Tree:
        """Read the longest formula whose operators, outside of parentheses, all bind more tightly than ``floor``."""
        self.depth += 1
        if self.depth > 2 * MAX_NESTING + 2:  # parentheses and operations
            raise self.too_deep(self.token)
        left = self.operand()
        while True:
            precedence = PRECEDENCE.get(self.token.text)
            if precedence is None or precedence <= floor:
                break
            if precedence is Precedence.POWER:
                self.skip()
                exponent = self.expression(Precedence.SIGN)
                left = Power(left.start, exponent.end, left, exponent)
            else:
                left = self.joined(left, precedence)
        self.depth -= 1
        return left

    def joined(self, first: Tree, precedence: Precedence) -> Joined:
        """Join the operand and all that follow it after operators of the precedence."""
        parts, operators = [first], list[Operator]()
        while PRECEDENCE.get(self.token.text) is precedence:
            token = self.skip()
            if precedence is Precedence.IMPLIES and len(parts) == MAX_NESTING:  # a => (b => (c => ...))
                raise self.too_deep(token)
            operators.append(Operator(token.start, token.end, token.text))
            parts.append(self.expression(precedence))
        return Joined(first.start, parts[-1].end, precedence, tuple(parts), tuple(operators))

    def operand(self) -> Tree:
        """Read a number, a name, a call, a formula in parentheses, or one of these after a sign."""
        token = self.token
        kind, text, start, end = token
        if kind == "number":
            self.skip()
            return Number(start, end, text)
        if kind == "name":
            self.skip()
            name = Name(start, end, text)
            return self.call(name) if self.token.text == "(" else name
        if text == "(":
            self.open()
            inner = self.expression(LOOSEST)
            return Group(start, self.close(), inner)
        if text in ("+", "-"):
            self.skip()
            operand = self.expression(Precedence.SIGN)
            return Signed(start, operand.end, Operator(start, end, text), operand)
        raise self.missing()

    def call(self, name: Name) -> Call:
        """Read the arguments of the name, in the parentheses that come next."""
        self.open()
        if self.token.text == ")":
            return Call(name.start, self.close(), name, ())
        arguments = [self.expression(LOOSEST)]
        while self.token.text == ",":
            self.skip()
            arguments.append(self.expression(LOOSEST))
        return Call(name.start, self.close(), name, tuple(arguments))

    def open(self) -> None:
        self.opened.append(self.token)
        if len(self.opened) > MAX_NESTING:
            raise self.too_deep(self.token)
        self.skip()

    def close(self) -> int:
        """Read a closing parenthesis and return where it ends; ReadError if another token is next."""
        if self.token.text != ")":
            raise self.unexpected()
        self.opened.pop()
        return self.skip().end

    def too_deep(self, token: Token) -> ReadError:
        return self.error("GC408", f"the formula is nested deeper than {MAX_NESTING}", token)

    def before(self) -> Token | None:
        """Return the last token of this formula that was read."""
        return self.tokens[self.place - 1] if self.place > self.first else None

    def missing(self) -> ReadError:
        """Return the error for a token where an operand should begin."""
        token, before = self.token, self.before()
        if before is None and token.kind == "end":
            return self.error("GC401", "there is no formula", token)
        if token.kind == "end" and before and before.text in ("(", ",") and self.opened:
            return self.error("GC403", "this parenthesis is never closed", self.opened[-1])
        if token.text == ")" and not self.opened:
            return self.error("GC403", "this parenthesis closes none", token)
        after = f" after {before.text}" if before else ""
        return self.error("GC411", f"an expression is missing{after}", token, HINTS.get(token.text, ""))

    def unexpected(self) -> ReadError:
        """Return the error for a token that continues no formula and ends none."""
        token, before = self.token, self.before()
        if token.kind in ("number", "name") or token.text == "(":
            left = "(...)" if before is None or before.text == ")" else before.text
            right = "(...)" if token.text == "(" else token.text
            hint = f"a product is written {left}*{right}"
            return self.error("GC409", "an operator is missing between two expressions", token, hint)
        if token.kind == "end" and self.opened:
            return self.error("GC403", "this parenthesis is never closed", self.opened[-1])
        if token.text == ")" and not self.opened:
            return self.error("GC403", "this parenthesis closes none", token)
        return self.error("GC410", f"{token.text} has no meaning here", token, HINTS.get(token.text, ""))
