"""From tokens to the surface tree: a Pratt parser, in which every operator has a precedence and nothing has a meaning.

From the loosest to the tightest:

    <=>   =>   or   and   = != ~ < <= > >=   + -   * / @ ⊙ and factors side by side   + - as signs   **

Operands with operators of one precedence between them are one node; a power is to the right, x**y**z = x**(y**z), and
its exponent may have a sign, x**-y.  Behind an operand stand arguments, indices in brackets or below it, primes and the
mark of a transpose.  Refuses parentheses that do not match, missing operands, a number behind an operand, and what is
nested too deeply; unknown words are not its concern.  ``binders`` and ``items`` add what begins with a word or a sign.
"""

from __future__ import annotations

from collections.abc import Callable
from itertools import islice

from gradcheck.language.notation.readerror import ReadError
from gradcheck.language.notation.tokens import HINTS, MAX_TOKENS, Token
from gradcheck.language.notation.tree import (
    MAX_NESTING,
    Binder,
    Bracket,
    Call,
    Differential,
    Fenced,
    Group,
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
    Slice,
    Tending,
    Tree,
    Within,
)
from gradcheck.language.notation.words import CHANCE, may_stand_beside

LOOSEST = 0  # binds less tightly than every operator

PRECEDENCE = {
    "<=>": Precedence.IFF, "=>": Precedence.IMPLIES, "or": Precedence.OR, "and": Precedence.AND,
    **dict.fromkeys(("=", "!=", "<", "<=", ">", ">=", "≈"), Precedence.RELATION),
    "+": Precedence.SUM, "-": Precedence.SUM,
    **dict.fromkeys(("*", "·", "/", "@", "⊙"), Precedence.PRODUCT),
    "**": Precedence.POWER,
}  # fmt: skip
OPENING_SIGNS = frozenset(("(", "|", "‖", "√", "∂", "∇", "∑", "∏", "∫", "⟨"))  # with which a factor may begin
STOPPING = frozenset(("within", "is", "are", "invertible", "symmetric", "orthogonal"))  # that are no factors
OPENERS = frozenset(("where", "given", "for", "if"))  # that end a formula and begin what it assumes
CLOSING = {"(": ")", "[": "]", "{": "}", "⟨": "⟩"}
NOTHING_BEHIND = (Signed, Binder, Differential, Quantified)  # whose last part has read it
NOT_CALLED = (Number, Group, Fenced, Call, Power, Rows, Marked)  # behind which parentheses are a factor


