"""Scalar terms as SymPy expressions for tactics to compute with.

SymPy evaluates while it builds, so the result is never the statement itself; ``writing`` keeps that.  Arrays, sequences
and suprema are refused with a TypeError, by which a tactic knows that SymPy cannot help.
"""

from __future__ import annotations

from typing import Any

import sympy

from gradcheck.language.sympy.tables import ASSUMPTIONS, HEADS, RELATIONS, SIDES
from gradcheck.language.syntax.functions import unfold
from gradcheck.language.syntax.propositions import Relation
from gradcheck.language.syntax.terms import (
    Add,
    Apply,
    Const,
    Derivative,
    Div,
    Integral,
    Limit,
    Mul,
    Neg,
    Num,
    Pow,
    Sum,
    Symbol,
    Term,
    Where,
)


def scalar_to_sympy(term: Term) -> Any:
    """Return the SymPy expression of a scalar term, evaluated as SymPy does; TypeError for any other."""
    match term:
        case Num(value=value):
            return sympy.Rational(value.numerator, value.denominator)
        case Const(name=name):
            return sympy.pi if name == "pi" else sympy.oo
        case Symbol(name=name, sort=sort):
            return sympy.Symbol(name, **ASSUMPTIONS[sort])
        case Add(terms=parts) if not term.shape:
            return sympy.Add(*map(scalar_to_sympy, parts))
        case Mul(factors=parts) if not term.shape:
            return sympy.Mul(*map(scalar_to_sympy, parts))
        case Neg(term=inner):
            return -scalar_to_sympy(inner)
        case Div(numerator=above, denominator=below):
            return scalar_to_sympy(above) / scalar_to_sympy(below)
        case Pow(base=base, exponent=exponent):
            return scalar_to_sympy(base) ** scalar_to_sympy(exponent)
        case Apply(function=function, args=args) if not term.shape:
            if function in HEADS:
                return HEADS[function](*map(scalar_to_sympy, args))
            definition = unfold(term)
            if definition is not None:
                return scalar_to_sympy(definition)
        case Where(condition=Relation(op=op, left=left, right=right), then=then, otherwise=otherwise):
            condition = RELATIONS[op](scalar_to_sympy(left), scalar_to_sympy(right))
            if condition in (sympy.true, sympy.false):
                return scalar_to_sympy(then if condition == sympy.true else otherwise)
            return sympy.Piecewise(
                (scalar_to_sympy(then), condition), (scalar_to_sympy(otherwise), True), evaluate=False
            )
        case Sum(body=body, index=index, lo=lo, hi=hi):
            return sympy.Sum(scalar_to_sympy(body), (scalar_to_sympy(index), scalar_to_sympy(lo), scalar_to_sympy(hi)))
        case Derivative(body=body, variable=Symbol() as variable) if not term.shape:
            return sympy.Derivative(scalar_to_sympy(body), scalar_to_sympy(variable))
        case Integral(body=body, variable=variable, lo=lo, hi=hi):
            return sympy.Integral(
                scalar_to_sympy(body), (scalar_to_sympy(variable), scalar_to_sympy(lo), scalar_to_sympy(hi))
            )
        case Limit(body=body, variable=variable, point=point, side=side):
            at = scalar_to_sympy(point)
            return sympy.Limit(
                scalar_to_sympy(body), scalar_to_sympy(variable), at, "+" if at.is_infinite else SIDES[side]
            )
    raise TypeError(f"{type(term).__name__} has no counterpart in SymPy")
