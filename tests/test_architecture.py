"""Imports run one way, the trusted part stays small, and no file grows beyond what a person reads."""

from __future__ import annotations

import ast
import io
import tokenize
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import NamedTuple

TESTS = Path(__file__).parent
PACKAGE = TESTS.parent / "gradcheck"

SYNTAX, PRINTING = "language.syntax", "language.printing"
MATHEMATICS = {SYNTAX, "algebra", "balls", "kernel"}

# What each room may import, at the top of a module or inside a function.  A room that is missing here is an error.
MAY_IMPORT: dict[str, set[str]] = {
    "__init__": {"interface"},
    "__main__": {"cli", "runtime"},
    "outcome": set(),
    "runtime": set(),
    "findings": {"outcome"},
    "language.syntax": set(),
    "language.notation": {SYNTAX, "activations.catalogue"},
    "language.printing": {SYNTAX, "language"},
    "language.sympy": {SYNTAX, PRINTING, "language.notation"},
    "language": {SYNTAX, PRINTING, "language.notation", "language.sympy"},
    "derivation": {SYNTAX, PRINTING, "language.notation", "language.sympy", "outcome"},
    "layers": {SYNTAX, PRINTING},
    "reference": {SYNTAX, PRINTING},
    "algebra": {SYNTAX},
    "balls": {SYNTAX},
    "kernel": {SYNTAX, "algebra", "balls"},
    "search": MATHEMATICS | {PRINTING, "language.sympy", "derivation", "project.proofs", "runtime"},
    "activations": {SYNTAX, "language.notation", "activations.catalogue"},
    "activations.catalogue": set(),
    "activations.analysis": MATHEMATICS | {PRINTING, "language.sympy", "activations", "runtime", "search"},
    "bounds": MATHEMATICS | {PRINTING, "language", "activations", "activations.analysis", "outcome", "search"},
    "gains": MATHEMATICS | {PRINTING, "activations", "activations.analysis", "bounds", "outcome"},
    "project": {SYNTAX, "derivation", "documents.carriers", "outcome", "runtime"},
    "project.configuration": {"outcome", "report.formats"},
    "project.proofs": {SYNTAX, PRINTING, "language", "derivation", "kernel", "outcome", "runtime"},
    "project.cache": {"derivation", "outcome", "project.proofs", "runtime"},
    "certificates": {SYNTAX, "kernel", "project.proofs"},
    "documents.carriers": {"outcome"},
    "documents": {"documents.carriers", SYNTAX, PRINTING, "language.notation", "derivation", "outcome"},
    "prover": MATHEMATICS | {PRINTING, "derivation", "outcome", "project.cache", "project.proofs", "reference",
                             "runtime", "search"},
    "scheduling": {SYNTAX, "algebra", "derivation", "documents", "documents.carriers", "findings", "kernel",
                   "outcome", "project", "project.cache", "project.proofs", "prover", "runtime"},
    "report": {"findings", "outcome"},
    "report.formats": {"outcome"},
    "cli": {SYNTAX, PRINTING, "language.notation", "language.sympy", "__init__", "activations", "activations.catalogue",
            "bounds", "derivation", "documents", "findings", "gains", "kernel", "outcome", "project", "project.cache",
            "project.configuration", "project.proofs", "prover", "certificates", "report", "report.formats", "runtime",
            "scheduling", "search"},
    "interface": {SYNTAX, PRINTING, "language", "language.notation", "language.sympy", "bounds", "derivation", "gains",
                  "outcome", "project", "prover", "report", "runtime", "scheduling", "search"},
    "pytest_plugin": {"cli", "derivation", "findings", "outcome", "project", "project.configuration", "report",
                      "runtime", "scheduling"},
}  # fmt: skip

# Who may import what comes from elsewhere; everybody else may not.
OUTSIDE: dict[str, set[str]] = {
    "sympy": {"language.sympy", "search", "activations.analysis"},
    "mpmath": {"reference"},
    "z3": {"search"},
    "flint": {"algebra", "balls", "kernel", "search", "activations.analysis", "bounds", "gains", "certificates"},
    "typer": {"cli"},
    "rich": {"cli"},
    "watchfiles": {"cli"},
    "distributed": {"scheduling"},
    "plotille": {"report"},
    "matplotlib": {"report"},
    "pytest": {"pytest_plugin"},
}

