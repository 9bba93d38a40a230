"""Activations as functions of the language, each put in as its formula, so that every engine sees through it.

    hardtanh(x)               min(max(-1, x), 1)
    elu(x, alpha)             its parameters follow in the order of the catalogue, or by name: elu(x, alpha=2)
    ReLU(x), Leaky-ReLU(x)    capitals do not count where nothing else is called so

Decides nothing.  Refuses arguments that are arrays, unless the function is a word of the language that acts entry by
entry, and a number for a parameter for which the formula is not meant.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from fractions import Fraction
from math import prod
from typing import Any

from gradcheck.activations.catalogue import ALIASES, ENTRIES
from gradcheck.activations.catalogue.entry import Entry
from gradcheck.language.notation.elaborator import Elaborator
from gradcheck.language.notation.tree import Call, Joined, Name, Precedence, Tree, bare
from gradcheck.language.syntax.functions import ARITIES
from gradcheck.language.syntax.propositions import Relation
from gradcheck.language.syntax.substitution import replace_symbols
from gradcheck.language.syntax.terms import Add, Apply, Div, Mul, Neg, Num, Symbol, Term

X = Symbol("x")
Reading = Callable[[str], Term]
PLAIN = frozenset(("sin", "exp", "atan", "arctan", "tanh"))  # functions of mathematics: no SIN(x), and no sin(x, omega)


def activation_of(name: str) -> Entry | None:
    """Return the activation that a call names, in capitals or not; None where there is none."""
    key = name if name in ENTRIES or name in ALIASES else name.lower()
    return None if key in PLAIN else entry_named(key)


def entry_named(name: str) -> Entry | None:
    """Return the entry of a name or another name of it; None where there is none."""
    return ENTRIES.get(ALIASES.get(name, name))


def formula_with(
    read: Reading, entry: Entry, numbers: Mapping[str, Fraction], terms: Mapping[str, Term] | None = None
) -> Term:
    """Return the formula in x, as it is read, with numbers, terms, or else the defaults, for all parameters."""
    others = terms or {}
    values = {
        Symbol(item.name): Num(numbers.get(item.name, Fraction(item.default)))
        for item in entry.parameters
        if item.name not in others
    }
    written = _folded(replace_symbols(read(entry.formula), values))
    return replace_symbols(written, {Symbol(name): term for name, term in others.items()})


def elaborate_activation(within: Elaborator, call: Call, entry: Entry, depth: int) -> Term:
    """Return the formula of an activation at its argument, with the parameters that are given."""
    most = 1 + len(entry.parameters)
    if not 1 <= len(call.arguments) <= most:
        names = ", ".join(item.name for item in entry.parameters)
        hint = f"its parameters are {names}, behind x" if names else ""
        wanted = "1 argument" if most == 1 else f"1 to {most} arguments"
        raise within.error("GC405", f"{call.name} takes {wanted}, not {len(call.arguments)}", call, hint)
    argument = within.term(call.arguments[0], depth)
    given = _parameters(within, entry, call.arguments[1:], depth)
    word = _word(entry)
    if not given and word in ARITIES:
        if call.name != word:
            within.remark(f"{call.name} is {word}")
        return Apply(word, (argument,))
    if argument.shape:
        hint = f"write it of an entry, {call.name}(v[i])"
        raise within.error("GC415", f"{call.name} is of a number", call.arguments[0], hint)
    term = formula_at(within.read, entry, argument, given)
    open_names = [
        item.name for item in entry.parameters if item.name in given and not isinstance(given[item.name], Num)
    ]
    numbers = {name: str(value.value) for name, value in given.items() if isinstance(value, Num)}
    values = [
        f"{item.name} = {numbers.get(item.name, item.default)}"
        for item in entry.parameters
        if item.name not in open_names
    ]
    told = f" with {', '.join(values)}" if values else ""
    within.remark(f"{call.name}({', '.join(['x', *open_names])}) is its formula, {entry.formula}{told}")
    return term


def formula_at(read: Reading, entry: Entry, argument: Term, given: Mapping[str, Term]) -> Term:
    """Return the formula of an activation at a number; ValueError for a value that a parameter may not have."""
    word = _word(entry)
    if not given and word in ARITIES:
        return Apply(word, (argument,))
    numbers = {name: term.value for name, term in given.items() if isinstance(term, Num)}
    for item in entry.parameters:
        if item.name in numbers and not item.allows(numbers[item.name]):
            raise ValueError(f"{entry.name} needs {item.condition}")
    terms = {name: term for name, term in given.items() if name not in numbers}
    places = {name: Symbol(f"<{name}>") for name in terms}
    formula = formula_with(
        read, entry, numbers, places
    )  # x and the parameters are put in at once, so that none is captured
    return replace_symbols(formula, {X: argument} | {places[name]: term for name, term in terms.items()})


def _word(entry: Entry) -> str:
    """Return the word of the language for the function with all parameters at their defaults, or an empty text."""
    word = entry.short.partition("(")[0] or entry.formula.partition("(")[0]
    return word if f"{word}(x)" in (entry.short, entry.formula) else ""


def _parameters(within: Elaborator, entry: Entry, arguments: tuple[Tree, ...], depth: int) -> dict[str, Term]:
    """Return the parameters that are given, by their place or by their name."""
    found: dict[str, Term] = {}
    for place, tree in enumerate(arguments):
        inner, name = bare(tree), entry.parameters[place].name
        if isinstance(inner, Joined) and inner.precedence is Precedence.RELATION and inner.operators[0].text == "=":
            label = inner.parts[0]
            known = [item.name for item in entry.parameters]
            if len(inner.parts) != 2 or not isinstance(label, Name) or label.text not in known:
                raise within.error("GC405", f"{entry.name} has no such parameter", tree, f"it has {', '.join(known)}")
            name, inner = label.text, inner.parts[1]
        if name in found:
            raise within.error("GC405", f"{name} is given twice", tree)
        found[name] = within.term(inner, depth)
        if found[name].shape:
            raise within.error("GC415", f"the parameter {name} is a number", tree)
    return found


def _folded(term: Term) -> Term:
    """Return the term without factors and denominators 1, numbers computed: as a person writes it for alpha = 1."""
    return _tidy(_with_parts(term, _folded))


def _with_parts(term: Term, change: Callable[[Term], Term]) -> Term:
    fields: list[Any] = []
    names: tuple[str, ...] = term.fields
    for name in names:
        value = getattr(term, name)
        if isinstance(value, tuple):
            fields.append(tuple(change(part) if isinstance(part, Term) else part for part in value))
        elif isinstance(value, Relation):
            fields.append(Relation(value.op, _number(change(value.left)), _number(change(value.right))))
        else:
            fields.append(change(value) if isinstance(value, Term) else value)
    return type(term)(*fields)


def _number(term: Term) -> Term:
    """Return the term with -(1/2) as one number."""
    return Num(-term.term.value) if isinstance(term, Neg) and isinstance(term.term, Num) else term


def _tidy(term: Term) -> Term:
    match term:
        case Mul(factors=factors):
            number = prod((part.value for part in factors if isinstance(part, Num)), start=Fraction(1))
            rest = [part for part in factors if not isinstance(part, Num)]
            kept = ([Num(number)] if number != 1 or not rest else []) + rest
            return kept[0] if len(kept) == 1 else Mul(tuple(kept))
        case Add(terms=terms) if all(isinstance(part, Num) for part in terms):
            return Num(sum((part.value for part in terms if isinstance(part, Num)), start=Fraction(0)))
        case Neg(term=Num(value=value)) if value < 0:
            return Num(-value)
        case Div(numerator=top, denominator=Num(value=value)) if value == 1:
            return top
        case Div(numerator=Num(value=value), denominator=Num(value=other)) if other != 0:
            return Num(value / other)
    return term
