"""Waiting for messages in a fake that runs elsewhere: one long poll, and no clock of this process."""

from collections.abc import Mapping
from typing import Any

from fakeserver.client.differences import not_over_the_wire
from fakeserver.client.link import Link
from fakeserver.client.transport import TIMEOUT
from fakeserver.client.values import given
from fakeserver.tenant.exchange.demand import TIMEOUT as WAIT_TIMEOUT
from fakeserver.tenant.exchange.demand import Demand
from fakeserver.tenant.exchange.wanted import Wanted, number_of


def waited(
    link: Link,
    path: tuple[object, ...],
    *,
    owner: str,
    place: str,
    subject: str | None,
    timeout: float | None,
    count: int | None,
    none_within: float | None,
    which: Mapping[str, Any],
    **more: object,
) -> list[dict[str, Any]]:
    """Wait over there; arguments and errors are those of ``wait_for``.

    Args:
        path: where the API waits.
        owner: the class that is asked, as errors name it.
        place: as marks name it.
        more: what the API takes besides, such as the folder.

    Returns:
        The messages, as the API describes them; none where none was to come.

    Raises:
        TypeError: a predicate.
    """
    wanted, since = Wanted[Any].of(owner, subject, which)  # type: ignore[arg-type]
    if wanted.predicate is not None:
        raise not_over_the_wire(
            "predicate: a function", "wait by subject=, sender= and recipient=, and look at what comes"
        )
    demand = Demand.of(count, timeout, none_within, default=WAIT_TIMEOUT)
    asked = given(
        subject=wanted.subject,
        sender=wanted.sender,
        recipient=wanted.recipient,
        since=number_of(since, place),
        count=count,
        **({"none_within": none_within} if none_within is not None else {"timeout": demand.seconds}),
        **more,
    )
    answer = link.post(*path, body=asked, timeout=demand.seconds + TIMEOUT)
    found: list[dict[str, Any]] = answer["messages"] if answer else []
    return found
