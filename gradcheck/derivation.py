"""Defines derivations: assumptions, definitions, and steps in the order a reader takes them, as frozen data.

A step claims a proposition for all values of its free symbols, within their sorts and under the assumptions of the
derivation and of the step.  Later steps may use earlier ones by name.  An erratum is a false statement that is kept
on purpose; the derivation holds only while it is refuted.  Nothing here evaluates anything.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, field, is_dataclass, replace
from functools import lru_cache
from types import CodeType, FrameType
from typing import Any

from gradcheck.language.printing.abbreviations import Notation, check_notation
from gradcheck.language.printing.table import Table
from gradcheck.language.syntax.definitions import Definition, check_definitions
from gradcheck.language.syntax.illtyped import UnreadClaim, check_fitting
from gradcheck.language.syntax.meaning import MeaningError, Meanings, check_abbreviation, check_meanings
from gradcheck.language.syntax.node import Node
from gradcheck.language.syntax.propositions import Proposition, Relation
from gradcheck.language.syntax.shorthand import is_sympy
from gradcheck.language.syntax.terms import Symbol, Term, as_term
from gradcheck.outcome.run import DocumentSummary, Location, Problem

LOADED_AS = "gradcheck_derivation_"  # so begins the last part of the name of a module that is loaded for its derivation

READER = "gradcheck.language.sympy.authoring"  # of what is written in SymPy


@dataclass(frozen=True)
class Step:
    """One claim.  ``using`` names earlier steps that its proof may use; ``hints`` are for the search alone.

    ``assumed`` is what SymPy assumes of its symbols; the derivation that it becomes a step of assumes it.  ``defined``
    are the definitions of a claim in text, which that derivation takes too.  ``near`` names earlier steps that are used
    where nothing else decides the claim.
    """

    name: str
    claim: Proposition
    given: tuple[Proposition, ...] = ()
    expected: str = "proved"
    note: str = ""
    using: tuple[str, ...] = ()
    hints: tuple[object, ...] = ()
    location: Location | None = None
    assumed: tuple[Proposition, ...] = ()
    defined: tuple[Definition, ...] = ()
    near: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if not isinstance(self.claim, Proposition):
            raise TypeError(f"the step {self.name!r} claims {self.claim!r}, which is no proposition; use eq(a, b)")
        if any(not isinstance(premise, Proposition) for premise in self.given):
            raise TypeError(f"what is given in the step {self.name!r} must be propositions")
        check_fitting(*self.given, *nodes_in(self.hints))
        if self.expected not in ("proved", "refuted"):
            raise ValueError("a step is expected to be 'proved' or, as an erratum, 'refuted'")


def nodes_in(hint: object) -> Iterator[Node]:
    """The terms and propositions of which hints are made."""
    if isinstance(hint, Node):
        yield hint
    elif isinstance(hint, tuple):
        for part in hint:
            yield from nodes_in(part)
    elif is_dataclass(hint):
        yield from nodes_in(tuple(vars(hint).values()))


@dataclass(frozen=True)
class Instance:
    """A hint: use this earlier step with these terms for its symbols."""

    step: str
    values: tuple[tuple[Symbol, Term], ...]


def at(step: str, values: Mapping[Symbol, object]) -> Instance:
    """The hint to use an earlier step at these values: ``hints=[at("order", {u: -x, v: log(y)})]``."""
    return Instance(step, tuple((symbol, as_term(value)) for symbol, value in values.items()))


@dataclass(frozen=True)
class Along:
    """A hint: compare the two sides by the sign of the derivative by a variable, from an anchor on."""

    variable: Symbol
    anchor: Term


def along(variable: Symbol, anchor: object) -> Along:
    """The hint that an inequality holds at ``variable = anchor`` and grows from there: ``hints=[along(x, r)]``."""
    return Along(variable, as_term(anchor))


def _location(depth: int) -> Location:
    """The place of the call of ``step`` or ``erratum``: the last one on the way to it in the module that is loaded.

    So a step that another file makes for the module stands where the module asks for it.
    """
    frames: list[FrameType] = []
    frame: FrameType | None = sys._getframe(depth)
    while frame is not None:
        frames.append(frame)
        named = str(frame.f_globals.get("__name__", "")).rpartition(".")[2]
        if frame.f_code.co_name == "<module>" and named.startswith(LOADED_AS):
            break
        frame = frame.f_back
    else:
        del frames[1:]
    own = next(one for one in frames if one.f_code.co_filename == frames[-1].f_code.co_filename)
    line, _, column, _ = _positions(own.f_code)[own.f_lasti // 2] if own.f_lasti >= 0 else (None, None, None, None)
    return Location(own.f_code.co_filename, line or own.f_lineno, _characters(own, line, column or 0) + 1)


@lru_cache(maxsize=8)
def _positions(code: CodeType) -> tuple[tuple[int | None, ...], ...]:
    """Return the place of each instruction, computed once for all steps of a module."""
    return tuple(code.co_positions())


def _characters(frame: FrameType, line: int | None, offset: int) -> int:
    """How many characters these bytes of the line are."""
    import linecache  # in a module that authors import, it would open any file for them

    if not offset:
        return 0
    linecache.checkcache(frame.f_code.co_filename)
    text = linecache.getline(frame.f_code.co_filename, line or 0)
    return offset if text.isascii() else len(text.encode(errors="replace")[:offset].decode(errors="replace"))


Names = dict[str, Any]  # the globals of a module

_noted: list[tuple[Names, Step]] | None = None


@contextmanager
def noting_steps() -> Iterator[list[tuple[Names, Step]]]:
    """Inside of this block, every step that is made is noted, with the names of the module whose run asks for it."""
    global _noted
    before, _noted = _noted, []
    if READER in sys.modules:
        _sympy().AUTHOR.forget()  # a module owes nothing to one that was loaded, or failed, before it
    try:
        yield _noted
    finally:
        _noted = before


def _note(made: Step) -> Step:
    if _noted is not None:
        _noted.append((_asking(), made))
    return made


def _asking() -> Names:
    """The names of the module whose run asks for a step, whoever makes it there; an imported one asks for its own."""
    own = frame = sys._getframe(4)
    while frame.f_code.co_name != "<module>":
        if frame.f_back is None:
            return own.f_globals  # in a thread
        frame = frame.f_back
    return frame.f_globals


def _made(name: str, claim: object, expected: str, given: Sequence[object], using: Sequence[str],
          hints: Sequence[object], note: str, where: str) -> Step:  # fmt: skip
    """Return the step, with what is written in SymPy or as text taken over."""
    defined: tuple[Definition, ...] = ()
    if where or any(isinstance(part, str) for part in (claim, *given)):
        claim, given, defined = _read_text(claim, given, where)
    read = _sympy() if any(map(_is_foreign, (claim, *given, *hints))) else None
    if read is not None:
        claim, given, note = read.read_step(claim, given, note)
        hints = tuple(map(read.read_hint, hints))
    location = _location(3)
    assumed = _sympy().assumed_of((claim, *given, *nodes_in(tuple(hints)))) if READER in sys.modules else ()
    parts = (claim, tuple(given), expected, note, tuple(using), tuple(hints), location, assumed, defined)
    return _note(Step(name, *parts))  # type: ignore[arg-type]


def _read_text(
    claim: object, given: Sequence[object], where: str
) -> tuple[object, tuple[object, ...], tuple[Definition, ...]]:
    """Return a claim and its assumptions of which some are text; one that cannot be read stands for itself."""
    from gradcheck.language.notation.reader import ReadError, joined_with, read_typed

    texts = [premise for premise in given if isinstance(premise, str)]
    others = tuple(premise for premise in given if not isinstance(premise, str))
    behind = [*texts, f"where {where}"] if where else texts
    try:
        if isinstance(claim, str):
            typed = read_typed(joined_with(claim, behind))
            return typed.claim, (*typed.given, *others), typed.definitions
        if not texts:
            raise ValueError("where=... declares the names of a claim that is text")
        typed = read_typed(joined_with(behind[0], behind[1:]))
    except ReadError as error:
        return UnreadClaim(str(claim), error.code, f"{error}, at column {error.column}"), (), ()
    return claim, (typed.claim, *typed.given, *others), typed.definitions


def _is_foreign(value: object) -> bool:
    """Whether it is written in SymPy; a truth value is what is left of a comparison that was decided."""
    is_proposal = str(type(value).__module__).startswith("gradcheck.language.sympy.")
    if isinstance(value, list | tuple | set | frozenset | dict):
        return any(map(_is_foreign, value))  # an answer of SymPy's that claims nothing
    return is_sympy(value) or is_proposal or isinstance(value, bool)


def _sympy() -> Any:
    """The reader of SymPy's expressions; those who use none of them do not load it."""
    from gradcheck.language.sympy import authoring

    return authoring


