"""Lists the tests that took longest:  ./run test --junitxml=RUN.xml && python tests/slowest.py RUN.xml > tests/slow.txt

Give it the reports of a run without and of one with ``--slow``, made one after the other on a machine that does nothing
else; what took more than ``SECONDS`` is slow.
"""

from __future__ import annotations

import sys
import xml.etree.ElementTree as ElementTree

SECONDS = 0.6


def slow_tests(report: str) -> list[str]:
    """The names, as pytest takes them, of the tests in a JUnit report that took more than ``SECONDS``."""
    found = []
    for case in ElementTree.parse(report).getroot().iter("testcase"):
        if float(case.get("time", 0)) > SECONDS:
            found.append(f"{case.get('classname', '').replace('.', '/')}.py::{case.get('name')}")
    return found


if __name__ == "__main__":
    print(*sorted({name for report in sys.argv[1:] for name in slow_tests(report)}), sep="\n")
