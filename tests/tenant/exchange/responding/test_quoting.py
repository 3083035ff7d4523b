"""The body of an answer: any body is quoted, whatever it is."""

from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fakeserver.tenant.exchange.entities import Item
from fakeserver.tenant.exchange.responding.quoting import answering_body
from fakeserver.tenant.exchange.values import Body, TextFormat
from tests.world import World

AT = datetime(2026, 11, 30, 0, 4, 50, tzinfo=UTC)
MAILBOX = World.of("alice").mailbox("alice")


def original(body: Body | None, **properties: object) -> Item:
    inbox = MAILBOX.folders.distinguished("inbox")
    return MAILBOX.items.add(inbox, "IPM.Note", {"subject": "s", "body": body, **properties})


@pytest.mark.parametrize(
    ("at", "said"),
    [
        (AT, "Monday, November 30, 2026 12:04:50 AM"),
        (AT.replace(hour=12), "Monday, November 30, 2026 12:04:50 PM"),
        (AT.astimezone(timezone(timedelta(hours=-5))), "Sunday, November 29, 2026 7:04:50 PM"),
    ],
)
def test_the_time_is_that_of_the_reader(at: datetime, said: str) -> None:
    quoted = answering_body(None, original(Body(TextFormat.PLAIN, "x")), at)
    assert f"Sent: {said}\r\n" in quoted.content


def test_a_body_without_a_document_gets_one() -> None:
    quoted = answering_body(Body(TextFormat.PLAIN, "new"), original(Body(TextFormat.HTML, "<p>old</p>")), AT)
    assert quoted.format is TextFormat.HTML
    assert quoted.content.startswith('<html><head></head><body><div class="PlainText">new</div>')
    assert quoted.content.endswith("<p>old</p></body></html>")


def test_of_a_document_in_the_new_part_its_body_alone_is_taken() -> None:
    new = Body(TextFormat.HTML, "<html><head><title>t</title></head><body lang=de><b>new</b></body></html>")
    quoted = answering_body(new, original(Body(TextFormat.HTML, "<html><body>old</body></html>")), AT)
    assert quoted.content.startswith("<html><body><b>new</b>\r\n<hr")
    assert quoted.content.count("</body>") == 1


def test_nothing_is_quoted_of_a_message_without_a_body() -> None:
    quoted = answering_body(None, original(None), AT)
    assert quoted.content.endswith("Subject: s\r\n\r\n")


HTML = st.text("<>/ bodyheadtml!", max_size=60)


@given(new=HTML, old=HTML, formats=st.tuples(*[st.sampled_from(TextFormat)] * 2))
def test_any_text_is_quoted(new: str, old: str, formats: tuple[TextFormat, TextFormat]) -> None:
    quoted = answering_body(Body(formats[0], new), original(Body(formats[1], old)), AT)
    assert (quoted.format is TextFormat.HTML) is (TextFormat.HTML in formats)
    assert "Subject:" in quoted.content


@pytest.mark.parametrize("piece", ["<head>", "<body ", "</body", "<html", "<"])
def test_much_of_a_tag_takes_no_long_time(piece: str) -> None:
    hostile = Body(TextFormat.HTML, piece * 20_000)
    answering_body(hostile, original(hostile), AT)
