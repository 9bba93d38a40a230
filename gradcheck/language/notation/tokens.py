"""From the text of a formula to tokens, each with its place, before they have a meaning.

    number   digits with at most one point, and an exponent: 12, .5, 1e-9
    name     Latin letters, digits and single underscores after a letter; a Greek letter is a name of its own
    operator + - * / ** = != < <= > >= => and or in ( ) ,        also ² as **2, and the signs of ``SIGNS``
    end      ; or the end of the text

Refuses, with the place: characters outside the syntax (operators of Python that mean nothing here, quotes, brackets
other than round ones, invisible and look-alike letters), names that begin with an underscore, are too long or mix
alphabets, numbers that are too long or may be two; the codes are listed in ``reader``.
"""

from __future__ import annotations

import keyword
import re
import unicodedata
from typing import NamedTuple

from gradcheck.language.notation.readerror import ReadError
from gradcheck.language.syntax.magnitude import MAX_DIGITS
from gradcheck.language.syntax.names import GREEK

MAX_CHARACTERS, MAX_TOKENS, MAX_NAME = 20_000, 5_000, 32

SIGNS = {
    "≤": "<=", "≥": ">=", "≠": "!=", "·": "*", "⋅": "*", "×": "*", "∗": "*", "−": "-", "÷": "/", "∈": "in",
    "∞": "oo", "ℕ": "naturals", "ℤ": "integers", "ℝ": "reals", "∧": "and", "∨": "or", "⇒": "=>",
}  # fmt: skip
SUPERSCRIPTS = "⁰¹²³⁴⁵⁶⁷⁸⁹"
LOWERED = str.maketrans(SUPERSCRIPTS, "0123456789")
WORDS = {"and": "and", "or": "or", "in": "in", "implies": "=>"}  # that are operators

TOKEN = re.compile(
    rf"""
    (?P<blank>    \s+ )
  | (?P<number>   (?: [0-9]+\.?[0-9]* | \.[0-9]+ ) (?: [eE][+-]?[0-9]+ )? )
  | (?P<raised>   [{SUPERSCRIPTS}]+ )
  | (?P<sign>     [{"".join(SIGNS)}] )
  | (?P<operator> => | <=> | =< | <> | == | != | <= | >= | \*\* | // | -> | := | [-+*/(),=<>;] )
  | (?P<name>     [^\W{SUPERSCRIPTS}{"".join(SIGNS)}]+ )
    """,
    re.VERBOSE,
)
GROUPED = re.compile(r",[0-9]{3}(?![0-9])")

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
NO_OPERATORS = {"//", "<=>", "=<", "<>", "->", ":="}


class Token(NamedTuple):
    """kind: 'number', 'name', 'operator' or 'end'; ``text`` is ASCII; it stands at ``source[start:end]``."""

    kind: str
    text: str
    start: int
    end: int


def tokenize(source: str) -> list[Token]:
    """Return the tokens of a line, closed by one of kind 'end'; ReadError for what belongs to no token."""
    if len(source) > MAX_CHARACTERS:
        raise ReadError("GC408", f"the formula has more than {MAX_CHARACTERS:,} characters", source, MAX_CHARACTERS + 1)
    tokens: list[Token] = []
    place = 0
    while place < len(source):
        found = TOKEN.match(source, place)
        if found is None:
            raise _foreign(source, place)
        place = found.end()
        if found.lastgroup != "blank":
            tokens += _tokens(source, found)
            if tokens[-1].text == ",":
                _refuse_grouped(source, tokens)
            if len(tokens) > 2 * MAX_TOKENS:  # parentheses and commas are no parts
                raise ReadError("GC408", f"the formula has more than {MAX_TOKENS:,} parts", source, found.start() + 1)
    last = len(source.rstrip())
    tokens.append(Token("end", "", last, last))
    return tokens


