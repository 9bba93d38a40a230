"""The activation functions of the frameworks and the literature.

``catalogue`` has them as texts, ``registry`` looks them up and makes formulas, ``analysis`` bounds them.
"""
