"""A smaller statement with a wrong verdict of the same kind, for debugging.

One change at a time, the largest first: a hypothesis, a hint, a step or a definition left out, a part replaced by one
of its own parts of the same shape, or by a symbol or a number.  A change is kept while the verdict is still wrong.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from attack.asking import ask
from attack.generate import derivation_of
from attack.judging import judge
from attack.statement import Statement
from gradcheck.derivation import check_readable
from gradcheck.language.syntax.definitions import Definition, check_definitions
from gradcheck.language.syntax.node import Node, walk
from gradcheck.language.syntax.propositions import Proposition
from gradcheck.language.syntax.terms import Num, Symbol, Term, as_term

X = Symbol("x")


def size(made: Statement) -> int:
    """Return the size for a reader."""
    nodes = [made.claim, *made.given, *made.definitions, *(one for s in made.earlier for one in (s.claim, *s.given))]
    return sum(_size(node) for node in nodes) + len(made.hints)


def _size(node: Node) -> int:
    own = 0 if isinstance(node, Num) and node.value in (0, 1) else 1
    return own + sum(_size(child) for child in node.below)


def shrunk(made: Statement, each: float, seconds: float = 20.0) -> Statement:
    """Return the smallest statement found in the time whose verdict is wrong in the same way;
    itself if there is none.
    """
    verdict = ask(made, each).verdict
    deadline = time.process_time() + seconds
    while True:
        smaller = sorted(_smaller(made), key=size)
        for other in smaller:
            if time.process_time() > deadline:
                return made
            if size(other) < size(made) and _is_wrong(other, verdict, each):
                made = other
                break
        else:
            return made


def _is_wrong(made: Statement, verdict: str, each: float) -> bool:
    try:
        check_readable(derivation_of(made))
        answer = ask(made, each)
        return answer.verdict == verdict and bool(judge(made, answer, 6).wrong)
    except Exception:  # what the reference cannot take is no smaller example
        return False


def _smaller(made: Statement) -> Iterator[Statement]:
    for kept in _fewer(made.given):
        yield replace(made, given=kept)
    if made.hints:
        yield replace(made, hints=())
    if made.earlier:
        yield replace(made, earlier=(), hints=())
    if made.definitions:
        names = list(dict.fromkeys(one.member.name for one in made.definitions))
        for name in names:
            yield replace(made, definitions=tuple(one for one in made.definitions if one.member.name != name))
    for claim in _variants(made.claim):
        yield replace(made, claim=claim)
    for place, one in enumerate(made.given):
        for other in _variants(one):
            yield replace(made, given=(*made.given[:place], other, *made.given[place + 1 :]))
    for index, defined in enumerate(made.definitions):
        for body in _variants(_body(defined)):
            found = _with_body(made.definitions, index, body)
            if found is not None:
                yield replace(made, definitions=found)


def _fewer(parts: tuple[Any, ...]) -> Iterator[tuple[Any, ...]]:
    return (parts[:place] + parts[place + 1 :] for place in range(len(parts)))


def _body(defined: Definition) -> Term:
    return defined.value if hasattr(defined, "value") else defined.body


def _with_body(definitions: tuple[Definition, ...], index: int, body: Term) -> tuple[Definition, ...] | None:
    old: Any = definitions[index]
    fields = [body if value is _body(old) else value for value in (getattr(old, name) for name in old.fields)]
    try:
        found = (*definitions[:index], type(old)(*fields), *definitions[index + 1 :])
        check_definitions(found)
    except (ValueError, TypeError):
        return None
    return found


def _variants(root: Any) -> Iterator[Any]:
    """Yield every node that is this one with one part made smaller, wherever that part occurs."""
    for part in walk(root):
        for other in _here(part):
            found = _replaced(root, part, other)
            if found is not None and getattr(found, "shape", None) == getattr(root, "shape", None):
                yield found


def _here(node: Any) -> Iterator[Any]:
    """Yield what may replace the whole node."""
    for name in ("terms", "factors", "parts"):
        parts = getattr(node, name, ())
        if len(parts) > 1:
            yield from (type(node)(fewer) for fewer in _fewer(parts))
    if isinstance(node, Proposition):
        yield from (child for child in node.below if isinstance(child, Proposition))
    if not isinstance(node, Term):
        return
    if not node.shape and not isinstance(node, Num | Symbol):
        yield from (as_term(0), as_term(1), X)
    elif isinstance(node, Num) and node.value not in (0, 1):
        yield as_term(1)
    if not isinstance(node, Num | Symbol):
        yield from (part for part in walk(node) if part is not node and isinstance(part, Term) and _fits(part, node))


def _fits(part: Term, whole: Term) -> bool:
    return getattr(part, "shape", None) == whole.shape


def _replaced(root: Any, old: Node, new: Any) -> Any:
    """Return the node with the part replaced wherever it is; None if it would have no shape."""
    known: dict[Node, Any] = {old: new}

    def rebuilt(node: Any) -> Any:
        if isinstance(node, tuple):
            return tuple(map(rebuilt, node))
        if not isinstance(node, Node):
            return node
        if node not in known:
            fields = [rebuilt(getattr(node, name)) for name in node.fields]
            same = all(one is getattr(node, name) for one, name in zip(fields, node.fields, strict=True))
            known[node] = node if same else type(node)(*fields)
        return known[node]

    try:
        return rebuilt(root)
    except (ValueError, TypeError, AttributeError):
        return None
