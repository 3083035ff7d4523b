import email
import email.message
import email.policy
from datetime import UTC, datetime
from typing import cast

from fakeserver.tenant.exchange.mime.message import Message, item_class_of
from fakeserver.tenant.exchange.transport.ndr import compose_report, message_too_large, recipient_not_found

ORIGINAL = "From: a@contoso.com\r\nSubject: =?utf-8?Q?Gr=C3=BC=C3=9Fe?=\r\nMessage-ID: <1@x>\r\n\r\nHellö\r\n".encode()
REPORT = compose_report(
    [recipient_not_found("no<b>ody@contoso.com"), message_too_large("bob@contoso.com")],
    ORIGINAL,
    sender="a@contoso.com",
    domain="contoso.com",
    at=datetime(2026, 11, 23, tzinfo=UTC),
    message_id="<2@x>",
)


def test_a_report_is_one_in_the_eyes_of_the_standard_library() -> None:
    message = email.message_from_bytes(REPORT, policy=email.policy.default)
    assert message.get_content_type() == "multipart/report"
    assert message["subject"] == "Undeliverable: Grüße"
    assert message["in-reply-to"] == "<1@x>"
    human, status, original = message.iter_parts()
    assert "Your message couldn't be delivered." in human.get_content()
    assert "no&lt;b&gt;ody@contoso.com" in human.get_content()
    groups = cast("list[email.message.Message]", status.get_payload())
    assert [group["status"] for group in groups[1:]] == ["5.1.10", "5.2.3"]
    assert groups[1]["final-recipient"] == "rfc822;no<b>ody@contoso.com"
    assert "RESOLVER.ADR.RecipientNotFound" in groups[1]["diagnostic-code"]
    assert original.get_content_type() == "message/rfc822"


def test_the_original_comes_along_whole() -> None:
    assert Message(REPORT).attachment_parts[-1].content == ORIGINAL


def test_exchange_calls_it_a_report() -> None:
    assert item_class_of(REPORT) == "REPORT.IPM.Note.NDR"


def test_the_domain_is_what_stands_behind_the_last_at_sign() -> None:
    assert recipient_not_found('"a@b"@contoso.com').sentence == '"a@b"@contoso.com wasn\'t found at contoso.com.'


def test_a_report_is_marked_as_exchange_marks_it() -> None:
    assert b"\r\nX-MS-Exchange-Message-Is-Ndr: 1\r\n" in REPORT
