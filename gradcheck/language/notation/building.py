"""From Python's syntax tree to terms: which constructs the language of claims has, and what each of them means.

Refuses every node that is not listed here, unknown functions (with the nearest names), relations inside expressions,
infinity outside bounds and limit points, bound variables that are no names, sums over bounds that are no integers,
derivatives by integers, and exponents so large that nobody could mean them.
"""

from __future__ import annotations

import ast
from collections.abc import Mapping
from difflib import get_close_matches
from fractions import Fraction
from typing import TypeGuard

from gradcheck.language.notation.tokens import MAX_NESTING, ReadError
from gradcheck.language.syntax.arrays import is_integer
from gradcheck.language.syntax.functions import ARITIES
from gradcheck.language.syntax.magnitude import absurd_power
from gradcheck.language.syntax.meaning import EULER
from gradcheck.language.syntax.propositions import And, Implies, Or, Proposition, Relation, chain
from gradcheck.language.syntax.terms import (
    Add,
    Apply,
    Const,
    Derivative,
    Div,
    Extremum,
    Integral,
    Limit,
    Mul,
    Neg,
    Num,
    Pow,
    Sum,
    Symbol,
    Term,
    Where,
)

MAX_ORDER = 20

ALIASES = {
    "ln": "log", "Abs": "abs", "fabs": "abs", "sgn": "sign", "sigma": "sigmoid", "logistic": "sigmoid",
    "expit": "sigmoid", "arctan": "atan", "arsinh": "asinh", "arcsinh": "asinh", "arcosh": "acosh",
    "arccosh": "acosh", "artanh": "atanh", "arctanh": "atanh", "Max": "max", "Min": "min", "maximum": "max",
    "minimum": "min",
}  # fmt: skip
BINDERS = {"d": 2, "where": 3, "sup": 2, "inf": 2, "limit": 3, "integral": 4, "sum": 4}  # fewest arguments
MOST = {"d": 3, "sup": 4, "inf": 4, "limit": 4}
RELATIONS: dict[type[ast.cmpop], str] = {
    ast.Eq: "=", ast.NotEq: "!=", ast.LtE: "<=", ast.Lt: "<", ast.GtE: ">=", ast.Gt: ">",
}  # fmt: skip
INFINITE = ("oo", "inf", "infinity", "Infinity")
IMPLIES = "_implies"  # the call by which the reader writes a => b
NOT_NUMBERS = ("nan", "NaN", "NAN", "Nan")


