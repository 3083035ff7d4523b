"""GetEvents: what has happened since a watermark, for a pull subscription.

Source: web-service-reference/getevents-operation.
"""

from fakeserver.protocols.ews.answers.forms import Single
from fakeserver.protocols.ews.errors import EwsError
from fakeserver.protocols.ews.operations.notifications.errors import (
    EVENT_NOT_FOUND,
    EXPIRED,
    INVALID_WATERMARK,
    NOT_A_PULL_SUBSCRIPTION,
    NOT_FOUND,
)
from fakeserver.protocols.ews.operations.notifications.event_xml import MAX_EVENTS, notification
from fakeserver.protocols.ews.operations.notifications.retention import is_kept
from fakeserver.protocols.ews.operations.notifications.subscribers import opened_for, subscribed
from fakeserver.protocols.ews.operations.notifications.subscription_ids import read_watermark
from fakeserver.protocols.ews.registry import operation
from fakeserver.protocols.ews.request.call import Call
from fakeserver.protocols.ews.soap.complex_types import TEXT, complex_type
from fakeserver.protocols.ews.soap.names import m
from fakeserver.protocols.ews.soap.reading import non_empty
from fakeserver.protocols.ews.soap.writing import Xml


@operation(
    "GetEvents",
    answer=Single(),
    since="Exchange2007",
    request=complex_type(elements={"m:SubscriptionId": TEXT, "m:Watermark": TEXT}),
)
def get_events(call: Call) -> Xml:
    """Return the events, 50 at most, each with its watermark."""
    asked, mark = non_empty(call.part(m("SubscriptionId"))), non_empty(call.part(m("Watermark")))
    found = subscribed(call, asked, NOT_FOUND)
    mailbox, subscription = found
    if subscription.way != "pull":
        raise EwsError(NOT_A_PULL_SUBSCRIPTION)
    if not found.is_there:
        mailbox.notifications.remove(subscription)
        raise EwsError(EXPIRED, fix="ask more often than the subscription's Timeout says, or subscribe anew")
    opened_for(call.door, call.visitor, found)
    place = read_watermark(mark, mailbox.guid)
    if place is None or not place.is_in(mailbox.changes):
        raise EwsError(INVALID_WATERMARK)
    if not is_kept(mailbox, place):
        mailbox.notifications.remove(subscription)
        raise EwsError(EVENT_NOT_FOUND, fix="subscribe anew, and synchronize what happened meanwhile")
    mailbox.notifications.prolong(subscription)
    news = mailbox.notifications.news(subscription, place, MAX_EVENTS)
    subscription.place = news.place
    return notification(found, place, news)
