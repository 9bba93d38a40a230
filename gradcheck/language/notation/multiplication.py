"""Products: factors with signs between them or side by side, of numbers, vectors and matrices.

    a*b/c*d         from left to right; -a*b is the negative of a*b, and -2*a has the factor -2
    p/q             the number, for integers p and q > 1 in lowest terms and p without parentheses
    2 p X w         scalars in their order, and the product of the arrays in the place of the first one
    x(1 - x)        a product, since x stands without parentheses too, or is declared to be a number
    sin x, E‖v‖²    a function of the operand beside it

Matrices side by side are multiplied; u.T v, u v.T and u.T A v are the inner, the outer and the bilinear product.
Refuses what has two readings, each written out: a/2b, sin x y, sin x^2, two vectors side by side, A ⊙ B C.
"""

from __future__ import annotations

from fractions import Fraction
from typing import NoReturn

from gradcheck.language.notation.elaborator import Abbreviated, Elaborator, Family, Row
from gradcheck.language.notation.prescan import glued_names
from gradcheck.language.notation.tree import (
    Binder,
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
    Signed,
    Tree,
    bare,
)
from gradcheck.language.notation.words import CHANCE, NUMBERS, is_function, may_stand_beside
from gradcheck.language.syntax.arrays import Diag, Hadamard, Inverse, MatMul, Ones, Outer, Transpose
from gradcheck.language.syntax.names import LETTERS, SHORT
from gradcheck.language.syntax.shorthand import ArbitraryFunction
from gradcheck.language.syntax.terms import Div, Mul, Neg, Num, Term

Pieces = list[tuple[Operator, Tree]]


def is_number(tree: Tree) -> bool:
    """Whether the tree is a literal, perhaps after a minus, without parentheses."""
    if isinstance(tree, Signed) and tree.sign.text == "-":
        tree = tree.operand
    return isinstance(tree, Number)


def value_of(tree: Number) -> Fraction:
    """Return the exact value of a literal."""
    return Fraction(int(tree.text)) if tree.text.isdecimal() else Fraction(tree.text)


def quotient_of_numbers(above: Term, below: Term) -> Num | None:
    """Return the number p/q for integers p and q > 1 in lowest terms; any other quotient stays one."""
    if isinstance(above, Num) and isinstance(below, Num) and below.value > 1:
        value = above.value / below.value
        if value.numerator == above.value and value.denominator == below.value:
            return Num(value)
    return None


def calls_function(within: Elaborator, call: Call) -> bool:
    """Whether a name before parentheses is a function, and no factor; GC404 later says which functions there are."""
    function = call.function
    if not isinstance(function, Name):
        value = within.symbol_of(function)
        return value is None
    known = within.meaning(function.text)
    if known is not None:
        return isinstance(known, Family | ArbitraryFunction | Abbreviated)
    if is_function(function.text):
        return True
    if function.text in NUMBERS:
        return False
    return function.text not in within.alone or len(call.arguments) != 1


def split_factor(within: Elaborator, part: Tree) -> list[Tree]:
    """Return the factors of x(1 - x), x(1 - x)^2, a^n(1 - x), xy beside x and y; every other part is one."""
    letters = letters_of(within, part)
    if letters:
        return letters
    if isinstance(part, Call) and len(part.arguments) == 1 and not calls_function(within, part):
        inner = part.arguments[0]
        return [part.function, Group(part.function.end, part.end, inner)]
    if isinstance(part, Power | Marked) and isinstance(part.base, Call):
        factors = split_factor(within, part.base)
        if len(factors) == 2:
            first, group = factors
            if isinstance(part, Power):
                return [first, Power(group.start, part.end, group, part.exponent)]
            return [first, Marked(group.start, part.end, group, part.mark)]
    if isinstance(part, Power) and isinstance(part.exponent, Call):
        factors = split_factor(within, part.exponent)
        if len(factors) == 2:
            exponent, group = factors
            return [Power(part.start, exponent.end, part.base, exponent), group]
    return [part]


def letters_of(within: Elaborator, part: Tree) -> list[Tree]:
    """Return the factors of xy, where x and y are names of their own and xy is none; an empty list otherwise."""
    name = part.base if isinstance(part, Power) else part
    if not isinstance(name, Name) or not 2 <= len(name.text) <= 4 or name.end - name.start != len(name.text):
        return []
    text = name.text
    if text in within.scope or text in NUMBERS or text in LETTERS or text in SHORT or is_function(text):
        return []
    if not text.isalpha() or not all(letter in within.alone or letter in within.scope for letter in text):
        return []
    within.remark(f"{text} is the product of {', '.join(text[:-1])} and {text[-1]}")
    letters: list[Tree] = [Name(name.start + k, name.start + k + 1, letter) for k, letter in enumerate(text)]
    if isinstance(part, Power):
        letters[-1] = Power(letters[-1].start, part.end, letters[-1], part.exponent)
    return letters


