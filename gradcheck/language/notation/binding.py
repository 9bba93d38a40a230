"""What binds a variable: its name, its ends, and its meaning inside of what it binds.

    sum(f, k, 1, n)     over integers; sum(f, k, 0, oo) is the limit of the partial sums
    ∑_k v_k             without ends, over the axis of the array that has the index k
    prod(f, k, 1, n)    of numbers, as the entry of a product of matrices with one row and column
    max_i, sup, inf, lim, ∫

Refuses bound variables that are no names or of another sort, ends of sums that are no integers, and infinity elsewhere.
"""

from __future__ import annotations

from fractions import Fraction

from gradcheck.language.notation.elaborator import INFINITY, Elaborator
from gradcheck.language.notation.tree import Binder, Interval, Joined, Name, Precedence, Signed, Tree, bare
from gradcheck.language.notation.words import INFINITE
from gradcheck.language.syntax.arrays import Diag, Entry, Hadamard, Identity, Ones, OrderedProduct, is_integer
from gradcheck.language.syntax.node import walk
from gradcheck.language.syntax.spectra import Spectral
from gradcheck.language.syntax.terms import (
    Add,
    Apply,
    Div,
    Extremum,
    Integral,
    Limit,
    Mul,
    Neg,
    Num,
    Pow,
    Sum,
    Symbol,
    Term,
    free_symbols,
)

ONE = Num(Fraction(1))


def bound_symbol(within: Elaborator, tree: Tree, word: str, kind: str = "") -> Symbol:
    """Return the variable that a tree names: of integers, of reals, or of whichever it is declared."""
    name = bare(tree)
    if not isinstance(name, Name):
        hint = f"as in {word}(f, x, ...)"
        raise within.error("GC416", f"the second argument of {word} is a variable", name, hint)
    known = within.scope.get(name.text)
    variable = Symbol(name.text, kind or "real") if known is None else known
    if not isinstance(variable, Symbol) or (kind and variable.is_integer != (kind == "integer")):
        wanted = "an integer" if kind == "integer" else "a real"
        raise within.error("GC416", f"the variable of {word} is {wanted} variable", name)
    return variable


def within_binding(within: Elaborator, body: Tree, written: Tree, variable: Symbol, depth: int) -> Term:
    """Elaborate what a variable is bound in."""
    outer = within.scope
    name = bare(written)
    within.scope = outer | ({name.text: variable} if isinstance(name, Name) else {})
    term = within.term(body, depth)
    within.scope = outer
    return term


def elaborate_end(within: Elaborator, tree: Tree, depth: int) -> Term:
    """Elaborate a bound or limit point: the one place where infinity may stand."""
    end = bare(tree)
    name = bare(end.operand) if isinstance(end, Signed) else end
    if not isinstance(name, Name) or name.text not in INFINITE or name.text in within.scope:
        return within.term(end, depth)
    return Neg(INFINITY) if isinstance(end, Signed) and end.sign.text == "-" else INFINITY


def elaborate_sum(within: Elaborator, body: Tree, written: Tree, lower: Tree, upper: Tree, depth: int) -> Term:
    """Return a sum over integers; one to infinity is the limit of its partial sums."""
    variable = bound_symbol(within, written, "sum", "integer")
    lo, hi = elaborate_end(within, lower, depth), elaborate_end(within, upper, depth)
    inner = within_binding(within, body, written, variable, depth)
    last = None
    if hi is INFINITY and lo is not INFINITY:
        last = fresh(within, inner, lo, variable, sort="natural")
        hi = last
    check_integers(within, "sum", ((lo, lower), (hi, upper)))
    total = Sum(inner, variable, lo, hi)
    return total if last is None else Limit(total, last, INFINITY)


def fresh(within: Elaborator, *terms: Term, sort: str = "integer") -> Symbol:
    """Return a symbol that no term mentions and nothing is called."""
    taken = {symbol.name for term in terms for symbol in free_symbols(term)} | set(within.scope) | within.alone
    return Symbol(next(n for n in ("N", "M", "K", "N'", "M'", "K'", "N''", "N'''") if n not in taken), sort)


def check_integers(within: Elaborator, word: str, ends: tuple[tuple[Term, Tree], ...]) -> None:
    """Raise ReadError for an end that is no integer."""
    for end, written in ends:
        if not is_integer(end):
            hint = "declare its variables after a semicolon, as in  n in naturals"
            raise within.error("GC416", f"the bounds of a {word} are integers", written, hint)


