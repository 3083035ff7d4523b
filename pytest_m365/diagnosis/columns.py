"""Text for a terminal of 80 columns."""

from __future__ import annotations

from textwrap import wrap

#: columns of all that is written for people
WIDTH = 80


def hanging(head: str, text: str, indent: int) -> list[str]:
    """Return a text as lines: the first behind its head, the others below it.

    Args:
        head: with the blanks behind it.
        indent: columns in front of the further lines.
    """
    lines = wrap(
        text,
        WIDTH,
        initial_indent=head,
        subsequent_indent=" " * indent,
        # Ids, addresses and options stay whole, so that they can be copied.
        break_long_words=False,
        break_on_hyphens=False,
    )
    return lines or [head.rstrip()]
