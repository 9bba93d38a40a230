r"""A term or proposition as LaTeX for math mode, in the order in which it was written.

Nothing is simplified.  Greek names become letters, ``sigmoid`` becomes \sigma, quotients become \frac, subscripts hold
sequence indices and entries; a negative number is drawn as a difference inside a sum, as on paper.

Refuses nodes that are neither terms, propositions, laws nor definitions (TypeError).
"""

from __future__ import annotations

from fractions import Fraction

from gradcheck.language.printing.text import (
    ADD,
    ATOM,
    LONGEST_KEPT,
    MUL,
    NEG,
    POW,
    ZERO,
    are_zeros_beside,
    chain_of,
    is_called_e,
    number_text,
    starts_with_matrix,
    starts_with_vector,
)
from gradcheck.language.syntax import arrays, propositions, random, terms
from gradcheck.language.syntax.definitions import Initial, Recurrence
from gradcheck.language.syntax.functions import FUNCTIONS
from gradcheck.language.syntax.illtyped import IllTyped, IllTypedClaim, UnreadClaim, drawn_as
from gradcheck.language.syntax.literals import factorial_argument, literal_of, unit_of
from gradcheck.language.syntax.names import greek_name, split_name
from gradcheck.language.syntax.node import Node
from gradcheck.language.syntax.spectra import Spectral
from gradcheck.language.syntax.terms import Const, Neg, Num, Term, bound_variables
from gradcheck.language.syntax.uninterpreted import ArbitraryMap, Uninterpreted
from gradcheck.language.syntax.widths import Width

ONE = Num(Fraction(1))
RELATIONS = {"=": "=", "!=": r"\neq", "<=": r"\leq", "<": "<", ">=": r"\geq", ">": ">"}
SPECTRAL = {
    "operator_norm": r"\sigma_{\max}",
    "smallest_singular_value": r"\sigma_{\min}",
    "largest_eigenvalue": r"\lambda_{\max}",
}
ACCENTS = frozenset(("hat", "bar", "tilde", "dot", "ddot", "vec"))  # in names such as y_hat
SETS = {"real": r"\mathbb{R}", "integer": r"\mathbb{Z}", "natural": r"\mathbb{N}", "dimension": r"\mathbb{N}_{\geq 1}"}


def render_latex(node: Node) -> str:
    """Return the LaTeX of a term, proposition, law or definition; TypeError for any other node."""
    if isinstance(node, Term):
        return _term(node)[0]
    if isinstance(node, propositions.Proposition):
        return _proposition(node)
    if isinstance(node, Recurrence):
        ranges = "".join(rf",\ {latex_name(one.name)} \in {SETS[one.sort]}" for one in node.parameters)
        return (
            rf"{_at(node.member, ADD)} = {_side(node.body, node.member)}"
            rf" \quad ({latex_name(node.index.name)} \geq {node.start}{ranges})"
        )
    if isinstance(node, Initial):
        return f"{_at(node.member, ADD)} = {_side(node.value, node.member)}"
    if isinstance(node, random.AnyLaw):
        inside = ", ".join(render_latex(part) for part in random.law_terms(node))
        symmetric = r", \text{symmetric}" if getattr(node, "symmetric", False) else ""
        return rf"\operatorname{{{type(node).__name__}}}({inside}{symmetric})"
    raise TypeError(f"{type(node).__name__} has no LaTeX")


def latex_name(name: str, *subscripts: str, bold: bool = False) -> str:
    """Return a name with its own subscript and further ones: w_max at k is w_{\\mathrm{max}, k}, y_hat is \\hat{y}."""
    base, subscript = split_name(name)
    accent, _, behind = subscript.partition("_")
    if accent in ACCENTS:
        subscript = behind
    parts = ([_word(subscript)] if subscript else []) + list(subscripts)
    letter = _word(base)
    if bold:
        letter = rf"\boldsymbol{{{letter}}}"
    if accent in ACCENTS:
        letter = rf"\{accent}{{{letter}}}"
    return f"{letter}_{{{', '.join(parts)}}}" if parts else letter


