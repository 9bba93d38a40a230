"""Finding and reading [tool.gradcheck]: what is wrong is told with its place, and nothing in the file can do harm."""

from __future__ import annotations

import os
import random
import time
from dataclasses import fields
from pathlib import Path

import pytest

from gradcheck.cli.options import Color, Trust
from gradcheck.kernel.dependencies import TRUST as strengths
from gradcheck.project.configuration.exclusion import exclusion
from gradcheck.project.configuration.places import place_of
from gradcheck.project.configuration.pyproject import MAX_BYTES, MAX_PROBLEMS, Read, find_configuration, read_file
from gradcheck.project.configuration.resolution import resolve
from gradcheck.project.configuration.settings import COLORS, KEYS, TRUST, Settings
from gradcheck.runtime.limits import Limits


def written(folder: Path, text: str | bytes) -> Path:
    path = folder / "pyproject.toml"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path


def read(folder: Path, text: str | bytes) -> Read:
    found = read_file(written(folder, text))
    assert found is not None
    return found


def told(found: Read) -> list[tuple[str, int, int, str]]:
    return [(p.code, p.location.line, p.location.column, p.message) for p in found.problems if p.location]


def test_one_table_of_keys() -> None:
    assert [key.field for key in KEYS] == [item.name for item in fields(Settings)]
    assert (Settings().timeout, Settings().memory) == (Limits().seconds, Limits().megabytes)
    assert TRUST == strengths == tuple(Trust)
    assert Settings().trust == Limits().trust
    assert tuple(Color) == COLORS
    for key in KEYS:
        value = list(key.default) if isinstance(key.default, tuple) else key.default
        assert value == [] or key.read(value) == key.default, key.name


def test_what_it_says(tmp_path: Path) -> None:
    text = """
[tool.gradcheck]
paths = ["maths", "more"]
exclude = "old"
jobs = "auto"
timeout = 3
memory = 512
trust = "enclosure"
output-format = ["github", "json:report.json"]
color = "never"
cache = false
preamble = "macros.tex"
"""
    found = read(tmp_path, text)
    assert not found.problems
    assert found.values == {
        "paths": ("maths", "more"), "exclude": ("old",), "jobs": 0, "timeout": 3.0, "memory": 512,
        "trust": "enclosure", "output_format": ("github", "json:report.json"), "color": "never", "cache": False,
        "preamble": "macros.tex",
    }  # fmt: skip
    assert [found.place(key.name)[0] for key in KEYS] == list(range(3, 13))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("[tool.gradcheck]\njob = 3", ("GC423", 2, 1, "did you mean 'jobs'?")),
        ("[tool.gradcheck]\noutput_format = 3", ("GC423", 2, 1, "did you mean 'output-format'?")),
        ("[tool.gradcheck]\n'' = 3", ("GC423", 2, 2, "the keys are paths, exclude, jobs")),
        (
            "[tool.gradcheck.jobs]\nx = 3",
            ("GC424", 1, 17, "an integer from 0 to 256, or 'auto', not {'x'"),
        ),
        ("tool.gradcheck.jobs = true", ("GC424", 1, 16, "not true")),
        ("[tool]\ngradcheck = {jobs = -1}", ("GC424", 2, 14, "not -1")),
        ('[tool]\n"gradcheck"."timeout" = "3 s"', ("GC424", 2, 14, "'timeout' must be a positive number of seconds")),
        ("[tool.gradcheck]\ntimeout = nan", ("GC424", 2, 1, "not nan")),
        ("[tool.gradcheck]\ntimeout = inf", ("GC424", 2, 1, "not inf")),
        ("[tool.gradcheck]\ntimeout = 0", ("GC424", 2, 1, "not 0")),
        ("[tool.gradcheck]\nmemory = 2.5", ("GC424", 2, 1, "an integer from 1 to")),
        ("[tool.gradcheck]\nmemory = 1979-05-27", ("GC424", 2, 1, "not 1979-05-27")),
        ("[tool.gradcheck]\npaths = []", ("GC424", 2, 1, "at least one path")),
        ("[tool.gradcheck]\n# paths\n\npaths = ['a', 3]", ("GC424", 4, 1, "a string or a list of strings")),
        ("[tool.gradcheck]\npaths = ['a\\b', '']", ("GC424", 2, 1, "not empty")),
        ('[tool.gradcheck]\npaths = ["\\u0000"]', ("GC424", 2, 1, "not empty")),
        ("[tool.gradcheck]\noutput-format = 'xml'", ("GC424", 2, 1, "FORMAT or FORMAT:FILE")),
        ("[tool.gradcheck]\ncolor = 'red'", ("GC424", 2, 1, "one of 'auto', 'always', 'never'")),
        ("[tool.gradcheck]\ncache = 'yes'", ("GC424", 2, 1, "must be true or false, not 'yes'")),
        ("[tool]\n\ngradcheck = 3", ("GC424", 3, 1, "must be a table")),
        ("# gradcheck\n[[tool.gradcheck]]", ("GC424", 2, 8, "must be a table")),
        ("[tool.gradcheck]\njobs = 1\njobs = 2", ("GC420", 3, 1, "is not TOML")),
        ("[tool.gradcheck]\njobs = ", ("GC420", 2, 1, "is not TOML")),
        ("# gradcheck\n\n\x00", ("GC420", 3, 1, "is not TOML")),
    ],
)
def test_what_is_wrong_has_a_code_and_a_place(tmp_path: Path, text: str, expected: tuple[str, int, int, str]) -> None:
    (problem,) = told(read(tmp_path, text))
    assert problem[:3] == expected[:3]
    assert expected[3] in problem[3]
    assert "\n" not in problem[3]


