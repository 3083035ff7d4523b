"""The order in which things happen in this process, whatever any clock says."""

import itertools

_NUMBERS = itertools.count(1)


def next_number() -> int:
    """Return a number that is greater than all that were returned before."""
    return next(_NUMBERS)
