"""The order in which things happen in this process, whatever any clock says."""

import itertools

_numbers = itertools.count(1)


def next_number() -> int:
    """Return a number that is greater than all that were returned before."""
    return next(_numbers)


def go_on_behind(number: int) -> None:
    """Let the next number be greater than one of an earlier process as well. Call it before others ask for numbers."""
    global _numbers  # noqa: PLW0603 -- one count for the whole process
    _numbers = itertools.count(max(number + 1, next(_numbers)))
