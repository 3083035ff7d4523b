"""What a contact says of itself in other networks: addresses and links there."""

from base64 import b64encode
from dataclasses import dataclass
from hashlib import md5, sha1


@dataclass(frozen=True, slots=True)
class NetworkEmail:
    """An address of a contact in another network; its kind is the schema's word."""

    kind: str
    address: str
    is_messenger_enabled: bool | None = None
    #: bits
    capabilities: int | None = None


@dataclass(frozen=True, slots=True)
class ContactUrl:
    """A link of a contact; its kind is the schema's word."""

    kind: str
    name: str | None = None
    address: str | None = None


def names_in_networks(address: str, number: int) -> dict[str, str]:
    """Return what a new contact of a mailbox is called among networks, by domain name.

    Recorded: 20 octets, the same for all contacts of a mailbox; 16 octets, another for each; and a word of the service.
    Assumption: what the octets are.

    Args:
        address: of the mailbox.
        number: of the contact.
    """
    whose = address.lower()
    account = sha1(whose.encode(), usedforsecurity=False).digest()
    contact = md5(f"{whose} {number}".encode(), usedforsecurity=False)
    return {
        "account_name": b64encode(account).decode("ascii"),
        "object_id": contact.hexdigest(),
        "source_id": "EXCH",
    }
