"""Mailboxes and messages by the API: what is delivered, listed, read, moved, loaded and deleted."""

from base64 import b64encode
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fakeserver.protocols.control.ids import for_url, from_url
from fakeserver.protocols.control.resources.messages import octets_of
from tests.protocols.control.conftest import Part

INBOX = "/mailboxes/alice/messages"
RAW = b"From: eve@elsewhere.example\r\nTo: alice\r\nSubject: =?utf-8?q?Gr=C3=BC=C3=9Fe?=\r\n\r\nHello\r\n.\r\n"


def deliver(part: Part, **parts: Any) -> Any:
    return part.post(INBOX, {"subject": "Hello", "body": "Dear Alice", **parts})


def test_a_message_of_its_parts(part: Part) -> None:
    content = b64encode(b"%PDF-1.7").decode()
    made = deliver(
        part,
        sender="Eve <eve@elsewhere.example>",
        html="<p>Dear <b>Alice</b></p>",
        to=["alice@x.example", "bob@x.example"],
        cc=["carol@x.example"],
        attachments=[{"name": "invoice.pdf", "content": content}],
        is_read=True,
        received_at="2026-03-01T09:30:00Z",
    )
    assert (made["subject"], made["sender"], made["sender_name"]) == ("Hello", "eve@elsewhere.example", "Eve")
    assert made["recipients"] == ["alice@x.example", "bob@x.example", "carol@x.example"]
    assert (made["html"], made["is_read"]) == ("<p>Dear <b>Alice</b></p>", True)
    assert made["received_at"] == "2026-03-01T09:30:00Z"
    assert (made["folder"], made["item_class"], made["preview"]) == ("Inbox", "IPM.Note", "Dear Alice")
    (attached,) = made["attachments"]
    assert (attached["name"], attached["content_type"], attached["size"]) == ("invoice.pdf", "application/pdf", 8)
    assert [piece["content_type"] for piece in made["structure"]["parts"]] == [
        "multipart/alternative",
        "application/pdf",
    ]
    assert ["Subject", "Hello"] in made["headers"]
    one = f"{INBOX}/{made['id']}"
    assert part.get(one) == made
    file = part.ask("GET", f"{one}/attachments/0")
    assert (file.body, file.headers["Content-Disposition"]) == (b"%PDF-1.7", "attachment")
    assert "it has 1, from 0 on" in part.ask("GET", f"{one}/attachments/1").detail
    # It was looked at, and nobody has read it.
    assert part.tenant.mailbox("alice").messages()[0].is_read is True


def test_a_message_as_it_is(part: Part) -> None:
    answer = part.ask("POST", f"{INBOX}?folder=Inbox/Sub&is_read=true", octets=RAW, content_type="message/rfc822")
    assert answer.status == 404
    part.post("/mailboxes/alice/folders", {"path": "Inbox/Sub"})
    answer = part.ask("POST", f"{INBOX}?folder=Inbox/Sub&is_read=true", octets=RAW, content_type="message/rfc822")
    assert (answer.status, answer.json["subject"], answer.json["is_read"]) == (201, "Grüße", True)
    mime = part.ask("GET", f"{INBOX}/{answer.json['id']}/mime")
    assert mime.headers["Content-Type"] == "message/rfc822"
    assert mime.body.endswith(RAW)
    assert part.tenant.mailbox("alice").messages("Inbox/Sub")[0].mime() == mime.body
    assert deliver(part, subject="x", body="y", folder="drafts")["folder"] == "Drafts"
    whole = part.post(INBOX, {"message": "Subject: whole\n\nbody"})
    assert whole["subject"] == "whole"


@pytest.mark.parametrize(
    ("body", "says"),
    [
        ({"subjct": "x"}, "did you mean 'subject'?"),
        ({"message": "Subject: x\n\n", "subject": "y"}, "message is a whole one, so that subject beside it"),
        ({"folder": "Nowhere"}, "Nowhere"),
        ({"received_at": "2026-03-01T09:30:00"}, "time zone"),
        ({"attachments": [{"name": "a", "content": "not base64!"}]}, "content: not base64"),
        ({"attachments": [{"nam": "a"}]}, "attachments[0]: there is no key 'nam'"),
        ({"to": "alice"}, "to"),
    ],
)
def test_what_is_no_message(part: Part, body: dict[str, Any], says: str) -> None:
    answer = part.ask("POST", INBOX, body)
    assert answer.status in (400, 404)
    assert says in answer.detail
    assert part.get(INBOX)["messages"] == []


