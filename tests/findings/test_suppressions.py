"""Suppressions: which comments are some, which steps they are about, and what is wrong with the others.

The first word of a step's name says what came of it: open, slow (out of time), false or true.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from gradcheck.derivation import Step
from gradcheck.findings.of_run import findings_of, suppressed_of
from gradcheck.findings.suppressions import suppress
from gradcheck.outcome.run import DerivationOutcome, Formula, RunOutcome, StepOutcome
from gradcheck.project.cache.answers import is_settled
from gradcheck.project.discovery import inspect_module, load

HEAD = '''"""A page."""
from gradcheck.derivation import derivation, erratum, step
from gradcheck.language.author import eq, real

x = real("x")
'''
CLAIM = Formula("x = x", "", "x = x")


def outcome_of(step: Step) -> StepOutcome:
    kind = step.name.split()[0]
    found = StepOutcome(step.name, CLAIM, step.expected, "proved", "exact", location=step.location)
    if kind in ("open", "slow"):
        code = "GC300" if kind == "open" else "GC201"
        return replace(found, verdict="undecided", trust=None, reason="because", code=code)
    return replace(found, verdict="refuted") if kind == "false" else found


def proved(tmp_path: Path, body: str, head: str = HEAD, without: str = "") -> RunOutcome:
    """What comes of the module; steps whose names begin with ``without`` were not asked for."""
    path = tmp_path / "page.py"
    path.write_text(head + body, encoding="utf-8")
    derivation = load(inspect_module(path, tmp_path))
    steps = tuple(outcome_of(step) for step in derivation.steps if not without or not step.name.startswith(without))
    outcome = DerivationOutcome("page", "A page", "", steps)
    places = {step.name: step.location for step in derivation.steps}
    return RunOutcome("check", (suppress(outcome, path.read_bytes(), str(path.resolve()), places),))


def codes(run: RunOutcome) -> list[tuple[str, str]]:
    return [(found.code, found.step) for found in findings_of(run)]


def reasons(run: RunOutcome) -> dict[str, str]:
    return {found.step: found.suppressed for found in suppressed_of(run)}


PLACES = {
    "on the line": 'A = step("open", eq(x, x))  # gradcheck: ignore[GC300] -- why',
    "by its slug": 'A = step("open", eq(x, x))  # gradcheck: ignore[missing-condition] -- why',
    "behind another comment": 'A = step("open", eq(x, x))  # noqa: E501  # gradcheck: ignore[GC300] -- why',
    "after a colon": 'A = step("open", eq(x, x))  # gradcheck: ignore[GC300]: why',
    "after nothing": 'A = step("open", eq(x, x))  #gradcheck:ignore [ GC300 ] why',
    "above": '# gradcheck: ignore[GC300] -- why\nA = step("open", eq(x, x))',
    "above, with more between": '# gradcheck: ignore[GC300] -- why\n\n# more\nA = step("open", eq(x, x))',
    "on the first of many lines": 'A = step(  # gradcheck: ignore[GC300] -- why\n    "open",\n    eq(x, x),\n)',
    "inside": 'A = step(\n    "open",\n    # gradcheck: ignore[GC300] -- why\n    eq(x, x),\n)',
    "on the last line": 'A = step(\n    "open",\n    eq(x, x),\n)  # gradcheck: ignore[GC300] -- why',
    "in a function": 'def made():\n    return step("open", eq(x, x))  # gradcheck: ignore[GC300] -- why\nA = made()',
    "behind letters of many bytes": 'A = [str("true ∇∇∇"), step("open", eq(x, x)), '
    'str("true ∂∂∂∂∂∂∂∂∂∂∂∂∂∂∂∂∂")][1]  # gradcheck: ignore[GC300] -- why',
}  # fmt: skip


@pytest.mark.parametrize("body", PLACES.values(), ids=PLACES.keys())
def test_a_comment_is_about_the_call_whose_lines_hold_it_or_that_begins_below(tmp_path: Path, body: str) -> None:
    run = proved(tmp_path, body + '\nB = step("open too", eq(x, x))\nDERIVATION = derivation(A, B)\n')
    assert reasons(run) == {"open": "why"}
    assert codes(run) == [("GC300", "open too")]
    assert run.exit_code == 1


def test_what_is_suppressed_makes_no_run_fail_and_is_not_proved(tmp_path: Path) -> None:
    run = proved(tmp_path, 'DERIVATION = derivation(step("open", eq(x, x)))  # gradcheck: ignore[GC300] -- why')
    assert (run.exit_code, run.unexpected, run.suppressed, run.count("proved")) == (0, 0, 1, 0)
    assert not run.derivations[0].holds
    (step,) = run.derivations[0].steps
    assert (step.verdict, step.suppressed) == ("undecided", "why")


def test_all_steps_of_a_loop(tmp_path: Path) -> None:
    body = """