def held() -> AbstractContextManager[None]:
    """A block in which SymPy writes down what is written in it, and evaluates nothing: ``with held():``."""
    from gradcheck.language.sympy import holding

    return holding.held()


def by_sympy(asked: Any, *given: Any, **options: Any) -> Any:
    """The statement that what SymPy answers is right: ``step("slope", by_sympy(diff, f, x))``."""
    from gradcheck.language.sympy import proposals

    return proposals.by_sympy(asked, *given, **options)


def step(
    name: str,
    claim: object,
    *,
    given: Sequence[object] = (),
    using: Sequence[str] = (),
    hints: Sequence[object] = (),
    note: str = "",
    where: str = "",
) -> Step:
    """A claim to prove: a proposition, a relation of SymPy, or text, whose names ``where`` declares.

    ``step("young", "u @ q <= ‖u‖²/2 + ‖q‖²/2", where="u, q in R^n")``; ``given`` may be text too.
    """
    return _made(name, claim, "proved", given, using, hints, note, where)


def erratum(
    name: str,
    claim: object,
    *,
    given: Sequence[object] = (),
    using: Sequence[str] = (),
    hints: Sequence[object] = (),
    note: str = "",
    where: str = "",
) -> Step:
    """A false statement that somebody made; it passes while gradcheck refutes it."""
    return _made(name, claim, "refuted", given, using, hints, note, where)


