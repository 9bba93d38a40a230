"""The kernel: the only maker of ``Proved`` and ``Refuted``.

    rejection.py   the one refusal                    trail.py      what a proof rests on
    goal.py        what is to be proved               visible.py    signs that one can see in a term
    equality.py    identities and visible signs       logic.py      connectives, cases, steps, induction
    witness.py     counterexamples, exactly           negation.py   what must be proved to refute
    check.py       evidence to its checker            mint.py       the two verdicts
    rules/         the checkers of analysis, matrices and named facts

It relies on ``gradcheck.language`` (what a statement is), ``gradcheck.algebra`` (normal forms) and ``gradcheck.balls``
(enclosures), and on nothing else of gradcheck; not on SymPy, not on the engines.
"""
