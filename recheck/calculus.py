"""Members of sequences by their recurrences, and derivatives."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, Any

from recheck.atoms import ATOMS, Atom, as_quotient, atom, constant, index_atoms
from recheck.functions import CONTINUOUS
from recheck.nodes import NEG, ZERO, fit, make, number, parts_of, value_of, walk
from recheck.part import Part
from recheck.polynomials import Quotient, m_times, reduced
from recheck.presupposed import numbers
from recheck.refusal import Unread
from recheck.slopes import mentions

if TYPE_CHECKING:
    from recheck.atoms import Env, Places
    from recheck.forms import Forms
    from recheck.nodes import Node
    from recheck.polynomials import Poly

STAYING = {
    "Add", "Neg", "Mul", "Div", "Pow", "Apply", "Entry", "MatMul", "Transpose", "Hadamard", "Outer", "Diag",
    "Diagonal", "Trace", "Norm",
}  # fmt: skip


class Calculus(Part):
    """Members of sequences, and derivatives of normal forms."""

    def member(
        self,
        term: Node,
        parameters: Places,
        index: Quotient,
        places: Places,
        env: Env,
    ) -> Quotient:
        return self.member_at(
            make("Sequence", term.args[0], term.args[1], number(0), ()), index, parameters, tuple(places)
        )

    def member_at(
        self,
        name: Node,
        index: Quotient,
        parameters: Places,
        places: Places,
        depth: int = 0,
    ) -> Quotient:
        definitions = [d for d in self.statement.definitions if d.args[0].args[0] == name.args[0]]
        for definition in definitions if not self.is_folded(name, index) else ():
            own, body = definition.args[0], definition.args[1]
            env = dict(zip(own.args[3], parameters, strict=True))
            if definition.kind == "Initial":
                if index.constant() == own.args[2].args[0]:
                    return self.of(body, places, env)
            elif depth < 40 and not self.sign(index - constant(definition.args[2])) & NEG:
                return self.of(body, places, {**env, own.args[2]: index})
        return as_quotient(atom("member", name, index, parameters, places))

    def is_folded(self, name: Node, index: Quotient) -> bool:
        """Whether the members of this index are not unfolded: hypotheses speak of them, or the index is bound."""
        return self.folded is not None and ((name.args[0], index.key()) in self.folded or bool(index_atoms(index)))

    def differentiated(self, body: Node, variable: Node, places: Places, env: Env) -> Quotient:
        """Return the derivative, taken where only what holds around the point is supposed."""
        if variable in env:
            raise Unread("a derivative by a bound variable")
        cut = len(body.shape)
        near = self.near(variable)
        value = near.of(body, places[:cut], env)
        if variable.kind == "Symbol":
            wrt: tuple[Any, ...] = (atom("symbol", variable), None, ())
        elif variable.kind == "Array":
            wrt = None, variable, places[cut:]
        elif variable.kind == "Sequence" and not variable.args[3] and not self.defined(variable.args[0]):
            wrt = (
                None,
                make("Sequence", variable.args[0], variable.args[1], number(0), ()),
                (self.of(variable.args[2], (), env), *places[cut:]),
            )
        else:
            raise Unread("a derivative by this term")
        return near.derivative(value, wrt)

    def defined(self, name: str) -> bool:
        return any(d.args[0].args[0] == name for d in self.statement.definitions)

    def near(self, variable: Node) -> Forms:
        """Return normal forms under the hypotheses that hold around every value of the variable, too."""

        def holds_around(h: Node) -> bool:
            strict = h.kind == "Relation" and h.args[0] in ("<", ">", "!=") and not h.args[1].shape
            return self.is_fixed(h, variable) or (strict and all(self.stays(side, variable) for side in h.args[1:]))

        found = self.neighbours.get(variable)
        if found is None:
            kept = [h for h in self.hypotheses if holds_around(h)]
            found = self.neighbours[variable] = type(self)(self.statement, kept)
            found.folded = self.folded
        return found

    def is_fixed(self, node: Node, variable: Node) -> bool:
        """Whether a node says nothing of a variable, nor of members whose definitions do."""
        definitions = self.statement.definitions
        return not any(
            part is variable
            or (part.kind == variable.kind != "Symbol" and part.args[0] == variable.args[0])
            or (part.kind == "Sequence" and mentions(definitions, part.args[0], variable))
            for part in walk(node)
        )

    def stays(self, term: Node, variable: Node) -> bool:
        """Whether a term that has a value is continuous in a variable there, by its form and by its derivative."""
        if self.is_fixed(term, variable) or term is variable or self.has_slope(term, variable):
            return True
        kind, args = term.kind, term.args
        if kind == "Pow" and (value_of(args[1]) or Fraction(1, 2)).denominator != 1:
            return False
        if kind == "Apply" and (args[0] not in CONTINUOUS or args[0] == "sqrt"):
            return False
        return kind in STAYING and all(self.stays(part, variable) for arg in args for part in parts_of(arg))

    def has_slope(self, term: Node, variable: Node) -> bool:
        """Whether a hypothesis presupposes that a term, or a member of this index, can be differentiated here."""
        if self.presupposed is None:
            self.presupposed = [part for part in numbers(self.hypotheses) if part.kind == "Derivative"]

        def is_term(body: Node) -> bool:
            alike = term.kind == body.kind == "Sequence" and (term.args[0], term.args[3]) == (
                body.args[0],
                body.args[3],
            )
            return body is term or (alike and not (self.of(term.args[2]) - self.of(body.args[2])).num)

        return any(x is variable and is_term(body) for body, x in (part.args for part in self.presupposed))

    def derivative(self, q: Quotient, wrt: tuple[Any, ...]) -> Quotient:
        num, den = (self.p_derivative(p, wrt) for p in (q.num, q.den))
        below_ = Quotient(q.den)
        return num / below_ - Quotient(q.num) * den / (below_ * below_) if den.num else num / below_

    def p_derivative(self, poly: Poly, wrt: tuple[Any, ...]) -> Quotient:
        total = constant(0)
        for mono, c in poly.items():
            for a, e in mono:
                slope = self.a_derivative(a, wrt)
                if slope.num:
                    rest = Quotient(
                        reduced({m_times(tuple(x for x in mono if x[0] != a), ((a, e - 1),) if e != 1 else ()): c * e})
                    )
                    total = total + rest * slope
        return total

    def a_derivative(self, a: int, wrt: tuple[Any, ...]) -> Quotient:
        head, data = ATOMS[a]
        symbol, array, places = wrt
        if head in ("symbol", "pi", "index", "delta", "width"):
            return constant(int(a == symbol))
        if head in ("entry", "random"):
            return self.together(data[1], places) if data[0] is array else constant(0)
        if head == "member":
            name, index, parameters, own = data
            if name is array:
                return self.together((index, *own), places)
            return self.member_slope(name, index, parameters, own, wrt)
        if head == "slope":
            name, index, parameters, own, _ = data
            if self.reaches(name, wrt) or any(self.derivative(p, wrt).num for p in parameters):
                raise Unread("a second derivative of a member")
            return constant(0)
        if head == "matrix":
            return self.matrix_slope(a, wrt)
        if head == "sum":
            bound = [b.number for b in data[0]]
            if any(self.derivative(end, wrt).num for ends in data[2] for end in ends):
                raise Unread("a derivative by the end of a sum")
            mono = tuple(sorted((part.number, e) for part, e in data[1]))
            return self.total(bound, self.p_derivative({mono: Fraction(1)}, wrt))
        if head == "mean":
            return self.mean(self.derivative(data[0], wrt)) if self.derivative(data[0], wrt).num else constant(0)
        if head == "choice":
            if any(self.derivative(part, wrt).num for part in data[1:]):
                raise Unread("a derivative of a choice")
            return constant(0)
        if head == "power":
            if self.derivative(data[1], wrt).num:
                raise Unread("a derivative by an exponent")
            inner = self.derivative(data[0], wrt)
            if not inner.num:
                return inner
            if self.sign(data[0]) & ZERO and self.sign(data[1] - constant(1)) & NEG:
                raise Unread("a power of what may be 0")
            return data[1] * self.power_of(data[0], data[1] - constant(1)) * inner
        if head == "value":
            if array is not None or Atom(symbol) in data[1] or any(part.kind == "Sequence" for part in walk(data[0])):
                raise Unread("a derivative of a limit, extremum or integral")
            return constant(0)
        q = data[3] if head == "function" else data[0]
        inner = self.derivative(q, wrt)
        if not inner.num:
            return inner
        if head == "function":
            fit(data[2] < data[1])
            return as_quotient(atom("function", data[0], data[1], data[2] + 1, q)) * inner
        own = as_quotient(a)
        outer: Any = {
            "exp": lambda: own, "log": lambda: constant(1) / q, "sin": lambda: self.cos(q), "cos": lambda: -self.sin(q),
            "abs": lambda: q / own, "atan": lambda: constant(1) / (constant(1) + q * q), "inverse": lambda: -own * own,
            "erf": lambda: constant(2) / self.root(as_quotient(atom("pi")), 2) * self.exp(-(q * q)),
            "root": lambda: constant(1) / own.power(data[1] - 1).scaled(Fraction(data[1])),
        }.get(head)  # fmt: skip
        if outer is None:
            raise Unread(f"a derivative of {head}")
        return outer() * inner

    def together(self, own: Places, places: Places) -> Quotient:
        result = constant(1)
        for one, other in zip(own, places, strict=True):
            result = result * self.delta(one, other)
        return result
