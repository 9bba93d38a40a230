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

    The annotations of the fields are what the kernel holds evidence to (``kernel.shape``).  Of a rule as a whole its
    class says: the ``label`` by which reports name it; the ``theorem``, a named fact (``kernel.axioms``), that
    every proof by it rests on; and ``is_connective``, if reports name such a proof by its ``rest``.
    """

    label = ""
    theorem = ""
    is_connective = False

    def __init_subclass__(cls, *, label: str = "", theorem: str = "", is_connective: bool = False) -> None:
        cls.label, cls.theorem, cls.is_connective = label, theorem, is_connective