class Parser:
    """Reads the tokens from left to right; ``token`` is the next one."""

    in_range = False  # whether up and down are words
    in_law = False  # whether an argument may begin with its name, as in iid(mean 0, variance 1)

    def __init__(self, source: str, tokens: list[Token]) -> None:
        self.source, self.tokens = source, tokens
        self.place = self.first = 0  # of the next token, and of the first one of this formula
        self.token = tokens[0]
        self.opened: list[Token] = []  # parentheses, brackets and fences
        self.depth = 0  # of formulas in formulas
        self.tries = 0

    def skip(self) -> Token:
        """Go on to the next token, and return the one that was next."""
        token = self.token
        self.go(self.place + 1)
        return token

    def go(self, place: int) -> None:
        """Make the token of this number the next one."""
        self.place = place
        self.token = self.tokens[place]

    def peek(self, ahead: int = 1) -> Token:
        """Return a token behind the next one; the last one of all where there is none."""
        return self.tokens[min(self.place + ahead, len(self.tokens) - 1)]

    def error(self, code: str, message: str, token: Token, hint: str = "") -> ReadError:
        return ReadError(code, message, self.source, token.start + 1, hint)

    def formula(self) -> Tree:
        """Read all up to the next token of kind 'end', or a word that opens assumptions."""
        self.first = self.place
        if len(self.tokens) > MAX_TOKENS:
            self.refuse_long()
        tree = self.expression(LOOSEST)
        if self.token.kind != "end" and not self.at_opener():
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

    def at_opener(self) -> bool:
        """Whether the next token is a word that opens assumptions; where(c, a, b) is a function."""
        token = self.token
        if token.text == "∀":  # behind a claim
            return True
        if token.text not in OPENERS or token.kind not in ("name", "word"):
            return False
        return token.text != "where" or not self.is_choice()

    def is_choice(self) -> bool:
        """Whether ``where`` is followed by three arguments in parentheses."""
        if self.peek().text != "(":
            return False
        level = commas = 0
        for token in islice(self.tokens, self.place + 1, None):
            level += (token.text in CLOSING) - (token.text in CLOSING.values())
            commas += token.text == "," and level == 1
            if level == 0:
                following = self.tokens[self.tokens.index(token) + 1]
                return commas == 2 or following.text not in ("", ",", "and", ";")
        return True  # it is never closed, which is refused elsewhere

    def expression(self, floor: int) -> Tree:
        """Read the longest formula whose operators, outside of parentheses, all bind more tightly than ``floor``."""
        self.deeper()
        left = self.behind(self.operand())
        while True:
            precedence = PRECEDENCE.get(self.token.text) if self.token.kind == "operator" else None
            if precedence is None and self.at_factor():
                precedence = Precedence.PRODUCT
            if precedence is None or precedence <= floor or self.stops(precedence):
                wider = None if precedence is not None else self.widened(left, floor)
                if wider is None:
                    break
                left = wider
            elif precedence is Precedence.POWER:
                left = self.power(left)
            else:
                left = self.joined(left, precedence)
        self.depth -= 1
        return left

    def deeper(self) -> None:
        """Count a level of nesting."""
        self.depth += 1
        if self.depth > 2 * MAX_NESTING + 2:  # parentheses and operations
            raise self.too_deep(self.token)

    def stops(self, precedence: Precedence) -> bool:
        """Whether an operator ends the formula here; of a list of assumptions, ``and`` may."""
        return False

    def at_factor(self) -> bool:
        """Whether the next token begins a factor beside the operand that was read: a name, or a sign that opens one."""
        token = self.token
        if token.kind == "name":
            is_word = token.text in STOPPING or (self.in_range and token.text in ("up", "down"))
            return not is_word and not self.at_property() and not self.at_opener()
        if token.kind == "number":  # sin 2x
            return self.place > self.first and may_stand_beside(self.tokens[self.place - 1].text)
        if token.kind == "operator" and token.text == "[":  # of a matrix; x[1] has been read as an entry
            return self.peek().text == "[" or (self.place > self.first and self.tokens[self.place - 1].kind == "number")
        if token.kind != "operator" or token.text not in OPENING_SIGNS:
            return False
        return token.text not in ("|", "‖") or not self.closes_fence()

    def at_property(self) -> bool:
        """Whether words come next that say what a matrix is: positive definite."""
        return self.token.text in ("positive", "negative") and self.peek().text in ("definite", "semidefinite")

    def closes_fence(self) -> bool:
        """Whether a bar ends what the last bar began."""
        if not self.opened:
            return False
        last = self.opened[-1].text
        return last == self.token.text or (last == "||" and self.token.text == "|")

    def power(self, left: Tree) -> Tree:
        self.skip()
        token = self.token
        if token.text == "⊤" or (token.text == "T" and self.peek().text == "("):  # X^T (y - X w) calls no T
            self.skip()
            mark = Operator(token.start, token.end, "T")
            if token.text == "⊤":
                return self.behind(Marked(left.start, token.end, left, mark))
            return Power(left.start, token.end, left, Name(token.start, token.end, "T"))
        exponent = self.braced() if token.text == "{" else self.expression(Precedence.SIGN)
        if isinstance(exponent, Name) and self.token.kind == "name" and self.token.start == exponent.end:
            hint = f"write ({exponent.text}*{self.token.text}), or a blank behind the exponent"
            raise self.error("GC417", "the exponent may end here or further on", self.token, hint)
        return Power(left.start, exponent.end, left, exponent)

    def widened(self, left: Tree, floor: int) -> Tree | None:
        """Read ``within`` or ``as`` behind a relation."""
        if not isinstance(left, Joined) or left.precedence is not Precedence.RELATION or floor >= Precedence.RELATION:
            return None
        if self.token.text == "within" and self.token.kind == "name":
            self.skip()
            tolerance = self.expression(Precedence.RELATION)
            return Within(left.start, tolerance.end, left, tolerance)
        if self.token.text == "as" and self.token.kind == "word":
            self.skip()
            variable = self.primary()
            if self.token.text != "->":
                raise self.error("GC411", "-> is missing", self.token, "as in  f = O(g) as n -> oo")
            self.skip()
            point = self.expression(Precedence.RELATION)
            return Tending(left.start, point.end, left, variable, point)
        return None

    def joined(self, first: Tree, precedence: Precedence) -> Joined:
        """Join the operand and all that follow it after operators of the precedence."""
        parts, operators = [first], list[Operator]()
        while True:
            token = self.token
            if token.kind == "operator" and PRECEDENCE.get(token.text) is precedence:
                if self.stops(precedence):
                    break
                self.skip()
                if precedence <= Precedence.IMPLIES and len(parts) == MAX_NESTING:  # a => (b => (c => ...))
                    raise self.too_deep(token)
                operators.append(Operator(token.start, token.end, token.text))
            elif precedence is Precedence.PRODUCT and self.at_factor():
                operators.append(Operator(parts[-1].end, token.start, ""))
            else:
                break
            parts.append(self.expression(precedence))
        return Joined(first.start, parts[-1].end, precedence, tuple(parts), tuple(operators))

    def primary(self) -> Tree:
        """Read an operand and what stands directly behind it."""
        return self.behind(self.operand())

    def special(self) -> Callable[[], Tree] | None:
        """Return what reads an operand that begins with a sign or word of its own; None for every other one."""
        return None

    def operand(self) -> Tree:
        """Read a number, a name, a formula in parentheses, or one of these after a sign."""
        special = self.special()
        if special is not None:
            return special()
        token = self.token
        kind, text, start, end = token
        if kind == "number":
            self.skip()
            return Number(start, end, text)
        if kind == "name" and not self.at_opener():
            self.skip()
            return Name(start, end, text)
        if kind != "operator":
            raise self.missing()
        if text == "(":
            self.open()
            inner = self.expression(LOOSEST)
            return Group(start, self.close(")"), inner)
        if text in ("+", "-"):
            self.skip()
            operand = self.expression(Precedence.SIGN)
            return Signed(start, operand.end, Operator(start, end, text), operand)
        if text == "√":
            self.skip()
            inner = self.primary()
            if self.token.text == "**":
                hint = "write (√x)**2 or √(x**2)"
                raise self.error("GC417", "the power may be of the root or under it", self.token, hint)
            return Call(start, inner.end, Name(start, end, "sqrt"), (inner,))
        raise self.missing()

    def behind(self, tree: Tree) -> Tree:
        """Read what stands directly behind an operand: arguments, indices, primes, marks."""
        if isinstance(tree, NOTHING_BEHIND):
            return tree
        while self.token.kind == "operator":
            text, end = self.token.text, self.token.end
            if text == "(" and not isinstance(tree, NOT_CALLED):
                tree = self.call(tree)
            elif text == "[" and not isinstance(tree, Number) and not self.at_matrix(tree):
                self.open()
                indices = self.indices("]")
                tree = Bracket(tree.start, self.close("]"), tree, indices)
            elif text == "_":
                self.skip()
                indices = self.subscript()
                tree = Script(tree.start, self.tokens[self.place - 1].end, tree, indices)
            elif text == "'":
                order = tree.order + 1 if isinstance(tree, Prime) else 1
                base = tree.base if isinstance(tree, Prime) else tree
                self.skip()
                tree = Prime(tree.start, end, base, order)
            elif text in (".T", "!"):
                mark = self.skip()
                tree = Marked(tree.start, end, tree, Operator(mark.start, end, text[-1]))
            else:
                break
        return tree

    def at_matrix(self, tree: Tree) -> bool:
        """Whether [[a, b], [c, d]] comes next, which is no index."""
        return self.peek().text == "[" and not (isinstance(tree, Name) and tree.text in CHANCE)

    def call(self, function: Tree) -> Tree:
        """Read the arguments of the function, in the parentheses that come next."""
        self.open()
        if self.token.text == ")":
            return Call(function.start, self.close(")"), function, ())
        arguments = [self.parameter() if self.in_law else self.expression(LOOSEST)]
        if self.token.text == "for" and self.token.kind == "word" and isinstance(function, Name):
            return self.comprehension(function, arguments[0])
        while self.token.text == ",":
            self.skip()
            if self.token.kind == "name" and self.peek().text == "from" and len(arguments) == 1:
                return self.ordered(function, arguments[0])
            arguments.append(self.parameter() if self.in_law else self.expression(LOOSEST))
        return Call(function.start, self.close(")"), function, tuple(arguments))

    def ordered(self, function: Tree, body: Tree) -> Binder:
        """Read k from 1 up to n, behind what is multiplied in this order."""
        name = self.skip()
        self.skip()
        before, self.in_range = self.in_range, True
        first = self.expression(LOOSEST)
        way = self.token
        if way.text not in ("up", "down") or self.peek().text != "to":
            raise self.error("GC411", "up to or down to is missing", way, "as in product(M[k], k from 1 up to n)")
        self.skip()
        self.skip()
        last = self.expression(LOOSEST)
        self.in_range = before
        word = Operator(way.start, way.end, way.text)
        variable = Name(name.start, name.end, name.text)
        return Binder(function.start, self.close(")"), word, variable, first, last, None, body)

    def comprehension(self, function: Name, body: Tree) -> Binder:
        """Read for k in 1..n behind what is summed or multiplied."""
        self.skip()
        token = self.skip()
        variable = Name(token.start, token.end, token.text)
        if token.kind != "name" or self.token.text != "in":
            raise self.error("GC411", "a range is missing", self.token, "as in sum(f for k in 1..n)")
        self.skip()
        lower = self.expression(LOOSEST)
        if self.token.text != "..":
            raise self.unexpected()
        self.skip()
        upper = self.expression(LOOSEST)
        word = Operator(function.start, function.end, function.text)
        return Binder(function.start, self.close(")"), word, variable, lower, upper, None, body)

    def parameter(self) -> Tree:
        """Read one argument of a law."""
        return self.expression(LOOSEST)

    def indices(self, closing: str) -> tuple[Tree, ...]:
        """Read what stands in square brackets: formulas, or slices such as 2:n."""
        found = [self.index(closing)]
        while self.token.text == ",":
            self.skip()
            found.append(self.index(closing))
        return tuple(found)

    def index(self, closing: str) -> Tree:
        start = self.token.start
        lower = None if self.token.text == ":" else self.expression(LOOSEST)
        if self.token.text != ":":
            return lower or self.expression(LOOSEST)
        end = self.skip().end
        upper = None if self.token.text in (",", closing) else self.expression(LOOSEST)
        return Slice(start, end if upper is None else upper.end, lower, upper)

    def subscript(self) -> tuple[Tree, ...]:
        """Read an index below its base: a name, a number, or several in parentheses."""
        token = self.token
        if token.text in ("(", "{"):
            self.open()
            closing = CLOSING[token.text]
            indices = self.indices(closing)
            self.close(closing)
            return indices
        if token.kind not in ("name", "number"):
            raise self.missing()
        self.skip()
        kind = Number if token.kind == "number" else Name
        return (kind(token.start, token.end, token.text),)

    def braced(self) -> Tree:
        """Read a formula in braces, which group behind a power or an index."""
        start = self.token.start
        self.open()
        inner = self.expression(LOOSEST)
        return Group(start, self.close("}"), inner)

    def open(self) -> None:
        self.opened.append(self.token)
        self.check_opened()
        self.skip()

    def check_opened(self) -> None:
        if len(self.opened) > MAX_NESTING:
            raise self.too_deep(self.token)

    def close(self, closing: str) -> int:
        """Read a closing sign and return where it ends; ReadError if another token is next."""
        if self.token.text != closing or self.token.kind != "operator":
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
        if token.kind == "end" and before and before.text in ("(", "[", ",") and self.opened:
            return self.never_closed()
        if token.text == ")" and not self.opened:
            return self.error("GC403", "this parenthesis closes none", token)
        hint = HINTS.get(token.text, "")
        if token.text == "{":
            return self.error("GC402", "{ is not part of the syntax", token, hint)
        after = f" after {before.text}" if before else ""
        return self.error("GC411", f"an expression is missing{after}", token, hint)

    def never_closed(self) -> ReadError:
        token = self.opened[-1]
        what = {"(": "parenthesis", "[": "bracket", "{": "brace", "⟨": "bracket"}.get(token.text, "bar")
        return self.error("GC403", f"this {what} is never closed", token)

    def unexpected(self) -> ReadError:
        """Return the error for a token that continues no formula and ends none."""
        token, before = self.token, self.before()
        if token.kind in ("number", "name") or token.text == "(":
            left = "(...)" if before is None or before.text == ")" else before.text
            right = "(...)" if token.text == "(" else token.text
            hint = f"a product is written {left}*{right}"
            return self.error("GC409", "an operator is missing between two expressions", token, hint)
        if token.kind == "end" and self.opened:
            return self.never_closed()
        if token.text == ")" and not self.opened:
            return self.error("GC403", "this parenthesis closes none", token)
        if token.text in ("{", "}"):
            return self.error("GC402", f"{token.text} is not part of the syntax", token, HINTS["{"])
        return self.error("GC410", f"{token.text} has no meaning here", token, HINTS.get(token.text, ""))