def _word(word: str) -> str:
    greek = greek_name(word)
    if greek:
        return rf"\{greek}"
    escaped = word.replace("_", r"\_")
    return word if len(word) == 1 or word.isdigit() else rf"\mathrm{{{escaped}}}"


def _as_words(written: str) -> str:
    """Return a text such that LaTeX prints it as it is."""
    marks = {"\\": r"\textbackslash{}", "^": r"\textasciicircum{}", "~": r"\textasciitilde{}"}
    return "".join(marks.get(mark, f"\\{mark}" if mark in "&%$#_{}" else mark) for mark in written)


def _proposition(node: propositions.Proposition) -> str:
    match node:
        case UnreadClaim(written=written):
            return rf"\text{{{_as_words(written)}}}"
        case IllTypedClaim():
            return _proposition(drawn_as(node))
        case propositions.Relation(op=op, left=left, right=right):
            return f"{_side(left, right)} {RELATIONS[op]} {_side(right, left)}"
        case propositions.And(parts=parts):
            links = chain_of(node)
            if links:
                rest = "".join(f" {RELATIONS[link.op]} {_at(link.right, ADD)}" for link in links)
                return _at(links[0].left, ADD) + rest
            return r" \;\land\; ".join(_guarded(part) for part in parts) or r"\top"
        case propositions.Or(parts=parts):
            return r" \;\lor\; ".join(_guarded(part) for part in parts)
        case propositions.Implies(premise=premise, conclusion=conclusion):
            return rf"{_guarded(premise)} \;\Rightarrow\; {_guarded(conclusion)}"
        case propositions.Iff(left=left, right=right):
            return rf"{_guarded(left)} \;\Leftrightarrow\; {_guarded(right)}"
        case propositions.ForAll(variables=variables, body=body):
            bound = ", ".join(rf"{latex_name(v.name)} \in {SETS[v.sort]}" for v in variables)
            return rf"\forall {bound}\colon\; {_guarded(body)}"
        case propositions.Exists(variable=variable, body=body):
            return rf"\exists {latex_name(variable.name)} \in {SETS[variable.sort]}\colon\; {_guarded(body)}"
        case propositions.Invertible(matrix=matrix):
            return rf"{_at(matrix, ADD)} \text{{ is invertible}}"
        case propositions.PositiveDefinite(matrix=matrix):
            return rf"{_at(matrix, ADD)} \succ 0"
    raise TypeError(f"{type(node).__name__} has no LaTeX")


def _side(side: Term, other: Term) -> str:
    """Return a side of a relation; zeros are 0 where the other side tells their shape."""
    return "0" if are_zeros_beside(side, other) else _at(side, ADD)


def _guarded(part: propositions.Proposition) -> str:
    part = drawn_as(part)
    plain = isinstance(part, propositions.Relation | propositions.Invertible | propositions.PositiveDefinite)
    plain = plain or (isinstance(part, propositions.And) and chain_of(part) is not None)
    return _proposition(part) if plain else _brackets(_proposition(part))


def _brackets(text: str, left: str = "(", right: str = ")") -> str:
    return rf"\left{left} {text} \right{right}"


def _at(term: Term, level: int) -> str:
    """Return the LaTeX of a term, in parentheses unless it holds together at least as tightly as ``level``."""
    text, own = _term(term)
    return text if own >= level else _brackets(text)


def _number(value: Num) -> tuple[str, int]:
    text = number_text(value.value)
    sign, text = ("-", text[1:]) if text.startswith("-") else ("", text)
    if "e" in text:
        digits, _, power = text.partition("e")
        body = rf"{digits} \cdot 10^{{{power}}}" if digits != "1" else f"10^{{{power}}}"
        return sign + body, NEG if sign else MUL
    top, _, bottom = text.partition("/")
    body = rf"\frac{{{top}}}{{{bottom}}}" if bottom else top
    return sign + body, NEG if sign else POW if bottom else ATOM


