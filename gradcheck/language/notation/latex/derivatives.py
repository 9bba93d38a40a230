r"""Fractions, and the derivatives that are written as fractions.

    \frac{a}{b}                                     a/b, each side in parentheses unless it is one operand
    \frac{d f}{dx}, \frac{\partial^2 L}{\partial x \partial y}, \frac{d^2 y}{dx^2}      Differential, the body above
    \frac{d}{dx} f(x) g(x), \frac{d}{dx}\left[f + g\right]         of the product that follows, up to a + or -
    \partial f / \partial x, dy/dx, d/dx f          the same in a line
    \nabla_w L, \nabla f(x), \nabla_x^2 f, \partial_x f             of the one operand that follows

A fraction is a derivative if its numerator begins with d or \partial, and its denominator is a product of as many d
or \partial, each with a name, or a formula, behind it.  Refuses, with both readings, \nabla_x f(x) g(x), where what
follows depends on x too, and \frac{d}{dx}(f) g.
"""

from __future__ import annotations

from gradcheck.language.notation.freenames import free_names
from gradcheck.language.notation.latex.cursor import Cursor, side_by_side
from gradcheck.language.notation.latex.integrals import is_differential
from gradcheck.language.notation.latex.tokens import Token
from gradcheck.language.notation.readerror import ReadError
from gradcheck.language.notation.tree import (
    Call,
    Differential,
    Group,
    Joined,
    Marked,
    Name,
    Number,
    Operator,
    Power,
    Precedence,
    Raised,
    Script,
    Signed,
    Tree,
)

FRACTIONS = ("\\frac", "\\tfrac", "\\dfrac")
MAX_ORDER = 20


def read_fraction(cursor: Cursor, command: Token) -> Tree:
    """Read \\frac{a}{b}, a quotient or a derivative."""
    above = cursor.argument_range(command)
    below = cursor.argument_range(command)
    end = cursor.tokens[cursor.place - 1].end
    if above[0] == above[1] or below[0] == below[1]:
        raise cursor.error("GC411", f"an argument of \\{command.text} is empty", command)
    sign = sign_of(cursor, above[0])
    if sign and sign_of(cursor, below[0]) == sign:
        tree = _derivative(cursor, command, above, below, end)
        if tree is not None:
            return tree
    numerator, denominator = cursor.formula(*above), cursor.formula(*below)
    middle = Operator(numerator.end, max(numerator.end, denominator.start), "/")
    parts = (grouped(numerator), grouped(denominator))
    start = min(command.start, numerator.start)  # a \over b
    return Joined(start, end, Precedence.PRODUCT, parts, (middle,))


def grouped(tree: Tree) -> Tree:
    """Return the tree in parentheses if it is more than one operand."""
    is_number = isinstance(tree, Signed) and isinstance(tree.operand, Number)
    return Group(tree.start, tree.end, tree) if isinstance(tree, Joined | Signed) and not is_number else tree


def sign_of(cursor: Cursor, place: int) -> str:
    """Return d or ∂ if a sign of a derivative stands at the place, else nothing."""
    token = cursor.tokens[place]
    following = cursor.tokens[min(place + 1, len(cursor.tokens) - 1)]
    if token.is_command("partial"):
        return "∂"
    if (
        (token.kind == "letter" and token.text == "d")
        or token.is_command("dd")
        or (token.kind == "words" and token.text == "d")
    ):
        return "d"
    if token.is_command("mathrm", "operatorname", "mathsf", "mathit", "rm"):
        inside = cursor.tokens[place + 2] if following.is_sign("{") else following
        behind = cursor.tokens[min(place + 3, len(cursor.tokens) - 1)]
        if inside.kind == "letter" and inside.text == "d" and (not following.is_sign("{") or behind.is_sign("}")):
            return "d"
    return ""


def skip_sign(cursor: Cursor) -> Token:
    """Go behind the sign of a derivative that is next."""
    token = cursor.skip()
    if token.is_command("mathrm", "operatorname", "mathsf", "mathit"):
        if cursor.token.is_sign("{"):
            cursor.go(cursor.group_end() + 1)
        else:
            cursor.skip()
    return token


