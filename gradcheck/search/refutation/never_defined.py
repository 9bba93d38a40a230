"""Claims that can be neither proved nor refuted: a part of them has no value wherever the assumptions hold.

Finds a denominator that is 0, the root or power of a number that is negative, the logarithm of one that is not
positive, an index outside of its array, and ends in the wrong order, where a normal form or a visible sign shows that;
inside of a sum, a supremum or an integral also at single points: 0, 1, -1, pi/2, and the ends of a sum.  Undecided:
claims with cases, for a case may never apply.
"""

from __future__ import annotations

from collections.abc import Iterator

from gradcheck.kernel.check import check
from gradcheck.kernel.dependencies import Trail
from gradcheck.kernel.goal import Goal
from gradcheck.kernel.rejection import Rejected
from gradcheck.language.printing.text import render_text
from gradcheck.language.syntax.arrays import Entry, is_integer
from gradcheck.language.syntax.definitions import Definition
from gradcheck.language.syntax.node import Node, walk
from gradcheck.language.syntax.propositions import Relation
from gradcheck.language.syntax.substitution import replace_symbols
from gradcheck.language.syntax.terms import (
    Apply,
    Const,
    Div,
    Extremum,
    Integral,
    Num,
    Pow,
    Sum,
    Symbol,
    Term,
    Where,
    as_term,
    free_symbols,
)
from gradcheck.search.tactic import direct_evidence

PLACES: tuple[Term, ...] = (as_term(0), as_term(1), as_term(-1), Const("pi") / 2)


def undefined_part(goal: Goal) -> str:
    """Return the part that has no value, in words; empty where none is found."""
    nodes = list(dict.fromkeys(walk(goal.claim)))
    if any(isinstance(node, Where) for node in nodes):
        return ""
    free = free_symbols(goal.claim)
    for part, relation, why in demands_of(nodes):
        if relation.left.shape or free_symbols(part) - free:
            continue
        if not _holds(goal, relation):
            continue
        where = " under the assumptions" if goal.hypotheses else ""
        return f"{render_text(part)} is never defined{where}: {why}"
    binders = (node for node in nodes if isinstance(node, Extremum | Integral | Sum) and not free_symbols(node) - free)
    return next((gap for node in binders if (gap := gap_of(goal, node))), "")


def gap_on_the_line(term: Term, variable: Symbol, definitions: tuple[Definition, ...] = ()) -> str:
    """Return a real number at which a part of the term has no value, in words; empty where none is found."""
    whole = Extremum("sup", term, variable, -Const("oo"), Const("oo"))
    if any(isinstance(node, Where) for node in walk(term)):
        return ""
    return gap_of(Goal(Relation("=", whole, as_term(0)), (), definitions), whole)


def gap_of(goal: Goal, term: Extremum | Integral | Sum) -> str:
    """Return a point of the range at which a part of the body has no value, in words; empty where none is found."""
    variable = term.index if isinstance(term, Sum) else term.variable
    op, places = ("<=", (term.lo, term.hi, *PLACES[:3])) if isinstance(term, Sum) else ("<", PLACES)
    outside = free_symbols(term.lo) | free_symbols(term.hi) | free_symbols(goal.claim)
    for part, relation, why in demands_of(list(dict.fromkeys(walk(term.body)))):
        if relation.left.shape or variable not in free_symbols(part) or free_symbols(part) - {variable} - outside:
            continue
        for value in places:
            ends = [Relation(op, low, high) for low, high in ((term.lo, value), (value, term.hi))]
            at = replace_symbols(relation, {variable: value})
            if all(_holds(goal, r) for r in (*(e for e in ends if not _infinite(e)), at)):
                return f"{render_text(part)} is not defined at {variable.name} = {render_text(value)}: {why}"
    return ""


def _infinite(place: Node) -> bool:
    return any(isinstance(node, Const) and node.name == "oo" for node in walk(place))


def _holds(goal: Goal, relation: Relation) -> bool:
    try:
        check(goal.claiming(relation), direct_evidence(relation), Trail())
    except (Rejected, RecursionError):
        return False
    return True


def demands_of(nodes: list[Node]) -> Iterator[tuple[Term, Relation, str]]:
    """Yield parts of the claim, each with the relation under which it has no value and its name in words."""
    zero = as_term(0)
    for node in nodes:
        if isinstance(node, Entry):
            for index, side in zip(node.indices, node.array.shape, strict=True):
                yield node, Relation("<", index, as_term(1)), "its index is less than 1"
                yield node, Relation(">", index, side), f"its index is more than {render_text(side)}"
        if any(isinstance(part, Term) and part.shape for part in (node, *node.below)):
            continue  # of an array, one entry may have a value and another none
        match node:
            case Integral() | Extremum() if not any(_infinite(end) for end in (node.lo, node.hi)):
                op, why = (">", "more") if isinstance(node, Integral) else (">=", "not less")
                yield node, Relation(op, node.lo, node.hi), f"its lower end is {why} than its upper end"
            case Div():
                yield node, Relation("=", node.denominator, zero), "its denominator is 0"
            case Pow(exponent=Num(value=power)):
                op, why = ("=", "its base is 0") if power.denominator == 1 else ("<", "its base is negative")
                if power < 0 or power.denominator > 1:
                    yield node, Relation(op, node.base, zero), why
            case Pow() if not is_integer(node.exponent):
                yield node, Relation("<=", node.base, zero), "its base is not positive"
            case Apply(function="sqrt"):
                yield node, Relation("<", node.args[0], zero), "its argument is negative"
            case Apply(function="log"):
                yield node, Relation("<=", node.args[0], zero), "its argument is not positive"
