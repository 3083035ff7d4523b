"""The first program: EWS on behalf of a user, signed in by browser and by password."""

import ews_delegated
import pytest

from pytest_m365 import Target, Tenant


@pytest.fixture
def settings(m365: Target) -> ews_delegated.Settings:
    return ews_delegated.Settings(m365.public_app.client_id, m365.authority, m365.ews_url)


@pytest.mark.parametrize("way", ["browser", "password"])
def test_reads_the_inbox(
    request: pytest.FixtureRequest, m365: Target, settings: ews_delegated.Settings, way: str
) -> None:
    if way == "browser":
        # Where a person would have to sign in, on a live target, the test skips.
        request.getfixturevalue("m365_browser")
    m365.mailbox.deliver(subject="First", body="1")
    m365.mailbox.deliver(subject="Second", body="2")
    token = ews_delegated.sign_in(settings, m365.username, m365.password if way == "password" else None)
    account = ews_delegated.open_account(settings, m365.mailbox.user, token)
    assert ews_delegated.subjects(account)[:2] == ["Second", "First"]


def test_sends_a_message(m365: Target, m365_fake: Tenant, settings: ews_delegated.Settings) -> None:
    bob = m365_fake.add_user("bob")
    token = ews_delegated.sign_in(settings, m365.username, m365.password)
    account = ews_delegated.open_account(settings, m365.mailbox.user, token)
    ews_delegated.send(account, bob.address, "Hello", "Sent through EWS.")
    received = m365_fake.mailbox(bob.address).wait_for(subject="Hello")
    assert b"Sent through EWS." in received.mime()
    assert [item.subject for item in m365.mailbox.messages("sentitems")] == ["Hello"]


@pytest.mark.m365_fake  # a real account is locked by too many
def test_a_wrong_password_is_told_as_entra_tells_it(m365: Target, settings: ews_delegated.Settings) -> None:
    with pytest.raises(SystemExit, match="invalid_grant: AADSTS50126"):
        ews_delegated.sign_in(settings, m365.username, "not the password")
