"""Handles what surrounds a command: progress, signals, crashes, output streams, and where pictures go."""
