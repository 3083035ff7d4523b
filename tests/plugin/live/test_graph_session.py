"""A connection to Microsoft Graph: what each answer means to a live run."""

import json
from collections.abc import Callable
from typing import Any

import pytest
import requests
from requests.adapters import BaseAdapter

from pytest_m365.live.errors import AccessRefused, Busy, Disconnected, LiveError
from pytest_m365.live.graph_session import GraphSession, StateLost, key

URL = "https://graph.example/v1.0"


class Service(BaseAdapter):
    """Answers in the place of Microsoft Graph."""

    def __init__(self, *answers: tuple[int, Any, dict[str, str]] | Exception) -> None:
        super().__init__()
        self.asked: list[requests.PreparedRequest] = []
        self._answers = list(answers)

    def send(self, request: requests.PreparedRequest, *_: Any, **__: Any) -> requests.Response:
        self.asked.append(request)
        given = self._answers.pop(0)
        if isinstance(given, Exception):
            raise given
        answer = requests.Response()
        answer.status_code, body, headers = given
        answer._content = body if isinstance(body, bytes) else json.dumps(body).encode()
        answer.headers.update(headers)
        answer.request, answer.url, answer.reason = request, request.url or "", "Reason"
        return answer

    def close(self) -> None:
        pass


def said(status: int, code: str, message: str = "Why.", **headers: str) -> tuple[int, Any, dict[str, str]]:
    return status, {"error": {"code": code, "message": message}}, headers


OK: tuple[int, Any, dict[str, str]] = (200, {"id": "1"}, {})


@pytest.fixture
def session_at() -> Callable[..., tuple[GraphSession, Service]]:
    def made(*answers: Any) -> tuple[GraphSession, Service]:
        session, service = GraphSession(URL, "alice@contoso.com", lambda: "token"), Service(*answers)
        session._http.mount("https://", service)
        return session, service

    return made


Made = Callable[..., tuple[GraphSession, Service]]


def test_it_asks_below_the_mailbox_with_its_token(session_at: Made) -> None:
    session, service = session_at(OK)
    assert session.get(f"messages/{key('a+/=')}", "reading", select="id") == {"id": "1"}
    (asked,) = service.asked
    assert asked.url == f"{URL}/users/alice%40contoso.com/messages/a%2B%2F%3D?%24select=id"
    assert asked.headers["Authorization"] == "Bearer token"


def test_all_pages_are_read(session_at: Made) -> None:
    session, service = session_at(
        (200, {"value": [1, 2], "@odata.nextLink": f"{URL}/users/x/messages?$skip=2"}, {}), (200, {"value": [3]}, {})
    )
    assert list(session.pages("messages", "listing", top="2")) == [1, 2, 3]
    assert [asked.url for asked in service.asked][1] == f"{URL}/users/x/messages?$skip=2"


@pytest.mark.parametrize("link", ["https://elsewhere.example/v1.0/a", "http://graph.example/v1.0/a"])
def test_a_link_elsewhere_is_not_followed(session_at: Made, link: str) -> None:
    session, service = session_at((200, {"value": [], "@odata.nextLink": link}, {}))
    with pytest.raises(AccessRefused, match="where no token is sent"):
        list(session.pages("messages", "listing"))
    assert len(service.asked) == 1


@pytest.mark.parametrize(
    ("answer", "error", "text"),
    [
        (said(403, "ErrorAccessDenied"), AccessRefused, "HTTP 403 ErrorAccessDenied: Why."),
        (said(401, "InvalidAuthenticationToken"), AccessRefused, "HTTP 401 InvalidAuthenticationToken"),
        (said(404, "MailboxNotEnabledForRESTAPI"), AccessRefused, "HTTP 404 MailboxNotEnabledForRESTAPI"),
        (said(404, "ErrorItemNotFound", "Not found., Default folder Root not found."), AccessRefused, "Root not found"),
        (said(404, "ErrorItemNotFound"), LookupError, "HTTP 404 ErrorItemNotFound"),
        (said(404, "ErrorFolderNotFound"), LookupError, "HTTP 404 ErrorFolderNotFound"),
        (said(400, "ErrorInvalidIdMalformed"), LookupError, "HTTP 400 ErrorInvalidIdMalformed"),
        (said(410, "SyncStateNotFound"), StateLost, "HTTP 410 SyncStateNotFound"),
        (said(429, "ApplicationThrottled"), Busy, "HTTP 429 ApplicationThrottled"),
        (said(503, "ServiceUnavailable"), Busy, "HTTP 503"),
        ((502, b"<html>", {}), Busy, "HTTP 502 Reason"),
        ((302, b"", {"Location": "https://elsewhere.example"}), AccessRefused, "HTTP 302 Reason"),
        ((404, [], {}), AccessRefused, "HTTP 404 Reason"),
        (requests.ConnectionError("ended"), Disconnected, "ConnectionError: ended"),
    ],
)
def test_what_an_answer_means(session_at: Made, answer: Any, error: type[Exception], text: str) -> None:
    session, _ = session_at(answer)
    with pytest.raises(error, match=text) as raised:
        session.get("messages", "listing")
    assert not isinstance(raised.value, LiveError) or raised.value.protocol == "graph"


@pytest.mark.parametrize(
    ("value", "seconds"), [("7", 7.0), ("2.128", 2.0), ("", None), ("Tue, 01 Dec 2026 00:00:00 GMT", None)]
)
def test_how_long_it_asks_to_wait(session_at: Made, value: str, seconds: float | None) -> None:
    session, _ = session_at(said(429, "ApplicationThrottled", **{"Retry-After": value}))
    with pytest.raises(Busy) as raised:
        session.get("messages", "listing")
    assert raised.value.seconds == seconds


def test_a_token_that_was_taken_before_has_run_out(session_at: Made) -> None:
    session, _ = session_at(OK, said(401, "InvalidAuthenticationToken"))
    session.get("messages", "listing")
    with pytest.raises(Disconnected, match="though the token was taken before"):
        session.get("messages", "listing")
