"""Changes in a mailbox are told to the client's service, by real calls."""

from collections.abc import Callable

import pytest

from fakeserver.tenant.exchange.values import DeleteMode
from tests.protocols.graph.asking import Graph, error, ok
from tests.protocols.graph.operations.subscriptions.listener import (
    STATE,
    Listener,
    in_minutes,
    rest_id,
    subscribe,
)


def test_new_mail_is_told(graph: Graph, listener: Listener) -> None:
    made = ok(subscribe(graph, listener), 201)
    item = graph.deliver("x")
    got = listener.next()
    assert (got.path, got.headers["Content-Type"]) == ("/notify", "application/json; charset=utf-8")
    where = f"Users/{graph.tenant.user('alice').object_id}/Messages/{rest_id(item)}"
    assert got.json == {
        "value": [
            {
                "subscriptionId": made["id"],
                "subscriptionExpirationDateTime": made["expirationDateTime"].replace("Z", "+00:00"),
                "changeType": "created",
                "resource": where,
                "clientState": STATE,
                "tenantId": graph.tenant.tenant_id,
                "resourceData": {
                    "@odata.type": "#Microsoft.Graph.Message",
                    "@odata.id": where,
                    "@odata.etag": f'W/"{item.change_key}"',
                    "id": rest_id(item),
                },
            }
        ]
    }
    assert ok(graph.get(f"/{where}"))["subject"] == "x"


def test_what_happens_to_it_is_told_too(graph: Graph, listener: Listener) -> None:
    item = graph.deliver("x")
    ok(subscribe(graph, listener, clientState=None), 201)
    items, box = graph.mailbox().items, graph.mailbox()
    with box.lock:
        items.set_flags(item, item.flags._replace(seen=True))
    told = listener.told()
    assert (told["changeType"], told["resourceData"]["id"]) == ("updated", rest_id(item))
    assert "clientState" not in told
    former = rest_id(item)
    with box.lock:
        items.delete([item], DeleteMode.SOFT)
    told = listener.told()
    assert (told["changeType"], told["resourceData"]["id"]) == ("deleted", former)
    assert "@odata.etag" not in told["resourceData"]


def test_the_whole_mailbox_hears_of_a_move_twice(graph: Graph, listener: Listener) -> None:
    item = graph.deliver("x")
    ok(subscribe(graph, listener, resource="/me/messages"), 201)
    former = rest_id(item)
    with graph.mailbox().lock:
        graph.mailbox().items.move([item], graph.mailbox().folders.distinguished("drafts"))
    first = listener.told()
    second = listener.told()
    assert (first["changeType"], first["resourceData"]["id"]) == ("deleted", former)
    assert (second["changeType"], second["resourceData"]["id"]) == ("created", rest_id(item))


def test_what_is_no_message_is_not_told(graph: Graph, listener: Listener) -> None:
    ok(subscribe(graph, listener, resource="me/messages"), 201)
    box = graph.mailbox()
    with box.lock:
        for name, kind in (("calendar", "IPM.Appointment"), ("contacts", "IPM.Contact"), ("inbox", "IPM.Contact")):
            box.items.add(box.folders.distinguished(name), kind, {"subject": "x"})
    item = graph.deliver("mail")
    assert listener.told()["resourceData"]["id"] == rest_id(item)


def test_a_message_has_one_immutable_id(graph: Graph, listener: Listener) -> None:
    prefer = {"Prefer": 'IdType="ImmutableId"'}
    answer = subscribe(graph, listener, resource="me/messages", headers=prefer)
    assert answer.headers["Preference-Applied"] == "IdType=ImmutableId"
    item = graph.deliver("x")
    immutable = listener.told()["resourceData"]["id"]
    assert ok(graph.get(f"/me/messages/{rest_id(item)}", headers=prefer))["id"] == immutable
    box = graph.mailbox()
    with box.lock:
        box.items.move([item], box.folders.distinguished("drafts"))
    assert [listener.told()["resourceData"]["id"] for _ in range(2)] == [immutable] * 2
    with box.lock:
        box.items.delete([item], DeleteMode.HARD)
    assert listener.told()["resourceData"]["id"] == immutable


def test_drafts_may_be_left_out(graph: Graph, listener: Listener) -> None:
    ok(subscribe(graph, listener, resource="me/messages?$filter=isDraft eq false"), 201)
    box = graph.mailbox()
    with box.lock:
        box.items.add(box.folders.distinguished("drafts"), "IPM.Note", {"subject": "draft", "is_draft": True})
    item = graph.deliver("x")
    assert listener.told()["resourceData"]["id"] == rest_id(item)


def test_what_is_read_is_gone_for_who_watches_unread_mail(graph: Graph, listener: Listener) -> None:
    ok(subscribe(graph, listener, resource="me/mailFolders('inbox')/messages?$filter=isRead eq false"), 201)
    item = graph.deliver("x")
    assert listener.told()["changeType"] == "created"
    with graph.mailbox().lock:
        graph.mailbox().items.set_flags(item, item.flags._replace(seen=True))
    assert listener.told()["changeType"] == "deleted"


def test_a_filter_is_one_of_lists(graph: Graph, listener: Listener) -> None:
    text = "hasAttachments eq true AND importance eq 'High'"
    ok(subscribe(graph, listener, resource=f"me/messages?$filter={text}"), 201)
    graph.deliver("plain")
    mime = b"Subject: x\r\nImportance: high\r\nContent-Type: application/pdf; name=a.pdf\r\n\r\nx"
    item = graph.mailbox().deliver(mime)
    assert listener.told()["resourceData"]["id"] == rest_id(item)
    answer = subscribe(graph, listener, resource="me/messages?$filter=nonsense eq true")
    reason = "Could not find a property named 'nonsense' on type 'microsoft.graph.message'."
    text = f"Operation: Create; Exception: [Status Code: BadRequest; Reason: {reason}]"
    assert error(answer) == (400, "ExtensionError", text)


