"""Collects modules that assign ``DERIVATION``, and runs their steps, for pytest."""

from __future__ import annotations

import os
import warnings
from collections.abc import Generator, Iterable, Iterator, Mapping
from dataclasses import replace
from fnmatch import fnmatch
from functools import cached_property
from pathlib import Path
from typing import Any, NamedTuple, cast

import pytest

from gradcheck.outcome.run import NO_SUCH_PATH, Problem
from gradcheck.project.assignment import is_meant
from gradcheck.project.configuration.resolution import resolve
from gradcheck.project.configuration.settings import KEYS
from gradcheck.project.discovery import DOCUMENTS, Entry, Library, discover
from gradcheck.pytest_plugin.serving.client import Answer, Ended, Prover

MARK = "gradcheck"
SUPPRESSIONS = "suppressions"
NO_DERIVATION = "GC433"


def is_worker(config: pytest.Config) -> bool:
    """Return whether this is a worker of pytest-xdist, which does not know its tests beforehand."""
    return hasattr(config, "workerinput")


def read_settings(said: Mapping[str, str | None]) -> dict[str, object]:
    """Return pytest's options as settings of gradcheck; UsageError where they are wrong."""
    found: dict[str, object] = {}
    for key in KEYS:
        text = said.get(key.name)
        if text is None:
            continue
        try:
            found[key.field] = key.read(_number(text))
        except ValueError as error:
            raise pytest.UsageError(f"gradcheck-{key.name} must be {error}, not {text!r}") from None
    return found


def _number(text: str) -> object:
    try:
        return int(text) if text.strip().lstrip("-").isdecimal() else float(text)
    except ValueError:
        return text


class Collection:
    """The part of gradcheck in a session: which files are derivations, and the process that proves them."""

    def __init__(self, config: pytest.Config, said: dict[str, object]) -> None:
        """``said`` is what pytest's options say, by setting of gradcheck."""
        folder = config.invocation_params.dir
        self._configuration = resolve(said, os.environ, folder)
        for problem in self._configuration.problems:
            raise pytest.UsageError(str(problem))
        self.prover = Prover(folder, said)
        self._roots = [Path(os.path.abspath(path)) for path in self._configuration.default_paths()]
        self._asked_for = config.args_source is pytest.Config.ArgsSource.ARGS
        self._folders: list[Path] = []  # that are named below the roots, whatever they are called
        if self._asked_for:
            named = [Path(os.path.abspath(folder / arg.partition("::")[0])) for arg in config.args]
            self._folders = [path for path in named if path.is_dir() and any(r in path.parents for r in self._roots)]
        else:
            self._take_along(config, folder)
        self._with_doctests = bool(config.getoption("doctestmodules", False))
        self._let_in: set[Path] = set()  # folders that pytest would pass over

    def _take_along(self, config: pytest.Config, folder: Path) -> None:
        """Collect the derivations of the project wherever pytest looks for tests; UsageError if there are none."""
        missing = [problem for problem in self._own.problems if problem.code == NO_SUCH_PATH]
        if missing or not (self._own.entries or self._own.problems):
            raise pytest.UsageError("\n".join(map(str, missing)) or "gradcheck: there was nothing to check")
        known = [Path(os.path.abspath(folder / arg.partition("::")[0])) for arg in config.args]
        config.args += [str(root) for root in self._roots if not any(_is_below(root, path) for path in known)]

    def pytest_collection_finish(self) -> None:
        """Issue the notices of the project that belong to no module."""
        for notice in () if self._asked_for else self._own.notices:
            warn(str(notice), Path(notice.location.path if notice.location else ""))

    @cached_property
    def _own(self) -> Library:
        """The derivations of the project, found as ``gradcheck check`` finds them."""
        return discover([*self._roots, *self._folders], None, self._configuration.skip(), documents=True)

    @cached_property
    def _on_the_way(self) -> set[Path]:
        """The derivations of the project, and the folders that lead to them."""
        found = {Path(os.path.abspath(entry.path)) for entry in self._own.entries}
        return found.union(*(path.parents for path in found))

    @pytest.hookimpl(wrapper=True, tryfirst=True)
    def pytest_ignore_collect(
        self, collection_path: Path, config: pytest.Config
    ) -> Generator[None, bool | None, bool | None]:
        """Derivations are found in folders like ``build`` too, in which pytest looks for no tests; nothing else is."""
        ignored = yield
        if self._let_in.intersection(collection_path.parents):
            return bool(ignored) or collection_path not in self._on_the_way
        near = any(_is_below(collection_path, root) or _is_below(root, collection_path) for root in self._roots)
        if not (ignored and near and collection_path.is_dir()) or _is_unwanted(collection_path, config):
            return ignored
        if not _is_passed_over(collection_path, config.getini("norecursedirs")):
            return ignored
        if collection_path not in self._on_the_way:
            return ignored
        self._let_in.add(collection_path)
        return False

    def pytest_collect_file(self, file_path: Path, parent: pytest.Collector) -> pytest.Collector | None:
        """The module, if it is or should be a derivation."""
        if file_path.suffix in DOCUMENTS:
            return self._document(file_path, parent)
        if file_path.suffix != ".py":
            return None
        own = any(_is_below(file_path, root) for root in self._roots)
        named = parent.session.isinitpath(file_path)
        mine = not _is_pytest_file(file_path, parent.config)
        if own and not named:
            found = self._own
        elif self._asked_for and (mine or named) and self._is_expected(file_path, named and mine):
            found = discover([file_path])
        else:
            return None
        entry = next((entry for entry in found.entries if _is_same(entry.path, file_path)), None)
        wrong = [p for p in found.problems if p.location is not None and _is_same(Path(p.location.path), file_path)]
        if not mine and not is_meant(file_path.read_bytes()):  # which need not be a derivation
            wrong = [problem for problem in wrong if problem.code != NO_DERIVATION]
        if entry is None and not wrong:
            return None
        return Module.from_parent(parent, path=file_path, entry=entry, wrong=wrong, prover=self.prover)

    def _document(self, path: Path, parent: pytest.Collector) -> pytest.Collector | None:
        """Return a document of the project, or one that is named, with its relations."""
        own = any(_is_below(path, root) for root in self._roots)
        named = parent.session.isinitpath(path)
        found = discover([path], documents=True) if named else self._own if own else Library((), ())
        entry = next((entry for entry in found.entries if _is_same(entry.path, path)), None)
        wrong = [p for p in found.problems if p.location is not None and _is_same(Path(p.location.path), path)]
        if entry is None and not wrong:
            return None
        preamble = self._configuration.settings.preamble
        if entry is not None and preamble:
            entry = replace(entry, preamble=(self._configuration.root / preamble).resolve())
        return Module.from_parent(parent, path=path, entry=entry, wrong=wrong, prover=self.prover)

    def _is_expected(self, path: Path, asked_for: bool) -> bool:
        """Whether a file is to be a derivation: by its text, or as one that is named, and not for its doctests."""
        return is_meant(path.read_bytes()) or (asked_for and not self._with_doctests)

    @pytest.hookimpl(tryfirst=True)
    def pytest_pycollect_makemodule(self, module_path: Path, parent: pytest.Collector) -> pytest.Collector | None:
        """A derivation that is named on the command line is no module of tests, which pytest would import."""
        if _is_pytest_file(module_path, parent.config) or self.pytest_collect_file(module_path, parent) is None:
            return None
        return Nothing.from_parent(parent, path=module_path)

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_makereport(self, item: pytest.Item) -> Generator[None, pytest.TestReport, pytest.TestReport]:
        """The time that is reported is the step's own, whichever step of the module was the first."""
        report = yield
        if isinstance(item, Step) and item.seconds is not None and report.when == "call":
            report.duration = item.seconds
        return report

    def pytest_unconfigure(self) -> None:
        """End the process that proves."""
        self.prover.close()