@dataclass(frozen=True)
class Derivation:
    """A named result with its steps.  ``name`` and ``title`` default to the module's file name and docstring.

    ``notation`` gives names to terms that occur often; it is used in print alone.  ``tables`` are for the reader too;
    each of their totals is a side of an equation that a step claims.  Of a ``document``, ``remarks`` are what is to be
    mended in it besides its claims.
    """

    steps: tuple[Step, ...]
    assumptions: tuple[Proposition, ...] = ()
    definitions: tuple[Definition, ...] = ()
    source: str = ""
    name: str = ""
    title: str = ""
    notes: tuple[str, ...] = field(default_factory=tuple)
    notation: Notation = ()
    tables: tuple[Table, ...] = ()
    remarks: tuple[Problem, ...] = ()
    document: DocumentSummary | None = None

    def __post_init__(self) -> None:
        check_fitting(*self.assumptions, *(term for _, term in self.notation if isinstance(term, Term)))
        _check_totals(self.tables, self.steps)
        claims = [node for item in self.steps for node in (item.claim, *item.given)]
        check_notation(self.notation, (*claims, *self.assumptions, *self.definitions))
        check_definitions(self.definitions)
        names = [item.name for item in self.steps]
        for position, item in enumerate(self.steps):
            if item.name in names[:position]:
                raise ValueError(f"two steps are named {item.name!r}")
            unknown = [name for name in item.using if name not in names[:position]]
            if unknown:
                raise ValueError(f"the step {item.name!r} uses {unknown[0]!r}, which is no earlier step")


def _check_totals(tables: tuple[Table, ...], steps: tuple[Step, ...]) -> None:
    """ValueError for a total that no step claims: a table shows nothing that is not proved somewhere."""
    claims = [item.claim for item in steps if item.expected == "proved" and not item.given]
    sides = {side for claim in claims if isinstance(claim, Relation) and claim.op == "="
             for side in (claim.left, claim.right)}  # fmt: skip
    for table in tables:
        for name, term in zip(table.header, table.totals, strict=True):
            if term not in sides:
                raise ValueError(f"no step claims the total under {name!r} in the table {table.title!r}")


