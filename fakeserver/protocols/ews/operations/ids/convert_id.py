"""ConvertId: the same item or folder, named in another format.

Source: web-service-reference/convertid-operation.
"""

from dataclasses import dataclass
from typing import Final, cast, get_args

from fakeserver.protocols.ews.answers.forms import Perform, PerItem
from fakeserver.protocols.ews.errors import EwsError
from fakeserver.protocols.ews.operations.ids.formats import (
    IdFormat,
    converted,
    converted_public_folder,
    converted_public_item,
)
from fakeserver.protocols.ews.registry import operation
from fakeserver.protocols.ews.request.call import Call
from fakeserver.protocols.ews.request.errors import INVALID_ADDRESS
from fakeserver.protocols.ews.soap import schema
from fakeserver.protocols.ews.soap.complex_types import complex_type, list_type
from fakeserver.protocols.ews.soap.enumerations import Enumeration
from fakeserver.protocols.ews.soap.names import t
from fakeserver.protocols.ews.soap.reading import Element, attribute, boolean_attribute, word_attribute
from fakeserver.protocols.ews.soap.writing import Xml, element
from fakeserver.tenant.exchange.ids import decode_id
from fakeserver.tenant.exchange.mailbox import Mailbox
from fakeserver.tenant.exchange.mime.addresses import is_address
from fakeserver.tenant.refusals import IdMalformed, MailboxAccessDenied, MailboxNotFound

FORMAT: Final = Enumeration("IdFormatType", get_args(IdFormat))
#: Formats whose ids contain the mailbox; the others need the Mailbox attribute.
_NAMES_ITS_MAILBOX: Final = frozenset({"EwsId"})


@dataclass(frozen=True)
class AlternateId:
    """An id in one of the formats."""

    format: IdFormat
    text: str
    #: of the mailbox
    address: str
    #: whether it names something in the archive mailbox, where the id does not say which mailbox
    is_archive: bool = False


@dataclass(frozen=True)
class PublicId:
    """The id of a public folder, or of something in it, in one of the formats."""

    format: IdFormat
    folder: str
    #: None: the folder itself is meant
    item: str | None = None


def _read(node: Element) -> AlternateId | PublicId:
    given = _format(node, "Format")
    if node.tag == t("AlternateId"):
        address = attribute(node, "Mailbox")
        if not address:
            raise schema.attribute_too_short(node, "Mailbox")
        return AlternateId(given, attribute(node, "Id"), address, boolean_attribute(node, "IsArchive", False))
    folder = attribute(node, "FolderId")
    return PublicId(given, folder, attribute(node, "ItemId") if node.tag == t("AlternatePublicFolderItemId") else None)


def _format(given: Element, name: str) -> IdFormat:
    return cast(IdFormat, word_attribute(given, name, FORMAT))


@operation(
    "ConvertId",
    answer=PerItem("SourceIds", _read),
    since="Exchange2007_SP1",
    request=complex_type(
        "DestinationFormat",
        {
            "m:SourceIds": list_type(
                {
                    "t:AlternateId": complex_type("Format Id Mailbox IsArchive"),
                    "t:AlternatePublicFolderId": complex_type("Format FolderId"),
                    "t:AlternatePublicFolderItemId": complex_type("Format FolderId ItemId"),
                }
            )
        },
    ),
)
def convert_id(call: Call) -> Perform[AlternateId | PublicId]:
    """Write each id in the wanted format; ids are not looked up, so one of a deleted item converts as well."""
    wanted = _format(call.body, "DestinationFormat")

    def convert(given: AlternateId | PublicId) -> Xml:
        if isinstance(given, PublicId):
            call.public_folders()
            return _public(given, wanted)
        guid = _mailbox_guid(call, given)
        # An id that names its mailbox is not asked whether the request names the same. Clients send any address with
        # it, to find their own in the answer.
        archive, visit = _archive(call, guid), call.visit
        own = visit is not None and (visit.mailbox.guid == guid or _is_of(archive, visit.mailbox))
        address = call.mailbox.address if own else given.address
        found = converted(given.text, given.format, wanted, mailbox_guid=guid, address=address)
        attributes = {"xsi:type": "t:AlternateIdType", "Format": wanted, "Id": found, "Mailbox": address}
        if archive is not None:
            attributes["IsArchive"] = "true"
        return element("m:AlternateId", **attributes)

    return convert


def _public(given: PublicId, wanted: IdFormat) -> Xml:
    folder = converted_public_folder(given.folder, given.format, wanted)
    if given.item is None:
        kind, item = "t:AlternatePublicFolderIdType", {}
    else:
        kind = "t:AlternatePublicFolderItemIdType"
        item = {"ItemId": converted_public_item(given.item, given.folder, given.format, wanted)}
    attributes = {"xsi:type": kind, "Format": wanted, "FolderId": folder, **item}
    return element("m:AlternateId", **attributes)


def _is_of(archive: Mailbox | None, mailbox: Mailbox) -> bool:
    return archive is not None and archive.address == mailbox.address


def _mailbox_guid(call: Call, given: AlternateId) -> str:
    if given.format in _NAMES_ITS_MAILBOX:
        decoded = decode_id(given.text)
        if decoded.is_public or decoded.kind not in ("folder", "item", "occurrence"):
            # Assumption: a public folder has elements of its own, and is none here.
            raise IdMalformed(given.text)
        _check_address(given.address)
        return decoded.mailbox_guid
    _check_address(given.address)
    try:
        mailbox = call.visit_to(given.address).mailbox
        if not given.is_archive:
            return mailbox.guid
        archive = call.archive_of(mailbox)
        if archive is None:
            # Assumption: as where there is no mailbox.
            raise MailboxNotFound(given.address)
        return archive.guid
    except MailboxAccessDenied as refusal:
        # Assumption: whoever may not open a mailbox does not learn that there is one.
        raise MailboxNotFound(given.address) from refusal


def _archive(call: Call, guid: str) -> Mailbox | None:
    """Return the archive mailbox that has an ExchangeGuid; None: another mailbox has it, or none."""
    mailbox = call.tenant.mailboxes.by_guid(guid)
    return mailbox if mailbox is not None and mailbox.is_archive else None


def _check_address(address: str) -> None:
    # Assumption: code and order; an id that cannot be read comes first (exchangelib's probe).
    if not is_address(address):
        raise EwsError(INVALID_ADDRESS)
