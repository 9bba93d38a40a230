"""The statements of the attack: every kind of node, always the same for one seed, and such as the language takes."""

from __future__ import annotations

from attack.generate import SPECIAL, derivation_of, statement, statements, topics
from attack.kinds import concrete_kinds, kinds
from attack.maker import GENERATORS
from attack.statement import Statement
from gradcheck.derivation import check_readable
from gradcheck.language.syntax.node import Node, walk
from gradcheck.language.syntax.terms import bound_variables, free_symbols

COUNT = 500


def nodes_of(made: Statement) -> set[Node]:
    earlier = (part for step in made.earlier for part in (step.claim, *step.given))
    return {part for node in (made.claim, *made.given, *made.definitions, *earlier) for part in walk(node)}


def test_every_kind_of_node_has_a_generator() -> None:
    """A new kind of node without one fails here: enter it by ``generates`` in the module of its subject."""
    assert [kind.__name__ for kind in concrete_kinds() if kind not in GENERATORS] == []
    assert set(kinds()) == set(concrete_kinds())


def test_every_kind_of_node_occurs_in_500_statements() -> None:
    for seed, start in ((1, 0), (7, 333)):
        found = {type(part) for made in statements(seed, COUNT, start) for part in nodes_of(made)}
        assert set(concrete_kinds()) <= found, (seed, set(concrete_kinds()) - found)


def test_every_topic_has_its_turn() -> None:
    assert {kind.__name__ for kind in kinds()} | SPECIAL.keys() == set(topics())
    assert len(topics()) <= COUNT / 2


def test_a_statement_depends_on_its_seed_and_number_alone() -> None:
    in_order = [made.lines() for made in statements(3, 40)]
    backwards = [statement(3, number).lines() for number in reversed(range(40))]
    assert in_order == backwards[::-1]
    assert in_order != [made.lines() for made in statements(4, 40)]


def test_the_language_takes_every_statement() -> None:
    for made in statements(11, 200):
        check_readable(derivation_of(made))
        assert made.again == f"python -m attack --seed 11 --only {made.number}"


def test_the_statements_have_what_makes_them_hard() -> None:
    """Hypotheses, definitions, steps with hints, names that are bound and free, and many different claims."""
    found = list(statements(2, COUNT))
    assert sum(bool(made.given) for made in found) > COUNT / 8
    assert sum(bool(made.definitions) for made in found) > COUNT / 8
    assert sum(bool(made.earlier and made.hints) for made in found) > COUNT / 25
    assert len({made.claim for made in found}) > COUNT * 0.9
    assert any(is_captured(made) for made in found)


def is_captured(made: Statement) -> bool:
    free = set().union(*(free_symbols(node) for node in (made.claim, *made.given)))
    return any(symbol in free for part in nodes_of(made) for symbol in bound_variables(part))
