"""What CONTRIBUTING.md says of adding a format, an activation, a rule of proof or a function: done, in a copy.

Each kind is added to a copy of the source in the files that are named there, and seen to work in a process of its own.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]


@pytest.fixture
def source(tmp_path: Path) -> Path:
    """A copy of the source; what is compiled goes with it, but for what is being written."""
    unfinished = shutil.ignore_patterns("*.pyc.*")
    for name in ("gradcheck", "docs", *(f"tests/{part}" for part in ("kernel", "report", "activations", "search"))):
        shutil.copytree(ROOT / name, tmp_path / name, ignore=unfinished)
    shutil.copy2(ROOT / "tests" / "test_documentation.py", tmp_path / "tests")
    return tmp_path


def insert(path: Path, before: str, text: str) -> None:
    """Write the text before a place in a file that occurs once."""
    old = path.read_text(encoding="utf-8")
    assert old.count(before) == 1, (path, before)
    path.write_text(old.replace(before, text + before), encoding="utf-8")


def run(source: Path, script: str) -> str:
    """What the script prints when it runs on the copy."""
    head = f"import gradcheck; assert gradcheck.__file__.startswith({str(source)!r}), gradcheck.__file__\n"
    environment = {**os.environ, "PYTHONPATH": str(source), "GRADCHECK_NO_CACHE": "1"}
    environment.pop("GITHUB_STEP_SUMMARY", None)
    done = subprocess.run(
        [sys.executable, "-c", head + script], cwd=source, env=environment, capture_output=True, text=True, timeout=120
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def test_a_format_is_a_module_and_a_row(source: Path) -> None:
    (source / "gradcheck" / "report" / "tally.py").write_text(
        '''"""The number of steps."""

from __future__ import annotations

from gradcheck.outcome.run import RunOutcome


def render_tally(run: RunOutcome, version: str) -> str:
    """How many steps there are."""
    return f"{sum(len(derivation.steps) for derivation in run.derivations)} steps"
''',
        encoding="utf-8",
    )
    insert(
        source / "gradcheck" / "report" / "formats.py",
        ")  # fmt: skip\nFORMATS",
        '    ReportFormat("tally", "scripts that count", "program", ("tally", "render_tally")),\n',
    )
    script = """
from gradcheck.__main__ import main
from gradcheck.cli.commands.watch import SHOWN
from gradcheck.project.configuration.settings import KEYS
assert main(["prove", "x + x = 2*x", "--output-format", "tally"]) == 0
(key,) = [key for key in KEYS if key.name == "output-format"]
assert key.read("tally:tally.txt") == ("tally:tally.txt",)
assert "tally" not in SHOWN  # which shows what is for terminals
from tests.report.examples import PAGE, written_page
page = written_page(PAGE.read_text(encoding="utf-8"))
assert "| `tally` | program | scripts that count |" in page
assert page.endswith("## tally\\n\\n<!-- example: tally -->\\n```text\\n4 steps\\n```\\n"), page[-200:]
"""
    assert run(source, script) == "1 steps\n"


def test_an_activation_is_an_entry(source: Path) -> None:
    insert(
        source / "gradcheck" / "activations" / "catalogue" / "smooth.py",
        ")  # fmt: skip\n\nGATES",
        '    Entry("bump", "exp(-a*x**2)", "nobody", (Parameter("a", "1", "0"),), ("hill",)),\n',
    )
    script = """
from fractions import Fraction
from gradcheck.bounds import BoundRequest, bound_chain
from tests.activations.oracle import oracle_of
found = bound_chain(BoundRequest(("hill",), parameters=(("a", Fraction(2)),))).functions[0]
print(found.name, found.smoothness, found.supremum.lower[:6], oracle_of("bump")(0))
"""
    assert run(source, script) == "bump(a=2) C^inf 1.2130 1.0\n"


def test_a_rule_of_proof_is_a_class_a_checker_and_what_attacks_it(source: Path) -> None:
    kernel = source / "gradcheck" / "kernel"
    insert(
        kernel / "evidence" / "algebra.py",
        "@dataclass(frozen=True)\nclass ByEvaluation",
        '''@dataclass(frozen=True)
class ByTurning(Evidence, label="turning round"):
    """a op b, from b op' a with the converse relation (``rest``)."""

    rest: Evidence


''',
    )
    listing = kernel / "evidence" / "__init__.py"
    insert(listing, "    ByTransitivity,\n", "    ByTurning,\n")
    insert(listing, '"ByTransitivity",', '"ByTurning", ')
    (kernel / "rules" / "turning.py").write_text(
        '''"""A relation read from its other side."""

from __future__ import annotations

from collections.abc import Callable

from gradcheck.kernel.dependencies import Trail
from gradcheck.kernel.equality import relation_of
from gradcheck.kernel.evidence import ByTurning, Evidence
from gradcheck.kernel.goal import Goal
from gradcheck.language.syntax.propositions import CONVERSE, Relation


def check_turning(
    goal: Goal, evidence: ByTurning, trail: Trail, check: Callable[[Goal, Evidence, Trail], None]
) -> None:
    """a op b, from b op' a."""
    claim = relation_of(goal)
    check(goal.claiming(Relation(CONVERSE[claim.op], claim.right, claim.left)), evidence.rest, trail)
''',
        encoding="utf-8",
    )
    insert(kernel / "check.py", "    transitivity,\n)", "    turning,\n")
    insert(kernel / "check.py", "    rules.ByContradiction: logic", "    rules.ByTurning: turning.check_turning,\n")
    (source / "tests" / "kernel" / "forgeries_of_turning.py").write_text(
        '''"""Forged and honest evidence of the rule that turns a relation round, and its edges."""

