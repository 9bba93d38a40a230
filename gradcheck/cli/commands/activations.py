"""``gradcheck list --activations``: every activation with proved bounds of its derivative."""

from __future__ import annotations

import sys
import time
from contextlib import nullcontext
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from gradcheck import __version__
from gradcheck.cli.options import Output
from gradcheck.cli.terminal.progress import Progress, is_wanted
from gradcheck.cli.terminal.progress_state import Standing, render_standing
from gradcheck.cli.terminal.streams import Terminal, columns_of, complain
from gradcheck.runtime.child import WorkerProblem, shared

if TYPE_CHECKING:
    from gradcheck.outcome.bound import BoundOutcome
    from gradcheck.runtime.limits import Limits


def list_activations(limits: Limits, output: Output) -> int:
    """Prove the bounds of all activations and print them; 1 if a question stays open."""
    from gradcheck.activations.catalogue import ENTRIES
    from gradcheck.report.activations import Row, activation_lines

    found: list[tuple[str, BoundOutcome | None]] = []
    names, start = list(ENTRIES), time.monotonic()

    def standing(width: int, unicode: bool) -> str:
        done, spent = len(found), time.monotonic() - start
        left = spent * (len(names) - done) / done if done else None
        now = Standing(done, len(names), "".join(names[done : done + 1]), spent, left)
        return render_standing(now, width, unicode)

    with Progress(standing) if is_wanted() else nullcontext():
        for name in names:
            try:
                found.append((name, shared().run(_bounds, name, limits=limits)))
            except WorkerProblem as problem:
                complain(f"{name}: {problem.reason} [{problem.code}]")
                found.append((name, None))
    if output.as_json:
        print(_document(found))
    else:
        rows = [
            Row(name, ENTRIES[name].formula, tuple((item.name, item.default) for item in ENTRIES[name].parameters),
                None if outcome is None else outcome.functions[0])
            for name, outcome in found
        ]  # fmt: skip
        columns = columns_of(sys.stdout) if sys.stdout.isatty() else None
        Terminal(output.color).print(activation_lines(rows, columns))
    return 1 if any(outcome is None or outcome.undecided for _, outcome in found) else 0


def _bounds(name: str) -> BoundOutcome:
    """Compute the bounds, in the worker."""
    from gradcheck.bounds import BoundRequest, bound_chain

    return bound_chain(BoundRequest((name,)))


def _document(found: list[tuple[str, BoundOutcome | None]]) -> str:
    from gradcheck.activations.catalogue import ENTRIES
    from gradcheck.report.bound_json import function_json
    from gradcheck.report.json import document

    items: list[dict[str, Any]] = []
    for name, outcome in found:
        entry = ENTRIES[name]
        items.append(
            {
                "name": name,
                "aliases": list(entry.aliases),
                "written": entry.formula,
                "parameters": [asdict(item) for item in entry.parameters],
                "source": entry.source,
                "bounds": None if outcome is None else function_json(outcome.functions[0]),
                "undecided": [] if outcome is None else list(outcome.undecided),
            }
        )
    return document("list", __version__, {"activations": items})
