"""Runs mutants through the search, judges what was proved, and prints the figures.

Every mutant is searched for a counterexample and then for a proof, each within its share of the time; the kernel
confirms what is found.  The words for a mutant are

    refuted       the kernel confirmed a counterexample, or a proof of the negation
    undecided     neither was found in time; the oracle finds it false, or has no means to judge it
    undefined     neither was found, and at no instance have both sides a value (an index outside of its array)
    open          neither was found, and the oracle found it true at every instance: gradcheck does not prove it
    equivalent    it was proved, and the oracle found it true at every instance that it tried
    unjudged      it was proved, and the oracle has no means to judge it; a reader must
    FALSE         it was proved, and it is false at some instance, or it was refuted as well: gradcheck is unsound

Exit code 1 when one is FALSE, or when fewer than 95 % of the identities that are not equivalent were refuted.
"""

from __future__ import annotations

import argparse
import dataclasses
import importlib
import random
import resource
import signal
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from concurrent.futures import Future, TimeoutError
from multiprocessing import get_context
from typing import Any, NoReturn, TypeVar

from pebble import ProcessExpired, ProcessPool

from attack.mutants.functions import needs_quadrature
from attack.mutants.mutate import Mutant, mutants_of
from attack.mutants.oracle import Undefined, Unknown
from attack.mutants.sample import counterexample, instances
from gradcheck.derivation import Derivation, Step
from gradcheck.kernel.goal import Established, Goal
from gradcheck.kernel.rejection import Rejected
from gradcheck.kernel.verdict import prove, refute, refute_by_proof
from gradcheck.language.syntax.propositions import Exists, Relation
from gradcheck.language.syntax.terms import Limit
from gradcheck.project import discovery
from gradcheck.project.proofs.records import Record, load_records
from gradcheck.prover.prove import prove_step
from gradcheck.runtime.child import shared
from gradcheck.runtime.limits import Limits
from gradcheck.search.driver import search_finding
from gradcheck.search.tactics import new_search, search_proof

WORDS = ("refuted", "undecided", "undefined", "open", "equivalent", "unjudged", "FALSE")
WANTED_SHARE = 0.95
MEMORY = 1_500_000_000  # bytes for one worker
Result = TypeVar("Result")


@dataclasses.dataclass(frozen=True)
class Case:
    """A mutant with the steps that its proof may use."""

    mutant: Mutant
    earlier: tuple[Established, ...]


@dataclasses.dataclass(frozen=True)
class Outcome:
    """The outcome for a mutant, and the reason."""

    mutant: Mutant
    word: str
    note: str = ""
    seconds: float = 0.0


class _TimeUp(Exception):
    pass


def _ring(*_: Any) -> NoReturn:
    raise _TimeUp


def within(seconds: float, work: Callable[[], Result]) -> Result | None:
    """Return the result of the work, None when it takes longer;
    time of the processor, whatever else the machine does.
    """
    signal.signal(signal.SIGPROF, _ring)
    sys.unraisablehook = lambda _: None  # an alarm inside a destructor is lost there, and so the timer repeats
    signal.setitimer(signal.ITIMER_PROF, seconds, 0.3)
    try:
        return work()
    except (_TimeUp, RecursionError, MemoryError):
        return None
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)


def _limit_memory() -> None:
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))


def decide(case: Case, seconds: float, attack: float = 2.0) -> Outcome:
    """Search for a counterexample and for a proof; the kernel checks both.

    ``attack`` is the time for the attempt to prove what was refuted.
    """
    start = time.perf_counter()
    mutant = case.mutant
    goal = Goal(mutant.claim, mutant.given, mutant.definitions, case.earlier)
    step = Step("mutant", mutant.claim, expected="refuted", using=mutant.using)
    finding = within(seconds, lambda: search_finding(goal, step))
    refuted, evidence = False, None
    if finding is not None:
        evidence = finding.evidence
        try:
            if finding.negation is not None:
                refute_by_proof(goal, finding.negation, finding.counterexample)
                refuted = True
            elif finding.counterexample is not None:
                refute(goal, finding.counterexample)
                refuted = True
        except Rejected as reason:
            return Outcome(mutant, "undecided", f"the kernel rejected the refutation: {reason}")
    if evidence is None and (refuted or finding is None):
        time_left = attack if refuted else seconds / 2
        evidence = within(time_left, lambda: search_proof(goal, new_search(mutant.using)))
    word, note = ("refuted" if refuted else "undecided"), ""
    if evidence is not None:
        try:
            prove(goal, evidence)
            word, note = ("FALSE", "proved and refuted") if refuted else judge(mutant)
        except Rejected as reason:
            note = f"the kernel rejected the proof: {reason}"
    elif word == "undecided" and mutant.is_identity:
        word, note = within(3 * seconds, lambda: classify(mutant)) or (word, note)
    return Outcome(mutant, word, note, time.perf_counter() - start)


