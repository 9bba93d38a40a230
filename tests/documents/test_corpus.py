"""Documents written for the purpose, a third of whose relations are false by a slip that people make.

Each says in a comment of its own what its relations are, in order: T or F.  The reader has to find exactly these, and
no true one may be refuted and no false one proved.  The labels do not come from gradcheck: where a statement can be
evaluated, the reference evaluator, which shares no code with the prover, is asked to contradict them.
"""

from __future__ import annotations

import re
from collections import Counter
from functools import cache
from pathlib import Path

import pytest

from gradcheck.documents.derive import load_document
from gradcheck.language.syntax.illtyped import UnreadClaim
from gradcheck.prover.confirmation import objection
from tests.documents.reading import verdicts

CORPUS = Path(__file__).parent / "corpus"
DOCUMENTS = sorted(path for path in CORPUS.iterdir() if path.suffix in (".md", ".tex", ".rst", ".py", ".ipynb"))
SECONDS = 8  # for a relation
LABELS = re.compile(r"verdicts: ((?:[TF] ?)+)")


def labels_of(path: Path) -> list[str]:
    found = LABELS.search(path.read_text(encoding="utf-8"))
    assert found is not None, path.name
    return found[1].split()


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.name)
def test_every_relation_is_found_and_labelled_rightly(path: Path) -> None:
    work = load_document(path, path.read_bytes(), CORPUS, path.name, path.name)
    assert not work.remarks
    labels = labels_of(path)
    assert len(work.steps) == len(labels)
    for step, label in zip(work.steps, labels, strict=True):
        if label == "T" and not isinstance(step.claim, UnreadClaim):
            assert objection(step.claim, (*work.assumptions, *step.given), work.definitions) is None, step.name


@cache
def judged(path: Path) -> list[tuple[str, str]]:
    """Return for each relation its label, and its verdict, or that it is not read."""
    work = load_document(path, path.read_bytes(), CORPUS, path.name, path.name)
    told = ["unread" if (one.code or "").startswith("GC6") else one.verdict for one in verdicts(work, SECONDS)]
    return list(zip(labels_of(path), told, strict=True))


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.name)
def test_no_verdict_of_the_corpus_is_wrong(path: Path) -> None:
    assert not {("T", "refuted"), ("F", "proved")} & set(judged(path))


def test_the_page_has_the_figures_of_the_corpus() -> None:
    found = Counter(pair for path in DOCUMENTS for pair in judged(path))
    rows = {label: [found[label, word] for word in ("proved", "refuted", "undecided", "unread")] for label in "TF"}
    page = (Path(__file__).parents[2] / "docs" / "documents.md").read_text(encoding="utf-8")
    for label, name in (("T", "true"), ("F", "false")):
        assert f"| {name} | {sum(rows[label])} | {' | '.join(map(str, rows[label]))} |" in page
    assert f"{len(DOCUMENTS)} documents" in page
    assert sum(rows["F"]) * 10 >= (sum(rows["T"]) + sum(rows["F"])) * 2.5
