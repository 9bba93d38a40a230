"""The surface tree: precedence, the place of every node, and the same structure as Python's own grammar gives."""

from __future__ import annotations

import ast
import re
from collections.abc import Callable
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, example, given, reject, settings
from hypothesis import strategies as st

from gradcheck.language.notation import reader
from gradcheck.language.notation.elaboration import Elaboration
from gradcheck.language.notation.items import parse_formula, parse_line
from gradcheck.language.notation.readerror import ReadError
from gradcheck.language.notation.tokens import tokenize
from gradcheck.language.notation.tree import (
    Call,
    Declaration,
    Group,
    Item,
    Joined,
    Name,
    Number,
    Operator,
    Power,
    Precedence,
    Signed,
    Tree,
    bare,
    pieces,
)
from gradcheck.language.printing.text import render_text
from gradcheck.language.syntax.node import Node
from gradcheck.language.syntax.propositions import Proposition, Relation
from gradcheck.language.syntax.terms import Num, Term

from .formulas import SYMBOLS, connected, terms

slow = settings(max_examples=120, suppress_health_check=[HealthCheck.too_slow], deadline=None)


def parsed(text: str) -> Tree:
    return parse_formula(text, tokenize(text))


def grouped(tree: Tree) -> str:
    """The formula with brackets around every operation, and parentheses where they were written."""
    match tree:
        case Number(text=text) | Name(text=text):
            return text
        case Group(inner=inner):
            return f"({grouped(inner)})"
        case Call(function=function, arguments=arguments):
            return f"{function.text}({', '.join(map(grouped, arguments))})"
        case Signed(sign=sign, operand=operand):
            return f"[{sign.text}{grouped(operand)}]"
        case Power(base=base, exponent=exponent):
            return f"[{grouped(base)}**{grouped(exponent)}]"
        case Joined(parts=parts, operators=operators):
            rest = zip(operators, parts[1:], strict=True)
            return f"[{grouped(parts[0])}{''.join(f' {sign.text} {grouped(part)}' for sign, part in rest)}]"
    raise TypeError(tree)


PRECEDENCES = [
    ("x + y*z", "[x + [y * z]]"),
    ("x*y + z", "[[x * y] + z]"),
    ("x - y + z", "[x - y + z]"),
    ("(x - y) + z", "[([x - y]) + z]"),
    ("x - (y + z)", "[x - ([y + z])]"),
    ("x/y*z/2", "[x / y * z / 2]"),
    ("-x*y", "[[-x] * y]"),
    ("x*-y", "[x * [-y]]"),
    ("-x + y", "[[-x] + y]"),
    ("- -+x", "[-[-[+x]]]"),
    ("-x**2", "[-[x**2]]"),
    ("(-x)**2", "[([-x])**2]"),
    ("x**y**z", "[x**[y**z]]"),
    ("x**-y**z*2", "[[x**[-[y**z]]] * 2]"),
    ("2**x²", "[2**[x**2]]"),
    ("f(x)**2", "[f(x)**2]"),
    ("-f(x, (y), -1)", "[-f(x, (y), [-1])]"),
    ("nothing()", "nothing()"),
    ("a < b + c <= d", "[a < [b + c] <= d]"),
    ("a = b and c < d and e > f", "[[a = b] and [c < d] and [e > f]]"),
    ("a = b or c < d and e > f", "[[a = b] or [[c < d] and [e > f]]]"),
    ("a = b and c < d or e > f", "[[[a = b] and [c < d]] or [e > f]]"),
    ("a = b or c = d => e = f => g = h", "[[[a = b] or [c = d]] => [e = f] => [g = h]]"),
    ("(a = b => c = d) => e = f", "[([[a = b] => [c = d]]) => [e = f]]"),
    ("x and y + nonsense(oo, and_so_on)", "[x and [y + nonsense(oo, and_so_on)]]"),
]


@pytest.mark.parametrize(("text", "shape"), PRECEDENCES, ids=[text for text, _ in PRECEDENCES])
def test_operators_bind_by_precedence(text: str, shape: str) -> None:
    assert grouped(parsed(text)) == shape