def word_of(within: Elaborator, tree: Tree) -> str:
    """Return the function that a factor names, as in sin x and sin^2 x; or an empty text."""
    base = tree.base if isinstance(tree, Power) and isinstance(bare(tree.exponent), Number) else tree
    if isinstance(base, Name) and base.text not in within.scope and may_stand_beside(base.text):
        return base.text
    return ""


def leibniz_quotients(within: Elaborator, pieces: Pieces) -> Pieces:
    """Return the factors with dy/dx as the derivative of y by x, unless dx is declared."""
    found: Pieces = []
    for sign, piece in pieces:
        above = found[-1][1] if found and sign.text == "/" else None
        of_call = isinstance(above, Call) and above.name == "d" and len(above.arguments) == 1
        if of_call and _is_differential(within, piece):
            by = Name(piece.start + 1, piece.end, piece.text[1:])  # type: ignore[attr-defined]
            word = Operator(above.start, above.start + 1, "d")  # type: ignore[union-attr]
            inner = above.arguments[0]  # type: ignore[union-attr]
            found[-1] = (found[-1][0], Differential(word.start, piece.end, word, (by,), inner))
            continue
        if _is_differential(within, piece) and isinstance(above, Name) and _is_differential(within, above):
            by = Name(piece.start + 1, piece.end, piece.text[1:])  # type: ignore[attr-defined]
            of = Name(above.start + 1, above.end, above.text[1:])
            word = Operator(above.start, above.start + 1, "d")
            found[-1] = (found[-1][0], Differential(above.start, piece.end, word, (by,), of))
            continue
        found.append((sign, piece))
    return found


def _is_differential(within: Elaborator, name: Tree) -> bool:
    """Whether a name is dx, of a variable x of one letter, and is not declared."""
    text = name.text if isinstance(name, Name) else ""
    return len(text.partition("_")[0]) == 2 and text[0] == "d" and text not in within.scope


def apply_words(within: Elaborator, pieces: Pieces) -> Pieces:
    """Join each function that stands beside its argument with it."""
    found: Pieces = []
    place = 0
    while place < len(pieces):
        sign, piece = pieces[place]
        word = word_of(within, piece)
        if not word or place + 1 == len(pieces) or pieces[place + 1][0].text:
            if isinstance(piece, Number) and not sign.text:
                hint = "a product is written with the number first"
                raise within.error("GC409", "an operator is missing between two expressions", piece, hint)
            found.append((sign, piece))
            place += 1
            continue
        argument, place = _argument(within, pieces, place + 1, word)
        name = piece.base if isinstance(piece, Power) else piece
        call: Tree = Call(piece.start, argument.end, name, (argument,))
        if isinstance(piece, Power):
            call = Power(piece.start, argument.end, call, piece.exponent)
        found.append((sign, call))
    return found


def _argument(within: Elaborator, pieces: Pieces, place: int, word: str) -> tuple[Tree, int]:
    """Return what a function beside it is of, and the number of the piece behind that."""
    argument = pieces[place][1]
    if word_of(within, argument) and place + 1 < len(pieces) and not pieces[place + 1][0].text:
        inner, behind = _argument(within, pieces, place + 1, word_of(within, argument))
        name = argument.base if isinstance(argument, Power) else argument
        call: Tree = Call(argument.start, inner.end, name, (inner,))
        if isinstance(argument, Power):
            call = Power(argument.start, inner.end, call, argument.exponent)
        return call, behind
    place += 1
    if isinstance(argument, Number):  # sin 2x
        parts, between, end = [argument], list[Operator](), argument.end
        while place < len(pieces) and not pieces[place][0].text and pieces[place][1].start == end:
            between.append(pieces[place][0])
            parts.append(pieces[place][1])  # type: ignore[arg-type]
            end, place = pieces[place][1].end, place + 1
        if len(parts) > 1:
            argument = Joined(argument.start, end, Precedence.PRODUCT, tuple(parts), tuple(between))
    if isinstance(argument, Power) and word not in CHANCE and not isinstance(argument.base, Fenced):
        refuse_readings(within, argument, f"{word}(x**n)", f"{word}(x)**n", f"{word} x**n")
    following = pieces[place] if place < len(pieces) else None
    if following is not None and not following[0].text and not word_of(within, following[1]):
        refuse_readings(within, following[1], f"{word}(x)*y", f"{word}(x*y)", f"{word} x y")
    return argument, place


