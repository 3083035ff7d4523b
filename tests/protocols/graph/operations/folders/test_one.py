"""One folder: shown, made, renamed, moved, copied and deleted."""

from typing import Any

import pytest

from fakeserver.protocols.graph.ids import rest_id
from tests.protocols.graph.asking import Graph, error, ok


def make(graph: Graph, name: str, below: str = "inbox") -> dict[str, Any]:
    shown: dict[str, Any] = ok(graph.post(f"/me/mailFolders/{below}/childFolders", {"displayName": name}), 201)
    return shown


@pytest.mark.parametrize(
    ("name", "shown"), [("inbox", "Inbox"), ("SentItems", "Sent Items"), ("msgfolderroot", "Top of Information Store")]
)
def test_by_its_well_known_name_in_any_case(graph: Graph, name: str, shown: str) -> None:
    assert ok(graph.get(f"/me/mailFolders/{name}"))["displayName"] == shown


def test_what_is_shown(graph: Graph) -> None:
    graph.deliver("unread")
    graph.deliver("read", is_read=True)
    make(graph, "below")
    shown = ok(graph.get("/me/mailFolders/inbox"))
    top = ok(graph.get("/me/mailFolders/msgfolderroot"))
    assert shown.pop("id")
    assert shown.pop("@odata.context").endswith("/mailFolders/$entity")
    assert shown == {
        "displayName": "Inbox",
        "parentFolderId": top["id"],
        "childFolderCount": 1,
        "unreadItemCount": 1,
        "totalItemCount": 2,
        "isHidden": False,
    }


def test_made_renamed_and_seen_by_others(graph: Graph) -> None:
    made = make(graph, "Projects", "msgfolderroot")
    assert graph.mailbox().folders.by_path("Projects") is not None
    renamed = ok(graph.patch(f"/me/mailFolders/{made['id']}", {"displayName": "Work"}))
    assert (renamed["id"], renamed["displayName"]) == (made["id"], "Work")
    assert graph.mailbox().folders.by_path("Projects") is None
    assert ok(graph.post("/me/mailFolders", {"displayName": "On top"}), 201)["parentFolderId"] == made["parentFolderId"]


def test_moved_and_copied_with_what_is_in_it(graph: Graph) -> None:
    made = make(graph, "Moved")
    graph.deliver("in it", folder="Inbox/Moved")
    moved = ok(graph.post(f"/me/mailFolders/{made['id']}/move", {"destinationId": "archive"}))
    archive = ok(graph.get("/me/mailFolders/archive"))
    assert (moved["parentFolderId"], moved["totalItemCount"]) == (archive["id"], 1)
    copied = ok(graph.post(f"/me/mailFolders/{moved['id']}/copy", {"DestinationId": "inbox"}))
    assert copied["id"] != moved["id"]
    assert [item.subject for item in graph.mailbox().messages("Inbox/Moved")] == ["in it"]
    assert [item.subject for item in graph.mailbox().messages("Archive/Moved")] == ["in it"]


def test_deleted_first_into_deleted_items_and_then_for_good(graph: Graph) -> None:
    made = make(graph, "Old")
    assert graph.delete(f"/me/mailFolders/{made['id']}").status_code == 204
    assert graph.mailbox().folders.by_path("Deleted Items/Old") is not None
    [old] = ok(graph.get("/me/mailFolders/deleteditems/childFolders"))["value"]
    assert graph.post(f"/me/mailFolders/{old['id']}/permanentDelete").status_code == 204
    assert error(graph.get(f"/me/mailFolders/{old['id']}"))[:2] == (404, "ErrorFolderNotFound")


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ({}, "ErrorInvalidRequest"),
        ({"displayName": None}, "BadRequest"),
        ({"displayName": 7}, "BadRequest"),
        ({"displayName": "x", "colour": "red"}, "RequestBodyRead"),
        ({"displayName": "x", "totalItemCount": 3}, "ErrorInvalidPropertySet"),
        ({"displayName": "x", "isHidden": "no"}, "BadRequest"),
        ({"displayName": "x", "@odata.type": "#microsoft.graph.message"}, "BadRequest"),
    ],
    ids=str,
)
def test_what_cannot_be_made(graph: Graph, body: dict[str, Any], code: str) -> None:
    before = graph.mailbox().folders.below()
    assert error(graph.post("/me/mailFolders", body))[:2] == (400, code)
    assert graph.mailbox().folders.below() == before


def test_a_name_that_is_taken(graph: Graph) -> None:
    make(graph, "Twice")
    answer = graph.post("/me/mailFolders/inbox/childFolders", {"displayName": "twice"})
    assert error(answer)[:2] == (409, "ErrorFolderExists")


@pytest.mark.parametrize("folder", ["inbox", "sentitems"])
def test_what_every_mailbox_has_stays(graph: Graph, folder: str) -> None:
    answers = [
        graph.delete(f"/me/mailFolders/{folder}"),
        graph.post(f"/me/mailFolders/{folder}/permanentDelete"),
        graph.post(f"/me/mailFolders/{folder}/move", {"destinationId": "archive"}),
    ]
    assert {answer.status_code in (400, 403) for answer in answers} == {True}
    assert ok(graph.get(f"/me/mailFolders/{folder}"))


@pytest.mark.parametrize("body", [{}, {"destinationId": 7}, {"destinationId": "nowhere"}], ids=str)
def test_a_destination_that_is_none(graph: Graph, body: dict[str, Any]) -> None:
    made = make(graph, "Stays")
    assert graph.post(f"/me/mailFolders/{made['id']}/move", body).status_code in (400, 404)
    assert ok(graph.get(f"/me/mailFolders/{made['id']}"))["parentFolderId"] == made["parentFolderId"]


def test_a_calendar_is_no_mail_folder(graph: Graph) -> None:
    calendar = rest_id(graph.mailbox().folders.distinguished("calendar").folder_id)
    assert graph.patch(f"/me/mailFolders/{calendar}", {"displayName": "x"}).status_code == 404
    assert graph.delete(f"/me/mailFolders/{calendar}").status_code == 404
