"""A hundred inequalities that people in deep learning use, each with a twin that is false by a little.

``INEQUALITIES`` has 200 entries: the claim and its assumptions as ``gradcheck prove CLAIM --given ...`` reads them, and
whether it is true.  Other provers can be run on the same list.

    python -m benchmarks.inequalities | gradcheck prove --from -
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Inequality:
    """A claim for all values of its symbols that satisfy the assumptions; ``topic`` is where it is met."""

    claim: str
    assumptions: tuple[str, ...]
    true: bool
    topic: str

    def line(self) -> str:
        """As ``gradcheck prove --from`` reads it."""
        return "; ".join((self.claim, *self.assumptions))


# topic, then rows: true claim | its twin that is false | assumptions
TABLE = """
# exponentials and logarithms
exp(x) >= 1 + x                                    | exp(x) >= 1 + 1.000001*x
exp(x) > x                                         | exp(x) > 2.718282*x
exp(x) >= exp(1)*x                                 | exp(x) >= exp(1)*x + 1e-9
exp(-x) >= 1 - x                                   | exp(-x) > 1 - x
log(1 + x) <= x                                    | log(1 + x) < x                              | x > -1
log(1 + x) >= x/(1 + x)                            | log(1 + x) >= x/(1 + x) + 1e-9              | x > -1
log(x) <= x - 1                                    | log(x) <= 0.999999*x - 1                    | x > 0
log(x) >= 1 - 1/x                                  | log(x) >= 1.000001 - 1/x                    | x > 0
log(1 + x) >= 2*x/(2 + x)                          | log(1 + x) >= 2.000001*x/(2 + x)            | x >= 0
log(1 + x) <= x/sqrt(1 + x)                        | log(1 + x) < x/sqrt(1 + x)                  | x >= 0
log(1 + x) >= x - x**2/2                           | log(1 + x) >= x - 0.499999*x**2             | x >= 0
x*log(x) >= -exp(-1)                               | x*log(x) >= -0.367879                       | x > 0
log(x)/x <= exp(-1)                                | log(x)/x < exp(-1)                          | x > 0
x**x >= exp(-exp(-1))                              | x**x >= 0.692201                            | x > 0
x**(1/x) <= exp(exp(-1))                           | x**(1/x) <= 1.444667                        | x > 0
x*exp(-x) <= exp(-1)                               | x*exp(-x) <= exp(-1) - 1e-9
x**2*exp(-x) <= 4*exp(-2)                          | x**2*exp(-x) < 4*exp(-2)                    | x >= 0
exp(x) <= 1/(1 - x)                                | exp(x) <= 0.999999/(1 - x)                  | x < 1
exp(x) <= 1 + x + x**2                             | exp(x) <= 1 + x + 0.718281*x**2             | x <= 1
exp(x) >= 1 + x + x**2/2                           | exp(x) >= 1 + x + 0.500001*x**2             | x >= 0
abs(exp(x) - 1) <= exp(abs(x)) - 1                 | abs(exp(x) - 1) < exp(abs(x)) - 1
1 - exp(-x) <= min(x, 1)                           | 1 - exp(-x) <= min(x, 0.999999)             | x >= 0
# sigmoid and softplus
sigmoid(x)*(1 - sigmoid(x)) <= 1/4                 | sigmoid(x)*(1 - sigmoid(x)) < 1/4
sigmoid(x) <= exp(x)                               | sigmoid(x) <= 0.999999*exp(x)
sigmoid(x) <= 1/2 + x/4                            | sigmoid(x) <= 1/2 + 0.249999*x              | x >= 0
abs(sigmoid(x) - 1/2) <= abs(x)/4                  | abs(sigmoid(x) - 1/2) <= 0.249999*abs(x)
sigmoid(x) < 1                                     | sigmoid(x) < 0.999999999
softplus(x) >= max(x, 0)                           | softplus(x) >= max(x, 1e-9)
softplus(x) > relu(x)                              | softplus(x) > 1.000001*relu(x)
softplus(x) - relu(x) <= log(2)                    | softplus(x) - relu(x) < log(2)
softplus(x) <= exp(x)                              | softplus(x) <= 0.999999*exp(x)
softplus(x) >= log(2) + x/2                        | softplus(x) > log(2) + x/2
softplus(x) <= log(2) + x/2 + x**2/8               | softplus(x) <= log(2) + x/2 + 0.124999*x**2
logsigmoid(x) <= min(x, 0)                         | logsigmoid(x) <= min(x, 0) - 1e-9
logsigmoid(x) >= -log(2) + min(x, 0)               | logsigmoid(x) >= -0.693147 + min(x, 0)
abs(softplus(x) - softplus(-x)) <= abs(x)          | abs(softplus(x) - softplus(-x)) < abs(x)
# tanh, sinh, cosh
tanh(x) <= x                                       | tanh(x) <= 0.999999*x                       | x >= 0
abs(tanh(x)) <= abs(x)                             | abs(tanh(x)) < abs(x)
tanh(x) < 1                                        | tanh(x) < 0.999999999
tanh(x) >= x - x**3/3                              | tanh(x) >= x - 0.333333*x**3                | x >= 0
tanh(x) >= x/(1 + x)                               | tanh(x) >= x/(1 + x) + 1e-9                 | x >= 0
tanh(x) >= 3*x/(3 + x**2)                          | tanh(x) >= 3.000001*x/(3 + x**2)            | x >= 0
tanh(x) <= x*(15 + x**2)/(15 + 6*x**2)             | tanh(x) <= x*(15 + x**2)/(15.000001 + 6*x**2) | x >= 0
tanh(x)/x >= 1/cosh(x)                             | tanh(x)/x >= 1.000001/cosh(x)               | x > 0
1 - tanh(x)**2 <= 4*exp(-2*x)                      | 1 - tanh(x)**2 <= 3.999999*exp(-2*x)
cosh(x) <= exp(x**2/2)                             | cosh(x) <= exp(0.499999*x**2)
cosh(x) >= 1 + x**2/2                              | cosh(x) > 1 + x**2/2
sinh(x) >= x                                       | sinh(x) >= 1.000001*x                       | x >= 0
sinh(x)/x <= cosh(x)                               | sinh(x)/x <= 0.999999*cosh(x)               | x > 0
log(cosh(x)) <= x**2/2                             | log(cosh(x)) <= 0.499999*x**2
log(cosh(x)) <= abs(x)                             | log(cosh(x)) < abs(x)
log(cosh(x)) >= abs(x) - log(2)                    | log(cosh(x)) >= abs(x) - 0.693147
# activations
x*tanh(x) <= x**2                                  | x*tanh(x) < x**2
silu(x) >= -0.2784645428                           | silu(x) >= -0.2784645427
gelu(x) >= -0.17                                   | gelu(x) >= -0.169971
gelu(x) <= max(x, 0)                               | gelu(x) <= max(x, 0) - 1e-9
gelu(x) >= x/2                                     | gelu(x) > x/2
abs(gelu(x) - silu(1.702*x)/1.702) <= 0.0204       | abs(gelu(x) - silu(1.702*x)/1.702) <= 0.0203
mish(x) >= -0.30885                                | mish(x) >= -0.30884
elu(x) >= x                                        | elu(x) > x
abs(softsign(x)) < 1                               | abs(softsign(x)) < 0.999999999
x/(1 + x) < 1                                      | x/(1 + x) < 0.999999999                     | x >= 0
x/sqrt(1 + x**2) < 1                               | x/sqrt(1 + x**2) < 0.999999999
# errors and bells
erf(x) <= 2*x/sqrt(pi)                             | erf(x) <= 1.128379*x                        | x >= 0
erfc(x) <= exp(-x**2)                              | erfc(x) <= 0.999999*exp(-x**2)             | x >= 0
erf(x)**2 <= 1 - exp(-2*x**2)                      | erf(x)**2 <= 1 - exp(-1.27*x**2)
erf(x) >= tanh(x)                                  | erf(x) > tanh(x)                            | x >= 0
exp(-x**2) <= 1/(1 + x**2)                         | exp(-x**2) < 1/(1 + x**2)
x*exp(-x**2/2) <= exp(-1/2)                        | x*exp(-x**2/2) <= 0.606530
(1 - erf(x/sqrt(2)))/2 <= exp(-x**2/2)/2           | (1 - erf(x/sqrt(2)))/2 <= 0.499999*exp(-x**2/2) | x >= 0
# angles
sin(x) <= x                                        | sin(x) <= 0.999999*x                        | x >= 0
cos(x) >= 1 - x**2/2                               | cos(x) >= 1 - 0.499999*x**2
sin(x) >= 2*x/pi                                   | sin(x) >= 0.636620*x                        | x >= 0, x <= pi/2
sin(x) >= x - x**3/6                               | sin(x) >= x - 0.166666*x**3                 | x >= 0
atan(x) <= x                                       | atan(x) < x                                 | x >= 0
atan(x) < pi/2                                     | atan(x) < 1.570796
atan(x) >= x/(1 + x**2)                            | atan(x) >= 1.000001*x/(1 + x**2)            | x >= 0
# entropy and divergence
-p*log(p) - (1 - p)*log(1 - p) <= log(2)           | -p*log(p) - (1 - p)*log(1 - p) < log(2)     | p > 0, p < 1
-p*log(p) - (1 - p)*log(1 - p) >= 4*p*(1 - p)*log(2) | -p*log(p) - (1 - p)*log(1 - p) >= 4*p*(1 - p)*0.693148 | p > 0, p < 1
-p*log(p) <= exp(-1)                               | -p*log(p) <= 0.367879                       | p > 0, p < 1
p*log(2*p) + (1 - p)*log(2*(1 - p)) >= 2*(p - 1/2)**2 | p*log(2*p) + (1 - p)*log(2*(1 - p)) >= 2.000001*(p - 1/2)**2 | p > 0, p < 1
x*log(x) - x + 1 >= 0                              | x*log(x) - x + 1 > 0                        | x > 0
p*log(p/q) + (1 - p)*log((1 - p)/(1 - q)) >= 0     | p*log(p/q) + (1 - p)*log((1 - p)/(1 - q)) > 0 | 0 < p, p < 1, 0 < q, q < 1
p*log(p/q) + (1 - p)*log((1 - p)/(1 - q)) >= 2*(p - q)**2 | p*log(p/q) + (1 - p)*log((1 - p)/(1 - q)) >= 2.000001*(p - q)**2 | 0 < p, p < 1, 0 < q, q < 1
sqrt(p*(1 - p)) <= 1/2                             | sqrt(p*(1 - p)) < 1/2                       | p > 0, p < 1
# several numbers
x*y <= (x**2 + y**2)/2                             | x*y < (x**2 + y**2)/2
x*y <= a*x**2/2 + y**2/(2*a)                       | x*y <= 0.999999*a*x**2/2 + y**2/(2*a)       | a > 0
sqrt(x*y) <= (x + y)/2                             | sqrt(x*y) <= 0.499999*(x + y)               | x >= 0, y >= 0
sqrt(x + y) <= sqrt(x) + sqrt(y)                   | sqrt(x + y) < sqrt(x) + sqrt(y)             | x >= 0, y >= 0
log(exp(x) + exp(y)) >= max(x, y)                  | log(exp(x) + exp(y)) >= max(x, y) + 1e-9
log(exp(x) + exp(y)) <= max(x, y) + log(2)         | log(exp(x) + exp(y)) < max(x, y) + log(2)
log(exp(x) + exp(y)) >= (x + y)/2 + log(2)         | log(exp(x) + exp(y)) >= (x + y)/2 + 0.693148
exp((x + y)/2) <= (exp(x) + exp(y))/2              | exp((x + y)/2) < (exp(x) + exp(y))/2
log((x + y)/2) >= (log(x) + log(y))/2              | log((x + y)/2) > (log(x) + log(y))/2        | x > 0, y > 0
exp(x + y) >= 1 + x + y                            | exp(x + y) >= 1 + x + 1.000001*y
exp(-a*x) <= 1                                     | exp(-a*x) <= 0.999999                       | a > 0, x >= 0
(1 + x)**p <= 1 + p*x                              | (1 + x)**p <= 1 + 0.999999*p*x              | x > -1, 0 < p, p < 1
x*exp(-y) <= 1                                     | x*exp(-y) <= 0.999999                       | 0 <= x, x <= 1, 0 <= y, y <= 1
sin(x)*cos(y) <= 1                                 | sin(x)*cos(y) <= 0.999999
abs(tanh(x) - tanh(y)) <= abs(x - y)               | abs(tanh(x) - tanh(y)) <= 0.999999*abs(x - y)
"""  # noqa: E501


def read_table(table: str) -> tuple[Inequality, ...]:
    found, topic = [], ""
    for row in table.strip().splitlines():
        if row.startswith("# "):
            topic = row[2:]
            continue
        true, false, *rest = (part.strip() for part in row.split("|"))
        assumptions = tuple(part.strip() for part in rest[0].split(",")) if rest else ()
        found += [Inequality(true, assumptions, True, topic), Inequality(false, assumptions, False, topic)]
    return tuple(found)


INEQUALITIES = read_table(TABLE)


if __name__ == "__main__":
    print("\n".join(inequality.line() for inequality in INEQUALITIES))
