"""What rules name: addresses, folders, and a message to reply with.

Assumption: where an address, or a folder of the mailbox, is looked for and not found, and what that is called.
"""

from typing import Final

from fakeserver.protocols.ews.errors import EwsError
from fakeserver.protocols.ews.operations.inbox_rules.errors import InvalidField
from fakeserver.protocols.ews.operations.inbox_rules.parts import Kind, Place
from fakeserver.protocols.ews.request.ids import FOLDER_ID, TARGET_FOLDER, named_folder, read_target
from fakeserver.protocols.ews.request.mailboxes import MAILBOX
from fakeserver.protocols.ews.soap.complex_types import ANY, complex_type, list_type
from fakeserver.protocols.ews.soap.reading import Element
from fakeserver.protocols.ews.soap.writing import Xml, element
from fakeserver.protocols.ews.values.addresses import ADDRESS_ENTRY
from fakeserver.tenant.access.checks.recipients import is_nobody
from fakeserver.tenant.exchange.entities import Folder, Item
from fakeserver.tenant.exchange.kinds.addresses import AddressEntry, AddressKind
from fakeserver.tenant.exchange.mime.addresses import is_address
from fakeserver.tenant.exchange.values import EmailAddress
from fakeserver.tenant.refusals import ChangeKeyInvalid, FolderNotFound, IdMalformed, ItemNotFound, MailboxRefused

#: Source: ecederstrand/exchangelib, tests/test_account.py, which gives the id in a t:ItemId within.
_ID_EMPTY: Final = "Id must be non-empty."
_ROUTING_TYPES: Final = frozenset(("", "SMTP", "EX"))


def _address(node: Element) -> EmailAddress:
    entry: AddressEntry = ADDRESS_ENTRY.read(node)
    address = (entry.address or "").strip()
    if not address:
        raise InvalidField("EmptyValueFound")
    if (entry.routing_type or "").strip().upper() not in _ROUTING_TYPES:
        raise InvalidField("UnsupportedAddress", address)
    if not is_address(address):
        raise InvalidField("InvalidAddress", address)
    return EmailAddress((entry.name or "").strip(), address)


def _read_addresses(place: Place, node: Element) -> tuple[EmailAddress, ...]:
    given = tuple(map(_address, node))
    if not given:
        raise InvalidField("EmptyValueFound")
    return given


def _read_recipients(place: Place, node: Element) -> tuple[EmailAddress, ...]:
    """Read the addresses of an action; those of the organization belong to somebody."""
    given, tenant = _read_addresses(place, node), place.call.tenant
    for one in given:
        if is_nobody(tenant, one.address):
            raise InvalidField("RecipientDoesNotExist", one.address)
    return given


def _write_addresses(name: str, values: tuple[EmailAddress, ...]) -> Xml:
    entries = (AddressEntry(one.name or one.address, one.address, "SMTP", AddressKind.MAILBOX) for one in values)
    return element(name, *(ADDRESS_ENTRY.write("t:Address", entry) for entry in entries))


def _read_folder(place: Place, node: Element) -> Folder:
    if not len(node):
        # ecederstrand/exchangelib#1280
        raise InvalidField("EmptyValueFound")
    given = read_target(node)
    if given.element is not FOLDER_ID and not given.address:
        given = given._replace(address=place.mailbox.address)
    try:
        folder = named_folder(place.call, given)
    except (FolderNotFound, ItemNotFound, MailboxRefused) as refusal:
        raise InvalidField("FolderDoesNotExist", given.text) from refusal
    except (IdMalformed, ChangeKeyInvalid, EwsError) as refusal:
        raise InvalidField("InvalidFolderId", given.text) from refusal
    if folder.mailbox is not place.mailbox:
        raise InvalidField("FolderDoesNotExist", given.text)
    return folder


def _write_folder(name: str, folder: Folder) -> Xml:
    return element(name, element("t:FolderId", Id=folder.folder_id, ChangeKey=folder.change_key))


def _read_reply(place: Place, node: Element) -> Item:
    given = str(node.get("Id") or "")
    if not given:
        raise InvalidField("InvalidValue", message=_ID_EMPTY)
    try:
        return place.mailbox.items.by_id(given)
    except (IdMalformed, ItemNotFound) as refusal:
        raise InvalidField("InvalidValue", given) from refusal


def _write_reply(name: str, item: Item) -> Xml:
    return element(name, Id=item.item_id, ChangeKey=item.change_key)


ADDRESSES: Final = Kind(list_type({"t:Address": MAILBOX}), _read_addresses, _write_addresses)
RECIPIENTS: Final = Kind(ADDRESSES.type, _read_recipients, _write_addresses)
FOLDER: Final = Kind(TARGET_FOLDER, _read_folder, _write_folder)
REPLY: Final = Kind(complex_type("Id ChangeKey", {"t:ItemId": ANY}), _read_reply, _write_reply)
