"""Waits: the answer comes when the message does, others are served meanwhile, and what is in vain says why."""

import smtplib
import threading
from concurrent.futures import ThreadPoolExecutor

from fakeserver.server import FakeServer
from fakeserver.xoauth2 import xoauth2
from tests.protocols.control.api import Answer
from tests.protocols.control.conftest import Part

WAIT = "/mailboxes/alice/wait"


def test_what_is_there_is_returned_once(part: Part) -> None:
    part.tenant.deliver("alice", subject="One")
    assert [each["subject"] for each in part.post(WAIT, {"subject": "One"})["messages"]] == ["One"]
    answer = part.ask("POST", WAIT, {"subject": "One", "timeout": 0})
    assert (answer.status, answer.json["error"]) == (404, "TimeoutError")
    assert "1 such message had been returned by an earlier wait_for" in answer.detail


def test_the_answer_comes_with_the_message(part: Part) -> None:
    """It waits in no thread: the message is delivered by the same server, which answers others all the while."""
    with ThreadPoolExecutor() as threads:
        waiting = threads.submit(
            part.ask, "POST", WAIT, {"subject": "Late", "sender": "eve", "timeout": 60, "count": 2}
        )
        for number in range(3):
            part.post("/mailboxes/alice/messages", {"subject": "Other", "body": str(number)})
            part.post("/mailboxes/alice/messages", {"subject": "Late", "sender": "eve@elsewhere.example"})
        answer: Answer = waiting.result(60)
    assert (answer.status, [each["subject"] for each in answer.json["messages"]]) == (200, ["Late", "Late"])


def test_a_mark_makes_new_what_was_returned(part: Part) -> None:
    mark = part.get("/mailboxes/alice/mark")["mark"]
    part.tenant.deliver("alice", subject="One")
    for _ in range(2):
        assert len(part.post(WAIT, {"since": mark})["messages"]) == 1
    later = part.get("/mailboxes/alice/mark")["mark"]
    answer = part.ask("POST", WAIT, {"since": later, "timeout": 0})
    assert "had come before the mark" in answer.detail


def test_none_is_to_come(part: Part) -> None:
    assert part.post(WAIT, {"none_within": 0}) == {"messages": []}
    part.tenant.deliver("alice", subject="One")
    answer = part.ask("POST", WAIT, {"none_within": 5})
    assert (answer.status, answer.json["error"]) == (409, "AssertionError")
    assert "no message was to come to Inbox" in answer.detail


def test_what_waits_do_not_take(part: Part) -> None:
    for body, says in (
        ({"count": 0}, "at least 1 message"),
        ({"count": 1, "none_within": 1}, "none_within"),
        ({"timeout": -1}, "0 seconds or more"),
        ({"folder": "Nowhere"}, "Nowhere"),
        ({"predicate": "x"}, "there is no key 'predicate'"),
        ({"since": "x"}, "since"),
    ):
        answer = part.ask("POST", WAIT, body)
        assert (answer.status in (400, 404), says in answer.detail) == (True, True), answer


def test_a_wait_ends_with_its_tenant(part: Part) -> None:
    begun = threading.Event()

    def wait() -> Answer:
        begun.set()
        return part.ask("POST", WAIT, {"timeout": 600})

    with ThreadPoolExecutor() as threads:
        waiting = threads.submit(wait)
        begun.wait()
        # Both are answered in the server's one thread; the wait may come first or second.
        assert part.ask("DELETE", "").status == 204
        answer = waiting.result(60)
    assert answer.status == 404
    assert answer.json["error"] == "LookupError"
    assert "dropped meanwhile" in answer.detail or "no tenant" in answer.detail


def test_a_client_that_goes_away_is_forgotten(part: Part, server: FakeServer) -> None:
    from urllib3.exceptions import ReadTimeoutError

    path = f"{server.control_url}{part.path(WAIT)}"
    try:
        part.api.pool.request(
            "POST", path, body=b'{"timeout": 600}', headers={"Content-Type": "application/json"}, timeout=0.2
        )
    except ReadTimeoutError:
        pass
    else:
        raise AssertionError("nothing was to come")
    # The server reads of the closed connection before the next request; else that wait would take the message.
    part.tenant.deliver("alice", subject="One")
    assert len(part.post(WAIT, {"subject": "One"})["messages"]) == 1


def test_mail_that_leaves(part: Part, server: FakeServer) -> None:
    tenant = part.tenant
    mark = part.get("/outbound/mark")["mark"]
    token = tenant.token(tenant.public_app, "alice")
    address = f"alice@{tenant.domain}"
    with smtplib.SMTP(*server.smtp) as client:
        client.starttls(context=server.ssl_context())
        client.ehlo()
        client.auth("XOAUTH2", lambda challenge=None: xoauth2(address, token), initial_response_ok=True)
        client.sendmail(address, ["eve@elsewhere.example"], b"Subject: Away\r\n\r\nbody\r\n")
    (message,) = part.post("/outbound/wait", {"subject": "Away", "recipient": "eve"})["messages"]
    assert (message["sender"], message["recipients"], message["protocol"]) == (
        address,
        ["eve@elsewhere.example"],
        "SMTP",
    )
    assert len(part.post("/outbound/wait", {"since": mark})["messages"]) == 1
    assert part.get("/outbound")["messages"] == [message]
    mime = part.ask("GET", f"/outbound/{message['number']}/mime")
    assert b"Subject: Away\r\n" in mime.body
    assert part.ask("GET", "/outbound/0/mime").status == 404
    assert part.ask("POST", "/outbound/wait", {"timeout": 0}).json["error"] == "TimeoutError"
    assert part.ask("DELETE", "/outbound").status == 204
    assert part.get("/outbound")["messages"] == []
