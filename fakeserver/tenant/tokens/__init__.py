"""Tokens: the keys that sign them, the claims in them, how they are made, checked and given out."""
