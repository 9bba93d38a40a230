"""The mutation harness: systematically wrong variants of every shipped claim, and the answers of gradcheck to them.

    python -m attack.mutants                      every mutant of every derivation (several minutes on two cores)
    python -m attack.mutants dropout-l2 --show    one derivation, with the mutants that were not refuted
    python -m attack.mutants --sample 60          a seeded sample

``mutate`` makes the mutants, ``run`` searches for a proof and for a counterexample of each, ``oracle`` evaluates
statements numerically by their definitions (it shares no code with the algebra), ``sample`` makes instances for it.

A mutant that is proved must be true: the oracle looks for an instance at which it fails, and finding one ends the run
with exit code 1.  A mutant that is proved and holds at every instance is listed as equivalent.
"""
