"""Computes the depth at which a gradient leaves a floating-point format.

Sources: IEEE 754-2019 for float16, float32 and float64; the OCP 8-bit Floating Point Specification 1.0 for fp8 (E4M3
has no infinity and reaches 448); bfloat16 has the exponents of float32 and 8 bits of significand.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from flint import arb, ctx

from gradcheck.balls.arithmetic import ball
from gradcheck.outcome.bound import Threshold

MAX_BLOCKS = 10**6


@dataclass(frozen=True)
class Format:
    """A format: its smallest normal number is 2**-bits, its largest finite number (2 - 2**-rest) 2**top."""

    name: str
    bits: int
    largest: Fraction
    largest_text: str

    @property
    def smallest(self) -> Fraction:
        return Fraction(1, 2**self.bits)

    @property
    def smallest_text(self) -> str:
        return f"2^-{self.bits}"


def _largest(fraction_bits: int, top: int) -> Fraction:
    return Fraction((2 ** (fraction_bits + 1) - 1) << top, 1 << fraction_bits)


FORMATS = (
    Format("fp8_e4m3", 6, Fraction(448), "448"),
    Format("fp8_e5m2", 14, Fraction(57344), "57344"),
    Format("float16", 14, Fraction(65504), "65504"),
    Format("bfloat16", 126, _largest(7, 127), "(2 - 2^-7)*2^127"),
    Format("float32", 126, _largest(23, 127), "(2 - 2^-23)*2^127"),
    Format("float64", 1022, _largest(52, 1023), "(2 - 2^-52)*2^1023"),
)


def thresholds(
    lower: Fraction | None, upper: Fraction | None, growth: Fraction | None, repeated: int
) -> tuple[Threshold, ...]:
    """Return where size**n leaves each format; lower <= size <= upper is the naive bound of a block of layers.

    Underflow is told of the naive bound, so the derivative is below too.  Overflow is told of the derivative itself:
    ``growth`` is a number of which every power is reached or exceeded by the supremum; None where none is known.
    """
    found = []
    for one in FORMATS:
        below = _first_below(lower, upper, one.smallest)
        above = None if growth is None or growth <= 1 else _first_power(growth, one.largest)
        found.append(
            Threshold(
                one.name, one.smallest_text, None if below is None else below * repeated, below,
                one.largest_text, None if above is None else above * repeated,
            )
        )  # fmt: skip
    return tuple(found)


def beyond(lower: Fraction, upper: Fraction) -> tuple[tuple[str, str], ...]:
    """Return, for every format, where a number in [lower, upper], at least 0, lies.

    ``below`` the normal numbers, ``above`` them, ``inside``, or ``unknown`` where the enclosure does not tell.
    """
    return tuple((one.name, _position(one, lower, upper)) for one in FORMATS)


def _position(one: Format, lower: Fraction, upper: Fraction) -> str:
    if upper < one.smallest:
        return "below"
    if lower > one.largest:
        return "above"
    return "inside" if one.smallest <= lower and upper <= one.largest else "unknown"


def _first_below(lower: Fraction | None, upper: Fraction | None, limit: Fraction) -> int | None:
    """The least n with size**n < limit; None when there is none, or when the enclosure does not tell."""
    if upper is None or upper >= 1 or not lower:
        return None
    depths = {_first_power(1 / end, 1 / limit) for end in (lower, upper)}
    return depths.pop() if len(depths) == 1 else None


def _first_power(base: Fraction, limit: Fraction) -> int | None:
    """The least n >= 1 with base**n > limit, for a base > 1; None when it is large."""
    with ctx.workprec(200):
        guess = (ball(limit).log() / ball(base).log() - arb(1) / 2**40).floor().unique_fmpz()
    if guess is None or guess > MAX_BLOCKS:
        return None
    n = max(int(guess), 1)
    while not base**n > limit:
        n += 1
    return n
