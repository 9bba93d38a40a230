"""Claims: relations, chains, connectives, quantifiers, approximations and growth.

    a = b < c               a chain; sides of an array and a number are compared entry by entry
    for all x > 0: claim    exists c in naturals: claim
    f ≈ g within 0.005      |f - g| <= 0.005; before a decimal ≈ means rounded to its digits
    f = O(g) as n -> oo     |f| <= c |g| for some c and all n from some number on
    invertible(A), positive_definite(A), positive_semidefinite(A), symmetric(A), orthogonal(A)

Sides whose shapes differ are a false statement, which the kernel refutes; if a name is not declared, they are refused.
"""

from __future__ import annotations

from fractions import Fraction

from gradcheck.language.notation.elaborator import INFINITY, Elaborator, Row
from gradcheck.language.notation.sets import conditions_of, symbol_for
from gradcheck.language.notation.tree import (
    Binder,
    Call,
    Declaration,
    Item,
    Joined,
    Name,
    Number,
    Precedence,
    Property,
    Quantified,
    Signed,
    Tending,
    Tree,
    Within,
    bare,
)
from gradcheck.language.notation.words import INFINITE, SORTS
from gradcheck.language.syntax.arrays import Identity, MatMul, Norm, Transpose
from gradcheck.language.syntax.illtyped import tolerating_misfits
from gradcheck.language.syntax.node import ShapeError
from gradcheck.language.syntax.propositions import (
    And,
    Exists,
    ForAll,
    Iff,
    Implies,
    Invertible,
    Or,
    PositiveDefinite,
    Proposition,
    Relation,
)
from gradcheck.language.syntax.shorthand import chain
from gradcheck.language.syntax.spectra import Spectral
from gradcheck.language.syntax.terms import Apply, Mul, Neg, Num, Symbol, Term

CONNECTIVES = {
    Precedence.IFF: "<=> stands between two claims",
    Precedence.IMPLIES: "=> stands between two claims, and means that the first implies the second; at least is "
    "written >=",
    Precedence.OR: "or stands between two claims, as in  x >= 0 or x = y",
    Precedence.AND: "and stands between two claims, as in  x >= 0 and x = y",
}
CLAIMING = (*CONNECTIVES, Precedence.RELATION)
ZERO, ONE = Num(Fraction(0)), Num(Fraction(1))


def elaborate_claim(within: Elaborator, tree: Tree, depth: int, hint: str) -> Proposition:
    """Return the claim that a tree writes."""
    if isinstance(tree, Quantified):
        return _quantified(within, tree, depth)
    if isinstance(tree, Within):
        return _within(within, tree, depth)
    if isinstance(tree, Property):
        found = [claim for name in tree.names for claim in stated_words(within, tree, within.term(name, depth + 1))]
        return found[0] if len(found) == 1 else And(tuple(found))
    if isinstance(tree, Tending):
        return _growth(within, tree, depth)
    if isinstance(tree, Call) and tree.name in WORDS and tree.name not in within.scope:
        if len(tree.arguments) != 1:
            raise within.error("GC405", f"{tree.name} takes 1 argument, not {len(tree.arguments)}", tree)
        return about_matrix(tree.name, within.term(tree.arguments[0], depth + 1))
    if not isinstance(tree, Joined) or tree.precedence not in CLAIMING:
        raise within.error("GC412", "this is an expression and claims nothing", tree, hint)
    if tree.precedence is Precedence.RELATION:
        return relation(within, tree, depth)
    hint = CONNECTIVES[tree.precedence]
    if tree.precedence in (Precedence.AND, Precedence.OR):
        parts = tuple(within.claim(part, depth + 1, hint) for part in tree.parts)
        return And(parts) if tree.precedence is Precedence.AND else Or(parts)
    last = len(tree.parts) - 1
    *premises, claim = [within.claim(part, depth + min(level + 1, last), hint) for level, part in enumerate(tree.parts)]
    if tree.precedence is Precedence.IFF and len(premises) > 1:
        raise within.error("GC417", "a <=> b <=> c has several readings", tree, "put parentheses")
    for premise in reversed(premises):
        claim = Iff(premise, claim) if tree.precedence is Precedence.IFF else Implies(premise, claim)
    return claim


