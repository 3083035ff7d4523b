"""MAPI properties that no protocol has a name of its own for: how they are named, read from items, and set."""
