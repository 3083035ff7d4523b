"""Junk email as programs meet it: blocked by EWS, sent by SMTP, read by IMAP."""

from email.message import EmailMessage
from typing import Any

from fakeserver.tenant.exchange.mailbox import Mailbox
from fakeserver.tenant.tenant import Tenant


def test_what_is_blocked_by_ews_is_junk_for_imap(
    m365: Any, m365_fake: Tenant, m365_ews: Any, m365_imap: Any, m365_mailbox: Mailbox
) -> None:
    bob = m365_fake.add_user("bob")

    def send(subject: str) -> None:
        message = EmailMessage()
        message["From"], message["To"], message["Subject"] = bob.address, m365_mailbox.address, subject
        message.set_content("Hi")
        with m365.open_smtp("bob") as smtp:
            smtp.send_message(message)

    send("First")
    m365_ews.inbox.get(subject="First").mark_as_junk(is_junk=True, move_item=True)
    send("Second")
    m365_imap.select('"Junk Email"')
    octets = b"".join(part[1] for part in m365_imap.fetch("1:*", "(BODY.PEEK[HEADER])")[1] if isinstance(part, tuple))
    assert [octets.count(word) for word in (b"Subject: First", b"Subject: Second", b"SFV:BLK")] == [1, 1, 1]
    m365_fake.user(m365_mailbox.address).trusted_senders = (bob.address,)
    send("Third")
    assert m365_mailbox.wait_for("Third").subject == "Third"
