"""The service's clocks are wrong."""

import imaplib
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from functools import partial

import jwt
import pytest
import requests

from fakeserver.tenant.tenant import Tenant
from pytest_m365 import Target, clients
from tests.edge.faults.test_throttle import ask_for_token


def issued_in(token: str) -> float:
    """Return in how many seconds a token was issued, from now."""
    iat: int = jwt.decode(token, options={"verify_signature": False})["iat"]
    return iat + 300 - datetime.now(UTC).timestamp()


def test_tokens_of_the_future(m365: Target, m365_fake: Tenant) -> None:
    with m365_fake.faults.skewed_tokens(seconds=3600) as skewed:
        token = ask_for_token(m365).json()["access_token"]
    assert issued_in(token) == pytest.approx(3600, abs=30)
    assert skewed.taken == 1
    assert issued_in(m365.token("IMAP.AccessAsUser.All")) == pytest.approx(0, abs=30)
    assert issued_in(ask_for_token(m365).json()["access_token"]) == pytest.approx(0, abs=30)


def test_a_token_of_the_future_opens_nothing(m365: Target, m365_fake: Tenant) -> None:
    m365_fake.faults.skewed_tokens()
    answer = m365.msal_public().acquire_token_by_username_password(
        m365.username, m365.password, ["https://outlook.office.com/IMAP.AccessAsUser.All"]
    )
    with (
        pytest.raises(imaplib.IMAP4.error, match="AUTHENTICATE failed"),
        clients.imap(m365.imap, m365.ssl_context(), m365.username, answer["access_token"]),
    ):
        pass
    m365_fake.journal.assert_refused("TokenNotYetValid", "imap", times=1)


def test_the_date_of_answers(m365: Target, m365_fake: Tenant) -> None:
    def ahead() -> float:
        answer = requests.get(f"{m365.authority}/discovery/v2.0/keys", timeout=60)
        return (parsedate_to_datetime(answer.headers["Date"]) - datetime.now(UTC)).total_seconds()

    with m365_fake.faults.wrong_date("keys", seconds=-900):
        assert ahead() == pytest.approx(-900, abs=30)
    assert ahead() == pytest.approx(0, abs=30)


@pytest.mark.parametrize("seconds", [90, -90])
def test_a_clock_that_is_off_in_all_it_says(m365: Target, m365_fake: Tenant, seconds: float) -> None:
    with m365_fake.faults.wrong_clock("token", seconds=seconds):
        answer = ask_for_token(m365)
    said = parsedate_to_datetime(answer.headers["Date"]).timestamp()
    assert issued_in(answer.json()["access_token"]) == pytest.approx(seconds, abs=30)
    assert said - datetime.now(UTC).timestamp() == pytest.approx(seconds, abs=30)
    assert issued_in(ask_for_token(m365).json()["access_token"]) == pytest.approx(0, abs=30)


def test_a_clock_that_is_off_issues_good_tokens(m365: Target, m365_fake: Tenant) -> None:
    m365_fake.faults.wrong_clock("token")
    m365_fake.faults.wrong_clock("ews")
    token = m365.msal_public().acquire_token_by_username_password(
        m365.username, m365.password, ["https://outlook.office365.com/EWS.AccessAsUser.All"]
    )["access_token"]
    with clients.ews(m365.ews_url, m365.username, token) as account:
        account.inbox.refresh()
    assert [fault.taken > 0 for fault in m365_fake.faults.in_force] == [True, True]


def test_tokens_are_an_hour_ahead_where_the_test_does_not_say(m365: Target, m365_fake: Tenant) -> None:
    m365_fake.clock.freeze()
    issued = []
    for fault in (m365_fake.faults.skewed_tokens, partial(m365_fake.faults.skewed_tokens, seconds=3600)):
        with fault():
            token = ask_for_token(m365).json()["access_token"]
        issued.append(jwt.decode(token, options={"verify_signature": False})["iat"])
    assert issued[0] == issued[1]
