"""Converts SymPy expressions to terms, and scalar terms to SymPy.  The kernel imports nothing from here."""
