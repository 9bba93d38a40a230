"""Imports run one way, the trusted part stays small, and no file grows beyond what a person reads."""

from __future__ import annotations

import ast
import io
import tokenize
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parents[1] / "gradcheck"

MATHEMATICS = {"language", "derivation", "algebra", "balls", "evidence", "inspection", "verdict"}

# What each part may import, at the top of a module or inside a function.  A part that is missing here is an error.
MAY_IMPORT: dict[str, set[str]] = {
    "__init__": set(),
    "verdict": set(),
    "findings": {"verdict"},
    "language": set(),
    "activations": {"language"},
    "reference": {"language"},
    "confirmation": {"cache", "language", "reference"},
    "layers": {"language"},
    "limits": set(),
    "files": set(),
    "importing": set(),
    "folders": {"verdict"},
    "assignment": {"library"},
    "events": {"verdict"},
    "lifeline": set(),
    "mishaps": set(),
    "workers": {"lifeline", "limits"},
    "derivation": {"language", "verdict"},
    "evidence": {"language"},
    "inspection": {"evidence", "language"},
    "algebra": {"language"},
    "balls": {"language", "algebra"},
    "kernel": MATHEMATICS,
    "engines": MATHEMATICS | {"activations", "importing", "kernel", "mishaps"},
    "bound_outcome": {"verdict"},
    "bound": MATHEMATICS | {"activations", "kernel", "engines", "bound_outcome", "workers"},
    "gain_outcome": {"verdict"},
    "gain": MATHEMATICS | {"activations", "kernel", "engines", "bound", "gain_outcome"},
    "explanation": MATHEMATICS | {"kernel", "mishaps"},
    "presentation": MATHEMATICS | {"kernel", "explanation", "workers"},
    "preamble": {"language", "kernel", "verdict"},
    "outline": MATHEMATICS | {"kernel", "presentation"},
    "proofs": MATHEMATICS | {"files"},
    "searching": MATHEMATICS | {"kernel", "engines", "proofs"},
    "prover": MATHEMATICS | {"confirmation", "events", "kernel", "engines", "outline", "preamble", "presentation",
                             "proofs", "searching", "workers"},
    "configuration": {"verdict"},
    "selection": {"verdict"},
    "siblings": {"derivation"},
    "library": {"assignment", "derivation", "folders", "language", "siblings", "verdict"},
    "loading": {"importing", "lifeline", "language", "library", "derivation", "proofs", "workers"},
    "cache": {"derivation", "files", "importing", "proofs", "verdict"},
    "scheduling": {"algebra", "cache", "derivation", "events", "findings", "importing", "inspection", "kernel",
                   "language", "library", "lifeline", "limits", "loading", "proofs", "prover", "selection",
                   "verdict", "workers"},
    "report": {"verdict", "findings", "bound_outcome", "gain_outcome"},
    "cli": {"__init__", "activations", "bound", "bound_outcome", "cache", "configuration", "derivation", "engines",
            "events", "findings", "gain", "gain_outcome", "kernel", "language", "library", "limits", "loading",
             "preamble", "presentation", "proofs", "prover", "report", "scheduling", "selection", "verdict", "workers"},
    "serving": {"cli", "configuration", "derivation", "findings", "importing", "library", "limits", "loading", "report",
                "scheduling", "selection", "verdict", "workers"},
    "pytest_plugin": {"pytest_steps"},
    "pytest_steps": {"assignment", "configuration", "library", "serving", "verdict"},
    "__main__": {"cli", "importing", "workers"},
}  # fmt: skip

# Who may import what comes from elsewhere; everybody else may not.
OUTSIDE: dict[str, set[str]] = {
    "sympy": {"language", "engines"},
    "mpmath": {"reference"},
    "z3": {"engines"},
    "flint": {"algebra", "balls", "kernel", "engines", "bound", "gain"},
    "typer": {"cli"},
    "rich": {"cli"},
    "watchfiles": {"cli"},
    "pebble": {"workers"},
    "distributed": {"scheduling"},
    "plotille": {"report"},
    "matplotlib": {"report"},
    "pytest": {"pytest_plugin", "pytest_steps"},
}

BANNED_NAMES = {"utils", "util", "helpers", "helper", "common", "manager", "misc"}
KERNEL_LINES = 1_180
DEFINEDNESS_LINES = 840  # of kernel/definedness: when a statement has a value, asked wherever evidence ends
RULE_LINES = 2_560  # of kernel/rules: a rule a page, read when a proof uses it; a quarter are the named facts
FILE_LINES = 500

FILES = sorted(PACKAGE.rglob("*.py"))


def part_of(path: Path) -> str:
    relative = path.relative_to(PACKAGE)
    return relative.parts[0] if len(relative.parts) > 1 else relative.stem


@cache
def imports_of(path: Path) -> tuple[tuple[str, int, bool], ...]:
    """Every imported module, with its line, and whether it is imported as soon as this one is."""
    tree = ast.parse(path.read_bytes())
    return tuple(_imports(tree, eager=True))