def _term(term: Term) -> tuple[str, int]:
    """Return the formula of a term and how tightly it holds together; that of a short one is kept with it."""
    known: tuple[str, int] | None = term.__dict__.get("_latex")
    if known is None:
        known = _written(term)
        if len(known[0]) <= LONGEST_KEPT:
            object.__setattr__(term, "_latex", known)
    return known


def _written(term: Term) -> tuple[str, int]:
    match term:
        case IllTyped():
            return _written(drawn_as(term))
        case Num():
            return _number(term)
        case Const(name=name):
            return (r"\infty" if name == "oo" else rf"\{name}"), ATOM
        case terms.Symbol(name=name):
            return latex_name(name), ATOM
        case arrays.Array(name=name) | random.RandomVariable(name=name):
            return latex_name(name), ATOM
        case terms.Add() if (written := literal_of(term)) and all(side is not ONE for side in term.shape):
            is_matrix, rows = written
            told = [[_at(part, ADD) for part in row] for row in rows]
            inside = r" \\ ".join([" & ".join(row) for row in told] if is_matrix else told[0])
            return rf"\begin{{pmatrix}} {inside} \end{{pmatrix}}", ATOM
        case terms.Add():
            return _sum(term), ADD
        case Neg(term=inner):
            text, own = _term(inner)
            return f"-{_brackets(text) if own < MUL or text.startswith('-') else text}", NEG
        case terms.Mul(factors=(zero, arrays.Ones(sides=sides))) if zero is ZERO:
            return _constant("0", sides), ATOM
        case terms.Mul():
            return _product(term), MUL
        case terms.Div(numerator=above, denominator=below):
            return rf"\frac{{{_at(above, ADD)}}}{{{_at(below, ADD)}}}", POW
        case terms.Pow(base=base, exponent=exponent):
            stem = _brackets(_term(base)[0]) if is_called_e(base) else _at(base, ATOM)
            return f"{stem}^{{{_at(exponent, ADD)}}}", POW
        case arrays.MatMul(left=left, right=right):
            if len(left.shape) == 1 and not starts_with_vector(left):
                return rf"{_at(left, ATOM)}^{{\top}} {_at(right, POW)}", MUL
            plain = isinstance(left, arrays.MatMul) or (isinstance(left, terms.Mul) and r"\cdot" not in _term(left)[0])
            return f"{_at(left, MUL if plain else POW)} {_at(right, POW)}", MUL
        case arrays.Hadamard(left=left, right=right):
            return rf"{_at(left, POW)} \odot {_at(right, POW)}", MUL
        case arrays.Outer(left=left, right=right):
            if len(term.shape) > 2:
                return rf"{_at(left, POW)} \otimes {_at(right, POW)}", MUL
            return rf"{_at(left, ATOM)} {_at(right, ATOM)}^{{\top}}", MUL
        case arrays.Transpose(matrix=matrix):
            return rf"{_at(matrix, ATOM)}^{{\top}}", POW
        case arrays.Inverse(matrix=matrix):
            return f"{_at(matrix, ATOM)}^{{-1}}", POW
        case terms.Sum() | terms.Integral() | terms.Limit() | terms.Extremum():
            return _binder(term), MUL
        case arrays.OrderedProduct(body=body, index=index, lo=lo, hi=hi, rising=rising):
            first, last = (lo, hi) if rising else (hi, lo)  # the index of the leftmost factor stands below
            way = r"\uparrow" if rising else r"\downarrow"
            sign = rf"\prod_{{{latex_name(index.name)} = {_at(first, ADD)} {way}}}^{{{_at(last, ADD)}}}"
            return f"{sign} {_brackets(_at(body, ADD))}", POW
        case terms.Derivative() if (place := unit_of(term)) is not None:
            return rf"\operatorname{{onehot}}({_at(place[0], ADD)}, {_at(place[1], ADD)})", ATOM
        case terms.Derivative():
            return _derivative(term), MUL
        case terms.Apply(function="exp", args=(power,)) if not isinstance(power, terms.Div | terms.Pow):
            return f"e^{{{_at(power, ADD)}}}", POW
        case _:
            return _named(term), ATOM


