"""SMTP submission: greeting, extensions, and how commands are answered. Messages go to the test's own address alone."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from pytest_m365.contract.promise import Table
from pytest_m365.contract.promises.answers import TRACE, send_as_denied
from pytest_m365.contract.promises.asks import smtp, unsigned_smtp
from pytest_m365.contract.terms import Known

if TYPE_CHECKING:
    from pytest_m365.contract.asking.asker import Asker

TABLE = Table("SMTP")
_LOGS: Known = ("T", "logs")
_FAMILY: Known = ("I", "logs")
_NO_RECORD: Known = ("U", "no record")
_EXTENSIONS = (
    "250-SIZE 157286400\n250-PIPELINING\n250-DSN\n250-ENHANCEDSTATUSCODES\n250-{}\n250-8BITMIME\n250-BINARYMIME\n"
)
_HELLO = "250-<host> Hello [<ip>]\n"


@TABLE.asked(
    "greeting",
    ("T", "logs"),
    "connect",
    "220 <host> Microsoft ESMTP MAIL Service ready at <date> [<id>]",
    "220 <host> Microsoft ESMTP MAIL Service ready at <date>",
)
def _greeting(asker: Asker) -> Sequence[str]:
    """The greeting has a host, a date, and since 2024 an id."""
    return [asker.new_smtp(tls=False).greeting]


for _name, _tls, _offers in (("ehlo-clear", False, "STARTTLS"), ("ehlo", True, "AUTH LOGIN XOAUTH2")):
    TABLE.add(
        _name,
        f"{'within TLS' if _tls else 'in clear'}, these extensions are offered, in this order, {_offers} among them",
        ("T", "oauth2-proxy"),
        unsigned_smtp("EHLO localhost", tls=_tls),
        _HELLO + _EXTENSIONS.format(_offers) + "250-CHUNKING\n250 SMTPUTF8",
        _HELLO + _EXTENSIONS.format(_offers) + "250 CHUNKING",
    )
TABLE.add("helo", "HELO is answered by one line", _FAMILY, unsigned_smtp("HELO localhost"), "250 <host> Hello [<ip>]")
TABLE.add(
    "starttls",
    "STARTTLS is answered in these words",
    _LOGS,
    unsigned_smtp("EHLO localhost", "STARTTLS", tls=False),
    "220 2.0.0 SMTP server ready",
)
TABLE.add(
    "auth-clear",
    "AUTH is not known in clear",
    ("I", "exchange-online-wire"),
    unsigned_smtp("EHLO localhost", "AUTH XOAUTH2", tls=False),
    f"504 5.7.4 Unrecognized authentication type {TRACE}",
)
TABLE.add(
    "mail-unauthenticated",
    "without a sign-in nobody sends",
    ("T", "logs, PRINTERS"),
    unsigned_smtp("MAIL FROM:<{user}>"),
    f"530 5.7.57 Client not authenticated to send mail. {TRACE}",
    rows="default-nothing-",
)
TABLE.add(
    "unknown-verb",
    "an unknown verb is shown by its length",
    _LOGS,
    smtp("FROBNICATE"),
    f"500 5.3.3 Unrecognized command 'Length: 10' {TRACE}",
    rows="smtp-commands-smtp-unknown-",
)
TABLE.add("mail", "a sender is OK", _FAMILY, smtp("MAIL FROM:<{user}>"), "250 2.1.0 Sender OK")
TABLE.add(
    "rcpt", "a recipient is OK", _FAMILY, smtp("MAIL FROM:<{user}>", "RCPT TO:<{address}>"), "250 2.1.5 Recipient OK"
)
TABLE.add("rset", "RSET is answered in these words", _FAMILY, smtp("RSET"), "250 2.0.0 Resetting")
TABLE.add("noop", "NOOP is answered in these words", _FAMILY, smtp("NOOP"), "250 2.0.0 OK")
TABLE.add(
    "quit",
    "QUIT is answered in these words",
    _FAMILY,
    unsigned_smtp("QUIT"),
    "221 2.0.0 Service closing transmission channel",
)
TABLE.add("vrfy", "VRFY says nothing of who is there", _NO_RECORD, smtp("VRFY {user}"), "252 2.1.5 Cannot VRFY user")
TABLE.add(
    "mail-twice",
    "a second sender is refused",
    _FAMILY,
    smtp("MAIL FROM:<{user}>", "MAIL FROM:<{user}>"),
    f"503 5.5.2 Sender already specified {TRACE}",
    rows="smtp-commands-smtp-twice-",
)
TABLE.add(
    "rcpt-first",
    "a recipient before the sender is refused",
    _FAMILY,
    smtp("RCPT TO:<{address}>"),
    f"503 5.5.2 Need mail command {TRACE}",
    rows="smtp-commands-smtp-rcpt-first-",
)
TABLE.add(
    "data-first",
    "DATA before a recipient is refused",
    _FAMILY,
    smtp("MAIL FROM:<{user}>", "DATA"),
    f"503 5.5.2 Need rcpt command {TRACE}",
    rows="smtp-commands-smtp-no-recipient-",
)
TABLE.add(
    "mail-parameter",
    "an unknown parameter of MAIL is refused",
    _FAMILY,
    smtp("MAIL FROM:<{user}> FROBNICATE=1"),
    f"501 5.5.4 Unrecognized parameter {TRACE}",
    rows="smtp-commands-smtp-parameter-",
)
TABLE.add(
    "sender-eight-bit",
    "a sender beyond ASCII without SMTPUTF8 is refused",
    _NO_RECORD,
    smtp("MAIL FROM:<jürgen@pytest-m365.invalid>"),
    f"501 5.1.7 Invalid address {TRACE}",
    rows="smtp-commands-smtp-utf8-",
)
TABLE.add(
    "recipient-eight-bit",
    "a recipient beyond ASCII without SMTPUTF8 is refused",
    _NO_RECORD,
    smtp("MAIL FROM:<{user}>", "RCPT TO:<jürgen@pytest-m365.invalid>"),
    f"501 5.1.3 Invalid address {TRACE}",
    rows="smtp-commands-smtp-recipient-utf8-",
)
TABLE.add(
    "recipient-literal",
    "an address literal that is no IP address is refused",
    _NO_RECORD,
    smtp("MAIL FROM:<{user}>", "RCPT TO:<a@[no.address]>"),
    f"501 5.1.3 Invalid address {TRACE}",
    rows="smtp-commands-smtp-literal-",
)
TABLE.add(
    "recipient-empty-label",
    "an empty label in a domain is refused",
    ("I", "cases, RFC 5321"),
    smtp("MAIL FROM:<{user}>", "RCPT TO:<a@pytest-m365..invalid>"),
    f"501 5.1.3 Invalid address {TRACE}",
)
TABLE.add(
    "postmaster",
    "Postmaster is taken without a domain",
    ("I", "cases, RFC 5321"),
    smtp("MAIL FROM:<{user}>", "RCPT TO:<Postmaster>"),
    "250 2.1.5 Recipient OK",
)
TABLE.add(
    "auth-mechanism",
    "a mechanism that is not offered is not known",
    ("T", "logs"),
    unsigned_smtp("AUTH OAUTHBEARER"),
    f"504 5.7.4 Unrecognized authentication type {TRACE}",
)
TABLE.add(
    "auth-plain",
    "PLAIN is not offered, and not known",
    ("I", "logs"),
    unsigned_smtp("AUTH PLAIN"),
    f"504 5.7.4 Unrecognized authentication type {TRACE}",
    rows="basic-off-password-by-plain-",
)


@TABLE.asked("accepted", _LOGS, "a message to the test's own address", "250 2.0.0 OK <message-id> [Hostname=<host>]")
def _accepted(asker: Asker) -> Sequence[str]:
    """A message is accepted with its own Message-ID, and the name of the server."""
    return asker.smtp().submit(asker.user, asker.mailbox.address, asker.text())


@TABLE.asked(
    "accepted-without-id",
    ("I", "logs"),
    "a message without Message-ID, to the test's own address",
    "250 2.0.0 OK <message-id> [Hostname=<host>]",
)
def _without_id(asker: Asker) -> Sequence[str]:
    """A message without Message-ID is given one, which the reply shows."""
    text = asker.text().replace(f"Message-ID: {asker.last_message_id}\r\n", "")
    return asker.smtp().submit(asker.user, asker.mailbox.address, text)


@TABLE.asked(
    "several-authors",
    ("D", "NDR"),
    "a message with two addresses in From, and no Sender",
    f"550 5.1.20 Multiple From addresses are not allowed without Sender address {TRACE}",
    rows="smtp-commands-smtp-authors-",
)
def _authors(asker: Asker) -> Sequence[str]:
    """Several authors without a Sender are refused."""
    text = asker.text().replace(f"From: {asker.user}", f"From: A <{asker.user}>, B <{asker.user}>")
    return asker.smtp().submit(asker.user, asker.mailbox.address, text)


@TABLE.asked(
    "send-as-nobody",
    ("I", "logs"),
    "a message from an address that nobody has",
    *send_as_denied("<user>", "<address>"),
    rows="sender-not-allowed-unknown-sender-SMTP",
)
def _nobody(asker: Asker) -> Sequence[str]:
    """Nobody sends as an address that is not theirs; it is refused when the message is whole."""
    nobody = asker.nobody
    text = asker.text().replace(f"From: {asker.user}", f"From: {nobody}")
    return asker.smtp().submit(nobody, asker.mailbox.address, text)


@TABLE.asked(
    "bare-line-feed",
    ("D", "RFC 5321"),
    "a message with LF . LF in its text",
    "250 2.0.0 OK <message-id> [Hostname=<host>]",
)
def _smuggled(asker: Asker) -> Sequence[str]:
    """A dot between bare line feeds does not end a message."""
    return asker.smtp().submit(asker.user, asker.mailbox.address, asker.text(body="one\n.\nRSET\ntwo"))


@TABLE.asked("bdat", ("D", "RFC 3030"), "MAIL, RCPT, BDAT LAST", "250 2.0.0 OK <message-id> [Hostname=<host>]")
def _bdat(asker: Asker) -> Sequence[str]:
    """A message may come by BDAT."""
    client, octets = asker.smtp(), asker.text().encode()
    client.whole(f"MAIL FROM:<{asker.user}>")
    client.whole(f"RCPT TO:<{asker.mailbox.address}>")
    client.send(f"BDAT {len(octets)} LAST\r\n".encode() + octets)
    return [client.read()]


@TABLE.asked("data", _FAMILY, "MAIL, RCPT, DATA", "354 Start mail input; end with <CRLF>.<CRLF>")
def _data(asker: Asker) -> Sequence[str]:
    """DATA asks for the message in these words."""
    client = asker.smtp()
    client.whole(f"MAIL FROM:<{asker.user}>")
    client.whole(f"RCPT TO:<{asker.mailbox.address}>")
    said = client.whole("DATA")
    # Others use the connection as well: it must not wait for a message for ever.
    client.whole(f"{asker.text()}\r\n.")
    return said
