"""The library: names, titles and topics without importing, and modules that cannot be used."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from gradcheck import library
from gradcheck.library import LibraryError, discover, known, load, shipped_folder

GOOD = '''"""Adding nothing changes nothing.

More words.
"""

from gradcheck.derivation import derivation, step
from gradcheck.language.author import eq, real

x = real("x")
DERIVATION = derivation(step("zero", eq(x + 0, x)))
'''


def write(folder: Path, name: str, text: str) -> Path:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


def test_name_title_and_topic_come_from_the_file(tmp_path: Path) -> None:
    write(tmp_path, "algebra/add_zero.py", GOOD)
    (entry,) = discover([tmp_path]).entries
    assert (entry.name, entry.title, entry.topic) == ("add-zero", "Adding nothing changes nothing", "algebra")


def test_discovery_imports_nothing(tmp_path: Path) -> None:
    write(tmp_path, "boom.py", '"""Boom."""\nraise SystemExit(7)\nDERIVATION = 1\n')
    found = discover([tmp_path])
    assert [entry.name for entry in found.entries] == ["boom"]
    assert not found.problems


def test_load_fills_in_name_and_title_and_keeps_locations(tmp_path: Path) -> None:
    path = write(tmp_path, "add_zero.py", GOOD)
    loaded = load(discover([tmp_path]).entries[0])
    assert (loaded.name, loaded.title) == ("add-zero", "Adding nothing changes nothing")
    location = loaded.steps[0].location
    assert location is not None
    assert (Path(location.path), location.line) == (path.resolve(), 10)


def test_load_reads_the_source_each_time(tmp_path: Path) -> None:
    write(tmp_path, "add_zero.py", GOOD)
    (entry,) = discover([tmp_path]).entries
    assert load(entry).steps[0].name == "zero"
    write(tmp_path, "add_zero.py", GOOD.replace('"zero"', '"null"'))
    assert load(entry).steps[0].name == "null"


@pytest.mark.parametrize(
    ("text", "code", "line", "words"),
    [
        ("DERIVATION = (\n", "GC432", 1, "is not Python"),
        ("x = '\\ud800'\nDERIVATION = \0", "GC432", 1, ""),
        ('"""No derivation."""\nx = 1\n', "GC433", 1, "defines no DERIVATION"),
        ("DERIVATION: int\n", "GC433", 1, "defines no DERIVATION"),
    ],
)
def test_a_module_that_cannot_be_read_is_a_problem_and_the_others_stay(
    tmp_path: Path, text: str, code: str, line: int, words: str
) -> None:
    write(tmp_path, "bad.py", text)
    write(tmp_path, "good.py", GOOD)
    found = discover([tmp_path])
    assert [entry.name for entry in found.entries] == ["good"]
    (problem,) = found.problems
    assert (problem.code, problem.location.line) == (code, line)
    assert words in problem.message


def test_a_text_that_is_no_module_is_sent_elsewhere(tmp_path: Path) -> None:
    notes = tmp_path / "notes.md"
    notes.write_text("# Notes\n\nThe sum of cubes.\n", encoding="utf-8")
    (problem,) = discover([notes]).problems
    assert problem.code == "GC432"
    assert problem.message == "is no Python module; a file of claims, one a line, is for prove --from"


@pytest.mark.parametrize(
    ("text", "code", "line", "words"),
    [
        ("x = 1\nDERIVATION = nothing\n", "GC432", 2, "NameError: name 'nothing' is not defined"),
        ("import no_such_module\nDERIVATION = 1\n", "GC432", 1, "no_such_module"),
        ("\n\nraise SystemExit(0)\nDERIVATION = 1\n", "GC432", 3, "SystemExit"),
        ("DERIVATION = 3\n", "GC433", 1, "int"),
        (GOOD.replace("eq(x + 0, x)", "x + 0"), "GC432", 10, "no proposition"),
        (GOOD + 'step("lost", eq(x, x + 1))\n', "GC437", GOOD.count("\n") + 1, "the step 'lost' is no part"),
        (GOOD + 'DERIVATION = derivation(step("other", eq(x, x)))\n', "GC437", 10, "the step 'zero' is no part"),
        (GOOD + "DERIVATION = derivation()\n", "GC433", 1, "has no steps"),
    ],
)
def test_a_module_that_fails_says_where(tmp_path: Path, text: str, code: str, line: int, words: str) -> None:
    path = write(tmp_path, "bad.py", text)
    (entry,) = discover([tmp_path]).entries
    with pytest.raises(LibraryError) as caught:
        load(entry)
    problem = caught.value.problem
    assert (problem.code, problem.location.line) == (code, line)
    assert words in problem.message
    assert str(problem).startswith(f"{path}:{line}:")


def test_what_a_module_prints_stays_off_standard_output(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write(tmp_path, "loud.py", GOOD + "print('loud')\n")
    load(discover([tmp_path]).entries[0])
    seen = capsys.readouterr()
    assert (seen.out, seen.err) == ("", "loud\n")


def test_a_name_taken_twice_and_a_file_named_twice(tmp_path: Path) -> None:
    first = write(tmp_path, "one/add_zero.py", GOOD)
    second = write(tmp_path, "two/add_zero.py", GOOD)
    found = discover([tmp_path, first, tmp_path / "one"])
    assert [entry.path for entry in found.entries] == [first]
    (problem,) = found.problems
    assert (problem.code, problem.location.path) == ("GC434", str(second))
    assert str(first) in problem.message


def test_a_path_that_does_not_exist_is_a_problem(tmp_path: Path) -> None:
    (problem,) = discover([tmp_path / "nowhere"]).problems
    assert problem.code == "GC431"


def test_hidden_and_private_files_are_passed_over(tmp_path: Path) -> None:
    for name in ("_draft.py", ".venv/lib/mod.py", "__pycache__/x.py", "__init__.py", "notes.txt"):
        write(tmp_path, name, "nonsense(")
    assert discover([tmp_path]) == library.Library()


def test_nearest_names(tmp_path: Path) -> None:
    for name in ("dropout_l2", "dropout_versus_ridge", "he_init"):
        write(tmp_path, f"{name}.py", GOOD)
    found = discover([tmp_path])
    assert found.nearest("dropout-12")[0] == "dropout-l2"
    assert found.nearest("He_Init") == ["he-init"]
    assert found.nearest("zzzzzzz") == []
    assert found.find("he-init") is not None
    assert found.find("he_init") is None


def test_own_derivations_are_known_beside_the_shipped_ones(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shipped = {entry.name for entry in known().entries}
    assert "dropout-l2" in shipped
    own = write(tmp_path, "derivations/dropout_l2.py", GOOD)
    write(tmp_path, "derivations/mine.py", GOOD)
    monkeypatch.chdir(tmp_path)
    found = known()
    assert {entry.name for entry in found.entries} == shipped | {"mine"}
    hiding = found.find("dropout-l2")
    assert hiding is not None
    assert hiding.path.resolve() == own


def test_shipped_library_is_in_order() -> None:
    found = discover([shipped_folder()])
    assert not found.problems
    assert all(entry.title and entry.topic for entry in found.entries)


def test_listing_the_library_does_not_import_sympy() -> None:
    code = "import sys; from gradcheck.library import known; known(); print('sympy' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"


def test_a_loop_and_a_shared_module_may_make_more_than_is_taken(tmp_path: Path) -> None:
    (tmp_path / "pyproject.toml").touch()
    head = GOOD.partition("DERIVATION")[0]
    write(tmp_path, "_shared.py", head + 'FIRST, SECOND = step("a", eq(x, x)), step("b", eq(x, x + 1))\n')
    made = 'MADE = [step(f"{k}", eq(x + k, k + x)) for k in range(3)]\nDERIVATION = derivation(FIRST, *MADE[:2])\n'
    write(tmp_path, "taking.py", f"{head}from _shared import FIRST\n{made}")
    assert [step.name for step in load(discover([tmp_path]).entries[0]).steps] == ["a", "0", "1"]
