"""What a term depends on: by its form, and through the definitions of the sequences in it."""

from __future__ import annotations

from collections.abc import Iterable

from gradcheck.algebra.quotient import Quotient
from gradcheck.algebra.ring import Ring
from gradcheck.language.syntax.arrays import Array, Sequence
from gradcheck.language.syntax.definitions import Definition, definitions_in_use
from gradcheck.language.syntax.node import Node
from gradcheck.language.syntax.substitution import occurs_in
from gradcheck.language.syntax.terms import Term


def depends_through(node: Node, variable: Term, definitions: tuple[Definition, ...]) -> bool:
    """Whether the variable occurs in the node, or in the definition of a sequence that occurs in it."""
    return occurs_in(variable, node) or _hidden(definitions, (node,), variable)


def hidden_in_definitions(definitions: tuple[Definition, ...], name: str, variable: Term) -> bool:
    """Whether the members of a sequence may depend on the variable otherwise than through their parameters."""
    return _hidden(definitions, [d for d in definitions if d.member.name == name], variable)


def _hidden(definitions: tuple[Definition, ...], nodes: Iterable[Node], variable: Term) -> bool:
    used = definitions_in_use(definitions, nodes)
    return any(variable not in d.member.parameters and occurs_in(variable, d.body) for d in used)


def varies_with(ring: Ring, value: Quotient, variable: Term) -> bool:
    """Whether a normal form may vary with the variable: as what it names, or through a definition or a law."""
    definitions = ring.setting.definitions
    for atom in ring.atoms_within(value):
        if atom.head == "symbol" and atom.data[0] is variable:
            return True
        if atom.head == "entry" and isinstance(variable, Array) and atom.data[0] == variable.name:
            return True
        if atom.head in ("member", "slope", "jacobian") and (
            (isinstance(variable, Sequence) and atom.data[0] == variable.name)
            or hidden_in_definitions(definitions, atom.data[0], variable)
        ):
            return True
        names = atom.families | {*atom.data[: atom.head == "cumulant"]}
        laws = [ring.laws[name] for name in names if name in ring.laws]
        nodes = (*laws, *(item for item in atom.data if isinstance(item, Node)))
        if any(depends_through(node, variable, definitions) for node in nodes):
            return True
    return False
