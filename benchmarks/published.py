"""Sixty inequalities from published tables, books and papers, each with a twin that is false.

The list was chosen before gradcheck was asked about any of its entries, so that it tells how a list that somebody else
writes down may fare.  ``PUBLISHED`` has 120 entries; ``topic`` is the source.  DLMF is the NIST Digital Library of
Mathematical Functions, with the number of the formula; Mitrinovic is Analytic Inequalities (1970), Bullen is A
Dictionary of Inequalities (1998).

    python -m benchmarks.published | gradcheck prove --from -
"""

from __future__ import annotations

from benchmarks.inequalities import read_table

# source, then rows: true claim | its twin that is false | assumptions
TABLE = """
# DLMF 4.5
x/(1 + x) < log(1 + x)                             | x/(1 + x) < 0.99*log(1 + x)                 | x > 0
x < -log(1 - x)                                    | 1.01*x < -log(1 - x)                        | x > 0, x < 1
-log(1 - x) < x/(1 - x)                            | -log(1 - x) < 0.99*x/(1 - x)                | x < 1, x != 0
-log(1 - x) < 3*x/2                                | -log(1 - x) < 1.485*x                       | x > 0, x <= 0.5828
log(x) <= a*(x**(1/a) - 1)                         | log(x) <= 0.99*a*(x**(1/a) - 1)             | a > 0, x > 0
exp(-x/(1 - x)) < 1 - x                            | exp(-0.99*x/(1 - x)) < 1 - x                | x < 1, x != 0
x/(1 + x) < 1 - exp(-x)                            | 1.01*x/(1 + x) < 1 - exp(-x)                | x > 0
exp(x/(1 + x)) < 1 + x                             | exp(1.01*x/(1 + x)) < 1 + x                 | x > -1, x != 0
exp(-x) < 1 - x/2                                  | exp(-x) < 1 - 0.505*x                       | x > 0, x <= 1.5936
exp(x*y/(x + y)) < (1 + x/y)**y                    | exp(1.01*x*y/(x + y)) < (1 + x/y)**y        | x > 0, y > 0
abs(exp(x) - 1) < 7/4*abs(x)                       | abs(exp(x) - 1) < 1.7*abs(x)                | x > -1, x < 1, x != 0
# DLMF 4.18
sin(x) >= 2*x/pi                                   | sin(x) >= 2.02*x/pi                         | x >= 0, x <= pi/2
x <= tan(x)                                        | 1.01*x <= tan(x)                            | x >= 0, x < pi/2
cos(x) <= sin(x)/x                                 | cos(x) <= 0.99*sin(x)/x                     | x > 0, x <= pi
sin(pi*x)/(x*(1 - x)) <= 4                         | sin(pi*x)/(x*(1 - x)) <= 3.96               | x > 0, x < 1
pi < sin(pi*x)/(x*(1 - x))                         | 1.01*pi < sin(pi*x)/(x*(1 - x))             | x > 0, x < 1
# DLMF 4.32
cosh(x) <= (sinh(x)/x)**3                          | cosh(x) <= 0.99*(sinh(x)/x)**3              | x > 0
sin(x)*cos(x) < tanh(x)                            | 1.01*sin(x)*cos(x) < tanh(x)                | x > 0
abs(cosh(x) - cosh(y)) >= abs(x - y)*sqrt(sinh(x)*sinh(y)) | abs(cosh(x) - cosh(y)) >= 1.01*abs(x - y)*sqrt(sinh(x)*sinh(y)) | x > 0, y > 0
atan(x) <= pi/2*tanh(x)                            | atan(x) <= 0.99*pi/2*tanh(x)                | x >= 0
# DLMF 7.8, bounds of Mills' ratio
1/(x + sqrt(x**2 + 2)) < sqrt(pi)/2*exp(x**2)*erfc(x) | 1.01/(x + sqrt(x**2 + 2)) < sqrt(pi)/2*exp(x**2)*erfc(x) | x >= 0
sqrt(pi)/2*exp(x**2)*erfc(x) <= 1/(x + sqrt(x**2 + 4/pi)) | sqrt(pi)/2*exp(x**2)*erfc(x) <= 0.99/(x + sqrt(x**2 + 4/pi)) | x >= 0
sqrt(pi)/2*exp(x**2)*erfc(x) < 1/(x + 1)           | sqrt(pi)/2*exp(x**2)*erfc(x) < 0.8/(x + 1) | x >= 0
x**2/(2*x**2 + 1) <= x*sqrt(pi)/2*exp(x**2)*erfc(x) | 1.01*x**2/(2*x**2 + 1) <= x*sqrt(pi)/2*exp(x**2)*erfc(x) | x > 0
x*sqrt(pi)/2*exp(x**2)*erfc(x) < (x**2 + 1)/(2*x**2 + 3) | x*sqrt(pi)/2*exp(x**2)*erfc(x) < 0.99*(x**2 + 1)/(2*x**2 + 3) | x > 0
erf(x) <= sqrt(1 - exp(-4*x**2/pi))                | erf(x) <= sqrt(1 - exp(-3.96*x**2/pi))      | x >= 0
# Mitrinovic 3.4, and Huygens, Cusa, Adamovic, Wilker, Redheffer, Becker and Stark
2*sin(x) + tan(x) >= 3*x                           | 2*sin(x) + tan(x) >= 3.03*x                 | x >= 0, x < pi/2
sin(x)/x < (2 + cos(x))/3                          | sin(x)/x < (2 + cos(x))/3.03                | x > 0, x < pi/2
cos(x) < (sin(x)/x)**3                             | 1.01*cos(x) < (sin(x)/x)**3                 | x > 0, x < pi/2
(sin(x)/x)**2 + tan(x)/x > 2                       | (sin(x)/x)**2 + tan(x)/x > 2.02             | x > 0, x < pi/2
sin(x)/x >= (pi**2 - x**2)/(pi**2 + x**2)          | sin(x)/x >= 1.01*(pi**2 - x**2)/(pi**2 + x**2) | x > 0
tan(x)/x < pi**2/(pi**2 - 4*x**2)                  | tan(x)/x < 0.99*pi**2/(pi**2 - 4*x**2)      | x > 0, x < pi/2
tan(x) > x + x**3/3                                | tan(x) > x + 1.01*x**3/3                    | x > 0, x < pi/2
# Kober (1944), and the sharper Jordan inequality of Qi
cos(x) >= 1 - 2*x/pi                               | cos(x) >= 1 - 1.98*x/pi                     | x >= 0, x <= pi/2
cos(x) <= 1 - x**2/pi                              | cos(x) <= 1 - 1.28*x**2/pi                  | x >= 0, x <= pi/2
sin(x) >= 2*x/pi + x*(pi**2 - 4*x**2)/pi**3        | sin(x) >= 2*x/pi + 1.01*x*(pi**2 - 4*x**2)/pi**3 | x >= 0, x <= pi/2
# Shafer (1966), Fink, and Bullen on atan
atan(x) >= 3*x/(1 + 2*sqrt(1 + x**2))              | atan(x) >= 3.03*x/(1 + 2*sqrt(1 + x**2))    | x >= 0
atan(x) <= pi*x/(1 + 2*sqrt(1 + x**2))             | atan(x) <= 0.99*pi*x/(1 + 2*sqrt(1 + x**2)) | x >= 0
# Neuman and Sandor (2010), hyperbolic Cusa, Huygens and Wilker
sinh(x)/x < (2 + cosh(x))/3                        | sinh(x)/x < (2 + cosh(x))/3.03              | x > 0
2*sinh(x) + tanh(x) > 3*x                          | 2*sinh(x) + tanh(x) > 3.03*x                | x > 0
(sinh(x)/x)**2 + tanh(x)/x > 2                     | (sinh(x)/x)**2 + tanh(x)/x > 2.02           | x > 0
# Karamata; Bullen, the logarithmic mean
log(x)/(x - 1) <= 1/sqrt(x)                        | log(x)/(x - 1) <= 0.99/sqrt(x)              | x > 1
sqrt(x*y) <= (x - y)/(log(x) - log(y))             | 1.01*sqrt(x*y) <= (x - y)/(log(x) - log(y)) | y > 0, x > y
(x - y)/(log(x) - log(y)) <= (x + y)/2             | (x - y)/(log(x) - log(y)) <= 0.99*(x + y)/2 | y > 0, x > y
# Topsoe (2006), Some bounds for the logarithmic function; Topsoe (2001), Bounds for entropy
log(1 + x) <= x*(6 + x)/(6 + 4*x)                  | log(1 + x) <= 0.99*x*(6 + x)/(6 + 4*x)      | x >= 0
log(1 + x) <= x*(2 + x)/(2*(1 + x))                | log(1 + x) <= 0.99*x*(2 + x)/(2*(1 + x))    | x >= 0
-p*log(p) - (1 - p)*log(1 - p) <= log(2)*(4*p*(1 - p))**(1/log(4)) | -p*log(p) - (1 - p)*log(1 - p) <= 0.99*log(2)*(4*p*(1 - p))**(1/log(4)) | p > 0, p < 1
# Hoeffding (1963); Bennett (1962) as in Boucheron, Lugosi and Massart 2.7; Mitzenmacher and Upfal 4.2
log(1 - p + p*exp(t)) - p*t <= t**2/8              | log(1 - p + p*exp(t)) - p*t <= 0.99*t**2/8  | p >= 0, p <= 1
(1 + x)*log(1 + x) - x >= x**2/(2 + 2*x/3)         | (1 + x)*log(1 + x) - x >= 1.01*x**2/(2 + 2*x/3) | x >= 0
x - (1 + x)*log(1 + x) <= -x**2/3                  | x - (1 + x)*log(1 + x) <= -0.39*x**2        | x >= 0, x <= 1
exp(x) <= x + exp(x**2)                            | exp(x) <= x + exp(0.5*x**2)
# Gordon (1941), Birnbaum (1942); Chiani, Dardari and Simon (2003), eq. 11
x*exp(-x**2/2)/sqrt(2*pi) <= (1 + x**2)*erfc(x/sqrt(2))/2 | 1.01*x*exp(-x**2/2)/sqrt(2*pi) <= (1 + x**2)*erfc(x/sqrt(2))/2 | x > 0
(sqrt(4 + x**2) - x)/2*exp(-x**2/2)/sqrt(2*pi) <= erfc(x/sqrt(2))/2 | 1.01*(sqrt(4 + x**2) - x)/2*exp(-x**2/2)/sqrt(2*pi) <= erfc(x/sqrt(2))/2 | x > 0
erfc(x) <= (exp(-2*x**2) + exp(-x**2))/2           | erfc(x) <= 0.99*(exp(-2*x**2) + exp(-x**2))/2 | x >= 0
# Jaakkola and Jordan (2000), at 1; Hendrycks and Gimpel (2016), error of the tanh form; Ramachandran (2017); Misra (2019)
logsigmoid(x) >= logsigmoid(1) + (x - 1)/2 - tanh(1/2)/4*(x**2 - 1) | logsigmoid(x) >= logsigmoid(1) + (x - 1)/2 - 0.99*tanh(1/2)/4*(x**2 - 1)
abs(gelu(x) - x/2*(1 + tanh(sqrt(2/pi)*(x + 0.044715*x**3)))) <= 0.0005 | abs(gelu(x) - x/2*(1 + tanh(sqrt(2/pi)*(x + 0.044715*x**3)))) <= 0.0004
x*sigmoid(x) >= -0.2785                            | x*sigmoid(x) >= -0.2784
x*tanh(softplus(x)) >= -0.309                      | x*tanh(softplus(x)) >= -0.3088
# Nesterov (2005), smoothing; Bullen, exp and its Pade fraction
softplus(b*x)/b - relu(x) <= log(2)/b              | softplus(b*x)/b - relu(x) <= 0.99*log(2)/b  | b > 0
exp(x) <= (2 + x)/(2 - x)                          | exp(x) <= 0.99*(2 + x)/(2 - x)              | x >= 0, x < 2
"""  # noqa: E501

PUBLISHED = read_table(TABLE)


if __name__ == "__main__":
    print("\n".join(inequality.line() for inequality in PUBLISHED))
