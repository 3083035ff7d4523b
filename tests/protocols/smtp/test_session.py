import pytest

from fakeserver.protocols.smtp import commands
from fakeserver.protocols.smtp.conversation import ERROR_BUDGET
from fakeserver.steps import ANSWERS_AT_ONCE
from fakeserver.tenant.tenant import Tenant
from tests.protocols.smtp.client import ALICE, BOB, TRACE, SmtpClient
from tests.world import World


@pytest.fixture
def bare(world: World) -> SmtpClient:
    """A client before TLS."""
    return SmtpClient(world, tls="down")


def test_the_banner(bare: SmtpClient) -> None:
    assert bare.session.greeting() == (
        b"220 AM0P190CA0021.outlook.office365.com Microsoft ESMTP MAIL Service ready at "
        b"Fri, 4 Nov 2022 10:07:41 +0000 [08DE2A0000000001]\r\n"
    )


def test_tls_starts_the_conversation_again(bare: SmtpClient) -> None:
    bare.says("EHLO me.example")
    bare.says("STARTTLS")
    wanted_tls = bare.session.wants_tls
    bare.session.secured()
    assert (wanted_tls, bare.session.wants_tls) == (True, False)
    assert bare.says("MAIL FROM:<a@b.c>") == f"503 5.5.2 Send hello first {TRACE}"
    assert bare.says("AUTH LOGIN") == f"503 5.5.2 Send hello first {TRACE}"


def test_a_message_is_sent(alice: SmtpClient, tenant: Tenant, message: bytes) -> None:
    answer = alice.submits(message)
    assert answer == "250 2.0.0 OK <1@me.example> [Hostname=AM8P190MB0874.EURP190.PROD.OUTLOOK.COM]"
    (received,) = tenant.mailbox("bob").messages()
    (kept,) = tenant.mailbox("alice").messages("sentitems")
    assert received.mime().endswith(message)
    assert kept.mime().endswith(message)
    assert kept.is_read
    assert not received.is_read


def test_several_messages_in_one_conversation(alice: SmtpClient, tenant: Tenant, message: bytes) -> None:
    for _ in range(3):
        assert alice.submits(message).startswith("250 2.0.0 OK")
    assert len(tenant.mailbox("bob").messages()) == 3


def test_an_unknown_recipient_is_told_by_mail(alice: SmtpClient, tenant: Tenant, message: bytes) -> None:
    nobody = "nobody@contoso.onmicrosoft.com"
    assert alice.submits(message, "alice@contoso.onmicrosoft.com", nobody, "x@elsewhere.example").startswith("250 ")
    (report,) = tenant.mailbox("alice").messages()
    assert nobody.encode() in report.mime()
    assert [mail.recipients for mail in tenant.outbound] == [("x@elsewhere.example",)]
    noted = [entry.asked for entry in tenant.journal.entries if entry.asked.startswith("not delivered")]
    assert noted == [
        "not delivered, the sender has a report: 550 5.1.10 RESOLVER.ADR.RecipientNotFound; Recipient not found by "
        f"SMTP address lookup [{nobody}]"
    ]


def test_another_sender_is_refused_after_the_message(alice: SmtpClient, tenant: Tenant, message: bytes) -> None:
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


