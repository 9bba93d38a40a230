"""Terms, propositions, laws and definitions: their kinds, shapes and free symbols."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from fractions import Fraction
from typing import Any

from recheck.refusal import Unread, Wrong

NEG, ZERO, POS, ANY = 1, 2, 4, 7
SIGN_OF = {"=": ZERO, "!=": NEG | POS, "<=": NEG | ZERO, "<": NEG, ">=": ZERO | POS, ">": POS}
CONVERSE = {"=": "=", "!=": "!=", "<=": ">=", "<": ">", ">=": "<=", ">": "<"}
NEGATION = {"=": "!=", "!=": "=", "<=": ">", "<": ">=", ">=": "<", ">": "<="}
STRONGER = {"<": ("<=", "!="), ">": (">=", "!="), "=": ("<=", ">=")}
LEAST = {"natural": 0, "dimension": 1}
FIELDS = {  # t term, T terms, p proposition, P propositions, l law, s text, q number, i integer, b truth value
    "Num": "q", "Const": "s", "Symbol": "ss", "Add": "T", "Neg": "t", "Mul": "T", "Div": "tt", "Pow": "tt",
    "Apply": "sT", "Where": "ptt", "Sum": "tttt", "Derivative": "tt", "Integral": "tttt", "Limit": "ttts",
    "Extremum": "stttt", "Array": "sT", "Sequence": "sTtT", "Entry": "tT", "MatMul": "tt", "Transpose": "t",
    "Hadamard": "tt", "Outer": "tt", "Diag": "t", "Diagonal": "t", "Trace": "t", "Inverse": "t", "Determinant": "t",
    "Identity": "t", "Ones": "T", "Norm": "t", "OrderedProduct": "ttttb", "Uninterpreted": "siit",
    "RandomVariable": "sTl", "RandomSequence": "sTtl", "Expectation": "t", "Variance": "t", "Bernoulli": "t",
    "Exponential": "t", "Normal": "tt", "Uniform": "tt", "Independent": "ttb", "Uncorrelated": "ttb", "Relation": "stt",
    "And": "P", "Or": "P", "Implies": "pp", "Iff": "pp", "ForAll": "Tp", "Exists": "tp", "Invertible": "t",
    "PositiveDefinite": "t", "Recurrence": "tti", "Initial": "tt", "Spectral": "st", "Width": "st", "Here": "",
}  # fmt: skip
PROPOSITIONS = {"Relation", "And", "Or", "Implies", "Iff", "ForAll", "Exists", "Invertible", "PositiveDefinite"}
LAWS = {"Bernoulli", "Normal", "Uniform", "Independent", "Uncorrelated", "Exponential"}
BOUND = {"Sum": 1, "Integral": 1, "Limit": 1, "Extremum": 2, "OrderedProduct": 1, "ForAll": 0, "Exists": 0}
OUTSIDE = {"Sum": (2, 3), "Integral": (2, 3), "Limit": (2,), "Extremum": (3, 4), "OrderedProduct": (2, 3)}


class Node:
    """A term, proposition, law or definition; equal ones are the same object."""

    __slots__ = ("args", "free", "kind", "shape")
    kind: str
    args: tuple[Any, ...]
    free: frozenset[Node]
    shape: tuple[Node, ...]


_pool: dict[Any, Node] = {}
CANONICAL: dict[str, Callable[..., tuple[Any, ...]]] = {}  # CANONICAL: a kind, and what brings its parts into one form


def make(kind: str, *args: Any) -> Node:
    """Return the node with these parts; Wrong where they do not fit together."""
    args = CANONICAL[kind](*args) if kind in CANONICAL else args
    key = (kind, *args)
    found = _pool.get(key)
    if found is None:
        found = Node()
        found.kind, found.args = kind, args
        free = set()
        bound = bound_in(found)
        for place, arg in enumerate(args):
            inner = {s for part in parts_of(arg) for s in part.free}
            free |= inner if place in OUTSIDE.get(kind, ()) else inner - set(bound)
        free = {s for s in free if s.kind != "Here"} if kind == "Sequence" else free
        found.free = frozenset(free | {found} if kind in ("Symbol", "Here") else free)
        found.shape = shape_of(found)
        _pool[key] = found
    return found


def parts_of(arg: Any) -> tuple[Node, ...]:
    return (
        (arg,) if isinstance(arg, Node) else tuple(p for p in arg if isinstance(p, Node)) if type(arg) is tuple else ()
    )


def bound_in(term: Node) -> tuple[Node, ...]:
    place = BOUND.get(term.kind)
    return () if place is None else parts_of(term.args[place])


def walk(term: Node) -> Iterator[Node]:
    todo, seen = [term], set()
    while todo:
        item = todo.pop()
        if item not in seen:
            seen.add(item)
            yield item
            todo += [part for arg in item.args for part in parts_of(arg)]


def has_law(*nodes: Node) -> bool:
    """Whether a random variable stands anywhere in the nodes, in means too."""
    return any(part.kind in LAWS for node in nodes for part in walk(node))


def is_outcome(node: Node) -> bool:
    """Whether the node depends on outcomes of chance: a law stands in it outside of means."""
    if node.kind in LAWS:
        return True
    inner = node.kind not in ("Expectation", "Variance")
    return inner and any(is_outcome(part) for arg in node.args for part in parts_of(arg))


def shape_of(term: Node) -> tuple[Node, ...]:
    """Return the sides of a term, checked; () for a scalar."""
    kind, args = term.kind, term.args
    check_words(kind, args)
    if kind in PROPOSITIONS | LAWS | {"Recurrence", "Initial"}:
        if kind == "Relation":
            fit(args[1].shape == args[2].shape and args[0] in SIGN_OF)
        if kind in ("Invertible", "PositiveDefinite"):
            fit(len(args[0].shape) == 2)
        return ()
    if kind == "Add":
        fit(len({part.shape for part in args[0]}) == 1)
        return args[0][0].shape
    if kind == "Mul":
        arrays = [part.shape for part in args[0] if part.shape]
        fit(len(arrays) < 2)
        return arrays[0] if arrays else ()
    if kind in ("Neg", "Expectation", "Variance", "Inverse"):
        fit(kind != "Inverse" or (len(args[0].shape) == 2 and args[0].shape[0] is args[0].shape[1]))
        return args[0].shape
    if kind == "Div":
        fit(not args[1].shape)
        return args[0].shape
    if kind == "Apply":
        fit(len(args[1]) == (2 if args[0] in ("max", "min") else 1))
        fit(len(args[1]) == 1 or not any(part.shape for part in args[1]))
        return args[1][0].shape
    if kind == "Uninterpreted":
        fit(0 <= args[2] <= args[1])
        return args[3].shape
    if kind in ("Sum", "OrderedProduct"):
        fit(args[1].kind == "Symbol" and args[1].args[1] != "real" and not args[2].shape and not args[3].shape)
        if kind == "OrderedProduct":
            return shape_of_product(*args)
        fit(not any(args[1] in side.free for side in args[0].shape))
        return args[0].shape
    if kind == "Derivative":
        return args[0].shape + args[1].shape
    if kind in ("Array", "RandomVariable", "RandomSequence"):
        return args[1]
    if kind == "Sequence":
        return tuple(put(side, {make("Here"): args[2]}) for side in args[1])
    if kind == "MatMul":
        left, right = args[0].shape, args[1].shape
        fit(left and right and left[-1] is right[0])
        return left[:-1] + right[1:]
    if kind == "Transpose":
        fit(len(args[0].shape) == 2)
        return args[0].shape[::-1]
    if kind == "Hadamard":
        fit(args[0].shape == args[1].shape and args[0].shape)
        return args[0].shape
    if kind == "Outer":
        return args[0].shape + args[1].shape
    if kind == "Diag":
        fit(len(args[0].shape) == 1)
        return args[0].shape * 2
    if kind in ("Diagonal", "Trace", "Determinant"):
        fit(len(args[0].shape) == 2 and args[0].shape[0] is args[0].shape[1])
        return args[0].shape[:1] if kind == "Diagonal" else ()
    if kind == "Identity":
        return (args[0], args[0])
    if kind == "Ones":
        return args[0]
    if kind == "Entry":
        fit(len(args[1]) == len(args[0].shape) and all(is_integer(index) for index in args[1]))
    elif kind == "Spectral":
        fit(len(args[1].shape) == 2 and (args[0] != "largest_eigenvalue" or args[1].shape[0] is args[1].shape[1]))
    elif kind != "Norm":
        fit(not any(part.shape for arg in args for part in parts_of(arg)))
    return ()


SORTS = ("real", "integer", "natural", "dimension")
SPELLED = {
    "Const": (0, ("pi", "oo")),
    "Symbol": (1, SORTS),
    "Limit": (3, ("", "+", "-")),
    "Extremum": (0, ("sup", "inf")),
}


def check_words(kind: str, args: tuple[Any, ...]) -> None:
    """Refuse a word that means nothing where it stands, and a side or an index that is no whole number by its form."""
    if kind in SPELLED:
        place, words = SPELLED[kind]
        fit(args[place] in words)
    sides = {"Array": 1, "Sequence": 1, "RandomVariable": 1, "RandomSequence": 1, "Ones": 0}.get(kind)
    whole = list(args[sides]) if sides is not None else [args[0]] if kind == "Identity" else []
    whole += [args[2]] if kind in ("Sequence", "RandomSequence") else []
    fit(all(not part.shape and is_integer(part) for part in whole))
    fit(kind != "Array" or len(args[1]) in (1, 2))
    if kind in ("Integral", "Limit", "Extremum"):
        fit(args[BOUND[kind]].kind == "Symbol")


def shape_of_product(body: Node, k: Node, lo: Node, hi: Node, rising: bool) -> tuple[Node, ...]:
    """Return the shape of a product of matrices; each has as many columns as the next one to its right has rows."""
    fit(len(body.shape) == 2 and is_integer(lo) and is_integer(hi))
    fit(not any(k in outside_widths(side) for side in body.shape))
    rows, columns = body.shape
    inner, outer = (rows, columns) if rising else (columns, rows)
    fit(put(inner, {k: plus(k, number(1))}) is outer)
    first, last = (lo, hi) if rising else (hi, lo)
    return put(rows, {k: first}), put(columns, {k: last})


def outside_widths(side: Node) -> set[Node]:
    """Return the symbols of a side that do not stand in the index of a width alone."""
    if side.kind == "Width":
        return set()
    below = [part for arg in side.args for part in parts_of(arg)]
    return {s for part in below for s in outside_widths(part)} | ({side} if side.kind == "Symbol" else set())


def fit(condition: Any) -> None:
    if not condition:
        raise Wrong("terms that do not fit together")


def number(value: Fraction | int | str) -> Node:
    return make("Num", Fraction(value))


def plus(*terms: Node) -> Node:
    return make("Add", terms)


def minus(left: Node, right: Node) -> Node:
    return make("Add", (left, make("Neg", right)))


def times(*terms: Node) -> Node:
    return make("Mul", terms)


def apply(name: str, *args: Node) -> Node:
    return make("Apply", name, args)


def relation(op: str, left: Node, right: Node) -> Node:
    return make("Relation", op, left, right)


def is_integer(term: Node) -> bool:
    """Whether the term is a whole number by its form."""
    if term.kind == "Num":
        return term.args[0].denominator == 1
    if term.kind == "Symbol":
        return term.args[1] != "real"
    if term.kind == "Width":
        return True
    if term.kind in ("Add", "Mul"):
        return all(is_integer(part) for part in term.args[0])
    return term.kind == "Neg" and is_integer(term.args[0])


def value_of(term: Node) -> Fraction | None:
    """Return the number that a closed term is by +, -, *, /; None for others."""
    if term.kind == "Num":
        return term.args[0]
    if term.kind == "Neg":
        inner = value_of(term.args[0])
        return None if inner is None else -inner
    if term.kind in ("Add", "Mul"):
        total = Fraction(term.kind == "Mul")
        for part in term.args[0]:
            inner = value_of(part)
            if inner is None:
                return None
            total = total * inner if term.kind == "Mul" else total + inner
        return total
    if term.kind == "Div":
        above, below = value_of(term.args[0]), value_of(term.args[1])
        return above / below if above is not None and below else None
    return None


def infinity(term: Node) -> int:
    """Return 1 for oo, -1 for -oo, 0 for all else."""
    return -infinity(term.args[0]) if term.kind == "Neg" else int(term.kind == "Const" and term.args[0] == "oo")


def put(term: Any, mapping: dict[Node, Node]) -> Any:
    """Return the node with terms for free symbols; Wrong where one would be captured."""
    if not isinstance(term, Node) or term.free.isdisjoint(mapping):
        return term
    if term.kind in ("Symbol", "Here"):
        return mapping[term]
    bound = bound_in(term)
    inner = {s: t for s, t in mapping.items() if s not in bound and s in term.free}
    if any(b in t.free for t in inner.values() for b in bound):
        raise Wrong("a symbol is captured")
    if term.kind == "Derivative":
        if is_moved(term, mapping):
            return make("Derivative", put(term.args[0], mapping), mapping[term.args[1]])
        for s, t in mapping.items():
            if s is term.args[1] or (s in term.free and any(part is term.args[1] for part in walk(t))):
                raise Wrong("the variable of a derivative is replaced")
            if s in term.free and term.args[1].kind != "Symbol" and any(p.kind == term.args[1].kind for p in walk(t)):
                raise Wrong("an array stands under a derivative by an array")
    args = []
    for place, arg in enumerate(term.args):
        used = mapping if place in OUTSIDE.get(term.kind, ()) else inner
        if place == BOUND.get(term.kind):
            args.append(arg)
        elif type(arg) is tuple:
            args.append(tuple(put(part, used) for part in arg))
        else:
            args.append(put(arg, used))
    return make(term.kind, *args)


def renamed(item: Any, old: Node, new: Node) -> Any:
    """Return the node with a new symbol, which occurs nowhere in it, for a symbol: bound or under a derivative, too."""
    if type(item) is tuple:
        return tuple(renamed(part, old, new) for part in item)
    if not isinstance(item, Node):
        return item
    return new if item is old else make(item.kind, *(renamed(arg, old, new) for arg in item.args))


def is_moved(term: Node, mapping: dict[Node, Node]) -> bool:
    """Whether d f/d x may be read as d f/d t, where t is put in for x: a symbol on which nothing else in f depends."""
    body, x = term.args
    t = mapping.get(x)
    if t is None or t.kind != "Symbol" or t.args[1] != x.args[1] or any(p.kind == "Sequence" for p in walk(body)):
        return False
    return not any(t in mapping.get(s, s).free for s in body.free if s is not x)


def negate(claim: Node) -> Node:
    kind, args = claim.kind, claim.args
    if kind == "Relation" and not args[1].shape:
        return relation(NEGATION[args[0]], args[1], args[2])
    if kind == "Or":
        return make("And", tuple(negate(part) for part in args[0]))
    if kind == "Implies":
        return make("And", (args[0], negate(args[1])))
    if kind == "And" and len(args[0]) > 1:
        first = args[0][:-1]
        return make("Implies", first[0] if len(first) == 1 else make("And", first), negate(args[0][-1]))
    raise Unread(f"the negation of {kind}")
