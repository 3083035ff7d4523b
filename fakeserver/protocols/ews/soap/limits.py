"""How many things of one kind a request may list: ids, items, changes, attachments, properties, header blocks."""

from typing import Final

from fakeserver.protocols.ews.errors import TEXT_UNKNOWN, EwsError, Row
from fakeserver.protocols.ews.soap.reading import Element

#: Assumption: the service documents a number only for what it finds (EWSFindCountLimit, 1,000), and clients cut their
#: lists at a hundred or a thousand.
MAX_LISTED: Final = 10_000
_TOO_MANY: Final = Row("ErrorTooManyObjectsOpened", f"A request may name {MAX_LISTED} objects at most.", TEXT_UNKNOWN)


def check_number(listed: Element) -> None:
    """Refuse an element with more children than are read at a time.

    Raises:
        EwsError: it has.
    """
    if len(listed) > MAX_LISTED:
        raise EwsError(_TOO_MANY)
