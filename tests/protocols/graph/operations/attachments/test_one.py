"""One attachment: shown, downloaded, added, taken off; with EWS and IMAP on the other side."""

import email
import re
from typing import Any

import pytest

from fakeserver.tenant.exchange.entities import Attachment
from fakeserver.tenant.exchange.kinds.contact import ContactAddress, PhoneKind
from fakeserver.tenant.exchange.values import FileReference
from pytest_m365.clients import ews
from tests.protocols.graph.asking import Graph, error, ok
from tests.protocols.graph.operations.attachments.attaching import graph_id, path_of, with_files, with_item
from tests.protocols.graph.operations.messages.mailing import (
    ACCESS_DENIED,
    MIME,
    draft,
    file,
    id_of,
    imap_of,
    message,
    only,
)

NOT_FOUND = (
    404,
    "ErrorItemNotFound",
    "The specified object was not found in the store., The process failed to get the correct properties.",
)
EXPANDED = "$expand=microsoft.graph.itemattachment/item"


def first(item: Any) -> str:
    return f"{path_of(item)}/{graph_id(item.attachments[0])}"


def test_a_file_with_its_octets(graph: Graph) -> None:
    item = with_files(graph, ("ä.txt", b"abc"))
    found = ok(graph.get(first(item)))
    assert found["@odata.context"].endswith(f"messages('{id_of(item)}')/attachments/$entity")
    assert (found["name"], found["contentBytes"]) == ("ä.txt", "YWJj")
    assert set(ok(graph.get(f"{first(item)}?$select=name"))) == {"@odata.context", "@odata.type", "id", "name"}


def test_an_octet_stream_of_a_file(graph: Graph) -> None:
    item = with_files(graph, ("a.png", b"\x89PNG\0"))
    answer = graph.get(f"{first(item)}/$value")
    assert (answer.status_code, answer.content, answer.headers["Content-Type"]) == (200, b"\x89PNG\0", "image/png")


def test_an_attached_message(graph: Graph) -> None:
    item = with_item(graph, subject="Inside", mime_content=MIME)
    assert "item" not in ok(graph.get(first(item)))
    inner = ok(graph.get(f"{first(item)}?{EXPANDED}"))["item"]
    assert inner["@odata.type"] == "#microsoft.graph.message"
    assert (inner["id"], inner["subject"]) == ("", "Inside")
    assert not inner.keys() & {"changeKey", "@odata.etag", "parentFolderId", "webLink", "attachments"}
    some = ok(graph.get(f"{first(item)}?{EXPANDED}($select=subject)"))["item"]
    assert set(some) == {"@odata.type", "id", "subject"}
    answer = graph.get(f"{first(item)}/$value")
    assert answer.headers["Content-Type"] == "text/plain"
    assert email.message_from_bytes(answer.content)["Subject"] == "Inside"


def test_what_is_attached_to_an_attached_message(graph: Graph) -> None:
    item = with_item(graph, subject="Inside")
    inner = item.attachments[0].item
    assert inner is not None
    graph.mailbox().attachments.add(inner, Attachment("deep.txt", b"deep"))
    found = ok(graph.get(f"{first(item)}?{EXPANDED}($expand=microsoft.graph.message/attachments($select=name))"))
    (deep,) = found["item"]["attachments"]
    assert deep["name"] == "deep.txt"
    # Its id leads to the message that all of it is attached to.
    assert ok(graph.get(f"{path_of(item)}/{deep['id']}"))["contentBytes"] == "ZGVlcA=="