BANNED_NAMES = {"utils", "util", "helpers", "helper", "common", "manager", "misc"}
BANNED_CALLS = {"eval", "exec", "sympify", "parse_expr", "parse_latex"}
TRUSTED = "kernel.verdict"  # the only maker of verdicts: what it imports, directly or not, must be believed
TRUSTED_LINES = 10_896  # of code in all of that; it only falls
FILE_LINES = 500

TESTED = ("search", "activations/analysis")  # a test imports every module in here that has a public function ...
UNTESTED: set[str] = set()  # ... but for these

FILES = sorted(PACKAGE.rglob("*.py"))


def room_of(name: str) -> str:
    """The room of a module, given without ``gradcheck.``: the longest name in MAY_IMPORT that it begins with."""
    parts = name.split(".")
    rooms = (".".join(parts[:length]) for length in range(len(parts), 0, -1))
    return next((room for room in rooms if room in MAY_IMPORT), parts[0])


def module_of(path: Path) -> str:
    name = ".".join(path.relative_to(PACKAGE).with_suffix("").parts)
    return name.removesuffix(".__init__")


def part_of(path: Path) -> str:
    return room_of(module_of(path))


class Facts(NamedTuple):
    """What the rules ask of a module, which is parsed once."""

    imports: tuple[tuple[str, int, bool], ...]
    names: frozenset[str]  # that it imports; what is taken out of a module with the name of the module before it
    calls: tuple[tuple[str, int], ...]  # of what is banned, with their lines
    asserts: tuple[int, ...]
    is_documented: bool


@cache
def facts_of(path: Path) -> Facts:
    tree = ast.parse(path.read_bytes())
    nodes = list(ast.walk(tree))
    names = {alias.name for node in nodes if isinstance(node, ast.Import) for alias in node.names}
    for node in nodes:
        if isinstance(node, ast.ImportFrom):
            names |= {f"{node.module}.{alias.name}" for alias in node.names}
    calls = ((called(node), node.lineno) for node in nodes if isinstance(node, ast.Call))
    return Facts(
        tuple(_imports(tree, eager=True)),
        frozenset(names),
        tuple(call for call in calls if call[0] in BANNED_CALLS),
        tuple(node.lineno for node in nodes if isinstance(node, ast.Assert)),
        bool(not tree.body or ast.get_docstring(tree)),
    )


def imports_of(path: Path) -> tuple[tuple[str, int, bool], ...]:
    """Every imported module, with its line, and whether it is imported as soon as this one is."""
    return facts_of(path).imports


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


def test_imports_run_one_way() -> None:
    wrong = []
    for path in FILES:
        room = part_of(path)
        assert room in MAY_IMPORT, f"say in MAY_IMPORT what {room} may import"
        for module, line, _ in imports_of(path):
            root, _, rest = module.partition(".")
            other = room_of(rest) if rest else ""
            inside = root == "gradcheck" and other not in ("", "__version__", room)
            if (inside and other not in MAY_IMPORT[room]) or (root in OUTSIDE and room not in OUTSIDE[root]):
                wrong.append(f"{named(path)}:{line} imports {module}")
    assert not wrong


@cache
def graph() -> dict[str, frozenset[str]]:
    """The modules that each one imports: at the top, inside of functions, and for types alone."""
    modules = {module_of(path): path for path in FILES}
    found: dict[str, frozenset[str]] = {}
    for name, path in modules.items():
        wanted = {one.removeprefix("gradcheck.") for one in facts_of(path).names if one.startswith("gradcheck.")}
        needs = {one if one in modules else one.rpartition(".")[0] for one in wanted}
        found[name] = frozenset(needs & modules.keys()) - {name}
    return found


def circles(needs: dict[str, frozenset[str]]) -> list[list[str]]:
    """The sets of modules that import each other, directly or through others."""
    behind = {name: everything_behind(name, needs, packages=False) for name in needs}
    found = {frozenset(other for other in behind[name] if name in behind[other]) for name in needs}
    return sorted(sorted(circle) for circle in found if len(circle) > 1)


