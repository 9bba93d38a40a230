r"""What stands behind an operand: scripts, primes, arguments in parentheses, indices in brackets, marks.

    x_t, X_{ij}, x_{t-1}          Script; letters without commas are kept together, X_{ij} has the index i j
    x^2, x^{-1}, x^T              Power, as in the text notation
    x^\top, x^{\mathsf T}         Marked as a transpose
    x^{(t)}, x^*, w^{\text{new}}  Raised: no exponent, but an index or a part of the name
    f'(x), f^{\prime\prime}       Prime
    f(x), f_\theta(x), f^2(x)     Call, of whatever stands before the parentheses

Scripts belong to the base, in whichever order they are written; a power is outermost.  Refuses two subscripts of one
base, and x^10 without braces, which LaTeX sets as x^1 0.
"""

from __future__ import annotations

from functools import partial

from gradcheck.language.notation.latex.cursor import Cursor, bar_of, side_by_side
from gradcheck.language.notation.latex.tokens import Token
from gradcheck.language.notation.latex.words import plain_name
from gradcheck.language.notation.readerror import ReadError
from gradcheck.language.notation.tree import (
    Bracket,
    Call,
    Conditional,
    Dots,
    Evaluated,
    Fenced,
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
    Slice,
    Space,
    Styled,
    Tree,
    pieces,
)

MAX_MARKS = 20  # behind one operand
MARKS = {
    "ast": "star", "star": "star", "dagger": "dagger", "ddagger": "ddagger", "perp": "perp", "circ": "degree",
    "sharp": "sharp", "flat": "flat", "bot": "perp", "bullet": "bullet", "natural": "natural", "parallel": "parallel",
    "vee": "vee", "wedge": "wedge", "odot": "odot", "otimes": "otimes", "oplus": "oplus", "times": "times",
    "downarrow": "below", "uparrow": "above",
}  # fmt: skip  # above a base, none of them an exponent
SIGNS = {"*": "star", "+": "plus", "-": "minus"}
WORDS = frozenset(
    ("max", "min", "old", "new", "in", "out", "avg", "tot", "train", "test", "val", "err", "loss", "reg", "big",
    "small",
     "opt", "ref", "rel", "std", "obs", "eff", "sup", "inf", "KL", "MSE", "CE", "op", "tr", "hid", "init", "final",
     "mean",
     "data", "model", "true", "prior", "post", "total", "batch", "layer", "left", "right", "top", "lin", "dropout",
     "adv",
     "attn", "head", "emb", "enc", "dec", "gen", "disc", "clip", "norm", "ML", "MAP", "MLE", "LN", "BN", "iid", "text",
     "ReLU", "relu", "tanh", "log", "exp", "var", "cov", "eq", "noise", "target", "student", "teacher", "pos", "neg")
)  # fmt: skip  # below a base in italics that are one word
CHANCE = frozenset(("E", "Var", "Cov", "Corr", "P", "KL", "D", "H", "I"))


def read_behind(cursor: Cursor, base: Tree) -> Tree:
    """Read everything behind an operand that belongs to it."""
    marks = 0
    while True:
        token = cursor.token
        before = base
        if token.is_sign("_", "^", "'"):
            base = read_scripts(cursor, base)
        elif token.is_sign("(") and is_callable(base):
            base = read_call(cursor, base)
        elif token.is_sign("[") and is_indexed(cursor, base):
            base = read_brackets(cursor, base)
        elif token.is_sign("!") and not (cursor.peek().is_sign("=") and not cursor.peek().gap):
            cursor.skip()
            base = Marked(base.start, token.end, base, Operator(token.start, token.end, "!"))
        elif is_evaluation(cursor):
            base = read_evaluation(cursor, base)
        if base is before:
            return base
        marks += 1
        if marks > MAX_MARKS:
            raise cursor.error("GC408", f"an operand has more than {MAX_MARKS} marks", token)


def is_callable(base: Tree) -> bool:
    """Whether parentheses behind the base may be its arguments."""
    base = base.base if isinstance(base, Power) else base
    if isinstance(base, Name):
        return base.text not in ("oo", "e", "pi")
    while isinstance(base, Script | Prime | Raised | Bracket):
        base = base.base
    return isinstance(base, Name)


