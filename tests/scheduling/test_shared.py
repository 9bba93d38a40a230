"""The worker of a process is not that of the processes that it starts."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from gradcheck.language.author import real
from gradcheck.runtime.child import close_shared, shared
from gradcheck.runtime.limits import Limits
from gradcheck.scheduling.pool import Pool
from gradcheck.search.solver import smt


@pytest.fixture
def busy() -> Iterator[None]:
    """This process has a worker of its own."""
    assert shared().run(len, "abc", limits=Limits()) == 3
    yield
    close_shared()


@pytest.mark.skipif(not smt.is_installed(), reason="needs a solver, for which a part of the time is set apart")
def test_a_process_of_a_crew_starts_a_worker_of_its_own(busy: None) -> None:
    x, y = real("x"), real("y")
    with Pool(1) as pool:
        step = pool.prove_claim(x**4 + y**4 + 1 >= 2 * x * y + x - 5, (), Limits(trust="solver"))
    assert step.verdict == "proved", step.reason
