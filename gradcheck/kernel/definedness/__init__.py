"""When a statement has a value: conditions of each node, and the judgement that goes down a statement."""
