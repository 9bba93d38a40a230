"""``gradcheck bound``: the range of the derivative of an activation, and what depth makes of it."""

from gradcheck.bounds.answer import BoundRequest, bound_chain

__all__ = ["BoundRequest", "bound_chain"]
