"""A term or proposition as it would stand on a page, in rows of Unicode characters and in the order written.

Fractions are stacked, sums carry their limits, exponents stand high and indices low.  Products are written side by
side; a dot stands between them where letters would run into each other or into digits.  A relation that is
wider than a page goes on below, at its sign and between the summands of its sides; nothing else wraps.

Refuses nodes that are neither terms, propositions, laws nor definitions (TypeError).
"""

from __future__ import annotations

from gradcheck.language.printing.layout import (
    DOT,
    LOWERED,
    Box,
    beside,
    box,
    bracketed,
    cases,
    fraction,
    grid,
    integral,
    lowered,
    marked,
    name_box,
    name_row,
    product,
    raised,
    signed,
    stacked,
)
from gradcheck.language.printing.text import (
    ADD,
    ATOM,
    LONGEST_KEPT,
    MUL,
    NEG,
    POW,
    ZERO,
    are_zeros_beside,
    by_sort,
    chain_of,
    is_called_e,
    number_text,
    render_text,
    starts_with_matrix,
    starts_with_vector,
)
from gradcheck.language.syntax import arrays, propositions, random, terms
from gradcheck.language.syntax.definitions import Initial, Recurrence
from gradcheck.language.syntax.functions import FUNCTIONS
from gradcheck.language.syntax.illtyped import IllTyped, IllTypedClaim, UnreadClaim, drawn_as
from gradcheck.language.syntax.literals import Literal, factorial_argument, literal_of, unit_of
from gradcheck.language.syntax.node import Node
from gradcheck.language.syntax.spectra import Spectral
from gradcheck.language.syntax.terms import Const, Neg, Num, Term
from gradcheck.language.syntax.uninterpreted import ArbitraryMap, Uninterpreted
from gradcheck.language.syntax.widths import Width

RELATIONS = {"=": "=", "!=": "≠", "<=": "≤", "<": "<", ">=": "≥", ">": ">"}
SPECTRAL = {"operator_norm": "σₘₐₓ", "smallest_singular_value": "σₘᵢₙ", "largest_eigenvalue": "λₘₐₓ"}
BLACKBOARD = {"real": "ℝ", "integer": "ℤ", "natural": "ℕ", "dimension": "ℕ₊"}


OPEN = terms.Sum | terms.Integral | terms.Limit | terms.Extremum | terms.Derivative  # no sign says where they end

PAGE = 120  # columns; what is wider is broken where it can be
NAME = 20  # columns of a left side that the right side starts beside

_flat = False  # whether everything is to stay in one row


def render_pretty(node: Node) -> str:
    """Return the rows of a term, proposition, law or definition, joined by newlines; TypeError for any other node."""
    drawn = layout(node)
    return str(drawn) if drawn.width <= PAGE or not isinstance(node, propositions.Relation) else _broken(node)


def _broken(node: propositions.Relation) -> str:
    """Return a wide relation with each side from a row of its own, and as many summands in a row as fit."""
    name = _side(node.left, node.right)
    if name.height == 1 and name.width <= NAME:
        rows = _rows(node.right, f"{name} {RELATIONS[node.op]} ")
    else:
        rows = [*_rows(node.left, ""), *_rows(node.right, f"{RELATIONS[node.op]} ")]
    return "\n".join(str(row) for row in rows)


def _rows(side: Term, lead: str) -> list[Box]:
    summands = side.terms if isinstance(side, terms.Add) and literal_of(side) is None else (side,)
    rows: list[Box] = []
    start = 0
    while start < len(summands):
        end = start + 1
        while end < len(summands) and _row(summands[start : end + 1], lead, start == 0).width <= PAGE:
            end += 1
        rows.append(_row(summands[start:end], lead, start == 0))
        start = end
    return rows


def _row(summands: tuple[Term, ...], lead: str, first: bool) -> Box:
    head, *rest = summands
    if not first:
        sign = "−" if isinstance(head, Neg) else "+"
        head, lead = head.term if isinstance(head, Neg) else head, f"{' ' * len(lead)}{sign} "
    return beside(lead, _at(terms.Add((head, *rest)) if rest else head, ADD if first else MUL if not rest else ADD))


def render_row(node: Node) -> str:
    """Return the same in one row, fractions with a slash and limits of sums as small characters;
    as text where that fails.
    """
    global _flat
    _flat = True
    try:
        drawn = layout(node)
    finally:
        _flat = False
    return str(drawn) if drawn.height == 1 else render_text(node)