def test_every_kind_of_node_knows_its_place() -> None:
    source = " -(α  + 2.50) ** 0x² ≥ sum( k , k,1, n )  and  x=1"
    tree = parsed(source.replace("0x", "x_1"))
    told = [(type(piece).__name__, source.replace("0x", "x_1")[piece.start : piece.end]) for piece in pieces(tree)]
    assert told == [
        ("Joined", "-(α  + 2.50) ** x_1² ≥ sum( k , k,1, n )  and  x=1"),
        ("Joined", "-(α  + 2.50) ** x_1² ≥ sum( k , k,1, n )"),
        ("Signed", "-(α  + 2.50) ** x_1²"),
        ("Operator", "-"),
        ("Power", "(α  + 2.50) ** x_1²"),
        ("Group", "(α  + 2.50)"),
        ("Joined", "α  + 2.50"),
        ("Name", "α"),
        ("Operator", "+"),
        ("Number", "2.50"),
        ("Power", "x_1²"),
        ("Name", "x_1"),
        ("Number", "²"),
        ("Operator", "≥"),
        ("Call", "sum( k , k,1, n )"),
        ("Name", "sum"),
        ("Name", "k"),
        ("Name", "k"),
        ("Number", "1"),
        ("Name", "n"),
        ("Operator", "and"),
        ("Joined", "x=1"),
        ("Name", "x"),
        ("Operator", "="),
        ("Number", "1"),
    ]
    assert {type(piece) for piece in pieces(tree)} == {Joined, Signed, Operator, Power, Group, Name, Number, Call}
    assert next(piece.text for piece in pieces(tree) if isinstance(piece, Name)) == "alpha"


def test_declarations_know_their_places() -> None:
    line = "x = 1 ; n , m ∈ ℕ;d dimension ; k in primes;x > 0;"
    claim, *items = parse_line(line, tokenize(line))
    assert line[claim.start : claim.end] == "x = 1"
    assert [line[item.start : item.end] for item in items] == ["n , m ∈ ℕ", "d dimension", "k in primes", "x > 0"]
    contents = [item.content for item in items if isinstance(item, Item)]
    declarations = [content for content in contents if isinstance(content, Declaration)]
    assert [[line[piece.start : piece.end] for piece in item.children()] for item in declarations] == [
        ["n", "m", "ℕ"], ["d", "dimension"], ["k", "primes"],
    ]  # fmt: skip


NEAR_MISSES = [
    # text, code, column from 1
    ("x +* y", "GC411", 4),
    ("x ** ** y", "GC411", 6),
    ("x -", "GC411", 4),
    ("(x + ) y", "GC411", 6),
    ("f(x,, y)", "GC411", 5),
    ("f(, y)", "GC411", 3),
    ("f(x 2)", "GC409", 5),
    ("f(x)2", "GC409", 5),
    ("(x)2", "GC409", 4),
    ("x²2", "GC409", 3),
    ("(x, y)", "GC410", 3),
    ("x ; y", "GC410", 3),
    ("(x ; y)", "GC403", 1),
    ("((x)", "GC403", 1),
    ("f((x), y", "GC403", 2),
    ("f(x))", "GC403", 5),
    ("x = 1 => ", "GC411", 9),
    ("x in y", "GC410", 3),
]


@pytest.mark.parametrize(("text", "code", "column"), NEAR_MISSES, ids=[text for text, *_ in NEAR_MISSES])
def test_a_near_miss_is_refused_at_its_place(text: str, code: str, column: int) -> None:
    with pytest.raises(ReadError) as caught:
        parsed(text)
    assert (caught.value.code, caught.value.column) == (code, column)


@pytest.mark.parametrize(
    ("line", "code", "column"),
    [
        ("x = 1 ; n, in naturals", "GC414", 12),
        ("x = 1 ; in naturals", "GC414", 9),
        ("x = 1 ; n m in naturals", "GC414", 11),
        ("x = 1 ; n + 1 in naturals", "GC414", 11),
        ("x = 1 ; n in 5", "GC414", 14),
        ("x = 1 ; n in )", "GC403", 14),
        ("x = 1 ; n whole", "GC412", 9),
        ("n in naturals ; x = 1", "GC410", 3),
        ("x = (1 ; n in primes", "GC403", 5),
    ],
)
def test_what_declares_nothing_is_refused(line: str, code: str, column: int) -> None:
    with pytest.raises(ReadError) as caught:
        reader.read_claim(line)
    assert (caught.value.code, caught.value.column) == (code, column)


@pytest.mark.parametrize(("line", "column"), [("sum(1, oo, 1, 3) = 3", 8), ("x < oo ; oo in reals", 5)])
def test_infinity_is_no_name(line: str, column: int) -> None:
    with pytest.raises(ReadError, match="'oo' cannot be a name") as caught:
        reader.read_claim(line)
    assert (caught.value.code, caught.value.column) == ("GC413", column)


def test_a_tree_has_no_meaning() -> None:
    """Whatever the words say, the elaboration is the first to object."""
    for text in ("nan(oo, x = 1) ** 9**9**9", "sin + d(2, 2)", "1 = 2 = (x or y)", "sum()"):
        tree = parsed(text)
        with pytest.raises(ReadError):
            Elaboration(text, {}).term(tree)


