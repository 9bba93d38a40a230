"""What the parts of the class of normal forms have in common."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from recheck.nodes import Node
    from recheck.polynomials import Quotient


class Part:
    """A part of ``Forms``, which has the methods of all parts."""

    if TYPE_CHECKING:
        asked: frozenset[int]
        presupposed: list[Node] | None
        places: dict[Any, Quotient]
        folded: set[Any] | None
        read: int
        void: bool

        def __init__(self, statement: Any, hypotheses: Any, folded: Any = None, before: Any = None) -> None: ...

        def __getattr__(self, name: str) -> Any: ...
