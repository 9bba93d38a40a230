"""Runs the command line: ``app`` parses, ``commands`` has a file for each command, ``terminal`` prints and listens.

Nothing here does any mathematics.
"""
