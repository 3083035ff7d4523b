import email
import email.message
import email.policy
from datetime import UTC, datetime
from typing import cast

import pytest

from fakeserver.tenant.exchange.mime.message import Message, mail_class_of, top_header
from fakeserver.tenant.exchange.transport import outcomes
from fakeserver.tenant.exchange.transport.envelope import Envelope, Event, Peer, Recipient
from fakeserver.tenant.exchange.transport.outcomes import Action, Outcome
from fakeserver.tenant.exchange.transport.reports import compose_report

ORIGINAL = "From: a@contoso.com\r\nSubject: =?utf-8?Q?Gr=C3=BC=C3=9Fe?=\r\nMessage-ID: <1@x>\r\n\r\nHellö\r\n".encode()
AT = datetime(2026, 11, 23, tzinfo=UTC)
NOBODY, BOB = (
    Recipient("no<b>ody@contoso.com"),
    Recipient("bob@contoso.com", frozenset({"SUCCESS"}), "rfc822;b+b@example.com"),
)


def report(*told: Outcome, envelope: Envelope | None = None) -> bytes:
    return compose_report(
        told,
        ORIGINAL,
        envelope or Envelope.of("a@contoso.com"),
        domain="contoso.com",
        at=AT,
        message_id="<2@x>",
    )


@pytest.fixture
def failed() -> bytes:
    """A report of two recipients who have not got the message."""
    return report(outcomes.recipient_not_found(NOBODY), outcomes.message_too_large(BOB))


def parts(octets: bytes) -> list[email.message.EmailMessage]:
    message = email.message_from_bytes(octets, policy=email.policy.default)
    assert message.get_content_type() == "multipart/report"
    return cast("list[email.message.EmailMessage]", list(message.iter_parts()))


def groups(octets: bytes) -> list[email.message.Message]:
    return cast("list[email.message.Message]", parts(octets)[1].get_payload())


def test_a_report_is_one_in_the_eyes_of_the_standard_library(failed: bytes) -> None:
    message = email.message_from_bytes(failed, policy=email.policy.default)
    assert message["subject"] == "Undeliverable: Grüße"
    assert message["in-reply-to"] == "<1@x>"
    assert message["date"].datetime == AT
    human, _, original = parts(failed)
    assert human.get_content_type() == "multipart/alternative"
    plain, html = (part.get_content() for part in cast("list[email.message.EmailMessage]", list(human.iter_parts())))
    for words in (plain, html):
        assert "Your message couldn't be delivered." in words
        assert "Remote Server returned '550 5.1.10 RESOLVER.ADR.RecipientNotFound;" in words
        assert "Generating server: FAKE0001MB0001.FAKE.PROD.OUTLOOK.COM" in words
    assert "no<b>ody@contoso.com" in plain
    assert "no&lt;b&gt;ody@contoso.com" in html
    assert "Hellö" not in plain
    _, *recipients = groups(failed)
    assert [group["status"] for group in recipients] == ["5.1.10", "5.2.3"]
    assert [group["action"] for group in recipients] == ["failed", "failed"]
    assert recipients[0]["final-recipient"] == "rfc822;no<b>ody@contoso.com"
    assert recipients[0]["original-recipient"] is None
    assert recipients[1]["original-recipient"] == "rfc822;b+b@example.com"
    assert "RESOLVER.ADR.RecipientNotFound" in recipients[0]["diagnostic-code"]
    assert original.get_content_type() == "message/rfc822"


def test_the_original_comes_along_whole(failed: bytes) -> None:
    assert Message(failed).attachment_parts[-1].content == ORIGINAL


def test_the_header_alone_comes_along_where_that_was_asked_for() -> None:
    answered = report(outcomes.recipient_not_found(NOBODY), envelope=Envelope("a@contoso.com", (), header_only=True))
    assert "Hellö".encode() not in answered
    returned = parts(answered)[2]
    assert returned.get_content_type() == "text/rfc822-headers"
    assert "Message-ID: <1@x>" in returned.get_content()


