"""gradcheck proves, or refutes with a counterexample, the mathematics of deep learning.

    from gradcheck import prove, check, show, simplify, bound, gain    # what a program asks
    from gradcheck.derivation import derivation, step      # what an author writes
    gradcheck --help                                       # what the command line does

Importing the package costs nothing: neither SymPy nor python-flint is loaded before something needs it.
"""

TYPE_CHECKING = False  # importing the package imports nothing else, typing neither
if TYPE_CHECKING:
    from gradcheck.interface import bound, check, gain, prove, prove_all, show, simplify

__version__ = "0.1.0"
__all__ = ["__version__", "bound", "check", "gain", "prove", "prove_all", "show", "simplify"]


def __getattr__(name: str) -> object:
    """Return what a program asks for, loaded when it is asked."""
    if name.startswith("_") or name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from gradcheck import interface

    found: object = getattr(interface, name)
    return found