def _derivative(
    cursor: Cursor, command: Token, above: tuple[int, int], below: tuple[int, int], end: int
) -> Tree | None:
    """Return the derivative that a fraction is, or None if it is none."""
    variables = cursor.part(*below, lambda: _variables(cursor))
    if not variables:
        return None
    word = Operator(command.start, command.end, sign_of(cursor, above[0]))
    order, body = cursor.part(*above, lambda: _numerator(cursor))
    variables = _ordered(cursor, variables, order, command)
    if body is not None:
        return _applied(cursor, Differential(command.start, end, word, variables, body))
    return operator_form(cursor, command, word, variables)


def _numerator(cursor: Cursor) -> tuple[int, Tree | None]:
    """Read the sign, its order and the body of a derivative."""
    skip_sign(cursor)
    order = _order(cursor)
    if cursor.token.kind == "end":
        return order, None
    return order, cursor.expression()


def _order(cursor: Cursor) -> int:
    """Read the order of a derivative, ^2 or ^{2}, behind its sign."""
    if not cursor.token.is_sign("^"):
        return 1
    command = cursor.skip()
    start, end = cursor.argument_range(command)
    inside = cursor.tokens[start:end]
    if len(inside) != 1 or inside[0].kind != "number" or not inside[0].text.isdecimal():
        raise cursor.error("GC416", "the order of a derivative is a number", command)
    order = int(inside[0].text) if len(inside[0].text) < 4 else MAX_ORDER + 1
    if not 1 <= order <= MAX_ORDER:
        raise cursor.error("GC416", f"the order of a derivative is a number from 1 to {MAX_ORDER}", inside[0])
    return order


def _variables(cursor: Cursor) -> tuple[Tree, ...]:
    """Read what a derivative is by: a sign and a name or formula, several times; none if it is something else."""
    found: list[Tree] = []
    while cursor.token.kind != "end":
        if not sign_of(cursor, cursor.place):
            return _give_up(cursor)
        skip_sign(cursor)
        if cursor.token.is_sign("_", "^", "'") or cursor.token.kind in ("end", "number") or not cursor.at_factor():
            return _give_up(cursor)
        found.append(cursor.operand())
    return tuple(found)


def _give_up(cursor: Cursor) -> tuple[Tree, ...]:
    cursor.go(len(cursor.tokens) - 1)
    return ()


def _ordered(cursor: Cursor, variables: tuple[Tree, ...], order: int, command: Token) -> tuple[Tree, ...]:
    """Return each variable as often as the derivative is by it: dx^2 is x twice if the order is greater than one."""
    found: list[Tree] = []
    for variable in variables:
        exponent = variable.exponent if isinstance(variable, Power) else None
        if isinstance(variable, Power) and isinstance(exponent, Number) and exponent.text.isdecimal() and order > 1:
            found += [variable.base] * min(int(exponent.text), MAX_ORDER + 1)
        else:
            found.append(variable)
    if len(found) != order:
        message = f"the derivative is of order {order} above and {len(found)} below"
        raise cursor.error("GC416", message, command)
    return tuple(found)


def _applied(cursor: Cursor, tree: Differential) -> Tree:
    """Read (x) behind \\frac{df}{dx}; other parentheses are a factor, and a name in them may be a point."""
    body = tree.body
    if not (cursor.token.is_sign("(") and isinstance(body, Name | Script | Raised)):
        return tree
    inside, closing = cursor.peek(), cursor.peek(2)
    if not (inside.kind in ("letter", "number") and closing.is_sign(")")):
        return tree
    variable = tree.variables[0]
    if isinstance(variable, Name) and inside.kind == "letter" and inside.text == variable.text:
        cursor.skip()
        cursor.skip()
        end = cursor.skip().end
        call = Call(body.start, end, body, (Name(inside.start, inside.end, inside.text),))
        return Differential(tree.start, end, tree.word, tree.variables, call)
    shown = cursor.text_of(inside)
    first, second = f"a product with \\cdot {shown}", f"the derivative at {shown} with \\big|_{{x = {shown}}}"
    raise cursor.two_readings(cursor.token, f"a derivative before ({shown})", first, second)


def operator_form(cursor: Cursor, command: Token, word: Operator, variables: tuple[Tree, ...]) -> Tree:
    """Read what stands behind \\frac{d}{dx}: the product of the factors side by side."""
    if not cursor.at_factor():
        raise cursor.error("GC411", "there is nothing behind the derivative", command)
    first = cursor.operand()
    factors = [first]
    while cursor.at_factor():
        if isinstance(first, Group):
            raise _readings(cursor, command, first, cursor.token)
        factors.append(cursor.operand())
    if cursor.token.is_sign("*", "/") or cursor.token.is_command("cdot", "times", "odot", "circ"):
        raise _readings(cursor, command, first, cursor.token)
    body = side_by_side(*factors)
    return Differential(command.start, body.end, word, variables, body)


