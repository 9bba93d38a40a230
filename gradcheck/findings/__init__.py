"""Makes the findings of a run: what is wrong, where, and what to do next, each with a stable code.

``codes`` is the table of codes, ``of_run`` makes findings of the outcomes of a run, ``pages`` explain each code;
``gradcheck.report`` writes findings.
"""