def relation(within: Elaborator, tree: Joined, depth: int) -> Proposition:
    """Return the relation or chain of the sides with the signs between them."""
    signs = [operator.text for operator in tree.operators]
    if "≈" in signs:
        return _rounded(within, tree, depth)
    grown = _order_term(within, tree)
    if grown is not None:
        hint = "as in  f = O(g) as n -> oo"
        raise within.error("GC411", "O(...) needs a variable and the point that it goes to", grown, hint)
    values = sides(within, tree, depth)
    if signs == ["!="] and values[0].shape:
        zero = next((k for k, part in enumerate(tree.parts) if _is_zero(part)), None)
        if zero is not None:
            within.remark("an array that is not 0 has an entry that is not 0")
            return Relation(">", Norm(values[1 - zero]), ZERO)
        within.remark("!= between arrays says that every entry differs")
    links: list[Term | str] = [values[0]]
    for sign, side in zip(signs, values[1:], strict=True):
        links += [sign, side]
    try:
        return chain(*links)
    except ShapeError as error:
        if within.undeclared:
            raise within.error("GC415", str(error), tree) from None
        with tolerating_misfits():
            return chain(*links)
    except (ValueError, TypeError, KeyError) as error:
        raise within.error("GC415", str(error), tree) from None


def _is_zero(tree: Tree) -> bool:
    inner = bare(tree)
    return isinstance(inner, Number) and inner.text == "0"


def sides(within: Elaborator, tree: Joined, depth: int) -> list[Term]:
    """Return the sides, infinity where one stands beside a limit, and the transposes of rows."""
    infinite = [_infinity(within, part) for part in tree.parts]
    tells = any(_tends(within, part) for part in tree.parts)
    if tells and any(end is not None for end in infinite):
        return [
            within.term(part, depth) if end is None else end for part, end in zip(tree.parts, infinite, strict=True)
        ]
    for part, other in zip((*tree.parts[1:], *tree.parts[:-1]), (*tree.parts[:-1], *tree.parts[1:]), strict=True):
        _refuse_sign_of_matrix(within, tree, part, other, depth)
    values = within.alike(tree.parts, depth)
    rows = [isinstance(value, Row) for value in values]
    if any(rows) and not all(rows):
        return [within.term(part, depth) for part in tree.parts]  # which is refused
    return [value.vector if isinstance(value, Row) else value for value in values]


def _infinity(within: Elaborator, tree: Tree) -> Term | None:
    """Return infinity, if a side is that alone."""
    side = bare(tree)
    name = bare(side.operand) if isinstance(side, Signed) else side
    if not isinstance(name, Name) or name.text not in INFINITE or name.text in within.scope or name.text == "inf":
        return None
    return Neg(INFINITY) if isinstance(side, Signed) and side.sign.text == "-" else INFINITY


def _tends(within: Elaborator, tree: Tree) -> bool:
    """Whether a side is a limit, a supremum, an infimum or an integral, which may be infinite."""
    side = bare(tree)
    if isinstance(side, Binder):
        return side.word.text != "sum"
    return isinstance(side, Call) and side.name in INFINITE_VALUES and side.name not in within.scope


def _refuse_sign_of_matrix(within: Elaborator, tree: Joined, part: Tree, other: Tree, depth: int) -> None:
    """Raise ReadError for A >= 0 of a square matrix: its entries, or definite?"""
    if isinstance(bare(part), Number) and any(sign.text in ("<", "<=", ">", ">=") for sign in tree.operators):
        inner = bare(other)
        known = within.meaning(inner.text) if isinstance(inner, Name) else None
        if isinstance(known, Term) and len(known.shape) == 2 and known.shape[0] is known.shape[1]:
            hint = "write positive_definite(A) or positive_semidefinite(A); entry by entry, A >= zeros(n, n)"
            raise within.error("GC417", "a square matrix and a number have two comparisons", tree, hint)


