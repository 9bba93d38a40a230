r"""Reads formulas in LaTeX: to the surface tree of the text notation, with the place of every node in the source.

    read_fragment(source, start=0, end=None, reading=Reading()) -> Tree        one formula, perhaps in $ signs
    read_display(source, start=0, end=None, reading=Reading()) -> Display      rows, in an environment or $$ or without
    read_line(source, reading=Reading()) -> list[Tree]                         a claim, and Items behind it
    find_macros(source, known={}) -> dict[str, Macro]          what a text defines by \newcommand and its like
    items_of(clause) -> Tree | None     the Declaration, Distributed, Defining or Signature that a clause can be

Each reads ``source[start:end]``; places count the characters of ``source``, so a document is read where it stands.
``Reading`` holds the macros, the words of several letters that are names, and what to do where a text leaves a choice
(``sums="term"`` or ``"whole"``).  ``read_fragment`` raises ReadError; ``read_display`` does only where no rows can be
made out (an environment is never closed, a limit is exceeded), and leaves the error of a row in ``Row.error``.
"""
