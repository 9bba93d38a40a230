"""Renders outcomes for readers and programs: one renderer a file, each a pure function of plain data."""
