"""Evidence survives the way to text and back; text that is no evidence is refused, and runs nothing."""

from __future__ import annotations

import json
from fractions import Fraction
from typing import Any

import pytest

from gradcheck.kernel.evidence import ByConjunction, ByNormalForm, ByWitness, Counterexample
from gradcheck.language.author import eq, exp, matrix, natural, real
from gradcheck.language.syntax.node import Node
from gradcheck.project.proofs.codec import Unreadable, decode, encode, evidence_classes, node_classes
from tests.kernel.forgeries import FORGED, HONEST

x, n = real("x"), natural("n")
A = matrix("A", n + 1, n + 1)


@pytest.mark.parametrize("case", [*HONEST, *FORGED], ids=lambda case: case.name)
def test_what_is_written_is_read_again(case: Any) -> None:
    try:
        document = encode(case.evidence)
    except TypeError:
        return  # a forgery that is no evidence at all
    assert decode(json.loads(json.dumps(document))) == case.evidence


def test_nodes_are_the_very_nodes() -> None:
    term = exp(x) / (1 + x**2)
    assert decode(json.loads(json.dumps(encode(ByWitness(term, ByNormalForm()))))).value is term
    claim = eq(A @ A, A)
    assert decode(encode((claim,)))[0] is claim


def test_a_counterexample_keeps_its_numbers() -> None:
    found = Counterexample(((x, Fraction(-3, 4)),), (("A", (1, 2), Fraction(7)),))
    assert decode(json.loads(json.dumps(encode(found)))) == found


def test_names_are_unambiguous() -> None:
    kinds: list[type] = []
    todo: list[type] = [Node]
    while todo:
        todo += (children := todo.pop().__subclasses__())
        kinds += [kind for kind in children if kind.__module__.startswith("gradcheck.language.")]
    assert len({kind.__name__ for kind in kinds}) == len(kinds) == len(node_classes())
    assert not node_classes().keys() & evidence_classes().keys()


@pytest.mark.parametrize(
    "document",
    [
        None, [], {}, {"nodes": []}, {"nodes": {}, "value": 1}, {"nodes": [], "value": [1]},
        {"nodes": [], "value": {"n": 0}}, {"nodes": [], "value": {"n": -1}}, {"nodes": [], "value": {"n": True}},
        {"nodes": [], "value": {"q": "1/0"}}, {"nodes": [], "value": {"q": "9" * 30_000}},
        {"nodes": [], "value": {"q": 1}}, {"nodes": [], "value": {"t": {}}},
        {"nodes": [], "value": {"e": ["eval", "1"]}}, {"nodes": [], "value": {"e": ["Node"]}},
        {"nodes": [], "value": {"e": ["__import__", "os"]}},
        {"nodes": [], "value": {"e": []}}, {"nodes": [], "value": {"e": ["ByNormalForm", 1, 2, 3]}},
        {"nodes": [["Symbol"]], "value": {"n": 0}}, {"nodes": [["Symbol", 3, "real"]], "value": {"n": 0}},
        {"nodes": [["Symbol", "x", "no sort"]], "value": {"n": 0}}, {"nodes": [["Path", "/"]], "value": {"n": 0}},
        {"nodes": [["Add", {"t": [{"n": 0}]}]], "value": {"n": 0}}, {"nodes": [], "value": 1.5},
        {"nodes": [], "value": {"q": "nan"}}, {"nodes": [], "value": {"t": [], "e": []}},
    ],
    ids=str,
)  # fmt: skip
def test_what_is_no_evidence_is_refused(document: object) -> None:
    with pytest.raises(Unreadable):
        decode(document)


def test_evidence_nested_too_deep_is_refused() -> None:
    value: Any = {"e": ["ByNormalForm"]}
    for _ in range(20_000):
        value = {"e": ["ByConjunction", {"t": [value]}]}
    with pytest.raises(Unreadable):
        decode({"nodes": [], "value": value})


def test_evidence_of_no_class_is_not_written() -> None:
    class ByMagic(ByConjunction):
        """An imitation."""

    for impostor in (ByMagic(()), ByConjunction((ByMagic(()),)), object(), 1.5, ["list"]):
        with pytest.raises(TypeError):
            encode(impostor)
