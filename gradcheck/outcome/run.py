"""Defines the outcomes of a step, a derivation and a run as frozen plain data.

Nothing here knows the mathematics; formulas arrive as finished text.  The three verdict words are ``proved``,
``refuted`` and ``undecided``.  Only the kernel decides on the first two (see ``gradcheck.kernel``); this module merely
carries its word, and ``StepOutcome`` refuses combinations that the kernel cannot have said.
"""

from __future__ import annotations

from dataclasses import field

from gradcheck.outcome.answer import Answer
from gradcheck.outcome.record import record

WORDS = ("proved", "refuted", "undecided")
TRUST = ("exact", "enclosure", "solver")  # from the strongest to the weakest, as the kernel says it
SORTS = (
    "real", "integer", "natural", "dimension", "array", "random", "sequence", "random sequence", "function", "width",
    "number",
)  # fmt: skip
CRASH = "GC999"
BUGS = frozenset({"GC900", "GC901", "GC902", "GC904", "GC905", CRASH})  # where a step failed, and not the mathematics
STOPPED = {"interrupted": 130, "terminated": 143, "hung up": 129, "crashed": 2}  # how a run ends early: its exit code
BAD_REQUEST, NO_SUCH_PATH = "GC421", "GC431"


@record
class Formula:
    """One formula in several spellings: a line of text (which the reader reads back), LaTeX, and 2D Unicode.

    ``row`` is the last in one line, for lists of formulas.
    """

    text: str
    latex: str
    pretty: str
    row: str = ""


@record
class Location:
    """Where a step stands in the author's file.

    ``end_line`` and ``end_column`` are the place of its last character, 0 where it is not known.  ``within`` says the
    same of the cell of a notebook, as ``cell 3:2:5-9``.
    """

    path: str
    line: int
    column: int = 1
    end_line: int = 0
    end_column: int = 0
    within: str = ""

    def __str__(self) -> str:
        if self.within:
            return f"{self.path}:{self.within}"
        ending = "" if (self.end_line, self.end_column) <= (self.line, self.column) else f"-{self.end_column}"
        if ending and self.end_line > self.line:
            ending = f"-{self.end_line}:{self.end_column}"
        return f"{self.path}:{self.line}:{self.column}{ending}"


@record
class Declared:
    """A name that occurs in a statement, and what it stands for.

    ``sort`` is one of ``SORTS``; ``shape`` the sides of an array as text, none for a scalar, of a sequence those of its
    member at some index; ``law`` that of the entries of a random name.  ``arguments`` is the number of variables that
    the members of a sequence are functions of, ``differentiable`` how often an arbitrary function is.
    ``declared`` says where: a place, ``in the claim``, ``undeclared`` where nothing says what it is; empty if unknown.
    """

    name: str
    sort: str
    shape: tuple[str, ...] = ()
    law: str = ""
    declared: str = ""
    arguments: int = 0
    differentiable: int | None = None


@record
class Preamble:
    """What the names of statements stand for, for a reader who has not seen the module.

    ``lines`` say it of all names, as on a page; ``defined`` the same of the sequences that are defined, a line each,
    from their ``definitions``.  ``presupposed`` is what the laws of random variables take for granted, ``remarks`` are
    about names that a reader may take for something else.
    """

    symbols: tuple[Declared, ...] = ()
    lines: tuple[Formula, ...] = ()
    defined: tuple[Formula, ...] = ()
    definitions: tuple[Formula, ...] = ()
    presupposed: tuple[Formula, ...] = ()
    remarks: tuple[str, ...] = ()


NOTHING_TO_SAY = Preamble()


@record
class Problem:
    """Says why something could not be done at all: a code, a message, a place if it has one, and ``detail`` lines.

    The place of what is not there is a path alone; that a request makes no sense needs no code.  ``trace`` is for the
    report on a bug.  Of a claim that could not be read, ``written`` is the text and ``name`` what its outcome would be
    called; ``after`` is how many outcomes stand before it.
    """

    code: str
    message: str
    location: Location | None = None
    detail: str = ""
    trace: str = ""
    written: str = ""
    name: str = ""
    after: int = 0

    def __str__(self) -> str:
        text = self.message if self.code == BAD_REQUEST else f"{self.code} {self.message}"
        if self.location is not None:
            text = f"{self.location.path if self.code == NO_SUCH_PATH else self.location}: {text}"
        return f"{text}\n{self.detail}" if self.detail else text


@record
class Value:
    """A number as text: exactly, or between two decimals that were rounded outwards (``exact`` is empty)."""

    exact: str
    lower: str
    upper: str


