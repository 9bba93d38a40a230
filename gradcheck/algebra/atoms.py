"""Atoms: what the generators of a normal form stand for.

An atom has a head and data (texts, numbers, quotients, atoms, terms).  Two atoms of one ring with the same head and
equal data are the same atom.  ``indices`` are the index atoms that occur free in it, ``families`` the random
variables that it depends on.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from gradcheck.algebra.quotient import Quotient

# head           data
# 'symbol'       Symbol                                      a scalar variable
# 'index'        number                                      an index: bound, or free in an entrywise claim
# 'pi'
# 'entry'        name, indices                               entry of a free array
# 'width'        name, index                                 a dimension that depends on an integer: see widths.py
# 'member'       name, index, parameters, entry indices      member of a sequence
# 'slope'        name, index, parameters, entry indices, orders   derivative of a member by its parameters
# 'jacobian'     name, index, parameters, entry indices, by, (place), indices   of a member by an array: calculus.py
# 'random'       family, indices                             entry of a random variable
# 'delta'        i, j                                        Kronecker delta of two indices
# 'exp'          m, D                                        exp(m / D), m a monomial with coefficient 1
# 'log'          q
# 'root'         q, D                                        D-th root of q >= 0; relation g**D = q
# 'abs'          q                                           relation g**2 = q**2
# 'power'        q, m                                        q**m for an integer m
# 'sum'          ranges, factors, bound                      contraction: see contraction.py
# 'reciprocal'   q                                           1/q inside a sum, q depends on the bound index
# 'sin', 'cos'   m, D                                        sin(m / D), m a monomial; sin**2 = 1 - cos**2
# 'erf', 'atan', 'sign'   q
# 'function'     q, name, n, m                               m-th derivative of an arbitrary function at q: functions.py
# 'product'      body, bound, lo, hi, columns, entry         entry of an ordered product of matrices: products.py
# 'body'         q                                           the factors of one, or their columns, over bound indices
# 'array'        body, bound, sides                          an array as a whole, by its entry: see bound_arrays.py
# 'map'          name, n, arguments, entry, by               of an arbitrary function of several: functions.py
# 'spectral'     kind, array                                 norm or eigenvalue of a matrix: see spectral.py
# 'spectrum'     kind, rows                                  the same of a matrix that is given entry by entry
# 'mean'         q                                           expectation of a quotient that no rule computes
# 'cumulant'     family, order, indices                      cumulant of an unspecified law
# 'opaque'       term, indices                               anything else, known only to be itself


@dataclass(frozen=True, eq=False)
class Atom:
    """A generator's meaning; equality is identity within one ring."""

    head: str
    data: tuple[Any, ...]
    number: int
    indices: frozenset[Atom]
    families: frozenset[str]

    def __repr__(self) -> str:
        return f"{self.head}#{self.number}"


def data_key(item: Any) -> Any:
    """Return a hashable key of one datum: equal for equal data of one ring."""
    if type(item) is Quotient:
        return ("q", item.key)
    if isinstance(item, tuple):
        return tuple([data_key(part) for part in item])
    return item
