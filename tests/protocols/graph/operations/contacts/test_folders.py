"""Folders of contacts."""

import pytest

from tests.protocols.graph.asking import Graph, error, ok


def names(graph: Graph, path: str = "/me/contactFolders") -> list[str]:
    return [each["displayName"] for each in ok(graph.get(path))["value"]]


def test_the_default_folder_is_not_listed_and_has_a_name(graph: Graph) -> None:
    assert names(graph) == []
    default = ok(graph.get("/me/contactFolders/contacts"))
    assert default["displayName"] == "Contacts"
    assert default["@odata.context"].endswith("/contactFolders/$entity")
    assert {name for name in default if "@" not in name} == {"id", "parentFolderId", "displayName"}
    assert ok(graph.get(f"/me/contactFolders('{default['id']}')?$select=displayName"))["displayName"] == "Contacts"


def test_a_folder_is_made_below_the_default_one(graph: Graph) -> None:
    made = ok(graph.post("/me/contactFolders", {"displayName": "Friends"}), 201)
    assert made["parentFolderId"] == ok(graph.get("/me/contactFolders/contacts"))["id"]
    where = f"/me/contactFolders/{made['id']}"
    below = ok(graph.post(f"{where}/childFolders", {"displayName": "Close"}), 201)
    assert (names(graph), names(graph, f"{where}/childFolders")) == (["Friends"], ["Close"])
    assert below["parentFolderId"] == made["id"]
    assert graph.mailbox().folders.named("Contacts/Friends").folder_class == "IPF.Contact"
    assert ok(graph.patch(where, {"displayName": "Family"}))["displayName"] == "Family"
    assert ok(graph.delete(where), 204) is None
    assert names(graph) == []


def test_a_folder_has_its_own_contacts(graph: Graph) -> None:
    where = f"/me/contactFolders/{ok(graph.post('/me/contactFolders', {'displayName': 'Friends'}), 201)['id']}"
    made = ok(graph.post(f"{where}/contacts", {"givenName": "Ann"}), 201)
    ok(graph.post("/me/contacts", {"givenName": "Ben"}), 201)
    listed = ok(graph.get(f"{where}/contacts"))
    assert [each["givenName"] for each in listed["value"]] == ["Ann"]
    assert listed["@odata.context"].endswith("/contacts")
    assert [each["givenName"] for each in ok(graph.get("/me/contacts"))["value"]] == ["Ben"]
    assert ok(graph.patch(f"{where}/contacts/{made['id']}", {"surname": "Lee"}))["displayName"] == "Ann Lee"
    assert ok(graph.get(f"/me/contacts/{made['id']}"))["surname"] == "Lee"
    assert error(graph.get(f"/me/contactFolders/contacts/contacts/{made['id']}"))[:2] == (404, "ErrorItemNotFound")
    assert ok(graph.delete(f"{where}/contacts/{made['id']}"), 204) is None


def test_folders_come_in_pages(graph: Graph) -> None:
    for name in ("b", "a", "c"):
        ok(graph.post("/me/contactFolders", {"displayName": name}), 201)
    first = ok(graph.get("/me/contactFolders?$top=2&$count=true"))
    assert (first["@odata.count"], [each["displayName"] for each in first["value"]]) == (3, ["a", "b"])
    assert names(graph, first["@odata.nextLink"]) == ["c"]


@pytest.mark.parametrize(
    ("given", "status", "code"),
    [
        ({}, 400, "BadRequest"),
        ({"displayName": ""}, 400, "BadRequest"),
        ({"name": "Friends"}, 400, "RequestBodyRead"),
        ({"displayName": "friends"}, 409, "ErrorFolderExists"),
    ],
)
def test_what_is_no_folder(graph: Graph, given: dict[str, str], status: int, code: str) -> None:
    ok(graph.post("/me/contactFolders", {"displayName": "Friends"}), 201)
    assert error(graph.post("/me/contactFolders", given))[:2] == (status, code)


def test_folders_of_something_else(graph: Graph) -> None:
    inbox = graph.mailbox().folders.distinguished("inbox").folder_id.translate(str.maketrans("/+", "-_"))
    assert error(graph.get(f"/me/contactFolders/{inbox}"))[:2] == (404, "ErrorItemNotFound")
    assert error(graph.delete("/me/contactFolders/contacts"))[:2] == (403, "ErrorDeleteDistinguishedFolder")
    assert error(graph.get("/me/contactFolders", scopes=("Mail.Read",)))[:2] == (403, "ErrorAccessDenied")


def test_folders_by_name(graph: Graph) -> None:
    for name in ("Friends", "Foes", "Family"):
        graph.post("/me/contactFolders", {"displayName": name})
    for query, found in (
        ("$filter=displayName eq 'friends'", ["Friends"]),
        ("$filter=startswith(displayName,'f')&$orderby=displayName desc&$top=2", ["Friends", "Foes"]),
    ):
        assert [each["displayName"] for each in ok(graph.get(f"/me/contactFolders?{query}"))["value"]] == found


def test_a_folder_is_deleted_for_good(graph: Graph) -> None:
    path = f"/me/contactFolders/{ok(graph.post('/me/contactFolders', {'displayName': 'Friends'}), 201)['id']}"
    assert graph.post(f"{path}/permanentDelete").status_code == 204
    assert error(graph.get(path))[0] == 404
