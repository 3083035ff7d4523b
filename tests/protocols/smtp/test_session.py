from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fakeserver.protocols.smtp import replies
from fakeserver.protocols.smtp.session import COMMANDS, ERROR_BUDGET, SmtpSession
from fakeserver.tenant.cloud import Cloud
from fakeserver.tenant.tenant import Tenant

TRACE = "[AM0P190CA0021.EURP190.PROD.OUTLOOK.COM 2022-11-04T10:07:41.972Z 08DE2A0000000001]"
NOT_SIGNED_IN = f"530 5.7.57 Client not authenticated to send mail. {TRACE}"
BOB = "bob@contoso.onmicrosoft.com"

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
def bare(cloud: Cloud, tenant: Tenant, client: Any) -> Any:
    """A client before TLS."""
    return type(client)(cloud, tenant, tls="down")


def test_the_banner(bare: Any) -> None:
    assert bare.session.greeting() == (
        b"220 AM0P190CA0021.outlook.office365.com Microsoft ESMTP MAIL Service ready at "
        b"Fri, 4 Nov 2022 10:07:41 +0000 [08DE2A0000000001]\r\n"
    )


def test_what_is_offered_before_tls_and_after(bare: Any) -> None:
    assert bare.says("EHLO me.example") == CAPABILITIES.format("STARTTLS")
    assert bare.says("STARTTLS") == "220 2.0.0 SMTP server ready"
    assert bare.session.expects == "tls"
    bare.session.secured()
    assert bare.says("EHLO me.example") == CAPABILITIES.format("AUTH LOGIN XOAUTH2")
    assert bare.says("STARTTLS") == f"500 5.3.3 Unrecognized command 'unknown' {TRACE}"


def test_without_tls_anywhere_auth_is_offered_at_once(cloud: Cloud, tenant: Tenant, client: Any) -> None:
    plain = type(client)(cloud, tenant, tls="off")
    assert plain.says("EHLO me.example") == CAPABILITIES.format("AUTH LOGIN XOAUTH2")
    plain.signs_in()
    assert plain.says("MAIL FROM:<alice@contoso.onmicrosoft.com>") == "250 2.1.0 Sender OK"


def test_before_tls_nothing_is_sent(bare: Any) -> None:
    bare.says("EHLO me.example")
    assert bare.says("AUTH XOAUTH2") == "504 5.7.4 Unrecognized authentication type"
    assert bare.says("MAIL FROM:<a@b.c>") == f"451 5.7.3 STARTTLS is required to send mail {TRACE}"


def test_tls_starts_the_conversation_again(bare: Any) -> None:
    bare.says("EHLO me.example")
    bare.says("STARTTLS")
    bare.session.secured()
    assert bare.says("MAIL FROM:<a@b.c>") == "503 5.5.2 Send hello first"
    assert bare.says("AUTH LOGIN") == "503 5.5.2 Send hello first"


def test_helo(client: Any) -> None:
    assert client.says("HELO me.example") == "250 AM0P190CA0021.outlook.office365.com Hello [127.0.0.1]"
    assert client.says("helo") == "501 5.5.4 Invalid domain name"
    assert client.says("EHLO two words") == "501 5.5.4 Invalid domain name"


def test_mail_without_auth(client: Any) -> None:
    assert client.says("MAIL FROM:<alice@contoso.onmicrosoft.com>") == NOT_SIGNED_IN


def test_mail_after_a_refused_auth_says_why(client: Any) -> None:
    refused = client.says("AUTH XOAUTH2 bm9uc2Vuc2U=")
    assert refused == f"535 5.7.3 Authentication unsuccessful {TRACE}"
    assert client.says("MAIL FROM:<a@b.c>") == (
        f"530 5.7.57 Client not authenticated to send mail. Error: 535 5.7.3 Authentication unsuccessful {TRACE}"
    )


def test_a_message_is_sent(alice: Any, tenant: Tenant, message: bytes) -> None:
    answer = alice.submits(message)
    assert answer == "250 2.0.0 OK <1@me.example> [Hostname=AM8P190MB0874.EURP190.PROD.OUTLOOK.COM]"
    (received,) = tenant.mailbox("bob").messages()
    (kept,) = tenant.mailbox("alice").messages("sentitems")
    assert received.mime().endswith(message)
    assert kept.mime().endswith(message)
    assert kept.is_read
    assert not received.is_read


