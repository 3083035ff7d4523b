"""Search folders are made by Graph, show what their filter meets, and are seen by the other protocols."""

from typing import Any

import pytest

from fakeserver.protocols.graph.ids import rest_id
from fakeserver.tenant.exchange.search_folders import SearchFolder
from tests.protocols.graph.asking import Graph, ok
from tests.state.round_trip import again

INVOICES = {
    "@odata.type": "microsoft.graph.mailSearchFolder",
    "displayName": "Invoices",
    "includeNestedFolders": True,
    "sourceFolderIds": ["inbox"],
    "filterQuery": "contains(subject,'invoice')",
}


@pytest.fixture
def made(graph: Graph) -> dict[str, Any]:
    box = graph.mailbox()
    box.deliver(subject="Invoice 1")
    box.deliver(subject="other")
    shown: dict[str, Any] = ok(graph.post("/me/mailFolders/searchfolders/childFolders", INVOICES), 201)
    return shown


def subjects(graph: Graph, folder: dict[str, Any]) -> list[str]:
    found = ok(graph.get(f"/me/mailFolders/{folder['id']}/messages?$select=subject&$orderby=subject"))
    return [each["subject"] for each in found["value"]]


def test_it_shows_what_its_filter_meets(graph: Graph, made: dict[str, Any]) -> None:
    assert made["@odata.type"] == "#microsoft.graph.mailSearchFolder"
    assert (made["isSupported"], made["includeNestedFolders"]) == (True, True)
    assert made["filterQuery"] == INVOICES["filterQuery"]
    assert made["sourceFolderIds"] == [ok(graph.get("/me/mailFolders/inbox"))["id"]]
    assert (made["totalItemCount"], subjects(graph, made)) == (1, ["Invoice 1"])
    below = ok(graph.post("/me/mailFolders/inbox/childFolders", {"displayName": "below"}), 201)
    late = ok(graph.post(f"/me/mailFolders/{below['id']}/messages", {"subject": "An invoice, late"}), 201)
    assert late["parentFolderId"] == below["id"]
    assert subjects(graph, made) == ["An invoice, late", "Invoice 1"]
    graph.patch(f"/me/mailFolders/{made['id']}", {"includeNestedFolders": False})
    assert subjects(graph, made) == ["Invoice 1"]


def test_one_that_is_filtered_by_nothing_known_stays_as_it_was(graph: Graph, made: dict[str, Any]) -> None:
    changes = {"displayName": "Renamed", "filterQuery": "colour eq 1"}
    assert ok(graph.patch(f"/me/mailFolders/{made['id']}", changes), 400)
    shown = ok(graph.get(f"/me/mailFolders/{made['id']}"))
    assert (shown["displayName"], shown["filterQuery"]) == ("Invoices", INVOICES["filterQuery"])


def test_it_is_told_to_show_something_else(graph: Graph, made: dict[str, Any]) -> None:
    changes = {"filterQuery": "subject eq 'other'", "displayName": "Others"}
    changed = ok(graph.patch(f"/me/mailFolders/{made['id']}", changes))
    assert (changed["displayName"], changed["filterQuery"]) == ("Others", "subject eq 'other'")
    assert changed["sourceFolderIds"] == made["sourceFolderIds"]
    assert subjects(graph, made) == ["other"]


def test_the_other_protocols_show_it(graph: Graph, made: dict[str, Any]) -> None:
    assert [item.subject for item in graph.mailbox().messages("searchfolders/Invoices")] == ["Invoice 1"]


def test_it_outlives_the_server(graph: Graph, made: dict[str, Any]) -> None:
    box = again(graph.tenant).mailbox("alice")
    assert [item.subject for item in box.messages("searchfolders/Invoices")] == ["Invoice 1"]
    box.deliver(subject="Invoice 2")
    assert [item.subject for item in box.messages("searchfolders/Invoices")] == ["Invoice 1", "Invoice 2"]


def test_one_that_ews_has_made_cannot_be_changed_here(graph: Graph) -> None:
    folders = graph.mailbox().folders
    folder = folders.create(folders.distinguished("searchfolders"), "Otherwise")
    folder.search = SearchFolder(lambda item: not item.is_read, (folders.distinguished("inbox"),), deep=False)
    built_in = ok(graph.get(f"/me/mailFolders/{rest_id(folder.folder_id)}"))
    assert (built_in["isSupported"], built_in["filterQuery"]) == (False, None)
    error = ok(graph.patch(f"/me/mailFolders/{built_in['id']}", {"includeNestedFolders": False}), 400)["error"]
    assert error["code"] in ("ErrorInvalidOperation", "ErrorAccessDenied")


@pytest.mark.parametrize(
    ("given", "code"),
    [
        ({"filterQuery": "contains(subject,"}, "BadRequest"),
        ({"filterQuery": "colour eq 'red'"}, "RequestBroker--ParseUri"),
        ({"filterQuery": 7}, "BadRequest"),
        ({"filterQuery": None}, "BadRequest"),
        ({"sourceFolderIds": []}, "ErrorInvalidRequest"),
        ({"sourceFolderIds": [1]}, "BadRequest"),
        ({"sourceFolderIds": ["AAAA"]}, "ErrorInvalidIdMalformed"),
        ({"sourceFolderIds": "inbox"}, "BadRequest"),
        ({"includeNestedFolders": "yes"}, "BadRequest"),
        ({"isSupported": True}, "ErrorInvalidPropertySet"),
        ({"colour": "red"}, "RequestBodyRead"),
    ],
    ids=str,
)
def test_what_cannot_be_is_refused_and_nothing_is_made(graph: Graph, given: dict[str, Any], code: str) -> None:
    error = ok(graph.post("/me/mailFolders/searchfolders/childFolders", INVOICES | given), 400)["error"]
    assert error["code"] == code
    assert "Invoices" not in [each["displayName"] for each in ok(graph.get("/me/mailFolders"))["value"]]
    assert graph.mailbox().folders.distinguished("searchfolders").child("Invoices") is None


@pytest.mark.parametrize("name", ["filterQuery", "sourceFolderIds", "displayName"])
def test_what_is_missing_is_named(graph: Graph, name: str) -> None:
    body = {key: value for key, value in INVOICES.items() if key != name}
    error = ok(graph.post("/me/mailFolders/searchfolders/childFolders", body), 400)["error"]
    assert name in error["message"]


def test_a_search_folder_is_not_searched(graph: Graph, made: dict[str, Any]) -> None:
    body = INVOICES | {"displayName": "Twice", "sourceFolderIds": [made["id"]]}
    error = ok(graph.post("/me/mailFolders", body), 400)["error"]
    assert error["message"] == "A search folder cannot search another search folder."
