"""Names with arguments in parentheses: a function at its arguments, or one of the words in ``FORMS``.

    d(f, x), d(f, x, n), diff, Derivative   the derivative of f by x, n times; d(f, x, y) by x and then by y
    grad(L, w), jacobian(f, x), hessian     by a vector, a matrix, or a scalar
    where(a <= b, f, g)                     f if the relation holds, otherwise g
    sum(f, k, a, b), integral(f, x, a, b)   over k from a to b, over x from a to b; to infinity as a limit
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
from typing import NamedTuple

from gradcheck.language.notation.arraycalls import ARRAY_FORMS
from gradcheck.language.notation.binding import (
    bound_symbol,
    elaborate_end,
    elaborate_product_of,
    elaborate_sum,
    within_binding,
)
from gradcheck.language.notation.chancecalls import CHANCE_FORMS
from gradcheck.language.notation.elaborator import INFINITY, Abbreviated, Elaborator, Family, Row
from gradcheck.language.notation.prescan import bound_names
from gradcheck.language.notation.slopes import slope_at
from gradcheck.language.notation.tree import MAX_NESTING, Bracket, Call, Name, Prime, Script, Tree, bare
from gradcheck.language.notation.words import ALIASES
from gradcheck.language.syntax.arrays import Array, Entry, Sequence
from gradcheck.language.syntax.functions import ARITIES
from gradcheck.language.syntax.node import ShapeError
from gradcheck.language.syntax.propositions import Relation
from gradcheck.language.syntax.shorthand import ArbitraryFunction, ArbitraryMapping, derivative_by
from gradcheck.language.syntax.terms import (
    Apply,
    Div,
    Extremum,
    Integral,
    Limit,
    Neg,
    Num,
    Symbol,
    Term,
    Where,
    free_symbols,
)
from gradcheck.language.syntax.uninterpreted import ArbitraryMap

MAX_EXPANSIONS = 500  # of functions that abbreviate a formula
MAX_ORDER = 20  # of a derivative


class Form(NamedTuple):
    """The least and the greatest number of arguments,
    and the function that elaborates a call with an allowed number.
    """

    least: int
    most: int
    make: Callable[[Elaborator, Call, int], Term | Row]


def elaborate_call(within: Elaborator, call: Call, depth: int) -> Term | Row:
    """Return the term of a call whose arguments are ``depth`` levels deep."""
    if not isinstance(call.function, Name):
        return _call_of_more(within, call, depth)
    name = call.function.text
    known = within.meaning(name)
    if isinstance(known, ArbitraryMapping):
        return _map(within, call, known, 0, depth)
    if isinstance(known, ArbitraryFunction):
        _check_count(within, call, 1, 1)
        return known(within.term(call.arguments[0], depth))
    if isinstance(known, Family):
        _check_count(within, call, 1, 1 + (known.parameters or 0))
        index, *parameters = (within.term(argument, depth) for argument in call.arguments)
        return known.at(index, tuple(parameters))
    if isinstance(known, Abbreviated):
        return _abbreviated(within, call, known, depth)
    form = FORMS.get(name)
    if form is not None:
        _check_count(within, call, form.least, form.most)
        return form.make(within, call, depth)
    function = ALIASES.get(name, name)
    if function not in ARITIES or (len(call.arguments) > 1 and ARITIES[function] == 1):
        return _activation(within, call, depth)
    if function in ("max", "min") and len(call.arguments) == 1:
        return ARRAY_FORMS["largest" if function == "max" else "least"][2](within, call, depth)
    _check_count(within, call, ARITIES[function], MAX_NESTING if function in ("max", "min") else ARITIES[function])
    first, *others = (within.term(argument, depth) for argument in call.arguments)
    if not others:
        return Apply(function, (first,))
    for other in others:
        first = Apply(function, (first, other))
    return first


def _map(within: Elaborator, call: Call, known: ArbitraryMapping, order: int, depth: int) -> Term:
    """Return an arbitrary function of several numbers or arrays, or derivatives of one of one argument."""
    count = len(known.shapes)
    _check_count(within, call, count, count)
    if order and count > 1:
        hint = f"write partial({known.name}(...), 1), for the first argument"
        raise within.error("GC416", f"{known.name} has {count} arguments", call, hint)
    try:
        return known.derivative(*(within.term(one, depth) for one in call.arguments), by=(1,) * order)
    except ValueError as problem:
        raise within.error("GC103" if isinstance(problem, ShapeError) else "GC416", str(problem), call) from None


def _partial(within: Elaborator, call: Call, depth: int) -> Term:
    """Return a partial derivative of an arbitrary function by its arguments, which are counted from 1."""
    value = within.term(call.arguments[0], depth)
    places = [within.term(place, depth) for place in call.arguments[1:]]
    numbers = tuple(int(place.value) for place in places if isinstance(place, Num) and place.value.denominator == 1)
    if not isinstance(value, ArbitraryMap) or len(numbers) < len(places):
        hint = "as in  partial(f(x, y), 2)  where f: R x R -> R differentiable"
        raise within.error("GC416", "partial is of an arbitrary function at its arguments", call, hint)
    try:
        return ArbitraryMap(value.name, value.sides, value.differentiable, value.arguments, value.by + numbers)
    except ValueError as problem:
        raise within.error("GC416", str(problem), call) from None


def _activation(within: Elaborator, call: Call, depth: int) -> Term:
    """Return the formula of an activation of the catalogue, which is loaded when somebody asks."""
    from gradcheck.language.notation.activation_calls import activation_of, elaborate_activation

    entry = activation_of(call.name)
    if entry is not None:
        return elaborate_activation(within, call, entry, depth)
    if call.name in ARITIES or call.name in ALIASES:
        _check_count(within, call, 1, 1)
    raise unknown_function(within, call)


def _abbreviated(within: Elaborator, call: Call, function: Abbreviated, depth: int) -> Term:
    """Return the formula that a function abbreviates, with the arguments for its names."""
    _check_count(within, call, len(function.parameters), len(function.parameters))
    within.expansions += 1
    if within.expansions > MAX_EXPANSIONS:
        raise within.error("GC408", f"functions are put in more than {MAX_EXPANSIONS} times", call)
    values = [within.term(argument, depth) for argument in call.arguments]
    taken = {symbol.name for value in values for symbol in free_symbols(value)}
    captured = taken & bound_names([function.body])
    if captured:
        hint = f"{min(captured)} means something else inside of {function.name}"
        raise within.error("GC416", f"the argument of {function.name} mentions {min(captured)}", call, hint)
    outer = within.scope
    inner = {name: value for name, value in outer.items() if value is not function}  # it may not call itself
    within.scope = inner | dict(zip(function.parameters, values, strict=True))
    try:
        return within.term(function.body, depth + 1)
    finally:
        within.scope = outer


OTHER_WORDS = {
    "Phi": "declare it: where Phi(x) = (1 + erf(x/√2))/2 for the normal distribution function, or Phi: R -> R",
    "H": "the entropy is written entropy(X); a function is declared, as in  where H: R -> R",
    "C": "a binomial is written binomial(n, k); a function is declared, as in  where C: R -> R",
}  # what people call something that has another name here


def unknown_function(within: Elaborator, call: Call) -> Exception:
    """Return the error for a name that is no function, with what it might be."""
    from gradcheck.language.notation.vocabulary import known_words  # only for a hint

    name = call.name
    words = (word for word in (*ARITIES, *FORMS, *known_words()) if word.isidentifier())
    if name in OTHER_WORDS:
        return within.error("GC404", f"there is no function {name}", call, OTHER_WORDS[name])
    if name in ("argmax", "argmin"):
        sign = ">=" if name == "argmax" else "<="
        hint = f"say that a point is one: f(a) {sign} f(x), for all x"
        return within.error("GC410", f"{name} may have many values, and is no number", call, hint)
    same = [word for word in CHANCE_FORMS if word.lower() == name.lower()]
    if same:
        return within.error("GC404", f"there is no function {name}", call, f"did you mean {same[0]}?")
    near = get_close_matches(name, list(dict.fromkeys(words)), n=3, cutoff=0.7)
    if near and len(name) > 2:
        return within.error("GC404", f"there is no function {name}", call, f"did you mean {' or '.join(near)}?")
    hint = f"if a product is meant, write {name}*(...); a function is declared, as in  where {name}: R -> R"
    return within.error("GC404", f"there is no function {name}", call, hint)


def _call_of_more(within: Elaborator, call: Call, depth: int) -> Term:
    """Return f'(x), y[n](x), log_2(x)."""
    function = call.function
    if isinstance(function, Prime) and isinstance(function.base, Name):
        mapping = within.meaning(function.base.text)
        if isinstance(mapping, ArbitraryMapping):
            return _map(within, call, mapping, function.order, depth)
        _check_count(within, call, 1, 1)
        argument = within.term(call.arguments[0], depth)
        known = within.meaning(function.base.text)
        if isinstance(known, ArbitraryFunction):
            return known.derivative(argument, function.order)
        if isinstance(known, Abbreviated):
            if not isinstance(argument, Symbol):
                hint = f"write d({known.name}(x), x) of a variable x"
                raise within.error("GC416", f"{known.name}' is taken at a variable", function, hint)
            slope = _abbreviated(within, Call(call.start, call.end, function.base, call.arguments), known, depth)
            for _ in range(function.order):
                slope = derivative_by(slope, argument)
            return slope
        if ALIASES.get(function.base.text, function.base.text) in ARITIES:
            return slope_at(within, function, argument)
        slope = _activation(within, Call(call.start, call.end, function.base, call.arguments), depth)
        if not isinstance(argument, Symbol):
            hint = f"write d({function.base.text}(x), x) of a variable x"
            raise within.error("GC416", f"{function.base.text}' is taken at a variable", function, hint)
        for _ in range(function.order):
            slope = derivative_by(slope, argument)
        return slope
    value = within.term(function, depth) if isinstance(function, Script | Bracket) else None
    if isinstance(value, Sequence):
        parameters = tuple(within.term(argument, depth) for argument in call.arguments)
        return Sequence(value.name, value.sides, value.index, parameters)
    raise within.error("GC404", "this is no function", function)


