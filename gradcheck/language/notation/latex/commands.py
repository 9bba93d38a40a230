r"""The commands of LaTeX that the reader knows, by what they do; ``docs`` of each table say how they are read."""

from __future__ import annotations

from gradcheck.language.notation.tree import Precedence

# Relations, by the text of the operator that they become.
RELATIONS = {
    "le": "<=", "leq": "<=", "leqslant": "<=", "leqq": "<=", "ge": ">=", "geq": ">=", "geqslant": ">=", "geqq": ">=",
    "lt": "<", "gt": ">", "ne": "!=", "neq": "!=", "approx": "≈", "simeq": "≃", "cong": "≅", "equiv": "≡",
    "propto": "∝", "sim": "~", "in": "in", "to": "->", "rightarrow": "->", "longrightarrow": "->", "ll": "<<",
    "gg": ">>", "notin": "not in", "ni": "contains", "subset": "⊂", "subseteq": "⊆", "supset": "⊃", "perp": "⊥",
    "coloneqq": ":=", "triangleq": ":=", "doteq": "≐", "succ": "≻", "succeq": "⪰", "prec": "≺", "preceq": "⪯",
    "lesssim": "≲", "gtrsim": "≳", "mapsto": "↦", "leftarrow": "<-", "gets": "<-", "xrightarrow": "->", "asymp": "≍",
    "models": "⊨", "lessapprox": "≲", "gtrapprox": "≳", "coloneq": ":=", "eqqcolon": "=:", "indep": "⊥",
}  # fmt: skip
SIGN_RELATIONS = {"=": "=", "<": "<", ">": ">"}
NEGATED = {"=": "!=", "in": "not in", "<": ">=", ">": "<=", "le": ">", "ge": "<", "leq": ">", "geq": "<", "equiv": "≢"}

# Signs between claims, by the kind of the words that they are.
LOGIC = {
    "implies": "=>", "Rightarrow": "=>", "Longrightarrow": "=>", "iff": "<=>", "Leftrightarrow": "<=>",
    "Longleftrightarrow": "<=>", "impliedby": "<=", "Leftarrow": "<=", "Longleftarrow": "<=", "therefore": "so",
    "because": "since", "leadsto": "so", "rightsquigarrow": "so", "leftrightarrow": "<=>",
}  # fmt: skip

# Operators in formulas.
OPERATORS = {
    "cdot": ("*", Precedence.PRODUCT), "times": ("*", Precedence.PRODUCT), "ast": ("*", Precedence.PRODUCT),
    "div": ("/", Precedence.PRODUCT), "odot": ("⊙", Precedence.PRODUCT), "circ": ("∘", Precedence.PRODUCT),
    "otimes": ("⊗", Precedence.PRODUCT), "oplus": ("⊕", Precedence.SUM), "star": ("⋆", Precedence.PRODUCT),
    "bullet": ("*", Precedence.PRODUCT), "pm": ("±", Precedence.SUM), "mp": ("∓", Precedence.SUM),
    "land": ("and", Precedence.AND), "wedge": ("and", Precedence.AND), "lor": ("or", Precedence.OR),
    "vee": ("or", Precedence.OR), "setminus": ("∖", Precedence.SUM), "cup": ("∪", Precedence.SUM),
    "cap": ("∩", Precedence.PRODUCT), "slash": ("/", Precedence.PRODUCT), "bmod": ("mod", Precedence.PRODUCT),
    "ominus": ("⊖", Precedence.SUM), "oslash": ("⊘", Precedence.PRODUCT),
}  # fmt: skip
SIGN_OPERATORS = {
    "+": ("+", Precedence.SUM), "-": ("-", Precedence.SUM), "*": ("*", Precedence.PRODUCT),
    "/": ("/", Precedence.PRODUCT),
}  # fmt: skip