def test_an_attached_contact(graph: Graph) -> None:
    item = with_item(
        graph,
        "IPM.Contact",
        display_name="Bob; Stone",
        given_name="Bob",
        surname="Stone",
        email_addresses={1: ContactAddress("bob@example.com", "Bob")},
        phone_numbers={PhoneKind.MOBILE: "+49 1"},
    )
    contact = ok(graph.get(f"{first(item)}?{EXPANDED}"))["item"]
    assert (contact["@odata.type"], contact["displayName"]) == ("#microsoft.graph.contact", "Bob; Stone")
    assert contact["emailAddresses"] == [{"name": "Bob", "address": "bob@example.com"}]
    assert contact["mobilePhone"] == "+49 1"
    answer = graph.get(f"{first(item)}/$value")
    assert answer.headers["Content-Type"] == "text/vcard"
    lines = answer.text.splitlines()
    assert (lines[0], lines[-1]) == ("BEGIN:VCARD", "END:VCARD")
    assert {"FN:Bob\\; Stone", "EMAIL;TYPE=INTERNET:bob@example.com"} <= set(lines)


def test_an_attached_event(graph: Graph) -> None:
    now = graph.tenant.clock.now()
    item = with_item(graph, "IPM.Appointment", subject="Met", start=now, end=now)
    event = ok(graph.get(f"{first(item)}?{EXPANDED}"))["item"]
    assert (event["@odata.type"], event["subject"]) == ("#microsoft.graph.event", "Met")
    answer = graph.get(f"{first(item)}/$value")
    assert answer.headers["Content-Type"] == "text/calendar"
    assert ":Met\r\n" in answer.text


def test_a_reference_to_a_file_elsewhere(graph: Graph) -> None:
    item = graph.deliver("Elsewhere")
    graph.mailbox().attachments.add(item, Attachment("a.docx", FileReference("https://example.com/a")))
    found = ok(graph.get(first(item)))
    assert found["@odata.type"] == "#microsoft.graph.referenceAttachment"
    assert "contentBytes" not in found
    assert graph.get(f"{first(item)}/$value").status_code == 405


@pytest.mark.parametrize("draft_first", [True, False])
def test_a_file_is_attached_to_a_draft_or_to_what_has_come(graph: Graph, draft_first: bool) -> None:
    draft(graph)
    item = only(graph, "drafts") if draft_first else graph.deliver("Came")
    before = item.change_key
    given = file("a.bin", b"\0\1", contentType="application/x-own", contentId="one", isInline=True)
    made = ok(graph.post(path_of(item), given), 201)
    assert made["@odata.context"].endswith("/attachments/$entity")
    assert (made["name"], made["contentType"], made["contentId"]) == ("a.bin", "application/x-own", "one")
    assert (made["isInline"], made["contentBytes"]) == (True, "AAE=")
    assert item.change_key != before
    assert [one.content for one in item.attachments] == [b"\0\1"]
    assert ok(graph.get(f"{path_of(item)}/{made['id']}"))["contentBytes"] == "AAE="
    # Inline ones alone do not count.
    assert ok(graph.get(f"/me/messages/{id_of(item)}"))["hasAttachments"] is False


def test_a_message_is_attached(graph: Graph) -> None:
    item = graph.deliver("Came")
    inner = {"@odata.type": "#microsoft.graph.message", **message(graph, attachments=[file()])}
    given = {"@odata.type": "#microsoft.graph.itemAttachment", "name": "Inner", "item": inner}
    made = ok(graph.post(path_of(item), given), 201)
    assert (made["@odata.type"], made["name"]) == ("#microsoft.graph.itemAttachment", "Inner")
    attached = item.attachments[0].item
    assert attached is not None
    assert (attached.subject, [one.name for one in attached.attachments]) == ("Lunch", ["a.txt"])


@pytest.mark.parametrize(
    ("given", "code"),
    [
        ({"name": "a", "contentBytes": "YQ=="}, "RequestBodyRead"),
        ({"@odata.type": "#microsoft.graph.attachment", "name": "a"}, "RequestBodyRead"),
        ({"@odata.type": "#microsoft.graph.fileAttachment", "name": 1, "contentBytes": "YQ=="}, "BadRequest"),
        ({"@odata.type": "#microsoft.graph.fileAttachment", "name": "a", "contentBytes": "!"}, "BadRequest"),
        ({"@odata.type": "#microsoft.graph.fileAttachment", "name": "a", "other": 1}, "RequestBodyRead"),
        ({"@odata.type": "#microsoft.graph.itemAttachment", "name": "a"}, "BadRequest"),
    ],
)
def test_what_cannot_be_attached(graph: Graph, given: Any, code: str) -> None:
    item = graph.deliver("Came")
    status, said, _ = error(graph.post(path_of(item), given))
    assert (status, said, item.attachments) == (400, code, [])