def read_call(cursor: Cursor, function: Tree) -> Call:
    """Read the arguments of a function in parentheses."""
    cursor.skip()
    arguments = read_list(cursor, ")")
    return Call(function.start, cursor.expect(")").end, function, arguments)


def read_list(cursor: Cursor, *closing: str) -> tuple[Tree, ...]:
    """Read formulas with commas or semicolons between them; with a bar among them they are one Conditional."""
    cursor.bars.append("(")
    parts, conditions, bar = list[Tree](), list[Tree](), None
    while not at_closing(cursor, closing):
        (conditions if bar else parts).append(read_element(cursor, "}" not in closing))
        token = cursor.token
        if token.is_sign(",", ";"):
            cursor.skip()
            if at_closing(cursor, closing):
                raise cursor.error("GC411", f"an expression is missing after {token.text}", token)
        elif bar is None and (token.is_command("mid", "parallel") or bar_of(token) or is_such_that(token, closing)):
            cursor.skip()
            text = "‖" if token.is_command("parallel", "|") else token.text if token.is_sign(":") else "|"
            end = token.end
            if bar_of(token) == "|" and bar_of(cursor.token) == "|" and cursor.token.start == end:
                text, end = "‖", cursor.skip().end
            bar = Operator(token.start, end, text)
            if at_closing(cursor, closing):
                raise cursor.error("GC411", "an expression is missing after the bar", token)
        elif not at_closing(cursor, closing):
            cursor.bars.pop()
            raise unclosed(cursor, closing)
    cursor.bars.pop()
    if bar is None:
        return tuple(parts)
    if not parts:
        raise cursor.error("GC411", "an expression is missing before the bar", bar)
    return (Conditional(parts[0].start, conditions[-1].end, tuple(parts), bar, tuple(conditions)),)


def is_such_that(token: Token, closing: tuple[str, ...]) -> bool:
    """Whether a colon in braces is next, as in {x : x > 0}."""
    return token.is_sign(":") and "}" in closing


def at_closing(cursor: Cursor, closing: tuple[str, ...]) -> bool:
    token = cursor.token
    return token.kind in ("sign", "command") and token.text in closing


def unclosed(cursor: Cursor, closing: tuple[str, ...]) -> ReadError:
    """Return the error for a list that is not closed here."""
    if cursor.token.kind in ("end", "finish"):
        sign = closing[0] if len(closing[0]) == 1 else f"\\{closing[0]}"
        return cursor.error("GC403", f"{sign} is missing", cursor.token)
    return cursor.unexpected()


def read_element(cursor: Cursor, may_slice: bool = True) -> Tree:
    """Read one element of a list: a formula, or a slice such as 2:n."""
    start = cursor.token.start
    lower = None if cursor.token.is_sign(":") else cursor.expression()
    if not cursor.token.is_sign(":") or not may_slice:
        if lower is None:
            raise cursor.unexpected()
        return lower
    end = cursor.skip().end
    is_last = cursor.token.is_sign(",", ";", "]", "}", ")") or cursor.token.kind == "end"
    upper = None if is_last else cursor.expression()
    return Slice(start, end if upper is None else upper.end, lower, upper)


def is_indexed(cursor: Cursor, base: Tree) -> bool:
    """Whether square brackets behind the base are indices or arguments, and no factor.

    They are behind a word for chance, and behind a name if they hold several indices, a slice, or one letter or number.
    """
    if isinstance(base, Script | Raised | Power | Prime) and is_chance(base.base):
        return True
    if is_chance(base):
        return True
    if not isinstance(base, Name | Script):
        return False
    inside = []
    level = 0
    for at in range(cursor.place + 1, len(cursor.tokens)):
        token = cursor.tokens[at]
        if level == 0 and token.is_sign(",", ":"):
            return True
        if level == 0 and token.is_sign("]"):
            break
        level += token.is_sign("(", "[", "{") - token.is_sign(")", "]", "}")
        inside.append(token)
        if token.kind == "end":
            return False
    if len(inside) == 1 and inside[0].kind in ("letter", "number"):
        return not cursor.token.gap and cursor.source.startswith("[", cursor.token.start)
    return False


