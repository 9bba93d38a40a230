r"""Macros: what a text defines by \newcommand and its like, and their expansion, with places.

    \newcommand{\E}{...}  \newcommand{\x}[2][default]{...}  \renewcommand  \providecommand  \def\x#1{...}  \let\x\y
    \DeclareMathOperator{\argmin}{arg\,min}                 \DeclarePairedDelimiter{\norm}{\lVert}{\rVert}

What stands in the body of a macro has the place of its call, and an argument keeps its own.  A definition of another
form is refused where the macro is used.  The number of expansions and of tokens is bounded, so that a macro that calls
itself, or doubles itself many times, is an error at the call that it began with.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from gradcheck.language.notation.latex.tokens import LETTERS, MAX_PARTS, Token, tokenize
from gradcheck.language.notation.readerror import ReadError

MAX_EXPANSIONS = 5_000
MAX_DEFINITION = 2_000  # characters
MAX_MACROS = 2_000

DEFINING = re.compile(
    r"\\(?:(?:re|provide)?newcommand|providecommand|DeclareRobustCommand|DeclareMathOperator|DeclarePairedDelimiter"
    r"|NewDocumentCommand|RenewDocumentCommand|gdef|edef|def|let)(?![A-Za-z])\*?"
)
COMMENT = re.compile(r"(?<!\\)%[^\n]*")
NAME = re.compile(r"\s*(?:\{\s*\\([A-Za-z]+|.)\s*\}|\\([A-Za-z]+|.))")
COUNT = re.compile(r"\s*\[\s*([0-9])\s*\]")
PARAMETERS = re.compile(r"((?:\s*#[1-9])*)\s*(?=\{)")


@dataclass(frozen=True, slots=True)
class Macro:
    """A macro: its body, the number of its arguments, and what the first one is where it is left out.

    ``refusal`` says why it cannot be used.  ``is_fence``: it may have a star or a size in front of its argument.
    """

    name: str
    body: tuple[Token, ...] = ()
    arguments: int = 0
    default: tuple[Token, ...] | None = None
    refusal: str = ""
    is_fence: bool = False


@dataclass(frozen=True, slots=True)
class Definition:
    """A macro, defined at ``source[start:end]``."""

    start: int
    end: int
    macro: Macro


def find_macros(source: str, known: Mapping[str, Macro] | None = None) -> dict[str, Macro]:
    """Return the macros that the text defines, beside those that are known, by their names without backslash."""
    found = dict(known or {})
    for definition in definitions_in(source, 0, len(source)):
        macro = definition.macro
        if len(macro.body) == 1 and macro.body[0].kind == "command" and not macro.arguments:
            macro = found.get(macro.body[0].text, macro)  # \let\x\y with a macro y
        found[definition.macro.name] = macro
    return found


def definitions_in(source: str, start: int, end: int) -> list[Definition]:
    """Return the definitions in ``source[start:end]``, in their order."""
    found: list[Definition] = []
    if "\\" not in source:
        return found
    comments = [(one.start(), one.end()) for one in COMMENT.finditer(source, start, end)]
    passed = 0
    place = start
    while len(found) < MAX_MACROS:
        head = DEFINING.search(source, place, end)
        if head is None:
            return found
        while passed < len(comments) and comments[passed][1] <= head.start():
            passed += 1
        place = head.end()
        if passed < len(comments) and comments[passed][0] <= head.start():
            continue
        definition = _definition(source, head, end)
        if definition is not None:
            found.append(definition)
            place = definition.end
    return found


def _definition(source: str, head: re.Match[str], end: int) -> Definition | None:
    """Return what the command at this place defines; None if it does not define anything that can be made out."""
    kind = head.group().strip("\\*")
    named = NAME.match(source, head.end(), end)
    if named is None:
        return None
    name, place = named.group(1) or named.group(2), named.end()
    if kind == "let":
        return _alias(source, head.start(), name, place, end)
    refused = f"the definition of \\{name} has a form that is not read"
    arguments, default = 0, None
    if kind in ("def", "gdef", "edef"):
        parameters = PARAMETERS.match(source, place, end)
        if parameters is None:
            return Definition(head.start(), place, Macro(name, refusal=refused))
        arguments, place = parameters.group(1).count("#"), parameters.end()
    elif kind.endswith("DocumentCommand"):
        return Definition(head.start(), place, Macro(name, refusal=refused))
    else:
        counted = COUNT.match(source, place, end)
        if counted is not None:
            arguments, place = int(counted.group(1)), counted.end()
            while place < end and source[place] in " \t\n":
                place += 1
            if source.startswith("[", place, end):
                closing = source.find("]", place, min(end, place + MAX_DEFINITION))
                if closing < 0:
                    return Definition(head.start(), place, Macro(name, refusal=refused))
                default = _tokens(source, place + 1, closing)
                place = closing + 1
    groups: list[tuple[int, int]] = []
    for _ in range(2 if kind == "DeclarePairedDelimiter" else 1):
        group = _braced(source, place, end)
        if group is None:
            return Definition(head.start(), place, Macro(name, refusal=refused))
        groups.append(group)
        place = group[1] + 1
    body = _tokens(source, *groups[0])
    if body is None or (
        default is None and arguments and "[" in source[named.end() : groups[0][0] - 1].partition("]")[2]
    ):
        return Definition(head.start(), place, Macro(name, refusal=refused))
    if kind == "DeclareMathOperator":
        body = (_plain("command", "operatorname"), _plain("sign", "{"), *body, _plain("sign", "}"))
    if kind == "DeclarePairedDelimiter":
        closing_tokens = _tokens(source, *groups[1]) or ()
        left, right = _plain("command", "left"), _plain("command", "right")
        body = (left, *body, _plain("parameter", "1"), right, *closing_tokens)
        return Definition(head.start(), place, Macro(name, body, 1, is_fence=True))
    return Definition(head.start(), place, Macro(name, body, arguments, default))


def _alias(source: str, start: int, name: str, place: int, end: int) -> Definition | None:
    found = re.compile(r"\s*=?\s*(\\[A-Za-z]+|\\.|[^\s\\])").match(source, place, end)
    if found is None:
        return None
    body = _tokens(source, found.start(1), found.end(1))
    refusal = "" if body else f"the definition of \\{name} has a form that is not read"
    return Definition(start, found.end(), Macro(name, body or (), refusal=refusal))


def _braced(source: str, place: int, end: int) -> tuple[int, int] | None:
    """Return where what stands in the braces that come next begins and ends."""
    while place < end and source[place] in " \t\r\n":
        place += 1
    if not source.startswith("{", place, end):
        return None
    level, at, limit = 0, place, min(end, place + MAX_DEFINITION)
    while at < limit:
        character = source[at]
        if character == "\\":
            at += 1
        elif character in "{}":
            level += 1 if character == "{" else -1
            if level == 0:
                return place + 1, at
        at += 1
    return None


def _plain(kind: str, text: str) -> Token:
    return Token(kind, text, 0, 0)


def _tokens(source: str, start: int, end: int) -> tuple[Token, ...] | None:
    """Return the tokens of a body, or None where it has none."""
    try:
        return tuple(tokenize(source, start, end)[:-1])
    except ReadError:
        return None


def expand(source: str, tokens: list[Token], macros: Mapping[str, Macro]) -> list[Token]:
    """Return the tokens with every macro replaced by its body."""
    if not macros:
        return tokens
    redefined = {name for name in macros if name in LETTERS}
    todo = tokens[::-1]
    done: list[Token] = []
    expansions = 0
    origin = tokens[0]  # the call in the source that is being expanded
    left = 0  # how many tokens are behind that call
    while todo:
        token = todo.pop()
        if len(todo) < left:
            left = 0
        name = token.text if token.kind == "command" else ""
        if token.kind == "letter" and redefined and token.end - token.start > 1:
            written = source[token.start + 1 : token.end]
            name = written if written in redefined else ""
        macro = macros.get(name) if name else None
        if macro is None:
            done.append(token)
            if len(done) + len(todo) > MAX_PARTS:
                raise ReadError("GC408", f"the formula has more than {MAX_PARTS:,} parts", source, origin.start + 1)
            continue
        if not left:
            origin, left = token, len(todo)
        expansions += 1
        if expansions > MAX_EXPANSIONS or len(todo) > MAX_PARTS:
            message = f"\\{macro.name} is expanded without end, or more than {MAX_EXPANSIONS:,} times"
            raise ReadError("GC408", message, source, origin.start + 1)
        if macro.refusal:
            hint = "define it by \\newcommand with its arguments in square brackets, or write what it stands for"
            raise ReadError("GC410", macro.refusal, source, token.start + 1, hint)
        arguments = _arguments(source, todo, macro, token)
        for piece in reversed(macro.body):
            if piece.kind == "parameter":
                number = int(piece.text)
                todo += reversed(arguments[number - 1]) if number <= len(arguments) else ()
            else:
                todo.append(piece._replace(start=token.start, end=token.end, gap=piece.gap))
            if len(todo) > MAX_PARTS:
                raise ReadError("GC408", f"\\{macro.name} expands to too much", source, origin.start + 1)
    return done


def _arguments(source: str, todo: list[Token], macro: Macro, call: Token) -> list[list[Token]]:
    """Take the arguments of a call from the tokens to come."""
    found: list[list[Token]] = []
    if macro.is_fence and todo and todo[-1].is_sign("*"):
        todo.pop()
    if macro.is_fence and todo and todo[-1].is_sign("["):
        _group(source, todo, "[", "]", call)
    if macro.default is not None:
        if todo and todo[-1].is_sign("["):
            found.append(_group(source, todo, "[", "]", call))
        else:
            found.append([piece._replace(start=call.start, end=call.end) for piece in macro.default])
    while len(found) < macro.arguments:
        if not todo or todo[-1].kind == "end" or todo[-1].is_sign("}", "&"):
            message = f"\\{macro.name} takes {macro.arguments} argument{'s' * (macro.arguments > 1)}"
            raise ReadError("GC411", message, source, call.start + 1, "write each in braces")
        if todo[-1].is_sign("{"):
            found.append(_group(source, todo, "{", "}", call))
        elif todo[-1].kind == "number" and len(todo[-1].text) > 1 and todo[-1].text.isdecimal():
            number = todo.pop()
            todo.append(number._replace(text=number.text[1:], start=min(number.start + 1, number.end)))
            found.append([number._replace(text=number.text[0], end=min(number.start + 1, number.end))])
        else:
            found.append([todo.pop()])
    return found


def _group(source: str, todo: list[Token], opening: str, closing: str, call: Token) -> list[Token]:
    """Take a group from the tokens to come, without its signs."""
    first, level, inside = todo.pop(), 0, list[Token]()
    while todo:
        token = todo.pop()
        if token.kind == "end":
            break
        if level == 0 and token.is_sign(closing):
            return inside
        level += token.is_sign("{") - token.is_sign("}")
        if level < 0:
            break
        inside.append(token)
    del call
    raise ReadError("GC403", f"this {opening} is never closed", source, first.start + 1)
