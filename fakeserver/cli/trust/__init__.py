"""Whom clients trust: options, the command ``ca``, and what to do in each ecosystem."""
