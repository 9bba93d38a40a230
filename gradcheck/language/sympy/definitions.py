"""Equations that define: recurrences for functions of an integer, and the products that SymPy has names for.

    Eq(v(0), 0), Eq(v(t), b*v(t - 1) + g(t))    a sequence v from 0 on; the recurrence begins after the initial values,
                                                or where t does if there are none
    Eq(v(t + 1), b*v(t))                        the same as Eq(v(t), b*v(t - 1)), one later
    factorial(k)                                factorial(0) = 1, factorial(k) = k*factorial(k - 1)
    binomial(n, k)                              by Pascal's rule; binomial(0, k) is 1 at k = 0 and 0 elsewhere
    Product(f(k), (k, a, b))                    a sequence of partial products: 1, then one factor more

The last three are definitions that a derivation gets beside its own; reports show them.  A product has a value for
b >= a - 1, a factorial for k >= 0, a binomial for natural n and every integer k.

Refused: definitions of other things than functions of an integer, products under a binder of real variables whose name
they use as a function, and whatever makes a definition not conservative.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import sympy
from sympy.logic.boolalg import BooleanAtom

from gradcheck.language.printing.text import render_text
from gradcheck.language.sympy.refusals import AlreadyDecided, NoCounterpart, UnclearSymbol, shown
from gradcheck.language.sympy.scalars import CONVERTERS, scalar_from_sympy
from gradcheck.language.sympy.symbols import Bound, bind, check_range, check_sort
from gradcheck.language.syntax.arrays import Sequence, is_integer
from gradcheck.language.syntax.declarations import in_order
from gradcheck.language.syntax.definitions import Definition, Initial, Recurrence, definitions_in_use
from gradcheck.language.syntax.node import Node
from gradcheck.language.syntax.propositions import Relation
from gradcheck.language.syntax.substitution import replace_symbols
from gradcheck.language.syntax.terms import Add, Mul, Neg, Num, Symbol, Term, Where, as_term, free_symbols

ONE = as_term(1)
FACTORIAL, BINOMIAL, PRODUCT = "<factorial>", "<binomial>", "<product>"  # until all names of a derivation are known
_K, _M = Symbol("k", "natural"), Symbol("m", "natural")
_J = Symbol("j", "integer")


def _member(name: str, index: Term, *parameters: Term) -> Sequence:
    return Sequence(name, (), index, parameters)


KNOWN: tuple[Definition, ...] = (
    Initial(_member(FACTORIAL, as_term(0)), ONE),
    Recurrence(_member(FACTORIAL, _K), Mul((_K, _member(FACTORIAL, _K - 1))), 1),
    Initial(_member(BINOMIAL, as_term(0), _J), Where(Relation("=", _J, as_term(0)), ONE, as_term(0))),
    Recurrence(_member(BINOMIAL, _M, _J),
               Add((_member(BINOMIAL, _M - 1, _J), _member(BINOMIAL, _M - 1, _J - 1))), 1),
)  # fmt: skip
MAX_PRODUCTS = 1_000
_products: dict[tuple[object, ...], tuple[Definition, ...]] = {}


def definitions_for(nodes: Iterable[Node]) -> tuple[Definition, ...]:
    """Return the definitions of the products, factorials and binomials that occur in the nodes."""
    made = (definition for pair in _products.values() for definition in pair)
    return definitions_in_use((*KNOWN, *made), nodes)


def kept_apart(definitions: Iterable[Definition], nodes: Iterable[Node]) -> tuple[Definition, ...]:
    """Return the definitions with other symbols where theirs have the name of something else in the nodes."""
    definitions = tuple(definitions)
    parts = dict.fromkeys(in_order((*nodes, *definitions)))
    taken = {getattr(part, "name", "") for part in parts}
    own = [symbol for one in definitions for symbol in (one.member.index, *one.member.parameters)]
    new: dict[Symbol, Term] = {}
    for symbol in own:
        if isinstance(symbol, Symbol) and any(
            getattr(part, "name", "") == symbol.name and part is not symbol for part in parts
        ):
            name = next(f"{symbol.name}{count}" for count in range(1, len(taken) + 2)
                        if f"{symbol.name}{count}" not in taken)  # fmt: skip
            new[symbol] = Symbol(name, symbol.sort)
    return tuple(_renamed(one, new) for one in definitions) if new else definitions


def _renamed(definition: Definition, new: dict[Symbol, Term]) -> Definition:
    member = definition.member
    index, *parameters = (replace_symbols(part, new) for part in (member.index, *member.parameters))
    anew = Sequence(member.name, member.sides, index, tuple(parameters))
    if isinstance(definition, Initial):
        return Initial(anew, replace_symbols(definition.value, new))
    return Recurrence(anew, replace_symbols(definition.body, new), definition.start)


def names_in_print(nodes: Iterable[Node], taken: frozenset[str]) -> dict[str, str]:
    """Return names for the factorials, binomials and products in the nodes, as they occur: prod, prod2, ...

    A sequence of the author's that is named factorial is another one, and keeps its name.
    """
    known = (FACTORIAL, BINOMIAL, PRODUCT)
    found = (part.name for part in in_order(nodes) if isinstance(part, Sequence) and part.name.startswith(known))
    names: dict[str, str] = {}
    for name in dict.fromkeys(found):
        word = {FACTORIAL: "factorial", BINOMIAL: "binomial"}.get(name, "prod")
        candidates = (word, *(f"{word}{count}" for count in range(2, MAX_PRODUCTS)))
        names[name] = next(one for one in candidates if one not in taken and one not in names.values())
    return names


def _factorial(expr: Any, bound: Bound) -> Term:
    return _member(FACTORIAL, _whole(expr.args[0], expr, bound))


def _binomial(expr: Any, bound: Bound) -> Term:
    above, below = (_whole(arg, expr, bound) for arg in expr.args)
    return _member(BINOMIAL, above, below)


def _whole(arg: Any, expr: Any, bound: Bound) -> Term:
    term = scalar_from_sympy(arg, bound)
    if not is_integer(term):
        raise NoCounterpart(f"{shown(expr)} is of integers; declare its symbols with integer=True")
    return term


def _product(expr: Any, bound: Bound) -> Term:
    """Return the member of a sequence of partial products of the body, each with one factor more than the last."""
    *outer, (variable, lo, hi) = expr.limits
    if outer:
        raise NoCounterpart(f"{shown(expr)} runs over several indices; write one Product in the other")
    low, high = (_whole(end, expr, bound) for end in (lo, hi))
    check_range(variable, lo, hi)
    index = bind(variable, expr.function, bound, integer=True)
    body = scalar_from_sympy(expr.function, {**bound, variable: index})
    count = Symbol(index.name, "natural")
    if index.name in {symbol.name for symbol in free_symbols(low) | free_symbols(high)}:
        raise UnclearSymbol(f"two symbols are named {index.name}, and one is bound; give one of them another name")
    factor = replace_symbols(body, {index: _plus(low, count, -1)})
    parameters = sorted(free_symbols(factor) - {count}, key=lambda symbol: symbol.name)
    key = (factor, count)
    if key not in _products:
        name = f"{PRODUCT}{len(_products)}"
        member = _member(name, count, *parameters)
        earlier = _member(name, count - 1, *parameters)
        _products[key] = (
            Initial(_member(name, as_term(0), *parameters), ONE),
            Recurrence(member, Mul((earlier, factor)), 1),
        )
    name = _products[key][0].member.name
    return _member(name, _plus(high, Neg(low), 1), *parameters)


def _plus(*parts: Term | int) -> Term:
    """Return the sum with its numbers added up."""
    rest: list[Term] = []
    total = 0
    for part in parts:
        for one in part.terms if isinstance(part, Add) else (part,):
            match one:
                case int():
                    total += one
                case Num(value=value):
                    total += int(value)
                case Neg(term=Num(value=value)):
                    total -= int(value)
                case Neg(term=Add(terms=terms)):
                    rest += [Neg(term) for term in terms]
                case _:
                    rest.append(one)
    constant = () if total == 0 else (as_term(total),) if total > 0 else (Neg(as_term(-total)),)
    terms = (*rest, *constant)
    return Add(terms) if len(terms) > 1 else terms[0] if terms else as_term(0)


def read_definitions(equations: Iterable[Any]) -> tuple[Definition, ...]:
    """Return the definitions; each is one of the language already, or an equation of SymPy."""
    equations = tuple(equations)
    pairs = [_sides(equation) for equation in equations if not isinstance(equation, Definition)]
    starts: dict[str, int] = {}
    for member, _ in pairs:
        if isinstance(member.index, Num):
            starts[member.name] = max(starts.get(member.name, int(member.index.value) + 1), int(member.index.value) + 1)
    found = iter([_definition(member, body, starts.get(member.name)) for member, body in pairs])
    return tuple(equation if isinstance(equation, Definition) else next(found) for equation in equations)


def _sides(equation: Any) -> tuple[Sequence, Term]:
    if isinstance(equation, BooleanAtom | bool):
        raise AlreadyDecided(f"SymPy made the definition {bool(equation)}; hold it: build it inside of `with held():`")
    if not isinstance(equation, sympy.Eq):
        raise NoCounterpart(
            f"{shown(equation)} defines nothing; a definition is an equation, such as Eq(v(t), b*v(t - 1))"
        )
    for symbol in equation.lhs.free_symbols:
        check_sort(symbol)
    member, body = (scalar_from_sympy(side, {}) for side in equation.args)
    if not isinstance(member, Sequence):
        raise NoCounterpart(
            f"{shown(equation)} defines {shown(equation.lhs)}, and only functions of an integer are, such as v(t)"
            " with t = Symbol('t', integer=True, nonnegative=True); give other terms a name in Python"
        )
    return member, body


def _definition(member: Sequence, body: Term, start: int | None) -> Definition:
    if isinstance(member.index, Num):
        return Initial(member, body)
    member, body, ahead = _at_symbol(member, body)
    if not isinstance(member.index, Symbol):
        raise NoCounterpart(
            f"{member.name} is defined at {render_text(member.index)}; define it by earlier ones at a symbol, or at a"
            f" number after it: {member.name}(t) or {member.name}(t + 1)"
        )
    least = None if member.index.least is None else member.index.least + ahead
    if start is not None and least is not None and start < least:
        raise NoCounterpart(
            f"{member.name} is defined at {member.index.name} from {least} on, and begins at {start}; declare"
            f" {member.index.name} as an integer"
        )
    if start is None and least is None:
        raise NoCounterpart(
            f"nothing says where {member.name} begins: give its first value, or let {member.index.name} be nonnegative"
        )
    return Recurrence(member, body, start if start is not None else least or 0)


def _at_symbol(member: Sequence, body: Term) -> tuple[Sequence, Term, int]:
    """Return v(t + c) = f(t), c > 0, as v(t) = f(t - c), with the c by which it begins later."""
    match member.index:
        case Add(terms=(Symbol() as symbol, Num(value=value))) | Add(terms=(Num(value=value), Symbol() as symbol)):
            if value > 0 and not any(symbol in free_symbols(one) for one in member.parameters):
                moved = replace_symbols(body, {symbol: Add((symbol, Neg(Num(value))))})
                return Sequence(member.name, member.sides, symbol, member.parameters), _settled(moved), int(value)
    return member, body, 0


def _settled(value: Any) -> Any:
    """Return a term in which the numbers in the indices of members are added up."""
    if isinstance(value, tuple):
        return tuple(map(_settled, value))
    if not isinstance(value, Node):
        return value
    if isinstance(value, Sequence) and isinstance(value.index, Add):
        return Sequence(value.name, value.sides, _plus(*value.index.terms), _settled(value.parameters))
    return type(value)(*(_settled(getattr(value, name)) for name in value.fields))


CONVERTERS.update({sympy.factorial: _factorial, sympy.binomial: _binomial, sympy.Product: _product})
