"""The digest of versions changes with whatever SymPy computes with."""

from __future__ import annotations

from pathlib import Path

import pytest

from gradcheck.project.cache import installation
from gradcheck.project.cache.installation import version

now = version.__wrapped__


@pytest.mark.parametrize("name", ["SYMPY_GROUND_TYPES", "SYMPY_USE_CACHE", "MPMATH_NOGMPY"])
def test_variables_that_decide(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(name, raising=False)
    found = {now()}
    for value in ("python", "gmpy"):
        monkeypatch.setenv(name, value)
        found.add(now())
    assert len(found) == 3
    assert None not in found


def test_gmpy2_where_it_is_installed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = now()
    found = {before}
    for number in ("2.1.0", "2.2.1"):
        site = tmp_path / number
        about = site / f"gmpy2-{number}.dist-info"
        about.mkdir(parents=True)
        (site / "gmpy2").mkdir()
        (site / "gmpy2" / "__init__.py").write_text("raise ImportError('it is not imported')\n")
        (about / "METADATA").write_text(f"Metadata-Version: 2.1\nName: gmpy2\nVersion: {number}\n")
        (about / "RECORD").write_text("gmpy2/__init__.py,,\n")
        with monkeypatch.context() as patch:
            patch.syspath_prepend(site)
            found.add(now())
    assert len(found) == 3
    assert now() == before


@pytest.mark.parametrize("package", installation.TELLING)
def test_packages_that_are_missing(package: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(installation.TELLING, package, ("no such file",))
    assert now() is None