def test_the_envelope_is_named_as_its_sender_named_it(failed: bytes) -> None:
    envelope = Envelope("a@contoso.com", (), envelope_id="QQ 31+4", peer=Peer("client.example", "192.0.2.1"))
    message, _ = groups(report(outcomes.recipient_not_found(NOBODY), envelope=envelope))
    assert message["original-envelope-id"] == "QQ 31+4"
    assert message["received-from-mta"] == "dns;client.example"
    message, *_ = groups(failed)
    assert (message["original-envelope-id"], message["received-from-mta"]) == (None, None)
    assert message["reporting-mta"].startswith("dns;")


@pytest.mark.parametrize(
    ("outcome", "title", "action", "words"),
    [
        (
            outcomes.delivered(BOB),
            "Delivered",
            "delivered",
            "Your message has been delivered to the following recipients:",
        ),
        (
            outcomes.relayed(BOB),
            "Relayed",
            "relayed",
            "but no delivery notification was sent by the destination server:",
        ),
    ],
)
def test_success_is_reported_without_the_message(outcome: Outcome, title: str, action: str, words: str) -> None:
    answered = report(outcome)
    assert email.message_from_bytes(answered, policy=email.policy.default)["subject"] == f"{title}: Grüße"
    _, group = groups(answered)
    assert (group["action"], group["status"], group["diagnostic-code"]) == (action, "2.0.0", None)
    assert words.encode() in answered
    assert b"Diagnostic information" not in answered
    assert parts(answered)[2].get_content_type() == "text/rfc822-headers"
    assert b"X-MS-Exchange-Message-Is-Ndr" not in answered


@pytest.mark.parametrize("action", Action)
def test_a_sender_hears_what_they_asked_for(action: Action) -> None:
    wish = "FAILURE" if action is Action.FAILED else "SUCCESS"
    events: list[set[Event]] = [set(), {"SUCCESS"}, {"FAILURE"}, {"DELAY"}, {"SUCCESS", "FAILURE"}]
    for notify in events:
        assert Outcome(Recipient("a@b.c", frozenset(notify)), action, "2.0.0").is_reported == (wish in notify)


def test_exchange_calls_it_a_report(failed: bytes) -> None:
    assert mail_class_of(top_header(failed, b"Content-Type")) == "REPORT.IPM.Note.NDR"


def test_the_domain_is_what_stands_behind_the_last_at_sign() -> None:
    sentence = outcomes.recipient_not_found(Recipient('"a@b"@contoso.com')).sentence
    assert sentence == '"a@b"@contoso.com wasn\'t found at contoso.com.'


def test_a_report_is_marked_as_exchange_marks_it(failed: bytes) -> None:
    assert b"\r\nX-MS-Exchange-Message-Is-Ndr: 1\r\n" in failed


@pytest.mark.parametrize(
    ("address", "original", "shown", "shown_original"),
    [
        ("m\u00f6we@contoso.com", "", "utf-8;m\\x{F6}we@contoso.com", None),
        (
            "a=\U0001f426@contoso.com",
            "utf-8;\u00e4+b@x",
            "utf-8;a\\x{3D}\\x{1F426}@contoso.com",
            "utf-8;\\x{E4}\\x{2B}b@x",
        ),
        ("a+b@contoso.com", "rfc822;a=b@x", "rfc822;a+b@contoso.com", "rfc822;a=b@x"),
    ],
)
def test_addresses_beyond_ascii_are_written_in_it(
    address: str, original: str, shown: str, shown_original: str | None
) -> None:
    octets = report(
        outcomes.recipient_not_found(Recipient(address, original=original)), envelope=Envelope.of("\u00e4@contoso.com")
    )
    (_, group) = groups(octets)
    assert (group["final-recipient"], group["original-recipient"]) == (shown, shown_original)
    assert [one.address for one in Message(octets).to_recipients] == ["\u00e4@contoso.com"]
