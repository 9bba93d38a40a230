"""A corpus of derivations of any size, written by rule: true, false and undecided steps, small modules and large ones.

Every step differs from all others by numbers, so that nothing is answered from memory.  The corpus says itself what is
to come of it: ``EXPECTED`` of each kind.
"""

from __future__ import annotations

from collections import Counter
from pathlib import Path

SMALL = 4  # steps of most modules
LARGE = 500  # steps of the largest
SHARE = 0.2  # of all steps stand in large modules

# A statement with the number k, and what is to come of it; one step in ten is false, one in ten undecided.
KINDS: tuple[tuple[str, str], ...] = (
    ("eq((x + {k}) ** 2, x**2 + {two}*x + {square})", "proved"),
    ("eq(d(sigmoid({k}*x), x), {k}*sigmoid({k}*x)*(1 - sigmoid({k}*x)))", "proved"),
    ("eq(total({k}*i, i, 1, n), {k}*n*(n + 1)/2)", "proved"),
    ("eq(({k}*A @ B).T, {k}*B.T @ A.T)", "proved"),
    ("x**2 + {k} > 0", "proved"),
    ("eq(d(norm(A @ w) ** 2 * {k}, w), {two}*A.T @ A @ w)", "proved"),
    ("eq(exp(x + {k}), exp(x)*exp({k}))", "proved"),
    ("exp({k}*x) >= 1 + {k}*x", "proved"),
    ("eq((x - {k}) ** 2, x**2 + {two}*x + {square})", "refuted"),
    ("eq({k}*x/x, {k})", "undecided"),
)

HEAD = '''"""Corpus, module {number}."""

from gradcheck.derivation import derivation, step
from gradcheck.language.author import d, dimensions, eq, exp, integer, matrix, natural, norm
from gradcheck.language.author import real, sigmoid, total, vector

x, i, n = real("x"), integer("i"), natural("n")
q, m, p = dimensions("q m p")
A, B, w = matrix("A", m, q), matrix("B", q, p), vector("w", q)

DERIVATION = derivation(
'''


def write_corpus(folder: Path, steps: int) -> Counter[str]:
    """Write modules with so many steps; how many are to be proved, refuted and undecided."""
    expected: Counter[str] = Counter()
    sizes = [LARGE] * int(steps * SHARE / LARGE)
    while (left := steps - sum(sizes)) > 0:
        sizes.append(min(left, SMALL))
    written = 0
    for number, size in enumerate(sizes):
        lines = []
        for _ in range(size):
            written += 1
            statement, verdict = KINDS[written % len(KINDS)]
            k = written // len(KINDS) + 2  # no statement twice, and numbers no larger than they have to be
            claim = statement.format(k=k, two=2 * k, square=k * k)
            lines.append(f'    step("s{written}", {claim}),\n')
            expected[verdict] += 1
        text = HEAD.format(number=number) + "".join(lines) + ")\n"
        path = folder / f"part_{number % 20:02}" / f"module_{number:05}.py"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return expected
