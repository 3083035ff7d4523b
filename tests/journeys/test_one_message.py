"""One message, every protocol: what goes in by one door is the same thing by all the others."""

import imaplib
import poplib
import smtplib
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import SMTP, default
from typing import Any

import pytest

from pytest_m365 import Target, Tenant

pytest.importorskip("exchangelib", reason="needs exchangelib: pip install pytest-m365[exchangelib]")


@pytest.fixture
def bob(m365_fake: Tenant) -> str:
    """The address of a second user."""
    return m365_fake.add_user("bob", display_name="Bob Builder").address


def written(sender: str, to: str, **more: str) -> EmailMessage:
    """Return a message with all that may go wrong on its way: names, a long line, a dot, an attachment."""
    message = EmailMessage(policy=SMTP)
    message["From"] = f"Alice Ä <{sender}>"
    message["To"] = f"Bob Builder <{to}>, Carol <carol@fabrikam.com>"
    message["Cc"] = "dave@fabrikam.com"
    message["Subject"] = "Übersicht: one message"
    message["Date"] = "Mon, 02 Nov 2026 09:15:00 +0100"
    message["Message-ID"] = "<one@contoso.example>"
    message["X-Own"] = "kept  as it is"
    message.set_content("Hello\r\n.a line with a dot\r\n" + "long " * 150 + "\r\n", cte="quoted-printable")
    message.add_attachment(b"\x00\x01PDF", maintype="application", subtype="pdf", filename="Bericht ä.pdf")
    return message


def by_imap(client: imaplib.IMAP4, folder: str = "INBOX") -> bytes:
    assert client.select(f'"{folder}"', readonly=True)[0] == "OK"
    _, data = client.fetch("1", "(BODY.PEEK[])")
    assert isinstance(data[0], tuple)
    return data[0][1]


def by_pop3(client: poplib.POP3) -> bytes:
    _, lines, _ = client.retr(1)
    return b"".join(line + b"\r\n" for line in lines)


def submitted_part(stored: bytes, submitted: bytes) -> bytes:
    """Return the end of what is stored that is as long as what was submitted; delivery adds headers on top only."""
    return stored[len(stored) - len(submitted) :]


def test_sent_by_smtp_it_is_the_same_by_imap_pop3_and_ews(
    m365: Target, m365_fake: Tenant, m365_smtp: smtplib.SMTP, bob: str
) -> None:
    submitted = written(m365.username, bob).as_bytes(policy=SMTP)
    m365_smtp.sendmail(m365.username, [bob], submitted)
    m365_fake.mailbox(bob).wait_for(subject="Übersicht: one message")

    with m365.open_imap(bob) as imap, m365.open_pop3(bob) as pop3, m365.open_ews(bob) as ews:
        fetched = by_imap(imap)
        assert submitted_part(fetched, submitted) == submitted
        assert by_pop3(pop3) == fetched
        item = ews.inbox.all().get()
        assert item.mime_content == fetched
        assert_properties(item, m365.username, bob)
        added = message_from_bytes(fetched[: len(fetched) - len(submitted)] + b"\r\n", policy=default)
        assert "Received" in added

    with m365.open_imap() as imap, m365.open_ews() as ews:
        assert submitted_part(by_imap(imap, "Sent Items"), submitted) == submitted
        assert ews.sent.all().get().is_read


