"""MimeContent of a calendar item: a bare calendar object, which says what the item is.

Source: what DavMail sends, which makes all its events so, and what it says of the answers.
"""

from typing import Any, Final

from fakeserver.protocols.ews.errors import EwsError
from fakeserver.protocols.ews.request.errors import MIME_CONTENT_INVALID

#: Octets of a calendar object that is read at once. Assumption: the number; one appointment has a few thousand.
_MAX: Final = 512 * 1024


def properties_of(octets: bytes) -> dict[Any, Any]:
    """Return what a calendar object says of its first event, by the tenant's names.

    Raises:
        EwsError: it is no calendar object, or has no event that begins at some time.
    """
    from fakeserver.tenant.exchange.icalendar.reading import NotCalendar, read
    from fakeserver.tenant.exchange.icalendar.series import stored

    if len(octets) > _MAX:
        raise EwsError(MIME_CONTENT_INVALID)
    try:
        event = read(octets).event
    except NotCalendar as problem:
        raise EwsError(MIME_CONTENT_INVALID) from problem
    if event is None or "start" not in event.properties:
        raise EwsError(MIME_CONTENT_INVALID)
    said = stored(event)
    # When it was made is what the mailbox knows itself, and what others are told is what it shows here.
    for name in ("date_time_created", "intended_free_busy_status"):
        said.pop(name, None)
    return said
