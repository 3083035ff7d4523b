"""The third program: out by SMTP, back by IMAP."""

from email.message import EmailMessage

import imap_smtp_delegated
import pytest

from pytest_m365 import Target


@pytest.fixture
def settings(m365: Target) -> imap_smtp_delegated.Settings:
    return imap_smtp_delegated.Settings(m365.public_app.client_id, m365.authority, m365.imap, m365.smtp)


@pytest.mark.usefixtures("m365_browser")
def test_what_was_sent_arrives_and_is_fetched(m365: Target, settings: imap_smtp_delegated.Settings) -> None:
    message = EmailMessage()
    message["From"] = message["To"] = m365.username
    message["Subject"] = "Round trip"
    message.set_content("Sent by SMTP, fetched by IMAP.\n")
    token = imap_smtp_delegated.sign_in(settings, m365.username)

    imap_smtp_delegated.send(settings, m365.username, token, message)
    m365.mailbox.wait_for(subject="Round trip")

    fetched = imap_smtp_delegated.fetch(settings, m365.username, token, "Round trip")
    assert fetched is not None
    assert fetched["To"] == m365.username
    assert fetched.get_content().splitlines() == ["Sent by SMTP, fetched by IMAP."]
    assert imap_smtp_delegated.fetch(settings, m365.username, token, "Another") is None
