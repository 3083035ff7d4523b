"""Items as others read them: the message that an item's properties make, and the calendar object of an appointment."""

from typing import TYPE_CHECKING, Any

from fakeserver.tenant.exchange.entities import Item
from fakeserver.tenant.exchange.item_classes import APPOINTMENT, MEETING, is_of
from fakeserver.tenant.exchange.mime.render import calendar_part, render
from fakeserver.tenant.exchange.properties import CONTENT_NAMES, THREAD_NAMES
from fakeserver.tenant.exchange.values import EmailAddress

if TYPE_CHECKING:
    from fakeserver.tenant.exchange.icalendar.methods import Method
    from fakeserver.tenant.exchange.kinds.addresses import AddressEntry


def rendered(item: Item) -> bytes:
    """Return the message that an item's properties make; one about an appointment has it as iCalendar."""
    content = {name: item.get(name) for name in CONTENT_NAMES}
    content |= {name: item.properties[name] for name in THREAD_NAMES & item.properties.keys()}
    calendar = None
    if is_of(item.item_class, APPOINTMENT, MEETING):
        calendar = calendar_part(calendar_of(item), _method(item))
        if is_of(item.item_class, APPOINTMENT):
            content = _with_people(item, content)
    # Assumption: a message names no files that lie elsewhere; the service's own form of that is not described.
    return render(content, [one for one in item.attachments if one.reference is None], calendar=calendar)


def calendar_of(item: Item) -> bytes:
    """Return an appointment, or what a meeting message is about, as a calendar object."""
    # What mail alone does without.
    from fakeserver.tenant.exchange.icalendar.methods import Method
    from fakeserver.tenant.exchange.icalendar.series import exceptions_of
    from fakeserver.tenant.exchange.icalendar.writing import calendar_object
    from fakeserver.tenant.exchange.kinds.addresses import AddressEntry
    from fakeserver.tenant.exchange.kinds.attendees import Attendee

    method = _method(item)
    responder = None
    if method in (Method.REPLY, Method.COUNTER):
        author = item.get("from_")
        responder = Attendee(AddressEntry(author.name, author.address), item.get("response")) if author else None
    return calendar_object(
        method,
        item,
        exceptions=exceptions_of(item),
        responder=responder,
        proposed_start=item.get("proposed_start"),
        proposed_end=item.get("proposed_end"),
        stamp=item.get("date_time_stamp"),
    )


def _method(item: Item) -> "Method":
    from fakeserver.tenant.exchange.icalendar.methods import method_of

    return method_of(item.item_class, proposes=item.get("proposed_start") is not None)


def _with_people(item: Item, content: dict[str, Any]) -> dict[str, Any]:
    """Return what a message says of an appointment that nobody has sent: it is from its organizer, to who is invited.

    Assumption: the fields of such a message; what IMAP shows of a calendar folder is hardly documented.
    """
    names = {"to_recipients": "required_attendees", "cc_recipients": "optional_attendees"}
    invited = {field: [as_mailbox(one.address) for one in item.get(name) or ()] for field, name in names.items()}
    return {**content, **invited, "from_": item.get("organizer"), "date_time_sent": item.created_at}


def as_mailbox(entry: "AddressEntry") -> EmailAddress:
    """Return an entry of an address book as a message names it."""
    return EmailAddress("" if entry.name == entry.address else entry.name or "", entry.address or "")
