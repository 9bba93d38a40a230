"""Names with arguments in parentheses: a function at its arguments, or one of the forms in ``FORMS``.

    d(f, x), d(f, x, n)                     the derivative of f by x, n times
    where(a <= b, f, g)                     f if the relation holds, otherwise g
    sum(f, k, a, b), integral(f, x, a, b)   over k from a to b, over x from a to b
    sup(f, x), sup(f, x, a, b), inf         over all real x, or those from a to b
    limit(f, x, a), limit(f, x, a, left)    as x goes to a

A variable that a form binds has its meaning in the first argument alone.  Refuses unknown functions (with the nearest
names), bound variables that are no names, sums over bounds that are no integers, derivatives by integers, and infinity
anywhere but in a bound or as the point of a limit.
"""

from __future__ import annotations

from collections.abc import Callable
from difflib import get_close_matches
from fractions import Fraction
from typing import NamedTuple, Protocol

from gradcheck.language.notation.readerror import ReadError
from gradcheck.language.notation.tree import MAX_NESTING, Call, Name, Signed, Tree, bare
from gradcheck.language.notation.words import ALIASES, INFINITE
from gradcheck.language.syntax.arrays import is_integer
from gradcheck.language.syntax.functions import ARITIES
from gradcheck.language.syntax.propositions import Proposition, Relation
from gradcheck.language.syntax.terms import (
    Apply,
    Const,
    Derivative,
    Extremum,
    Integral,
    Limit,
    Neg,
    Num,
    Sum,
    Symbol,
    Term,
    Where,
)

MAX_ORDER = 20  # of a derivative
INFINITY = Const("oo")


class Elaborator(Protocol):
    """An elaborator that knows the meaning of the arguments: ``scope`` maps names to what they stand for."""

    scope: dict[str, Term]

    def term(self, tree: Tree, depth: int) -> Term: ...

    def claim(self, tree: Tree, depth: int) -> Proposition: ...

    def error(self, code: str, message: str, tree: Tree, hint: str = "") -> ReadError: ...


class Form(NamedTuple):
    """The least and the greatest number of arguments,
    and the function that elaborates a call with an allowed number.
    """

    least: int
    most: int
    make: Callable[[Elaborator, Call, int], Term]


def elaborate_call(within: Elaborator, call: Call, depth: int) -> Term:
    """Return the term of a call whose arguments are ``depth`` levels deep."""
    name = call.name
    form = FORMS.get(name)
    if form is not None:
        _check_count(within, call, form.least, form.most)
        return form.make(within, call, depth)
    function = ALIASES.get(name, name)
    if function not in ARITIES:
        near = get_close_matches(name, [*ARITIES, *ALIASES, *FORMS], n=3)
        hint = f"did you mean {' or '.join(near)}?" if near else f"if a product is meant, write {name}*(...)"
        raise within.error("GC404", f"there is no function {name}", call, hint)
    _check_count(within, call, ARITIES[function], MAX_NESTING if function in ("max", "min") else ARITIES[function])
    first, *others = (within.term(argument, depth) for argument in call.arguments)
    if not others:
        return Apply(function, (first,))
    for other in others:
        first = Apply(function, (first, other))
    return first


def needs_arguments(name: str) -> bool:
    """Whether the name alone is no variable; ``d`` may be one."""
    return name in ARITIES or (name in FORMS and name != "d")


def _check_count(within: Elaborator, call: Call, least: int, most: int) -> None:
    given = len(call.arguments)
    if not least <= given <= most:
        wanted = str(least) if least == most else f"{least} to {most}"
        message = f"{call.name} takes {wanted} argument{'s' * (wanted != '1')}, not {given}"
        raise within.error("GC405", message, call)


def _where(within: Elaborator, call: Call, depth: int) -> Term:
    test, then, otherwise = call.arguments
    condition = within.claim(test, depth)
    if not isinstance(condition, Relation):
        raise within.error("GC412", "the condition of where is one relation", test, "nest several where(...)")
    return Where(condition, within.term(then, depth), within.term(otherwise, depth))


