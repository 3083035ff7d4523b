"""Requests for other people's time, and calendars to ask about."""

from datetime import UTC, datetime
from typing import Any

from fakeserver.tenant.exchange.entities import Item
from fakeserver.tenant.exchange.mailbox import Mailbox

UTC_ZONE = """<t:TimeZone><t:Bias>0</t:Bias>
 <t:StandardTime><t:Bias>0</t:Bias><t:Time>00:00:00</t:Time><t:DayOrder>0</t:DayOrder><t:Month>0</t:Month>
 <t:DayOfWeek>Sunday</t:DayOfWeek></t:StandardTime><t:DaylightTime><t:Bias>0</t:Bias><t:Time>00:00:00</t:Time>
 <t:DayOrder>0</t:DayOrder><t:Month>0</t:Month><t:DayOfWeek>Sunday</t:DayOfWeek></t:DaylightTime></t:TimeZone>"""
BERLIN_ZONE = """<t:TimeZone><t:Bias>-60</t:Bias>
 <t:StandardTime><t:Bias>0</t:Bias><t:Time>03:00:00</t:Time><t:DayOrder>5</t:DayOrder><t:Month>10</t:Month>
 <t:DayOfWeek>Sunday</t:DayOfWeek></t:StandardTime><t:DaylightTime><t:Bias>-60</t:Bias><t:Time>02:00:00</t:Time>
 <t:DayOrder>5</t:DayOrder><t:Month>3</t:Month><t:DayOfWeek>Sunday</t:DayOfWeek></t:DaylightTime></t:TimeZone>"""


def at(text: str) -> datetime:
    """Return a moment in UTC: ``2026-02-13 09:00``."""
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def appointment(mailbox: Mailbox, start: str, end: str, **properties: Any) -> Item:
    """Put an appointment into somebody's calendar."""
    calendar = mailbox.folders.distinguished("calendar")
    return mailbox.items.add(calendar, "IPM.Appointment", {"start": at(start), "end": at(end), **properties})


def mailbox_data(*addresses: str, excluded: str = "false", kind: str = "Required") -> str:
    """Return m:MailboxDataArray."""
    entries = "".join(
        f"<t:MailboxData><t:Email><t:Address>{address}</t:Address></t:Email><t:AttendeeType>{kind}</t:AttendeeType>"
        f"<t:ExcludeConflicts>{excluded}</t:ExcludeConflicts></t:MailboxData>"
        for address in addresses
    )
    return f"<m:MailboxDataArray>{entries}</m:MailboxDataArray>"


def free_busy(
    start: str = "2026-02-13T00:00:00",
    end: str = "2026-02-14T00:00:00",
    *,
    interval: int | str = 60,
    view: str = "DetailedMerged",
) -> str:
    """Return t:FreeBusyViewOptions; an empty interval or view is left out."""
    parts = f"<t:TimeWindow><t:StartTime>{start}</t:StartTime><t:EndTime>{end}</t:EndTime></t:TimeWindow>"
    if interval != "":
        parts += f"<t:MergedFreeBusyIntervalInMinutes>{interval}</t:MergedFreeBusyIntervalInMinutes>"
    if view:
        parts += f"<t:RequestedView>{view}</t:RequestedView>"
    return f"<t:FreeBusyViewOptions>{parts}</t:FreeBusyViewOptions>"


def suggestions(
    start: str = "2026-02-13T00:00:00", end: str = "2026-02-14T00:00:00", before: str = "", after: str = ""
) -> str:
    """Return t:SuggestionsViewOptions, with what stands before and after the period in it."""
    return (
        f"<t:SuggestionsViewOptions>{before}<t:DetailedSuggestionsWindow><t:StartTime>{start}</t:StartTime>"
        f"<t:EndTime>{end}</t:EndTime></t:DetailedSuggestionsWindow>{after}</t:SuggestionsViewOptions>"
    )


def asked(mailboxes: str, *options: str, zone: str = UTC_ZONE) -> str:
    """Return the whole request."""
    return f"<m:GetUserAvailabilityRequest>{zone}{mailboxes}{''.join(options)}</m:GetUserAvailabilityRequest>"
