"""A whole statement as one line that can be typed: the claim, and behind ``where`` what all its names are.

    norm(X @ w)**2 >= 0 where n, d in dimensions, X in reals^(n x d), w in reals^d
    v[t] <= c where t in naturals, c in reals, v[0] = 0, v[t] = b*v[t - 1] for t >= 1 given b < 1

The reader reads it back to the same claim, assumptions and definitions.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from gradcheck.language.printing.text import SORT_NAMES, render_text
from gradcheck.language.syntax.declarations import Names, in_order, names_in
from gradcheck.language.syntax.definitions import Definition
from gradcheck.language.syntax.node import Node
from gradcheck.language.syntax.propositions import Proposition
from gradcheck.language.syntax.terms import Shape, Symbol, bound_variables
from gradcheck.language.syntax.widths import at_index

INDICES = "kjilmtsrpqabcghuvwxyz"  # letters for the index of a sequence
LETTERS_OF_ARGUMENTS = "xyzuvwabc"


def render_line(claim: Proposition, given: Iterable[Proposition] = (), definitions: Iterable[Definition] = ()) -> str:
    """Return the claim with its assumptions and definitions, and the declarations of all names, in one line."""
    given, definitions = tuple(given), tuple(definitions)
    nodes = (claim, *given)
    told = [*declarations_of(nodes, definitions), *map(render_text, definitions)]
    line = render_text(claim)
    if told:
        line += f" where {', '.join(told)}"
    for premise in given:
        line += f" given {render_text(premise)}"
    return line


def declarations_of(nodes: tuple[Node, ...], definitions: tuple[Definition, ...]) -> Iterator[str]:
    """Yield what declares all names of the nodes and definitions."""
    names = names_in(nodes, definitions)
    yield from _symbols(names, (*nodes, *definitions))
    index = _free_letter(names)
    for name in names.widths:
        yield f"{name}[{index.name}] in dimensions"
    for name, array in names.arrays.items():
        yield f"{name} in {_space(array.sides)}"
    for name, member in names.sequences.items():
        arguments = ", ".join(LETTERS_OF_ARGUMENTS[: len(member.parameters)])
        sides = tuple(at_index(side, index) for side in member.sides)
        yield f"{name}[{index.name}]{f'({arguments})' if arguments else ''} in {_space(sides)}"
    for name, function in names.functions.items():
        order = f" differentiable {function.differentiable}" if function.differentiable else ""
        yield f"{name}: reals -> reals{order}"
    for name, mapping in names.maps.items():
        order = f" differentiable {mapping.differentiable}" if mapping.differentiable else ""
        sources = " x ".join(_space(argument.shape) for argument in mapping.arguments)
        yield f"{name}: {sources} -> {_space(mapping.sides)}{order}"
    for name, variable in names.random.items():
        yield f"{name} ~ {render_text(variable.law)} in {_space(variable.sides)}"
    for name, term in names.random_sequences.items():
        yield f"{name}[{index.name}] ~ {render_text(term.law)} in {_space(term.sides)}"


def _symbols(names: Names, nodes: tuple[Node, ...]) -> Iterator[str]:
    """Yield the sorts of all variables; of bound ones too, for their sign does not always say it."""
    found: dict[Symbol, None] = dict(names.symbols)
    for part in in_order(nodes):
        if isinstance(part, Symbol):
            found[part] = None
        for symbol in bound_variables(part):
            found[symbol] = None
    for sort, word in SORT_NAMES.items():
        own = [symbol.name for symbol in found if symbol.sort == sort]
        if own:
            yield f"{', '.join(own)} in {word}"


def _space(sides: Shape) -> str:
    if not sides:
        return "reals"
    texts = [render_text(side) for side in sides]
    if len(texts) == 1:
        return f"reals^{texts[0]}" if texts[0].isalnum() else f"reals^({texts[0]})"
    grouped = (text if text.replace("[", "").replace("]", "").isalnum() else f"({text})" for text in texts)
    return f"reals^({' x '.join(grouped)})"


def _free_letter(names: Names) -> Symbol:
    taken = names.taken()
    return Symbol(next((letter for letter in INDICES if letter not in taken), "index"), "integer")
