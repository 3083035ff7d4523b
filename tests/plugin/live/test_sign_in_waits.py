"""A sign-in waits for what may mend itself, and not longer than it may; over real sockets, without waiting."""

import msal
import pytest

from pytest_m365 import Tenant
from pytest_m365.live.errors import SignInRefused, Unavailable
from tests.plugin.live.conftest import Make, Waits


def test_an_application_made_this_minute(sign_in: Make, m365_fake: Tenant, waits: Waits) -> None:
    """Further tries are asked of the service, not of msal's memory of refusals."""
    with m365_fake.faults.aadsts("token", 700016):
        waits.meanwhile = lambda: m365_fake.faults.clear() if len(waits.seconds) == 3 else None
        assert sign_in().app_token()
    assert waits.seconds == [1, 2, 4]


def test_it_ends(sign_in: Make, m365_fake: Tenant, waits: Waits) -> None:
    signed_in = sign_in(budget=20)
    with m365_fake.faults.aadsts("token", 700213):
        with pytest.raises(SignInRefused, match="AADSTS700213"):
            signed_in.app_token()
        assert waits.seconds == [1, 2, 4, 8]
        # What stays wrong is not waited for again, until something has worked.
        with pytest.raises(SignInRefused, match="AADSTS700213"):
            signed_in.app_token()
        assert sum(waits.seconds) <= 20
    assert signed_in.app_token()


def test_as_long_as_the_service_asks_for(sign_in: Make, m365_fake: Tenant, waits: Waits) -> None:
    m365_fake.faults.throttle("token", retry_after=7)
    waits.meanwhile = m365_fake.faults.clear
    assert sign_in().app_token()
    assert waits.seconds == [7]


def test_not_longer_than_the_budget(sign_in: Make, m365_fake: Tenant, waits: Waits) -> None:
    m365_fake.faults.throttle("token", retry_after=600)
    with pytest.raises(Unavailable, match=r"HTTP 429 Too Many Requests.*Retry-After: 600"):
        sign_in().app_token()
    assert waits.seconds == []


def test_a_service_that_is_down(sign_in: Make, m365_fake: Tenant, waits: Waits) -> None:
    m365_fake.faults.unavailable("token", retry_after=0)
    with pytest.raises(Unavailable, match="HTTP 503 Service Unavailable"):
        sign_in(budget=4).app_token()
    assert waits.seconds == [1, 2]


def test_no_connection(sign_in: Make, m365_fake: Tenant, kept: msal.TokenCache) -> None:
    signed_in = sign_in(kept)
    signed_in.user_token()
    m365_fake.faults.down("token")
    with pytest.raises(Unavailable, match="ConnectionError"):
        signed_in.app_token()
    with pytest.raises(Unavailable, match="ConnectionError"):
        signed_in.user_token(["https://outlook.office.com/SMTP.Send"])


def test_an_answer_that_is_a_page(sign_in: Make, m365_fake: Tenant) -> None:
    m365_fake.faults.html("token")
    with pytest.raises(Unavailable, match="none of a sign-in service"):
        sign_in(budget=0).app_token()
