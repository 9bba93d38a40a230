"""Encloses the values of terms rigorously: balls, Taylor jets, germs at infinity, complex balls.

Part of what the kernel trusts for verdicts with trust ``enclosure``.
"""