def test_several_messages_in_one_conversation(alice: Any, tenant: Tenant, message: bytes) -> None:
    for _ in range(3):
        assert alice.submits(message).startswith("250 2.0.0 OK")
    assert len(tenant.mailbox("bob").messages()) == 3


def test_an_unknown_recipient_is_told_by_mail(alice: Any, tenant: Tenant, message: bytes) -> None:
    nobody = "nobody@contoso.onmicrosoft.com"
    assert alice.submits(message, "alice@contoso.onmicrosoft.com", nobody, "x@elsewhere.example").startswith("250 ")
    (report,) = tenant.mailbox("alice").messages()
    assert nobody.encode() in report.mime()
    assert [mail.recipients for mail in tenant.outbound] == [("x@elsewhere.example",)]


def test_another_sender_is_refused_after_the_message(alice: Any, tenant: Tenant, message: bytes) -> None:
    denied = (
        "554 5.2.252 SendAsDenied; alice@contoso.onmicrosoft.com not allowed to send as "
        "bob@contoso.onmicrosoft.com; STOREDRV.Submission.Exception:SendAsDeniedException."
        "MapiExceptionSendAsDenied; Failed to process message due to a permanent exception with message "
        "[BeginDiagnosticData]Cannot submit message. [EndDiagnosticData] "
        "[Hostname=AM8P190MB0874.EURP190.PROD.OUTLOOK.COM]"
    )
    assert alice.submits(message, BOB) == denied
    assert alice.submits(message.replace(b"From: Alice <alice@", b"From: Bob <bob@")) == denied
    assert tenant.mailbox("bob").messages() == []
    tenant.rights.add_mailbox_permission(BOB, "alice@contoso.onmicrosoft.com", "SendAs")
    assert alice.submits(message, BOB).startswith("250 2.0.0 OK")


@pytest.mark.parametrize(
    ("lines", "answer"),
    [
        (["RCPT TO:<a@b.c>"], "503 5.5.2 Need mail command"),
        (["DATA"], "503 5.5.2 Need mail command"),
        (["MAIL FROM:<a@b.c>", "MAIL FROM:<a@b.c>"], "503 5.5.2 Sender already specified"),
        (["MAIL FROM:<a@b.c>", "DATA"], "503 5.5.2 Need rcpt command"),
        (["MAIL FROM:<a@b.c>", "RCPT TO:<a@b.c>", "DATA now"], "501 5.5.4 Invalid arguments"),
        (["MAIL FROM:<a@b.c>", "RSET", "RCPT TO:<a@b.c>"], "503 5.5.2 Need mail command"),
        (["MAIL FROM:<a@b.c>", "EHLO x", "RCPT TO:<a@b.c>"], "503 5.5.2 Need mail command"),
        (["MAIL FROM:<a@b.c>", "AUTH LOGIN"], "503 5.5.1 Bad sequence of commands"),
        (["AUTH LOGIN"], "503 5.5.1 Bad sequence of commands"),
        (["MAIL FROM:<a>"], "501 5.1.7 Invalid address"),
        (["MAIL FROM:<a@b.c>", "RCPT TO:<a>"], "501 5.1.3 Invalid address"),
        (["MAIL FROM:<a@b.c> SIZE=157286401"], "552 5.3.4 Message size exceeds fixed maximum message size"),
        (["MAIL FROM:<a@b.c> RET=FULL ENVID=x"], "250 2.1.0 Sender OK"),
        (["MAIL FROM:<a@b.c>", "RCPT TO:<a@b.c> NOTIFY=NEVER ORCPT=rfc822;a@b.c"], "250 2.1.5 Recipient OK"),
        (["MAIL FROM:<a@b.c> BODY=BINARYMIME", "RCPT TO:<a@b.c>", "DATA"], "503 5.5.1 Bad sequence of commands"),
        (["RSET"], "250 2.0.0 Resetting"),
        (["RSET now"], "501 5.5.4 Invalid arguments"),
        (["NOOP anything"], "250 2.0.0 OK"),
        (["VRFY alice"], "252 2.1.5 Cannot VRFY user"),
        (["EXPN all"], "502 5.3.3 Command not implemented"),
        (["HELP"], "214-This server supports the following commands:\r\n"
         "214 HELO EHLO STARTTLS RCPT DATA RSET MAIL QUIT HELP AUTH BDAT"),
        (["BDAT many"], "501 5.5.4 Invalid arguments"),
        (["XYZZY"], f"500 5.3.3 Unrecognized command 'unknown' {TRACE}"),
        ([""], f"500 5.3.3 Unrecognized command 'unknown' {TRACE}"),
        (["STARTTLS now"], "501 5.5.4 Invalid arguments"),
    ],
    ids=lambda value: " / ".join(value)[-50:] if isinstance(value, list) else "",
)  # fmt: skip
def test_the_order_and_the_form_of_commands(alice: Any, lines: list[str], answer: str) -> None:
    *before, last = lines
    for line in before:
        assert alice.says(line).startswith("2")
    assert alice.says(last) == answer