def is_chance(base: Tree) -> bool:
    """Whether a name is a word for chance; in blackboard bold also with an accent."""
    if isinstance(base, Styled) and base.font == "bb":
        return base.text.partition("_")[0] in CHANCE
    return isinstance(base, Name) and base.text in CHANCE


def read_brackets(cursor: Cursor, base: Tree) -> Bracket:
    cursor.skip()
    indices = read_list(cursor, "]")
    return Bracket(base.start, cursor.expect("]").end, base, indices)


def is_evaluation(cursor: Cursor) -> bool:
    """Whether a bar with equations below it is next."""
    token = cursor.token
    if not cursor.peek().is_sign("_") or (cursor.bars and cursor.bars[-1] == "|"):
        return False
    if token.is_command("rvert"):
        return not cursor.bars or cursor.bars[-1] not in ("lvert", "left.")
    return bar_of(token) == "|" or token.is_command("mid")


def read_evaluation(cursor: Cursor, body: Tree) -> Evaluated:
    """Read the equations below a bar."""
    cursor.skip()
    token = cursor.skip()
    values = cursor.part(*cursor.argument_range(token), lambda: read_elements(cursor))
    return Evaluated(body.start, cursor.tokens[cursor.place - 1].end, body, values)


def read_elements(cursor: Cursor, may_slice: bool = True) -> tuple[Tree, ...]:
    """Read formulas with commas between them, up to the end."""
    found = [read_element(cursor, may_slice)]
    while cursor.token.is_sign(",", ";"):
        cursor.skip()
        if cursor.token.kind == "end":
            break
        found.append(read_element(cursor, may_slice))
    if bar_of(cursor.token) or cursor.token.is_command("mid"):  # x_{t|t-1}
        token = cursor.skip()
        rest = read_elements(cursor)
        bar = Operator(token.start, token.end, "|")
        return (Conditional(found[0].start, rest[-1].end, tuple(found), bar, rest),)
    return tuple(found)


def read_scripts(cursor: Cursor, base: Tree) -> Tree:
    """Read the subscript, the superscript and the primes of a base; each at most once."""
    below: tuple[Tree, ...] | None = None
    above: list[tuple[int, int, Token]] = []
    primes = 0
    end_below = end_primes = base.end
    while cursor.token.is_sign("_", "^", "'"):
        token = cursor.token
        if token.text == "'":
            cursor.skip()
            primes, end_primes = primes + 1, token.end
            continue
        if (below is not None) if token.text == "_" else bool(above):
            name = "subscripts" if token.text == "_" else "superscripts"
            raise cursor.error("GC410", f"one base has two {name}", token, "group with braces, or with a comma")
        cursor.skip()
        number = cursor.token
        if number.kind == "number" and len(number.text) > 1 and number.text.isdecimal():
            braced = f"{token.text}{{{number.text}}}"
            raise cursor.two_readings(
                number, f"{token.text}{number.text}", braced, f"{token.text}{number.text[0]} {number.text[1:]}"
            )
        start, end = cursor.argument_range(token)
        if start == end:
            if token.text == "^":
                continue  # x^{} is x
            raise cursor.error("GC411", "an index is missing", token)
        if token.text == "_":
            below = cursor.part(start, end, lambda: read_below(cursor))
            end_below = cursor.tokens[cursor.place - 1].end
        else:
            above.append((start, end, cursor.tokens[cursor.place - 1]))
    if below is not None:
        base = Script(base.start, end_below, base, below)
    if primes:
        base = Prime(base.start, max(end_primes, base.end), base, primes)
    for start, end, last in above:
        base = cursor.part(start, end, partial(read_above, cursor, base, max(last.end, base.end)))
    return base


