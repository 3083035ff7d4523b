"""Members of distribution lists in somebody's contacts as they are set, and mail that is addressed to such lists.

Sources: web-service-reference/responsecode, ErrorInvalidMailbox; exchangelib's tests, in which an address of nobody in
the directory is refused unless it is OneOff; exchange-web-services/how-to-create-contact-groups, which gives no kind.
Assumption: without a kind an address of nobody is OneOff.
"""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any, Final

from fakeserver.protocols.ews.answers.recipients import kind_of
from fakeserver.protocols.ews.errors import EwsError
from fakeserver.protocols.ews.operations.items.errors import INVALID_MEMBER
from fakeserver.protocols.ews.request.call import Call
from fakeserver.protocols.ews.request.ids import Id, item_reference, named_item
from fakeserver.protocols.ews.values.addresses import ADDRESS_KIND, NO_ADDRESS
from fakeserver.steps import Steps, each
from fakeserver.tenant.exchange.entities import Item
from fakeserver.tenant.exchange.item_classes import DISTRIBUTION_LIST, is_of
from fakeserver.tenant.exchange.kinds.addresses import AddressEntry, AddressKind, ItemReference
from fakeserver.tenant.exchange.kinds.distribution_list import Member, with_keys
from fakeserver.tenant.exchange.private_lists import entry_of, reached
from fakeserver.tenant.exchange.values import EmailAddress

_RECIPIENTS: Final = ("to_recipients", "cc_recipients", "bcc_recipients", "reply_to", "mentions")


def settled_lists(call: Call, changes: Mapping[Any, Any], item: Item | None = None) -> dict[Any, Any]:
    """Return properties of an item with members and recipients that are complete.

    Args:
        item: that they change; None: it is a new one.

    Raises:
        EwsError, Refusal: one is nobody.
    """
    settled = dict(changes)
    if settled.get("members"):
        before = () if item is None else with_keys(item.get("members") or ())
        known = {member.key: member for member in before}
        settled["members"] = with_keys(known.get(member.key) or _member(call, member) for member in settled["members"])
    for name in _RECIPIENTS:
        given: list[EmailAddress] = settled.get(name) or []
        if any(one.item_id for one in given):
            settled[name] = [address for one in given for address in _recipients(call, one)]
    return settled


def settled_in_steps(call: Call, changes: Mapping[Any, Any]) -> Steps[dict[Any, Any]]:
    """Return what `settled_lists` does of a new item, member by member."""
    if not changes.get("members"):
        return settled_lists(call, changes)
    members = yield from each(changes["members"], lambda member: _member(call, member))
    return settled_lists(call, {**changes, "members": ()}) | {"members": with_keys(members)}


def _member(call: Call, member: Member) -> Member:
    entry = member.address
    if entry is None:
        raise EwsError(INVALID_MEMBER)
    return Member(_of_item(call, entry, entry.item) if entry.item is not None else _of_address(call, entry))


def _of_item(call: Call, entry: AddressEntry, reference: ItemReference) -> AddressEntry:
    found = entry_of(_item(call, reference.item_id), entry)
    if found is None or entry.kind not in (None, found.kind):
        raise EwsError(INVALID_MEMBER)
    return found


def _of_address(call: Call, entry: AddressEntry) -> AddressEntry:
    address = (entry.address or "").strip()
    if not address:
        raise EwsError(NO_ADDRESS if entry.kind is not AddressKind.PRIVATE_LIST else INVALID_MEMBER)
    directory = call.tenant.directory
    known = directory.user_by_address(address) or directory.distribution_group(address)
    in_directory: AddressKind = ADDRESS_KIND.parse(kind_of(known))
    kind = entry.kind or in_directory
    wanted = {AddressKind.MAILBOX: (AddressKind.MAILBOX, AddressKind.CONTACT), AddressKind.PUBLIC_LIST: (kind,)}
    if kind is AddressKind.PRIVATE_LIST or in_directory not in wanted.get(kind, (in_directory,)):
        raise EwsError(INVALID_MEMBER)
    name = entry.name or (known.display_name if known is not None else address)
    return replace(entry, name=name, address=address, routing_type=entry.routing_type or "SMTP", kind=kind)


def _recipients(call: Call, given: EmailAddress) -> list[EmailAddress]:
    """Return whom a recipient stands for: the members of a list, or a contact's address."""
    if not given.item_id:
        return [given]
    item = _item(call, given.item_id)
    if is_of(item.item_class, DISTRIBUTION_LIST):
        return reached(call.visit_in(item.folder).mailbox, item)
    found = entry_of(item, AddressEntry(given.name or None, given.address or None))
    if found is None:
        raise EwsError(NO_ADDRESS)
    return [EmailAddress(found.name or "", found.address or "")]


def _item(call: Call, item_id: str) -> Item:
    reference: Id[Item] = item_reference(item_id)
    return named_item(call, reference)
