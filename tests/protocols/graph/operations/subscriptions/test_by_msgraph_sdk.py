"""The life of a subscription by msgraph-sdk."""

import asyncio
import ssl
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from tests.protocols.graph.asking import Graph
from tests.protocols.graph.operations.subscriptions.listener import STATE, Listener

httpx = pytest.importorskip("httpx")
msgraph = pytest.importorskip("msgraph")
subscription = pytest.importorskip("msgraph.generated.models.subscription")
errors = pytest.importorskip("msgraph.generated.models.o_data_errors.o_data_error")

# The SDK itself says it, of its own.
pytestmark = [
    pytest.mark.filterwarnings(f"ignore::DeprecationWarning:{package}.*")
    for package in ("kiota_abstractions", "msgraph")
]


class Shown:
    """Shows one token, whoever asks."""

    def __init__(self, token: str) -> None:
        self.token = token

    async def authenticate_request(self, request: Any, additional_authentication_context: Any = None) -> None:
        request.headers.add("Authorization", f"Bearer {self.token}")


async def lived(graph: Graph, listener: Listener) -> tuple[Any, Any]:
    """Subscribe, list, renew, and end; return what was made, and what was told in between."""
    trusted = ssl.create_default_context(cafile=graph.server.ca_file)
    async with httpx.AsyncClient(verify=trusted, base_url=graph.root, trust_env=False) as client:
        adapter = msgraph.GraphRequestAdapter(Shown(graph.token()), client)
        adapter.base_url = graph.root
        subscriptions = msgraph.GraphServiceClient(request_adapter=adapter).subscriptions
        asked = subscription.Subscription(
            change_type="created",
            notification_url=f"{listener.url}/notify",
            lifecycle_notification_url=f"{listener.url}/life",
            resource="/me/mailFolders('inbox')/messages",
            expiration_date_time=datetime.now(UTC) + timedelta(minutes=60),
            client_state=STATE,
        )
        made = await subscriptions.post(asked)
        listed = await subscriptions.get()
        assert [each.id for each in listed.value] == [made.id]
        one = subscriptions.by_subscription_id(made.id)
        renewed = await one.patch(
            subscription.Subscription(expiration_date_time=datetime.now(UTC) + timedelta(hours=2))
        )
        assert renewed.expiration_date_time > made.expiration_date_time
        await one.reauthorize.post()
        graph.deliver("x")
        told = await asyncio.to_thread(listener.told)
        await one.delete()
        with pytest.raises(errors.ODataError) as refused:
            await one.get()
        assert (refused.value.response_status_code, refused.value.error.code) == (404, "ResourceNotFound")
        return made, told


def test_a_life(graph: Graph, listener: Listener) -> None:
    made, told = asyncio.run(lived(graph, listener))
    assert told["subscriptionId"] == made.id
    assert told["clientState"] == made.client_state == STATE
    assert told["changeType"] == "created"
    assert [path for path, _ in listener.validated] == ["/notify", "/life"]
