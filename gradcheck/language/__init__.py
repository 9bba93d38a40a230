"""The language of statements, and in ``author`` the words that a derivation module imports.

``syntax`` defines terms and propositions, ``notation`` reads them, ``printing`` prints them, ``sympy`` converts them.
"""