def _revoke(graph: Graph) -> None:
    graph.tenant.revoke("alice")


def _disable(graph: Graph) -> None:
    graph.tenant.user("alice").enabled = False


def _remove_application(graph: Graph) -> None:
    del graph.tenant.directory.applications[graph.app.client_id]


def _reset_password(graph: Graph) -> None:
    graph.tenant.sign_ins.reset_password("alice")


@pytest.mark.parametrize(
    "end", [lambda graph: graph.tenant.revoke("alice"), _disable, _reset_password, _remove_application]
)
def test_whoever_may_not_read_any_more_is_told_that_it_is_over(
    graph: Graph, listener: Listener, end: Callable[[Graph], None]
) -> None:
    made = ok(subscribe(graph, listener, lifecycleNotificationUrl=f"{listener.url}/life"), 201)
    graph.tenant.clock.advance(minutes=10)
    end(graph)
    graph.deliver("x")
    got = listener.next()
    assert got.path == "/life"
    assert got.json["value"] == [
        {
            "subscriptionId": made["id"],
            "subscriptionExpirationDateTime": made["expirationDateTime"].replace("Z", "+00:00"),
            "tenantId": graph.tenant.tenant_id,
            "clientState": STATE,
            "lifecycleEvent": "subscriptionRemoved",
        }
    ]
    assert graph.tenant.webhooks.subscriptions == []


def test_an_expired_token_ends_nothing(graph: Graph, listener: Listener) -> None:
    ok(subscribe(graph, listener, expirationDateTime=in_minutes(graph, 300)), 201)
    graph.tenant.clock.advance(minutes=200)
    item = graph.deliver("x")
    assert listener.told()["resourceData"]["id"] == rest_id(item)


def test_an_expired_subscription_is_silent(graph: Graph, listener: Listener) -> None:
    ok(subscribe(graph, listener), 201)
    ok(subscribe(graph, listener, expirationDateTime=in_minutes(graph, 120)), 201)
    graph.tenant.clock.advance(minutes=61)
    graph.deliver("x")
    listener.told()
    assert listener.got.empty()
    assert len(graph.tenant.webhooks.subscriptions) == 1


@pytest.mark.parametrize("pause", [True, False])
def test_a_new_token_is_asked_for(graph: Graph, listener: Listener, pause: bool) -> None:
    made = ok(subscribe(graph, listener, lifecycleNotificationUrl=f"{listener.url}/life"), 201)
    graph.tenant.webhooks.require_reauthorization(pause=pause)
    got = listener.next()
    assert got.path == "/life"
    assert got.json["value"] == [
        {
            "subscriptionId": made["id"],
            "subscriptionExpirationDateTime": made["expirationDateTime"].replace("Z", "+00:00"),
            "encryptedContent": None,
            "organizationId": graph.tenant.tenant_id,
            "lifecycleEvent": "reauthorizationRequired",
            "clientState": STATE,
            "resource": f"Subscriptions/{made['id']}",
            "resourceChangeType": None,
            "resourceData": {
                "@odata.id": f"subscriptions/{made['id']}",
                "@odata.type": "#microsoft.graph.subscription",
                "id": made["id"],
            },
        }
    ]
    graph.deliver("before")
    assert graph.post(f"/subscriptions/{made['id']}/reauthorize").status_code == 204
    item = graph.deliver("after")
    if not pause:
        listener.told()
    assert listener.told()["resourceData"]["id"] == rest_id(item)


def test_lifecycle_goes_to_its_own_address_or_nowhere(graph: Graph, listener: Listener) -> None:
    ok(subscribe(graph, listener), 201)
    graph.tenant.webhooks.require_reauthorization(pause=False)
    with graph.tenant.webhooks.losing():
        graph.deliver("lost")
    item = graph.deliver("x")
    assert listener.told()["resourceData"]["id"] == rest_id(item)


def test_a_renewal_is_asked_for_before_the_end(graph: Graph, listener: Listener) -> None:
    graph.tenant.clock.freeze()
    made = ok(subscribe(graph, listener, lifecycleNotificationUrl=f"{listener.url}/life"), 201)
    graph.tenant.clock.advance(minutes=44)
    ok(graph.patch(f"/subscriptions/{made['id']}", {"expirationDateTime": in_minutes(graph, 60)}))
    graph.tenant.clock.advance(minutes=44)
    assert listener.got.empty()
    graph.tenant.clock.advance(minutes=1)
    assert listener.told()["lifecycleEvent"] == "reauthorizationRequired"


def test_a_restore_takes_back_what_came_after(graph: Graph, listener: Listener) -> None:
    kept = ok(subscribe(graph, listener), 201)["id"]
    snapshot = graph.tenant.snapshot()
    later = ok(subscribe(graph, listener), 201)["id"]
    graph.delete(f"/subscriptions/{kept}")
    graph.tenant.restore(snapshot)
    assert error(graph.get(f"/subscriptions/{later}"))[0] == 404
    item = graph.deliver("x")
    told = listener.told()
    assert (told["subscriptionId"], told["resourceData"]["id"]) == (kept, rest_id(item))