def elaborate_product_of(
    within: Elaborator, body: Tree, written: Tree, lower: Tree, upper: Tree, depth: int, way: str = ""
) -> Term:
    """Return the product of numbers or, where a ``way`` is said, of matrices, the first or the last index left."""
    variable = bound_symbol(within, written, "prod", "integer")
    lo, hi = elaborate_end(within, lower, depth), elaborate_end(within, upper, depth)
    inner = within_binding(within, body, written, variable, depth)
    last = None
    if hi is INFINITY and not inner.shape:
        last = fresh(within, inner, lo, variable, sort="natural")
        hi = last
    check_integers(within, "product", ((lo, lower), (hi, upper)))
    if inner.shape:
        return OrderedProduct(inner, variable, lo, hi, way != "down")
    product = Entry(OrderedProduct(Mul((inner, Identity(ONE))), variable, lo, hi, True), (ONE, ONE))
    return product if last is None else Limit(product, last, INFINITY)


def elaborate_binder(within: Elaborator, tree: Binder, depth: int) -> Term:
    """Return a sum, product, integral, limit or extremum that is written with its variable below the sign."""
    word = tree.word.text
    if word in ("sum", "prod"):
        lower, upper = tree.lower, tree.upper
        if isinstance(tree.domain, Interval) and tree.domain.whole:
            lower, upper = tree.domain.lower, tree.domain.upper
        if lower is None or upper is None:
            return _over_axis(within, tree, depth)
        make = elaborate_sum if word == "sum" else elaborate_product_of
        return make(within, tree.body, tree.variable, lower, upper, depth)
    if word in ("up", "down") and tree.lower is not None and tree.upper is not None:
        ends = (tree.lower, tree.upper) if word == "up" else (tree.upper, tree.lower)
        return elaborate_product_of(within, tree.body, tree.variable, *ends, depth=depth, way=word)
    if word == "limit":
        variable = bound_symbol(within, tree.variable, word)
        if tree.lower is None:
            raise within.error("GC416", "a limit is at a point", tree, "as in lim_(x -> 0) f")
        side = bare(tree.upper) if tree.upper is not None else None
        mark = {"left": "-", "right": "+"}.get(side.text if isinstance(side, Name) else "", "")
        point = elaborate_end(within, tree.lower, depth)
        return Limit(within_binding(within, tree.body, tree.variable, variable, depth), variable, point, mark)
    if word in ("max", "min"):
        return _extreme_entry(within, tree, depth)
    if word not in ("integral", "sup", "inf"):
        hint = f"write {word}(v) for a vector v"
        raise within.error("GC410", f"{word} over an index is not part of the language", tree, hint)
    variable = bound_symbol(within, tree.variable, word, "real")
    lo = Neg(INFINITY) if tree.lower is None else elaborate_end(within, tree.lower, depth)
    hi = INFINITY if tree.upper is None else elaborate_end(within, tree.upper, depth)
    if tree.domain is not None:
        lo, hi = _domain(within, tree, tree.domain, depth)
    body = within_binding(within, tree.body, tree.variable, variable, depth)
    return Integral(body, variable, lo, hi) if word == "integral" else Extremum(word, body, variable, lo, hi)


def _domain(within: Elaborator, tree: Binder, domain: Tree, depth: int) -> tuple[Term, Term]:
    """Return the ends of sup_(x > 0), sup_(0 < x < 1), sup_(x in R)."""
    inner = bare(domain)
    if isinstance(inner, Name) and inner.text in ("R", "reals"):
        return Neg(INFINITY), INFINITY
    name = bare(tree.variable)
    if isinstance(inner, Joined) and inner.precedence is Precedence.RELATION and isinstance(name, Name):
        signs = [operator.text for operator in inner.operators]
        sides = [bare(part) for part in inner.parts]
        at = [k for k, side in enumerate(sides) if isinstance(side, Name) and side.text == name.text]
        if len(at) == 1 and all(sign in ("<", ">") for sign in signs):
            lo: Term = Neg(INFINITY)
            hi: Term = INFINITY
            for k, side in enumerate(sides):
                if k != at[0] and abs(k - at[0]) == 1:
                    sign = signs[min(k, at[0])]
                    below = (sign == "<") == (k < at[0])
                    end = elaborate_end(within, side, depth)
                    lo, hi = (end, hi) if below else (lo, end)
            return lo, hi
    raise within.error("GC416", f"{tree.word.text} is over all numbers or an open interval", domain, "as in 0 < x < 1")


