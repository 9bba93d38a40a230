"""Exact normal forms: the algebra that the kernel trusts.

    quotient.py      fractions of polynomials over the rationals in up to 256 generators
    atoms.py         what a generator stands for (a symbol, an entry, an exponential, a contraction ...)
    ring.py          one normalisation: its atoms, its algebraic relations, its side conditions
    elementary.py    exp, log, roots, powers, absolute values over independent generators
    trigonometry.py  sin and cos over independent angles
    contraction.py   sums over bound indices: Kronecker deltas, canonical renaming
    expectation.py   means of products of random entries by cumulants
    integrability.py whether a mean exists
    calculus.py      derivatives of normal forms
    lower.py         terms to normal forms
    hypotheses.py    hypotheses as signs
    preparation.py   a lowering that knows the hypotheses; equations put in
    randomness.py    which random variables a term depends on
    functions.py     arbitrary functions
    products.py      ordered products of matrices
    forms.py         other ways to write a normal form
    signs.py         what is certainly positive, nonnegative, nonzero
    show.py          normal forms back to terms, for the reader

Two terms with equal normal forms are equal wherever the recorded side conditions hold.
"""
