"""``gradcheck words``: what can be written, all of it or what one word means."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from gradcheck import __version__
from gradcheck.cli.options import Output
from gradcheck.cli.refusal import refuse
from gradcheck.cli.terminal.streams import Terminal
from gradcheck.language.notation.vocabulary import SECTIONS, Entry, entries, look_up
from gradcheck.report.page import Line, Span, line


def words(names: Sequence[str], output: Output) -> int:
    """Print the entries of these words, or all; return 2 where one of them is no word."""
    found: list[Entry] = []
    for name in names:
        own, near = look_up(name)
        if not own:
            hint = f"did you mean {' or '.join(near)}?" if near else "gradcheck words lists all"
            return refuse("words", output, f"there is no word {name}; {hint}")
        found += [entry for entry in own if entry not in found]
    if output.as_json:
        from gradcheck.report.json import document

        print(document("words", __version__, {"words": [_as_json(entry) for entry in found or entries()]}))
    else:
        Terminal(output.color).print(_told(found) if names else _all())
    return 0


def _as_json(entry: Entry) -> dict[str, object]:
    return {**entry._asdict(), "words": list(entry.words)}


def _told(found: Sequence[Entry]) -> Iterator[Line]:
    """Each entry with its meaning and its example."""
    for entry in found:
        yield line(Span(entry.written, "strong"))
        yield line(f"  {entry.meaning}")
        yield line(f"  as in  {entry.example}")
        if entry.python:
            yield line(f"  in a module  {entry.python}")


def _all() -> Iterator[Line]:
    """Every entry by its subject."""
    for section in SECTIONS:
        yield line(Span(section.title, "strong"))
        for entry in section.entries:
            yield line(f"  {entry.written:<46}  {entry.meaning}")
        yield line("")
