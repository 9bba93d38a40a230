"""The rule for the named facts that conclude something from premises.

``kernel.axioms`` has their statements and sources, and the facts that stand behind other rules.  Here each is a
function, or several, of the terms that it is about: to its conclusion, followed by the premises.
"""

from __future__ import annotations

from collections.abc import Callable

from gradcheck.kernel.dependencies import Trail
from gradcheck.kernel.evidence import ByFact, Evidence
from gradcheck.kernel.goal import Goal
from gradcheck.kernel.rejection import Rejected
from gradcheck.kernel.rules.norms import NORMS
from gradcheck.kernel.rules.orders import ORDERS
from gradcheck.kernel.rules.statement import ONE, ZERO, Fact, equal, needed
from gradcheck.language.syntax.arrays import Determinant, Identity, Inverse, MatMul, Norm, Trace, Transpose
from gradcheck.language.syntax.propositions import Invertible, PositiveDefinite, Proposition, Relation
from gradcheck.language.syntax.terms import Add, Apply, Mul, Neg, Pow, Term, as_term

Check = Callable[[Goal, Evidence, Trail], None]


def congruence(left: Term, right: Term) -> tuple[Proposition, ...]:
    """f(a) = f(b), from a = b: f a named function of one argument, a norm, a trace, a determinant or an inverse."""
    needed(type(left) is type(right) and isinstance(left, Apply | Norm | Trace | Determinant | Inverse))
    needed(getattr(left, "function", None) == getattr(right, "function", None))
    (a,), (b,) = left.children(), right.children()
    return equal(left, right), equal(a, b)  # type: ignore[arg-type]


def right_inverse(A: Term, X: Term) -> tuple[Proposition, ...]:
    """A is invertible, from A X = I, for square matrices."""
    needed(A.shape == X.shape)
    return Invertible(A), equal(MatMul(A, X), Identity(A.shape[0]))


def no_length(a: Term, b: Term) -> tuple[Proposition, ...]:
    """a = b, from ||a - b||^2 <= 0."""
    return equal(a, b), Relation("<=", Pow(Norm(Add((a, Neg(b)))), as_term(2)), ZERO)


def definite_form(A: Term, v: Term) -> tuple[Proposition, ...]:
    """v A v > 0, from that A is positive definite, and v not zero."""
    return Relation(">", MatMul(MatMul(v, A), v), ZERO), PositiveDefinite(A), Relation(">", Norm(v), ZERO)


CONCLUDING: dict[str, tuple[Fact, ...]] = {
    "definite-invertible": (lambda A: (Invertible(A), PositiveDefinite(A)),),
    "inverse-solves": (lambda A, x, b: (equal(MatMul(A, x), b), Invertible(A), equal(x, MatMul(Inverse(A), b))),),
    "inverse-product": (
        lambda A: (equal(MatMul(A, Inverse(A)), Identity(A.shape[0])), Invertible(A)),
        lambda A: (equal(MatMul(Inverse(A), A), Identity(A.shape[0])), Invertible(A)),
    ),
    "inverse-unique": (lambda A, X: (equal(X, Inverse(A)), equal(MatMul(A, X), Identity(A.shape[0]))),),
    "right-inverse": (right_inverse,),
    "determinant": (
        lambda A: (Relation("!=", Determinant(A), ZERO), Invertible(A)),
        lambda A: (Invertible(A), Relation("!=", Determinant(A), ZERO)),
        lambda A: (equal(Mul((Determinant(Inverse(A)), Determinant(A))), ONE), Invertible(A)),
        lambda A, B: (equal(Determinant(MatMul(A, B)), Mul((Determinant(A), Determinant(B)))),),
        lambda A: (equal(Determinant(Transpose(A)), Determinant(A)),),
        lambda side: (equal(Determinant(Identity(side)), ONE),),
    ),
    "congruence": (congruence,),
    "transpose": (lambda A, B: (equal(A, B), equal(Transpose(A), Transpose(B))),),
    "definite-form": (definite_form,),
    "definite-norm": (no_length,),
    **ORDERS,
    **NORMS,
}


def statements(name: str, arguments: tuple[Term, ...]) -> list[tuple[Proposition, ...]]:
    """Return what the fact says of the terms: each conclusion, followed by its premises."""
    found = []
    for fact in CONCLUDING.get(name, ()):
        try:
            found.append(fact(*arguments))
        except (ValueError, TypeError, IndexError):
            continue  # another number of terms, or there is no such statement of them
    return found


def check_fact(goal: Goal, evidence: ByFact, trail: Trail, check: Check) -> None:
    """Check that the goal is what a named fact concludes of the terms, and that its premises are proved."""
    said = [premises for conclusion, *premises in statements(evidence.fact, evidence.arguments)
            if conclusion is goal.claim]  # fmt: skip
    if not said or len(said[0]) != len(evidence.premises):
        raise Rejected(f"no fact named {evidence.fact!r} concludes the claim of these terms from so many premises")
    for premise, proof in zip(said[0], evidence.premises, strict=True):
        check(goal.claiming(premise), proof, trail)
    trail.rest_on(evidence.fact)
