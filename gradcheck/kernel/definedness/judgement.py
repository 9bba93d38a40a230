"""The judgement of definedness: that a statement has a value wherever the hypotheses hold.

    H |- t defined      t has a value at all values of the free symbols at which the propositions in H are true

It is demanded of every goal at which evidence ends (``check``), so that no rule has to remember it: of claims, lemmas,
instances, witnesses and cases alike.  It goes down the term.  Each node asks what ``conditions.own_conditions`` says,
its parts are judged under what guards them, and bound variables under their ranges:

    where(c, a, b)             a under c, b under not c
    P and Q, P => Q            Q under P;  P or Q: Q under not P
    sum, ordered product       the body for every index from lo to hi
    integral, extremum         the body for lo < x < hi; that the value is a number must be a hypothesis, unless the
                               rule itself shows it (``shown``)
    limit                      its point; that it exists, likewise
    derivative                 the body at the point; differentiable there, by its normal form
    mean, variance             the body at every outcome; that the mean exists, by its normal form
    a member of a sequence     its index is not before the first, and every member from there up to it has a value: see
                               ``members``
    for all x: P               P for every x
    there is an x: P           nothing: where P has no value, x does not count

A condition holds if a hypothesis says it, if a hypothesis could not be true without it, or if its sign is visible.

What is not established is reported as ``Missing``, closed over its bound variables and guards: a hypothesis or a lemma
that says just that will do.
"""

from __future__ import annotations

from dataclasses import replace

from gradcheck.algebra.randomness import random_names
from gradcheck.algebra.ring_cache import shared_memory
from gradcheck.kernel.definedness.judge import Judge, holds
from gradcheck.kernel.definedness.kinds import RULES
from gradcheck.kernel.definedness.total import is_total
from gradcheck.kernel.dependencies import Missing, Trail
from gradcheck.kernel.goal import Goal
from gradcheck.kernel.rejection import Rejected
from gradcheck.kernel.rules.denial import negate
from gradcheck.language.syntax import arrays
from gradcheck.language.syntax.node import Node, walk
from gradcheck.language.syntax.propositions import Proposition, Relation
from gradcheck.language.syntax.terms import Term


def check_defined(goal: Goal, node: Node, trail: Trail, shown: frozenset[Term] = frozenset()) -> None:
    """Return if the node has a value wherever the hypotheses of the goal hold;
    else raise Missing with the open conditions.

    The rule that calls this proves itself that the terms in ``shown`` have a value, if their ends have one.
    """
    if is_total(node):
        return
    known = shared_memory().setdefault(("judged", goal.setting, goal.hypotheses, shown), {})
    if node not in known:
        known[node] = _judged(goal, node, shown)
    found = known[node]
    if isinstance(found, Rejected):
        raise found.with_traceback(None)
    trail.join(found)


def _judged(goal: Goal, node: Node, shown: frozenset[Term]) -> Trail | Rejected:
    """Return what the judgement rests on, or the Rejected that says why there is none."""
    judge, own = Judge(goal, shown, RULES), Trail()
    try:
        judge.judge(goal, node, own)
    except Rejected as reason:
        return reason.with_traceback(None)
    return Missing(tuple(dict.fromkeys(judge.missing))) if judge.missing else own


class VoidAssumption(Rejected):
    """A hypothesis that no statement may have, and the reason."""

    def __init__(self, hypothesis: Proposition, why: str) -> None:
        super().__init__(f"an assumption {why}")
        self.hypothesis, self.why = hypothesis, why


def check_hypotheses(goal: Goal) -> None:
    """Raise VoidAssumption where a hypothesis supposes what no statement may suppose.

    Nothing can be supposed of an entry that does not exist: at the values of bound variables every entry in a
    hypothesis must be shown to exist, and one outside of all binders must not certainly be missing.  What holds for
    some outcomes of a random variable only is no hypothesis either: a mean is over all of them.
    """
    for position, hypothesis in enumerate(goal.hypotheses):
        if random_names(hypothesis, goal.definitions):
            raise VoidAssumption(hypothesis, "would hold for some outcomes of a random variable only")
        if not any(isinstance(part, arrays.Entry) for part in walk(hypothesis)):
            continue
        before = replace(goal, hypotheses=goal.hypotheses[:position])
        judge = Judge(before, frozenset(), RULES, entries_only=True)
        judge.judge(before, hypothesis, Trail())
        for condition in judge.missing:  # one under a bound variable is no relation
            if not isinstance(condition, Relation) or holds(before, negate(condition), Trail()):
                raise VoidAssumption(hypothesis, "speaks of an entry that does not exist")
