"""Integer arithmetic on sizes: numbers and integer terms, with sums of multiples of symbols kept in order.

plus(n, 4, -4)          n
times(5, 5, c)          25*c
quotient(4*m - 2, 2)    2*m - 1, the floor; ValueError where the floor depends on the values of the symbols
"""

from __future__ import annotations

from gradcheck.language.syntax.arrays import is_integer
from gradcheck.language.syntax.terms import Add, Mul, Neg, Num, Term, as_term

Size = int | Term
Linear = dict[Term | None, int]  # coefficients; None is the constant


def size(value: object) -> Size:
    """An integer term, or an int for a number; TypeError for anything else."""
    if isinstance(value, bool) or not isinstance(value, int | Term):
        raise TypeError(f"{value!r} is no size; use an int or an integer term")
    if isinstance(value, Num) and value.value.denominator == 1:
        return int(value.value)
    if isinstance(value, Term) and (value.shape or not is_integer(value)):
        raise TypeError("a size is an integer term; declare it with dimension() or integer()")
    return value


def linear(value: Size) -> Linear:
    """The value as a sum of integer multiples of terms; a product of several terms is one term."""
    if isinstance(value, int):
        return {None: value}
    if isinstance(value, Num):
        return {None: int(value.value)}
    if isinstance(value, Add):
        total: Linear = {}
        for part in value.terms:
            for term, factor in linear(part).items():
                total[term] = total.get(term, 0) + factor
        return total
    if isinstance(value, Neg):
        return {term: -factor for term, factor in linear(value.term).items()}
    if isinstance(value, Mul):
        number, others = 1, list[Term]()
        for part in value.factors:
            form = linear(part)
            if form.keys() <= {None}:
                number *= form.get(None, 0)
            else:
                others.append(part)
        if len(others) == 1:
            return {term: number * factor for term, factor in linear(others[0]).items()}
        return {(Mul(tuple(others)) if others else None): number}
    return {value: 1}


def plain(form: Linear) -> Size:
    """The sum with its numbers folded, in the order of the form, the constant last."""
    terms: list[Term] = []
    for term, factor in form.items():
        if term is not None and factor:
            multiple = term if abs(factor) == 1 else Mul((as_term(abs(factor)), *_factors(term)))
            terms.append(multiple if factor > 0 else Neg(multiple))
    constant = form.get(None, 0)
    if not terms:
        return constant
    if constant:
        terms.append(as_term(constant) if constant > 0 else Neg(as_term(-constant)))
    return terms[0] if len(terms) == 1 else Add(tuple(terms))


def _factors(term: Term) -> tuple[Term, ...]:
    return term.factors if isinstance(term, Mul) else (term,)


def plus(*values: Size) -> Size:
    """The sum, its numbers and equal terms collected."""
    total: Linear = {}
    for value in values:
        for term, factor in linear(value).items():
            total[term] = total.get(term, 0) + factor
    return plain(total)


def minus(value: Size) -> Size:
    """The negative."""
    return plain({term: -factor for term, factor in linear(value).items()})


def times(*values: Size) -> Size:
    """The product, its numbers folded; a number times a sum is multiplied out."""
    number, others = 1, list[Term]()
    for value in values:
        if isinstance(value, int):
            number *= value
        else:
            others.append(value)
    if number == 0 or not others:
        return number
    if len(others) == 1:
        return others[0] if number == 1 else plain({t: number * f for t, f in linear(others[0]).items()})
    factors = tuple(factor for other in others for factor in _factors(other))
    numbers = [int(f.value) for f in factors if isinstance(f, Num)]
    for found in numbers:
        number *= found
    rest = tuple(f for f in factors if not isinstance(f, Num))
    return Mul(rest if number == 1 else (as_term(number), *rest))


def quotient(value: Size, divisor: Size) -> Size:
    """floor(value/divisor) for a positive number as divisor, or for 1."""
    if divisor == 1:
        return value
    form = linear(value)
    if not isinstance(divisor, int) or any(factor % divisor for term, factor in form.items() if term is not None):
        raise ValueError(
            "the floor of a size depends on its symbols; make the size a multiple of the stride, such as 2*m"
        )
    return plain({term: factor // divisor for term, factor in form.items()})
