"""POST /subscriptions.

The order is the service's, as far as listeners have seen it: what is said is checked, then the client's services are
called, and what is behind the gateway comes last (msgraph-sdk-dotnet#365).
"""

from collections.abc import Callable
from datetime import datetime
from typing import Final

from fakeserver.protocols.graph.answers import Answer, Result, created
from fakeserver.protocols.graph.call import Call
from fakeserver.protocols.graph.errors import GraphError
from fakeserver.protocols.graph.operations.subscriptions.certificates import read_certificate
from fakeserver.protocols.graph.operations.subscriptions.delivery import Delivery
from fakeserver.protocols.graph.operations.subscriptions.entity import alone
from fakeserver.protocols.graph.operations.subscriptions.errors import CEILING, EXTENSION, IN_THE_PAST
from fakeserver.protocols.graph.operations.subscriptions.notifications import Writer
from fakeserver.protocols.graph.operations.subscriptions.opening import open_resource
from fakeserver.protocols.graph.operations.subscriptions.requests import Wanted, read_new
from fakeserver.protocols.graph.operations.subscriptions.resource import Resource, invalid
from fakeserver.protocols.graph.operations.subscriptions.validation import validated
from fakeserver.protocols.graph.properties.message import MESSAGE
from fakeserver.protocols.graph.properties.table import Shape
from fakeserver.protocols.graph.properties.view import View
from fakeserver.protocols.graph.registry import operation
from fakeserver.steps import PausingSteps
from fakeserver.tenant.access.needs import READ_MAIL
from fakeserver.tenant.exchange.entities import Item
from fakeserver.tenant.exchange.webhooks.subscription import WebhookSubscription
from fakeserver.tenant.identifiers import new_guid
from fakeserver.tenant.tenant import Tenant

#: Minutes that a subscription with resource data may last.
LONGEST_WITH_DATA: Final = 1440
#: Active ones of all applications to a mailbox.
#: Source: learn.microsoft.com/graph/outlook-change-notifications-overview.
MOST: Final = 1000
#: What no notification has. Source: as above.
_NOT_INCLUDED: Final = frozenset({"body", "uniquebody"})


@operation("POST", "subscriptions")
def create_subscription(call: Call) -> Result:
    """Begin to tell a client's service of changes.

    Sources: learn.microsoft.com/graph/api/subscription-post-subscriptions and
    learn.microsoft.com/graph/change-notifications-delivery-webhooks
    """
    return _created(call, read_new(call.json))


def _created(call: Call, wanted: Wanted) -> PausingSteps[Answer]:
    yield from validated(call, wanted.notification_url)
    if wanted.lifecycle_url is not None:
        yield from validated(call, wanted.lifecycle_url)
    expires_at = checked_expiry(call.tenant, wanted.expires_at, with_data=wanted.includes_data)
    resource = wanted.resource
    scope = open_resource(call, resource)
    shape = _shape(call, resource) if wanted.includes_data else None
    if shape is None and resource.select is not None:
        # Assumption: a selection without data is refused; the pages have none.
        raise invalid(resource.text)
    if call.tenant.webhooks.count_in(call.mailbox) >= MOST:
        # Assumption: the words.
        reason = f"The limit of {MOST} active subscriptions for this mailbox is reached."
        raise GraphError(EXTENSION, operation="Create", status="Forbidden", reason=reason)
    application = call.visitor.application
    assert application is not None
    subscription = WebhookSubscription(
        new_guid(call.tenant.random),
        call.mailbox,
        application.client_id,
        "" if call.visitor.user is None else call.visitor.user.object_id,
        wanted.types,
        scope,
        expires_at,
        wanted.properties,
    )
    subscription.reporter = Delivery(call, subscription, _writer(call, subscription, shape))
    yield from subscription.look_through()
    call.tenant.webhooks.add(subscription)
    return created(alone(call, subscription))


def checked_expiry(tenant: Tenant, at: datetime, *, with_data: bool) -> float:
    """Return until when a subscription is to be, in seconds since the epoch.

    Raises:
        GraphError: that is over, or too far away.
    """
    now, expires_at = tenant.clock.time(), at.timestamp()
    if expires_at <= now:
        raise GraphError(IN_THE_PAST)
    minutes = LONGEST_WITH_DATA if with_data else tenant.policies.graph_subscription_minutes
    # Clients take the time before they ask: a minute more is no further away.
    if expires_at > now + (minutes + 1) * 60:
        raise GraphError(CEILING, minutes=minutes)
    return expires_at


def _shape(call: Call, resource: Resource) -> Shape[Item]:
    """Return what data is included: that is chosen by ``$select``, which has to be there."""
    if resource.select is None:
        raise invalid(resource.text)
    names = [name.strip().lower() for name in resource.select.split(",")]
    if not _NOT_INCLUDED.isdisjoint(names):
        raise invalid(resource.text)
    try:
        shape = MESSAGE.shape(resource.select, basic_only=not call.permits(READ_MAIL))
    except GraphError as error:
        raise invalid(resource.text) from error
    chosen = tuple((name, read) for name, read in shape.properties if name.lower() in names)
    return Shape(chosen)


def _writer(call: Call, subscription: WebhookSubscription, shape: Shape[Item] | None) -> Callable[[], Writer]:
    tenant, owner = call.tenant, call.visit.owner.object_id
    view = View(immutable_ids=call.immutable, root=call.root)

    def writer() -> Writer:
        given = subscription.properties
        certificate = None
        if shape is not None:
            certificate = read_certificate(given["encryptionCertificate"], given["encryptionCertificateId"])
        return Writer(tenant, subscription, owner, view, shape, certificate)

    return writer
