"""The appointment that an invitation makes in the calendar of who was invited, and what an update changes of it."""

from typing import Any, Final

from fakeserver.tenant.exchange.entities import Attachment, Item
from fakeserver.tenant.exchange.item_classes import APPOINTMENT
from fakeserver.tenant.exchange.mailbox import Mailbox
from fakeserver.tenant.exchange.scheduling.participants import Get
from fakeserver.tenant.exchange.scheduling.states import received

#: What an invitation says of the meeting. Resources and When are not told to attendees ([MS-OXWSMTGS] 2.2.4.6).
TOLD: Final = (
    "subject body sensitivity importance uid date_time_stamp start end is_all_day location place "
    "is_response_requested organizer required_attendees optional_attendees start_time_zone end_time_zone "
    "recurrence exceptions deleted_dates appointment_sequence_number allow_new_time_proposal is_online_meeting "
    "join_online_meeting_url meeting_workspace_url net_show_url conference_type do_not_forward_meeting"
).split()
#: What the reader's own program adds. Assumption: 15 minutes, as in a new mailbox.
_REMINDER: Final = {"reminder_is_set": True, "reminder_minutes_before_start": 15}


def told(message: Get) -> dict[str, Any]:
    """Return the properties of a meeting as a message about it has them; None: it has none."""
    return {name: message(name) for name in TOLD}


def add_appointment(mailbox: Mailbox, request: Item) -> Item:
    """Put the meeting that a request is about into its reader's calendar, unanswered.

    Raises:
        MessageTooLarge: it is larger than the mailbox takes.
    """
    said = {name: value for name, value in told(request.get).items() if value is not None}
    state = received(request.get("intended_free_busy_status"))
    # One of a series, by itself: its reader is not invited to the whole.
    which = {"recurrence_id": at} if (at := request.get("recurrence_id")) is not None else {}
    properties = {"is_read": True, **_REMINDER, **said, **state, **which}
    item = mailbox.items.add(mailbox.folders.distinguished("calendar"), APPOINTMENT, properties)
    for file in request.attachments:
        if not file.is_item:
            copy = Attachment(
                file.name, file.reference or file.content, file.content_type, file.content_id, is_inline=file.is_inline
            )
            mailbox.attachments.add(item, copy)
    return item
