"""Scalar terms as Python source in SymPy's words, as a person writes them.  Runs nothing, and imports no SymPy.

Inside of ``with held():`` the source builds what ``to_sympy(node, evaluate=False)`` builds, up to the grouping of
products; outside of such a block SymPy evaluates it.  ``text`` of a vector is that of a matrix with one column.
"""

from __future__ import annotations

from collections.abc import Callable
from math import gcd
from typing import Any, NamedTuple

from gradcheck.language.sympy.code_names import Names, quoted
from gradcheck.language.sympy.nesting import decided, plain_choice
from gradcheck.language.sympy.places import for_sympy
from gradcheck.language.sympy.unsayable import check_shape, unsayable
from gradcheck.language.syntax import terms
from gradcheck.language.syntax.arrays import Sequence
from gradcheck.language.syntax.functions import FUNCTIONS, unfold
from gradcheck.language.syntax.node import Node
from gradcheck.language.syntax.terms import Add, Apply, Div, Mul, Neg, Num, Pow, Symbol, Term
from gradcheck.language.syntax.uninterpreted import Uninterpreted

SUM, PRODUCT, POWER, ATOM = range(4)  # how tightly the last operator of a text binds
ARGUMENT = Symbol("xi")  # where an arbitrary function is differentiated before its argument is put in


class Text(NamedTuple):
    """Source, and how tightly it binds."""

    source: str
    level: int = ATOM

    def within(self, level: int, first: bool = False) -> str:
        """Return the source as an operand: in parentheses if it binds too loosely, or has a minus that is not first."""
        loose = self.level < level or (self.source.startswith("-") and not first)
        return f"({self.source})" if loose else self.source


class Code:
    """Writes nodes as source; ``names`` are the variables and imports that this takes.

    ``held``: the source stands in ``with held():``, where the grouping of a product with a minus matters.
    """

    def __init__(self, held: bool) -> None:
        self.names = Names()
        self._held = held

    def source(self, node: Node) -> str:
        """Return the source of a term or proposition; Unsayable where SymPy has no form for it."""
        return self.text(node).source

    def text(self, node: Node) -> Text:
        """Return the source of a node with how tightly it binds."""
        check_shape(node)
        kinds = ARRAYS if isinstance(node, Term) and node.shape else SCALARS
        writer = kinds.get(type(node).__name__)
        if writer is None:
            raise unsayable(node)
        return writer(self, node)

    def call(self, name: str, *args: Node | str) -> Text:
        """Return the call of a name of SymPy."""
        said = (arg if isinstance(arg, str) else self.source(arg) for arg in args)
        return Text(f"{self.names.imported(name)}({', '.join(said)})")

    def symbol(self, term: Symbol) -> str:
        """Return the variable of a symbol."""
        return self.names.of(term)

    def function(self, name: str) -> str:
        """Return the variable of an undefined function."""
        return self.names.of(name, lambda: f"{self.names.imported('Function')}({quoted(name)})")

    def operands(self, nodes: tuple[Term, ...], number: str = "Integer") -> list[Text]:
        """Return the operands of an operator, which Python must not compute with if they are numbers."""
        found = [self.text(node) for node in nodes]
        if len(found) > 1 and all(map(_is_literal, nodes[:2])):
            found[0] = Text(f"{self.names.imported(number)}({found[0].source})")
        return found

    def sum_of(self, nodes: tuple[Term, ...]) -> Text:
        """Return a sum, with differences where a negative is added."""
        first, *_ = parts = self.operands(nodes)
        source = first.within(SUM if isinstance(nodes[0], Add) else PRODUCT, first=True)
        for node, text in list(zip(nodes, parts, strict=True))[1:]:
            if isinstance(node, Neg):
                source += f" - {self.text(node.term).within(PRODUCT)}"
            else:
                source += f" + {text.within(PRODUCT)}"
        return Text(source, SUM)

    def product_of(self, nodes: tuple[Term, ...]) -> Text:
        """Return a product."""
        first, *others = self.operands(nodes)
        return Text("*".join([first.within(PRODUCT, first=True), *(text.within(POWER) for text in others)]), PRODUCT)

    def negative(self, term: Neg) -> Text:
        """Return a negative; a minus in front of a product belongs to its first factor once it is read by Python."""
        inner = term.term
        text = self.text(inner)
        whole = isinstance(inner, Mul) and isinstance(inner.factors[0], Num) and inner.factors[0].value > 1
        return Text(f"-{text.within(PRODUCT if whole or not self._held else POWER)}", PRODUCT)

    def quotient(self, term: Div) -> Text:
        """Return a quotient; that of two numbers without a common divisor is a number of SymPy."""
        match term:
            case Div(numerator=Num(value=above), denominator=Num(value=below)) if (
                above.denominator == below.denominator == 1 and below > 1 and gcd(int(above), int(below)) == 1
            ):
                return self.call("Rational", str(above), str(below))
        above_text, below_text = self.operands((term.numerator, term.denominator))
        return Text(f"{above_text.within(PRODUCT, first=True)}/{below_text.within(POWER)}", PRODUCT)


