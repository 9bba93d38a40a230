"""Answers ``gradcheck bound``: the range of the derivative of an activation, and bounds over depth."""

from gradcheck.bounds.answer import BoundRequest, bound_chain

__all__ = ["BoundRequest", "bound_chain"]
