"""What the trees of a line say of their names: which are integers, functions, plain, or have marks that are indices."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

from gradcheck.language.notation.readerror import ReadError
from gradcheck.language.notation.tree import (
    Binder,
    Call,
    Declaration,
    Distributed,
    Interval,
    Item,
    Joined,
    Marked,
    Name,
    Number,
    Power,
    Prime,
    Raised,
    Script,
    Signature,
    Space,
    Styled,
    Tree,
    bare,
    pieces,
)

INTEGERS = frozenset(("naturals", "integers", "dimensions", "N", "Z"))


def base_of(tree: Tree) -> Tree:
    """Return what scripts, marks, primes and powers are put on."""
    while isinstance(tree, Script | Raised | Prime | Power | Marked):
        tree = tree.base
    return tree


def survey(source: str, trees: list[Tree]) -> Names:
    """Return what the trees say of their names; ReadError where a letter is written in two fonts."""
    names = Names(source)
    for tree in trees:
        names.look(tree)
    for tree in trees:
        names.find_marks(tree)
    names.check_pairs(trees)
    return names


def _pairs(names: tuple[Tree, ...]) -> set[str]:
    """Return the names that are declared with two letters below them, a of a_{ij}."""
    return {
        name.base.text for name in names if isinstance(name, Script) and isinstance(name.base, Name)
        and sum(isinstance(piece, Name) for index in name.indices for piece in pieces(index)) > 1
    }  # fmt: skip


@dataclass
class Names:
    """``alone`` are names that stand otherwise than before parentheses, ``indexed`` those with an index above them.

    ``bound`` are those that sums and the like bind, ``patterns`` those declared with two letters as an index, a_{ij},
    which makes one name of both.
    """

    source: str
    fonts: dict[str, str] = field(default_factory=dict)
    integers: set[str] = field(default_factory=set)
    declared: set[str] = field(default_factory=set)
    functions: set[str] = field(default_factory=set)
    alone: set[str] = field(default_factory=set)
    indexed: set[str] = field(default_factory=set)
    bound: set[str] = field(default_factory=set)
    patterns: set[str] = field(default_factory=set)

    def look(self, tree: Tree) -> None:
        """Note which names are integers, functions, or stand otherwise than before parentheses."""
        called: set[int] = set()
        for piece in pieces(tree):
            if isinstance(piece, Binder):
                self.bound |= {name.text for name in pieces(piece.variable) if isinstance(name, Name)}
            if isinstance(piece, Call):
                called.add(id(base_of(piece.function)))
            elif isinstance(piece, Declaration):
                self.patterns |= _pairs(piece.names)
                self.declared |= {name.text for name in piece.names if isinstance(name, Name)}
                word = piece.sort.text if isinstance(piece.sort, Name) else ""
                whole = isinstance(piece.sort, Interval) and piece.sort.whole
                if word in INTEGERS or whole:
                    self.integers |= {name.text for name in piece.names if isinstance(name, Name)}
            elif isinstance(piece, Distributed):
                laws = {inner.text for name in piece.names if isinstance(inner := base_of(name), Name)}
                self.declared |= laws
                self.patterns |= _pairs(piece.names)
            elif isinstance(piece, Signature):
                self.functions |= {name.text for name in piece.names if isinstance(name, Name)}
            elif isinstance(piece, Binder) and piece.word.text in ("sum", "prod") and isinstance(piece.variable, Name):
                self.integers.add(piece.variable.text)
            elif isinstance(piece, Space):
                self.integers |= {one.text for side in piece.sides for one in pieces(side) if isinstance(one, Name)}
        entries = {id(piece.base) for piece in pieces(tree) if isinstance(piece, Script)}
        for piece in pieces(tree):
            if isinstance(piece, Name):
                if not isinstance(tree, Item) and id(piece) not in entries:
                    self.font(piece)
                if id(piece) not in called:
                    self.alone.add(piece.text)

    def font(self, name: Name) -> None:
        """Refuse a letter in two fonts in a claim, which may be two things or one; x_i may be an entry of a bold x."""
        font = name.font if isinstance(name, Styled) else ""
        if len(name.text) > 1 and font == "rm":
            font = ""
        known = self.fonts.setdefault(name.text, font)
        if known != font and "rm" not in (known, font):
            hint = "write both in one font if they are one, or another letter for one of them"
            message = f"{name.text} is written in two fonts"
            raise ReadError("GC417", message, self.source, name.start + 1, hint)

    def check_pairs(self, trees: list[Tree]) -> None:
        """Refuse a sum over i < j if j occurs nowhere else: it may be over both."""
        binders = [piece for tree in trees for piece in pieces(tree) if isinstance(piece, Binder)]
        pairs = [one for one in binders if one.word.text in ("sum", "prod") and isinstance(one.domain, Joined)]
        if not pairs:
            return
        everywhere = Counter(piece.text for tree in trees for piece in pieces(tree) if isinstance(piece, Name))
        for one in pairs:
            own = one.variable.text if isinstance(one.variable, Name) else ""
            inside = Counter(piece.text for piece in pieces(one) if isinstance(piece, Name))
            for name in pieces(one.domain or one):
                if isinstance(name, Name) and name.text != own and inside[name.text] == everywhere[name.text]:
                    hint = f"write a sum for each, or declare {name.text} for a sum over {own} alone"
                    message = f"the sum may be over {own} and {name.text}, or over {own} alone"
                    raise ReadError("GC417", message, self.source, name.start + 1, hint)

    def find_marks(self, tree: Tree) -> None:
        """Note the bases with a mark that is an index: no name, or the name of an integer."""
        for piece in pieces(tree):
            if isinstance(piece, Raised):
                base = base_of(piece.base)
                mark = bare(piece.marks[0])
                is_index = not isinstance(mark, Name) or mark.text in self.integers
                is_number = isinstance(mark, Number)
                if isinstance(base, Name) and is_index and not is_number:
                    self.indexed.add(base.text)
