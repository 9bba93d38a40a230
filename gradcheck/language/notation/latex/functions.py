r"""Functions that are words: \sin, \log, \operatorname{tr}, \text{softmax}, and the words for chance.

    \sin(x), \log\left[x\right], \exp\{x\}, \exp{x}    Call
    \sin^2 x, \log_2 x, \log^2(x)                      the power of a call; a call of log_2
    \mathbb{E}[X], \mathbb{E}_{x \sim p}[X], \Pr(A)    as E[X] and P(A) in the text notation
    \sqrt[3]{x}, \binom{n}{k}, \mathbb{1}[x > 0]

An argument without parentheses is the one factor that follows, with its scripts: \log x^2 is log(x^2).  It is longer,
the whole product, if it begins with a number or a capital letter, or is of letters without a blank: \sin 2\pi x,
\tanh W x, \log xy.  It ends at a sign, an operator, and before another function: \sin x \cos y.  Whatever else could
belong to it is refused with both readings: \log x y, \log p / q, \log x (1 - x), \sin^{-1} x.
"""

from __future__ import annotations

from dataclasses import replace

from gradcheck.language.notation.latex import binders
from gradcheck.language.notation.latex.commands import BINDERS, CHANCE, EXTREMA, FUNCTIONS, NO_ARGUMENTS
from gradcheck.language.notation.latex.cursor import Cursor, side_by_side
from gradcheck.language.notation.latex.scripts import at_closing, read_elements, read_list, sides_of, unclosed
from gradcheck.language.notation.latex.tokens import Token
from gradcheck.language.notation.tree import (
    Bracket,
    Call,
    Cases,
    Group,
    Joined,
    Listed,
    Marked,
    Name,
    Number,
    Operator,
    Power,
    Precedence,
    Prime,
    Raised,
    Script,
    Signed,
    Styled,
    Tree,
)

THIN = 2  # the gap of a thin space, \,


def read_function(cursor: Cursor, token: Token) -> Tree:
    """Read a command for a function, and its argument."""
    return apply_word(cursor, Name(token.start, token.end, token.text), token.text)


def apply_word(cursor: Cursor, name: Name, word: str) -> Tree:
    """Read what belongs to a word for a function that was read."""
    if word in EXTREMA:
        return binders.read_extremum(cursor, name, word)
    is_chance = word in CHANCE
    scripted = cursor.scripted(replace(name, text=CHANCE[word] if is_chance else FUNCTIONS.get(word, word)))
    function, exponent = scripted, None
    if isinstance(scripted, Power):
        function, exponent = scripted.base, scripted.exponent
        if isinstance(exponent, Signed):
            shown = cursor.text_of(function)
            raise cursor.two_readings(
                exponent, f"{shown}^{{-1}}", "the inverse by its name, such as \\arcsin", f"1/{shown}(x)"
            )
    if isinstance(function, Marked | Raised):
        raise cursor.error("GC410", "a function has a mark that means nothing here", function)
    tree = _called(cursor, function, is_chance)
    if exponent is not None:
        if tree is function:
            raise cursor.error("GC411", f"{word} has no argument", name)
        return Power(tree.start, tree.end, tree, exponent)
    return tree


def _called(cursor: Cursor, function: Tree, is_chance: bool) -> Tree:
    """Read the argument of a function, in parentheses or not."""
    token = cursor.token
    if token.is_sign("(", "[") or token.is_command("{"):
        arguments, end = read_arguments(cursor)
    elif token.is_sign("{"):
        start, last = cursor.argument_range(token)
        if start == last:
            return function
        inner = cursor.formula(start, last)
        end = cursor.tokens[cursor.place - 1].end
        arguments = inner.parts if isinstance(inner, Listed) else (inner.inner if isinstance(inner, Group) else inner,)
    elif is_chance and not (cursor.at_factor() and _takes_operand(function)):
        return function
    elif cursor.at_factor():
        argument = read_argument(cursor, function)
        arguments, end = (argument,), argument.end
        token = token._replace(text="[")
    else:
        return function
    if is_chance and token.text != "(":
        return Bracket(function.start, end, function, arguments)
    return Call(function.start, end, function, arguments)


def _takes_operand(function: Tree) -> bool:
    """Whether a word for chance may stand before what it is of without brackets: an expectation or a variance."""
    base = function.base if isinstance(function, Script) else function
    return isinstance(base, Name) and base.text in ("E", "Var", "Cov")


def read_arguments(cursor: Cursor) -> tuple[tuple[Tree, ...], int]:
    """Read arguments in parentheses, brackets, or braces that show; return where they end too."""
    opening = cursor.skip()
    closing = {"(": ")", "[": "]", "{": "}"}[opening.text]
    arguments = read_list(cursor, closing)
    if not at_closing(cursor, (closing,)):
        raise unclosed(cursor, (closing,))
    return arguments, cursor.skip().end