def judge(mutant: Mutant) -> tuple[str, str]:
    """Return the judgement of the oracle on a mutant that was proved."""
    if needs_quadrature(mutant.claim):
        return "unjudged", "the mean of a function that is no polynomial"
    try:
        found, held = counterexample(mutant.claim, mutant.given, mutant.definitions)
    except (Unknown, OverflowError, KeyError) as reason:
        return "unjudged", str(reason)
    if found is not None:
        return "FALSE", f"false at {found}"
    if held < 5 and not isinstance(mutant.claim, Exists):
        return "unjudged", f"only {held} instances meet the assumptions"
    return "equivalent", f"true at {held} instances"


def classify(mutant: Mutant) -> tuple[str, str]:
    """Return the judgement of the oracle on an identity that was neither proved nor refuted."""
    try:
        return _classified(mutant)
    except (Unknown, OverflowError, KeyError) as reason:
        return "undecided", str(reason)


def _classified(mutant: Mutant) -> tuple[str, str]:
    true = undefined = 0
    if not isinstance(mutant.claim, Relation) or needs_quadrature(mutant.claim):
        return "undecided", "the mean of a function that is no polynomial"
    for oracle, _ in instances(mutant.claim, mutant.given, mutant.definitions, seed=1, tries=40):
        oracle.guesses_limits = True
        limits = [s for s in (mutant.claim.left, mutant.claim.right) if isinstance(s, Limit)]
        sides = [s for s in (mutant.claim.left, mutant.claim.right) if not isinstance(s, Limit)]
        try:
            for limit in limits:
                oracle.close_to(limit)
            for place in oracle.places(mutant.claim.left):
                for side in sides:
                    oracle.value(side, place)
        except (Undefined, ZeroDivisionError, KeyError):
            undefined += 1
            continue
        except Unknown as reason:
            return "undecided", str(reason)
        try:
            if not oracle.holds(mutant.claim):
                return "undecided", "false"
        except (Undefined, ZeroDivisionError):
            undefined += 1
            continue
        true += 1
    if true >= 5:
        return "open", f"true at {true} instances"
    return ("undefined", "") if undefined and not true else ("undecided", "no instances")


def cases(names: Iterable[str] = ()) -> Iterator[Case]:
    """Yield the mutants of the derivations with these names, or of all; the true steps are proved on the way."""
    wanted = set(names)
    for entry in discovery.discover([discovery.shipped_folder()]).entries:
        if not wanted or entry.name in wanted:
            yield from cases_of(discovery.load(entry), load_records(entry.path))


def cases_of(derivation: Derivation, records: Mapping[str, Record] | None = None) -> Iterator[Case]:
    """Yield the mutants of one derivation, each with the proved steps before it that its proof may use."""
    needed = {name for step in derivation.steps for name in step.using}
    earlier: tuple[Established, ...] = ()
    for step in derivation.steps:
        if step.expected == "proved":
            usable = tuple(item for item in earlier if item.name in step.using)
            yield from (Case(mutant, usable) for mutant in mutants_of(derivation, step))
        if step.name in needed:
            known = (records or {}).get(step.name)
            recorded = known.finding if known is not None else None  # the kernel checks it as if found a moment ago
            proved = prove_step(derivation, step, earlier, Limits(seconds=60), shared(), recorded).proved
            earlier += (proved,) if proved is not None else ()


def sample(items: list[Case], count: int, seed: int) -> list[Case]:
    """Return a seeded sample in which every derivation and kind of change has its share."""
    generator = random.Random(seed)
    groups: dict[tuple[str, str], list[Case]] = {}
    for case in items:
        groups.setdefault((case.mutant.derivation, case.mutant.kind), []).append(case)
    for group in groups.values():
        generator.shuffle(group)
    order = list(groups)
    generator.shuffle(order)
    chosen: list[Case] = []
    while len(chosen) < min(count, len(items)):
        for key in order:
            if groups[key] and len(chosen) < count:
                chosen.append(groups[key].pop())
    return chosen


