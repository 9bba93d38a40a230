"""What a term depends on: by its form, and through the definitions of the sequences in it."""

from __future__ import annotations

from collections.abc import Iterable

from gradcheck.language.syntax.arrays import Array, Sequence
from gradcheck.language.syntax.definitions import Definition, Recurrence, definitions_in_use
from gradcheck.language.syntax.node import Node, walk
from gradcheck.language.syntax.terms import Term


def depends_on(node: Node, variable: Term) -> bool:
    """Whether the variable occurs in a term or definition at all; of a free sequence, any member."""
    if isinstance(variable, Array | Sequence):
        return any(type(n) is type(variable) and n.name == variable.name for n in walk(node))
    return any(n is variable for n in walk(node))


def depends_through(node: Node, variable: Term, definitions: tuple[Definition, ...]) -> bool:
    """Whether the variable occurs in the node, or in the definition of a sequence that occurs in it."""
    return depends_on(node, variable) or _hidden(definitions, (node,), variable)


def hidden_in_definitions(definitions: tuple[Definition, ...], name: str, variable: Term) -> bool:
    """Whether the members of a sequence may depend on the variable otherwise than through their parameters."""
    return _hidden(definitions, [d for d in definitions if d.member.name == name], variable)


def _hidden(definitions: tuple[Definition, ...], nodes: Iterable[Node], variable: Term) -> bool:
    used = definitions_in_use(definitions, nodes)
    free = (d for d in used if variable not in d.member.parameters)
    return any(depends_on(d.body if isinstance(d, Recurrence) else d.value, variable) for d in free)
