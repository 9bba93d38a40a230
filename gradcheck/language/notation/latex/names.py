r"""Numbers, letters, words and what they are written in: fonts and accents.

x, \theta, \ell           a name; Greek letters spelled out
\mathbf{x}, \mathcal L    the name, with its font beside it
\hat{y}, \bar x           y_hat, x_bar
\mathrm{loss}, \text{..}  a name of several letters; Var, softmax and other known words are functions
exp(x), Var(X)            a known word in italics before what it is of; every other run of letters is a product
\Delta x                  one name, Delta_x
\mathbb{R}, \mathbb{E}    sets and the words for chance, which no declaration changes
"""

from __future__ import annotations

from dataclasses import replace

from gradcheck.language.notation.latex.commands import ACCENTS, BOARDS, CHANCE, FONTS, FUNCTIONS, WORDS, WORDY
from gradcheck.language.notation.latex.cursor import Cursor
from gradcheck.language.notation.latex.derivatives import read_stroke
from gradcheck.language.notation.latex.functions import apply_word, read_indicator, read_indices
from gradcheck.language.notation.latex.scripts import sides_of
from gradcheck.language.notation.latex.tokens import Token
from gradcheck.language.notation.latex.words import plain_name
from gradcheck.language.notation.tokens import MAX_NAME
from gradcheck.language.notation.tree import Call, Name, Number, Prime, Raised, Script, Styled, Tree

SHORTEST_WORD = 4  # of letters in italics that may be a word and not a product
VOWELS = frozenset("aeiou")
SYMBOLS = {"infty": "oo", "emptyset": "emptyset", "varnothing": "emptyset", "top": "top", "bot": "bot"}


def read_number(cursor: Cursor) -> Tree:
    """Read a number; 1e-5 may be two."""
    token = cursor.skip()
    text, end = token.text, token.end
    groups = cursor.token, cursor.peek()
    while (  # 1,147,264, outside of arguments
        not cursor.bars
        and len(text) <= 3 * (text == token.text) + 99
        and text.isdecimal()
        and (len(token.text) <= 3)
        and groups[0].is_sign(",")
        and not groups[0].gap
        and groups[1].kind == "number"
        and not groups[1].gap
        and groups[1].end - groups[1].start == 3
        and cursor.source[groups[1].start : groups[1].end].isdecimal()
    ):
        text += cursor.source[groups[1].start : groups[1].end]
        end = groups[1].end
        cursor.skip()
        cursor.skip()
        groups = cursor.token, cursor.peek()
    following, sign = cursor.token, cursor.peek()
    if following.kind == "letter" and following.text in ("e", "E") and following.start == end:
        digits = sign if sign.kind == "number" else cursor.peek(2) if sign.is_sign("-", "+") else None
        if digits is not None and digits.kind == "number" and digits.end - following.end <= 4 and not sign.gap:
            written = cursor.source[token.start : digits.end]
            if written in cursor.reading.numbers:
                cursor.go(cursor.place + (2 if digits is sign else 3))
                return Number(token.start, digits.end, written)
            hint = f"write {text} \\cdot 10^{{...}}, or {text} e with a blank"
            raise cursor.error("GC417", "this may be a number with an exponent, or a multiple of e", token, hint)
    return Number(token.start, end, text)


def read_symbol(cursor: Cursor, token: Token) -> Tree:
    """Read a sign that is a name, such as \\infty."""
    del cursor
    return Name(token.start, token.end, SYMBOLS[token.text])


