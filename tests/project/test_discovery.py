"""Discovery in hostile folders: what cannot be used is a problem with its place, and the others are still found."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from gradcheck.project import discovery
from gradcheck.project.discovery import MAX_BYTES, discover
from gradcheck.project.folders import shorten

GOOD = '"""Adding nothing changes nothing."""\nDERIVATION = 1\n'


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "derivations"
    folder.mkdir()
    (folder / "good.py").write_text(GOOD, encoding="utf-8")
    return folder


def found(*paths: Path) -> tuple[list[str], list[tuple[str, str]]]:
    """The names of what is found, and the codes and messages of problems."""
    seen = discover(paths)
    return [entry.name for entry in seen.entries], [(item.code, item.message) for item in seen.problems]


def test_folders_that_look_like_modules(folder: Path) -> None:
    (folder / "folder.py").mkdir()
    (folder / "folder.py" / "inside.py").write_text(GOOD, encoding="utf-8")
    assert found(folder) == (["good", "inside"], [])


def test_circles_of_links(folder: Path) -> None:
    (folder / "circle").symlink_to(folder, target_is_directory=True)
    (folder / "up").symlink_to("..", target_is_directory=True)
    (folder / "self.py").symlink_to(folder / "self.py")
    (folder / "nowhere.py").symlink_to(folder / "not-there.py")
    names, problems = found(folder)
    assert names == ["good"]
    assert [code for code, _ in problems] == ["GC432", "GC432"]
    assert found(folder / "self.py")[1] == [("GC431", "there is no such file or folder")]
    assert shorten(str(folder / "self.py"))


def notices(*paths: Path) -> list[tuple[str, str]]:
    """The names of links that are not followed, and why."""
    told = [notice for notice in discover(paths).notices if notice.code == "GC513"]
    return [(Path(notice.location.path).name, notice.message) for notice in told if notice.location is not None]


def test_a_link_to_a_folder_of_the_project_is_followed_once(folder: Path) -> None:
    (folder.parent / "pyproject.toml").touch()
    other = folder.parent / "other"
    (other / "deeper").mkdir(parents=True)
    (other / "one.py").write_text(GOOD, encoding="utf-8")
    (other / "deeper" / "two.py").write_text(GOOD, encoding="utf-8")
    for name in ("a_link", "same"):
        (folder / name).symlink_to(other, target_is_directory=True)
    (other / "back").symlink_to(folder, target_is_directory=True)
    (folder / "_private").symlink_to(folder.parent / "nowhere", target_is_directory=True)
    seen = discover([folder])
    assert [(entry.name, entry.topic) for entry in seen.entries] == [
        ("good", ""), ("one", "a_link"), ("two", "a_link/deeper")
    ]  # fmt: skip
    assert not seen.problems
    assert not seen.notices


def test_a_link_to_a_module_that_is_wrong_is_not_passed_over(folder: Path) -> None:
    (folder.parent / ".git").mkdir()
    (folder.parent / "other").mkdir()
    (folder.parent / "other" / "bad.py").write_text("x = 1\n", encoding="utf-8")
    (folder / "link").symlink_to("../other", target_is_directory=True)
    assert found(folder) == (["good"], [("GC433", "defines no DERIVATION")])


def test_links_that_are_not_followed_are_told(folder: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    elsewhere = tmp_path_factory.mktemp("elsewhere")
    (elsewhere / "lost.py").write_text("nonsense(", encoding="utf-8")
    (folder.parent / ".git").mkdir()
    (folder.parent / "_kept").mkdir()
    (folder / "around").symlink_to("..", target_is_directory=True)
    (folder / "here").symlink_to(".", target_is_directory=True)
    (folder / "kept").symlink_to("../_kept", target_is_directory=True)
    (folder / "lost").symlink_to("not-there", target_is_directory=True)
    (folder / "out").symlink_to(elsewhere, target_is_directory=True)
    (folder / ".hidden").symlink_to(elsewhere, target_is_directory=True)
    assert found(folder) == (["good"], [])
    rest = "; what is behind it is not checked"
    assert notices(folder) == [
        ("lost", f"the link leads nowhere{rest}"),
        ("around", f"the link leads back to a folder around it{rest}"),
        ("kept", f"the link leads to a folder that is passed over, {folder.parent / '_kept'}{rest}"),
        ("out", f"the link leads out of the project, to {elsewhere}{rest}"),
    ]


def test_what_a_link_leads_to_can_be_named(folder: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    elsewhere = tmp_path_factory.mktemp("named")
    (elsewhere / "more.py").write_text(GOOD, encoding="utf-8")
    (folder / "out").symlink_to(elsewhere, target_is_directory=True)
    assert found(folder / "out") == (["more"], [])


def test_one_file_by_several_ways_is_one(folder: Path) -> None:
    (folder / "link.py").symlink_to(folder / "good.py")
    assert found(folder, folder / "good.py", folder.parent, Path(os.path.relpath(folder))) == (["good"], [])


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="there are no named pipes")
def test_what_is_no_file_is_not_waited_for(folder: Path) -> None:
    os.mkfifo(folder / "pipe.py")
    assert found(folder) == (["good"], [("GC432", "is no regular file")])
    assert found(folder / "pipe.py") == ([], [("GC432", "is no regular file")])
    assert found(Path("/dev/null"))[1] == [("GC432", "is no regular file")]


def test_large_files(folder: Path) -> None:
    with (folder / "large.py").open("wb") as file:
        file.truncate(MAX_BYTES + 1)
    assert found(folder) == (["good"], [("GC432", "is larger than 10,000,000 bytes")])


def test_a_folder_that_cannot_be_read(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    closed = folder / "closed"
    closed.mkdir()
    usual = os.scandir

    def scandir(path: str | os.PathLike[str] = ".") -> Iterator[os.DirEntry[str]]:
        if Path(path) == closed:
            raise PermissionError(13, "Permission denied", str(path))
        return usual(path)

    monkeypatch.setattr(os, "scandir", scandir)
    seen = discover([folder])
    assert [entry.name for entry in seen.entries] == ["good"]
    (problem,) = seen.problems
    assert (problem.code, problem.message) == ("GC432", "cannot be read: Permission denied")
    assert problem.location is not None
    assert problem.location.path == str(closed)


@pytest.mark.parametrize(
    "content",
    [
        b"\xff\xfe\x00",
        b"\x00",
        b"# coding: nonsense\n",
        b"(" * 100_000,
        b"-" * 100_000 + b"1",
        b"x = '\\N{nothing}'",
        b"if",
    ],
)
def test_contents_that_are_no_python(folder: Path, content: bytes) -> None:
    (folder / "bad.py").write_bytes(content)
    start = time.process_time()
    names, problems = found(folder)
    assert names == ["good"]
    assert [code for code, _ in problems] == ["GC432"]
    assert time.process_time() - start < 30


@pytest.mark.parametrize("name", ["a b.py", "é.py", "a\nb.py", "..py", "-x.py", "x.y.py", "a::b.py", ".py", "class.py"])
def test_odd_names(folder: Path, name: str) -> None:
    (folder / name).write_text(GOOD, encoding="utf-8")
    names, problems = found(folder)
    assert "good" in names
    assert problems == []


def test_names_that_are_no_text(folder: Path) -> None:
    (folder / os.fsdecode(b"\xff.py")).write_text("(", encoding="utf-8")
    (folder / os.fsdecode(b"\xfe.py")).write_text(GOOD, encoding="utf-8")
    names, problems = found(folder)
    assert len(names) == 2
    assert [code for code, _ in problems] == ["GC432"]


@pytest.mark.parametrize("path", ["x" * 5000, "a/" * 3000, "good.py/inside", "good.py/", "\0"])
def test_paths_that_cannot_be(folder: Path, path: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(folder)
    names, problems = found(Path(path))
    if problems:
        assert [code for code, _ in problems] == ["GC431"]
    else:
        assert names == ["good"]


def test_deep_folders(folder: Path) -> None:
    deep = folder.joinpath(*["d"] * 300)
    deep.mkdir(parents=True)
    (deep / "deep.py").write_text(GOOD, encoding="utf-8")
    assert found(folder) == (["good", "deep"], [])


def test_what_is_passed_over(folder: Path) -> None:
    (folder / "drafts").mkdir()
    (folder / "drafts" / "broken.py").write_text("(", encoding="utf-8")
    (folder / "other.py").write_text("(", encoding="utf-8")
    seen = discover([folder], None, lambda path: path.name in ("drafts", "other.py"))
    assert [entry.name for entry in seen.entries] == ["good"]
    assert not seen.problems
    assert discovery.discover([folder / "other.py"], None, lambda path: True).problems
