"""Subscriptions that there are: listed, shown, renewed, reauthorized, ended.

Sources: learn.microsoft.com/graph/api/subscription-list, -get, -update, -delete, -reauthorize
"""

from fakeserver.protocols.graph.answers import NO_CONTENT, Answer, Result
from fakeserver.protocols.graph.call import Call
from fakeserver.protocols.graph.errors import GraphError
from fakeserver.protocols.graph.operations.subscriptions.create_subscription import checked_expiry
from fakeserver.protocols.graph.operations.subscriptions.delivery import Delivery
from fakeserver.protocols.graph.operations.subscriptions.entity import alone, entity
from fakeserver.protocols.graph.operations.subscriptions.errors import NOT_FOUND
from fakeserver.protocols.graph.operations.subscriptions.opening import check_may_watch, open_mailbox
from fakeserver.protocols.graph.operations.subscriptions.requests import Renewal, read_renewal
from fakeserver.protocols.graph.operations.subscriptions.validation import validated
from fakeserver.protocols.graph.registry import operation
from fakeserver.steps import PausingSteps
from fakeserver.tenant.access.visit import Visitor
from fakeserver.tenant.directory.users import User
from fakeserver.tenant.exchange.webhooks.subscription import WebhookSubscription
from fakeserver.tenant.refusals import MailboxNotFound


@operation("GET", "subscriptions")
def list_subscriptions(call: Call) -> Result:
    """Return the application's own: a user's token shows those of this user, an application's token all of them."""
    check_may_watch(call.visitor)
    shown = [each for each in call.tenant.webhooks.subscriptions if _is_own(each, call.visitor)]
    return {
        "@odata.context": f"{call.root}/$metadata#subscriptions",
        "value": [entity(call, each) for each in shown],
    }


@operation("GET", "subscriptions/{subscription}")
def get_subscription(call: Call) -> Result:
    """Return a subscription."""
    return alone(call, _named(call))


@operation("DELETE", "subscriptions/{subscription}")
def delete_subscription(call: Call) -> Result:
    """End a subscription."""
    call.tenant.webhooks.drop(_named(call))
    return Answer(NO_CONTENT)


@operation("PATCH", "subscriptions/{subscription}")
def update_subscription(call: Call) -> Result:
    """Renew a subscription, which shows that its client may still read the messages as well."""
    return _updated(call, _named(call), read_renewal(call.json))


def _updated(call: Call, subscription: WebhookSubscription, wanted: Renewal) -> PausingSteps[Answer]:
    if wanted.notification_url is not None:
        yield from validated(call, wanted.notification_url)
        # It may have ended meanwhile.
        _named(call)
    with_data = bool(subscription.properties.get("includeResourceData"))
    expires_at = subscription.expires_at
    if wanted.expires_at is not None:
        expires_at = checked_expiry(call.tenant, wanted.expires_at, with_data=with_data)
    _open(call, subscription, "Update")
    subscription.properties = {**subscription.properties, **wanted.properties}
    subscription.expires_at = expires_at
    _go_on(call, subscription)
    return Answer(200, alone(call, subscription))


@operation("POST", "subscriptions/{subscription}/reauthorize", body=False)
def reauthorize_subscription(call: Call) -> Result:
    """Go on with a subscription whose client has shown that it may still read the messages."""
    subscription = _named(call)
    _open(call, subscription, "Reauthorize")
    _go_on(call, subscription)
    return Answer(NO_CONTENT)


def _go_on(call: Call, subscription: WebhookSubscription) -> None:
    subscription.is_paused = False
    if isinstance(subscription.reporter, Delivery):
        subscription.reporter.renewed(call.visitor)


def _open(call: Call, subscription: WebhookSubscription, named: str) -> None:
    """Open the mailbox of a subscription for whoever asks now."""

    def owner() -> User:
        address = subscription.mailbox.address
        found = call.tenant.directory.user_by_address(address)
        if found is None:
            raise MailboxNotFound(address)
        return found

    open_mailbox(call, owner, named)


def _named(call: Call) -> WebhookSubscription:
    """Return the subscription that the path names.

    Raises:
        GraphPermissionMissing, GraphRoleMissing: the token may subscribe to nothing.
        GraphError: there is none, or it is somebody else's.
    """
    check_may_watch(call.visitor)
    found = call.tenant.webhooks.find(call.values["subscription"])
    if found is None or not _is_own(found, call.visitor):
        raise GraphError(NOT_FOUND)
    return found


def _is_own(subscription: WebhookSubscription, visitor: Visitor) -> bool:
    application, user = visitor.application, visitor.user
    if application is None or subscription.application_id != application.client_id:
        return False
    return user is None or subscription.user_id == user.object_id
