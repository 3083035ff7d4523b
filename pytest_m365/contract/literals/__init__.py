"""Answers as literals that may be shown to anybody: what varies is a typed placeholder, what is unknown is left out."""
