"""The text report on gains: the means and gains of an activation, then the variance map."""

from __future__ import annotations

from collections.abc import Iterator

from gradcheck.outcome.gain import Convention, FixedPoint, GainOutcome, Quantity, VarianceMap
from gradcheck.report.page import Line, Span, in_line, line

WIDTH = 18
LONGEST = 60  # characters of an exact value that help a reader more than its decimals
MEANING = {"ordered": "good", "critical": "good", "chaotic": "bad", "undecided": "unsure"}


def gain_lines(outcome: GainOutcome) -> Iterator[Line]:
    """The whole answer."""
    if outcome.formula is not None:
        yield line(Span(outcome.name, "name"), f", z ~ N(0, {outcome.variance})")
        yield from _row("function", outcome.formula.pretty)
    if outcome.kinks:
        yield from _row("no derivative at", ", ".join(outcome.kinks), "a null set")
    for label, quantity in (
        ("E f(z)", outcome.mean),
        ("E f(z)²", outcome.second_moment),
        ("E f'(z)²", outcome.slope_moment),
    ):
        if quantity is not None:
            yield from _quantity(label, quantity)
    if outcome.formula is not None:
        yield from _gain(
            "forward gain",
            outcome.forward_gain,
            "1/√E f(z)²" if outcome.variance == "1" else "√(q/E f(z)²), q = " + outcome.variance,
            "f",
        )
        yield from _convention(outcome.convention)
        yield from _gain("backward gain", outcome.backward_gain, "1/√E f'(z)²", "f'")
    if outcome.variance_map is not None:
        yield line("")
        yield from _map(outcome.variance_map)
    for question in outcome.undecided:
        yield line(Span("? undecided", "unsure"), "  ", question)


def _gain(label: str, gain: Quantity | None, meaning: str, function: str) -> Iterator[Line]:
    if gain is None:
        yield from _row(label, f"none: {function} is 0 almost everywhere, or E {function}(z)² is infinite")
        return
    yield from _quantity(label, gain)
    if gain.lower != "-oo":
        yield from _row("", meaning)


def _convention(convention: Convention | None) -> Iterator[Line]:
    if convention is None:
        return
    verdict = {True: "the same", False: "another number", None: "not told apart"}[convention.agrees]
    yield from _row("", f"{convention.source} prints {_told(convention.value)}: {verdict}")


def _map(found: VarianceMap) -> Iterator[Line]:
    head = Span("variance map", "name")
    yield line(
        head, f"        V(q) = σw² E f(√q z)² + σb²  for z ~ N(0, 1), σw = {found.sigma_w}, σb = {found.sigma_b}"
    )
    yield from _row("", "χ(q) = σw² E f'(√q z)²")
    for point in found.fixed_points:
        yield from _fixed_point(point, found.complete)
    if not found.complete and found.fixed_points:
        yield from _row("", "other fixed points are not excluded")
    word = "none" if found.phase is None else found.phase
    yield line(
        "  ", Span("phase".ljust(WIDTH), "quiet"), Span(word, MEANING.get(word, "quiet")), f", {_greek(found.reason)}"
    )


def _fixed_point(point: FixedPoint, complete: bool) -> Iterator[Line]:
    if point.at.upper == "oo":
        yield from _row("fixed points", _greek(point.at.reason))
    else:
        yield from _quantity("fixed point q*", point.at)
        if complete:
            yield from _row("", "the only one")
        elif point.unique_in is not None:
            yield from _row("", f"the only one for {point.unique_in[0]} ≤ q ≤ {point.unique_in[1]}")
        elif point.at.exact is None:
            yield from _row("", "not claimed to be the only one nearby")
    yield from _quantity("V'(q*)", point.slope)
    if point.attracting is not None:
        yield from _row("", "attracting" if point.attracting else "repelling")
    yield from _quantity("χ(q*)", point.chi)
    side = {"ordered": "< 1: ordered", "critical": "= 1: critical", "chaotic": "> 1: chaotic"}.get(point.phase)
    yield from _row("", f"χ {side}" if side else "χ is not told apart from 1")


def _greek(words: str) -> str:
    return words.replace("chi", "χ").replace(">=", "≥")


def _quantity(label: str, quantity: Quantity) -> Iterator[Line]:
    if (quantity.lower, quantity.upper) == ("-oo", "oo"):
        yield from _row(label, "not found")
        return
    if quantity.lower == "oo":
        yield from _row(label, "∞", quantity.reason)
        return
    long = quantity.exact is not None and not _is_short(_spelled(quantity))
    remark = "exact; its closed form is long, the JSON output has it" if long else quantity.trust
    yield from _row(label, _told(quantity), f"({remark})")


def _spelled(quantity: Quantity) -> str:
    return quantity.exact or "" if quantity.value is None else in_line(quantity.value)


def _is_short(exact: str) -> bool:
    return 0 < len(exact) <= LONGEST


def _told(quantity: Quantity) -> str:
    """The exact value, if that is short, and the enclosure."""
    enclosure = quantity.lower if quantity.lower == quantity.upper else f"[{quantity.lower}, {quantity.upper}]"
    exact = _spelled(quantity)
    if not _is_short(exact):
        return enclosure
    return exact if exact.replace("−", "-") == enclosure else f"{exact} = {enclosure}"


def _row(label: str, value: str, remark: str = "") -> Iterator[Line]:
    """A label and its value; a formula that takes several lines keeps its shape."""
    rows = value.splitlines()
    for position, row in enumerate(rows):
        head = label if position == 0 else ""
        tail = Span(f"  {remark}", "quiet") if remark and position == len(rows) - 1 else Span("")
        yield line("  ", Span(f"{head.ljust(WIDTH)}", "quiet"), row.rstrip(), tail)
