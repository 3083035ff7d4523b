"""The limits of the service, which a test switches on: how each is met, what is said, and that it ends."""

import re
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from email.utils import parsedate_to_datetime

import pytest
import requests

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


@pytest.fixture
def slow(graph: Graph) -> Iterator[Graph]:
    """Requests that are answered late, as many as are let in."""
    graph.tenant.policies.graph_concurrency = 2
    with graph.tenant.faults.slow("graph", "ListMessages", seconds=0.5):
        yield graph


def test_requests_at_a_time(slow: Graph, graph_server: FakeServer) -> None:
    token = slow.token()

    def ask(_: int) -> requests.Response:
        headers = {"Authorization": f"Bearer {token}"}
        return requests.get(f"{slow.root}{LIST}", headers=headers, verify=graph_server.ca_file, timeout=60)

    with ThreadPoolExecutor(6) as pool:
        answers = list(pool.map(ask, range(6)))
    refused = [answer for answer in answers if answer.status_code != 200]
    assert refused
    assert {error(answer) for answer in refused} == {THROTTLED}
    assert {answer.headers["Retry-After"] for answer in refused} == {"1"}
    # Those that were let in have ended, and others are.
    assert ask(0).status_code == 200


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
