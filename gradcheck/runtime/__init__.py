"""Runs work in child processes that can be killed, under limits of time and memory.

Also: files that are written whole or not at all, the import path of processes that prove, and errors of tactics.
"""
