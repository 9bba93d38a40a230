"""What a reader is told before it reads: macros, words that are names, and what to do where a text leaves a choice."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from gradcheck.language.notation.latex.macros import Macro


@dataclass(frozen=True)
class Reading:
    """``words`` are names of several letters that are written without a font, such as loss.

    ``sums`` says where a sum or product ends if what follows mentions its index: behind its first ``term``, or with the
    ``whole``; if empty, that is refused with both readings.  What a text says of a letter above or behind another:
    ``labels`` are no exponents but parts of names, ``transposes`` signs of the transpose, ``powers`` names that look
    like powers, by base and exponent, ``numbers`` such as 6e4 no products with Euler's number, and ``above`` names of
    indices that stand where exponents do.
    """

    macros: Mapping[str, Macro] = field(default_factory=dict)
    words: frozenset[str] = frozenset()
    sums: str = ""
    labels: frozenset[str] = frozenset()
    transposes: frozenset[str] = frozenset()
    powers: frozenset[tuple[str, str]] = frozenset()
    numbers: frozenset[str] = frozenset()
    above: frozenset[str] = frozenset()