def test_only_so_many_recipients(alice: Any) -> None:
    alice.says("MAIL FROM:<alice@contoso.onmicrosoft.com>")
    answers = [alice.says(f"RCPT TO:<r{number}@b.c>") for number in range(501)]
    assert set(answers[:500]) == {"250 2.1.5 Recipient OK"}
    assert answers[500] == "452 4.5.3 Too many recipients"


def test_a_message_too_large(alice: Any, tenant: Tenant, message: bytes) -> None:
    alice.says("MAIL FROM:<alice@contoso.onmicrosoft.com>")
    alice.says(f"RCPT TO:<{BOB}>")
    alice.says("DATA")
    assert alice.sends(None) == "552 5.3.4 Message size exceeds fixed maximum message size"
    assert tenant.mailbox("bob").messages() == []
    assert alice.submits(message).startswith("250 ")


def test_a_message_in_chunks(alice: Any, tenant: Tenant, message: bytes) -> None:
    alice.says("MAIL FROM:<alice@contoso.onmicrosoft.com> BODY=BINARYMIME")
    alice.says(f"RCPT TO:<{BOB}>")
    binary = message + bytes(range(256)) + b"\r\n.\r\n"
    assert alice.says("BDAT 60") == ""
    assert alice.chunk(binary[:60]) == "250 2.6.0 CHUNK received OK, 60 octets"
    assert alice.says("DATA") == "503 5.5.1 Bad sequence of commands"
    assert alice.says(f"BDAT {len(binary) - 60}") == ""
    assert alice.chunk(binary[60:]) == f"250 2.6.0 CHUNK received OK, {len(binary) - 60} octets"
    assert alice.says("BDAT 0 LAST").startswith("250 2.0.0 OK <1@me.example> [Hostname=")
    (received,) = tenant.mailbox("bob").messages()
    assert received.mime().endswith(binary)


def test_a_chunk_out_of_order_is_read_all_the_same(alice: Any) -> None:
    assert alice.says("BDAT 6 LAST") == ""
    assert alice.chunk(b"QUIT\r\n") == "503 5.5.2 Need mail command"
    alice.says("MAIL FROM:<alice@contoso.onmicrosoft.com>")
    assert alice.says("BDAT 6") == ""
    assert alice.chunk(b"QUIT\r\n") == "503 5.5.2 Need rcpt command"
    assert alice.says("RCPT TO:<a@b.c>") == "503 5.5.2 Need mail command"


def test_chunks_too_large_are_dropped(alice: Any, monkeypatch: pytest.MonkeyPatch, tenant: Tenant) -> None:
    monkeypatch.setattr("fakeserver.protocols.smtp.submission.SIZE_LIMIT", 100)
    alice.says("MAIL FROM:<alice@contoso.onmicrosoft.com>")
    alice.says(f"RCPT TO:<{BOB}>")
    for _ in range(3):
        alice.says("BDAT 80")
        assert alice.chunk(b"x" * 80).startswith("250 2.6.0")
    alice.says("BDAT 1 LAST")
    assert alice.chunk(b"x") == "552 5.3.4 Message size exceeds fixed maximum message size"
    assert tenant.mailbox("bob").messages() == []


def test_an_expired_token_ends_the_visit_at_the_next_message(alice: Any, tenant: Tenant, message: bytes) -> None:
    alice.says("MAIL FROM:<alice@contoso.onmicrosoft.com>")
    tenant.clock.advance(24 * 3600)
    alice.says(f"RCPT TO:<{BOB}>")
    alice.says("DATA")
    assert alice.sends(message).startswith("250 "), "a transaction that has begun is finished"
    assert alice.says("MAIL FROM:<alice@contoso.onmicrosoft.com>") == (
        f"530 5.7.57 Client not authenticated to send mail. Error: 535 5.7.3 Authentication unsuccessful {TRACE}"
    )
    alice.signs_in()
    assert alice.submits(message).startswith("250 ")