def _readings(cursor: Cursor, command: Token | Operator, first: Tree, token: Token) -> ReadError:
    head = cursor.source[command.start : first.start].strip()
    shown, rest = cursor.text_of(first), cursor.text_of(token)
    written = f"{head} {shown} {rest}..."
    return cursor.two_readings(token, written, f"({head} {shown}) {rest}...", f"{head} ({shown} {rest}...)")


def read_nabla(cursor: Cursor, token: Token) -> Tree:
    """Read a gradient, or \\nabla_x^2, the Hessian."""
    return _tight(cursor, token, "∇")


def read_partial(cursor: Cursor, token: Token) -> Tree:
    """Read \\partial_x f, \\partial f / \\partial x, or \\partial / \\partial x f."""
    place = cursor.place
    order = 1 if cursor.token.is_sign("_") else _order(cursor)
    if cursor.token.is_sign("_"):
        cursor.go(place)
        return _tight(cursor, token, "∂")
    body: Tree | None = None
    if not (cursor.token.is_sign("/") and cursor.peek().is_command("partial")):
        if not cursor.at_factor():
            raise cursor.error("GC411", "there is nothing behind \\partial", token)
        body = cursor.operand()
    if not (cursor.token.is_sign("/") and cursor.peek().is_command("partial")):
        hint = "write \\frac{\\partial f}{\\partial x} or \\partial_x f"
        raise cursor.error("GC416", "this derivative does not say by what it is", token, hint)
    cursor.skip()
    return _in_line(cursor, token, order, body, "∂")


def _in_line(cursor: Cursor, token: Token, order: int, body: Tree | None, sign: str) -> Tree:
    """Read the variables behind the stroke of a derivative in a line."""
    found: list[Tree] = []
    while len(found) < order and sign_of(cursor, cursor.place) == sign:
        skip_sign(cursor)
        found += _ordered_one(cursor, order)
    variables = tuple(found)
    if len(variables) != order:
        message = f"the derivative is of order {order} above and {len(variables)} below"
        raise cursor.error("GC416", message, token)
    word = Operator(token.start, token.end, sign)
    if body is not None:
        return Differential(token.start, cursor.tokens[cursor.place - 1].end, word, variables, body)
    return operator_form(cursor, token, word, variables)


def _ordered_one(cursor: Cursor, order: int) -> list[Tree]:
    """Read one variable, as often as its exponent says if the derivative is of a higher order."""
    variable = cursor.scripted(cursor.primary())
    if order > 1 and isinstance(variable, Power) and isinstance(variable.exponent, Number):
        text = variable.exponent.text
        return [variable.base] * (int(text) if text.isdecimal() and len(text) < 3 else MAX_ORDER + 1)
    return [variable]


def read_stroke(cursor: Cursor) -> Tree | None:
    """Read dy/dx or d/dx f in a line, if that is next."""
    tokens, place = cursor.tokens, cursor.place
    first = tokens[place]
    at = place + 1
    body: Tree | None = None
    if tokens[min(at, len(tokens) - 1)].kind == "letter" and tokens[at].start == first.end:
        body = Name(tokens[at].start, tokens[at].end, tokens[at].text)
        at += 1
    if (
        at + 2 >= len(tokens)
        or not tokens[at].is_sign("/")
        or not (tokens[at + 1].kind == "letter" and tokens[at + 1].text == "d")
    ):
        return None
    if not is_differential(cursor, at + 1) or tokens[at + 2].start != tokens[at + 1].end:
        return None
    cursor.go(at + 1)
    return _in_line(cursor, first, 1, body, "d")


