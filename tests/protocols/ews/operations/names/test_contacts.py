"""ResolveNames over contacts and private distribution lists."""

import pytest

from tests.protocols.ews.client import Ews
from tests.protocols.ews.operations.people.contacts import contact, create

ADDRESSES = ".//t:Resolution/t:Mailbox/t:EmailAddress"


def request(entry: str, scope: str, attributes: str = 'ReturnFullContactData="false"', folders: str = "") -> str:
    return (
        f'<m:ResolveNames {attributes} SearchScope="{scope}">{folders}<m:UnresolvedEntry>{entry}</m:UnresolvedEntry>'
        "</m:ResolveNames>"
    )


def named(folder: str) -> str:
    return f'<t:DistinguishedFolderId Id="{folder}"/>'


@pytest.mark.parametrize("entry", ["bobby", "brown", "bobby@", "SMTP:bobby@elsewhere.example"])
def test_a_contact(ews: Ews, entry: str) -> None:
    item_id = contact(ews, "Bobby", "Brown", "bobby@elsewhere.example")
    answer = ews(request(entry, "Contacts"))
    assert answer.codes == ["NoError"]
    mailbox = answer.find(".//t:Resolution/t:Mailbox")
    assert [child.text for child in mailbox][:4] == ["Bobby Brown", "bobby@elsewhere.example", "SMTP", "Contact"]
    assert answer.attribute(".//t:Mailbox/t:ItemId", "Id") == item_id
    assert answer.all(".//t:Contact") == []


def test_the_scope_says_where_and_in_which_order(ews: Ews) -> None:
    contact(ews, "Bobby", "Brown", "bobby@elsewhere.example")
    bobby, bob = "bobby@elsewhere.example", ews.bob.address
    found = {
        "ActiveDirectory": [bob],
        "ActiveDirectoryContacts": [bob, bobby],
        "ContactsActiveDirectory": [bobby, bob],
        "Contacts": [bobby],
    }
    for scope, addresses in found.items():
        assert ews(request("bob", scope)).texts(ADDRESSES) == addresses, scope
    assert ews(request("bob", "Contacts"), ews.bob).codes == ["ErrorNameResolutionNoResults"]


def test_each_address_is_a_candidate(ews: Ews) -> None:
    contact(ews, "Bobby", "Brown", "b@one.example", "b@two.example")
    contact(ews, "Bobby", "Green")
    answer = ews(request("bobby", "Contacts"))
    assert answer.codes == ["ErrorNameResolutionMultipleResults"]
    assert answer.texts(ADDRESSES) == ["b@one.example", "b@two.example"]
    assert ews(request("smtp:b@two.example", "Contacts")).texts(ADDRESSES) == ["b@two.example"]


def test_a_contacts_data(ews: Ews) -> None:
    contact(ews, "Bobby", "Brown", "bobby@elsewhere.example", more="<t:CompanyName>Litware</t:CompanyName>")
    full = 'ReturnFullContactData="true"'
    default = ews(request("bobby", "Contacts", full))
    assert default.texts(".//t:Contact/t:CompanyName") == ["Litware"]
    assert default.texts(".//t:Contact/t:GivenName") == []
    everything = ews(request("bobby", "Contacts", f'{full} ContactDataShape="AllProperties"'))
    assert everything.texts(".//t:Contact/t:GivenName") == ["Bobby"]
    (only,) = ews(request("bobby", "Contacts", f'{full} ContactDataShape="IdOnly"')).all(".//t:Contact")
    assert [child.tag.rpartition("}")[2] for child in only] == ["ItemId"]


def test_a_private_list(ews: Ews) -> None:
    item_id = create(ews, "<t:DistributionList><t:DisplayName>Friends</t:DisplayName></t:DistributionList>")
    answer = ews(request("frie", "Contacts", 'ReturnFullContactData="true"'))
    assert answer.texts(".//t:Mailbox/t:MailboxType") == ["PrivateDL"]
    assert answer.attribute(".//t:Mailbox/t:ItemId", "Id") == item_id
    assert answer.all(".//t:Contact") == []


def test_folders(ews: Ews) -> None:
    contact(ews, "Bobby", "Brown", "bobby@elsewhere.example")

    def asked(*folders: str) -> str:
        listed = "".join(map(named, folders))
        return request("bobby", "Contacts", folders=f"<m:ParentFolderIds>{listed}</m:ParentFolderIds>")

    assert ews(asked("contacts")).texts(ADDRESSES) == ["bobby@elsewhere.example"]
    assert ews(asked("recipientcache")).codes == ["ErrorNameResolutionNoResults"]
    assert ews(asked("inbox")).codes == ["ErrorResolveNamesInvalidFolderType"]
    assert ews(asked("contacts", "contacts")).codes == ["ErrorResolveNamesOnlyOneContactsFolderAllowed"]
