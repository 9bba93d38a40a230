"""All entries by name and alias, and the formula of one with values for its parameters."""

from __future__ import annotations

import difflib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from math import prod
from typing import Any

from gradcheck.activations.entry import Entry
from gradcheck.activations.rectifiers import RECTIFIERS
from gradcheck.activations.shrinkage import SHRINKAGE
from gradcheck.activations.smooth import SMOOTH
from gradcheck.language.notation.reader import read_expression
from gradcheck.language.syntax.propositions import Relation
from gradcheck.language.syntax.substitution import replace_symbols
from gradcheck.language.syntax.terms import Add, Div, Mul, Neg, Num, Symbol, Term, free_symbols

X = Symbol("x")
ENTRIES: dict[str, Entry] = {entry.name: entry for entry in (*SMOOTH, *RECTIFIERS, *SHRINKAGE)}
ALIASES: dict[str, str] = {alias: entry.name for entry in ENTRIES.values() for alias in entry.aliases}

Values = Mapping[str, Fraction]


@dataclass(frozen=True)
class Named:
    """A formula in x alone, with the name under which it is reported."""

    name: str
    formula: Term


def entry_of(name: str) -> Entry:
    """Return the entry of a name or alias, in any case, with spaces, hyphens or underscores;
    ValueError with near names.
    """
    key = name.strip().lower().replace(" ", "_").replace("-", "_")
    key = ALIASES.get(key, key)
    if key in ENTRIES:
        return ENTRIES[key]
    known = sorted([*ENTRIES, *ALIASES])
    near = difflib.get_close_matches(key, known, 3)
    hint = f"; did you mean {' or '.join(near)}?" if near else "; gradcheck list --activations shows them"
    raise ValueError(f"there is no activation named {name!r}{hint}")


def named(name: str, values: Values | None = None) -> Named:
    """Return the activation with these values for some of its parameters; values for other names are ignored."""
    entry = entry_of(name)
    given = {key: value for key, value in (values or {}).items() if entry.parameter(key) is not None}
    changed = {
        item.name: given[item.name]
        for item in entry.parameters
        if item.name in given and given[item.name] != Fraction(item.default)
    }
    for item in entry.parameters:
        if item.name in given and not item.allows(given[item.name]):
            raise ValueError(f"{entry.name} needs {item.condition}, not {item.name} = {given[item.name]}")
    if not changed:
        return Named(entry.name, default_formula(entry))
    told = ", ".join(f"{key}={value}" for key, value in changed.items())
    return Named(f"{entry.name}({told})", formula_with(entry, given))


def default_formula(entry: Entry) -> Term:
    """Return the formula with the defaults, by a single word where there is one."""
    return read_expression(entry.short) if entry.short else formula_with(entry, {})


def formula_with(entry: Entry, given: Values) -> Term:
    """Return the formula with values, or else the defaults, for all parameters."""
    values = {Symbol(item.name): Num(given.get(item.name, Fraction(item.default))) for item in entry.parameters}
    return _folded(replace_symbols(read_expression(entry.formula), values))


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


def with_values(formula: Term, values: Values) -> Term:
    """Return a formula of the user with values for its symbols other than x."""
    mapping = {Symbol(name): Num(value) for name, value in values.items() if name != X.name}
    return replace_symbols(formula, mapping) if free_symbols(formula) & set(mapping) else formula


def parameters_of(function: str | Term) -> set[str]:
    """Return the names that ``--param`` may give a value."""
    if isinstance(function, str):
        return {item.name for item in entry_of(function).parameters}
    return {symbol.name for symbol in free_symbols(function) if symbol is not X}
