import pytest

from tests.protocols.imap.client import ImapClient


def append(inbox: ImapClient, message: bytes) -> str:
    """Return the last line of the answer to APPEND."""
    return inbox.says(b"a APPEND Drafts {%d+}\r\n%b" % (len(message), message))[-1]


def test_a_long_line_is_refused_where_that_is_asked_for(inbox: ImapClient) -> None:
    policies = inbox.world.tenant.policies
    message = b"Subject: x\r\n\r\n" + b"x" * 10_500 + b"\r\ny\r\n"
    assert append(inbox, message + b"x" * 20_000).startswith("a OK")
    policies.imap_append_line_limit = 10_500
    assert append(inbox, message).startswith("a OK")
    assert append(inbox, message.replace(b"\r\ny", b"x\r\ny")) == "a BAD Command Error. 10"
    assert len(inbox.mailbox.messages("drafts")) == 2
    [refused] = inbox.world.tenant.journal.refusals
    assert refused.refusal.rule == "policies.imap_append_line_limit is 10500"
    assert refused.refusal.page.endswith("-exchange-imap/")
    for limit in (0, -1, True, "many"):
        with pytest.raises(ValueError, match="imap_append_line_limit takes None, a positive int, not "):
            policies.set(imap_append_line_limit=limit)


def test_a_message_is_refused_for_its_content_where_that_is_asked_for(inbox: ImapClient) -> None:
    policies = inbox.world.tenant.policies
    policies.imap_append_refuses = "Read: "
    assert append(inbox, b"Subject: Read: x\r\n\r\n") == "a BAD Command Argument Error. 11"
    assert append(inbox, b"Subject: x\r\n\r\n").startswith("a OK")
    assert [item.subject for item in inbox.mailbox.messages("drafts")] == ["x"]
    [refused] = inbox.world.tenant.journal.refusals
    assert (refused.refusal.name, refused.refusal.facts["text"]) == ("ContentRefused", "Read: ")
    assert "\n  rule: policies.imap_append_refuses is 'Read: '\n" in f"{refused.refusal}\n"
    with pytest.raises(ValueError, match="imap_append_refuses takes None, a text that is not empty, not ''"):
        policies.set(imap_append_refuses="")


def test_a_message_is_written_anew_where_that_is_asked_for(inbox: ImapClient) -> None:
    message = b"X-Pytest-M365: run\r\nX-MS-Exchange-Organization-SCL: 1\r\nFrom: a@example.com\r\n\r\nHi\r\n"
    assert append(inbox, message).startswith("a OK")
    inbox.world.tenant.policies.rewrite_mime = True
    assert append(inbox, message).startswith("a OK")
    kept, anew = (item.mime() for item in inbox.mailbox.messages("drafts"))
    assert kept == message
    assert anew == b"From: a@example.com\r\nX-Pytest-M365: run\r\n\r\nHi\r\n"
