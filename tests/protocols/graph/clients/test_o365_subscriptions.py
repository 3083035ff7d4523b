"""Change notifications by O365 (python-o365)."""

from collections.abc import Iterator

import pytest

from fakeserver.tenant.directory.applications import Application
from pytest_m365 import Target, Tenant
from tests.protocols.graph.clients.test_o365 import signed_in
from tests.protocols.graph.operations.subscriptions.listener import STATE, Listener

pytestmark = pytest.mark.usefixtures("collected")


@pytest.fixture
def listener() -> Iterator[Listener]:
    made = Listener()
    yield made
    made.close()


def test_a_life(m365: Target, m365_fake: Tenant, app: Application, listener: Listener) -> None:
    subscriptions = signed_in(m365, app).subscriptions()
    made = subscriptions.create_subscription(
        f"{listener.url}/notify",
        "/me/mailFolders('inbox')/messages",
        ["created", "updated"],
        expiration_minutes=60,
        client_state=STATE,
    )
    assert subscriptions.get_subscription(made["id"]) == made
    assert [each["id"] for each in subscriptions.list_subscriptions()] == [made["id"]]
    m365_fake.mailbox(m365.username).deliver(subject="x")
    told = listener.told()
    assert (told["subscriptionId"], told["clientState"], told["changeType"]) == (made["id"], STATE, "created")
    renewed = subscriptions.renew_subscription(made["id"], expiration_minutes=120)
    assert renewed["expirationDateTime"] > made["expirationDateTime"]
    moved = subscriptions.update_subscription(made["id"], notification_url=f"{listener.url}/other")
    assert moved["notificationUrl"] == f"{listener.url}/other"
    assert subscriptions.delete_subscription(made["id"])
    assert m365_fake.webhooks.subscriptions == []
