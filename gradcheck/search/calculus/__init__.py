"""Searches for evidence about derivatives, integrals, limits, growth, and means over normal variables."""