def about_matrix(word: str, matrix: Term) -> Proposition:
    """Return what one of the words in ``WORDS`` says of a matrix."""
    match word:
        case "invertible":
            return Invertible(matrix)
        case "positive_definite":
            return PositiveDefinite(matrix)
        case "positive_semidefinite":
            return Relation("<=", Spectral("largest_eigenvalue", Neg(matrix)), ZERO)
        case "symmetric":
            return Relation("=", Transpose(matrix), matrix)
    return Relation("=", MatMul(Transpose(matrix), matrix), Identity(matrix.shape[-1]))


MATRIX_WORDS = ("symmetric", "orthogonal", "invertible")
SIGN_WORDS = {"positive": ">", "negative": "<", "nonnegative": ">=", "nonpositive": "<=", "nonzero": "!="}
NO_WORDS = ("iid", "random", "square", "times", "independent")  # that say nothing of their own


def stated_words(within: Elaborator, tree: Property, value: Term) -> list[Proposition]:
    """Return what words such as positive definite say of a term."""
    found: list[Proposition] = []
    rest = [word.text for word in tree.words if word.text not in NO_WORDS and word.text not in SORTS]
    while rest:
        word = rest.pop(0)
        if word not in SIGN_WORDS and len(value.shape) != 2:
            raise within.error("GC415", f"{word} is said of a matrix", tree, "declare it, as in  A in R^(n x n)")
        if word in ("positive", "negative") and rest and rest[0] in ("definite", "semidefinite"):
            kind = f"positive_{rest.pop(0)}"
            found.append(about_matrix(kind, value if word == "positive" else Neg(value)))
        elif word in MATRIX_WORDS:
            found.append(about_matrix(word, value))
        elif word in SIGN_WORDS and not value.shape:
            found.append(Relation(SIGN_WORDS[word], value, ZERO))
        else:
            raise within.error("GC414", f"{word} cannot be said here", tree.words[0], "write it as a formula")
    return found


INFINITE_VALUES = ("limit", "lim", "Limit", "sup", "inf", "integral", "Integral")
WORDS = ("invertible", "positive_definite", "positive_semidefinite", "symmetric", "orthogonal")


def _quantified(within: Elaborator, tree: Quantified, depth: int) -> Proposition:
    """Return a claim for all, or for some, values of variables."""
    outer, alone = within.scope, within.axes
    variables: list[Symbol] = []
    conditions: list[Proposition] = []
    within.scope = dict(outer)
    try:
        for item in tree.items:
            names: tuple[Tree, ...] = ()
            sort: Tree | None = None
            if isinstance(item, Declaration):
                names, sort = item.names, item.sort
            elif isinstance(item, Property):
                names = item.names
            elif isinstance(item, Item):
                names = (*item.names, *_subject(within, item.content, tree))
            for name in names:
                inner = bare(name)
                if not isinstance(inner, Name):
                    raise within.error("GC416", "a quantifier is about names", name)
                known = outer.get(inner.text)
                given = known if isinstance(known, Symbol) and sort is None else None
                symbol = symbol_for(within, inner.text, sort, item) if given is None else given
                variables.append(symbol)
                within.scope[inner.text] = symbol
                conditions += conditions_of(within, symbol, sort, depth + 1)
            if isinstance(item, Item):
                for shared in (*item.names, None):
                    conditions.append(within.claim(_with_left(item.content, shared), depth + 1))
        body = within.claim(tree.body, depth + 1)
    finally:
        within.scope, within.axes = outer, alone
    condition = conditions[0] if len(conditions) == 1 else And(tuple(conditions)) if conditions else None
    if tree.word.text == "exists":
        claim = And((condition, body)) if condition is not None else body
        for symbol in reversed(variables):
            claim = Exists(symbol, claim)
        return claim
    return ForAll(tuple(variables), Implies(condition, body) if condition is not None else body)