def _imports(node: ast.AST, eager: bool) -> Iterator[tuple[str, int, bool]]:
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.Import):
            yield from ((alias.name, child.lineno, eager) for alias in child.names)
        elif isinstance(child, ast.ImportFrom):
            assert child.level == 0, "imports are absolute"
            module = child.module or ""
            deeper = [f"{module}.{alias.name}" for alias in child.names] if module == "gradcheck" else [module]
            yield from ((name, child.lineno, eager) for name in deeper)
        elif isinstance(child, ast.If) and ast.unparse(child.test) == "TYPE_CHECKING":
            continue
        else:
            lazy = isinstance(child, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda)
            yield from _imports(child, eager and not lazy)


def named(path: Path) -> str:
    return path.relative_to(PACKAGE).as_posix()


@pytest.mark.parametrize("path", FILES, ids=named)
def test_imports_run_one_way(path: Path) -> None:
    part = part_of(path)
    assert part in MAY_IMPORT, f"say in MAY_IMPORT what {part} may import"
    for module, line, _ in imports_of(path):
        root, _, rest = module.partition(".")
        other = rest.partition(".")[0]
        if root == "gradcheck" and other not in ("", "__version__", part):
            assert other in MAY_IMPORT[part], f"{named(path)}:{line} imports {module}"
        if root in OUTSIDE:
            assert part in OUTSIDE[root], f"{named(path)}:{line} imports {module}"


def test_the_makers_of_verdicts_do_not_know_the_reference_evaluator() -> None:
    """It shares no code with them, in either direction."""
    knowing = {part for part, others in MAY_IMPORT.items() if "reference" in others}
    assert knowing == {"confirmation"}
    assert MAY_IMPORT["reference"] == {"language"}


def test_the_language_imports_sympy_only_when_asked() -> None:
    for path in FILES:
        for module, line, eager in imports_of(path):
            if part_of(path) == "language" and module.partition(".")[0] == "sympy":
                assert path.stem in ("sympy_bridge", "sympy_matrices") or not eager, f"{named(path)}:{line}"


def test_commands_are_imported_when_they_are_called() -> None:
    commands = {path.stem for path in (PACKAGE / "cli").glob("*.py")} - {"arguments", "options"}
    for module, line, eager in imports_of(PACKAGE / "cli" / "app.py"):
        if module.startswith("gradcheck.cli."):
            assert not eager or module.rpartition(".")[2] not in commands, f"cli/app.py:{line} imports {module}"


def test_nothing_needs_itself() -> None:
    """The parts can be loaded in some order: no two of them import each other."""
    needs = {part: {m.split(".")[1] for p in FILES if part_of(p) == part for m, _, eager in imports_of(p)
                    if eager and m.startswith("gradcheck.")} - {part} for part in MAY_IMPORT}  # fmt: skip
    while needs:
        ready = [part for part, rest in needs.items() if not rest & needs.keys()]
        assert ready, f"these import each other: {sorted(needs)}"
        for part in ready:
            del needs[part]


@pytest.mark.parametrize("path", FILES, ids=named)
def test_files_are_small_and_say_what_they_are(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert len(text.splitlines()) <= FILE_LINES
    assert not text.strip() or ast.get_docstring(ast.parse(text)), "the module has no docstring"
    assert path.stem not in BANNED_NAMES


def test_the_kernel_can_be_read_in_an_evening() -> None:
    core = sum(code_lines(path) for path in (PACKAGE / "kernel").glob("*.py"))
    rules = sum(code_lines(path) for path in (PACKAGE / "kernel" / "rules").glob("*.py"))
    values = sum(code_lines(path) for path in (PACKAGE / "kernel" / "definedness").glob("*.py"))
    assert core < KERNEL_LINES
    assert values < DEFINEDNESS_LINES
    assert core + rules < KERNEL_LINES + RULE_LINES


def code_lines(path: Path) -> int:
    """The lines of a file that hold code: no docstrings, no comments, no blank lines."""
    text = path.read_text(encoding="utf-8")
    documented: set[int] = set()
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef) and ast.get_docstring(node) is not None:
            documented |= set(range(node.body[0].lineno, (node.body[0].end_lineno or 0) + 1))
    lines: set[int] = set()
    for token in tokenize.generate_tokens(io.StringIO(text).readline):
        if token.string.strip() and token.type != tokenize.COMMENT:
            lines |= set(range(token.start[0], token.end[0] + 1))
    return len(lines - documented)


@pytest.mark.parametrize("path", FILES, ids=named)
def test_nothing_that_was_read_is_run(path: Path) -> None:
    for node in ast.walk(ast.parse(path.read_bytes())):
        if isinstance(node, ast.Call):
            name = ast.unparse(node.func).rpartition(".")[2]
            assert name not in {"eval", "exec", "sympify", "parse_expr", "parse_latex"}, f"{named(path)}:{node.lineno}"


@pytest.mark.parametrize("path", FILES, ids=named)
def test_soundness_does_not_hang_on_assert(path: Path) -> None:
    for node in ast.walk(ast.parse(path.read_bytes())):
        assert not isinstance(node, ast.Assert), f"{named(path)}:{node.lineno}"