def test_several_mistakes_at_once_and_an_end_to_them(tmp_path: Path) -> None:
    assert len(read(tmp_path, "[tool.gradcheck]\njob = 1\ntimeout = 0\ncolor = 1\n").problems) == 3
    many = "[tool.gradcheck]\n" + "".join(f"key{k} = 1\n" for k in range(5000))
    start = time.process_time()
    assert len(read(tmp_path, many).problems) == MAX_PROBLEMS
    assert time.process_time() - start < 60


@pytest.mark.parametrize("text", ["", "[project]\nname = 'x'", "[tool.ruff]\n", "not TOML", "tool = 3 # gradcheck"])
def test_what_says_nothing_of_gradcheck_is_nobodys_business(tmp_path: Path, text: str) -> None:
    assert read_file(written(tmp_path, text)) is None


@pytest.mark.parametrize(
    ("content", "code", "line"),
    [
        (b"# gradcheck\n\xff", "GC420", 2),
        (b"gradcheck = " + b"[" * 100_000, "GC420", 1),
        (b"[tool.gradcheck]\njobs = " + b"9" * 5000, "GC420", 1),
        (b"# gradcheck" + b" " * MAX_BYTES, "GC420", 1),
    ],
    ids=["bytes", "nested", "digits", "huge"],
)
def test_hostile_files(tmp_path: Path, content: bytes, code: str, line: int) -> None:
    (problem,) = told(read(tmp_path, content))
    assert problem[:2] == (code, line)


def test_a_byte_order_mark_and_windows_lines(tmp_path: Path) -> None:
    assert read(tmp_path, b"\xef\xbb\xbf[tool.gradcheck]\r\njobs = 2\r\n").values == {"jobs": 2}
    (problem,) = told(read(tmp_path, b"[tool.gradcheck]\r\n\r\njob = 2\r\n"))
    assert problem[1:3] == (3, 1)


def test_what_is_no_file_is_passed_over(tmp_path: Path) -> None:
    (tmp_path / "pyproject.toml").mkdir()
    assert read_file(tmp_path / "pyproject.toml") is None
    if hasattr(os, "mkfifo"):
        os.mkfifo(tmp_path / "fifo")
        assert read_file(tmp_path / "fifo") is None
    (tmp_path / "circle").symlink_to(tmp_path / "circle")
    found = read_file(tmp_path / "circle")
    assert found is None or found.problems[0].code == "GC420"
    (tmp_path / "dangling").symlink_to(tmp_path / "nowhere")
    assert read_file(tmp_path / "dangling") is None


def test_the_nearest_table_counts_up_to_the_root_of_the_repository(tmp_path: Path) -> None:
    outer, inner = tmp_path / "a", tmp_path / "a" / "b" / "c"
    inner.mkdir(parents=True)
    written(outer, "[tool.gradcheck]\njobs = 1")
    written(inner.parent, "[project]\nname = 'gradcheck-user'")
    found = find_configuration(inner)
    assert found is not None
    assert found.file == outer / "pyproject.toml"
    written(inner, "[tool.gradcheck]\njobs = 2")
    assert (find_configuration(inner) or found).values == {"jobs": 2}
    (inner / "pyproject.toml").unlink()
    (inner.parent / ".git").write_text("gitdir: elsewhere")
    assert find_configuration(inner) is None


