"""Forged evidence for every rule of proof, each beside an honest piece that the kernel accepts for its own goal."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import Any, NamedTuple

from gradcheck.kernel.evidence import (
    ByBoxes,
    ByCases,
    ByConjunction,
    ByContradiction,
    ByCover,
    ByCut,
    ByDecay,
    ByDefiniteness,
    ByDisjunct,
    ByDisjunction,
    ByEvaluation,
    ByExpansion,
    ByExtremum,
    ByFact,
    ByForallElimination,
    ByHypothesis,
    ByImplication,
    ByInduction,
    ByInverse,
    ByModusPonens,
    ByMonotonicity,
    ByNormalForm,
    ByPositivity,
    ByRewriting,
    BySign,
    BySolver,
    ByStep,
    ByWitness,
    Cell,
    Evidence,
)
from gradcheck.kernel.goal import Established, Goal
from gradcheck.kernel.verdict import established, prove
from gradcheck.language.author import (
    Bernoulli,
    E,
    Exists,
    ForAll,
    Iff,
    Independent,
    Invertible,
    PositiveDefinite,
    absolute,
    diag,
    dimensions,
    eq,
    exp,
    identity,
    inf,
    initial,
    integer,
    inverse,
    matrix,
    natural,
    ne,
    norm,
    ones,
    oo,
    outer,
    pi,
    random_variable,
    rational,
    reals,
    recurrence,
    relu,
    sequence,
    sigmoid,
    sqrt,
    sup,
    tanh,
    total,
    trace,
    vector,
    where,
    zeros,
)
from gradcheck.language.syntax.propositions import And, Implies, Or
from gradcheck.language.syntax.terms import Num, Symbol, as_term

Q = Fraction
a, b, c, p, t, x, y, z = reals("a b c p t x y z")
i, k, m, n = integer("i"), natural("k"), natural("m"), natural("n")
rows, d = dimensions("rows d")
X, v, w, u = matrix("X", rows, d), vector("v", d), vector("w", d), vector("u", d)
A = matrix("A", d, d)
s, r = sequence("s"), sequence("r")
zero, one = as_term(0), as_term(1)
COUNT = (initial(s(0), 0), recurrence(s(k), s(k - 1) + 1, start=1))
SCALED = (initial(s(0), 0), recurrence(s(k), s(k - 1) + a, start=1))
R, Z = random_variable("R", Bernoulli(p)), random_variable("Z", Independent(p, 1))
NF, SIGN, KNOWN = ByNormalForm(), BySign(), ByHypothesis()


class Case(NamedTuple):
    name: str
    goal: Goal
    evidence: Any


FORGED: list[Case] = []
HONEST: list[Case] = []


def forged(name: str, claim: Any, evidence: Any, *given: Any, define: Any = (), steps: Any = ()) -> None:
    case = Case(name, Goal(claim, given, define, steps), evidence)
    FORGED.extend([case] if case not in FORGED else [])  # a module may be imported under two names


def honest(name: str, claim: Any, evidence: Any, *given: Any, define: Any = (), steps: Any = ()) -> None:
    case = Case(name, Goal(claim, given, define, steps), evidence)
    HONEST.extend([case] if case not in HONEST else [])


# normal forms
equation = eq(x, y + 1)
honest("normal form", eq((x + 1) ** 2, x**2 + 2 * x + 1), NF)
honest("multiplier", eq(x**2 - (y + 1) ** 2, 0), ByNormalForm(((x + y + 1, equation),)), equation)
forged("a false identity", eq((x + 1) ** 2, x**2 + x + 1), NF)
forged("true up to a sign", eq(x - y, y - x), NF)
forged("division by what may vanish", eq(x / x, 1), NF)
forged("a root of what may be negative", eq(sqrt(x) ** 2, x), NF)
forged("an inequality", x <= x, NF)
forged("a multiplier too small", eq(x**2 - (y + 1) ** 2, 0), ByNormalForm(((x + y, equation),)), equation)
forged("a multiple of nothing assumed", eq(x, y + 1), ByNormalForm(((one, equation),)))
forged("a multiple of an inequality", eq(x, y), ByNormalForm(((one, x <= y),)), x <= y)
forged("a multiplier with a pole", eq(x * y, 0), ByNormalForm(((x / y, eq(y**2, 0)),)), eq(y**2, 0))
forged("a multiplier of another shape", eq(x, 0), ByNormalForm(((v, eq(w, zeros(d))),)), eq(w, zeros(d)))
forged("a multiplier that is no term", equation, ByNormalForm(((1.0, equation),)), equation)  # type: ignore[arg-type]
forged("multipliers without pairs", equation, ByNormalForm((equation,)), equation)  # type: ignore[arg-type]
forged("multipliers of the wrong type", equation, ByNormalForm(7))  # type: ignore[arg-type]
honest("both cases of a delta", eq(diag(v).T, diag(v)), NF)
honest("a delta in an exponent", eq(exp(identity(d)), ones(d, d) + (exp(1) - 1) * identity(d)), NF)
forged("one case of a delta", eq(diag(v).T, outer(v, v)), NF)
forged("the other case of a delta", eq(identity(d), ones(d, d)), NF)
forged("a delta that is 0 in one case", eq(2 * identity(d), identity(d)), NF)
honest("a delta at a number", eq(total(where(eq(k, 1), v[k], 0), k, 1, d), v[1]), NF)
forged("a delta at a number that may be beyond the end", eq(total(where(eq(k, 2), k, 0), k, 1, d), 2), NF)
forged("a delta at a symbol that may be outside", eq(k, 0), SIGN, eq(total(where(eq(i, k), i, 0), i, 1, d), 0))
PARTS, TURNED = total(v[i], i, 1, d), total(v[i], i, 2, d)
honest("a sum in two parts", eq(PARTS, total(v[i], i, 1, 1) + total(v[i], i, 1 + one, d)),
       ByFact("sum-parts", (), (PARTS, one)))  # fmt: skip
honest("a sum turned round", eq(TURNED, total(v[2 + d - i], i, 2, d)), ByFact("sum-turned", (), (TURNED,)), d >= 1)
forged("two parts that overlap", eq(PARTS, total(v[i], i, 1, 1) + PARTS), ByFact("sum-parts", (), (PARTS, one)))
forged("a part beyond the end", eq(PARTS, total(v[i], i, 1, 2) + total(v[i], i, 2 + one, d)),
       ByFact("sum-parts", (), (PARTS, as_term(2))))  # fmt: skip
forged("parts of the arrays of a sum", eq(PARTS, total(v[i], i, 1, i) + total(v[i], i, i + 1, d)),
       ByFact("sum-parts", (), (PARTS, i)))  # fmt: skip
forged("turned at another end", eq(TURNED, total(v[1 + d - i], i, 2, d)), ByFact("sum-turned", (), (TURNED,)))
forged("a sum whose end is the index", eq(total(m, m, 0, m), total(0 + m - m, m, 0, m)),
       ByFact("sum-turned", (), (total(m, m, 0, m),)))  # fmt: skip
forged("a delta that divides", eq(diag(v) / (trace(identity(d)) - d), diag(v)), NF)
forged("X w for w X", eq(X.T @ (X @ v), X.T @ (X @ w)), NF)
forged("a transpose lost", eq(A @ v, A.T @ v), NF)
forged("1/0", eq(1 / (x - x), 1 / (x - x)), NF)

# visible signs
honest("sum of squares", x**2 + y**2 >= 2 * x * y, ByPositivity((x - y) ** 2))
forged("another certificate", x**2 + y**2 >= 2 * x * y, ByPositivity((x + y) ** 2))
forged("a certificate of unknown sign", x**2 >= x, ByPositivity(x**2 - x))
forged("a certificate that may be 0 for >", x**2 + y**2 > 2 * x * y, ByPositivity((x - y) ** 2))
forged("a certificate for an equation", eq(x, x), ByPositivity(zero))
forged("an even root of a negative number", sqrt(x) >= 0, ByPositivity(sqrt(x)))
forged("a certificate of another shape", x >= 0, ByPositivity(v))
forged("a certificate that is no term", x >= 0, ByPositivity("x"))  # type: ignore[arg-type]

# real roots
honest("real roots", sigmoid(x) * (1 - sigmoid(x)) <= rational(1, 4), SIGN)
forged("a little too much", sigmoid(x) * (1 - sigmoid(x)) <= rational(2499999, 10_000_000), SIGN)
forged("strict where it touches", sigmoid(x) * (1 - sigmoid(x)) < rational(1, 4), SIGN)
forged("a pole inside", 1 / x**2 > 0, SIGN)
forged("true for x > 0 only", x**3 >= 0, SIGN)
forged("an assumption about another variable", x**3 >= 0, SIGN, y >= 0)
forged("no relation", Exists(x, x > 0), SIGN)

# enclosures
LINE = ByCover(x, (Cell(None, Q(-1), "tail"), Cell(Q(-1), Q(1), "value"), Cell(Q(1), None, "tail")))
honest("cover", tanh(x) < 2, LINE)
forged("a gap", tanh(x) < 2, ByCover(x, (LINE.cells[0], LINE.cells[2])))
forged("one half only", tanh(x) < 2, ByCover(x, LINE.cells[1:]))
forged("another goal's cover", tanh(x) < rational(1, 2), LINE)
forged("another variable's cover", tanh(y) < 2, LINE)
forged("two variables", tanh(x) < 2 + y**2, LINE)
forged("a cell that is no cell", tanh(x) < 2, ByCover(x, ("value",)))  # type: ignore[arg-type]
forged("an enormous precision", tanh(x) < 2, ByCover(x, LINE.cells, 10**9))
forged("a constant of a definition", s(3) < 2 * a + 7, ByCover(a, (Cell(None, None, "tail"),)), define=SCALED)
TOLD = BySolver("stub", "1")  # asked in the tests, this one says yes to everything, and others say no
honest("a solver's word", a * b <= a**2 + b**2, TOLD)
forged("another solver", a * b <= a**2 + b**2, BySolver("other", "1"))
forged("another version", a * b <= a**2 + b**2, BySolver("stub", "2"))
forged("a solver without a name", a * b <= a**2 + b**2, BySolver(None, "1"))  # type: ignore[arg-type]
forged("a claim that is not polynomial", tanh(a) <= a, TOLD, a >= 0)
forged("a claim about integers", k * (k - 1) >= 0, TOLD)
forged("a claim that is not defined everywhere", a / b * b <= a, TOLD)
forged("a claim about vectors", eq(v, v), TOLD)
forged("a claim with quantifiers", ForAll((a,), a**2 >= 0), TOLD)
SQUARE = (a >= 0, a <= 1, b >= 0, b <= 1)
HALVES = ((0, Q(1, 2)), None, None)
honest("boxes", a * b <= 1, ByBoxes((a, b), HALVES), *SQUARE)
forged("false at a corner", a * b < 1, ByBoxes((a, b), HALVES), *SQUARE)
forged("false inside", a * (1 - b) <= Q(3, 4), ByBoxes((a, b), HALVES), *SQUARE)
forged("a half left over", a * b <= 1, ByBoxes((a, b), HALVES[:2]), *SQUARE)
forged("no bound above", a * b <= 1, ByBoxes((a, b), HALVES), *SQUARE[:3])
forged("a cut that is none", a * b <= 1, ByBoxes((a, b), ("half", None, None)), *SQUARE)  # type: ignore[arg-type]
forged("a box of a constant", s(3) < 2 * a + 7, ByBoxes((a,), (None,)), a >= 0, a <= 1, define=SCALED)
LEAD = ByExpansion()
honest("decay", 1 / x > 0, ByDecay(x, "+", Num(Q(0)), LEAD, SIGN), x > 0)
honest("decay to a number", 1 + 1 / x >= 1, ByDecay(x, "+", Num(Q(0)), LEAD, SIGN), x >= 1)
forged("a limit that is another", 1 / x > 1, ByDecay(x, "+", Num(Q(0)), LEAD, SIGN), x > 0)
forged("a negative limit", 1 / x > 1, ByDecay(x, "+", Num(Q(-1)), LEAD, SIGN), x > 0)
forged("from above only", -1 / x >= 0, ByDecay(x, "+", Num(Q(0)), LEAD, SIGN), x > 0)
forged("over a pole", 1 / x > 0, ByDecay(x, "+", Num(Q(0)), LEAD, SIGN), ne(x, 0))
forged("the other infinity", 1 / x > 0, ByDecay(x, "-", Num(Q(0)), LEAD, SIGN), x < 0)
forged("a bound that does not last", x * (2 - x) >= 0, ByDecay(x, "+", Num(Q(0)), LEAD, SIGN), x > 1, x < 3)
forged("constant, not falling", 0 * x > 0, ByDecay(x, "+", Num(Q(0)), LEAD, SIGN), x > 0)
forged("decay of an integer", 1 / n > 1, ByDecay(n, "+", Num(Q(0)), LEAD, SIGN), n > 0)
forged("no side", 1 / x > 0, ByDecay(x, "", Num(Q(0)), LEAD, SIGN))

# balls
honest("evaluation", pi < rational(22, 7), ByEvaluation())
forged("a false evaluation", pi < rational(157, 50), ByEvaluation())
forged("an equation in balls", eq(pi, pi), ByEvaluation())
forged("a variable without a value", x < x + 1, ByEvaluation())
forged("too few bits", pi < rational(22, 7), ByEvaluation(3))
forged("bits that are no number", pi < rational(22, 7), ByEvaluation(True))
forged("vectors in balls", v >= zeros(d), ByEvaluation())

# monotonicity
honest("monotonicity", tanh(x) <= x, ByMonotonicity(x, zero, "+", SIGN, SIGN), x >= 0)
forged("the other side of the anchor", tanh(x) <= x, ByMonotonicity(x, zero, "-", SIGN, SIGN), x >= 0)
forged("on both sides", tanh(x) <= x, ByMonotonicity(x, zero, "+", SIGN, SIGN))
forged("a side that is none", tanh(x) <= x, ByMonotonicity(x, zero, "*", SIGN, SIGN), x >= 0)
forged("a bound that starts after the anchor", x * (x - 10) >= 0, ByMonotonicity(x, zero, "+", SIGN, SIGN), x >= 5)
forged("the anchor is the variable", x * x >= 0, ByMonotonicity(x, x, "+", SIGN, SIGN))
forged("a jump on the way", where(x < 1, x, x - 5) >= 0, ByMonotonicity(x, zero, "+", SIGN, SIGN), x >= 0)
forged("a random anchor", E(Z * x) <= E(Z * x), ByMonotonicity(x, Z, "+", SIGN, SIGN), x >= Z)
forged("an integer variable", k >= 0, ByMonotonicity(k, zero, "+", SIGN, SIGN))
forged("through a pole", 1 / (1 - x) >= 1, ByMonotonicity(x, zero, "+", SIGN, SIGN), x >= 0, ne(x, 1))

# induction
SUM = eq(total(i * 1, i, 1, k), k * (k + 1) / 2)
GEOMETRIC = eq(s(k), k * 1)
honest("induction", GEOMETRIC, ByInduction(k, 0, NF, ByNormalForm(((one, GEOMETRIC),))), define=COUNT)
forged("a start too late", GEOMETRIC, ByInduction(k, 1, NF, ByNormalForm(((one, GEOMETRIC),))), define=COUNT)
forged("a start below the sort", GEOMETRIC, ByInduction(k, -1, NF, ByNormalForm(((one, GEOMETRIC),))), define=COUNT)
forged("a start that is no int", GEOMETRIC, ByInduction(k, 0.0, NF, NF), define=COUNT)  # type: ignore[arg-type]
forged("a wrong claim by induction", eq(s(k), k + 1), ByInduction(k, 0, NF, ByNormalForm(((one, eq(s(k), k + 1)),))),
       define=COUNT)  # fmt: skip
forged("a hypothesis about k kept", eq(k * 1, 0), ByInduction(k, 0, NF, ByNormalForm(((one, eq(k, 0)),))), eq(k, 0))
forged("k = 0 kept in the step", s(k) <= 0, ByInduction(k, 0, SIGN, ByContradiction(k + 1 <= 0, SIGN)), k <= 0,
       define=COUNT)  # fmt: skip
forged("over a real variable", x >= 0, ByInduction(x, 0, SIGN, SIGN))
forged("over integers of both signs", i >= 0, ByInduction(i, 0, SIGN, SIGN))
forged("over a constant of a definition", m >= 0, ByInduction(m, 0, SIGN, SIGN),
       define=(initial(s(0), 0), recurrence(s(k), s(k - 1) + m, start=1)))  # fmt: skip
forged("over the size of an array", norm(vector("q", d)) ** 2 <= 0, ByInduction(d, 1, SIGN, SIGN))

# cases
honest("cases", absolute(x) >= x, ByCases(x, SIGN, SIGN, SIGN))
forged("a case that fails", absolute(x) <= x, ByCases(x, SIGN, SIGN, SIGN))
forged("a case left out", absolute(x) >= x, ByCases(x, SIGN, SIGN, None))  # type: ignore[arg-type]
forged("cases by an undefined term", eq(x / x, 1), ByCases(1 / x, NF, NF, NF))
forged("cases by a vector", absolute(x) >= x, ByCases(v, SIGN, SIGN, SIGN))
forged("cases by the outcome", eq(E(relu(Z)) * E(relu(-Z)), 0), ByCases(Z, NF, NF, NF))

# rewriting
honest("rewriting", eq(x * y, 0), ByRewriting((eq(x, 0),), NF), eq(x, 0))
forged("rewriting by nothing assumed", eq(x * y, 0), ByRewriting((eq(x, 0),), NF))
forged("rewriting backwards", eq(x * y, 0), ByRewriting((eq(zero, x),), NF), eq(x, 0))
forged("rewriting by an inequality", eq(x, 0), ByRewriting((x <= zero,), NF), x <= 0)
forged("rewriting before the derivative", eq(total(x * k, k, 1, 2), 0), ByRewriting((eq(x + y, 0),), NF), eq(x + y, 0))
forged("rewriting by what is no equation", eq(x, 0), ByRewriting((x,), NF))  # type: ignore[arg-type]

# contradiction
honest("contradiction", eq(x, 5), ByContradiction(x < 0, SIGN), x < 0, x > 1)
forged("contradiction of a possible hypothesis", eq(x, 5), ByContradiction(x < 0, SIGN), x < 0)
forged("contradiction of what is not assumed", eq(x, 5), ByContradiction(x < x, SIGN))
forged("a hypothesis against itself", eq(x, 5), ByContradiction(x < 0, ByContradiction(x >= 0, SIGN)), x < 0)
forged("contradiction of a vector", eq(x, 5), ByContradiction(ne(v, w), NF), ne(v, w))

# hypotheses
honest("hypothesis", x >= y, KNOWN, y < x)
forged("stronger than the hypothesis", x < y, KNOWN, x <= y)
forged("the converse", y <= x, KNOWN, x <= y)
forged("a hypothesis under a condition", x > 0, KNOWN, Implies(y > 0, x > 0))
forged("half of an equation of others", eq(x, y), KNOWN, x <= y)

# parts, assuming, lemmas, consequences
honest("parts", And((x**2 >= 0, eq(x, x))), ByConjunction((SIGN, NF)))
forged("a part too few", And((x**2 >= 0, x >= 0)), ByConjunction((SIGN,)))
forged("a part too many", And((x**2 >= 0,)), ByConjunction((SIGN, SIGN)))
forged("a false part", And((x**2 >= 0, x >= 0)), ByConjunction((SIGN, SIGN)))
forged("an equivalence one way", Iff(x > 0, x**2 > 0), ByConjunction((ByImplication(SIGN), ByImplication(SIGN))))
forged("parts of an inequality", x <= x, ByConjunction((SIGN, SIGN)))

# disjunctions
either = Or((x > 0, x <= y))
honest("otherwise", Or((x > 0, x <= 0)), ByConjunction((ByImplication(SIGN),)))
honest("otherwise guarded", Or((eq(x, 0), eq(x / x, 1))), ByConjunction((ByImplication(NF),)))
forged("otherwise without a value", Or((eq(x / x, 1), eq(x, 0))), ByConjunction((ByImplication(SIGN),)))
forged("otherwise in two parts", Or((x > 0, x <= 0)), ByConjunction((ByImplication(SIGN), ByImplication(SIGN))))
forged("otherwise for vectors", Or((eq(v, w), ne(v, w))), ByConjunction((ByImplication(KNOWN),)))
forged("otherwise for some outcomes", Or((Z > 0, Z <= 0)), ByConjunction((ByImplication(KNOWN),)))
honest("a part", Or((x > y, x**2 >= 0)), ByDisjunct(1, SIGN))
honest("a part behind a guard", Or((eq(x, 0), eq(x / x, 2), x**2 >= 0)), ByDisjunct(2, SIGN))
honest("a part, whatever comes later", Or((x**2 >= 0, 1 / x > 0)), ByDisjunct(0, SIGN))
forged("a part behind nothing", Or((1 / x > 0, x**2 >= 0)), ByDisjunct(1, SIGN))
forged("a part that is false", Or((x > y, x**2 >= 1)), ByDisjunct(1, SIGN))
forged("a part from the end", Or((x > y, x**2 >= 0)), ByDisjunct(-1, SIGN))
forged("a part that is not there", Or((x > y, x**2 >= 0)), ByDisjunct(2, SIGN))
forged("a part of a conjunction", And((x > y, x**2 >= 0)), ByDisjunct(1, SIGN))
honest("each part", x + y >= x, ByDisjunction(Or((y > 1, y >= 0)), (SIGN, SIGN)), Or((y > 1, y >= 0)))
honest("a part that cannot be", x <= y, ByDisjunction(either, (ByContradiction(x <= 0, KNOWN), KNOWN)), either, x <= 0)
forged("each part of what is not assumed", x >= 0, ByDisjunction(Or((x > 0, eq(x, 0))), (SIGN, SIGN)))
forged("a case left out", x >= 0, ByDisjunction(Or((x > 0, x < 0)), (SIGN,)), Or((x > 0, x < 0)))
forged("a case that fails", x >= 0, ByDisjunction(Or((x > 0, x < 0)), (SIGN, SIGN)), Or((x > 0, x < 0)))
forged("the first part in the second case", x > 0, ByDisjunction(either, (KNOWN, KNOWN)), either)
forged("cases of an outcome", eq(E(relu(Z)) * E(relu(-Z)), 0),
       ByDisjunction(Or((Z >= 0, Z <= 0)), (NF, NF)), Or((Z >= 0, Z <= 0)))  # fmt: skip
honest("the other part", x <= y, ByModusPonens(either, SIGN, KNOWN), either, x <= -1)
honest("the first part", x > 0, ByModusPonens(either, KNOWN, KNOWN, True), either, x > y)
forged("the other part beside the first", x <= y, ByModusPonens(either, SIGN, KNOWN), either, x >= 1)
forged("the part that is denied", x > 0, ByModusPonens(either, SIGN, KNOWN), either, x <= -1)
honest("assuming", Implies(x > 0, x**2 > 0), ByImplication(SIGN))
forged("assuming the conclusion", Implies(x**2 > 0, x > 0), ByImplication(KNOWN))
forged("assuming what may have no value", Implies(1 / x > 0, x**2 > 0), ByImplication(SIGN))
forged("assuming without a premise", x > 0, ByImplication(KNOWN))
forged("assuming an outcome", Implies(Z > 0, eq(E(absolute(Z)), p)), ByImplication(NF))
honest("lemma", x**4 + 1 > 0, ByCut(x**2 >= 0, SIGN, SIGN))
forged("a false lemma", eq(x, y), ByCut(eq(x, y), NF, KNOWN))
forged("a lemma that proves itself", eq(x, y), ByCut(eq(x, y), KNOWN, KNOWN))
forged("a lemma that is no proposition", eq(x, y), ByCut(x, NF, KNOWN))  # type: ignore[arg-type]
honest("consequence", y > 0, ByModusPonens(Implies(x > 0, y > 0), KNOWN, KNOWN), Implies(x > 0, y > 0), x > 0)
forged("a premise that is not proved", y > 0, ByModusPonens(Implies(x > 0, y > 0), KNOWN, KNOWN), Implies(x > 0, y > 0))
forged("from the conclusion to the premise", x > 0, ByModusPonens(Implies(x > 0, y > 0), KNOWN, KNOWN, True),
       Implies(x > 0, y > 0), y > 0)  # fmt: skip
forged("an implication that is not assumed", y > 0, ByModusPonens(Implies(x > 0, y > 0), KNOWN, KNOWN), x > 0)


# steps
def step(claim: Any, evidence: Evidence, *given: Any, define: Any = ()) -> tuple[Established, ...]:
    return (established(prove(Goal(claim, given, define), evidence), "step"),)


SQUARES, ROOT = step(x**2 + y**2 >= 2 * x * y, ByPositivity((x - y) ** 2)), step(eq(x / x, 1), NF, ne(x, 0))
NATURAL, MEAN, PROBABLE = step(k >= 0, SIGN), step(eq(E(Z * x), p * x), NF), step(E(R) <= 1, SIGN)
CONSTANT = step(eq(s(1) - a, 0), NF, define=SCALED)
TWICE = random_variable("R", Bernoulli(as_term(2)))
honest("step", a**2 + b**2 >= 2 * a * b, ByStep("step", ((x, a), (y, b)), (), KNOWN), steps=SQUARES)
forged("a step that is none", a**2 + b**2 >= 2 * a * b, ByStep("step", ((x, a), (y, b)), (), KNOWN))
forged(
    "a step nobody proved", eq(zero, 1), ByStep("step", (), (), KNOWN), steps=(Established("step", eq(zero, 1), ()),)
)
forged("a step with an altered claim", eq(x, 1), ByStep("step", (), (), KNOWN),
       steps=(Established("step", eq(x, 1), (), SQUARES[0].seal),))  # fmt: skip
forged("a step without its assumption", eq(a / a, 1), ByStep("step", ((x, a),), (), KNOWN), steps=ROOT)
forged("an assumption proved by nothing", eq(a / a, 1), ByStep("step", ((x, a),), (SIGN,), KNOWN), steps=ROOT)
forged("two values at once", a**2 + b**2 >= 2 * x, ByStep("step", ((x, a), (x, b)), (), KNOWN), steps=SQUARES)
forged("a symbol that the step has not", eq(x, x), ByStep("step", ((t, a),), (), NF), steps=SQUARES)
forged("a real number for a natural one", x >= 0, ByStep("step", ((k, x),), (), KNOWN), steps=NATURAL)
forged("an integer for a natural one", i >= 0, ByStep("step", ((k, i),), (), KNOWN), steps=NATURAL)
forged("a vector for a number", eq(x, x), ByStep("step", ((x, v),), (), NF), steps=SQUARES)
forged("an undefined term for a number", eq(x, x), ByStep("step", ((x, 1 / a),), (), NF), steps=SQUARES)
forged("a hidden constant", eq(s(1), 5), ByStep("step", ((a, as_term(5)),), (), NF), steps=CONSTANT, define=SCALED)
forged("a random term for a number", eq(E(Z * Z), p * Z), ByStep("step", ((x, Z),), (), KNOWN), steps=MEAN)
forged("a probability of 2", eq(zero, 1), ByStep("step", ((p, as_term(2)),), (), ByContradiction(E(TWICE) <= 1, SIGN)),
       steps=PROBABLE)  # fmt: skip
forged("a step under other definitions", eq(s(1), a), ByStep("step", (), (), NF), steps=CONSTANT, define=COUNT)

# instances
POSITIVE = ForAll((k,), r(k) > 0)
honest("instance", r(n) > 0, ByForallElimination(POSITIVE, (n,), KNOWN), POSITIVE)
forged("an instance of what is not assumed", r(n) > 0, ByForallElimination(POSITIVE, (n,), KNOWN))
forged("an instance outside of the sort", r(i) > 0, ByForallElimination(POSITIVE, (i,), KNOWN), POSITIVE)
forged("an instance at a negative number", r(-1) > 0, ByForallElimination(POSITIVE, (as_term(-1),), KNOWN), POSITIVE)
forged("the pattern at any integer", r(i) > 0, SIGN, POSITIVE)
forged("an instance with two values", r(n) > 0, ByForallElimination(POSITIVE, (n, n), KNOWN), POSITIVE)
forged("an instance of an existence", r(n) > 0, ByForallElimination(Exists(k, r(k) > 0), (n,), KNOWN),  # type: ignore[arg-type]
       Exists(k, r(k) > 0))  # fmt: skip
AVERAGE = ForAll((x,), eq(E(Z * x), p * x))
forged("a random instance", eq(E(Z * Z), p * Z), ByForallElimination(AVERAGE, (Z,), KNOWN), AVERAGE)

# witnesses
honest("existential witness", Exists(x, eq(x**2, 4)), ByWitness(as_term(2), NF))
forged("a value that fails", Exists(x, eq(x**2, 4)), ByWitness(as_term(3), NF))
forged("a value that mentions the variable", Exists(x, eq(x, y)), ByWitness(x + 0, NF))
forged("a value of another sort", Exists(k, eq(2 * k, 1)), ByWitness(rational(1, 2), NF))
forged("an undefined value", Exists(x, eq(x * y, 1)), ByWitness(1 / y, NF))
forged("a value for a universal claim", eq(x, 2), ByWitness(as_term(2), NF))
forged("a probability of 5", Exists(p, eq(E(R), 5)), ByWitness(as_term(5), NF))
forged("a random value", Exists(x, eq(x, Z)), ByWitness(Z, NF))

# suprema
TOP = sup(sigmoid(x), x)
honest("supremum", eq(sup(1 - x**2, x), 1), ByExtremum(SIGN, zero, SIGN))
forged("a bound that is none", sup(1 - x**2, x) <= rational(1, 2), ByExtremum(SIGN))
forged("a bound that is not reached", eq(sup(1 - x**2, x), 2), ByExtremum(SIGN, zero, SIGN))
forged("no approach", eq(sup(1 - x**2, x), 1), ByExtremum(SIGN))
forged("a point outside", eq(sup(x, x, 0, 1), 2), ByExtremum(SIGN, as_term(2), SIGN))
forged("a point at the open end", eq(sup(x, x, 0, 1), 1), ByExtremum(SIGN, one, SIGN))
forged("a point of the variable's own", TOP >= 5, ByExtremum(None, x, SIGN))
forged("a point that makes the pin absurd", TOP >= 5, ByExtremum(None, Symbol("x'") + 1, SIGN))
forged("a limit at the wrong end", eq(TOP, 1), ByExtremum(SIGN, None, ByExpansion(), "-"))
forged("an end that is none", eq(TOP, 1), ByExtremum(SIGN, None, ByExpansion(), "up"))
forged("an empty interval", sup(x, x, 1, 0) <= -5, ByExtremum(ByContradiction(one < x, SIGN)))
forged("an interval that ends at its own variable", sup(x, x, -oo, x) <= 5, ByExtremum(ByContradiction(x < x, SIGN)))
forged("an interval from oo on", sup(x, x, oo, 0) <= -5, ByExtremum(SIGN))
forged("no integer inside", sup(k, k, 0, 1) <= -5, ByExtremum(SIGN))
forged("over a probability", sup(p + 0 * E(R), p) <= 1, ByExtremum(SIGN))
forged("a pole inside the interval", sup(-1 / x**2, x) <= 0, ByExtremum(SIGN))
forged("unbounded, and yet a number", sup(x, x) - sup(x, x) >= 0,
       ByCut(sup(x, x) >= 0, ByExtremum(None, zero, SIGN), SIGN))  # fmt: skip
forged("supremum for infimum", eq(inf(1 - x**2, x), 1), ByExtremum(SIGN, zero, SIGN))

# facts
honest("fact", Invertible(A), ByFact("definite-invertible", (KNOWN,), (A,)), PositiveDefinite(A))
forged("a fact without its premise", Invertible(A), ByFact("definite-invertible", (KNOWN,), (A,)))
forged("no premises", Invertible(A), ByFact("definite-invertible", (), (A,)), PositiveDefinite(A))
forged("a fact nobody knows", Invertible(A), ByFact("everything-invertible", (KNOWN,), (A,)), PositiveDefinite(A))
forged("a fact for another claim", eq(x, y), ByFact("definite-invertible", (KNOWN,), (A,)), PositiveDefinite(A))
forged("a fact about no terms", Invertible(A), ByFact("definite-invertible", (KNOWN,)), PositiveDefinite(A))
forged(
    "a fact about other terms", Invertible(A), ByFact("definite-invertible", (KNOWN,), (A.T,)), PositiveDefinite(A.T)
)
forged("a fact without a conclusion", eq(x, y), ByFact("cumulants"))
forged("a fact that is no name", Invertible(A), ByFact(["definite-invertible"], (KNOWN,), (A,)))  # type: ignore[arg-type]

# matrices
honest("definiteness", PositiveDefinite(X.T @ X + x * identity(d)),
       ByDefiniteness("new", norm(X @ vector("new", d)) ** 2, x * ones(d)), x > 0)  # fmt: skip
RIDGE = X.T @ X + x * identity(d)
new = vector("new", d)
forged(
    "a weight that may be 0", PositiveDefinite(RIDGE), ByDefiniteness("new", norm(X @ new) ** 2, x * ones(d)), x >= 0
)
forged("a negative weight", PositiveDefinite(RIDGE), ByDefiniteness("new", norm(X @ new) ** 2, -x * ones(d)), x > 0)
forged("a negative remainder", PositiveDefinite(x * identity(d) - X.T @ X),
       ByDefiniteness("new", -(norm(X @ new) ** 2), x * ones(d)), x > 0)  # fmt: skip
forged(
    "a remainder too large", PositiveDefinite(RIDGE), ByDefiniteness("new", 2 * norm(X @ new) ** 2, x * ones(d)), x > 0
)
forged("a vector that is not new", PositiveDefinite(2 * outer(v, v) - norm(v) ** 2 * identity(d) + identity(d)),
       ByDefiniteness("v", norm(v) ** 4, ones(d)))  # fmt: skip
GRAM = sequence("G", d, d)
HIDDEN = (initial(GRAM(0), 2 * outer(v, v) - norm(v) ** 2 * identity(d) + identity(d)),
          recurrence(GRAM(k), GRAM(k - 1), start=1))  # fmt: skip
forged(
    "a vector hidden in a definition",
    PositiveDefinite(GRAM(0)),
    ByDefiniteness("v", norm(v) ** 4, ones(d)),
    define=HIDDEN,
)
forged("weights of another size", PositiveDefinite(RIDGE), ByDefiniteness("new", norm(X @ new) ** 2, ones(rows)), x > 0)
forged("definiteness of a relation", eq(x, x), ByDefiniteness("new", zero, ones(d)))
honest("inverse", eq(v, inverse(A) @ w), ByInverse(KNOWN, KNOWN), eq(A @ v, w), Invertible(A))
forged("no reason for the inverse", eq(v, inverse(A) @ w), ByInverse(KNOWN, KNOWN), eq(A @ v, w))
forged("another product", eq(v, inverse(A) @ w), ByInverse(KNOWN, KNOWN), eq(A @ v, u), Invertible(A))
forged(
    "A invertible for its transpose", eq(v, inverse(A.T) @ w), ByInverse(KNOWN, KNOWN), eq(A.T @ v, w), Invertible(A)
)
forged("no inverse to be seen", eq(v, w), ByInverse(KNOWN, KNOWN), eq(A @ v, w), Invertible(A))


# what is no evidence at all
@dataclass(frozen=True)
class Honestly(ByNormalForm):
    """A subclass of a rule."""


@dataclass(frozen=True)
class ByDecree(Evidence):
    """A rule of one's own."""


class Imitation:
    """Something that looks like a rule."""

    multipliers = ()
    __class__ = ByNormalForm  # type: ignore[assignment]


STRANGERS: dict[str, Any] = {
    "a subclass": Honestly(), "a rule of one's own": ByDecree(), "an imitation": Imitation(), "nothing": None,
    "a word": "QED", "a class": ByNormalForm, "the base": Evidence(), "true": True,
}  # fmt: skip
for name, stranger in STRANGERS.items():
    forged(name, eq(x, x), stranger)
    forged(f"{name} inside", eq(x, x), ByCut(eq(y, y), NF, stranger))
