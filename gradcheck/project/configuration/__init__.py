"""Reads the settings of a project, ``[tool.gradcheck]`` in its ``pyproject.toml``.

``settings`` is the table of keys, ``pyproject`` finds and reads the file, ``places`` knows where in it a key stands,
``resolution`` combines defaults, file, environment and command line and remembers which of them set a value;
``exclusion`` reads the patterns of what is passed over.
"""
