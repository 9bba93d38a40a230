"""Reads certificates, and checks them.

A certificate is a file of JSON lines.  The first says what it is:

    {"certificate": 1, "derivation": "dropout-l2", "gradcheck": "0.2.0"}

and every other line is a statement with its proof: the name of the step, the SHA-256 of the statement, a table of
nodes in which each row names earlier rows, and in terms of it the claim, the hypotheses, the definitions, the hints and
the evidence.  A step may use those above it.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Callable, Iterator
from fractions import Fraction
from typing import Any, NamedTuple

from recheck import analysis, calculation, covers, facts, integrals, limits, orders, rules, systems, widths  # noqa: F401
from recheck.atoms import forget
from recheck.goal import Goal
from recheck.nodes import BOUND, FIELDS, LAWS, PROPOSITIONS, Node, fit, make, walk
from recheck.printing import printed
from recheck.refusal import Refusal, Unread, Wrong
from recheck.rule import check
from recheck.statement import Statement, laws_of

VERSION = 1
RATIONAL = re.compile(r"-?[0-9]{1,20000}(/[0-9]{1,20000})?")  # without exponents, which are short and fill the memory
LONGEST = 50_000_000  # characters of a line


class Answer(NamedTuple):
    """What this reader says of one step: ``checked``, ``on trust`` with the facts, ``unread`` or ``wrong``."""

    step: str
    word: str
    statement: str
    facts: tuple[str, ...] = ()
    reason: str = ""


def answers(lines: Iterator[str]) -> Iterator[Answer]:
    """Yield the answer for each step of a certificate, as it is checked."""
    head = parsed(next(lines, ""))
    if not isinstance(head, dict) or head.get("certificate") != VERSION:
        raise Wrong(f"this is no certificate of version {VERSION}")
    steps: dict[str, Any] = {}
    for text in lines:
        if text.strip():
            yield answer(parsed(text), steps)


def parsed(text: str) -> Any:
    """Return the JSON of a line."""
    try:
        return json.loads(text) if len(text) <= LONGEST else None
    except (ValueError, RecursionError):
        return None


def answer(row: Any, steps: dict[str, Any]) -> Answer:
    """Check the step of one line; what is accepted joins the steps that later ones may use."""
    return answer_to(row, steps)[0]


def answer_to(
    row: Any, steps: dict[str, Any], ask: Callable[[Any, Any], Any] | None = None
) -> tuple[Answer, Refusal | None, Any]:
    """Return the answer, the refusal that it comes from, and the evidence as it was read.

    ``ask`` gives hints beyond those of the certificate: of normal forms and a polynomial one for its sign, or None.
    """
    name, told = str(row.get("step", "?")) if isinstance(row, dict) else "?", ""
    evidence: Any = ()
    try:
        statement, evidence = statement_of(row, steps, ask)
        told = printed(statement.claim)
        if row.get("sha256") != digest_of((statement.claim, statement.hypotheses, statement.definitions)):
            raise Wrong("the SHA-256 belongs to another statement")
        if name in steps:
            raise Wrong("two steps have this name")
        check(start_of(statement), evidence)
    except Refusal as problem:
        word = "unread" if isinstance(problem, Unread) else "wrong"
        return Answer(name, word, told, reason=str(problem)), problem, evidence
    except RecursionError:
        return Answer(name, "unread", told, reason="it is nested too deep"), Unread(), evidence
    except (KeyError, IndexError, TypeError, ValueError, AttributeError, ArithmeticError) as problem:
        reason = f"the evidence is malformed: {type(problem).__name__}"
        return Answer(name, "wrong", told, reason=reason), Wrong(reason), evidence
    rests_on = tuple(dict.fromkeys(statement.trust))
    steps[name] = statement.claim, statement.hypotheses, statement.definitions, rests_on
    return Answer(name, "on trust" if rests_on else "checked", told, rests_on), None, evidence


def statement_of(
    row: Any, steps: dict[str, Any], ask: Callable[[Any, Any], Any] | None = None
) -> tuple[Statement, Any]:
    """Return the statement of a line, and the evidence for it."""
    forget()
    claim, hypotheses, definitions, hints, evidence = read(row)
    fit(isinstance(claim, Node) and claim.kind in PROPOSITIONS and all(h.kind in PROPOSITIONS for h in hypotheses))
    fit(all(d.kind in ("Recurrence", "Initial") for d in definitions))
    fit(not reserved(claim, *hypotheses, *definitions, *terms_in(evidence)))
    statement = Statement(claim, hypotheses, definitions, steps, ask)
    statement.hints += hints
    return statement, evidence


def start_of(statement: Statement) -> Goal:
    """Return the goal of a statement: what the laws of its random variables presuppose is given, too."""
    laws = laws_of((statement.claim, *statement.hypotheses, *statement.definitions))
    return Goal(statement, statement.claim, (*statement.hypotheses, *laws))


def digest_of(statement: Any) -> str:
    """Return the SHA-256 of claim, hypotheses and definitions, written alone."""
    return hashlib.sha256(written(statement).encode()).hexdigest()


def written(value: Any) -> str:
    """Return nodes and evidence as JSON with a table of nodes, each row after those that it names."""
    rows: list[list[Any]] = []
    places: dict[Node, int] = {}

    def of(item: Any) -> Any:
        if isinstance(item, Node):
            if item not in places:
                row = [item.kind, *map(of, item.args)]
                places[item] = len(rows)
                rows.append(row)
            return {"n": places[item]}
        if isinstance(item, tuple) and item and isinstance(item[0], str):
            return {"e": [item[0], *map(of, item[1:])]}
        if isinstance(item, tuple):
            return {"t": [of(part) for part in item]}
        return {"q": str(item)} if isinstance(item, Fraction) else item

    top = of(value)
    return json.dumps({"nodes": rows, "value": top}, separators=(",", ":"), ensure_ascii=True)


def read(document: Any) -> Any:
    """Return the value of a JSON document with its table of nodes."""
    nodes: list[Node] = []

    def value(item: Any) -> Any:
        if item is None or type(item) in (bool, int, str):
            return item
        ((kind, content),) = item.items()
        if kind == "q":
            fit(RATIONAL.fullmatch(content))
            return Fraction(content)
        if kind == "t":
            return tuple(map(value, content))
        if kind == "n":
            return nodes[content]
        if kind == "e":
            return (content[0], *map(value, content[1:]))
        raise Wrong("a value of no known kind")

    for row in document["nodes"]:
        kind, args = row[0], [value(field) for field in row[1:]]
        if kind not in FIELDS:
            raise Unread(f"a node of the kind {kind}")
        check_fields(kind, args)
        nodes.append(make(kind, *args))
    return value(document["value"])


def check_fields(kind: str, args: list[Any]) -> None:
    """Raise unless the parts of a node are of the types that its kind has."""
    fit(len(args) == len(FIELDS[kind]))
    for code, arg in zip(FIELDS[kind], args, strict=True):
        if code in "tpl":
            fit(isinstance(arg, Node) and (arg.kind in PROPOSITIONS, arg.kind in LAWS) == (code == "p", code == "l"))
        elif code in "TP":
            fit(type(arg) is tuple and all(isinstance(part, Node) for part in arg))
            fit(all((part.kind in PROPOSITIONS) == (code == "P") and part.kind not in LAWS for part in arg))
        else:
            fit(type(arg) is {"s": str, "q": Fraction, "i": int, "b": bool}[code])
    if kind in BOUND:
        bound = args[BOUND[kind]]
        fit(all(part.kind == "Symbol" for part in (bound if type(bound) is tuple else (bound,))))


def terms_in(evidence: Any) -> Iterator[Node]:
    """Yield the terms and propositions that a piece of evidence names, and those of the pieces inside of it."""
    if isinstance(evidence, Node):
        yield evidence
    elif isinstance(evidence, tuple):
        for part in evidence:
            yield from terms_in(part)


def reserved(*nodes: Node) -> bool:
    """Whether a name in angle brackets occurs, which stands for a bound variable inside of proofs."""
    return any(part.kind == "Symbol" and part.args[0].startswith("<") for node in nodes for part in walk(node))
