r"""From LaTeX in math mode to tokens, each with its place in the source, before macros are expanded.

    command    \frac, \, and \\, without the backslash; a sign of Unicode is the command that draws it: ≤ is \le
    letter     one Latin letter; a Greek one, \alpha or α, has its English name as text
    number     digits with at most one point, 1{,}000 included
    text       a piece of what stands in \text{...}, spaces included
    parameter  #1, in the body of a macro
    foreign    a character that has no meaning, which whoever comes upon it refuses (``foreign_error``)
    sign       every other character: + - = ( ) [ ] { } ^ _ & | , . ; : ! ' * / < > ~
    end        the end of what is read

What is raised or lowered becomes a script, x² is x^{2}; ½ is \frac{1}{2}.  Comments from % to the end of the line are
left out.  Refuses what is too long.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from gradcheck.language.notation.readerror import ReadError
from gradcheck.language.notation.tokens import describe
from gradcheck.language.syntax.magnitude import MAX_DIGITS
from gradcheck.language.syntax.names import GREEK

MAX_CHARACTERS = 40_000  # of a formula
MAX_PARTS = 20_000  # tokens, macros expanded

LETTERS = {
    **{name: name for name in GREEK.values()},
    "varepsilon": "epsilon", "vartheta": "theta", "varphi": "phi", "varrho": "rho", "varsigma": "sigma",
    "varpi": "pi", "varkappa": "kappa", "ell": "ell", "hbar": "hbar", "imath": "i", "jmath": "j",
}  # fmt: skip
for _capital in ("Gamma", "Delta", "Theta", "Lambda", "Xi", "Pi", "Sigma", "Phi", "Psi", "Omega"):
    LETTERS[f"var{_capital}"] = _capital

TEXT_COMMANDS = frozenset(
    ("text", "mbox", "textrm", "textbf", "textit", "textsf", "texttt", "textnormal", "hbox", "textup", "intertext",
     "shortintertext", "tag", "label", "ref", "eqref", "cite", "color", "textcolor", "begin", "end", "notag")
)  # fmt: skip
SIGNS = {
    "≤": "le", "≥": "ge", "≠": "ne", "·": "cdot", "⋅": "cdot", "∙": "cdot", "×": "times", "∗": "ast", "÷": "div",
    "∈": "in", "∉": "notin", "∞": "infty", "∧": "land", "∨": "lor", "⇒": "Rightarrow", "⟹": "implies",
    "⇔": "Leftrightarrow", "⟺": "iff", "→": "to", "←": "leftarrow", "↦": "mapsto", "∘": "circ", "⊙": "odot",
    "⊗": "otimes", "⊕": "oplus", "∑": "sum", "∏": "prod", "∫": "int", "√": "sqrt", "∂": "partial", "∇": "nabla",
    "‖": "|", "∥": "|", "≈": "approx", "≃": "simeq", "≅": "cong", "≡": "equiv", "∝": "propto", "∼": "sim",
    "≪": "ll", "≫": "gg", "′": "prime", "″": "dprime", "∀": "forall", "∃": "exists", "⊤": "top", "⊥": "perp",
    "⟂": "perp", "⟨": "langle", "⟩": "rangle", "⌊": "lfloor", "⌋": "rfloor", "⌈": "lceil", "⌉": "rceil", "…": "dots",
    "⋯": "cdots", "⋮": "vdots", "⋱": "ddots", "ℓ": "ell", "±": "pm", "∓": "mp", "⊂": "subset", "⊆": "subseteq",
    "≔": "coloneqq", "≜": "triangleq", "∣": "mid", "≻": "succ", "⪰": "succeq", "≺": "prec", "⪯": "preceq",
    "∪": "cup", "∩": "cap", "∅": "emptyset", "⊺": "intercal", "∎": "blacksquare", "□": "square", "∴": "therefore",
    "∵": "because",
}  # fmt: skip
BOARDS = {"ℝ": "R", "ℕ": "N", "ℤ": "Z", "𝔼": "E", "ℙ": "P", "𝕍": "V", "ℚ": "Q", "ℂ": "C", "𝟙": "1"}
FRACTIONS = {
    "½": "12", "⅓": "13", "⅔": "23", "¼": "14", "¾": "34", "⅕": "15", "⅖": "25", "⅗": "35", "⅘": "45", "⅙": "16",
    "⅚": "56", "⅛": "18", "⅜": "38", "⅝": "58", "⅞": "78",
}  # fmt: skip
RAISED = dict(zip("⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁽⁾ⁱⁿᵀᵗᵏᵈ", "0123456789+-()inTtkd", strict=True))
LOWERED = dict(zip("₀₁₂₃₄₅₆₇₈₉₊₋₍₎ᵢⱼₖₗₘₙₚₜ", "0123456789+-()ijklmnpt", strict=True))
PLAIN = {"−": "-", "–": "-", "∶": ":", "＝": "=", "’": "'"}
SPACES = " \t\r\n\xa0\u2002\u2003\u2009\u200a\u202f\u2061\u2062\u200b\u2060\ufeff"

TOKEN = re.compile(
    rf"""
    (?P<blank>      [{SPACES}]+ | %[^\n]*(?:\n|\Z) )
  | (?P<command>    \\(?: [A-Za-z]+\*? | . | \n ) )
  | (?P<number>     (?: [0-9]+(?:\{{,\}}[0-9]{{3}})* (?:\.[0-9]+)? | \.[0-9]+ ) )
  | (?P<raised>     [{"".join(RAISED)}]+ )
  | (?P<lowered>    [{"".join(LOWERED)}]+ )
  | (?P<parameter>  \#[1-9] )
  | (?P<letter>     [A-Za-z] )
  | (?P<sign>       [-+=()\[\]{{}}^_&|,.;:!'*/<>~"] )
    """,
    re.VERBOSE,
)
STARRED = frozenset(("operatorname", "hspace", "vspace", "mathop", "tag"))  # a star behind others is a product
TEXT = re.compile(r"(?P<words>[^\\{}$#]+)|(?P<parameter>#[1-9])|(?P<command>\\(?:[A-Za-z]+ ?|.|\n))|(?P<sign>[{}$#])")
CONTROL = {"\x07": r"\a", "\x08": r"\b", "\x0b": r"\v", "\x0c": r"\f"}
CUT = re.compile(
    r"\t(?:heta|imes|anh|an\b|ext|ilde|riangle|o\b)|\r(?:ight|ho\b|angle|vert|floor|ceil)"
    r"|\n(?:abla|otin\b|eq\b(?! *[=&]))"
)
WORD = re.compile(r"[A-Za-z]*")
RAW = r"write the string of Python as a raw one: r'...', or double its backslashes"


class Token(NamedTuple):
    """A token at ``source[start:end]``; ``gap``: blanks stand before it."""

    kind: str
    text: str
    start: int
    end: int
    gap: bool = False

    def is_sign(self, *signs: str) -> bool:
        return self.kind == "sign" and self.text in signs

    def is_command(self, *names: str) -> bool:
        return self.kind == "command" and self.text in names


def tokenize(source: str, start: int = 0, end: int | None = None) -> list[Token]:
    """Return the tokens of ``source[start:end]``, closed by one of kind 'end'; ReadError for what belongs to none."""
    end = len(source) if end is None else end
    if end - start > MAX_CHARACTERS:
        raise ReadError("GC408", f"the formula has more than {MAX_CHARACTERS:,} characters", source, start + 1)
    tokens: list[Token] = []
    _Lexer(source, end, tokens).math(start, "")
    last = tokens[-1].end if tokens else start
    tokens.append(Token("end", "", last, last))
    return tokens


def refuse_cut(source: str, start: int, end: int) -> None:
    """Raise ReadError for a blank that a string of Python made of the beginning of a command, such as \\times."""
    cut = CUT.search(source, start, end)
    if cut is not None:
        written = {"\t": r"\t", "\r": r"\r", "\n": r"\n"}[cut.group()[0]] + cut.group()[1:]
        message = f"the blank stands where {written} was meant"
        raise ReadError("GC402", message, source, cut.start() + 1, RAW)


class _Lexer:
    """Appends tokens; in math mode or in the text mode of \\text{...}, and either may stand in the other."""

    def __init__(self, source: str, end: int, tokens: list[Token]) -> None:
        self.source, self.end, self.tokens = source, end, tokens
        self.levels = 0  # of text in math in text

    def math(self, place: int, closing: str) -> int:
        """Read up to the closing sign of math in text, or to the end; return the place behind it."""
        source, tokens, end = self.source, self.tokens, self.end
        gap = False
        while place < end:
            if closing and source.startswith(closing, place):
                return place + len(closing)
            found = TOKEN.match(source, place, end)
            if found is None:
                place = self.foreign(place, gap)
                gap = False
                continue
            kind, text, start, place = found.lastgroup or "", found.group(), found.start(), found.end()
            if kind == "blank":
                gap = True
                continue
            if kind == "command":
                place = self.command(text, start, place, gap)
            elif kind == "number":
                tokens.append(Token(kind, self.number(text, start), start, place, gap))
            elif kind in ("raised", "lowered"):
                self.script(text, start, kind == "raised")
            else:
                tokens.append(Token(kind, text[1:] if kind == "parameter" else text, start, place, gap))
            gap = False
        return place

    def command(self, text: str, start: int, place: int, gap: bool) -> int:
        """Read a command, and the text behind one that takes text."""
        name = text[1:]
        if name.endswith("*") and len(name) > 1 and name[:-1] not in STARRED:
            name, place = name[:-1], place - 1
        name = name.rstrip("*") if len(name) > 1 else name
        if name in CONTROL or (name < " " and name not in SPACES):
            raise foreign_error(self.source, start + 1)
        if name in LETTERS:
            self.tokens.append(Token("letter", LETTERS[name], start, place, gap))
            return place
        self.tokens.append(Token("command", " " if name in SPACES else name, start, place, gap))
        if name in TEXT_COMMANDS:
            while place < self.end and self.source[place] in SPACES:
                place += 1
            if self.source.startswith("{", place, self.end):
                return self.text(place)
        return place

    def text(self, place: int) -> int:
        """Read what stands in braces as text, with math between $ signs or \\( and \\); return the place behind it."""
        source, tokens = self.source, self.tokens
        opening, level = place, 0
        self.levels += 1
        if self.levels > 20:
            raise ReadError("GC408", "text and formulas are nested deeper than 20", source, place + 1)
        while place < self.end:
            found = TEXT.match(source, place, self.end)
            if found is None:  # a backslash at the very end
                break
            kind, text, start = found.lastgroup, found.group(), place
            place = found.end()
            if kind == "words":
                self.refuse_control(start, place)
                tokens.append(Token("text", text, start, place))
            elif kind == "parameter":
                tokens.append(Token("parameter", text[1:], start, place))
            elif text == "$" or text == "\\(":
                place = self.math(place, "$" if text == "$" else "\\)")
            elif kind == "command":
                name = text[1:].rstrip()
                if name in LETTERS:
                    tokens.append(Token("letter", LETTERS[name], start, place))
                elif len(name) <= 1:
                    tokens.append(
                        Token("text", name if name in ("&", "%", "$", "#", "_", "{", "}") else " ", start, place)
                    )
                elif name in TEXT_COMMANDS or name in ("quad", "qquad", "ldots", "dots"):
                    tokens.append(Token("text", "..." if name.endswith("dots") else " ", start, place))
                else:
                    tokens.append(Token("command", name, start, place))
            else:
                level += (text == "{") - (text == "}")
                tokens.append(Token("sign" if text in "{}" else "text", text, start, place))
                if level == 0:
                    self.levels -= 1
                    return place
        raise ReadError("GC403", "this brace is never closed", source, opening + 1)

    def foreign(self, place: int, gap: bool) -> int:
        """Read a character outside of ASCII as what draws it; ReadError where nothing does."""
        character = self.source[place]
        tokens, after = self.tokens, place + 1
        if character in SIGNS:
            name = SIGNS[character]
            if name in LETTERS:
                tokens.append(Token("letter", LETTERS[name], place, after, gap))
            elif name == "dprime":
                tokens += [Token("sign", "'", place, after, gap)] * 2
            elif name == "prime":
                tokens.append(Token("sign", "'", place, after, gap))
            else:
                tokens.append(Token("command", name, place, after, gap))
        elif character in GREEK:
            tokens.append(Token("letter", GREEK[character], place, after, gap))
        elif character in PLAIN:
            tokens.append(Token("sign", PLAIN[character], place, after, gap))
        elif character in BOARDS:
            kind = "number" if BOARDS[character] == "1" else "letter"
            tokens.append(Token("command", "mathbb", place, after, gap))
            tokens.append(Token(kind, BOARDS[character], place, after))
        elif character in FRACTIONS:
            tokens.append(Token("command", "frac", place, after, gap))
            for digit in FRACTIONS[character]:
                tokens.append(Token("number", digit, place, after))
        else:
            tokens.append(Token("foreign", character, place, after, gap))
        return after

    def refuse_control(self, start: int, end: int) -> None:
        for place in range(start, end):
            if self.source[place] in CONTROL:
                raise foreign_error(self.source, place)

    def script(self, text: str, start: int, raised: bool) -> None:
        """Append the tokens of ^{...} or _{...} for what is raised or lowered."""
        table = RAISED if raised else LOWERED
        tokens = self.tokens
        tokens.append(Token("sign", "^" if raised else "_", start, start))
        tokens.append(Token("sign", "{", start, start))
        for found in re.finditer(r"[0-9]+|[A-Za-z]|[-+()]", "".join(table[c] for c in text)):
            part, place = found.group(), start + found.start()
            kind = "number" if part.isdecimal() else "letter" if part.isalpha() else "sign"
            part = self.number(part, place) if kind == "number" else part
            tokens.append(Token(kind, part, place, start + found.end()))
        end = start + len(text)
        tokens.append(Token("sign", "}", end, end))

    def number(self, text: str, start: int) -> str:
        """Return the literal without marks between groups of digits and without leading zeros."""
        text = text.replace("{,}", "")
        if len(text) > MAX_DIGITS:
            raise ReadError("GC406", f"the number has more than {MAX_DIGITS:,} digits", self.source, start + 1)
        text = text.lstrip("0") or "0"
        return f"0{text}" if text[0] == "." else text


def foreign_error(source: str, place: int) -> ReadError:
    """Return the error for a character that has no meaning.

    Of a control character it says which command a string of Python made it of.
    """
    character = source[place]
    if character in CONTROL:
        rest = WORD.match(source, place + 1)
        meant = f"{CONTROL[character]}{rest.group() if rest else ''}"
        return ReadError("GC402", f"{describe(character)} stands where {meant} was meant", source, place + 1, RAW)
    if character == "$":
        return ReadError("GC402", "$ stands in a formula", source, place + 1, "close the formula before it")
    if character == "\\":
        return ReadError("GC402", "a backslash ends the formula", source, place + 1)
    plain = character.isascii() and character.isprintable()
    hints = {"@": "a product of matrices is written A B", "#": "", "`": "", "?": ""}
    hint = hints.get(character, "names are of Latin or Greek letters")
    shown = character if plain else describe(character)
    return ReadError("GC402", f"{shown} is not part of a formula", source, place + 1, hint)
