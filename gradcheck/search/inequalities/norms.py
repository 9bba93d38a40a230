"""Bounds of operator norms, singular values and absolute values of matrices, built bottom-up by named facts.

A bound of a matrix comes from the hypotheses, from the bounds of its parts, from the definition of a sequence, from an
equation of the hypotheses, or is the norm itself.  Each comes with its evidence; the claim then follows by the order
of the numbers from the bound, which other tactics compare with the claimed one.

Undecided where the claim is sharper than the rules give for the form in which the matrix is written.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice, product
from typing import Any

from gradcheck.algebra.signs import NONNEGATIVE
from gradcheck.kernel.dependencies import Trail
from gradcheck.kernel.equality import has_sign
from gradcheck.kernel.evidence import ByCut, ByFact, ByForallElimination, ByHypothesis, ByNormalForm, BySign, Evidence
from gradcheck.kernel.goal import Goal
from gradcheck.kernel.rules.facts import statements
from gradcheck.kernel.rules.norms import LARGEST, SMALLEST, gram, sigma_max, sigma_min, size
from gradcheck.kernel.rules.statement import ONE, at_least, at_most
from gradcheck.language.syntax.arrays import (
    Diag,
    Hadamard,
    Identity,
    MatMul,
    Norm,
    Ones,
    OrderedProduct,
    Outer,
    Sequence,
    Transpose,
)
from gradcheck.language.syntax.definitions import Initial, Recurrence, offset_from
from gradcheck.language.syntax.node import Node, walk
from gradcheck.language.syntax.propositions import CONVERSE, ForAll, Relation
from gradcheck.language.syntax.spectra import Spectral
from gradcheck.language.syntax.substitution import replace_symbols
from gradcheck.language.syntax.terms import (
    Add,
    Apply,
    Derivative,
    Mul,
    Neg,
    Num,
    Pow,
    Symbol,
    Term,
    as_term,
    free_symbols,
)
from gradcheck.language.syntax.widths import canonical
from gradcheck.search.tactic import Search

Bound = tuple[Term, Evidence]

MAX_BOUNDS = 4  # of one term
MAX_CLAIMED = 8  # of the claim
DEEPEST = 12

REFLEXIVE = BySign()


def bounded(goal: Goal, search: Search) -> Iterator[Evidence | None]:
    """Prove a bound of a norm, a singular value or an absolute value, from bounds of the parts."""
    claim = goal.claim
    if not isinstance(claim, Relation) or claim.op not in ("<=", "<", ">=", ">") or goal.rewrites:
        return
    if not _is_bounded(claim.left) and _is_bounded(claim.right):
        turned = Relation(CONVERSE[claim.op], claim.right, claim.left)
        for proof in _claimed(goal.claiming(turned), search, turned):
            yield ByCut(turned, proof, ByHypothesis())
    elif _is_bounded(claim.left):
        yield from _claimed(goal, search, claim)


def equal(goal: Goal, search: Search) -> Iterator[Evidence | None]:
    """Prove the facts that are equations: of the identity, of a transpose, of A.T A."""
    claim = goal.claim
    if isinstance(claim, Relation) and claim.op == "=" and not claim.left.shape:
        for turned in (claim, Relation("=", claim.right, claim.left)):
            for fact, arguments in _equations_of(turned.left):
                if any(said == (turned,) for said in statements(fact, arguments)):
                    proof = ByFact(fact, (), arguments)
                    yield proof if turned is claim else ByCut(turned, proof, ByHypothesis())


def _equations_of(term: Term) -> Iterator[tuple[str, tuple[Term, ...]]]:
    """Yield the facts that say what a norm or an eigenvalue equals, and the terms that they are about."""
    match term:
        case Spectral(matrix=MatMul(right=inner)):
            yield "gram-eigenvalue", (inner,)
        case Spectral(matrix=Transpose(matrix=inner)):
            yield "norm-transpose", (inner,)
        case Spectral(matrix=Mul(factors=(_, _) as factors)):
            yield "norm-multiple", factors
        case Spectral(matrix=Outer(left=u, right=v)):
            yield "norm-outer", (u, v)
        case Spectral(matrix=Identity(side=side)):
            yield "norm-identity", (side,)


def _is_bounded(term: Term) -> bool:
    match term:
        case Spectral(kind=kind):
            return kind in (LARGEST, SMALLEST)
        case Apply(function="abs", args=(inner,)):
            return bool(inner.shape) or isinstance(inner, MatMul)
        case Norm(array=MatMul()):
            return len(term.array.shape) == 1
    return False


def _claimed(goal: Goal, search: Search, claim: Relation) -> Iterator[Evidence]:
    bounds = bounds_of(goal, claim.left, claim.op[0], DEEPEST)
    for bound, proof in islice(bounds, MAX_CLAIMED):
        if bound is claim.left:
            continue
        if bound is claim.right and claim.op in ("<=", ">="):
            yield proof
            continue
        compared = search.skipping("bounds of norms").sub(goal.claiming(Relation(claim.op, bound, claim.right)))
        if compared is not None:
            yield ByFact("order", (proof, compared), (claim.left, bound, claim.right))


def bounds_of(goal: Goal, term: Term, side: str, depth: int) -> list[Bound]:
    """Return bounds of the term from above ('<') or below ('>'), the most useful first, each with its evidence."""
    found: dict[Term, Evidence] = {}
    for bound, proof in islice(_bounds(goal, term, side, depth), 3 * MAX_BOUNDS):
        found.setdefault(bound, proof)
        if len(found) == MAX_BOUNDS:
            break
    found.setdefault(term, REFLEXIVE)
    return list(found.items())


def _bounds(goal: Goal, term: Term, side: str, depth: int) -> Iterator[Bound]:
    yield from _supposed(goal, term, side)
    if depth == 0:
        return
    match term, side:
        case Spectral(kind="operator_norm", matrix=matrix), "<":
            yield from _by_gram(goal, matrix)
            yield from _norm(goal, matrix, depth - 1)
        case Spectral(kind="operator_norm", matrix=matrix), ">":
            yield from _below(goal, matrix, LARGEST, "norm-reverse-triangle", depth - 1)
        case Spectral(kind="smallest_singular_value", matrix=matrix), ">":
            yield from _least(goal, matrix, depth - 1)
        case Spectral(kind="smallest_singular_value", matrix=matrix), "<":
            for bound, proof in bounds_of(goal, sigma_max(matrix), side, depth - 1):
                yield bound, ByFact("least-largest", (proof,), (matrix, bound))
        case Apply(function="abs", args=(inner,)), "<":
            yield from _size(goal, inner, depth - 1)
        case Norm(array=MatMul(left=matrix, right=v)), "<" if len(matrix.shape) == 2 and len(v.shape) == 1:
            yield from _both(goal, "norm-image", (matrix, v), (sigma_max(matrix), Norm(v)), depth - 1)
    if isinstance(term, Spectral):
        for other, equal in _equal(goal, term.matrix):
            alike = Spectral(term.kind, other)
            for bound, proof in bounds_of(goal, alike, side, depth - 1):
                yield bound, ByFact("equal-norms", (equal, proof), (term, alike, bound))


def _supposed(goal: Goal, term: Term, side: str) -> Iterator[Bound]:
    """Yield bounds among the hypotheses, and instances of those for all members of a sequence."""
    for h in goal.parts():
        body = h.body if isinstance(h, ForAll) else h
        if not isinstance(body, Relation):
            continue
        for op, left, right in ((body.op, body.left, body.right), (CONVERSE[body.op], body.right, body.left)):
            if (op != "=" and op[0] != side) or op == "!=":
                continue
            if not isinstance(h, ForAll):
                if left is term:
                    yield right, ByHypothesis()
                continue
            values = matched(left, term, h.variables)
            if values is not None:
                instance = tuple(values.get(variable, variable) for variable in h.variables)
                yield replace_symbols(right, values), ByForallElimination(h, instance, ByHypothesis())


def matched(pattern: Node, node: Node, variables: tuple[Symbol, ...]) -> dict[Symbol, Term] | None:
    """Return what the variables stand for so that the pattern becomes the node; None if there is no such choice."""
    values: dict[Symbol, Term] = {}
    todo: list[tuple[object, object]] = [(pattern, node)]
    while todo:
        left, right = todo.pop()
        if isinstance(left, Symbol) and left in variables:
            if not isinstance(right, Term) or values.setdefault(left, right) is not right:
                return None
        elif isinstance(left, tuple) and isinstance(right, tuple) and len(left) == len(right):
            todo += zip(left, right, strict=True)
        elif isinstance(left, Node) and type(left) is type(right) and left is not right:
            todo += [(getattr(left, name), getattr(right, name)) for name in left.fields]
        elif left is not right and (isinstance(left, Node) or left != right):
            return None
    return values


def _both(
    goal: Goal, fact: str, parts: tuple[Term, ...], measured: tuple[Term, ...], depth: int, side: str = "<"
) -> Iterator[Bound]:
    """Yield the product of bounds of what is measured of two parts."""
    each = (bounds_of(goal, term, side, depth) for term in measured)
    more = (REFLEXIVE, REFLEXIVE) if fact == "least-product" else ()
    for (a, first), (b, second) in islice(product(*each), MAX_BOUNDS):
        yield Mul((a, b)), ByFact(fact, (first, second, *more), (*parts, a, b))


def _norm(goal: Goal, matrix: Term, depth: int) -> Iterator[Bound]:
    match matrix:
        case MatMul(left=first, right=second) if len(first.shape) == len(second.shape) == 2:
            yield from _both(goal, "norm-product", (first, second), (sigma_max(first), sigma_max(second)), depth)
        case Add(terms=parts):
            for chosen in islice(product(*(bounds_of(goal, sigma_max(p), "<", depth) for p in parts)), MAX_BOUNDS):
                bounds = tuple(b for b, _ in chosen)
                yield Add(bounds), ByFact("norm-sum", tuple(proof for _, proof in chosen), (*parts, *bounds))
        case Neg(term=inner):
            for bound, proof in bounds_of(goal, sigma_max(inner), "<", depth):
                yield bound, ByFact("norm-multiple", (proof,), (inner, bound))
        case Mul(factors=(c, inner)) if not c.shape:
            for bound, proof in bounds_of(goal, sigma_max(inner), "<", depth):
                yield Mul((size(c), bound)), ByFact("norm-multiple", (proof,), (c, inner, bound))
        case Transpose(matrix=inner):
            for bound, proof in bounds_of(goal, sigma_max(inner), "<", depth):
                yield bound, ByFact("norm-transpose", (proof,), (inner, bound))
        case Identity(side=side):
            equal = Relation("=", sigma_max(matrix), ONE)
            yield ONE, ByCut(equal, ByFact("norm-identity", (), (side,)), ByHypothesis())
        case Diag(vector=v):
            for bound, proof in _uniform(goal, v, "<"):
                yield bound, ByFact("norm-diagonal", (proof,), (v, bound))
        case Outer(left=u, right=v):
            yield from _both(goal, "norm-outer", (u, v), (Norm(u), Norm(v)), depth)


def _by_gram(goal: Goal, matrix: Term) -> Iterator[Bound]:
    """Yield the root of a bound that is assumed of the largest eigenvalue of A.T A."""
    for bound, proof in _supposed(goal, gram(matrix), "<"):
        root = Apply("sqrt", (bound,))
        same = ByFact("order", (proof, REFLEXIVE), (gram(matrix), bound, Pow(root, as_term(2))))
        yield root, ByFact("gram-norm", (same, REFLEXIVE), (matrix, root))


def _below(goal: Goal, matrix: Term, kind: str, fact: str, depth: int) -> Iterator[Bound]:
    """Yield the bound of one summand from below, less the bounds of the others from above."""
    if not isinstance(matrix, Add):
        return
    for position, main in enumerate(matrix.terms):
        rest = matrix.terms[:position] + matrix.terms[position + 1 :]
        other = rest[0] if len(rest) == 1 else Add(rest)
        low, high = bounds_of(goal, Spectral(kind, main), ">", depth), bounds_of(goal, sigma_max(other), "<", depth)
        for (a, first), (b, second) in islice(product(low, high), MAX_BOUNDS):
            yield Add((a, Neg(b))), ByFact(fact, (first, second), (matrix, main, a, b))


def _least(goal: Goal, matrix: Term, depth: int) -> Iterator[Bound]:
    match matrix:
        case Add():
            yield from _below(goal, matrix, SMALLEST, "weyl", depth)
        case MatMul(left=first, right=second) if len(first.shape) == len(second.shape) == 2:
            least = sigma_min(first), sigma_min(second)
            yield from _both(goal, "least-product", (first, second), least, depth, ">")
        case Identity(side=side):
            equal = Relation("=", sigma_min(matrix), ONE)
            yield ONE, ByCut(equal, ByFact("norm-identity", (), (side,)), ByHypothesis())
        case Diag(vector=v):
            for bound, proof in _uniform(goal, v, ">"):
                yield bound, ByFact("least-diagonal", (proof,), (v, bound))


def _uniform(goal: Goal, v: Term, side: str) -> Iterator[Bound]:
    """Yield scalars that bound every |v_i|, among 1 and the scalars of the hypotheses."""
    scalars: dict[Term, None] = {ONE: None}
    bound_names: set[Symbol] = set()
    for h in goal.parts():
        bound_names |= set(h.variables) if isinstance(h, ForAll) else set()
        for node in walk(h):
            if isinstance(node, Relation) and not node.left.shape:
                scalars.update({node.left: None, node.right: None})
            elif isinstance(node, Mul) and len(node.shape) == 1 and isinstance(node.factors[-1], Ones):
                rest = node.factors[:-1]
                scalars[rest[0] if len(rest) == 1 else Mul(rest)] = None
    for scalar in scalars:
        if free_symbols(scalar) & bound_names or any(isinstance(n, Spectral | Derivative) for n in walk(scalar)):
            continue
        relation = at_most if side == "<" else at_least
        proof = _entrywise(goal, relation(size(v), scalar * Ones(v.shape)), v)
        if proof is not None:
            yield scalar, proof


def _entrywise(goal: Goal, claim: Relation, v: Term) -> Evidence | None:
    """Return evidence for a visible bound of |v|, also from what is assumed of every member of a sequence in v;
    or None.
    """
    instances = list(_instances(goal, v))
    known = goal.suppose(*(replace_symbols(h.body, dict(zip(h.variables, at, strict=True))) for h, at in instances))
    by_size = ByFact("absolute-value", (REFLEXIVE, REFLEXIVE), (v, claim.right))
    candidates: tuple[Evidence, ...] = (REFLEXIVE, by_size)
    for proof in candidates:
        if Search().accepts(known.claiming(claim), proof):
            for h, at in reversed(instances):
                proof = ByForallElimination(h, at, proof)
            return proof
    return None


def _instances(goal: Goal, term: Term) -> Iterator[tuple[ForAll, tuple[Term, ...]]]:
    """Yield the universal hypotheses about sequences, at the members that occur in the term."""
    for h in goal.parts():
        if isinstance(h, ForAll):
            patterns = [node for node in walk(h.body) if isinstance(node, Sequence)]
            found = dict.fromkeys(
                tuple(values[variable] for variable in h.variables)
                for member in walk(term)
                if isinstance(member, Sequence)
                for pattern in patterns
                if (values := matched(pattern, member, h.variables)) is not None and len(values) == len(h.variables)
            )
            yield from ((h, at) for at in found)


def _size(goal: Goal, inner: Term, depth: int) -> Iterator[Bound]:
    match inner:
        case MatMul(left=first, right=second):
            parts = [bounds_of(goal, size(part), "<", depth) for part in (first, second)]
            for (x, left), (y, right) in islice(product(*parts), MAX_BOUNDS):
                yield MatMul(x, y), ByFact("absolute-product", (left, right), (first, second, x, y))
        case Add(terms=summands):
            for chosen in islice(product(*(bounds_of(goal, size(p), "<", depth) for p in summands)), MAX_BOUNDS):
                bounds = tuple(b for b, _ in chosen)
                yield Add(bounds), ByFact("absolute-sum", tuple(proof for _, proof in chosen), (*summands, *bounds))
        case Diag(vector=v):
            ones = Ones(v.shape)
            seen = _entrywise(goal, at_most(size(v), ones), v)
            if seen is not None:
                yield Diag(ones), ByFact("absolute-diagonal", (seen,), (v, ones))
            for bound, proof in bounds_of(goal, size(v), "<", depth):
                yield Diag(bound), ByFact("absolute-diagonal", (proof,), (v, bound))
        case Hadamard(left=first, right=second):
            parts = [bounds_of(goal, size(part), "<", depth) for part in (first, second)]
            for (x, left), (y, right) in islice(product(*parts), MAX_BOUNDS):
                yield Hadamard(x, y), ByFact("absolute-entrywise-product", (left, right), (first, second, x, y))
        case Neg(term=other):
            for bound, proof in bounds_of(goal, size(other), "<", depth):
                yield bound, ByFact("absolute-multiple", (proof,), (other, bound))
        case Mul(factors=(c, other)) if not c.shape:
            for bound, proof in bounds_of(goal, size(other), "<", depth):
                yield Mul((size(c), bound)), ByFact("absolute-multiple", (proof,), (c, other, bound))
    for other, equal in _equal(goal, inner):
        for bound, proof in bounds_of(goal, size(other), "<", depth):
            yield bound, ByFact("equal-norms", (equal, proof), (size(inner), size(other), bound))


def _equal(goal: Goal, matrix: Term) -> Iterator[tuple[Term, Evidence]]:
    """Yield matrices that equal this one by an equation of the hypotheses or by the definition of a sequence."""
    for h in goal.parts():
        if isinstance(h, Relation) and h.op == "=" and h.left is matrix:
            yield h.right, ByHypothesis()
        elif isinstance(h, Relation) and h.op == "=" and h.right is matrix and not isinstance(h.left, Sequence):
            yield h.left, ByHypothesis()
    if isinstance(matrix, OrderedProduct):
        yield from _split(goal, matrix)
    if isinstance(matrix, Sequence):
        for definition in goal.definitions:
            if definition.member.name != matrix.name:
                continue
            names = (p for p in definition.member.parameters if isinstance(p, Symbol))
            parameters = dict(zip(names, matrix.parameters, strict=True))
            if isinstance(definition, Initial) and definition.member.index is matrix.index:
                yield replace_symbols(definition.value, parameters), ByNormalForm()
            elif isinstance(definition, Recurrence) and _reaches(goal, matrix.index, definition.start):
                at = {definition.index: matrix.index, **parameters}
                yield tidied(replace_symbols(definition.body, at)), ByNormalForm()


def _split(goal: Goal, product: OrderedProduct) -> Iterator[tuple[Term, Evidence]]:
    """Yield a product to k + 1 without its last factor, times that factor;
    the identity for a product without factors.
    """
    lo, hi, last = canonical(product.lo), canonical(product.hi), canonical(product.hi - 1)
    if last is canonical(lo - 1):
        yield replace_symbols(product.body, {product.index: hi}), ByNormalForm()
    elif hi is canonical(lo - 1):
        yield Identity(product.shape[0]), ByNormalForm()
    elif isinstance(hi, Add) and isinstance(hi.terms[-1], Num):
        factor = replace_symbols(product.body, {product.index: hi})
        rest = OrderedProduct(product.body, product.index, product.lo, last, product.rising)
        yield (MatMul(rest, factor) if product.rising else MatMul(factor, rest)), ByNormalForm()


def _reaches(goal: Goal, index: Term, start: int) -> bool:
    ahead = isinstance(index, Num) or (isinstance(index, Add) and any(isinstance(t, Num) for t in index.terms))
    return ahead and has_sign(goal, index - start, NONNEGATIVE, Trail())


def tidied(node: Term) -> Term:
    """Return the term with k for an index such as k + 1 - 1."""
    changed: dict[Node, Term] = {}
    for part in walk(node):
        if isinstance(part, Sequence) and isinstance(part.index, Add):
            flat = Add(tuple(_summands(part.index)))
            symbols = [t for t in flat.terms if isinstance(t, Symbol)]
            offset = offset_from(flat, symbols[0]) if len(symbols) == 1 else None
            if offset is not None:
                changed[part.index] = symbols[0] + offset if offset else symbols[0]
    result: Term = _replaced(node, changed)
    return result


def _summands(term: Term) -> Iterator[Term]:
    if isinstance(term, Add):
        for part in term.terms:
            yield from _summands(part)
    else:
        yield term


def _replaced(node: Any, changed: dict[Node, Term]) -> Any:
    if isinstance(node, tuple):
        return tuple(_replaced(part, changed) for part in node)
    if not isinstance(node, Node):
        return node
    if node in changed:
        return changed[node]
    return type(node)(*(_replaced(getattr(node, name), changed) for name in node.fields))
