"""All entries by name and alias, and the formula of one with values for its parameters."""

from __future__ import annotations

import difflib
from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from gradcheck.activations.catalogue import ALIASES, ENTRIES
from gradcheck.activations.catalogue.entry import Entry
from gradcheck.language.notation import activation_calls
from gradcheck.language.notation.reader import read_expression
from gradcheck.language.syntax.substitution import replace_symbols
from gradcheck.language.syntax.terms import Num, Symbol, Term, free_symbols

X = Symbol("x")

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


def formula_with(entry: Entry, numbers: Values) -> Term:
    """Return the formula in x, with numbers or else the defaults for all parameters."""
    return activation_calls.formula_with(read_expression, entry, numbers)


def default_formula(entry: Entry) -> Term:
    """Return the formula with the defaults, by a single word where there is one."""
    return read_expression(entry.short) if entry.short else formula_with(entry, {})


def with_values(formula: Term, values: Values) -> Term:
    """Return a formula of the user with values for its symbols other than x."""
    mapping = {Symbol(name): Num(value) for name, value in values.items() if name != X.name}
    return replace_symbols(formula, mapping) if free_symbols(formula) & set(mapping) else formula


def parameters_of(function: str | Term) -> set[str]:
    """Return the names that ``--param`` may give a value."""
    if isinstance(function, str):
        return {item.name for item in entry_of(function).parameters}
    return {symbol.name for symbol in free_symbols(function) if symbol is not X}
