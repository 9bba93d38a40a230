"""Defines the answer of ``gradcheck bound`` as frozen plain data.

Decimals are strings with as many significant digits as were asked for, rounded outwards, so ``lower <= value <=
upper`` holds for the printed numbers.  ``oo`` and ``-oo`` stand for infinite values and places.
"""

from __future__ import annotations

from gradcheck.outcome.answer import Answer
from gradcheck.outcome.record import record
from gradcheck.outcome.run import Formula

BEHAVIOURS = ("vanishes", "bounded", "explodes", "undecided")


@record
class Extremum:
    """A supremum or infimum, enclosed rigorously.

    ``exact`` is its exact value as text where that was proved.  ``attained`` is None where it is not known.
    ``at`` are the places where it is attained (exact, or a decimal interval ``[1.19, 1.20]``), or, when it is not
    attained, where it is approached (``oo``, ``-oo``, ``0+``, ``0-``).  ``value`` is the exact value as a formula.

    ``period``: it is attained at every multiple of the period from there.  ``equation`` has exactly one root x in the
    interval ``between``, and that is the place; ``by_root`` is the exact value in terms of this root.
    """

    lower: str
    upper: str
    exact: str | None = None
    attained: bool | None = None
    at: tuple[str, ...] = ()
    trust: str = "enclosure"
    value: Formula | None = None
    reason: str = ""
    period: Formula | None = None
    equation: Formula | None = None
    between: tuple[str, str] | None = None
    by_root: Formula | None = None

    def __post_init__(self) -> None:
        if self.trust not in ("exact", "enclosure"):
            raise ValueError(f"{self.trust!r} is not a trust of a bound")
        if (self.trust == "exact") != (self.exact is not None):
            raise ValueError("a bound is exact when its exact value is known, and only then")


CUTS = ("jump", "kink", "smooth", "unknown")


@record
class CutReport:
    """A point between two pieces: a ``jump``, a ``kink``, ``smooth`` (differentiable there), or ``unknown``.

    ``left`` and ``right`` are the derivatives from the sides, exactly or as an enclosure; null where there is none.
    """

    at: str
    kind: str
    left: str | None
    right: str | None

    def __post_init__(self) -> None:
        if self.kind not in CUTS:
            raise ValueError(f"{self.kind!r} is not one of {', '.join(CUTS)}")


@record
class FunctionBounds:
    """One activation and the extrema of its derivative over all points where it is differentiable.

    ``kinks`` are the points where it is not differentiable, ``cuts`` all points between its pieces.  ``lipschitz`` is
    the least c with |f(a) - f(b)| <= c |a - b| for all a and b, ``smoothness`` C^0, C^1, ..., C^inf, discontinuous, or
    empty where it is not known.
    """

    name: str
    formula: Formula
    derivative: Formula
    infimum: Extremum
    supremum: Extremum
    kinks: tuple[str, ...] = ()
    cuts: tuple[CutReport, ...] = ()
    lipschitz: Extremum | None = None
    smoothness: str = ""


@record
class Enclosure:
    """Two decimals with the number between them."""

    lower: str
    upper: str


@record
class Statement:
    """A claim for all values of its variables that satisfy what is ``given``."""

    claim: Formula
    given: tuple[Formula, ...] = ()


@record
class Checked:
    """What the kernel proved for one line of an answer, with the weakest ``trust`` and all named ``facts``.

    ``where`` says what the values y_k after k repetitions of the layers are.
    """

    statements: tuple[Statement, ...]
    trust: str
    facts: tuple[str, ...]
    where: tuple[Formula, ...] = ()


@record
class Threshold:
    """The first depth at which the naive bound is below the smallest normal number of a floating-point format.

    Of a chain of several names only whole repetitions are looked at: ``repetitions`` of them are ``layers`` layers.
    Both are None when that never happens.  ``overflow`` is the first number of layers for which the supremum itself is
    above the ``largest`` number of the format, as far as that is known; ``tight`` the first for which the supremum is
    below the smallest, where a table was asked for and that can be told.
    """

    format: str
    smallest: str
    layers: int | None
    repetitions: int | None = None
    largest: str = ""
    overflow: int | None = None
    tight: int | None = None


