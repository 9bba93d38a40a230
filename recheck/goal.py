"""A claim under hypotheses inside of a proof."""

from __future__ import annotations

import itertools

from recheck.atoms import ATOMS, as_quotient, below, constant, single
from recheck.forms import Forms
from recheck.nodes import CONVERSE, LAWS, SIGN_OF, STRONGER, Node, make, walk
from recheck.refusal import Unread, Wrong


class Goal:
    """A claim under hypotheses inside of a proof."""

    def __init__(self, statement, claim, hypotheses, rewrites=()):
        self.statement, self.claim, self.hypotheses, self.rewrites = (
            statement,
            claim,
            tuple(hypotheses),
            tuple(rewrites),
        )
        self._forms = None

    def claiming(self, claim):
        found = Goal(self.statement, claim, self.hypotheses, self.rewrites)
        found._forms = self._forms
        return found

    def suppose(self, *more):
        return Goal(self.statement, self.claim, (*self.hypotheses, *more), self.rewrites)

    def rewriting(self, *rules):
        return Goal(self.statement, self.claim, self.hypotheses, (*self.rewrites, *rules))

    def without(self, *symbols):
        """Return the goal without the hypotheses and rewritings in which the symbols stand."""
        kept = [h for h in self.hypotheses if not any(s in part_of(h) for s in symbols)]
        rules = [r for r in self.rewrites if not any(s in part_of(side) for s in symbols for side in r)]
        return Goal(self.statement, self.claim, kept, rules)

    def parts(self):
        todo, found = list(reversed(self.hypotheses)), []
        while todo:
            part = todo.pop()
            if part.kind == "And":
                todo += reversed(part.args[0])
            else:
                found.append(part)
        return found

    def forms(self):
        if self._forms is None:
            self._forms = Forms(self.statement, self.parts())
        return self._forms

    def value(self, term, places=()):
        """Return the normal form of an entry of a term, with the rewritings done."""
        forms = self.forms()
        found = forms.of(term, places)
        for _ in range(8 if self.rewrites else 0):
            images = {}
            for left, right in self.rewrites:
                a = single(forms.of(left)) if not left.shape else None
                if a is not None:
                    images[a] = forms.of(right)
                elif left.kind in ("Array", "Sequence"):
                    images |= self.entries(left, right, found)
                else:
                    raise Unread("a rewriting of this term")
            moved = forms.substitute(found, images)
            if moved.key() == found.key():
                break
            found = moved
        return found

    def entries(self, left, right, q):
        """Return the entries of an array in a normal form with what an equation says they are."""
        forms, images = self.forms(), {}
        for a in list(below(q)):
            head, data = ATOMS[a]
            if left.kind == "Array" and head == "entry" and data[0] is left:
                images[a] = forms.of(right, data[1])
            if left.kind == "Sequence" and head == "member" and data[0].args[:2] == left.args[:2]:
                if data[1].key() == forms.of(left.args[2]).key() and data[2] == ():
                    images[a] = forms.of(right, data[3])
        return images

    def sign(self, term):
        return self.forms().sign(self.value(term))

    def holds(self, claim):
        """Whether a claim holds by signs alone, entry by entry."""
        if claim.kind == "And":
            return all(self.holds(part) for part in claim.args[0])
        if any(stronger(h, claim) for h in self.parts()):
            return True
        if claim.kind != "Relation":
            return False
        op, left, right = claim.args
        places = self.places(left)
        sign = self.forms().sign(self.value(left, places) - self.value(right, places))
        return not sign & ~SIGN_OF[op]

    def places(self, term):
        forms = self.forms()
        return tuple(as_quotient(forms.index(constant(1), forms.of(side))) for side in term.shape)

    def demand(self, claim):
        if not self.holds(claim):
            raise Wrong(f"not shown: {printed(claim)}")


def part_of(node):
    return set(walk(node)) | node.free


def stronger(known, claim):
    """Whether a hypothesis states the claim, or more."""
    if known is claim:
        return True
    if known.kind != "Relation" or claim.kind != "Relation":
        return False
    for op, left, right in (known.args, (CONVERSE[known.args[0]], known.args[2], known.args[1])):
        if (
            left is claim.args[1]
            and right is claim.args[2]
            and (op == claim.args[0] or claim.args[0] in STRONGER.get(op, ()))
        ):
            return True
    return False


_fresh = itertools.count(1)


def fresh(symbol, sort=None):
    return make("Symbol", f"<{symbol.args[0]} {next(_fresh)}>", sort or symbol.args[1])


def new_name(goal, symbol, *others):
    """Return a symbol of the same sort that occurs nowhere: certificates name it by primes."""
    sides = [side for pair in goal.rewrites for side in pair]
    nodes = (goal.claim, *goal.hypotheses, *goal.statement.definitions, *sides, *others)
    used = {part.args[0] for node in nodes for part in walk(node) if part.kind == "Symbol"}
    name = symbol.args[0] + "'"
    while name in used:
        name += "'"
    return make("Symbol", name, symbol.args[1])


def is_random(*nodes):
    return any(part.kind in LAWS for node in nodes for part in walk(node))


def printed(node):
    """Return a node as text."""
    if node.kind == "Num":
        return str(node.args[0])
    if node.kind in ("Symbol", "Const"):
        return node.args[0]
    if node.kind == "Relation":
        return f"{printed(node.args[1])} {node.args[0]} {printed(node.args[2])}"
    inner = ", ".join(
        printed(arg)
        if isinstance(arg, Node)
        else "(" + ", ".join(map(printed, arg)) + ")"
        if type(arg) is tuple
        else str(arg)
        for arg in node.args
    )
    return f"{node.kind}({inner})"
