"""The place in a list of tokens at which a formula is read, and what all parts of the parser ask of it."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable
from itertools import pairwise
from typing import TypeVar

from gradcheck.language.notation.latex.commands import ARITY, CLOSING, NO_ARGUMENTS, OPENING
from gradcheck.language.notation.latex.reading import Reading
from gradcheck.language.notation.latex.tokens import Token
from gradcheck.language.notation.readerror import ReadError
from gradcheck.language.notation.tree import Joined, Operator, Precedence, Tree

MAX_DEPTH = 240  # of formulas and operands in each other
NESTED = 3  # how many of these levels an argument is, which costs more of the stack of Python
Result = TypeVar("Result")

LOOSEST = 0  # binds less tightly than every operator


class Cursor(ABC):
    """Reads tokens from left to right; ``token`` is the next one, and the last one is of kind 'end'."""

    def __init__(self, source: str, tokens: list[Token], reading: Reading) -> None:
        self.source, self.tokens, self.reading = source, tokens, reading
        self.place = 0
        self.token = tokens[0]
        self.depth = 0  # of formulas in formulas
        self.bars: list[str] = []  # that are open, and the groups that they are in: |, ‖, or (
        self.ahead: dict[int, int] | None = None  # of each bar, how many follow it
        self.font = ""  # of the letters
        self.arrow = ""  # below the sign that was read last: up or down
        self.reasons: dict[int, str] = {}  # what stands above relations, by their places

    @abstractmethod
    def expression(self, floor: int = LOOSEST) -> Tree:
        """Read the longest formula whose operators, outside of parentheses, all bind more tightly than ``floor``."""

    @abstractmethod
    def operand(self) -> Tree:
        """Read one operand with its scripts, marks and arguments."""

    @abstractmethod
    def primary(self) -> Tree:
        """Read one operand without its scripts."""

    @abstractmethod
    def at_factor(self) -> bool:
        """Whether the next token begins a factor beside the operand that was read."""

    @abstractmethod
    def scripted(self, base: Tree) -> Tree:
        """Read the scripts and primes behind the base."""

    @abstractmethod
    def behind(self, base: Tree) -> Tree:
        """Read scripts, primes, arguments and marks behind the base."""

    def skip(self) -> Token:
        """Go on to the next token, and return the one that was next."""
        token = self.token
        self.go(self.place + 1)
        return token

    def go(self, place: int) -> None:
        """Make the token of this number the next one."""
        self.place = min(place, len(self.tokens) - 1)
        self.token = self.tokens[self.place]

    def peek(self, ahead: int = 1) -> Token:
        """Return a token behind the next one; the last one of all where there is none."""
        return self.tokens[min(self.place + ahead, len(self.tokens) - 1)]

    def before(self) -> Token | None:
        """Return the token that was read last."""
        return self.tokens[self.place - 1] if self.place else None

    def deeper(self, levels: int = 1) -> None:
        """Count levels of nesting."""
        self.depth += levels
        if self.depth > MAX_DEPTH:
            raise self.error("GC408", "the formula is nested too deeply", self.token)

    def error(self, code: str, message: str, at: Token | Tree, hint: str = "") -> ReadError:
        """Return a refusal at a token or tree."""
        return ReadError(code, message, self.source, at.start + 1, hint)

    def two_readings(self, at: Token | Tree, written: str, first: str, second: str) -> ReadError:
        """Return the refusal of what may be read in two ways."""
        return self.error("GC417", f"{written} has two readings", at, f"write {first} or {second}")

    def text_of(self, tree: Tree | Token, longest: int = 30) -> str:
        """Return what was written for the tree."""
        text = " ".join(self.source[tree.start : tree.end].split())
        return text if len(text) <= longest else text[: longest - 3] + "..."

    def group_end(self) -> int:
        """Return the number of the brace that closes the one that is next."""
        level = 0
        for at in range(self.place, len(self.tokens)):
            token = self.tokens[at]
            level += token.is_sign("{") - token.is_sign("}")
            if level == 0:
                return at
        raise self.error("GC403", "this brace is never closed", self.token)

    def expect(self, sign: str) -> Token:
        """Read a sign that has to be next."""
        if not self.token.is_sign(sign):
            raise self.error("GC403", f"{sign} is missing", self.token)
        return self.skip()

    def argument_range(self, command: Token) -> tuple[int, int]:
        """Return the numbers of the tokens of the argument that is next, without braces, and go behind it."""
        token = self.token
        if token.is_sign("{"):
            closing = self.group_end()
            inside = self.place + 1, closing
            self.go(closing + 1)
            return inside
        if token.kind in ("end", "finish") or token.is_sign("}", "&", ")", "]") or token.is_command("\\"):
            raise self.error("GC411", f"an argument is missing behind \\{command.text}", command, "write it in braces")
        place = self.place
        self.skip()
        if token.kind == "command":
            for _ in range(ARITY.get(token.text, 0)):  # \frac\mathbf{x}{2}, x^\frac{1}{2}
                if token.text == "sqrt" and self.token.is_sign("["):
                    while self.token.kind != "end" and not self.skip().is_sign("]"):
                        pass
                if self.token.is_sign("{"):
                    self.go(self.group_end() + 1)
                elif token.text not in NO_ARGUMENTS and self.token.kind in ("letter", "number", "command"):
                    self.argument_range(token)
        return place, self.place

    def part(self, start: int, end: int, read: Callable[[], Result]) -> Result:
        """Read the tokens from one number up to another as if there were no others; ReadError if some are left."""
        before = self.tokens, self.place, self.bars, self.ahead
        self.deeper(NESTED)
        last = self.tokens[end]
        self.tokens = [*self.tokens[start:end], Token("end", "", last.start, last.start)]
        self.bars, self.ahead = [], None
        self.go(0)
        found = read()
        if self.token.kind != "end":
            raise self.unexpected()
        self.depth -= NESTED
        self.tokens, place, self.bars, self.ahead = before
        self.go(place)
        return found

    def formula(self, start: int, end: int) -> Tree:
        """Read the tokens from one number up to another as a formula of its own."""
        return self.part(start, end, self.expression)

    def argument(self, command: Token) -> Tree:
        """Read the argument that is next, in braces or not, as a formula."""
        start, end = self.argument_range(command)
        if start == end:
            raise self.error("GC411", f"an argument of \\{command.text} is empty", command)
        return self.formula(start, end)

    @abstractmethod
    def unexpected(self) -> ReadError:
        """Return the error for a token that continues no formula and ends none."""

    def bars_ahead(self) -> int:
        """Return how many bars like the next one follow it in the same group, itself included."""
        if self.ahead is None:
            self.ahead = count_bars(self.tokens)
        return self.ahead.get(self.place, 0)


def side_by_side(*parts: Tree) -> Tree:
    """Return the product of factors without a sign between them."""
    if len(parts) == 1:
        return parts[0]
    between = tuple(Operator(one.end, max(one.end, two.start), "") for one, two in pairwise(parts))
    return Joined(parts[0].start, parts[-1].end, Precedence.PRODUCT, parts, between)


def level_change(token: Token) -> int:
    """Return 1 for a token that opens a group, -1 for one that closes one, else 0."""
    if token.kind in ("begin", "finish"):
        return 1 if token.kind == "begin" else -1
    if token.kind in ("sign", "command"):
        return (token.text in OPENING) - (token.text in CLOSING)
    return 0


def bar_of(token: Token) -> str:
    """Return | or ‖ for a bar that does not say whether it opens or closes, else nothing."""
    if token.is_sign("|"):
        return "|"
    return "‖" if token.is_command("|") else ""


def count_bars(tokens: list[Token]) -> dict[int, int]:
    """Return for each bar how many of its kind stand in the rest of its group, itself included."""
    found: dict[int, int] = {}
    levels: list[dict[str, int]] = [{}]
    for at in range(len(tokens) - 1, -1, -1):
        token = tokens[at]
        bar = bar_of(token)
        if bar:
            levels[-1][bar] = found[at] = levels[-1].get(bar, 0) + 1
        elif token.kind == "finish" or (token.kind in ("sign", "command") and token.text in CLOSING):
            levels.append({})
        elif (token.kind == "begin" or (token.kind in ("sign", "command") and token.text in OPENING)) and len(
            levels
        ) > 1:
            levels.pop()
        elif token.is_sign(",", "&") or token.is_command("\\"):
            levels[-1] = {}
    return found
