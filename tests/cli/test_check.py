"""``gradcheck check``: discovery, exit codes, and modules that cannot be used."""

from __future__ import annotations

from pathlib import Path
from types import ModuleType

from .conftest import DERIVATION, Gradcheck


def test_default_folder(gradcheck: Gradcheck, prover: ModuleType, own: Path) -> None:
    ran = gradcheck("check")
    assert ran.code == 0
    assert "add-zero" in ran.out
    assert "dropout" not in ran.out


def test_nothing_found_is_exit_2(gradcheck: Gradcheck, prover: ModuleType, own: Path) -> None:
    (own / "add_zero.py").unlink()
    ran = gradcheck("check", ".")
    assert ran.code == 2
    assert "nothing to check" in ran.err
    assert gradcheck("check", "no-such-folder").code == 2


def test_an_unexpected_verdict_is_exit_1_with_its_place(gradcheck: Gradcheck, prover: ModuleType, own: Path) -> None:
    (own / "wrong.py").write_text(DERIVATION.replace("eq(x + 0, x)", "eq(x + 2, x)"), encoding="utf-8")
    ran = gradcheck("check")
    assert ran.code == 1
    assert "    in derivations/algebra/wrong.py:11:5: GC101 false-claim\n" in ran.out
    assert ran.out.splitlines()[-1].startswith("✗ 2 derivations, 4 steps: 1 proved, 2 refuted as expected, 1 refuted (")


def test_an_erratum_that_holds_is_unexpected(gradcheck: Gradcheck, prover: ModuleType, own: Path) -> None:
    (own / "add_zero.py").write_text(DERIVATION.replace("2 * x", "x + x"), encoding="utf-8")
    ran = gradcheck("check")
    assert ran.code == 1
    assert "✓ proved, but kept as an erratum  twice" in ran.out


def test_a_module_that_fails_is_exit_2_and_the_others_run(gradcheck: Gradcheck, prover: ModuleType, own: Path) -> None:
    (own / "broken.py").write_text("import no_such_module\nDERIVATION = 1\n", encoding="utf-8")
    (own / "empty.py").write_text("x = 1\n", encoding="utf-8")
    (own / "copy").mkdir()
    (own / "copy" / "add_zero.py").write_text(DERIVATION, encoding="utf-8")
    ran = gradcheck("check", "derivations")
    assert ran.code == 2
    assert "✓ proved  zero" in ran.out
    told = sorted(row.removeprefix("gradcheck: ") for row in ran.err.splitlines())
    assert [row for row in told if row.startswith("  next: ")] == told[:3]
    assert told[3:] == [
        "derivations/algebra/broken.py:1:1: GC432 fails: ModuleNotFoundError: No module named 'no_such_module'",
        "derivations/algebra/copy/add_zero.py:1:1: GC434 the name 'add-zero' is taken by "
        "derivations/algebra/add_zero.py",
        "derivations/algebra/empty.py:1:1: GC433 defines no DERIVATION",
    ]


def test_one_file(gradcheck: Gradcheck, prover: ModuleType, own: Path) -> None:
    assert gradcheck("check", "derivations/algebra/add_zero.py").code == 0
