"""Finds derivations on disk, and loads one.

A derivation is a module that assigns ``DERIVATION``.  Its file name gives its name (``dropout_l2.py`` is
``dropout-l2``), its folder its topic, the first line of its docstring its title.  All of that is read from the syntax
tree, so that listing a library runs none of it.  The shipped library stands beside the package in a checkout and
inside it in an installed wheel.

A module that cannot be used is a ``Problem`` with its place; it never keeps the others from being used.
"""

from __future__ import annotations

import contextlib
import dataclasses
import os
import stat
import sys
from collections.abc import Callable, Collection, Iterable, Sequence
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING, NoReturn

from gradcheck.outcome.record import record
from gradcheck.outcome.run import NO_SUCH_PATH, Location, Problem
from gradcheck.project.folders import SUFFIX, Skip, find_modules, shorten
from gradcheck.runtime.files import read_regular

if TYPE_CHECKING:
    from gradcheck.derivation import Derivation, Step
    from gradcheck.project.cache.answers import Remembered

FOLDER = "derivations"
INSTALLED = Path(__file__).resolve().parents[1] / f"_{FOLDER}"  # the library in an installed wheel
MAX_BYTES = 10_000_000  # of a module
LONGEST = 500  # characters of what an exception says

DOCUMENTS = (".md", ".markdown", ".tex", ".ipynb", ".rst")

Recall = Callable[[Path, bytes], "Remembered | None"]  # what earlier runs know of a file with this text


@record
class Entry:
    """One derivation module, seen from outside."""

    name: str
    title: str
    topic: str
    path: Path
    is_document: bool = False
    speaks: bool = False  # a document, with a gradcheck comment
    preamble: Path | None = None  # with macros for a document


