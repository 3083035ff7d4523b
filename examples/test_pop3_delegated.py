"""The fourth program: the inbox by POP3."""

import pop3_delegated
import pytest

from pytest_m365 import Target


@pytest.fixture
def settings(m365: Target) -> pop3_delegated.Settings:
    return pop3_delegated.Settings(m365.public_app.client_id, m365.authority, m365.pop3)


@pytest.mark.usefixtures("m365_browser")
def test_downloads_the_inbox(m365: Target, settings: pop3_delegated.Settings) -> None:
    m365.mailbox.deliver(subject="First", body="1", sender="bob@fabrikam.com")
    m365.mailbox.deliver(subject="Second", body=".a leading dot\n")
    token = pop3_delegated.sign_in(settings, m365.username)
    first, second = pop3_delegated.download(settings, m365.username, token)
    assert (first["Subject"], second["Subject"]) == ("First", "Second")
    assert "bob@fabrikam.com" in first["From"]
    assert second.get_content().splitlines()[0] == ".a leading dot"
