"""gradcheck proves, or refutes with a counterexample, the mathematics of deep learning.

Importing the package costs nothing: authors import ``gradcheck.derivation`` and ``gradcheck.language.author``, the
command line lives in ``gradcheck.cli``, and neither SymPy nor python-flint is loaded before something needs it.
"""

__version__ = "0.1.0"