def run(items: list[Case], seconds: float, processes: int = 2, attack: float = 2.0) -> Iterator[Outcome]:
    """Yield the outcomes in order; a worker that does not respond is killed, and its mutant undecided."""
    importlib.import_module("sympy")  # an alarm in the middle of an import would leave a worker with half of it
    fork = get_context("fork")  # the workers know the seals of the proved steps
    with ProcessPool(max_workers=processes, max_tasks=100, initializer=_limit_memory, context=fork) as pool:
        pending: list[tuple[Case, Future[Outcome]]] = [
            (case, pool.schedule(decide, args=(case, seconds, attack), timeout=30 * seconds + 60)) for case in items
        ]
        for case, future in pending:
            try:
                yield future.result()
            except (TimeoutError, ProcessExpired) as reason:
                yield Outcome(case.mutant, "undecided", f"killed: {type(reason).__name__}")
            except Exception as reason:  # a bug of a tactic or of the oracle is no verdict on the mutant
                yield Outcome(case.mutant, "undecided", f"crashed: {type(reason).__name__}: {reason}")


def refuted_share(outcomes: list[Outcome]) -> float:
    """Return the share of the false identities that were refuted."""
    identities = [o for o in outcomes if o.mutant.is_identity and o.word in ("refuted", "undecided", "FALSE")]
    return sum(o.word == "refuted" for o in identities) / len(identities) if identities else 1.0


def table(outcomes: list[Outcome]) -> str:
    """Return the figures: one line a derivation, one a kind of change, and the totals."""
    lines = [f"{'':24}{'mutants':>9}" + "".join(f"{word:>11}" for word in WORDS)]
    for attribute in ("derivation", "kind"):
        for name in sorted({str(getattr(o.mutant, attribute)) for o in outcomes}):
            lines.append(_line(name, [o for o in outcomes if getattr(o.mutant, attribute) == name]))
        lines.append("")
    lines.append(_line("all", outcomes))
    lines.append(f"identities refuted: {refuted_share(outcomes):.1%}")
    return "\n".join(lines)


def _line(name: str, outcomes: list[Outcome]) -> str:
    counts = Counter(outcome.word for outcome in outcomes)
    return f"{name:24}{len(outcomes):9}" + "".join(f"{counts[word]:11}" for word in WORDS)


def main(arguments: list[str] | None = None) -> int:
    """Run the command line and return the exit code."""
    parser = argparse.ArgumentParser(
        prog="python -m attack.mutants", description="Run gradcheck on wrong variants of its own claims."
    )
    parser.add_argument("names", nargs="*", help="derivations; all when none is named")
    parser.add_argument("--sample", type=int, metavar="N", help="a seeded sample of N mutants")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--seconds", type=float, default=4.0, help="of processor time for the search of one mutant")
    parser.add_argument("--attack", type=float, default=2.0, help="seconds for the attempt to prove what was refuted")
    parser.add_argument("--identities", action="store_true", help="changed equations only")
    parser.add_argument("--processes", type=int, default=2)
    parser.add_argument("--show", action="store_true", help="print every mutant that was not refuted")
    options = parser.parse_args(arguments)
    items = [case for case in cases(options.names) if case.mutant.is_identity or not options.identities]
    if options.sample:
        items = sample(items, options.sample, options.seed)
    outcomes = []
    for outcome in run(items, options.seconds, options.processes, options.attack):
        outcomes.append(outcome)
        if sys.stderr.isatty():
            print(f"\r{len(outcomes)}/{len(items)}", end="", file=sys.stderr)
        if outcome.word == "FALSE" or (options.show and (outcome.word != "refuted" or outcome.seconds > 5)):
            print(f"{outcome.word:10} {outcome.mutant}   {outcome.note} {outcome.seconds:.1f} s", flush=True)
    print(table(outcomes))
    unsound = any(outcome.word == "FALSE" for outcome in outcomes)
    return 1 if unsound or refuted_share(outcomes) < WANTED_SHARE else 0
