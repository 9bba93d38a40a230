"""Claims in SMT-LIB, for solvers that know transcendental functions and for those that do not.

What is asked is whether the assumptions and the negation of the claim have a model.  Roots, logarithms, absolute values
and cases are defined exactly by what a solver has.  A solver without exp, sin, cos, atan or pi is given a number in the
place of each value, with facts that hold of it (for exp: positive, and above every tangent at another value), so its
"unsat" is a proof and its "sat" only a suggestion.  All claims of the lists are defined wherever they are claimed, so
that division by zero, which SMT-LIB leaves open, does not matter.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from fractions import Fraction

from benchmarks.derivatives import Slope
from benchmarks.tools import PROVED, REFUTED, UNDECIDED, Enclosure
from gradcheck.activations.analysis.pieces import X, of_formula
from gradcheck.language.syntax.functions import unfold
from gradcheck.language.syntax.propositions import And, Proposition, Relation
from gradcheck.language.syntax.terms import Add, Apply, Const, Div, Mul, Neg, Num, Pow, Symbol, Term, Where
from gradcheck.search.calculus.differentiate import derivative

HIGHEST_POWER = 20
MARGIN = Fraction(1, 10**6)


class Unwritable(Exception):
    """The claim has a function that can't be expressed."""


@dataclass
class Script:
    """One question; ``native`` are the names of the transcendental functions, and of pi, that the solver has."""

    native: Mapping[str, str]
    lines: list[str] = field(default_factory=list)
    exact: bool = True  # whether a model of the script is one of the claim's negation
    algebraic: bool = True  # whether there is no transcendental function in it
    symbols: dict[Symbol, str] = field(default_factory=dict)
    _written: dict[Term, str] = field(default_factory=dict)
    _values: dict[tuple[str, str], str] = field(default_factory=dict)
    _count: int = 0

    def write(self, term: Term) -> str:
        """The term; what it needs is declared before."""
        if term not in self._written:
            self._written[term] = self._spell(term)
        return self._written[term]

    def claim(self, relation: Proposition) -> str:
        """A relation, or a conjunction of them."""
        if isinstance(relation, And):
            return f"(and {' '.join(map(self.claim, relation.parts))})"
        if not isinstance(relation, Relation):
            raise Unwritable(type(relation).__name__)
        left, right = self.write(relation.left), self.write(relation.right)
        return f"(not (= {left} {right}))" if relation.op == "!=" else f"({relation.op} {left} {right})"

    def fact(self, text: str) -> None:
        """Assert something."""
        self.lines.append(f"(assert {text})")

    def _new(self) -> str:
        self._count += 1
        self.lines.append(f"(declare-const v{self._count} Real)")
        return f"v{self._count}"

    def _spell(self, term: Term) -> str:
        match term:
            case Num(value=value):
                size = f"(/ {abs(value.numerator)}.0 {value.denominator}.0)"
                return f"(- {size})" if value < 0 else size
            case Const(name="pi"):
                return self._pi()
            case Symbol(name=name):
                self.symbols[term] = f"|{name}|"
                self.lines.append(f"(declare-const |{name}| Real)")
                return f"|{name}|"
            case Add(terms=parts):
                return f"(+ {' '.join(map(self.write, parts))})"
            case Mul(factors=parts):
                return f"(* {' '.join(map(self.write, parts))})"
            case Neg(term=inner):
                return f"(- {self.write(inner)})"
            case Div(numerator=above, denominator=below):
                return f"(/ {self.write(above)} {self.write(below)})"
            case Pow(base=base, exponent=exponent):
                return self._power(base, exponent)
            case Where(condition=condition, then=then, otherwise=otherwise):
                return f"(ite {self.claim(condition)} {self.write(then)} {self.write(otherwise)})"
            case Apply(function=function, args=args):
                return self._apply(term, function, args)
        raise Unwritable(type(term).__name__)

    def _power(self, base: Term, exponent: Term) -> str:
        if isinstance(exponent, Num) and exponent.value.denominator == 1 and abs(exponent.value) <= HIGHEST_POWER:
            factors = " ".join([self.write(base)] * abs(exponent.value.numerator))
            product = f"(* 1.0 {factors})" if factors else "1.0"
            return product if exponent.value >= 0 else f"(/ 1.0 {product})"
        return self.write(Apply("exp", (exponent * Apply("log", (base,)),)))

    def _apply(self, term: Apply, function: str, args: tuple[Term, ...]) -> str:
        if function in ("max", "min"):
            left, right = map(self.write, args)
            return f"(ite ({'>=' if function == 'max' else '<='} {left} {right}) {left} {right})"
        definition = unfold(term)
        if definition is not None:
            return self.write(definition)
        (inner,) = map(self.write, args)
        if function in ("abs", "sign"):
            choices = (inner, f"(- {inner})", "0.0") if function == "abs" else ("1.0", "(- 1.0)", "0.0")
            return "(ite (> {0} 0.0) {1} (ite (< {0} 0.0) {2} {3}))".format(inner, *choices)
        if function == "sqrt":
            root = self._new()
            self.fact(f"(and (>= {root} 0.0) (= (* {root} {root}) {inner}))")
            return root
        if function == "log":
            logarithm = self._new()
            self.fact(f"(= {self._value('exp', logarithm)} {inner})")
            return logarithm
        return self._value(function, inner)

    def _value(self, function: str, at: str) -> str:
        if function in self.native:
            self.algebraic = False
            return f"({self.native[function]} {at})"
        if function not in ABSTRACT:
            raise Unwritable(function)
        if (function, at) not in self._values:
            self.exact = False
            value = self._values[function, at] = self._new()
            ABSTRACT[function](self, at, value)
        return self._values[function, at]

    def _pi(self) -> str:
        if "pi" in self.native:
            self.algebraic = False
            return self.native["pi"]
        self.exact = False
        value = self._new()
        self.fact(f"(and (< 3.14159265358979323846 {value}) (< {value} 3.14159265358979323847))")
        return value

    def known(self, function: str) -> Iterable[tuple[str, str]]:
        """The arguments of a function that was abstracted, with the names of its values."""
        return [(at, value) for (name, at), value in self._values.items() if name == function]