class GradcheckNotice(pytest.PytestWarning):
    """A notice, in pytest's summary of warnings."""


def warn(notice: str, path: Path) -> None:
    """Issue a notice as a warning of pytest; where warnings are errors, it is one, too."""
    try:
        warnings.warn_explicit(GradcheckNotice(notice), None, str(path), 1)
    except GradcheckNotice as error:
        raise pytest.UsageError(str(error)) from None


def _is_below(path: Path, root: Path) -> bool:
    return path == root or root in path.parents


def _is_unwanted(path: Path, config: pytest.Config) -> bool:
    """Whether the command line says that a path is to be ignored."""
    folder = config.invocation_params.dir
    ignored = [Path(os.path.abspath(folder / name)) for name in config.getoption("ignore") or ()]
    globs = [os.path.abspath(folder / name) for name in config.getoption("ignore_glob") or ()]
    return path in ignored or any(fnmatch(str(path), pattern) for pattern in globs)


def _is_passed_over(folder: Path, patterns: Iterable[str]) -> bool:
    """Whether pytest looks for nothing in a folder: by its name (``norecursedirs``), or as a virtual environment."""
    marks = ("pyvenv.cfg", os.path.join("conda-meta", "history"))
    named = any(fnmatch(str(folder) if os.sep in pattern else folder.name, pattern) for pattern in patterns)
    return named or any((folder / mark).is_file() for mark in marks)


def _is_same(path: Path, other: Path) -> bool:
    return os.path.realpath(path) == os.path.realpath(other)


def _is_pytest_file(path: Path, config: pytest.Config) -> bool:
    patterns: Iterable[str] = config.getini("python_files")
    return path.name == "conftest.py" or any(fnmatch(path.name, pattern) for pattern in patterns)