def read_letter(cursor: Cursor) -> Tree:
    """Read a letter, or letters that are a word."""
    first = cursor.token
    run = letters_ahead(cursor) if len(first.text) == 1 and not cursor.font else [first]
    word = "".join(token.text for token in run)
    if len(run) > 1 and is_word(cursor, run, word):
        cursor.go(cursor.place + len(run))
        name = Name(first.start, run[-1].end, word)
        return apply_word(cursor, name, word) if word not in cursor.reading.words else name
    if first.text == "d":
        stroke = read_stroke(cursor)
        if stroke is not None:
            return stroke
    cursor.skip()
    following = cursor.token
    if following.kind == "words" and following.text.startswith("-") and following.start == first.end:
        rest = plain_name(following.text[1:])
        if rest:  # a\text{-relu}
            cursor.skip()
            return Styled(first.start, following.end, f"{first.text}_{rest}")
    if first.text == "Delta" and (following.kind == "letter" or is_font(following)):
        inner = cursor.primary()
        if isinstance(inner, Name):
            return Styled(
                first.start, inner.end, f"Delta_{inner.text}", inner.font if isinstance(inner, Styled) else ""
            )
        raise cursor.error("GC410", "\\Delta stands before something that is no name", inner)
    if cursor.font:
        return Styled(first.start, first.end, first.text, cursor.font)
    return Name(first.start, first.end, first.text)


def is_font(token: Token) -> bool:
    return token.kind == "command" and token.text in FONTS and token.text not in WORDY


def letters_ahead(cursor: Cursor) -> list[Token]:
    """Return the Latin letters that are next, with nothing between them in the source."""
    run = [cursor.token]
    while len(run) < MAX_NAME:
        following = cursor.peek(len(run))
        is_next = following.kind == "letter" and len(following.text) == 1 and following.start == run[-1].end
        if not is_next or following.end - following.start != 1:
            break
        run.append(following)
    return run


def is_word(cursor: Cursor, run: list[Token], word: str) -> bool:
    """Whether letters in italics are a word; ReadError where that cannot be told."""
    if word in cursor.reading.words:
        return True
    if len(word) < 2 or (len(word) == 2 and word not in ("ln", "tr")):
        return False
    behind = cursor.peek(len(run))
    if word in FUNCTIONS or word in CHANCE:
        return behind.is_sign("(", "[", "_", "^", "{", "'") or behind.kind in ("letter", "number", "command")
    if len(word) > 2 and word in WORDS:
        raise cursor.error(
            "GC417", f"{word} may be a word or a product of letters", run[0], f"write \\text{{ {word} }}"
        )
    vowels = sum(letter in VOWELS for letter in word.lower())
    if len(word) >= SHORTEST_WORD and word[1:].islower() and vowels and len(set(word)) > 2:
        message = f"{word} may be a word or a product of {len(word)} letters"
        raise cursor.error(
            "GC417", message, run[0], f"write \\mathrm{{{word}}}, or the letters with blanks between them"
        )
    return False


def read_word(cursor: Cursor, token: Token) -> Tree:
    """Read the name in \\text{...}."""
    text = plain_name(token.text)
    if text in FUNCTIONS or text in CHANCE:
        return apply_word(cursor, Styled(token.start, token.end, text, "rm"), text)
    return Styled(token.start, token.end, text, "rm")


