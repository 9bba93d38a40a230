"""Documents written for the purpose, a third of whose relations are false by a slip that people make.

Each says in a comment of its own what its relations are, in order: T or F.  The reader has to find exactly these, and
no true one may be refuted and no false one proved.  The labels do not come from gradcheck: where a statement can be
evaluated, the reference evaluator, which shares no code with the prover, is asked to contradict them.
"""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from gradcheck.documents.derive import load_document
from gradcheck.language.syntax.illtyped import UnreadClaim
from gradcheck.prover.confirmation import objection
from tests.documents.reading import verdicts

CORPUS = Path(__file__).parent / "corpus"
DOCUMENTS = sorted(path for path in CORPUS.iterdir() if path.suffix in (".md", ".tex", ".rst", ".py", ".ipynb"))
LABELS = re.compile(r"verdicts: ((?:[TF] ?)+)")


def labels_of(path: Path) -> list[str]:
    found = LABELS.search(path.read_text(encoding="utf-8"))
    assert found is not None, path.name
    return found[1].split()


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.name)
def test_every_relation_is_read_and_labelled_rightly(path: Path) -> None:
    work = load_document(path, path.read_bytes(), CORPUS, path.name, path.name)
    assert not work.remarks
    labels = labels_of(path)
    assert [step.name for step in work.steps if isinstance(step.claim, UnreadClaim)] == []
    assert len(work.steps) == len(labels)
    for step, label in zip(work.steps, labels, strict=True):
        if label == "T":
            assert objection(step.claim, (*work.assumptions, *step.given), work.definitions) is None, step.name


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.name)
def test_verdicts_of_the_corpus(path: Path) -> None:
    work = load_document(path, path.read_bytes(), CORPUS, path.name, path.name)
    told = [one.verdict for one in verdicts(work)]
    wrong = {"T": "refuted", "F": "proved"}
    assert [verdict for label, verdict in zip(labels_of(path), told, strict=True) if verdict == wrong[label]] == []


def test_a_third_of_the_corpus_is_false() -> None:
    labels = [label for path in DOCUMENTS for label in labels_of(path)]
    assert len(labels) >= 140
    assert labels.count("F") * 10 >= len(labels) * 3
