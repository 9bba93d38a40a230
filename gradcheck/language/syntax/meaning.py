"""The rules for names: which are allowed, and that in one statement each has one meaning.

Reports print names, and neither sorts nor shapes nor laws.  A dimension named ``0`` would make ``0 >= 1`` of what is
true of every dimension; with a real x and a natural x beside each other, or two random variables of one name, a reader
would read another claim.  So a name is of Latin and Greek letters, digits, underscores and primes, as in typed claims,
and what is drawn alike (``x1`` and ``x_1``, ``lam`` and ``λ``) is the same thing.  A member or an entry is drawn as a
name with a subscript: beside ``x(0)`` there is no ``x0``, and beside a member ``x(1)`` no entry ``x[1]``.  A function
is drawn as its name before parentheses: beside the sigmoid there is no arbitrary function σ, beside f(x) no number f.
A product is drawn as its factors side by side: beside x and y there is no ``xy``.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, MutableMapping

from gradcheck.language.syntax.arrays import Array, Entry, Sequence
from gradcheck.language.syntax.names import GREEK, greek_name, split_name
from gradcheck.language.syntax.node import Node, walk
from gradcheck.language.syntax.propositions import And
from gradcheck.language.syntax.random import RandomSequence, RandomVariable
from gradcheck.language.syntax.terms import Apply, Const, Num, Symbol, Term
from gradcheck.language.syntax.uninterpreted import ArbitraryMap, Uninterpreted
from gradcheck.language.syntax.widths import Width

_LETTERS = "A-Za-z" + "".join(GREEK)
_NAME = re.compile(f"[{_LETTERS}][{_LETTERS}0-9_]*'*")
INFINITE = "oo"
EULER = "e, the number"  # stands for it among the names of a typed claim
DRAWN_AS_LETTERS = {"sigmoid": "sigma"}  # functions of the language
NUMBERS = ("pi", "e")  # as a text they are numbers; a real variable may be called so, which may be that number

USES = ("alone", "numbered", "applied")
Meaning = tuple[str, object]  # a name, and what it stands for
Meanings = MutableMapping[tuple[str, str], Meaning]  # by the way in which a name is used, and how it is drawn


class MeaningError(ValueError):
    """A name that already has another meaning, or that cannot have one."""

    def __init__(self, message: str, name: str = "") -> None:
        super().__init__(message)
        self.name = name


def check_name(name: object) -> None:
    """Raise MeaningError for a name that would be read as a number, a formula, an operator, or nothing at all."""
    if not isinstance(name, str) or not _NAME.fullmatch(name) or name == INFINITE:
        why = "a letter, then letters, digits, underscores and primes"
        raise MeaningError(f"{name!r} cannot be a name: {why}", str(name))


def check_abbreviation(name: object) -> None:
    """Raise ValueError unless it is a name, perhaps with names in parentheses behind it: ``var(z)``."""
    head, opened, inside = str(name).partition("(")
    names = [head, *re.split(", ?", inside.removesuffix(")"))] if opened and inside.endswith(")") else [name]
    for one in names:
        check_name(one)


def check_meanings(nodes: Iterable[Node], known: Meanings) -> None:
    """Raise ValueError where a name in the nodes has another meaning than in ``known``;
    add the meanings to ``known``.
    """
    for node in nodes:
        for part in walk(node):
            if isinstance(part, And) and not part.parts:
                raise MeaningError("a conjunction of nothing claims nothing")
            found = _meaning(part)
            if found is None:
                continue
            use, meaning = found
            name = meaning[0]
            if not isinstance(part, Const | Apply):
                check_name(name)
            if isinstance(part, Symbol) and part.is_integer and name in NUMBERS:
                raise MeaningError(f"the name {name} is that of a number, and no integer", name)
            looks = drawn(DRAWN_AS_LETTERS[name] if isinstance(part, Apply) else name)
            earlier = known.setdefault((use, looks), meaning)
            if earlier[0] != name:
                raise MeaningError(f"{earlier[0]} and {name} look alike; give them different letters", name)
            if earlier[1] != meaning[1]:
                raise MeaningError(f"the name {name} stands for two things of different sorts, shapes or laws", name)
            _check_drawing(part, name, known)
    _check_words(known)


def _check_words(known: Meanings) -> None:
    """Raise MeaningError where a name of several letters is drawn as a product of other names:
    ``xy`` beside x and y.
    """
    names = {meaning[0]: use for (use, _), meaning in known.items() if use in USES}
    for name in names:
        base, _ = split_name(name)
        if len(base) < 2 or not base.isalpha() or greek_name(base) is not None:
            continue
        last = name[len(base) - 1 :]
        if all(names.get(letter) == "alone" for letter in base[:-1]) and last in names:
            factors = " and ".join([*base[:-1], last])
            raise MeaningError(f"the name {name} looks like the product of {factors}; rename it", name)


def _check_drawing(node: Node, name: str, known: Meanings) -> None:
    """Raise MeaningError where the node is drawn like another one of a different kind."""
    for aspect, looks, kind in _drawings(node, name):
        other = known.setdefault((aspect, looks), (name, kind))
        if other[1] == kind and (other[0] == name or aspect != "whole"):
            continue
        if {other[1], kind} == {"alone", "applied"}:
            raise MeaningError(f"the name {name} stands for a function, and for something else", name)
        if other[0] != name:
            raise MeaningError(f"{other[0]} and {name} are drawn alike with subscripts; rename one of them", name)
        raise MeaningError(f"entries and members of {name} are drawn alike; rename the array or the sequence", name)


def _drawings(node: Node, name: str) -> Iterator[tuple[str, str, str]]:
    """Yield the respects in which the node is drawn, each with the drawing and the use.

    With its subscript (``whole``); whether a number may be its subscript (``numbers``); whether what has subscripts is
    an array or a sequence (``members``).
    """
    base, subscript, primes = _letters(name)
    match node:
        case Symbol() | Array() | RandomVariable() | Const():
            yield "whole", drawn(name), "alone"
        case Uninterpreted():
            yield "whole", drawn(function_mark(node)), "applied"
        case ArbitraryMap():
            yield "whole", drawn(map_mark(node)), "applied"
        case Entry(indices=indices):
            yield from _of_members(name, indices, "entry")
            return
        case Sequence(index=index) | RandomSequence(index=index) | Width(index=index):
            yield from _of_members(name, (index,), "member")
            return
        case _:
            return
    if subscript.isdigit():
        yield "numbers", base + primes, "plain"


def function_mark(term: Uninterpreted) -> str:
    """Return the name with a prime for each derivative."""
    return term.name + "'" * term.order


def map_mark(term: ArbitraryMap) -> str:
    """Return the name, with a prime for each derivative of a function of one argument."""
    return term.name + "'" * (term.order if len(term.arguments) == 1 else 0)


def _of_members(name: str, indices: tuple[Term, ...], kind: str) -> Iterator[tuple[str, str, str]]:
    base, own, primes = _letters(name)
    yield "members", drawn(name), kind
    if not own:
        yield "numbers", base + primes, "numbered"
    told = [str(i.value) if isinstance(i, Num) else i.name if isinstance(i, Symbol) else "" for i in indices]
    if all(told):
        scripts = [own, *map(_letter, told)] if own else list(map(_letter, told))
        joint = "" if all(len(one) == 1 and not one.isdigit() for one in scripts) else ", "
        yield "whole", f"{base}_{joint.join(scripts)}{primes}", kind


def drawn(name: str) -> str:
    """Return a text that is equal for two names exactly when they are drawn alike."""
    base, subscript, primes = _letters(name)
    return f"{base}_{subscript}{primes}"


def _letters(name: str) -> tuple[str, str, str]:
    """Return the letter of a name, its subscript, and its primes, Greek letters by their names."""
    letters = name.rstrip("'")
    base, subscript = split_name("".join(GREEK.get(letter, letter) for letter in letters))
    return greek_name(base) or base, _letter(subscript), name[len(letters) :]


def _letter(subscript: str) -> str:
    """Return a subscript in a form that is equal for subscripts drawn alike."""
    spelled = "".join(GREEK.get(letter, letter) for letter in subscript)
    return greek_name(spelled) or spelled


def _meaning(node: Node) -> tuple[str, Meaning] | None:
    """Return how a name is used in a node, and what it stands for there; None for a node without a name."""
    match node:
        case Symbol(name=name, sort=sort):
            return "alone", (name, sort)
        case Const(name=name):
            return "alone", (name, None)
        case Array(name=name, sides=sides):
            return "alone", (name, sides)
        case RandomVariable(name=name, sides=sides, law=law):
            return "alone", (name, (sides, law))
        case Sequence(name=name, sides=sides, parameters=parameters):
            return "numbered", (name, (sides, len(parameters)))
        case RandomSequence(name=name, sides=sides, law=law):
            return "numbered", (name, (sides, law))
        case Width(name=name):
            return "numbered", (name, None)
        case Uninterpreted(name=name, differentiable=order):
            return "applied", (name, order)
        case ArbitraryMap(name=name, sides=sides, differentiable=order, arguments=arguments):
            return "applied", (name, (order, sides, tuple(argument.shape for argument in arguments)))
        case Apply(function=function) if function in DRAWN_AS_LETTERS:
            return "applied", (function, None)
        case Entry(array=Array(name=name) | RandomVariable(name=name)):
            return "entry", (name, None)
    return None
