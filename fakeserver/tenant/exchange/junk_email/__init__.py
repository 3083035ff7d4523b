"""Junk email: which messages go there, by what their recipients trust and block."""
