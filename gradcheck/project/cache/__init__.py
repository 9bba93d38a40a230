"""Keeps what earlier runs found in ``.gradcheck_cache/`` at the root of a project, on two levels.

*Searches* (``searches``): the evidence that a search found, by a digest of everything that entered the search.  It is a
hint, as a recorded proof is one: the kernel checks it again.

*Answers* (``answers``): the whole outcome for a module of which every input is unchanged, so that it need not even be
loaded.  Nothing checks an answer again; so it counts only under a seal that only this user of this machine can make.

``docs/cache.md`` says what each level is worth.  A cache that cannot be read or written is as good as none.
"""
