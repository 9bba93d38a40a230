"""Draws pictures into a file, SVG or PNG, with matplotlib, which is an optional dependency."""

from __future__ import annotations

from importlib.util import find_spec
from pathlib import Path
from typing import Any

from gradcheck.outcome.bound import BoundOutcome, Curve, DepthCurve

KINDS = (".svg", ".png")
INSTALL = "python -m pip install 'gradcheck[plot]'"


def problem_with(path: str) -> str:
    """Why no picture can be drawn into such a file; empty where it can."""
    if Path(path).suffix.lower() not in KINDS:
        return f"--plot-file is a file ending in .svg or .png, not {path}"
    if find_spec("matplotlib") is None:
        return f"--plot-file needs matplotlib, which is not installed: {INSTALL}"
    return ""


def draw_into(path: str, outcome: BoundOutcome) -> None:
    """Draw the pictures of an answer, one below the other; OSError where the file cannot be written.

    The same answer gives the same file.
    """
    import matplotlib
    from matplotlib.figure import Figure

    depth = outcome.depth_curve if outcome.depth_curve is not None and outcome.depth_curve.naive else None
    count = len(outcome.curves) + (depth is not None)
    figure = Figure(figsize=(7, 3.6 * max(count, 1)), layout="constrained")
    axes = figure.subplots(max(count, 1), 1, squeeze=False)[:, 0]
    for axis, curve in zip(axes, outcome.curves, strict=False):
        _derivative(axis, curve)
    if depth is not None:
        _depth(axes[-1], depth)
    kind = Path(path).suffix.lower()[1:]
    metadata: dict[str, Any] = {"Date": None} if kind == "svg" else {"Software": None}
    with matplotlib.rc_context({"svg.hashsalt": "gradcheck"}):
        figure.savefig(path, format=kind, metadata=metadata, dpi=150)


def _derivative(axis: Any, curve: Curve) -> None:
    for piece in curve.pieces:
        axis.plot([x for x, _ in piece], [y for _, y in piece], color="tab:blue")
    for level, name in ((curve.lower, "infimum"), (curve.upper, "supremum")):
        if level is not None:
            axis.axhline(level, linestyle=":", color="tab:red")
            axis.annotate(f"{name} {level:.6g}", (0.01, level), xycoords=("axes fraction", "data"), va="bottom", size=8)
    axis.set_title(f"derivative of {curve.name}", parse_math=False)
    axis.set_xlabel("x")


def _depth(axis: Any, curve: DepthCurve) -> None:
    for points, name, style in ((curve.naive, "naive bound", ":"), (curve.tight, "tight bound", "-")):
        if points:
            axis.plot([x for x, _ in points], [y for _, y in points], style, marker=".", label=name)
    axis.set_title("bound of the derivative over depth")
    axis.set_xlabel("layers")
    axis.set_ylabel("power of ten")
    axis.legend()
