"""A sentence that denies an order assumes nothing, and one about dependent variables gives no law."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.documents.reading import codes, derived, told

DENIED = [
    "We do not assume that $x \\geq 0$.",
    "It is not required that $x > 0$.",
    "We never assume $x \\geq 0$.",
    "Without assuming $x \\geq 0$, we have the following.",
    "If we assumed $x \\geq 0$, things would be easy.",
    "Suppose $x \\ge 0$ were false.",
    "Rather than suppose $x \\ge 0$, we take any $x$.",
    "Is it true for $x \\ge 0$ only?",
    "Here $x \\ge 0$ is no longer needed.",
    "We drop the assumption $x \\ge 0$.",
    "We can't assume $x \\ge 0$.",
    "Assume that $x \\ge 0$ is false.",
    "In the case $x \\ge 0$ it is plain.",
    "Suppose for contradiction that $x > 0$.",
]


@pytest.mark.parametrize("sentence", DENIED)
def test_a_denied_order_is_told_and_not_taken(tmp_path: Path, sentence: str) -> None:
    work = derived(tmp_path, f"Let $x \\in \\mathbb{{R}}$. {sentence}\n\n$$|x| = x$$\n")
    assert codes(work) == ["GC610"]
    assert [one.given for one in told(work)] == [()]


@pytest.mark.parametrize(
    "sentence",
    [
        "Assume that $x \\geq 0$.",
        "Let $x > 0$ be a step size. It does not grow.",
        "We do not need much. For $x > 0$, we have the following.",
        "The rest is not hard, as $y \\in \\mathbb{R}$ shows.\n\nLet $x > 0$.",
    ],
)
def test_what_stands_in_another_sentence_denies_nothing(tmp_path: Path, sentence: str) -> None:
    work = derived(tmp_path, f"{sentence}\n\n$$|x| = x$$\n")
    assert codes(work) == []
    assert len(told(work)[0].given) == 1


@pytest.mark.parametrize(
    "words", ["be correlated", "be dependent", "be jointly normal", "that are not independent", "with correlation $c$"]
)
def test_a_law_of_dependent_variables_is_told_and_not_taken(tmp_path: Path, words: str) -> None:
    work = derived(tmp_path, f"Let $X, Y \\sim \\mathcal{{N}}(0, 1)$ {words}.\n\n$$\\mathbb{{E}}[X Y] = 0$$\n")
    assert codes(work)[0] == "GC610"
    assert [one.claim for one in told(work)] == ["GC602"]  # undeclared


@pytest.mark.parametrize("words", ["be independent", "be uncorrelated and independent", ""])
def test_a_law_of_independent_variables_is_taken(tmp_path: Path, words: str) -> None:
    work = derived(tmp_path, f"Let $X, Y \\sim \\mathcal{{N}}(0, 1)$ {words}.\n\n$$\\mathbb{{E}}[X Y] = 0$$\n")
    assert codes(work) == []
    assert len(told(work)) == 1