def _is_literal(node: Term) -> bool:
    """Whether Python computes the source of the node before SymPy sees it."""
    return _is_literal(node.term) if isinstance(node, Neg) else isinstance(node, Num) and node.value.denominator == 1


Writer = Callable[[Code, Any], Text]
SCALARS: dict[str, Writer] = {}  # of scalars and propositions, by the name of the class
ARRAYS: dict[str, Writer] = {}


def writes(*kinds: type[Node], arrays: bool = False) -> Callable[[Writer], Writer]:
    """Enter what writes these kinds of nodes: those that are arrays, or those that are not."""

    def enter(writer: Writer) -> Writer:
        (ARRAYS if arrays else SCALARS).update({kind.__name__: writer for kind in kinds})
        return writer

    return enter


@writes(Num)
def _number(code: Code, term: Num) -> Text:
    above, below = abs(term.value.numerator), term.value.denominator
    minus = "-" if term.value < 0 else ""
    text = str(above) if below == 1 else code.call("Rational", str(above), str(below)).source
    return Text(minus + text, PRODUCT if minus else ATOM)


writes(terms.Const)(lambda code, term: Text(code.names.imported(term.name)))
writes(Symbol)(lambda code, term: Text(code.symbol(term)))
writes(Add)(lambda code, term: code.sum_of(term.terms))
writes(Mul)(lambda code, term: code.product_of(term.factors))
writes(Neg)(lambda code, term: code.negative(term))
writes(Div)(lambda code, term: code.quotient(term))


@writes(Pow)
def _power(code: Code, term: Pow) -> Text:
    base, exponent = code.operands((term.base, term.exponent))
    return Text(f"{base.within(ATOM)}**{exponent.within(POWER)}", POWER)


@writes(Apply)
def _function(code: Code, term: Apply) -> Text:
    name = FUNCTIONS[term.function].sympy
    definition = None if name else unfold(term)
    if definition is not None:
        return code.text(definition)
    if not name or len(set(term.args)) < len(term.args):
        raise unsayable(term, f"it has no {term.function} of these")
    return code.call(name, *term.args)


@writes(terms.Where)
def _cases(code: Code, term: terms.Where) -> Text:
    cases: list[str] = []
    rest = plain_choice(decided(term))
    while isinstance(rest, terms.Where):
        cases.append(f"({code.source(rest.then)}, {code.source(rest.condition)})")
        rest = plain_choice(decided(rest.otherwise))
    if not cases:
        return code.text(rest)
    return code.call("Piecewise", *cases, f"({code.source(rest)}, True)")


@writes(terms.Sum)
def series(code: Code, term: terms.Sum) -> Text:
    """Return a sum, over the places that SymPy counts."""
    term = for_sympy(term)
    return code.call("Sum", term.body, f"({code.source(term.index)}, {code.source(term.lo)}, {code.source(term.hi)})")


@writes(terms.Integral)
def _integral(code: Code, term: terms.Integral) -> Text:
    ends = f"({code.source(term.variable)}, {code.source(term.lo)}, {code.source(term.hi)})"
    return code.call("Integral", term.body, ends)


@writes(terms.Limit)
def _limit(code: Code, term: terms.Limit) -> Text:
    infinite = term.point in (terms.Const("oo"), Neg(terms.Const("oo")))
    side = {"": ['"+-"'], "-": ['"-"'], "+": []}[term.side]
    return code.call("Limit", term.body, term.variable, term.point, *([] if infinite else side))


@writes(terms.Derivative)
def derivative(code: Code, term: terms.Derivative) -> Text:
    """Return a derivative, with those inside of it, the innermost first."""
    variables: list[Term] = []
    body: Term = term
    while isinstance(body, terms.Derivative):
        variables.insert(0, body.variable)
        body = body.body
    counts: list[tuple[Term, int]] = []
    if isinstance(body, Uninterpreted) and body.order and isinstance(body.argument, Symbol):
        variables = [body.argument] * body.order + variables  # SymPy would add up the two numbers
        body = Uninterpreted(body.name, body.differentiable, 0, body.argument)
    for variable in variables:
        if counts and counts[-1][0] is variable:
            counts[-1] = variable, counts[-1][1] + 1
        else:
            counts.append((variable, 1))
    said = [code.source(v) if times == 1 else f"({code.source(v)}, {times})" for v, times in counts]
    return code.call("Derivative", body, *said)


@writes(Sequence)
def _member(code: Code, term: Sequence) -> Text:
    args = (code.source(arg) for arg in (term.index, *term.parameters))
    return Text(f"{code.function(term.name)}({', '.join(args)})")


@writes(Uninterpreted)
def arbitrary(code: Code, term: Uninterpreted) -> Text:
    """Return an arbitrary function, or its derivative at its argument."""
    function, at = code.function(term.name), code.source(term.argument)
    if not term.order:
        return Text(f"{function}({at})")
    plain = isinstance(term.argument, Symbol)
    by = at if plain else code.symbol(ARGUMENT)
    times = by if term.order == 1 else f"({by}, {term.order})"
    found = code.call("Derivative", f"{function}({by})", times)
    return found if plain else code.call("Subs", found.source, by, at)
