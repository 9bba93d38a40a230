"""Normal forms of terms: each kind of term by its definition."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from recheck.atoms import ATOMS, Atom, as_quotient, atom, below, constant
from recheck.choices import prime_powers
from recheck.factors import content
from recheck.functions import PRIMITIVES, UNFOLDINGS
from recheck.nodes import LAWS, NEG, POS, ZERO, is_integer, make, number, walk
from recheck.polynomials import ONE, RELATIONS, Quotient, order_of, p_times, whole
from recheck.refusal import Unread
from recheck.roots import Roots

if TYPE_CHECKING:
    from recheck.atoms import Env, Places
    from recheck.nodes import Node

MAX_ROOT = 4  # exp(log(x)/n) is the root of x for n up to this one


class Lowering(Roots):
    """The normal forms of terms, entry by entry."""

    def of(self, term: Node, places: Places = (), env: Env | None = None) -> Quotient:
        """Return the normal form of the entry of a term at these places."""
        key = (term, tuple(p.key() for p in places), tuple(env.items()) if env else ())
        found = self.memory.get(key)
        if found is None:
            found = self.memory[key] = self.lower(term, places, env or {})
        return found

    def lower(self, term: Node, places: Places, env: Env) -> Quotient:
        kind, args = term.kind, term.args

        def of(part: Node, at: Places = places) -> Quotient:
            return self.of(part, at, env)

        if kind == "Num":
            return constant(args[0])
        if kind == "Const" and args[0] == "pi":
            return as_quotient(atom("pi"))
        if kind == "Symbol":
            return env[term] if term in env else as_quotient(atom("symbol", term))
        if kind == "Add":
            total = constant(0)
            for part in args[0]:
                total = total + of(part)
            return total
        if kind == "Neg":
            return -of(args[0])
        if kind == "Mul":
            total = constant(1)
            for part in args[0]:
                total = total * of(part, places if part.shape else ())
            return total
        if kind == "Div":
            return of(args[0]) / of(args[1], ())
        if kind == "Pow":
            return self.power(of(args[0], ()), args[1], of(args[1], ()))
        if kind == "Apply":
            if args[0] in UNFOLDINGS:
                if not term.shape:
                    return self.of(UNFOLDINGS[args[0]](*args[1]), (), env)
                entry = make("Symbol", "<entry>", "real")
                return self.of(UNFOLDINGS[args[0]](entry), (), {**env, entry: of(args[1][0])})
            if args[0] not in PRIMITIVES:
                raise Unread(f"the function {args[0]}")
            return getattr(self, "sign_" if args[0] == "sign" else args[0])(of(args[1][0]))
        if kind == "Uninterpreted":
            return as_quotient(atom("function", args[0], args[1], args[2], of(args[3])))
        if kind == "Where":
            if args[0].kind != "Relation" or args[0].args[1].shape:
                raise Unread("a choice by what is no relation of numbers")
            op, left, right = args[0].args
            return self.choice(op, of(left, ()) - of(right, ()), lambda: of(args[1]), lambda: of(args[2]))
        if kind == "Sum":
            return self.sum_over(args[1], args[0], of(args[2], ()), of(args[3], ()), places, env)
        if kind == "Derivative":
            return self.differentiated(args[0], args[1], places, env)
        if kind in ("Array", "RandomVariable"):
            return as_quotient(atom("entry" if kind == "Array" else "random", term, tuple(places)))
        if kind == "RandomSequence":
            return as_quotient(
                atom("random", make(kind, args[0], args[1], number(0), args[3]), (of(args[2], ()), *places))
            )
        if kind == "Sequence":
            return self.member(term, tuple(of(p, ()) for p in args[3]), of(args[2], ()), places, env)
        if kind == "Entry":
            return of(args[0], tuple(of(index, ()) for index in args[1]))
        if kind == "Transpose":
            return of(args[0], places[::-1])
        if kind == "Hadamard":
            return of(args[0]) * of(args[1])
        if kind == "Outer":
            cut = len(args[0].shape)
            return of(args[0], places[:cut]) * of(args[1], places[cut:])
        if kind == "Diag":
            return of(args[0], places[:1]) * self.delta(*places)
        if kind == "Diagonal":
            return of(args[0], places * 2)
        if kind == "Identity":
            return self.delta(*places)
        if kind == "Ones":
            return constant(1)
        if kind == "MatMul":
            cut = len(args[0].shape) - 1
            return self.contracted(
                args[0].shape[-1], lambda k: of(args[0], (*places[:cut], k)) * of(args[1], (k, *places[cut:])), env
            )
        if kind == "Trace":
            return self.contracted(args[0].shape[0], lambda k: of(args[0], (k, k)), env)
        if kind == "Norm":
            return self.root(self.squares(args[0], env), 2)
        if kind == "Width":
            return as_quotient(atom("width", args[0], of(args[1], ())))
        if kind in ("Inverse", "Determinant"):
            return self.of_matrix(kind, args[0], places, env)
        if kind == "Spectral":
            return self.of_matrix(args[0], args[1], (), env)
        if kind == "OrderedProduct":
            return self.ordered(term, places, env)
        if kind == "Expectation":
            body = of(args[0])
            try:
                return self.mean(body)
            except Unread:
                if any(ATOMS[a][0] == "member" for a in below(body)):
                    raise
                return as_quotient(atom("mean", body))
        if kind in ("Limit", "Extremum", "Integral"):
            if not term.free.isdisjoint(env) or any(part.kind in LAWS for part in walk(term)):
                raise Unread("a limit, extremum or integral that depends on an index or an outcome")
            return as_quotient(atom("value", term, tuple(Atom(atom("symbol", s)) for s in term.free)))
        if kind == "Variance":
            body = of(args[0])
            return self.mean(body * body) - self.mean(body).power(2)
        raise Unread(f"a term of the kind {kind}")

    def squares(self, array: Node, env: Env) -> Quotient:
        """Return the sum of the squares of the entries."""

        def over(places: Places) -> Quotient:
            if len(places) == len(array.shape):
                return self.of(array, places, env).power(2)
            return self.contracted(array.shape[len(places)], lambda k: over((*places, k)), env)

        return over(())

    def power(self, base: Quotient, term: Node, exponent: Quotient) -> Quotient:
        n = exponent.constant()
        if n is not None and n.denominator == 1:
            return base.power(int(n))
        if n is not None:
            root = self.root(base, n.denominator)
            return root.power(n.numerator)
        if not is_integer(term):
            return self.exp(exponent * self.log(base))
        if self.sign(base) == POS:
            return self.exp(exponent * self.log(base))
        sure = not self.sign(base) & ZERO
        shift = exponent.num.get((), Fraction(0)) if exponent.den == ONE else 0
        if shift.denominator != 1 or not (sure or (shift > 0 and not self.sign(exponent - constant(shift)) & NEG)):
            shift = Fraction(0)
        result, parts = base.power(int(shift)), [(mono, c) for mono, c in exponent.num.items() if mono]
        whole = exponent.den == ONE and all(c.denominator == 1 for _, c in parts) and shift == exponent.num.get((), 0)
        if whole and (sure or (shift >= 0 and all(c > 0 and not self.p_sign({mono: c}) & NEG for mono, c in parts))):
            for mono, c in parts:
                result = result * as_quotient(atom("power", base, Quotient({mono: Fraction(1)}))).power(int(c))
            return result
        return result * as_quotient(atom("power", base, exponent - constant(shift)))

    def exp(self, q: Quotient) -> Quotient:
        """Return the product of exp(m)**c over the summands c m of q; logarithms give their arguments back."""
        result = constant(1)
        for mono, c in q.num.items():
            part = Quotient({mono: Fraction(1)}, q.den)
            is_log = len(mono) == 1 and mono[0][1] == 1 and q.den == ONE and ATOMS[mono[0][0]][0] == "log"
            if is_log and c.denominator == 1:
                result = result * ATOMS[mono[0][0]][1][0].power(int(c))
            elif is_log and c.denominator <= MAX_ROOT:
                result = result * self.root(ATOMS[mono[0][0]][1][0], c.denominator).power(c.numerator)
            else:
                result = result * as_quotient(atom("exp", part), whole(c))
        return result

    def log(self, q: Quotient) -> Quotient:
        """Return the logarithm; of a monomial with positive parts the sum of theirs."""
        if q.constant() == 1:
            return constant(0)
        total, rest = constant(0), []
        for poly, sign in ((q.num, 1), (q.den, -1)):
            if len(poly) == 1:
                ((mono, value),) = poly.items()
                parts = [(constant(p), e) for p, e in prime_powers(value)]
                parts += [(as_quotient(a), e) for a, e in mono]
            else:
                parts = [(Quotient(poly), 1)]
            rest += [(part, sign * e) for part, e in parts]
        if any(self.sign(part) != POS for part, _ in rest):
            return as_quotient(atom("log", q))
        for part, e in rest:
            head, data = (
                ATOMS[next(iter(part.num))[0][0]] if part.constant() is None and len(part.num) == 1 else ("", ())
            )
            if head == "exp":
                total = total + data[0].scaled(Fraction(e))
            elif head == "root":
                total = total + self.log(data[0]).scaled(Fraction(e, data[1]))
            else:
                total = total + as_quotient(atom("log", part)).scaled(Fraction(e))
        return total

    def sqrt(self, q: Quotient) -> Quotient:
        return self.root(q, 2)

    def abs(self, q: Quotient) -> Quotient:
        sign = self.sign(q)
        if not sign & NEG:
            return q
        if not sign & POS:
            return -q
        if q.den != ONE:
            return self.abs(Quotient(q.num)) / self.abs(Quotient(q.den))
        common, rest = content(q.num)
        if common and len(q.num) > 1:
            return self.abs(Quotient({common: Fraction(1)})) * self.abs(Quotient(rest))
        if len(q.num) == 1 and len(next(iter(q.num))) > 1:
            ((mono, value),) = q.num.items()
            total = constant(abs(value))
            for a, e in mono:
                total = total * self.abs(as_quotient(a)).power(e)
            return total
        lead = q.num[max(q.num, key=order_of)]
        q = q.scaled(1 / lead)
        found = atom("abs", q)
        RELATIONS.setdefault(found, (2, p_times(q.num, q.num)))
        return as_quotient(found).scaled(abs(lead))

    def odd(self, head: str, q: Quotient) -> Quotient:
        if not q.num:
            return constant(0)
        lead = q.num[max(q.num, key=order_of)]
        return as_quotient(atom(head, q)) if lead > 0 else -as_quotient(atom(head, -q))

    def sign_(self, q: Quotient) -> Quotient:
        known = {POS: 1, NEG: -1, ZERO: 0}.get(self.sign(q))
        return constant(known) if known is not None else self.odd("sign", q)

    def erf(self, q: Quotient) -> Quotient:
        return self.odd("erf", q)

    def atan(self, q: Quotient) -> Quotient:
        return self.odd("atan", q)

    def sin(self, q: Quotient) -> Quotient:
        found = self.odd("sin", q)
        if found.num:
            a = next(iter(found.num))[0][0]
            cosine = as_quotient(atom("cos", ATOMS[a][1][0]))
            RELATIONS.setdefault(a, (2, (constant(1) - cosine.power(2)).num))
        return found

    def cos(self, q: Quotient) -> Quotient:
        if not q.num:
            return constant(1)
        return as_quotient(atom("cos", q if q.num[max(q.num, key=order_of)] > 0 else -q))
