"""The variance of a product of independent variables, by their means and variances.

Claims
    Var(X Y) = Var X Var Y + Var X (E Y)^2 + Var Y (E X)^2, by way of the second moments.

Assumptions
    X and Y are independent and have finite variances; nothing else is known of their laws.

Source: seed sheet 002, section 3.1(a).
"""

from gradcheck.derivation import derivation, step
from gradcheck.language.author import E, Independent, Var, eq, random_variable, reals

m, mu, s, sigma = reals("m mu s sigma")
X = random_variable("X", Independent(m, s**2))
Y = random_variable("Y", Independent(mu, sigma**2))

DERIVATION = derivation(
    step("second moment", eq(E(X**2), Var(X) + E(X) ** 2)),
    step("mean of the product", eq(E(X * Y), E(X) * E(Y))),
    step("second moment of the product", eq(E((X * Y) ** 2), E(X**2) * E(Y**2))),
    step("variance by moments", eq(Var(X * Y), E(X**2) * E(Y**2) - E(X) ** 2 * E(Y) ** 2)),
    step("variance of the product", eq(Var(X * Y), Var(X) * Var(Y) + Var(X) * E(Y) ** 2 + Var(Y) * E(X) ** 2)),
    source="seed sheet 002, section 3.1(a)",
)
