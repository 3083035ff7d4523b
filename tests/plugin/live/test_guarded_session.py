"""No request leaves for another host, and what is secret in it is told; over real sockets where there is an answer."""

from collections.abc import Iterator
from io import BytesIO
from typing import Any

import pytest
import requests
from hypothesis import given
from hypothesis import strategies as st
from requests.adapters import HTTPAdapter
from urllib3 import HTTPResponse

from pytest_m365 import Target, Tenant
from pytest_m365.live.clouds import CLOUDS
from pytest_m365.live.guard import Guard, NotAllowed
from pytest_m365.live.guarded_session import GuardedSession, Moved, SignInBusy, _retry_after
from pytest_m365.live.wait_budget import WaitBudget
from tests.plugin.live.conftest import Waits, unheard

HOST = "https://login.microsoftonline.com"
GUARD = Guard(frozenset(), frozenset(), CLOUDS["public"].hosts)


@pytest.fixture
def session(learned: list[str], waits: Waits) -> Iterator[GuardedSession]:
    with GuardedSession(GUARD, learned.append, WaitBudget(60, waits)) as session:
        yield session


@pytest.mark.parametrize(
    ("url", "message"),
    [
        ("https://login.example/token", r"no token is sent to login\.example"),
        ("http://login.microsoftonline.com/token", "that is not https"),
        ("https://login.microsoftonline.com.evil.example/", r"login\.microsoftonline\.com\.evil\.example"),
        ("https://login.microsoftonline.com@evil.example/", r"evil\.example"),
        ("https://login.microsoftonline.us/token", r"login\.microsoftonline\.us"),
        ("https://169.254.169.254/metadata/identity", r"169\.254"),
    ],
)
def test_another_host(session: GuardedSession, learned: list[str], url: str, message: str) -> None:
    """Refused before any name is looked up, and before anything is told."""
    with pytest.raises(NotAllowed, match=message):
        session.post(url, data={"client_secret": "S8Q~maple"})
    assert learned == []


@pytest.mark.usefixtures("m365_redirect")
class TestAtTheService:
    def test_what_is_too_short_to_be_kept_secret(
        self, session: GuardedSession, m365: Target, learned: list[str]
    ) -> None:
        form = {"grant_type": "client_credentials", "client_id": m365.daemon_app.client_id, "client_secret": "wrong"}
        assert session.post(f"{HOST}/{m365.tenant_id}/oauth2/v2.0/token", data=form).status_code == 400
        assert learned == []

    def say(self, tenant: Tenant, **answer: Any) -> None:
        tenant.faults.say("discovery", **answer)

    def get(self, session: GuardedSession, m365: Target) -> requests.Response:
        return session.get(f"{HOST}/{m365.tenant_id}/v2.0/.well-known/openid-configuration")

    def test_what_is_sent_and_received_is_told(self, session: GuardedSession, m365: Target, learned: list[str]) -> None:
        answer = session.post(
            f"{HOST}/{m365.tenant_id}/oauth2/v2.0/token",
            data={
                "grant_type": "client_credentials",
                "client_id": m365.daemon_app.client_id,
                "client_secret": m365.daemon_app.client_secret,
                "scope": "https://outlook.office365.com/.default",
            },
        )
        assert learned == [m365.daemon_app.client_secret, answer.json()["access_token"]]

    def test_a_busy_service_is_asked_again(
        self, session: GuardedSession, m365: Target, m365_fake: Tenant, waits: Waits
    ) -> None:
        self.say(m365_fake, text="{}", status=503)
        assert self.get(session, m365).status_code == 200
        assert waits.seconds == [1]

    def test_it_ends_in_what_it_said(self, session: GuardedSession, m365: Target, m365_fake: Tenant) -> None:
        m365_fake.faults.throttle("discovery", retry_after=61)
        with pytest.raises(SignInBusy, match=r"^HTTP 429 Too Many Requests.*\(Retry-After: 61\)$"):
            self.get(session, m365)

    def test_without_patience_answers_are_passed_on(self, m365: Target, m365_fake: Tenant) -> None:
        self.say(m365_fake, text="{}", status=503)
        with GuardedSession(GUARD, unheard) as session:
            assert self.get(session, m365).status_code == 503


class Redirecting(HTTPAdapter):
    """Answers each request with a redirect."""

    def __init__(self, target: str) -> None:
        super().__init__()
        self.target = target
        self.asked: list[str] = []

    def send(self, request: requests.PreparedRequest, *_: object, **__: object) -> requests.Response:
        self.asked.append(request.url or "")
        raw = HTTPResponse(
            BytesIO(), {"Location": self.target}, 307, reason="Temporary Redirect", preload_content=False
        )
        return self.build_response(request, raw)


@pytest.mark.parametrize(
    ("target", "error"),
    [
        ("https://login.example/token", NotAllowed),
        ("http://login.microsoftonline.com/token", NotAllowed),
        ("//evil.example/", NotAllowed),
        ("https://login.windows.net/token", Moved),
        ("/elsewhere", Moved),
    ],
)
def test_a_redirect_is_not_followed(session: GuardedSession, target: str, error: type[Exception]) -> None:
    """The form with its secret would be sent again there."""
    redirecting = Redirecting(target)
    session.mount("https://", redirecting)
    with pytest.raises(error):
        session.post(f"{HOST}/token", data={"client_secret": "S8Q~maple"})
    assert redirecting.asked == [f"{HOST}/token"]


def answer_with(**headers: str) -> requests.Response:
    answer = requests.Response()
    answer.headers.update({name.replace("_", "-"): value for name, value in headers.items()})
    return answer


@pytest.mark.parametrize(
    ("headers", "seconds"),
    [
        ({}, None),
        ({"Retry_After": " 30 "}, 30),
        ({"Retry_After": "-1"}, None),
        ({"Retry_After": "soon"}, None),
        ({"Retry_After": "9" * 5000}, None),
        ({"Retry_After": "Mon, 30 Nov 2026 10:00:30 GMT", "Date": "Mon, 30 Nov 2026 10:00:00 GMT"}, 30),
        ({"Retry_After": "Mon, 30 Nov 2026 09:00:00 GMT", "Date": "Mon, 30 Nov 2026 10:00:00 GMT"}, 0),
        ({"Retry_After": "Mon, 30 Nov 2026 10:00:30 GMT"}, None),
    ],
)
def test_how_long_the_service_asks_for(headers: dict[str, str], seconds: float | None) -> None:
    assert _retry_after(answer_with(**headers)) == seconds


@given(st.text(max_size=40), st.text(max_size=40))
def test_whatever_it_says_there_is_an_answer(value: str, date: str) -> None:
    seconds = _retry_after(answer_with(Retry_After=value, Date=date))
    assert seconds is None or seconds >= 0
