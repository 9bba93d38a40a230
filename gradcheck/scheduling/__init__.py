"""Distributes proofs over processes: jobs (``job``), the processes of this machine (``pool``), clusters and shards.

``worker`` is a process that proves, ``loading`` runs modules in processes of their own.
"""
