"""SMTP in a live test: mail stays inside, and is marked so that it is found again."""

import smtplib
from collections.abc import Callable, Iterator
from functools import partial

import pytest

from pytest_m365 import clients
from pytest_m365.live.guard import NotAllowed
from pytest_m365.live.guarded_smtp import GuardedSmtp
from pytest_m365.live.headers import read_header
from tests.plugin.live.world import TAG, Twin, message


class TestSmtp:
    @pytest.fixture
    def smtp(self, twin: Twin) -> Iterator[smtplib.SMTP]:
        make = partial(GuardedSmtp, {"contoso.onmicrosoft.com"}, TAG)
        with clients.smtp(twin.target.smtp, twin.target.ssl_context(), twin.user, twin.token(), make) as client:
            yield client

    def test_mail_stays_inside(self, smtp: smtplib.SMTP, twin: Twin) -> None:
        mime = message("Ours", sender=twin.user)
        with pytest.raises(NotAllowed, match=r"no mail is sent to boss@fabrikam\.com"):
            smtp.sendmail(twin.user, [twin.user, "boss@fabrikam.com"], mime)
        smtp.rset()
        smtp.sendmail(twin.user, [TAG.address(twin.user)], mime)
        assert [each.subject for each in twin.mailbox.messages()] == ["Ours"]
        assert twin.tenant.outbound == []

    @pytest.mark.parametrize(
        "send",
        [
            lambda smtp: smtp.docmd("RCPT", "TO:<boss@fabrikam.com>"),
            lambda smtp: smtp.docmd("rcpt to: boss@fabrikam.com"),
            lambda smtp: smtp.rcpt("boss@fabrikam.com, alice@contoso.onmicrosoft.com"),
            lambda smtp: smtp.rcpt("<boss@fabrikam.com> (x@contoso.onmicrosoft.com"),
            lambda smtp: smtp.rcpt("<@contoso.onmicrosoft.com:boss@fabrikam.com>"),
            lambda smtp: smtp.rcpt('"boss@fabrikam.com"@contoso.onmicrosoft.com'),
            lambda smtp: smtp.docmd("RCPT", "TO : <boss@fabrikam.com>"),
            lambda smtp: smtp.docmd("RCPT", "<boss@fabrikam.com>"),
        ],
    )
    def test_ways_that_few_know(self, smtp: smtplib.SMTP, twin: Twin, send: Callable[[smtplib.SMTP], object]) -> None:
        smtp.ehlo()
        smtp.mail(twin.user)
        with pytest.raises(NotAllowed, match="no mail is sent to"):
            send(smtp)

    @pytest.mark.parametrize(
        "send",
        [
            lambda smtp: smtp.send("RCPT TO:<boss@fabrikam.com>\r\n"),
            lambda smtp: smtp.send(b"RCPT TO:<boss@fabrikam.com>\r\n"),
            lambda smtp: smtp.sock.sendall(b"RCPT TO:<boss@fabrikam.com>\r\n"),
        ],
    )
    def test_past_the_commands(self, smtp: smtplib.SMTP, twin: Twin, send: Callable[[smtplib.SMTP], object]) -> None:
        smtp.ehlo()
        smtp.mail(twin.user)
        with pytest.raises(NotAllowed, match="nobody can look at what is sent past"):
            send(smtp)
        # Nothing of it has gone out, and the client is good for more.
        assert smtp.rcpt(twin.user) == (250, b"2.1.5 Recipient OK")

    @pytest.mark.parametrize("command", ["DATA", "data ", "BDAT 12 LAST"])
    def test_a_message_that_nothing_marks(self, smtp: smtplib.SMTP, twin: Twin, command: str) -> None:
        """Whoever says DATA by hand could go on with the message, line by line."""
        smtp.ehlo()
        smtp.mail(twin.user)
        smtp.rcpt(twin.user)
        with pytest.raises(NotAllowed, match=r"nothing would mark the message.*data\(\) and sendmail\(\) do"):
            smtp.docmd(command)
        assert smtp.data(b"Subject: Ours\r\n\r\n")[0] == 250
        assert [read_header(each.mime()).tags for each in twin.mailbox.messages()] == [{TAG}]

    @pytest.mark.parametrize("form", [str, bytes])
    def test_what_is_sent_is_found_again(self, smtp: smtplib.SMTP, twin: Twin, form: type) -> None:
        """Also where its address is the plain one: the copy in Sent Items too."""
        text = f"From: {twin.user}\r\nTo: {twin.user}\r\nSubject: Plain\r\n\r\nBody\r\n"
        smtp.sendmail(twin.user, [twin.user], text if form is str else text.encode())
        (item,) = twin.mailbox.messages()
        assert read_header(item.mime()).tags == {TAG}
        (copy,) = twin.mailbox.messages("sentitems")
        assert read_header(copy.mime()).tags == {TAG}
