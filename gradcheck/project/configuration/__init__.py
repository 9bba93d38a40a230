"""What a project asks of gradcheck, ``[tool.gradcheck]`` in its ``pyproject.toml``, and how the command line overrides
it.

``settings`` is the table of keys, ``pyproject`` finds and reads the file, ``places`` knows where in it a key stands,
``resolution`` puts defaults, file, environment and command line together and remembers which of them spoke last;
``exclusion`` knows what is passed over.
"""
