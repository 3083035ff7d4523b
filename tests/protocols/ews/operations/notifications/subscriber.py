"""Requests of subscriptions, and what tests ask of the answers."""

from collections.abc import Callable

from lxml import etree

from fakeserver.tenant.directory.users import User
from tests.protocols.ews.client import NAMESPACES, Answer, Ews

EVENT_TYPES = ("Copied", "Created", "Deleted", "Modified", "Moved", "NewMail", "FreeBusyChanged")
INBOX = '<t:DistinguishedFolderId Id="inbox"/>'


def event_types(*types: str) -> str:
    named = "".join(f"<t:EventType>{each}Event</t:EventType>" for each in types or EVENT_TYPES)
    return f"<t:EventTypes>{named}</t:EventTypes>"


def request(way: str, folders: str | None = INBOX, types: tuple[str, ...] = (), rest: str | None = None) -> str:
    """Return a Subscribe of a way: Pull, Push or Streaming; without folders, to all of them."""
    where = ' SubscribeToAllFolders="true"' if folders is None else ""
    listed = "" if folders is None else f"<t:FolderIds>{folders}</t:FolderIds>"
    if rest is None:
        rest = "<t:Timeout>10</t:Timeout>" if way == "Pull" else ""
    inside = f"<m:{way}SubscriptionRequest{where}>{listed}{event_types(*types)}{rest}</m:{way}SubscriptionRequest>"
    return f"<m:Subscribe>{inside}</m:Subscribe>"


def get_events(subscription_id: str, watermark: str) -> str:
    return (
        f"<m:GetEvents><m:SubscriptionId>{subscription_id}</m:SubscriptionId>"
        f"<m:Watermark>{watermark}</m:Watermark></m:GetEvents>"
    )


def unsubscribe(subscription_id: str) -> str:
    return f"<m:Unsubscribe><m:SubscriptionId>{subscription_id}</m:SubscriptionId></m:Unsubscribe>"


def get_streaming_events(*subscription_ids: str, minutes: object = 10) -> str:
    listed = "".join(f"<t:SubscriptionId>{each}</t:SubscriptionId>" for each in subscription_ids)
    return (
        f"<m:GetStreamingEvents><m:SubscriptionIds>{listed}</m:SubscriptionIds>"
        f"<m:ConnectionTimeout>{minutes}</m:ConnectionTimeout></m:GetStreamingEvents>"
    )


class Pulling:
    """A pull subscription, and what its client is told each time that it asks."""

    def __init__(self, ews: Ews, body: str | None = None, user: User | None = None) -> None:
        self._ask: Callable[[str], Answer] = lambda body: ews(body, user)
        answer = self._ask(body or request("Pull"))
        self.id = answer.value(".//m:SubscriptionId")
        self.watermark = answer.value(".//m:Watermark")
        self.more = False

    def events(self) -> list[etree._Element]:
        """Return the events since the last time."""
        answer = self._ask(get_events(self.id, self.watermark))
        found = answer.find(".//m:Notification")
        assert answer.value(".//t:PreviousWatermark") == self.watermark
        self.more = answer.value(".//t:MoreEvents") == "true"
        events = list(found)[3:]
        self.watermark = events[-1].findtext("t:Watermark", "", NAMESPACES)
        return events

    def told(self) -> list[str]:
        """Return the kinds of events since the last time, those of folders in parentheses."""
        return [kind(event) for event in self.events()]


def kind(event: etree._Element) -> str:
    """Return what an event is called, in parentheses where it is about a folder."""
    name = etree.QName(event).localname.removesuffix("Event")
    return f"({name})" if event.find("t:FolderId", NAMESPACES) is not None else name


def id_in(event: etree._Element, name: str) -> str:
    """Return the Id of one of an event's elements."""
    found = event.find(f"t:{name}", NAMESPACES)
    assert found is not None
    return str(found.get("Id"))