def needs_arguments(name: str) -> bool:
    """Whether the name alone is no variable; ``d``, ``mean`` and such may be one."""
    return name in ARITIES or name in NEVER_VARIABLES


NEVER_VARIABLES = frozenset((
    "where", "sup", "inf", "limit", "integral", "sum", "softmax", "logsumexp", "norm", "trace", "inverse", "hadamard",
    "identity", "ones", "zeros",
))  # fmt: skip


def _check_count(within: Elaborator, call: Call, least: int, most: int) -> None:
    given = len(call.arguments)
    if not least <= given <= most:
        wanted = str(least) if least == most else f"{least} to {most}"
        name = call.name or "this function"
        message = f"{name} takes {wanted} argument{'s' * (wanted != '1')}, not {given}"
        raise within.error("GC405", message, call)


def _where(within: Elaborator, call: Call, depth: int) -> Term:
    test, then, otherwise = call.arguments
    condition = within.claim(test, depth)
    if not isinstance(condition, Relation):
        raise within.error("GC412", "the condition of where is one relation", test, "nest several where(...)")
    return Where(condition, within.term(then, depth), within.term(otherwise, depth))


def derive_by(within: Elaborator, tree: Tree, depth: int) -> Term:
    """Return what a derivative is by: a real variable, an array, a member or an entry."""
    variable = within.term(tree, depth)
    if isinstance(variable, Array | Sequence | Entry) or (isinstance(variable, Symbol) and not variable.is_integer):
        return variable
    name = bare(tree)
    euler = isinstance(name, Name) and name.text == "e" and "e" not in within.scope
    hint = "e is Euler's number; declare e in reals for a variable" if euler else "as in d(x**2, x)"
    raise within.error("GC416", "a derivative is by a real variable", tree, hint)