class Module(pytest.File):
    """A module with its steps, or what is wrong with it."""

    def __init__(self, *, entry: Entry | None, wrong: list[Problem], prover: Prover, **rest: Any) -> None:
        super().__init__(**rest)
        self.entry = entry
        self._wrong = [str(problem) for problem in wrong]
        self._prover = prover
        self.number = 0  # of steps
        self._told = False
        self.add_marker(MARK)

    def collect(self) -> Iterator[Step]:
        """The steps, in their order; CollectError where the module cannot be used.

        What is wrong with comments that suppress findings is told by a test of its own, where there is such a comment.
        """
        if self.entry is None or self._wrong:
            raise self.CollectError("\n".join(self._wrong))
        try:
            answer = self._prover.name(self.entry)
        except Ended as error:
            raise self.CollectError(str(error)) from None
        if "problem" in answer:
            raise self.CollectError(answer["problem"])
        self.number = len(answer["steps"])
        for step in answer["steps"]:
            yield Step.from_parent(self, name=step["name"], line=step["line"])
        if answer["comments"]:
            yield Step.from_parent(self, name=SUPPRESSIONS, line=None, of_comments=True)

    def proved(self) -> Answer:
        """Prove the module; the other modules of this session are proved meanwhile."""
        if self.entry is None:
            raise Failed("\n".join(self._wrong))
        wanted = {} if is_worker(self.config) else wanted_of(self.session.items)
        try:
            answer = self._prover.prove(self.entry, wanted)
        except Ended as error:
            raise Failed(str(error)) from None
        if "problem" in answer:
            raise Failed(answer["problem"])
        return answer

    def warn_of(self, notices: Iterable[str]) -> None:
        """Issue the notices of the module, once."""
        told, self._told = self._told, True
        for notice in () if told else notices:
            try:
                self.warn(GradcheckNotice(notice))
            except GradcheckNotice:  # which is what somebody wants who takes warnings for errors
                raise Failed(notice) from None


class Nothing(pytest.File):
    """A collector without tests, in the place of what pytest itself would find in a derivation."""

    def collect(self) -> Iterator[pytest.Item]:
        """No tests."""
        return iter(())


def wanted_of(items: Iterable[pytest.Item]) -> dict[Entry, list[str] | None]:
    """The steps of each module that are tests of this session; None for all, which tells of suppressions, too."""
    modules: dict[Module, list[str]] = {}
    for item in items:
        if isinstance(item, Step) and isinstance(item.parent, Module):
            modules.setdefault(item.parent, []).append(item.name)
    return {
        module.entry: None if SUPPRESSIONS in names or len(names) >= module.number else names
        for module, names in modules.items()
        if module.entry is not None
    }


class Failed(Exception):
    """The failure of a step: a line for each finding, the place, and a page about it."""

    def __init__(self, brief: str, place: str = "", page: str = "") -> None:
        super().__init__(brief)
        self.brief = brief
        self.lines = "\n".join(f"{place}: {line}" if place else line for line in brief.splitlines())
        self.page = page


class Step(pytest.Item):
    """A step of a derivation; or, ``of_comments``, what is wrong with the comments that suppress findings."""

    def __init__(self, *, line: int | None, of_comments: bool = False, **rest: Any) -> None:
        super().__init__(**rest)
        self.line, self._of_comments = line, of_comments
        self.seconds: float | None = None

    def runtest(self) -> None:
        """Fail with the findings about the step, if there are any."""
        module = cast(Module, self.parent)
        answer = module.proved()
        module.warn_of(answer["notices"])
        if self._of_comments:  # a step may have that name, too, and no place
            if answer["remarks"]:
                raise Failed("\n".join(answer["remarks"]))
            return
        came = answer["steps"].get(self.name)
        if came is None:
            raise Failed("the module changed while it was tested")
        self.seconds = came["seconds"]
        self.user_properties += [(name, came[name]) for name in ("verdict", "trust", "statement") if came[name]]
        if came["findings"]:
            raise Failed("\n".join(came["findings"]), came["place"], came["page"])
        if came["suppressed"]:
            pytest.xfail(came["suppressed"])
        if came["verdict"] != came["expected"]:  # which is a finding; a test passes for no other reason
            raise Failed(f"{came['verdict']}, not {came['expected']}", came["place"])

    def repr_failure(self, excinfo: pytest.ExceptionInfo[BaseException], *args: Any, **rest: Any) -> Any:
        """The finding, and no traceback."""
        if isinstance(excinfo.value, Failed):
            return Told(excinfo.value, self.path, self.line or 1)
        return super().repr_failure(excinfo, *args, **rest)

    def reportinfo(self) -> tuple[Path, int | None, str]:
        """The place of the step."""
        return self.path, None if self.line is None else self.line - 1, self.name


class Crash(NamedTuple):
    """The line about a failure in pytest's summary and JUnit file."""

    path: str
    lineno: int
    message: str


class Told:
    """A finding as pytest shows it."""

    def __init__(self, failed: Failed, path: Path, line: int) -> None:
        self._failed = failed
        self.reprcrash = Crash(str(path), line, failed.brief)

    def __str__(self) -> str:
        return f"{self._failed.lines}\n{self._failed.page}".rstrip("\n")

    def toterminal(self, writer: Any) -> None:
        """Write it, the findings in red."""
        writer.line(self._failed.lines, red=True, bold=True)
        if self._failed.page:
            writer.line(self._failed.page.rstrip("\n"))
