r"""Leaves out what LaTeX writes for the eye, so that the parser sees what is said.

    spaces, \displaystyle, \color{..}, \phantom{..}               are left out; a wide space is kept as a gap
    \boxed{x}, \cancel{x}, \textcolor{..}{x}, \underbrace{x}_{..}, {x}    become x; braces of arguments stay
    \left( \bigl( \right|                                          become delimiters that open or close
    {a \over b}, {\bf x}, \underset{x}{\min}, \stackrel{..}{=}            become \frac, \mathbf, \min_{x}, and =
    \text{...}, \tag{..}, \begin{..}                               become one token each

Linear in the number of tokens.  Refuses braces that do not match.
"""

from __future__ import annotations

import re

from gradcheck.language.notation.latex.commands import (
    ARITY,
    BOXES,
    BRACED,
    CHANCE,
    DROPPED,
    FONTS,
    FUNCTIONS,
    IGNORED,
    KEPT,
    NEGATED,
    RELATIONS,
    SIZES,
    SPACES,
    SWITCHES,
    WITH_COLUMNS,
    WORDY,
)
from gradcheck.language.notation.latex.tokens import Token
from gradcheck.language.notation.readerror import ReadError

TEXTS = frozenset(("text", "mbox", "textrm", "textbf", "textit", "textsf", "texttt", "textnormal", "hbox", "textup"))
RENAMED = {
    "vert": ("sign", "|"), "Vert": ("command", "|"), "lbrace": ("command", "{"), "rbrace": ("command", "}"),
    "lbrack": ("sign", "["), "rbrack": ("sign", "]"), "lparen": ("sign", "("), "rparen": ("sign", ")"),
    "colon": ("sign", ":"), "slash": ("sign", "/"), "lt": ("sign", "<"), "gt": ("sign", ">"), "dprime": ("sign", "'"),
    "cr": ("command", "\\"), "tabularnewline": ("command", "\\"), "lbracket": ("sign", "["),
}  # fmt: skip
OPENED = {"|": "lvert", "‖": "lVert", ".": "left.", "<": "langle"}
CLOSED = {"|": "rvert", "‖": "rVert", ".": "right.", ">": "rangle"}
LENGTH = re.compile(r"-?[0-9.]+(?:pt|em|ex|mm|cm|in|mu|sp)?")
MAX_MOVES = 100  # of what stands below a sign
WIDE = 3  # the gap of a \quad


def undecorate(source: str, tokens: list[Token]) -> list[Token]:
    """Return the tokens that say something; ``gap`` counts how wide the blank before each is, up to a \\quad."""
    return _Cleaner(source, tokens).run()