DERIVATION = derivation(*[
    step(f"{kind} {k}", eq(x, x))  # gradcheck: ignore[GC300, GC201] -- why
    for kind in ("open", "slow", "true") for k in range(2)
])
"""
    run = proved(tmp_path, body)
    assert reasons(run) == dict.fromkeys(("open 0", "open 1", "slow 0", "slow 1"), "why")
    assert codes(run) == []


WRONG = {
    '"open", eq(x, x))  # gradcheck: ignore[GC300]': ["GC300", "GC502"],
    '"open", eq(x, x))  # gradcheck: ignore[GC300] --': ["GC300", "GC502"],
    '"open", eq(x, x))  # gradcheck: ignore[GC200] -- why': ["GC300", "GC503"],
    '"open", eq(x, x))  # gradcheck: ignore[GC300, GC200] -- why': ["GC503"],
    '"open", eq(x, x))  # gradcheck: ignore[GC300, GC309] -- why': ["GC504"],
    '"open", eq(x, x))  # gradcheck: ignore[GC3] -- why': ["GC300", "GC504"],
    '"open", eq(x, x))  # gradcheck: ignore -- why': ["GC300", "GC506"],
    '"open", eq(x, x))  # gradcheck: ignore[] -- why': ["GC300", "GC506"],
    '"open", eq(x, x))  # gradcheck: ignore[GC300 -- why': ["GC300", "GC506"],
    '"open", eq(x, x))  # gradcheck: ignores[GC300] -- why': ["GC300", "GC506"],
    '"open", eq(x, x))  # gradcheck: noqa': ["GC300", "GC506"],
    '"open", eq(x, x))  # gradcheck: this is about the prover': ["GC300"],
    '"open", eq(x, x))  # see gradcheck': ["GC300"],
    '"open", eq(x, x), note="# gradcheck: ignore[GC300] -- why")': ["GC300"],
    '"true", eq(x, x))  # gradcheck: ignore[GC300] -- why': ["GC503"],
    '"false", eq(x, x))  # gradcheck: ignore[GC101] -- why': ["GC101", "GC505"],
    '"false", eq(x, x))  # gradcheck: ignore[GC300] -- why': ["GC101", "GC503"],
    '"open", eq(x, x))  # gradcheck: ignore[GC205, GC501, GC903] -- why': ["GC300", "GC505", "GC505", "GC505"],
    '"open", eq(x, x))\n\n# gradcheck: ignore[GC300] -- why': ["GC300", "GC503"],
}  # fmt: skip


@pytest.mark.parametrize(("body", "expected"), WRONG.items(), ids=WRONG.keys())
def test_wrong_suppressions(tmp_path: Path, body: str, expected: list[str]) -> None:
    run = proved(tmp_path, f"# nothing but words\nDERIVATION = derivation(A := step({body.replace('))', ')))', 1)}\n"
                 if "note" not in body else f"DERIVATION = derivation(step({body})\n")  # fmt: skip
    assert sorted(code for code, _ in codes(run)) == expected
    assert run.exit_code == 1


def test_which_limit_is_reached_first_is_an_accident(tmp_path: Path) -> None:
    line = 'step("{}", eq(x, x)),  # gradcheck: ignore[GC200, GC201, GC202, GC204] -- why'
    for name, expected in (("slow", []), ("open", ["GC300", "GC503", "GC503", "GC503"]), ("true", ["GC503"] * 3)):
        run = proved(tmp_path, f"DERIVATION = derivation(\n    {line.format(name)}\n)\n")
        assert sorted(code for code, _ in codes(run)) == expected


def test_an_erratum_that_is_open_can_be_suppressed_and_no_verdict_can(tmp_path: Path) -> None:
    body = """
DERIVATION = derivation(
    erratum("open", eq(x, x)),  # gradcheck: ignore[GC300] -- why
    erratum("true", eq(x, x)),  # gradcheck: ignore[GC102] -- why
    erratum("false", eq(x, x)),
)
"""
    run = proved(tmp_path, body)
    assert codes(run) == [("GC102", "true"), ("GC505", "")]
    assert reasons(run) == {"open": "why"}


def test_what_was_not_asked_for_says_nothing_about_its_suppression(tmp_path: Path) -> None:
    body = """
DERIVATION = derivation(
    step("true", eq(x, x)),
    step("open", eq(x, x)),  # gradcheck: ignore[GC201] -- why
)
"""
    assert codes(proved(tmp_path, body, without="open")) == []
    assert [code for code, _ in codes(proved(tmp_path, body))] == ["GC300", "GC503"]


def test_a_contradiction_among_assumptions_is_not_suppressed(tmp_path: Path) -> None:
    run = proved(tmp_path, 'DERIVATION = derivation(step("open", eq(x, x)))  # gradcheck: ignore[GC300] -- why')
    (step,) = run.derivations[0].steps
    vacuous = replace(run.derivations[0], steps=(replace(step, contradictory=CLAIM),))
    assert RunOutcome("check", (vacuous,)).exit_code == 1
    assert [code for code, _ in codes(RunOutcome("check", (vacuous,)))] == ["GC501"]


def test_the_text_of_other_encodings_is_read_as_python_reads_it(tmp_path: Path) -> None:
    path = tmp_path / "page.py"
    body = 'DERIVATION = derivation(step("open ä", eq(x, x)))  # gradcheck: ignore[GC300] -- für später\r\n'
    path.write_bytes(("# coding: latin-1\n" + HEAD + body).encode("latin-1"))
    derivation = load(inspect_module(path, tmp_path))
    outcome = DerivationOutcome("page", "A page", "", tuple(map(outcome_of, derivation.steps)))
    places = {step.name: step.location for step in derivation.steps}
    (step,) = suppress(outcome, path.read_bytes(), str(path.resolve()), places).steps
    assert step.suppressed == "für später"


def test_only_undecided_steps_can_carry_a_reason() -> None:
    with pytest.raises(ValueError, match="not suppressed"):
        StepOutcome("a", CLAIM, "proved", "proved", "exact", suppressed="why")


def test_an_answer_is_kept_where_no_limit_was_reached(tmp_path: Path) -> None:
    lines = [f'    step("{name}", eq(x, x)),  # gradcheck: ignore[GC300, GC201] -- why' for name in ("open", "slow")]
    for line, settled in zip(lines, (True, False), strict=True):
        run = proved(tmp_path, f"DERIVATION = derivation(\n{line}\n)\n")
        assert is_settled(run.derivations[0]) is settled
    assert not is_settled(proved(tmp_path, 'DERIVATION = derivation(step("open", eq(x, x)))').derivations[0])