def layout(node: Node) -> Box:
    """Return the box of a term, proposition, law or definition."""
    if isinstance(node, Term):
        return _term(node)[0]
    if isinstance(node, propositions.Proposition):
        return _proposition(node)
    if isinstance(node, Recurrence):
        ranges = f", {_ranges(node.parameters)}" if node.parameters else ""
        condition = f"   for {name_row(node.index.name)} ≥ {node.start}{ranges}"
        return beside(_at(node.member, ADD), " = ", _side(node.body, node.member), condition)
    if isinstance(node, Initial):
        return beside(_at(node.member, ADD), " = ", _side(node.value, node.member))
    if isinstance(node, random.AnyLaw):
        symmetric = ", symmetric" if getattr(node, "symmetric", False) else ""
        return beside(type(node).__name__, bracketed(beside(_list(random.law_terms(node)), symmetric)))
    raise TypeError(f"{type(node).__name__} cannot be drawn")


def _list(parts: tuple[Term, ...]) -> Box:
    pieces: list[Box | str] = []
    for part in parts:
        pieces += [", ", _at(part, ADD)] if pieces else [_at(part, ADD)]
    return beside(*pieces) if pieces else box("")


def _proposition(node: propositions.Proposition) -> Box:
    match node:
        case UnreadClaim(written=written):
            return box(written)
        case IllTypedClaim():
            return _proposition(drawn_as(node))
        case propositions.Relation(op=op, left=left, right=right):
            return beside(_side(left, right), f" {RELATIONS[op]} ", _side(right, left))
        case propositions.And(parts=parts):
            links = chain_of(node)
            if links:
                rest = [piece for link in links for piece in (f" {RELATIONS[link.op]} ", _at(link.right, ADD))]
                return beside(_at(links[0].left, ADD), *rest)
            pieces = [piece for part in parts for piece in ("  ∧  ", _guarded(part))]
            return beside(*pieces[1:]) if pieces else box("⊤")
        case propositions.Or(parts=parts):
            pieces = [piece for part in parts for piece in ("  ∨  ", _guarded(part))]
            return beside(*pieces[1:])
        case propositions.Implies(premise=premise, conclusion=conclusion):
            return beside(_guarded(premise), "  ⇒  ", _guarded(conclusion))
        case propositions.Iff(left=left, right=right):
            return beside(_guarded(left), "  ⇔  ", _guarded(right))
        case propositions.ForAll(variables=variables, body=body):
            return beside(f"∀ {_ranges(variables)}:  ", _guarded(body))
        case propositions.Exists(variable=variable, body=body):
            return beside(f"∃ {_ranges((variable,))}:  ", _guarded(body))
        case propositions.Invertible(matrix=matrix):
            return beside(_at(matrix, ADD), " is invertible")
        case propositions.PositiveDefinite(matrix=matrix):
            return beside(_at(matrix, ADD), " ≻ 0")
    raise TypeError(f"{type(node).__name__} cannot be drawn")


def _side(side: Term, other: Term) -> Box:
    """Return a side of a relation; zeros are 0 where the other side tells their shape."""
    return box("0") if are_zeros_beside(side, other) else _at(side, ADD)


def _ranges(variables: tuple[terms.Symbol, ...]) -> str:
    """Return the variables with their sets: ``n, m ∈ ℕ, x ∈ ℝ``."""
    told = by_sort(variables)
    return ", ".join(f"{', '.join(name_row(one.name) for one in group)} ∈ {BLACKBOARD[sort]}" for sort, group in told)


def _guarded(part: propositions.Proposition) -> Box:
    part = drawn_as(part)
    plain = isinstance(part, propositions.Relation | propositions.Invertible | propositions.PositiveDefinite)
    plain = plain or (isinstance(part, propositions.And) and chain_of(part) is not None)
    return _proposition(part) if plain else bracketed(_proposition(part))


def _at(term: Term, level: int) -> Box:
    """Return the box of a term, in parentheses unless it holds together at least as tightly as ``level``."""
    drawn, own = _term(term)
    return drawn if own >= level else bracketed(drawn)


def _number(value: Num, inline: bool = False) -> tuple[Box, int]:
    text = number_text(value.value)
    sign, text = ("−", text[1:]) if text.startswith("-") else ("", text)
    digits, _, power = text.partition("e")
    top, _, bottom = digits.partition("/")
    level = NEG if sign else MUL if power or (bottom and _flat) else POW if bottom else ATOM
    if bottom and not inline and not _flat:
        return signed(sign, fraction(box(top), box(bottom))), level
    if power:
        ten = raised(box("10" if digits == "1" else f"{digits}·10"), box(power))
        return signed(sign, ten), level
    return box(sign + digits), level