@record
class Sides:
    """The relation that fails, the entry for arrays, and what its two sides are at the counterexample."""

    relation: Formula
    place: tuple[int, ...]
    left: Value
    right: Value


@record
class StepOutcome(Answer):
    """The verdict on one claim, with its reasons.

    ``sides`` are the values of both sides at the counterexample; ``everywhere`` says that a claim about symbols is
    false whatever they are; ``missing`` are the conditions under which the claim would hold; ``difference`` is left
    minus right where it is known exactly; ``correction`` the true right side, and ``changed`` its part that is not as
    stated, with what was stated; ``evidence`` the lines that ``-v`` prints.
    ``expected`` is 'proved', or 'refuted' for an erratum; ``contradictory`` is an assumption that the others exclude:
    then every claim follows from them.  ``complete`` is false where a limit cut short what is said of a refutation.
    ``suppressed`` is the author's reason for leaving an undecided step open; it is no less undecided.  ``advice`` is
    the next thing to try where it can be said for this very step; ``difference`` in an undecided step what is to be 0.
    ``shapes`` says which shapes do not fit together where that is why a statement is false.
    """

    name: str
    statement: Formula
    expected: str
    verdict: str
    trust: str | None = None
    engine: str | None = None
    reason: str = ""
    assumptions: tuple[Formula, ...] = ()
    side_conditions: tuple[Formula, ...] = ()
    missing: tuple[Formula, ...] = ()
    facts: tuple[str, ...] = ()
    counterexample: tuple[tuple[str, str], ...] | None = None
    sides: Sides | None = None
    everywhere: bool = False
    difference: Formula | None = None
    correction: Formula | None = None
    changed: tuple[Formula, Formula] | None = None
    evidence: tuple[str, ...] = ()
    location: Location | None = None
    seconds: float = 0.0
    note: str = ""
    code: str | None = None
    contradictory: Formula | None = None
    complete: bool = True
    suppressed: str = ""
    advice: str = ""
    shapes: str = ""

    def __post_init__(self) -> None:
        if self.verdict not in WORDS:
            raise ValueError(f"{self.verdict!r} is not a verdict")
        if (self.trust is not None) != (self.verdict != "undecided"):
            raise ValueError("a decided step, and only such a step, has a trust")
        if self.verdict == "undecided" and not self.reason:
            raise ValueError("an undecided step says why")
        if self.suppressed and self.verdict != "undecided":
            raise ValueError("what is proved or refuted is not suppressed")

    @property
    def proved(self) -> bool:
        """Whether the kernel proved the claim."""
        return self.verdict == "proved"

    @property
    def refuted(self) -> bool:
        """Whether the kernel refuted the claim."""
        return self.verdict == "refuted"

    @property
    def _asked(self) -> str:
        return "outcome.proved, outcome.refuted or outcome.verdict"

    def _repr_latex_(self) -> str:
        return f"$\\text{{{self.verdict}: }} {self.statement.latex}$"

    @property
    def as_expected(self) -> bool:
        return self.verdict == self.expected

    @property
    def is_sound(self) -> bool:
        """Return whether the step is as expected, and not because its assumptions exclude each other."""
        return self.as_expected and self.contradictory is None

    @property
    def is_accepted(self) -> bool:
        """Return whether the step is sound, or left open for a reason that the author gave."""
        return self.contradictory is None and (self.as_expected or bool(self.suppressed))

    @property
    def witness(self) -> str:
        """The values of the counterexample in words; empty if there are none."""
        return ", ".join(
            f"{symbol} {value}" if value.startswith("between ") else f"{symbol} = {value}"
            for symbol, value in self.counterexample or ()
        )


@record
class ClaimOutcome(StepOutcome):
    """The outcome of one claim that was asked for alone; ``preamble`` says what its names stand for."""

    preamble: Preamble = NOTHING_TO_SAY


@record
class DocumentSummary:
    """What was read of a document: its displayed formulas, and how many of them were read or skipped on purpose.

    ``errata`` is the number of claims that it calls false, ``prose`` that of formulas in running text, which claim
    nothing.  ``suppressed`` names a step, the codes that its author suppresses, and the reason.  ``reading`` says
    formula by formula what was read, ``supposed`` what is taken for granted and where that was said.
    ``sides`` are the places of the right sides of equations by step, and whether they are LaTeX, until the verdicts are
    there; ``spelling`` is how the document writes names and marks, as gradcheck writes them in LaTeX.
    """

    path: str
    formulas: int = 0
    read: int = 0
    skipped: int = 0
    errata: int = 0
    prose: int = 0
    suppressed: tuple[tuple[str, str, str], ...] = ()
    reading: tuple[str, ...] = ()
    supposed: tuple[str, ...] = ()
    sides: tuple[tuple[str, Location, bool], ...] = ()
    spelling: tuple[tuple[str, str], ...] = ()


