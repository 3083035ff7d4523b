"""zeep makes its client from the description, and works with a mailbox by it."""

from typing import Any

import pytest
import requests

from pytest_m365 import Target, Tenant

zeep = pytest.importorskip("zeep", reason="zeep is not installed: pip install zeep")

VERSION = {"RequestVersion": {"Version": "Exchange2016"}}


@pytest.fixture
def client(m365: Target) -> Any:
    session = requests.Session()
    session.verify = m365.ca_file
    session.headers["Authorization"] = f"Bearer {m365.token('https://outlook.office365.com/EWS.AccessAsUser.All')}"
    return zeep.Client(m365.ews_url.rpartition("/")[0] + "/Services.wsdl", transport=zeep.Transport(session=session))


def message_of(answer: Any) -> Any:
    """Return the only response message of an answer."""
    ((message,),) = (one.values() for one in answer.body.ResponseMessages._value_1)
    return message


def test_messages_are_made_found_and_read(client: Any, m365_fake: Tenant) -> None:
    service = client.service
    inbox = {"_value_1": [{"DistinguishedFolderId": {"Id": "inbox"}}]}
    got = message_of(service.GetFolder(FolderShape={"BaseShape": "Default"}, FolderIds=inbox, _soapheaders=VERSION))
    assert got.Folders._value_1[0]["Folder"].DisplayName == "Inbox"

    new = {
        "Subject": "Made by zeep",
        "Body": {"_value_1": "Hello", "BodyType": "Text"},
        "Importance": "High",
        "Categories": {"_value_1": [{"String": "Red"}]},
        "ToRecipients": {"_value_1": [{"Mailbox": {"Name": "Bob", "EmailAddress": "bob@example.com"}}]},
        "IsRead": True,
        "Flag": {"FlagStatus": "Flagged"},
    }
    made = message_of(
        service.CreateItem(
            MessageDisposition="SaveOnly",
            SavedItemFolderId={"DistinguishedFolderId": {"Id": "inbox"}},
            Items={"_value_1": [{"Message": new}]},
            _soapheaders=VERSION,
        )
    )
    assert (made.ResponseClass, made.ResponseCode) == ("Success", "NoError")
    (stored,) = m365_fake.mailbox("alice").messages()
    assert (stored.subject, stored.is_read, stored.flagged) == ("Made by zeep", True, True)

    restriction = {
        "_value_1": [
            {
                "IsEqualTo": {
                    "FieldURI": {"FieldURI": "item:Subject"},
                    "FieldURIOrConstant": {"Constant": {"Value": "Made by zeep"}},
                }
            }
        ]
    }
    found = message_of(
        service.FindItem(
            Traversal="Shallow",
            ItemShape={"BaseShape": "IdOnly"},
            IndexedPageItemView={"MaxEntriesReturned": 10, "Offset": 0, "BasePoint": "Beginning"},
            Restriction=restriction,
            ParentFolderIds=inbox,
            _soapheaders=VERSION,
        )
    )
    assert found.RootFolder.TotalItemsInView == 1
    item_id = found.RootFolder.Items._value_1[0]["Message"].ItemId

    shape = {"BaseShape": "AllProperties", "IncludeMimeContent": True, "BodyType": "Text"}
    read = message_of(
        service.GetItem(ItemShape=shape, ItemIds={"_value_1": [{"ItemId": {"Id": item_id.Id}}]}, _soapheaders=VERSION)
    )
    item = read.Items._value_1[0]["Message"]
    assert (item.Importance, item.Categories._value_1[0]["String"]) == ("High", "Red")
    assert item.Body._value_1.strip() == "Hello"
    assert item.DateTimeReceived.tzinfo is not None
    assert item.ToRecipients._value_1[0]["Mailbox"].EmailAddress == "bob@example.com"


def test_a_refusal_is_a_message_or_a_fault(client: Any) -> None:
    gone = {"_value_1": [{"ItemId": {"Id": "AAMk"}}]}
    message = message_of(client.service.GetItem({"BaseShape": "IdOnly"}, gone, _soapheaders=VERSION))
    assert (message.ResponseClass, message.ResponseCode) == ("Error", "ErrorInvalidIdMalformed")
    with pytest.raises(zeep.exceptions.Fault, match="invalid"):
        client.service.GetItem({"BaseShape": "Everything"}, gone, _soapheaders=VERSION)