def everything_behind(name: str, needs: dict[str, frozenset[str]], packages: bool = True) -> set[str]:
    """The module and all that it imports, directly or not, packages included."""
    found: set[str] = set()
    todo = [name]
    while todo:
        module = todo.pop()
        if module in found:
            continue
        found.add(module)
        todo += needs[module]
        todo += [package for package in (module.rpartition(".")[0],) if packages and package in needs]
    return found


def test_no_two_modules_import_each_other() -> None:
    assert circles(graph()) == []


def test_a_circle_would_be_found() -> None:
    assert circles({"a": frozenset("b"), "b": frozenset("c"), "c": frozenset("b")}) == [["b", "c"]]


def test_what_must_be_believed_only_falls() -> None:
    trusted = everything_behind(TRUSTED, graph())
    rooms = {"algebra", "balls", "kernel", "language", SYNTAX}
    assert {room_of(name) for name in trusted} <= rooms, "nothing else is trusted"
    lines = sum(code_lines(path) for path in FILES if module_of(path) in trusted)
    assert lines <= TRUSTED_LINES, f"{lines} lines"


def test_the_makers_of_verdicts_do_not_know_the_reference_evaluator() -> None:
    """It shares no code with them, in either direction."""
    assert {name for name, others in graph().items() if any(room_of(o) == "reference" for o in others)} <= {
        *(name for name in graph() if room_of(name) == "reference"), "prover.confirmation",
    }  # fmt: skip
    assert MAY_IMPORT["reference"] == {SYNTAX, PRINTING}


def test_the_language_imports_sympy_only_when_asked() -> None:
    for path in FILES:
        for module, line, eager in imports_of(path):
            if part_of(path).startswith("language") and module.partition(".")[0] == "sympy":
                assert part_of(path) == "language.sympy" or not eager, f"{named(path)}:{line}"


def test_commands_are_imported_when_they_are_called() -> None:
    for module, line, eager in imports_of(PACKAGE / "cli" / "app.py"):
        assert not (eager and module.startswith("gradcheck.cli.commands")), f"cli/app.py:{line} imports {module}"


def test_files_are_small_and_say_what_they_are() -> None:
    lines = {path: path.read_text(encoding="utf-8").splitlines() for path in FILES}
    assert [named(path) for path in FILES if len(lines[path]) > FILE_LINES] == []
    assert [named(path) for path in FILES if not facts_of(path).is_documented] == []
    assert [named(path) for path in FILES if path.stem in BANNED_NAMES] == []


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


def called(node: ast.Call) -> str:
    """The last name of what is called."""
    function = node.func
    return function.attr if isinstance(function, ast.Attribute) else getattr(function, "id", "")


def test_nothing_that_was_read_is_run() -> None:
    assert [f"{named(path)}:{line} {name}" for path in FILES for name, line in facts_of(path).calls] == []


def test_a_call_is_known_by_its_last_name() -> None:
    calls = (ast.parse(text, mode="eval").body for text in ("eval(x)", "a.b.exec(x)", "f()(x)", "f().sympify(x)"))
    assert [called(node) for node in calls if isinstance(node, ast.Call)] == ["eval", "exec", "", "sympify"]
    assert {"eval", "exec", "sympify"} <= BANNED_CALLS


def test_soundness_does_not_hang_on_assert() -> None:
    assert [f"{named(path)}:{line}" for path in FILES for line in facts_of(path).asserts] == []


def has_public_function(path: Path) -> bool:
    body = ast.parse(path.read_bytes()).body
    return any(isinstance(node, ast.FunctionDef) and not node.name.startswith("_") for node in body)


@cache
def imported_by_tests() -> frozenset[str]:
    """What the tests import, each name from a package or module counted as a module too."""
    found: set[str] = set()
    for path in TESTS.rglob("test_*.py"):
        for node in ast.walk(ast.parse(path.read_bytes())):
            if isinstance(node, ast.Import):
                found |= {alias.name for alias in node.names}
            elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
                found |= {node.module, *(f"{node.module}.{alias.name}" for alias in node.names)}
    return frozenset(found)


def test_every_engine_is_asked_by_a_test() -> None:
    files = (path for room in TESTED for path in (PACKAGE / room).rglob("*.py"))
    deciding = {module_of(path) for path in files if has_public_function(path)}
    assert {name for name in deciding if f"gradcheck.{name}" not in imported_by_tests()} == UNTESTED