def _sum(term: terms.Add) -> str:
    first, *rest = term.terms
    text = _at(first, MUL)
    for part in rest:
        negative = isinstance(part, Num) and part.value < 0
        if isinstance(part, Num) and negative:
            text += " - " + _number(Num(-part.value))[0]
        elif isinstance(part, Neg):
            piece = _at(part.term, MUL)
            text += " - " + (_brackets(piece) if piece.startswith("-") else piece)
        else:
            piece = _at(part, MUL)
            text += " + " + (_brackets(piece) if piece.startswith("-") else piece)
    return text


def _product(term: terms.Mul) -> str:
    pieces: list[str] = []
    for position, factor in enumerate(term.factors):
        loose = isinstance(factor, Neg | terms.Mul) or (isinstance(factor, Num) and factor.value < 0 and position > 0)
        piece = _brackets(_term(factor)[0]) if loose else _at(factor, MUL)
        last = position == len(term.factors) - 1
        if (
            isinstance(factor, terms.Sum | terms.Integral | terms.Limit | terms.Extremum | terms.Derivative)
            and not last
        ):
            piece = _brackets(_term(factor)[0])
        digits = piece[0].isdigit() or (piece.startswith(r"\frac") and isinstance(factor, Num))
        like_an_argument = piece.startswith(r"\left(") and pieces[-1:] == [r"\sigma"]  # as of the sigmoid
        if pieces and (digits or like_an_argument or starts_with_matrix(factor)):
            piece = rf"\cdot {piece}"
        pieces.append(piece)
    return " ".join(pieces) or "1"


def _derivative(term: terms.Derivative) -> str:
    body, order = term.body, 1
    while isinstance(body, terms.Derivative) and body.variable is term.variable:
        body, order = body.body, order + 1
    variable, raised = _at(term.variable, ATOM), f"^{{{order}}}" if order > 1 else ""
    if term.variable.shape:
        if order == 2 and not body.shape:
            return rf"\nabla_{{{variable}}}^{{2}} {_at(body, POW)}"
        name = rf"\nabla_{{{variable}}}" if not body.shape else rf"\frac{{\partial}}{{\partial {variable}}}"
        return f"{name} {_at(term.body, POW)}"
    return rf"\frac{{\partial{raised}}}{{\partial {variable}{raised}}} {_at(body, POW)}"


def _binder(term: Term) -> str:
    (variable,) = bound_variables(term)
    name = latex_name(variable.name)
    match term:
        case terms.Sum(body=body, lo=lo, hi=hi):
            return rf"\sum_{{{name} = {_at(lo, ADD)}}}^{{{_at(hi, ADD)}}} {_at(body, MUL)}"
        case terms.Integral(body=body, lo=lo, hi=hi):
            return rf"\int_{{{_at(lo, ADD)}}}^{{{_at(hi, ADD)}}} {_at(body, MUL)} \, d{name}"
        case terms.Limit(body=body, point=point, side=side):
            return rf"\lim_{{{name} \to {_at(point, ADD)}{f'^{{{side}}}' if side else ''}}} {_at(body, MUL)}"
        case terms.Extremum(kind=kind, body=body, lo=lo, hi=hi):
            everywhere = lo is Neg(Const("oo")) and hi is Const("oo")
            within = SETS[variable.sort] if everywhere else _brackets(f"{_at(lo, ADD)}, {_at(hi, ADD)}")
            return rf"\{kind}_{{{name} \in {within}}} {_at(body, MUL)}"
    raise TypeError(f"{type(term).__name__} has no LaTeX")