@record
class DerivationOutcome(Answer):
    """The outcomes of the steps of one derivation, in order; it holds when each is as expected.

    ``notation`` are equations that say what names in the two-dimensional formulas stand for; ``assumptions`` hold in
    every step, and are among the assumptions of each.  ``unreached`` are the steps that a run that was stopped did not
    decide; nothing holds before all its steps do.  ``remarks`` are what else is to be mended in the module, such as a
    suppression that suppresses nothing; ``notices`` are worth knowing, and no reason to fail.
    ``unselected`` is the number of steps that nobody asked for: then it is not known whether the whole holds.
    ``preamble`` is about the names in all of it.  ``document`` says what was read, if it is that of a document.
    """

    name: str
    title: str
    source: str
    steps: tuple[StepOutcome, ...]
    seconds: float = 0.0
    notation: tuple[Formula, ...] = ()
    assumptions: tuple[Formula, ...] = ()
    unreached: tuple[str, ...] = ()
    remarks: tuple[Problem, ...] = ()
    notices: tuple[Problem, ...] = ()
    unselected: int = 0
    preamble: Preamble = NOTHING_TO_SAY
    document: DocumentSummary | None = None

    @property
    def _asked(self) -> str:
        return "outcome.holds"

    @property
    def is_claim(self) -> bool:
        """Whether it is a claim that belongs to no derivation."""
        return self.document is None and not self.title and [step.name for step in self.steps] == [self.name]

    @property
    def holds(self) -> bool:
        return self.is_whole and bool(self.steps) and all(step.is_sound for step in self.steps)

    @property
    def is_finding(self) -> bool:
        """Return whether something in it is to be mended."""
        return bool(self.remarks) or not all(step.is_accepted for step in self.steps)

    @property
    def is_whole(self) -> bool:
        """Whether all steps of the derivation are here."""
        return not self.unreached and not self.unselected


@record
class RunOutcome(Answer):
    """The result of one command; ``problems`` are what could not be done at all (exit code 2).

    ``unchanged`` derivations were not proved again: nothing that their outcomes depend on had changed.
    A ``shard``, such as 2/4, is one part of a run over several machines: it may be empty, where the whole may not.
    A run that was ``stopped`` before it was done says by what, one of the words of ``STOPPED``; ``unreached`` are the
    derivations of which nothing is known then.
    ``notices`` belong to no derivation.  ``unselected`` is the number of steps that nobody asked for.
    """

    command: str
    derivations: tuple[DerivationOutcome, ...] = field(default_factory=tuple)
    problems: tuple[Problem, ...] = ()
    unchanged: int = 0
    shard: str = ""
    stopped: str = ""
    unreached: tuple[str, ...] = ()
    notices: tuple[Problem, ...] = ()
    unselected: int = 0

    @property
    def _asked(self) -> str:
        return "outcome.exit_code, or what its derivations say"

    def count(self, verdict: str) -> int:
        return sum(step.verdict == verdict for item in self.derivations for step in item.steps)

    @property
    def unexpected(self) -> int:
        """The number of steps that are not as they should be; those that are suppressed are not among them."""
        return sum(not step.is_accepted for item in self.derivations for step in item.steps)

    @property
    def suppressed(self) -> int:
        return sum(bool(step.suppressed) for item in self.derivations for step in item.steps)

    @property
    def remarks(self) -> int:
        return sum(len(item.remarks) for item in self.derivations)

    @property
    def bugs(self) -> tuple[tuple[str, StepOutcome], ...]:
        """The steps at which gradcheck itself failed, with their derivations."""
        steps = ((item.name, step) for item in self.derivations for step in item.steps)
        return tuple((name, step) for name, step in steps if step.code in BUGS and not step.is_accepted)

    @property
    def failed_modules(self) -> tuple[Problem, ...]:
        """Return the problems of modules at which gradcheck itself failed; a crash of the whole run has no place."""
        return tuple(problem for problem in self.problems if problem.code == CRASH and problem.location is not None)

    @property
    def exit_code(self) -> int:
        if self.stopped:
            return STOPPED[self.stopped]
        checked = any(
            item.steps or item.remarks or (item.document is not None and item.document.formulas)
            for item in self.derivations
        )
        if self.problems or self.bugs or not (self.shard or checked):
            return 2
        return 1 if self.unexpected or self.remarks else 0
