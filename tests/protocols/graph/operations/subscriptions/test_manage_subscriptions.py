"""Subscriptions that there are: who is shown them, and what may be done with them."""

import pytest

from tests.protocols.graph.asking import Graph, error, ok
from tests.protocols.graph.operations.subscriptions.listener import Listener, Reply, in_minutes, subscribe

NOT_FOUND = (404, "ResourceNotFound", "The object was not found.")
NOTHING = (
    400,
    "InvalidRequest",
    "Subscription must contain either the 'expirationDateTime' or 'notificationUrl' property and its value.",
)


@pytest.fixture
def made(graph: Graph, listener: Listener) -> str:
    """The id of alice's subscription."""
    return str(ok(subscribe(graph, listener), 201)["id"])


def test_it_is_shown_as_it_was_made(graph: Graph, listener: Listener) -> None:
    made = ok(subscribe(graph, listener), 201)
    assert ok(graph.get(f"/subscriptions/{made['id']}")) == made
    listed = ok(graph.get("/subscriptions"))
    assert listed["@odata.context"] == f"{graph.root}/$metadata#subscriptions"
    assert [{"@odata.context": made["@odata.context"], **each} for each in listed["value"]] == [made]


def test_a_user_is_shown_their_own_and_an_application_all_of_its_own(graph: Graph, listener: Listener) -> None:
    ok(subscribe(graph, listener), 201)
    ok(subscribe(graph, listener, user="bob"), 201)
    assert len(ok(graph.get("/subscriptions"))["value"]) == 1
    app = graph.daemon("Mail.Read")
    token = graph.tenant.app_token(app, "https://graph.microsoft.com/.default")
    assert ok(graph.get("/subscriptions", token=token))["value"] == []
    for name in ("alice", "bob"):
        user = graph.tenant.user(name).object_id
        ok(subscribe(graph, listener, resource=f"users/{user}/messages", token=token), 201)
    assert len(ok(graph.get("/subscriptions", token=token))["value"]) == 2


def test_others_are_not_found(graph: Graph, listener: Listener, made: str) -> None:
    for method in ("GET", "DELETE"):
        assert error(graph.ask(method, f"/subscriptions/{made}", user="bob")) == NOT_FOUND
    renewal = {"expirationDateTime": in_minutes(graph, 60)}
    assert error(graph.patch(f"/subscriptions/{made}", renewal, user="bob")) == NOT_FOUND
    assert error(graph.post(f"/subscriptions/{made}/reauthorize", user="bob")) == NOT_FOUND
    assert error(graph.get("/subscriptions/00000000-0000-0000-0000-000000000000")) == NOT_FOUND


@pytest.mark.parametrize("method", ["GET", "DELETE"])
def test_a_token_without_permission_is_shown_none(graph: Graph, made: str, method: str) -> None:
    denied = (403, "ErrorAccessDenied", "Access is denied. Check credentials and try again.")
    assert error(graph.ask(method, f"/subscriptions/{made}", scopes=("User.Read",))) == denied
    assert error(graph.get("/subscriptions", scopes=("Mail.Send",))) == denied
    assert error(graph.get("/subscriptions", token=graph.app_token("Mail.Send"))) == denied


def test_a_deleted_one_is_gone(graph: Graph, listener: Listener, made: str) -> None:
    assert graph.delete(f"/subscriptions/{made}").status_code == 204
    assert error(graph.get(f"/subscriptions/{made}")) == NOT_FOUND
    assert error(graph.delete(f"/subscriptions/{made}")) == NOT_FOUND
    graph.deliver("x")
    assert graph.mailbox().changes._watchers == []


def test_it_is_renewed_and_expires_by_the_tenants_clock(graph: Graph, made: str) -> None:
    graph.tenant.clock.advance(minutes=50)
    until = in_minutes(graph, 60)
    renewed = ok(graph.patch(f"/subscriptions/{made}", {"expirationDateTime": until}))
    assert renewed["expirationDateTime"] == until
    assert renewed["id"] == made
    graph.tenant.clock.advance(minutes=59)
    assert ok(graph.get(f"/subscriptions/{made}"))["expirationDateTime"] == until
    graph.tenant.clock.advance(minutes=1)
    assert error(graph.get(f"/subscriptions/{made}")) == NOT_FOUND
    assert error(graph.patch(f"/subscriptions/{made}", {"expirationDateTime": in_minutes(graph, 60)})) == NOT_FOUND


def test_a_renewal_has_the_same_ceiling(graph: Graph, made: str) -> None:
    answer = graph.patch(f"/subscriptions/{made}", {"expirationDateTime": in_minutes(graph, 10080)})
    text = "Subscription expiration can only be 10070 minutes in the future."
    assert error(answer) == (400, "ExtensionError", text)


@pytest.mark.parametrize("more", [{}, {"encryptionCertificateId": "x"}, {"expirationDateTime": None}])
def test_a_renewal_says_until_when_or_where(graph: Graph, made: str, more: dict[str, str]) -> None:
    assert error(graph.patch(f"/subscriptions/{made}", more)) == NOTHING


@pytest.mark.parametrize("name", ["lifecycleNotificationUrl", "resource", "changeType", "clientState", "id"])
def test_nothing_else_changes(graph: Graph, made: str, name: str) -> None:
    answer = graph.patch(f"/subscriptions/{made}", {"expirationDateTime": in_minutes(graph, 60), name: "x"})
    assert error(answer)[:2] == (400, "InvalidRequest")


def test_another_address_is_validated(graph: Graph, listener: Listener, made: str) -> None:
    listener.validated.clear()
    renewed = ok(graph.patch(f"/subscriptions/{made}", {"notificationUrl": f"{listener.url}/other"}))
    assert renewed["notificationUrl"] == f"{listener.url}/other"
    assert [path for path, _ in listener.validated] == ["/other"]
    graph.deliver("x")
    assert listener.next().path == "/other"
    listener.on_validation = lambda token: Reply(404)
    answer = graph.patch(f"/subscriptions/{made}", {"notificationUrl": f"{listener.url}/third"})
    assert error(answer)[:2] == (400, "InvalidRequest")
    assert ok(graph.get(f"/subscriptions/{made}")) == renewed


def test_reauthorized_it_goes_on(graph: Graph, listener: Listener, made: str) -> None:
    graph.tenant.webhooks.require_reauthorization()
    graph.deliver("lost")
    answer = graph.post(f"/subscriptions/{made}/reauthorize")
    assert (answer.status_code, answer.content) == (204, b"")
    item = graph.deliver("x")
    assert listener.told()["resourceData"]["id"] == item.item_id.replace("/", "-").replace("+", "_")


def test_who_may_not_read_any_more_does_not_renew(graph: Graph, listener: Listener) -> None:
    app = graph.daemon("Mail.Read")
    token = graph.tenant.app_token(app, "https://graph.microsoft.com/.default")
    alice = graph.tenant.user("alice").object_id
    made = ok(subscribe(graph, listener, resource=f"users/{alice}/messages", token=token), 201)["id"]
    graph.tenant.rights.add_application_access_policy(app, ["bob"])
    renewal = {"expirationDateTime": in_minutes(graph, 60)}
    text = "Operation: Update; Exception: [Status Code: Forbidden; Reason: Access to OData is disabled.]"
    assert error(graph.patch(f"/subscriptions/{made}", renewal, token=token)) == (403, "ExtensionError", text)
    assert error(graph.post(f"/subscriptions/{made}/reauthorize", token=token))[:2] == (403, "ExtensionError")
