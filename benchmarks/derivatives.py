"""Forty functions of one variable, each with the supremum of its derivative.

The supremum is over all points at which the function is differentiable, attained or not.  ``SLOPES`` holds activations
by the name that ``gradcheck bound`` knows, and formulas beyond them; ``python -m benchmarks.reference`` computes every
figure again, from values of the functions alone.

    python -m benchmarks.derivatives | gradcheck bound --from -
"""

from __future__ import annotations

from dataclasses import dataclass

from gradcheck.activations.registry import ENTRIES, formula_with
from gradcheck.language.notation.reader import read_expression
from gradcheck.language.syntax.terms import Term


@dataclass(frozen=True)
class Slope:
    """A function, by name or by formula in x, and the supremum of its derivative to 25 significant digits."""

    function: str
    supremum: str

    def term(self) -> Term:
        """The function in x, with the parameters of an activation at their defaults."""
        entry = ENTRIES.get(self.function)
        return read_expression(self.function) if entry is None else formula_with(entry, {})


# function | supremum of its derivative
TABLE = """
sigmoid                      | 0.25
logsigmoid                   | 1.0
tanh                         | 1.0
lecun_tanh                   | 1.143933333333333333333333
arctan                       | 1.0
softsign                     | 1.0
isru                         | 1.0
tanhshrink                   | 1.0
silu                         | 1.099839320128866916958185
gelu                         | 1.128904145185154786340744
gelu_tanh                    | 1.128993068658771765455904
mish                         | 1.088498161251727861228294
serf                         | 1.086125444150997153375667
x*tanh(x)                    | 1.19967864025773383391637
softplus                     | 1.0
squareplus                   | 1.0
bent_identity                | 1.5
gaussian                     | 0.8577638849607067964801896
snake                        | 2.0
relu                         | 1.0
leaky_relu                   | 1.0
elu                          | 1.0
selu                         | 1.758099340847376859940218
isrlu                        | 1.0
hardtanh                     | 1.0
hardswish                    | 1.5
x*exp(-x**2)                 | 1.0
x**2*exp(-x)                 | 0.4611587920072034660025557
x/(1 + x**2)                 | 1.0
log(1 + x**2)                | 1.0
log(1 + exp(x) + exp(2*x))   | 2.0
atan(exp(x))                 | 0.5
erf(x)*exp(-x**2)            | 1.128379167095512573896159
atan(sinh(x))                | 1.0
x*exp(-abs(x))               | 1.0
min(max(x, 0), 6)*sigmoid(x) | 1.099839320128866916958185
exp(sin(x))                  | 1.458528537136237644438147
sin(x)*exp(-x**2)            | 1.0
x*sin(x)/(1 + x**2)          | 0.5812268135494148436135535
cos(x)*tanh(x)               | 1.0
"""


def _read(table: str) -> tuple[Slope, ...]:
    rows = (row.rpartition("|") for row in table.strip().splitlines())
    return tuple(Slope(function.strip(), supremum.strip()) for function, _, supremum in rows)


SLOPES = _read(TABLE)


if __name__ == "__main__":
    print("\n".join(slope.function for slope in SLOPES))
