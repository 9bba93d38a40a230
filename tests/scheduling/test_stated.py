"""What stands beside a module is believed inside of the installed package alone, and only while both fit together."""

from __future__ import annotations

from pathlib import Path

import pytest

from gradcheck.derivation import Derivation
from gradcheck.project.discovery import Entry, LibraryError
from gradcheck.runtime.limits import Limits
from gradcheck.scheduling import stated
from gradcheck.scheduling.loading import fetch_derivation, load_apart, read_module
from gradcheck.scheduling.stated import SUFFIX, write_stated

MODULE = """from gradcheck.derivation import derivation, step
from gradcheck.language.author import eq, real
x = real("x")
DERIVATION = derivation(step("square", eq((x + 1) ** 2, x**2 + 2 * x + 1), note='{"e":["Location","",'))
"""
FAILING = "raise ValueError('it is run')\n"


@pytest.fixture
def library(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder of an installed library."""
    folder = tmp_path / "_derivations"
    folder.mkdir()
    monkeypatch.setattr(stated, "INSTALLED", folder)
    return folder


def entry_of(path: Path) -> Entry:
    return Entry("module", "", "", path)


def said(path: Path) -> Derivation:
    return load_apart(entry_of(path), Limits())


def written(folder: Path) -> tuple[Path, Derivation]:
    """A module that fails when it is run, with the statements of another one in the place of its own."""
    path = folder / "module.py"
    path.write_text(MODULE, encoding="utf-8")
    expected = said(path)
    content = fetch_derivation(entry_of(path), Limits(), read_module(entry_of(path)))
    path.write_text(FAILING, encoding="utf-8")
    path.with_suffix(SUFFIX).write_bytes(write_stated(path, FAILING.encode(), content))
    return path, expected


def test_an_installed_module_is_not_run(library: Path) -> None:
    path, expected = written(library)
    assert said(path) == expected
    assert expected.steps[0].location is not None
    assert expected.steps[0].location.path == str(path.resolve())
    assert str(path.parent).encode() not in path.with_suffix(SUFFIX).read_bytes()


def test_the_library_may_lie_elsewhere(library: Path) -> None:
    path, expected = written(library)
    moved = library / "topic" / "module.py"
    moved.parent.mkdir()
    for suffix in (".py", SUFFIX):
        path.with_suffix(suffix).rename(moved.with_suffix(suffix))
    found = said(moved)
    assert found.steps[0].location is not None
    assert found.steps[0].location.path == str(moved.resolve())
    assert found.steps[0].claim == expected.steps[0].claim


@pytest.mark.parametrize("spoilt", ["module", "statement", "first byte", "cut", "digest", "missing", "a folder"])
def test_what_does_not_fit_is_run(library: Path, spoilt: str) -> None:
    path, _ = written(library)
    beside = path.with_suffix(SUFFIX)
    content = beside.read_bytes()
    if spoilt == "module":
        path.write_text(FAILING + "\n", encoding="utf-8")
    elif spoilt in ("missing", "a folder"):
        beside.unlink()
    else:
        beside.write_bytes({
            "statement": content.replace(b'"1"', b'"2"'),
            "first byte": b"0" + content[1:] if content[:1] != b"0" else b"1" + content[1:],
            "cut": content[:-1],
            "digest": content.partition(b"\n")[2],
        }[spoilt])  # fmt: skip
        assert beside.read_bytes() != content
    if spoilt == "a folder":
        beside.mkdir()
    with pytest.raises(LibraryError, match="it is run"):
        said(path)


def test_beside_a_users_module_it_is_ignored(library: Path, tmp_path: Path) -> None:
    path, _ = written(tmp_path)
    with pytest.raises(LibraryError, match="it is run"):
        said(path)
    link = library / "link.py"
    link.symlink_to(path)
    with pytest.raises(LibraryError, match="it is run"):
        said(link)


def test_a_step_of_another_file_has_no_place_in_it() -> None:
    content = b'{"nodes":[],"value":{"e":["Location","/elsewhere.py",1,1]}}'
    with pytest.raises(ValueError, match="other files"):
        write_stated(Path("/module.py"), b"", content)
