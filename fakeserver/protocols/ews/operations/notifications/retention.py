"""How long events are kept."""

from datetime import timedelta
from typing import Final

from fakeserver.protocols.ews.errors import EwsError
from fakeserver.protocols.ews.operations.notifications.errors import EVENT_NOT_FOUND
from fakeserver.tenant.exchange.mailbox import Mailbox
from fakeserver.tenant.exchange.notifications.subscription import Place

#: Source: web-service-reference/statusevent.
KEPT: Final = timedelta(days=30)


def check_kept(mailbox: Mailbox, place: Place) -> None:
    """Refuse a place behind which there are events that are not kept any more.

    Raises:
        EwsError.
    """
    changes = mailbox.changes.since(place.position)
    if changes and changes[0].at < mailbox.clock.now() - KEPT:
        raise EwsError(EVENT_NOT_FOUND, fix="subscribe anew, and synchronize what happened meanwhile")