def assert_properties(item: Any, sender: str, to: str) -> None:
    """Compare the EWS view with what was written."""
    import exchangelib

    assert item.subject == "Übersicht: one message"
    assert (item.sender.name, item.sender.email_address) == ("Alice Ä", sender)
    assert (item.author.name, item.author.email_address) == ("Alice Ä", sender)
    assert [(who.name, who.email_address) for who in item.to_recipients] == [
        ("Bob Builder", to),
        ("Carol", "carol@fabrikam.com"),
    ]
    assert [who.email_address for who in item.cc_recipients] == ["dave@fabrikam.com"]
    assert item.datetime_sent == exchangelib.EWSDateTime(2026, 11, 2, 8, 15, tzinfo=exchangelib.UTC)
    assert item.datetime_received is not None
    assert item.message_id == "<one@contoso.example>"
    assert item.is_read, "POP3 has sent it"
    assert item.text_body.startswith("Hello\r\n.a line with a dot\r\nlong long")
    assert item.has_attachments
    (attachment,) = item.attachments
    assert (attachment.name, attachment.content_type, attachment.content) == (
        "Bericht ä.pdf",
        "application/pdf",
        b"\x00\x01PDF",
    )


def test_sent_by_ews_it_is_in_the_recipients_inbox_by_imap(m365: Target, m365_ews: Any, bob: str) -> None:
    import exchangelib

    exchangelib.Message(
        account=m365_ews,
        folder=m365_ews.sent,
        subject="From EWS",
        body="Text of it",
        to_recipients=[exchangelib.Mailbox(email_address=bob)],
    ).send_and_save()
    with m365.open_imap(bob) as imap:
        message = message_from_bytes(by_imap(imap), policy=default)
    assert message["Subject"] == "From EWS"
    assert m365.username in message["From"]
    assert message["Message-ID"]
    assert message["Date"]
    assert [item.subject for item in m365.mailbox.messages("sentitems")] == ["From EWS"]


def test_read_by_imap_is_read_by_ews_and_back(m365: Target, m365_imap: imaplib.IMAP4, m365_ews: Any) -> None:
    m365.mailbox.deliver(subject="Hi", body="…")
    item = m365_ews.inbox.all().get()
    assert not item.is_read

    m365_imap.select("INBOX")
    m365_imap.store("1", "+FLAGS", r"(\Seen)")
    item.refresh()
    assert item.is_read

    item.is_read = False
    item.save(update_fields=["is_read"])
    m365_imap.noop()
    _, data = m365_imap.fetch("1", "(FLAGS)")
    assert isinstance(data[0], bytes)
    assert b"\\Seen" not in data[0]


def test_deleted_by_pop3_is_gone_everywhere(m365: Target, m365_imap: imaplib.IMAP4, m365_ews: Any) -> None:
    m365.mailbox.deliver(subject="Stays", body="…")
    m365.mailbox.deliver(subject="Goes", body="…")
    m365_imap.select("INBOX")
    with m365.open_pop3() as pop3:
        assert pop3.stat()[0] == 2
        pop3.dele(2)
    assert [item.subject for item in m365_ews.inbox.all()] == ["Stays"]
    m365_imap.noop()
    assert m365_imap.response("EXPUNGE")[1] == [b"2"]
    assert [item.subject for item in m365.mailbox.messages()] == ["Stays"]


def test_idle_by_imap_hears_of_a_message_sent_by_smtp(
    m365: Target, m365_imap: imaplib.IMAP4, m365_smtp: smtplib.SMTP
) -> None:
    m365_imap.select("INBOX")
    m365_imap.send(b"x IDLE\r\n")
    assert m365_imap.readline() == b"+ IDLE accepted, awaiting DONE command.\r\n"
    m365_smtp.sendmail(m365.username, [m365.username], "Subject: Ring\r\n\r\n.")
    assert [m365_imap.readline() for _ in range(2)] == [b"* 1 EXISTS\r\n", b"* 1 RECENT\r\n"]
    m365_imap.send(b"DONE\r\n")
    assert m365_imap.readline() == b"x OK IDLE completed.\r\n"


def test_mail_for_another_domain_leaves(m365: Target, m365_fake: Tenant, m365_smtp: smtplib.SMTP) -> None:
    m365_smtp.sendmail(m365.username, ["carol@fabrikam.com"], "Subject: Far away\r\n\r\n.")
    (left,) = m365_fake.outbound
    assert "carol@fabrikam.com" in str(left.recipients)
