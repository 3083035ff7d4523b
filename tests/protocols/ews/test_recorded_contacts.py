"""Contacts as Exchange answers them, element by element, beside what this service answers in the like situation."""

from lxml import etree

from tests.protocols.ews.client import Ews
from tests.protocols.ews.getting import get_item
from tests.protocols.ews.recordings import comparable, recorded

#: What differs still, and why: lines that stand in one of the two only.
_NAMES = "the service makes the names of a contact of their parts; here they are what was set"
_NEVER_SENT = "the service takes a contact for a draft, to which nobody answers; here it is none"
_ATTRIBUTES = "GetItem adds three attributes"
_SERVICE_ONLY = "of the service's own synchronization with other networks"
DIFFERENCES = {
    "  Subject  John Smith": _NAMES,
    "  DisplayName  John Smith": _NAMES,
    "  FileAs": _NAMES,
    "  FileAsMapping  None": _NAMES,
    "  IsDraft  true": _NEVER_SENT,
    "  IsDraft  false": _NEVER_SENT,
    "  ReminderIsSet  false": "the service shows no reminder where none was set",
    "  ReminderMinutesBeforeStart  0": "the service shows no reminder where none was set",
    "    Entry Key=EmailAddress1 Name=* RoutingType=* MailboxType=* john.smith@gmail.com": _ATTRIBUTES,
    "    Entry Key=EmailAddress1 john.smith@gmail.com": _ATTRIBUTES,
    "  AccountName  0dFDodlpkX+FplyZJh3LX2bfu9E=": _SERVICE_ONLY,
    "  ObjectId  4898a5eebb504dd8ab29bcd0225c52b0": _SERVICE_ONLY,
    "  SourceId  EXCH": _SERVICE_ONLY,
}
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
    ours, recorded_lines = comparable(mine), comparable(theirs)
    assert [line for line in ours if line not in DIFFERENCES] == [
        line for line in recorded_lines if line not in DIFFERENCES
    ]
    # One that is no longer there goes out of the table.
    assert DIFFERENCES.keys() == set(ours) ^ set(recorded_lines)
