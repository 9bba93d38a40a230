"""The variables and imports of Python source that builds SymPy objects.  Imports no SymPy."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from keyword import iskeyword

from gradcheck.language.syntax.arrays import Array
from gradcheck.language.syntax.functions import FUNCTIONS
from gradcheck.language.syntax.random import RandomVariable
from gradcheck.language.syntax.terms import Symbol

OPTIONS = {
    "real": "real=True",
    "integer": "integer=True",
    "natural": "integer=True, nonnegative=True",
    "dimension": "integer=True, positive=True",
}
RESERVED = {row.sympy for row in FUNCTIONS.values()} | {
    "And", "Bernoulli", "DERIVATION", "Derivative", "Determinant", "DiagMatrix", "DiagonalOf", "Eq", "Equivalent",
    "Expectation", "Exponential", "Function", "Ge", "Gt", "HadamardProduct", "Identity", "Implies", "Integer",
    "Integral", "Lambda", "Le", "Limit", "Lt", "MatrixSymbol", "Ne", "Normal", "OneMatrix", "Or", "Piecewise", "Q",
    "Rational", "Subs", "Sum", "Symbol", "Trace", "Uniform", "Variance", "ZeroMatrix", "derivation", "erratum", "held",
    "oo", "pi", "sqrt", "step", "symbols",
}  # fmt: skip
OF_STATS = {"Bernoulli", "Expectation", "Exponential", "Normal", "Uniform", "Variance"}
WIDTH = 100  # characters of a line that is not broken

Named = Symbol | Array | RandomVariable | str  # a string names an undefined function


class Names:
    """Gives every symbol, array, random variable and undefined function a variable, and notes what is imported."""

    def __init__(self) -> None:
        self._names: dict[Named, str] = {}
        self._made: dict[Named, str] = {}
        self._imports: set[str] = set()

    def imported(self, name: str) -> str:
        """Return a name of SymPy, which will be imported."""
        self._imports.add(name)
        return name

    def of(self, thing: Named, made: Callable[[], str] = str) -> str:
        """Return the variable of a thing, and let ``made`` write what it is when it is first asked for."""
        if thing not in self._names:
            self._names[thing] = self._free(thing if isinstance(thing, str) else thing.name)
            self._made[thing] = made()
        return self._names[thing]

    @contextmanager
    def or_none(self) -> Iterator[None]:
        """Forget the names that are taken in this block if an exception ends it."""
        before = dict(self._names), dict(self._made), set(self._imports)
        try:
            yield
        except Exception:
            self._names, self._made, self._imports = before
            raise

    def _free(self, wanted: str) -> str:
        """Return an identifier like the name that nothing else has."""
        base = wanted if wanted.isidentifier() else "".join(c if c.isalnum() else "_" for c in f"v_{wanted}")
        taken = RESERVED | set(self._names.values())
        name, number = base, 1
        while name in taken or iskeyword(name):
            name = f"{base}_" if number == 1 else f"{base}_{number}"
            number += 1
        return name

    def declarations(self) -> Iterator[str]:
        """Yield a line for the symbols of each sort, and one for each other variable, those that it needs before it."""
        for sort, options in OPTIONS.items():
            members = {thing: name for thing, name in self._names.items() if isinstance(thing, Symbol)}
            members = {symbol: name for symbol, name in members.items() if symbol.sort == sort}
            plain = [name for symbol, name in members.items() if name == symbol.name]
            if len(plain) > 1:
                yield f"{', '.join(plain)} = {self.imported('symbols')}({quoted(' '.join(plain))}, {options})"
            for symbol, name in members.items():
                if len(plain) < 2 or name not in plain:
                    yield f"{name} = {self.imported('Symbol')}({quoted(symbol.name)}, {options})"
        for thing, made in self._made.items():
            if not isinstance(thing, Symbol):
                yield f"{self._names[thing]} = {made}"

    def imports(self) -> Iterator[str]:
        """Yield the lines that import what was used; the declarations use names, too."""
        for module, names in (("sympy", self._imports - OF_STATS), ("sympy.stats", self._imports & OF_STATS)):
            if names:
                line = f"from {module} import {', '.join(sorted(names))}"
                listed = ",\n    ".join(sorted(names))
                yield line if len(line) <= WIDTH else f"from {module} import (\n    {listed},\n)"


def quoted(text: str) -> str:
    """Return the string as Python."""
    plain = text.isprintable() and not set(text) & {'"', "\\"}
    return f'"{text}"' if plain else repr(text)