def _extreme_entry(within: Elaborator, tree: Binder, depth: int) -> Term:
    """Return the greatest or least entry of the vector that the body is over a whole axis: max_i v_i, max_i |v_i|."""
    word, name = tree.word.text, bare(tree.variable)
    hint = f"write {word}(v) for a vector v that is declared, as in  v in R^n"
    ends = _ends_of_range(tree)
    if not isinstance(name, Name) or ends is None:
        raise within.error("GC410", f"{word} is over all indices of an axis", tree, hint)
    known = within.scope.get(name.text)
    variable = known if isinstance(known, Symbol) and known.is_integer else Symbol(name.text, "dimension")
    body = within_binding(within, tree.body, name, variable, depth)
    sides = list(dict.fromkeys(_axes_of(body, variable)))
    vector = _as_vector(body, variable, sides[0]) if len(sides) == 1 and not body.shape else None
    if vector is None:
        raise within.error("GC410", f"{word} over an index is not of the entries of one vector", tree, hint)
    for end, wanted in zip(ends, (ONE, sides[0]), strict=True):
        if end is not None and within.term(end, depth) is not wanted:
            raise within.error("GC416", f"{word} over an index is over the whole axis", end, hint)
    within.remark(f"the {word} over {name.text} is over the whole axis")
    greatest = Spectral("largest_eigenvalue", Diag(vector if word == "max" else Neg(vector)))
    return greatest if word == "max" else Neg(greatest)


def _ends_of_range(tree: Binder) -> tuple[Tree | None, Tree | None] | None:
    """Return the ends of the range of an index, where it is one, or none that is said."""
    domain = None if tree.domain is None else bare(tree.domain)
    if domain is None:
        return tree.lower, tree.upper
    if isinstance(domain, Interval) and domain.whole:
        return domain.lower, domain.upper
    if isinstance(domain, Joined) and [sign.text for sign in domain.operators] == ["<=", "<="]:
        return domain.parts[0], domain.parts[2]
    return None


def _axes_of(body: Term, variable: Symbol) -> list[Term]:
    """Return the axes over which the variable runs as an index."""
    return [
        side
        for part in walk(body)
        if isinstance(part, Entry)
        for side, index in zip(part.array.shape, part.indices, strict=True)
        if index is variable
    ]


def _as_vector(body: Term, variable: Symbol, side: Term) -> Term | None:
    """Return the vector whose entry at the variable is the body; None where it is none in few words."""
    if variable not in free_symbols(body):
        return Mul((body, Ones((side,))))
    match body:
        case Entry(array=array, indices=(index,)) if index is variable and variable not in free_symbols(array):
            return array
        case Apply(function=function, args=(inner,)):
            vector = _as_vector(inner, variable, side)
            return None if vector is None else Apply(function, (vector,))
        case Neg(term=inner):
            vector = _as_vector(inner, variable, side)
            return None if vector is None else Neg(vector)
        case Add(terms=parts):
            vectors = [_as_vector(part, variable, side) for part in parts]
            return Add(tuple(one for one in vectors if one is not None)) if None not in vectors else None
        case Mul(factors=parts):
            free = [part for part in parts if variable in free_symbols(part)]
            vector = _as_vector(free[0], variable, side) if len(free) == 1 else None
            return None if vector is None else Mul(tuple(vector if part is free[0] else part for part in parts))
        case Pow(base=base, exponent=Num(value=value)) if value == 2:
            vector = _as_vector(base, variable, side)
            return None if vector is None else Hadamard(vector, vector)
        case Div(numerator=above, denominator=below) if variable not in free_symbols(below):
            vector = _as_vector(above, variable, side)
            return None if vector is None else Div(vector, below)
    return None


def _over_axis(within: Elaborator, tree: Binder, depth: int) -> Term:
    """Return the sum over the axis of the arrays that have the bound variable as an index."""
    name = bare(tree.variable)
    if tree.word.text != "sum" or not isinstance(name, Name) or tree.lower is not None or tree.upper is not None:
        raise within.error("GC416", f"{tree.word.text} needs both ends", tree, "as in ∑(k = 1..n) f")
    variable = Symbol(name.text, "dimension")
    known = within.scope.get(name.text)
    if isinstance(known, Symbol) and known.is_integer:
        variable = known
    body = within_binding(within, tree.body, name, variable, depth)
    sides = set(_axes_of(body, variable))
    if len(sides) != 1:
        raise within.error("GC416", f"nothing says where {name.text} ends", tree, "as in ∑(k = 1..n) f")
    within.remark(f"the sum over {name.text} runs over the whole axis")
    return Sum(body, variable, ONE, sides.pop())
