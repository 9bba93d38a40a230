"""``pytest --gradcheck``: each step of each derivation is a test.

Without the option (or ``gradcheck = true`` in pytest's configuration) nothing happens, and nothing of gradcheck beyond
this file is imported.  With it:

- Without arguments, the derivations of the project are collected (``[tool.gradcheck] paths``), wherever pytest's own
  tests are.  With arguments, the modules under them that assign ``DERIVATION``.
- A module is never imported by pytest.  To collect it, it is run in a process that can be killed, and nothing is
  proved; the first test of a module that runs proves all its steps, as ``gradcheck check`` does, under the limits of
  the project.  What was proved before, and has not changed, is not proved again.
- A step that is false or undecided fails with its finding.  A module that cannot be used is an error of collection.
- All tests bear the mark ``gradcheck``.
"""

from __future__ import annotations

import pytest

LIMITS = {"timeout": "SECONDS", "memory": "MB", "jobs": "N"}
ABOUT = {
    "timeout": "time for a step, or to load a module",
    "memory": "memory for a step, or to load a module",
    "jobs": "how many processes prove at once; auto: one per processor",
}


def pytest_addoption(parser: pytest.Parser) -> None:
    """The options, each of which can stand in pytest's configuration, too."""
    group = parser.getgroup("gradcheck", "proofs of derivations")
    group.addoption("--gradcheck", action="store_true", default=False, help="prove each step of each derivation")
    parser.addini("gradcheck", "prove each step of each derivation", type="bool", default=False)
    for name, metavar in LIMITS.items():
        group.addoption(f"--gradcheck-{name}", metavar=metavar, default=None, help=ABOUT[name])
        parser.addini(f"gradcheck_{name}", ABOUT[name], default=None)


def pytest_configure(config: pytest.Config) -> None:
    """Take part in the session, if that is wanted."""
    if not (config.getoption("gradcheck") or config.getini("gradcheck")):
        return
    from gradcheck.pytest_plugin.steps import Collection, read_settings

    said = {}
    for name in LIMITS:
        option = config.getoption(f"gradcheck_{name}")
        said[name] = config.getini(f"gradcheck_{name}") if option is None else option
    config.addinivalue_line("markers", "gradcheck: a step of a derivation, proved by gradcheck")
    config.pluginmanager.register(Collection(config, read_settings(said)), "gradcheck-steps")
