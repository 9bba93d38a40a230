"""Scalar terms to SymPy.

``to_sympy`` lets SymPy evaluate while it builds, so its result is for tactics to compute with, never the statement
itself.  Arrays, sequences and suprema are refused with a TypeError.
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


def to_sympy(term: Term) -> Any:
    """Return the SymPy expression of a scalar term, evaluated as SymPy does;
    TypeError for arrays, sequences and suprema.
    """
    match term:
        case Num(value=value):
            return sympy.Rational(value.numerator, value.denominator)
        case Const(name=name):
            return sympy.pi if name == "pi" else sympy.oo
        case Symbol(name=name, sort=sort):
            return sympy.Symbol(name, **ASSUMPTIONS[sort])
        case Add(terms=parts) if not term.shape:
            return sympy.Add(*map(to_sympy, parts))
        case Mul(factors=parts) if not term.shape:
            return sympy.Mul(*map(to_sympy, parts))
        case Neg(term=inner):
            return -to_sympy(inner)
        case Div(numerator=above, denominator=below):
            return to_sympy(above) / to_sympy(below)
        case Pow(base=base, exponent=exponent):
            return to_sympy(base) ** to_sympy(exponent)
        case Apply(function=function, args=args) if not term.shape:
            if function in HEADS:
                return HEADS[function](*map(to_sympy, args))
            definition = unfold(term)
            if definition is not None:
                return to_sympy(definition)
        case Where(condition=Relation(op=op, left=left, right=right), then=then, otherwise=otherwise):
            condition = RELATIONS[op](to_sympy(left), to_sympy(right))
            if condition in (sympy.true, sympy.false):
                return to_sympy(then if condition == sympy.true else otherwise)
            return sympy.Piecewise((to_sympy(then), condition), (to_sympy(otherwise), True), evaluate=False)
        case Sum(body=body, index=index, lo=lo, hi=hi):
            return sympy.Sum(to_sympy(body), (to_sympy(index), to_sympy(lo), to_sympy(hi)))
        case Derivative(body=body, variable=Symbol() as variable) if not term.shape:
            return sympy.Derivative(to_sympy(body), to_sympy(variable))
        case Integral(body=body, variable=variable, lo=lo, hi=hi):
            return sympy.Integral(to_sympy(body), (to_sympy(variable), to_sympy(lo), to_sympy(hi)))
        case Limit(body=body, variable=variable, point=point, side=side):
            at = to_sympy(point)
            return sympy.Limit(to_sympy(body), to_sympy(variable), at, "+" if at.is_infinite else SIDES[side])
    raise TypeError(f"{type(term).__name__} has no counterpart in SymPy")
