"""Claims of the shipped derivations: a symbol put at an edge, an assumption left out, one change in one place."""

from __future__ import annotations

from functools import cache
from typing import Any

from attack.maker import Maker
from attack.mutants.mutate import variants
from gradcheck.derivation import Derivation, Step
from gradcheck.language.syntax.node import walk
from gradcheck.language.syntax.substitution import replace_symbols
from gradcheck.language.syntax.terms import free_symbols
from gradcheck.project import discovery

MAX_NODES = 60  # of a claim that is taken, with its assumptions and definitions
NAMES = ("tanh-derivative", "ridge-minimizer", "product-variance", "ema-unrolled", "relu-derivative", "dropout-l2")


@cache
def taken() -> tuple[tuple[Derivation, Step], ...]:
    """Return the short steps of some derivations, loaded once."""
    found = discovery.discover([discovery.shipped_folder()]).entries
    steps = []
    for entry in sorted(found, key=lambda one: one.name):
        if entry.name in NAMES:
            loaded = discovery.load(entry)
            steps += [(loaded, step) for step in loaded.steps if step.expected == "proved" and _is_short(loaded, step)]
    return tuple(steps)


def _is_short(loaded: Derivation, step: Step) -> bool:
    nodes = (step.claim, *step.given, *loaded.assumptions, *loaded.definitions)
    return sum(1 for node in nodes for _ in walk(node)) <= MAX_NODES


def shipped(make: Maker) -> Any:
    """Return the parts of a statement: a claim of the library with an edge put in."""
    loaded, step = make.of(taken())
    claim, given = step.claim, loaded.assumptions + step.given
    if given and make.once_in(2):
        left_out = make.of(given)
        given = tuple(one for one in given if one is not left_out)
    free = sorted(free_symbols(claim), key=lambda one: one.name)
    scalars = [symbol for symbol in free if not symbol.is_integer]
    if scalars and not make.once_in(4):
        values = {make.of(scalars): make.any_of(make.number, make.edge, lambda: make.scalar(1))}
        claim = replace_symbols(claim, values)
        given = tuple(replace_symbols(one, values) for one in given)
    if make.once_in(3):
        claim = make.of([other for _, other in variants(claim, [])] or [claim])
    return claim, given, loaded.definitions, (), step.hints
