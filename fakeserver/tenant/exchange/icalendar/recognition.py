"""Whether a message is about a meeting: what a mailbox asks of all its mail, before anything reads calendars.

Most mailboxes hold other mail alone, which does without the code that does.
"""

from typing import Final

from fakeserver.tenant.exchange.mime.message import Message, mail_class_of, top_header
from fakeserver.tenant.exchange.mime.parts import Part

#: How it may be spelt in the header of a part; that part comes before all files, within so many octets.
_SPELLINGS: Final = (b"calendar", b"CALENDAR", b"Calendar")
_BEFORE_FILES: Final = 1024 * 1024


def item_class_of(raw: bytes) -> str:
    """Return the item class that Exchange gives a message: a meeting's, or one by its content type."""
    content_type = top_header(raw, b"Content-Type")
    found = mail_class_of(content_type)
    if (
        found != "IPM.Note"
        or not content_type.lower().startswith(("multipart/", "text/calendar"))
        or not _names_one(raw)
    ):
        return found
    from fakeserver.tenant.exchange.icalendar.messages import meeting_class

    return meeting_class(Message(raw)) or found


def meeting_part(message: Message, raw: bytes) -> Part | None:
    """Return the part of a message, given with its octets, that would make it one about a meeting; None without one."""
    if not _names_one(raw):
        return None
    from fakeserver.tenant.exchange.icalendar import messages

    return messages.meeting_part(message)


def _names_one(raw: bytes) -> bool:
    return any(raw.find(spelling, 0, _BEFORE_FILES) >= 0 for spelling in _SPELLINGS)
