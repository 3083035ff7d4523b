"""Contacts and lists, and what FindPeople and GetPersona are asked."""

from tests.protocols.ews.client import Ews

VIEW = '<m:IndexedPageItemView MaxEntriesReturned="10" Offset="0" BasePoint="Beginning"/>'
CONTACTS = '<m:ParentFolderId><t:DistinguishedFolderId Id="contacts"/></m:ParentFolderId>'
DIRECTORY = '<m:ParentFolderId><t:DistinguishedFolderId Id="directory"/></m:ParentFolderId>'


def create(ews: Ews, item: str) -> str:
    """Return the id of a new item."""
    return ews(f"<m:CreateItem><m:Items>{item}</m:Items></m:CreateItem>").attribute(".//t:ItemId", "Id")


def contact(ews: Ews, given: str, surname: str, *addresses: str, more: str = "") -> str:
    """Return the id of a new contact of alice's."""
    entries = "".join(
        f'<t:Entry Key="EmailAddress{number}">{address}</t:Entry>' for number, address in enumerate(addresses, 1)
    )
    emails = f"<t:EmailAddresses>{entries}</t:EmailAddresses>" if entries else ""
    return create(
        ews,
        f"<t:Contact><t:DisplayName>{given} {surname}</t:DisplayName><t:GivenName>{given}</t:GivenName>{emails}{more}"
        f"<t:Surname>{surname}</t:Surname></t:Contact>",
    )


def find(inside: str, view: str = VIEW, shape: str = "") -> str:
    """Return a FindPeople; ``inside`` comes behind the view."""
    return f"<m:FindPeople>{shape}{view}{inside}</m:FindPeople>"


def shape(base: str, *properties: str) -> str:
    """Return a PersonaShape."""
    paths = "".join(f'<t:FieldURI FieldURI="{uri}"/>' for uri in properties)
    additional = f"<t:AdditionalProperties>{paths}</t:AdditionalProperties>" if paths else ""
    return f"<m:PersonaShape><t:BaseShape>{base}</t:BaseShape>{additional}</m:PersonaShape>"
