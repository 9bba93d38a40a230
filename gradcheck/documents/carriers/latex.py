"""Reads LaTeX files: formulas, displays, comments, headings and definitions of macros, with their places.

``$x$`` and ``\\(x\\)`` are formulas; ``$$ ... $$``, ``\\[ ... \\]`` and the environments of ``environments`` displays;
``% gradcheck: ...`` comments.  Comments and what is verbatim are left out, and what is behind ``\\end{document}``.
``\\input`` and ``\\include`` are followed below the folder of the project alone, each file once on a way; other files
are not opened.  A preamble is read for its definitions.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path, PurePosixPath

from gradcheck.documents.carriers.environments import end_of, is_display, is_verbatim
from gradcheck.documents.carriers.passage import File, Passage, Region, whole

MAX_FILES, MAX_DEPTH = 200, 20
LEVELS = {"part": 1, "chapter": 2, "section": 3, "subsection": 4, "subsubsection": 5, "paragraph": 6}
DEFINING = (
    "newcommand", "renewcommand", "providecommand", "DeclareMathOperator", "DeclareRobustCommand", "def", "gdef", "let",
    "NewDocumentCommand", "newcommandx", "DeclarePairedDelimiter",
)  # fmt: skip
MARK = re.compile(
    r"""(?P<comment>%[^\n]*) | \\begin[ ]?\{(?P<begin>[a-zA-Z]+\*?)\} | (?P<end>\\end[ ]?\{document\})
      | \\(?P<verb>verb\*?|lstinline)(?![a-zA-Z])(?P<mark>[^\sa-zA-Z{]) | (?P<skip>\\iffalse(?![a-zA-Z]))
      | \\(?P<input>input|include|subfile)[ ]?\{(?P<name>[^{}\n%]*)\}
      | \\(?P<level>part|chapter|section|subsection|subsubsection|paragraph)\*?(?=[ ]?[\[{])
      | \\(?P<defining>"""
    + "|".join(DEFINING)
    + r""")\*?(?![a-zA-Z])
      | (?P<opening>\\[(\[]) | (?P<escape>\\.) | (?P<double>\$\$) | (?P<dollar>\$)""",
    re.VERBOSE | re.DOTALL,
)
OWN = re.compile(r"%+[ \t]*gradcheck:")
COMMENT = re.compile(r"(?<!\\)((?:\\\\)*)%[^\n]*")

Open = Callable[[Path], File]


@dataclass
class Project:
    """The files of a document: ``root`` is the folder beyond which none is opened, ``folder`` that of the first."""

    root: Path
    folder: Path
    open: Open
    files: list[File] = field(default_factory=list)
    found: list[Region] = field(default_factory=list)


def scan_latex(path: Path, file: File, root: Path, open_file: Open) -> tuple[list[Region], list[File]]:
    """Return the regions of a LaTeX file and of the files that it inputs, in reading order, and these files."""
    project = Project(root.resolve(), path.parent, open_file)
    _scan(whole(file), project, (path.resolve(),))
    return project.found, project.files


def _scan(passage: Passage, project: Project, way: tuple[Path, ...]) -> None:
    project.files.append(passage.file)
    _Scan(passage, project, way).run()


@dataclass
class _Scan:
    """One pass through a file."""

    passage: Passage
    project: Project
    way: tuple[Path, ...]
    hopeless: set[str] = field(default_factory=set)

    def run(self) -> None:
        text = self.passage.text
        begun = text.find("\\begin{document}")
        at = 0
        while True:
            mark = MARK.search(text, at)
            if mark is None or mark["end"]:
                return
            at = self._mark(text, mark, in_preamble=mark.start() < begun)

    def _mark(self, text: str, mark: re.Match[str], in_preamble: bool) -> int:
        start, end = mark.span()
        if mark["comment"]:
            own = OWN.match(text, start)
            if own is not None:
                end = self._own_comment(text, own.end(), end)
            return end
        if mark["begin"]:
            return self._environment(text, start, end, mark["begin"])
        if mark["verb"]:
            stop = text.find(mark["mark"], end)
            return end if stop < 0 else stop + 1
        if mark["skip"]:
            stop = text.find("\\fi", end)
            return len(text) if stop < 0 else stop + 3
        if mark["defining"]:
            stop = _end_of_definition(text, end, mark["defining"])
            self._add("macros", start, stop, _without_comments(text[start:stop]))
            return stop
        if in_preamble:
            return self._input(start, end, mark["name"]) if mark["input"] else end
        if mark["input"]:
            return self._input(start, end, mark["name"])
        if mark["level"]:
            opening = text.find("{", end)
            stop = _matching_brace(text, opening)
            self._add("heading", opening + 1, stop - 1, text[opening + 1 : stop - 1], level=LEVELS[mark["level"]])
            return stop
        if mark["opening"]:
            closing = "\\)" if mark["opening"] == "\\(" else "\\]"
            return self._until(text, start, end, closing, "inline" if closing == "\\)" else "display")
        if mark["double"]:
            return self._until(text, start, end, "$$", "display")
        if mark["dollar"]:
            return self._until(text, start, end, "$", "inline")
        return end

    def _own_comment(self, text: str, start: int, end: int) -> int:
        """Take a comment with items; it goes on over comments that follow and begin with two blanks or more."""
        content = text[start:end]
        going_on = re.compile(r"\n[ \t]*%[ \t]{2,}([^\n]*)")
        while True:
            more = going_on.match(text, end)
            if more is None:
                self._add("comment", start, end, content)
                return end
            content += "\n" + " " * (more.start(1) - end - 1) + more[1]
            end = more.end()

    def _environment(self, text: str, start: int, end: int, name: str) -> int:
        if is_verbatim(name):
            closing = f"\\end{{{name}}}"
            stop = text.find(closing, end)
            return len(text) if stop < 0 else stop + len(closing)
        if not is_display(name):
            return end
        stop = -1 if name in self.hopeless else end_of(text, end, name)
        if stop < 0:
            if text.find(f"{{{name}}}", end) < 0:
                self.hopeless.add(name)
            self._fault(start, end, f"this environment is never closed by \\end{{{name}}}")
            return end
        self._formula("display", start, stop, name)
        return stop

    def _until(self, text: str, start: int, end: int, closing: str, kind: str) -> int:
        """Take a formula up to its closing mark, which stands before the next blank line or the next such opening."""
        limit = self._paragraph_end(text, end)
        key = f"{closing} before {limit}"
        stop = -1 if key in self.hopeless else _find_unescaped(text, closing, end, limit)
        if stop < 0:
            self.hopeless.add(key)
            self._fault(start, end, f"this formula is never closed by {closing} before the end of the paragraph")
            return end
        self._formula(kind, end, stop)
        return stop + len(closing)

    paragraph: tuple[int, int] = (0, 0)

    def _paragraph_end(self, text: str, at: int) -> int:
        if not self.paragraph[0] <= at < self.paragraph[1]:
            found = _PARAGRAPH.search(text, at)
            self.paragraph = at, found.start() if found else len(text)
        return max(at, self.paragraph[1])

    def _formula(self, kind: str, start: int, end: int, environment: str = "") -> None:
        content = self.passage.text[start:end]
        if "%" in content:
            for comment in COMMENT.finditer(content):
                own = OWN.match(content, comment.end(1))
                if own is not None:
                    self._add("comment", start + own.end(), start + comment.end(), content[own.end() : comment.end()])
            content = _without_comments(content)
        self._add(kind, start, end, content, environment)

    def _input(self, start: int, end: int, name: str) -> int:
        problem = self._follow(name.strip())
        if problem:
            self._fault(start, end, problem)
        return end

    def _follow(self, name: str) -> str:
        """Take the file of that name in; return why not, if so."""
        if not name or "\\" in name or PurePosixPath(name).is_absolute():
            return f"{name or 'no name'} is no file below the project, so it is not read"
        folder = self.project.folder
        near = (folder / name, folder / f"{name}.tex")
        path = next((one for one in near if one.is_file()), None)
        if path is None:
            return f"there is no file {name} to input"
        real = path.resolve()
        if not real.is_relative_to(self.project.root):
            return f"{name} lies outside of the project, so it is not read"
        if real in self.way:
            return f"{name} inputs itself"
        if len(self.way) >= MAX_DEPTH or len(self.project.files) >= MAX_FILES:
            return f"{name} is not read: more than {MAX_DEPTH} levels or {MAX_FILES} files of input"
        _scan(whole(self.project.open(path)), self.project, (*self.way, real))
        return ""

    def _add(self, kind: str, start: int, end: int, text: str, environment: str = "", label: str = "",
             level: int = 0) -> None:  # fmt: skip
        self.project.found.append(Region(kind, self.passage, start, end, text, environment, label, level))

    def _fault(self, start: int, end: int, why: str) -> None:
        self.project.found.append(Region("fault", self.passage, start, end, why))


_PARAGRAPH = re.compile(r"\n[ \t]*\n")


def _without_comments(text: str) -> str:
    """Return the text with its comments blanked."""
    return COMMENT.sub(lambda found: found[1] + " " * (len(found.group()) - len(found[1])), text)


def _find_unescaped(text: str, mark: str, start: int, end: int) -> int:
    """Return where the mark stands that no backslash and no comment takes away, or -1."""
    for found in _closing(mark).finditer(text, start, end):
        if found[1]:
            return found.start()
    return -1


@cache
def _closing(mark: str) -> re.Pattern[str]:
    return re.compile(rf"({re.escape(mark)})|\\.|%[^\n]*", re.DOTALL)


def _matching_brace(text: str, opening: int) -> int:
    """Return where the group that begins at a brace ends, behind its closing brace, or the end of the text."""
    depth = 0
    for brace in _BRACES.finditer(text, opening):
        depth += {"{": 1, "}": -1}.get(brace.group(), 0)
        if depth <= 0:
            return brace.end()
    return len(text)


_BRACES = re.compile(r"\\.|[{}]", re.DOTALL)
_HEAD = re.compile(r"\s*(?:\{\s*\\[a-zA-Z@]+\s*\}|\\[a-zA-Z@]+|\\.)\s*(?:\[[^\]\n]*\]\s*)*")
_LET = re.compile(r"\s*\\[a-zA-Z@]+\s*=?\s*(?:\\[a-zA-Z@]+|\S)")
_PARAMETERS = re.compile(r"(?:\s*#\d|\s*\{[^{}]*\}(?=\s*\{))*\s*")


def _end_of_definition(text: str, at: int, word: str) -> int:
    """Return where the definition of a macro ends."""
    if word == "let":
        found = _LET.match(text, at)
        return found.end() if found else at
    head = _HEAD.match(text, at)
    if head is None:
        return at
    after = _PARAMETERS.match(text, head.end())
    opening = head.end() if after is None else after.end()
    return _matching_brace(text, opening) if text[opening : opening + 1] == "{" else opening
