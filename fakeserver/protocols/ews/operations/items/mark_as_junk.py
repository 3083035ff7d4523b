"""MarkAsJunk."""

from fakeserver.protocols.ews.answers.forms import Perform, PerItem
from fakeserver.protocols.ews.errors import EwsError
from fakeserver.protocols.ews.operations.items.errors import NOT_THEIR_JUNK
from fakeserver.protocols.ews.registry import operation
from fakeserver.protocols.ews.request.call import Call
from fakeserver.protocols.ews.request.ids import ITEM_IDS, Id, named_item, read_item_id
from fakeserver.protocols.ews.request.public_folders import refuse_public
from fakeserver.protocols.ews.soap.complex_types import complex_type
from fakeserver.protocols.ews.soap.reading import boolean_attribute
from fakeserver.protocols.ews.soap.writing import NOTHING, Xml, element
from fakeserver.tenant.exchange.entities import Item


@operation(
    "MarkAsJunk",
    answer=PerItem("ItemIds", read_item_id),
    since="Exchange2013",
    request=complex_type("IsJunk MoveItem", {"m:ItemIds": ITEM_IDS}),
)
def mark_as_junk(call: Call) -> Perform[Id[Item]]:
    """Block the senders of messages, or no longer; move these to Junk Email, or to the inbox.

    What stays where it is gets no m:MovedItemId: exchangelib takes one for the id in the other folder, and its
    test_mark_as_junk passes with Exchange Online.
    Source: web-service-reference/markasjunk-operation. Assumption: as with inbox rules, whoever has FullAccess may say
    whose mail is junk, and nobody else but the owner.
    """
    is_junk = boolean_attribute(call.body, "IsJunk")
    moves = boolean_attribute(call.body, "MoveItem")

    def mark_one(item_id: Id[Item]) -> Xml:
        item = named_item(call, item_id, "delete" if moves else "read")
        refuse_public(item.folder)
        visit = call.visit_in(item.folder)
        mailbox = visit.mailbox
        if "FullAccess" not in visit.rights:
            raise EwsError(
                NOT_THEIR_JUNK,
                fix=f'tenant.rights.add_mailbox_permission("{mailbox.address}", "{visit.acting_name}")',
            )
        # Assumption: an item without a sender is moved all the same.
        if item.sender:
            change = mailbox.blocked_senders.add if is_junk else mailbox.blocked_senders.discard
            change(item.sender)
        if not moves:
            return NOTHING
        [moved] = mailbox.items.move([item], mailbox.folders.distinguished("junkemail" if is_junk else "inbox"))
        return element("m:MovedItemId", Id=moved.item_id, ChangeKey=moved.change_key)

    return mark_one