def _term(term: Term) -> tuple[Box, int]:
    """Return the box of a term and how tightly it holds together; that of a small one is kept with it."""
    name = "_row" if _flat else "_box"
    known: tuple[Box, int] | None = term.__dict__.get(name)
    if known is None:
        known = _drawn(term)
        if known[0].width * known[0].height <= LONGEST_KEPT:
            object.__setattr__(term, name, known)
    return known


def _drawn(term: Term) -> tuple[Box, int]:
    match term:
        case IllTyped():
            return _drawn(drawn_as(term))
        case Num():
            return _number(term)
        case Const(name=name):
            return box("∞" if name == "oo" else "π"), ATOM
        case terms.Symbol(name=name) | arrays.Array(name=name) | random.RandomVariable(name=name):
            return name_box(name), ATOM
        case terms.Add():
            written = literal_of(term)
            return (_literal(*written), ATOM) if written else (_sum(term), ADD)
        case Neg(term=inner):
            drawn, own = _term(inner)
            return signed("−", bracketed(drawn) if own < MUL or drawn.line.startswith("−") else drawn), NEG
        case terms.Mul(factors=(zero, arrays.Ones(sides=sides))) if zero is ZERO:
            return _constant("𝟎", sides), ATOM
        case terms.Mul() | arrays.MatMul():
            return product(_factors(term)), MUL
        case terms.Div(numerator=above, denominator=below):
            if _flat:
                top = bracketed(_term(above)[0]) if isinstance(above, Neg) or _is_open(above) else _at(above, MUL)
                return beside(top, "/", _at(below, POW)), MUL
            return fraction(_at(above, ADD), _at(below, ADD)), POW
        case terms.Pow(base=base, exponent=exponent):
            return raised(bracketed(_term(base)[0]) if is_called_e(base) else _at(base, ATOM), _exponent(exponent)), POW
        case terms.Apply(function="exp", args=(power,)) if _exponent(power).height == 1:
            return raised(box("e"), _exponent(power)), POW
        case terms.Apply(function="sqrt"):  # a power of it is (√x)², which √x² is not
            return _named(term), POW
        case arrays.Hadamard(left=left, right=right):
            return beside(_at(left, POW), " ⊙ ", _at(right, POW)), MUL
        case arrays.Outer(left=left, right=right):
            if len(term.shape) > 2:
                return beside(_at(left, POW), " ⊗ ", _at(right, POW)), MUL
            return product([_at(left, POW), beside(_at(right, ATOM), "ᵀ")]), MUL
        case arrays.Transpose(matrix=matrix):
            return marked(_at(matrix, ATOM), "ᵀ"), POW
        case arrays.Inverse(matrix=matrix):
            return raised(_at(matrix, ATOM), box("−1")), POW
        case terms.Sum() | terms.Integral() | terms.Limit() | terms.Extremum():
            return _binder(term), MUL
        case arrays.OrderedProduct():
            return _ordered_product(term), POW
        case terms.Derivative():
            place = unit_of(term)
            return (beside("onehot", bracketed(_list(place))), ATOM) if place else _derivative(term)
        case _:
            return _named(term), ATOM


def _literal(is_matrix: bool, rows: Literal) -> Box:
    """Return a vector as [a, b], and a matrix with its entries below each other."""
    if not is_matrix or _flat:
        told = [_list(row) for row in rows]
        pieces = [piece for row in told for piece in ("; ", row)]
        return beside("[", *pieces[1:], "]")
    return bracketed(grid([[_at(part, ADD) for part in row] for row in rows]), "[", "]")


def _is_open(term: Term) -> bool:
    """Whether a slash behind the term would seem to belong to what the term ends with."""
    while isinstance(term, terms.Mul) and term.factors:
        term = term.factors[-1]
    return isinstance(term, OPEN)


def _exponent(term: Term) -> Box:
    return _number(term, inline=True)[0] if isinstance(term, Num) else _at(term, ADD)


def _sum(term: terms.Add) -> Box:
    pieces: list[Box | str] = [_at(term.terms[0], MUL)]
    for part in term.terms[1:]:
        if isinstance(part, Num) and part.value < 0:
            pieces += [" − ", _number(Num(-part.value))[0]]
        elif isinstance(part, Neg):
            drawn, own = _term(part.term)
            pieces += [" − ", bracketed(drawn) if own < MUL or drawn.line.startswith("−") else drawn]
        else:
            drawn, own = _term(part)
            pieces += [" + ", bracketed(drawn) if own < MUL or drawn.line.startswith("−") else drawn]
    return beside(*pieces)