def test_it_is_seen_by_each_protocol(part: Part) -> None:
    answer = part.ask("POST", INBOX, octets=RAW, content_type="message/rfc822")
    before = len(part.tenant.journal)
    views = part.get(f"{INBOX}/{answer.json['id']}/views")
    assert "* 1 FETCH (UID 1 FLAGS () INTERNALDATE" in views["imap"]
    assert '"=?utf-8?q?Gr=C3=BC=C3=9Fe?="' in views["imap"]
    assert views["pop3"].startswith("RETR\r\n+OK\r\n")
    assert views["pop3"].endswith("Hello\r\n..\r\n.\r\n")
    assert "<t:Subject>Grüße</t:Subject>" in views["ews"]
    assert 'ResponseClass="Success"' in views["ews"]
    # Nobody has asked for it, and nobody has read it.
    assert len(part.tenant.journal) == before
    assert part.tenant.mailbox("alice").messages()[0].is_read is False


def test_octets_that_are_no_text_are_shown_as_far_as_they_are(part: Part) -> None:
    raw = b"Subject: \xff\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n\xfe\x00\r\n"
    made = part.ask("POST", INBOX, octets=raw, content_type="message/rfc822").json
    views = part.get(f"{INBOX}/{made['id']}/views")
    assert "Subject: \ufffd" in views["pop3"]
    assert part.ask("GET", f"{INBOX}/{made['id']}/mime").body.endswith(raw)


def test_a_long_message_is_not_shown_whole(part: Part) -> None:
    made = deliver(part, body="x" * 70 + "\r\n" + ("y" * 70 + "\r\n") * 5000)
    shown = part.get(f"{INBOX}/{made['id']}/views")["pop3"]
    assert len(shown) < 300_000
    assert shown.endswith("octets more are not shown here)")


def test_a_folder_is_listed_page_by_page(part: Part) -> None:
    for number in range(7):
        deliver(part, subject=f"Message {number}", body="apples" if number % 2 else "pears")
    first = part.get(f"{INBOX}?limit=3")
    assert (first["total"], [each["subject"] for each in first["messages"]]) == (
        7,
        ["Message 6", "Message 5", "Message 4"],
    )
    second = part.get(f"{INBOX}?limit=3&before={first['messages'][-1]['id']}")
    assert [each["subject"] for each in second["messages"]] == ["Message 3", "Message 2", "Message 1"]
    # All are counted, those in front too.
    assert second["total"] == 7
    skipped = part.get(f"{INBOX}?limit=2&skip=4")
    assert [each["subject"] for each in skipped["messages"]] == ["Message 2", "Message 1"]
    assert part.ask("GET", f"{INBOX}?skip=-1").detail == "skip=-1: it is not negative"
    found = part.get(f"{INBOX}?search=APPLES%20message")
    assert [each["subject"] for each in found["messages"]] == ["Message 5", "Message 3", "Message 1"]
    folders = part.get("/mailboxes/alice/folders")["folders"]
    inbox = next(folder for folder in folders if folder["distinguished_id"] == "inbox")
    assert (inbox["total"], inbox["unread"], inbox["path"]) == (7, 7, "Inbox")
    assert part.get(f"{INBOX}?folder={inbox['id']}&limit=1")["total"] == 7
    assert {folder["parent"] for folder in folders} - {None} <= {folder["id"] for folder in folders}
    boxes = {box["address"].partition("@")[0]: box for box in part.get("/mailboxes")["mailboxes"]}
    assert (boxes["alice"]["total"], boxes["alice"]["unread"], boxes["bob"]["total"]) == (7, 7, 0)
    for query, says in (
        ("limit=0", "from 1 to 500"),
        ("limit=x", "the query: limit: a whole number is wanted, not 'x'"),
        ("folder=Nowhere", "Nowhere"),
        ("fodler=inbox", "did you mean 'folder'?"),
    ):
        answer = part.ask("GET", f"{INBOX}?{query}")
        assert answer.status in (400, 404)
        assert says in answer.detail


