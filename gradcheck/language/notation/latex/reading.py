"""What a reader is told before it reads: macros, words that are names, and what to do where a text leaves a choice."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from gradcheck.language.notation.latex.macros import Macro


@dataclass(frozen=True)
class Reading:
    """``words`` are names of several letters that are written without a font, such as loss.

    ``sums`` says where a sum or product ends if what follows mentions its index: behind its first ``term``, or with the
    ``whole``; if empty, that is refused with both readings.
    """

    macros: Mapping[str, Macro] = field(default_factory=dict)
    words: frozenset[str] = frozenset()
    sums: str = ""
