"""The ids of personas: of people in a mailbox's contacts, and of people and groups in the directory.

That of a contact is laid out like a conversation's: the mailbox, and 16 octets that say who it is. That of a directory
entry has a storage type of its own and the object's GUID, as .NET writes one. Source: ids in answers of Exchange, in
web-service-reference/findpeople-operation, /getpersona-operation and those quoted by clients.

Assumption: what the 16 octets of a contact are. Here they name its folder and itself, so nothing has to be stored; the
id changes when the contact moves.
"""

from base64 import b64decode, b64encode
from binascii import Error as Base64Error
from typing import Final, NamedTuple
from uuid import UUID

from fakeserver.tenant.exchange.id_maker import IdMaker
from fakeserver.tenant.exchange.ids import StoreId, decode_id
from fakeserver.tenant.refusals import IdMalformed

#: Not compressed, the storage type of directory entries, and how long the GUID is.
_DIRECTORY: Final = b"\0\5\x10\0"
#: What a contact's 16 octets begin with; 6 for the folder's number follow, and 6 for the item's.
_CONTACT: Final = b"Pers"


class ContactPersona(NamedTuple):
    """A persona that is somebody in a mailbox's contacts."""

    #: names the mailbox
    store_id: StoreId
    folder_number: int
    item_number: int

    def item_id(self, ids: IdMaker) -> str:
        """Return the id of the contact itself."""
        return ids.item_id(self.folder_number, self.item_number)


class DirectoryPersona(NamedTuple):
    """A persona that is an entry of the directory."""

    object_id: str


def contact_persona_id(ids: IdMaker, folder_number: int, item_number: int) -> str:
    """Return the persona id of a contact."""
    return ids.conversation_id(_CONTACT + folder_number.to_bytes(6, "big") + item_number.to_bytes(6, "big"))


def directory_persona_id(object_id: str) -> str:
    """Return the persona id of a user or a distribution group."""
    return b64encode(_DIRECTORY + UUID(object_id).bytes_le).decode("ascii")


def decode_persona_id(text: str) -> ContactPersona | DirectoryPersona:
    """Read a persona's id.

    Raises:
        IdMalformed: it is none.
    """
    try:
        raw = b64decode(text, validate=True)
    except (Base64Error, ValueError) as problem:
        raise IdMalformed(text) from problem
    if raw.startswith(_DIRECTORY) and len(raw) == len(_DIRECTORY) + 16:
        return DirectoryPersona(str(UUID(bytes_le=raw[len(_DIRECTORY) :])))
    store_id = decode_id(text)
    if store_id.kind != "conversation" or not store_id.entry_id.startswith(_CONTACT):
        raise IdMalformed(text)
    numbers = store_id.entry_id[len(_CONTACT) :]
    return ContactPersona(store_id, int.from_bytes(numbers[:6], "big"), int.from_bytes(numbers[6:], "big"))
