"""From the text of a formula to tokens, each with its place, and nothing yet said of what they mean.

Refuses, with the place: characters outside the syntax (operators of Python that mean nothing here, quotes, brackets
other than round ones, invisible and look-alike letters), names that begin with an underscore, are too long or mix
alphabets, numbers that are too long, brackets that do not match, missing operands, and two operands side by side.
What passes is a well-formed sequence of numbers, names, calls and operators; the codes are listed in ``reader``.
"""

from __future__ import annotations

import keyword
import re
import unicodedata
from dataclasses import dataclass

from gradcheck.language.syntax.magnitude import MAX_DIGITS
from gradcheck.language.syntax.names import GREEK

MAX_CHARACTERS, MAX_TOKENS, MAX_NESTING, MAX_NAME = 20_000, 5_000, 100, 32
WINDOW = 70  # characters of a long line that are shown around a mistake

SIGNS = {
    "≤": "<=", "≥": ">=", "≠": "!=", "·": "*", "⋅": "*", "×": "*", "∗": "*", "−": "-", "÷": "/", "∈": "in",
    "∞": "oo", "ℕ": "naturals", "ℤ": "integers", "ℝ": "reals", "∧": "and", "∨": "or", "⇒": "=>",
}  # fmt: skip
SUPERSCRIPTS = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹", "0123456789")
OPERATORS = re.compile(r"=>|<=>|=<|<>|==|!=|<=|>=|\*\*|//|->|:=|[-+*/(),=<>;]")
NUMBER = re.compile(r"([0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE]([+-]?[0-9]+))?")
RELATIONS = frozenset(["=", "!=", "<=", "<", ">=", ">"])
WORDS = {"and": "and", "or": "or", "in": "in", "implies": "=>"}  # that are operators
BINARY = RELATIONS | {"+", "-", "*", "/", "**", "and", "or", "=>"}

HINTS = {
    "^": "a power is written x**2",
    "[": "indices are not part of an ad-hoc claim",
    "{": "group with round parentheses",
    ".": "nothing has attributes here; a number is written 0.5",
    "|": "an absolute value is written abs(x)",
    "√": "a square root is written sqrt(x)",
    "∂": "a derivative is written d(f, x)",
    "∇": "a derivative is written d(f, x)",
    "∑": "a sum is written sum(body, i, 1, n)",
    "∫": "an integral is written integral(f, x, a, b)",
    "//": "a quotient is written a/b",
    "<=>": "state the two claims one by one",
    "=<": "write <=",
    "<>": "write !=",
    "%": "there is no remainder; a percentage is written 0.05",
    "!": "there is no factorial; unequal is written !=",
    "@": "arrays are not part of an ad-hoc claim",
    "if": "cases are written where(x > 0, a, b)",
    "else": "cases are written where(x > 0, a, b)",
    "in": "a range is written 0 < x < 1; only n in naturals, integers, dimensions or reals may follow a semicolon",
    "not": "write the opposite relation, such as != for =",
}


class ReadError(ValueError):
    """What could not be read, and where: ``column`` counts the characters of ``text`` from 1."""

    def __init__(self, code: str, message: str, text: str, column: int, hint: str = "") -> None:
        super().__init__(code, message, text, column, hint)
        self.code, self.message, self.text, self.column, self.hint = code, message, text, column, hint

    def __str__(self) -> str:
        return f"{self.message} ({self.hint})" if self.hint else self.message


