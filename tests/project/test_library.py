"""The library: names, titles and topics without importing, and modules that cannot be used."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from gradcheck.project import discovery
from gradcheck.project.discovery import LibraryError, discover, known, load, shipped_folder

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
    assert problem.message == "is no Python module; prove --from takes a file of claims, one per line"


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
    assert discover([tmp_path]) == discovery.Library()


def test_nearest_names(tmp_path: Path) -> None:
    for name in ("dropout_l2", "dropout_versus_ridge", "he_init"):
        write(tmp_path, f"{name}.py", GOOD)
    found = discover([tmp_path])
    assert found.nearest("dropout-12")[0] == "dropout-l2"
    assert found.nearest("He_Init") == ["he-init"]
    assert found.nearest("zzzzzzz") == []
    assert found.find("he-init") is not None
    assert found.find("he_init") is found.find("he-init")


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
    code = "import sys; from gradcheck.project.discovery import known; known(); print('sympy' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"


HEAD = GOOD.partition("DERIVATION")[0]
MADE = '[step(f"{k}", eq(x + k, k + x)) for k in range(3)]'


def loaded(tmp_path: Path, text: str) -> list[str]:
    """The names of the steps of a module with this text."""
    write(tmp_path, "taking.py", text)
    return [step.name for step in load(discover([tmp_path]).entries[0]).steps]


LEAVING_OUT = {
    "a slice": f"DERIVATION = derivation(*{MADE}[:2])\n",
    "one of a list": f"DERIVATION = derivation({MADE}[0])\n",
    "unpacked": f"first, *rest = {MADE}\nDERIVATION = derivation(first)\n",
    "a filter": f"DERIVATION = derivation(*filter(lambda s: s.name != '1', {MADE}))\n",
    "a condition": f"DERIVATION = derivation(*[s for s in {MADE} if s.name != '1'])\n",
    "a generator": f"DERIVATION = derivation(*(s for s in {MADE} if s.name != '1'))\n",
    "a dictionary": f"ALL = {{s.name: s for s in {MADE}}}\nDERIVATION = derivation(ALL['0'], ALL['2'])\n",
    "a loop": "MADE = []\nfor k in range(3):\n    one = step(f'{k}', eq(x + k, k + x))\n"
    "    MADE += [one] if k else []\nDERIVATION = derivation(*MADE)\n",
    "a function": f"def some():\n    return {MADE}[1:]\n\n\nDERIVATION = derivation(*some())\n",
    "a function elsewhere": "from _making import some\n\nDERIVATION = derivation(*some())\n",
    "replaced": f"from dataclasses import replace\nDERIVATION = derivation(*{MADE})\n"
    "DERIVATION = replace(DERIVATION, steps=DERIVATION.steps[1:])\n",
    "weakened": f"from dataclasses import replace\nWEAK = [replace(s, given=(x > 0,)) for s in {MADE}]\n"
    "DERIVATION = derivation(*WEAK)\n",
    "exec": "made = []\nexec(\"made += [step('a', eq(x, x)), step('b', eq(x, x + 1))]\")\n"
    "DERIVATION = derivation(made[0])\n",
}


@pytest.mark.parametrize("way", LEAVING_OUT)
def test_whatever_leaves_out_a_step_that_was_made_is_told(tmp_path: Path, way: str) -> None:
    (tmp_path / "pyproject.toml").touch()
    write(tmp_path, "_making.py", f"{HEAD}\n\ndef some():\n    return {MADE}[:2]\n")
    with pytest.raises(LibraryError, match="is no part of DERIVATION") as caught:
        loaded(tmp_path, HEAD + LEAVING_OUT[way])
    assert caught.value.problem.code == "GC437"


def test_a_step_is_a_part_wherever_and_however_often_it_was_made(tmp_path: Path) -> None:
    renaming = "from dataclasses import replace\n"
    once_more = f"{HEAD}{renaming}{MADE}\nDERIVATION = derivation(*[replace(s, name=s.name + 'a') for s in {MADE}])\n"
    assert loaded(tmp_path, once_more) == ["0a", "1a", "2a"]
    assert loaded(tmp_path, f"{HEAD}DERIVATION = derivation(*{MADE}, *{MADE}[3:])\n") == ["0", "1", "2"]


def test_a_shared_module_may_make_more_than_is_taken(tmp_path: Path) -> None:
    (tmp_path / "pyproject.toml").touch()
    write(tmp_path, "_shared.py", HEAD + 'FIRST, SECOND = step("a", eq(x, x)), step("b", eq(x, x + 1))\n')
    assert loaded(tmp_path, f"{HEAD}from _shared import FIRST\nDERIVATION = derivation(FIRST)\n") == ["a"]


def test_a_derivation_in_a_block_is_none(tmp_path: Path) -> None:
    for block in ("if x:", "for _ in range(1):", "try:", "with open(__file__):", "while x:", "class A:"):
        body = "    DERIVATION = derivation(step('zero', eq(x + 0, x)))\n"
        path = write(tmp_path, "inside.py", f"{HEAD}{block}\n{body}" + "finally:\n    pass\n" * (block == "try:"))
        (problem,) = discover([path]).problems
        assert problem.code == "GC433"
        said = "defines no" if block == "class A:" else "does not assign"
        assert problem.message.startswith(said), block