@record
class DepthRow:
    """A line of the table over depth: the bounds of the absolute derivative for so many layers.

    ``infimum`` is None where it is 0 or not known; ``positive`` then tells which (False: it is 0).  ``formats`` says
    for every floating-point format where the tight bound (or else the naive one) lies: ``below`` its normal numbers,
    ``inside`` them, ``above``, or ``unknown``; ``naive_formats`` says so of the naive bound.
    """

    layers: int
    naive: Extremum
    tight: Extremum | None
    ratio: Enclosure | None = None
    infimum: Extremum | None = None
    positive: bool | None = None
    formats: tuple[tuple[str, str], ...] = ()
    naive_formats: tuple[tuple[str, str], ...] = ()


@record
class ChainBounds:
    """The absolute derivative of the composition of all layers, over all inputs.

    ``naive`` is the product of the suprema of the layers, ``tight`` the supremum of the composition itself, ``ratio``
    encloses tight / naive.  ``rate`` is the limit of tight(n)**(1/n), where known, and ``fixed_point`` the point whose
    derivative it is.  ``reason`` says why the behaviour for n -> oo is what it is.  ``checked`` pairs the lines
    ``naive``, ``tight``, ``rate`` and ``behaviour`` with what the kernel proved of them; a line that is missing there
    rests on ball arithmetic or exact rational arithmetic outside of the kernel.
    """

    layers: int
    naive: Extremum
    tight: Extremum | None
    ratio: Enclosure | None = None
    rate: Enclosure | None = None
    fixed_point: Enclosure | None = None
    behaviour: str = "undecided"
    reason: str = ""
    thresholds: tuple[Threshold, ...] = ()
    checked: tuple[tuple[str, Checked], ...] = ()

    def __post_init__(self) -> None:
        if self.behaviour not in BEHAVIOURS:
            raise ValueError(f"{self.behaviour!r} is not one of {', '.join(BEHAVIOURS)}")


@record
class SymbolicBound:
    """The bound after n repetitions of ``repeated`` layers: ``bound`` such as (1/4)**n, for every ``variable`` n.

    ``claim`` is what is claimed, ``base`` and ``step`` its induction, each one formula.  ``statement`` says whether the
    claim bounds the ``derivative``, or the ``differences`` of the values that two inputs lead to; ``where`` then says
    what these values are.  ``exact``: the base of the power is exactly the product of the suprema, and not a little
    more.  ``proved``: the kernel accepted the induction, with this ``trust`` and these named ``facts``.  ``sharp`` says
    whether the bound is the supremum for every n (None: not known).  ``checked`` is about the lines ``sharp``, ``rate``
    and ``behaviour``, as in ``ChainBounds``.
    """

    variable: str
    bound: Formula
    claim: Formula
    base: Formula
    step: Formula
    behaviour: str
    reason: str
    rate: Enclosure | None = None
    fixed_point: Enclosure | None = None
    thresholds: tuple[Threshold, ...] = ()
    sharp: bool | None = None
    proved: bool = False
    repeated: int = 1
    exact: bool = True
    statement: str = "derivative"
    where: tuple[Formula, ...] = ()
    trust: str | None = None
    facts: tuple[str, ...] = ()
    checked: tuple[tuple[str, Checked], ...] = ()


@record
class Curve:
    """A picture of a derivative: points of its smooth pieces, and the proved bounds where they are finite.

    Floating point: a picture proves nothing.
    """

    name: str
    pieces: tuple[tuple[tuple[float, float], ...], ...]
    lower: float | None
    upper: float | None


@record
class DepthCurve:
    """A picture over depth: numbers of layers with log10 of the naive bound, and of the tight one."""

    naive: tuple[tuple[int, float], ...]
    tight: tuple[tuple[int, float], ...]


@record
class BoundOutcome(Answer):
    """Everything one request found out; ``chain`` is None without layers, ``symbolic`` without a symbolic depth.

    ``layers`` repeats the request: a number, a letter, or None.  ``names`` are innermost first.  ``undecided`` are
    the questions that could not be settled, each a sentence; exit code 1 when there are any.
    """

    names: tuple[str, ...]
    layers: int | str | None
    digits: int
    weight: str
    functions: tuple[FunctionBounds, ...]
    chain: ChainBounds | None = None
    symbolic: SymbolicBound | None = None
    undecided: tuple[str, ...] = ()
    seconds: float = 0.0
    weights: tuple[str, ...] = ()
    bias: tuple[str, str] | None = None
    table: tuple[DepthRow, ...] = ()
    curves: tuple[Curve, ...] = ()
    depth_curve: DepthCurve | None = None
