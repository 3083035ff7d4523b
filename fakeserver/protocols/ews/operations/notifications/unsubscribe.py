"""Unsubscribe: ends a pull or streaming subscription. One that pushes ends by what its callback answers.

Source: web-service-reference/unsubscribe-operation; the code for a push subscription is what ecederstrand/exchangelib's
tests have from the service, where the page has ErrorInvalidPullSubscriptionId.
"""

from fakeserver.protocols.ews.answers.forms import Single
from fakeserver.protocols.ews.errors import EwsError
from fakeserver.protocols.ews.operations.notifications.errors import INVALID_SUBSCRIPTION, NOT_FOUND
from fakeserver.protocols.ews.operations.notifications.subscribers import subscribed
from fakeserver.protocols.ews.registry import operation
from fakeserver.protocols.ews.request.call import Call
from fakeserver.protocols.ews.soap.complex_types import TEXT, complex_type
from fakeserver.protocols.ews.soap.names import m
from fakeserver.protocols.ews.soap.reading import non_empty
from fakeserver.protocols.ews.soap.writing import NOTHING, Xml


@operation(
    "Unsubscribe",
    answer=Single(),
    since="Exchange2007",
    request=complex_type(elements={"m:SubscriptionId": TEXT}),
)
def unsubscribe(call: Call) -> Xml:
    """End the subscription."""
    found = subscribed(call, non_empty(call.part(m("SubscriptionId"))), NOT_FOUND)
    if found.subscription.way == "push":
        raise EwsError(INVALID_SUBSCRIPTION, fix="answer the next callback with SubscriptionStatus Unsubscribe")
    was_there = found.is_there
    found.mailbox.notifications.remove(found.subscription)
    if not was_there:
        raise EwsError(NOT_FOUND)
    return NOTHING
