"""Answers are of the types of Microsoft's metadata, down to the last member."""

from tests.protocols.graph.asking import Graph, ok
from tests.protocols.graph.metadata.conforming import faults
from tests.protocols.graph.operations.contacts.test_contacts import ALL, PAVEL


def test_contacts_and_their_folders(graph: Graph) -> None:
    for given in (ALL, PAVEL, {"givenName": "Ann"}):
        ok(graph.post("/me/contacts", given), 201)
    ok(graph.post("/me/contactFolders", {"displayName": "Friends"}), 201)
    for path, edm in (
        ("/me/contacts", "contact"),
        ("/me/contacts/delta", "contact"),
        ("/me/contactFolders", "contactFolder"),
    ):
        value = ok(graph.get(path))["value"]
        assert value
        assert list(faults(value, f"Collection(graph.{edm})")) == []