def test_a_tree_of_another_notation_means_the_same() -> None:
    """Elaboration looks at the tree alone; the places are those of whatever text it was made of."""
    source = r"\frac{1}{x} + \unknown"
    fraction = Joined(0, 11, Precedence.PRODUCT, (Number(6, 7, "1"), Name(9, 10, "x")), (Operator(0, 5, "/"),))
    total = Joined(0, 22, Precedence.SUM, (fraction, Name(14, 22, "unknown")), (Operator(12, 13, "+"),))
    assert Elaboration(source, {}).term(total) is reader.read_expression("1/x + unknown")
    call = Call(14, 22, Name(14, 22, "unknown"), (fraction,))
    with pytest.raises(ReadError) as caught:
        Elaboration(source, {}).term(Joined(0, 22, Precedence.SUM, (fraction, call), total.operators))
    assert (caught.value.code, caught.value.column, caught.value.text) == ("GC404", 15, source)


words = st.sampled_from(["x", "y2", "1", "0.5", "12"])
loose = {"or": 1, "and": 2, **dict.fromkeys(("=", "<", "<=", "!="), 3)}


def _formulas(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    blank = st.sampled_from(["", " ", "  "])
    operators = st.sampled_from(["+", "-", "*", "/", "**", "=", "<=", "!=", " and ", " or "])
    return st.one_of(
        st.builds(lambda a, b, op, c, d: a + b + op + c + d, inner, blank, operators, blank, inner),
        st.builds(lambda a, b, c: f"({a}{b}{c})", blank, inner, blank),
        st.builds(lambda sign, a: sign + a, st.sampled_from("+-"), inner),
        st.builds(lambda a, b: f"f( {', '.join(a)}{b})", st.lists(inner, max_size=3), blank),
    )


formulas = st.recursive(words, _formulas, max_leaves=14)
soup = st.lists(
    st.sampled_from(["x", "1", "(", ")", "f(", ",", "+", "-", "*", "**", "=", "<", " and ", " or "]), max_size=12
)
Shape = tuple[object, ...]


def shape(tree: Tree) -> Shape:
    """The tree as ``python_shape`` tells it: kinds, places and parts, without parentheses."""
    tree = bare(tree)
    place = (tree.start, tree.end)
    match tree:
        case Number(text=text):
            return ("number", *place, Fraction(text))
        case Name(text=text):
            return ("name", *place, text)
        case Call(function=function, arguments=arguments):
            return ("call", *place, function.text, *map(shape, arguments))
        case Signed(sign=sign, operand=operand):
            return ("sign", *place, sign.text, shape(operand))
        case Power(base=base, exponent=exponent):
            return ("**", *place, shape(base), shape(exponent))
        case Joined(precedence=Precedence.SUM | Precedence.PRODUCT):
            first, *parts = tree.parts
            told = shape(first)
            for sign, part in zip(tree.operators, parts, strict=True):
                told = (sign.text, tree.start, part.end, told, shape(part))
            return told
        case Joined(parts=parts, operators=operators):
            return ("joined", *place, *(sign.text for sign in operators), *map(shape, parts))
    raise TypeError(tree)


SIGNS: dict[type[ast.AST], str] = {
    ast.Add: "+", ast.Sub: "-", ast.Mult: "*", ast.Div: "/", ast.Pow: "**", ast.Eq: "=", ast.NotEq: "!=", ast.Lt: "<",
    ast.LtE: "<=", ast.UAdd: "+", ast.USub: "-", ast.And: "and", ast.Or: "or",
}  # fmt: skip


def python_shape(node: ast.expr) -> Shape:
    """The same of Python's tree of the same text."""
    place = (node.col_offset, node.end_col_offset)
    match node:
        case ast.Constant(value=int() | float() as value):
            return ("number", *place, Fraction(value))
        case ast.Name(id=text):
            return ("name", *place, text)
        case ast.Call(func=ast.Name(id=text), args=arguments):
            return ("call", *place, text, *map(python_shape, arguments))
        case ast.UnaryOp(op=op, operand=operand):
            return ("sign", *place, SIGNS[type(op)], python_shape(operand))
        case ast.BinOp(left=left, op=op, right=right):
            return (SIGNS[type(op)], *place, python_shape(left), python_shape(right))
        case ast.Compare(left=left, ops=ops, comparators=sides):
            return ("joined", *place, *(SIGNS[type(op)] for op in ops), *map(python_shape, (left, *sides)))
        case ast.BoolOp(op=op, values=parts):
            return ("joined", *place, *[SIGNS[type(op)]] * (len(parts) - 1), *map(python_shape, parts))
    raise TypeError(ast.dump(node))


def widened(text: str) -> str:
    """The text with each = in two characters, as Python has it, so that places agree."""
    return re.sub(r"(?<![<>!])=(?!=)", "==", text)


@slow
@given(formulas)
@example("-x**-y2**1*x")
@example("(x)*1 < ((y2) + 1)")
def test_the_grammar_is_that_of_python(text: str) -> None:
    text = widened(text)
    assert shape(parsed(text)) == python_shape(ast.parse(text, mode="eval").body)


@settings(max_examples=300, deadline=None)
@given(soup.map("".join).map(widened))
def test_whatever_is_read_is_read_as_python_does(text: str) -> None:
    try:
        tree = parsed(text)
    except ReadError:
        return
    if not any(isinstance(piece, Operator) and not piece.text for piece in pieces(tree)):  # factors side by side
        assert shape(tree) == python_shape(ast.parse(text.strip(), mode="eval").body)


@slow
@given(terms)
def test_a_printed_term_is_read_back(term: Term) -> None:
    """With any blanks, and any parentheses around it."""
    text = render_text(term)
    tight = text.replace(" ", "")
    for written in (text, f"  ( ({text}) )", tight):
        assert _unless_absurd(reader.read_expression, written) is term


@settings(slow, max_examples=40)
@given(connected, terms)
def test_a_printed_claim_is_read_back(claim: Proposition, term: Term) -> None:
    """With declarations before and behind what it assumes."""
    line = f"{render_text(claim)} ; n in naturals; k integer; {render_text(term)} >= 1; d dimension; e in reals"
    read, assumed = _unless_absurd(reader.read_claim, line)
    assert read is claim
    assert assumed == (Relation(">=", term, Num(Fraction(1))),)


def _unless_absurd(read: Callable[..., Any], text: str) -> Any:
    try:
        return read(text, SYMBOLS)
    except ReadError as error:
        if error.code != "GC407":
            raise
        reject()  # a random tower of powers; nothing else may fail


DEEP = [
    ("(", ")"), ("-(", ")"), ("-", ""), ("1 + (", ")"), ("2*", ""), ("x**", ""), ("x**-(", ")"), ("sin(", ")"),
    ("max(1, ", ")"), ("where(x < ", ", 1, 2)"), ("sup(", ", x)"), ("1 + 2*-x**(", ")"),
]  # fmt: skip


@pytest.mark.parametrize("first", DEEP, ids=[before for before, _ in DEEP])
@pytest.mark.parametrize("second", DEEP, ids=[before for before, _ in DEEP])
def test_no_nesting_fills_the_stack(first: tuple[str, str], second: tuple[str, str]) -> None:
    """It is read, or refused for its depth."""
    for times in (10, 49, 51, 101, 400):
        text = (first[0] + second[0]) * times + "x" + (second[1] + first[1]) * times
        assert refused_as(reader.read_expression, text) in ("", "GC408" if times > 10 else "")


@pytest.mark.parametrize("opening", ["(", "x = 1 and (", "x = 1 => (", "x = 1 => x = 1 or x = 1 and ("])
def test_claims_nest_as_deep_as_the_limit(opening: str) -> None:
    assert refused_as(reader.read_proposition, opening * 20 + "x = 1" + ")" * 20) == ""
    for times in (101, 500):
        assert refused_as(reader.read_proposition, opening * times + "x = 1" + ")" * times) == "GC408"


def refused_as(read: Callable[[str], Node], text: str) -> str:
    """The code with which the text is refused, or '' if it is read."""
    try:
        read(text)
    except ReadError as error:
        return error.code
    return ""


@pytest.mark.parametrize(
    ("text", "value"), [("007", 7), ("1e3", 1000), ("2.50E-1", Fraction(1, 4)), (".5", Fraction(1, 2)), ("5.", 5)]
)
def test_a_number_has_its_exact_value(text: str, value: Fraction) -> None:
    assert reader.read_expression(text) is Num(Fraction(value))


def test_nothing_that_is_read_reaches_python() -> None:
    """No file of the language imports Python's parser, or calls what runs or compiles a text."""
    language = Path(reader.__file__).parents[1]
    for path in language.rglob("*.py"):
        tree = ast.parse(path.read_bytes())
        imported = {alias.name for node in ast.walk(tree) if isinstance(node, ast.Import) for alias in node.names}
        called = {ast.unparse(node.func) for node in ast.walk(tree) if isinstance(node, ast.Call)}
        assert not imported & {"ast", "symtable", "code", "codeop"}, path
        assert not called & {"eval", "exec", "compile", "ast.parse", "ast.literal_eval", "__import__"}, path
