"""POST /subscriptions: what it takes, and what it answers otherwise."""

from datetime import UTC, datetime
from typing import Any

import pytest

from fakeserver.protocols.graph.operations.subscriptions import create_subscription
from tests.protocols.graph.asking import Graph, error, ok
from tests.protocols.graph.metadata.conforming import faults
from tests.protocols.graph.operations.subscriptions.listener import Listener, body, in_minutes, subscribe

NOT_200 = (
    400,
    "InvalidRequest",
    "Subscription validation request failed. Notification endpoint must respond with 200 OK to validation request.",
)
PAYLOAD = (
    400,
    "InvalidRequest",
    "Could not process subscription creation payload. Are all property names spelled and camelCased properly?",
)


def refused(status: int, words: str, reason: str, operation: str = "Create") -> tuple[int, str, str]:
    return status, "ExtensionError", f"Operation: {operation}; Exception: [Status Code: {words}; Reason: {reason}]"


def test_a_subscription(graph: Graph, listener: Listener) -> None:
    asked = body(graph, listener, expirationDateTime="2030-01-01T18:23:45.9356913Z")
    graph.tenant.clock.freeze(datetime(2030, 1, 1, tzinfo=UTC))
    made = ok(graph.post("/subscriptions", asked), 201)
    assert made == {
        "@odata.context": f"{graph.root}/$metadata#subscriptions/$entity",
        "id": made["id"],
        "resource": "me/mailFolders('inbox')/messages",
        "applicationId": graph.app.client_id,
        "changeType": "created,updated,deleted",
        "clientState": asked["clientState"],
        "notificationUrl": asked["notificationUrl"],
        "notificationQueryOptions": None,
        "lifecycleNotificationUrl": None,
        "expirationDateTime": "2030-01-01T18:23:45.9356910Z",
        "creatorId": graph.tenant.user("alice").object_id,
        "includeResourceData": None,
        "latestSupportedTlsVersion": "v1_2",
        "encryptionCertificate": None,
        "encryptionCertificateId": None,
        "notificationUrlAppId": None,
    }
    assert listener.validated == [("/notify", "text/plain; charset=utf-8")]
    assert list(faults(made, "graph.subscription")) == []


def test_both_addresses_are_validated(graph: Graph, listener: Listener) -> None:
    made = ok(subscribe(graph, listener, lifecycleNotificationUrl=f"{listener.url}/life?a=b"), 201)
    assert made["lifecycleNotificationUrl"].endswith("/life?a=b")
    assert [path for path, _ in listener.validated] == ["/notify", "/life"]


@pytest.mark.parametrize("name", ["changeType", "notificationUrl", "resource", "expirationDateTime"])
def test_four_members_have_to_be_there(graph: Graph, listener: Listener, name: str) -> None:
    less: dict[str, Any] = {name: None}
    answer = subscribe(graph, listener, **less)
    assert error(answer) == (400, "InvalidRequest", f"{name} is a required property for subscription creation")
    assert listener.validated == []


@pytest.mark.parametrize(
    "more",
    [
        {"ChangeType": "created"}, {"nonsense": "x"}, {"clientState": 5}, {"includeResourceData": "true"},
        {"expirationDateTime": "2030-01-01T00:00:00"}, {"expirationDateTime": "2030-1-1T00:00:00Z"},
        {"expirationDateTime": "2030-13-01T00:00:00Z"}, {"latestSupportedTlsVersion": "v2_0"}, {"id": "x"},
        {"notificationContentType": "application/json"},
    ],
)  # fmt: skip
def test_what_is_misspelt_is_refused(graph: Graph, listener: Listener, more: dict[str, Any]) -> None:
    assert error(subscribe(graph, listener, **more)) == PAYLOAD


@pytest.mark.parametrize("value", ["", "created,moved", "created,"])
def test_other_changes_are_refused(graph: Graph, listener: Listener, value: str) -> None:
    assert error(subscribe(graph, listener, changeType=value))[:2] == (400, "InvalidRequest")


def test_a_client_state_may_have_128_characters(graph: Graph, listener: Listener) -> None:
    ok(subscribe(graph, listener, clientState="x" * 128), 201)
    assert error(subscribe(graph, listener, clientState="x" * 129))[:2] == (400, "InvalidRequest")


@pytest.mark.parametrize(
    "url", ["http://192.0.2.1/x", "ftp://127.0.0.1/x", "nonsense", "http://contoso.com/", "https://["]
)
def test_addresses_begin_with_https(graph: Graph, listener: Listener, url: str) -> None:
    answer = subscribe(graph, listener, notificationUrl=url)
    text = "The notificationUrl must be an absolute URL that begins with https://."
    assert error(answer) == (400, "InvalidRequest", text)


@pytest.mark.parametrize("url", ["https://contoso.com/hook", "https://webhook.example.com/", "https://192.0.2.1/"])
def test_nobody_answers_elsewhere(graph: Graph, listener: Listener, url: str) -> None:
    assert error(subscribe(graph, listener, notificationUrl=url)) == NOT_200
    assert "127.0.0.1" in graph.tenant.journal.entries[-1].refusals[0].fix