def read_below(cursor: Cursor) -> tuple[Tree, ...]:
    """Read a subscript: indices, a condition, a word."""
    tokens = cursor.tokens[:-1]
    first, last = tokens[0], tokens[-1]
    start, end = first.start, last.end
    if len(tokens) == 1:
        if first.kind == "words":
            name = plain_name(first.text)
            if name:
                cursor.skip()
                return (Styled(start, end, name, "rm"),)
        mark = (
            SIGNS.get(first.text)
            if first.kind == "sign"
            else MARKS.get(first.text)
            if first.kind == "command"
            else None
        )
        if mark or first.is_command("cdot"):
            cursor.skip()
            return (Name(start, end, mark or "dot"),)
    if all(token.kind == "letter" for token in tokens):
        word = "".join(token.text for token in tokens)
        if len(tokens) > 1 and word in WORDS | cursor.reading.words:
            cursor.go(len(tokens))
            return (Name(start, end, word),)
        if len(tokens) > 1 and all(len(token.text) == 1 for token in tokens):
            cursor.go(len(tokens))
            letters = tuple(Name(token.start, token.end, token.text) for token in tokens)
            return (side_by_side(*letters),)
    if is_open_relation(first):
        cursor.skip()
        bound = cursor.expression()
        sign = Operator(first.start, first.end, ">=" if first.text in ("geq", "ge") else first.text)
        return (Joined(start, bound.end, Precedence.RELATION, (Dots(start, start), bound), (sign,)),)
    return read_elements(cursor)


def is_open_relation(token: Token) -> bool:
    """Whether a relation without a left side begins, as in \\mathbb{R}_{>0}."""
    return token.is_sign(">") or token.is_command("ge", "geq")


def read_above(cursor: Cursor, base: Tree, end: int) -> Tree:
    """Read a superscript: an exponent, a transpose, or a mark."""
    while cursor.token.kind != "end":
        token, following = cursor.token, cursor.peek()
        if is_transpose(cursor):
            cursor.go(len(cursor.tokens) - 1 if not token.is_command("top", "intercal") else cursor.place + 1)
            base = Marked(base.start, end, base, Operator(token.start, token.end, "T"))
        elif token.is_sign("-") and following.is_command("top", "intercal"):
            cursor.skip()
            cursor.skip()
            one = Number(token.end, token.end, "1")
            one_below = Signed(token.start, token.end, Operator(token.start, token.end, "-"), one)
            inverse = Power(base.start, end, base, one_below)
            base = Marked(base.start, end, inverse, Operator(following.start, following.end, "T"))
        elif token.is_command("prime") or token.is_sign("'"):
            cursor.skip()
            order = base.order + 1 if isinstance(base, Prime) else 1
            base = Prime(base.start, end, base.base if isinstance(base, Prime) else base, order)
        elif mark := mark_of(cursor):
            cursor.go(len(cursor.tokens) - 1)
            base = Raised(base.start, end, base, (Name(token.start, cursor.tokens[cursor.place - 1].end, mark),))
        elif token.kind == "words" and following.kind == "end":
            name = plain_name(token.text)
            if not name:
                raise cursor.error("GC410", f"the words {token.text!r} are no name", token)
            cursor.skip()
            base = Raised(base.start, end, base, (Styled(token.start, token.end, name, "rm"),))
        elif token.kind == "letter" and following.kind == "end" and token.text in cursor.reading.labels:
            cursor.skip()
            base = Raised(base.start, end, base, (Name(token.start, token.end, token.text),))
        elif number := _named_power(cursor, base):
            base = Raised(base.start, end, base, (Name(token.start, end, number),))
        elif is_label(cursor, base):
            cursor.skip()
            marks = read_list(cursor, ")", "]")
            if not marks:
                raise cursor.error("GC411", "a mark is missing", token)
            cursor.skip()
            base = Raised(base.start, end, base, marks)
        else:
            base = read_exponent(cursor, base, end)
    return base


def _named_power(cursor: Cursor, base: Tree) -> str:
    """Return the number above a base, if the text says that this power is a name, and go behind it."""
    rest = cursor.tokens[cursor.place : -1]
    written = "".join(token.text for token in rest)
    stem = base.base if isinstance(base, Script) else base
    if not isinstance(stem, Name) or (stem.text, written) not in cursor.reading.powers:
        return ""
    cursor.go(len(cursor.tokens) - 1)
    return "sup" * written.startswith("(") + written.strip("()").replace("_", "").replace("-", "minus").replace(
        "+", "plus"
    )


