"""The documentation names what there is."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from gradcheck.kernel import evidence
from gradcheck.kernel.axioms import FACTS
from gradcheck.kernel.check import CHECKERS
from gradcheck.search.tactics import TACTICS

ROOT = Path(__file__).parents[1]
PAGES = [*sorted(ROOT.glob("*.md")), *sorted((ROOT / "docs").glob("*.md"))]


def test_every_rule_has_its_section() -> None:
    page = (ROOT / "docs" / "evidence.md").read_text(encoding="utf-8")
    sections = re.findall(r"^### (\w+)$", page, re.MULTILINE)
    assert sorted(sections) == sorted([*(rule.__name__ for rule in CHECKERS), evidence.Counterexample.__name__])


def test_the_section_of_a_rule_names_its_theorem() -> None:
    page = (ROOT / "docs" / "evidence.md").read_text(encoding="utf-8")
    sections = dict(re.findall(r"^### (\w+)$(.*?)(?=^##|\Z)", page, re.MULTILINE | re.DOTALL))
    for rule in CHECKERS:
        told = re.search(r"Facts?:\s+([a-z, -]+)", sections[rule.__name__])
        assert not rule.theorem or (told and rule.theorem in told[1].split(", ")), rule.__name__


def test_every_fact_of_the_page_is_known() -> None:
    page = (ROOT / "docs" / "evidence.md").read_text(encoding="utf-8")
    named = {name for line in re.findall(r"Facts?:\s+([a-z-]+(?:, [a-z-]+)*)", page) for name in line.split(", ")}
    assert named <= FACTS.keys()


def test_the_files_that_contributors_are_sent_to_exist() -> None:
    page = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    paths = re.findall(r"`((?:gradcheck|tests|docs|derivations)/[\w/.]*\w)`", page)
    assert paths
    assert all((ROOT / path).exists() for path in paths), [path for path in paths if not (ROOT / path).exists()]
    assert TACTICS


def anchors(page: Path) -> set[str]:
    """The names under which GitHub links to the headings of a page."""
    text = re.sub(r"^```.*?^```$", "", page.read_text(encoding="utf-8"), flags=re.MULTILINE | re.DOTALL)
    headings = re.findall(r"^#+ (.*)$", text, re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_links_lead_somewhere(page: Path) -> None:
    text = re.sub(r"^```.*?^```$", "", page.read_text(encoding="utf-8"), flags=re.MULTILINE | re.DOTALL)
    for target in re.findall(r"\]\(([^()\s]+)\)", text):
        if "://" in target:
            continue
        path, _, anchor = target.partition("#")
        other = page.parent / path if path else page
        assert other.exists(), target
        assert not anchor or anchor in anchors(other), target


def test_every_page_is_linked_from_the_readme() -> None:
    linked = set(re.findall(r"\(docs/(\w+\.md)\)", (ROOT / "README.md").read_text(encoding="utf-8")))
    assert linked == {page.name for page in (ROOT / "docs").glob("*.md")}
