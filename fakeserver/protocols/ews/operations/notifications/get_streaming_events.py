"""GetStreamingEvents: events of streaming subscriptions as they happen, until the connection's time is over.

What happens while nobody is connected waits. What a connection was sent and has not read is sent to the next one.

Sources: web-service-reference/getstreamingevents-operation; OfficeDev/ews-managed-api and the tests of
ecederstrand/exchangelib for ErrorSubscriptionIds, which stand in the namespace of messages.
"""

from collections.abc import Iterable
from typing import Final

from fakeserver.protocols.ews.answers.streaming import Feed, Streamed
from fakeserver.protocols.ews.errors import EwsError
from fakeserver.protocols.ews.operations.notifications.errors import INVALID_SUBSCRIPTION, TOO_MANY
from fakeserver.protocols.ews.operations.notifications.listening import Listening
from fakeserver.protocols.ews.operations.notifications.subscribers import Subscribed, subscribed
from fakeserver.protocols.ews.registry import operation
from fakeserver.protocols.ews.request.call import Call
from fakeserver.protocols.ews.soap.complex_types import TEXT, complex_type, list_type
from fakeserver.protocols.ews.soap.names import TYPES, m
from fakeserver.protocols.ews.soap.reading import at_least_one, integer_of, non_empty
from fakeserver.protocols.ews.soap.writing import Xml, element, text
from fakeserver.tenant.exchange.notifications.subscription import Place
from fakeserver.tenant.refusals import EventsMissed

TIMEOUT_TYPE: Final = f"{TYPES}:StreamingSubscriptionConnectionTimeoutType"
#: Minutes.
LONGEST: Final = 30
#: Source: exchange-web-services/how-to-maintain-affinity-between-group-of-subscriptions-and-mailbox-server.
#: Assumption: the code for more.
MAX_SUBSCRIPTIONS: Final = 200


@operation(
    "GetStreamingEvents",
    answer=Streamed(),
    since="Exchange2010_SP1",
    request=complex_type(
        elements={"m:SubscriptionIds": list_type({"t:SubscriptionId": TEXT}), "m:ConnectionTimeout": TEXT}
    ),
    tells=(EventsMissed,),
)
def get_streaming_events(call: Call) -> Feed:
    """Return the feed of all subscriptions, or none where one of them is invalid.

    Where a test has ordered that events are missed, what waits is lost: the client is told so, and the stream goes on.
    """
    # One that is named twice counts once.
    ids = list(dict.fromkeys(non_empty(each) for each in at_least_one(call.part(m("SubscriptionIds")))))
    minutes = integer_of(call.part(m("ConnectionTimeout")), TIMEOUT_TYPE, 1, LONGEST)
    if len(ids) > MAX_SUBSCRIPTIONS:
        raise EwsError(TOO_MANY, fix=f"open a connection for each {MAX_SUBSCRIPTIONS} subscriptions")
    found = {each: _found(call, each) for each in ids}
    invalid = [each for each, one in found.items() if one is None]
    if invalid:
        raise EwsError(INVALID_SUBSCRIPTION, content=_concerned(invalid))
    subscriptions = [one for one in found.values() if one is not None]
    listening = Listening(call, subscriptions)
    if call.refused is not None:
        for mailbox, subscription in subscriptions:
            subscription.place = Place(mailbox.changes.position)
    return Feed(
        minutes * 60.0,
        listening.begin,
        listening.news,
        unread=listening.unread,
        trouble=call.refused,
        concerned=_concerned(ids),
        ask_at=call.visitor.expires_at,
    )


def _concerned(ids: Iterable[str]) -> Xml:
    return element("m:ErrorSubscriptionIds", *(text("m:SubscriptionId", each) for each in ids))


def _found(call: Call, text: str) -> Subscribed | None:
    """Return a streaming subscription; None for an id that names none.

    Raises:
        EwsError: it is somebody else's.
    """
    try:
        found = subscribed(call, text, INVALID_SUBSCRIPTION)
    except EwsError as error:
        if error.row is INVALID_SUBSCRIPTION:
            return None
        raise
    return found if found.subscription.way == "streaming" and found.is_there else None