class LibraryError(Exception):
    """Carries the problem that keeps one module from being used."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(str(problem))
        self.problem = problem


@record
class Library:
    """The derivations that were found, ordered by topic and name; ``notices`` make no run fail."""

    entries: tuple[Entry, ...] = ()
    problems: tuple[Problem, ...] = ()
    notices: tuple[Problem, ...] = ()

    def find(self, name: str) -> Entry | None:
        """The entry of that name, in which underscores are as good as hyphens."""
        name = name.replace("_", "-")
        return next((entry for entry in self.entries if entry.name == name), None)

    def nearest(self, name: str, cutoff: float = 0.5) -> list[str]:
        """Return the names that a mistyped one may stand for, the likeliest first."""
        names = [entry.name for entry in self.entries]
        wanted = name.lower().replace("_", "-")
        inside = [known for known in names if wanted in known] if len(wanted) > 2 else []
        import difflib

        close = difflib.get_close_matches(wanted, names, n=3, cutoff=cutoff)
        return list(dict.fromkeys(close + inside))[:3]


Find = Callable[[], Library]  # the derivations that are known by name


def shipped_folder() -> Path:
    """The folder of the derivations that come with gradcheck."""
    return INSTALLED if INSTALLED.is_dir() else INSTALLED.parents[1] / FOLDER


def known(
    recall: Recall | None = None,
    paths: Sequence[Path] = (Path(FOLDER),),
    skip: Skip | None = None,
    names: Collection[str] | None = None,
) -> Library:
    """The shipped derivations and those under the project's paths; one of the latter hides a shipped namesake.

    With ``names`` only those of these names.
    """
    shipped = discover([shipped_folder()], recall, names=names)
    library = os.path.realpath(shipped_folder())
    elsewhere = [path for path in paths if os.path.exists(path) and os.path.realpath(path) != library]
    if not elsewhere:
        return shipped
    own = discover(elsewhere, recall, skip, names)
    taken = {entry.name for entry in own.entries}
    entries = own.entries + tuple(entry for entry in shipped.entries if entry.name not in taken)
    return Library(_ordered(entries), own.problems + shipped.problems)


def discover(
    paths: Sequence[Path],
    recall: Recall | None = None,
    skip: Skip | None = None,
    names: Collection[str] | None = None,
    documents: bool = False,
) -> Library:
    """The derivations in these files and under these folders; what ``recall`` knows is not looked into again.

    ``skip`` says which files and folders below these folders are passed over; with ``names`` only the modules of these
    names are looked into.  With ``documents`` these are derivations too.
    """
    entries: dict[str, Entry] = {}
    problems: list[Problem] = []
    notices: list[Problem] = []
    seen: set[str] = set()
    unchecked: list[Path] = []
    for root in paths:
        if not os.path.exists(root):
            problems.append(Problem(NO_SUCH_PATH, "there is no such file or folder", Location(shorten(str(root)), 1)))
            continue
        for path in find_modules(root, skip, problems, notices, (SUFFIX, *DOCUMENTS) if documents else (SUFFIX,)):
            if names is not None and name_of(path) not in names:
                continue
            real = os.path.realpath(path)
            if real in seen:
                continue
            seen.add(real)
            is_named = not os.path.isdir(root)
            folder = path.parent if is_named else root
            try:
                entry = recalled(path, folder, is_named, recall, documents) if recall is not None else None
                if entry is None and documents:
                    entry = inspect_document(path, is_named, unchecked)
                if entry is None and not (documents and path.name.endswith(DOCUMENTS)):
                    entry = inspect_module(path, folder)
            except LibraryError as error:
                problems.append(error.problem)
                continue
            if entry is None:
                continue
            first = entries.setdefault(entry.name, entry)
            if first is not entry:
                message = f"the name {entry.name!r} is taken by {shorten(str(first.path))}"
                problems.append(Problem("GC434", message, Location(shorten(str(path)), 1)))
    if unchecked:
        from gradcheck.project.document_entries import notice_of

        notices += filter(None, [notice_of(unchecked)])
    return Library(_ordered(entries.values()), tuple(problems), tuple(notices))


def recalled(path: Path, root: Path, is_named: bool, recall: Recall, documents: bool) -> Entry | None:
    """The entry of a file that earlier runs looked into, as they would find it again; None if it is not known."""
    source = read_regular(path, MAX_BYTES)
    known = None if source is None else recall(path, source)
    if known is None:
        return None
    if not known.is_document:
        return _entry_of_module(path, root, known.title)
    return _entry_of_document(path, known.title, known.speaks) if documents and (is_named or known.speaks) else None


def _entry_of_document(path: Path, title: str, speaks: bool) -> Entry:
    return Entry(shorten(str(path)), title, "", path, is_document=True, speaks=speaks)


def _entry_of_module(path: Path, root: Path, title: str) -> Entry:
    topic = path.parent.relative_to(root).as_posix()
    return Entry(name_of(path), title, "" if topic == "." else topic, path)


def inspect_document(path: Path, is_named: bool, unchecked: list[Path]) -> Entry | None:
    """The entry of a document; None for what is none, and for a document that is not checked, which is noted."""
    if not path.name.endswith((SUFFIX, ".txt", *DOCUMENTS)):
        return None
    from gradcheck.documents.carriers.passage import Unusable
    from gradcheck.project.document_entries import examine

    try:
        found = examine(path, is_named)
    except Unusable as error:
        refuse(path, error.code, str(error), error.line, error.column)
    if found is not None and not found.title:
        unchecked.append(path)
    return _entry_of_document(path, *found) if found is not None and found.title else None


def name_of(path: Path) -> str:
    """Return the name of the derivation in this file."""
    return path.stem.replace("_", "-")


def inspect_module(path: Path, root: Path) -> Entry:
    """The entry of one module, from its text alone."""
    try:
        about = os.stat(path)
        if not stat.S_ISREG(about.st_mode):
            refuse(path, "GC432", "is no regular file")
        if about.st_size > MAX_BYTES:
            refuse(path, "GC432", f"is larger than {MAX_BYTES:,} bytes")
        source = path.read_bytes()
    except OSError as error:
        refuse(path, "GC432", f"cannot be read: {error.strerror or error}")
    return _entry_of_module(path, root, _title(path, source))


def _title(path: Path, source: bytes) -> str:
    """The first line of the docstring of a module that defines a derivation."""
    import ast  # not needed for what is recalled

    from gradcheck.project.assignment import VARIABLE, is_assigned_at_top, line_of_assignment

    try:
        tree = ast.parse(source, filename=str(path))
    except SyntaxError as error:
        if path.suffix != ".py":
            refuse(path, "GC432", "is no Python module; prove --from takes a file of claims, one per line")
        refuse(path, "GC432", f"is not Python: {error.msg}", error.lineno, error.offset)
    except (ValueError, RecursionError, MemoryError) as error:
        refuse(path, "GC432", f"cannot be read: {error}")
    if not is_assigned_at_top(tree):
        elsewhere = line_of_assignment(tree)
        if elsewhere is not None:
            refuse(path, "GC433", f"does not assign {VARIABLE} at the top, outside of every block", elsewhere)
        refuse(path, "GC433", f"defines no {VARIABLE}")
    docstring = (ast.get_docstring(tree) or "").strip()
    return docstring.splitlines()[0].strip().removesuffix(".") if docstring else ""


def load(entry: Entry, source: bytes | None = None) -> Derivation:
    """Run the module of the entry, from its source and never from a cached file, and return its derivation.

    Raises LibraryError with the line where the module failed.  What the module prints goes to standard error.  This is
    the one place where an author's code runs, and it runs in this process: ``loading`` is how commands get here.
    """
    from importlib.util import module_from_spec, spec_from_file_location

    from gradcheck.derivation import Derivation, noting_steps
    from gradcheck.language.syntax.illtyped import tolerating_misfits
    from gradcheck.project.siblings import Siblings, SourceOnly

    path = entry.path.resolve()
    siblings = Siblings(path)
    spec = spec_from_file_location(siblings.name, path, loader=SourceOnly(siblings.name, str(path), source))
    if spec is None or spec.loader is None:
        refuse(path, "GC432", "cannot be loaded")
    module = module_from_spec(spec)
    sys.modules[siblings.name] = module
    try:
        aside = contextlib.redirect_stdout(sys.stderr)
        with aside, siblings.importable(), tolerating_misfits(), noting_steps() as noted:
            spec.loader.exec_module(module)
    except MemoryError as error:
        refuse(path, "GC436", "fills the memory while it is loaded", *_place_in(error, path))
    except BaseException as error:  # KeyboardInterrupt too: where modules are loaded, nobody else raises it
        refuse(path, _code_of(error), f"fails: {_described(error)}", *_place_in(error, path))
    finally:
        sys.modules.pop(siblings.name, None)
    found = _derivation_of(module, entry, Derivation)
    _refuse_left_out(found, [made for names, made in noted if names is vars(module)], entry)
    return found


def _derivation_of(module: ModuleType, entry: Entry, kind: type[Derivation]) -> Derivation:
    """The module's derivation, with the name and the title that its file gives it."""
    from gradcheck.project.assignment import VARIABLE

    found = getattr(module, VARIABLE, None)
    if not isinstance(found, kind):
        refuse(entry.path, "GC433", f"its {VARIABLE} is {type(found).__name__}, not what derivation(...) returns")
    if not found.steps:
        refuse(entry.path, "GC433", f"its {VARIABLE} has no steps")
    return dataclasses.replace(found, name=found.name or entry.name, title=found.title or entry.title)


