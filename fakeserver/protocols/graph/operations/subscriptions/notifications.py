"""What a client's service is sent: of changes, and of what becomes of a subscription.

Sources: learn.microsoft.com/graph/outlook-change-notifications-overview, /graph/change-notifications-lifecycle-events,
/graph/change-notifications-with-resource-data; bodies that listeners have printed (microsoft-graph-docs#3055;
msgraph-sdk-dotnet#3103 and msgraph-sdk-java#1551 for reauthorizationRequired, which has an organizationId where the
page has a tenantId).
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any, Final

from fakeserver.protocols.graph.answers import encode
from fakeserver.protocols.graph.ids import item_id, rest_id
from fakeserver.protocols.graph.operations.subscriptions.certificates import Certificate
from fakeserver.protocols.graph.operations.subscriptions.entity import moment
from fakeserver.protocols.graph.properties.table import Shape
from fakeserver.protocols.graph.properties.view import View
from fakeserver.tenant.exchange.entities import Item
from fakeserver.tenant.exchange.webhooks.subscription import LifecycleEvent, Notice, WebhookSubscription
from fakeserver.tenant.identifiers import new_opaque
from fakeserver.tenant.tenant import Tenant
from fakeserver.tenant.tokens.claims import issuer_v1
from fakeserver.tenant.tokens.mint import encode as signed

HEADERS: Final = (("Content-Type", "application/json; charset=utf-8"),)
#: Who says that it is Graph that has sent a notification with data: the same application for all.
PUBLISHER: Final = "0bf30f3b-4a52-48df-9a82-234910c4a086"
#: Seconds that a validation token is good for, as in the page's sample.
_LIFETIME: Final = 29100


@dataclass(frozen=True)
class Writer:
    """Writes what one subscriber is sent."""

    tenant: Tenant = field(repr=False)
    subscription: WebhookSubscription
    #: whose mailbox it is, by object id
    owner_id: str
    view: View
    #: of the data, where it is wanted
    shape: Shape[Item] | None = None
    certificate: Certificate | None = None

    def changes(self, notices: Iterable[Notice]) -> bytes:
        """Return the body that tells of changes."""
        body: dict[str, Any] = {"value": [self._change(notice) for notice in notices]}
        if self.shape is not None:
            body["validationTokens"] = [self._validation_token()]
        return encode(body)

    def _change(self, notice: Notice) -> dict[str, Any]:
        where = self._address(self._id(notice))
        data: dict[str, Any] = {
            "@odata.type": "#Microsoft.Graph.Message" if self.shape is None else "#microsoft.graph.message",
            "@odata.id": where,
        }
        if notice.item is not None:
            data["@odata.etag"] = f'W/"{notice.item.change_key}"'
        data["id"] = self._id(notice)
        return {
            **self._about(),
            "changeType": str(notice.type),
            "resource": where,
            **self._state(),
            "tenantId": self.tenant.tenant_id,
            **self._encrypted(notice),
            "resourceData": data,
        }

    def _id(self, notice: Notice) -> str:
        """Return the id of a message; the default one is that of where it was then."""
        item, change = notice.item, notice.change
        if not self.view.immutable_ids:
            return rest_id(change.item_id)
        if item is not None and item.uid:
            return item_id(item, immutable=True)
        return rest_id(self.subscription.mailbox.immutable.id_of_number(change.number))

    def _address(self, message_id: str) -> str:
        if self.shape is not None:
            return f"Users('{self.owner_id}')/messages('{message_id}')"
        return f"Users/{self.owner_id}/Messages/{message_id}"

    def _encrypted(self, notice: Notice) -> dict[str, Any]:
        """Return the data of what is there; of what is gone nothing is known but its id."""
        if self.shape is None or self.certificate is None or notice.item is None:
            return {}
        # Assumption: annotations of types, which the page's sample has, are left out.
        data = encode(self.shape.write(notice.item, self.view))
        return {"encryptedContent": self.certificate.encrypted(data, self.tenant.random.randbytes)}

    def _validation_token(self) -> str:
        """Return the token that proves who sends the data.

        Source: the sample in change-notifications-with-resource-data.
        """
        issuer, now = issuer_v1(self.tenant.tenant_id), int(self.tenant.clock.time())
        claims = {
            "aud": self.subscription.application_id,
            "iss": issuer,
            "iat": now,
            "nbf": now,
            "exp": now + _LIFETIME,
            "aio": new_opaque(self.tenant.random, 24),
            "appid": PUBLISHER,
            "appidacr": "2",
            "idp": issuer,
            "tid": self.tenant.tenant_id,
            "uti": new_opaque(self.tenant.random, 16),
            "ver": "1.0",
        }
        return signed(claims, self.tenant.keys.current)

    def lifecycle(self, events: Iterable[LifecycleEvent]) -> bytes:
        """Return the body that tells what becomes of the subscription."""
        return encode({"value": [self._event(event) for event in events]})

    def _event(self, event: LifecycleEvent) -> dict[str, Any]:
        if event is not LifecycleEvent.REAUTHORIZATION_REQUIRED:
            return {
                **self._about(),
                "tenantId": self.tenant.tenant_id,
                **self._state(),
                "lifecycleEvent": str(event),
            }
        subscription_id = self.subscription.id
        return {
            **self._about(),
            "encryptedContent": None,
            "organizationId": self.tenant.tenant_id,
            "lifecycleEvent": str(event),
            **self._state(),
            "resource": f"Subscriptions/{subscription_id}",
            "resourceChangeType": None,
            "resourceData": {
                "@odata.id": f"subscriptions/{subscription_id}",
                "@odata.type": "#microsoft.graph.subscription",
                "id": subscription_id,
            },
        }

    def _about(self) -> dict[str, Any]:
        return {
            "subscriptionId": self.subscription.id,
            "subscriptionExpirationDateTime": f"{moment(self.subscription.expires_at)}+00:00",
        }

    def _state(self) -> dict[str, Any]:
        state = self.subscription.properties.get("clientState")
        return {} if state is None else {"clientState": state}
