"""The properties of contacts as they are read: microsoft.graph.contact.

The order is that of answers, in which the complex ones come last. Sources: MicrosoftDocs/feedback#2357;
learn.microsoft.com/graph/api/resources/contact and the samples of contact-update; msgraph-metadata for what v1.0 has.
"""

from collections.abc import Iterable
from typing import Final

from fakeserver.protocols.graph.ids import item_id, rest_id
from fakeserver.protocols.graph.properties.table import EntityType, Property
from fakeserver.protocols.graph.properties.values import moment
from fakeserver.protocols.graph.properties.view import View
from fakeserver.protocols.graph.values.places import postal
from fakeserver.tenant.exchange.entities import Folder, Item
from fakeserver.tenant.exchange.kinds.contact import ContactAddress, PhoneKind, PostalAddressKind

#: Property -> the one of the tenant, for those that are texts as they are.
TEXTS: Final = {
    "fileAs": "file_as",
    "displayName": "display_name",
    "givenName": "given_name",
    "initials": "initials",
    "middleName": "middle_name",
    "nickName": "nickname",
    "surname": "surname",
    "title": "title",
    "yomiGivenName": "yomi_first_name",
    "yomiSurname": "yomi_last_name",
    "generation": "generation",
    "jobTitle": "job_title",
    "companyName": "company_name",
    "department": "department",
    "officeLocation": "office_location",
    "profession": "profession",
    "businessHomePage": "business_home_page",
    "assistantName": "assistant_name",
    "manager": "manager",
    "spouseName": "spouse_name",
}
#: Property -> the numbers that stand in its list, in order.
PHONES: Final = {
    "homePhones": (PhoneKind.HOME, PhoneKind.HOME_2),
    "businessPhones": (PhoneKind.BUSINESS, PhoneKind.BUSINESS_2),
}
ADDRESSES: Final = {
    "homeAddress": PostalAddressKind.HOME,
    "businessAddress": PostalAddressKind.BUSINESS,
    "otherAddress": PostalAddressKind.OTHER,
}
#: Property -> the number of the address.
MAILS: Final = {"primaryEmailAddress": 1, "secondaryEmailAddress": 2, "tertiaryEmailAddress": 3}


def _text(name: str) -> Property[Item]:
    field = TEXTS[name]
    # Recorded: a contact that is filed as nothing says so by an empty text.
    unset = "" if name == "fileAs" else None
    return Property(name, lambda item, _: item.get(field) or unset)


def _texts(names: str) -> Iterable[Property[Item]]:
    return (_text(name) for name in names.split())


def _phones(name: str) -> Property[Item]:
    kinds = PHONES[name]

    def read(item: Item, _view: View) -> list[str]:
        known = item.get("phone_numbers") or {}
        return [known[kind] for kind in kinds if known.get(kind)]

    return Property(name, read)


def _address(name: str) -> Property[Item]:
    kind = ADDRESSES[name]
    return Property(name, lambda item, _: postal((item.get("physical_addresses") or {}).get(kind)))


def _written_mail(one: ContactAddress) -> dict[str, str]:
    return {"name": one.name or one.address, "address": one.address}


def _mail(name: str) -> Property[Item]:
    number = MAILS[name]

    def read(item: Item, _view: View) -> dict[str, str] | None:
        one = (item.get("email_addresses") or {}).get(number)
        return _written_mail(one) if one is not None and one.address else None

    return Property(name, read)


def _mails(item: Item, _view: View) -> list[dict[str, str]]:
    known = item.get("email_addresses") or {}
    return [_written_mail(known[number]) for number in sorted(known) if known[number].address]


def _im_addresses(item: Item, _view: View) -> list[str]:
    known = item.get("im_addresses") or {}
    return [known[number] for number in sorted(known) if known[number]]


CONTACT: Final = EntityType[Item](
    "microsoft.graph.contact",
    (
        Property("@odata.etag", lambda item, _: f'W/"{item.change_key}"'),
        Property("id", lambda item, view: item_id(item, immutable=view.immutable_ids)),
        Property("createdDateTime", lambda item, _: moment(item.created_at)),
        Property("lastModifiedDateTime", lambda item, _: moment(item.modified_at)),
        Property("changeKey", lambda item, _: item.change_key),
        Property("categories", lambda item, _: list(item.get("categories") or ())),
        Property("parentFolderId", lambda item, _: rest_id(item.folder.folder_id)),
        Property("birthday", lambda item, _: moment(item.get("birthday"))),
        *_texts("fileAs displayName givenName initials middleName nickName surname title yomiGivenName yomiSurname"),
        # Assumption: the store has no place for it; writing it is refused.
        Property("yomiCompanyName", lambda item, _: None),
        *_texts("generation"),
        Property("imAddresses", _im_addresses),
        *_texts("jobTitle companyName department officeLocation profession businessHomePage assistantName manager"),
        _phones("homePhones"),
        Property("mobilePhone", lambda item, _: (item.get("phone_numbers") or {}).get(PhoneKind.MOBILE) or None),
        _phones("businessPhones"),
        *_texts("spouseName"),
        Property("personalNotes", lambda item, _: item.get("text_body") or ""),
        Property("children", lambda item, _: list(item.get("children") or ())),
        Property("emailAddresses", _mails),
        *(_mail(name) for name in MAILS),
        *(_address(name) for name in ADDRESSES),
    ),
    frozenset({"extensions", "photo", "singleValueExtendedProperties", "multiValueExtendedProperties"}),
)


def _parent(folder: Folder, _view: View) -> str | None:
    return None if folder.parent is None else rest_id(folder.parent.folder_id)


CONTACT_FOLDER: Final = EntityType[Folder](
    "microsoft.graph.contactFolder",
    (
        Property("id", lambda folder, _: rest_id(folder.folder_id)),
        Property("parentFolderId", _parent),
        Property("displayName", lambda folder, _: folder.display_name),
    ),
    frozenset({"childFolders", "contacts", "singleValueExtendedProperties", "multiValueExtendedProperties"}),
)


def is_contact_folder(folder: Folder) -> bool:
    """Say whether a folder holds contacts."""
    return folder.folder_class.lower() == "ipf.contact" or folder.folder_class.lower().startswith("ipf.contact.")
