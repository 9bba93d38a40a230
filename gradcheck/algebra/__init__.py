"""Exact normal forms: the algebra that the kernel trusts.

    polynomial.py     sparse polynomials over the rationals in any number of generators
    quotient.py       fractions of polynomials, reduced by algebraic relations
    atoms.py          what a generator stands for (a symbol, an entry, an exponential, a contraction ...)
    kinds.py          what a replacement inside of an atom does, by the kind of the atom
    ring.py           one normalisation: its atoms, its algebraic relations, its side conditions
    ring_cache.py     rings that serve more than one piece of work
    lower.py          terms to normal forms
    elementary.py     exp, log, roots, powers, absolute values over independent generators
    trigonometry.py   sin and cos over independent angles
    functions.py      arbitrary functions
    widths.py         dimensions that depend on an integer
    contraction.py    sums over bound indices: Kronecker deltas, canonical renaming
    finite_sums.py    sums over an integer
    products.py       ordered products of matrices
    spectral.py       norms and eigenvalues of matrices; eigenvalues.py: of matrices of numbers
    calculus.py       derivatives of normal forms; neighbourhood.py: hypotheses that hold around a point
    asymptotics.py    expansions as a variable tends to infinity
    expectation.py    means of products of random entries by cumulants; choices.py: means of choices
    outcomes.py       normal forms at every outcome of entries with finitely many values
    integrability.py  whether a mean exists
    randomness.py     which random variables a term depends on
    preparation.py    a lowering that knows the hypotheses; equations put in
    hypotheses.py     hypotheses as signs
    signs.py          what is certainly positive, nonnegative, nonzero
    comparisons.py    signs by comparing products and squares; realroots.py: by Sturm's theorem
    sufficiency.py    conditions that suffice for a step, and that the term itself does not demand
    substitution.py   atoms replaced in normal forms
    forms.py          other ways to write a normal form
    show.py           normal forms back to terms, for the reader

Two terms with equal normal forms are equal wherever the recorded side conditions hold.
"""