# Functions that stand before an argument without parentheses too, by their name in the text notation.
FUNCTIONS = {
    **{name: name for name in ("sin", "cos", "tan", "sinh", "cosh", "tanh", "exp", "log", "det", "sec", "csc", "cot",
                               "coth", "diag", "sign", "softmax", "logsumexp", "sigmoid", "relu", "softplus", "sech",
                               "csch", "trace", "rank", "erf", "erfc", "gelu", "silu", "swish", "elu", "selu", "mean",
                               "var", "vec", "entropy", "norm", "abs", "logit", "atan", "asin", "acos", "atanh",
                               "asinh", "acosh", "sqrt", "cbrt", "inverse", "onehot", "mish", "leaky_relu", "hardtanh",
                               "softsign", "sinc", "gamma", "argmax", "argmin", "max", "min", "sup", "inf")},
    "ln": "log", "lg": "log10", "arcsin": "asin", "arccos": "acos", "arctan": "atan", "arsinh": "asinh",
    "arcosh": "acosh", "artanh": "atanh", "arctanh": "atanh", "arcsinh": "asinh", "arccosh": "acosh", "tr": "trace",
    "Tr": "trace", "Diag": "diag", "sgn": "sign", "ReLU": "relu", "RELU": "relu", "Softmax": "softmax",
    "SoftMax": "softmax", "GELU": "gelu", "SiLU": "silu", "Swish": "swish", "ELU": "elu", "SELU": "selu",
    "LSE": "logsumexp",
    "Sigmoid": "sigmoid", "logistic": "sigmoid", "Trace": "trace", "Det": "det", "Rank": "rank", "rk": "rank",
    "erfi": "erfi", "Softplus": "softplus", "Mish": "mish", "Tanh": "tanh", "LeakyReLU": "leaky_relu",
}  # fmt: skip
CHANCE = {
    "E": "E", "Pr": "P", "Var": "Var", "Cov": "Cov", "Corr": "Corr", "KL": "KL", "cov": "Cov",
    "corr": "Corr", "Prob": "P", "Expectation": "E", "Ent": "entropy",
}  # fmt: skip
BINDERS = {
    "sum": "sum", "prod": "prod", "int": "integral", "iint": "integral", "iiint": "integral", "oint": "",
    "lim": "limit",
    "sup": "sup", "inf": "inf", "max": "max", "min": "min", "argmax": "argmax", "argmin": "argmin", "limsup": "limsup",
    "liminf": "liminf", "bigcup": "", "bigcap": "", "coprod": "", "bigoplus": "", "bigotimes": "", "bigwedge": "",
    "bigodot": "", "bigvee": "",
}  # fmt: skip
EXTREMA = frozenset(("max", "min", "sup", "inf", "argmax", "argmin"))
NO_ARGUMENTS = frozenset(("sin", "cos", "tan", "sinh", "cosh", "tanh", "exp", "log", "ln", "lg", "det", "sec",
    "csc", "cot",
                          "coth", "arcsin", "arccos", "arctan", "tr", "Tr", "diag", "sgn", "sech", "Pr", "gcd", "dim",
                          "ker", "deg", "hom", "arg", "max", "min", "sup", "inf", "rank", "Var", "Cov", "KL", "argmax",
                          "argmin", "softmax", "ReLU", "lim", "erf", "csch"))  # fmt: skip  # commands of these names

# Fonts, by their short name; those of WORDY make a word of several letters, the others letters in that font.
FONTS = {
    "mathbf": "bf", "boldsymbol": "bf", "bm": "bf", "pmb": "bf", "mathbb": "bb", "mathds": "bb", "mathbbm": "bb",
    "Bbb": "bb", "mathcal": "cal", "mathscr": "cal", "mathfrak": "frak", "mathrm": "rm", "mathup": "rm", "mathsf": "sf",
    "mathtt": "tt", "mathit": "it", "mathnormal": "", "symbf": "bf", "symbb": "bb", "operatorname": "rm",
    "operatornamewithlimits": "rm", "vec": "", "mathbfit": "bf", "boldmath": "bf", "text": "rm", "textrm": "rm",
    "textbf": "bf", "textit": "it", "texttt": "tt", "textsf": "sf", "mbox": "rm", "textnormal": "rm", "hbox": "rm",
    "textup": "rm", "symup": "rm", "mathbold": "bf",
}  # fmt: skip
WORDY = frozenset(("mathrm", "mathsf", "mathtt", "mathit", "operatorname", "operatornamewithlimits", "mathup", "symup"))
SWITCHES = {"bf": "mathbf", "rm": "mathrm", "cal": "mathcal", "it": "mathit", "sf": "mathsf", "tt": "mathtt",
    "mit": "mathit",
            "bfseries": "mathbf", "boldmath": "mathbf", "frak": "mathfrak"}  # fmt: skip
