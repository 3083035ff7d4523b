"""Contacts as Exchange answers them, element by element, beside what this service answers in the like situation."""

import re

from lxml import etree

from tests.protocols.ews.client import Ews
from tests.protocols.ews.getting import get_item
from tests.protocols.ews.recordings import comparable, recorded

#: What is another in each mailbox, and what it looks like.
OWN = {"AccountName": r"[A-Za-z0-9+/]{27}=", "ObjectId": r"[0-9a-f]{32}"}
OF_2010 = '<t:RequestServerVersion Version="Exchange2010"/>'


def got(ews: Ews, content: str) -> etree._Element:
    create = f"<m:CreateItem><m:Items><t:Contact>{content}</t:Contact></m:Items></m:CreateItem>"
    assert ews(create, header=OF_2010).codes == ["NoError"]
    (item,) = ews.mailbox.messages("contacts")
    return ews(get_item(item.item_id, base="AllProperties"), header=OF_2010).find(".//t:Contact")


def shown(contact: etree._Element) -> list[str]:
    """Return a contact as lines, without what is another in each mailbox."""
    lines = []
    for line in comparable(contact):
        name, _, text = line.strip().partition(" ")
        form = OWN.get(name)
        lines.append(f"  {name} *" if form and re.fullmatch(form, text.strip()) else line)
    return lines


def test_a_contact_by_get_item(ews: Ews) -> None:
    (theirs,) = recorded("Contacts/ContactsAPITest.testCreateContact", 3, ".//t:Contact")
    mine = got(
        ews,
        "<t:GivenName>John</t:GivenName>"
        '<t:EmailAddresses><t:Entry Key="EmailAddress1">john.smith@gmail.com</t:Entry></t:EmailAddresses>'
        '<t:PhoneNumbers><t:Entry Key="HomePhone">000</t:Entry></t:PhoneNumbers><t:Surname>Smith</t:Surname>',
    )
    assert shown(mine) == shown(theirs)
