import pytest

from fakeserver.protocols.smtp import replies
from fakeserver.protocols.smtp.commands import COMMANDS
from fakeserver.tenant.cloud import Cloud
from fakeserver.tenant.tenant import Tenant
from tests.protocols.smtp.client import ALICE, BOB, TRACE, SmtpClient
from tests.world import World

NOT_SIGNED_IN = f"530 5.7.57 Client not authenticated to send mail. {TRACE}"

CAPABILITIES = """250-AM0P190CA0021.outlook.office365.com Hello [127.0.0.1]\r
250-SIZE 157286400\r
250-PIPELINING\r
250-DSN\r
250-ENHANCEDSTATUSCODES\r
250-{}\r
250-8BITMIME\r
250-BINARYMIME\r
250-CHUNKING\r
250 SMTPUTF8"""


@pytest.fixture
def bare(world: World) -> SmtpClient:
    """A client before TLS."""
    return SmtpClient(world, tls="down")


def test_what_is_offered_before_tls_and_after(bare: SmtpClient) -> None:
    assert bare.says("EHLO me.example") == CAPABILITIES.format("STARTTLS")
    assert bare.says("STARTTLS") == "220 2.0.0 SMTP server ready"
    assert bare.session.wants_tls
    bare.session.secured()
    assert bare.says("EHLO me.example") == CAPABILITIES.format("AUTH LOGIN XOAUTH2")
    assert bare.says("STARTTLS") == f"500 5.3.3 Unrecognized command 'Length: 8' {TRACE}"


def test_without_tls_anywhere_auth_is_offered_at_once(world: World) -> None:
    plain = SmtpClient(world, tls="off")
    assert plain.says("EHLO me.example") == CAPABILITIES.format("AUTH LOGIN XOAUTH2")
    plain.signs_in()
    assert plain.says("MAIL FROM:<alice@contoso.onmicrosoft.com>") == "250 2.1.0 Sender OK"


def test_before_tls_nothing_is_sent(bare: SmtpClient) -> None:
    bare.says("EHLO me.example")
    assert bare.says("AUTH XOAUTH2") == f"504 5.7.4 Unrecognized authentication type {TRACE}"
    assert bare.says("MAIL FROM:<a@b.c>") == f"451 5.7.3 STARTTLS is required to send mail {TRACE}"


def test_helo(client: SmtpClient) -> None:
    assert client.says("HELO me.example") == "250 AM0P190CA0021.outlook.office365.com Hello [127.0.0.1]"
    assert client.says("helo") == f"501 5.5.4 Invalid domain name {TRACE}"
    assert client.says("EHLO two words") == f"501 5.5.4 Invalid domain name {TRACE}"


def test_mail_without_auth(client: SmtpClient) -> None:
    assert client.says("MAIL FROM:<alice@contoso.onmicrosoft.com>") == NOT_SIGNED_IN


def test_mail_after_a_refused_auth_says_why(client: SmtpClient) -> None:
    refused = client.says("AUTH XOAUTH2 bm9uc2Vuc2U=")
    assert refused == f"535 5.7.3 Authentication unsuccessful {TRACE}"
    assert client.says("MAIL FROM:<a@b.c>") == (
        f"530 5.7.57 Client not authenticated to send mail. Error: 535 5.7.3 Authentication unsuccessful {TRACE}"
    )