ACCENTS = {
    "hat": "hat", "widehat": "hat", "bar": "bar", "overline": "bar", "tilde": "tilde", "widetilde": "tilde",
    "dot": "dot", "ddot": "ddot", "vec": "vec", "check": "check", "breve": "breve", "acute": "acute", "grave": "grave",
    "mathring": "ring", "underline": "underline", "overrightarrow": "vec", "overleftarrow": "left",
    "widecheck": "check",
}  # fmt: skip
BOARDS = {"R": "reals", "N": "naturals", "Z": "integers"}  # the sets that the text notation has words for

# What looks and says nothing: left out, with so many arguments, of which the last one is kept where KEPT says so.
SPACES = {
    ",": 2, ";": 2, ":": 2, "!": 0, " ": 2, "~": 1, ">": 2, "quad": 3, "qquad": 3, "enspace": 2, "enskip": 2,
    "thinspace": 2, "medspace": 2, "thickspace": 2, "negthinspace": 0, "negmedspace": 0, "negthickspace": 0,
    "hfill": 3, "hfil": 3, "nobreakspace": 1, "allowbreak": 0, "nobreak": 0, "break": 0, "/": 0, "-": 0,
    "hspace": 3, "hskip": 3, "space": 1, "null": 0, "mskip": 2,
}  # fmt: skip  # with how wide the gap is
IGNORED = frozenset(
    ("displaystyle", "textstyle", "scriptstyle", "scriptscriptstyle", "limits", "nolimits", "nonumber", "notag",
     "mathstrut", "strut", "relax", "protect", "xspace", "noindent", "centering", "small", "large", "Large",
     "normalsize",
     "footnotesize", "scriptsize", "tiny", "qed", "qedhere", "blacksquare", "square", "Box", "hline", "bigskip",
     "medskip", "smallskip", "allowdisplaybreaks", "displaylimits", "normalfont", "rmfamily", "upshape", "unicode",
     "par", "newline", "linebreak", "pagebreak", "middle", "mathopen", "mathclose", "mathpunct", "mathinner",
     "nonumber")
)  # fmt: skip
DROPPED = {
    "color": 1, "phantom": 1, "vphantom": 1, "hphantom": 1, "hspace": 1, "vspace": 1, "mspace": 1, "ref": 1, "eqref": 1,
    "cite": 1, "nonumber": 0, "raisetag": 1, "rule": 2, "setlength": 2, "footnote": 1, "footnotemark": 0,
    "hypertarget": 1,
    "cellcolor": 1, "mathversion": 1, "arraystretch": 0, "displaybreak": 0, "citep": 1, "citet": 1, "cref": 1,
    "Cref": 1,
}  # fmt: skip
KEPT = {
    "cancel": 0, "bcancel": 0, "xcancel": 0, "boxed": 0, "fbox": 0, "framebox": 0, "ensuremath": 0, "smash": 0,
    "mathop": 0, "mathbin": 0, "mathrel": 0, "mathord": 0, "textcolor": 1, "colorbox": 1, "fcolorbox": 2,
    "underbrace": 0,
    "overbrace": 0, "underbracket": 0, "overbracket": 0, "cancelto": 1, "mathchoice": 0, "raisebox": 1, "href": 1,
    "makebox": 0, "mathrlap": 0, "mathllap": 0, "mathclap": 0, "enclose": 1, "style": 1, "cssId": 1, "class": 1,
    "bbox": 0, "highlight": 0, "hl": 0, "emph": 0, "xcancelto": 1, "sout": 0, "tcbhighmath": 0, "Aboxed": 0,
}  # fmt: skip  # the number of arguments before the one that is kept
BRACED = frozenset(("underbrace", "overbrace", "underbracket", "overbracket"))  # with a label in a script
BOXES = frozenset(("fbox", "framebox", "makebox", "colorbox", "fcolorbox", "raisebox"))  # around text
SIZES = {f"{size}{side}": side for size in ("big", "Big", "bigg", "Bigg") for side in ("", "l", "r", "m")}

# How many arguments in braces follow a command.
ARITY = {
    **dict.fromkeys(FONTS, 1), **dict.fromkeys(ACCENTS, 1), **dict.fromkeys(NO_ARGUMENTS, 1),
    "frac": 2, "dfrac": 2, "tfrac": 2, "cfrac": 2, "nicefrac": 2, "sfrac": 2, "sqrt": 1, "binom": 2, "dbinom": 2,
    "tbinom": 2,
    "overset": 2, "underset": 2, "stackrel": 2, "substack": 1, "xrightarrow": 1, "xleftarrow": 1, "pmod": 1,
    "genfrac": 6,
    "root": 1, "sideset": 3, "abs": 1, "norm": 1, "set": 1, "bra": 1, "ket": 1,
}  # fmt: skip
FRACTIONS = frozenset(("frac", "dfrac", "tfrac", "cfrac", "nicefrac", "sfrac"))
DOTS = frozenset(
    ("dots", "ldots", "cdots", "dotsb", "dotsc", "dotsm", "dotsi", "dotso", "vdots", "ddots", "hdots", "iddots")
)

