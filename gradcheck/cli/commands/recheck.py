"""``gradcheck recheck``: what a second reader, which shares no code with gradcheck, says of the proofs."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from gradcheck import __version__
from gradcheck.cli.names import resolve
from gradcheck.cli.refusal import refuse
from gradcheck.cli.terminal.streams import Terminal, complain
from gradcheck.outcome.run import BAD_REQUEST, Problem
from gradcheck.project.discovery import Entry, LibraryError
from gradcheck.report.page import Line, Span, block, counted, line, prose

if TYPE_CHECKING:
    from gradcheck.certificates.reader import Judged
    from gradcheck.cli.configured import Run

SUFFIX = ".certificate"
WORDS = {"checked": ("✓", "good"), "on trust": ("~", "unsure"), "unread": ("?", "unsure"), "wrong": ("✗", "bad")}


def recheck(names: Sequence[str], run: Run) -> int:
    """Prove the derivations, write certificates of the proofs, and have them checked: 1 if one is wrong, else 0."""
    from gradcheck.certificates.reader import ReaderError, judge

    library = run.library(None)
    entries, problems = resolve(names, library) if names else (list(library.entries), list(library.problems))
    if problems or not entries:
        return refuse("recheck", run.output, *(problems or (Problem(BAD_REQUEST, "there is nothing to check"),)))
    judged: list[tuple[str, list[Judged]]] = []
    terminal = Terminal(run.output.color)
    for entry in entries:
        try:
            found = judge(certificate_lines(entry, run))
        except LibraryError as error:
            return refuse("recheck", run.output, error.problem)
        except ReaderError as error:
            return refuse("recheck", run.output, str(error))
        judged.append((entry.name, found))
        if not run.output.as_json:
            terminal.print(_lines(entry.name, found, run.output.quiet))
    count = Counter(one.word for _, found in judged for one in found)
    if run.output.as_json:
        print(_as_json(judged, count))
    else:
        terminal.print([_summary(count)])
    return int(count["wrong"] > 0)


def certificate_lines(entry: Entry, run: Run) -> Iterator[str]:
    """Yield the certificate of a derivation: of all of its steps that the kernel proves."""
    from gradcheck.certificates.making import certificate_of
    from gradcheck.kernel.verdict import Proved
    from gradcheck.project.proofs.records import load_records
    from gradcheck.prover.prove import Proving
    from gradcheck.runtime.child import shared
    from gradcheck.scheduling.loading import load_apart

    derivation = load_apart(entry, run.limits)
    proving = Proving(derivation, run.limits, shared(), load_records(entry.path), False)
    verdicts = [(step.name, proving.prove(step).verdict) for step in derivation.steps]
    proved = [(name, verdict) for name, verdict in verdicts if isinstance(verdict, Proved)]
    return certificate_of(entry.name, proved, __version__)


def write_certificates(entries: Sequence[Entry], run: Run) -> None:
    """Write the certificate of each derivation beside its module."""
    from gradcheck.runtime.files import write_whole

    for entry in entries:
        try:
            text = "\n".join(certificate_lines(entry, run)) + "\n"
        except LibraryError as error:
            complain(str(error.problem))
            continue
        write_whole(Path(entry.path).with_suffix(SUFFIX).resolve(), text.encode())


def _lines(name: str, found: Sequence[Judged], quiet: bool) -> Iterator[Line]:
    shown = [one for one in found if one.word == "wrong"] if quiet else found
    if not shown:
        return
    yield line(Span(name, "name"))
    for one in shown:
        mark, meaning = WORDS[one.word]
        rest = f": {', '.join(one.facts)}" if one.facts else f": {one.reason}" if one.reason else ""
        yield line("  ", Span(f"{mark} {one.word}", meaning), f"  {one.step}", prose(rest, "quiet"))
        if not quiet:
            yield from block(one.statement, "    ", "quiet")
    yield line("")


def _summary(count: Counter[str]) -> Line:
    parts = ", ".join(f"{count[word]} {word}" for word in WORDS if count[word])
    return line(prose(f"{counted(count.total(), 'proved step')}: {parts}", "bad" if count["wrong"] else "good"))


def _as_json(judged: Sequence[tuple[str, list[Judged]]], count: Counter[str]) -> str:
    from gradcheck.report.json import document

    summary = {"proved": count.total(), **{word.replace(" ", "_"): count[word] for word in WORDS}}
    listed = [{"name": name, "steps": [one._asdict() for one in found]} for name, found in judged]
    return document("recheck", __version__, {"summary": summary, "derivations": listed})
