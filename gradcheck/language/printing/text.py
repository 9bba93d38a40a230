"""A term or proposition as one line of ASCII, exactly as it was written.

Nothing is simplified or reordered, and parentheses stand only where the tree needs them.  For scalar terms the text
is injective: the reader (``gradcheck.language.notation.reader``) reads it back to the same term, given the sorts of its
symbols.  Three conventions make that so:

    -2*x        the product of the number -2 and x; the negative of a product 2*x is -(2*x), of x*y it is -x*y
    1/4         the number 1/4; the quotient of the numbers 1 and 4 is (1)/4
    (a + b) + c the sum of a + b and c, whereas a + b + c has three summands

Refuses nothing but nodes that are neither terms, propositions, laws nor definitions (TypeError).
"""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction
from itertools import groupby, pairwise
from math import gcd

from gradcheck.language.syntax import arrays, propositions, random, terms
from gradcheck.language.syntax.definitions import Initial, Recurrence
from gradcheck.language.syntax.illtyped import IllTyped, IllTypedClaim, UnreadClaim, drawn_as
from gradcheck.language.syntax.literals import Literal, factorial_argument, literal_of, unit_of
from gradcheck.language.syntax.meaning import function_mark, map_mark
from gradcheck.language.syntax.node import Node, spelled
from gradcheck.language.syntax.spectra import Spectral
from gradcheck.language.syntax.terms import Const, Neg, Num, Symbol, Term
from gradcheck.language.syntax.uninterpreted import ArbitraryMap, Uninterpreted
from gradcheck.language.syntax.widths import Width

ADD, MUL, NEG, POW, ATOM = 1, 2, 3, 4, 5  # how tightly a text holds together

ZERO = Num(Fraction(0))

SORT_NAMES = {"real": "reals", "integer": "integers", "natural": "naturals", "dimension": "dimensions"}  # in claims

CALLS: dict[type[Node], str] = {
    arrays.Hadamard: "hadamard",
    arrays.Outer: "outer",
    arrays.Diag: "diag",
    arrays.Diagonal: "diagonal",
    arrays.Trace: "trace",
    arrays.Inverse: "inverse",
    arrays.Determinant: "det",
    arrays.Identity: "identity",
    arrays.Ones: "ones",
    arrays.Norm: "norm",
    random.Expectation: "E",
    random.Variance: "Var",
    random.Bernoulli: "Bernoulli",
    random.Normal: "Normal",
    random.Uniform: "Uniform",
    random.Exponential: "Exponential",
    random.Independent: "Independent",
    random.Uncorrelated: "Uncorrelated",
    propositions.Invertible: "invertible",
    propositions.PositiveDefinite: "positive_definite",
    terms.Where: "where",
    terms.Sum: "sum",
    terms.Integral: "integral",
}


def render_text(node: Node) -> str:
    """Return the one-line text of a term, proposition, law or definition; TypeError for any other node."""
    if isinstance(node, Term):
        return _term(node)[0]
    if isinstance(node, propositions.Proposition):
        return _proposition(node)
    if isinstance(node, Recurrence):
        ranges = "".join(f", {one.name} in {SORT_NAMES[one.sort]}" for one in node.parameters)
        return f"{_at(node.member, ADD)} = {_at(node.body, ADD)} for {node.index.name} >= {node.start}{ranges}"
    if isinstance(node, Initial):
        return f"{_at(node.member, ADD)} = {_at(node.value, ADD)}"
    if type(node) in CALLS:
        told = _call(CALLS[type(node)], *node.children())
        return f"{told[:-1]}, symmetric)" if getattr(node, "symmetric", False) else told
    raise TypeError(f"{type(node).__name__} has no text")


def chain_of(node: propositions.And) -> list[propositions.Relation] | None:
    """Return the relations of ``a < b <= c``, or None when the parts do not hang together like that."""
    parts = node.parts
    if len(parts) < 2 or not all(isinstance(part, propositions.Relation) for part in parts):
        return None
    hangs = all(left.right is right.left for left, right in pairwise(parts))
    return list(parts) if hangs else None


