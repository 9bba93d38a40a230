"""Answers ``gradcheck gain``: what an activation does to the variance of a normal pre-activation, and to gradients."""

from gradcheck.gains.answer import GainRequest, answer_gain

__all__ = ["GainRequest", "answer_gain"]
