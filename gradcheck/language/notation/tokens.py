"""From the text of a formula to tokens, each with its place, before they have a meaning.

    number   digits with at most one point, and an exponent: 12, .5, 1e-9
    name     Latin letters, digits and single underscores after a letter; a Greek letter is a name of its own
    operator + - * / @ ⊙ ** = != ~ ≈ < <= > >= => <=> and or in ( ) [ ] | ‖ , : .. ' _ and the signs of ``SIGNS``
    word     for, if, as, from
    end      ; or the end of the text

What is raised or lowered becomes a power or an index: x² is x**2, x⁻¹ is x**-1, vₜ₋₁ is v_(t-1), and Xᵀ is X.T.
Refuses, with the place: characters outside the syntax (operators of Python that mean nothing here, quotes, invisible
and look-alike letters), names that begin with an underscore, are too long or mix alphabets, numbers that are too long
or may be two; the codes are listed in ``reader``.
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
    "≤": "<=", "≥": ">=", "≠": "!=", "·": "·", "⋅": "·", "×": "*", "∗": "*", "−": "-", "÷": "/", "∈": "in",
    "∞": "oo", "ℕ": "naturals", "ℤ": "integers", "ℝ": "reals", "∧": "and", "∨": "or", "⇒": "=>", "⇔": "<=>", "∘": "⊙",
    "⟹": "=>", "⟺": "<=>", "⩽": "<=", "⩾": ">=",
    "⊙": "⊙", "∑": "∑", "∏": "∏", "∫": "∫", "√": "√", "∂": "∂", "∇": "∇", "‖": "‖", "∥": "‖", "≈": "≈", "→": "->",
    "∼": "~", "′": "'", "∀": "∀", "∃": "∃", "⊤": "⊤", "⟨": "⟨", "⟩": "⟩", "ᵀ": ".T", "…": "...",
}  # fmt: skip
RAISED = dict(zip("⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁽⁾ⁱʲᵏˡᵐⁿᵖʳˢᵗˣᵇᶜᵈᵃ", "0123456789+-()ijklmnprstxbcda", strict=True))
LOWERED = dict(zip("₀₁₂₃₄₅₆₇₈₉₊₋₌₍₎ₐₑₕᵢⱼₖₗₘₙₒₚᵣₛₜᵤᵥₓ", "0123456789+-=()aehijklmnoprstuvx", strict=True))
PARTS = {"½": "0.5", "¼": "0.25", "¾": "0.75", "⅛": "0.125"}
WORDS = {"and": "and", "or": "or", "in": "in", "implies": "=>", "iff": "<=>"}  # that are operators
PLAIN_WORDS = ("for", "if", "as", "from")
FENCES = ")]|‖∥∇∑∏∫'′ᵀ"  # behind which an underscore begins an index

TOKEN = re.compile(
    rf"""
    (?P<blank>    \s+ )
  | (?P<positive> ℕ₊ | ℤ₊ )
  | (?P<part>     [{"".join(PARTS)}] )
  | (?P<number>   (?: [0-9]+(?:\.(?!\.)[0-9]*)? | \.[0-9]+ ) (?: [eE][+-]?[0-9]+ )? )
  | (?P<raised>   [{"".join(RAISED)}]+ )
  | (?P<lowered>  [{"".join(LOWERED)}]+ )
  | (?P<sign>     [{"".join(SIGNS)}] )
  | (?P<operator> <=> | => | =< | <> | == | != | <= | >= | \*\* | // | -> | := | \.\.\.? | \.T(?!\w)
                | [-+*/(),=<>;^@|\[\]{{}}:~'] | !(?!=) | _(?=[({{]) )
  | (?P<name>     [^\W{"".join(RAISED)}{"".join(LOWERED)}{"".join(SIGNS)}{"".join(PARTS)}]+ )
    """,
    re.VERBOSE,
)
SPELLED = {"==": "=", "^": "**"}
GLUED = re.compile(f"[{''.join(GREEK)}][0-9]*|[^{''.join(GREEK)}]+")
GROUPED = re.compile(r",[0-9]{3}(?![0-9])")
INSIDE = re.compile(r"[0-9]+|[a-z]|[-+=()]")  # the parts of what is raised or lowered

HINTS = {
    ".": "nothing has attributes here: write exp(x) for np.exp(x); a number is written 0.5",
    "{": "group with round parentheses",
    "//": "a quotient is written a/b",
    "=<": "write <=",
    "<>": "write !=",
    "...": "write i in 1..n, and a sum as sum(f, k, 1, n)",
    "%": "there is no remainder; a percentage is written 0.05",
    "else": "cases are written where(x > 0, a, b)",
    ",": "assumptions follow where, given, for or if, as in  x/x = 1 where x > 0",
    "in": "a range is written 0 < x < 1; declarations such as n in naturals follow where or a semicolon",
    "not": "write the opposite relation, such as != for =",
}
NO_OPERATORS = {"//", "=<", "<>", "..."}


class Token(NamedTuple):
    """kind: 'number', 'name', 'operator', 'word' or 'end'; it stands at ``source[start:end]``.

    ``text`` is ASCII but for the signs that have no other spelling.
    """

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
        return _names(source, text, start)
    if kind == "number":
        return (Token("number", _number(source, text, start), start, end),)
    if kind == "positive":
        return (Token("name", "dimensions", start, end),)
    if kind == "part":
        return (Token("number", PARTS[text], start, end),)
    if kind in ("raised", "lowered"):
        return _shifted(source, text, start, kind == "raised")
    if kind == "sign":
        sign = SIGNS[text]
        if sign in NO_OPERATORS:
            raise ReadError("GC402", f"{text} is not part of the syntax", source, start + 1, HINTS[sign])
        return (Token("name" if sign.isalpha() and sign not in WORDS else "operator", sign, start, end),)
    if text in NO_OPERATORS:
        raise ReadError("GC402", f"{text} is not part of the syntax", source, start + 1, HINTS.get(text, ""))
    return (Token("end" if text == ";" else "operator", SPELLED.get(text, text), start, end),)


def _shifted(source: str, text: str, start: int, raised: bool) -> tuple[Token, ...]:
    """Return the tokens of an exponent or an index, in parentheses where it has several parts."""
    table = RAISED if raised else LOWERED
    parts = []
    for found in INSIDE.finditer("".join(table[c] for c in text)):
        part, place = found.group(), start + found.start()
        kind = "number" if part.isdecimal() else "name" if part.isalpha() else "operator"
        part = (part.lstrip("0") or "0") if kind == "number" else part
        parts.append(Token(kind, part, place, place + len(found.group())))
    opened = Token("operator", "**" if raised else "_", start, start)
    end = start + len(text)
    if len(parts) == 1 or (len(parts) == 2 and parts[0].text == "-" and raised):
        return (opened, *parts)
    around = Token("operator", "(", start, start), Token("operator", ")", end, end)
    return (opened, around[0], *parts, around[1])


def _names(source: str, word: str, start: int) -> tuple[Token, ...]:
    """Return the name, parted from an underscore before or behind it that begins an index: ``v_(t-1)``, ``‖A‖_F``."""
    following = source[start + len(word) : start + len(word) + 1]
    if word.startswith("_") and len(word) > 1 and start and source[start - 1] in FENCES:
        place = start + 1
        rest = word[1:]
        first = (
            (Token("number", rest.lstrip("0") or "0", place, place + len(rest)),)
            if rest.isdecimal() and rest.isascii()
            else _names(source, rest, place)
        )
        return (Token("operator", "_", start, place), *first)
    if word.endswith("_") and len(word) > 1 and following and (following in "({" or following in SIGNS):
        place = start + len(word) - 1
        return (_name(source, word[:-1], start), Token("operator", "_", place, place + 1))
    if (
        word == "_"
        and following
        and start
        and source[start - 1] in FENCES
        and (following in "({" or following in SIGNS)
    ):
        return (Token("operator", "_", start, start + 1),)
    return tuple(_name(source, part, start + place) for place, part in _parted(word))


def _parted(word: str) -> list[tuple[int, str]]:
    """Return the names that a word consists of: a Greek letter beside others is one of its own, as in λx."""
    head, mark, rest = word.partition("_")
    if word.isascii() or sum(letter.isalpha() for letter in head) < 2 or not any(letter in GREEK for letter in head):
        return [(0, word)]
    pieces = [(found.start(), found.group()) for found in GLUED.finditer(head)]
    place, last = pieces[-1]
    return [*pieces[:-1], (place, last + mark + rest)]


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
    if name in WORDS:
        return Token("operator", WORDS[name], start, start + len(word))
    if name in PLAIN_WORDS:
        return Token("word", name, start, start + len(word))
    if keyword.iskeyword(name) and name != "lambda":
        raise ReadError("GC410", f"{name} has no meaning here", source, start + 1, HINTS.get(name, ""))
    return Token("name", name, start, start + len(word))


def _no_letter(source: str, place: int) -> ReadError:
    character = source[place]
    plain = unicodedata.normalize("NFKC", character)
    hint = f"write {plain}" if plain.isascii() and plain.isprintable() else "names are of Latin or Greek letters"
    return ReadError("GC413", f"{describe(character)} cannot stand in a name", source, place + 1, hint)


def describe(character: str) -> str:
    """Return the number and Unicode name of a character that may be invisible or look like another."""
    return f"U+{ord(character):04X} ({unicodedata.name(character, 'unnamed').lower()})"
