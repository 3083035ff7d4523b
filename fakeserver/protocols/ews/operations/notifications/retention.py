"""How long events are kept."""

from datetime import timedelta
from typing import Final

from fakeserver.tenant.exchange.mailbox import Mailbox
from fakeserver.tenant.exchange.notifications.subscription import Place

#: Source: web-service-reference/statusevent.
KEPT: Final = timedelta(days=30)


def is_kept(mailbox: Mailbox, place: Place) -> bool:
    """Say whether all events behind a place are still kept."""
    changes = mailbox.changes.since(place.position)
    return not changes or changes[0].at >= mailbox.clock.now() - KEPT
