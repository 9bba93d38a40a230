"""The shortest form of a scalar term that is proved: the candidates come from normal forms and from SymPy.

Candidates are the normal form shown back, the same factored and with exponentials gathered into tanh, sigmoid, cosh,
softplus and the functions of the term itself, and what SymPy's simplify, factor, expand, cancel, together and trigsimp
make of the term.  They are tried from the shortest to the longest, and the first that the kernel proves equal to the
term is the answer, with the conditions under which the two are defined where the assumptions do not give them.
The answer is never longer than the term itself.  Arrays, and terms without a normal form, stay as they are.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from math import gcd

from gradcheck.algebra.forms import FAILURES, kin, size, spellings
from gradcheck.algebra.lower import Lowering
from gradcheck.algebra.quotient import Quotient
from gradcheck.algebra.ring import Ring
from gradcheck.algebra.show import show
from gradcheck.kernel.goal import Goal
from gradcheck.kernel.rejection import Rejected
from gradcheck.language.printing.text import render_text
from gradcheck.language.syntax.node import walk
from gradcheck.language.syntax.propositions import Proposition, Relation
from gradcheck.language.syntax.terms import Apply, Num, Symbol, Term
from gradcheck.runtime.mishaps import sympy_at_work
from gradcheck.search.tactic import gives_way
from gradcheck.search.tactics import missing_conditions, new_search, search_proof

MAX_CANDIDATES, MAX_ATOMS, MAX_NODES = 16, 3, 300
MAX_SETS = 5  # of conditions that are tried
SLOW = ("enclosure", "induction", "monotonicity", "mean value", "extremum", "antiderivative", "leading terms")


@dataclass(frozen=True)
class Simplest:
    """The simplest form, and the conditions under which it equals the term."""

    term: Term
    conditions: tuple[Proposition, ...] = ()


def search_simplest(term: Term, given: tuple[Proposition, ...], with_sympy: bool = True) -> Simplest:
    """Return the shortest candidate that is proved to equal the term."""
    found = {term: None}
    found.update((candidate, None) for candidate in _of_normal_forms(term, given))
    if with_sympy:
        found.update((candidate, None) for candidate in _of_sympy(term))
    order = sorted(found, key=lambda candidate: (size(candidate), len(render_text(candidate)), candidate is not term))
    for candidate in order[:MAX_CANDIDATES]:
        if candidate is term:
            break
        conditions = _conditions(term, candidate, given)
        if conditions is not None:
            return Simplest(candidate, conditions)
    return Simplest(term, _conditions(term, term, given) or ())


def _conditions(term: Term, candidate: Term, given: tuple[Proposition, ...]) -> tuple[Proposition, ...] | None:
    """Return the conditions that the equation needs besides what is given; None if it is not proved."""
    goal = Goal(Relation("=", term, candidate), given)
    search = new_search().skipping(*SLOW)
    if search_proof(goal, search) is not None:
        return ()
    for conditions in missing_conditions(search)[:MAX_SETS]:
        if search_proof(goal.suppose(*conditions), new_search().skipping(*SLOW)) is not None:
            return conditions
    return None


def _of_normal_forms(term: Term, given: tuple[Proposition, ...]) -> list[Term]:
    if term.shape:
        return []

    def work(ring: Ring, lowering: Lowering) -> list[Term]:
        value = lowering.scalar(term)
        functions = [node for node in walk(term) if isinstance(node, Apply) and not node.shape]
        words: list[Term] = [node for node in functions if node.function != "exp"]
        words += [relative for word in words for relative in kin(word)]
        gathered = list(_gathered(ring, value))
        return [form for group in (words, gathered) for form in spellings(lowering, value, dict.fromkeys(group))]

    goal = Goal(Relation("=", term, term), given)
    try:
        return [form for form in goal.in_ring(work) if not any(_is_name(node) for node in walk(form))]
    except (*FAILURES, Rejected):
        return []
    except Exception as error:
        if not gives_way(error):
            raise
        return []


def _is_name(node: object) -> bool:
    return isinstance(node, Symbol) and node.name.startswith("<")


def _gathered(ring: Ring, value: Quotient) -> Iterator[Term]:
    """Yield functions whose exponentials are those of the value, also inside its logarithms."""
    todo, seen = [value], 0
    while todo and seen < MAX_ATOMS:
        current = todo.pop(0)
        for slot in current.slots():
            atom = ring.slots[slot]
            if atom.head == "log":
                todo.append(atom.data[0])
            if atom.head != "exp":
                continue
            seen += 1
            monomial, fineness = atom.data
            degrees = [dict(powers).get(slot, 0) for part in (current.num, current.den) for powers, _ in part.terms()]
            step = gcd(*degrees) or 1
            for scale, names in (
                (1, ("softplus", "sigmoid", "tanh")),
                (Fraction(1, 2), ("tanh", "cosh", "sinh", "sech")),
            ):
                argument = show(ring, monomial.scaled(Fraction(step, fineness) * scale))
                yield from (Apply(name, (argument,)) for name in names)


def _of_sympy(term: Term) -> Iterator[Term]:
    """Yield the forms that SymPy proposes for the term; none is trusted."""
    nodes = list(walk(term))
    if len(nodes) > MAX_NODES or any(isinstance(node, Num) and abs(node.value) > 10**6 for node in nodes):
        return
    import sympy

    from gradcheck.language.sympy.computing import scalar_to_sympy
    from gradcheck.language.sympy.reading import from_sympy

    ways = (sympy.simplify, sympy.factor, sympy.expand, sympy.cancel, sympy.together, sympy.trigsimp)
    with sympy_at_work():
        given = scalar_to_sympy(term).doit()
        for way in (sympy.Basic.doit, *ways):
            with sympy_at_work():
                yield from_sympy(way(given))