def starts_with_vector(term: Term) -> bool:
    """Whether the term is a product u @ A @ ..., which writers set as a row that begins with the transpose of u."""
    return isinstance(term, arrays.MatMul) and len(term.left.shape) == 1


def is_called_e(term: Term) -> bool:
    """Whether the term is a variable whose powers would be drawn as those of Euler's number."""
    return isinstance(term, Symbol) and term.name == "e"


def is_zeros(term: Term) -> bool:
    """Whether the term is an array of zeros, as ``zeros`` of an author makes it."""
    if not isinstance(term, terms.Mul) or len(term.factors) != 2:
        return False
    return term.factors[0] is ZERO and isinstance(term.factors[1], arrays.Ones)


def are_zeros_beside(side: Term, other: Term) -> bool:
    """Whether the side of a relation is an array of zeros whose shape the other side tells: it may be written 0."""
    return is_zeros(side) and not is_zeros(other)


def starts_with_matrix(term: Term) -> bool:
    """Whether the term is a product A @ B @ ... of which a scalar before it could be a factor of A alone."""
    while isinstance(term, arrays.MatMul):
        if not isinstance(term.left, arrays.MatMul):
            return len(term.left.shape) != 1
        term = term.left
    return False


CERTAINLY_SHORT = 10**600
LONGEST_KEPT = 400  # characters of a text that is kept with its term


def decimal_digits(value: int) -> str:
    """Return all digits of an integer, however long (``str`` stops at ``sys.get_int_max_str_digits()``)."""
    if abs(value) < CERTAINLY_SHORT:
        return str(value)
    rest, pieces = abs(value), []
    while rest:
        rest, piece = divmod(rest, 10**600)
        pieces.append(f"{piece:0600d}")
    return "-" * (value < 0) + "".join(reversed(pieces)).lstrip("0")


