"""Keeps whole outcomes, and finds them again for modules of which every input is unchanged.

An answer is kept for a module that is hermetic, where every step was proved or refuted and no limit cut anything short.
It is found again by the digests of its inputs, which its seal names too: the text of the module and its place, its
recorded proofs, the limits, and the installation.
"""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import NamedTuple

from gradcheck.outcome.run import DerivationOutcome, StepOutcome
from gradcheck.project.cache import installation
from gradcheck.project.cache.folder import Folder
from gradcheck.project.cache.outcomes import read_outcome, write_outcome
from gradcheck.project.cache.seal import is_sealed, seal_of, secret_for
from gradcheck.runtime.files import read_regular

KIND = "answers"
BESIDE = (".proof", ".gradcheck")  # recorded proofs, and what is said of a document
INPUT = (b"\\input", b"\\include", b"\\subfile")  # by which a document of LaTeX takes in others
MAX_BYTES = 50_000_000  # of recorded proofs; with more, nothing is recorded
LIMITS = ("GC201", "GC202", "GC203")  # of time, of memory, of depth


class Remembered(NamedTuple):
    """What is known of a file without a look into it: its title, what kind it is, whether it speaks to gradcheck."""

    title: str
    is_document: bool
    speaks: bool  # of a document: it is checked where nobody names it


class Answers:
    """The answers of one run; ``options`` are those that an outcome depends on."""

    def __init__(self, folder: Folder, root: Path, options: tuple[object, ...], forget: bool = False) -> None:
        self._folder = folder
        self._secret = secret_for(root)
        self._about = [installation.version(), installation.place(), *map(repr, options)]
        self._forget = forget
        self._found: dict[Path, bytes] = {}  # the outcome as text, by path

    def recall(self, path: Path, source: bytes) -> Remembered | None:
        """What is known of a module or a document with this text, if there is an answer for it."""
        inputs = self._inputs(path, source)
        if inputs is None or self._secret is None or self._forget:
            return None
        content = self._folder.read(KIND, _key(inputs))
        seal, _, rest = (content or b"").partition(b"\n")
        if not is_sealed(seal, self._secret, inputs, rest):
            return None
        about, _, outcome = rest.partition(b"\n")
        self._found[path] = outcome
        return Remembered(*json.loads(about))

    def outcome(self, path: Path) -> DerivationOutcome | None:
        """The outcome for a module that was recalled."""
        found = self._found.get(path)
        try:
            return None if found is None else read_outcome(found)
        except (ValueError, TypeError, LookupError):
            return None

    def keep(self, path: Path, source: bytes, title: str, outcome: DerivationOutcome, speaks: bool = False) -> None:
        """Keep the outcome of proving a module with this text, if it would be the same the next time."""
        from gradcheck.project.cache.hermetic import is_hermetic  # not needed where nothing has changed

        inputs = self._inputs(path, source)
        if inputs is None or self._secret is None or not is_settled(outcome):
            return
        if not (_reads_itself_alone(source) if outcome.document is not None else is_hermetic(source)):
            return
        about = Remembered(title, outcome.document is not None, speaks)
        content = json.dumps(about).encode() + b"\n" + write_outcome(outcome)
        self._folder.write(KIND, _key(inputs), seal_of(self._secret, inputs, content) + b"\n" + content)

    def _inputs(self, path: Path, source: bytes) -> bytes | None:
        """Everything that the answer depends on; None if it is not known."""
        if self._about[0] is None or self._about[1] is None:
            return None
        beside = [read_regular(path.with_suffix(suffix), MAX_BYTES) or b"" for suffix in BESIDE]
        digests = [hashlib.sha256(text).hexdigest() for text in (source, *beside)]
        return json.dumps([str(path.resolve()), *digests, *self._about]).encode()


def _reads_itself_alone(source: bytes) -> bool:
    """Return whether a document takes in no other file."""
    return not any(word in source for word in INPUT)


def is_settled(outcome: DerivationOutcome) -> bool:
    """Return whether another run would say the same, and no step waits to be decided.

    Every step is decided, and explained where it is refuted; or its author leaves it open, and no limit was reached.
    """
    return outcome.is_whole and bool(outcome.steps) and all(map(_is_settled, outcome.steps))


def _is_settled(step: StepOutcome) -> bool:
    if step.verdict == "undecided":
        left_open = bool(step.suppressed) and (step.code or "") not in LIMITS and step.contradictory is None
        return left_open and step.complete
    return step.complete


def _key(inputs: bytes) -> str:
    return hashlib.sha256(inputs).hexdigest()[:40]
