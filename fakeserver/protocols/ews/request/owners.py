"""Whose mailboxes a request names, before anything of it is performed: for faults that are ordered for one of them."""

from collections.abc import Iterator

from fakeserver.protocols.ews.soap.names import m, t
from fakeserver.protocols.ews.soap.reading import Element
from fakeserver.tenant.exchange.ids import decode_id
from fakeserver.tenant.exchange.mailbox import Mailbox
from fakeserver.tenant.exchange.mailboxes import Mailboxes
from fakeserver.tenant.refusals import IdMalformed

#: Elements whose attribute Id says whose mailbox something is in.
_STORED = (t("FolderId"), t("ItemId"), t("AttachmentId"), m("ParentItemId"))
#: Where a mailbox stands by its address: beside the name of a distinguished folder.
_ADDRESS = f".//{t('DistinguishedFolderId')}/{t('Mailbox')}/{t('EmailAddress')}"


def owners(body: Element, mailboxes: Mailboxes) -> set[str]:
    """Return the addresses of their owners. What cannot be read names nobody, and is refused when it is performed."""
    return {mailbox.address for mailbox in _named(body, mailboxes) if mailbox is not None}


def _named(body: Element, mailboxes: Mailboxes) -> Iterator[Mailbox | None]:
    for node in body.iterfind(_ADDRESS):
        yield mailboxes.by_address((node.text or "").strip())
    for text in {str(node.get("Id", "")) for node in body.iter(*_STORED)}:
        try:
            store_id = decode_id(text)
        except IdMalformed:
            continue
        guid = store_id.mailbox_guid
        yield mailboxes.by_guid(guid) if guid else mailboxes.by_address(store_id.address)