def _named(term: Term) -> str:
    """Return everything that is written as a name with arguments or subscripts, or between delimiters."""
    match term:
        case terms.Apply(function=name, args=args):
            return _apply(name, args)
        case Uninterpreted(name=name, order=order, argument=argument):
            return latex_name(name) + "'" * order + _brackets(_at(argument, ADD))
        case ArbitraryMap(name=name, order=order, arguments=arguments, by=by):
            inside = _brackets(", ".join(_at(argument, ADD) for argument in arguments))
            if len(arguments) == 1:
                return latex_name(name) + "'" * order + inside
            return "".join(rf"\partial_{{{place}}} " for place in by) + latex_name(name) + inside
        case arrays.Sequence(name=name, index=index, parameters=parameters):
            inside = _brackets(", ".join(_at(p, ADD) for p in parameters)) if parameters else ""
            return latex_name(name, _at(index, ADD)) + inside
        case random.RandomSequence(name=name, index=index) | Width(name=name, index=index):
            return latex_name(name, _at(index, ADD))
        case arrays.Entry() if (factor := factorial_argument(term)) is not None:
            return f"{_at(factor, ATOM)}!"
        case arrays.Entry(array=array, indices=indices):
            places = [_at(index, ADD) for index in indices]
            if isinstance(array, arrays.Array | random.RandomVariable):
                return latex_name(array.name, *places)
            return f"{_brackets(_term(array)[0])}_{{{', '.join(places)}}}"
        case arrays.Diag(vector=inner) | arrays.Diagonal(matrix=inner):
            return rf"\operatorname{{diag}}{_brackets(_at(inner, ADD))}"
        case arrays.Trace(matrix=inner):
            return rf"\operatorname{{tr}}{_brackets(_at(inner, ADD))}"
        case arrays.Determinant(matrix=inner):
            return rf"\det{_brackets(_at(inner, ADD))}"
        case Spectral(kind="largest_eigenvalue", matrix=arrays.Diag(vector=vector)):
            return r"\max" + _brackets(_at(vector, ADD))
        case Spectral(kind=kind, matrix=inner):
            return SPECTRAL[kind] + _brackets(_at(inner, ADD))
        case arrays.Identity(side=side):
            return f"I_{{{_at(side, ADD)}}}"
        case arrays.Ones(sides=sides):
            return _constant("1", sides)
        case arrays.Norm(array=inner):
            return rf"\left\lVert {_at(inner, ADD)} \right\rVert"
        case random.Expectation(body=body):
            return rf"\mathbb{{E}}{_brackets(_at(body, ADD), '[', ']')}"
        case random.Variance(body=body):
            return rf"\operatorname{{Var}}{_brackets(_at(body, ADD), '[', ']')}"
        case terms.Where(condition=condition, then=then, otherwise=otherwise):
            first = rf"{_at(then, ADD)} & \text{{if }} {render_latex(condition)}"
            rows = rf"{first} \\ {_at(otherwise, ADD)} & \text{{otherwise}}"
            return rf"\begin{{cases}} {rows} \end{{cases}}"
    raise TypeError(f"{type(term).__name__} has no LaTeX")


def _constant(digit: str, sides: tuple[Term, ...]) -> str:
    """Return the array of a shape whose entries are all 0, or all 1."""
    shape = r" \times ".join(_at(side, POW if len(sides) > 1 else ADD) for side in sides)
    return rf"\mathbf{{{digit}}}_{{{shape}}}"


def _apply(name: str, args: tuple[Term, ...]) -> str:
    inside = ", ".join(_at(arg, ADD) for arg in args)
    if name == "abs":
        return rf"\left\lvert {inside} \right\rvert"
    if name == "sqrt":
        return rf"\sqrt{{{inside}}}"
    escaped = name.replace("_", r"\_")
    head = FUNCTIONS[name].latex or rf"\operatorname{{{escaped}}}"
    return head + _brackets(inside)
