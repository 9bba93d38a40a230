"""Runs the commands, one file each: does the work, prints the answer, returns the exit code."""
