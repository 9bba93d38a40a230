"""Every rule at its edges: equal ends, empty ranges, side 1, first indices, captured symbols, and what has no value."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest

from gradcheck.kernel.check import CHECKERS
from gradcheck.kernel.evidence import ByContradiction, Evidence
from gradcheck.kernel.rejection import Rejected
from gradcheck.kernel.verdict import genuine, prove
from gradcheck.language.author import log, real
from gradcheck.language.syntax.propositions import Relation
from gradcheck.search.solver.asking import asking
from tests.kernel.edges import EDGES, MET, NO_VALUE, Edge
from tests.kernel.forgeries import HONEST, Case
from tests.kernel.test_forgeries import title

NOWHERE = real("nowhere")  # of which nothing is assumed


@pytest.fixture(autouse=True)
def _solver() -> Iterator[None]:
    with asking(lambda question, solver, version: True):
        yield


def named(edge: Edge) -> str:
    return f"{type(edge.evidence).__name__}: {edge.kind}{'' if edge.proved else ', refused'}"


@pytest.mark.parametrize("edge", EDGES, ids=named)
def test_an_edge(edge: Edge) -> None:
    if edge.proved:
        assert genuine(prove(edge.goal, edge.evidence))
        return
    with pytest.raises(Rejected):
        prove(edge.goal, edge.evidence)


@pytest.mark.parametrize("rule", CHECKERS)
def test_every_rule_has_the_edges_that_it_meets(rule: type[Evidence]) -> None:
    assert rule in MET, f"say in tests/kernel/edges.py which edges {rule.__name__} meets"
    own = [edge for edge in EDGES if type(edge.evidence) is rule]
    assert MET[rule] | {NO_VALUE} <= {edge.kind for edge in own}
    assert any(not edge.proved for edge in own)


@pytest.mark.parametrize("case", HONEST, ids=title)
def test_a_hypothesis_that_nothing_satisfies(case: Case) -> None:
    """From it anything may follow, and nothing else happens."""
    absurd = NOWHERE < NOWHERE
    for given in ((*case.goal.hypotheses, absurd), (absurd, *case.goal.hypotheses)):
        try:
            assert genuine(prove(replace(case.goal, hypotheses=given), case.evidence))
        except Rejected:
            continue


def is_about_numbers(case: Case) -> bool:
    """Whether the claim relates numbers, and the hypotheses do not exclude each other."""
    claim = case.goal.claim
    return isinstance(claim, Relation) and not claim.left.shape and not isinstance(case.evidence, ByContradiction)


@pytest.mark.parametrize("case", [case for case in HONEST if is_about_numbers(case)], ids=title)
def test_a_part_without_a_value_takes_the_proof_away(case: Case) -> None:
    """0 log h has a value for h > 0 alone: with it on a side, what the evidence proved is not proved for every h."""
    claim = case.goal.claim
    assert isinstance(claim, Relation)
    nothing = 0 * log(NOWHERE)
    for sides in ((claim.left + nothing, claim.right), (claim.left, claim.right + nothing)):
        with pytest.raises(Rejected):
            prove(replace(case.goal, claim=Relation(claim.op, *sides)), case.evidence)
