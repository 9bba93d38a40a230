"""Puts true sides in the place of false ones in a document, where the kernel proves them.

One side is rewritten at a time, and the document is read again: its other relations must say what they said, the left
side of the relation too, and the relation must now be proved.  In a chain the next relation has the new side on its
left; if it was sound and is so no more, its own side is corrected with it, or neither is.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from gradcheck.documents.carriers.passage import Unusable
from gradcheck.documents.corrections import edit_of
from gradcheck.documents.derive import Reached, read_and_derive
from gradcheck.language.syntax.propositions import Relation
from gradcheck.outcome.run import DerivationOutcome, StepOutcome
from gradcheck.project.discovery import Entry
from gradcheck.project.folders import project_of
from gradcheck.prover.prove import prove_derivation
from gradcheck.runtime.limits import Limits
from gradcheck.scheduling.sides import with_sides

if TYPE_CHECKING:
    from gradcheck.derivation import Derivation

MAX_FIXES = 200  # of a document


@dataclass(frozen=True)
class Fixed:
    """What became of a document: its new content, how many sides were rewritten, and why others were not, by place.

    ``left`` is the number of its steps that are to be mended still.
    """

    content: bytes
    count: int = 0
    refused: tuple[str, ...] = ()
    left: int = 0


class _Refused(Exception):
    """A correction that is not put into the document: why."""


def fix_document(entry: Entry, content: bytes, outcome: DerivationOutcome, limits: Limits) -> Fixed:
    """Return the document with every false side rewritten for which a true one is known and proved."""
    fixing = _Fixing(entry, limits)
    state = _State(content, fixing.read(content), list(outcome.steps))
    if [step.name for step in outcome.steps] != [step.name for step in state.reached.derivation.steps]:
        return Fixed(content, refused=(f"{entry.name}: it is not what was checked",), left=_left(outcome.steps))
    refused: dict[int, str] = {}
    count = 0
    while count < MAX_FIXES:
        places = (place for place, step in enumerate(state.outcomes) if place not in refused and _is_wrong(step))
        place = next(places, None)
        if place is None:
            break
        try:
            state = fixing.chain(state, place)
            count += 1
        except _Refused as problem:
            refused[place] = f"{state.outcomes[place].location}: {problem}"
    return Fixed(state.content, count, tuple(refused.values()), _left(state.outcomes))


@dataclass(frozen=True)
class _State:
    """The document as it is now: its content, what it states, and the outcomes of its steps."""

    content: bytes
    reached: Reached
    outcomes: Sequence[StepOutcome]


@dataclass(frozen=True)
class _Fixing:
    entry: Entry
    limits: Limits

    def read(self, content: bytes) -> Reached:
        path = self.entry.path.resolve()
        root = project_of(path.parent)
        return read_and_derive(path, content, root, self.entry.name, self.entry.title, self.entry.preamble)

    def chain(self, state: _State, place: int) -> _State:
        """Rewrite a side, and the sides behind it in its chain that were sound because of it."""
        while True:
            made, follows = self.side(state, place)
            behind = place + 1
            if not follows or made.outcomes[behind].is_sound or not state.outcomes[behind].is_sound:
                return made
            if not _is_wrong(made.outcomes[behind]):
                raise _Refused(f"then {made.outcomes[behind].name} would not be proved")
            state, place = made, behind

    def side(self, state: _State, place: int) -> tuple[_State, bool]:
        """Rewrite one side; return the new state, and whether the next relation has the side on its left."""
        before, step = state.reached, state.outcomes[place]
        if step.correction is None or step.name not in before.sides:
            raise _Refused("no true side is known")
        start, end = before.sides[step.name]
        is_latex = before.sheet.regions[before.sheet.number_at(start)].kind != "fence"
        edit = edit_of(before.sheet, start, end, step.correction.latex if is_latex else step.correction.text)
        if edit is None:
            raise _Refused("the side is no plain part of this file")
        content = edit.applied(state.content.decode()).encode()
        try:
            after = self.read(content)
        except Unusable as problem:
            raise _Refused(f"the document could not be read: {problem}") from None
        follows = _follows(before.derivation, after.derivation, place)
        new = after.derivation.steps[place : place + 1 + follows]
        proved = prove_derivation(
            replace(after.derivation, steps=tuple(replace(one, using=()) for one in new)), self.limits
        )
        made = with_sides(proved).steps
        if not made[0].is_sound:
            raise _Refused(f"{step.correction.text} is not proved: {made[0].reason or made[0].verdict}")
        outcomes = (*state.outcomes[:place], *made, *state.outcomes[place + len(made) :])
        return _State(content, after, outcomes), follows


def _is_wrong(step: StepOutcome) -> bool:
    return step.verdict == "refuted" != step.expected and step.correction is not None


def _left(steps: Sequence[StepOutcome]) -> int:
    return sum(not step.is_accepted for step in steps)


def _follows(before: Derivation, after: Derivation, place: int) -> bool:
    """Whether the next step begins with the side that was rewritten; _Refused if anything else has changed."""
    if len(before.steps) != len(after.steps) or len(before.remarks) != len(after.remarks):
        raise _Refused("other relations of the document would be read in another way")
    if before.assumptions != after.assumptions or before.definitions != after.definitions:
        raise _Refused("what the document supposes would be another thing")
    follows = False
    for number, (old, new) in enumerate(zip(before.steps, after.steps, strict=True)):
        if old.given != new.given or old.expected != new.expected:
            raise _Refused("other relations of the document would be read in another way")
        if old.claim is new.claim:
            continue
        one, other = old.claim, new.claim
        if not isinstance(one, Relation) or not isinstance(other, Relation) or one.op != other.op:
            raise _Refused(f"{old.name} would be read in another way")
        if number == place and one.left is other.left:
            continue
        if number != place + 1 or one.right is not other.right:
            raise _Refused(f"{old.name} would be read in another way")
        follows = True
    return follows
