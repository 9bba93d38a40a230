"""The attack: states things of every kind of term at its edges, asks gradcheck, and checks its answers.

    python -m attack --statements 20000 --seed 1      so many statements (half an hour on two cores)
    python -m attack --seconds 60 --seed 2            as many as fit into a minute
    python -m attack --seed 1 --only 4711             one statement again, with all that is known of it

``generate`` writes the statements: statement i depends on the seed and on i alone.  ``asking`` puts them to the search
and the kernel.  ``judging`` evaluates each verdict at many instances with ``gradcheck.reference``, which shares no code
with the prover.  ``run`` spreads the work over processes and prints the figures.

A verdict is wrong when a proved statement is false or has no value where its hypotheses hold, and when a refuted one
is true at its own counterexample; any failure of gradcheck counts as wrong, too.  One of them makes the exit code 1.
"""
