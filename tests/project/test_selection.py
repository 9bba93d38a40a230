"""What is selected: targets with steps, and expressions of -k, against an oracle; nothing that is written is run."""

from __future__ import annotations

import random
from collections.abc import Callable
from pathlib import Path

import pytest

from gradcheck.project.cache.last_run import MODULE, LastRun
from gradcheck.project.selection import MAX_NESTED, Selection, Target, Words, read_target, read_words, selections

TEXTS = ("drop", "mask", "normal equation", "x", "Ünï", "a_b-c", "don't", "l2")
NAMES = ("dropout-l2", "mask", "the normal equation", "X", "ünï", "a_b-c", "don't", "", "not", "or")


def random_rule(chance: random.Random, depth: int) -> tuple[str, Callable[[tuple[str, ...]], bool], int]:
    """An expression, what it means by its making, and how tightly it binds (3 a text, 2 not, 1 and, 0 or)."""
    kind = chance.choice(["text"] * 2 + ["not", "and", "or"]) if depth else "text"
    if kind == "text":
        text = chance.choice(TEXTS)
        quoted = chance.choice([text, f'"{text}"'] if "'" in text else [text, f"'{text}'", f'"{text}"'])
        return quoted, lambda names: any(text.casefold() in name.casefold() for name in names), 3
    if kind == "not":
        inner, meaning, binds = random_rule(chance, depth - 1)
        return f"not {inner}" if binds >= 2 else f"not({inner})", lambda names: not meaning(names), 2
    least = {"and": 1, "or": 0}[kind]
    parts = [random_rule(chance, depth - 1) for _ in range(chance.randrange(2, 4))]
    written = [text if binds > least else f"( {text} )" for text, _, binds in parts]
    whole = any if kind == "or" else all
    return f" {kind} ".join(written), lambda names: whole(part(names) for _, part, _ in parts), least


@pytest.mark.parametrize("seed", range(300))
def test_expressions_mean_what_they_say(seed: int) -> None:
    chance = random.Random(seed)
    written, meaning, _ = random_rule(chance, 4)
    words = read_words(written)
    for first in NAMES:
        for second in NAMES:
            assert words.pick((first, second)) == meaning((first, second)), written


@pytest.mark.parametrize(
    ("written", "message"),
    [
        ("", "a text is missing"),
        ("   ", "a text is missing"),
        ("and", "a text is missing before 'and'"),
        ("a or", "a text is missing"),
        ("a and or b", "a text is missing before 'or'"),
        ("not", "a text is missing"),
        ("(a", "a parenthesis is not closed"),
        ("a)", "nothing that ')' belongs to"),
        ("a (b)", "nothing that '(' belongs to"),
        ("()", "a text is missing before ')'"),
        ("a not b", "nothing that 'not' belongs to"),
        ("'a", "a quotation is not closed"),
        ("''", "a text is missing"),
        ("(" * 100_000, "too long"),
        ("(" * (MAX_NESTED + 1) + "a" + ")" * (MAX_NESTED + 1), "nested too deeply"),
    ],
)
def test_what_is_no_expression(written: str, message: str) -> None:
    with pytest.raises(ValueError, match=message.replace("(", r"\(").replace(")", r"\)")):
        read_words(written)


def test_hostile_expressions() -> None:
    assert read_words("not " * 2000 + "a").pick(("a", ""))
    assert not read_words("not " * 2001 + "a").pick(("a", ""))
    assert read_words(" or ".join("a" * 1500)).pick(("", "a"))
    assert read_words("(" * MAX_NESTED + "a" + ")" * MAX_NESTED) == Words("a")
    for text in ("__import__('os').system('true')", "a.b", "[x for x in y]", "a\nand\tb", "a;b", "%s", "*"):
        try:
            words = read_words(text)
        except ValueError:
            continue
        assert not words.pick(("nothing of this", ""))


def test_targets(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "a.py").touch()
    (tmp_path / "b::c.py").touch()
    (tmp_path / "d").mkdir()
    assert read_target("a.py") == Target(Path("a.py"))
    assert read_target("a.py::x::y z") == Target(Path("a.py"), "x::y z")
    assert read_target("b::c.py") == Target(Path("b::c.py"))
    assert read_target("b::c.py::s") == Target(Path("b::c.py"), "s")
    assert read_target("nowhere.py::s") == Target(Path("nowhere.py"), "s")
    assert read_target("d::s") == Target(Path("d"), "s")
    assert read_target("a.py::") == Target(Path("a.py"), "")


