"""The limits of the service, which a test switches on: how each is met, what is said, and that it ends."""

import re
import socket
import ssl
import threading
from email.utils import parsedate_to_datetime

import pytest

from fakeserver.server import FakeServer
from tests.protocols.graph.asking import Graph, error, ok
from tests.protocols.graph.operations.attachments.uploading import CONTENT, MEGABYTE, put, session

LIST = "/me/messages?$select=id"
THROTTLED = (429, "ApplicationThrottled", "Application is over its MailboxConcurrency limit.")


def test_requests_in_ten_minutes_are_those_of_an_application_in_a_mailbox(graph: Graph) -> None:
    graph.tenant.clock.freeze()
    graph.tenant.policies.graph_requests_in_10_minutes = 2
    daemon = graph.app_token("Mail.Read")
    bob = f"/users/{graph.tenant.user('bob').upn}/messages?$select=id"
    alice = f"/users/{graph.tenant.user('alice').upn}/messages?$select=id"
    for _ in range(2):
        ok(graph.get(LIST))
    answer = graph.get(LIST)
    assert error(answer) == THROTTLED
    seconds = int(answer.headers["Retry-After"])
    assert 0 < seconds <= 600
    # Another application, and the same one in another mailbox, have limits of their own.
    ok(graph.get(alice, token=daemon))
    ok(graph.get(bob, token=daemon))
    # What is refused counts as well, so that whoever goes on asking stays outside.
    graph.tenant.clock.advance(seconds - 1)
    assert graph.get(LIST).status_code == 429
    graph.tenant.clock.advance(601)
    ok(graph.get(LIST))


def test_octets_in_half_a_minute_those_of_uploads_too(graph: Graph) -> None:
    graph.tenant.clock.freeze()
    opened = session(graph, graph.deliver("Came"))
    graph.tenant.policies.graph_upload_in_30_seconds = 2 * MEGABYTE
    assert put(graph, opened["uploadUrl"], CONTENT[: 2 * MEGABYTE]).status_code == 200
    rest = CONTENT[2 * MEGABYTE :]
    answer = put(graph, opened["uploadUrl"], rest, 2 * MEGABYTE)
    assert error(answer) == THROTTLED
    assert 0 < int(answer.headers["Retry-After"]) <= 30
    # It is one application's in one mailbox, whichever way it takes.
    assert error(graph.post("/me/messages", {"subject": "x"})) == THROTTLED
    graph.tenant.clock.advance(61)
    # The part was not taken, and is expected still.
    assert put(graph, opened["uploadUrl"], rest, 2 * MEGABYTE).status_code == 201


def test_requests_at_a_time(graph: Graph, graph_server: FakeServer) -> None:
    graph.tenant.policies.graph_concurrency = 1
    noted = threading.Event()
    stop = graph.tenant.notes.watch(noted.set)
    host, port = "localhost", int(graph_server.base_url.rpartition(":")[2])
    request = f"GET /v1.0{LIST} HTTP/1.1\r\nHost: {host}\r\nAuthorization: Bearer {graph.token()}\r\n\r\n"
    trust = ssl.create_default_context(cafile=graph_server.ca_file)
    with (
        graph.tenant.faults.hang("graph", "ListMessages"),
        socket.create_connection((host, port)) as plain,
        trust.wrap_socket(plain, server_hostname=host) as first,
    ):
        first.sendall(request.encode())
        assert noted.wait(60)
        stop()
        # Its answer is not sent, so that it is the one that may be.
        answer = graph.get("/me/messages/$count")
    assert error(answer) == THROTTLED
    assert answer.headers["Retry-After"] == "1"


def test_one_after_the_other_is_not_at_a_time(graph: Graph) -> None:
    graph.tenant.policies.graph_concurrency = 1
    for _ in range(5):
        ok(graph.get(LIST))
    parts = [{"id": str(number), "method": "GET", "url": LIST} for number in range(5)]
    answers = ok(graph.post("/$batch", {"requests": parts}))["responses"]
    assert [each["status"] for each in answers] == [200] * 5


@pytest.mark.parametrize(
    ("form", "expected"), [("seconds", r"3"), ("fraction", r"3\.000"), ("date", r"\w{3}, .* GMT"), ("none", None)]
)
def test_how_long_to_wait_in_each_form(graph: Graph, form: str, expected: str | None) -> None:
    graph.tenant.policies.graph_retry_after = form  # type: ignore[assignment]
    graph.tenant.faults.throttle("graph", "ListMessages", times=1, retry_after=3)
    answer = graph.get(LIST)
    assert answer.status_code == 429
    said = answer.headers.get("Retry-After")
    assert (said is None) is (expected is None)
    if said is not None and expected is not None:
        assert re.fullmatch(expected, said)
        if form == "date":
            left = parsedate_to_datetime(said).timestamp() - graph.tenant.clock.time()
            assert 0 < left <= 4
    ok(graph.get(LIST))
