"""The base of all evidence, and the type of a field that holds a number."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from gradcheck.language.syntax.terms import Term

SCALAR = "scalar"
Scalar = Annotated[Term, SCALAR]  # a term that is no array; the kernel looks at it before any checker does


@dataclass(frozen=True)
class Evidence:
    """Base of the rules of proof.

    The annotations of the fields are what the kernel holds evidence to (``kernel.shape``).
    """