def _factors(term: Term) -> list[Box | None]:
    """Return the factors of a product of scalars and matrices, each drawn so that it can stand beside the others.

    Before a product of matrices among them stands a dot (None): 2 · AB is 2 times AB, and 2AB the product of 2A and B.
    """
    if isinstance(term, arrays.MatMul):
        left, right = term.left, _at(term.right, POW)
        if len(left.shape) == 1 and not starts_with_vector(left):
            return [marked(_at(left, ATOM), "ᵀ"), right]
        if isinstance(left, terms.Mul) and DOT not in product(_factors(left)).line:
            return [*_factors(left), right]
        return [*(_factors(left) if isinstance(left, arrays.MatMul) else [_at(left, POW)]), right]
    found: list[Box | None] = []
    factors = term.factors if isinstance(term, terms.Mul) else (term,)
    for position, factor in enumerate(factors):
        open_ended = isinstance(factor, OPEN)
        negative = isinstance(factor, Num) and factor.value < 0
        slashed = isinstance(factor, terms.Div) or (isinstance(factor, Num) and factor.value.denominator != 1)
        loose = isinstance(factor, Neg | terms.Mul) or (open_ended and position < len(factors) - 1)
        loose = loose or (negative and position > 0) or (slashed and _flat and len(factors) > 1)
        inner = _factors(factor) if isinstance(factor, arrays.MatMul) else [_at(factor, MUL)]
        found += [None] if starts_with_matrix(factor) else []
        found += [bracketed(_term(factor)[0])] if loose else inner
    return found


def _derivative(term: terms.Derivative) -> tuple[Box, int]:
    body, order = term.body, 1
    while isinstance(body, terms.Derivative) and body.variable is term.variable:
        body, order = body.body, order + 1
    variable = _at(term.variable, ATOM)
    if term.variable.shape and not body.shape and order <= 2:
        nabla = Box(("∇" + "²" * (order == 2),))
        under = beside(nabla, "_", variable, " ") if _flat else lowered(nabla, variable)
        drawn = _at(body, POW)
        return beside(under, "" if drawn.line[0] in "‖([|" or under.line[-1] == " " else " ", drawn), MUL
    mark = box(str(order)) if order > 1 else None
    top, bottom = box("∂"), beside("∂", variable)
    if mark:
        top, bottom = raised(top, mark), raised(bottom, mark)
    if isinstance(body, arrays.Sequence | terms.Symbol):
        return fraction(beside(top, _term(body)[0]), bottom), POW
    return beside(fraction(top, bottom), " ", _at(body, POW)), MUL


def _binder(term: Term) -> Box:
    match term:
        case terms.Sum(body=body, index=index, lo=lo, hi=hi) if _flat:
            first = raised(lowered(box("∑"), beside(name_row(index.name), "=", _at(lo, ADD))), _at(hi, ADD))
            return beside(first, " ", _at(body, MUL))
        case terms.Sum(body=body, index=index, lo=lo, hi=hi):
            below = beside(name_row(index.name), " = ", _at(lo, ADD))
            return beside(stacked(_at(hi, ADD), "∑", below, base=1), " ", _at(body, MUL))
        case terms.Integral(body=body, variable=variable, lo=lo, hi=hi):
            return integral(_at(body, MUL), name_row(variable.name), _at(lo, ADD), _at(hi, ADD))
        case terms.Limit(body=body, variable=variable, point=point, side=side):
            mark = {"+": "⁺", "-": "⁻", "": ""}[side]
            below = beside(f"{name_row(variable.name)} → ", _at(point, ATOM if mark else ADD), mark)
            return beside(stacked("lim", below, base=0), " ", _at(body, MUL))
        case terms.Extremum(kind=kind, body=body, variable=variable, lo=lo, hi=hi):
            name = name_row(variable.name)
            everywhere = lo is Neg(Const("oo")) and hi is Const("oo")
            within = box(f"{name} ∈ ℝ") if everywhere else beside(_at(lo, ADD), f" < {name} < ", _at(hi, ADD))
            return beside(stacked(kind, within, base=0), " ", _at(body, MUL))
    raise TypeError(f"{type(term).__name__} cannot be drawn")


