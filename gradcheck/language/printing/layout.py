"""Boxes of characters with a baseline: side by side, stacked, in brackets, raised and lowered.

A box is a rectangle of text; ``base`` is the row on which it stands beside others.  Every operation makes a new box.
All characters used are one column wide.  Nothing wraps.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from gradcheck.language.syntax.names import LETTERS, greek_name, split_name

RAISED = dict(zip("0123456789+-−()abcdefghijklmnoprstuvwxyz", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻⁽⁾ᵃᵇᶜᵈᵉᶠᵍʰⁱʲᵏˡᵐⁿᵒᵖʳˢᵗᵘᵛʷˣʸᶻ", strict=True))
LOWERED = dict(zip("0123456789+-−=()aehijklmnoprstuvx", "₀₁₂₃₄₅₆₇₈₉₊₋₋₌₍₎ₐₑₕᵢⱼₖₗₘₙₒₚᵣₛₜᵤᵥₓ", strict=True))
LONGEST_SCRIPT = 6
DOT = " · "  # between two factors

WORD = r"[A-Za-zͰ-Ͽ]{2,}"  # letters that belong together, as in tanh

TALL: dict[str, tuple[str, str, str]] = {
    "(": ("⎛", "⎜", "⎝"),
    ")": ("⎞", "⎟", "⎠"),
    "[": ("⎡", "⎢", "⎣"),
    "]": ("⎤", "⎥", "⎦"),
    "‖": ("‖", "‖", "‖"),
    "|": ("│", "│", "│"),
}


@dataclass(frozen=True)
class Box:
    """Rows of equal width, the baseline counted from the top."""

    rows: tuple[str, ...]
    base: int = 0

    @property
    def width(self) -> int:
        return len(self.rows[0])

    @property
    def height(self) -> int:
        return len(self.rows)

    @property
    def line(self) -> str:
        """Return the row of the baseline."""
        return self.rows[self.base]

    def __str__(self) -> str:
        return "\n".join(row.rstrip() for row in self.rows)


def box(text: str) -> Box:
    """Return a box of one row."""
    return Box((text,))


def beside(*parts: Box | str) -> Box:
    """Return the parts from left to right on a common baseline."""
    boxes = [box(part) if isinstance(part, str) else part for part in parts]
    if all(len(part.rows) == 1 for part in boxes):
        return box("".join([part.rows[0] for part in boxes]))
    above = max(part.base for part in boxes)
    below = max(part.height - part.base for part in boxes)
    rows = [
        "".join(
            part.rows[row - above + part.base] if 0 <= row - above + part.base < part.height else " " * part.width
            for part in boxes
        )
        for row in range(above + below)
    ]
    return Box(tuple(rows), above)


def stacked(*parts: Box | str, base: int) -> Box:
    """Return the parts from top to bottom, centred; the baseline is that of part number ``base``."""
    boxes = [box(part) if isinstance(part, str) else part for part in parts]
    width = max(part.width for part in boxes)
    rows = [row.center(width) if part.width < width else row for part in boxes for row in part.rows]
    return Box(tuple(rows), sum(part.height for part in boxes[:base]) + boxes[base].base)


def grid(rows: list[list[Box]]) -> Box:
    """Return boxes in rows and columns, each in the middle of its column; the baseline is in the middle."""
    widths = [max(row[k].width for row in rows) for k in range(len(rows[0]))]
    lines: list[str] = []
    for row in rows:
        wide = [
            Box(tuple(part.center(width) for part in one.rows), one.base)
            for one, width in zip(row, widths, strict=True)
        ]
        line = beside(*(piece for one in wide for piece in ("  ", one)))
        lines += [text[1:] + " " for text in line.rows]
    return Box(tuple(lines), (len(lines) - 1) // 2)


def fraction(above: Box, below: Box) -> Box:
    """Return one box over another, with a bar between them that is longer than those inside."""
    longer = 2 * (max(above.height, below.height) > 1)
    return stacked(above, "─" * (max(above.width, below.width) + longer), below, base=1)


def bracketed(inner: Box, left: str = "(", right: str = ")") -> Box:
    """Return the box between brackets as tall as it is; an empty side has none."""
    if inner.height == 1:
        return beside(left, inner, right)
    return beside(*(piece for piece in (_tall(left, inner), inner, _tall(right, inner)) if piece is not None))


def _tall(bracket: str, inner: Box) -> Box | None:
    if not bracket:
        return None
    top, middle, bottom = TALL[bracket]
    return Box((top, *[middle] * (inner.height - 2), bottom), inner.base)


def braced(rows: Box) -> Box:
    """Return the cases of a definition behind one tall brace."""
    height = max(rows.height, 3)
    rows = Box(rows.rows + (" " * rows.width,) * (height - rows.height), rows.base)
    brace = ["⎨" if row == height // 2 else "⎪" for row in range(height)]
    brace[0], brace[-1] = "⎧", "⎩"
    return beside(Box(tuple(brace), height // 2), " ", Box(rows.rows, height // 2))


def raised(base: Box, script: Box) -> Box:
    """Return the script at the upper right, in superscript characters where they exist."""
    small = _script(script, RAISED)
    if small and base.height == 1:
        return box(base.rows[0] + small)
    if small:
        blank = " " * len(small)
        return Box((base.rows[0] + small, *(row + blank for row in base.rows[1:])), base.base)
    rows = [" " * base.width + row for row in script.rows] + [row + " " * script.width for row in base.rows]
    return Box(tuple(rows), script.height + base.base)


def lowered(base: Box, script: Box) -> Box:
    """Return the script at the lower right, in subscript characters where they exist."""
    small = _script(script, LOWERED)
    if small and base.height == 1:
        return box(base.rows[0] + small)
    rows = [row + " " * script.width for row in base.rows] + [" " * base.width + row for row in script.rows]
    return Box(tuple(rows), base.base)


def _script(script: Box, alphabet: dict[str, str]) -> str:
    """Return the one-row script in small characters, or '' when it is long or has none."""
    text = script.rows[0].replace(" ", "")
    fits = script.height == 1 and len(text) <= LONGEST_SCRIPT and all(c in alphabet for c in text)
    return "".join(alphabet[c] for c in text) if fits else ""


@lru_cache(maxsize=1_000)
def name_row(name: str, *subscripts: str) -> str:
    """Return a name on one row, for places where nothing may hang below it."""
    return name_box(name, *subscripts).rows[0] if name_box(name, *subscripts).height == 1 else name


def glyph(word: str) -> str:
    """Return the Greek letter that the word names, or the word."""
    greek = greek_name(word)
    return LETTERS[greek] if greek else word


@lru_cache(maxsize=1_000)
def name_box(name: str, *subscripts: str) -> Box:
    """Return a name with its own subscript and further ones hanging from it."""
    base, own = split_name(name)
    scripts = ([glyph(own)] if own else []) + list(subscripts)
    joint = "" if all(len(script) == 1 for script in scripts) and not any(s.isdigit() for s in scripts) else ", "
    return lowered(box(glyph(base)), box(joint.join(scripts))) if scripts else box(glyph(base))


def signed(sign: str, body: Box) -> Box:
    """Return the body after a sign, which must not run into a bar."""
    if not sign:
        return body
    return beside(sign + " " * (body.line[0] in "─−"), body)


def marked(base: Box, mark: str) -> Box:
    """Return a one-character mark at the upper right."""
    return Box((base.rows[0] + mark, *(row + " " for row in base.rows[1:])), base.base)


def product(factors: list[Box | None]) -> Box:
    """Return factors side by side, with a space or a dot where they would run into each other; None asks for a dot."""
    pieces: list[Box | str] = []
    before: Box | None = None
    dotted = False
    for factor in factors:
        if factor is None:
            dotted = before is not None
            continue
        if before is not None:
            pieces.append(DOT if dotted else separator(before, factor))
        pieces.append(factor)
        before, dotted = factor, False
    return beside(*pieces) if pieces else box("1")


def separator(left: Box, right: Box) -> str:
    """Return the separator of two factors: nothing if they cannot be misread, else a space or a dot."""
    before, after = left.line[-1], right.line[0]
    ends_word, starts_word = re.search(WORD + "$", left.line), re.match(WORD, right.line)
    bare_root = re.search("√.$", left.line)  # of what follows, or of one letter: √x · y is not √(xy)
    if (
        bare_root
        or after in "[⎡⎢⎣"
        or after.isdigit()
        or set(right.line) == {"─"}
        or (after in "(⎛⎜⎝" and (ends_word or left.line in ("σ", "√")))
    ):
        return DOT
    if before in "─∞" or after in "─∑⌠⎮∂∇" or ends_word or starts_word or (before == after and before in "|│‖"):
        return " "
    return ""


def integral(body: Box, name: str, lo: Box, hi: Box) -> Box:
    """Return the sign of the integral as tall as its body, with the bounds at its ends."""
    above, below = max(body.base, 1), max(body.height - body.base - 1, 1)
    middle = Box(("⌠", *["⎮"] * (above + below - 1), "⌡"), above)
    width = max(lo.width, hi.width)
    limits = [row.ljust(width) for row in (*hi.rows, *[""] * (above + below - 1), *lo.rows)]
    return beside(middle, Box(tuple(limits), hi.height - 1 + above), " ", body, f" d{name}")


def cases(then: Box, condition: Box, otherwise: Box) -> Box:
    """Return two values behind a brace, the first under a condition."""
    width = max(then.width, otherwise.width)
    first = beside(padded(then, width), "   if ", condition)
    second = beside(padded(otherwise, width), "   otherwise")
    whole = max(first.width, second.width)
    return braced(Box((*padded(first, whole).rows, " " * whole, *padded(second, whole).rows)))


def padded(inner: Box, width: int) -> Box:
    """Return the box with blanks at the right up to the width."""
    return Box(tuple(row.ljust(width) for row in inner.rows), inner.base)