def _derivative(within: Elaborator, call: Call, depth: int) -> Term:
    function, by, *orders = call.arguments
    variable = within.term(by, depth)
    if not isinstance(variable, Symbol) or variable.is_integer:
        name = bare(by)
        euler = isinstance(name, Name) and name.text == "e" and "e" not in within.scope
        hint = "e is Euler's number; declare e in reals for a variable" if euler else "as in d(x**2, x)"
        raise within.error("GC416", "a derivative is by a real variable", by, hint)
    order = within.term(orders[0], depth) if orders else Num(Fraction(1))
    if not isinstance(order, Num) or order.value not in range(1, MAX_ORDER + 1):
        raise within.error("GC416", f"the order of a derivative is a number from 1 to {MAX_ORDER}", orders[0])
    body = within.term(function, depth)
    for _ in range(int(order.value)):
        body = Derivative(body, variable)
    return body


def _sum(within: Elaborator, call: Call, depth: int) -> Term:
    variable = _bound(within, call, "integer")
    lo, hi = (_end(within, end, depth) for end in call.arguments[2:])
    body = _body(within, call, variable, depth)
    for end, written in zip((lo, hi), call.arguments[2:], strict=True):
        if not is_integer(end):
            hint = "declare its variables after a semicolon, as in  n in naturals"
            raise within.error("GC416", "the bounds of a sum are integers", written, hint)
    return Sum(body, variable, lo, hi)


def _integral(within: Elaborator, call: Call, depth: int) -> Term:
    variable = _bound(within, call, "real")
    lo, hi = (_end(within, end, depth) for end in call.arguments[2:])
    return Integral(_body(within, call, variable, depth), variable, lo, hi)


def _extremum(within: Elaborator, call: Call, depth: int) -> Term:
    variable = _bound(within, call, "real")
    ends = [_end(within, end, depth) for end in call.arguments[2:]]
    lo, hi = ends + [Neg(INFINITY), INFINITY][len(ends) :]
    return Extremum(call.name, _body(within, call, variable, depth), variable, lo, hi)


def _limit(within: Elaborator, call: Call, depth: int) -> Term:
    variable = _bound(within, call)
    point = _end(within, call.arguments[2], depth)
    body = _body(within, call, variable, depth)
    return Limit(body, variable, point, _side(within, call.arguments[3]) if len(call.arguments) > 3 else "")


def _bound(within: Elaborator, call: Call, kind: str = "") -> Symbol:
    """Return the variable that the second argument names: of integers, of reals, or of whichever it is declared."""
    function, name = call.name, bare(call.arguments[1])
    if not isinstance(name, Name):
        hint = f"as in {function}(f, x, ...)"
        raise within.error("GC416", f"the second argument of {function} is a variable", name, hint)
    known = within.scope.get(name.text)
    variable = Symbol(name.text, kind or "real") if known is None else known
    if not isinstance(variable, Symbol) or (kind and variable.is_integer != (kind == "integer")):
        wanted = "an integer" if kind == "integer" else "a real"
        raise within.error("GC416", f"the variable of {function} is {wanted} variable", name)
    return variable


def _body(within: Elaborator, call: Call, variable: Symbol, depth: int) -> Term:
    """Elaborate the first argument, in which the second one names the variable."""
    outer = within.scope
    bound = bare(call.arguments[1])
    within.scope = outer | ({bound.text: variable} if isinstance(bound, Name) else {})
    body = within.term(call.arguments[0], depth)
    within.scope = outer
    return body


def _end(within: Elaborator, tree: Tree, depth: int) -> Term:
    """Elaborate a bound or limit point: the one place where infinity may stand."""
    end = bare(tree)
    name = bare(end.operand) if isinstance(end, Signed) else end
    if not isinstance(name, Name) or name.text not in INFINITE or name.text in within.scope:
        return within.term(end, depth)
    return Neg(INFINITY) if isinstance(end, Signed) and end.sign.text == "-" else INFINITY


def _side(within: Elaborator, tree: Tree) -> str:
    side = bare(tree)
    word = side.text if isinstance(side, Name) else ""
    if word not in ("left", "right"):
        raise within.error("GC416", "the side of a limit is left or right", tree)
    return "+" if word == "right" else "-"


FORMS = {
    "d": Form(2, 3, _derivative),
    "where": Form(3, 3, _where),
    "sup": Form(2, 4, _extremum),
    "inf": Form(2, 4, _extremum),
    "limit": Form(3, 4, _limit),
    "integral": Form(4, 4, _integral),
    "sum": Form(4, 4, _sum),
}
