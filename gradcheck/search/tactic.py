"""The state of a search, the shape of a tactic, and the test of its evidence by the kernel.

A tactic takes a goal and yields candidate evidence; ``first_proof`` returns the first candidate that the kernel
accepts.  Nothing that happens here is trusted: what a tactic finds is checked again where the verdict is made.

A tactic that raises anything gives way to the next one.  The exceptions in ``FOREIGN`` say that the goal is of another
kind; every other exception is a mishap, which is noted.  What a checker of the kernel raises is not caught.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from types import TracebackType
from typing import Any, TypeVar

from gradcheck.algebra.polynomial import TooLarge
from gradcheck.algebra.ring import Unsupported
from gradcheck.kernel.check import check
from gradcheck.kernel.counterexample.checking import check_counterexample
from gradcheck.kernel.dependencies import TRUST, Missing, Trail
from gradcheck.kernel.evidence import ByCases, ByCut, ByNormalForm, BySign, Evidence
from gradcheck.kernel.goal import Goal
from gradcheck.kernel.rejection import Rejected
from gradcheck.language.syntax.node import walk
from gradcheck.language.syntax.propositions import Proposition, Relation
from gradcheck.language.syntax.terms import Symbol, Term, as_term
from gradcheck.runtime.mishaps import is_noted

MAX_DEPTH = 6
Lemma = tuple[Proposition, Evidence]
FOREIGN = (Rejected, Unsupported, TooLarge, ArithmeticError, ValueError)  # the goal is of another kind
CHECKERS = (check.__code__, check_counterexample.__code__)


def is_trusted(trust: str, wanted: str) -> bool:
    """Whether a trust is at least as strong as another."""
    return TRUST.index(trust) <= TRUST.index(wanted)


@dataclass
class Search:
    """The state of one search: how deep it may still go, and which missing conditions it met."""

    depth: int = MAX_DEPTH
    hints: tuple[object, ...] = ()
    using: tuple[str, ...] = ()
    missing: list[tuple[Proposition, ...]] = field(default_factory=list)
    prove: Callable[[Goal, Search], Evidence | None] = lambda goal, search: None
    skip: frozenset[str] = frozenset()  # names of tactics that are not tried
    trust: str = TRUST[-1]  # the weakest trust that counts
    weaker: list[str] = field(default_factory=list)  # trusts of the proofs that were too weak
    failed: dict[object, int] = field(default_factory=dict)  # goals, and the depth to which they were searched in vain
    lemmas: dict[object, Evidence] = field(default_factory=dict)  # proofs of conditions, by what they are under
    mend: Callable[[Goal, Search, Evidence], Evidence | None] = lambda goal, search, evidence: None

    def deeper(self) -> Search:
        return replace(self, depth=self.depth - 1)

    def skipping(self, *names: str, **changes: Any) -> Search:
        """Return the same search without some tactics, and with other changes."""
        return replace(self, skip=self.skip | set(names), **changes)

    def sub(self, goal: Goal) -> Evidence | None:
        """Return evidence for a sub-goal, one level deeper, or None."""
        return self.prove(goal, self.deeper()) if self.depth > 0 else None

    def accepts(self, goal: Goal, evidence: Evidence) -> bool:
        """Whether the kernel accepts the evidence; missing conditions are remembered."""
        trail = Trail()
        try:
            check(goal, evidence, trail)
        except Missing as found:
            self.missing.append(found.conditions)
            return False
        except Rejected:
            return False
        if is_trusted(trail.trust, self.trust):
            return True
        self.weaker.append(trail.trust)
        return False


def split_by_sign(goal: Goal, search: Search, term: Term) -> Evidence | None:
    """Return evidence by the three cases term < 0, term = 0 and term > 0, if each is proved one level deeper;
    else None.
    """
    proofs = []
    for op in ("=", "<", ">"):
        proof = search.sub(goal.suppose(Relation(op, term, as_term(0))))
        if proof is None:
            return None
        proofs.append(proof)
    zero, negative, positive = proofs
    return ByCases(term, negative, zero, positive)


def direct_evidence(claim: Proposition) -> Evidence:
    """Return the evidence that needs no search: a normal form for an equation, a visible sign for anything else."""
    if isinstance(claim, Relation) and claim.op == "=":
        return ByNormalForm()
    return BySign()


def after_lemmas(lemmas: Sequence[Lemma], rest: Evidence | None) -> Evidence | None:
    """Return evidence that shows the lemmas in their order, each under those before it, and then the rest."""
    for statement, proof in reversed(lemmas):
        rest = None if rest is None else ByCut(statement, proof, rest)
    return rest


Tactic = Callable[[Goal, Search], Iterable[Evidence | None]]
Result = TypeVar("Result")


def once(name: str, tactic: Tactic) -> Tactic:
    """Return the tactic, restricted to a depth of at least 2, which does not try a goal again at which it failed."""

    def tried(goal: Goal, search: Search) -> Iterator[Evidence | None]:
        key = name, goal.claim, goal.hypotheses, goal.rewrites
        if key in search.failed:
            return
        yield from _candidates(tactic, goal, search)
        if search.depth > 1:
            search.failed[key] = search.depth  # only where no candidate was accepted

    return tried


def once_a_depth(name: str, tactic: Tactic) -> Tactic:
    """Return the tactic, which tries a goal at which it failed again only with more depth."""

    def tried(goal: Goal, search: Search) -> Iterator[Evidence | None]:
        key = name, goal.claim, goal.hypotheses, goal.rewrites
        if search.failed.get(key, 0) >= search.depth:
            return
        yield from _candidates(tactic, goal, search)
        search.failed[key] = search.depth  # only where no candidate was accepted

    return tried


def first_proof(goal: Goal, search: Search, tactics: Iterable[Tactic]) -> Evidence | None:
    """Return the first candidate that proves the goal, after lemmas for the conditions that it lacks;
    None if none does.
    """
    for tactic in tactics:
        for evidence in _candidates(tactic, goal, search):
            if evidence is None:
                continue
            known = len(search.missing)
            if search.accepts(goal, evidence):
                return evidence
            mended = search.mend(goal, search, evidence) if len(search.missing) > known else None
            if mended is not None:
                return mended
    return None


def _candidates(tactic: Tactic, goal: Goal, search: Search) -> Iterator[Evidence | None]:
    try:
        yield from tactic(goal, search)
    except Exception as error:
        if not gives_way(error):
            raise


def gives_way(error: Exception) -> bool:
    """Whether the search goes on after this exception: not after one of a checker.  Notes an unforeseen one."""
    if isinstance(error, FOREIGN):
        return not isinstance(error, ValueError) or not _of_a_checker(error.__traceback__)
    return not _of_a_checker(error.__traceback__) and is_noted(error)


def _of_a_checker(trace: TracebackType | None) -> bool:
    """Whether the exception came from a checker of the kernel that the tactic called."""
    while trace is not None:
        if trace.tb_frame.f_code in CHECKERS:
            return True
        trace = trace.tb_next
    return False


def unless_it_fails(default: Result, work: Callable[..., Result], *args: object) -> Result:
    """Return ``work(*args)``, one of several attempts, or the default where it gives way."""
    try:
        return work(*args)
    except Exception as error:
        if not gives_way(error):
            raise
        return default


def new_symbol(goal: Goal, name: str, sort: str = "real") -> Symbol:
    """Return a symbol of this name, primed until nothing in the goal has it."""
    parts = (goal.claim, *goal.hypotheses, *goal.definitions)
    taken = {node.name for part in parts for node in walk(part) if isinstance(node, Symbol)}
    while name in taken:
        name += "'"
    return Symbol(name, sort)
