"""Parses a whole line: a claim, and the declarations and assumptions that follow it in any order.

    claim ; item , item and item where item given item for item if item

    n, m in naturals      d dimension             X in R^(n x d)       A in R^(n x n) symmetric     p in [0, 1]
    i, j in 1..n          g_t in R^m              φ: R -> R differentiable                          A positive definite
    R ~ Bernoulli(p) iid like X                   q, k ~ iid(mean 0, variance 1) in R^d
    name := term          v_0 = 0, v_t = β v_(t-1) + g_t for t >= 1                                 x, y > 0

What is neither is a formula: an assumption, or the definition of its left side, as the elaboration says.  Quantifiers
begin with such items too: ``for all x > 0: claim``, ``exists c in naturals: claim``.
"""

from __future__ import annotations

from collections.abc import Callable

from gradcheck.language.notation.binders import BinderParser
from gradcheck.language.notation.parser import LOOSEST, OPENERS, STOPPING
from gradcheck.language.notation.tokens import Token
from gradcheck.language.notation.tree import (
    Declaration,
    Defining,
    Distributed,
    Interval,
    Item,
    Joined,
    Name,
    Number,
    Operator,
    Precedence,
    Property,
    Quantified,
    Signature,
    Space,
    Tree,
)
from gradcheck.language.notation.words import FIELDS, PARAMETERS, PROPERTIES, SORTS

VERBS = ("is", "are")
ALL = ("all", "every", "each", "any")
LIKE = "as in  n, m in naturals"
MARKERS = frozenset(("in", "~", ":", ":="))


def parse_formula(source: str, tokens: list[Token]) -> Tree:
    """Return the tree of a text that is one formula; ReadError otherwise."""
    parser = ItemParser(source, tokens)
    tree = parser.formula()
    if parser.token.text or parser.token.kind != "end":
        raise parser.unexpected()
    return tree


def parse_line(source: str, tokens: list[Token]) -> list[Tree]:
    """Return the tree of a claim, and the items that follow it."""
    parser = ItemParser(source, tokens)
    return [parser.formula(), *parser.items()]