def refuse_readings(within: Elaborator, tree: Tree, first: str, second: str, written: str) -> NoReturn:
    """Raise ReadError for a text with two readings."""
    raise within.error("GC417", f"{written} has two readings", tree, f"write {first} or {second}")


def elaborate_product(within: Elaborator, parts: tuple[Tree, ...], operators: tuple[Operator, ...], depth: int,
                      tree: Tree) -> Term | Row:  # fmt: skip
    """Multiply and divide from left to right; a minus before all is part of a first factor that is a number."""
    first = parts[0]
    if isinstance(first, Signed) and first.sign.text == "-" and not is_number(first):
        value = elaborate_product(within, (first.operand, *parts[1:]), operators, depth, tree)
        return Row(Neg(value.vector)) if isinstance(value, Row) else Neg(value)  # -x*y is the negative of x*y
    signs = (Operator(first.start, first.start, "*"), *operators)
    check_words(within, parts, operators)
    check_glued(within, parts, operators)
    pieces: Pieces = []
    for sign, part in zip(signs, parts, strict=True):
        for number, factor in enumerate(split_factor(within, part)):
            if number and sign.text == "/":
                refuse_readings(within, factor, "(a/b)*(...)", "a/(b*(...))", "a/b(...)")
            pieces.append((sign if not number else Operator(factor.start, factor.start, ""), factor))
    pieces = apply_words(within, leibniz_quotients(within, pieces))
    chain = Chain(within, tree)
    before: Tree | None = None
    for place, (sign, part) in enumerate(pieces):
        if before is not None and not sign.text and pieces[place - 1][0].text == "/":
            refuse_quotient(within, pieces, place)
        value = within.value(part, depth)
        if place == 0:
            chain.begin(value)
        elif sign.text == "/":
            chain.divide(value, part, is_plain=place == 1 and is_number(first) and isinstance(bare(part), Number))
        else:
            chain.multiply(sign.text, value, part)
        before = part
    return chain.result()


def check_words(within: Elaborator, parts: tuple[Tree, ...], operators: tuple[Operator, ...]) -> None:
    """Raise ReadError for a word that nobody declares beside a factor: x unless y is no product."""
    for place, part in enumerate(parts):
        beside = [sign for sign in operators[max(place - 1, 0) : place + 1] if not sign.text]
        name = part.base if isinstance(part, Power) else part
        if not beside or not isinstance(name, Name) or len(name.text) < 2 or not name.text.isalpha():
            continue
        text = name.text
        known = text in within.scope or text in NUMBERS or text in LETTERS or text in SHORT or is_function(text)
        if not known and not letters_of(within, name) and not _is_differential(within, name):
            hint = f"declare {text} real, or write the product with *"
            raise within.error("GC418", f"nothing says what {text} is", name, hint)


def check_glued(within: Elaborator, parts: tuple[Tree, ...], operators: tuple[Operator, ...]) -> None:
    """Raise ReadError for Δx, which may be one name; λx is a product if both stand elsewhere, or are declared."""
    for left, sign, right in zip(parts, operators, parts[1:], strict=False):
        names = glued_names(left, sign, right)
        if names is None or all(_is_known(within, one) for one in names):
            continue
        product = "*".join(within.source[one.start : one.end] for one in names)
        name = "_".join(one.text for one in names)
        hint = f"a product is written {product}, one name {name}"
        raise within.error("GC413", "Greek letters and others run together", left, hint)


def _is_known(within: Elaborator, name: Name) -> bool:
    text = name.text
    base = text.partition("_")[0]
    known = text in within.scope or text in within.alone or base in within.scope or base in within.families
    return known or is_function(text) or text in NUMBERS


def refuse_quotient(within: Elaborator, pieces: Pieces, place: int) -> None:
    """Raise ReadError for a/2b; a numeral such as 1/2 before a blank, and a quotient by (...), are clear."""
    below, factor = pieces[place - 1][1], pieces[place][1]
    stroke = pieces[place - 1][0]
    above = pieces[place - 2][1]
    tight = above.end == stroke.start and stroke.end == below.start and factor.start > below.end
    if isinstance(below, Group) or (isinstance(below, Call) and calls_function(within, below)):
        return
    if tight and (isinstance(below, Number) or _stands_apart(within, factor)):
        if not (place == 2 and isinstance(below, Number) and is_number(above)):
            within.remark("a/b c, with a blank before c, is (a/b)*c")
        return
    refuse_readings(within, factor, "(a/b)*c", "a/(b*c)", "a/b c")


def _stands_apart(within: Elaborator, factor: Tree) -> bool:
    """Whether a factor is a norm, a sum or a mean, which nobody writes below a stroke without parentheses."""
    base = factor.base if isinstance(factor, Power) else factor
    if isinstance(base, Fenced | Binder):
        return True
    return isinstance(base, Call) and base.name in ("sum", "prod", *CHANCE) and base.name not in within.scope


