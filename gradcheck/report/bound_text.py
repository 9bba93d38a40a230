"""Renders the text report on bounds: each derivative, then the bounds over depth."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from gradcheck.outcome.bound import (
    BoundOutcome,
    ChainBounds,
    Checked,
    Enclosure,
    Extremum,
    FunctionBounds,
    SymbolicBound,
)
from gradcheck.outcome.run import Formula
from gradcheck.report.depth_text import power_of_ten, table_lines
from gradcheck.report.page import Line, Span, counted, in_line, line

WIDTH = 18
LONGEST = 60  # characters of an exact value that help a reader more than its decimals
SMOOTHNESS = {"C^0": "C⁰: continuous, with kinks", "C^1": "C¹", "C^2": "C²", "C^3": "C³", "C^4": "C⁴", "C^5": "C⁵",
              "C^inf": "C^∞"}  # fmt: skip
MEANING = {"vanishes": "bad", "explodes": "bad", "bounded": "good", "undecided": "unsure"}


def bound_lines(outcome: BoundOutcome) -> Iterator[Line]:
    """The whole answer."""
    for function in outcome.functions:
        yield from [*_function(function), line("")]
    weight = _parameters(outcome)
    if outcome.chain is not None:
        yield from _chain(outcome.chain, outcome.names, weight)
    if outcome.table:
        yield line("")
        yield from table_lines(outcome.table)
    if outcome.symbolic is not None:
        yield from _symbolic(outcome.symbolic, outcome.names, weight)
    for question in outcome.undecided:
        yield line(Span("? undecided", "unsure"), "  ", question)


def _parameters(outcome: BoundOutcome) -> str:
    """The weights and biases of the layers, as far as there are any."""
    weight = "" if outcome.weight in ("", "1") else f", w = {outcome.weight} in each layer"
    if outcome.weights:
        weight = f", w = {', '.join(outcome.weights)}" + (" in turn" if len(outcome.weights) > 1 else "")
    if outcome.bias is None:
        return weight
    lo, hi = outcome.bias
    free = f", b = {lo} in each layer" if lo == hi else f", each bias anywhere in [{lo}, {hi}]"
    return weight + free


def _function(bounds: FunctionBounds) -> Iterator[Line]:
    yield line(Span(bounds.name, "name"))
    yield from _row("function", bounds.formula)
    yield from _row("derivative", bounds.derivative)
    yield from _corners(bounds)
    yield from _extremum("infimum", bounds.infimum)
    yield from _extremum("supremum", bounds.supremum)
    if bounds.smoothness == "discontinuous":
        yield from _row("Lipschitz", "no constant, because of the jump")
    elif bounds.lipschitz is not None and bounds.lipschitz.upper != "oo":
        yield from _row("Lipschitz", *_value(bounds.lipschitz))
    elif bounds.lipschitz is not None:
        yield from _row("Lipschitz", "no constant")
    if bounds.smoothness:
        yield from _row("smoothness", SMOOTHNESS.get(bounds.smoothness, bounds.smoothness))


def _corners(bounds: FunctionBounds) -> Iterator[Line]:
    """Where there is no derivative, with the derivatives from the two sides; and where it is not known."""
    known = {cut.at: cut for cut in bounds.cuts}
    for position, kink in enumerate(bounds.kinks):
        cut, remark = known.get(kink), ""
        if cut is not None and cut.kind in ("kink", "jump"):
            sides = " and ".join(
                f"{slope} from the {side}" for slope, side in ((cut.left, "left"), (cut.right, "right")) if slope
            )
            remark = f": a {cut.kind}" + (f", with the slopes {sides}" if sides else "")
        yield from _row("" if position else "no derivative at", kink + remark)
    unknown = [cut.at for cut in bounds.cuts if cut.kind == "unknown"]
    if unknown:
        yield from _row("undecided at", f"{', '.join(unknown)}: whether there is a derivative")


def _chain(chain: ChainBounds, names: Iterable[str], weight: str) -> Iterator[Line]:
    yield line(Span(counted(chain.layers, "layer"), "name"), f" of {_composed(names)}{weight}")
    known = dict(chain.checked)
    yield from _extremum("naive bound", chain.naive, _by_kernel(known.get("naive")))
    if chain.tight is not None:
        yield from _extremum("tight bound", chain.tight, _by_kernel(known.get("tight")))
    if chain.ratio is not None:
        yield from _row("tight / naive", _between(chain.ratio))
    yield from _asymptotics(chain)


def _symbolic(bound: SymbolicBound, names: tuple[str, ...], weight: str) -> Iterator[Line]:
    n, several = bound.variable, bound.repeated > 1
    layers = f"{bound.repeated}{n} layers" if several else f"{n} layers"
    times = f", {n} times" if several else ""
    yield line(Span(layers, "name"), f" of {_composed(names)}{times}{weight}, for every {n} ≥ 1")
    yield from _row("bound", bound.bound)
    if not bound.exact:
        yield from _row("", "the base is rounded up")
    if bound.sharp is not None:
        exactly = "" if bound.exact else "but for the rounding, "
        sharp = f"{exactly}the supremum for every {n}" if bound.sharp else f"above the supremum from {n} = 2 on"
        yield from _row("", sharp, f"({_by_kernel(dict(bound.checked).get('sharp'))})")
    yield from _row("claim", bound.claim)
    for position, law in enumerate(bound.where):
        yield from _row("" if position else "where", law)
    for remark in _meaning(bound, weight, "each bias anywhere" in weight):
        yield from _row("", remark)
    yield from _row("", _proof(bound))
    yield from _row("induction, base", bound.base)
    yield from _row("induction, step", bound.step)
    yield from _asymptotics(bound)


def _meaning(bound: SymbolicBound, weight: str, biased: bool) -> Iterator[str]:
    """What the names in the claim stand for."""
    if bound.where and bound.statement == "derivative":
        yield "y₀(x) = x"
    if bound.where and biased:
        yield "s: the bias of a layer over its weight, any numbers"
    elif bound.where and weight:
        yield "y: what the activations are applied to, w times the values, which have the same bound"
    if bound.statement == "differences":
        yield "and likewise z, for any two inputs; so the derivative of the chain"
        yield "is within the bound wherever it exists"


def _proof(bound: SymbolicBound) -> str:
    if not bound.proved:
        return "by the bound of each layer; the kernel has no proof"
    return f"proved by induction ({bound.trust})"


def _asymptotics(bounds: ChainBounds | SymbolicBound) -> Iterator[Line]:
    """Rate and behaviour for a growing number of layers, and where floating point ends."""
    known = dict(bounds.checked)
    if bounds.rate is not None:
        where = "" if bounds.fixed_point is None else f", at the fixed point {_between(bounds.fixed_point)}"
        remark = _by_kernel(known.get("rate"))
        if known.get("rate") is not None:
            remark = f"{known['rate'].trust}, {remark}"
        yield from _row("rate per layer", _between(bounds.rate) + where, f"({remark})")
    settled = bounds.behaviour != "undecided"
    remark = f"  ({_by_kernel(known.get('behaviour'))})" if settled else ""
    word = Span(bounds.behaviour, MEANING[bounds.behaviour])
    yield line("  ", Span("for n → ∞".ljust(WIDTH), "quiet"), word, Span(remark, "quiet"))
    if bounds.reason:
        apart = bounds.rate is not None and ("rate" in known) != ("behaviour" in known)
        yield from _row("", bounds.reason, f"({_by_kernel(known.get('rate'))})" if apart else "")
    for item in bounds.thresholds:
        if item.layers is not None:
            depth = f"from {counted(item.layers, 'layer')} on"
            if item.repetitions is not None and item.repetitions != item.layers:
                depth = f"from {counted(item.repetitions, 'repetition')} on ({counted(item.layers, 'layer')})"
            yield from _row(item.format, f"the naive bound is below its smallest normal number {item.smallest} {depth}")
        if item.tight is not None and item.tight != item.layers:
            yield from _row("", f"and the supremum itself from {counted(item.tight, 'layer')} on")
        if item.overflow is not None:
            depth = f"from {counted(item.overflow, 'layer')} on"
            yield from _row(item.format, f"the supremum is above its largest number {item.largest} {depth}")


def _by_kernel(proof: Checked | None) -> str:
    """Say whether the kernel checked a line, or it rests on computations outside of the kernel."""
    return "not checked by the kernel" if proof is None else "checked by the kernel"


def _extremum(label: str, extremum: Extremum, checked: str = "") -> Iterator[Line]:
    """The value, exactly if it is known, its enclosure, and the place; ``checked`` says by whom."""
    if (extremum.lower, extremum.upper) == ("-oo", "oo"):
        yield from _row(label, "not found")
        return
    value, trust = _value(extremum)
    yield from _row(label, value, f"{trust[:-1]}, {checked})" if checked else trust)
    if extremum.at and extremum.attained is not None:
        several = extremum.exact is None and extremum.attained and extremum.period is None
        where = (" or " if several else " and ").join(
            item.replace("oo", "∞").replace("pi", "π") for item in extremum.at
        )
        how = "attained at x =" if extremum.attained else "not attained, approached for x →"
        balls = checked and extremum.exact is None and not extremum.reason
        yield from _row("", f"{how} {where}", f"({_by_kernel(None)})" if balls else "")
        if extremum.period is not None:
            period = in_line(extremum.period)
            yield from _row("", f"and at every multiple of {period} from there: infinitely many places")
        yield from _defining(extremum)
    elif extremum.attained is not None:
        yield from _row("", "attained" if extremum.attained else "not attained")
    if extremum.reason:
        yield from _row("", extremum.reason)


def _defining(extremum: Extremum) -> Iterator[Line]:
    """The equation for the place, and the value in terms of its root."""
    if extremum.equation is None or extremum.between is None:
        return
    lo, hi = extremum.between
    yield from _row("", f"x is the only root of {in_line(extremum.equation)} between {lo} and {hi}")
    if extremum.by_root is not None:
        by_root = in_line(extremum.by_root)
        yield from _row("", "the value is x itself" if by_root == "x" else f"the value is exactly {by_root}")


def _value(extremum: Extremum) -> tuple[str, str]:
    """The value in one line, and what it rests on."""
    enclosure = _between(Enclosure(extremum.lower, extremum.upper)).replace("oo", "∞")
    exact = extremum.exact if extremum.value is None else in_line(extremum.value)
    if exact is None or len(exact) > LONGEST:
        value = enclosure
    else:
        value = exact if exact.replace("−", "-") == enclosure else f"{exact} = {enclosure}"
    far = power_of_ten(extremum)
    return f"{value} = {far}" if far else value, f"({extremum.trust})"


def _row(label: str, value: str | Formula, remark: str = "") -> Iterator[Line]:
    """A label and its value; a formula that takes several lines keeps its shape."""
    rows = value.splitlines() if isinstance(value, str) else value.pretty.splitlines()
    for position, row in enumerate(rows):
        head = label if position == 0 else ""
        tail = Span(f"  {remark}", "quiet") if remark and position == len(rows) - 1 else Span("")
        yield line("  ", Span(head.ljust(WIDTH), "quiet"), row.rstrip(), tail)


def _between(enclosure: Enclosure) -> str:
    if enclosure.lower == enclosure.upper:
        return enclosure.lower
    return f"[{enclosure.lower}, {enclosure.upper}]"


def _composed(names: Iterable[str]) -> str:
    """The layers from the innermost out, runs of one function told once."""
    kinds = list(dict.fromkeys(names))
    if len(kinds) == 1:
        return kinds[0]
    return " → ".join(names)
