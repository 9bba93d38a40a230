"""Relations of SymPy and their combinations to propositions.

    Eq, Ne, Le, Lt, Ge, Gt            relations, held ones (``evaluate=False``) as they stand
    ITE(p, q, r), Xor(p, q)           (p => q) and (p or r); p if and only if not q
    And, Or, Implies, Equivalent      connectives; a chain 0 < x < 1 is And(0 < x, x < 1)
    Not                               moved inwards to the relations
    Contains(x, S)                    S an Interval, a FiniteSet, or a Union or Intersection of these
    Q.invertible(A)                   the matrix has an inverse
    Eq(A, B), Ne(A, B) of matrices    all entries are equal; norm(A - B) != 0; of explicit and block ones cell by cell
    Le(A, B) of matrices              all entries are in this order, and the step says so

Refused: what SymPy decided while it was built (GC441), other sets.
"""

from __future__ import annotations

from typing import Any

import sympy
from sympy.assumptions.assume import AppliedPredicate
from sympy.core.relational import Relational
from sympy.logic.boolalg import Boolean, BooleanAtom
from sympy.matrices import MatrixBase

from gradcheck.language.sympy.binders import end_from_sympy
from gradcheck.language.sympy.blocks import compared, determinant, grid_of, has_cells
from gradcheck.language.sympy.matrices import term_from_sympy
from gradcheck.language.sympy.refusals import AlreadyDecided, NoCounterpart, shown
from gradcheck.language.sympy.symbols import tell
from gradcheck.language.sympy.tables import OPERATORS
from gradcheck.language.sympy.unevaluated import is_array
from gradcheck.language.syntax.arrays import Norm
from gradcheck.language.syntax.propositions import NEGATION, And, Iff, Implies, Invertible, Or, Proposition, Relation
from gradcheck.language.syntax.terms import Add, Neg, Term, as_term


def statement_from_sympy(expr: Any) -> Proposition:
    """Return the proposition; TypeError where the language has no counterpart."""
    if isinstance(expr, BooleanAtom | bool):
        raise AlreadyDecided(
            f"SymPy decided this: it is {bool(expr)} before it could be read; hold it: build the statement inside"
            " of `with held():` (and write Eq(a, b): a == b compares two expressions)"
        )
    match expr:
        case Relational():
            return _relation(expr)
        case sympy.And():
            return And(tuple(map(statement_from_sympy, expr.args)))
        case sympy.Or():
            return Or(tuple(map(statement_from_sympy, expr.args)))
        case sympy.Not():
            return _negated(statement_from_sympy(expr.args[0]), expr)
        case sympy.Implies():
            return Implies(*map(statement_from_sympy, expr.args))
        case sympy.Equivalent():
            as_written = isinstance(expr._args[0], Boolean)  # a held one; any other has a set of parts
            first, *others = map(statement_from_sympy, expr._args if as_written else expr.args)
            parts = [Iff(first, other) for other in others]
            return parts[0] if len(parts) == 1 else And(tuple(parts))
        case sympy.ITE():
            test, yes, no = map(statement_from_sympy, expr.args)
            return And((Implies(test, yes), Or((test, no))))
        case sympy.Xor(args=(left, right)):
            return Iff(statement_from_sympy(left), _negated(statement_from_sympy(right), expr))
        case sympy.Contains():
            return _contained(*expr.args)
        case AppliedPredicate(function=sympy.Q.invertible, arguments=(matrix,)):
            if has_cells(matrix):
                return Relation("!=", determinant(grid_of(matrix, {}), matrix), as_term(0))
            return Invertible(term_from_sympy(matrix, {}))
    raise NoCounterpart(
        f"{shown(expr)} ({type(expr).__name__}) claims nothing; a claim is a relation, such as Eq(a, b)"
    )


def _relation(expr: Any) -> Proposition:
    op = OPERATORS.get(type(expr))
    if op is None:
        raise NoCounterpart(f"{type(expr).__name__} is no relation of the language: {shown(expr)}")
    left, right = expr.args
    if any(isinstance(side, MatrixBase) or is_array(side) for side in (left, right)):
        with_cells = has_cells(left) or has_cells(right)
        if op == "!=" and not with_cells:
            return Relation("!=", Norm(Add((term_from_sympy(left, {}), Neg(term_from_sympy(right, {}))))), as_term(0))
        if op not in ("=", "!="):
            tell("an order between arrays holds entry by entry; a matrix is not compared by its eigenvalues")
        if with_cells:
            return compared(op, left, right)
        return Relation(op, term_from_sympy(left, {}), term_from_sympy(right, {}))
    return Relation(op, end_from_sympy(left, {}), end_from_sympy(right, {}))


def _negated(claim: Proposition, expr: Any) -> Proposition:
    match claim:
        case Relation(op=op, left=left, right=right) if not left.shape:
            return Relation(NEGATION[op], left, right)
        case And(parts=parts):
            return Or(tuple(_negated(part, expr) for part in parts))
        case Or(parts=parts):
            return And(tuple(_negated(part, expr) for part in parts))
        case Implies(premise=premise, conclusion=conclusion):
            return And((premise, _negated(conclusion, expr)))
        case Iff(left=left, right=right):
            return Iff(left, _negated(right, expr))
    raise NoCounterpart(f"{shown(expr)} denies what is no combination of relations between scalars")


def contained(term: Term, interval: Any) -> tuple[Relation, ...]:
    """Return what says that the term is in the interval: a relation for each end that is not infinite."""
    parts = []
    if not interval.start.is_infinite:
        parts.append(Relation("<" if interval.left_open else "<=", end_from_sympy(interval.start, {}), term))
    if not interval.end.is_infinite:
        parts.append(Relation("<" if interval.right_open else "<=", term, end_from_sympy(interval.end, {})))
    return tuple(parts)


def _contained(element: Any, found: Any) -> Proposition:
    term = term_from_sympy(element, {})
    match found:
        case sympy.Interval():
            parts = contained(term, found)
            if parts:
                return parts[0] if len(parts) == 1 else And(parts)
        case sympy.FiniteSet():
            parts = tuple(Relation("=", term, term_from_sympy(arg, {})) for arg in found.args)
            return parts[0] if len(parts) == 1 else Or(parts)
        case sympy.Union():
            return Or(tuple(_contained(element, arg) for arg in found.args))
        case sympy.Intersection():
            return And(tuple(_contained(element, arg) for arg in found.args))
    raise NoCounterpart(
        f"that something is in {shown(found)} cannot be stated; use intervals, or a symbol with assumptions"
    )
