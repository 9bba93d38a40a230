"""Reads Markdown and MyST: formulas, displays, comments, headings and fences, with their places.

This scans lines and then the marks in them, once from the left; it does not extend markdown-it-py.  That parser gives
the lines of a block and no columns of what is inside, its rule for dollars is a plugin that takes ``$5 and $6`` for a
formula, and what stands between ``\\[`` and ``\\]`` is lost to it, as backslashes are unescaped first.  A scanner needs
of Markdown only what hides a formula: code, fences, comments of HTML, quotation marks at the beginning of lines.

Formulas are ``$x$`` (no blank behind the first mark or none before the last, no digit behind the last), ``$`x`$``,
``\\(x\\)``; displays ``$$ ... $$``, ``\\[ ... \\]``, environments of amsmath, and fences ``math``.  What is never
closed is a fault with its place.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from gradcheck.documents.carriers.environments import end_of, is_display
from gradcheck.documents.carriers.passage import Passage, Region

FENCE = re.compile(r"[ \t]*(?P<mark>`{3,}|~{3,})(?P<info>[^\n`]*)$")
HEADING = re.compile(r" {0,3}(?P<marks>#{1,6})[ \t]+(?P<title>[^\n]*?)[ \t#]*$")
UNDERLINE = re.compile(r" {0,3}(?:=+|-{2,})[ \t]*$")
QUOTED = re.compile(r"(?: {0,3}>[ \t]?)+")
ITEM = re.compile(r"[ \t]*(?:[-*+]|\d{1,9}[.)])[ \t]+")
HIDING = ("pre", "script", "style", "textarea")
MARK = re.compile(
    r"""(?P<code>`+) | (?P<comment><!--) | (?P<hidden><(?P<tag>pre|script|style|textarea|code)\b[^<>\n]*>)
      | (?P<opening>\\{1,2}[(\[]) | (?P<begin>\\begin\{(?P<name>[a-zA-Z]+\*?)\}) | (?P<escape>\\[^\n])
      | (?P<double>\$\$) | (?P<ticked>\$`) | (?P<dollar>\$)""",
    re.VERBOSE,
)
LABEL = re.compile(r"[ \t]*\((?P<label>[\w:.\-]+)\)[ \t]*(?=\n|\Z)")
OPTION = re.compile(r"[ \t]*:(?P<key>[\w-]+):[ \t]*(?P<value>[^\n]*)$")
COMMENT = re.compile(r"\s*gradcheck:")
MATHEMATICAL = re.compile(r"[\\^_=+<>{}]|^\s*[A-Za-z]\s*$")
MATH, CLAIMS = ("math", "{math}"), ("gradcheck", "{gradcheck}")


def scan_markdown(passage: Passage, base: int = 0) -> list[Region]:
    """Return the regions of a passage of Markdown, in order.  ``base`` is added to the levels of its headings."""
    return _Scan(passage, base).regions()


@dataclass
class _Scan:
    """One pass through a passage: lines to blocks of running text, these to marks."""

    passage: Passage
    base: int
    found: list[Region] = field(default_factory=list)
    nowhere: set[str] = field(default_factory=set)  # closing marks that do not occur any more
    paragraph: tuple[int, int] = (0, 0)

    def regions(self) -> list[Region]:
        text = self.passage.text
        clean = self._without_fences(text)
        self._marks(clean)
        self.found.sort(key=lambda region: region.start)
        return self.found

    def _without_fences(self, text: str) -> str:
        """Return the text with fences and blocks of code, front matter and headings blanked, all else in its place."""
        pieces: list[str] = []
        at, before_blank, depth = _front_matter(text), True, 0
        pieces.append(_blank(text[:at]))
        title: tuple[int, int] | None = None
        while at < len(text):
            end = text.find("\n", at)
            end = len(text) if end < 0 else end
            line = text[at:end]
            quoted = QUOTED.match(line)
            mark = quoted.end() if quoted else 0
            inner = line[mark:]
            fence = FENCE.match(inner)
            if fence is not None:
                after = self._fence(text, at, end, at + mark, fence["mark"], fence["info"].strip())
                pieces.append(_blank(text[at:after]))
                at, before_blank, title = after, True, None
                continue
            heading = HEADING.match(inner)
            stripped = inner.strip()
            indent = len(inner) - len(inner.lstrip())
            if heading is not None:
                self._heading(at + mark + heading.start("title"), at + mark + heading.end("title"),
                              len(heading["marks"]))  # fmt: skip
                title = None
            elif title is not None and UNDERLINE.match(inner):
                self._heading(*title, 1 if "=" in inner else 2)
                title = None
            elif stripped and (title is not None or before_blank):
                title = (at + mark + indent, at + mark + len(inner.rstrip())) if before_blank and indent < 4 else None
            else:
                title = None
            item = ITEM.match(inner)
            if item is not None and indent < depth + 4:
                depth = item.end()
            elif stripped and indent < depth and before_blank:
                depth = 0 if indent < 2 else min(depth, indent)
            is_code = stripped and before_blank and item is None and indent >= depth + 4
            pieces.append(_blank(line) if is_code else " " * mark + inner)
            if end < len(text):
                pieces.append("\n")
            before_blank = not stripped or bool(is_code)
            at = end + 1
        return "".join(pieces)[: len(text)]

    def _fence(self, text: str, at: int, end: int, begins: int, mark: str, info: str) -> int:
        """Take a fence that begins on the line from ``at`` to ``end``; return where the next line begins."""
        closing = re.compile(rf"[ \t>]*{re.escape(mark[0])}{{{len(mark)},}}[ \t]*$")
        body = min(end + 1, len(text))
        here = body
        while here < len(text):
            stop = text.find("\n", here)
            stop = len(text) if stop < 0 else stop
            if closing.match(text[here:stop]):
                self._fenced(info, body, here)
                return min(stop + 1, len(text))
            here = stop + 1
        if _language(info) in (*MATH, *CLAIMS):
            self._fault(begins, begins + len(mark), "this fence is never closed")
        return len(text)

    def _fenced(self, info: str, start: int, end: int) -> None:
        language = _language(info)
        if language in CLAIMS:
            self._add("fence", start, end, _unquoted(self.passage.text[start:end]))
        elif language in MATH:
            content, label = _unquoted(self.passage.text[start:end]), ""
            lines, taken = content.split("\n"), 0
            for line in lines:
                option = OPTION.match(line)
                if option is None and line.strip() not in ("", "---"):
                    break
                if option is not None and option["key"] in ("label", "name"):
                    label = option["value"].strip()
                if option is not None:
                    content = content[:taken] + " " * len(line) + content[taken + len(line) :]
                taken += len(line) + 1
            self._add("display", start, end, content, label=label)

    def _heading(self, start: int, end: int, level: int) -> None:
        self._add("heading", start, end, self.passage.text[start:end], level=level + self.base)

    def _marks(self, text: str) -> None:
        """Take the formulas, displays and comments of text in which code has been blanked."""
        at = 0
        while True:
            mark = MARK.search(text, at)
            if mark is None:
                return
            at = self._mark(text, mark)

    def _mark(self, text: str, mark: re.Match[str]) -> int:
        """Take what begins with a mark; return where to go on."""
        kind, start, end = mark.lastgroup, mark.start(), mark.end()
        if mark["begin"]:
            return self._environment(text, start, mark["name"])
        if mark["hidden"]:
            stop = self._closing(text, f"</{mark['tag']}>", end)
            return end if stop < 0 else stop
        if kind == "code":
            stop = self._end_of_code(text, end, end - start)
            return end if stop < 0 else stop
        if kind == "comment":
            return self._comment(text, start, end)
        if kind == "opening":
            closing = mark.group().translate({ord("("): ")", ord("["): "]"})
            return self._bracketed(text, start, end, closing, "inline" if closing[-1] == ")" else "display")
        if kind == "double":
            return self._double(text, start, end)
        if kind == "ticked":
            limit = self._block_end(text, end)
            key = f"ticked before {limit}"
            stop = -1 if key in self.nowhere else text.find("`$", end, limit)
            if stop < 0:
                self.nowhere.add(key)
            if stop > end:
                self._add("inline", end, stop, text[end:stop])
                return stop + 2
            return end - 1
        if kind == "dollar":
            return self._dollar(text, end)
        return end

    def _comment(self, text: str, start: int, end: int) -> int:
        stop = self._closing(text, "-->", end)
        opening = COMMENT.match(text, end)
        if stop < 0:
            if opening is not None:
                self._fault(start, end, "this comment is never closed")
            return end
        if opening is not None:
            self._add("comment", opening.end(), stop - 3, text[opening.end() : stop - 3])
        return stop

    def _closing(self, text: str, closing: str, at: int) -> int:
        """Return where the closing mark ends, or -1; a mark that does not occur is looked for once."""
        found = -1 if closing in self.nowhere else text.find(closing, at)
        if found < 0:
            self.nowhere.add(closing)
            return -1
        return found + len(closing)

    def _bracketed(self, text: str, start: int, end: int, closing: str, kind: str) -> int:
        stop = self._closing(text, closing, end)
        limit = self._block_end(text, end) if kind == "inline" else len(text)
        content = text[end : stop - len(closing)] if 0 <= stop <= limit else ""
        if not content.strip() or (kind == "display" and _is_bracket(text, start, content, stop)):
            return end
        self._add(kind, end, stop - len(closing), content)
        return stop

    def _double(self, text: str, start: int, end: int) -> int:
        stop = self._closing(text, "$$", end)
        while stop > 0 and text[stop - 3] == "\\" and text[stop - 4] != "\\":
            stop = self._closing(text, "$$", stop - 1)
        if stop < 0:
            self._fault(start, end, "this display is never closed by $$")
            return end
        label = LABEL.match(text, stop)
        self._add("display", end, stop - 2, text[end : stop - 2], label=label["label"] if label else "")
        return label.end() if label else stop

    def _environment(self, text: str, start: int, name: str) -> int:
        opening = start + len(f"\\begin{{{name}}}")
        if not is_display(name):
            return opening
        stop = -1 if name in self.nowhere else end_of(text, opening, name)
        if stop < 0:
            if text.find(f"{{{name}}}", opening) < 0:
                self.nowhere.add(name)
            self._fault(start, opening, f"this environment is never closed by \\end{{{name}}}")
            return opening
        self._add("display", start, stop, text[start:stop], environment=name)
        return stop

    def _dollar(self, text: str, start: int) -> int:
        """Take a formula between single dollars, if one begins here: the next mark ends it, or there is none."""
        stop = text.find("$", start, self._block_end(text, start))
        while stop > 0 and text[stop - 1] == "\\":
            stop = text.find("$", stop + 1, self._block_end(text, start))
        if stop <= start or text[stop + 1 : stop + 2].isdigit() or "`" in text[start:stop]:
            return start  # code binds tighter
        spaced = text[start].isspace()
        if text[stop - 1].isspace() != spaced or (spaced and not MATHEMATICAL.search(text[start:stop])):
            return start
        self._add("inline", start, stop, text[start:stop])
        return stop + 1

    def _block_end(self, text: str, at: int) -> int:
        """Return where the paragraph around a place ends; places only grow."""
        if not self.paragraph[0] <= at < self.paragraph[1]:
            found = _BLANK_LINE.search(text, at)
            self.paragraph = at, found.start() if found else len(text)
        return max(at, self.paragraph[1])

    def _end_of_code(self, text: str, at: int, length: int) -> int:
        """Return where a run of as many backticks ends, or -1 if there is none in the paragraph."""
        limit = self._block_end(text, at)
        key = f"{length} ticks before {limit}"
        if key in self.nowhere:
            return -1
        for run in _TICKS.finditer(text, at, limit):
            if run.end() - run.start() == length:
                return run.end()
        self.nowhere.add(key)
        return -1

    def _add(self, kind: str, start: int, end: int, text: str, environment: str = "", label: str = "",
             level: int = 0) -> None:  # fmt: skip
        self.found.append(Region(kind, self.passage, start, end, text, environment, label, level))

    def _fault(self, start: int, end: int, why: str) -> None:
        self.found.append(Region("fault", self.passage, start, end, why))


def _front_matter(text: str) -> int:
    """Return where the text begins behind a block of YAML at its very beginning."""
    if not text.startswith("---\n"):
        return 0
    found = re.compile(r"^(?:---|\.\.\.)[ \t]*$", re.MULTILINE).search(text, 4)
    return found.end() if found else 0


def _blank(text: str) -> str:
    """Return as many characters, line ends kept and all else blank."""
    return "\n".join(" " * len(line) for line in text.split("\n"))


def _unquoted(text: str) -> str:
    """Return the lines with the marks of a quotation at their beginning blanked."""
    if ">" not in text:
        return text
    marks = ((line, QUOTED.match(line)) for line in text.split("\n"))
    return "\n".join(line if mark is None else " " * mark.end() + line[mark.end() :] for line, mark in marks)


def _language(info: str) -> str:
    return info.split()[0].lower() if info else ""


_BLANK_LINE = re.compile(r"\n[ \t>]*\n")


_TICKS = re.compile(r"`+")


def _is_bracket(text: str, start: int, content: str, stop: int) -> bool:
    """Return whether ``\\[1\\]`` is a bracket of running text: nothing of a formula in it, and text beside it."""
    alone = not text[text.rfind("\n", 0, start) + 1 : start].strip()
    return not alone and not re.search(r"[\\^_=<>]", content)