def read_font(cursor: Cursor, command: Token) -> Tree:
    """Read what is written in a font."""
    font = FONTS[command.text]
    start, end = cursor.argument_range(command)
    inside = cursor.tokens[start:end]
    if not inside:
        raise cursor.error("GC411", f"an argument of \\{command.text} is empty", command)
    after = cursor.tokens[cursor.place - 1].end
    primes = 0
    while len(inside) > 1 and inside[-1].is_sign("'"):
        primes += 1
        inside = inside[:-1]
    if primes:
        base = cursor.part(start, start + len(inside), cursor.primary) if len(inside) == 1 else None
        if isinstance(base, Name):
            return Prime(command.start, after, replace(base, start=command.start), primes)
        raise cursor.error("GC410", f"\\{command.text} stands around more than a name", command)
    if all(token.kind in ("letter", "number") or token.is_sign("-", "*") or token.is_command("_") for token in inside):
        word = "".join(token.text if token.kind in ("letter", "number") else "_" for token in inside).strip("_")
        if (
            len(inside) > 1
            and (command.text in WORDY or word in FUNCTIONS or word in CHANCE)
            and not word[:1].isdigit()
        ):
            if word in FUNCTIONS or word in CHANCE:
                return apply_word(cursor, Styled(command.start, after, word, font), word)
            if len(word) > MAX_NAME:
                raise cursor.error("GC413", f"a name has at most {MAX_NAME} characters", command)
            return Styled(command.start, after, word, font)
    if len(inside) == 1 and inside[0].kind == "number":
        return _digit(cursor, command, inside[0], font, after)
    if len(inside) == 1 and inside[0].kind == "letter":
        return _letter(cursor, inside[0], font, command.start, after)
    if len(inside) == 1 and inside[0].kind == "words" and plain_name(inside[0].text):
        return read_word(cursor, inside[0]._replace(start=command.start, end=after))
    before, cursor.font = cursor.font, font or cursor.font
    tree = cursor.formula(start, end)
    cursor.font = before
    if isinstance(tree, Name | Script | Raised | Call):
        return tree
    raise cursor.error(
        "GC410", f"\\{command.text} stands around more than a name", command, "write it around each name"
    )


def _letter(cursor: Cursor, letter: Token, font: str, start: int, end: int) -> Tree:
    """Return one letter in a font; in blackboard bold it may be a set, or a word for chance."""
    text = letter.text
    if font == "bb" and text in BOARDS:
        return Styled(start, end, BOARDS[text], font)
    if font == "bb" and text in ("E", "P", "V"):
        return apply_word(cursor, Styled(start, end, text, font), {"V": "Var", "P": "Pr"}.get(text, text))
    if font == "bb" and text == "I" and (cursor.token.is_sign("[", "(", "_") or cursor.token.is_command("{")):
        return read_indicator(cursor, Styled(start, end, "I", font))
    return Styled(start, end, text, font)


def _digit(cursor: Cursor, command: Token, digit: Token, font: str, end: int) -> Tree:
    """Return a digit in a font: the array of ones or zeros, with its sides below it, or an indicator."""
    start = command.start
    if font not in ("bf", "bb") or digit.text not in ("0", "1"):
        return Number(start, end, digit.text)
    name = Styled(start, end, "ones" if digit.text == "1" else "zeros", font)
    if digit.text == "1":
        return read_indicator(cursor, name)
    return read_sides(cursor, name)


def read_sides(cursor: Cursor, name: Styled) -> Tree:
    """Read the sides below the array of ones or zeros; zeros without sides are the number."""
    if not cursor.token.is_sign("_"):
        return name if name.text == "ones" else Number(name.start, name.end, "0")
    indices, end = read_indices(cursor)
    return Call(name.start, end, name, sides_of(indices))


def read_accent(cursor: Cursor, command: Token) -> Tree:
    """Read a name with an accent above it; what is below an accent may have scripts, which stay behind it."""
    tree = cursor.argument(command)
    end = cursor.tokens[cursor.place - 1].end
    marked = accented(tree, ACCENTS[command.text], command.start, end)
    if marked is None:
        hint = "an accent stands on a name; write the conjugate or the mean of a formula in another way"
        raise cursor.error("GC410", f"\\{command.text} stands above more than a name", command, hint)
    return marked


def accented(tree: Tree, accent: str, start: int, end: int) -> Tree | None:
    """Return the tree with the accent on the name that it consists of."""
    if isinstance(tree, Name):
        font = tree.font if isinstance(tree, Styled) else ""
        return Styled(start, end, f"{tree.text}_{accent}", font)
    if isinstance(tree, Script | Raised):
        base = accented(tree.base, accent, start, end)
        if base is None:
            return None
        if isinstance(tree, Script):
            return Script(start, end, base, tree.indices)
        return Raised(start, end, base, tree.marks)
    return None
