"""A client's service is asked for the token before there is a subscription."""

import ssl
import threading

import pytest
import trustme

from fakeserver.protocols.graph.operations.subscriptions import validation
from fakeserver.protocols.graph.operations.subscriptions.validation import with_token
from tests.protocols.graph.asking import Graph, error, ok
from tests.protocols.graph.operations.subscriptions.listener import PATIENCE, Listener, Reply, subscribe

NOT_200 = (
    "Subscription validation request failed. Notification endpoint must respond with 200 OK to validation request."
)
DIFFERS = "Subscription validation request failed. Response must exactly match validationToken query parameter."


@pytest.mark.parametrize(
    ("url", "asked"),
    [
        ("http://localhost/", "http://localhost/?validationToken=a%3A+b"),
        ("http://localhost/x?y=z", "http://localhost/x?y=z&validationToken=a%3A+b"),
        ("http://localhost/x#y", "http://localhost/x?validationToken=a%3A+b#y"),
    ],
)
def test_the_token_goes_into_the_query(url: str, asked: str) -> None:
    assert with_token(url, "a: b") == asked


def test_the_token_is_decoded_by_who_answers(graph: Graph, listener: Listener) -> None:
    tokens: list[str] = []

    def answer(token: str) -> Reply:
        tokens.append(token)
        return Reply(200, token.encode(), "text/plain; charset=utf-8")

    listener.on_validation = answer
    ok(subscribe(graph, listener), 201)
    assert tokens[0].startswith("Validation: Testing client application reachability for subscription Request-Id: ")


@pytest.mark.parametrize(
    ("reply", "text"),
    [
        (Reply(404), NOT_200),
        (Reply(202), NOT_200),
        (Reply(500, b"x"), NOT_200),
        (Reply(302), NOT_200),
        (Reply(200, b""), DIFFERS),
        (Reply(200, b"Validation%3A+Testing"), DIFFERS),
    ],
)
def test_any_other_answer_is_refused(graph: Graph, listener: Listener, reply: Reply, text: str) -> None:
    listener.on_validation = lambda token: reply
    assert error(subscribe(graph, listener)) == (400, "InvalidRequest", text)
    assert graph.tenant.webhooks.subscriptions == []
    assert "validationToken in its query" in graph.tenant.journal.entries[-1].refusals[0].fix


@pytest.mark.parametrize("kind", ["application/json", "text/html", "text/plainer"])
def test_the_token_is_plain_text(graph: Graph, listener: Listener, kind: str) -> None:
    listener.on_validation = lambda token: Reply(200, token.encode(), kind)
    assert error(subscribe(graph, listener))[2] == DIFFERS
    assert "not text/plain" in graph.tenant.journal.entries[-1].refusals[0].fix


def test_nobody_is_there(graph: Graph, listener: Listener) -> None:
    gone = Listener()
    gone.close()
    assert error(subscribe(graph, listener, notificationUrl=gone.url)) == (400, "InvalidRequest", NOT_200)
    assert error(subscribe(graph, listener, lifecycleNotificationUrl=gone.url)) == (400, "InvalidRequest", NOT_200)


def test_who_answers_late_is_not_waited_for(graph: Graph, listener: Listener, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(validation, "LIMIT", 0.05)
    is_refused = threading.Event()

    def answer(token: str) -> Reply:
        assert is_refused.wait(PATIENCE)
        return Reply(200, token.encode())

    listener.on_validation = answer
    refusal = subscribe(graph, listener)
    is_refused.set()
    assert error(refusal) == (400, "InvalidRequest", "Subscription validation request timed out.")


def test_a_certificate_of_its_own_is_taken(graph: Graph) -> None:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    trustme.CA().issue_cert("127.0.0.1").configure_cert(context)
    listener = Listener(context)
    made = ok(subscribe(graph, listener), 201)
    assert made["notificationUrl"].startswith("https://")
    graph.deliver("x")
    assert listener.told()["subscriptionId"] == made["id"]
    listener.close()


def test_others_are_served_meanwhile(graph: Graph, listener: Listener) -> None:
    asked: list[int] = []

    def answer(token: str) -> Reply:
        # The same server answers while the other request waits for this listener.
        asked.append(graph.get("/me", user="bob").status_code)
        return Reply(200, token.encode())

    listener.on_validation = answer
    ok(subscribe(graph, listener), 201)
    assert asked == [200]
