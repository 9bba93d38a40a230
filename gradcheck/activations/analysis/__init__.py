"""Bounds the derivatives of activations and of chains of layers, for ``gradcheck bound`` and ``gradcheck gain``.

Searches here may use SymPy and floating point; what they find goes to the kernel as evidence.
"""
