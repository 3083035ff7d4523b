"""A subscription as Graph shows it.

Sources: learn.microsoft.com/graph/outlook-change-notifications-overview for the order of its members; msgraph-metadata
for which v1.0 has.
"""

from datetime import UTC, datetime
from typing import Any

from fakeserver.protocols.graph.call import Call
from fakeserver.tenant.exchange.webhooks.subscription import WebhookSubscription


def entity(call: Call, subscription: WebhookSubscription) -> dict[str, Any]:
    """Return the JSON of a subscription."""
    given = subscription.properties.get
    creator = subscription.user_id
    if not creator and (application := call.tenant.directory.applications.get(subscription.application_id)) is not None:
        creator = application.service_principal_id
    return {
        "id": subscription.id,
        "resource": given("resource"),
        "applicationId": subscription.application_id,
        "changeType": given("changeType"),
        "clientState": given("clientState"),
        "notificationUrl": given("notificationUrl"),
        "notificationQueryOptions": None,
        "lifecycleNotificationUrl": given("lifecycleNotificationUrl"),
        "expirationDateTime": f"{moment(subscription.expires_at)}Z",
        "creatorId": creator,
        "includeResourceData": given("includeResourceData"),
        "latestSupportedTlsVersion": given("latestSupportedTlsVersion", "v1_2"),
        "encryptionCertificate": given("encryptionCertificate"),
        "encryptionCertificateId": given("encryptionCertificateId"),
        "notificationUrlAppId": None,
    }


def alone(call: Call, subscription: WebhookSubscription) -> dict[str, Any]:
    """Return the answer that a subscription is alone."""
    return {"@odata.context": f"{call.root}/$metadata#subscriptions/$entity", **entity(call, subscription)}


def moment(seconds: float) -> str:
    """Return a moment in UTC, without the offset: whole seconds, or the seven decimals that the service writes."""
    at = datetime.fromtimestamp(seconds, UTC)
    return at.strftime("%Y-%m-%dT%H:%M:%S") + (f".{at.microsecond:06d}0" if at.microsecond else "")
