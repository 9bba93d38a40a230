r"""Writes what only LaTeX writes as the text notation does, so that the elaboration of text understands it.

    x_i, W_{hh}, X_{ij}          one name, x_i, W_hh, X_ij, of which the elaboration says whether it has members
    h^{(t)}, h^{(t-1)}           a member of h, if a mark of h is no name or names an integer; else a name
    w^*, w^{\text{new}}          names, w_star, w_new
    x^2(1 - x), f^2(x)           a product, unless f is a function: then the square of a call
    \log_2 x, \log_b x           log2(x), log(x)/log(b)
    D_{KL}(q \| p)               KL(q, p)
    A \succ 0, a \equiv b        positive_definite(A), a = b
    u \cdot v                    the product of numbers, the inner product of vectors, the product of matrices
    \sigma_{\max}(A)             operator_norm(A)
    \mathbf{x}, \mathcal{L}      x, L: a font is no part of a name; both x and \mathbf{x} in one line are refused

Refuses what has no meaning in the language, at its place: ellipses without a clear pattern, conditions behind a bar,
lists, a formula at a point, and signs such as \propto and \pm; and f^{-1}(x), which has two readings.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import fields, replace
from typing import Any, NoReturn

from gradcheck.language.notation.frozen import frozen
from gradcheck.language.notation.latex.commands import CHANCE, FUNCTIONS
from gradcheck.language.notation.latex.means import without_subscripts
from gradcheck.language.notation.latex.survey import base_of, survey
from gradcheck.language.notation.readerror import ReadError
from gradcheck.language.notation.tree import (
    Binder,
    Bracket,
    Call,
    Cases,
    Conditional,
    Dots,
    Evaluated,
    Group,
    Interval,
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
    Rows,
    Script,
    Signed,
    Styled,
    Tree,
    bare,
    pieces,
)

RELATIONS = frozenset(("=", "!=", "<", "<=", ">", ">=", "≈"))
OPERATORS = frozenset(("", "*", "·", "/", "@", "⊙", "+", "-", "and", "or", "=>", "<=>"))
SPECTRA = {
    ("sigma", "max"): "operator_norm", ("sigma", "min"): "smallest_singular_value",
    ("lambda", "max"): "largest_eigenvalue",
}  # fmt: skip
DEFINITE = {"≻": "positive_definite", "⪰": "positive_semidefinite"}
ALIKE = {"≡": "="}
UNSAID = {
    "∝": "write the constant out",
    "<<": "write how small it is",
    ">>": "write how large it is",
    "±": "write two claims",
    "∓": "write two claims",
    "->": "write \\lim, or say \\text{as } n \\to \\infty",
    "~": "a law stands behind where",
    "in": "a declaration stands behind where",
    ":=": "a definition stands behind where",
}


def settled(source: str, trees: Iterable[Tree], numbers: Iterable[str] = ()) -> list[Tree]:
    """Return the trees of a claim and of its items with the nodes of the text notation alone; ReadError otherwise.

    ``numbers`` are names that are known to be no functions.
    """
    try:
        given = without_subscripts(source, list(trees))
        settling = _Settling(source, given, frozenset(numbers))
        return [settling.tree(tree) for tree in given]
    except RecursionError:
        raise ReadError("GC408", "the formula is nested too deeply", source, 1) from None


class _Settling:
    """Rewrites trees from the bottom."""

    def __init__(self, source: str, trees: list[Tree], numbers: frozenset[str]) -> None:
        self.source, self.numbers = source, numbers
        self.written: dict[str, tuple[str, Tree]] = {}  # how each name with a mark was written
        self.names = survey(source, trees)

    def error(self, code: str, message: str, tree: Tree, hint: str = "") -> ReadError:
        return ReadError(code, message, self.source, tree.start + 1, hint)

    def tree(self, tree: Tree) -> Tree:
        """Return the tree with all in it rewritten."""
        if isinstance(tree, Raised):
            return self.raised(tree)
        if isinstance(tree, Bracket):
            self.bracket(tree)
        if isinstance(tree, Call) and isinstance(tree.function, Script):
            return self.call_of_member(tree, tree.function)
        kind: Any = type(tree)
        names = _FIELDS.get(kind)
        if names is None:
            names = _FIELDS[kind] = tuple(field.name for field in fields(tree))
        before = [getattr(tree, name) for name in names]
        after = [self.value(value) for value in before]
        same = all(one is other for one, other in zip(before, after, strict=True))
        inner = tree if same else kind(*after)
        rewrite = REWRITES.get(type(tree))
        return inner if rewrite is None else rewrite(self, inner)

    def value(self, value: object) -> object:
        if isinstance(value, Tree):
            return self.tree(value)
        if not isinstance(value, tuple):
            return value
        found = tuple([self.value(part) for part in value])
        return value if all(one is other for one, other in zip(value, found, strict=True)) else found

    def styled(self, tree: Styled) -> Tree:
        """Return a name without its font; \\Delta x is a product if Δ is declared and no name \\Delta x is."""
        first, _, rest = tree.text.partition("_")
        if first == "Delta" and "Delta" in self.names.declared and tree.text not in self.names.declared:
            middle = tree.start + len("\\Delta")
            return _product(tree, Name(tree.start, middle, first), Name(middle, tree.end, rest))
        return self.named(tree, tree.text, "accent") if "_" in tree.text else Name(tree.start, tree.end, tree.text)

    def script(self, tree: Script) -> Tree:
        """Return one name for a base and a simple index."""
        base = tree.base
        if isinstance(base, Call) and self.multiplies(base):  # A(v)_i is no entry of A v
            base = _product(base, base.function, Group(base.function.end, base.end, base.arguments[0]))
        if isinstance(base, _Product):
            first, group = base.parts
            return _product(tree, first, self.script(Script(group.start, tree.end, group, tree.indices)))
        if not isinstance(base, Name) or len(tree.indices) != 1 or base.text in CHANCE:
            conditions = [index for index in tree.indices if isinstance(index, Conditional)]
            if conditions:
                self.refuse_condition(conditions[0])
            return tree
        index = bare(tree.indices[0])
        if base.text in self.names.patterns:
            self.check_pair(tree, base)
        if base.text == "I" and "I" not in self.names.declared:  # the identity matrix
            return Call(tree.start, tree.end, base, tree.indices)
        text = ""
        if isinstance(index, Name | Number):
            text = index.text if "_" not in index.text and "." not in index.text else ""
        elif isinstance(index, Joined) and index.precedence is Precedence.PRODUCT:
            letters = [part.text for part in index.parts if isinstance(part, Name) and len(part.text) == 1]
            if len(letters) == len(index.parts) and not any(one.text for one in index.operators):
                text = "".join(letters)
        if not text:
            return tree
        return self.named(tree, f"{base.text}_{text}", "_")

    def check_pair(self, tree: Script, base: Name) -> None:
        """Refuse a_{ij} below a sum over j if a_{ij} was declared as one thing, and a not as an array."""
        bound = {piece.text for index in tree.indices for piece in pieces(index) if isinstance(piece, Name)}
        if bound & self.names.bound:
            shown, letter = self.shown(tree), min(bound & self.names.bound)
            hint = f"declare {base.text} as an array, as in {base.text} in R^(n x m)"
            raise self.error("GC418", f"{shown} was declared as one thing, and {letter} is bound here", tree, hint)

    def named(self, tree: Tree, text: str, how: str) -> Name:
        """Return a name that was written with a mark; the same name may not be written in two ways."""
        known, _ = self.written.setdefault(text, (how, tree))
        if known != how:
            raise self.error("GC417", f"{text} is written in two ways", tree, "write both in one way")
        return Name(tree.start, tree.end, text)

    def raised(self, tree: Raised) -> Tree:
        """Return a member for a mark that is an index, and a name for every other mark."""
        base = tree.base
        stem = base.base if isinstance(base, Script) else base
        if len(tree.marks) > 1 or not isinstance(stem, Name):
            raise self.error("GC410", "this mark has no meaning", tree.marks[0])
        mark = self.tree(bare(tree.marks[0]))
        inner: Tree
        if stem.text in self.names.indexed:
            name = self.tree(stem)
            inner = self.script(Script(tree.start, tree.end, name, (mark,)))
            if not isinstance(base, Script):
                return inner
            indices = tuple(one for index in base.indices for one in _letters(self.tree(index)))
            return Script(tree.start, tree.end, inner, indices)
        if not isinstance(mark, Name | Number):
            raise self.error("GC410", "this mark has no meaning", tree.marks[0])
        inner = self.named(stem, f"{stem.text}_{mark.text}", "^")
        if not isinstance(base, Script):
            return replace(inner, end=tree.end)
        return self.script(Script(tree.start, tree.end, inner, tuple(self.tree(index) for index in base.indices)))

    def call(self, tree: Call) -> Tree:
        """Return a call as the text notation writes it."""
        function = tree.function
        if isinstance(function, Name) and function.text in FUNCTIONS:
            self.check_argument(tree)
        if isinstance(function, Power):
            return self.powered(tree, function)
        if any(isinstance(argument, Conditional) for argument in tree.arguments):
            return self.divergence(tree)
        if isinstance(function, Script) and isinstance(function.base, Name) and len(function.indices) == 1:
            index = function.indices[0]
            mark = index.text if isinstance(index, Name) else ""
            word = SPECTRA.get((function.base.text, mark))
            if word and f"{function.base.text}_{mark}" not in self.names.alone:
                return replace(tree, function=Name(function.start, function.end, word))
            if function.base.text == "log" and len(tree.arguments) == 1:
                return self.logarithm(tree, index)
        return tree

    def check_argument(self, tree: Call) -> None:
        """Refuse \\log x(1 - x), where what stands without parentheses behind a function is no call but a product."""
        inner = tree.arguments[-1] if tree.arguments else None
        if not isinstance(inner, Call) or inner.end != tree.end or not isinstance(inner.function, Name):
            return
        name = inner.function.text
        if (
            name not in FUNCTIONS
            and name not in self.names.functions
            and (name in self.names.alone or name in self.numbers)
        ):
            word, shown = self.shown(tree.function), self.shown(inner)
            hint = f"write {word}({shown}) or {word}({name}) \\cdot (...)"
            raise self.error("GC417", f"{word} {shown} has two readings", inner, hint)

    def multiplies(self, call: Call) -> bool:
        """Whether a name before parentheses is known to be no function."""
        name = base_of(call.function)
        if not isinstance(name, Name) or len(call.arguments) != 1 or name.text in FUNCTIONS:
            return False
        return (name.text in self.names.alone or name.text in self.numbers) and name.text not in self.names.functions

    def call_of_member(self, tree: Call, function: Script) -> Tree:
        """Return y_n(x), whose function stays a base with an index, unless it is a word such as \\log_2."""
        base = self.tree(function.base)
        indices = tuple(one for index in function.indices for one in _letters(self.tree(index)))
        arguments = tuple(self.tree(argument) for argument in tree.arguments)
        changed = Call(tree.start, tree.end, Script(function.start, function.end, base, indices), arguments)
        text = base.text if isinstance(base, Name) else ""
        if text == "I" and "I" not in self.names.declared and len(arguments) == 1:  # the identity matrix
            identity = Call(function.start, function.end, base, indices)
            return _product(tree, identity, Group(function.end, tree.end, arguments[0]))
        mark = indices[0].text if len(indices) == 1 and isinstance(indices[0], Name | Number) else ""
        if (
            (text, mark) in SPECTRA
            or text in ("log", "D", "d")
            or any(isinstance(one, Conditional) for one in arguments)
        ):
            return self.call(changed)
        return changed

    def logarithm(self, tree: Call, base: Tree) -> Tree:
        """Return a logarithm to a base."""
        name = Name(tree.start, tree.function.end, "log")
        if isinstance(base, Number) and base.text in ("2", "10"):
            return replace(tree, function=replace(name, text=f"log{base.text}"))
        above, below = Call(tree.start, tree.end, name, tree.arguments), Call(base.start, base.end, name, (base,))
        stroke = Operator(base.start, base.start, "/")
        return Group(tree.start, tree.end, Joined(tree.start, tree.end, Precedence.PRODUCT, (above, below), (stroke,)))

    def powered(self, tree: Call, function: Power) -> Tree:
        """Return f^2(x) as the power of a call if f is a function, and as a product otherwise."""
        base = function.base
        name = base_of(base)
        text = name.text if isinstance(name, Name) else ""
        if text not in FUNCTIONS and text not in self.names.functions:
            if text not in self.names.alone and text not in self.numbers:
                shown = self.source[tree.start : tree.end]
                hint = f"write \\cdot before (...) for a product, or declare {text}: \\mathbb{{R}} \\to \\mathbb{{R}}"
                raise self.error("GC417", f"{shown} may be a product or the power of a function", tree, hint)
            if len(tree.arguments) != 1:
                raise self.error("GC404", f"{text} is no function", tree)
            return _product(tree, function, Group(function.end, tree.end, tree.arguments[0]))
        if isinstance(function.exponent, Signed) or not isinstance(function.exponent, Number):
            shown = self.source[function.start : function.end]
            hint = f"write 1/{text}(x), or the inverse by a name of its own"
            raise self.error("GC417", f"{shown} before parentheses has two readings", function, hint)
        return Power(tree.start, tree.end, Call(tree.start, tree.end, base, tree.arguments), function.exponent)

    def divergence(self, tree: Call) -> Tree:
        """Return KL(q, p) for KL(q ‖ p); ReadError for every other condition."""
        (inner,) = tree.arguments if len(tree.arguments) == 1 else (tree.arguments[0],)
        name = base_of(tree.function)
        text = name.text if isinstance(name, Name) else ""
        if not isinstance(inner, Conditional) or text not in ("KL", "D", "d") or inner.bar.text != "‖":
            self.refuse_condition(next(one for one in tree.arguments if isinstance(one, Conditional)))
        function = Name(tree.function.start, tree.function.end, "KL")
        return replace(tree, function=function, arguments=(*inner.parts, *inner.conditions))

    def refuse_condition(self, tree: Conditional) -> NoReturn:
        hint = "declare it as a function of its own"
        raise self.error("GC410", "a condition behind a bar is not part of the language", tree.bar, hint)

    def bracket(self, tree: Bracket) -> None:
        """Refuse a condition in brackets."""
        for index in tree.indices:
            if isinstance(index, Conditional):
                self.refuse_condition(index)

    def joined(self, tree: Joined) -> Tree:
        """Return the tree with products of products in one, and with signs that the text notation has."""
        if tree.precedence is Precedence.RELATION:
            return self.relation(tree)
        parts: list[Tree] = [tree.parts[0]]
        operators: list[Operator] = []
        if isinstance(tree.parts[0], _Product) and tree.precedence is Precedence.PRODUCT:
            parts, operators = list(tree.parts[0].parts), list(tree.parts[0].operators)
        for operator, part in zip(tree.operators, tree.parts[1:], strict=True):
            sign = {"∘": "⊙"}.get(operator.text, operator.text)
            if sign == "*" and self.source.startswith(("\\cdot", "·", "⋅"), operator.start, operator.end):
                sign = "·"
            if sign == "⊗" and len(tree.parts) == 2:
                outer = Name(operator.start, operator.end, "outer")
                return Call(tree.start, tree.end, outer, tree.parts)
            if sign not in OPERATORS:
                hint = UNSAID.get(sign, "")
                raise self.error("GC410", f"{self.shown(operator)} has no meaning here", operator, hint)
            if not sign:  # it spans its factors, so that xy is not taken for one name, as λx may be in text
                operator = replace(operator, start=parts[-1].start, end=part.end)
            operators.append(replace(operator, text=sign))
            if tree.precedence is Precedence.PRODUCT and isinstance(part, _Product):
                if sign == "/":
                    shown = self.source[part.start : part.end]
                    raise self.error("GC417", f"a/{shown} has two readings", part, "put the denominator in parentheses")
                parts += part.parts
                operators += part.operators
            else:
                parts.append(part)
        changed = replace(tree, parts=tuple(parts), operators=tuple(operators))
        return self.numeral(changed) if tree.precedence is Precedence.PRODUCT else changed

    def numeral(self, tree: Joined) -> Tree:
        """Return the product with 3.9 \\cdot 10^{-7} as the number 3.9e-7."""
        first, second = tree.parts[0], tree.parts[1]
        exponent = second.exponent if isinstance(second, Power) else None
        is_negative = isinstance(exponent, Signed) and exponent.sign.text == "-"
        inner = exponent.operand if isinstance(exponent, Signed) else exponent
        digits = first.operand if isinstance(first, Signed) and first.sign.text == "-" else first
        fits = (
            isinstance(second, Power)
            and isinstance(second.base, Number)
            and second.base.text == "10"
            and isinstance(inner, Number)
            and inner.text.isdecimal()
            and len(inner.text) < 4
            and isinstance(digits, Number)
            and tree.operators[0].text in ("*", "·")
        )
        if not fits or not isinstance(digits, Number) or not isinstance(inner, Number) or "e" in digits.text:
            return tree
        number: Tree = Number(digits.start, second.end, f"{digits.text}e{'-' * is_negative}{inner.text}")
        if isinstance(first, Signed):
            number = Signed(first.start, second.end, first.sign, number)
        if len(tree.parts) == 2:
            return number
        return replace(tree, parts=(number, *tree.parts[2:]), operators=tree.operators[1:])

    def relation(self, tree: Joined) -> Tree:
        """Return a chain with relations that the text notation has."""
        operators: list[Operator] = []
        for operator, right in zip(tree.operators, tree.parts[1:], strict=True):
            sign = ALIKE.get(operator.text, operator.text)
            if sign in DEFINITE and len(tree.parts) == 2 and isinstance(right, Number) and right.text == "0":
                name = Name(operator.start, operator.end, DEFINITE[sign])
                return Call(tree.start, tree.end, name, (tree.parts[0],))
            if sign not in RELATIONS:
                hint = UNSAID.get(sign, "")
                raise self.error("GC410", f"{self.shown(operator)} has no meaning here", operator, hint)
            operators.append(replace(operator, text=sign))
        for part in tree.parts:
            if isinstance(part, Interval | Listed):
                raise self.error("GC410", "a list or a set stands beside a relation", part)
        return replace(tree, operators=tuple(operators))

    def shown(self, tree: Tree) -> str:
        return " ".join(self.source[tree.start : tree.end].split())

    def signed(self, tree: Signed) -> Tree:
        if tree.sign.text not in ("+", "-"):
            raise self.error("GC410", f"{self.shown(tree.sign)} has no meaning here", tree.sign, UNSAID["±"])
        return tree

    def listed(self, tree: Listed) -> Tree:
        """Return a vector that is written out."""
        if tree.kind == "set":
            raise self.error("GC410", "a set stands where an expression belongs", tree)
        return Rows(tree.start, tree.end, (tree.parts,))

    def refused(self, tree: Tree) -> Tree:
        """Refuse what has no meaning in the language."""
        if isinstance(tree, Dots):
            hint = "write \\sum or \\prod, or the first terms as x_1 + x_2 + \\dots + x_n"
            raise self.error("GC410", "the pattern of these dots is not clear", tree, hint)
        if isinstance(tree, Evaluated):
            raise self.error("GC410", "a formula at a point is not part of the language", tree.values[0])
        return tree

    def binder(self, tree: Binder) -> Tree:
        """Return a sum or product over a condition as one over all, with what the condition leaves out as 0 or 1."""
        if tree.word.text not in ("sum", "prod") or tree.domain is None:
            return tree
        domain = bare(tree.domain)
        if isinstance(domain, Interval) and domain.whole and tree.lower is None:
            return replace(tree, lower=domain.lower, upper=domain.upper, domain=None)
        if not isinstance(domain, Joined) or domain.precedence > Precedence.RELATION:
            hint = "write it over a range of integers, as in \\sum_{i=1}^n"
            raise self.error("GC410", f"a {tree.word.text} over a set is not part of the language", tree.domain, hint)
        neutral = Number(tree.end, tree.end, "0" if tree.word.text == "sum" else "1")
        body = Cases(tree.body.start, tree.body.end, ((tree.body, domain), (neutral, None)))
        return replace(tree, domain=None, body=body)

    def power(self, tree: Power) -> Tree:
        """Return x^2(1 - x)^3 with the exponent on the parentheses, and e^x as the function that it is."""
        if isinstance(tree.base, _Product):
            first, group = tree.base.parts
            return _product(tree, first, Power(group.start, tree.end, group, tree.exponent))
        if isinstance(tree.base, Name) and tree.base.text == "e" and "e" not in self.names.declared:
            return Call(tree.start, tree.end, replace(tree.base, text="exp"), (tree.exponent,))
        return tree

    def marked(self, tree: Marked) -> Tree:
        if isinstance(tree.base, _Product):
            first, group = tree.base.parts
            return _product(tree, first, Marked(group.start, tree.end, group, tree.mark))
        return tree

    def primed(self, tree: Prime) -> Tree:
        if isinstance(tree.base, _Product):
            raise self.error("GC417", "a prime stands behind a product", tree, "put it in parentheses")
        return tree


_FIELDS: dict[type[Tree], tuple[str, ...]] = {}


@frozen
class _Product(Joined):
    """A product that was written like a call: what stands before parentheses, and the parentheses."""


def _product(tree: Tree, first: Tree, second: Tree) -> _Product:
    beside = Operator(first.end, first.end, "")
    return _Product(tree.start, tree.end, Precedence.PRODUCT, (first, second), (beside,))


def _letters(tree: Tree) -> tuple[Tree, ...]:
    """Return the indices that stand side by side, X_{ij}."""
    if (
        isinstance(tree, Joined)
        and tree.precedence is Precedence.PRODUCT
        and not any(one.text for one in tree.operators)
    ):
        return tree.parts if all(isinstance(part, Name | Number) for part in tree.parts) else (tree,)
    return (tree,)


REWRITES: dict[type[Tree], Callable[[_Settling, Any], Tree]] = {
    Styled: _Settling.styled,
    Script: _Settling.script,
    Binder: _Settling.binder,
    Power: _Settling.power,
    Marked: _Settling.marked,
    Prime: _Settling.primed,
    Call: _Settling.call,
    Joined: _Settling.joined,
    Signed: _Settling.signed,
    Listed: _Settling.listed,
    Dots: _Settling.refused,
    Evaluated: _Settling.refused,
}
