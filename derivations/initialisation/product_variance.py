"""The variance of a product of independent variables, by their means and variances.

Claims
    Var(X Y) = Var X Var Y + Var X (E Y)^2 + Var Y (E X)^2, by way of the second moments.

Assumptions
    X and Y are independent and have finite variances; nothing else is known of their laws.

Notation
    SymPy writes the second moments by means and variances, and multiplies out.

Source: seed sheet 002, section 3.1(a).
"""

from sympy import expand, lambdify, solve, symbols

from gradcheck.derivation import derivation, step
from gradcheck.language.author import E, Independent, Var, eq, random_variable

m, mu, s, sigma = symbols("m mu s sigma", real=True)
X = random_variable("X", Independent(m, s**2))
Y = random_variable("Y", Independent(mu, sigma**2))

second, first, variance, first_y, variance_y = symbols("second first variance first_y variance_y", real=True)
(by_variance,) = solve(second - first**2 - variance, second)
of_product = expand(by_variance * by_variance.subs({first: first_y, variance: variance_y}) - (first * first_y) ** 2)
second_moment = lambdify((variance, first), by_variance, "math")
product_variance = lambdify((variance, first, variance_y, first_y), of_product, "math")

DERIVATION = derivation(
    step("second moment", eq(E(X**2), second_moment(Var(X), E(X)))),
    step("mean of the product", eq(E(X * Y), E(X) * E(Y))),
    step("second moment of the product", eq(E((X * Y) ** 2), E(X**2) * E(Y**2))),
    step("variance by moments", eq(Var(X * Y), E(X**2) * E(Y**2) - E(X) ** 2 * E(Y) ** 2)),
    step("variance of the product", eq(Var(X * Y), product_variance(Var(X), E(X), Var(Y), E(Y)))),
    source="seed sheet 002, section 3.1(a)",
)