# Delimiters: how each opens and closes.
OPENING = {"(": ")", "[": "]", "{": "}", "lbrace": "}", "lbrack": "]", "langle": "rangle", "lfloor": "rfloor",
           "lceil": "rceil", "lvert": "rvert", "lVert": "rVert", "left.": "right.", "lparen": ")"}  # fmt: skip
CLOSING = frozenset(
    (")", "]", "}", "rbrace", "rbrack", "rangle", "rfloor", "rceil", "rvert", "rVert", "right.", "rparen")
)

# Environments.
ROWS = frozenset(
    ("align", "align*", "aligned", "split", "gather", "gather*", "gathered", "eqnarray", "eqnarray*", "multline",
     "multline*", "alignat", "alignat*", "alignedat", "flalign", "flalign*", "equation", "equation*", "displaymath",
     "math", "subequations", "dmath", "dmath*", "multlined", "aligned*", "empheq", "dgroup", "dgroup*", "spreadlines")
)  # fmt: skip
MATRICES = {
    "matrix": "", "pmatrix": "", "bmatrix": "", "Bmatrix": "", "vmatrix": "det", "Vmatrix": "norm", "smallmatrix": "",
    "array": "", "psmallmatrix": "", "bsmallmatrix": "", "matrix*": "", "pmatrix*": "", "bmatrix*": "",
}  # fmt: skip
CASES = frozenset(("cases", "dcases", "rcases", "cases*", "dcases*", "drcases", "numcases"))
WITH_COLUMNS = frozenset(("array", "alignat", "alignat*", "alignedat", "tabular", "empheq", "numcases", "subarray"))

# Words between claims, by the kind that they are.
WORDS = {
    "where": "where", "with": "where", "such that": "where", "s.t.": "where", "st": "where", "subject to": "where",
    "if": "if", "when": "if", "whenever": "if", "provided": "if", "provided that": "if", "given": "given",
    "given that": "given", "assuming": "given", "assuming that": "given", "under": "given", "for": "for",
    "for all": "all", "for every": "all", "for any": "all", "for each": "all", "forall": "all", "for some": "exists",
    "there exists": "exists", "let": "let", "and": "and", "or": "or", "implies": "=>", "that implies": "=>",
    "which implies": "=>", "this implies": "=>", "implies that": "=>", "then": "so", "so": "so", "thus": "so",
    "hence": "so", "therefore": "so",
    "so that": "so", "it follows that": "so", "we get": "so", "we have": "so", "and so": "so", "and hence": "so",
    "and thus": "so", "and therefore": "so", "consequently": "so", "which gives": "so", "gives": "so", "giving": "so",
    "yields": "so", "since": "since", "because": "since", "because of": "since", "as": "as", "by": "since",
    "using": "since",
    "due to": "since", "iff": "<=>", "if and only if": "<=>", "is equivalent to": "<=>", "otherwise": "otherwise",
    "else": "otherwise", "also": "so", "now": "so", "here": "where", "where we used": "since", "note": "so",
    "whereas": "and", "while": "and", "but": "and", "in": "other", "on": "other", "over": "other", "from": "other",
    "we obtain": "so", "note that": "so", "recall": "so", "recall that": "so", "similarly": "so", "likewise": "so",
    "finally": "so", "next": "so", "first": "so", "assume": "given", "assume that": "given", "suppose": "given",
    "suppose that": "given", "define": "let", "i.e.": "so", "that is": "so", "namely": "so", "e.g.": "so",
    "only if": "=>",
    "subject": "where", "where again": "where", "in which": "where", "that": "other", "is": "other", "are": "other",
    "has": "other", "holds": "other", "true": "other", "false": "other", "of": "other", "to": "other", "at": "other",
    "elsewhere": "otherwise", "ow": "otherwise", "o.w.": "otherwise", "any": "all", "every": "all", "all": "all",
    "each": "all",
    "not": "other", "a": "other", "the": "other", "an": "other", "qed": "other", "vs": "and", "versus": "and",
}  # fmt: skip