def test_the_ceiling_goes_by_the_tenants_clock(graph: Graph, listener: Listener) -> None:
    ok(subscribe(graph, listener, expirationDateTime=in_minutes(graph, 10070)), 201)
    text = "Subscription expiration can only be {} minutes in the future."
    too_far = subscribe(graph, listener, expirationDateTime=in_minutes(graph, 10080))
    assert error(too_far) == (400, "ExtensionError", text.format(10070))
    graph.tenant.policies.graph_subscription_minutes = 4230
    too_far = subscribe(graph, listener, expirationDateTime=in_minutes(graph, 4240))
    assert error(too_far) == (400, "ExtensionError", text.format(4230))
    graph.tenant.clock.advance(minutes=60)
    ok(subscribe(graph, listener, expirationDateTime=in_minutes(graph, 4230)), 201)


def test_what_has_expired_is_refused(graph: Graph, listener: Listener) -> None:
    assert error(subscribe(graph, listener, expirationDateTime=in_minutes(graph, -1)))[:2] == (400, "ExtensionError")


@pytest.mark.parametrize("scope", ["Mail.ReadBasic", "Mail.Read", "Mail.ReadWrite"])
def test_each_permission_to_read_is_enough(graph: Graph, listener: Listener, scope: str) -> None:
    ok(subscribe(graph, listener, scopes=(scope,)), 201)


@pytest.mark.parametrize("scope", ["Mail.Send", "User.Read", "Mail.Read.Shared", "Mail.ReadWrite.Shared"])
def test_no_other_is(graph: Graph, listener: Listener, scope: str) -> None:
    answer = subscribe(graph, listener, scopes=(scope,))
    assert error(answer) == refused(403, "Forbidden", "Access is denied. Check credentials and try again.")


def test_nobody_watches_what_is_shared_with_them(graph: Graph, listener: Listener) -> None:
    graph.tenant.rights.add_mailbox_permission("bob", "alice")
    bob = graph.tenant.user("bob").object_id
    answer = subscribe(
        graph, listener, resource=f"users/{bob}/messages", scopes=("Mail.Read", "Mail.Read.Shared", "Mail.ReadWrite")
    )
    assert error(answer)[:2] == (403, "ExtensionError")
    explained = graph.tenant.journal.entries[-1].refusals
    assert any("Mail.Read" in each.rule for each in explained)


@pytest.mark.parametrize("role", ["Mail.ReadBasic.All", "Mail.ReadBasic", "Mail.Read", "Mail.ReadWrite"])
def test_an_application_watches_anybody(graph: Graph, listener: Listener, role: str) -> None:
    app = graph.daemon(role)
    token = graph.tenant.app_token(app, "https://graph.microsoft.com/.default")
    upn = graph.tenant.user("bob").upn
    made = ok(subscribe(graph, listener, resource=f"/users/{upn}/messages", token=token), 201)
    assert made["creatorId"] == app.service_principal_id


def test_an_application_is_nobody(graph: Graph, listener: Listener) -> None:
    answer = subscribe(graph, listener, token=graph.app_token("Mail.Read"))
    assert error(answer) == (400, "BadRequest", "/me request is only valid with delegated authentication flow.")


def test_a_policy_keeps_an_application_out(graph: Graph, listener: Listener) -> None:
    app = graph.daemon("Mail.Read")
    graph.tenant.rights.add_application_access_policy(app, ["alice"])
    token = graph.tenant.app_token(app, "https://graph.microsoft.com/.default")
    user = graph.tenant.user("bob").object_id
    answer = subscribe(graph, listener, resource=f"users/{user}/messages", token=token)
    assert error(answer) == refused(403, "Forbidden", "Access to OData is disabled.")
    assert "innerError" in answer.json()["error"]


def test_a_user_without_a_mailbox(graph: Graph, listener: Listener) -> None:
    graph.tenant.add_user("carol").licence = None
    answer = subscribe(graph, listener, user="carol")
    reason = "The mailbox is either inactive, soft-deleted, or is hosted on-premise."
    assert error(answer) == refused(404, "NotFound", reason)
    nobody = subscribe(graph, listener, resource="users/nobody@contoso.onmicrosoft.com/messages")
    reason = "The requested user 'nobody@contoso.onmicrosoft.com' is invalid."
    assert error(nobody) == refused(404, "NotFound", reason)


def test_a_folder_that_is_not_there(graph: Graph, listener: Listener) -> None:
    answer = subscribe(graph, listener, resource="me/mailfolders('Invoices')/messages")
    who = f"{graph.tenant.user('alice').object_id}%40{graph.tenant.tenant_id}"
    value = f"https://outlook.office365.com/api/v2.0/Users('{who}')/MailFolders('Invoices')/Messages"
    assert error(answer) == refused(400, "BadRequest", f"The value '{value}' of parameter 'Resource' is invalid.")


def test_what_includes_no_data_selects_nothing(graph: Graph, listener: Listener) -> None:
    answer = subscribe(graph, listener, resource="me/messages?$select=subject")
    assert error(answer)[1] == "ExtensionError"


def test_a_mailbox_has_so_many_at_most(graph: Graph, listener: Listener, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(create_subscription, "MOST", 1)
    ok(subscribe(graph, listener), 201)
    assert error(subscribe(graph, listener))[:2] == (403, "ExtensionError")


def test_a_batch_subscribes_too(graph: Graph, listener: Listener) -> None:
    part = {
        "id": "1",
        "method": "POST",
        "url": "/subscriptions",
        "headers": {"Content-Type": "application/json"},
        "body": body(graph, listener),
    }
    (answer,) = ok(graph.post("/$batch", {"requests": [part]}))["responses"]
    assert answer["status"] == 201, answer
    assert len(graph.tenant.webhooks.subscriptions) == 1
