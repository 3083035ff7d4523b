"""Automatic replies, as tests set them."""

from datetime import UTC, datetime, timedelta

import pytest

from fakeserver.tenant.exchange.automatic_replies import (
    MAX_ANSWERED,
    AutomaticReplies,
    AutomaticReplySettings,
    ExternalAudience,
    Reply,
    ReplyState,
)

NOW = datetime(2026, 11, 1, tzinfo=UTC)


def test_on_and_off() -> None:
    replies = AutomaticReplies()
    assert not replies.settings.are_on(NOW)
    replies.set("in", "out", audience="known")
    assert replies.settings == AutomaticReplySettings(
        ReplyState.ENABLED, ExternalAudience.KNOWN, internal=Reply("in"), external=Reply("out")
    )
    assert replies.settings.are_on(NOW)
    replies.clear()
    assert (replies.settings.are_on(NOW), replies.settings.internal) == (False, Reply("in"))


def test_scheduled() -> None:
    replies = AutomaticReplies()
    replies.set("in", start=NOW, end=NOW + timedelta(days=1))
    moments = (NOW - timedelta(seconds=1), NOW, NOW + timedelta(hours=23), NOW + timedelta(days=1))
    assert [replies.settings.are_on(moment) for moment in moments] == [False, True, True, False]


def test_what_cannot_be_set() -> None:
    replies = AutomaticReplies()
    with pytest.raises(ValueError, match="did you mean 'known'"):
        replies.set(audience="knwon")
    with pytest.raises(ValueError, match="start and end go together"):
        replies.set(start=NOW)
    with pytest.raises(ValueError, match="not after"):
        replies.set(start=NOW, end=NOW)
    with pytest.raises(ValueError, match="time zone"):
        replies.set(start=NOW.replace(tzinfo=None), end=NOW)
    assert replies.settings == AutomaticReplySettings()


def test_only_so_many_senders_are_remembered() -> None:
    replies = AutomaticReplies()
    for number in range(MAX_ANSWERED):
        assert replies.is_first_to(f"x{number}@example.com")
    assert not replies.is_first_to("X0@example.com")
    assert replies.is_first_to("new@example.com")
    assert replies.is_first_to("new@example.com")
