"""Scalar and array terms: what an author writes, kept exactly as it was written.

Building a term computes nothing.  ``x / x`` is the quotient of x by x and stays one; the kernel alone decides
what it equals and under which condition.  A term knows its shape: ``()`` for a scalar, ``(n,)`` for a vector,
``(n, d)`` for a matrix, where n and d are integer terms, usually dimension symbols.  Operators:

    a + b   a - b   -a   a * b   a / b   a ** b      (one of a, b scalar, or equal shapes for + and -)
    A @ B                                            (matrix and vector products)
    a <= b   a < b   a >= b   a > b                  (propositions; equality is ``eq(a, b)``)

Floats are refused: 0.1 is not a tenth.  Write ``rational("0.1")`` or ``rational(1, 10)``.
"""

from __future__ import annotations

from fractions import Fraction
from functools import lru_cache
from math import prod
from typing import TYPE_CHECKING, Any

from gradcheck.language.syntax.node import Node, ShapeError

Shape = tuple["Term", ...]

WORDS: dict[str, Any] = {}  # what operators build and messages say, put in by the files that define it, which use terms

MIN_VALUE = {"natural": 0, "dimension": 1}  # of the sorts that have one
SORTS = ("real", "integer", "natural", "dimension")  # natural: 0, 1, 2, ...; dimension: 1, 2, 3, ...


class Term(Node):
    """A typed mathematical expression; ``shape`` is set when the node is made."""

    fields = ()

    if TYPE_CHECKING:  # not a field, so not an annotation of the class

        @property
        def shape(self) -> Shape: ...
    else:
        shape = ()  # unless settle() sets another

    def __add__(self, other: object) -> Term:
        return Add((*_summands(self), as_term(other)))

    def __radd__(self, other: object) -> Term:
        return Add((*_summands(as_term(other)), self))

    def __sub__(self, other: object) -> Term:
        return Add((*_summands(self), Neg(as_term(other))))

    def __rsub__(self, other: object) -> Term:
        return Add((*_summands(as_term(other)), Neg(self)))

    def __neg__(self) -> Term:
        return Neg(self)

    def __mul__(self, other: object) -> Term:
        return Mul((*_factors(self), as_term(other)))

    def __rmul__(self, other: object) -> Term:
        return Mul((*_factors(as_term(other)), self))

    def __truediv__(self, other: object) -> Term:
        return Div(self, as_term(other))

    def __rtruediv__(self, other: object) -> Term:
        return Div(as_term(other), self)

    def __pow__(self, other: object) -> Term:
        return Pow(self, as_term(other))

    def __rpow__(self, other: object) -> Term:
        return Pow(as_term(other), self)

    def __matmul__(self, other: object) -> Term:
        return _built("matmul", self, as_term(other))

    def __rmatmul__(self, other: object) -> Term:
        return _built("matmul", as_term(other), self)

    def __le__(self, other: object) -> Any:
        return _relation("<=", self, other)

    def __lt__(self, other: object) -> Any:
        return _relation("<", self, other)

    def __ge__(self, other: object) -> Any:
        return _relation(">=", self, other)

    def __gt__(self, other: object) -> Any:
        return _relation(">", self, other)

    def __getitem__(self, index: object) -> Term:
        return _built("entry", self, index if isinstance(index, tuple) else (index,))

    def __iter__(self) -> Any:
        raise TypeError("a term is not iterable; take entries with a[i]")

    def __bool__(self) -> bool:
        raise TypeError("a term has no truth value; state a relation such as eq(a, b)")

    @property
    def T(self) -> Term:
        """Return the transpose of a matrix."""
        return _built("transpose", self)


def _built(word: str, *parts: object) -> Term:
    term: Term = WORDS[word](*parts)
    return term


def _relation(op: str, left: Term, right: object) -> Any:
    return WORDS["relation"](op, left, as_term(right))


def _summands(term: Term) -> tuple[Term, ...]:
    return term.terms if isinstance(term, Add) else (term,)


def _factors(term: Term) -> tuple[Term, ...]:
    return term.factors if isinstance(term, Mul) else (term,)


def as_term(value: object) -> Term:
    """Return the term of an int, a Fraction, a SymPy expression or a term;
    TypeError for anything else, floats included.
    """
    if isinstance(value, Term):
        return value
    if isinstance(value, bool):
        raise TypeError("a truth value is not a number")
    if isinstance(value, int | Fraction):
        return _number(value)
    if isinstance(value, float):
        raise TypeError(f"{value!r} is a float and not exact; write rational({str(value)!r})")
    if "sympy" in WORDS and WORDS["is sympy"](value):
        return _built("sympy", value)
    raise TypeError(f"{type(value).__name__} is not a term; use numbers, symbols and terms")


@lru_cache(maxsize=1_000)
def _number(value: int | Fraction) -> Num:
    return Num(Fraction(value))