def _exponential(script: Script, at: str, value: str) -> None:
    script.fact(f"(and (> {value} 0.0) (>= {value} (+ 1.0 {at})) (>= 1.0 (* {value} (- 1.0 {at}))))")
    for other_at, other in script.known("exp"):
        if other != value:
            script.fact(f"(>= {value} (* {other} (+ 1.0 (- {at} {other_at}))))")
            script.fact(f"(>= {other} (* {value} (+ 1.0 (- {other_at} {at}))))")


def _wave(script: Script, at: str, value: str) -> None:
    """sin or cos: with the other one on the unit circle, once both are there."""
    script.fact(f"(and (<= (- 1.0) {value}) (<= {value} 1.0))")
    for other_at, other in [*script.known("sin"), *script.known("cos")]:
        if other_at == at and other != value:
            script.fact(f"(= (+ (* {value} {value}) (* {other} {other})) 1.0)")


def _sine(script: Script, at: str, value: str) -> None:
    _wave(script, at, value)
    script.fact(f"(ite (>= {at} 0.0) (<= {value} {at}) (>= {value} {at}))")


def _arctangent(script: Script, at: str, value: str) -> None:
    script.fact(f"(ite (>= {at} 0.0) (and (<= 0.0 {value}) (<= {value} {at})) (and (<= {at} {value}) (< {value} 0.0)))")
    script.fact(f"(and (< (- 1.5707963267948967) {value}) (< {value} 1.5707963267948967))")


ABSTRACT: Mapping[str, Callable[[Script, str, str], None]] = {
    "exp": _exponential,
    "sin": _sine,
    "cos": _wave,
    "atan": _arctangent,
}


def script_of(claim: Relation, given: Iterable[Proposition], native: Mapping[str, str]) -> Script:
    """The assumptions and the negation of the claim; Unwritable where a function has no counterpart."""
    script = Script(native)
    for premise in given:
        script.fact(script.claim(premise))
    script.fact(f"(not {script.claim(claim)})")
    return script


def confirm(slope: Slope, settle: Callable[[Relation, tuple[Proposition, ...]], str]) -> Enclosure:
    """What a solver can say of a supremum that it is told: none is above it by 1e-6, and one not below it by 1e-6."""
    told = Fraction(slope.supremum)
    pieces = []
    for piece in of_formula(slope.function, slope.term()).pieces:
        derived = derivative(piece.term, X)
        if derived is None:
            return Enclosure()
        ends = [Relation("<", Num(piece.lo), X)] if piece.lo is not None else []
        ends += [Relation("<", X, Num(piece.hi))] if piece.hi is not None else []
        pieces.append((derived, tuple(ends)))

    def settled(bound: Fraction) -> str:
        words = [settle(Relation("<=", derived, Num(bound)), ends) for derived, ends in pieces]
        if REFUTED in words:
            return REFUTED
        return PROVED if set(words) == {PROVED} else UNDECIDED

    low, high = told - MARGIN, told + MARGIN
    below, above = settled(low), settled(high)
    if below == PROVED or above == REFUTED:
        return Enclosure(upper=_decimal(low)) if below == PROVED else Enclosure(lower=_decimal(high))
    return Enclosure(_decimal(low) if below == REFUTED else "-oo", _decimal(high) if above == PROVED else "oo")


def _decimal(value: Fraction) -> str:
    return f"{value.numerator}/{value.denominator}"
