"""Small changes of a term: the slips that make a line of a derivation false.

a sign                    a summand, an argument of a function or a factor has the other sign
a number                  one more or less, twice or half as much; n + 1 or n - 1 for an integer n
a power                   x, x^2 and the next powers; norm(v) and its square
an order                  A and A.T; outer(u, v) and outer(v, u); 2*A and A + A.T
a part                    a summand or a factor is left out
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from gradcheck.language.syntax import arrays, random
from gradcheck.language.syntax.node import ShapeError
from gradcheck.language.syntax.terms import Add, Apply, Div, Mul, Neg, Num, Pow, Symbol, Term

TWO, ONE = Num(Fraction(2)), Num(Fraction(1))
CLOSED = (
    arrays.Array,
    arrays.Sequence,
    random.RandomVariable,
    random.RandomSequence,
)  # whose parts are no terms to change
BINDERS = ("index", "variable")


def edits(term: Term) -> Iterator[Term]:
    """Yield the terms that differ from this one by one small change."""
    for changed in _own(term):
        if changed is not None and changed.shape == term.shape:
            yield changed
    if isinstance(term, CLOSED):
        return
    names: tuple[str, ...] = term.fields
    for name in names:
        value = getattr(term, name)
        if isinstance(value, Term) and name not in BINDERS and not (name == "exponent" and isinstance(value, Num)):
            yield from (made for part in edits(value) if (made := _made(term, name, part)) is not None)
        elif isinstance(value, tuple):
            for place, part in enumerate(value):
                for other in edits(part) if isinstance(part, Term) else ():
                    made = _made(term, name, (*value[:place], other, *value[place + 1 :]))
                    if made is not None:
                        yield made


def _made(term: Term, name: str, value: object) -> Term | None:
    if isinstance(term, Mul) and isinstance(value, tuple) and ONE in value:
        return None
    names: tuple[str, ...] = term.fields
    try:
        return type(term)(*(value if field == name else getattr(term, field) for field in names))
    except (ValueError, TypeError, ShapeError):
        return None


def _own(term: Term) -> Iterator[Term | None]:
    """Yield the changes of the term itself, not of its parts."""
    match term:
        case Num(value=value):
            numbers = (value + 1, value - 1, 2 * value, value / 2, -value)
            yield from (Num(number) for number in dict.fromkeys(numbers) if number not in (value, 0))
        case Symbol() if term.is_integer:
            yield from (term + 1, term - 1)
        case Symbol() | arrays.Norm() | arrays.Entry():
            yield from (Pow(term, TWO), Neg(term))
        case Add(terms=parts):
            for place, part in enumerate(parts):
                before, after = parts[:place], parts[place + 1 :]
                yield Add((*before, part.term if isinstance(part, Neg) else Neg(part), *after))
                yield Add((*before, *after)) if len(parts) > 2 else (*before, *after)[0]
        case Neg(term=inner):
            yield inner
        case Mul(factors=parts):
            yield Neg(term)
            for place, part in enumerate(parts):
                others = (*parts[:place], *parts[place + 1 :])
                yield Mul(others) if len(others) > 1 else others[0]
                if part is TWO and len(others) == 1 and len(term.shape) == 2 and term.shape[0] is term.shape[1]:
                    yield Add((others[0], arrays.Transpose(others[0])))
        case Div(denominator=below):
            yield from (Neg(term), Div(term.numerator, TWO * below), TWO * term)
        case Pow(base=base, exponent=Num(value=exponent)) if exponent.denominator == 1:
            yield from (base if exponent == 2 else Pow(base, Num(exponent - 1)), Pow(base, Num(exponent + 1)))
        case Apply(args=(argument,)):
            yield Apply(term.function, (Neg(argument),))
            if not term.shape:
                yield Pow(term, TWO)
        case arrays.Transpose(matrix=matrix):
            yield matrix
        case arrays.Outer(left=left, right=right):
            yield arrays.Outer(right, left)
        case arrays.Array() if len(term.shape) == 2:
            yield arrays.Transpose(term)