def rational(numerator: int | str, denominator: int = 1) -> Num:
    """Return the exact number numerator/denominator; a string may be a decimal: ``rational("0.1")`` is 1/10."""
    return Num(Fraction(numerator) / denominator)


class Num(Term):
    """A rational number."""

    value: Fraction

    @staticmethod
    def prepare(*values: Any) -> tuple[Any, ...]:
        (value,) = values
        if type(value) is Fraction:
            return values
        if isinstance(value, float | bool):
            raise TypeError("a Num is exact; floats and truth values are refused")
        return (Fraction(value),)


class Const(Term):
    """A named real constant: ``pi``; or ``oo``, which stands only as a bound or a limit point."""

    name: str

    @staticmethod
    def prepare(*values: Any) -> tuple[Any, ...]:
        if values[0] not in ("pi", "oo"):
            raise ValueError(f"there is no constant named {values[0]!r}")
        return values


class Symbol(Term):
    """A scalar variable that ranges over its sort: real, integer, natural (0, 1, ...) or dimension (1, 2, ...)."""

    name: str
    sort: str = "real"

    @staticmethod
    def prepare(*values: Any) -> tuple[Any, ...]:
        name, sort = values
        if sort not in SORTS:
            raise ValueError(f"the sort of {name!r} must be one of {', '.join(SORTS)}, not {sort!r}")
        if not isinstance(name, str) or not name:
            raise ValueError("a symbol needs a name")
        return values

    @property
    def is_integer(self) -> bool:
        return self.sort != "real"

    @property
    def least(self) -> int | None:
        """Return the least value; None where there is none."""
        return MIN_VALUE.get(self.sort)

    def admits(self, value: Fraction | int) -> bool:
        """Whether the number is one of the values."""
        whole = not self.is_integer or value.denominator == 1
        return whole and (self.least is None or value >= self.least)

    @property
    def is_reserved(self) -> bool:
        """Whether the name is one of those in angle brackets, which stand for bound variables inside of proofs."""
        return self.name.startswith("<")


class Add(Term):
    """A sum, in the order written."""

    terms: tuple[Term, ...]

    def settle(self) -> None:
        shapes = {term.shape for term in self.terms}
        if len(shapes) != 1:
            raise ShapeError(f"a sum needs equal shapes, not {', '.join(sorted(describe_shape(s) for s in shapes))}")
        object.__setattr__(self, "shape", shapes.pop())


class Neg(Term):
    """The negative of a term."""

    term: Term

    def settle(self) -> None:
        object.__setattr__(self, "shape", self.term.shape)


class Mul(Term):
    """A product in the order written: scalars, and at most one array that they scale."""

    factors: tuple[Term, ...]

    def settle(self) -> None:
        arrays = [factor.shape for factor in self.factors if factor.shape]
        if len(arrays) > 1:
            raise ShapeError("a * b scales an array by scalars; use a @ b for matrices or hadamard(a, b) for entries")
        object.__setattr__(self, "shape", arrays[0] if arrays else ())


class Div(Term):
    """A quotient; the divisor is a scalar and must not vanish."""

    numerator: Term
    denominator: Term

    def settle(self) -> None:
        if self.denominator.shape:
            raise ShapeError("one divides by a scalar; for a matrix write inverse(A) @ b")
        object.__setattr__(self, "shape", self.numerator.shape)


class Pow(Term):
    """A scalar power.

    Defined for an integer exponent (base nonzero if it may be negative; 0**0 = 1), for a positive rational exponent
    and a nonnegative base, and for any real exponent and a positive base.
    """

    base: Term
    exponent: Term

    def settle(self) -> None:
        if self.base.shape or self.exponent.shape:
            raise ShapeError("a power is of scalars; for a product of matrices write A @ A")


class Apply(Term):
    """A named function of the table in ``functions``, applied to scalars, or entry by entry to one array."""

    function: str
    args: tuple[Term, ...]

    @staticmethod
    def prepare(*values: Any) -> tuple[Any, ...]:
        name, args = values
        wanted = WORDS["arity"](name)
        if len(args) != wanted:
            raise ValueError(f"{name} takes {wanted} argument{'s' * (wanted != 1)}, not {len(args)}")
        return values

    def settle(self) -> None:
        if len(self.args) > 1 and any(arg.shape for arg in self.args):
            raise ShapeError(f"{self.function} of several arguments takes scalars")
        object.__setattr__(self, "shape", self.args[0].shape)


class Where(Term):
    """``then`` where the relation holds, ``otherwise`` elsewhere; all three scalar."""

    condition: Any
    then: Term
    otherwise: Term

    def settle(self) -> None:
        if not isinstance(self.condition, WORDS["relation"]) or self.condition.left.shape:
            raise TypeError("the condition of where(condition, a, b) is one relation between scalars, such as x > 0")
        if self.then.shape or self.otherwise.shape:
            raise ShapeError("where(condition, a, b) chooses between scalars")


