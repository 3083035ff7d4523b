"""Contacts as Exchange answers them, element by element, beside what this service answers in the like situation."""

from lxml import etree

from tests.protocols.ews.client import Ews
from tests.protocols.ews.getting import get_item
from tests.protocols.ews.recordings import comparable, recorded

OF_2010 = '<t:RequestServerVersion Version="Exchange2010"/>'


def got(ews: Ews, content: str) -> etree._Element:
    create = f"<m:CreateItem><m:Items><t:Contact>{content}</t:Contact></m:Items></m:CreateItem>"
    assert ews(create, header=OF_2010).codes == ["NoError"]
    (item,) = ews.mailbox.messages("contacts")
    return ews(get_item(item.item_id, base="AllProperties"), header=OF_2010).find(".//t:Contact")


def test_a_contact_by_get_item(ews: Ews) -> None:
    (theirs,) = recorded("Contacts/ContactsAPITest.testCreateContact", 3, ".//t:Contact")
    mine = got(
        ews,
        "<t:GivenName>John</t:GivenName>"
        '<t:EmailAddresses><t:Entry Key="EmailAddress1">john.smith@gmail.com</t:Entry></t:EmailAddresses>'
        '<t:PhoneNumbers><t:Entry Key="HomePhone">000</t:Entry></t:PhoneNumbers><t:Surname>Smith</t:Surname>',
    )
    assert comparable(mine) == comparable(theirs)
