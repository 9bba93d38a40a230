"""The example of docs/layers.md runs, and each of its steps is proved."""

from __future__ import annotations

import re
from pathlib import Path

from gradcheck.derivation import Derivation
from gradcheck.kernel.goal import Goal
from gradcheck.kernel.verdict import Proved
from gradcheck.language.printing.text import render_text
from gradcheck.prover.prove import decide
from gradcheck.search.driver import search_finding

PAGE = Path(__file__).parents[2] / "docs" / "layers.md"


def test_the_example_is_proved_and_says_what_the_page_says(tmp_path: Path) -> None:
    import runpy

    (code,) = re.findall(r"```python\n(.*?)```", PAGE.read_text(encoding="utf-8"), re.DOTALL)
    module = tmp_path / "example.py"
    module.write_text(code, encoding="utf-8")
    names = runpy.run_path(str(module))
    assert [render_text(end) for end in (names["span"].first, names["span"].last)] == ["2*i - 2", "2*i + 1"]
    costs = names["costs"]
    shown = [render_text(term) for term in (costs.parameters, costs.multiplications, costs.activations)]
    assert shown == ["(9*c + 1)*f", "36*m*m*f*c", "4*m*m*f"]
    derivation = names["DERIVATION"]
    assert isinstance(derivation, Derivation)
    for step in derivation.steps:
        goal = Goal(step.claim)
        assert isinstance(decide(goal, search_finding(goal, step)), Proved), step.name
