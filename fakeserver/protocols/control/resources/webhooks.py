"""Subscriptions to change notifications of Microsoft Graph, and what is to become of them."""

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Literal

from fakeserver.protocols.control.call import Call
from fakeserver.protocols.control.problems import NotThere
from fakeserver.protocols.control.routing import operation
from fakeserver.suggestion import suggestion
from fakeserver.tenant.exchange.webhooks.subscription import LifecycleEvent, WebhookSubscription


@dataclass
class SubscriptionView:
    """A subscription that there is."""

    id: str
    #: address of the mailbox
    mailbox: str
    #: client id
    application: str
    #: what is watched, as it was asked for
    resource: str
    notification_url: str
    #: null: nobody is told what becomes of it
    lifecycle_notification_url: str | None
    expires_at: datetime
    #: changes are told of no more until a new token was shown
    is_paused: bool


@dataclass
class Subscriptions:
    """Every subscription of a tenant, oldest first."""

    subscriptions: list[SubscriptionView]


@dataclass
class Happening:
    """What is to become of subscriptions."""

    #: as the programs are told
    event: Literal["reauthorizationRequired", "subscriptionRemoved", "missed"]
    #: id; null: each that there is
    subscription: str | None = None
    #: with `reauthorizationRequired`: whether changes are lost until a new token was shown
    pause: bool = True


@operation("GET", "/tenants/{tenant}/webhooks")
def list_webhooks(call: Call) -> Subscriptions:
    """List the subscriptions to change notifications of Microsoft Graph."""
    return Subscriptions([_view(each) for each in call.tenant.webhooks.subscriptions])


@operation("POST", "/tenants/{tenant}/webhooks")
def happen_to_webhooks(call: Call, body: Happening) -> Subscriptions:
    """Let something become of subscriptions: their programs are told at the lifecycleNotificationUrl."""
    webhooks, chosen = call.tenant.webhooks, _chosen(call, body.subscription)
    match LifecycleEvent(body.event):
        case LifecycleEvent.REAUTHORIZATION_REQUIRED:
            webhooks.require_reauthorization(chosen, pause=body.pause)
        case LifecycleEvent.SUBSCRIPTION_REMOVED:
            webhooks.remove(chosen)
        case LifecycleEvent.MISSED:
            webhooks.miss(chosen)
    return list_webhooks(call)


def _chosen(call: Call, name: str | None) -> WebhookSubscription | None:
    if name is None:
        return None
    found = {each.id: each for each in call.tenant.webhooks.subscriptions}
    if name not in found:
        raise NotThere(f"no subscription {name!r}{suggestion(name, found)}")
    return found[name]


def _view(subscription: WebhookSubscription) -> SubscriptionView:
    given = subscription.properties.get
    return SubscriptionView(
        subscription.id,
        subscription.mailbox.address,
        subscription.application_id,
        given("resource", ""),
        given("notificationUrl", ""),
        given("lifecycleNotificationUrl"),
        datetime.fromtimestamp(subscription.expires_at, UTC),
        subscription.is_paused,
    )
