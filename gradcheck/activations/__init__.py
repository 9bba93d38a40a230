"""The activation functions of the frameworks and the literature, as texts; nothing here computes.

``entry`` says what an entry is, ``smooth``, ``rectifiers`` and ``shrinkage`` hold them by family, ``registry`` looks
them up.
"""
