"""The table of codes.  A code is never used again for something else; its slug says in a word what it means.

GC1xx  a statement is false                 GC4xx  something cannot be read or loaded
GC2xx  a statement is not established       GC5xx  hygiene
GC3xx  a condition is missing               GC6xx  documents
                                            GC9xx  gradcheck itself failed
"""

from __future__ import annotations

from typing import NamedTuple


class Code(NamedTuple):
    """One code: its slug, its meaning in a sentence without a full stop, and the next thing to try."""

    code: str
    slug: str
    title: str
    advice: str

    @property
    def severity(self) -> str:
        """'error', 'warning' for what may yet turn out to be true, or 'note' for what makes no run fail."""
        if self.code in NOTICES:
            return "note"
        return "warning" if self.code[2] in "235" and self.code != "GC205" else "error"


NOTICES = ("GC511", "GC512", "GC513", "GC609")

_BUG = "this is a bug in gradcheck; please report it with the command and the module"

_TABLE = (
    Code("GC101", "false-claim", "a statement is false",
         "correct it, or mark it as quoted: erratum(...), or the comment gradcheck: false: in a document"),
    Code("GC102", "true-erratum", "a statement that is kept as an erratum is true",
         "make it a step(...), or quote what was wrong"),
    Code("GC103", "different-shapes", "a statement is false because its terms do not fit together",
         "look at the shapes that the message names; something may have to be transposed"),
    Code("GC200", "undecided", "a statement is neither proved nor refuted",
         "split it into smaller steps and name them with using=[...], or give a hint"),
    Code("GC201", "out-of-time", "the limit of time was reached",
         "split the statement into smaller steps, or raise --timeout"),
    Code("GC202", "out-of-memory", "the limit of memory was reached",
         "split the statement into smaller steps, or raise --memory"),
    Code("GC203", "too-deep", "the expressions are nested too deeply", "split the statement into smaller steps"),
    Code("GC204", "too-weak", "a verdict is worth less than was asked for",
         "raise the limits, or accept --trust enclosure or solver"),
    Code("GC205", "weakly-false", "a statement is false, or an erratum true, by a verdict worth less than asked for",
         "look at it with --trust solver, and correct it"),
    Code("GC300", "missing-condition", "a statement was shown under a condition that gradcheck could not establish",
         "prove the condition in a step before, named with using=[...], or else assume it with given=[...]"),
    Code("GC301", "undefined-somewhere", "a part of a statement has no value at some values that the assumptions allow",
         "add the condition to given=[...] of the step, or to assume=[...] of the derivation"),
    Code("GC302", "no-mean", "a mean does not exist", "bound the function, or choose another law"),
    Code("GC303", "never-defined", "a part of a statement has no value anywhere that the assumptions allow",
         "correct the part; an assumption may exclude what was meant"),
    Code("GC304", "void-assumption", "an assumption supposes what no statement may suppose",
         "guard the index, as in Implies(a <= n, v[a] > 0); state what holds of a random variable by its law"),
    Code("GC401", "empty", "there is no formula",
         "write two expressions with a relation between them, such as x + x = 2*x"),
    Code("GC402", "foreign-character", "a character is not part of the syntax",
         "powers are written x**2, products with *, and groups with round parentheses"),
    Code("GC403", "parentheses", "parentheses do not match", "close the parenthesis, or take it out"),
    Code("GC404", "unknown-function", "there is no such function", "correct the name; a product is written a*(b + c)"),
    Code("GC405", "wrong-arguments", "a function has another number of arguments",
         "give the function the arguments that it has; the logarithm is the natural one"),
    Code("GC406", "bad-number", "a number is too long, or none", "numbers are exact: 3, 1/3, 0.1, 2.5e-3"),
    Code("GC407", "absurd-exponent", "an exponent is too large to be meant",
         "use a symbol for the exponent, or a smaller number"),
    Code("GC408", "too-large", "a formula is too long, too deep, or has too many parts",
         "split the formula, a claim a line, or state it in a module"),
    Code("GC409", "missing-operator", "an operator is missing between two expressions",
         "write the operator: a product is written 2*x, and ab is one name"),
    Code("GC410", "outside-language", "a construct is outside the language",
         "write it with the words of the language: cases are where(condition, then, otherwise)"),
    Code("GC411", "missing-expression", "an expression is missing", "write the expression"),
    Code("GC412", "misplaced-relation", "a relation stands where an expression belongs, or there is none",
         "a claim has one of = != < <= > >= between its terms, and no term has one inside"),
    Code("GC413", "bad-name", "no variable can have this name", "choose a name of Latin or Greek letters and digits"),
    Code("GC414", "bad-declaration", "the declaration of a sort fails",
         "the sorts are naturals, integers, dimensions and reals: n, k in naturals"),
    Code("GC415", "misfit", "terms do not fit together",
         "look at what the message names; the shape of a symbol is that of its declaration"),
    Code("GC416", "misplaced-bound", "a bound variable, a bound or infinity is out of place",
         "declare integers, as in n, k in naturals; oo is a bound or the point of a limit"),
    Code("GC417", "two-readings", "a formula has two readings", "write the one that is meant, as the message shows"),
    Code("GC418", "undeclared", "nothing says what a name is", "declare it behind where, as in  where X in R^(n x d)"),
    Code("GC420", "bad-configuration", "the configuration cannot be read",
         "mend the file, or leave it aside with --isolated"),
    Code("GC421", "bad-request", "what was asked for cannot be done", "gradcheck COMMAND --help shows what there is"),
    Code("GC422", "unwritable", "a file cannot be written", "choose another place, or make room there"),
    Code("GC423", "unknown-key", "a key of [tool.gradcheck] means nothing", "docs/configuration.md lists the keys"),
    Code("GC424", "wrong-value", "a key of [tool.gradcheck] has a value that it cannot have",
         "docs/configuration.md lists the keys and what they hold"),
    Code("GC425", "nothing-to-check", "no derivation was found, or nothing of what was found was selected",
         "gradcheck check --show-files shows what there is"),
    Code("GC426", "bad-derivation-name", "no derivation can have this name",
         "use small letters, digits and hyphens, such as gradient-of-the-loss"),
    Code("GC427", "already-there", "a derivation of this name exists", "choose another name, or edit the file"),
    Code("GC428", "no-such-step", "a derivation has no step of this name", "gradcheck show NAME prints its steps"),
    Code("GC431", "no-such-path", "there is no such file or folder", "check the path"),
    Code("GC432", "module-fails", "a module fails while it is loaded",
         "mend what stands there; running the module with python shows the whole traceback"),
    Code("GC433", "no-derivation", "a module defines no derivation",
         "assign derivation(...) to DERIVATION, or begin the file's name with an underscore"),
    Code("GC434", "name-taken", "two modules have the same name", "rename one of the files"),
    Code("GC435", "module-hangs", "a module is not loaded within the limit of time",
         "run the module with python to see where it stays, or raise --timeout"),
    Code("GC436", "module-too-large", "a module fills the memory while it is loaded",
         "run the module with python to see what fills it, or raise --memory"),
    Code("GC437", "step-left-out", "a module writes down a step that is no part of its derivation",
         "hand the step to derivation(...), or take it out of the module"),
    Code("GC440", "no-counterpart", "a SymPy expression has no counterpart in the language",
         "write it with what the language has: docs/sympy.md has the tables"),
    Code("GC441", "already-decided", "SymPy decided a statement before it could be read",
         "build the statement inside of `with held():`"),
    Code("GC442", "unclear-symbol", "a symbol has assumptions that cannot be stated, or two sets of them, or a double",
         "declare each symbol once, with real, integer, positive, nonnegative, negative, nonpositive or nonzero, and no"
         " two alike"),
    Code("GC443", "computed-while-held", "SymPy computes where it was to write down",
         "compute before `with held():`, and use the result in it"),
    Code("GC501", "contradictory-assumptions", "the assumptions exclude each other, and anything follows from them",
         "mend the assumption that cannot hold"),
    Code("GC502", "suppression-without-reason", "a suppression gives no reason",
         "write the reason behind the codes: # gradcheck: ignore[GC300] -- the text means x > 0 throughout"),
    Code("GC503", "unused-suppression", "a suppression suppresses nothing", "remove the code, or the comment"),
    Code("GC504", "unknown-code", "a suppression names a code that does not exist",
         "gradcheck explain lists the codes"),
    Code("GC505", "not-suppressible", "a suppression names a code that cannot be suppressed",
         "mend what the code is about; a false statement that is quoted is kept as erratum(...)"),
    Code("GC506", "malformed-suppression", "a comment looks like a suppression and is none",
         "write # gradcheck: ignore[GC300] -- and the reason"),
    Code("GC511", "stale-record", "recorded proofs belong to other statements than those of the module",
         "gradcheck record writes them again"),
    Code("GC512", "orphaned-record", "recorded proofs have no module beside them", "remove the file"),
    Code("GC513", "link-not-followed", "a link to a folder is not followed",
         "name the folder that it leads to among the paths, or remove the link"),
    Code("GC601", "unread-formula", "a formula of a document cannot be read",
         "mend it, or leave it out with a comment:  gradcheck: skip: and the reason"),
    Code("GC602", "undeclared-name", "nothing in a document says what a name is",
         "declare it in the text or in a comment, or make it a definition with  gradcheck: define"),
    Code("GC603", "contradictory-declarations", "a document declares a name in two ways",
         "mend one of them; if the letter means something else from there on, say so:  gradcheck: anew x"),
    Code("GC604", "ambiguous-formula", "a formula of a document can be read in two ways",
         "write what the message offers, in the formula or in a comment before it"),
    Code("GC605", "bad-comment", "a gradcheck comment of a document cannot be read, or is about nothing",
         "docs/documents.md lists what a comment may say"),
    Code("GC606", "wrong-count", "a display has another number of claims than its comment expects",
         "look at what was read: gradcheck check --reading FILE"),
    Code("GC607", "not-judged", "a relation of a document has no exact meaning that could be judged",
         "say what it means, or leave it out with a comment:  gradcheck: skip: and the reason"),
    Code("GC608", "unreadable-document", "a document cannot be read at all", "mend what the message names"),
    Code("GC609", "unchecked-documents", "documents with formulas are not checked",
         "name them on the command line or in [tool.gradcheck] paths, or give them a gradcheck comment"),
    Code("GC610", "later-order", "an order in running text does not follow from what is known of its name",
         "write  gradcheck: anew,  gradcheck: assume  or  gradcheck: claim  before it"),
    Code("GC900", "worker-problem", "a worker failed", _BUG),
    Code("GC901", "contradiction", "a statement was proved, and is false or without a value at some values", _BUG),
    Code("GC902", "evidence-rejected", "the kernel rejected what an engine found", _BUG),
    Code("GC903", "worker-died", "a process ended before it answered",
         "run it again with --jobs 1; if it ends again, please report it"),
    Code("GC904", "worker-failed", "an engine failed", _BUG),
    Code("GC905", "kernel-failed", "the kernel failed while it checked evidence", _BUG),
    Code("GC999", "crash", "gradcheck failed", _BUG),
)  # fmt: skip

CODES = {code.code: code for code in _TABLE}


def code_of(name: str) -> Code:
    """The row of the table; ``name`` is a code or a slug.  LookupError, with what may be meant, if there is none."""
    found = CODES.get(name.upper()) or next((code for code in _TABLE if code.slug == name.lower()), None)
    if found is not None:
        return found
    from difflib import get_close_matches

    near = [code for code in CODES if len(name) > 3 and code.startswith(name.upper()[:4])][:2]
    near = get_close_matches(name.lower(), [code.slug for code in _TABLE], n=2) or near
    hint = f"; did you mean {' or '.join(near)}?" if near else ""
    raise LookupError(f"there is no code {' '.join(name.split())[:40]}{hint}")
