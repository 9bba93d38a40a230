"""Antiderivatives that SymPy proposes; the kernel differentiates them back."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

from gradcheck.language.syntax.node import walk
from gradcheck.language.syntax.substitution import replace_terms
from gradcheck.language.syntax.terms import Apply, Integral, Term
from gradcheck.runtime.mishaps import sympy_at_work


@lru_cache(maxsize=64)
def propose_primitives(term: Integral) -> tuple[Term, ...]:
    """Return candidate primitives of the integrand."""
    return tuple(dict.fromkeys(_primitives(term)))


def _primitives(term: Integral) -> Iterator[Term]:
    from gradcheck.search.calculus.gaussian import primitive_of

    gaussian = primitive_of(term)
    if gaussian is not None:
        sizes = {part: part.args[0] for part in walk(gaussian) if isinstance(part, Apply) and part.function == "abs"}
        if sizes:  # sqrt(1/s^2): for a positive s, which SymPy does not know it to be
            yield replace_terms(gaussian, sizes)
        yield gaussian
        return
    import sympy

    from gradcheck.language.sympy.computing import scalar_to_sympy
    from gradcheck.language.sympy.reading import from_sympy

    with sympy_at_work():
        variable = scalar_to_sympy(term.variable)
        primitive = sympy.integrate(scalar_to_sympy(term.body), variable)
        if primitive.has(sympy.Integral):
            return
        for found in (sympy.simplify(primitive), primitive):
            pieces = [piece.args[0] for piece in found.args] if isinstance(found, sympy.Piecewise) else [found]
            for part in pieces:  # by the values of parameters: which of them is one, the kernel finds out
                yield from_sympy(part)
