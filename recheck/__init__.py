"""The second reader: checks certificates of gradcheck with Python's standard library alone.

It shares no code with gradcheck: terms, polynomials, signs, definedness and the rules are its own, so that a bug in one
of the two is seen by the other.  What it cannot follow it calls unread, and never checked.
"""
