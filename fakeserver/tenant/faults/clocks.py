"""Faults of clocks: the service's own time is wrong."""

from typing import Unpack

from fakeserver.tenant.faults.fault import Where
from fakeserver.tenant.faults.order import Order
from fakeserver.tenant.places import SIGN_IN, WEB, Place

_CENTURY = 100 * 365 * 86_400


def skewed_tokens(*, seconds: float = 3600, **where: Unpack[Where]) -> Order:
    """Tokens are issued by a clock that goes ahead: nbf and iat are in the future; until it is cancelled.

    Args:
        seconds: negative: the clock is behind, so that tokens have run out sooner. Up to ten minutes ahead the service
            lets them in: nbf is five minutes before the issue, and it allows for five more.
    """
    return Order("token", "", where, times=None, settings={"seconds": _shift(seconds)})


def wrong_date(place: Place, operation: str = "", *, seconds: float = 600, **where: Unpack[Where]) -> Order:
    """The Date field of answers over HTTP is wrong; until it is cancelled.

    Args:
        seconds: how far it is ahead; negative: behind.
    """
    return Order(place, operation, where, times=None, among=(*WEB, *SIGN_IN), settings={"seconds": _shift(seconds)})


def wrong_clock(place: Place, operation: str = "", *, seconds: float = 90, **where: Unpack[Where]) -> Order:
    """The service's clock is wrong: the Date field of its answers, and the times of its tokens; until it is cancelled.

    Args:
        seconds: how far it is ahead; negative: behind.
    """
    return Order(place, operation, where, times=None, among=(*WEB, *SIGN_IN), settings={"seconds": _shift(seconds)})


def _shift(seconds: float) -> float:
    """Return by how much a clock is wrong.

    Raises:
        ValueError: not at all, or so much that some times would have no date.
    """
    if not seconds:
        raise ValueError(f"seconds takes another number than 0, not {seconds!r}: such a clock is right")
    if abs(seconds) > _CENTURY:
        raise ValueError(f"seconds takes at most a century, {_CENTURY}, not {seconds!r}")
    return seconds
