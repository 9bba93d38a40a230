"""Rings that serve more than one piece of work.

What one ring has normalised need not be normalised again under the same setting.  ``keeping_rings`` opens a scope (one
search, the checks of one derivation) in which a setting keeps its ring; outside of it every piece of work has a new
one.  A value that is remembered brings its side conditions with it, so that nothing is settled by having been asked
before.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from fractions import Fraction
from typing import Any, TypeVar

from gradcheck.algebra.lower import Lowering
from gradcheck.algebra.polynomial import TooFine, TooLarge
from gradcheck.algebra.preparation import prepare
from gradcheck.algebra.ring import NameTaken, Refine, Ring, Setting

Result = TypeVar("Result")
MAX_REFINEMENTS = 40
MAX_KEPT = 64  # settings of one scope
FULL = 600  # generators of a kept ring; with more, a new one is faster

_kept: ContextVar[dict[Setting, Lowering] | None] = ContextVar("kept rings", default=None)
_memory: ContextVar[dict[Any, Any] | None] = ContextVar("what the scope remembers besides", default=None)


@contextmanager
def keeping_rings(anew: bool = False) -> Iterator[None]:
    """Open a scope in which a setting keeps its ring; a scope inside another is part of it unless it starts anew."""
    outer = None if anew else _kept.get()
    memory = None if anew else _memory.get()
    token, other = _kept.set({} if outer is None else outer), _memory.set({} if memory is None else memory)
    try:
        yield
    finally:
        _kept.reset(token)
        _memory.reset(other)


def shared_memory() -> dict[Any, Any]:
    """Return the memory of the scope besides rings, under keys that contain all it rests on;
    empty outside of a scope.
    """
    found = _memory.get()
    return {} if found is None else found


def with_lowering(setting: Setting, work: Callable[[Lowering], Result]) -> Result:
    """Do the work with a prepared lowering, again with a finer lattice of exponents each time one is asked for.

    A ring that is in use is not shared: work that starts other work under the same setting has a ring of its own.
    """
    kept = _kept.get()
    lattice: dict[Hashable, int | Fraction] = {}
    inherited = False
    for _ in range(MAX_REFINEMENTS):
        lowering = kept.pop(setting, None) if kept is not None else None
        inherited = inherited or lowering is not None
        try:
            if lowering is None:
                lowering = prepare(Ring(setting, lattice))
            lowering.ring.conditions.clear()
            lowering.ring.facts_used = dict(lowering.ring.assumed)
            result = work(lowering)
        except Refine as refine:
            lattice = {**(lowering.ring.lattice if lowering else lattice), refine.key: refine.unit}
            continue
        except (TooFine, NameTaken):
            if not inherited:
                raise
            inherited, lattice = False, {}  # it may be so for the sake of earlier work only
            continue
        except (RecursionError, MemoryError):
            raise
        except Exception:
            _keep(kept, setting, lowering)
            raise
        _keep(kept, setting, lowering)
        return result
    raise TooLarge("the exponents need too fine a lattice")


def _keep(kept: dict[Setting, Lowering] | None, setting: Setting, lowering: Lowering | None) -> None:
    if kept is not None and lowering is not None and len(lowering.ring.slots) < FULL:
        kept[setting] = lowering
        if len(kept) > MAX_KEPT:
            del kept[next(iter(kept))]  # the one that was not asked for the longest
