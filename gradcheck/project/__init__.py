"""Finds the derivations of a project, selects steps, and reads and keeps what belongs to the project.

``configuration`` reads ``[tool.gradcheck]``, ``proofs`` the recorded proofs, ``cache`` what earlier runs found.
"""