@pytest.mark.parametrize(
    ("lines", "answer"),
    [
        (["RCPT TO:<a@b.c>"], f"503 5.5.2 Need mail command {TRACE}"),
        (["DATA"], f"503 5.5.2 Need mail command {TRACE}"),
        (["MAIL FROM:<a@b.c>", "MAIL FROM:<a@b.c>"], f"503 5.5.2 Sender already specified {TRACE}"),
        (["MAIL FROM:<a@b.c>", "DATA"], f"503 5.5.2 Need rcpt command {TRACE}"),
        (["MAIL FROM:<a@b.c>", "RCPT TO:<a@b.c>", "DATA now"], f"501 5.5.4 Invalid arguments {TRACE}"),
        (["MAIL FROM:<a@b.c>", "RSET", "RCPT TO:<a@b.c>"], f"503 5.5.2 Need mail command {TRACE}"),
        (["MAIL FROM:<a@b.c>", "EHLO x", "RCPT TO:<a@b.c>"], f"503 5.5.2 Need mail command {TRACE}"),
        (["MAIL FROM:<a@b.c>", "AUTH LOGIN"], f"503 5.5.1 Bad sequence of commands {TRACE}"),
        (["AUTH LOGIN"], f"503 5.5.1 Bad sequence of commands {TRACE}"),
        (["MAIL FROM:<a>"], f"501 5.1.7 Invalid address {TRACE}"),
        (["MAIL FROM:<a@b.c>", "RCPT TO:<a>"], f"501 5.1.3 Invalid address {TRACE}"),
        (["MAIL FROM:<a@b.c> SIZE=157286401"], f"552 5.3.4 Message size exceeds fixed maximum message size {TRACE}"),
        (["MAIL FROM:<a@b.c> RET=FULL ENVID=x"], "250 2.1.0 Sender OK"),
        (["MAIL FROM:<a@b.c>", "RCPT TO:<a@b.c> NOTIFY=NEVER ORCPT=rfc822;a@b.c"], "250 2.1.5 Recipient OK"),
        (["MAIL FROM:<a@b.c> BODY=BINARYMIME", "RCPT TO:<a@b.c>", "DATA"],
         f"503 5.5.1 Bad sequence of commands {TRACE}"),
        (["MAIL FROM:<j\u00fcrgen@b.c>"], f"501 5.1.7 Invalid address {TRACE}"),
        (["MAIL FROM:<a@b.c>", "RCPT TO:<j\u00fcrgen@b.c>"], f"501 5.1.3 Invalid address {TRACE}"),
        (["MAIL FROM:<a@b.c>", "RCPT TO:<a@b.c> ORCPT=utf-8;\u00fc@b.c"], f"501 5.1.3 Invalid address {TRACE}"),
        (["MAIL FROM:<j\u00fcrgen@b.c> SMTPUTF8", "RCPT TO:<j\u00fcrgen@b.c>"], "250 2.1.5 Recipient OK"),
        (["MAIL FROM:<a@b.c>", "RCPT TO:<a@x..example>"], f"501 5.1.3 Invalid address {TRACE}"),
        (["MAIL FROM:<a@b.c>", "RCPT TO:<Postmaster>"], "250 2.1.5 Recipient OK"),
        (["MAIL FROM:<a@b.c>", "RCPT TO:<a@b.c> NOTIFY=NEVER NOTIFY=NEVER"],
         f"501 5.5.4 Unrecognized parameter {TRACE}"),
        (["MAIL FROM:<a@b.c> SMTPUTF8 \u017fize=1"], f"501 5.5.4 Unrecognized parameter {TRACE}"),
        (["RSET"], "250 2.0.0 Resetting"),
        (["RSET now"], f"501 5.5.4 Invalid arguments {TRACE}"),
        (["NOOP anything"], "250 2.0.0 OK"),
        (["VRFY alice"], "252 2.1.5 Cannot VRFY user"),
        (["EXPN all"], f"502 5.3.3 Command not implemented {TRACE}"),
        (["HELP"], "214-This server supports the following commands:\r\n"
         "214 HELO EHLO STARTTLS RCPT DATA RSET MAIL QUIT HELP AUTH BDAT"),
        (["BDAT many"], f"501 5.5.4 Invalid arguments {TRACE}"),
        (["XYZZY"], f"500 5.3.3 Unrecognized command 'Length: 5' {TRACE}"),
        (["GET / HTTP/1.1"], f"500 5.3.3 Unrecognized command 'Length: 3' {TRACE}"),
        (["Caf\u00e9 x"], f"500 5.3.3 Unrecognized command 'unknown' {TRACE}"),
        (["a\tb x"], f"500 5.3.3 Unrecognized command 'unknown' {TRACE}"),
        ([""], f"500 5.3.3 Unrecognized command 'Length: 0' {TRACE}"),
        (["STARTTLS now"], f"501 5.5.4 Invalid arguments {TRACE}"),
    ],
    # In ASCII: an id that pytest has to escape is not found by its name in a second run of the same process.
    ids=lambda value: ascii(" / ".join(value)[-50:])[1:-1].replace("\\", "") if isinstance(value, list) else "",
)  # fmt: skip
def test_the_order_and_the_form_of_commands(alice: SmtpClient, lines: list[str], answer: str) -> None:
    *before, last = lines
    for line in before:
        assert alice.says(line).startswith("2")
    assert alice.says(last) == answer