def is_transpose(cursor: Cursor) -> bool:
    """Whether \\top is next, or all that is left is a T in an upright font."""
    token = cursor.token
    if token.is_command("top", "intercal"):
        return True
    if token.kind == "letter" and token.text in cursor.reading.transposes and cursor.peek().kind == "end":
        return True
    rest = [one for one in cursor.tokens[cursor.place : -1] if not one.is_sign("{", "}")]
    if len(rest) == 2 and rest[0].is_command("mathrm", "mathsf", "operatorname", "mathtt", "rm"):
        return rest[1].kind == "letter" and rest[1].text == "T"
    return len(rest) == 1 and rest[0].kind == "words" and rest[0].text.strip() == "T"


def mark_of(cursor: Cursor) -> str:
    """Return the mark that is all that is left, or an empty text."""
    token = cursor.token
    if cursor.peek().kind != "end":
        return ""
    if token.kind == "sign":
        return SIGNS.get(token.text, "")
    return MARKS.get(token.text, "") if token.kind == "command" else ""


def is_label(cursor: Cursor, base: Tree) -> bool:
    """Whether parentheses are next that are an index or a label, ``h^{(t-1)}``, ``a^{[l]}``, and group no exponent.

    They group one where the base is e, a number or a group, or where more than a transpose follows them, or a minus
    comes first in them.
    """
    token = cursor.token
    if not token.is_sign("(", "[") or isinstance(base, Number | Group | Fenced | Call) or is_e(base):
        return False
    if isinstance(base, Styled) and base.text in ("reals", "naturals", "integers"):
        return False
    if cursor.peek().is_sign("-") and token.text == "(":
        return False
    level = 0
    for at in range(cursor.place, len(cursor.tokens)):
        one = cursor.tokens[at]
        level += one.is_sign("(", "[") - one.is_sign(")", "]")
        if level == 0:
            behind = cursor.tokens[at + 1] if at + 1 < len(cursor.tokens) else one
            return (
                behind.kind in ("end", "number")
                or behind.is_command("top", "intercal", "prime")
                or ((behind.kind == "letter" and behind.text == "T") or behind.is_sign("'", "*"))
            )
    return False


def is_e(base: Tree) -> bool:
    return isinstance(base, Name) and base.text in ("e", "exp")


def read_exponent(cursor: Cursor, base: Tree, end: int) -> Tree:
    """Read an exponent, or the sides behind a set of numbers."""
    exponent = read_elements(cursor)
    if isinstance(base, Styled) and base.font == "bb" and base.text in ("reals", "naturals", "integers", "C", "Q"):
        return space(base, exponent, end)
    if isinstance(base, Script) and isinstance(base.base, Styled) and base.base.font == "bb":
        return Power(base.start, end, base, exponent[0])
    if len(exponent) > 1 or isinstance(exponent[0], Conditional):
        return Raised(base.start, end, base, exponent)
    (inner,) = exponent
    if isinstance(inner, Joined) and inner.precedence <= Precedence.RELATION:
        raise cursor.error("GC412", "a relation stands in an exponent", inner)
    names = {piece.text for piece in pieces(inner) if isinstance(piece, Name)} if cursor.reading.above else set()
    if names and names <= cursor.reading.above:
        return Raised(base.start, end, base, (inner,))
    return Power(base.start, end, base, inner)


def space(field: Styled, exponent: tuple[Tree, ...], end: int) -> Space:
    """Return the arrays over a set."""
    return Space(field.start, end, Name(field.start, field.end, field.text), sides_of(exponent))


def sides_of(written: tuple[Tree, ...]) -> tuple[Tree, ...]:
    """Return the sides of an array, with \\times or commas between them."""
    sides = list(written)
    if len(sides) == 1 and isinstance(sides[0], Group):
        sides = [sides[0].inner]
    if len(sides) == 1 and isinstance(sides[0], Listed):
        sides = list(sides[0].parts)
    if len(sides) == 1 and isinstance(sides[0], Joined) and sides[0].precedence is Precedence.PRODUCT:
        product = sides[0]
        groups: list[list[Tree]] = [[product.parts[0]]]
        for operator, part in zip(product.operators, product.parts[1:], strict=True):
            if operator.text == "*":
                groups.append([part])
            else:
                groups[-1].append(part)
        sides = [side_by_side(*parts) for parts in groups]
    return tuple(sides)