def test_a_message_is_marked_moved_and_deleted(part: Part) -> None:
    made = deliver(part)
    one = f"{INBOX}/{made['id']}"
    changed = part.ask("PATCH", one, {"is_read": True, "flagged": True}).json
    assert (changed["is_read"], changed["flagged"], changed["id"]) == (True, True, made["id"])
    for wrong in ({"folder": "nowhere"}, {"folder": None}, {"is_read": None}):
        assert part.ask("PATCH", one, {"flagged": False, **wrong}).status in (400, 404)
    assert part.get(one)["flagged"] is True
    moved = part.ask("PATCH", one, {"folder": "deleteditems"}).json
    assert (moved["folder"], moved["id"] != made["id"]) == ("Deleted Items", True)
    assert "gets another id" in part.ask("GET", one).detail
    assert part.ask("DELETE", f"{INBOX}/{moved['id']}").status == 204
    assert part.ask("DELETE", f"{INBOX}/{moved['id']}").status == 404
    deliver(part)
    assert part.ask("DELETE", f"{INBOX}?folder=inbox").status == 204
    assert part.get(INBOX)["total"] == 0
    assert "the parameter 'folder' is missing" in part.ask("DELETE", INBOX).detail


def test_files_are_loaded(part: Part) -> None:
    began = b"From eve Sun Mar  1 09:30:00 2026\n"
    mbox = b"%bSubject: one\n\nbody\n\n%bSubject: two\n\nbody\n" % (began, began)
    loaded = part.ask("POST", "/mailboxes/alice/load?name=mail.mbox", octets=mbox, content_type="application/mbox").json
    assert [item["subject"] for item in loaded["items"]] == ["one", "two"]
    event = (
        b"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:x\r\nBEGIN:VEVENT\r\nUID:1\r\nDTSTAMP:20260301T090000Z\r\n"
        b"DTSTART:20260301T090000Z\r\nDTEND:20260301T100000Z\r\nSUMMARY:Standup\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"
    )
    loaded = part.ask("POST", "/mailboxes/alice/load?name=a.ics", octets=event, content_type="text/calendar").json
    assert [(item["subject"], item["folder"]) for item in loaded["items"]] == [("Standup", "Calendar")]
    eml = part.ask("POST", "/mailboxes/alice/load?name=x.eml&folder=drafts", octets=RAW, content_type="message/rfc822")
    assert [item["folder"] for item in eml.json["items"]] == ["Drafts"]
    for name, says in (
        ("mail.pst", "it ends in .eml, .ics, .mbox, .vcf"),
        ("../../etc/passwd", "it ends in"),
        ("", "it ends in"),
    ):
        answer = part.ask("POST", f"/mailboxes/alice/load?name={name}", octets=RAW, content_type="text/plain")
        assert (answer.status, says in answer.detail) == (400, True)
    mixed = event.replace(b"END:VCALENDAR", b"BEGIN:VJOURNAL\r\nUID:2\r\nEND:VJOURNAL\r\nEND:VCALENDAR")
    loaded = part.ask("POST", "/mailboxes/alice/load?name=a.ics", octets=mixed, content_type="text/calendar").json
    assert [remark.startswith("a.ics") for remark in loaded["remarks"]] == [True]
    broken = part.ask("POST", "/mailboxes/alice/load?name=a.ics", octets=b"BEGIN:VEVENT", content_type="text/calendar")
    assert (broken.status, "/tmp" in broken.detail) == (400, False)


def test_what_is_not_there(part: Part) -> None:
    assert "did you mean 'alice'?" in part.ask("GET", "/mailboxes/alicia/messages").detail
    for named in ("x", "AAMk" * 20, "a" * 3000, "%F0%9F%98%80", "%00"):
        answer = part.ask("GET", f"{INBOX}/{named}")
        assert answer.status == 404
        assert len(answer.detail) < 300


def test_a_folder_is_made_once(part: Part) -> None:
    first = part.post("/mailboxes/alice/folders", {"path": "Inbox/A/B"})
    assert part.post("/mailboxes/alice/folders", {"path": "inbox/a/b"}) == first
    assert (first["name"], first["path"]) == ("B", "Inbox/A/B")
    refused = part.ask("POST", "/mailboxes/alice/folders", {"path": "a//b"})
    assert (refused.status, refused.json["error"]) == (409, "FolderNameInvalid")


@given(st.text(alphabet="ABCabc019+/=", max_size=50))
def test_ids_stand_in_addresses_unescaped(ews_id: str) -> None:
    shown = for_url(ews_id)
    assert not set("+/") & set(shown)
    assert from_url(shown) == ews_id


@given(st.text(max_size=40))
def test_any_text_in_the_place_of_base64(text: str) -> None:
    try:
        octets = octets_of(text)
    except ValueError as error:
        said = str(error)
    else:
        said = f"content: not base64 {octets!r}"
    assert said.startswith("content: not base64")
