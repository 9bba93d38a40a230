"""What every shipped derivation states, before anything is proved: form, names, sources, and the ledger's errata."""

from __future__ import annotations

import re
from collections.abc import Iterator

import mutants_of_activations  # noqa: F401  adds its own
import pytest
from mutants import MUTANTS

from gradcheck.derivation import Step
from gradcheck.language.syntax.arrays import Array, Sequence
from gradcheck.language.syntax.node import walk
from gradcheck.language.syntax.random import RandomSequence, RandomVariable
from gradcheck.language.syntax.terms import Num, Symbol
from gradcheck.language.syntax.widths import Width
from tests.library import ENTRIES, LIBRARY, derivation_of

ROWS = {
    "activations": [
        "sigmoid-derivative",
        "sigmoid-depth",
        "tanh-derivative",
        "tanh-depth",
        "recurrent-jacobian",
        "residual-singular-values",
        "residual-normalization",
        "sigmoid-saturation",
        "squared-error-delta",
        "relu-derivative",
        "leaky-relu-derivative",
        "weighted-sigmoid-threshold",
        "selu-derivative",
        "stanh-derivative",
        "sigmoid-activation-interval",
        "identity-neuron",
        "network-comparison",
    ],
    "normalisation": ["batchnorm-weightnorm", "weightnorm-gradient"],
    "regularisation": ["dropout-l2", "ridge-minimizer", "dropout-versus-ridge"],
    "backpropagation": [
        "backprop-product",
        "birnn-gradients",
        "backprop-elementwise-bound",
        "rnn-activation-order",
        "rnn-vanishing",
        "rnn-exploding",
    ],
    "optimisers": ["momentum-forms", "momentum-ema", "ema-unrolled", "ema-bias"],
    "initialisation": [
        "product-variance",
        "preactivation-moments",
        "lecun-init",
        "relu-second-moment",
        "he-init",
        "uniform-init",
    ],
    "counting": [
        "receptive-field",
        "inception-parameters",
        "inception-operations",
        "pixelcnn-connections",
        "pixelcnn-sequential",
        "mdrnn-connections",
        "mdrnn-parallelism",
        "context-window",
    ],
}
BEYOND = [
    "variance-propagation",
    "wrong-answers",
    "softmax-jacobian",
    "log-sum-exp",
    "cross-entropy",
    "normalisation-backward",
    "arbitrary-cell",
    "gradient-descent-rates",
]  # results that no sheet of the ledger claims
NAMES = [*(name for names in ROWS.values() for name in names), *BEYOND]
ERRATA = {
    "backprop-product": 2,
    "selu-derivative": 1,
    "sigmoid-activation-interval": 2,
    "identity-neuron": 1,
    "sigmoid-derivative": 1,
    "sigmoid-depth": 1,
    "tanh-depth": 1,
    "momentum-forms": 4,
    "he-init": 2,
    "variance-propagation": 3,
    "recurrent-jacobian": 1,
    "residual-singular-values": 1,
    "backprop-elementwise-bound": 1,
    "inception-parameters": 1,
    "mdrnn-parallelism": 4,
    "context-window": 2,
    "wrong-answers": 6,
    "softmax-jacobian": 3,
    "log-sum-exp": 3,
    "cross-entropy": 3,
    "normalisation-backward": 7,
    "arbitrary-cell": 3,
    "gradient-descent-rates": 3,
}
LAYERS = {("sigmoid-depth", "y", depth) for depth in (0, 1, 2, 10)} | {
    ("tanh-depth", "y", 0),
    ("backprop-elementwise-bound", "y", 0),
    ("gradient-descent-rates", "theta", 0),
    ("gradient-descent-rates", "F", 0),
    ("gradient-descent-rates", "F", 1),
}


def steps() -> Iterator[tuple[str, Step]]:
    for name in NAMES:
        for step in derivation_of(name).steps:
            yield name, step


def test_the_library_has_no_problems() -> None:
    assert not LIBRARY.problems


@pytest.mark.parametrize("topic", ROWS)
def test_each_row_stands_in_the_folder_of_its_heading(topic: str) -> None:
    for name in ROWS[topic]:
        assert ENTRIES[name].topic == topic


@pytest.mark.parametrize("name", NAMES)
def test_a_derivation_has_title_source_and_steps(name: str) -> None:
    shipped = derivation_of(name)
    assert ENTRIES[name].title
    assert shipped.source
    assert name in BEYOND or re.fullmatch(r"seed sheet 00\d, sections? .+", shipped.source)
    assert f"Source: {shipped.source}." in ENTRIES[name].path.read_text(encoding="utf-8")
    assert len(shipped.steps) > 1


@pytest.mark.parametrize("name", NAMES)
def test_step_names_are_unique_and_claims_are_made_once(name: str) -> None:
    shipped = derivation_of(name)
    names = [step.name for step in shipped.steps]
    claims = [(step.claim, step.given) for step in shipped.steps]
    assert len(set(names)) == len(names)
    assert len(set(claims)) == len(claims)


@pytest.mark.parametrize("name", NAMES)
def test_errata_are_those_of_the_ledger(name: str) -> None:
    wrong = [step for step in derivation_of(name).steps if step.expected == "refuted"]
    assert len(wrong) == ERRATA.get(name, 0)
    assert all(step.note for step in wrong), "an erratum says what is right"


@pytest.mark.parametrize("name", NAMES)
def test_no_shape_is_a_number(name: str) -> None:
    for step in derivation_of(name).steps:
        for node in walk(step.claim):
            if isinstance(node, Array | RandomVariable | RandomSequence | Sequence):
                named = (side for side in node.shape if not isinstance(side, Width))
                assert all(isinstance(side, Symbol) and side.sort == "dimension" for side in named)


@pytest.mark.parametrize("name", NAMES)
def test_time_and_depth_are_symbols_except_where_a_number_is_the_claim(name: str) -> None:
    for step in derivation_of(name).steps:
        for node in walk(step.claim):
            if isinstance(node, Sequence) and isinstance(node.index, Num):
                assert (
                    (name, node.name, int(node.index.value)) in LAYERS or "start" in step.name or "first" in step.name
                )


def test_one_name_is_one_kind_of_thing_in_a_derivation() -> None:
    for name in NAMES:
        kinds: dict[str, set[str]] = {}
        for step in derivation_of(name).steps:
            for node in walk(step.claim):
                if isinstance(node, Symbol | Array | Sequence | RandomVariable | RandomSequence):
                    kinds.setdefault(node.name, set()).add(f"{type(node).__name__} {getattr(node, 'sort', '')}")
        twice = {item for item, found in kinds.items() if len(found) > 1}
        assert not twice, f"{name}: {twice}"


def test_mutants_are_no_shipped_claims_and_belong_to_shipped_derivations() -> None:
    shipped = {(name, step.claim) for name, step in steps() if step.expected == "proved" and not step.given}
    for mutant in MUTANTS:
        assert mutant.derivation in NAMES
        assert (mutant.derivation, mutant.claim) not in shipped
        assert mutant.expected in ("refuted", "undecided")
    assert len({(mutant.derivation, mutant.description) for mutant in MUTANTS}) == len(MUTANTS)
    assert {mutant.derivation for mutant in MUTANTS} == set(NAMES), "every derivation has a mutant"
