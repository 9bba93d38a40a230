"""docs/semantics.md: an entry with an example for every kind of node, and every example has its verdict."""

from __future__ import annotations

import runpy
from pathlib import Path
from typing import Any

import pytest

from gradcheck.kernel.goal import Goal
from gradcheck.language import author
from gradcheck.language.notation.reader import read_claim
from gradcheck.language.printing.text import render_text
from gradcheck.language.syntax.node import Node
from gradcheck.project.proofs.codec import node_classes
from tests.semantics_page import PAGE, ClaimExample, sections
from tests.verdicts import verdict_on

CLAIMS = [example for section in sections() for example in section.claims()]
MODULES = [(section.title, text) for section in sections() for text in section.modules()]
WORDS = {name: getattr(author, name) for name in author.__all__}


def concrete_kinds() -> set[str]:
    """The kinds of terms, propositions, laws and definitions: classes of nodes that no other is derived from."""
    kinds = {name: kind for name, kind in node_classes().items() if not kind.__module__.endswith(".illtyped")}
    return {name for name, kind in kinds.items() if issubclass(kind, Node) and not kind.__subclasses__()}


def test_every_kind_has_one_entry() -> None:
    described = [kind for section in sections() for kind in section.kinds]
    assert sorted(described) == sorted(concrete_kinds())


@pytest.mark.parametrize("section", [s for s in sections() if s.kinds], ids=lambda section: section.title)
def test_every_entry_has_examples(section: Any) -> None:
    assert [*section.claims(), *section.modules()]


def test_all_examples_are_run() -> None:
    text = PAGE.read_text(encoding="utf-8")
    assert text.count("```") == 2 * (text.count("```claims") + text.count("```python"))
    assert len(MODULES) == text.count("```python")
    assert len(CLAIMS) > 100


@pytest.mark.parametrize("example", CLAIMS, ids=lambda example: example.line)
def test_a_claim_has_its_verdict(example: ClaimExample) -> None:
    goal = Goal(*read_claim(example.line))
    assert verdict_on(goal) == example.verdict


@pytest.mark.parametrize("example", [e for e in CLAIMS if e.values], ids=lambda e: f"{e.line} at {e.values}")
def test_what_has_no_value_is_neither_true_nor_false(example: ClaimExample) -> None:
    assert verdict_on(Goal(*read_claim(f"{example.line} ; {example.values}"))) == "undecided"


@pytest.mark.parametrize(("title", "text"), MODULES, ids=[title for title, _ in MODULES])
def test_the_statements_of_a_module_have_their_verdicts(title: str, text: str, tmp_path: Path) -> None:
    wrong: list[str] = []

    def expecting(word: str) -> Any:
        def state(claim: Any, *given: Any, define: tuple[Any, ...] = ()) -> None:
            found = verdict_on(Goal(claim, given, define))
            if found != word:
                wrong.append(f"{found}, not {word}: " + " ; ".join(map(render_text, (claim, *given))))

        return state

    path = tmp_path / "example.py"
    path.write_text(text, encoding="utf-8")
    runpy.run_path(
        str(path), init_globals=WORDS | {word: expecting(word) for word in ("proved", "refuted", "undecided")}
    )
    assert not wrong, "\n".join(wrong)
