"""The command line: ``app`` parses, every other module here is one command, and none of them knows any mathematics."""
