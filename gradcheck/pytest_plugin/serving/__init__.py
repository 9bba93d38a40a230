"""Proves for a test runner in a process of its own, so that no proof runs in the process of the runner.

The runner's process may hold threads, a GPU, or another version of anything; it is neither forked nor made to import
what proofs need.  Questions and answers are lines of JSON, a question a line on standard input:

    {"name": MODULE}            which steps the module has, and where; nothing is proved
    {"prove": [MODULE, ...]}    what came of each step of each module, an answer a module, in this order

MODULE is an ``Entry`` of the library as an object; to prove, with the names of the ``steps`` that are wanted, or with
null for all.  ``client`` is the runner's side; the other, ``python -m gradcheck.pytest_plugin.serving``, ends with its
input.
"""