def number_text(value: Fraction) -> str:
    """Return an integer, p/q in lowest terms, or a decimal where it was certainly typed so: 59/1000 is 0.059."""
    top, bottom = value.numerator, value.denominator
    if bottom == 1 and abs(top) < 1000:
        return str(top)
    if bottom < 100:
        digits = decimal_digits(top)
        zeros = len(digits) - len(digits.rstrip("0"))
        if zeros > 30 and bottom == 1:
            return f"{digits[:-zeros]}e{zeros}"
        return digits + (f"/{bottom}" if bottom > 1 else "")
    places = next((k for k in range(2, 61) if 10**k % bottom == 0), 0)
    if not places or bottom * 1000 < 10**places:
        return f"{decimal_digits(top)}/{decimal_digits(bottom)}"
    digits = str(abs(top) * (10**places // bottom)) if abs(top) < 10**500 else ""
    if not digits:
        return f"{decimal_digits(top)}/{decimal_digits(bottom)}"
    if places > len(digits) + 4:
        mantissa = digits[0] + "." * (len(digits) > 1) + digits[1:]
        return f"{'-' * (top < 0)}{mantissa}e-{places - len(digits) + 1}"
    digits = digits.zfill(places + 1)
    return f"{'-' * (top < 0)}{digits[:-places]}.{digits[-places:]}"


def _proposition(node: propositions.Proposition) -> str:
    match node:
        case UnreadClaim(written=written):
            return written
        case IllTypedClaim():
            return _proposition(drawn_as(node))
        case propositions.Relation(op=op, left=left, right=right):
            return f"{_at(left, ADD)} {op} {_at(right, ADD)}"
        case propositions.And(parts=parts):
            links = chain_of(node)
            if links:
                return _at(links[0].left, ADD) + "".join(f" {link.op} {_at(link.right, ADD)}" for link in links)
            return " and ".join(_guarded(part) for part in parts) or "true"
        case propositions.Or(parts=parts):
            return " or ".join(_guarded(part) for part in parts)
        case propositions.Implies(premise=premise, conclusion=conclusion):
            return f"{_guarded(premise)} => {_guarded(conclusion)}"
        case propositions.Iff(left=left, right=right):
            return f"{_guarded(left)} <=> {_guarded(right)}"
        case propositions.ForAll(variables=variables, body=body):
            return f"for all {_ranges(variables)}: {_guarded(body)}"
        case propositions.Exists(variable=variable, body=body):
            return f"exists {_ranges((variable,))}: {_guarded(body)}"
        case _ if type(node) in CALLS:
            return _call(CALLS[type(node)], *node.children())
    raise TypeError(f"{type(node).__name__} has no text")


def by_sort(variables: Iterable[Symbol]) -> list[tuple[str, list[Symbol]]]:
    """Return the variables of a quantifier in their order, those of one sort that stand beside each other together."""
    return [(sort, list(group)) for sort, group in groupby(variables, key=lambda variable: variable.sort)]


def _ranges(variables: tuple[Symbol, ...]) -> str:
    """Return the variables with their sorts: ``n, m in naturals, x in reals``; for real variables alone, no sort."""
    if all(variable.sort == "real" for variable in variables):
        return ", ".join(variable.name for variable in variables)
    told = by_sort(variables)
    return ", ".join(f"{', '.join(one.name for one in group)} in {SORT_NAMES[sort]}" for sort, group in told)


def _guarded(part: propositions.Proposition) -> str:
    part = drawn_as(part)
    plain = isinstance(part, propositions.Relation) or type(part) in CALLS
    plain = plain or (isinstance(part, propositions.And) and chain_of(part) is not None)
    return _proposition(part) if plain else f"({_proposition(part)})"


def _call(name: str, *args: Node) -> str:
    return f"{name}({', '.join(render_text(arg) for arg in args)})"


def _at(term: Term, level: int) -> str:
    """Return the text of a term, in parentheses unless it holds together at least as tightly as ``level``."""
    text, own = _term(term)
    return text if own >= level else f"({text})"


def _term(term: Term) -> tuple[str, int]:
    """Return the text of a term and how tightly it holds together; that of a short one is kept with it."""
    known: tuple[str, int] | None = term.__dict__.get("_text")
    if known is None:
        known = _written(term)
        if len(known[0]) <= LONGEST_KEPT:
            object.__setattr__(term, "_text", known)
    return known


def _written(term: Term) -> tuple[str, int]:
    match term:
        case Num(value=value):
            text = number_text(value)
            return text, MUL if "/" in text else ATOM if value >= 0 else NEG
        case terms.Symbol(name=name) | Const(name=name) | arrays.Array(name=name) | random.RandomVariable(name=name):
            return name, ATOM
        case terms.Add():
            written = literal_of(term)
            return (_literal(*written), ATOM) if written else _sum(term)
        case Neg(term=inner):
            text, own = _term(inner)
            plain = own >= POW if own != MUL else not isinstance(_leftmost(inner), Num)
            if isinstance(inner, Num) or not plain or text.startswith("-"):
                return f"-({text})", NEG
            return f"-{text}", min(own, NEG)
        case terms.Mul():
            return _product(term)
        case terms.Div(numerator=above, denominator=below):
            top = f"({_term(above)[0]})" if isinstance(above, Neg) or _is_number(above, below) else _at(above, MUL)
            return f"{top}/{_at(below, POW)}", MUL
        case terms.Pow(base=base, exponent=exponent):
            return f"{_at(base, ATOM)}**{_at(exponent, ATOM)}", POW
        case arrays.MatMul(left=left, right=right):
            first = _at(left, MUL if isinstance(left, arrays.MatMul) else POW)
            return f"{first} @ {_at(right, POW)}", MUL
        case IllTyped():
            return _written(drawn_as(term))
        case _:
            return _named(term), ATOM


def _literal(is_matrix: bool, rows: Literal) -> str:
    told = [f"[{', '.join(_at(part, ADD) for part in row)}]" for row in rows]
    return f"[{', '.join(told)}]" if is_matrix else told[0]


def _is_number(above: Term, below: Term) -> bool:
    """Whether the quotient of two numbers would be read as one number."""
    if not (isinstance(above, Num) and isinstance(below, Num)):
        return False
    p, q = above.value, below.value
    return p.denominator == q.denominator == 1 and q > 1 and gcd(p.numerator, q.numerator) == 1


def _leftmost(term: Term) -> Term:
    while isinstance(term, terms.Mul | terms.Div):
        inner = term.factors[0] if isinstance(term, terms.Mul) and term.factors else None
        inner = term.numerator if isinstance(term, terms.Div) else inner
        if inner is None:
            break
        term = inner
    return term


def _sum(term: terms.Add) -> tuple[str, int]:
    first, *rest = term.terms
    if not rest:
        return _term(first)
    text = _at(first, MUL)
    for part in rest:
        sign, part = (" - ", part.term) if isinstance(part, Neg) else (" + ", part)
        piece = _at(part, MUL)
        text += sign + (f"({piece})" if piece.startswith("-") else piece)
    return text, ADD


def _product(term: terms.Mul) -> tuple[str, int]:
    if len(term.factors) < 2:
        return _term(term.factors[0]) if term.factors else ("1", ATOM)
    first, *rest = term.factors
    loose = isinstance(first, Neg | terms.Mul | arrays.MatMul)
    pieces = [f"({_term(first)[0]})" if loose else _at(first, MUL)]
    return "*".join(pieces + [_at(factor, POW) for factor in rest]), MUL


def _derivative(term: terms.Derivative) -> str:
    body, order = term.body, 1
    while isinstance(body, terms.Derivative) and body.variable is term.variable and not term.variable.shape:
        body, order = body.body, order + 1
    return f"d({_at(body, ADD)}, {_at(term.variable, ADD)}{f', {order}' if order > 1 else ''})"


def _named(term: Term) -> str:
    """Return everything that is written as a name with arguments, an index or a suffix."""
    match term:
        case terms.Apply(function=function, args=args):
            return _call(function, *args)
        case Uninterpreted(argument=argument):
            return _call(function_mark(term), argument)
        case ArbitraryMap(arguments=arguments, by=by):
            call = _call(map_mark(term), *arguments)
            return f"partial({call}, {', '.join(map(str, by))})" if by and len(arguments) > 1 else call
        case arrays.OrderedProduct(body=body, index=index, lo=lo, hi=hi, rising=rising):
            first, way, last = (lo, "up", hi) if rising else (hi, "down", lo)
            return f"product({_at(body, ADD)}, {index.name} from {_at(first, ADD)} {way} to {_at(last, ADD)})"
        case arrays.Sequence(name=name, index=index, parameters=parameters):
            return f"{name}[{_at(index, ADD)}]" + (_call("", *parameters) if parameters else "")
        case random.RandomSequence(name=name, index=index) | Width(name=name, index=index):
            return f"{name}[{_at(index, ADD)}]"
        case arrays.Entry() if (factor := factorial_argument(term)) is not None:
            return f"{_at(factor, ATOM)}!"
        case arrays.Entry(array=array, indices=indices):
            return f"{_at(array, ATOM)}[{', '.join(_at(index, ADD) for index in indices)}]"
        case arrays.Transpose(matrix=matrix):
            return f"{_at(matrix, ATOM)}.T"
        case terms.Derivative():
            place = unit_of(term)
            return _call("onehot", *place) if place else _derivative(term)
        case terms.Extremum(kind=kind, body=body, variable=variable, lo=lo, hi=hi):
            everywhere = lo is Neg(Const("oo")) and hi is Const("oo")
            return _call(kind, body, variable) if everywhere else _call(kind, body, variable, lo, hi)
        case terms.Limit(body=body, variable=variable, point=point, side=side):
            word = {"+": ", right", "-": ", left", "": ""}[side]
            return f"limit({_at(body, ADD)}, {variable.name}, {_at(point, ADD)}{word})"
        case Spectral(kind="largest_eigenvalue", matrix=arrays.Diag(vector=vector)):
            return _call("max", vector)
        case Spectral(kind=kind, matrix=inner):
            return _call(kind, inner)
        case _ if type(term) in CALLS:
            return _call(CALLS[type(term)], *term.children())
    raise TypeError(f"{type(term).__name__} has no text")


terms.WORDS["text"] = render_text


def _shown(node: Node) -> str:
    """Return what one would type, or the fields of what nobody types."""
    try:
        return render_text(node)
    except (TypeError, RecursionError):
        return spelled(node)


# A node is shown in the notation once there is one; the language itself knows none.
Node.__repr__ = _shown  # type: ignore[assignment,method-assign]
