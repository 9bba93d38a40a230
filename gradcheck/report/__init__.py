"""From an outcome to something to read: one renderer a file, each a pure function of plain data."""
