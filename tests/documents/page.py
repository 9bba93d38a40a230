"""The notes, the paper and the notebook that docs/documents.md shows."""

from __future__ import annotations

import json
import re
from pathlib import Path

PAGE = Path(__file__).parents[2] / "docs" / "documents.md"


def documents_of_the_page() -> dict[str, str]:
    """Return the texts of the files by their names."""
    page = PAGE.read_text(encoding="utf-8")
    (note,) = re.findall(r"This is `note.md`:\n\n```markdown\n(.*?)```", page, re.DOTALL)
    (slip,) = re.findall(r"This is `slip.md`:\n\n```markdown\n(.*?)```", page, re.DOTALL)
    (paper,) = re.findall(r"This is `paper.tex`:\n\n```latex\n(.*?)```", page, re.DOTALL)
    (cell,) = re.findall(r"With a cell\n\n```text\n(.*?)```", page, re.DOTALL)
    lines = [f"{line}\n" for line in cell.rstrip("\n").split("\n")]
    cells = [{"cell_type": "code", "source": ["1/0"]}, {"cell_type": "markdown", "source": lines}]
    notebook = json.dumps({"cells": cells, "metadata": {}, "nbformat": 4, "nbformat_minor": 5}, indent=1)
    return {"note.md": note, "slip.md": slip, "paper.tex": paper, "notebook.ipynb": notebook}
