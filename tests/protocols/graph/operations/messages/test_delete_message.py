"""Deleting messages: to Deleted Items, to the recoverable items, for good."""

from tests.protocols.graph.asking import Graph, error
from tests.protocols.graph.operations.messages.mailing import ACCESS_DENIED, id_of, only


def test_it_goes_to_deleted_items_and_then_to_the_recoverable_ones(graph: Graph) -> None:
    item = graph.deliver("Hello")
    answer = graph.delete(f"/me/messages/{id_of(item)}")
    assert (answer.status_code, answer.content) == (204, b"")
    assert (only(graph, "deleteditems"), graph.mailbox().messages()) == (item, [])
    graph.delete(f"/me/messages/{id_of(item)}")
    assert (only(graph, "recoverableitemsdeletions"), graph.mailbox().messages("deleteditems")) == (item, [])


def test_its_former_id_is_gone(graph: Graph) -> None:
    item = graph.deliver("Hello")
    former = id_of(item)
    graph.delete(f"/me/messages/{former}")
    said = "The specified object was not found in the store., The process failed to get the correct properties."
    assert error(graph.delete(f"/me/messages/{former}")) == (404, "ErrorItemNotFound", said)
    assert error(graph.delete("/me/messages/nothing")) == (400, "ErrorInvalidIdMalformed", "Id is malformed.")


def test_for_good(graph: Graph) -> None:
    item = graph.deliver("Hello")
    assert graph.post(f"/me/messages/{id_of(item)}/permanentDelete").status_code == 204
    for folder in ("inbox", "deleteditems", "recoverableitemsdeletions"):
        assert graph.mailbox().messages(folder) == []


def test_there_is_no_room_for_what_is_deleted(graph: Graph) -> None:
    item = graph.deliver("Hello")
    graph.mailbox().recoverable_items_full = True
    assert error(graph.post(f"/me/messages/{id_of(item)}/permanentDelete"))[:2] == (507, "ErrorQuotaExceeded")
    assert graph.delete(f"/me/messages/{id_of(item)}").status_code == 204
    assert error(graph.delete(f"/me/messages/{id_of(item)}"))[:2] == (507, "ErrorQuotaExceeded")
    assert only(graph, "deleteditems") is item


def test_in_any_folder_that_the_path_names(graph: Graph) -> None:
    item = graph.deliver("Hello")
    assert graph.delete(f"/me/mailFolders/inbox/messages/{id_of(item)}").status_code == 204


def test_only_who_may(graph: Graph) -> None:
    alice, bob = graph.tenant.user("alice"), graph.tenant.user("bob")
    item = graph.deliver("Hello", "bob")
    graph.tenant.rights.add_folder_permission(bob, "inbox", alice, "Reviewer")
    assert error(graph.delete(f"/users/{bob.upn}/messages/{id_of(item)}")) == ACCESS_DENIED
    assert error(graph.delete(f"/me/messages/{id_of(item)}", user="bob", scopes=("Mail.Read",))) == ACCESS_DENIED
    graph.tenant.rights.add_folder_permission(bob, "inbox", alice, "Editor")
    assert graph.delete(f"/users/{bob.upn}/messages/{id_of(item)}").status_code == 204
