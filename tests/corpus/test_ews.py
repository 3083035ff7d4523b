"""exchangelib gets each message, and finds it."""

from typing import Any

import pytest

from tests.corpus.expected import Expected

pytest.importorskip("exchangelib")


def test_a_message_is_read(message: bytes, expected: Expected, m365_ews: Any) -> None:
    (item,) = m365_ews.inbox.all()
    assert item.subject == expected.subject
    assert (item.author.email_address if item.author else None) == expected.author
    assert tuple((to.name, to.email_address) for to in item.to_recipients or ()) == expected.recipients
    assert expected.text in (item.text_body or "")
    assert tuple(attachment.name for attachment in item.attachments) == expected.attachments
    assert item.mime_content == message
    assert item.size == len(message)


def test_a_message_is_found(message: bytes, expected: Expected, m365_ews: Any) -> None:
    if expected.subject:
        assert m365_ews.inbox.filter(subject=expected.subject).count() == 1
    for text in filter(None, (expected.text, *expected.inside)):
        assert m365_ews.inbox.filter(body__contains=text).count() == 1
        assert m365_ews.inbox.filter(body__contains=text.swapcase()).count() == 0 or text.swapcase() == text
        assert m365_ews.inbox.filter(body__icontains=text.swapcase()).count() == 1
    assert m365_ews.inbox.filter(body__contains="albatross").count() == 0