class ItemParser(BinderParser):
    """Reads declarations and assumptions beside all else."""

    listing = False  # whether a top-level comma or and ends an assumption

    def items(self) -> list[Tree]:
        """Read all items up to the end of the text."""
        found: list[Tree] = []
        word = ";"
        while self.token is not self.tokens[-1]:
            if self.token.kind == "end":
                self.skip()
                word = ";"
                if self.token is self.tokens[-1]:  # a semicolon at the end opens nothing
                    break
            if self.at_opener() and not self.opens_claim():
                word = self.opener()
            if self.every_index():
                continue
            self.first = self.place
            found.append(self.item(word))
            if self.token.text == "," or self.token.text == "and":
                separator = self.skip()
                if self.token is self.tokens[-1] and separator.text == "and":
                    raise self.missing()
            elif self.token.kind != "end" and not self.at_opener():
                raise self.unexpected()
        return found

    def every_index(self) -> bool:
        """Skip ``every integer k and every argument`` behind the declaration of a sequence, which it repeats."""
        if self.token.text != "integer" or self.peek().kind != "name":
            return False
        self.skip()
        self.skip()
        if self.token.text == "and" and self.peek().text in ALL and self.peek(2).text in ("argument", "arguments"):
            self.go(self.place + 3)
        if self.token.text == ",":
            self.skip()
        elif self.token.kind != "end" and not self.at_opener():
            raise self.unexpected()
        return True

    def opens_claim(self) -> bool:
        """Whether for all, exists and such begin a claim of their own: a colon follows, and no type of a function."""
        token, following = self.token, self.peek()
        is_all = token.kind == "word" and token.text == "for" and following.text in ALL
        if not is_all and token.text not in ("∀", "∃") and not self.is_quantifier():
            return False
        level = 0
        for at in range(self.place, len(self.tokens)):
            token = self.tokens[at]
            if token.kind == "end" or (at > self.place + 1 and token.text in OPENERS):
                return False
            level += (token.text in ("(", "[", "{")) - (token.text in (")", "]", "}"))
            if token.text == ":" and level == 0:
                return all(self.tokens[k].text != "->" for k in range(at, min(at + 4, len(self.tokens))))
        return False

    def opener(self) -> str:
        """Read where, given, for or if, and ``all`` behind it."""
        word = self.skip().text.replace("∀", "for")
        if self.token.kind == "name" and self.token.text in ALL and word in ("for", "given"):
            self.skip()
        return word

    def item(self, word: str) -> Item:
        """Read a declaration or a formula."""
        if self.token.text == "bound" and self.peek().text == ":":  # as a preamble says of bound variables
            self.skip()
            self.skip()
        start = self.token.start
        if not self.opens_claim() and (self.declares(self.place, word) or self.is_range()):
            tree = self.declaration()
            return Item(start, tree.end, word, tree)
        names = self.shared_names()
        self.listing = True
        tree = self.expression(LOOSEST)
        self.listing = False
        return Item(start, tree.end, word, tree, names)

    def is_range(self) -> bool:
        """Whether i = 1..n comes next."""
        if self.token.kind != "name" or self.peek().text != "=":
            return False
        for token in self.tokens[self.place + 2 :]:
            if token.text == "..":
                return True
            if token.text in (",", "and", "=") or token.kind in ("end", "word"):
                return False
        return False

    def stops(self, precedence: Precedence) -> bool:
        """Whether ``and`` is followed by a declaration, which is an item of its own."""
        return (
            self.listing and precedence is Precedence.AND and not self.opened and self.declares(self.place + 1, "where")
        )

    def declares(self, place: int, word: str) -> bool:
        """Whether names and patterns come next, and behind them what makes them a declaration."""
        level, several = 0, False
        for at in range(place, len(self.tokens)):
            token = self.tokens[at]
            if token.kind == "end":
                return at > place and word == "for" and level == 0
            if token.kind == "operator":
                if token.text in MARKERS and level == 0:
                    return at > place or token.text == "in"
                if token.text in ("(", "[", "{"):
                    level += 1
                elif token.text in (")", "]", "}"):
                    level -= 1
                    if level < 0:
                        return False
                elif level == 0 and token.text not in (",", "_", "'"):
                    return at > place and token.text in ("-", "+", "*", "/") and self._declares_badly(at)
                if token.text == "," and level == 0:
                    several = True
            elif level == 0:
                if token.kind == "name" and at > place:
                    beside = self.tokens[at - 1]
                    if token.text in VERBS or token.text in PROPERTIES or token.text in SORTS:
                        return beside.text != ","
                    if beside.kind == "name" and not self._declares_badly(at):
                        return False
                elif token.kind == "word" and at > place:
                    return word == "for" and (several or at == place + 1)
                elif token.kind == "number":
                    return self._declares_badly(at)
        return False

    def _declares_badly(self, place: int) -> bool:
        """Whether what cannot be declared stands directly before ``in`` and the word for a sort."""
        for at in range(place, len(self.tokens)):
            token = self.tokens[at]
            if token.text == "in" and token.kind == "operator":
                return True
            if token.kind == "end" or token.text in ("=", "<", ">", "<=", ">=", "!=", ",", "and"):
                return False
        return False

    def shared_names(self) -> tuple[Tree, ...]:
        """Read the names before the last one in ``x, y > 0``."""
        names: list[Tree] = []
        while self.token.kind == "name" and self.peek().text == "," and self.is_list():
            token = self.skip()
            names.append(Name(token.start, token.end, token.text))
            self.skip()
        return tuple(names)

    def is_list(self) -> bool:
        """Whether names with commas between them lead to a relation."""
        at = self.place
        while self.tokens[at].kind == "name" and self.tokens[at + 1].text == ",":
            at += 2
        following = self.tokens[min(at + 1, len(self.tokens) - 1)]
        return self.tokens[at].kind == "name" and following.text in ("<", "<=", ">", ">=", "!=")

    def declaration(self) -> Tree:
        """Read names and what they are."""
        names = [self.pattern()]
        while self.token.text == ",":
            self.skip()
            names.append(self.pattern())
        start, token = names[0].start, self.token
        if token.kind == "name" and token.text in VERBS:
            self.skip()
            token = self.token
        if token.text in ("in", "="):
            self.skip()
            sort = self.set()
            words = self.words()
            return Declaration(start, words[-1].end if words else sort.end, tuple(names), sort, words)
        if token.text == "~":
            self.skip()
            return self.law(start, tuple(names))
        if token.text == ":":
            self.skip()
            return self.signature(start, tuple(names))
        if token.text == ":=":
            self.skip()
            right = self.expression(LOOSEST)
            return Defining(start, right.end, names[0], right)
        words = self.words()
        if not words:
            if token.kind == "end" or token.kind == "word" or self.at_opener():
                return Property(start, names[-1].end, tuple(names), ())
            raise self.error("GC414", "a declaration lists names", token, LIKE)
        if len(words) == 1 and words[0].text in SORTS:
            return Declaration(start, words[0].end, tuple(names), words[0])
        return Property(start, words[-1].end, tuple(names), words)

    def pattern(self) -> Tree:
        """Read a name, perhaps with indices."""
        if self.token.kind != "name":
            raise self.error("GC414", "a declaration lists names", self.token, LIKE)
        token = self.skip()
        return self.behind(Name(token.start, token.end, token.text))

    def words(self) -> tuple[Name, ...]:
        """Read words that say what something is, such as positive definite."""
        found: list[Name] = []
        while self.token.kind == "name" and (self.token.text in PROPERTIES or self.token.text in SORTS):
            token = self.skip()
            found.append(Name(token.start, token.end, token.text))
        return tuple(found)

    def set(self) -> Tree:
        """Read a word for a sort, R^n, R^(n x d), [a, b], or a..b."""
        token = self.token
        if token.text in ("[", "(") and self.is_interval():
            return self.interval()
        if token.kind == "name" and token.text in FIELDS and self.peek().text == "**":
            self.skip()
            self.skip()
            return self.space(Name(token.start, token.end, token.text))
        if token.kind == "name" and (token.text in SORTS or token.text in FIELDS):
            self.skip()
            return Name(token.start, token.end, token.text)
        self.first = self.place
        tree = self.expression(Precedence.RELATION)
        if self.token.text == "..":
            self.skip()
            upper = self.expression(Precedence.RELATION)
            return Interval(tree.start, upper.end, tree, upper, whole=True)
        return tree

    def is_interval(self) -> bool:
        """Whether the bracket that comes next holds two ends with a comma between them."""
        level = commas = 0
        for token in self.tokens[self.place :]:
            level += (token.text in ("(", "[")) - (token.text in (")", "]"))
            commas += token.text == "," and level == 1
            if level == 0 or token.kind == "end":
                break
        return commas == 1

    def interval(self) -> Interval:
        opening = self.token
        self.opened.append(opening)
        self.skip()
        lower = self.expression(LOOSEST)
        self.skip()
        upper = self.expression(LOOSEST)
        closing = self.token
        if closing.text not in (")", "]"):
            raise self.unexpected()
        self.opened.pop()
        self.skip()
        return Interval(opening.start, closing.end, lower, upper, opening.text == "(", closing.text == ")")

    def space(self, field: Name) -> Space:
        """Read the sides of an array: a name or number, or several in parentheses with x between them."""
        token = self.token
        if token.text in ("(", "{"):
            closing = {"(": ")", "{": "}"}[token.text]
            self.open()
            sides = [self.side(closing)]
            while self.token.text in ("x", "*", ","):
                self.skip()
                sides.append(self.side(closing))
            return Space(field.start, self.close(closing), field, tuple(sides))
        sides = [self.plain_side()]
        while self.token.text in ("x", "*") and self.peek().text not in FIELDS:  # R^n x R^d is two sets
            self.skip()
            sides.append(self.plain_side())
        return Space(field.start, sides[-1].end, field, tuple(sides))

    def plain_side(self) -> Tree:
        token = self.token
        if token.kind not in ("name", "number"):
            raise self.error("GC414", "a side of an array is missing", token, "as in  X in R^(n x d)")
        if len(token.text) == 3 and token.text[1] == "x" and token.kind == "name":
            hint = f"write ({token.text[0]} x {token.text[2]})"
            raise self.error("GC417", f"{token.text} may be one side or two", token, hint)
        self.skip()
        return Number(token.start, token.end, token.text) if token.kind == "number" else self._sided(token)

    def _sided(self, token: Token) -> Tree:
        name = Name(token.start, token.end, token.text)
        return self.behind(name) if self.token.text in ("_", "(", "[") else name

    def side(self, closing: str) -> Tree:
        """Read one side in parentheses: all up to an x, a comma or the end that is not inside of other ones."""
        begin, level = self.place, 0
        at = begin
        while self.tokens[at].kind != "end":
            text = self.tokens[at].text
            between = at > begin and self.tokens[at - 1].text not in ("+", "-", "*", "/", "x")
            if level == 0 and (text in (closing, ",") or (text in ("x", "*") and between)):
                break
            level += (text in ("(", "[")) - (text in (")", "]"))
            at += 1
        last = self.tokens[at]
        inside = [*self.tokens[begin:at], Token("end", "", last.start, last.start)]
        if at == begin:
            raise self.error("GC414", "a side of an array is missing", self.token, "as in  X in R^(n x d)")
        tree = parse_formula(self.source, inside)
        self.go(at)
        return tree

    def law(self, start: int, names: tuple[Tree, ...]) -> Distributed:
        """Read a law, and iid, like and in behind it."""
        self.in_law = True
        law = self.primary()
        self.in_law = False
        words, like, space = list[Name](), None, None
        end = law.end
        while True:
            token = self.token
            if token.text == "like" and token.kind == "name":
                self.skip()
                like = self.pattern()
                end = like.end
            elif token.text == "in":
                self.skip()
                space = self.set()
                end = space.end
            elif token.kind == "name" and token.text in PROPERTIES:
                self.skip()
                words.append(Name(token.start, token.end, token.text))
                end = token.end
            else:
                break
        return Distributed(start, end, names, law, tuple(words), like, space)

    def parameter(self) -> Tree:
        token, following = self.token, self.peek()
        if token.text not in PARAMETERS or following.text in (",", ")", "=", "*", "/", "+", "**"):
            return super().parameter()
        self.skip()
        value = super().parameter()
        beside = Operator(token.end, value.start, "")
        parts = Name(token.start, token.end, token.text), value
        return Joined(token.start, value.end, Precedence.PRODUCT, parts, (beside,))

    def signature(self, start: int, names: tuple[Tree, ...]) -> Signature:
        """Read R -> R, or R^n x R^d -> R^m, and how often a function is differentiable."""
        sources = [self.set()]
        while self.token.text in ("x", "*"):
            self.skip()
            sources.append(self.set())
        if self.token.text != "->":
            raise self.error("GC414", "-> is missing", self.token, "as in  f: R -> R")
        self.skip()
        target = self.set()
        words = list[Tree]()
        if self.token.text == "," and self.is_property_behind():
            self.skip()
        while (self.token.kind == "name" and self.token.text in PROPERTIES) or (
            self.token.kind == "number" and (words or self.peek().text in PROPERTIES)
        ):
            token = self.skip()
            kind = Number if token.kind == "number" else Name
            words.append(kind(token.start, token.end, token.text))
        return Signature(start, words[-1].end if words else target.end, names, tuple(sources), target, tuple(words))

    def is_property_behind(self) -> bool:
        """Whether a comma is followed by words such as twice differentiable, which are about what stands before it."""
        following = self.peek()
        ahead = 2 if following.kind == "number" or following.text in ("twice",) else 1
        return self.peek(ahead).text in ("differentiable", "smooth", "continuous", "times")

    def widened(self, left: Tree, floor: int) -> Tree | None:
        token = self.token
        is_property = token.text in STOPPING - {"within"} or self.at_property()
        if token.kind != "name" or not is_property or floor >= Precedence.RELATION:
            return super().widened(left, floor)
        if token.text in VERBS:
            self.skip()
        words = self.words()
        if not words or (isinstance(left, Joined) and left.precedence <= Precedence.RELATION):
            raise self.unexpected()
        return Property(left.start, words[-1].end, (left,), words)

    def special(self) -> Callable[[], Tree] | None:
        token = self.token
        is_all = token.kind == "word" and token.text == "for" and self.peek().text in ALL
        if is_all or token.text in ("∀", "∃") or (token.kind == "name" and self.is_quantifier()):
            return self.quantified
        return super().special()

    def is_quantifier(self) -> bool:
        """Whether forall or exists is followed by a name that is no argument."""
        return self.token.text in ("forall", "exists") and self.peek().kind == "name"

    def quantified(self) -> Quantified:
        token = self.skip()
        kind = "exists" if token.text in ("∃", "exists") else "all"
        if token.kind == "word":
            self.skip()
        before = self.listing, self.opened
        self.listing, self.opened = True, []
        items: list[Tree] = []
        while True:
            self.first = self.place
            items.append(self.binding())
            if self.token.text not in (",", "and"):
                break
            self.skip()
        self.listing, self.opened = before
        if self.token.text != ":":
            raise self.error("GC411", "a colon is missing", self.token, "as in  for all x > 0: x**2 > 0")
        self.skip()
        body = self.expression(LOOSEST)
        return Quantified(token.start, body.end, Operator(token.start, token.end, kind), tuple(items), body)

    def binding(self) -> Tree:
        """Read names with a set, a relation, or a name alone."""
        place = self.place
        names = list[Tree]()
        while self.token.kind == "name":
            names.append(self.pattern())
            if self.token.text != ",":
                break
            self.skip()
        if names and self.token.text == "in":
            self.skip()
            sort = self.set()
            return Declaration(names[0].start, sort.end, tuple(names), sort)
        if names and self.token.text == ":":
            return Property(names[0].start, names[-1].end, tuple(names), ())
        self.go(place)
        shared = self.shared_names()
        tree = self.expression(Precedence.AND)
        return Item(tree.start, tree.end, "for", tree, shared)
