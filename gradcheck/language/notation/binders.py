"""Parses signs and words that bind a variable in what follows them, and derivatives written as quotients.

    ∑(k = 1..n) f     ∑_(k=1)^n f     ∑_k f     sum(k = 1..n) f     prod, ∏, likewise
    ∫(x = a..b) f     ∫_a^b f dx      ∫ f dx    lim_(x -> a) f      sup_(x) f, inf, max_i v_i
    d/dx f            d²/dx² f        ∂f/∂x     ∂²f/(∂x ∂y)         ∇_w L

What a sum, a product, a limit or a quotient d/dx is of ends at the next + or -; what ∇ is of is one factor.
"""

from __future__ import annotations

from collections.abc import Callable

from gradcheck.language.notation.fences import FenceParser
from gradcheck.language.notation.parser import LOOSEST, PRECEDENCE
from gradcheck.language.notation.tokens import Token
from gradcheck.language.notation.tree import (
    Binder,
    Differential,
    Group,
    Joined,
    Name,
    Number,
    Operator,
    Precedence,
    Script,
    Signed,
    Tree,
)

SIGNS_OF_BINDERS = {"∑": "sum", "∏": "prod", "∫": "integral"}
WORDS_OF_BINDERS = {
    "sum": "sum", "prod": "prod", "product": "prod", "integral": "integral", "int": "integral", "lim": "limit",
    "limit": "limit", "sup": "sup", "inf": "inf", "max": "max", "min": "min",
}  # fmt: skip


