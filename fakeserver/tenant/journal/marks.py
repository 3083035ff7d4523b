"""Marks: a moment in the journal, after which a test looks."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Mark:
    """A moment: what is asked with ``since=mark`` is about exchanges after it."""

    #: of the last exchange before it
    number: int


def number_of(since: object) -> int:
    """Return the number of the last exchange before a mark; 0 without a mark.

    Raises:
        TypeError: it is no mark of a journal.
    """
    if since is None:
        return 0
    if isinstance(since, Mark):
        return since.number
    raise TypeError(f"since={since!r} is no mark of a journal; take one by journal.mark()")
