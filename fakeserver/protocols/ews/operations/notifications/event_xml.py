"""Events as t:CreatedEvent and the like, and notifications of several.

Change keys hold the kind of object alone, as in every documented sample: which change it was is for the client to ask.
"""

from typing import Final
from weakref import WeakKeyDictionary

from fakeserver.protocols.ews.operations.notifications.subscribers import Subscribed
from fakeserver.protocols.ews.soap.writing import NOTHING, Xml, boolean, date_time, element, joined, number, text
from fakeserver.tenant.exchange.entities import Folder
from fakeserver.tenant.exchange.notifications.events import Event, Subject
from fakeserver.tenant.exchange.notifications.subscription import News, Place

#: Events in one notification. Source: web-service-reference/getevents-operation.
MAX_EVENTS: Final = 50
_ITEM_KEY: Final = "CQAAAA=="
_FOLDER_KEY: Final = "AQAAAA=="
#: News as streams have them, written once for all the streams that are told the same.
_streamed: Final[WeakKeyDictionary[News, Xml]] = WeakKeyDictionary()


def notification(subscribed: Subscribed, since: Place, news: News) -> Xml:
    """Return m:Notification as an answer to a request, or a call of the service, has it: an event at least."""
    events = [_event(told.event, subscribed.watermark(told.place)) for told in news.told]
    nothing = element("t:StatusEvent", text("t:Watermark", subscribed.watermark(news.place)))
    return element(
        "m:Notification",
        text("t:SubscriptionId", subscribed.id),
        text("t:PreviousWatermark", subscribed.watermark(since)),
        boolean("t:MoreEvents", news.more),
        *(events or [nothing]),
    )


def streamed_notification(subscription_id: Xml, news: News) -> Xml:
    """Return m:Notification as a stream has it: without watermarks. There is an event at least.

    The schema has the element in the other namespace; the service's samples and OfficeDev/ews-managed-api, which reads
    no other, have it in this one.

    Args:
        subscription_id: the element, which hundreds of streams would write for each event.
    """
    events = _streamed.get(news)
    if events is None:
        events = _streamed[news] = joined(_event(told.event) for told in news.told)
    return Xml(f"<m:Notification>{subscription_id}{events}</m:Notification>")


def _event(event: Event, watermark: str = "") -> Xml:
    return element(
        f"t:{event.type}Event",
        text("t:Watermark", watermark) if watermark else NOTHING,
        date_time("t:TimeStamp", event.at),
        _named(event.subject),
        _named(event.former, "Old") if event.former is not None else NOTHING,
        number("t:UnreadCount", event.unread_count) if event.unread_count is not None else NOTHING,
    )


def _named(subject: Subject, old: str = "") -> Xml:
    """Return the id of an item or a folder, and of the folder that it lies in."""
    if subject.folder is None:
        own = element(f"t:{old}ItemId", Id=subject.parent.item_id_of(subject.number), ChangeKey=_ITEM_KEY)
    else:
        own = _folder_id(f"t:{old}FolderId", subject.folder)
    return joined((own, _folder_id(f"t:{old}ParentFolderId", subject.seen_in or subject.parent)))


def _folder_id(name: str, folder: Folder) -> Xml:
    return element(name, Id=folder.folder_id, ChangeKey=_FOLDER_KEY)