def _subject(within: Elaborator, content: Tree, tree: Tree) -> tuple[Tree, ...]:
    """Return the variables of a condition such as x > 0 or 0 < x < 1: its sides that are names."""
    inner = bare(content)
    if isinstance(inner, Joined) and inner.precedence is Precedence.RELATION:
        names = [part for part in inner.parts if isinstance(bare(part), Name)]
        new = [one for one in names if bare(one).text not in within.scope]  # type: ignore[attr-defined]
        if len(new) == 1 or (new and inner.operators[0].text != "="):
            return tuple(new[:1])
        if names:
            return (names[0],)
    raise within.error("GC416", "a condition of a quantifier names its variable", content, "as in  for all x > 0: ...")


def _with_left(content: Tree, name: Tree | None) -> Tree:
    """Return x > 0 for the name x and the relation y > 0."""
    if name is None or not isinstance(content, Joined):
        return content
    return Joined(name.start, content.end, content.precedence, (name, *content.parts[1:]), content.operators)


def _within(within: Elaborator, tree: Within, depth: int) -> Proposition:
    """Return |f - g| <= tolerance."""
    inner = tree.claim
    if not isinstance(inner, Joined) or len(inner.parts) != 2 or inner.operators[0].text not in ("≈", "="):
        raise within.error("GC412", "within follows  f ≈ g", tree)
    left, right = (within.term(part, depth + 1) for part in inner.parts)
    return Relation("<=", Apply("abs", (left - right,)), within.term(tree.tolerance, depth + 1))


def _rounded(within: Elaborator, tree: Joined, depth: int) -> Proposition:
    """Return that the right side, a decimal, is the left one rounded to its digits."""
    last = bare(tree.parts[-1])
    number = bare(last.operand) if isinstance(last, Signed) else last
    if len(tree.parts) != 2 or not isinstance(number, Number):
        raise within.error("GC412", "≈ says nothing without a distance", tree, "as in  f ≈ g within 0.005")
    mantissa, _, exponent = number.text.partition("e")
    places = len(mantissa.partition(".")[2]) - int(exponent or 0)
    half = Num(Fraction(1, 2) / Fraction(10) ** places)
    left, right = (within.term(part, depth + 1) for part in tree.parts)
    within.remark("≈ means rounded to the digits that are written")
    return Relation("<=", Apply("abs", (left - right,)), half)


def _order_term(within: Elaborator, tree: Joined) -> Tree | None:
    """Return O(g), if a side is that."""
    for part in tree.parts[1:]:
        inner = bare(part)
        if isinstance(inner, Call) and inner.name == "O" and "O" not in within.scope:
            return inner
    return None


def _growth(within: Elaborator, tree: Tending, depth: int) -> Proposition:
    """Return f = O(g) as the variable goes to a point: |f| <= c |g| near it."""
    inner = tree.claim
    grown = _order_term(within, inner) if isinstance(inner, Joined) else None
    name = bare(tree.variable)
    if not isinstance(inner, Joined) or len(inner.parts) != 2 or not isinstance(grown, Call) or not grown.arguments:
        raise within.error("GC412", "as n -> oo follows  f = O(g)", tree)
    if not isinstance(name, Name):
        raise within.error("GC416", "what goes to a point is a variable", tree.variable)
    known = within.scope.get(name.text)
    variable = known if isinstance(known, Symbol) else Symbol(name.text, "real")
    outer = within.scope
    within.scope = outer | {name.text: variable}
    try:
        left, right = within.term(inner.parts[0], depth + 1), within.term(grown.arguments[0], depth + 1)
    finally:
        within.scope = outer
    taken = set(outer) | within.alone
    c, m = (Symbol(next(n for n in (x, x + "'", x + "''", x + "'''") if n not in taken), "dimension") for x in "cM")
    point = bare(tree.point)
    if isinstance(point, Name) and point.text in INFINITE:
        near: Proposition = Relation(">=", variable, m)
    else:
        distance = Apply("abs", (variable - within.term(tree.point, depth + 1),))
        near = And((Relation("<", ZERO, distance), Relation("<", distance, ONE / m)))
    bound = Relation("<=", Apply("abs", (left,)), Mul((c, Apply("abs", (right,)))))
    return Exists(c, Exists(m, ForAll((variable,), Implies(near, bound))))