class _Cleaner:
    """Goes through the tokens once; ``pending`` is how many arguments the commands before still take."""

    def __init__(self, source: str, tokens: list[Token]) -> None:
        self.source, self.tokens = source, list(tokens)
        self.done: list[Token] = []
        self.place = 0
        self.gap = self.moves = 0
        self.pending = 0
        self.levels: list[tuple[str, int]] = []  # of open braces: what becomes of them, and what is pending behind
        self.match: dict[int, int] = {}  # of a brace, the one that closes it
        self.over: dict[int, int] = {}  # of a brace, the \over in it
        self.braced: set[int] = set()  # closing braces behind which a label may stand
        self.boxes: set[int] = set()  # closing braces of text, in which formulas have $ signs
        self.find_braces()

    def find_braces(self) -> None:
        opened: list[int] = []
        for at, token in enumerate(self.tokens):
            if token.is_sign("{"):
                opened.append(at)
            elif token.is_sign("}"):
                if not opened:
                    raise self.error("GC403", "this brace closes none", token)
                self.match[opened.pop()] = at
            elif token.is_command("over", "choose") and opened:
                self.over.setdefault(opened[-1], at)
        if opened:
            raise self.error("GC403", "this brace is never closed", self.tokens[opened[-1]])

    def error(self, code: str, message: str, token: Token, hint: str = "") -> ReadError:
        return ReadError(code, message, self.source, token.start + 1, hint)

    def emit(self, kind: str, text: str, start: int, end: int) -> None:
        self.done.append(Token(kind, text, start, end, self.gap))  # type: ignore[arg-type]
        self.gap = 0

    def next(self, ahead: int = 1) -> Token:
        return self.tokens[min(self.place + ahead, len(self.tokens) - 1)]

    def run(self) -> list[Token]:
        while self.place < len(self.tokens):
            token = self.tokens[self.place]
            self.gap = max(self.gap, int(token.gap))
            self.take(token)
            self.place += 1
        return self.done

    def take(self, token: Token) -> None:
        """Keep, change or leave out a token, and what belongs to it."""
        if token.kind == "sign":
            self.sign(token)
        elif token.kind == "command":
            self.command(token)
        elif token.kind == "text":
            self.emit("words", token.text, token.start, token.end)
        elif token.kind == "foreign" and token.text == "$" and self.levels and self.levels[-1][0] == "box":
            return  # \fbox{$x$}
        elif token.kind == "parameter":
            raise self.error("GC410", f"#{token.text} stands outside of the definition of a macro", token)
        elif token.kind == "number" and self.pending and not self.is_script() and len(token.text) > 1:
            self.digits(token)
        else:
            self.pending = max(0, self.pending - 1)
            self.keep(token)

    def is_script(self) -> bool:
        """Whether the last token opened a script."""
        return bool(self.done) and self.done[-1].is_sign("^", "_")

    def digits(self, token: Token) -> None:
        """Part a number without braces, of which the first digits are the arguments: \\frac12."""
        text = self.source[token.start : token.end]
        in_macro = not text.isdecimal() and token.text.isdecimal()  # all of whose body stands where it is called
        if not text.isdecimal() and not in_macro:
            self.pending = 0
            self.keep(token)
            return
        text = token.text if in_macro else text
        taken = min(self.pending, len(text) - 1) if len(text) > self.pending else len(text)
        self.pending -= taken
        for place in range(taken):
            first = token.start if in_macro else token.start + place
            self.emit("number", text[place], first, token.end if in_macro else first + 1)
        if text[taken:]:
            first = token.start if in_macro else token.start + taken
            self.emit("number", text[taken:].lstrip("0") or "0", first, token.end)

    def keep(self, token: Token) -> None:
        self.emit(token.kind, token.text, token.start, token.end)

    def sign(self, token: Token) -> None:
        text = token.text
        if text == "~":
            self.gap = max(self.gap, 1)
        elif text == "{":
            self.open(token)
        elif text == "}":
            self.close(token)
        else:
            self.pending = 1 if text in ("^", "_") else max(0, self.pending - 1)
            self.keep(token)

    def open(self, token: Token) -> None:
        """Open a group: of an argument it is kept, of none it is left out, unless it has a script."""
        place, closing = self.place, self.match[self.place]
        behind = self.tokens[closing + 1]
        following = self.next()
        switch = SWITCHES.get(following.text, "") if following.kind == "command" else ""
        is_argument = self.pending > 0
        wraps = place in self.over or bool(switch)
        rest, self.pending = max(0, self.pending - 1), 0
        if closing in self.braced or closing in self.boxes:
            self.levels.append(("braced" if closing in self.braced else "box", rest))
            return
        if not is_argument and not wraps and not (behind.is_sign("^", "_", "'") or self.is_empty_base(behind)):
            self.levels.append(("plain", rest))
            return
        if is_argument and wraps:
            self.keep(token)
        if place in self.over:
            above = self.tokens[self.over[place]]
            self.emit("command", "binom" if above.text == "choose" else "frac", above.start, above.end)
        if switch:
            self.emit("command", switch, following.start, following.end)
            self.place += 1
        self.keep(token)
        self.levels.append(("double" if is_argument and wraps else "kept", rest))

    def is_empty_base(self, behind: Token) -> bool:
        """Whether {} stands before a script: ``{}_1``."""
        return self.match[self.place] == self.place + 1 and behind.is_sign("^", "_")

    def close(self, token: Token) -> None:
        kind, self.pending = self.levels.pop()
        if kind in ("kept", "double"):
            self.keep(token)
        if kind == "double":
            self.keep(token)
        if kind == "braced" and self.next().is_sign("_", "^"):
            self.place += 1
            self.skip_argument()

    def skip_argument(self) -> None:
        """Leave out the group or token that comes next."""
        if self.next().kind == "end" or self.next().is_sign("}"):
            return
        self.place += 1
        if self.tokens[self.place].is_sign("{"):
            self.place = self.match[self.place]

    def skip_brackets(self) -> bool:
        """Leave out what stands in square brackets directly behind; whether there is some."""
        if not self.next().is_sign("["):
            return False
        for at in range(self.place + 1, min(self.place + 12, len(self.tokens))):
            if self.tokens[at].is_sign("]"):
                self.place = at
                return True
        return False

    def written(self, opening: int) -> str:
        """Return what was written in the braces."""
        first, last = self.tokens[opening + 1], self.tokens[self.match[opening]]
        return self.source[first.start : last.start].strip() if first.start < last.start else ""

    def command(self, token: Token) -> None:
        """Read a command of decoration; every other one is kept."""
        name = token.text
        if name in TEXTS:
            self.text(token)
        elif name in ("begin", "end"):
            self.environment(token)
        elif name in ("tag", "label"):
            self.mark(token)
        elif name in SPACES or name in IGNORED or name in DROPPED:
            self.gap = max(self.gap, SPACES.get(name, 0))
            for _ in range(DROPPED.get(name, 0)):
                self.skip_brackets()
                self.skip_argument()
        elif name in KEPT:
            for _ in range(KEPT[name]):
                self.skip_brackets()
                self.skip_argument()
            if name in BRACED | BOXES and self.next().is_sign("{"):
                (self.braced if name in BRACED else self.boxes).add(self.match[self.place + 1])
        elif name in ("left", "right", "middle") or name in SIZES:
            self.delimiter(token)
        elif name in ("intertext", "shortintertext"):
            self.emit("command", "\\", token.start, token.end)
            self.text(token)
            self.emit("command", "\\", token.start, token.end)
        elif name == "\\":
            self.line_end(token)
        elif name == "not":
            self.negation(token)
        elif name in ("overset", "stackrel", "underset"):
            self.stacked(token)
        elif name in ("xrightarrow", "xleftarrow"):
            self.arrow(token)
        elif name == "substack" and self.next().is_sign("{"):
            self.substack()
        elif name == "over" or name == "choose":
            self.divided(token)
        elif name == "sqrt" and self.next().is_sign("["):
            self.root(token)
        elif name in RENAMED:
            kind, text = RENAMED[name]
            self.pending = max(0, self.pending - 1)
            self.emit(kind, text, token.start, token.end)
        elif name in FONTS and name not in WORDY and self.letters():
            self.spread(token)
        else:
            self.pending = max(0, self.pending - 1) + ARITY.get(name, 0)
            self.keep(token)

    def letters(self) -> list[Token]:
        """Return the letters in the braces that are next, if there are several, which are no word and nothing else."""
        if not self.next().is_sign("{"):
            return []
        inside = self.tokens[self.place + 2 : self.match[self.place + 1]]
        word = "".join(token.text for token in inside)
        is_word = word in FUNCTIONS or word in CHANCE or self.pending > 0
        return inside if len(inside) > 1 and not is_word and all(token.kind == "letter" for token in inside) else []

    def spread(self, token: Token) -> None:
        """Write a font around each of several letters: \\mathbf{AB} is a product."""
        inside = self.letters()
        self.place = self.match[self.place + 1]
        for letter in inside:
            self.emit("command", token.text, letter.start, letter.start)
            self.emit("letter", letter.text, letter.start, letter.end)

    def text(self, token: Token) -> None:
        """Read \\text{...}: one token for words, and what stands in $ signs as it is."""
        self.pending = max(0, self.pending - 1)
        if not self.next().is_sign("{"):
            return
        opening = self.place + 1
        closing = self.match[opening]
        inside = self.tokens[opening + 1 : closing]
        if all(piece.kind == "text" for piece in inside):
            text = "".join(piece.text for piece in inside)
            if text.strip():
                self.emit("words", text, token.start, self.tokens[closing].end)
            else:
                self.gap = max(self.gap, 2)
            self.place = closing
            return
        self.levels.append(("plain", self.pending))
        self.pending = 0
        self.place += 1

    def environment(self, token: Token) -> None:
        """Read the name of an environment, and leave out how its columns are set."""
        if not self.next().is_sign("{"):
            raise self.error("GC411", "an environment has a name in braces", token)
        closing = self.match[self.place + 1]
        name = self.written(self.place + 1)
        self.place += closing - self.place
        self.pending = 0
        is_begin = token.text == "begin"
        self.emit("begin" if is_begin else "finish", name, token.start, self.tokens[closing].end)
        if is_begin:
            self.skip_brackets() if name not in ("bmatrix", "cases", "matrix", "pmatrix") else None
            if name in WITH_COLUMNS and self.next().is_sign("{"):
                self.skip_argument()

    def mark(self, token: Token) -> None:
        """Read \\tag or \\label with what is in its braces."""
        if self.next().is_sign("{"):
            closing = self.match[self.place + 1]
            text = self.written(self.place + 1)
            self.place = closing
            self.emit(token.text, text, token.start, self.tokens[closing].end)

    def delimiter(self, token: Token) -> None:
        """Join \\left, \\right, \\middle or a size with the delimiter behind it."""
        self.place += 1
        delimiter = self.tokens[self.place]
        side = {"left": "l", "right": "r", "middle": "m"}.get(token.text, SIZES.get(token.text, ""))
        shown = delimiter.text
        kind, text = RENAMED.get(shown, ("", "")) if delimiter.kind == "command" else ("", "")
        kind, text = (kind, text) if kind else (delimiter.kind, shown)
        if kind not in ("sign", "command") or (kind == "sign" and text in ("{", "}", "^", "_", "&")):
            raise self.error("GC411", f"a delimiter is missing behind \\{token.text}", token)
        bar = "‖" if kind == "command" and text in ("|", "Vert") else text if kind == "sign" else ""
        if side == "l" and bar in OPENED:
            kind, text = "command", OPENED[bar]
        elif side == "r" and bar in CLOSED:
            kind, text = "command", CLOSED[bar]
        elif side == "m":
            kind, text = "command", "parallel" if bar == "‖" else "mid"
        end = delimiter.end
        double = {"lvert": "lVert", "rvert": "rVert"}.get(text)
        last = self.done[-1] if self.done else None
        if double and kind == "command" and last is not None and last.is_command(text) and last.end == token.start:
            del self.done[-1]
            self.gap = int(last.gap)
            self.emit("command", double, last.start, end)
        else:
            self.emit(kind, text, token.start, end)
        self.pending = 0

    def line_end(self, token: Token) -> None:
        """Read \\\\, perhaps with a length in brackets behind it; in \\substack a comma."""
        self.pending = 0
        following = self.next()
        if following.is_sign("*") and not following.gap:
            self.place += 1
        if self.next().is_sign("[") and self.next(2).kind == "number" and LENGTH.match(self.next(2).text):
            self.skip_brackets()
        if self.levels and self.levels[-1][0] == "substack":
            self.emit("sign", ",", token.start, token.end)
        else:
            self.keep(token)

    def negation(self, token: Token) -> None:
        following = self.next()
        if following.text not in NEGATED or following.kind not in ("sign", "command"):
            raise self.error("GC410", "\\not stands before something that is no relation", token)
        self.place += 1
        self.emit("relation", NEGATED[following.text], token.start, following.end)

    def group_at(self, place: int, token: Token) -> tuple[int, int]:
        """Return the numbers of the first and the last token of the argument that begins at the place."""
        if place >= len(self.tokens) or self.tokens[place].kind == "end" or self.tokens[place].is_sign("}"):
            raise self.error("GC411", f"\\{token.text} takes two arguments", token)
        return place, self.match.get(place, place)

    def stacked(self, token: Token) -> None:
        """Read a sign with something above or below it."""
        above, last = self.group_at(self.place + 1, token)
        below, end = self.group_at(last + 1, token)
        inner = [piece for piece in self.tokens[below : end + 1] if not piece.is_sign("{", "}")]
        relation = ""
        if len(inner) == 1 and inner[0].kind in ("sign", "command"):
            relation = {"=": "=", "<": "<", ">": ">"}.get(inner[0].text) or RELATIONS.get(inner[0].text, "")
        if relation:
            reason = self.written(above) if above in self.match else self.tokens[above].text
            reason = re.sub(r"\\(?:text|mathrm|textrm|rm|mathsf|mbox|operatorname)\s*", "", reason).strip("{} .")
            meant = reason.replace("\\", "").lower()
            if relation in ("=", "≡") and (
                meant in ("def", "definition", "defn", "delta", "triangle", "by definition")
            ):
                relation = ":="
            else:
                self.emit("reason", reason, token.start, self.tokens[end].end)
            self.emit("relation", relation, token.start, self.tokens[end].end)
            self.place = end
            return
        if token.text != "underset":
            raise self.error("GC410", f"\\{token.text} puts a mark on something that is no relation", token)
        middle = self.tokens[below : end + 1]
        if below in self.match:  # braces would part the sign from what is moved below it
            blank = token._replace(text="!")
            middle = [blank, *middle[1:-1], blank]
        self.moves += 1
        if self.moves > MAX_MOVES:
            raise self.error("GC408", f"the formula has more than {MAX_MOVES} signs with something below them", token)
        moved = [*middle, Token("sign", "_", token.start, token.end)]
        moved += self.tokens[above : last + 1]
        self.tokens[self.place : end + 1] = moved  # as many as they were, with the command itself
        opened: list[int] = []
        for at in range(self.place, end + 1):
            if self.tokens[at].is_sign("{"):
                opened.append(at)
            elif self.tokens[at].is_sign("}"):
                self.match[opened.pop()] = at
        self.place -= 1

    def arrow(self, token: Token) -> None:
        self.skip_brackets()
        opening = self.place + 1
        reason = self.written(opening) if opening in self.match else ""
        self.skip_argument()
        if reason:
            self.emit("reason", reason, token.start, self.tokens[self.place].end)
        self.emit("relation", "->" if token.text == "xrightarrow" else "<-", token.start, self.tokens[self.place].end)

    def substack(self) -> None:
        self.levels.append(("substack", max(0, self.pending - 1)))
        self.pending = 0
        self.place += 1

    def divided(self, token: Token) -> None:
        """Close what is above \\over and open what is below it."""
        if not self.levels or self.levels[-1][0] not in ("kept", "double"):
            raise self.error("GC410", f"\\{token.text} stands outside of braces", token)
        self.emit("sign", "}", token.start, token.start)
        self.emit("sign", "{", token.end, token.end)

    def root(self, token: Token) -> None:
        """Keep \\sqrt[n] with what is in its brackets."""
        self.pending = max(0, self.pending - 1)
        self.keep(token)
        while not self.tokens[self.place].is_sign("]"):
            self.place += 1
            if self.tokens[self.place].kind == "end":
                raise self.error("GC403", "this bracket is never closed", token)
            self.keep(self.tokens[self.place])
        self.pending = 1
