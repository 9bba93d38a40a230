"""Antiderivatives that SymPy proposes; the kernel differentiates them back."""

from __future__ import annotations

from collections.abc import Iterator

from gradcheck.language.terms import Integral, Term


def propose_primitives(term: Integral) -> Iterator[Term]:
    """Candidate primitives of the integrand that vanish at an infinite end."""
    import sympy

    from gradcheck.language.sympy_bridge import from_sympy, to_sympy

    try:
        variable = to_sympy(term.variable)
        primitive = sympy.integrate(to_sympy(term.body), variable)
        if primitive.has(sympy.Integral):
            return
        yield from_sympy(sympy.simplify(primitive))
        yield from_sympy(primitive)
    except (TypeError, ValueError, NotImplementedError, AttributeError):
        return
