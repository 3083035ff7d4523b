"""Delta of folders: the tree at first, then what happened to folders."""

from fakeserver.tenant.exchange.values import DeleteMode
from tests.protocols.graph.asking import Graph, ok
from tests.protocols.graph.operations.following.test_messages_delta import followed

DELTA = "/me/mailFolders/delta"


def test_folders_that_come_change_and_go(graph: Graph) -> None:
    box = graph.mailbox()
    entries, link = followed(graph, DELTA)
    names = {entry["displayName"] for entry in entries}
    assert {"Inbox", "Drafts", "Sent Items", "Deleted Items"} <= names
    assert "Calendar" not in names
    assert {entry["@odata.type"] for entry in entries} == {"#microsoft.graph.mailFolder"}
    graph.deliver("What happens in a folder is not told")
    assert followed(graph, link)[0] == []
    with box.lock:
        folder = box.folders.create(box.folders.distinguished("inbox"), "Invoices")
    [made], link = followed(graph, link)
    assert made["displayName"] == "Invoices"
    with box.lock:
        box.folders.rename(folder, "Bills")
    [renamed], link = followed(graph, link)
    assert (renamed["id"], renamed["displayName"]) == (made["id"], "Bills")
    with box.lock:
        box.folders.delete(folder, DeleteMode.HARD)
    [gone], link = followed(graph, link)
    assert gone == {
        "@odata.type": "#microsoft.graph.mailFolder",
        "id": made["id"],
        "@removed": {"reason": "deleted"},
    }


def test_a_page_of_some(graph: Graph) -> None:
    whole, _ = followed(graph, DELTA)
    first = graph.get(DELTA, headers={"Prefer": "odata.maxpagesize=2"})
    assert len(ok(first)["value"]) == 2
    pages, _ = followed(graph, DELTA, headers={"Prefer": "odata.maxpagesize=2"})
    assert sorted(entry["id"] for entry in pages) == sorted(entry["id"] for entry in whole)


def test_a_delegate_is_told_of_what_they_see(graph: Graph) -> None:
    tenant, box = graph.tenant, graph.mailbox("bob")
    alice, bob = tenant.user("alice"), tenant.user("bob")
    with box.lock:
        shared = box.folders.create(box.folders.distinguished("inbox"), "Shared")
        box.folders.create(box.folders.distinguished("inbox"), "Own")
    tenant.rights.add_folder_permission(bob, "Inbox/Shared", alice, "Reviewer")
    path = f"/users/{bob.upn}/mailFolders/delta"
    entries, link = followed(graph, path)
    assert [entry["displayName"] for entry in entries] == ["Shared"]
    assert followed(graph, link)[0] == []
    tenant.rights.remove_folder_permission(bob, "Inbox/Shared", alice)
    assert shared.exists
