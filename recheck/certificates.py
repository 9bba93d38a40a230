"""Reads certificates, and checks them."""

from __future__ import annotations

from fractions import Fraction

import recheck.calculation
import recheck.facts
import recheck.orders
import recheck.rules
import recheck.systems
import recheck.widths  # noqa: F401  (they enter their rules and forms)
from recheck.atoms import forget
from recheck.goal import Goal
from recheck.nodes import BOUND, FIELDS, LAWS, PROPOSITIONS, Node, fit, make, walk
from recheck.refusal import Unread, Wrong
from recheck.rule import check
from recheck.statement import Statement, laws_of


def read(document):
    """Return the value of a JSON document with its table of nodes."""
    nodes = []

    def value(item):
        if item is None or type(item) in (bool, int, str):
            return item
        ((kind, content),) = item.items()
        if kind == "q":
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


def check_fields(kind, args):
    wanted = FIELDS[kind]
    fit(len(args) == len(wanted))
    for code, arg in zip(wanted, args, strict=True):
        if code in "tpl":
            fit(
                isinstance(arg, Node)
                and (arg.kind in PROPOSITIONS) == (code == "p")
                and (arg.kind in LAWS) == (code == "l")
            )
        elif code in "TP":
            fit(
                type(arg) is tuple
                and all(isinstance(a, Node) and (a.kind in PROPOSITIONS) == (code == "P") for a in arg)
            )
        else:
            fit(type(arg) is {"s": str, "q": Fraction, "i": int, "b": bool}[code])
    for arg in args:
        if isinstance(arg, Node) and kind in BOUND and arg is args[BOUND[kind]]:
            fit(arg.kind == "Symbol")


def reserved(*nodes):
    return any(part.kind == "Symbol" and part.args[0].startswith("<") for node in nodes for part in walk(node))


def check_step(document, steps):
    """Check one statement with its proof; return the facts that it rests on."""
    forget()
    claim, hypotheses, definitions, evidence = read(document)
    fit(not reserved(claim, *hypotheses, *definitions))
    statement = Statement(claim, hypotheses, definitions, steps)
    check(start_of(statement), evidence)
    return statement, tuple(dict.fromkeys(statement.trust))


def start_of(statement):
    """Return the goal of a statement; hypotheses, which must be proposition that can be true, and laws count as given."""
    laws = laws_of((statement.claim, *statement.hypotheses, *statement.definitions))
    return Goal(statement, statement.claim, (*statement.hypotheses, *laws))