def _derivative(within: Elaborator, call: Call, depth: int) -> Term:
    function, *rest = call.arguments
    variables: list[Term] = []
    for place, tree in enumerate(rest):
        inner = bare(tree)
        order = within.term(tree, depth) if place else None
        if isinstance(order, Num) or (place == 1 and len(rest) == 2 and not isinstance(inner, Name)):
            if not isinstance(order, Num) or order.value not in range(1, MAX_ORDER + 1):
                raise within.error("GC416", f"the order of a derivative is a number from 1 to {MAX_ORDER}", tree)
            variables += variables[-1:] * (int(order.value) - 1)
        else:
            variables.append(derive_by(within, tree, depth))
    body = within.term(function, depth)
    for variable in variables:
        body = derivative_by(body, variable)
    return body


def _hessian(within: Elaborator, call: Call, depth: int) -> Term:
    function, by = call.arguments
    variable = derive_by(within, by, depth)
    return derivative_by(derivative_by(within.term(function, depth), variable), variable)


def _sum(within: Elaborator, call: Call, depth: int) -> Term:
    if len(call.arguments) == 1:
        return ARRAY_FORMS["total"][2](within, call, depth)  # type: ignore[return-value]
    if len(call.arguments) < 4:
        raise within.error("GC405", f"sum takes 1 or 4 arguments, not {len(call.arguments)}", call)
    body, variable, lower, upper = call.arguments
    return elaborate_sum(within, body, variable, lower, upper, depth)