def test_what_targets_want_of_a_module(tmp_path: Path) -> None:
    one, two = tmp_path / "one.py", tmp_path / "two.py"
    (tmp_path / "link.py").symlink_to(one)
    of = selections([Target(one, "b"), Target(tmp_path / "link.py", "a"), Target(one, "b"), Target(two)], None)
    assert of(one) == Selection(("b", "a"))
    assert of(two).is_everything
    assert of(tmp_path / "three.py").is_everything
    assert selections([Target(one, "b"), Target(tmp_path)], None)(one).is_everything
    assert selections([Target(one, "b"), Target(one)], None)(one).is_everything
    assert not selections([Target(two)], read_words("x"))(two).is_everything


def test_positions_and_names_of_no_step() -> None:
    steps = ("zero", "one", "two zeros")
    assert Selection().of("d", steps) == (0, 1, 2)
    assert Selection(("two zeros", "zero")).of("d", steps) == (0, 2)
    assert Selection(None, read_words("zero")).of("d", steps) == (0, 2)
    assert Selection(("zero", "one"), read_words("not one")).of("d", steps) == (0,)
    assert Selection(None, read_words("D")).of("d", steps) == (0, 1, 2)
    assert Selection(None, read_words("q")).of("d", steps) == ()
    assert Selection(("one",)).missing("x.py", steps) is None
    problem = Selection(("two zero",)).missing("x.py", steps)
    assert problem is not None
    assert str(problem) == "x.py:1:1: GC428 there is no step 'two zero'; did you mean 'two zeros'?"
    assert "its steps are 'zero', 'one'" in str(Selection(("",)).missing("x.py", steps))


class TestLastRun:
    @pytest.fixture
    def project(self, tmp_path: Path) -> Path:
        for name in ("a.py", "b.py"):
            (tmp_path / name).touch()
        return tmp_path

    def test_what_failed_is_remembered_until_it_holds(self, project: Path) -> None:
        a, b = project / "a.py", project / "b.py"
        last = LastRun(project)
        assert not last.failed(a)
        last.note(a, {"one": False, "two": False, "three": True})
        last.note(b, {MODULE: False})
        last.write()
        last = LastRun(project)
        assert (last.failed(a), last.failed(b)) == (True, True)
        last.note(a, {"one": True}, whole=False)
        last.note(b, {"one": True}, whole=False)  # it was loaded, so it can be used
        last.write()
        last = LastRun(project)
        assert (last.failed(a), last.failed(b)) == (True, False)
        last.note(a, {"one": True, "three": True})  # there is no step "two" any more
        last.write()
        assert not LastRun(project).failed(a)

    def test_modules_that_are_gone_are_forgotten(self, project: Path) -> None:
        last = LastRun(project)
        last.note(project / "a.py", {"one": False})
        last.write()
        (project / "a.py").unlink()
        LastRun(project).write()
        (project / "a.py").touch()
        assert not LastRun(project).failed(project / "a.py")

    @pytest.mark.parametrize(
        "content",
        [b"", b"[]", b"3", b"\xff", b'{"a.py": 3}', b'{"a.py": []}', b"[" * 100_000, b"{}" + b" " * 6_000_000],
    )
    def test_what_cannot_be_read_is_forgotten(self, project: Path, content: bytes) -> None:
        last = LastRun(project)
        last.note(project / "a.py", {"one": False})
        last.write()
        (file,) = (project / ".gradcheck_cache" / "last_run").rglob("steps")
        file.write_bytes(content)
        last = LastRun(project)
        assert not last.failed(project / "a.py")
        last.note(project / "b.py", {"one": False})
        last.write()
        assert LastRun(project).failed(project / "b.py")

    def test_without_a_place_to_write(self, project: Path) -> None:
        (project / ".gradcheck_cache").write_text("a file")
        last = LastRun(project)
        last.note(project / "a.py", {"one": False})
        last.write()
        assert not LastRun(project).failed(project / "a.py")
