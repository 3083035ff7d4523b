"""ExpandDL: the members of a distribution group of the directory, or of a distribution list in somebody's contacts.

Members that are groups or lists themselves are not expanded: a list has its id in the answer, by which it can be.
Source: web-service-reference/expanddl-operation.
"""

from typing import Final

from fakeserver import steps
from fakeserver.protocols.ews.answers.forms import Single, XmlSteps
from fakeserver.protocols.ews.errors import EwsError
from fakeserver.protocols.ews.operations.names.entries import write_entry
from fakeserver.protocols.ews.operations.names.errors import MULTIPLE_RESULTS, NO_RESULTS, NOT_A_LIST
from fakeserver.protocols.ews.registry import operation
from fakeserver.protocols.ews.request.call import Call
from fakeserver.protocols.ews.request.ids import ITEM_ID, named_item, read_item_id
from fakeserver.protocols.ews.soap.complex_types import TEXT, complex_type, each
from fakeserver.protocols.ews.soap.names import m, t
from fakeserver.protocols.ews.soap.writing import Xml, element
from fakeserver.protocols.ews.values.addresses import ADDRESS_ENTRY, NO_ADDRESS
from fakeserver.steps import Steps
from fakeserver.tenant.exchange.entities import Item
from fakeserver.tenant.exchange.item_classes import DISTRIBUTION_LIST, is_of
from fakeserver.tenant.exchange.kinds.addresses import AddressEntry, AddressKind
from fakeserver.tenant.exchange.private_lists import present_members

_MAILBOX: Final = complex_type(
    elements={
        **each("t:Name t:EmailAddress t:RoutingType t:MailboxType", TEXT),
        "t:ItemId": ITEM_ID,
        "t:OriginalDisplayName": TEXT,
    }
)


@operation(
    "ExpandDL",
    answer=Single(),
    since="Exchange2007",
    request=complex_type(elements={"m:Mailbox": _MAILBOX}),
)
def expand_dl(call: Call) -> XmlSteps:
    """Return the members, in their order."""
    mailbox = call.part(m("Mailbox"))
    entry: AddressEntry = ADDRESS_ENTRY.read(mailbox)
    named = mailbox.find(t("ItemId"))
    if named is not None:
        members = yield from _of_list(call, named_item(call, read_item_id(named)))
    elif entry.kind is AddressKind.PRIVATE_LIST:
        members = yield from _of_list(call, _named_list(call, entry.address or entry.name or ""))
    else:
        members = _of_group(call, entry.address or "")
    return element("m:DLExpansion", *members, TotalItemsInView=str(len(members)), IncludesLastItemInRange="true")


def _of_group(call: Call, given: str) -> list[Xml]:
    """Find a group by its address, its alias or its display name.

    Assumption: without an address, a name is not looked for, and what names a person names no group.
    """
    wanted = given.strip().lower()
    if not wanted:
        raise EwsError(NO_ADDRESS)
    groups = call.tenant.directory.distribution_groups
    exact = groups.get(wanted)
    found = [exact] if exact else [group for group in groups.values() if wanted in group.names]
    if not found:
        raise EwsError(NO_RESULTS)
    if len(found) > 1:
        raise EwsError(MULTIPLE_RESULTS)
    return [write_entry(member) for member in found[0].present_members()]


def _named_list(call: Call, name: str) -> Item:
    """Return a list in the caller's contacts by its name, for clients that have nothing else of it.

    Assumption: the service finds it so, as it finds groups by their display name.
    """
    wanted = name.strip().casefold()
    items = call.mailbox.folders.distinguished("contacts").items.values()
    lists = [item for item in items if is_of(item.item_class, DISTRIBUTION_LIST)]
    found = [item for item in lists if wanted and (item.get("display_name") or "").casefold() == wanted]
    if not found:
        raise EwsError(NO_RESULTS if wanted else NO_ADDRESS)
    if len(found) > 1:
        raise EwsError(MULTIPLE_RESULTS)
    return found[0]


def _of_list(call: Call, item: Item) -> Steps[list[Xml]]:
    if not is_of(item.item_class, DISTRIBUTION_LIST):
        raise EwsError(NOT_A_LIST)
    members = present_members(call.visit_in(item.folder).mailbox, item)
    entries = [member.address for member in members if member.address]
    return (yield from steps.each(entries, lambda entry: ADDRESS_ENTRY.write("t:Mailbox", entry)))
