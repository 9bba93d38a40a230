"""Computes the depth from which the supremum itself, not only the naive bound, is below a format's normal numbers.

For chains whose values contract, B the block and J a ball that contains B^m of every number: with S_n the supremum of
|y_n'| for n blocks, and every n >= m,

    S_m inf {|y_(n-m)'(z)| : z in J}  <=  S_n  <=  S_m sup {|y_(n-m)'(z)| : z in J},

because y_m takes all numbers into J; and J is small.  S_n falls with n where the naive bound of a block is at most 1.
"""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from typing import Any

from flint import ctx

from gradcheck.activations.analysis import chains, fixed_points
from gradcheck.activations.analysis.chains import Chain
from gradcheck.activations.analysis.pieces import X
from gradcheck.balls.arithmetic import ball
from gradcheck.balls.jets import jet
from gradcheck.balls.series import Undefined
from gradcheck.bounds.depth import Question
from gradcheck.bounds.float_formats import FORMATS
from gradcheck.outcome.bound import Threshold
from gradcheck.search.covers.univariate import Supremum

SMALL = -40  # log2 of the radius of the ball of all values from which on the depths are followed in it
MAX_BLOCKS = 40
DEEPEST = 20_000
DIGITS = 12
BITS = 160


def with_tight_depths(question: Question, found: tuple[Threshold, ...]) -> tuple[Threshold, ...]:
    """The thresholds with the depths of the supremum, where these can be told."""
    size = question.block_size()
    if question.is_free or not isinstance(size, Supremum) or size.upper is None or size.upper > 1:
        return found
    if question.reached_at_every_depth(size) is not None:
        return tuple(replace(item, tight=item.layers) for item in found)
    if fixed_points.attractor(question.chain, DIGITS) is None:
        return found
    try:
        depths = _depths(question.chain)
    except Undefined:
        return found
    count = len(question.chain.layers)
    return tuple(
        replace(item, tight=None if item.format not in depths else depths[item.format] * count) for item in found
    )


def _depths(chain: Chain) -> dict[str, int]:
    """Return for each format the first number of blocks with a supremum below its smallest normal number."""
    found: dict[str, int] = {}
    with ctx.workprec(BITS):
        start = _contracted(chain)
        if start is None:
            return found
        blocks, values = start
    wanted = {one.name: one.smallest for one in FORMATS}
    limits = sorted(set(wanted.values()), reverse=True)
    reached: dict[Fraction, int] = {}
    last: Supremum | None = None
    for n in range(1, blocks + 1):
        tight = chains.tight(Chain(chain.layers, n, chain.weight), DIGITS)
        if not isinstance(tight, Supremum) or tight.upper is None or not tight.lower:
            return found
        last = tight
        if not _settle(limits, reached, n, tight.lower, tight.upper):
            return found
    if last is None or last.lower is None or last.upper is None:
        return found
    with ctx.workprec(BITS):
        at = values
        low, high = ball(last.lower), ball(last.upper)
        for n in range(blocks + 1, DEEPEST):
            if len(reached) == len(limits):
                break
            at, slope = jet(chain.block, X, at, 1, (), BITS)
            low, high = (low * abs(slope)).lower(), (high * abs(slope)).upper()
            below = [limit for limit in limits if limit not in reached and low < ball(limit)]
            if any(not high < ball(limit) for limit in below):
                return {name: reached[limit] for name, limit in wanted.items() if limit in reached}
            reached.update(dict.fromkeys(below, n))
    return {name: reached[limit] for name, limit in wanted.items() if limit in reached}


def _settle(limits: list[Fraction], reached: dict[Fraction, int], n: int, lower: Fraction, upper: Fraction) -> bool:
    """Note the limits below which the enclosed supremum is; False where the enclosure does not tell."""
    for limit in limits:
        if limit in reached:
            continue
        if upper < limit:
            reached[limit] = n
        elif lower < limit:
            return False
    return True


def _contracted(chain: Chain) -> tuple[int, Any] | None:
    """How many blocks bring every number into a small ball, and the ball."""
    image = fixed_points.all_values(chain, BITS)
    for n in range(1, MAX_BLOCKS):
        if image is None:
            return None
        if image.rad() < ball(Fraction(1, 2**-SMALL)):
            return n, image
        image = jet(chain.block, X, image, 0, (), BITS)[0]
    return None
