"""Numbers out of text that somebody else wrote: never more digits than a number of that kind can have.

``int()`` of a text takes time that grows with the square of its length, and raises beyond 4,300 digits.
"""

#: Digits of the largest number that any protocol here knows (2**64 - 1).
MOST_DIGITS = 20


def number_in(text: str | bytes, most: int = MOST_DIGITS) -> int | None:
    """Return the number that a text of ASCII digits spells; None for any other text, or one with more digits."""
    return int(text) if len(text) <= most and text.isascii() and text.isdigit() else None