def test_a_message_too_large(world: World, message: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("fakeserver.protocols.smtp.replies.SIZE_LIMIT", len(message))
    alice = SmtpClient(world)
    alice.signs_in()
    assert alice.submits(message + b"x\r\n") == f"552 5.3.4 Message size exceeds fixed maximum message size {TRACE}"
    assert world.mailbox("bob").messages() == []
    assert alice.submits(message).startswith("250 ")


def test_a_message_in_chunks(alice: SmtpClient, tenant: Tenant, message: bytes) -> None:
    alice.says("MAIL FROM:<alice@contoso.onmicrosoft.com> BODY=BINARYMIME")
    alice.says(f"RCPT TO:<{BOB}>")
    binary = message + bytes(range(256)) + b"\r\n.\r\n"
    assert alice.says("BDAT 60") == ""
    assert alice.hears(binary[:60]) == "250 2.6.0 CHUNK received OK, 60 octets"
    for late in ("DATA", "RCPT TO:<carol@fabrikam.com>"):
        assert alice.says(late) == f"503 5.5.1 Bad sequence of commands {TRACE}"
    assert alice.says(f"BDAT {len(binary) - 60}") == ""
    assert alice.hears(binary[60:-1]) == ""
    assert alice.hears(binary[-1:]) == f"250 2.6.0 CHUNK received OK, {len(binary) - 60} octets"
    assert alice.says("BDAT 0 LAST").startswith("250 2.0.0 OK <1@me.example> [Hostname=")
    (received,) = tenant.mailbox("bob").messages()
    assert received.mime().endswith(binary)


def test_a_chunk_out_of_order_is_read_all_the_same(alice: SmtpClient) -> None:
    assert alice.says("BDAT 6 LAST") == ""
    assert alice.hears(b"QUIT\r\n") == f"503 5.5.2 Need mail command {TRACE}"
    alice.says("MAIL FROM:<alice@contoso.onmicrosoft.com>")
    assert alice.says("BDAT 6") == ""
    assert alice.hears(b"QUIT\r\n") == f"503 5.5.2 Need rcpt command {TRACE}"
    assert alice.says("RCPT TO:<a@b.c>") == f"503 5.5.2 Need mail command {TRACE}"


def test_chunks_too_large_are_dropped(alice: SmtpClient, monkeypatch: pytest.MonkeyPatch, tenant: Tenant) -> None:
    monkeypatch.setattr("fakeserver.protocols.smtp.submission.SIZE_LIMIT", 100)
    alice.says("MAIL FROM:<alice@contoso.onmicrosoft.com>")
    alice.says(f"RCPT TO:<{BOB}>")
    for _ in range(3):
        alice.says("BDAT 80")
        assert alice.hears(b"x" * 80).startswith("250 2.6.0")
    alice.says("BDAT 1 LAST")
    assert alice.hears(b"x") == f"552 5.3.4 Message size exceeds fixed maximum message size {TRACE}"
    assert tenant.mailbox("bob").messages() == []


def test_an_expired_token_ends_the_visit_at_the_next_message(alice: SmtpClient, tenant: Tenant, message: bytes) -> None:
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


def test_a_switch_thrown_in_between_takes_effect(alice: SmtpClient, tenant: Tenant) -> None:
    tenant.user("alice").smtp_auth = False
    assert alice.says("MAIL FROM:<alice@contoso.onmicrosoft.com>") == (
        "530 5.7.57 Client not authenticated to send mail. Error: 535 5.7.139 Authentication unsuccessful, "
        "SmtpClientAuthentication is disabled for the Mailbox. Visit https://aka.ms/smtp_auth_disabled "
        f"for more information. {TRACE}"
    )


def test_who_only_talks_nonsense_is_sent_away(client: SmtpClient) -> None:
    for _ in range(ERROR_BUDGET):
        assert client.says(b"\xff\x00\x01 nonsense") == f"500 5.3.3 Unrecognized command 'unknown' {TRACE}"
    farewell = f"421 4.7.0 Too many errors on this connection, closing transmission channel {TRACE}"
    assert client.says("nonsense") == farewell
    assert client.session.closed


def test_silence_and_a_line_too_long(alice: SmtpClient) -> None:
    assert alice.says("x" * 20_000) == f"500 5.5.2 Command too long {TRACE}"
    assert alice.session.timed_out() == f"451 4.7.0 Timeout waiting for client input {TRACE}\r\n".encode()
    assert alice.world.tenant.journal.entries[-1].asked == "nothing"
    assert alice.session.closed


def test_after_a_bug_what_was_answered_before_is_sent_and_the_rest_goes_on(
    alice: SmtpClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*arguments: object) -> bytes:
        raise LookupError("a bug")

    monkeypatch.setitem(commands.COMMANDS, "VRFY", broken)
    alice.says("MAIL FROM:<alice@contoso.onmicrosoft.com>")
    with pytest.raises(LookupError):
        alice.hears(b"NOOP\r\nVRFY x\r\nRCPT TO:<a@b.c>\r\n")
    first, second = alice.session.internal_error().decode().splitlines()
    assert first == "250 2.0.0 OK"
    assert second == f"451 4.7.0 Temporary server error. Please try again later. PRX4 {TRACE}"
    assert alice.hears(b"") == f"503 5.5.2 Need mail command {TRACE}"


def test_pipelined_commands_are_answered_at_once_but_others_get_their_turn(alice: SmtpClient) -> None:
    once, more = b"NOOP\r\n" * ANSWERS_AT_ONCE, b"NOOP\r\n" * (ANSWERS_AT_ONCE + 1)
    assert (alice.hears(once).count("250 "), alice.session.has_more) == (ANSWERS_AT_ONCE, False)
    assert (alice.hears(more).count("250 "), alice.session.has_more) == (ANSWERS_AT_ONCE, True)
    assert (alice.hears(b""), alice.session.has_more) == ("250 2.0.0 OK", False)


def test_what_follows_starttls_in_plain_text_is_never_read(bare: SmtpClient) -> None:
    bare.says("EHLO me.example")
    assert bare.hears(b"STARTTLS\r\nEHLO injected\r\nNOOP") == "220 2.0.0 SMTP server ready"
    assert bare.hears(b"EHLO injected\r\nHELP") == ""
    bare.session.secured()
    assert bare.says("") == f"500 5.3.3 Unrecognized command 'Length: 0' {TRACE}", "no half a line is left"
    assert bare.says("AUTH LOGIN") == f"503 5.5.2 Send hello first {TRACE}"


def test_who_is_gone_holds_nothing(alice: SmtpClient, message: bytes) -> None:
    alice.says("MAIL FROM:<alice@contoso.onmicrosoft.com>")
    alice.says(f"RCPT TO:<{BOB}>")
    alice.says("DATA")
    alice.hears(message)
    alice.session.connection_lost()
    assert alice.session.closed
    assert alice.hears(b".\r\n") == ""
    assert alice.world.mailbox("bob").messages() == []


def test_the_journal_tells_what_happened(alice: SmtpClient, tenant: Tenant, message: bytes) -> None:
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


def test_a_sender_is_refused_in_older_words_where_that_is_asked_for(
    alice: SmtpClient, tenant: Tenant, message: bytes
) -> None:
    tenant.policies.send_as_refusal = "5.7.60"
    assert alice.submits(message, BOB) == (
        "550 5.7.60 SMTP; Client does not have permissions to send as this sender "
        "[AM0P190CA0021.EURP190.PROD.OUTLOOK.COM]"
    )
    assert alice.submits(message).startswith("250 2.0.0 OK")


@pytest.mark.parametrize(
    "header", [b"Message-ID: <\xc3\xa9@me.example>", b"Message-ID: <\xff@me.example>", b"From: <alice@\xd0x.example>"]
)
def test_a_reply_is_ascii_whatever_the_message_brings(alice: SmtpClient, header: bytes) -> None:
    answer = alice.submits(header + b"\r\nSubject: x\r\n\r\nx\r\n")
    assert answer.startswith(("250 2.0.0 OK <", "554 5.2.252 SendAsDenied"))
    assert answer.isascii()
    assert "?" in answer


@pytest.mark.parametrize("name", ["a" * 9000, "\u00e9" * 300, "a\tb{0}\x01%s"])
def test_a_reply_is_one_short_line_whatever_the_message_brings(alice: SmtpClient, name: str) -> None:
    accepted = alice.submits(f"Message-ID: <{name}@me.example>\r\n\r\nx\r\n".encode())
    refused = alice.submits(f"From: <{name}@fabrikam.example>\r\n\r\nx\r\n".encode())
    assert accepted.startswith("250 2.0.0 OK <")
    assert accepted.endswith("[Hostname=AM8P190MB0874.EURP190.PROD.OUTLOOK.COM]")
    assert refused.startswith("554 5.2.252 SendAsDenied")
    for answer in (accepted, refused):
        assert len(answer) <= 510
        assert answer.isascii()
        assert answer.isprintable()


def test_several_authors_need_a_sender(alice: SmtpClient, tenant: Tenant) -> None:
    tenant.rights.add_mailbox_permission(BOB, "alice", "SendAs")
    refused = f"550 5.1.20 Multiple From addresses are not allowed without Sender address {TRACE}"
    for header in (f"From: {ALICE}, {BOB}", f"From: A <{ALICE}>, B <{ALICE}>", f"From: {ALICE}\r\nFrom: B <{BOB}>"):
        assert alice.submits(f"{header}\r\n\r\nx\r\n".encode()) == refused
        assert tenant.mailbox("bob").messages() == []
        assert tenant.mailbox("alice").messages("sentitems") == []
    assert alice.submits(f"From: {ALICE}, {BOB}\r\nSender: {ALICE}\r\n\r\nx\r\n".encode()).startswith("250 ")


def test_postmaster_is_the_one_of_the_initial_domain(alice: SmtpClient, tenant: Tenant, message: bytes) -> None:
    assert alice.submits(message, ALICE, "Postmaster").startswith("250 ")
    (report,) = tenant.mailbox("alice").messages()
    assert f"rfc822;Postmaster@{tenant.domain}".encode() in report.mime()
    tenant.people.add_alias("bob", f"postmaster@{tenant.domain}")
    assert alice.submits(message, ALICE, "postMASTER").startswith("250 ")
    assert len(tenant.mailbox("bob").messages()) == 1


def test_the_journal_names_how_a_refused_message_came(alice: SmtpClient, tenant: Tenant, message: bytes) -> None:
    forged = message.replace(b"From: Alice <alice@", b"From: Bob <bob@")
    alice.says("MAIL FROM:<alice@contoso.onmicrosoft.com>")
    alice.says(f"RCPT TO:<{BOB}>")
    alice.says(f"BDAT {len(forged)} LAST")
    assert alice.hears(forged).startswith("554 5.2.252 SendAsDenied")
    assert tenant.journal.entries[-1].asked == "BDAT"
    assert alice.submits(forged).startswith("554 5.2.252 SendAsDenied")
    assert tenant.journal.entries[-1].asked == "DATA"


def test_a_session_has_nothing_more_to_say_until_it_is_asked(client: SmtpClient) -> None:
    assert client.session.has_more is False