def _product(within: Elaborator, call: Call, depth: int) -> Term:
    if len(call.arguments) != 4:
        raise within.error("GC405", f"{call.name} takes 4 arguments, not {len(call.arguments)}", call)
    body, variable, lower, upper = call.arguments
    return elaborate_product_of(within, body, variable, lower, upper, depth)


def _integral(within: Elaborator, call: Call, depth: int) -> Term:
    body, written, *ends = call.arguments
    variable = bound_symbol(within, written, call.name, "real")
    lo, hi = (elaborate_end(within, end, depth) for end in ends)
    return Integral(within_binding(within, body, written, variable, depth), variable, lo, hi)


def _extremum(within: Elaborator, call: Call, depth: int) -> Term:
    body, written, *rest = call.arguments
    variable = bound_symbol(within, written, call.name)
    ends = [elaborate_end(within, end, depth) for end in rest]
    lo, hi = ends + [Neg(INFINITY), INFINITY][len(ends) :]
    return Extremum(call.name, within_binding(within, body, written, variable, depth), variable, lo, hi)


def _limit(within: Elaborator, call: Call, depth: int) -> Term:
    body, written, at, *sides = call.arguments
    variable = bound_symbol(within, written, call.name)
    point = elaborate_end(within, at, depth)
    inner = within_binding(within, body, written, variable, depth)
    return Limit(inner, variable, point, side_of(within, sides[0]) if sides else "")


def side_of(within: Elaborator, tree: Tree) -> str:
    """Return + or - for the side from which a limit is taken."""
    side = bare(tree)
    word = side.text if isinstance(side, Name) else ""
    if word not in ("left", "right"):
        raise within.error("GC416", "the side of a limit is left or right", tree)
    return "+" if word == "right" else "-"


def _logarithm(base: int) -> Callable[[Elaborator, Call, int], Term]:
    def make(within: Elaborator, call: Call, depth: int) -> Term:
        inner = within.term(call.arguments[0], depth)
        return Div(Apply("log", (inner,)), Apply("log", (Num(Fraction(base)),)))

    return make


FORMS: dict[str, Form] = {
    **dict.fromkeys(("d", "diff", "Derivative", "grad", "gradient", "jacobian"), Form(2, 9, _derivative)),
    "hessian": Form(2, 2, _hessian),
    "partial": Form(2, 9, _partial),
    "where": Form(3, 3, _where),
    "sup": Form(2, 4, _extremum),
    "inf": Form(2, 4, _extremum),
    **dict.fromkeys(("limit", "lim", "Limit"), Form(3, 4, _limit)),
    **dict.fromkeys(("integral", "Integral"), Form(4, 4, _integral)),
    **dict.fromkeys(("sum", "Sum"), Form(1, 4, _sum)),
    **dict.fromkeys(("prod", "Product"), Form(4, 4, _product)),
    "log2": Form(1, 1, _logarithm(2)),
    "log10": Form(1, 1, _logarithm(10)),
    **{name: Form(*row) for name, row in {**ARRAY_FORMS, **CHANCE_FORMS}.items()},
    "total": Form(1, 4, _sum),
}  # fmt: skip