def _refuse_left_out(found: Derivation, written: Iterable[Step], entry: Entry) -> None:
    """Refuse a module that makes a step which is no part of its derivation: nobody would prove it.

    It is a part if its statement is that of a step of the derivation, wherever and however often it was made.
    """
    from gradcheck.project.assignment import VARIABLE

    stated = {_statement(step) for step in found.steps}
    for step in written:
        if step.location is not None and _statement(step) not in stated:
            message = f"the step {step.name!r} is no part of {VARIABLE}"
            refuse(entry.path, "GC437", message, step.location.line, step.location.column)


def _statement(step: Step) -> tuple[object, ...]:
    return step.claim, step.given, step.expected


def _ordered(entries: Iterable[Entry]) -> tuple[Entry, ...]:
    return tuple(sorted(entries, key=lambda entry: (entry.topic, entry.name)))


def refuse(path: Path, code: str, message: str, line: int | None = None, column: int | None = None) -> NoReturn:
    """Raise the LibraryError that keeps the module from being used."""
    raise LibraryError(Problem(code, message, Location(shorten(str(path)), line or 1, column or 1))) from None


def _code_of(error: BaseException) -> str:
    """The code of an error that says what is wrong with the module; that of any other one."""
    code = getattr(error, "code", None)  # of SystemExit, too
    return code if isinstance(code, str) and code.startswith("GC") else "GC432"


def _described(error: BaseException) -> str:
    text = " ".join("".join(c if c.isprintable() or c.isspace() else "\ufffd" for c in str(error)).split())
    shown = text if len(text) <= LONGEST else f"{text[:LONGEST]} ..."
    return f"{type(error).__name__}: {shown}" if shown else type(error).__name__


def _place_in(error: BaseException, path: Path) -> tuple[int, int]:
    """Line and column, in characters, of the last place of the module that the exception passed through."""
    import linecache
    import traceback

    frames = [frame for frame in traceback.extract_tb(error.__traceback__) if frame.filename == str(path)]
    if not frames or frames[-1].lineno is None:
        return 1, 1
    line, offset = frames[-1].lineno, frames[-1].colno or 0
    before = linecache.getline(str(path), line).encode(errors="replace")[:offset]
    return line, len(before.decode(errors="replace")) + 1