def _tokens(source: str, found: re.Match[str]) -> tuple[Token, ...]:
    kind, text, (start, end) = found.lastgroup, found.group(), found.span()
    if kind == "name":
        return (_name(source, text, start),)
    if kind == "number":
        return (Token("number", _number(source, text, start), start, end),)
    if kind == "raised":
        digits = text.translate(LOWERED).lstrip("0") or "0"
        return Token("operator", "**", start, start), Token("number", digits, start, end)
    if kind == "sign":
        sign = SIGNS[text]
        return (Token("name" if sign.isalpha() and sign not in WORDS else "operator", sign, start, end),)
    if text in NO_OPERATORS:
        raise ReadError("GC402", f"{text} is not part of the syntax", source, start + 1, HINTS.get(text, ""))
    return (Token("end" if text == ";" else "operator", "=" if text == "==" else text, start, end),)


def _foreign(source: str, place: int) -> ReadError:
    """Return the error for a character with which no token begins."""
    character = source[place]
    plain = character in HINTS or (character.isascii() and character.isprintable())
    shown = character if plain else describe(character)
    return ReadError("GC402", f"{shown} is not part of the syntax", source, place + 1, HINTS.get(character, ""))


def _number(source: str, text: str, start: int) -> str:
    """Return the literal without leading zeros; its value is taken from this text, exactly."""
    mantissa, _, exponent = text.lower().partition("e")
    power = exponent or "0"
    if len(mantissa) > MAX_DIGITS or len(power) > 6 or abs(int(power)) + len(mantissa) > MAX_DIGITS + 1:
        raise ReadError("GC406", f"the number has more than {MAX_DIGITS:,} digits", source, start + 1)
    mantissa = mantissa.lstrip("0") or "0"
    return ("0" if mantissa[0] == "." else "") + mantissa + (f"e{int(power)}" if exponent else "")


def _refuse_grouped(source: str, tokens: list[Token]) -> None:
    """Raise ReadError for max(1,000, x): whoever writes no blank behind the comma may mean one number."""
    comma = tokens[-1].start
    after_digits = len(tokens) > 1 and tokens[-2].text.isdecimal() and source[comma - 1].isdecimal()
    if after_digits and GROUPED.match(source, comma):
        hint = "write a blank behind the comma between two arguments; digits are not grouped"
        raise ReadError("GC406", "this may be one number or two", source, comma + 1, hint)


def _name(source: str, word: str, start: int) -> Token:
    if not (word[0] == "_" or word[0].isalpha()):
        raise _foreign(source, start)
    name = word
    if not word.isascii():
        for place, letter in enumerate(word, start):
            if not (letter.isascii() or letter in GREEK):
                raise _no_letter(source, place)
        name = "".join(GREEK.get(letter, letter) for letter in word)
    if len(word) > MAX_NAME:
        raise ReadError("GC413", f"a name has at most {MAX_NAME} characters", source, start + 1)
    if word[0] == "_" or "__" in word:
        hint = "a name begins with a letter and has single underscores"
        raise ReadError("GC413", f"{word} is not a name of a variable", source, start + 1, hint)
    if name is not word:
        _refuse_mixed(source, word, start)
    if name in WORDS:
        return Token("operator", WORDS[name], start, start + len(word))
    if keyword.iskeyword(name) and name != "lambda":
        raise ReadError("GC410", f"{name} has no meaning here", source, start + 1, HINTS.get(name, ""))
    return Token("name", name, start, start + len(word))


def _refuse_mixed(source: str, word: str, start: int) -> None:
    """Raise ReadError where a Greek letter stands beside another one: it may be a product or a name."""
    for part in word.split("_"):
        letters = [c for c in part if c.isalpha()]
        if len(letters) > 1 and any(c in GREEK for c in letters):
            hint = f"a product is written {'*'.join(letters)}, one name {'_'.join(GREEK.get(c, c) for c in letters)}"
            raise ReadError("GC413", f"{word} runs Greek letters and others together", source, start + 1, hint)


def _no_letter(source: str, place: int) -> ReadError:
    character = source[place]
    plain = unicodedata.normalize("NFKC", character)
    hint = f"write {plain}" if plain.isascii() and plain.isprintable() else "names are of Latin or Greek letters"
    return ReadError("GC413", f"{describe(character)} cannot stand in a name", source, place + 1, hint)


def describe(character: str) -> str:
    """Return the number and Unicode name of a character that may be invisible or look like another."""
    return f"U+{ord(character):04X} ({unicodedata.name(character, 'unnamed').lower()})"