def test_too_large_for_one_request(graph: Graph) -> None:
    item = graph.deliver("Came")
    assert graph.post(path_of(item), file("a", bytes(3 * 1024 * 1024 + 1))).status_code == 413
    ok(graph.post(path_of(item), file("a", bytes(2 * 1024 * 1024))), 201)


def test_an_attachment_is_taken_off(graph: Graph) -> None:
    item = with_files(graph, ("a.txt", b"a"), ("b.txt", b"b"))
    gone = first(item)
    before = item.change_key
    answer = graph.delete(gone)
    assert (answer.status_code, answer.content) == (204, b"")
    assert ([one.name for one in item.attachments], item.change_key != before) == (["b.txt"], True)
    for asked in (graph.get, graph.delete):
        assert error(asked(gone)) == NOT_FOUND


def test_another_messages_attachment_is_not_found(graph: Graph) -> None:
    item, other = with_files(graph), with_files(graph)
    assert error(graph.get(f"{path_of(item)}/{graph_id(other.attachments[0])}")) == NOT_FOUND
    assert error(graph.get(f"{path_of(item)}/x"))[1] == "ErrorInvalidIdMalformed"
    assert error(graph.get(f"{path_of(item)}/{id_of(item)}"))[1] == "ErrorInvalidIdMalformed"


def test_a_change_with_an_old_tag(graph: Graph) -> None:
    item = with_files(graph)
    stale = {"If-Match": 'W/"x"'}
    assert graph.delete(first(item), headers=stale).status_code == 412
    assert graph.post(path_of(item), file(), headers=stale).status_code == 412


def test_who_reads_mail_does_not_attach(graph: Graph) -> None:
    item = with_files(graph)
    assert error(graph.post(path_of(item), file(), scopes=("Mail.Read",))) == ACCESS_DENIED
    assert error(graph.delete(first(item), scopes=("Mail.Read",))) == ACCESS_DENIED


def test_imap_and_ews_see_what_was_attached(graph: Graph, monkeypatch: pytest.MonkeyPatch) -> None:
    exchangelib = pytest.importorskip("exchangelib")
    item = graph.deliver("Came")
    made = ok(graph.post(path_of(item), file("a.txt", b"abc")), 201)
    with imap_of(graph) as imap:
        imap.select("INBOX")
        fetched: Any = imap.fetch("1", "(BODY.PEEK[])")[1]
        parts = email.message_from_bytes(fetched[0][1]).walk()
        part = next(part for part in parts if part.get_filename() == "a.txt")
        assert part.get_payload(decode=True) == b"abc"
    if graph.server.ca_file is not None:
        monkeypatch.setenv("REQUESTS_CA_BUNDLE", graph.server.ca_file)
    token = graph.tenant.token(graph.tenant.public_app, "alice", "EWS.AccessAsUser.All")
    with ews(graph.server.ews_url, graph.tenant.user("alice").address, token) as account:
        found = account.inbox.get()
        (attached,) = found.attachments
        assert (attached.name, attached.content) == ("a.txt", b"abc")
        assert re.sub("[/+]", lambda match: "-_"["/+".index(match[0])], attached.attachment_id.id) == made["id"]
        found.attach(exchangelib.FileAttachment(name="by-ews.txt", content=b"ews"))
    names = [one["name"] for one in ok(graph.get(f"{path_of(item)}?$select=name"))["value"]]
    assert names == ["a.txt", "by-ews.txt"]