class Chain:
    """The factors so far: scalars, and at most one array or row, in the place of the first one."""

    def __init__(self, within: Elaborator, tree: Tree) -> None:
        self.within, self.tree = within, tree
        self.factors: list[Term | Row] = []
        self.place: int | None = None  # of the array among the factors
        self.sign = ""  # how the array was made: @ or ⊙, or "" for one alone

    def begin(self, value: Term | Row) -> None:
        self.factors = [value]
        self.place = 0 if isinstance(value, Row) or value.shape else None
        self.sign = ""

    def multiply(self, sign: str, value: Term | Row, part: Tree) -> None:
        """Take a factor behind *, @, ⊙, or nothing."""
        is_array = isinstance(value, Row) or bool(value.shape)
        if sign == "@" and (not is_array or self.place is None):
            left = self.result()
            if isinstance(left, Row) or isinstance(value, Row):
                raise self.within.error("GC415", "a @ b multiplies matrices and vectors", part)
            MatMul(left, value)  # which is refused
        if not is_array:
            self.factors.append(value)
        elif self.place is None:
            self.place, self.sign = len(self.factors), ""
            self.factors.append(value)
        else:
            joined = self.together(self.factors[self.place], sign, value, part)
            self.factors[self.place] = joined
            if not isinstance(joined, Row) and not joined.shape:
                self.place, self.sign = None, ""

    def together(self, left: Term | Row, sign: str, right: Term | Row, part: Tree) -> Term | Row:
        """Return the product of two arrays."""
        if sign == "·" and not isinstance(left, Row) and not isinstance(right, Row) and len(left.shape) == 1:
            return MatMul(left, right)
        if sign == "*":
            hint = "write a @ b for the product of matrices, a ⊙ b entry by entry"
            raise self.within.error("GC415", "* stands between two arrays", part, hint)
        kind = "⊙" if sign == "⊙" else "@"
        if self.sign and self.sign != kind:
            refuse_readings(self.within, part, "(A ⊙ B) @ C", "A ⊙ (B @ C)", "A ⊙ B C")
        self.sign = kind
        if isinstance(left, Row):
            if isinstance(right, Row):
                raise self.within.error("GC415", "two rows have no product", part, "write u.T v or u v.T")
            product = MatMul(left.vector, right)
            return Row(product) if product.shape else product
        if isinstance(right, Row):
            if len(left.shape) == 1:
                return Outer(left, right.vector)
            if len(left.shape) == 2 and sign != "⊙":
                raise self.within.error("GC415", "a matrix stands before a row", part, "write v.T A or A v")
        elif kind == "⊙":
            return Hadamard(left, right)
        elif sign in ("@", "·") or len(left.shape) == 2:
            return MatMul(left, right)
        elif len(right.shape) == 1:
            hint = "write u @ v, u ⊙ v or outer(u, v)"
            raise self.within.error("GC417", "two vectors stand side by side", part, hint)
        raise self.within.error("GC415", "a vector stands before a matrix", part, "write v.T A, or v @ A")

    def divide(self, value: Term | Row, part: Tree, is_plain: bool) -> None:
        above = self.result()
        if isinstance(above, Row):
            above = above.vector
        if isinstance(value, Row):
            raise self.within.error("GC415", "one divides by no row", part)
        number = quotient_of_numbers(above, value) if is_plain else None
        if number is not None:
            self.begin(number)
        elif value.shape:
            self.begin(self.quotient(above, value, part))
        else:
            self.begin(Div(above, value))

    def quotient(self, above: Term, below: Term, part: Tree) -> Term:
        """Return the quotient of vectors entry by entry."""
        if len(below.shape) != 1 or above.shape not in ((), below.shape):
            hint = "write inverse(A) @ b"
            raise self.within.error("GC415", "one divides by a scalar, or a vector by one of its length", part, hint)
        self.within.remark("vectors are divided entry by entry")
        inverse = MatMul(Inverse(Diag(below)), above if above.shape else Ones(below.shape))
        return inverse if above.shape else Mul((above, inverse))

    def result(self) -> Term | Row:
        """Return the product of all factors."""
        if len(self.factors) == 1:
            return self.factors[0]
        terms = tuple(factor.vector if isinstance(factor, Row) else factor for factor in self.factors)
        product = Mul(terms)
        return Row(product) if any(isinstance(factor, Row) for factor in self.factors) else product


def transposed(value: Term | Row) -> Term | Row:
    """Return the transpose: of a matrix, of a vector a row, and of a row the vector."""
    if isinstance(value, Row):
        return value.vector
    return Row(value) if len(value.shape) == 1 else Transpose(value)
