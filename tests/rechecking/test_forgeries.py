"""The second reader refuses the evidence that the kernel refuses: forged evidence of every rule, and its edges."""

from __future__ import annotations

from importlib import import_module
from pathlib import Path

import pytest

from gradcheck.certificates.hints import Asked
from gradcheck.kernel.goal import Goal
from gradcheck.language.printing.text import render_text
from gradcheck.project.proofs.codec import encode
from tests.kernel import edges, forgeries
from tests.rechecking.certificate import READER, row

for path in sorted(Path(forgeries.__file__).parent.glob("forgeries_of_*.py")):
    import_module(f"tests.kernel.{path.stem}")  # which adds its cases, and its edges

CASES = [(f"forged {number}: {case.name}", case.goal, case.evidence) for number, case in enumerate(forgeries.FORGED)]
CASES += [
    (f"edge {number}: {edge.kind}", edge.goal, edge.evidence)
    for number, edge in enumerate(edges.EDGES)
    if not edge.proved
]

# True statements that the reader sees without what is forged: it folds equations by itself, chooses its precision, and
# takes another term between the two sides.
TRUE_ANYWAY = {
    ("a multiplier too small", "x**2 - (y + 1)**2 = 0"),
    ("an enormous precision", "tanh(x) < 2"),
    ("too few bits", "pi < 22/7"),
    ("bits that are no number", "pi < 22/7"),
    ("no mean at all", "1 < 2"),
    ("a part without a value", "x <= x + 1"),
}


def asked(goal: Goal, evidence: object) -> str:
    """Return the word of the reader; evidence that cannot be written down is none."""
    try:
        line = row(goal.claim, evidence, goal.hypotheses, goal.definitions)  # type: ignore[arg-type]
    except (TypeError, ValueError, AttributeError, RecursionError, READER.Refusal):
        return "not written"
    steps = {}
    for step in goal.steps:
        stated = READER.read(encode((step.claim, step.assumptions, step.definitions)))
        steps[step.name] = (*stated, ())
    return str(READER.answer_to(line, steps, Asked())[0].word)


@pytest.mark.parametrize(("title", "goal", "evidence"), CASES, ids=[case[0] for case in CASES])
def test_forged_evidence_is_refused(title: str, goal: Goal, evidence: object) -> None:
    if asked(goal, evidence) == "checked":
        assert (title.partition(": ")[2], render_text(goal.claim)) in TRUE_ANYWAY
