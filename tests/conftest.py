"""No test finds what another one kept, or knows the workflow that runs it; processes compile each module once.

The tests that ``slow.txt`` lists run with ``--slow``, and they alone; ``slowest.py`` writes the list.

Garbage is collected seldom, and never what belongs to the tests.  Tests that start processes come first: a fork costs
the more, the more memory the process has, and what proves a lot has much.
"""

from __future__ import annotations

import atexit
import gc
import os
import shutil
import sys
import tempfile
from pathlib import Path

import pytest
from hypothesis import settings

from gradcheck.language.printing import text  # noqa: F401  (names of tests show terms as one would type them)
from gradcheck.project.cache import installation

os.environ["GRADCHECK_NO_CACHE"] = "1"
os.environ["GRADCHECK_MISHAPS"] = "raise"  # an engine that raises what nobody foresaw fails its test
os.environ["XDG_STATE_HOME"] = tempfile.mkdtemp(prefix="gradcheck-state-")
atexit.register(shutil.rmtree, os.environ["XDG_STATE_HOME"], ignore_errors=True)
os.environ.pop("GITHUB_STEP_SUMMARY", None)
os.environ.pop("CI", None)
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
sys.dont_write_bytecode = False
gc.set_threshold(20_000, 20, 20)

TESTS = Path(__file__).parent
SLOW = TESTS / "slow.txt"
FORKING = ("runtime", "scheduling", "cli", "ci", "project", "findings", "attack", "comparison")  # folders

settings.register_profile("suite", max_examples=50, deadline=None)  # no test hangs on the speed of the machine
settings.load_profile("suite")


def starts_processes(item: pytest.Item) -> bool:
    """Whether it stands in a folder of such tests, or beside the folders: those try the package as a whole."""
    place = item.path.relative_to(TESTS).parts if item.path.is_relative_to(TESTS) else ("", "")
    return len(place) == 1 or place[0] in FORKING


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--slow", action="store_true", help="run the tests of tests/slow.txt, and they alone")


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    items.sort(key=lambda item: not starts_processes(item))
    slow = set(SLOW.read_text(encoding="utf-8").splitlines())
    unknown = slow - {item.nodeid for item in items}
    if unknown and config.args == config.getini("testpaths"):
        raise pytest.UsageError(f"tests/slow.txt lists what is no test: {min(unknown)}")
    chosen: dict[bool, list[pytest.Item]] = {True: [], False: []}
    for item in items:
        chosen[item.nodeid in slow].append(item)
    wanted = bool(config.getoption("--slow"))
    items[:] = chosen[wanted]
    config.hook.pytest_deselected(items=chosen[not wanted])


def pytest_collection_finish() -> None:
    installation.version()  # which reads all sources, once here and not in each process that is forked
    gc.collect()
    gc.freeze()