def test_a_switch_thrown_in_between_takes_effect(alice: Any, tenant: Tenant) -> None:
    tenant.user("alice").smtp_auth = False
    assert alice.says("MAIL FROM:<alice@contoso.onmicrosoft.com>") == (
        "530 5.7.57 Client not authenticated to send mail. Error: 535 5.7.139 Authentication unsuccessful, "
        "SmtpClientAuthentication is disabled for the Mailbox. Visit https://aka.ms/smtp_auth_disabled "
        f"for more information. {TRACE}"
    )


def test_quit_ends_the_conversation(client: Any) -> None:
    assert client.says("QUIT") == "221 2.0.0 Service closing transmission channel"
    assert client.session.expects == "end"


def test_who_only_talks_nonsense_is_sent_away(client: Any) -> None:
    for _ in range(ERROR_BUDGET):
        assert client.says(b"\xff\x00\x01 nonsense") == f"500 5.3.3 Unrecognized command 'unknown' {TRACE}"
    farewell = f"421 4.7.0 Too many errors on this connection, closing transmission channel {TRACE}"
    assert client.says("nonsense") == farewell
    assert client.session.expects == "end"


def test_silence_a_long_line_and_a_bug(alice: Any) -> None:
    assert alice.session.line_too_long().startswith(b"500 5.5.2 Command too long")
    alice.says("MAIL FROM:<alice@contoso.onmicrosoft.com>")
    assert alice.session.failed().startswith(b"451 4.7.0 Temporary server error. Please try again later. PRX4 [")
    assert alice.says("RCPT TO:<a@b.c>") == "503 5.5.2 Need mail command"
    assert alice.session.timed_out() == f"451 4.7.0 Timeout waiting for client input {TRACE}\r\n".encode()
    assert alice.session.expects == "end"


def test_the_journal_tells_what_happened(alice: Any, tenant: Tenant, message: bytes) -> None:
    alice.submits(message)
    alice.submits(message, BOB)
    said = str(tenant.journal)
    assert "MAIL FROM:<alice@contoso.onmicrosoft.com> -> 250 2.1.0 Sender OK" in said
    assert f"DATA ({len(message)} octets) -> 250 2.0.0 OK" in said
    assert "Subject" not in said
    assert "eyJ" not in said
    (refused,) = [entry for entry in tenant.journal.refusals if entry.protocol == "SMTP"]
    assert refused.refusal is not None
    assert refused.refusal.name == "SendAsDenied"


def test_every_verb_that_help_names_is_a_command() -> None:
    assert set(replies.HELP[1].split()) <= set(COMMANDS)


SCRAPS = st.one_of(
    st.binary(max_size=60),
    st.sampled_from(
        b"EHLO x|AUTH XOAUTH2|AUTH LOGIN|AUTH PLAIN AA==|*|=|MAIL FROM:<a@b.c>|RCPT TO:<a@b.c>|DATA|RSET|"
        b"BDAT 0|BDAT 3 LAST|STARTTLS|QUIT|HELO [1.2.3.4]".split(b"|")
    ),
)


@settings(max_examples=200, deadline=None)
@given(st.lists(SCRAPS, max_size=20))
def test_any_octets_get_an_answer(lines: list[bytes]) -> None:
    session = SmtpSession(Cloud())
    for line in lines:
        match session.expects:
            case "line":
                answer = session.receive_line(line)
            case "message":
                answer = session.receive_message(line)
            case "chunk":
                answer = session.receive_chunk(line[: session.chunk_size] or b"x")
            case "tls":
                session.secured()
                continue
            case "end":
                return
        if session.expects != "chunk":
            assert answer.endswith(b"\r\n")
            assert answer[:3].isdigit()
            assert b"Traceback" not in answer


def test_a_sender_is_refused_in_older_words_where_that_is_asked_for(alice: Any, tenant: Tenant, message: bytes) -> None:
    tenant.policies.send_as_refusal = "5.7.60"
    assert alice.submits(message, BOB) == (
        "550 5.7.60 SMTP; Client does not have permissions to send as this sender "
        "[AM0P190CA0021.EURP190.PROD.OUTLOOK.COM]"
    )
    assert alice.submits(message).startswith("250 2.0.0 OK")
