"""A derivation that is written as a document says the same there, step by step, and has the same verdicts."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from gradcheck.__main__ import main
from gradcheck.documents.derive import load_document
from gradcheck.documents.writing import FORMS, differences, write_document
from gradcheck.prover.prove import prove_derivation
from gradcheck.runtime.limits import Limits
from tests.library import ENTRIES, derivation_of

SMALL = ("squared-error-delta", "relu-derivative", "product-variance", "ema-bias", "dropout-versus-ridge")


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("name", SMALL)
def test_a_document_states_what_the_module_states(name: str, form: str) -> None:
    work = derivation_of(name)
    text = write_document(work, form)
    assert differences(work, text, form) == []
    assert differences(work, text.replace("=", "\\neq", 1).replace("(", "2(", 3), form)


def test_every_derivation_of_the_library_is_stated_by_its_document() -> None:
    written: Counter[str] = Counter()
    for number, name in enumerate(ENTRIES):
        form = list(FORMS)[number % 2]
        work = derivation_of(name)
        text = write_document(work, form)
        assert differences(work, text, form) == [], name
        written["steps"] += len(work.steps)
        written["text"] += text.count("```gradcheck") + text.count("% gradcheck: claim")
    assert written["steps"] > 700
    assert written["text"] < 0.4 * written["steps"]  # the others are displays


@pytest.mark.parametrize(("name", "form"), [("squared-error-delta", "markdown"), ("relu-derivative", "latex")])
def test_a_document_has_the_verdicts_of_the_module(name: str, form: str, tmp_path: Path) -> None:
    path = tmp_path / f"{name}{FORMS[form]}"
    content = write_document(derivation_of(name), form).encode()
    found = prove_derivation(load_document(path, content, tmp_path, name, name), Limits(20, 2048, "solver"))
    assert [step.verdict for step in found.steps] == [step.expected for step in derivation_of(name).steps]
    assert not found.remarks


def test_the_command_prints_a_document(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["show", "relu-derivative", "--markdown"]) == 0
    assert capsys.readouterr().out == write_document(derivation_of("relu-derivative"), "markdown")
    assert main(["show", "relu-derivative", "--latex", "--standalone"]) == 0
    assert capsys.readouterr().out == write_document(derivation_of("relu-derivative"), "latex")
    for options in (["--standalone"], ["--markdown", "--latex"], ["--markdown", "--sympy"]):
        assert main(["show", "relu-derivative", *options]) == 2