class BinderParser(FenceParser):
    """Reads binders and derivatives beside all else."""

    def special(self) -> Callable[[], Tree] | None:
        token, following = self.token, self.peek()
        if token.kind == "operator":
            if token.text in SIGNS_OF_BINDERS:
                return lambda: self.signed_binder(token)
            own = {"∂": self.partial, "∇": self.gradient}.get(token.text)
            return own or super().special()
        if token.kind == "name":
            word, _, letter = token.text.partition("_")
            kind = WORDS_OF_BINDERS.get(word)
            letter = letter if len(letter) == 1 and letter.isalpha() else ""
            if kind and (letter or (word == token.text and (following.text == "_" or self.opens_range()))):
                return lambda: self.named_binder(token, kind, letter)
            if kind == "limit" and following.kind == "name" and self.peek(2).text == "->":
                return lambda: self.plain_limit(token)
            if token.text == "d" and self.is_quotient():
                return lambda: self.quotient("d")
        return None

    def signed_binder(self, token: Token) -> Tree:
        self.skip()
        return self.binder(token, SIGNS_OF_BINDERS[token.text])

    def named_binder(self, token: Token, kind: str, letter: str) -> Tree:
        self.skip()
        place = token.end - len(letter)
        return self.binder(token, kind, (Name(place, token.end, letter),) if letter else ())

    def plain_limit(self, token: Token) -> Tree:
        """Read lim x -> 0 f."""
        self.skip()
        name = self.skip()
        self.skip()
        sign = self.skip() if self.token.text in ("+", "-") else None
        point = self.primary()
        if sign is not None:
            point = Signed(sign.start, point.end, Operator(sign.start, sign.end, sign.text), point)
        body = self.expression(Precedence.SUM)
        word = Operator(token.start, token.end, "limit")
        variable = Name(name.start, name.end, name.text)
        return Binder(token.start, body.end, word, variable, point, None, None, body)

    def opens_range(self) -> bool:
        """Whether the parentheses that come next hold k = 1..n, or x -> a, and close."""
        if self.peek().text != "(" or self.peek(2).kind != "name":
            return False
        if self.peek(3).text == "->":
            return True
        if self.peek(3).text != "=":
            return False
        level = 0
        for token in self.tokens[self.place + 1 :]:
            level += (token.text in "([{" and token.kind == "operator") - (token.text in (")", "]", "}"))
            if level == 1 and token.text == "..":
                return True
            if level == 0 or token.kind == "end":
                return False
        return False

    def binder(self, token: Token, kind: str, below: tuple[Tree, ...] = ()) -> Tree:
        """Read the variable, its ends, and what the sign is of."""
        word = Operator(token.start, token.end, kind)
        variable: Tree | None = None
        lower = upper = domain = None
        if below:
            variable = below[0]
        elif self.token.text in ("_", "("):
            if self.token.text == "_":
                self.skip()
            if self.token.text in ("(", "{"):
                variable, lower, upper, domain = self.range(kind)
            else:
                (below_it,) = self.subscript()
                variable, lower = (None, below_it) if kind == "integral" else (below_it, None)
        if self.token.text == "**" and upper is None:
            self.skip()
            upper = self.braced() if self.token.text == "{" else self.raised()
        if kind == "integral":
            return self.integral(word, variable, lower, upper)
        if variable is None:
            raise self.error("GC411", f"{kind} binds no variable", self.token, f"as in {kind}(f, k, 1, n)")
        body = self.expression(Precedence.SUM)
        return Binder(token.start, body.end, word, variable, lower, upper, domain, body)

    def raised(self) -> Tree:
        """Read the upper end behind a sign: a name, a number, or more in parentheses."""
        token = self.token
        if token.text == "(":
            self.open()
            inner = self.expression(LOOSEST)
            return Group(token.start, self.close(")"), inner)
        if token.kind not in ("name", "number"):
            raise self.missing()
        self.skip()
        kind = Number if token.kind == "number" else Name
        return kind(token.start, token.end, token.text)

    def range(self, kind: str) -> tuple[Tree | None, Tree | None, Tree | None, Tree | None]:
        """Read (k = 1..n), (k, 1, n), (k = 1), (x -> a), (x > 0), (k), or the lower end of an integral."""
        closing = {"(": ")", "{": "}"}[self.token.text]
        self.open()
        variable: Tree | None = None
        lower = upper = domain = None
        if self.token.kind == "name" and self.peek().text in ("=", "->", "in", ",", closing, ">", "<", ">=", "<="):
            name = self.skip()
            variable = Name(name.start, name.end, name.text)
            sign = self.token.text
            if sign == closing and kind == "integral":
                variable, lower = None, variable
            elif sign in ("=", "->", ",", "in"):
                self.skip()
                lower = self.expression(LOOSEST)
                if sign == "in" and self.token.text != "..":
                    lower, domain = None, lower
                elif self.token.text in ("..", ",") or (sign == "->" and self.token.text in ("+", "-")):
                    self.skip()
                    upper = self.expression(LOOSEST)
            elif sign != closing:
                self.go(self.place - 1)
                domain = self.expression(LOOSEST)
        else:
            lower = self.expression(LOOSEST)
        self.close(closing)
        return variable, lower, upper, domain

    def integral(self, word: Operator, variable: Tree | None, lower: Tree | None, upper: Tree | None) -> Tree:
        """Read what is integrated: up to dx where the sign names no variable."""
        if variable is not None:
            body = self.expression(Precedence.SUM)
            return Binder(word.start, body.end, word, variable, lower, upper, None, body)
        parts, operators = list[Tree](), list[Operator]()
        while True:
            part, end = self.without_differential(self.expression(Precedence.SUM))
            if part is not None:
                parts.append(part)
            if end is not None:
                break
            if self.token.text not in ("+", "-"):
                hint = "as in ∫_0^1 x**2 dx, or integral(x**2, x, 0, 1)"
                raise self.error("GC411", "the integral names no variable", self.token, hint)
            sign = self.skip()
            operators.append(Operator(sign.start, sign.end, sign.text))
        one = Number(end.start, end.start, "1")
        body = parts[0] if len(parts) == 1 else one if not parts else self._sum(parts, operators)
        return Binder(word.start, end.end, word, Name(end.start + 1, end.end, end.text[1:]), lower, upper, None, body)

    @staticmethod
    def _sum(parts: list[Tree], operators: list[Operator]) -> Tree:
        return Joined(parts[0].start, parts[-1].end, Precedence.SUM, tuple(parts), tuple(operators[: len(parts) - 1]))

    @staticmethod
    def without_differential(tree: Tree) -> tuple[Tree | None, Name | None]:
        """Return a product without the dx at its end, and that."""
        last = tree.parts[-1] if isinstance(tree, Joined) and tree.precedence is Precedence.PRODUCT else tree
        if not isinstance(last, Name) or not last.text.startswith("d") or len(last.text) < 2:
            return tree, None
        if last is tree:
            return None, last
        if not isinstance(tree, Joined) or tree.operators[-1].text == "/":
            return tree, None
        rest = tree.parts[:-1]
        if len(rest) == 1:
            return rest[0], last
        return Joined(tree.start, rest[-1].end, tree.precedence, rest, tree.operators[:-1]), last

    def is_quotient(self) -> bool:
        """Whether d/dx or d²/dx² comes next."""
        ahead = 1
        if self.peek().text == "**" and self.peek(2).kind == "number":
            ahead = 3
        below = self.peek(ahead + 1)
        return self.peek(ahead).text == "/" and below.kind == "name" and len(below.text) > 1 and below.text[0] == "d"

    def quotient(self, sign: str) -> Differential:
        """Read d/dx or ∂/∂x, with its order, and the product that it is of."""
        first = self.skip()
        self.order()
        self.skip()  # the stroke
        variables = self.variables(sign)
        body = self.expression(Precedence.SUM)
        return Differential(first.start, body.end, Operator(first.start, first.end, sign), variables, body)

    def order(self) -> int:
        """Read an order behind a sign, if there is one."""
        if self.token.text == "**" and self.peek().kind == "number" and self.peek().text.isdecimal():
            self.skip()
            return min(int(self.skip().text), 99)
        return 1

    def variables(self, sign: str) -> tuple[Tree, ...]:
        """Read dx, ∂x, ∂x², (∂x ∂y): each variable as often as it is derived by."""
        opened = self.token.text == "("
        if opened:
            self.open()
        found: list[Tree] = []
        while True:
            if sign == "∂":
                if self.token.text != "∂":
                    break
                self.skip()
                variable = self.variable()
            else:
                token = self.token
                if token.kind != "name" or token.text[0] != "d" or len(token.text) < 2 or found:
                    break
                self.skip()
                variable = self.marked(Name(token.start + 1, token.end, token.text[1:]))
            found += [variable] * self.order()
            if not opened and sign == "∂" and self.token.text != "∂":
                break
        if opened:
            self.close(")")
        if not found:
            raise self.error("GC411", "a derivative is by a variable", self.token, "as in ∂f/∂x")
        return tuple(found)

    def variable(self) -> Tree:
        """Read a name with its indices."""
        token = self.token
        if token.kind != "name":
            raise self.error("GC411", "a derivative is by a variable", token, "as in ∂f/∂x")
        self.skip()
        return self.marked(Name(token.start, token.end, token.text))

    def marked(self, tree: Tree) -> Tree:
        """Read the indices of a name, and no arguments."""
        while self.token.text == "_" and self.token.kind == "operator":
            self.skip()
            indices = self.subscript()
            tree = Script(tree.start, self.tokens[self.place - 1].end, tree, indices)
        return tree

    def partial(self) -> Tree:
        """Read ∂f/∂x, or ∂/∂x and the product that it is of."""
        first = self.token
        if self.peek().text == "/" or (self.peek().text == "**" and self.peek(3).text == "/"):
            return self.quotient("∂")
        self.skip()
        self.order()
        body = self.primary()
        if self.token.text != "/":
            raise self.error("GC411", "a derivative is by a variable", self.token, "as in ∂f/∂x")
        self.skip()
        variables = self.variables("∂")
        end = self.tokens[self.place - 1].end
        return Differential(first.start, end, Operator(first.start, first.end, "∂"), variables, body)

    def gradient(self) -> Tree:
        """Read ∇_w L or ∇²_w L."""
        first = self.skip()
        order = self.order()
        if self.token.text != "_":
            hint = "as in ∇_w L, or grad(L, w)"
            raise self.error("GC411", "a gradient is by a variable", self.token, hint)
        self.skip()
        (variable,) = self.subscript() if self.token.text not in ("(", "{") else self.subscript()[:1]
        if order == 1 and self.token.text == "**" and self.peek().text == "2":
            order = self.order()
        start = self.place
        body = self.expression(Precedence.PRODUCT)
        if isinstance(body, Number):  # of a number alone there is no gradient: ∇_w 1/2 ‖w‖² is of the product
            self.go(start)
            body = self.expression(Precedence.SUM)
            return Differential(first.start, body.end, Operator(first.start, first.end, "∇"), (variable,) * order, body)
        following = self.token
        if self.at_factor() or (following.kind == "operator" and PRECEDENCE.get(following.text) is Precedence.PRODUCT):
            hint = "write ∇_w (f*g) or (∇_w f)*g"
            raise self.error("GC417", "∇ may be of this factor or of the whole product", following, hint)
        word = Operator(first.start, first.end, "∇")
        return Differential(first.start, body.end, word, (variable,) * order, body)