def derivation(
    *steps: Step,
    assume: Sequence[object] = (),
    define: Sequence[object] = (),
    source: str = "",
    notes: Sequence[str] = (),
    where: Mapping[str, object] | None = None,
    tables: Sequence[Table] = (),
) -> Derivation:
    """Collect the steps of a module into its derivation; assign it to ``DERIVATION``.

    ``where`` names terms for the reader: with ``where={"Gamma": Gamma}`` reports print the name in the place of the
    term, and once what it stands for.  ``tables`` are printed by ``gradcheck show``.
    """
    named: dict[str, Any] = dict(where or {})
    notation: Notation = tuple((name, as_term(term) if _is_foreign(term) else term) for name, term in named.items())
    if READER in sys.modules or any(map(_is_foreign, (*assume, *define))):
        nodes = (node for item in steps for node in (item.claim, *item.given, *nodes_in(item.hints)))
        is_asked = _sympy().AUTHOR.is_asked
        assume, define, settled = _sympy().assemble(
            (*nodes, *(term for _, term in notation if isinstance(term, Term))), assume, define,
            [fact for item in steps for fact in item.assumed],
        )  # fmt: skip
        steps = tuple(_settled(item, settled) for item in steps)
        notation = tuple((name, settled(term)) for name, term in notation)
        steps = tuple(_told_apart(item, assume, define) for item in steps) if is_asked else steps
    for item in steps:
        define = (*define, *(one for one in item.defined if one not in define))
    found = Derivation(
        tuple(steps),
        tuple(assume),  # type: ignore[arg-type]
        tuple(define),  # type: ignore[arg-type]
        source,
        notes=tuple(notes),
        notation=notation,
        tables=tuple(tables),
    )
    check_readable(found)
    return found


def _settled(item: Step, settled: Callable[[Any], Any]) -> Step:
    """Return the step with its nodes made anew."""
    parts = {"claim": item.claim, "given": item.given, "hints": item.hints}
    anew = {name: _made_anew(part, settled) for name, part in parts.items()}
    if all(anew[name] is parts[name] for name in parts):
        return item
    return _instead(item, replace(item, **anew))


def _told_apart(item: Step, assume: Sequence[Any], define: Sequence[Any]) -> Step:
    """Return the step, as one that cannot be read if two of its names look alike: the others are still checked."""
    common: Meanings = {}
    check_meanings((*assume, *define), common)
    try:
        check_meanings((item.claim, *item.given), common)
    except MeaningError as problem:
        from gradcheck.language.printing.text import render_text

        unread = UnreadClaim(render_text(item.claim), "GC442", str(problem))
        return _instead(item, replace(item, claim=unread, given=()))
    return item


def _instead(item: Step, made: Step) -> Step:
    """Return what is made of a step, which the module has made then."""
    if _noted is not None:
        _noted[:] = [(names, made if one is item else one) for names, one in _noted]
    return made


def _made_anew(value: Any, settled: Callable[[Any], Any]) -> Any:
    if isinstance(value, tuple):
        made = tuple(_made_anew(part, settled) for part in value)
        return value if all(new is old for new, old in zip(made, value, strict=True)) else made
    if is_dataclass(value) and not isinstance(value, type):
        fields = {name: _made_anew(part, settled) for name, part in vars(value).items()}
        return value if all(fields[name] is part for name, part in vars(value).items()) else replace(value, **fields)
    return settled(value) if isinstance(value, Node) else value


def check_readable(work: Derivation) -> None:
    """ValueError where a reader would read something else than what is to be proved."""
    for name, _ in work.notation:
        check_abbreviation(name)
    common: Meanings = {}
    check_meanings((*work.assumptions, *work.definitions), common)
    for item in work.steps:
        if not isinstance(item.name, str) or not item.name.strip() or not item.name.isprintable():
            raise ValueError(f"{item.name!r} is no name of a step: one line of characters that can be seen")
        try:
            check_meanings((item.claim, *item.given), dict(common))
        except ValueError as problem:
            raise ValueError(f"in the step {item.name!r}: {problem}") from None
