"""The kernel: the only maker of ``Proved`` and ``Refuted``.

    rejection.py   the one refusal                    trail.py      what a proof rests on
    goal.py        what is to be proved               logic.py      connectives, cases, steps, induction
    equality.py    identities and visible signs       negation.py   what must be proved to refute
    witness.py     counterexamples, exactly           verdict.py    the two verdicts
    check.py       evidence to its checker
    rules/         the checkers of analysis, matrices, named facts, visible signs and the laws of counterexamples

It relies on ``gradcheck.language`` (what a statement is), ``gradcheck.algebra`` (normal forms) and ``gradcheck.balls``
(enclosures), and on nothing else of gradcheck; not on SymPy, not on the engines.
"""
