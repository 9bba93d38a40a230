"""The names of a statement and the sort of each: what stands under "for all ..." on a page.

Names are listed in the order in which they occur.  A symbol that is bound everywhere is not among the free ones; its
sort is listed only where the sign that binds it does not show it: of a limit or supremum over integers.  An array that
occurs in unit vectors alone is no name of the statement: onehot(k, n) does not show it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from gradcheck.language.syntax.arrays import Array, Entry, OrderedProduct, Sequence
from gradcheck.language.syntax.definitions import Definition, Recurrence
from gradcheck.language.syntax.literals import factorial_argument, only_in_units
from gradcheck.language.syntax.node import Node
from gradcheck.language.syntax.propositions import Exists, ForAll
from gradcheck.language.syntax.random import RandomSequence, RandomVariable
from gradcheck.language.syntax.terms import Sum, Symbol, bound_variables, free_symbols
from gradcheck.language.syntax.uninterpreted import ArbitraryMap, Uninterpreted
from gradcheck.language.syntax.widths import Here, Width


@dataclass
class Names:
    """The names of some statements; any one member of a sequence or function stands for all.

    ``bound`` are the symbols whose sort the binding sign does not show.
    """

    symbols: dict[Symbol, None] = field(default_factory=dict)
    bound: dict[Symbol, None] = field(default_factory=dict)
    arrays: dict[str, Array] = field(default_factory=dict)
    random: dict[str, RandomVariable] = field(default_factory=dict)
    random_sequences: dict[str, RandomSequence] = field(default_factory=dict)
    sequences: dict[str, Sequence] = field(default_factory=dict)
    widths: dict[str, Width] = field(default_factory=dict)
    functions: dict[str, Uninterpreted] = field(default_factory=dict)
    maps: dict[str, ArbitraryMap] = field(default_factory=dict)
    defined: frozenset[str] = frozenset()

    def taken(self) -> set[str]:
        """Return all names."""
        named = (self.arrays, self.random, self.random_sequences, self.sequences, self.widths, self.functions)
        return {symbol.name for symbol in (*self.symbols, *self.bound)}.union(*named, self.maps)


def names_in(nodes: Iterable[Node], definitions: Iterable[Definition] = ()) -> Names:
    """Return the names in the nodes and the definitions."""
    definitions = tuple(definitions)
    found = Names(defined=frozenset(definition.member.name for definition in definitions))
    free: set[Symbol] = set()
    roots = (*nodes, *definitions)
    for root in roots:
        own = _bound_by(root)
        free |= free_symbols(root) - own
    parts = list(in_order(roots))
    unseen_products = {part.array for part in parts if isinstance(part, Entry) and factorial_argument(part) is not None}
    for part in parts:
        if part in unseen_products:
            continue
        if isinstance(part, Symbol) and part in free:
            found.symbols[part] = None
        else:
            _note(part, found)
    found.bound = {symbol: None for symbol in found.bound if symbol not in free}
    for unseen in only_in_units(roots):
        found.arrays.pop(unseen, None)
    return found


def _bound_by(root: Node) -> set[Symbol]:
    """Return the index and the parameters of a definition, which holds for all of them."""
    if not isinstance(root, Definition):
        return set()
    own = {root.index} if isinstance(root, Recurrence) else set()
    return own | {parameter for parameter in root.member.parameters if isinstance(parameter, Symbol)}


def in_order(roots: Iterable[Node]) -> Iterator[Node]:
    """Yield every node below the roots, each once, in the order in which it is written; parents first."""
    seen: set[int] = set()
    stack = list(reversed(tuple(roots)))
    while stack:
        node = stack.pop()
        if id(node) not in seen:
            seen.add(id(node))
            yield node
            stack.extend(reversed(node.below))


def _note(node: Node, found: Names) -> None:
    match node:
        case Array(name=name):
            found.arrays.setdefault(name, node)
        case RandomVariable(name=name):
            found.random.setdefault(name, node)
        case RandomSequence(name=name):
            found.random_sequences.setdefault(name, node)
        case Sequence(name=name):
            found.sequences.setdefault(name, node)
        case Width(name=name):
            found.widths.setdefault(name, node)
        case Uninterpreted(name=name):
            found.functions.setdefault(name, node)
        case ArbitraryMap(name=name):
            found.maps.setdefault(name, node)
        case Symbol() | Here():
            return
        case _:
            for symbol in bound_variables(node):
                if not tells_sort(node, symbol):
                    found.bound[symbol] = None


def tells_sort(node: Node, symbol: Symbol) -> bool:
    """Whether the range of the bound symbol is evident or shown by the sign that binds it.

    A sum runs over the integers between its ends, whatever the sort of its index.
    """
    return symbol.sort == "real" or isinstance(node, ForAll | Exists | Sum | OrderedProduct)
