"""What is attached to events."""

from base64 import b64encode
from typing import Any

import pytest

from tests.protocols.graph.asking import Graph, error, ok
from tests.protocols.graph.operations.calendar.planning import created, event, guests, only, weekly

MENU: dict[str, Any] = {
    "@odata.type": "#microsoft.graph.fileAttachment",
    "name": "menu.txt",
    "contentType": "text/plain",
    "contentBytes": b64encode(b"Soup").decode(),
}


@pytest.mark.parametrize("way", ["/me/events", "/me/calendar/events"])
def test_a_file_is_attached_shown_and_taken_off(graph: Graph, way: str) -> None:
    path = f"{way}/{created(graph)['id']}/attachments"
    made = ok(graph.post(path, MENU), 201)
    assert made["@odata.context"].endswith(f"/events('{path.split('/')[-2]}')/attachments/$entity")
    assert (made["name"], made["contentBytes"]) == ("menu.txt", MENU["contentBytes"])
    listed = ok(graph.get(path))
    assert [each["id"] for each in listed["value"]] == [made["id"]]
    assert ok(graph.get(f"{path}/$count")) == 1
    assert ok(graph.get(f"{path}/{made['id']}"))["name"] == "menu.txt"
    assert graph.get(f"{path}/{made['id']}/$value").content == b"Soup"
    shown = only(ok(graph.get("/me/events?$expand=attachments($select=name)")))
    assert (shown["hasAttachments"], [each["name"] for each in shown["attachments"]]) == (True, ["menu.txt"])
    ok(graph.delete(f"{path}/{made['id']}"), 204)
    assert ok(graph.get(path))["value"] == []


def test_invitations_have_what_a_new_event_has_attached(graph: Graph) -> None:
    created(graph, event(attendees=guests(graph, "bob"), attachments=[MENU]))
    theirs = only(ok(graph.get("/me/events?$expand=attachments", user="bob")))
    assert [each["name"] for each in theirs["attachments"]] == ["menu.txt"]


def test_an_attachment_that_is_none_makes_no_event(graph: Graph) -> None:
    given = event(attendees=guests(graph, "bob"), attachments=[{"name": "menu.txt"}])
    assert error(graph.post("/me/events", given))[0] == 400
    assert graph.mailbox().messages("calendar") == graph.mailbox("bob").messages("inbox") == []


def test_one_of_a_series_has_its_own(graph: Graph) -> None:
    series = created(graph, event(1, recurrence=weekly(2), attachments=[MENU]))
    days = "startDateTime=2026-12-01&endDateTime=2027-01-01"
    first, second = ok(graph.get(f"/me/events/{series['id']}/instances?{days}"))["value"]
    path = f"/me/events/{first['id']}/attachments"
    ok(graph.post(path, {**MENU, "name": "wine.txt"}), 201)
    names = {each["name"]: each["id"] for each in ok(graph.get(path))["value"]}
    assert set(names) == {"menu.txt", "wine.txt"}
    assert [each["name"] for each in ok(graph.get(f"/me/events/{second['id']}/attachments"))["value"]] == ["menu.txt"]
    assert ok(graph.get(f"{path}/{names['wine.txt']}"))["name"] == "wine.txt"
    assert ok(graph.get(f"/me/events/{first['id']}"))["type"] == "exception"


def test_attachments_of_another_event_and_permissions(graph: Graph) -> None:
    one, two = created(graph), created(graph)
    made = ok(graph.post(f"/me/events/{one['id']}/attachments", MENU), 201)
    path = f"/me/events/{two['id']}/attachments"
    assert error(graph.get(f"{path}/{made['id']}"))[0] == 404
    assert error(graph.post(path, MENU, scopes=("Calendars.Read",)))[:2] == (403, "ErrorAccessDenied")
    assert error(graph.get(path, scopes=("Mail.ReadWrite",)))[:2] == (403, "ErrorAccessDenied")


def test_a_large_file_by_an_upload_session(graph: Graph) -> None:
    path = f"/me/events/{created(graph)['id']}/attachments"
    octets = bytes(3 * 1024 * 1024)
    item = {"attachmentType": "file", "name": "big.bin", "size": len(octets)}
    session = ok(graph.post(f"{path}/createUploadSession", {"AttachmentItem": item}), 201)
    span = {"Content-Range": f"bytes 0-{len(octets) - 1}/{len(octets)}", "Content-Type": "application/octet-stream"}
    answer = graph.ask("PUT", session["uploadUrl"], data=octets, headers=span)
    assert answer.status_code == 201
    assert [
        (each["name"], each["size"] >= len(octets)) for each in ok(graph.get(f"{path}?$select=name,size"))["value"]
    ] == [("big.bin", True)]
