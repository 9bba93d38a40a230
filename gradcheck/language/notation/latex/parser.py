r"""From tokens to the surface tree: operators and the operands between them.

    <=>   =>   or   and   = != < <= ...   + -   \cdot \times \odot / and factors side by side   + - as signs   scripts

As in the text notation, operands with operators of one precedence between them are one node.  What an operand may begin
with is a table of commands (``HANDLERS``); a command without an entry is refused where it stands.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from difflib import get_close_matches

from gradcheck.language.notation.latex import (
    binders,
    derivatives,
    ellipses,
    environments,
    fences,
    functions,
    integrals,
    names,
    scripts,
)
from gradcheck.language.notation.latex.commands import (
    ACCENTS,
    ARITY,
    BINDERS,
    CASES,
    CHANCE,
    CLOSING,
    DOTS,
    FONTS,
    FRACTIONS,
    FUNCTIONS,
    LOGIC,
    MATRICES,
    NO_ARGUMENTS,
    OPERATORS,
    RELATIONS,
    SIGN_OPERATORS,
    SIGN_RELATIONS,
)
from gradcheck.language.notation.latex.cursor import LOOSEST, Cursor, bar_of, level_change
from gradcheck.language.notation.latex.tokens import LETTERS, Token, foreign_error
from gradcheck.language.notation.latex.words import kind_of, name_of, property_of
from gradcheck.language.notation.readerror import ReadError
from gradcheck.language.notation.tree import Call, Interval, Joined, Name, Number, Operator, Precedence, Signed, Tree

Found = tuple[str, Precedence, int]  # an operator, how tightly it binds, and of how many tokens it is
Handler = Callable[[Cursor, Token], Tree]

DOUBLE = {
    "<=": ("<=", Precedence.RELATION), ">=": (">=", Precedence.RELATION), "!=": ("!=", Precedence.RELATION),
    ":=": (":=", Precedence.RELATION), "->": ("->", Precedence.RELATION), "=>": ("=>", Precedence.IMPLIES),
    "==": ("=", Precedence.RELATION), "=:": ("=:", Precedence.RELATION),
}  # fmt: skip
CONNECTIVES = {"and": Precedence.AND, "or": Precedence.OR, "=>": Precedence.IMPLIES, "<=>": Precedence.IFF}
WORDLESS = frozenset(
    ("&", "}", ")", "]", ",", ";", "=", "<", ">", "+", "-", "*", "/", "^", "_", "'", "!", ":", ".", '"')
)

HANDLERS: dict[str, Handler] = {
    **dict.fromkeys(NO_ARGUMENTS, functions.read_function),
    **dict.fromkeys(FUNCTIONS, functions.read_function),
    **dict.fromkeys(CHANCE, functions.read_function),
    **dict.fromkeys(FONTS, names.read_font),
    **dict.fromkeys(ACCENTS, names.read_accent),
    **dict.fromkeys(BINDERS, binders.read_binder),
    **dict.fromkeys(integrals.SIGNS, integrals.read_integral),
    **dict.fromkeys(FRACTIONS, derivatives.read_fraction),
    **dict.fromkeys(("binom", "dbinom", "tbinom"), functions.read_binomial),
    **dict.fromkeys(DOTS, ellipses.read_dots),
    **dict.fromkeys(("{", "langle", "lfloor", "lceil", "lvert", "lVert", "|", "left."), fences.read_fenced),
    "arg": binders.read_binder,
    "sqrt": functions.read_root,
    "partial": derivatives.read_partial,
    "nabla": derivatives.read_nabla,
    "infty": names.read_symbol,
    "emptyset": names.read_symbol,
    "varnothing": names.read_symbol,
    "top": names.read_symbol,
    "bot": names.read_symbol,
    "cdot": ellipses.read_placeholder,
    "forall": fences.read_quantified,
    "exists": fences.read_quantified,
}


class Parser(Cursor):
    """Reads a formula from the tokens."""

    def whole(self) -> Tree:
        """Read all tokens as one formula."""
        tree = self.expression(LOOSEST)
        if self.token.kind != "end":
            raise self.unexpected()
        return tree

    def lists(self) -> bool:
        """Whether commas stand outside of all groups, and dots beside one of them, before any relation."""
        level = 0
        has_comma = False
        for token in self.tokens:
            level += level_change(token)
            if level == 0 and token.is_sign(","):
                has_comma = True
            elif level == 0 and token.kind == "command" and token.text in DOTS and has_comma:
                return True
            if level == 0 and (token.is_sign("=") or token.kind == "relation" or token.is_command("forall", "exists")):
                return False
        return False

    def expression(self, floor: int = LOOSEST) -> Tree:
        self.deeper()
        left = self.signed()
        while True:
            found = self.operator()
            if self.token.kind == "words" and floor < Precedence.RELATION and property_of(self.token.text):
                token = self.skip()
                name = Name(token.start, token.end, property_of(token.text))
                left = Call(left.start, token.end, name, (left,))
                continue
            if found is None and self.at_factor():
                found = "", Precedence.PRODUCT, 0
            if found is None or found[1] <= floor:
                break
            left = self.joined(left, found[1])
        self.depth -= 1
        return left

    def signed(self) -> Tree:
        """Read an operand, perhaps after a sign."""
        token = self.token
        sign = token.text if token.is_sign("+", "-") else "±" if token.is_command("pm", "mp") else ""
        if not sign:
            return self.operand()
        self.skip()
        operand = self.expression(Precedence.SIGN)
        operator = Operator(token.start, token.end, sign)
        if (
            isinstance(operand, Joined)
            and isinstance(operand.parts[0], Number)
            and sign == "-"
            and len(operand.parts) == 2
        ):
            above, below = operand.parts  # -\frac{1}{2} is the number, as -1/2 is
            if isinstance(below, Number) and operand.operators[0].text == "/":
                negative = Signed(token.start, above.end, operator, above)
                return Joined(token.start, operand.end, Precedence.PRODUCT, (negative, below), operand.operators)
        return Signed(token.start, operand.end, operator, operand)

    def operator(self) -> Found | None:
        """Return the operator that is next, if one is."""
        token, following = self.token, self.peek()
        if token.kind == "reason":
            self.skip()
            self.reasons[self.token.start] = token.text
            return self.operator()
        if token.kind == "relation":
            return token.text, Precedence.RELATION, 1
        if token.kind == "sign":
            pair = token.text + following.text if following.kind == "sign" and not following.gap else ""
            if pair in DOUBLE and following.start == token.end:
                return (*DOUBLE[pair], 2)
            if token.text in SIGN_RELATIONS:
                return SIGN_RELATIONS[token.text], Precedence.RELATION, 1
            if token.text in SIGN_OPERATORS:
                return (*SIGN_OPERATORS[token.text], 1)
            return None
        if token.kind == "command":
            if token.text in RELATIONS:
                return RELATIONS[token.text], Precedence.RELATION, 1
            if token.text in OPERATORS:
                return (*OPERATORS[token.text], 1)
            if LOGIC.get(token.text, "") in CONNECTIVES:
                kind = LOGIC[token.text]
                return kind, CONNECTIVES[kind], 1
        if token.kind == "words":
            kind = kind_of(token.text)
            if kind in CONNECTIVES:
                return kind, CONNECTIVES[kind], 1
        return None

    def is_lone(self) -> bool:
        """Whether an operator stands where an operand does: (\\cdot)."""
        following = self.peek()
        return following.kind == "end" or (following.kind in ("sign", "command") and following.text in CLOSING | {","})

    def joined(self, first: Tree, precedence: Precedence) -> Tree:
        """Join the operand and all that follow it after operators of the precedence."""
        parts, operators = [first], list[Operator]()
        while True:
            found = self.operator()
            if found is not None and found[1] is precedence:
                text, _, length = found
                start = self.token.start
                for _ in range(length):
                    end = self.skip().end
                operators.append(Operator(start, end, text))
            elif found is None and precedence is Precedence.PRODUCT and self.at_factor():
                operators.append(Operator(parts[-1].end, max(parts[-1].end, self.token.start), ""))
            else:
                break
            if precedence is Precedence.RELATION:
                parts.append(fences.read_side(self, operators[-1]))
                if isinstance(parts[-1], Interval) and parts[-1].whole and operators[-1].text == "=":
                    operators[-1] = replace(operators[-1], text="in")
            else:
                parts.append(self.expression(precedence))
        tree = Joined(first.start, max(parts[-1].end, first.start), precedence, tuple(parts), tuple(operators))
        if precedence is Precedence.SUM:
            binders.check_sum(self, tree)
        if precedence in (Precedence.SUM, Precedence.PRODUCT):
            return ellipses.closed_form(tree)
        return tree

    def operand(self) -> Tree:
        self.deeper()
        tree = self.behind(self.primary())
        self.depth -= 1
        return tree

    def primary(self) -> Tree:
        token = self.token
        kind, text = token.kind, token.text
        if kind == "letter":
            return names.read_letter(self)
        if kind == "number":
            return names.read_number(self)
        if kind == "command" and text in HANDLERS and not (text in ("cdot",) and not self.is_lone()):
            self.skip()
            return HANDLERS[text](self, token)
        if kind == "sign" and text in ("(", "[", "{", "|"):
            self.skip()
            return fences.read_group(self, token) if text != "|" else fences.read_fenced(self, token)
        if kind == "begin":
            self.skip()
            return environments.read_environment(self, token)
        if kind == "words" and name_of(text):
            self.skip()
            return names.read_word(self, token)
        raise self.missing()

    def behind(self, base: Tree) -> Tree:
        return scripts.read_behind(self, base)

    def scripted(self, base: Tree) -> Tree:
        return scripts.read_scripts(self, base)

    def at_factor(self) -> bool:
        token = self.token
        kind, text = token.kind, token.text
        if kind in ("letter", "number"):
            return True
        if kind == "begin":
            return text in MATRICES or text in CASES
        if kind == "words":
            return bool(name_of(text)) and kind_of(text) == "other"
        bar = bar_of(token)
        if bar:
            return fences.opens(self, bar)
        if kind == "sign":
            return text in ("(", "[", "{")
        if kind != "command" or text in CLOSING or text in ("\\", "mid", "parallel"):
            return False
        if text in OPERATORS or text in RELATIONS or text in LOGIC:
            return False
        return text not in ("forall", "exists", *binders.ARROWS)

    def missing(self) -> ReadError:
        """Return the error for a token where an operand should begin."""
        token, before = self.token, self.before()
        if token.kind == "foreign":
            return foreign_error(self.source, token.start)
        if token.kind == "command" and token.text not in CLOSING and not self.is_known(token):
            return self.unknown(token)
        if token.kind == "end" and before is None:
            return self.error("GC401", "there is no formula", token)
        if token.kind == "begin":
            return self.error("GC410", f"the environment {token.text} cannot stand in a formula", token)
        if token.kind == "words":
            return self.error("GC410", f"the words {token.text.strip()!r} stand inside of a formula", token)
        after = f" after {self.text_of(before)}" if before else ""
        return self.error("GC411", f"an expression is missing{after}", token)

    def is_known(self, token: Token) -> bool:
        return token.text in RELATIONS or token.text in OPERATORS or token.text in LOGIC or token.text in ("\\", "mid")

    def unknown(self, token: Token) -> ReadError:
        """Return the error for a command that has no meaning here."""
        name = token.text
        hint = "define it by \\newcommand, or write what it stands for"
        if len(name) > 1:
            near = get_close_matches(name, [*HANDLERS, *LETTERS, *RELATIONS, *OPERATORS, *ARITY], n=2, cutoff=0.8)
            near = [one for one in near if one != name]
            hint = "did you mean " + " or ".join(f"\\{one}" for one in near) + "?" if near else hint
        return self.error("GC410", f"the command \\{name} has no meaning here", token, hint)

    def unexpected(self) -> ReadError:
        token = self.token
        if token.kind == "foreign":
            return foreign_error(self.source, token.start)
        if token.kind == "words":
            return self.error("GC410", f"the words {token.text.strip()!r} stand inside of a formula", token)
        if token.kind in ("sign", "command") and token.text in CLOSING:
            return self.error("GC403", f"{self.text_of(token)} closes nothing", token)
        if token.is_sign("&"):
            return self.error("GC410", "& stands outside of an environment with columns", token)
        if bar_of(token):
            return self.error("GC403", "this bar opens or closes nothing", token, "write \\lvert and \\rvert, or \\mid")
        if token.kind == "command" and not self.is_known(token):
            return self.unknown(token)
        return self.error("GC410", f"{self.text_of(token)} has no meaning here", token)
