"""The kernel: the only maker of ``Proved`` and ``Refuted``.

    goal.py        what is to be proved               verdict.py       makes the two verdicts
    check.py       finds the checker of evidence      dependencies.py  what a proof rests on
    shape.py       checks the shape of evidence       rejection.py     the one refusal
    equality.py    identities and visible signs       forming.py       builds the terms that evidence names
    logic.py       connectives, cases, induction      negation.py      what must be proved to refute

    evidence/        the rules of proof as plain data
    rules/           their checkers: covers, extrema, limits, balls, matrices, named facts, quantifiers
    definedness/     judges whether a statement has a value
    counterexample/  evaluates a statement at the exact values of a counterexample

It imports ``gradcheck.language.syntax`` (what a statement is), ``gradcheck.algebra`` (normal forms) and
``gradcheck.balls`` (enclosures), and nothing else of gradcheck: neither SymPy nor the search.
"""
