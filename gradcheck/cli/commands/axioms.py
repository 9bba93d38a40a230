"""``gradcheck axioms``: the named facts that proofs may rest on, each with its source."""

from __future__ import annotations

from gradcheck import __version__
from gradcheck.cli.options import Output
from gradcheck.cli.terminal.streams import Terminal
from gradcheck.report.page import Line, Span, counted, line, prose


def axioms(output: Output) -> int:
    """Print the trusted base; the exit code."""
    from gradcheck.certificates.figures import figures
    from gradcheck.kernel.axioms import axioms as all_facts

    known, second = all_facts(), figures()
    if output.as_json:
        from gradcheck.report.json import document

        listed = [
            {"name": name, "statement": statement, "source": source, "on_trust": second.on_trust[name]}
            for name, statement, source in known
        ]
        summary = {"proved": second.proved, "checked": second.checked}
        print(document("axioms", __version__, {"summary": summary, "facts": listed}))
        return 0
    lines: list[Line] = []
    for name, statement, source in known:
        lines += [
            line(Span(name, "name")),
            line("    ", prose(statement)),
            line("    ", prose(source, "quiet")),
        ]
        if second.on_trust[name]:
            steps = counted(second.on_trust[name], "step")
            lines.append(line("    ", prose(f"on trust in {steps} of the library for the second reader", "quiet")))
        lines.append(line(""))
    told = f"{counted(len(known), 'fact')}; all else is proved from these and the rules of the kernel"
    lines.append(line(prose(told)))
    reads = f"the second reader checks {second.checked} of the {second.proved} proved steps of the library"
    lines.append(line(prose(f"{reads}; the others rest on facts as told above, or on a rule of the kernel")))
    Terminal(output.color).print(lines)
    return 0