class Builder:
    """Builds the term or proposition of one syntax tree; ``columns`` maps offsets of the code to the source."""

    def __init__(
        self, source: str, code: str, columns: Mapping[int, int], root: ast.expr, symbols: Mapping[str, Term]
    ) -> None:
        self.source, self.code, self.columns, self.root = source, code, columns, root
        self.scope: dict[str, Term] = dict(symbols)
        self.undeclared: set[str] = set()  # names that nothing gives a sort, and EULER if the number was typed

    def expression(self) -> Term:
        """The scalar term that the whole tree writes."""
        return self.term(self.root, 0)

    def proposition(self) -> Proposition:
        """The relation or chain that the whole tree writes, or the connectives that join some."""
        return self.claim(self.root, 0)

    def error(self, code: str, message: str, node: ast.expr, hint: str = "") -> ReadError:
        return ReadError(code, message, self.source, self.columns.get(node.col_offset, 1), hint)

    def claim(self, node: ast.expr, depth: int, hint: str = "a claim has one of = != <= <") -> Proposition:
        if depth > MAX_NESTING:
            raise self.error("GC408", f"the formula is nested deeper than {MAX_NESTING}", node)
        if isinstance(node, ast.BoolOp):
            kind, word = (And, "and") if isinstance(node.op, ast.And) else (Or, "or")
            hint = f"{word} stands between two claims, as in  x >= 0 {word} x = y"
            return kind(tuple(self.claim(part, depth + 1, hint) for part in node.values))
        if is_implication(node):
            hint = "=> stands between two claims, and means that the first implies the second; at least is written >="
            premise, conclusion = (self.claim(part, depth + 1, hint) for part in node.args)
            return Implies(premise, conclusion)
        if not isinstance(node, ast.Compare):
            raise self.error("GC412", "this is an expression and claims nothing", node, hint)
        sides = [self.term(side, depth) for side in (node.left, *node.comparators)]
        try:
            links = [(RELATIONS[type(op)], side) for op, side in zip(node.ops, sides[1:], strict=True)]
            return chain(sides[0], *(part for link in links for part in link))
        except (ValueError, TypeError, KeyError) as error:
            raise self.error("GC415", str(error), node) from None

    def term(self, node: ast.expr, depth: int) -> Term:
        """The term of any node; depth counts the levels above it."""
        if depth > MAX_NESTING:
            raise self.error("GC408", f"the formula is nested deeper than {MAX_NESTING}", node)
        if isinstance(node, ast.Compare | ast.BoolOp) or is_implication(node):
            raise self.error("GC412", "a relation stands where an expression belongs", node)
        try:
            if isinstance(node, ast.BinOp):
                return self.operation(node, depth + 1)
            if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.USub | ast.UAdd):
                return self.signed(node, depth + 1)
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and not node.keywords:
                return self.call(node, node.func.id.removeprefix("_"), depth + 1)
            if isinstance(node, ast.Name):
                return self.name(node, node.id.removeprefix("_"))
            if isinstance(node, ast.Constant):
                return self.number(node)
        except (ValueError, TypeError, OverflowError) as error:
            if isinstance(error, ReadError):
                raise
            raise self.error("GC415", str(error), node) from None
        raise self.error("GC410", f"{type(node).__name__.lower()} is no part of the language", node)

    def number(self, node: ast.Constant) -> Term:
        return Num(Fraction(self.code[node.col_offset : node.end_col_offset]))

    def signed(self, node: ast.UnaryOp, depth: int) -> Term:
        if isinstance(node.op, ast.UAdd):
            return self.term(node.operand, depth)
        if bare_negative(node) and isinstance(node.operand, ast.Constant):
            return Num(-Fraction(self.code[node.operand.col_offset : node.operand.end_col_offset]))
        return Neg(self.term(node.operand, depth))

    def operation(self, node: ast.BinOp, depth: int) -> Term:
        """A sum or product of operands without parentheses between them is one node; a power is base and exponent."""
        if isinstance(node.op, ast.Pow):
            base, exponent = self.term(node.left, depth), self.term(node.right, depth)
            problem = absurd_power(base, exponent)
            if problem:
                raise self.error("GC407", problem, node.right)
            return Pow(base, exponent)
        kinds = (ast.Add, ast.Sub) if isinstance(node.op, ast.Add | ast.Sub) else (ast.Mult, ast.Div)
        rest: list[tuple[ast.operator, ast.expr]] = []
        first: ast.expr = node
        while isinstance(first, ast.BinOp) and isinstance(first.op, kinds) and first.col_offset == node.col_offset:
            rest.append((first.op, first.right))
            first = first.left
        rest.reverse()
        if kinds == (ast.Add, ast.Sub):
            parts = [(type(op), self.term(part, depth)) for op, part in rest]
            return Add((self.term(first, depth), *(Neg(part) if op is ast.Sub else part for op, part in parts)))
        leading = isinstance(first, ast.UnaryOp) and first.col_offset == node.col_offset
        if isinstance(first, ast.UnaryOp) and isinstance(first.op, ast.USub) and leading and not bare_negative(first):
            return Neg(self.product(first.operand, rest, depth, False))  # -x*y is the negative of x*y
        return self.product(first, rest, depth, first.col_offset == node.col_offset)

    def product(self, first: ast.expr, rest: list[tuple[ast.operator, ast.expr]], depth: int, bare: bool) -> Term:
        """Factors and divisors from left to right; ``bare``: no parenthesis before the first, so 1/4 is a number."""
        factors = [self.term(first, depth)]
        bare = bare and (isinstance(first, ast.Constant) or bare_negative(first))
        for op, part in rest:
            term = self.term(part, depth)
            if isinstance(op, ast.Mult):
                factors.append(term)
            else:
                above = factors[0] if len(factors) == 1 else Mul(tuple(factors))
                number = quotient_of_numbers(above, term) if bare and isinstance(part, ast.Constant) else None
                factors = [Div(above, term) if number is None else number]
            bare = False
        return factors[0] if len(factors) == 1 else Mul(tuple(factors))

    def name(self, node: ast.Name, name: str) -> Term:
        if name in self.scope:
            return self.scope[name]
        if name in NOT_NUMBERS:
            raise self.error("GC406", f"{name} is not a number", node)
        if name in INFINITE:
            hint = "infinity stands only as a bound or as the point of a limit"
            raise self.error("GC416", f"{name} is not a number", node, hint)
        if name == "pi":
            return Const("pi")
        if name == "e":
            self.undeclared.add(EULER)
            return Apply("exp", (Num(Fraction(1)),))
        if name in ARITIES or (name in BINDERS and name != "d"):
            raise self.error("GC405", f"{name} needs arguments", node, f"as in {name}(x)")
        self.undeclared.add(name)
        return Symbol(name, "real")

    def call(self, node: ast.Call, name: str, depth: int) -> Term:
        if name in BINDERS:
            least, most = BINDERS[name], MOST.get(name, BINDERS[name])
            self.count(node, name, least, most)
            if name == "where":
                return self.where(node.args, depth)
            if name == "d":
                return self.derivative(node.args, depth)
            return self.binder(name, node.args, depth)
        function = ALIASES.get(name, name)
        if function not in ARITIES:
            near = get_close_matches(name, [*ARITIES, *ALIASES, *BINDERS], n=3)
            hint = f"did you mean {' or '.join(near)}?" if near else f"if a product is meant, write {name}*(...)"
            raise self.error("GC404", f"there is no function {name}", node, hint)
        several = function in ("max", "min")
        self.count(node, name, ARITIES[function], MAX_NESTING if several else ARITIES[function])
        first, *others = (self.term(arg, depth) for arg in node.args)
        if not others:
            return Apply(function, (first,))
        for other in others:
            first = Apply(function, (first, other))
        return first

    def count(self, node: ast.Call, name: str, least: int, most: int) -> None:
        if not least <= len(node.args) <= most:
            wanted = str(least) if least == most else f"{least} to {most}"
            plural = "s" * (wanted != "1")
            raise self.error("GC405", f"{name} takes {wanted} argument{plural}, not {len(node.args)}", node)

    def where(self, args: list[ast.expr], depth: int) -> Term:
        condition = self.claim(args[0], depth)
        if not isinstance(condition, Relation):
            raise self.error("GC412", "the condition of where is one relation", args[0], "nest several where(...)")
        return Where(condition, self.term(args[1], depth), self.term(args[2], depth))

    def derivative(self, args: list[ast.expr], depth: int) -> Term:
        variable = self.term(args[1], depth)
        if not isinstance(variable, Symbol) or variable.is_integer:
            euler = isinstance(args[1], ast.Name) and args[1].id == "e" and "e" not in self.scope
            hint = "e is Euler's number; declare e in reals for a variable" if euler else "as in d(x**2, x)"
            raise self.error("GC416", "a derivative is by a real variable", args[1], hint)
        order = self.term(args[2], depth) if len(args) == 3 else Num(Fraction(1))
        if not isinstance(order, Num) or order.value not in range(1, MAX_ORDER + 1):
            raise self.error("GC416", f"the order of a derivative is a number from 1 to {MAX_ORDER}", args[2])
        body = self.term(args[0], depth)
        for _ in range(int(order.value)):
            body = Derivative(body, variable)
        return body

    def binder(self, name: str, args: list[ast.expr], depth: int) -> Term:
        """sup, inf, limit, integral or sum: the second argument is a name, bound in the first alone."""
        bound = args[1]
        if not isinstance(bound, ast.Name):
            raise self.error("GC416", f"the second argument of {name} is a variable", bound, f"as in {name}(f, x, ...)")
        word = bound.id.removeprefix("_")
        integral = name == "sum"
        variable = self.scope[word] if word in self.scope else Symbol(word, "integer" if integral else "real")
        if not isinstance(variable, Symbol) or (variable.is_integer != integral and name != "limit"):
            kind = "an integer" if integral else "a real"
            raise self.error("GC416", f"the variable of {name} is {kind} variable", bound)
        ends = [self.end(arg, depth) for arg in (args[2:3] if name == "limit" else args[2:])]
        outer = dict(self.scope)
        self.scope[word] = variable
        body = self.term(args[0], depth)
        self.scope = outer
        if name == "limit":
            return Limit(body, variable, ends[0], self.side(args[3:]))
        if name in ("sup", "inf"):
            lo, hi = (ends + [Neg(Const("oo")), Const("oo")][len(ends) :])[:2]
            return Extremum(name, body, variable, lo, hi)
        if name == "integral":
            return Integral(body, variable, ends[0], ends[1])
        for end, arg in zip(ends, args[2:], strict=True):
            if not is_integer(end):
                hint = "declare its variables after a semicolon, as in  n in naturals"
                raise self.error("GC416", "the bounds of a sum are integers", arg, hint)
        return Sum(body, variable, ends[0], ends[1])

    def end(self, node: ast.expr, depth: int) -> Term:
        """A bound or limit point: the one place where infinity may stand."""
        if isinstance(node, ast.Name) and node.id in INFINITE and node.id not in self.scope:
            return Const("oo")
        if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.USub | ast.UAdd):
            inner = self.end(node.operand, depth) if isinstance(node.operand, ast.Name) else None
            if inner is Const("oo"):
                return Neg(inner) if isinstance(node.op, ast.USub) else inner
        return self.term(node, depth)

    def side(self, args: list[ast.expr]) -> str:
        for arg in args:
            word = arg.id if isinstance(arg, ast.Name) else ""
            if word not in ("left", "right"):
                raise self.error("GC416", "the side of a limit is left or right", arg)
            return "+" if word == "right" else "-"
        return ""


def is_implication(node: ast.expr) -> TypeGuard[ast.Call]:
    """Whether the node is a => b, as the reader writes it."""
    return isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == IMPLIES


def bare_negative(node: ast.expr) -> bool:
    """Whether the node is a number right after a minus, without a parenthesis between them."""
    minus = isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.USub)
    if not minus or not isinstance(node, ast.UnaryOp) or not isinstance(node.operand, ast.Constant):
        return False
    return node.operand.col_offset == node.col_offset + 2


def quotient_of_numbers(above: Term, below: Term) -> Num | None:
    """The number p/q for integers p and q > 1 in lowest terms; any other quotient stays one."""
    if isinstance(above, Num) and isinstance(below, Num) and below.value > 1:
        value = above.value / below.value
        if value.numerator == above.value and value.denominator == below.value:
            return Num(value)
    return None