def _tight(cursor: Cursor, token: Token, sign: str) -> Tree:
    """Read the variables below a sign, and the one operand behind it."""
    variables: tuple[Tree, ...] = ()
    order = 1
    for _ in range(2):
        if cursor.token.is_sign("_"):
            command = cursor.skip()
            start, end = cursor.argument_range(command)
            if start == end:
                raise cursor.error("GC411", "an index is missing", command)
            variables = cursor.part(start, end, lambda: _below(cursor))
        elif cursor.token.is_sign("^"):
            order = _order(cursor)
    if order > 2 or (order == 2 and len(variables) > 2):
        raise cursor.error("GC416", "only a gradient and a Hessian are written so", token)
    if order == 2 and not variables:
        raise cursor.two_readings(token, "\\nabla^2", "\\nabla_x^2 for the Hessian", "a sum of second derivatives")
    if order == 2 and len(variables) == 1:
        variables = variables * 2
    if order == 1 and len(variables) == 2 and sign == "∇":
        raise cursor.error("GC416", "a gradient is by one variable", token, "write \\nabla_x^2 for the Hessian")
    if cursor.token.is_command("cdot", "times"):
        raise cursor.error("GC410", "divergence and rotation are not read", token)
    if not cursor.at_factor():
        raise cursor.error("GC411", "there is nothing behind the sign of the gradient", token)
    operand = cursor.operand()
    whole = _whole_product(cursor, operand, {name for variable in variables for name in free_names(variable)})
    if whole is not None:
        return Differential(token.start, whole.end, Operator(token.start, token.end, sign), variables, whole)
    transposed = operand if isinstance(operand, Marked) and operand.mark.text == "T" else None
    body = operand if transposed is None else transposed.base
    if isinstance(body, Power) and isinstance(body.base, Call):
        head, shown, power = cursor.source[token.start : body.start].strip(), cursor.text_of(body.base), body.exponent
        rest = f"^{{{cursor.text_of(power)}}}"
        raise cursor.two_readings(power, f"{head} {shown}{rest}", f"({head} {shown}){rest}", f"{head} ({shown}{rest})")
    tree = Differential(token.start, body.end, Operator(token.start, token.end, sign), variables, body)
    if transposed is None or not isinstance(body, Call):  # \nabla f(x)^\top (y - x) is clear
        _refuse_longer(cursor, token, tree)
    return tree if transposed is None else Marked(token.start, transposed.end, tree, transposed.mark)


def _whole_product(cursor: Cursor, first: Tree, names: set[str]) -> Tree | None:
    """Return the product behind \\nabla_x if it is of all of it: \\nabla_x x^\\top A x, \\nabla_x \\frac12 x^\\top x.

    Nobody writes the gradient of x by x, or that of a number or a fraction without x, as a factor; a letter L may be a
    function of x.
    """
    inner = first.base if isinstance(first, Marked) else first
    is_variable = isinstance(inner, Name) and inner.text in names
    is_fraction = not free_names(inner) or cursor.source.startswith(FRACTIONS, inner.start)
    if not names or not (is_variable or (is_fraction and not names & free_names(inner))):
        return None
    place, factors = cursor.place, [first]
    while cursor.at_factor():
        factors.append(cursor.operand())
    is_product = not (cursor.token.is_sign("*", "/") or cursor.token.is_command("cdot", "times", "odot", "circ"))
    mentions = is_variable or any(names & free_names(factor) for factor in factors[1:])
    if (
        len(factors) < 2
        or not is_product
        or not mentions
        or any(isinstance(factor, Differential) for factor in factors)
    ):
        cursor.go(place)
        return None
    return side_by_side(*factors)


def _refuse_longer(cursor: Cursor, token: Token, tree: Differential) -> None:
    """Raise ReadError if the factors behind a gradient may belong to what it is of."""
    if not cursor.at_factor():
        return
    place, following = cursor.place, cursor.token
    names = {name for variable in tree.variables for name in free_names(variable)}
    rest: set[str] = set()
    while cursor.at_factor():
        factor = cursor.operand()
        if isinstance(factor, Differential):  # as in the chain rule: what is behind it is its own
            break
        rest |= free_names(factor)
    cursor.go(place)
    if not rest:
        return
    is_value = isinstance(tree.body, Call)
    unclear = is_value if not names else bool(names & rest) or (not is_value and bool(names & free_names(tree.body)))
    if unclear:
        raise _readings(cursor, token, tree.body, following)


def _below(cursor: Cursor) -> tuple[Tree, ...]:
    """Read the variables below the sign of a gradient."""
    found = [cursor.operand()]
    while cursor.token.kind != "end":
        if cursor.token.is_sign(","):
            cursor.skip()
        found.append(cursor.operand())
    return tuple(found)