class Sum(Term):
    """The sum of a scalar body, or of arrays of one shape, over the integers lo <= index <= hi (0 when hi = lo - 1)."""

    body: Term
    index: Symbol
    lo: Term
    hi: Term

    def settle(self) -> None:
        if not isinstance(self.index, Symbol) or not self.index.is_integer:
            raise ValueError("the index of a sum is an integer symbol; declare it with natural() or integer()")
        if self.lo.shape or self.hi.shape:
            raise ValueError("the bounds of a sum are scalars")
        if any(self.index in free_symbols(side) for side in self.body.shape):
            raise ValueError(f"the summands have one shape, whatever {self.index.name} is")
        object.__setattr__(self, "shape", self.body.shape)


class Derivative(Term):
    """The derivative of ``body`` by ``variable``.

    By a scalar: entrywise.  Of a scalar by an array: the gradient, with the shape of the array.  Of an array by an
    array: the Jacobian, with the shape of the body followed by the shape of the variable (one row an output).
    """

    body: Term
    variable: Term

    def settle(self) -> None:
        object.__setattr__(self, "shape", self.body.shape + self.variable.shape)


class Integral(Term):
    """The integral of a scalar body over lo < variable < hi; a bound may be infinite."""

    body: Term
    variable: Symbol
    lo: Term
    hi: Term

    def settle(self) -> None:
        _check_binder(self.body, self.variable, self.lo, self.hi)


class Limit(Term):
    """The limit of a scalar body as variable tends to point; side is '+', '-' or '' (both, or at infinity).

    ``limit f = c`` says that f tends to c, ``limit f != c`` that it tends to another number, or to infinity.
    """

    body: Term
    variable: Symbol
    point: Term
    side: str = ""

    def settle(self) -> None:
        _check_binder(self.body, self.variable, self.point)
        if self.side not in ("", "+", "-"):
            raise ValueError("the side of a limit is '+', '-' or ''")


class Extremum(Term):
    """The supremum ('sup') or infimum ('inf') of a scalar body over lo < variable < hi, an open interval."""

    kind: str
    body: Term
    variable: Symbol
    lo: Term
    hi: Term

    def settle(self) -> None:
        _check_binder(self.body, self.variable, self.lo, self.hi)
        if self.kind not in ("sup", "inf"):
            raise ValueError("an extremum is 'sup' or 'inf'")


def _check_binder(body: Term, variable: Term, *places: Term) -> None:
    if body.shape or any(place.shape for place in places):
        raise ShapeError("integrals, limits and extrema are of scalars; take entries first")
    if not isinstance(variable, Symbol):
        raise ValueError("the bound variable must be a symbol")


def number_of(term: Term) -> Fraction | None:
    """Return the rational number that a closed term is by +, -, *, / of numbers; None for any other term."""
    match term:
        case Num(value=value):
            return value
        case Neg(term=inner):
            found = number_of(inner)
            return None if found is None else -found
        case Add(terms=parts) | Mul(factors=parts):
            numbers = [number for part in parts if (number := number_of(part)) is not None]
            if len(numbers) < len(parts):
                return None
            return prod(numbers, start=Fraction(1)) if isinstance(term, Mul) else sum(numbers, Fraction(0))
        case Div():
            above, below = number_of(term.numerator), number_of(term.denominator)
            return None if above is None or not below else above / below
    return None


def describe_shape(shape: Shape) -> str:
    """Return ``n by d`` and the like, for messages."""
    return "scalar" if not shape else " by ".join(WORDS.get("text", repr)(side) for side in shape)


def free_symbols(node: Node) -> frozenset[Symbol]:
    """Return the scalar symbols that occur free in a term or proposition, dimensions of its arrays included."""
    cached: frozenset[Symbol] | None = node.__dict__.get("_free")
    if cached is not None:
        return cached
    found: set[Symbol] = set()
    if isinstance(node, Symbol):
        found.add(node)
    else:
        for child in node.children():
            found |= free_symbols(child)
        for bound in bound_variables(node):
            found -= {bound}
        for side in getattr(node, "shape", ()):
            found |= free_symbols(side)
        for name in outside_fields(node):
            found |= free_symbols(getattr(node, name))
    free = frozenset(found)
    object.__setattr__(node, "_free", free)
    return free


def outside_fields(node: Node) -> tuple[str, ...]:
    """Return the fields of a term that binds a symbol which lie outside of the binding:
    bounds, and the point of a limit.
    """
    return tuple(name for name in ("lo", "hi", "point") if name in node.fields) if bound_variables(node) else ()


NO_BINDERS = frozenset((Num, Const, Symbol, Add, Neg, Mul, Div, Pow, Apply, Where, Derivative))


def bound_variables(node: Node) -> tuple[Symbol, ...]:
    """Return the symbols that this very node binds in its body."""
    if type(node) in NO_BINDERS:
        return ()
    if isinstance(node, Sum):
        return (node.index,)
    if isinstance(node, Integral | Limit | Extremum):
        return (node.variable,)
    return tuple(getattr(node, "binds", ()))
