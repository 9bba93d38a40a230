"""``gradcheck axioms``: the named facts that proofs may rest on, each with its source."""

from __future__ import annotations

from gradcheck import __version__
from gradcheck.cli.options import Output
from gradcheck.cli.terminal.streams import Terminal
from gradcheck.report.page import Line, Span, counted, line, prose


def axioms(output: Output) -> int:
    """Print the trusted base; the exit code."""
    from gradcheck.kernel.axioms import axioms as all_facts

    known = all_facts()
    if output.as_json:
        from gradcheck.report.json import document

        listed = [{"name": name, "statement": statement, "source": source} for name, statement, source in known]
        print(document("axioms", __version__, {"facts": listed}))
        return 0
    lines: list[Line] = []
    for name, statement, source in known:
        lines += [
            line(Span(name, "name")),
            line("    ", prose(statement)),
            line("    ", prose(source, "quiet")),
            line(""),
        ]
    told = f"{counted(len(known), 'fact')}; all else is proved from these and the rules of the kernel"
    lines.append(line(prose(told)))
    Terminal(output.color).print(lines)
    return 0