def test_only_so_many_recipients(alice: SmtpClient) -> None:
    alice.says("MAIL FROM:<alice@contoso.onmicrosoft.com>")
    answers = [alice.says(f"RCPT TO:<r{number}@b.c>") for number in range(501)]
    assert set(answers[:500]) == {"250 2.1.5 Recipient OK"}
    assert answers[500] == "452 4.5.3 Too many recipients"


def test_quit_ends_the_conversation(client: SmtpClient) -> None:
    assert client.says("QUIT") == "221 2.0.0 Service closing transmission channel"
    assert client.session.closed


def test_every_verb_that_help_names_is_a_command() -> None:
    assert set(replies.HELP[1].split()) <= set(COMMANDS)


@pytest.mark.parametrize(
    ("said", "asked"),
    [
        (["VRFY alice"], "VRFY"),
        (["EXPN all"], "EXPN"),
        (["TURN"], "TURN"),
        (["helo"], "HELO"),
        (["RCPT TO:<a@b.example>"], "RCPT"),
        (["XYZZY"], "an unknown command"),
        (["AUTH NTLM"], "AUTH NTLM"),
        (["AUTH dXNlcj1hbGljZQ=="], "AUTH"),
        (["AUTH caf\u00e9"], "AUTH"),
        (["AUTH LOGIN", "x" * 2_000_000], "AUTH (a line too long)"),
        (["BDAT 0"], "BDAT"),
        (["RSET now"], "RSET"),
        (["DATA"], "DATA"),
        (["MAIL FROM:<a@b.example>"], "MAIL"),
        (["x" * 2_000_000], "a line too long"),
        (["AUTH LOGIN", "*"], "AUTH (continued)"),
    ],
)
def test_the_journal_names_the_command(
    cloud: Cloud, tenant: Tenant, client: SmtpClient, said: list[str], asked: str
) -> None:
    for line in said:
        client.says(line)
    entries = sorted([*cloud.journal.entries, *tenant.journal.entries], key=lambda entry: entry.number)
    assert entries[-1].asked == asked


def test_the_journal_names_what_comes_before_a_hello_and_the_handshake(
    cloud: Cloud, tenant: Tenant, bare: SmtpClient
) -> None:
    bare.says("AUTH LOGIN")
    assert cloud.journal.entries[-1].asked == "AUTH"
    bare.says("EHLO me.example")
    bare.says("STARTTLS now")
    assert cloud.journal.entries[-1].asked == "STARTTLS"
    bare.says("STARTTLS")
    assert cloud.journal.entries[-1].asked == "STARTTLS"


def test_what_mail_and_rcpt_ask_of_reports(alice: SmtpClient, message: bytes) -> None:
    alice.says(f"MAIL FROM:<{ALICE}> RET=hdrs ENVID=a+2Bb+3Dc")
    alice.says("RCPT TO:<nobody@contoso.onmicrosoft.com> NOTIFY=failure,success ORCPT=rfc822;N+2BO@example.com")
    alice.says("RCPT TO:<none@contoso.onmicrosoft.com> NOTIFY=NEVER")
    alice.says(f"RCPT TO:<{BOB}> NOTIFY=SUCCESS")
    alice.says("DATA")
    alice.sends(message)
    failed, delivered = sorted(alice.world.mailbox().messages(), key=lambda item: item.subject, reverse=True)
    assert [failed.subject, delivered.subject] == ["Undeliverable: hi", "Delivered: hi"]
    for report in (failed, delivered):
        assert b"Original-Envelope-Id: a+b=c\r\n" in report.mime()
        assert b"Received-From-MTA: dns;me.example\r\n" in report.mime()
        assert b"body" not in report.mime().rpartition(b"rfc822-headers")[2]
    assert b"Original-Recipient: rfc822;N+O@example.com\r\n" in failed.mime()
    assert b"none@" not in failed.mime()
    arrived = alice.world.mailbox("bob").messages()[0].message
    assert arrived.header("received").startswith("from me.example (127.0.0.1) by ")