def render_caret(error: ReadError) -> str:
    """The source line, or the part of a long one around the place, with a caret under it."""
    place = min(max(error.column - 1, 0), len(error.text))
    start = 0 if len(error.text) <= WINDOW else max(0, min(place - WINDOW // 2, len(error.text) - WINDOW))
    before, after = error.text[start:place], error.text[place : start + WINDOW]
    head, tail = "..." * (start > 0), "..." * (start + WINDOW < len(error.text))
    shown = head + visible(before)
    width = sum(2 if unicodedata.east_asian_width(c) in "WF" else not unicodedata.combining(c) for c in shown)
    return f"{shown}{visible(after)}{tail}\n{' ' * width}^"


def visible(text: str) -> str:
    """The text with every character that a terminal would not simply show replaced by one that it does."""
    return "".join(c if c.isprintable() else " " if c.isspace() else "\N{REPLACEMENT CHARACTER}" for c in text)


@dataclass(frozen=True)
class Token:
    """kind: 'number', 'name', 'operator' or 'end'; ``text`` is ASCII; ``column`` counts from 1."""

    kind: str
    text: str
    column: int


def tokenize(source: str) -> list[Token]:
    """The tokens of a line, closed by one of kind 'end'; ReadError for what belongs to no token."""
    if len(source) > MAX_CHARACTERS:
        raise ReadError("GC408", f"the formula has more than {MAX_CHARACTERS:,} characters", source, MAX_CHARACTERS + 1)
    tokens: list[Token] = []
    place = 0
    while place < len(source):
        place = _token(source, place, tokens)
        if len(tokens) > 2 * MAX_TOKENS:
            raise ReadError("GC408", f"the formula has more than {MAX_TOKENS:,} parts", source, tokens[-1].column)
    tokens.append(Token("end", "", len(source.rstrip()) + 1))
    return tokens


def _token(source: str, place: int, tokens: list[Token]) -> int:
    """Append the token at ``place``, if one begins there, and return where the next may begin."""
    character, column = source[place], place + 1
    if character.isspace():
        return place + 1
    if found := NUMBER.match(source, place):
        tokens.append(Token("number", _number(source, found), column))
        return found.end()
    if character.translate(SUPERSCRIPTS) != character:
        end = place
        while end < len(source) and source[end].translate(SUPERSCRIPTS) != source[end]:
            end += 1
        digits = source[place:end].translate(SUPERSCRIPTS)
        tokens += [Token("operator", "**", column), Token("number", digits.lstrip("0") or "0", column)]
        return end
    if character in SIGNS:
        sign = SIGNS[character]
        tokens.append(Token("name" if sign.isalpha() and sign not in WORDS else "operator", sign, column))
        return place + 1
    if found := OPERATORS.match(source, place):
        text = "=" if found.group() == "==" else found.group()
        if text in HINTS or text in ("->", ":="):
            raise ReadError("GC402", f"{text} is not part of the syntax", source, column, HINTS.get(text, ""))
        tokens.append(Token("operator", text, column))
        return found.end()
    if character == "_" or character.isalpha():
        return _name(source, place, tokens)
    if character in HINTS or (character.isascii() and character.isprintable()):
        raise ReadError("GC402", f"{character} is not part of the syntax", source, column, HINTS.get(character, ""))
    raise ReadError("GC402", f"{describe(character)} is not part of the syntax", source, column)


def _number(source: str, found: re.Match[str]) -> str:
    """The literal without leading zeros; its value is taken from this text, exactly."""
    mantissa, exponent = found.groups()
    power = exponent or "0"
    if len(mantissa) > MAX_DIGITS or len(power) > 6 or abs(int(power)) + len(mantissa) > MAX_DIGITS + 1:
        raise ReadError("GC406", f"the number has more than {MAX_DIGITS:,} digits", source, found.start() + 1)
    mantissa = mantissa.lstrip("0") or "0"
    return ("0" if mantissa[0] == "." else "") + mantissa + (f"e{int(power)}" if exponent else "")


def _name(source: str, place: int, tokens: list[Token]) -> int:
    end = place
    while end < len(source) and (source[end] == "_" or source[end].isalnum()) and source[end] not in SIGNS:
        if source[end].translate(SUPERSCRIPTS) != source[end]:
            break
        if not (source[end].isascii() or source[end] in GREEK):
            _refuse_letter(source, end)
        end += 1
    word, column = source[place:end], place + 1
    if len(word) > MAX_NAME:
        raise ReadError("GC413", f"a name has at most {MAX_NAME} characters", source, column)
    if word[0] == "_" or "__" in word:
        hint = "a name begins with a letter and has single underscores"
        raise ReadError("GC413", f"{word} is not a name of a variable", source, column, hint)
    for part in word.split("_"):
        letters = [c for c in part if c.isalpha()]
        greek = [c for c in letters if c in GREEK]
        if greek and len(letters) > 1:
            hint = f"a product is written {'*'.join(letters)}, one name {'_'.join(GREEK.get(c, c) for c in letters)}"
            raise ReadError("GC413", f"{word} runs Greek letters and others together", source, column, hint)
    name = "".join(GREEK.get(c, c) for c in word)
    if name in WORDS:
        tokens.append(Token("operator", WORDS[name], column))
    elif keyword.iskeyword(name) and name != "lambda":
        raise ReadError("GC410", f"{name} has no meaning here", source, column, HINTS.get(name, ""))
    else:
        tokens.append(Token("name", name, column))
    return end


def _refuse_letter(source: str, place: int) -> None:
    character = source[place]
    plain = unicodedata.normalize("NFKC", character)
    hint = f"write {plain}" if plain.isascii() and plain.isprintable() else "names are of Latin or Greek letters"
    raise ReadError("GC413", f"{describe(character)} cannot stand in a name", source, place + 1, hint)


def describe(character: str) -> str:
    """A character that may be invisible or look like another, by its number and Unicode name."""
    return f"U+{ord(character):04X} ({unicodedata.name(character, 'unnamed').lower()})"


def _refuse_grouped(source: str, tokens: list[Token]) -> None:
    """ReadError for max(1,000, x): whoever writes no blank behind the comma may mean one number."""
    for before, comma, after in zip(tokens, tokens[1:], tokens[2:], strict=False):
        if comma.text != "," or before.kind != "number" or after.kind != "number":
            continue
        found = re.match(r",[0-9]{3}(?![0-9])", source[comma.column - 1 :])
        if found and before.text.isdecimal() and source[comma.column - 2].isdecimal():
            hint = "write a blank behind the comma between two arguments; digits are not grouped"
            raise ReadError("GC406", "this may be one number or two", source, comma.column, hint)


def check_order(source: str, tokens: list[Token]) -> None:
    """ReadError unless operands and operators alternate and brackets match; ``tokens`` is closed by an 'end'."""
    if sum(token.text not in ("(", ")", ",", "") for token in tokens) > MAX_TOKENS:
        raise ReadError("GC408", f"the formula has more than {MAX_TOKENS:,} parts", source, tokens[-1].column)
    _refuse_grouped(source, tokens)
    opened: list[tuple[Token, bool]] = []  # open brackets, and whether each is that of a call
    wants_operand, run, arrows = True, 0, 0  # run: prefix signs and powers still open, which nest without brackets
    for position, token in enumerate(tokens):
        before = tokens[position - 1] if position else None
        if wants_operand:
            if token.kind in ("number", "name"):
                wants_operand = False
            elif token.text in ("+", "-") or token.text == "(":
                run += token.text != "("
                if token.text == "(":
                    opened.append((token, False))
            elif token.text == ")" and before and before.text == "(" and opened and opened[-1][1]:
                opened.pop()
                wants_operand = False
            else:
                _refuse_missing(source, token, before, opened)
        elif token.kind in ("number", "name") or (token.text == "(" and before and before.kind != "name"):
            left = "(...)" if before is None or before.text == ")" else before.text
            right = "(...)" if token.text == "(" else token.text
            hint = f"a product is written {left}*{right}"
            raise ReadError("GC409", "an operator is missing between two expressions", source, token.column, hint)
        elif token.text == "(":
            opened.append((token, True))
            wants_operand = True
        elif token.text == ")":
            if not opened:
                raise ReadError("GC403", "this parenthesis closes none", source, token.column)
            opened.pop()
        elif token.text == "," and opened and opened[-1][1]:
            wants_operand, run = True, 0
        elif token.text in BINARY:
            run = run + 1 if token.text == "**" else 0
            arrows += token.text == "=>"  # each of them nests what follows
            wants_operand = True
        elif token.kind != "end":
            hint = HINTS.get(token.text, "")
            raise ReadError("GC410", f"{token.text} has no meaning here", source, token.column, hint)
        if max(len(opened), arrows + 1, run) > MAX_NESTING:
            raise ReadError("GC408", f"the formula is nested deeper than {MAX_NESTING}", source, token.column)
    if opened:
        raise ReadError("GC403", "this parenthesis is never closed", source, opened[-1][0].column)


def _refuse_missing(source: str, token: Token, before: Token | None, opened: list[tuple[Token, bool]]) -> None:
    if before is None and token.kind == "end":
        raise ReadError("GC401", "there is no formula", source, token.column)
    if token.kind == "end" and before and before.text in ("(", ",") and opened:
        raise ReadError("GC403", "this parenthesis is never closed", source, opened[-1][0].column)
    if token.text == ")" and not opened:
        raise ReadError("GC403", "this parenthesis closes none", source, token.column)
    after = f" after {before.text}" if before else ""
    raise ReadError("GC411", f"an expression is missing{after}", source, token.column, HINTS.get(token.text, ""))
