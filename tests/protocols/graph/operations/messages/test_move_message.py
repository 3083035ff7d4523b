"""Moving and copying messages: ids that change, and those that stay."""

from typing import Any

import pytest

from fakeserver.protocols.graph.ids import rest_id
from tests.protocols.graph.asking import Graph, error, ok
from tests.protocols.graph.operations.messages.mailing import ACCESS_DENIED, id_of, only

IMMUTABLE = {"Prefer": 'IdType="ImmutableId"'}


def test_it_moves_and_has_another_id(graph: Graph) -> None:
    item = graph.deliver("Hello")
    former = id_of(item)
    moved = ok(graph.post(f"/me/messages/{former}/move", {"destinationId": "DeletedItems"}), 201)
    assert moved["@odata.context"] == f"{graph.root}/$metadata#message"
    assert moved["@odata.type"] == "#microsoft.graph.message"
    assert (moved["id"] != former, only(graph, "deleteditems")) == (True, item)
    assert error(graph.get(f"/me/messages/{former}"))[:2] == (404, "ErrorItemNotFound")
    assert ok(graph.get(f"/me/messages/{moved['id']}"))["subject"] == "Hello"


def test_its_immutable_id_stays(graph: Graph) -> None:
    item = graph.deliver("Hello")
    kept = ok(graph.get(f"/me/messages/{id_of(item)}", headers=IMMUTABLE))["id"]
    folder = ok(graph.post("/me/mailFolders", {"displayName": "Later"}), 201)["id"]
    moved = ok(graph.post(f"/me/messages/{kept}/move", {"DestinationId": folder}, headers=IMMUTABLE), 201)
    assert (moved["id"], moved["parentFolderId"]) == (kept, folder)
    copied = ok(graph.post(f"/me/messages/{kept}/copy", {"destinationid": "inbox"}, headers=IMMUTABLE), 201)
    assert copied["id"] != kept


def test_a_copy_is_whole(graph: Graph) -> None:
    item = graph.deliver("Hello", attachments=[("a.txt", b"abc")], is_read=True)
    copied = ok(graph.post(f"/me/messages/{id_of(item)}/copy", {"destinationId": "archive"}), 201)
    copy = only(graph, "archive")
    assert (id_of(copy), copy.mime(), copied["isRead"]) == (copied["id"], item.mime(), True)
    assert only(graph) is item


@pytest.mark.parametrize("word", ["move", "copy"])
@pytest.mark.parametrize(
    ("given", "status", "code"),
    [
        ({}, 400, "BadRequest"),
        ({"destinationId": None}, 400, "BadRequest"),
        ({"destinationId": 1}, 400, "BadRequest"),
        ({"destinationId": "inbox", "more": 1}, 400, "RequestBodyRead"),
        ({"destinationId": "nothing"}, 400, "ErrorInvalidIdMalformed"),
        ({"destinationId": "clutter"}, 404, "ErrorItemNotFound"),
    ],
)
def test_where_it_cannot_go(graph: Graph, word: str, given: dict[str, Any], status: int, code: str) -> None:
    item = graph.deliver("Hello")
    assert error(graph.post(f"/me/messages/{id_of(item)}/{word}", given))[:2] == (status, code)
    assert only(graph) is item


@pytest.mark.parametrize("name", ["calendar", "allitems"])
def test_no_folder_that_holds_mail(graph: Graph, name: str) -> None:
    item = graph.deliver("Hello")
    folder = rest_id(graph.mailbox().folders.distinguished(name).folder_id)
    refused = graph.post(f"/me/messages/{id_of(item)}/move", {"destinationId": folder})
    assert error(refused)[:2] == (404, "ErrorFolderNotFound")
    assert error(graph.post(f"/me/mailFolders/{folder}/messages", {}))[:2] == (404, "ErrorFolderNotFound")


def test_only_who_may(graph: Graph) -> None:
    alice, bob = graph.tenant.user("alice"), graph.tenant.user("bob")
    item = graph.deliver("Hello", "bob")
    path = f"/users/{bob.upn}/messages/{id_of(item)}"
    graph.tenant.rights.add_folder_permission(bob, "inbox", alice, "Reviewer")
    graph.tenant.rights.add_folder_permission(bob, "archive", alice, "Reviewer")
    for word in ("move", "copy"):
        assert error(graph.post(f"{path}/{word}", {"destinationId": "archive"})) == ACCESS_DENIED
    graph.tenant.rights.add_folder_permission(bob, "archive", alice, "Contributor")
    ok(graph.post(f"{path}/copy", {"destinationId": "archive"}), 201)
    assert error(graph.post(f"{path}/move", {"destinationId": "archive"})) == ACCESS_DENIED
