"""Calls of a client's service: one at a time, again where they fail, and given up in the end."""

import threading

from tests.protocols.graph.asking import Graph, ok
from tests.protocols.graph.operations.subscriptions.listener import (
    PATIENCE,
    Got,
    Listener,
    Reply,
    in_minutes,
    rest_id,
    subscribe,
    wait_for_note,
)


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
    wait_for_note(graph, "again in 10 seconds")
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
        wait_for_note(graph, f"again in {seconds} seconds")
        graph.tenant.clock.advance(seconds)
    assert listener.next().path == "/notify"
    got = listener.next()
    assert got.path == "/life"
    assert got.json["value"][0]["lifecycleEvent"] == "missed"
    listener.on_notification = lambda got: Reply()
    item = graph.deliver("2")
    assert listener.told()["resourceData"]["id"] == rest_id(item)


def test_what_was_not_told_before_a_snapshot_is_told_after_the_restore(graph: Graph, listener: Listener) -> None:
    graph.tenant.clock.freeze()
    ok(subscribe(graph, listener), 201)
    listener.on_notification = lambda got: Reply(503)
    item = graph.deliver("x")
    listener.next()
    wait_for_note(graph, "again in 10 seconds")
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
    wait_for_note(graph, "HTTP 202")
    (noted,) = [entry for entry in graph.tenant.journal.entries if entry.operation == "ChangeNotification"]
    assert noted.asked == f"POST {listener.url}/notify"