def test_who_spoke_last(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    written(tmp_path, "[tool.gradcheck]\njobs = 2\ntimeout = 5\ncolor = 'always'\ncache = true\n")
    environment = {"GRADCHECK_NO_CACHE": "1", "NO_COLOR": "1", "FORCE_COLOR": "1"}
    found = resolve({"timeout": 7.0, "jobs": None}, environment, tmp_path)
    origins = {key.name: found.origin(key) for key in KEYS}
    assert (found.settings.jobs, origins["jobs"]) == (2, "pyproject.toml:2")
    assert (found.settings.timeout, origins["timeout"]) == (7.0, "--timeout")
    assert (found.settings.cache, origins["cache"]) == (False, "GRADCHECK_NO_CACHE")
    assert (found.settings.color, origins["color"]) == ("auto", "NO_COLOR")
    assert (found.settings.memory, origins["memory"]) == (2048, "default")
    assert resolve({"color": "never"}, environment, tmp_path).settings.color == "never"
    assert resolve({}, {}, tmp_path, isolated=True).settings == Settings()
    assert resolve({"jobs": 0}, {}, tmp_path).settings.jobs == 0


def test_paths_are_seen_from_the_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    inner = tmp_path / "a" / "b"
    inner.mkdir(parents=True)
    monkeypatch.chdir(inner)
    written(tmp_path, "[tool.gradcheck]\npaths = ['a', 'a/b/c', '/elsewhere']\noutput-format = ['text', 'json:r.json']")
    found = resolve({}, {}, inner)
    assert found.default_paths() == [tmp_path / "a", Path("c"), Path("/elsewhere")]
    assert found.settings.output_format == ("text", f"json:{tmp_path / 'r.json'}")


@pytest.mark.parametrize("mark", ["pyproject.toml", ".git", None])
def test_without_a_table_the_nearest_project_with_the_folder(tmp_path: Path, mark: str | None) -> None:
    inner = tmp_path / "derivations" / "topic"
    inner.mkdir(parents=True)
    if mark is not None:
        (tmp_path / mark).touch()
    assert resolve({}, {}, inner).root == (inner if mark is None else tmp_path)
    (inner / "derivations").mkdir()
    assert resolve({}, {}, inner).root == inner


@pytest.mark.parametrize(
    ("pattern", "yes", "no"),
    [
        ("old", ["old", "a/old", "a/old.py/old"], ["older", "a/b"]),
        ("old/", ["old", "a/old"], ["older"]),
        ("*_test.py", ["x_test.py", "a/b/_test.py"], ["x_test.pyc", "x.py"]),
        ("a/*.py", ["a/x.py"], ["a/b/x.py", "x.py", "b/a/x.py"]),
        ("/a", ["a"], ["b/a"]),
        ("./a/b", ["a/b"], ["a", "b", "x/a/b"]),
        ("**/draft_*", ["draft_x.py", "a/draft_x.py", "a/b/draft_"], ["a/drafts"]),
        ("a/**", ["a", "a/b", "a/b/c"], ["b", "b/a"]),
        ("a/**/c", ["a/c", "a/b/c", "a/b/b/c"], ["a", "a/b", "c"]),
        ("[ab]?.py", ["ax.py", "z/by.py"], ["a.py", "cx.py"]),
    ],
)
def test_patterns(pattern: str, yes: list[str], no: list[str], tmp_path: Path) -> None:
    skip = exclusion(tmp_path, [pattern])
    assert skip is not None
    assert [path for path in yes if not skip(tmp_path / path)] == []
    assert [path for path in no if skip(tmp_path / path)] == []


def test_patterns_take_little_time(tmp_path: Path) -> None:
    skip = exclusion(tmp_path, ["/".join(["**", "a*" * 30] * 20)])
    assert skip is not None
    assert not skip(tmp_path / "/".join(["a" * 40] * 40 + ["b"]))
    assert exclusion(tmp_path, []) is None


def test_places_are_right_wherever_the_key_stands() -> None:
    """An oracle: texts are made of pieces that hold the key's word without being the key."""
    more = 'more = """\njobs = 2\n[tool.gradcheck]\n"""\n'
    pieces = ["# jobs = 1\n", "text = 'jobs'\n", more, "jobs-2 = 3\n", "'jobs ' = 1\n"]
    for seed in range(100):
        chance = random.Random(seed)
        before = chance.sample(pieces, chance.randrange(5))
        after = [piece for piece in pieces if piece not in before]
        text = "[other]\njobs = 7\n[tool.gradcheck]\n" + "".join(before) + "jobs = 0\n" + "".join(after)
        line = text[: text.index("\njobs = 0")].count("\n") + 2
        assert place_of(text, ("tool", "gradcheck", "jobs")) == (line, 1), text
