import pytest

from fakeserver.tenant.exchange.entities import Item
from fakeserver.tenant.exchange.mailbox import Mailbox
from fakeserver.tenant.exchange.mime.message import Message
from fakeserver.tenant.exchange.presentation import EXACT, Presentation

INVITATION = (
    b"Subject: Gulls\r\nContent-Type: multipart/alternative;\r\n boundary=b\r\n\r\n--b\r\n\r\nCome and see\r\n--b\r\n"
    b"Content-Type: text/calendar; method=request\r\n\r\nBEGIN:VCALENDAR\r\n--b--\r\n"
)
REPLY = INVITATION.replace(b"method=request", b"method=REPLY")


def lying_in(mailbox: Mailbox, mime: bytes) -> Item:
    return mailbox.items.add_mime(mailbox.folders.distinguished("inbox"), mime)


def test_by_default_an_item_is_shown_as_it_came(alice: Mailbox) -> None:
    item = lying_in(alice, INVITATION)
    assert EXACT.mime(item) == INVITATION
    assert EXACT.size(item) == len(INVITATION)
    assert EXACT.root(item) is item.message.root


def test_an_invitation_is_shown_as_a_link(alice: Mailbox) -> None:
    links = Presentation(force_ical=False)
    item = lying_in(alice, INVITATION)
    shown = Message(links.mime(item))
    assert shown.subject == "Gulls"
    assert shown.root.content_type == "text/plain"
    assert shown.text is not None
    assert shown.text.startswith("Come and see\r\n\r\nhttps://outlook.office365.com/owa/?ItemID=A")
    assert b"VCALENDAR" not in links.mime(item)
    assert links.size(item) == len(links.mime(item))
    assert links.root(item).raw == links.mime(item)
    assert item.mime() == INVITATION


def test_what_is_no_invitation_stays(alice: Mailbox) -> None:
    item = lying_in(alice, REPLY)
    assert Presentation(force_ical=False).mime(item) == REPLY


@pytest.mark.parametrize("force_ical", [True, False])
def test_an_estimate_does_not_fit(alice: Mailbox, force_ical: bool) -> None:
    estimating = Presentation(exact_size=False, force_ical=force_ical)
    item = lying_in(alice, INVITATION)
    assert estimating.size(item) > len(estimating.mime(item))
