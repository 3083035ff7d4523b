"""Replies and forwards by exchangelib and zeep, read by others over IMAP."""

from typing import Any

import pytest

from pytest_m365 import Target, Tenant

exchangelib = pytest.importorskip("exchangelib")


def _first(m365_ews: Any) -> Any:
    return m365_ews.inbox.all()[0]


@pytest.fixture
def bobs(m365_fake: Tenant) -> Any:
    """Bob's mailbox."""
    m365_fake.add_user("bob")
    return m365_fake.mailbox("bob")


def test_exchangelib_replies_and_forwards(m365_ews: Any, m365_fake: Tenant, m365_mailbox: Any, bobs: Any) -> None:
    m365_mailbox.deliver(
        subject="Plans", body="Shall we?", sender=f"Bob <{bobs.address}>", cc="dave@example.com",
        attachments=[("a.txt", b"abc")],
    )  # fmt: skip
    _first(m365_ews).reply(subject="Re: Plans", body="Yes.")
    reply = bobs.wait_for("Re: Plans")
    assert reply.body.startswith("Yes.\r\n\r\n____")
    assert reply.attachments == []
    _first(m365_ews).reply_all(subject="All", body=exchangelib.HTMLBody("<b>Yes</b>"))
    everybody = bobs.wait_for("All")
    assert everybody.recipients == [bobs.address, "dave@example.com"]
    assert "<b>Yes</b>" in everybody.html
    _first(m365_ews).forward(subject="FW: Plans", body="Look", to_recipients=[bobs.address])
    assert [one.name for one in bobs.wait_for("FW: Plans").attachments] == ["a.txt"]
    assert m365_mailbox.messages()[0].answered
    assert sorted(one.subject for one in m365_ews.sent.all()) == ["All", "FW: Plans", "Re: Plans"]


def test_a_reply_that_exchangelib_saves_is_a_draft_to_be_sent(m365_ews: Any, m365_mailbox: Any, bobs: Any) -> None:
    m365_mailbox.deliver(subject="Plans", sender=f"Bob <{bobs.address}>")
    reply = _first(m365_ews).create_reply(subject="RE: Plans", body="Later")
    saved = reply.save(m365_ews.drafts)
    draft = m365_ews.drafts.get(id=saved.id, changekey=saved.changekey)
    assert draft.is_draft
    assert not m365_mailbox.messages()[0].answered
    draft.send()
    assert bobs.wait_for("RE: Plans").get("in_reply_to") == m365_mailbox.messages()[0].get("internet_message_id")
    assert m365_mailbox.messages()[0].answered


def test_imap_shows_what_was_answered_and_reading_there_is_acknowledged(
    m365_ews: Any, m365_imap: Any, m365_mailbox: Any, bobs: Any
) -> None:
    m365_mailbox.deliver(
        f"From: {bobs.address}\r\nSubject: Plans\r\nDisposition-Notification-To: {bobs.address}\r\n\r\nx"
    )
    _first(m365_ews).reply(subject="RE: Plans", body="Yes.")
    m365_imap.select("INBOX")
    _, (flags,) = m365_imap.fetch("1", "(FLAGS)")
    assert b"\\Answered" in flags
    m365_imap.fetch("1", "(BODY[])")
    assert bobs.wait_for("Read: Plans").item_class == "REPORT.IPM.Note.IPNRN"
    _, (flags,) = m365_imap.fetch("1", "(FLAGS)")
    assert b"$MDNSent" in flags


def test_zeep_replies_by_the_served_description(m365: Target, m365_mailbox: Any, bobs: Any) -> None:
    zeep = pytest.importorskip("zeep", reason="zeep is not installed: pip install zeep")
    import requests

    session = requests.Session()
    session.verify = m365.ca_file
    session.headers["Authorization"] = f"Bearer {m365.token('https://outlook.office365.com/EWS.AccessAsUser.All')}"
    client = zeep.Client(m365.ews_url.rpartition("/")[0] + "/Services.wsdl", transport=zeep.Transport(session=session))
    came = m365_mailbox.deliver(subject="Plans", sender=f"Bob <{bobs.address}>")
    reply = {
        "CcRecipients": {"_value_1": [{"Mailbox": {"EmailAddress": "dave@example.com"}}]},
        "IsDeliveryReceiptRequested": False,
        "ReferenceItemId": {"Id": came.item_id, "ChangeKey": came.change_key},
        "NewBodyContent": {"_value_1": "Yes.", "BodyType": "Text"},
    }
    client.service.CreateItem(
        MessageDisposition="SendAndSaveCopy",
        Items={"_value_1": [{"ReplyToItem": reply}]},
        _soapheaders={"RequestVersion": {"Version": "Exchange2016"}},
    )
    arrived = bobs.wait_for("RE: Plans")
    assert arrived.recipients == [bobs.address, "dave@example.com"]
    assert arrived.body.startswith("Yes.")


def test_exchangelib_marks_as_junk(m365_ews: Any, m365_mailbox: Any) -> None:
    m365_mailbox.deliver(subject="Buy", sender="spam@example.com")
    item = _first(m365_ews)
    item.mark_as_junk(is_junk=True, move_item=False)
    assert m365_ews.inbox.get(id=item.id).subject == "Buy"
    item.mark_as_junk(is_junk=True, move_item=True)
    assert m365_ews.junk.get(id=item.id).subject == "Buy"
    assert list(m365_mailbox.blocked_senders) == ["spam@example.com"]
    item.mark_as_junk(is_junk=False, move_item=True)
    assert m365_ews.inbox.get(id=item.id).subject == "Buy"