from __future__ import annotations

from gradcheck.kernel.evidence import ByTurning
from tests.kernel.edges import EQUAL, MET, NO_VALUE, fails, holds
from tests.kernel.forgeries import KNOWN, SIGN, forged, honest, x, y

honest("a square", x**2 >= 0, ByTurning(SIGN))
forged("the relation as it was", x > y, ByTurning(KNOWN), x < y)
MET[ByTurning] = {EQUAL}
holds(EQUAL, x <= x, ByTurning(SIGN))
fails(EQUAL, x < x, ByTurning(SIGN))
fails(NO_VALUE, x / x > 0, ByTurning(SIGN))
''',
        encoding="utf-8",
    )
    insert(
        source / "docs" / "evidence.md",
        "### ByContradiction\n",
        "### ByTurning\n`a op b`, from the converse relation.\n\n",
    )
    script = """
from tests import test_documentation as page
from tests.kernel import test_edges, test_forgeries
from tests.kernel.test_forgeries import FORGED, HONEST, test_every_rule_is_complete as complete
from gradcheck.kernel import evidence
from gradcheck.kernel.check import CHECKERS, HANDING_ON, SHOWING
from gradcheck.kernel.rejection import Rejected
from gradcheck.kernel.verdict import prove
from gradcheck.project.proofs.codec import decode, encode
from gradcheck.prover.outline import describe_evidence
rule = evidence.ByTurning
assert rule not in HANDING_ON and rule not in SHOWING
complete(), page.test_every_rule_has_its_section(), test_edges.test_every_rule_has_the_edges_that_it_meets(rule)
own = [case for case in HONEST if type(case.evidence) is rule]
for case in own:
    test_forgeries.test_honest_evidence_is_accepted(case)
    assert decode(encode(case.evidence)) == case.evidence
    assert describe_evidence(case.goal, case.evidence)[0] == "turning round"
for case in FORGED:
    if type(case.evidence) is rule:
        test_forgeries.test_forged_evidence_is_refused(case)
for edge in test_edges.EDGES:
    if type(edge.evidence) is rule:
        test_edges.test_an_edge(edge)

def fails(test):
    try:
        test()
    except AssertionError:
        return True

checker = CHECKERS.pop(rule)
try:
    prove(own[0].goal, own[0].evidence)
except Rejected:
    print("no checker: refused", fails(complete), fails(page.test_every_rule_has_its_section))
CHECKERS[rule] = checker
FORGED[:] = [case for case in FORGED if type(case.evidence) is not rule]
print("no forgeries:", fails(complete))
"""
    assert run(source, script) == "no checker: refused True True\nno forgeries: True\n"


def test_a_function_is_a_row_and_its_judge_and_a_primitive_one_its_balls(source: Path) -> None:
    insert(
        source / "gradcheck" / "language" / "syntax" / "functions.py",
        "}  # fmt: skip\nARITIES",
        """    "haversine": NamedFunction("all", "smooth", lambda x: (1 - _f("cos", x)) / 2, drawn="hav"),
    "erfi": NamedFunction("all", "smooth", sympy="erfi"),
""",
    )
    judge = source / "gradcheck" / "reference" / "elementary.py"
    insert(judge, "def pi() ->", 'def erfi(x: Any) -> Any:\n    raise CannotTell("erfi of any number")\n\n\n')
    insert(judge, "}  # fmt: skip\n\n\ndef apply", '    "haversine": lambda x: sin(over(x, 2)) ** 2, "erfi": erfi,\n')
    balls = source / "gradcheck" / "balls" / "arithmetic.py"
    insert(
        balls,
        "TAYLOR: dict",
        '''def _erfi(a: Ball, n: int) -> Series:
    """f' = p = 2/sqrt(pi) exp(x^2) and p' = 2 x p, so (k + 1) p_(k+1) = 2 (a p_k + p_(k-1))."""
    slopes = [2 / arb.pi().sqrt() * _square(a).exp()]
    for k in range(n):
        slopes.append(2 * (a * slopes[k] + (slopes[k - 1] if k else arb(0))) / (k + 1))
    return [monotone(lambda x: x.erfi(), a), *(slopes[k] / (k + 1) for k in range(n))]


''',
    )
    insert(balls, '    "erf": _erf,', '    "erfi": _erfi,\n')
    script = """
from gradcheck.language.notation.reader import read_claim
from gradcheck.language.printing.latex import render_latex
from gradcheck.language.printing.page import render_row
from gradcheck.language.sympy.tables import HEADS
from gradcheck.prover.prove import prove_claim
from gradcheck.runtime.child import Here
from gradcheck.runtime.limits import Limits

def tell(text):
    claim, given = read_claim(text)
    found = prove_claim(claim, given, Limits(), workers=Here())
    print(found.verdict, found.trust, render_row(claim), render_latex(claim), sep="; ")

assert HEADS["erfi"].__name__ == "erfi"
tell("haversine(x) <= 1")
tell("d(haversine(x), x) = sin(x)/2")
tell("erfi(1) > 8/5")
tell("erfi(x) <= 2*x; 0 <= x <= 1")
tell("erfi(1) < 8/5")
tell("erfi(-x) + erfi(x) = 0")  # which no rule knows, and none supposes
"""
    lines = [line.split("; ") for line in run(source, script).splitlines()]
    assert [line[:2] for line in lines] == [
        ["proved", "exact"], ["proved", "exact"], ["proved", "enclosure"], ["proved", "enclosure"],
        ["refuted", "enclosure"], ["undecided", "None"],
    ]  # fmt: skip
    assert lines[0][2:] == ["hav(x) ≤ 1", r"\operatorname{haversine}\left( x \right) \leq 1"]