def read_argument(cursor: Cursor, function: Tree) -> Tree:
    """Read an argument without parentheses, as the docstring of the module says."""
    first = cursor.operand()
    factors = [first]
    while cursor.at_factor() and not _begins_function(cursor.token):
        token = cursor.token
        joins = isinstance(first, Number) or _is_capital(first) or (not token.gap and token.start == factors[-1].end)
        if not joins or token.is_sign("(", "[") or token.gap >= THIN:
            shown, rest = cursor.text_of(function), cursor.text_of(token)
            so_far = " ".join(cursor.text_of(factor) for factor in factors)
            first_reading, second = f"{shown}({so_far}) {rest}...", f"{shown}({so_far} {rest}...)"
            raise cursor.two_readings(token, f"{shown} {so_far} {rest}", first_reading, second)
        factors.append(cursor.operand())
    if cursor.token.is_sign("/"):
        shown = cursor.text_of(function)
        raise cursor.two_readings(cursor.token, f"{shown} a / b", f"({shown} a)/b", f"{shown}(a/b)")
    return side_by_side(*factors)


def _is_capital(tree: Tree) -> bool:
    """Whether the tree is a capital letter, perhaps with scripts."""
    while isinstance(tree, Script | Raised | Prime | Power | Marked):
        tree = tree.base
    return isinstance(tree, Name) and len(tree.text) == 1 and tree.text.isupper()


def _begins_function(token: Token) -> bool:
    return token.kind == "command" and (
        token.text in NO_ARGUMENTS or token.text in FUNCTIONS or token.text in BINDERS or token.text in CHANCE
    )


def read_root(cursor: Cursor, command: Token) -> Tree:
    """Read \\sqrt{x} or \\sqrt[n]{x}."""
    order: Tree | None = None
    if cursor.token.is_sign("["):
        cursor.skip()
        first = cursor.place
        while not cursor.token.is_sign("]"):
            if cursor.skip().kind == "end":
                raise cursor.error("GC403", "this bracket is never closed", command)
        order = cursor.formula(first, cursor.place)
        cursor.skip()
    inner = cursor.argument(command)
    start, end = command.start, cursor.tokens[cursor.place - 1].end
    if order is None or (isinstance(order, Number) and order.text == "2"):
        return Call(start, end, Name(start, command.end, "sqrt"), (inner,))
    one, stroke = Number(order.start, order.start, "1"), Operator(order.start, order.start, "/")
    exponent = Joined(order.start, order.end, Precedence.PRODUCT, (one, order), (stroke,))
    return Power(start, end, Group(inner.start, inner.end, inner), exponent)


def read_binomial(cursor: Cursor, command: Token) -> Tree:
    """Read \\binom{n}{k}."""
    above, below = cursor.argument(command), cursor.argument(command)
    end = cursor.tokens[cursor.place - 1].end
    return Call(command.start, end, Name(command.start, command.end, "binomial"), (above, below))


def read_indicator(cursor: Cursor, name: Styled) -> Tree:
    """Read the indicator of a condition, which is 1 where it holds and 0 elsewhere; else the array of ones.

    The condition stands in brackets of any kind, or below the sign.
    """
    token = cursor.token
    if token.is_sign("(", "[") or token.is_command("{"):
        place = cursor.place
        arguments, end = read_arguments(cursor)
        condition = _condition(arguments)
        if condition is not None:
            return _indicator(name.start, end, condition)
        cursor.go(place)
        return name
    if not token.is_sign("_"):
        return name
    indices, end = read_indices(cursor)
    condition = _condition(indices)
    if condition is not None:
        return _indicator(name.start, end, condition)
    return Call(name.start, end, name, sides_of(indices))


def read_indices(cursor: Cursor) -> tuple[tuple[Tree, ...], int]:
    """Read what stands below a sign, and return where it ends too."""
    command = cursor.skip()
    start, stop = cursor.argument_range(command)
    if start == stop:
        raise cursor.error("GC411", "an index is missing", command)
    return cursor.part(start, stop, lambda: read_elements(cursor, may_slice=False)), cursor.tokens[cursor.place - 1].end


def _condition(trees: tuple[Tree, ...]) -> Tree | None:
    """Return the claim that the trees are, if they are one."""
    inner = trees[0] if len(trees) == 1 else None
    if isinstance(inner, Group):
        inner = inner.inner
    return inner if isinstance(inner, Joined) and inner.precedence <= Precedence.RELATION else None


def _indicator(start: int, end: int, condition: Tree) -> Cases:
    return Cases(start, end, ((Number(start, start, "1"), condition), (Number(end, end, "0"), None)))
