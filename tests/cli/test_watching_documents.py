"""``check --watch`` follows documents, what stands beside them, and what LaTeX may input."""

from __future__ import annotations

from pathlib import Path

from gradcheck.cli.commands.affected import affected
from gradcheck.cli.commands.watch import _is_meant
from gradcheck.project.discovery import discover

NOTE = "<!-- gradcheck: x in R -->\n\n$$x = x$$\n"


def test_documents_are_followed(tmp_path: Path) -> None:
    note, paper, own = tmp_path / "note.md", tmp_path / "paper.tex", tmp_path / "note.gradcheck"
    note.write_text(NOTE)
    paper.write_text("% gradcheck: x in R\n\\[ x = x \\]\n")
    for path in (note, paper, own, tmp_path / "book.ipynb", tmp_path / "text.rst"):
        assert _is_meant(path, [tmp_path]), path
    assert _is_meant(own, [note])
    assert not _is_meant(paper, [note])
    assert not _is_meant(tmp_path / "picture.png", [tmp_path])
    found = discover([tmp_path], documents=True)
    assert {entry.path.name for entry in found.entries} == {"note.md", "paper.tex"}

    def names(*changed: Path) -> list[str]:
        return [entry.path.name for entry in affected(found, frozenset(path.resolve() for path in changed)).entries]

    assert names(note) == ["note.md"]
    assert names(own) == ["note.md"]
    assert names(tmp_path / "chapter.tex") == ["paper.tex"]  # which may be an input of it
    assert names(tmp_path / "helper.py") == []
