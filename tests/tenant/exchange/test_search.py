from collections.abc import Callable
from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from fakeserver.tenant.clock import Clock
from fakeserver.tenant.exchange import search
from fakeserver.tenant.exchange.mailbox import Mailbox
from fakeserver.tenant.exchange.values import Body, TextFormat

MESSAGES = {
    "plain": b"Subject: Plain One\r\nFrom: Bob <bob@x.com>\r\nX-Tag: blue\r\n\r\nThe Body text\r\n",
    "words": b"Subject: =?utf-8?B?R3LDvMOfZQ==?=\r\nTo: al@x.com\r\n\r\nnothing\r\n",
    "encoded": b"Subject: e\r\nContent-Transfer-Encoding: base64\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n"
    b"R3LDvMOfZSB0ZXh0\r\n",
    "html": b"Subject: h\r\nContent-Type: text/html\r\n\r\n<p>The <b>body</b></p>\r\n",
    "utf8": "Subject: ümlaut\r\nContent-Type: text/plain; charset=utf-8\r\n\r\nÜber body\r\n".encode(),
    "none": b"\r\n",
}


@pytest.fixture
def found(alice: Mailbox) -> Callable[[search.Test], set[str]]:
    inbox = alice.folders.distinguished("inbox")
    names = {alice.items.add_mime(inbox, raw).uid: name for name, raw in MESSAGES.items()}
    made = alice.items.add(
        inbox, "IPM.Note", {"subject": "Made", "body": Body(TextFormat.HTML, "<i>Of Properties</i>")}
    )
    names[made.uid] = "made"
    return lambda test: {names[item.uid] for item in search.find(inbox.items.values(), test)}


@pytest.mark.parametrize(
    ("test", "expected"),
    [
        (search.subject_contains("plain ONE"), {"plain"}),
        (search.subject_contains("GRÜ"), {"words"}),
        (search.subject_contains("üml"), {"utf8"}),
        (search.subject_contains("made"), {"made"}),
        (search.body_contains("BODY"), {"plain", "html", "utf8"}),
        (search.body_contains("the body text"), {"plain"}),
        (search.body_contains("grüße TEXT"), {"encoded"}),
        (search.body_contains("ÜBER"), {"utf8"}),
        (search.body_contains("of properties"), {"made"}),
        (search.body_contains("subject"), set()),
        (search.header_contains("from", "BOB"), {"plain"}),
        (search.header_contains("X-Tag", ""), {"plain"}),
        (search.header_contains("x-tag", "red"), set()),
        (search.header_contains("Subject", "grüße"), {"words"}),
        (search.text_contains("blue"), {"plain"}),
        (search.text_contains("grüße"), {"words", "encoded"}),
        (search.text_contains("nothing"), {"words"}),
        (search.smaller_than(3), {"none"}),
        (search.larger_than(2), {"plain", "words", "encoded", "html", "utf8", "made"}),
    ],
)
def test_texts_and_sizes_are_found(
    found: Callable[[search.Test], set[str]], test: search.Test, expected: set[str]
) -> None:
    assert found(test) == expected
    assert found(test) == expected  # and again from what was kept


def test_an_empty_text_is_everywhere(found: Callable[[search.Test], set[str]]) -> None:
    everything = {*MESSAGES, "made"}
    for test in (search.subject_contains(""), search.body_contains(""), search.text_contains("")):
        assert found(test) == everything


def test_a_changed_item_is_found_by_what_it_says_now(alice: Mailbox) -> None:
    item = alice.deliver(subject="before", body="old")
    assert search.subject_contains("before")(item)
    assert search.body_contains("old")(item)
    alice.items.update(item, {"subject": "after", "body": Body(TextFormat.PLAIN, "new")})
    assert search.subject_contains("after")(item)
    assert search.body_contains("new")(item)
    assert not search.body_contains("old")(item)


def test_received_in_a_span(alice: Mailbox, clock: Clock) -> None:
    item = alice.deliver(subject="x")
    now, second = clock.now(), timedelta(seconds=1)
    assert search.received_in(since=now)(item)
    assert not search.received_in(before=now)(item)
    assert search.received_in(now, now + second)(item)
    assert not search.received_in(now + second)(item)


def test_sent_counts_by_the_day_that_the_sender_wrote(alice: Mailbox) -> None:
    item = alice.deliver(b"Date: Mon, 23 Nov 2026 23:30:00 -0800\r\n\r\n")
    day = date(2026, 11, 23)
    assert search.sent_in(since=day)(item)
    assert search.sent_in(before=day + timedelta(1))(item)
    assert not search.sent_in(before=day)(item)
    made = alice.items.add(alice.folders.distinguished("inbox"), "IPM.Note", {})
    assert search.sent_in(since=made.created_at.date())(made)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.binary(max_size=200), st.text(max_size=5))
def test_any_bytes_can_be_searched_for_any_text(alice: Mailbox, raw: bytes, text: str) -> None:
    item = alice.items.add_mime(alice.folders.distinguished("inbox"), raw)
    for test in (
        search.subject_contains(text), search.body_contains(text), search.text_contains(text),
        search.header_contains(text or "x", text), search.sent_in(date(2026, 1, 1)),
    ):  # fmt: skip
        assert test(item) in (True, False)