def _ordered_product(term: arrays.OrderedProduct) -> Box:
    """Return the product sign with the index of the leftmost factor below and that of the rightmost above."""
    first, last, way = (term.lo, term.hi, "↑") if term.rising else (term.hi, term.lo, "↓")
    body = bracketed(_at(term.body, ADD))
    if _flat:
        low = lowered(box("∏"), beside(name_row(term.index.name), "=", _at(first, ADD), way))
        return beside(raised(low, _at(last, ADD)), body)
    below = beside(name_row(term.index.name), " = ", _at(first, ADD), way)
    return beside(stacked(_at(last, ADD), "∏", below, base=1), body)


def _indices(name: str, indices: tuple[Term, ...]) -> Box:
    drawn = [_at(index, ADD) for index in indices]
    texts = [
        index.rows[0] if index.height == 1 else render_text(term) for index, term in zip(drawn, indices, strict=True)
    ]
    return name_box(name, *texts)


def _named(term: Term) -> Box:
    """Return everything that is written as a name with arguments or indices, or between brackets."""
    match term:
        case terms.Apply(function=name, args=args):
            return _apply(name, args)
        case Uninterpreted(name=name, order=order, argument=argument):
            return beside(name_row(name) + "′" * order, bracketed(_at(argument, ADD)))
        case ArbitraryMap(name=name, order=order, arguments=arguments, by=by):
            alone = len(arguments) == 1
            front = "" if alone else "".join("∂" + "".join(LOWERED[digit] for digit in str(place)) for place in by)
            return beside(front + name_row(name) + "′" * (order * alone), bracketed(_list(arguments)))
        case arrays.Sequence(name=name, index=index, parameters=parameters):
            member = _indices(name, (index,))
            return beside(member, bracketed(_list(parameters))) if parameters else member
        case random.RandomSequence(name=name, index=index) | Width(name=name, index=index):
            return _indices(name, (index,))
        case arrays.Entry() if (factor := factorial_argument(term)) is not None:
            return beside(_at(factor, ATOM), "!")
        case arrays.Entry(array=arrays.Array(name=name) | random.RandomVariable(name=name), indices=indices):
            return _indices(name, indices)
        case arrays.Entry(array=array, indices=indices):
            inside = _indices("x", indices)
            return beside(bracketed(_term(array)[0]), Box(tuple(row[1:] for row in inside.rows), inside.base))
        case arrays.Norm(array=inner):
            return bracketed(_at(inner, ADD), "‖", "‖")
        case Spectral(kind="largest_eigenvalue", matrix=arrays.Diag(vector=vector)):
            return beside("max", bracketed(_at(vector, ADD)))
        case Spectral(kind=kind, matrix=inner):
            return beside(SPECTRAL[kind], bracketed(_at(inner, ADD)))
        case random.Expectation(body=body):
            return beside("𝔼", bracketed(_at(body, ADD), "[", "]"))
        case random.Variance(body=body):
            return beside("Var", bracketed(_at(body, ADD), "[", "]"))
        case arrays.Identity(side=side):
            return lowered(box("I"), _at(side, ADD))
        case arrays.Ones(sides=sides):
            return _constant("𝟏", sides)
        case terms.Where(condition=condition, then=then, otherwise=otherwise):
            return cases(_at(then, ADD), layout(condition), _at(otherwise, ADD))
    heads = {arrays.Diag: "diag", arrays.Diagonal: "diag", arrays.Trace: "tr", arrays.Determinant: "det"}
    if type(term) in heads:
        (inner,) = (child for child in term.children() if isinstance(child, Term))
        return beside(heads[type(term)], bracketed(_at(inner, ADD)))
    raise TypeError(f"{type(term).__name__} cannot be drawn")


def _constant(sign: str, sides: tuple[Term, ...]) -> Box:
    """Return the array of a shape whose entries are all 0, or all 1."""
    told = [(render_row(side), isinstance(side, terms.Add | terms.Mul | Neg)) for side in sides]
    rows = [f"({row})" if loose and len(sides) > 1 else row for row, loose in told]
    return lowered(box(sign), box("×".join(rows)))


def _apply(name: str, args: tuple[Term, ...]) -> Box:
    if name == "abs":
        return bracketed(_at(args[0], ADD), "|", "|")
    if name == "sqrt":
        inner = _at(args[0], ADD)
        simple = inner.height == 1 and inner.width == 1
        return beside("√", inner if simple else bracketed(inner))
    return beside(FUNCTIONS[name].drawn or name, bracketed(_list(args)))
