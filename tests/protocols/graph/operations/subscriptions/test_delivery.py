"""Changes in a mailbox are told to the client's service, by real calls."""

import threading
from collections.abc import Callable
from typing import Any

import pytest

from fakeserver.tenant.exchange.values import DeleteMode
from tests.protocols.graph.asking import Graph, error, ok
from tests.protocols.graph.operations.subscriptions.listener import (
    PATIENCE,
    STATE,
    Got,
    Listener,
    Reply,
    in_minutes,
    subscribe,
)


def rest_id(item: Any) -> str:
    return str(item.item_id).replace("/", "-").replace("+", "_")


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


def test_one_call_at_a_time_each_with_all_that_waits(graph: Graph, listener: Listener) -> None:
    ok(subscribe(graph, listener), 201)
    may_answer, has_come = threading.Event(), threading.Event()

    def answer(got: Got) -> Reply:
        has_come.set()
        assert may_answer.wait(PATIENCE)
        return Reply()

    listener.on_notification = answer
    graph.deliver("1")
    assert has_come.wait(PATIENCE)
    waiting = [rest_id(graph.deliver(subject)) for subject in ("2", "3")]
    may_answer.set()
    assert len(listener.next().json["value"]) == 1
    assert [each["resourceData"]["id"] for each in listener.next().json["value"]] == waiting


def test_failed_calls_come_again_by_the_tenants_clock(graph: Graph, listener: Listener) -> None:
    graph.tenant.clock.freeze()
    ok(subscribe(graph, listener), 201)
    listener.on_notification = lambda got: Reply(503)
    first = graph.deliver("1")
    assert [each["resourceData"]["id"] for each in listener.next().json["value"]] == [rest_id(first)]
    _wait_for_note(graph, "again in 10 seconds")
    second = graph.deliver("2")
    listener.on_notification = lambda got: Reply(200)
    graph.tenant.clock.advance(10)
    told = listener.next().json["value"]
    assert [each["resourceData"]["id"] for each in told] == [rest_id(first), rest_id(second)]


def test_after_four_hours_they_are_missed(graph: Graph, listener: Listener) -> None:
    graph.tenant.clock.freeze()
    until = in_minutes(graph, 1000)
    ok(subscribe(graph, listener, expirationDateTime=until, lifecycleNotificationUrl=f"{listener.url}/life"), 201)
    listener.on_notification = lambda got: Reply(503 if got.path == "/notify" else 202)
    graph.deliver("1")
    for seconds in (10 * 2**n for n in range(10)):
        assert listener.next().path == "/notify"
        _wait_for_note(graph, f"again in {seconds} seconds")
        graph.tenant.clock.advance(seconds)
    assert listener.next().path == "/notify"
    got = listener.next()
    assert got.path == "/life"
    assert got.json["value"][0]["lifecycleEvent"] == "missed"
    listener.on_notification = lambda got: Reply()
    item = graph.deliver("2")
    assert listener.told()["resourceData"]["id"] == rest_id(item)


def _wait_for_note(graph: Graph, text: str) -> None:
    """Wait until the journal says something; the answer of a listener comes before the server has read it."""
    came = threading.Event()

    def look() -> None:
        if any(text in entry.answered for entry in graph.tenant.journal.entries):
            came.set()

    stop = graph.tenant.notes.watch(look)
    look()
    assert came.wait(PATIENCE)
    stop()


def _disable(graph: Graph) -> None:
    graph.tenant.user("alice").enabled = False


def _reset_password(graph: Graph) -> None:
    graph.tenant.sign_ins.reset_password("alice")


@pytest.mark.parametrize("end", [lambda graph: graph.tenant.revoke("alice"), _disable, _reset_password])
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


def test_what_was_not_told_before_a_snapshot_is_told_after_the_restore(graph: Graph, listener: Listener) -> None:
    graph.tenant.clock.freeze()
    ok(subscribe(graph, listener), 201)
    listener.on_notification = lambda got: Reply(503)
    item = graph.deliver("x")
    listener.next()
    _wait_for_note(graph, "again in 10 seconds")
    snapshot = graph.tenant.snapshot()
    listener.on_notification = lambda got: Reply()
    graph.tenant.clock.advance(10)
    listener.next()
    graph.tenant.restore(snapshot)
    graph.tenant.clock.advance(1)
    assert listener.told()["resourceData"]["id"] == rest_id(item)
    graph.deliver("y")
    assert listener.told()["changeType"] == "created"


def test_calls_stand_in_the_journal(graph: Graph, listener: Listener) -> None:
    ok(subscribe(graph, listener), 201)
    graph.deliver("x")
    listener.next()
    _wait_for_note(graph, "HTTP 202")
    (noted,) = [entry for entry in graph.tenant.journal.entries if entry.operation == "ChangeNotification"]
    assert noted.asked == f"POST {listener.url}/notify"
