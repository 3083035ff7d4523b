"""Mailboxes: t:Mailbox of a mail's correspondents, and with all that the schema has of attendees and members."""

from typing import Final

from fakeserver.protocols.ews.errors import INVALID_VALUE, MANAGED_API, EwsError, Row, not_performed_here
from fakeserver.protocols.ews.soap import schema
from fakeserver.protocols.ews.soap.datatypes import Datatype
from fakeserver.protocols.ews.soap.long_lists import entry_of, may_be_long
from fakeserver.protocols.ews.soap.names import t
from fakeserver.protocols.ews.soap.parts import read_each
from fakeserver.protocols.ews.soap.reading import Element
from fakeserver.protocols.ews.soap.writing import Enclosed, Xml, element, escape
from fakeserver.protocols.ews.values import spelling
from fakeserver.protocols.ews.values.simple import NON_EMPTY, STRING, ValueType, plain
from fakeserver.protocols.ews.values.strict import check_attributes, check_complete, only
from fakeserver.protocols.ews.values.structure import Attribute, part, structure
from fakeserver.tenant.exchange.kinds.addresses import AddressEntry, AddressKind, ItemReference
from fakeserver.tenant.exchange.mime.addresses import MAX_FIELD
from fakeserver.tenant.exchange.mime.render import address_field
from fakeserver.tenant.exchange.values import EmailAddress

ADDRESS_KIND: Final = spelling.one_of(
    "MailboxTypeType",
    {
        "Unknown": AddressKind.UNKNOWN,
        "OneOff": AddressKind.ONE_OFF,
        "Mailbox": AddressKind.MAILBOX,
        "PublicDL": AddressKind.PUBLIC_LIST,
        "PrivateDL": AddressKind.PRIVATE_LIST,
        "Contact": AddressKind.CONTACT,
        "PublicFolder": AddressKind.PUBLIC_FOLDER,
        "GroupMailbox": AddressKind.GROUP_MAILBOX,
        "ImplicitContact": AddressKind.IMPLICIT_CONTACT,
    },
)

ITEM_REFERENCE: Final = structure(
    ItemReference,
    attributes=[
        Attribute("Id", "item_id", spelling.TEXT, required=True),
        Attribute("ChangeKey", "change_key", spelling.TEXT),
    ],
)

#: All of t:EmailAddressType.
ADDRESS_ENTRY: Final = structure(
    AddressEntry,
    part("Name", "name", STRING),
    part("EmailAddress", "address", NON_EMPTY),
    part("RoutingType", "routing_type", NON_EMPTY),
    part("MailboxType", "kind", plain(ADDRESS_KIND)),
    part("ItemId", "item", ITEM_REFERENCE),
    part("OriginalDisplayName", "original_name", STRING),
)


#: Garethp/php-ews#105 has it of recipients.
NO_ADDRESS: Final = Row(
    "ErrorMissingInformationEmailAddress", "EmailAddress or ItemId must be included in the request.", MANAGED_API
)

# --- a mail's correspondents: a name and an address ------------------------------------------------------------------

INVALID_ROUTING: Final = Row("ErrorInvalidRoutingType", "The routing type format is invalid.", MANAGED_API)
#: Assumption: any other than those of Exchange's own addresses is refused, since nothing here sends to it.
_ROUTING_TYPES: Final = frozenset(("", "SMTP", "EX", "MAPIPDL"))


def write_mailbox(address: EmailAddress, kind: str = "Mailbox", routing: str = "SMTP") -> Xml:
    """Write a t:Mailbox with all that is known of an address.

    Args:
        kind: a word of `ADDRESS_KIND`.
        routing: EX for an address that is a legacyExchangeDN.
    """
    name = address.name or address.address
    shown = f"<t:Name>{escape(name)}</t:Name>" if name else ""
    if not address.address:
        return Xml(f"<t:Mailbox>{shown}</t:Mailbox>")
    return Xml(
        f"<t:Mailbox>{shown}<t:EmailAddress>{escape(address.address)}</t:EmailAddress>"
        f"<t:RoutingType>{routing}</t:RoutingType><t:MailboxType>{kind}</t:MailboxType></t:Mailbox>"
    )


def _mailbox_found(value: EmailAddress) -> Xml:
    # FindItem returns the name only (exchange-web-services/email-properties-and-elements-in-ews).
    return Xml(f"<t:Mailbox><t:Name>{escape(value.display)}</t:Name></t:Mailbox>")


def _write_recipients(name: str, values: list[EmailAddress]) -> Xml:
    return element(name, *(write_mailbox(value) for value in values))


def _comparable_recipient(value: EmailAddress) -> list[str]:
    return [value.name, value.address, f"{value.name} <{value.address}>"]


def _comparable_recipients(values: list[EmailAddress]) -> list[str]:
    return [form for value in values for form in _comparable_recipient(value)]


def _correspondent(node: Element) -> EmailAddress:
    # The kind of mailbox and the contact's item are not stored: the directory and the contacts determine them.
    entry: AddressEntry = ADDRESS_ENTRY.read(node)
    address = (entry.address or "").strip()
    if entry.address is None and entry.item is None:
        raise EwsError(NO_ADDRESS)
    # An address counts, but that of a list of which it is the name.
    item_id = entry.item.item_id if entry.item is not None and not _is_smtp(entry) else ""
    if (entry.routing_type or "").strip().upper() not in _ROUTING_TYPES:
        raise EwsError(INVALID_ROUTING)
    return EmailAddress((entry.name or "").strip(), address, item_id)


def _is_smtp(entry: AddressEntry) -> bool:
    return bool((entry.address or "").strip()) and entry.kind is not AddressKind.PRIVATE_LIST


def _read_recipients(node: Element) -> list[EmailAddress]:
    check_attributes(node)
    return fitting(read_each(only(node, [t("Mailbox")]), lambda one: entry_of(one, _correspondent)))


for _name in ("ToRecipients", "CcRecipients", "BccRecipients", "ReplyTo"):
    may_be_long(_name, "Mailbox", _correspondent)


def fitting(recipients: list[EmailAddress]) -> list[EmailAddress]:
    """Return recipients as they are, if the field of a message that names them is read to its end.

    Raises:
        EwsError: it is longer. Assumption: the service knows no such bound; nobody gets what is sent to so many.
    """
    # Written out, a character takes ten octets at the most, with its share of the encoded word and the fold around it.
    most = sum(10 * (len(one.name) + len(one.address) + 10) for one in recipients)
    if most > MAX_FIELD and len(address_field("To", *recipients)) > MAX_FIELD:
        raise EwsError(INVALID_VALUE)
    return recipients


def _read_recipient(node: Element) -> EmailAddress:
    found = _read_recipients(node)
    check_complete(node, [] if found else ["Mailbox"])
    if any(one.item_id for one in found):
        raise not_performed_here("a Mailbox with an ItemId alone, but for recipients and members of lists")
    if len(found) > 1:
        raise schema.unexpected_element(node[-1])
    return found[0]


_MAILBOXES: Final = {"Mailbox": ADDRESS_ENTRY.datatype}
RECIPIENT: Final = ValueType(
    Enclosed(write_mailbox),
    _read_recipient,
    str,
    _comparable_recipient,
    write_found=Enclosed(_mailbox_found),
    datatype=Datatype("t:SingleRecipientType", children=_MAILBOXES),
)
RECIPIENTS: Final = ValueType(
    _write_recipients,
    _read_recipients,
    str,
    _comparable_recipients,
    is_single=False,
    datatype=Datatype("t:ArrayOfRecipientsType", children=_MAILBOXES, many=True),
)
