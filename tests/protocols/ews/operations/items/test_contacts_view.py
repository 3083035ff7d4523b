"""FindItem with the names of m:ContactsView."""

import pytest

from tests.protocols.ews.client import Ews
from tests.protocols.ews.operations.items.finding import contains, request, shape_of


@pytest.fixture
def contacts(ews: Ews) -> Ews:
    """Four contacts, one of them without a name."""
    folder = ews.mailbox.folders.distinguished("contacts")
    for name in ("Ann", "Bob", "carol"):
        ews.mailbox.items.add(folder, "IPM.Contact", {"display_name": name})
    ews.mailbox.items.add(folder, "IPM.Contact", {})
    return ews


@pytest.mark.parametrize(
    ("names", "found"),
    [
        ('InitialName="B"', {"Bob", "carol"}),
        ('InitialName="Bob" FinalName="Bob"', {"Bob"}),
        ('FinalName="Bo"', {"Ann", ""}),
        ('FinalName="CAROL"', {"Ann", "Bob", "carol", ""}),
        ('InitialName="C" FinalName="B"', set()),
        ("", {"Ann", "Bob", "carol", ""}),
    ],
)
def test_names_lie_between_the_two(contacts: Ews, names: str, found: set[str]) -> None:
    view = f'<m:ContactsView MaxEntriesReturned="10" {names}/>'
    parents = '<t:DistinguishedFolderId Id="contacts"/>'
    answer = contacts(request(shape_of("contacts:DisplayName"), view, parents))
    shown = {str(contact.findtext("{*}DisplayName") or "") for contact in answer.all(".//t:Contact")}
    assert shown == found


def test_a_restriction_holds_besides(contacts: Ews) -> None:
    view = '<m:ContactsView MaxEntriesReturned="10" InitialName="B"/>'
    restriction = f"<m:Restriction>{contains('contacts:DisplayName', 'o')}</m:Restriction>"
    parents = '<t:DistinguishedFolderId Id="contacts"/>'
    answer = contacts(request(shape_of("contacts:DisplayName"), view + restriction, parents))
    assert sorted(answer.texts(".//t:DisplayName")) == ["Bob", "carol"]
